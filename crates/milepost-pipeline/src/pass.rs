//! One pass over sources: opens a run, has every source brought home at once, reads what came in a fixed order, records
//! how it went, closes the run.

use std::collections::BTreeMap;
use std::sync::Arc;

use milepost_fetch::OutcomeClass;
use milepost_store::{KnownArticle, NewRun, SourceResult, SourceState};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use crate::collect::{Collector, Haul, Ready};
use crate::memory::Memory;
use crate::notes::{Notes, Stop};
use crate::outcome::{DocumentOutcome, PassOutcome, SourceOutcome};
use crate::process::{Depth, Task};
use crate::setup::{Parts, PassOptions, SourceSetup};
use crate::{PipelineError, blocking, events};

/// Carries bulletins from their sites to durable records. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pipeline {
    pub(crate) parts: Arc<Parts>,
}

impl Pipeline {
    /// Takes everything it works with.
    pub fn new(parts: Parts) -> Self {
        Self {
            parts: Arc::new(parts),
        }
    }

    /// Returns what it works with.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Makes one pass over sources.
    ///
    /// Sites are visited at once, each at its own pace; what they gave is read source by source, the most believed
    /// first, each source's oldest bulletin first. So the same sites give the same store, whatever was interrupted
    /// before. A site, a bulletin or an extractor that fails is told in the outcome and harms no other.
    ///
    /// # Errors
    /// When the store refuses, or nothing can be fetched at all. What was recorded until then is kept.
    pub async fn pass(
        &self,
        sources: Vec<SourceSetup>,
        options: PassOptions,
        notes: &dyn Notes,
        stop: &Stop,
    ) -> Result<PassOutcome, PipelineError> {
        let run = self.open_run(&options.trigger).await?;
        let mut outcome = PassOutcome {
            run,
            ..PassOutcome::default()
        };
        let worked = self.work(sources, &options, notes, stop, &mut outcome).await;
        self.close_run(&outcome).await?;
        worked.map(|()| outcome)
    }

    async fn work(
        &self,
        mut sources: Vec<SourceSetup>,
        options: &PassOptions,
        notes: &dyn Notes,
        stop: &Stop,
        outcome: &mut PassOutcome,
    ) -> Result<(), PipelineError> {
        sources.sort_by(|a, b| (a.tier, a.id()).cmp(&(b.tier, b.id())));
        let (sender, mut receiver) = unbounded_channel();
        let mut collecting = JoinSet::new();
        for (place, setup) in sources.into_iter().enumerate() {
            let collector = Collector {
                parts: Arc::clone(&self.parts),
                setup: Arc::new(setup),
                options: options.clone(),
                notes: sender.clone(),
                stop: stop.clone(),
            };
            collecting.spawn(async move { (place, collector.collect().await) });
        }
        let mut waiting: BTreeMap<usize, Haul> = BTreeMap::new();
        let mut next = 0;
        while let Some(collected) = next_haul(&mut collecting, &mut receiver, notes).await {
            let (place, haul) = collected?;
            waiting.insert(place, haul?);
            while let Some(haul) = waiting.remove(&next) {
                next += 1;
                let source = self.read(haul, options, outcome.run, &sender, stop).await?;
                forward(&mut receiver, notes);
                outcome.is_stopped |= source.1;
                outcome.sources.push(source.0);
            }
        }
        Ok(())
    }

    /// Reads what a source gave, oldest first, and records how the source went.
    async fn read(
        &self,
        haul: Haul,
        options: &PassOptions,
        run: u64,
        notes: &UnboundedSender<String>,
        stop: &Stop,
    ) -> Result<(SourceOutcome, bool), PipelineError> {
        let Haul {
            setup,
            mut memory,
            class,
            reason,
            found,
            new,
            ready,
            settled,
            learnt,
            state,
            mut is_stopped,
        } = haul;
        self.remember(&setup, learnt).await?;
        let mut documents = settled;
        for ready in ready {
            if stop.is_asked() {
                is_stopped = true;
                break;
            }
            let _ = notes.send(format!("{}: reading {}", setup.id(), ready.article.url));
            let (outcomes, back) = self.process(&setup, ready, options.force, run, memory).await?;
            memory = back;
            documents.extend(outcomes);
        }
        let mut outcome = SourceOutcome {
            id: setup.id().clone(),
            class,
            reason,
            found,
            new,
            documents,
        };
        judge(&mut outcome);
        events::source_done(&outcome);
        let state = self.state_after(state, &outcome, is_stopped);
        let store = self.parts.store.clone();
        blocking::run(move || store.set_source_state(state)).await?;
        Ok((outcome, is_stopped))
    }

