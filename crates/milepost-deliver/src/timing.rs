//! When a message may go: digests and quiet hours.

use milepost_model::Timestamp;
use milepost_schedule::{CronSpec, QuietHours, Zone};

/// When messages of a delivery go.
#[derive(Debug, Clone)]
pub struct Timing {
    /// The zone of its clocks.
    pub zone: Zone,
    /// Alerts are collected and go at these times; none: at once.
    pub digest: Option<CronSpec>,
    /// When nothing goes.
    pub quiet_hours: Option<QuietHours>,
}

impl Timing {
    /// Returns the first instant at which an alert that comes up at `now` may go.
    pub fn of_alert(&self, now: Timestamp) -> Timestamp {
        let collected = self
            .digest
            .as_ref()
            .map_or(Some(now), |digest| digest.next_after(now, self.zone));
        // A digest that never comes round holds nothing back.
        self.after_quiet_hours(collected.unwrap_or(now))
    }

    /// Returns the first instant from `at` on that is outside the quiet hours.
    pub fn after_quiet_hours(&self, at: Timestamp) -> Timestamp {
        self.quiet_hours
            .and_then(|quiet| quiet.end(at, self.zone))
            .unwrap_or(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_in_quiet_hours_waits_for_their_end() {
        let timing = Timing {
            zone: Zone::parse("Asia/Shanghai").unwrap(),
            digest: Some(CronSpec::parse("0 6 * * *").unwrap()),
            quiet_hours: Some(QuietHours::parse("22:00-07:00").unwrap()),
        };
        let at = timing.of_alert("2026-03-01T03:00:00Z".parse().unwrap());
        assert_eq!(at, "2026-03-01T23:00:00Z".parse::<Timestamp>().unwrap());
    }
}
