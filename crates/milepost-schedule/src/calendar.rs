//! Release calendars: in which days after a period's end its figures appear, and what follows from that.

use std::fmt;

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use milepost_model::{Period, Timestamp};

use crate::Zone;

/// 30 minutes: how often a source is asked while its figures may appear any moment.
const POLL_MINUTES: u32 = 30;

/// 366 days: a window further from its period's end would be taken for the next period's.
const MOST_WINDOW_DAYS: u32 = 366;

/// How often a source publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// Every month.
    Month,
    /// Every quarter.
    Quarter,
    /// Every half year.
    Half,
    /// Every year.
    Year,
}

impl Cadence {
    /// Reads `month`, `quarter`, `half` or `year`.
    ///
    /// # Errors
    /// When the text is none of them.
    pub fn parse(text: &str) -> Result<Self, CalendarProblem> {
        match text {
            "month" => Ok(Self::Month),
            "quarter" => Ok(Self::Quarter),
            "half" => Ok(Self::Half),
            "year" => Ok(Self::Year),
            _ => Err(CalendarProblem::Cadence(text.chars().take(40).collect())),
        }
    }

    /// Returns the text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
        }
    }

    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }

    /// Returns the last period that ended before `day`.
    fn last_before(self, day: NaiveDate) -> Option<Period> {
        let months = self.months();
        let done = (day.month() - 1) / months;
        let (year, done) = if done == 0 {
            (day.year() - 1, 12 / months)
        } else {
            (day.year(), done)
        };
        Period::months(year, (done - 1) * months + 1, done * months)
    }

    /// Returns the period after one of this cadence.
    fn after(self, period: Period) -> Option<Period> {
        let start = period.last_day().succ_opt()?;
        self.last_before(start.checked_add_months(Months::new(self.months()))?)
    }

    /// Returns the period before one of this cadence.
    fn before(self, period: Period) -> Option<Period> {
        self.last_before(period.first_day())
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What is wrong with a release calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarProblem {
    /// Not a cadence.
    #[error("`{0}` is none of month, quarter, half, year")]
    Cadence(String),
    /// Not a range of days.
    #[error(
        "days {0} to {1} are no window; 1 to {MOST_WINDOW_DAYS} after the period's end, the first not after the last"
    )]
    Window(u32, u32),
    /// Not a range of hours.
    #[error("hours {0} to {1} are no range within a day; 0 to 24 was expected, the first before the last")]
    Hours(u32, u32),
}

/// In which days after a period's end, and at which hours, its figures appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleaseCalendar {
    cadence: Cadence,
    /// Day 1 is the first day after the period.
    window: (u32, u32),
    hours: (u32, u32),
}

/// A period whose figures have not appeared in their window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    /// The period.
    pub period: Period,
    /// When its window closed.
    pub since: Timestamp,
}

impl ReleaseCalendar {
    /// Takes a cadence, the first and last day of the window (day 1 is the first day after the period: 18 to 25 for
    /// a quarter is from 18 to 25 January, April, July, October), and the first and last hour.
    ///
    /// # Errors
    /// When a range is empty or out of bounds.
    pub fn new(cadence: Cadence, window: (u32, u32), hours: (u32, u32)) -> Result<Self, CalendarProblem> {
        let (first, last) = window;
        if !(1 <= first && first <= last && last <= MOST_WINDOW_DAYS) {
            return Err(CalendarProblem::Window(first, last));
        }
        let (from, to) = hours;
        if !(from < to && to <= 24) {
            return Err(CalendarProblem::Hours(from, to));
        }
        Ok(Self {
            cadence,
            window,
            hours,
        })
    }

    /// Returns how often the source publishes.
    pub const fn cadence(&self) -> Cadence {
        self.cadence
    }

    /// Returns the latest period whose window has opened by `now`.
    pub fn expected(&self, now: Timestamp, zone: Zone) -> Option<Period> {
        self.expected_on(zone.day(now))
    }

    /// Returns the latest period whose window has closed by `now` without its figures; `found` is the latest period
    /// the source has published.
    pub fn overdue(&self, now: Timestamp, zone: Zone, found: Option<Period>) -> Option<Overdue> {
        let mut period = self.expected_on(zone.day(now))?;
        let mut since = self.window_end(period, zone)?;
        if since > now {
            period = self.cadence.before(period)?;
            since = self.window_end(period, zone)?;
        }
        let is_overdue = since <= now && !is_found(period, found);
        is_overdue.then_some(Overdue { period, since })
    }

