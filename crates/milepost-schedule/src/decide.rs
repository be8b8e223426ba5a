//! One source: its schedule, its state, and what is to be done now.
//!
//! A *slot* is a time the schedule names; the *due* time is the slot plus a delay that is always the same for the
//! source (jitter), so that sources with the same line do not all start in the same second.

use chrono::TimeDelta;
use milepost_model::{Period, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::calendar::{Overdue, ReleaseCalendar};
use crate::{CronSpec, Zone, spread};

/// 15 minutes: no jitter is longer (6-sources.md §3).
const MOST_JITTER_SECS: u64 = 15 * 60;

/// 10 %: jitter is at most this part of the gap to the next slot.
const JITTER_PART: i64 = 10;

/// 10 minutes: catching up after downtime is spread over them.
const CATCH_UP_SPREAD_SECS: u64 = 10 * 60;

/// 7 days: slots missed longer ago are not caught up.
const CATCH_UP_WITHIN: TimeDelta = TimeDelta::days(7);

/// 5 minutes: a start later than that was missed; less is a busy machine.
const GRACE: TimeDelta = TimeDelta::minutes(5);

/// When a source is to be visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSchedule {
    /// The source.
    pub source: SourceId,
    /// The cron line. With a calendar it gives the daily check (its first slot of a day).
    pub cron: Option<CronSpec>,
    /// The zone both are meant in.
    pub zone: Zone,
    /// The release calendar.
    pub calendar: Option<ReleaseCalendar>,
}

impl SourceSchedule {
    /// Returns the first slot after `now`; none where there is neither line nor calendar. `found` is the latest
    /// period the source has published.
    pub fn next_slot(&self, now: Timestamp, found: Option<Period>) -> Option<Timestamp> {
        match (&self.calendar, &self.cron) {
            (None, None) => None,
            (None, Some(cron)) => cron.next_after(now, self.zone),
            (Some(calendar), Some(cron)) => {
                calendar.next_after(now, self.zone, found, &|after| self.first_of_a_day(cron, after))
            }
            (Some(calendar), None) => calendar.next_after(now, self.zone, found, &|after| {
                calendar.daily_after(after, self.zone)
            }),
        }
    }

    /// Returns the next `count` slots as they are if nothing new is found, for `check` to print.
    pub fn next_slots(&self, now: Timestamp, found: Option<Period>, count: usize) -> Vec<Timestamp> {
        std::iter::successors(self.next_slot(now, found), |last| self.next_slot(*last, found))
            .take(count)
            .collect()
    }

    /// Returns when a slot is due: itself, and the source's jitter.
    pub fn due(&self, slot: Timestamp, found: Option<Period>) -> Timestamp {
        let gap = self
            .next_slot(slot, found)
            .map_or(TimeDelta::zero(), |next| next - slot);
        let most = u64::try_from(gap.num_seconds() / JITTER_PART)
            .unwrap_or(0)
            .min(MOST_JITTER_SECS);
        later(slot, spread::seconds(&self.source, "jitter", most))
    }

    /// Returns the figures that are overdue.
    pub fn overdue(&self, now: Timestamp, found: Option<Period>) -> Option<Overdue> {
        self.calendar.as_ref()?.overdue(now, self.zone, found)
    }

    /// The first slot of a day after `now`: later slots of a day that has had one are passed over.
    fn first_of_a_day(&self, cron: &CronSpec, now: Timestamp) -> Option<Timestamp> {
        let mut slot = cron.next_after(now, self.zone)?;
        // A day has at most 1,440 slots.
        for _ in 0..1_441 {
            let day = self.zone.day(slot);
            let start = self.zone.instant(day.and_time(chrono::NaiveTime::MIN))?;
            let first = cron.next_after(start - TimeDelta::seconds(1), self.zone)?;
            if first == slot {
                return Some(slot);
            }
            // The rest of this day is passed over in one step.
            let end = self
                .zone
                .instant(day.succ_opt()?.and_time(chrono::NaiveTime::MIN))?;
            slot = cron.next_after(end - TimeDelta::seconds(1), self.zone)?;
        }
        None
    }
}

/// What is known of a source when it is decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceFacts {
    /// The latest period the source has published figures for.
    pub found: Option<Period>,
}

/// The slot that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The slot.
    pub slot: Timestamp,
    /// When it is due.
    pub due: Timestamp,
    /// True where it was missed and is being caught up.
    pub is_catch_up: bool,
}

/// What is remembered of a source between decisions, and kept in the store between processes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScheduleState {
    /// The slot that is waited for.
    #[serde(default)]
    pub planned: Option<Planned>,
    /// When the source was last started.
    #[serde(default)]
    pub last_started: Option<Timestamp>,
    /// When it last ended.
    #[serde(default)]
    pub last_finished: Option<Timestamp>,
    /// True from its start to its end.
    #[serde(default)]
    pub is_running: bool,
    /// The overdue period that was told.
    #[serde(default)]
    pub told_overdue: Option<String>,
}

impl ScheduleState {
    /// Returns the state a process finds after another one ended: nothing runs.
    #[must_use]
    pub fn after_restart(mut self) -> Self {
        self.is_running = false;
        self
    }

