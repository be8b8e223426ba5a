//! The breaker of a host: after failures in a row the host is left alone for a while, longer each time, and asked
//! again with one request. It never closes a host for good. A pure state machine; the caller brings the time.

use chrono::TimeDelta;
use milepost_model::Timestamp;
use serde::{Deserialize, Serialize};

/// Failures in a row that open the breaker.
const FAILURES_TO_OPEN: u32 = 5;

/// First pause of an open breaker, in minutes; doubled with every failed trial.
const FIRST_PAUSE_MINUTES: i64 = 15;

/// Longest pause, in minutes: 24 hours.
const MAX_PAUSE_MINUTES: i64 = 24 * 60;

/// Time after which a trial that never reported back is given up, in minutes.
const TRIAL_MINUTES: i64 = 10;

/// The breaker of one host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Breaker {
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed {
        failures: u32,
    },
    Open {
        until: Timestamp,
        pause_minutes: i64,
    },
    /// One request is under way to see whether the host is back.
    Trial {
        since: Timestamp,
        pause_minutes: i64,
    },
}

impl Default for State {
    fn default() -> Self {
        Self::Closed { failures: 0 }
    }
}

/// Whether a host may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// As ever.
    Go,
    /// With this one request, to see whether it is back.
    Try,
    /// Not before this.
    Wait(Timestamp),
}

/// A change worth telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerChange {
    /// The breaker opened, until then.
    Opened(Timestamp),
    /// The host answers again.
    Recovered,
}

impl Breaker {
    /// Says whether the host may be asked now, and takes note of a trial.
    pub fn admit(&mut self, now: Timestamp) -> Admission {
        match self.state {
            State::Closed { .. } => Admission::Go,
            State::Open { until, .. } if now < until => Admission::Wait(until),
            State::Open { pause_minutes, .. } => {
                self.state = State::Trial {
                    since: now,
                    pause_minutes,
                };
                Admission::Try
            }
            State::Trial { since, pause_minutes } => {
                let given_up = later(since, TRIAL_MINUTES);
                if now < given_up {
                    return Admission::Wait(given_up);
                }
                self.state = State::Trial {
                    since: now,
                    pause_minutes,
                };
                Admission::Try
            }
        }
    }

    /// Takes note that the host answered well.
    pub fn succeeded(&mut self) -> Option<BreakerChange> {
        let was_open = !matches!(self.state, State::Closed { .. });
        self.state = State::default();
        was_open.then_some(BreakerChange::Recovered)
    }

    /// Takes note that the host failed.
    pub fn failed(&mut self, now: Timestamp) -> Option<BreakerChange> {
        let pause_minutes = match self.state {
            State::Closed { failures } if failures.saturating_add(1) < FAILURES_TO_OPEN => {
                self.state = State::Closed {
                    failures: failures.saturating_add(1),
                };
                return None;
            }
            // A late failure of a request that was sent before it opened tells nothing new.
            State::Open { .. } => return None,
            State::Closed { .. } => FIRST_PAUSE_MINUTES,
            State::Trial { pause_minutes, .. } => pause_minutes.saturating_mul(2).min(MAX_PAUSE_MINUTES),
        };
        let until = later(now, pause_minutes);
        self.state = State::Open { until, pause_minutes };
        Some(BreakerChange::Opened(until))
    }

    /// Returns until when the host is left alone; `None` where it may be asked.
    pub fn open_until(&self) -> Option<Timestamp> {
        match self.state {
            State::Open { until, .. } => Some(until),
            State::Closed { .. } | State::Trial { .. } => None,
        }
    }

    /// Says whether nothing is held against the host.
    pub fn is_clean(&self) -> bool {
        self.state == State::default()
    }

    /// Returns the text form, for the store.
    pub fn to_text(&self) -> String {
        let record = match self.state {
            State::Closed { failures } => Record {
                version: 1,
                failures,
                open_until: None,
                pause_minutes: 0,
            },
            // A trial that was cut off by the end of the process may be repeated at once.
            State::Open {
                until: at,
                pause_minutes,
            }
            | State::Trial {
                since: at,
                pause_minutes,
            } => Record {
                version: 1,
                failures: FAILURES_TO_OPEN,
                open_until: Some(at),
                pause_minutes,
            },
        };
        serde_json::to_string(&record).unwrap_or_default()
    }

