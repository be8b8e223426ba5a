//! Quiet hours on a wall clock, through midnight and through changes of the clock.

use chrono::{Days, NaiveTime};
use milepost_model::Timestamp;

use crate::zone::Zone;

/// Hours in which nobody is disturbed, from the first to just before the second; `22:00` to `07:00` goes through
/// midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: NaiveTime,
    to: NaiveTime,
}

impl QuietHours {
    /// Reads hours such as `22:00-07:00`.
    ///
    /// # Errors
    /// When the text is no two times of day, or both are the same.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` are no hours such as 22:00-07:00");
        let (from, to) = text.split_once('-').ok_or_else(wrong)?;
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_error| wrong());
        let (from, to) = (time(from)?, time(to)?);
        if from == to {
            return Err(format!(
                "`{text}` begin and end at the same time: nothing would ever be sent"
            ));
        }
        Ok(Self { from, to })
    }

    /// Returns when the quiet hours that hold at `now` end; none outside of them.
    ///
    /// Where the clock is set back over their end they end the first time it shows that time; where it is set forward
    /// over it, at the next minute there is.
    pub fn end(&self, now: Timestamp, zone: Zone) -> Option<Timestamp> {
        let wall = zone.wall_clock(now);
        let time = wall.time();
        let goes_through_midnight = self.from > self.to;
        let ends_on = match (goes_through_midnight, time >= self.from, time < self.to) {
            (false, true, true) | (true, _, true) => wall.date(),
            (true, true, false) => wall.date().checked_add_days(Days::new(1))?,
            (false, _, _) | (true, false, false) => return None,
        };
        zone.instant(ends_on.and_time(self.to)).filter(|end| *end > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(hours: &str, zone: &str, now: &str, end: Option<&str>) {
        let hours = QuietHours::parse(hours).unwrap();
        let instant = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(
            hours.end(instant(now), Zone::parse(zone).unwrap()),
            end.map(instant),
            "{now}"
        );
    }

    #[test]
    fn quiet_hours_go_through_midnight() {
        // Shanghai is UTC+8: 22:00 is 14:00Z, 07:00 is 23:00Z.
        let night = |now, end| check("22:00-07:00", "Asia/Shanghai", now, end);
        night("2026-03-01T13:59:59Z", None);
        night("2026-03-01T14:00:00Z", Some("2026-03-01T23:00:00Z"));
        night("2026-03-01T16:30:00Z", Some("2026-03-01T23:00:00Z"));
        night("2026-03-01T22:59:59Z", Some("2026-03-01T23:00:00Z"));
        night("2026-03-01T23:00:00Z", None);
    }

    #[test]
    fn quiet_hours_may_lie_within_a_day() {
        check(
            "12:00-14:00",
            "Asia/Shanghai",
            "2026-03-01T04:30:00Z",
            Some("2026-03-01T06:00:00Z"),
        );
        check("12:00-14:00", "Asia/Shanghai", "2026-03-01T06:00:00Z", None);
    }

    #[test]
    fn an_end_that_the_clock_jumps_over_is_the_next_minute() {
        // Berlin, 29 March 2026: 02:00 to 03:00 does not exist.
        check(
            "22:00-02:30",
            "Europe/Berlin",
            "2026-03-29T00:30:00Z",
            Some("2026-03-29T01:00:00Z"),
        );
        // The night is an hour shorter.
        check(
            "22:00-07:00",
            "Europe/Berlin",
            "2026-03-28T21:00:00Z",
            Some("2026-03-29T05:00:00Z"),
        );
    }

    #[test]
    fn an_end_that_the_clock_shows_twice_is_the_first() {
        // Berlin, 25 October 2026: 02:00 to 03:00 comes twice, first at UTC+2.
        check(
            "22:00-02:30",
            "Europe/Berlin",
            "2026-10-25T00:10:00Z",
            Some("2026-10-25T00:30:00Z"),
        );
        check("22:00-02:30", "Europe/Berlin", "2026-10-25T01:10:00Z", None);
        check(
            "22:00-07:00",
            "Europe/Berlin",
            "2026-10-24T20:00:00Z",
            Some("2026-10-25T06:00:00Z"),
        );
    }

    #[test]
    fn wrong_hours_are_refused() {
        for text in ["", "22:00", "22-07", "25:00-07:00", "07:00-07:00", "a-b"] {
            assert!(QuietHours::parse(text).is_err(), "{text}");
        }
    }
}
