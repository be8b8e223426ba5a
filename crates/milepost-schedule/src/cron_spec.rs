//! Cron lines as people write them: five fields, POSIX weekdays, and clocks that are set forward and back.
//!
//! The `cron` crate finds the times. What it gets is translated: seconds are put in front, weekdays become names
//! (it counts from 1 = Sunday), and where both a day of the month and a day of the week are given it is asked for
//! each and the nearer one taken, because either suffices (POSIX `crontab`). It works on wall clock readings; this
//! file turns them into instants: a reading that a clock set forward leaves out becomes the next minute that
//! exists, one that comes twice is taken the first time.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, Utc};
use cron::Schedule;
use milepost_model::Timestamp;

use crate::Zone;
use crate::cron_field::{self, FIELDS, Field};

/// 500 characters: the longest sensible line, all sixty minutes listed, has 180.
const MAX_CHARACTERS: usize = 500;

/// What is wrong with a cron line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronProblem {
    /// What is wrong and what was expected.
    pub message: String,
    /// The character it is at, from 0.
    pub position: usize,
    /// The mend, where there is one.
    pub hint: Option<String>,
}

impl fmt::Display for CronProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (character {})", self.message, self.position + 1)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CronProblem {}

/// A cron line of five fields: minute, hour, day of the month, month, day of the week.
#[derive(Debug, Clone)]
pub struct CronSpec {
    text: String,
    /// One, or two of which the nearer time counts.
    schedules: Vec<Schedule>,
}

impl CronSpec {
    /// Reads five fields, or one of `@hourly @daily @midnight @weekly @monthly @yearly @annually`.
    ///
    /// # Errors
    /// When a field is not legal, there are not five, or the line names no date that exists; with the place.
    pub fn parse(text: &str) -> Result<Self, CronProblem> {
        let line = text.trim();
        if line.chars().count() > MAX_CHARACTERS {
            let message = format!("longer than {MAX_CHARACTERS} characters");
            return Err(CronProblem {
                message,
                position: MAX_CHARACTERS,
                hint: None,
            });
        }
        let expanded = if line.starts_with('@') {
            expand(line)?
        } else {
            text
        };
        let fields = split(expanded);
        if fields.len() != FIELDS.len() {
            return Err(wrong_count(fields.len(), text));
        }
        let read: Vec<Field> = fields
            .into_iter()
            .zip(FIELDS)
            .map(|((position, field), kind)| cron_field::read(field, position, kind))
            .collect::<Result<_, _>>()?;
        let lines = translate(&read);
        let schedules: Vec<Schedule> = lines
            .iter()
            .map(|line| Schedule::from_str(line))
            .collect::<Result<_, _>>()
            .map_err(|error| CronProblem {
                message: format!("not understood: {error}"),
                position: 0,
                hint: None,
            })?;
        let spec = Self {
            text: line.to_owned(),
            schedules,
        };
        if spec.next_reading(NaiveDateTime::default()).is_none() {
            let message = format!("`{line}` names no date that exists");
            return Err(CronProblem {
                message,
                position: 0,
                hint: None,
            });
        }
        Ok(spec)
    }

    /// Returns the line as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the first time after `now`, or `None` where there is none before the year 2100.
    pub fn next_after(&self, now: Timestamp, zone: Zone) -> Option<Timestamp> {
        let mut reading = zone.wall_clock(now);
        // Where clocks were just set back, readings that were taken the first time are passed over: at most a
        // day of minutes.
        for _ in 0..1_600 {
            reading = self.next_reading(reading)?;
            let instant = zone.instant(reading)?;
            if instant > now {
                return Some(instant);
            }
        }
        None
    }

    /// Returns the next `count` times after `now`, as `check` prints them.
    pub fn next_runs(&self, now: Timestamp, zone: Zone, count: usize) -> Vec<Timestamp> {
        std::iter::successors(self.next_after(now, zone), |last| self.next_after(*last, zone))
            .take(count)
            .collect()
    }

    /// Returns the next wall clock reading after one.
    fn next_reading(&self, reading: NaiveDateTime) -> Option<NaiveDateTime> {
        // The readings are treated as if they were UTC, where every minute exists once.
        let after: DateTime<Utc> = reading.and_utc();
        let next = self
            .schedules
            .iter()
            .filter_map(|schedule| schedule.after(&after).next())
            .min()?;
        Some(next.naive_utc())
    }
}

impl PartialEq for CronSpec {
    fn eq(&self, other: &Self) -> bool {
        self.schedules == other.schedules
    }
}

impl Eq for CronSpec {}

impl fmt::Display for CronSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl FromStr for CronSpec {
    type Err = CronProblem;
    fn from_str(text: &str) -> Result<Self, CronProblem> {
        Self::parse(text)
    }
}

fn expand(line: &str) -> Result<&'static str, CronProblem> {
    match line.to_lowercase().as_str() {
        "@hourly" => Ok("0 * * * *"),
        "@daily" | "@midnight" => Ok("0 0 * * *"),
        "@weekly" => Ok("0 0 * * 0"),
        "@monthly" => Ok("0 0 1 * *"),
        "@yearly" | "@annually" => Ok("0 0 1 1 *"),
        _ => Err(CronProblem {
            message: format!("`{}` is no shorthand", line.chars().take(40).collect::<String>()),
            position: 0,
            hint: Some(
                "there are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually".into(),
            ),
        }),
    }
}

/// Splits a line at white space; each field with the character it begins at.
fn split(line: &str) -> Vec<(usize, &str)> {
    let mut fields = Vec::new();
    for field in line.split_whitespace() {
        // The fields are parts of the line, so their addresses tell where in it they are.
        let bytes = field.as_ptr().addr().saturating_sub(line.as_ptr().addr());
        let position = line.get(..bytes).map_or(0, |before| before.chars().count());
        fields.push((position, field));
    }
    fields
}

fn wrong_count(count: usize, text: &str) -> CronProblem {
    let hint = match count {
        6 | 7 => {
            "leave the seconds (and the year) out: minute, hour, day of the month, month, day of the week"
        }
        _ => {
            "minute, hour, day of the month, month, day of the week: `30 9 * * 1-5` is 9:30 from Monday to Friday"
        }
    };
    let message = format!("{count} fields where 5 were expected");
    CronProblem {
        message,
        position: text.chars().count(),
        hint: Some(hint.to_owned()),
    }
}

/// Writes the fields as the `cron` crate reads them: one line, or two of which either suffices.
fn translate(fields: &[Field]) -> Vec<String> {
    /// By the number of the weekday, from 0 = Sunday.
    const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    let [minute, hour, day, month, weekday] = fields else {
        return Vec::new();
    };
    let numbers = |field: &Field| {
        let list: Vec<String> = field.values.iter().map(u8::to_string).collect();
        if field.is_all {
            "*".to_owned()
        } else {
            list.join(",")
        }
    };
    let names = |field: &Field| {
        let list: Vec<&str> = field
            .values
            .iter()
            .filter_map(|value| WEEKDAYS.get(usize::from(*value)).copied())
            .collect();
        if field.is_all {
            "*".to_owned()
        } else {
            list.join(",")
        }
    };
    let line = |day: &str, weekday: &str| {
        format!(
            "0 {} {} {day} {} {weekday}",
            numbers(minute),
            numbers(hour),
            numbers(month)
        )
    };
    let either_suffices = !day.is_star && !weekday.is_star;
    if either_suffices {
        vec![line(&numbers(day), "*"), line("*", &names(weekday))]
    } else {
        vec![line(&numbers(day), &names(weekday))]
    }
}