    /// Returns the state after the source's pass has ended.
    #[must_use]
    pub fn finished(mut self, now: Timestamp) -> Self {
        self.is_running = false;
        self.last_finished = Some(now);
        self
    }

    /// Returns the state after the source was started by hand.
    #[must_use]
    pub fn started(mut self, now: Timestamp) -> Self {
        self.is_running = true;
        self.last_started = Some(now);
        self
    }
}

/// Why a slot is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// The pass before it is still going on.
    StillRunning,
    /// It was missed more than 7 days ago.
    TooLongAgo,
}

/// Something to be done, or told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Visit the source now.
    Start {
        /// The source.
        source: SourceId,
        /// The slot it is for.
        slot: Timestamp,
        /// True where the slot was missed.
        is_catch_up: bool,
    },
    /// A slot is passed over.
    Skip {
        /// The source.
        source: SourceId,
        /// The slot.
        slot: Timestamp,
        /// Why.
        reason: SkipReason,
    },
    /// Figures have not appeared in their window. Told once for each period.
    TellOverdue {
        /// The source.
        source: SourceId,
        /// The period, and since when.
        overdue: Overdue,
    },
    /// Figures that were told to be overdue have appeared.
    TellArrived {
        /// The source.
        source: SourceId,
        /// The period that was overdue.
        period: String,
    },
}

/// What is to be done about a source, and its new state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The new state.
    pub state: ScheduleState,
    /// What is to be done, in order.
    pub actions: Vec<Action>,
}

/// Decides what is to be done about a source at `now`. A start is taken as carried out: the new state says running.
///
/// What [`ScheduleState::planned`] says may change with the facts: when the awaited figures appear, the
/// polling that was planned is not due any more.
pub fn decide(
    schedule: &SourceSchedule,
    state: &ScheduleState,
    facts: SourceFacts,
    now: Timestamp,
) -> Decision {
    let mut state = state.clone();
    let mut actions = Vec::new();
    tell_overdue(schedule, &mut state, facts, now, &mut actions);
    let plan = |after: Timestamp| {
        let slot = schedule.next_slot(after, facts.found)?;
        Some(Planned {
            slot,
            due: schedule.due(slot, facts.found),
            is_catch_up: false,
        })
    };
    // Slots that have not come yet are planned anew each time: the schedule, the facts or the clock may have
    // changed meanwhile.
    let Some(planned) = state.planned.filter(|planned| planned.slot <= now) else {
        state.planned = plan(now);
        return Decision { state, actions };
    };
    if now < planned.due
        && planned.due - now <= TimeDelta::seconds(i64::try_from(MOST_JITTER_SECS).unwrap_or(900))
    {
        return Decision { state, actions };
    }
    let source = schedule.source.clone();
    // After a long downtime it is the last week's slots that count, not the one that was planned before it.
    let oldest = now - CATCH_UP_WITHIN;
    let is_old = planned.slot < oldest;
    let recent = if is_old {
        schedule.next_slot(oldest, facts.found)
    } else {
        Some(planned.slot)
    };
    let Some(slot) = recent.filter(|slot| *slot <= now) else {
        actions.push(Action::Skip {
            source,
            slot: planned.slot,
            reason: SkipReason::TooLongAgo,
        });
        state.planned = plan(now);
        return Decision { state, actions };
    };
    if state.is_running {
        actions.push(Action::Skip {
            source,
            slot,
            reason: SkipReason::StillRunning,
        });
    } else if is_old || now - planned.due > GRACE {
        let due = later(now, spread::seconds(&source, "catch-up", CATCH_UP_SPREAD_SECS));
        state.planned = Some(Planned {
            slot,
            due,
            is_catch_up: true,
        });
        return Decision { state, actions };
    } else {
        state = state.started(now);
        actions.push(Action::Start {
            source,
            slot,
            is_catch_up: planned.is_catch_up,
        });
    }
    state.planned = plan(now);
    Decision { state, actions }
}

fn tell_overdue(
    schedule: &SourceSchedule,
    state: &mut ScheduleState,
    facts: SourceFacts,
    now: Timestamp,
    actions: &mut Vec<Action>,
) {
    let overdue = schedule.overdue(now, facts.found);
    let source = || schedule.source.clone();
    let told = state
        .told_overdue
        .as_ref()
        .and_then(|told| Period::parse(told).ok());
    if let Some(told) = told {
        let has_arrived = facts
            .found
            .is_some_and(|found| found.last_day() >= told.last_day());
        if has_arrived {
            actions.push(Action::TellArrived {
                source: source(),
                period: told.to_string(),
            });
            state.told_overdue = None;
        }
    }
    if let Some(overdue) = overdue
        && state.told_overdue.as_deref() != Some(&overdue.period.to_string())
    {
        state.told_overdue = Some(overdue.period.to_string());
        actions.push(Action::TellOverdue {
            source: source(),
            overdue,
        });
    }
}

fn later(instant: Timestamp, secs: u64) -> Timestamp {
    let delay = TimeDelta::seconds(i64::try_from(secs).unwrap_or(0));
    instant.checked_add_signed(delay).unwrap_or(instant)
}
