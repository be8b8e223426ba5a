//! IANA time zones, and what a wall clock reading means in them.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _};
use chrono_tz::{TZ_VARIANTS, Tz};
use milepost_model::Timestamp;

/// An IANA time zone, such as `Asia/Shanghai`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// A text that names no zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneProblem {
    /// The text, cut to 60 characters.
    pub found: String,
    /// The zone whose name is nearest, where one is near.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for ZoneProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown time zone `{}`", self.found)?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => write!(f, "; an IANA name such as `Asia/Shanghai` was expected"),
        }
    }
}

impl std::error::Error for ZoneProblem {}

impl Zone {
    /// Reads the name of a zone, exactly as in the IANA database.
    ///
    /// # Errors
    /// When there is no such zone; the nearest name is suggested.
    pub fn parse(text: &str) -> Result<Self, ZoneProblem> {
        Tz::from_str(text).map(Self).map_err(|_unknown| {
            let found: String = text.chars().take(60).collect();
            ZoneProblem {
                nearest: nearest(&found),
                found,
            }
        })
    }

    /// Returns the zone's name.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// Returns what clocks in the zone show at an instant.
    pub fn wall_clock(&self, instant: Timestamp) -> NaiveDateTime {
        instant.with_timezone(&self.0).naive_local()
    }

    /// Returns the day in the zone at an instant.
    pub fn day(&self, instant: Timestamp) -> NaiveDate {
        self.wall_clock(instant).date()
    }

    /// Returns the instant at which clocks in the zone show `wall`: the first of two where they are set back, the
    /// next minute that exists where they are set forward over it. `None` only beyond the range of dates.
    pub fn instant(&self, wall: NaiveDateTime) -> Option<Timestamp> {
        /// 26 hours: the longest gap was a whole day (Samoa, 30 December 2011).
        const LONGEST_GAP_MINUTES: i64 = 26 * 60;
        let at = |wall: NaiveDateTime| {
            self.0
                .from_local_datetime(&wall)
                .earliest()
                .map(|found| found.to_utc())
        };
        if let Some(found) = at(wall) {
            return Some(found);
        }
        let whole_minute = wall.date().and_time(NaiveTime::MIN) + minutes_of(wall);
        (1..=LONGEST_GAP_MINUTES)
            .filter_map(|minutes| whole_minute.checked_add_signed(TimeDelta::minutes(minutes)))
            .find_map(at)
    }

    /// Writes an instant as people in the zone read it, with the offset: `2026-11-02 09:30 +08:00`.
    pub fn format(&self, instant: Timestamp) -> String {
        instant
            .with_timezone(&self.0)
            .format("%Y-%m-%d %H:%M %:z")
            .to_string()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.name())
    }
}

impl FromStr for Zone {
    type Err = ZoneProblem;
    fn from_str(text: &str) -> Result<Self, ZoneProblem> {
        Self::parse(text)
    }
}

fn minutes_of(wall: NaiveDateTime) -> TimeDelta {
    let since_midnight = wall.time().signed_duration_since(NaiveTime::MIN);
    TimeDelta::minutes(since_midnight.num_minutes())
}

/// Returns the zone whose name is nearest, or whose city is named.
fn nearest(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let city = TZ_VARIANTS
        .iter()
        .map(|zone| zone.name())
        .find(|name| name.rsplit('/').next().is_some_and(|city| fold(city) == folded));
    if city.is_some() {
        return city;
    }
    let (name, distance) = TZ_VARIANTS
        .iter()
        .map(|zone| {
            (
                zone.name(),
                strsim::damerau_levenshtein(&fold(zone.name()), &folded),
            )
        })
        .min_by_key(|(_name, distance)| *distance)?;
    // Further than a third of the name is not near.
    (distance * 3 <= name.len()).then_some(name)
}

fn fold(text: &str) -> String {
    text.to_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_suggestion(text: &str, nearest: Option<&str>) {
        assert_eq!(Zone::parse(text).unwrap_err().nearest, nearest, "{text}");
    }

    #[test]
    fn an_unknown_zone_gets_the_nearest_name() {
        check_suggestion("Asia/Shangai", Some("Asia/Shanghai"));
        check_suggestion("asia/shanghai", Some("Asia/Shanghai"));
        check_suggestion("Shanghai", Some("Asia/Shanghai"));
        check_suggestion("new york", Some("America/New_York"));
        check_suggestion("Europe/Berlinn", Some("Europe/Berlin"));
        check_suggestion("moon base one, crater rim", None);
        check_suggestion(&"x".repeat(100_000), None);
    }

    #[track_caller]
    fn check_instant(zone: &str, wall: &str, instant: &str) {
        let found = Zone::parse(zone).unwrap().instant(wall.parse().unwrap()).unwrap();
        assert_eq!(found, instant.parse::<Timestamp>().unwrap());
    }

    #[test]
    fn a_time_in_a_gap_becomes_the_next_minute_and_one_in_a_fold_the_first() {
        check_instant("Asia/Shanghai", "2026-11-02T09:30:00", "2026-11-02T01:30:00Z");
        check_instant("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:00:00Z");
        check_instant("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z");
        // Lord Howe Island moves by half an hour; Samoa left out a day.
        check_instant(
            "Australia/Lord_Howe",
            "2026-10-04T02:10:00",
            "2026-10-03T15:30:00Z",
        );
        check_instant("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T10:00:00Z");
    }
}
