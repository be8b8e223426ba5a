//! Conditional requests: what to remember of an answer, and when to ask without conditions because sites lie.

use milepost_model::{ContentHash, Timestamp};

/// Ask without conditions at least every this many requests: validators of official sites have been seen to stand
/// still over changed pages.
const MAX_CONDITIONAL: u32 = 9;

/// Ask without conditions at least this often, in days.
const MAX_CONDITIONAL_DAYS: i64 = 7;

/// Longest entity tag kept, in bytes.
const MAX_ETAG_BYTES: usize = 1024;

/// What a site said for conditional requests, and what it sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The entity tag, as sent.
    pub etag: Option<String>,
    /// The date of the last change, as sent; kept only where it is a date and not in the future.
    pub last_modified: Option<String>,
    /// When the address was last asked without conditions and answered with content; none where the validators were
    /// caught standing still over changed content, and are not sent.
    pub full_at: Option<Timestamp>,
    /// How often it was asked with conditions since then.
    pub checks_since_full: u32,
    /// The SHA-256 of the bytes it last sent.
    pub byte_hash: Option<ContentHash>,
}

impl Validators {
    /// Says whether the next request may carry conditions.
    pub fn may_be_conditional(&self, now: Timestamp) -> bool {
        let says_something = self.etag.is_some() || self.last_modified.is_some();
        let is_recent = self.full_at.is_some_and(|at| {
            let age = now.signed_duration_since(at);
            age < chrono::TimeDelta::days(MAX_CONDITIONAL_DAYS) && age >= chrono::TimeDelta::zero()
        });
        says_something && is_recent && self.byte_hash.is_some() && self.checks_since_full < MAX_CONDITIONAL
    }

    /// Returns what to remember after a conditional request that was answered "not modified".
    pub(crate) fn after_not_modified(&self) -> Self {
        Self {
            checks_since_full: self.checks_since_full.saturating_add(1),
            ..self.clone()
        }
    }

    /// Returns what to remember after an unconditional request: validators that stood still over other bytes are kept,
    /// but not sent again until the site changes them.
    pub(crate) fn unless_lying(self, before: &Self) -> Self {
        let says_something = self.etag.is_some() || self.last_modified.is_some();
        let stands_still =
            says_something && self.etag == before.etag && self.last_modified == before.last_modified;
        let is_caught = before.byte_hash.is_some() && before.byte_hash != self.byte_hash;
        let was_caught = before.byte_hash.is_some() && before.full_at.is_none();
        Self {
            full_at: self
                .full_at
                .filter(|_| !(stands_still && (is_caught || was_caught))),
            ..self
        }
    }

    /// Returns what to remember after content came.
    pub(crate) fn after_content(
        etag: Option<&str>,
        last_modified: Option<&str>,
        hash: ContentHash,
        now: Timestamp,
    ) -> Self {
        let etag = etag.filter(|tag| tag.len() <= MAX_ETAG_BYTES).map(str::to_owned);
        let last_modified = last_modified
            .filter(|text| {
                // A date that is none, or lies in the future, would make every later answer "not modified".
                httpdate::parse_http_date(text).is_ok_and(|date| Timestamp::from(date) <= now)
            })
            .map(str::to_owned);
        Self {
            etag,
            last_modified,
            full_at: Some(now),
            checks_since_full: 0,
            byte_hash: Some(hash),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn known() -> Validators {
        let hash = ContentHash::from_bytes([7; 32]);
        Validators::after_content(Some("\"a\""), None, hash, at("2026-01-01T00:00:00Z"))
    }

    #[test]
    fn every_tenth_request_is_unconditional() {
        let mut validators = known();
        let now = at("2026-01-02T00:00:00Z");
        for _ in 0..9 {
            assert!(validators.may_be_conditional(now));
            validators = validators.after_not_modified();
        }
        assert!(!validators.may_be_conditional(now));
    }

    #[test]
    fn after_seven_days_the_request_is_unconditional() {
        assert!(known().may_be_conditional(at("2026-01-07T23:59:59Z")));
        assert!(!known().may_be_conditional(at("2026-01-08T00:00:00Z")));
    }

    #[test]
    fn a_last_modified_in_the_future_or_no_date_is_not_kept() {
        let now = at("2026-01-01T00:00:00Z");
        let hash = ContentHash::from_bytes([7; 32]);
        for wrong in ["Fri, 01 Jan 2038 00:00:00 GMT", "yesterday", "0"] {
            assert_eq!(
                Validators::after_content(None, Some(wrong), hash, now).last_modified,
                None,
                "{wrong}"
            );
        }
        let right = "Wed, 31 Dec 2025 00:00:00 GMT";
        assert!(
            Validators::after_content(None, Some(right), hash, now)
                .last_modified
                .is_some()
        );
    }
}
