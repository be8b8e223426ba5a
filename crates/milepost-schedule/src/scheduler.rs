//! All sources: asks [`decide`] for each, keeps their states, and keeps a broken schedule from touching the others.

use std::collections::BTreeMap;

use milepost_model::{SourceId, Timestamp};

use crate::decide::{Action, ScheduleState, SourceFacts, SourceSchedule, decide};

/// A source that is not visited because its schedule cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disabled {
    /// The source.
    pub source: SourceId,
    /// What is wrong with its schedule.
    pub reason: String,
}

/// The schedules and states of all sources.
#[derive(Debug, Clone, Default)]
pub struct Scheduler {
    sources: BTreeMap<SourceId, Entry>,
    disabled: Vec<Disabled>,
}

#[derive(Debug, Clone)]
struct Entry {
    schedule: SourceSchedule,
    state: ScheduleState,
}

impl Scheduler {
    /// Takes the schedules that could be read and the sources whose could not, and the states that an earlier
    /// process left, by source. States of sources that are gone are dropped; what ran then does not run now.
    pub fn new(
        schedules: Vec<SourceSchedule>,
        disabled: Vec<Disabled>,
        mut states: BTreeMap<SourceId, ScheduleState>,
    ) -> Self {
        let entry = |schedule: SourceSchedule| {
            let state = states
                .remove(&schedule.source)
                .unwrap_or_default()
                .after_restart();
            (schedule.source.clone(), Entry { schedule, state })
        };
        Self {
            sources: schedules.into_iter().map(entry).collect(),
            disabled,
        }
    }

    /// Returns what is to be done at `now`, by source. Starts are taken as carried out: whoever performs them calls
    /// [`Scheduler::finished`] when the pass has ended. Sources without facts have published nothing yet.
    pub fn poll(&mut self, now: Timestamp, facts: &BTreeMap<SourceId, SourceFacts>) -> Vec<Action> {
        let mut actions = Vec::new();
        for (source, entry) in &mut self.sources {
            let facts = facts.get(source).copied().unwrap_or_default();
            let decision = decide(&entry.schedule, &entry.state, facts, now);
            entry.state = decision.state;
            actions.extend(decision.actions);
        }
        actions
    }

    /// Returns when [`Scheduler::poll`] has something to do next, if the facts stay as they are; `None` where no
    /// source has a schedule. Facts that change call for a poll at once.
    pub fn next_wake(&self) -> Option<Timestamp> {
        self.sources
            .values()
            .filter_map(|entry| entry.state.planned.map(|planned| planned.due))
            .min()
    }

    /// Says that a source was started by hand, so that its schedule does not start it meanwhile. Returns false
    /// where it is running already: then it is not to be started.
    pub fn try_start(&mut self, source: &SourceId, now: Timestamp) -> bool {
        let Some(entry) = self.sources.get_mut(source) else {
            return true;
        };
        if entry.state.is_running {
            return false;
        }
        entry.state = entry.state.clone().started(now);
        true
    }

    /// Says that a source's pass has ended.
    pub fn finished(&mut self, source: &SourceId, now: Timestamp) {
        if let Some(entry) = self.sources.get_mut(source) {
            entry.state = entry.state.clone().finished(now);
        }
    }

    /// Returns the states to keep, by source.
    pub fn states(&self) -> impl Iterator<Item = (&SourceId, &ScheduleState)> {
        self.sources.iter().map(|(source, entry)| (source, &entry.state))
    }

    /// Returns the sources whose schedule cannot be read, and why.
    pub fn disabled(&self) -> &[Disabled] {
        &self.disabled
    }
}
