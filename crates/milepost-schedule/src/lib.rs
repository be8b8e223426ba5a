//! Decides what is due, given schedules, release calendars, outcomes and now.
//!
//! Pure: `now` and the facts are handed in, what is to be done and the new state come out. Nothing here reads a
//! clock, sleeps, or starts anything. A [`SourceSchedule`] is one source's cron line, zone and release calendar;
//! [`decide()`] takes its [`ScheduleState`] and says what to do; [`Scheduler`] does so for all sources.

mod calendar;
mod cron_field;
mod cron_spec;
mod decide;
mod quiet;
mod scheduler;
mod spread;
mod zone;

pub use crate::calendar::{Cadence, CalendarProblem, Overdue, ReleaseCalendar};
pub use crate::cron_spec::{CronProblem, CronSpec};
pub use crate::decide::{
    Action, Decision, Planned, ScheduleState, SkipReason, SourceFacts, SourceSchedule, decide,
};
pub use crate::quiet::QuietHours;
pub use crate::scheduler::{Disabled, Scheduler};
pub use crate::zone::{Zone, ZoneProblem};