    /// Reads the text form; `None` where it is of another version or damaged.
    pub fn parse(text: &str) -> Option<Self> {
        let record: Record = serde_json::from_str(text).ok()?;
        if record.version != 1 {
            return None;
        }
        let state = match record.open_until {
            Some(until) => State::Open {
                until,
                pause_minutes: record.pause_minutes.clamp(FIRST_PAUSE_MINUTES, MAX_PAUSE_MINUTES),
            },
            None => State::Closed {
                failures: record.failures.min(FAILURES_TO_OPEN.saturating_sub(1)),
            },
        };
        Some(Self { state })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    version: u32,
    failures: u32,
    #[serde(with = "instant")]
    open_until: Option<Timestamp>,
    pause_minutes: i64,
}

/// Instants in RFC 3339.
mod instant {
    use milepost_model::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "the signature that serde's `with` asks for")]
    pub(super) fn serialize<S: Serializer>(at: &Option<Timestamp>, s: S) -> Result<S::Ok, S::Error> {
        at.map(|at| at.to_rfc3339()).serialize(s)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Timestamp>, D::Error> {
        Option::<String>::deserialize(d)?
            .map(|text| text.parse().map_err(D::Error::custom))
            .transpose()
    }
}

fn later(at: Timestamp, minutes: i64) -> Timestamp {
    TimeDelta::try_minutes(minutes)
        .and_then(|delta| at.checked_add_signed(delta))
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    fn opened() -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..4 {
            assert_eq!(breaker.failed(start()), None);
        }
        assert_eq!(
            breaker.failed(start()),
            Some(BreakerChange::Opened(later(start(), 15)))
        );
        breaker
    }

    #[test]
    fn five_failures_in_a_row_open_it_and_a_success_between_does_not() {
        opened();
        let mut breaker = Breaker::default();
        for round in 0..20 {
            if round % 4 == 3 {
                assert_eq!(breaker.succeeded(), None);
            } else {
                assert_eq!(breaker.failed(start()), None);
            }
        }
    }

    #[test]
    fn one_trial_at_a_time_and_the_pause_doubles_to_a_day() {
        let mut breaker = opened();
        let mut now = later(start(), 14);
        assert_eq!(breaker.admit(now), Admission::Wait(later(start(), 15)));
        let mut pauses = vec![];
        now = later(start(), 15);
        for _ in 0..9 {
            assert_eq!(breaker.admit(now), Admission::Try);
            assert!(matches!(breaker.admit(now), Admission::Wait(_)));
            let Some(BreakerChange::Opened(until)) = breaker.failed(now) else {
                panic!("a failed trial opens it again")
            };
            pauses.push((until - now).num_minutes());
            now = until;
        }
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]);
        assert_eq!(breaker.admit(now), Admission::Try);
        assert_eq!(breaker.succeeded(), Some(BreakerChange::Recovered));
        assert_eq!(breaker.admit(now), Admission::Go);
    }

    #[test]
    fn a_trial_that_never_reports_is_given_up() {
        let mut breaker = opened();
        assert_eq!(breaker.admit(later(start(), 15)), Admission::Try);
        assert!(matches!(breaker.admit(later(start(), 24)), Admission::Wait(_)));
        assert_eq!(breaker.admit(later(start(), 25)), Admission::Try);
    }

    #[test]
    fn the_state_survives_the_store() {
        for breaker in [Breaker::default(), opened()] {
            assert_eq!(Breaker::parse(&breaker.to_text()), Some(breaker));
        }
        for damaged in [
            "",
            "{}",
            "null",
            "{\"version\":2,\"failures\":0,\"open_until\":null,\"pause_minutes\":0}",
        ] {
            assert_eq!(Breaker::parse(damaged), None, "{damaged}");
        }
    }
}