    /// Returns the next time after `now` to ask: every 30 minutes within the hours of an open window whose figures
    /// have not appeared; otherwise `daily`, which gives the time outside windows after an instant.
    pub(crate) fn next_after(
        &self,
        now: Timestamp,
        zone: Zone,
        found: Option<Period>,
        daily: &dyn Fn(Timestamp) -> Option<Timestamp>,
    ) -> Option<Timestamp> {
        let polled = self.next_poll(now, zone, found);
        let mut outside = daily(now);
        // Within a window there are no daily checks: before the figures appear it is polled, after them it sleeps.
        // Windows are at most 366 days, so are the days passed over.
        for _ in 0..MOST_WINDOW_DAYS {
            let Some(next) = outside.filter(|next| self.is_in_window(zone.day(*next))) else {
                break;
            };
            outside = daily(next);
        }
        [polled, outside].into_iter().flatten().min()
    }

    /// Returns the time of the daily check after `now`: the first hour of the range.
    pub(crate) fn daily_after(&self, now: Timestamp, zone: Zone) -> Option<Timestamp> {
        let today = zone.day(now);
        [today, today.checked_add_days(Days::new(1))?]
            .into_iter()
            .filter_map(|day| zone.instant(at_minute(day, self.hours.0 * 60)?))
            .find(|at| *at > now)
    }

    /// Returns the next half hour to poll at, in this window or the next.
    fn next_poll(&self, now: Timestamp, zone: Zone, found: Option<Period>) -> Option<Timestamp> {
        let today = zone.day(now);
        let current = self.expected_on(today)?;
        // The window that is open or was last, and the one after it.
        let next = self.cadence.after(current);
        [Some(current), next]
            .into_iter()
            .flatten()
            .filter(|period| !is_found(*period, found))
            .find_map(|period| {
                let (first, last) = (
                    Self::window_day(period, self.window.0)?,
                    Self::window_day(period, self.window.1)?,
                );
                let mut day = first.max(today);
                while day <= last {
                    let poll = self.polls(day, zone).into_iter().find(|at| *at > now);
                    if poll.is_some() {
                        return poll;
                    }
                    day = day.succ_opt()?;
                }
                None
            })
    }

    fn polls(&self, day: NaiveDate, zone: Zone) -> Vec<Timestamp> {
        let (first, last) = (self.hours.0 * 60, (self.hours.1 * 60).min(24 * 60 - POLL_MINUTES));
        let minutes = (first..=last).step_by(usize::try_from(POLL_MINUTES).unwrap_or(30));
        minutes
            .filter_map(|minute| zone.instant(at_minute(day, minute)?))
            .collect()
    }

    fn expected_on(&self, day: NaiveDate) -> Option<Period> {
        let mut period = self.cadence.last_before(day)?;
        // A window opens at most 366 days after its period, which is 12 monthly periods back.
        for _ in 0..=13 {
            if Self::window_day(period, self.window.0)? <= day {
                return Some(period);
            }
            period = self.cadence.before(period)?;
        }
        None
    }

    fn is_in_window(&self, day: NaiveDate) -> bool {
        self.expected_on(day)
            .and_then(|period| Self::window_day(period, self.window.1))
            .is_some_and(|last| day <= last)
    }

    /// Day `number` after a period.
    fn window_day(period: Period, number: u32) -> Option<NaiveDate> {
        period.last_day().checked_add_days(Days::new(u64::from(number)))
    }

    fn window_end(&self, period: Period, zone: Zone) -> Option<Timestamp> {
        zone.instant(at_minute(
            Self::window_day(period, self.window.1)?,
            self.hours.1 * 60,
        )?)
    }
}

fn is_found(period: Period, found: Option<Period>) -> bool {
    found.is_some_and(|found| found.last_day() >= period.last_day())
}

/// The wall clock reading so many minutes after midnight; 1,440 is the next midnight.
fn at_minute(day: NaiveDate, minutes: u32) -> Option<NaiveDateTime> {
    day.and_time(NaiveTime::MIN)
        .checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
}
