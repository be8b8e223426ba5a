//! When a message that did not go is tried again, and when it is given up.

use std::time::Duration;

use chrono::TimeDelta;
use milepost_model::Timestamp;
use sha2::{Digest as _, Sha256};

/// 30 s before the second try; each further pause is four times the last.
const FIRST_PAUSE_SECS: u64 = 30;

/// 6 h: the longest pause, and the longest wait that another end may ask for.
const LONGEST_PAUSE_SECS: u64 = 6 * 3600;

/// 20 tries: with these pauses they reach beyond three days.
pub const MOST_ATTEMPTS: u32 = 20;

/// Returns when a message is tried again after its `attempts`-th try failed at `now`, or `None` where it is given up: too
/// many tries, or the next one would come more than `give_up_after` after it was first due.
///
/// The pauses of different messages are spread by up to a half, by the message's id: what failed together does not come
/// back together, and the same record gives the same plan after a restart.
pub fn next_try(
    id: &str,
    attempts: u32,
    first_due: Timestamp,
    now: Timestamp,
    asked: Option<Duration>,
    give_up_after: Duration,
) -> Option<Timestamp> {
    if attempts >= MOST_ATTEMPTS {
        return None;
    }
    let steps = attempts.saturating_sub(1).min(8);
    let pause = FIRST_PAUSE_SECS
        .saturating_mul(4_u64.saturating_pow(steps))
        .min(LONGEST_PAUSE_SECS);
    let pause = spread(pause, id, attempts);
    let asked = asked.unwrap_or_default().as_secs().min(LONGEST_PAUSE_SECS);
    let pause = i64::try_from(pause.max(asked)).unwrap_or(i64::MAX);
    let at = now.checked_add_signed(TimeDelta::try_seconds(pause)?)?;
    let patience = TimeDelta::from_std(give_up_after).ok()?;
    let is_too_late = at.signed_duration_since(first_due) > patience;
    (!is_too_late).then_some(at)
}

/// Between half and all of a pause.
fn spread(pause: u64, id: &str, attempt: u32) -> u64 {
    let mut digest = Sha256::new();
    digest.update(id.as_bytes());
    digest.update(attempt.to_be_bytes());
    let drawn = digest
        .finalize()
        .iter()
        .take(2)
        .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let half = pause / 2;
    half.saturating_add(half.saturating_mul(drawn) / 65_535)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(seconds, 0).unwrap()
    }

    const THREE_DAYS: Duration = Duration::from_hours(72);

    #[test]
    fn pauses_grow_and_end() {
        let (mut now, mut tries, mut last) = (at(0), 1, 0);
        while let Some(next) = next_try("m", tries, at(0), now, None, THREE_DAYS) {
            let pause = next.timestamp() - now.timestamp();
            assert!((15..=6 * 3600).contains(&pause), "{pause}");
            if tries > 1 && tries < 6 {
                assert!(pause > last, "{pause} after {last}");
            }
            (now, tries, last) = (next, tries + 1, pause);
        }
        assert!((12..=MOST_ATTEMPTS).contains(&tries), "{tries}");
        assert!(now <= at(72 * 3600));
    }

    #[test]
    fn what_the_other_end_asks_is_waited_for_up_to_six_hours() {
        let asked = |secs| next_try("m", 1, at(0), at(0), Some(Duration::from_secs(secs)), THREE_DAYS);
        assert_eq!(asked(120), Some(at(120)));
        assert_eq!(asked(999_999), Some(at(6 * 3600)));
    }

    proptest! {
        #[test]
        fn no_record_is_tried_for_ever(id in ".*", attempts in 0_u32..100, ago in 0_i64..1_000_000) {
            let next = next_try(&id, attempts, at(0), at(ago), None, THREE_DAYS);
            if let Some(next) = next {
                prop_assert!(next > at(ago));
                prop_assert!(attempts < MOST_ATTEMPTS);
                prop_assert!(next <= at(72 * 3600));
            }
        }
    }
}
