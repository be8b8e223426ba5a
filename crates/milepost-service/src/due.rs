//! What the daemon asks: which sources are due, one source's pass, where the reports are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use milepost_model::SourceId;
use milepost_pipeline::{PassOptions, PassOutcome, Recheck};
use milepost_schedule::{ScheduleState, Scheduler, SourceFacts};
use milepost_store::ScheduleRecord;

use crate::service::{Service, store_refusal};
use crate::{Progress, Refusal, deliveries, health, ingest, report, translate};

impl Service {
    /// Returns the scheduler of all enabled sources, as an earlier process left it. Blocks.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn scheduler(&self) -> Result<Scheduler, Refusal> {
        let records = self.store().schedules().map_err(|error| store_refusal(&error))?;
        let state = |record: ScheduleRecord| {
            // A state that is no longer understood is as good as none: the source is planned anew.
            let state = record
                .state
                .as_deref()
                .and_then(|text| serde_json::from_str::<ScheduleState>(text).ok());
            (record.source, state.unwrap_or_default())
        };
        let states: BTreeMap<SourceId, ScheduleState> = records.into_iter().map(state).collect();
        let (schedules, mut disabled) = translate::schedules(&self.inner.config);
        let broken = |id: &SourceId| match self.inner.setups.get(id) {
            Some(Err(refusal)) => Some(refusal.message.clone()),
            Some(Ok(_)) | None => None,
        };
        let (schedules, unusable): (Vec<_>, Vec<_>) = schedules
            .into_iter()
            .partition(|schedule| broken(&schedule.source).is_none());
        disabled.extend(unusable.into_iter().map(|schedule| milepost_schedule::Disabled {
            reason: broken(&schedule.source).unwrap_or_default(),
            source: schedule.source,
        }));
        Ok(Scheduler::new(schedules, disabled, states))
    }

    /// Keeps a scheduler's states for the next process. Blocks.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_schedules(&self, scheduler: &Scheduler) -> Result<(), Refusal> {
        let records = scheduler
            .states()
            .map(|(source, state)| {
                Ok(ScheduleRecord {
                    source: source.clone(),
                    next_due: state.planned.map(|planned| planned.due),
                    last_started: state.last_started,
                    state: Some(serde_json::to_string(state)?),
                })
            })
            .collect::<Result<Vec<_>, serde_json::Error>>()
            .map_err(|error| Refusal::failed(format!("internal error: {error}")))?;
        self.store()
            .set_schedules(records)
            .map_err(|error| store_refusal(&error))
    }

    /// Returns the latest period that each source has published figures for, as schedules need it. Blocks.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn published(&self) -> Result<BTreeMap<SourceId, SourceFacts>, Refusal> {
        health::published(self)
    }

    /// Makes a scheduled pass over one source, and writes the reports where it stored anything. Known bulletins are
    /// asked for again the more rarely the older they are.
    ///
    /// # Errors
    /// When the source is not configured or its parameters mean nothing, or the store refuses.
    pub async fn visit(
        &self,
        source: &SourceId,
        progress: &dyn Progress,
    ) -> Result<(PassOutcome, Vec<PathBuf>), Refusal> {
        let (setups, broken) = self.setups(std::slice::from_ref(source));
        if let Some(broken) = broken.into_iter().next() {
            return Err(Refusal::usage(broken.reason).at(source.to_string()));
        }
        if setups.is_empty() {
            return Err(Refusal::usage(format!("no source `{source}`")));
        }
        let options = PassOptions {
            trigger: "schedule".to_owned(),
            force: false,
            since: None,
            recheck: Recheck::Due,
        };
        let passed = ingest::pass(self, setups, options, progress).await?;
        Ok((passed.outcome, passed.written))
    }

    /// Sends every message that is due, after recording the reports whose time has come. The daemon calls it every few
    /// seconds; what does not go stays recorded and is tried again.
    ///
    /// # Errors
    /// When the store refuses; how a channel behaves is no error.
    pub async fn deliver_due(&self) -> Result<(), Refusal> {
        self.block(deliveries::schedule_reports).await?;
        deliveries::send_due(self).await.map(drop)
    }

    /// Returns the folder that reports are written to. Below it stands a folder a plan with `report.en.html` and so on.
    pub fn report_folder(&self) -> PathBuf {
        report::folder(self)
    }

    /// Returns the hosts whose breakers opened or that recovered since the last call, for alerts.
    pub fn take_breaker_changes(&self) -> Vec<(String, milepost_fetch::BreakerChange)> {
        self.parts().fetcher.take_breaker_changes()
    }
}
