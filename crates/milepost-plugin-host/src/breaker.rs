//! Switches a plugin off that breaks down again and again, and tries it again later.

use std::collections::HashMap;
use std::time::Duration;

use milepost_model::ContentHash;

/// When a plugin is switched off, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerPolicy {
    /// Breakdowns in a row after which it is switched off.
    pub after: u32,
    /// How long it stays off the first time; each further time twice as long.
    pub pause: Duration,
    /// The longest it stays off.
    pub longest: Duration,
}

impl Default for BreakerPolicy {
    fn default() -> Self {
        Self {
            after: 3,
            pause: Duration::from_mins(15),
            longest: Duration::from_hours(24),
        }
    }
}

/// A plugin that is switched off.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("switched off after {breakdowns} breakdowns in a row, tried again in {} s; the last: {reason}", again_in.as_secs())]
pub struct SwitchedOff {
    /// Breakdowns in a row.
    pub breakdowns: u32,
    /// The last one's reason.
    pub reason: String,
    /// When it is tried again.
    pub again_in: Duration,
}

/// The breakdowns of all plugins, by component. Times are counted from any fixed start.
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    policy: BreakerPolicy,
    broken: HashMap<ContentHash, Broken>,
}

#[derive(Debug)]
struct Broken {
    in_a_row: u32,
    reason: String,
    off_until: Option<Duration>,
}

impl Breaker {
    pub(crate) fn new(policy: BreakerPolicy) -> Self {
        Self {
            policy,
            broken: HashMap::new(),
        }
    }

    /// Tells whether a component may run now.
    pub(crate) fn admit(&self, component: ContentHash, now: Duration) -> Result<(), SwitchedOff> {
        let Some(broken) = self.broken.get(&component) else {
            return Ok(());
        };
        match broken.off_until.and_then(|until| until.checked_sub(now)) {
            Some(again_in) if !again_in.is_zero() => Err(SwitchedOff {
                breakdowns: broken.in_a_row,
                reason: broken.reason.clone(),
                again_in,
            }),
            _ => Ok(()),
        }
    }

    /// Takes the end of a run into account: the reason of a breakdown, or none.
    pub(crate) fn record(&mut self, component: ContentHash, breakdown: Option<&str>, now: Duration) {
        let Some(reason) = breakdown else {
            self.broken.remove(&component);
            return;
        };
        let policy = self.policy;
        let broken = self.broken.entry(component).or_insert(Broken {
            in_a_row: 0,
            reason: String::new(),
            off_until: None,
        });
        broken.in_a_row = broken.in_a_row.saturating_add(1);
        reason.clone_into(&mut broken.reason);
        let beyond = broken.in_a_row.checked_sub(policy.after.max(1));
        broken.off_until = beyond.map(|times| {
            let longer = 1_u32.checked_shl(times).unwrap_or(u32::MAX);
            let pause = policy.pause.saturating_mul(longer).min(policy.longest);
            now.saturating_add(pause)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_after_breakdowns_in_a_row_and_tries_again_later() {
        let mut breaker = Breaker::new(BreakerPolicy {
            after: 2,
            pause: Duration::from_secs(10),
            longest: Duration::from_secs(25),
        });
        let (bad, good) = (ContentHash::from_bytes([1; 32]), ContentHash::from_bytes([2; 32]));
        let at = Duration::from_secs;
        breaker.record(bad, Some("one"), at(0));
        breaker.record(bad, None, at(0));
        breaker.record(bad, Some("two"), at(0));
        assert_eq!(breaker.admit(bad, at(0)), Ok(()));
        breaker.record(bad, Some("three"), at(1));
        let off = breaker.admit(bad, at(2)).unwrap_err();
        assert_eq!(
            (off.breakdowns, off.reason.as_str(), off.again_in),
            (2, "three", at(9))
        );
        assert_eq!(breaker.admit(good, at(2)), Ok(()));
        assert_eq!(breaker.admit(bad, at(11)), Ok(()));
        breaker.record(bad, Some("four"), at(11));
        assert_eq!(breaker.admit(bad, at(11)).unwrap_err().again_in, at(20));
        breaker.record(bad, Some("five"), at(31));
        assert_eq!(breaker.admit(bad, at(31)).unwrap_err().again_in, at(25));
        breaker.record(bad, None, at(60));
        assert_eq!(breaker.admit(bad, at(60)), Ok(()));
    }
}
