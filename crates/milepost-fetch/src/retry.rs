//! When to try again: pauses with full jitter, and what a site asks for with `Retry-After`.

use std::time::Duration;

use milepost_model::Timestamp;
use sha2::{Digest, Sha256};

/// Longest `Retry-After` honoured: 6 hours; a longer one is cut to it.
pub(crate) const MAX_RETRY_AFTER: Duration = Duration::from_hours(6);

/// Statuses that may pass (RFC 9110; 425 from RFC 8470).
pub(crate) fn is_transient_status(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..=599)
}

/// Reads `Retry-After`: seconds or a date. A date is counted from the response's own `Date` where it has one, since
/// the clocks of sites are off. Cut to six hours; `None` for anything unreadable.
pub(crate) fn retry_after(value: &str, date: Option<&str>, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    let is_count = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    if is_count {
        // More digits than fit are an absurd wait, not an unreadable one.
        let wait = value.parse().map_or(MAX_RETRY_AFTER, Duration::from_secs);
        return Some(wait.min(MAX_RETRY_AFTER));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let from = date
        .and_then(|text| httpdate::parse_http_date(text).ok())
        .unwrap_or_else(|| now.into());
    let wait = until.duration_since(from).unwrap_or(Duration::ZERO);
    Some(wait.min(MAX_RETRY_AFTER))
}

/// Returns a pause between zero and `pause`, drawn by full jitter from a seed, an address and an attempt: no two
/// fetches beat in time, and a run can be made again.
pub(crate) fn jittered(pause: Duration, seed: u64, url: &str, attempt: u32, now: Timestamp) -> Duration {
    let mut digest = Sha256::new();
    digest.update(seed.to_be_bytes());
    digest.update(url.as_bytes());
    digest.update(attempt.to_be_bytes());
    digest.update(now.timestamp_millis().to_be_bytes());
    let drawn = digest
        .finalize()
        .iter()
        .take(4)
        .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    let nanos = pause.as_nanos().saturating_mul(u128::from(drawn)) / u128::from(u32::MAX);
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX)).min(pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    #[track_caller]
    fn check(value: &str, date: Option<&str>, seconds: Option<u64>) {
        assert_eq!(
            retry_after(value, date, now()),
            seconds.map(Duration::from_secs),
            "{value}"
        );
    }

    #[test]
    fn seconds_and_dates_are_read() {
        check("0", None, Some(0));
        check(" 120 ", None, Some(120));
        check("Thu, 01 Jan 2026 00:02:00 GMT", None, Some(120));
    }

    #[test]
    fn absurd_waits_are_cut_to_six_hours() {
        check("999999999", None, Some(21_600));
        check("99999999999999999999999999", None, Some(21_600));
        check("Fri, 01 Jan 2038 00:00:00 GMT", None, Some(21_600));
    }

    #[test]
    fn nonsense_is_no_wait_and_the_past_is_none() {
        for value in ["", "soon", "-5", "1.5", "1e3"] {
            check(value, None, None);
        }
        check("Mon, 01 Jan 2024 00:00:00 GMT", None, Some(0));
    }

    #[test]
    fn a_skewed_clock_cancels_out() {
        check(
            "Sun, 01 Jan 2023 00:01:30 GMT",
            Some("Sun, 01 Jan 2023 00:00:00 GMT"),
            Some(90),
        );
    }

    #[test]
    fn jitter_is_within_the_pause_and_spread_over_it() {
        let pause = Duration::from_secs(8);
        let drawn: Vec<_> = (0..200)
            .map(|attempt| jittered(pause, 7, "https://a.gov.cn/", attempt, now()))
            .collect();
        assert!(drawn.iter().all(|d| *d <= pause));
        assert!(drawn.iter().any(|d| *d < pause / 4) && drawn.iter().any(|d| *d > pause / 4 * 3));
    }
}