    pub(crate) async fn process(
        &self,
        setup: &Arc<SourceSetup>,
        ready: Ready,
        force: bool,
        run: u64,
        mut memory: Memory,
    ) -> Result<(Vec<DocumentOutcome>, Memory), PipelineError> {
        let (parts, setup) = (Arc::clone(&self.parts), Arc::clone(setup));
        blocking::run(move || {
            let task = Task {
                parts: &parts,
                setup: &setup,
                run,
                force,
            };
            let outcomes = task.process(ready, Depth::Bulletin, &mut memory)?;
            outcomes.iter().for_each(events::document_done);
            Ok::<_, PipelineError>((outcomes, memory))
        })
        .await
    }

    async fn remember(&self, setup: &SourceSetup, learnt: Vec<KnownArticle>) -> Result<(), PipelineError> {
        if learnt.is_empty() {
            return Ok(());
        }
        let (store, source) = (self.parts.store.clone(), setup.id().clone());
        blocking::run(move || store.set_known_articles(&source, learnt)).await
    }

    pub(crate) async fn open_run(&self, trigger: &str) -> Result<u64, PipelineError> {
        let store = self.parts.store.clone();
        let opened = NewRun {
            trigger: trigger.to_owned(),
            started_at: self.parts.clock.now(),
            version: self.parts.version.clone(),
        };
        blocking::run(move || store.open_run(opened)).await
    }

    pub(crate) async fn close_run(&self, outcome: &PassOutcome) -> Result<(), PipelineError> {
        let (store, run, at) = (self.parts.store.clone(), outcome.run, self.parts.clock.now());
        let results = outcome.sources.iter().map(result).collect();
        blocking::run(move || store.close_run(run, at, results)).await
    }

    fn state_after(&self, mut state: SourceState, outcome: &SourceOutcome, is_stopped: bool) -> SourceState {
        let now = self.parts.clock.now();
        if outcome.is_failure() {
            state.last_failure = Some(now);
            state.failure_reason = Some(format!("{}: {}", outcome.class, outcome.reason));
            state.failures = state.failures.saturating_add(1);
        } else if !is_stopped {
            state.last_success = Some(now);
            state.failures = 0;
        }
        state
    }
}

/// The next source that is brought home, with the notes that come meanwhile handed on.
async fn next_haul(
    collecting: &mut JoinSet<(usize, Result<Haul, PipelineError>)>,
    receiver: &mut UnboundedReceiver<String>,
    notes: &dyn Notes,
) -> Option<Result<(usize, Result<Haul, PipelineError>), PipelineError>> {
    loop {
        tokio::select! {
            joined = collecting.join_next() => {
                forward(receiver, notes);
                return joined.map(|result| result.map_err(|error| PipelineError::Bug(error.to_string())));
            }
            Some(text) = receiver.recv() => notes.note(&text),
        }
    }
}

fn forward(receiver: &mut UnboundedReceiver<String>, notes: &dyn Notes) {
    while let Ok(text) = receiver.try_recv() {
        notes.note(&text);
    }
}

/// Says what a source came to, given its bulletins.
pub(crate) fn judge(outcome: &mut SourceOutcome) {
    let failed: Vec<&DocumentOutcome> = outcome
        .documents
        .iter()
        .filter(|document| document.is_failure())
        .collect();
    let Some(last) = failed.last() else { return };
    let told = format!("{} of {} bulletins failed", failed.len(), outcome.documents.len());
    let every_one = failed.len() == outcome.documents.len();
    let (class, why) = (last.class, last.reason.clone());
    if outcome.class.is_success() && every_one {
        outcome.class = class;
    }
    let told = format!("{told}, the last: {class}: {why}");
    outcome.reason = if outcome.reason.is_empty() {
        told
    } else {
        format!("{}; {told}", outcome.reason)
    };
}

fn result(source: &SourceOutcome) -> SourceResult {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    SourceResult {
        source: source.id.clone(),
        class: source.class.as_str().to_owned(),
        reason: Some(source.reason.clone()).filter(|reason| !reason.is_empty()),
        found: count(source.found),
        new: count(source.new),
        observations: count(source.observations()),
        revised: count(source.revised()),
        set_aside: count(source.set_aside()),
        unreadable: count(source.unreadable()),
    }
}

/// The class of a source that is given by hand: there is nothing to discover.
pub(crate) const GIVEN: OutcomeClass = OutcomeClass::New;
