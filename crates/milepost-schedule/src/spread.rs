//! Spreading sources over time, the same way every time: seeded by the source's id, no randomness.

use milepost_model::SourceId;
use sha2::{Digest as _, Sha256};

/// Returns a number of seconds from 0 to `most_secs`, always the same for a source and purpose.
pub(crate) fn seconds(source: &SourceId, purpose: &str, most_secs: u64) -> u64 {
    let digest = Sha256::new()
        .chain_update(purpose)
        .chain_update([0])
        .chain_update(source.as_str())
        .finalize();
    let number = digest
        .first_chunk::<8>()
        .map_or(0, |bytes| u64::from_be_bytes(*bytes));
    number % most_secs.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_spread_over_the_whole_range_and_stay_where_they_are() {
        let at = |n: u32| seconds(&SourceId::parse(&format!("source-{n}")).unwrap(), "jitter", 900);
        let spread: Vec<u64> = (0..200).map(at).collect();
        assert!(spread.iter().all(|secs| *secs <= 900));
        assert!(spread.iter().any(|secs| *secs < 100) && spread.iter().any(|secs| *secs > 800));
        assert_eq!(spread, (0..200).map(at).collect::<Vec<_>>());
        assert_eq!(seconds(&SourceId::parse("a").unwrap(), "jitter", 0), 0);
    }
}
