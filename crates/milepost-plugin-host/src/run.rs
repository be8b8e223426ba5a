//! One run: one plugin, one bulletin, all or nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use milepost_document::Document;
use milepost_model::NaiveDate;
use milepost_verify::{Catalogue, Claim, Rejection, Verified};
use wasmtime::{Store, Trap};
use wasmtime_wasi::I32Exit;

use crate::abi::Answer;
use crate::calls::{Calls, Left, Start, Stop};
use crate::engine::{Metering, TICK};
use crate::host::Host;
use crate::last_words::last_words;
use crate::limits::{PluginLimits, RunLimits};
use crate::load::LoadError;
use crate::manifest::Manifest;
use crate::plugin::Plugin;

/// A metered run may use as much; the deadline ends it long before.
const FUEL: u64 = 1 << 62;

/// A reason is read in a table or a log line.
const MAX_REASON_CHARS: usize = 500;

/// What a run is given.
#[derive(Debug, Clone, Copy)]
pub struct RunInput<'a> {
    /// The bulletin, then its attachments.
    pub documents: &'a [Arc<Document>],
    /// What may be claimed; what the plugin declares is added to it.
    pub catalogue: &'a Catalogue,
    /// What the user set. The plugin sees the keys that its manifest declares.
    pub settings: &'a [(String, String)],
    /// The day of publication as the caller knows it; without one the bulletin's own counts.
    pub published: Option<NaiveDate>,
    /// The operator's limits.
    pub limits: PluginLimits,
    /// Whether the cost is measured: a deterministic number; it takes code of its own and slows the run down.
    pub measure_cost: bool,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunOutcome {
    /// It ran to its end. Also when the bulletin is none of its own.
    Ok,
    /// It gave up, or miscounted what it gave.
    Failed,
    /// It crashed, or did what no extractor may.
    Trapped,
    /// It took too long, or made the host work too long.
    Deadline,
    /// It wanted more memory, handles or bytes a call.
    Memory,
    /// It gave more than allowed.
    Output,
    /// It was not run: it cannot be loaded, or a setting is missing.
    Refused,
}

impl RunOutcome {
    /// Returns the text form, as in JSON and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Trapped => "trapped",
            Self::Deadline => "deadline",
            Self::Memory => "memory",
            Self::Output => "output",
            Self::Refused => "refused",
        }
    }

    /// Tells whether the plugin broke down, rather than the bulletin or its settings: what the circuit breaker counts.
    pub const fn is_breakdown(self) -> bool {
        match self {
            Self::Ok | Self::Failed | Self::Refused => false,
            Self::Trapped | Self::Deadline | Self::Memory | Self::Output => true,
        }
    }
}

impl std::fmt::Display for RunOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// A claim that was refused, shortened for keeping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedClaim {
    /// What was claimed.
    pub claim: Claim,
    /// Why it is refused.
    pub rejection: Rejection,
}

/// What a run gave.
#[derive(Debug, Clone)]
pub struct RunReport {
    /// How it ended.
    pub outcome: RunOutcome,
    /// Why it did not end well, or why the bulletin is none of its own; else empty.
    pub reason: String,
    /// What was verified; nothing unless the outcome is [`RunOutcome::Ok`].
    pub observations: Vec<Verified>,
    /// What was refused, up to a thousand. Kept after a breakdown too: the author needs it.
    pub refused: Vec<RefusedClaim>,
    /// The lines it logged.
    pub log: Vec<String>,
    /// What it printed: a panic's line, a stack, a traceback.
    pub stderr: String,
    /// How long it took.
    pub time: Duration,
    /// The most memory it held.
    pub memory_bytes: u64,
    /// Its cost, where it was measured.
    pub cost: Option<u64>,
}

impl RunReport {
    fn refused(reason: String) -> Self {
        Self {
            outcome: RunOutcome::Refused,
            reason,
            observations: Vec::new(),
            refused: Vec::new(),
            log: Vec::new(),
            stderr: String::new(),
            time: Duration::ZERO,
            memory_bytes: 0,
            cost: None,
        }
    }
}

impl Host {
    /// Runs a plugin on a bulletin. Blocks, for little longer than the time limit at most. Nothing that the plugin does
    /// is an error to the caller: the report says how it ended.
    ///
    /// A plugin that broke down several times in a row is switched off for a while, and the report says so.
    ///
    /// Must not be called from a thread of an asynchronous runtime, only from one that may block.
    pub fn run(&self, plugin: &Plugin, input: RunInput<'_>) -> RunReport {
        if let Err(off) = self.breaker_state(plugin) {
            return RunReport::refused(off.to_string());
        }
        let loaded = plugin.linked(Metering::of(&input));
        let report = run(plugin, input);
        let is_breakdown = report.outcome.is_breakdown() || loaded.is_err();
        let breakdown = Some(report.reason.as_str()).filter(|_| is_breakdown);
        plugin.shared().record(plugin.sha256(), breakdown);
        report
    }
}

impl Host {
    /// Instantiates a plugin, calls nothing, and lets it go: what a run costs before the extractor's first instruction.
    ///
    /// For benchmarks.
    ///
    /// # Errors
    /// When it cannot be loaded or instantiated.
    #[doc(hidden)]
    pub fn instantiate(&self, plugin: &Plugin, input: RunInput<'_>) -> Result<(), LoadError> {
        let linked = plugin.linked(Metering::Off)?;
        let limits = input.limits.of(plugin.manifest().runtime());
        let calls = Calls::new(start(plugin, input, limits));
        let mut store = store(
            plugin.shared().engines().get(Metering::Off),
            calls,
            &limits,
            Metering::Off,
        );
        linked
            .instantiate(&mut store)
            .map_err(|error| LoadError::Link(format!("{error:#}")))
    }
}

impl Metering {
    const fn of(input: &RunInput<'_>) -> Self {
        if input.measure_cost { Self::On } else { Self::Off }
    }
}

pub(crate) fn run(plugin: &Plugin, input: RunInput<'_>) -> RunReport {
    if input.documents.is_empty() {
        return RunReport::refused("no document given".to_owned());
    }
    let manifest = plugin.manifest();
    if let Some(reason) = missing_setting(manifest, input.settings) {
        return RunReport::refused(reason);
    }
    let metering = Metering::of(&input);
    let linked = match plugin.linked(metering) {
        Ok(linked) => linked,
        Err(error) => return RunReport::refused(error.to_string()),
    };
    let limits = input.limits.of(manifest.runtime()).lowered(manifest.lowered());
    let calls = Calls::new(start(plugin, input, limits));
    let engines = plugin.shared().engines();
    let _ticking = engines.running();
    let started = Instant::now();
    // A fault of the host in one of its answers must not take the process down with it.
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let mut store = store(engines.get(metering), calls, &limits, metering);
        let answer = linked.run(&mut store);
        let cost = match metering {
            Metering::On => store.get_fuel().ok().map(|left| FUEL.saturating_sub(left)),
            Metering::Off => None,
        };
        (answer, cost, store.into_data().finish())
    }));
    let time = started.elapsed();
    match ran {
        Ok((answer, cost, left)) => report(answer, cost, left, time, &limits),
        Err(_panic) => RunReport {
            outcome: RunOutcome::Trapped,
            time,
            ..RunReport::refused("the host failed to answer one of its calls".to_owned())
        },
    }
}

fn start(plugin: &Plugin, input: RunInput<'_>, limits: RunLimits) -> Start {
    let manifest = plugin.manifest();
    Start {
        documents: input.documents.to_vec(),
        catalogue: input.catalogue.declaring(Arc::clone(manifest.declared())),
        settings: declared_settings(manifest, input.settings),
        published: input.published,
        limits,
        seed: *plugin.sha256().as_bytes(),
    }
}

/// Says which required setting is missing; none where none is.
pub(crate) fn missing_setting(manifest: &Manifest, settings: &[(String, String)]) -> Option<String> {
    let is_set = |key: &str| settings.iter().any(|(own, _)| own == key);
    let missing = manifest
        .settings()
        .iter()
        .find(|s| s.is_required && !is_set(&s.key))?;
    Some(format!(
        "setting `{}` is required: {}",
        missing.key, missing.about
    ))
}

/// What a plugin may see of the settings: those that its manifest declares.
pub(crate) fn declared_settings(manifest: &Manifest, settings: &[(String, String)]) -> Vec<(String, String)> {
    let is_declared = |key: &str| manifest.settings().iter().any(|setting| setting.key == key);
    let seen = settings.iter().filter(|(key, _)| is_declared(key));
    seen.cloned().collect()
}

pub(crate) fn store(
    engine: &wasmtime::Engine,
    calls: Calls,
    limits: &RunLimits,
    metering: Metering,
) -> Store<Calls> {
    let mut store = Store::new(engine, calls);
    store.limiter(|calls| calls);
    store.set_hostcall_fuel(limits.copied_bytes);
    // What a call lends counts as well, for as long as it lasts.
    store.set_max_component_handles(limits.handles.saturating_add(64));
    store.epoch_deadline_trap();
    // The first tick may come at once.
    let ticks = limits.time.as_nanos() / TICK.as_nanos().max(1);
    store.set_epoch_deadline(
        u64::try_from(ticks)
            .unwrap_or(u64::MAX)
            .saturating_add(1)
            .min(1 << 40),
    );
    if metering == Metering::On {
        // The engine counts fuel, so that there is some to set.
        let _counted = store.set_fuel(FUEL);
    }
    store
}

/// Says how a run ended that came to its end, or was stopped.
pub(crate) fn report(
    answer: wasmtime::Result<Answer>,
    cost: Option<u64>,
    left: Left,
    time: Duration,
    limits: &RunLimits,
) -> RunReport {
    let accepted = u64::try_from(left.accepted.len()).unwrap_or(u64::MAX);
    let (outcome, reason) = match answer {
        Ok(Answer::Emitted(count)) if [accepted, left.emitted].contains(&u64::from(count)) => {
            (RunOutcome::Ok, String::new())
        }
        Ok(Answer::Emitted(count)) => {
            let reason = format!(
                "it says it gave {count} observations; {} were given, {accepted} of them accepted",
                left.emitted
            );
            (RunOutcome::Failed, reason)
        }
        Ok(Answer::NotApplicable(why)) if accepted == 0 => (RunOutcome::Ok, why),
        Ok(Answer::NotApplicable(why) | Answer::Failed(why)) => (RunOutcome::Failed, why),
        Err(error) => stopped(&error, &left, limits),
    };
    RunReport {
        outcome,
        reason: reason.chars().take(MAX_REASON_CHARS).collect(),
        observations: if outcome == RunOutcome::Ok {
            left.accepted
        } else {
            Vec::new()
        },
        refused: left.refused,
        log: left.log,
        stderr: left.printed,
        time,
        memory_bytes: left.memory_bytes,
        cost,
    }
}

/// Says in what a run ended that did not end by itself.
fn stopped(error: &wasmtime::Error, left: &Left, limits: &RunLimits) -> (RunOutcome, String) {
    if let Some(stop) = error.downcast_ref::<Stop>() {
        return (stop.outcome, stop.reason.clone());
    }
    if let Some(reason) = limit_of_engine(error, limits) {
        return (RunOutcome::Memory, reason);
    }
    let trap = error.downcast_ref::<Trap>();
    if trap == Some(&Trap::Interrupt) {
        return (
            RunOutcome::Deadline,
            format!("it took longer than {} ms", limits.time.as_millis()),
        );
    }
    if left.is_memory_refused {
        let reason = format!(
            "it wanted more than {} MiB of memory or {} table elements",
            limits.memory_bytes >> 20,
            limits.table_elements
        );
        return (RunOutcome::Memory, reason);
    }
    let said = last_words(&left.printed)
        .map(|line| format!(": {line}"))
        .unwrap_or_default();
    if let Some(exit) = error.downcast_ref::<I32Exit>() {
        return (RunOutcome::Trapped, format!("it exited with {}{said}", exit.0));
    }
    let what = trap.map_or_else(|| format!("{:#}", error.root_cause()), ToString::to_string);
    (RunOutcome::Trapped, format!("{what}{said}"))
}

/// The engine holds some limits itself, and tells them in words only.
fn limit_of_engine(error: &wasmtime::Error, limits: &RunLimits) -> Option<String> {
    let words = error.root_cause().to_string();
    if words.contains("fuel allocated for hostcalls") {
        let most = limits.copied_bytes;
        return Some(format!(
            "one call would carry more than {most} bytes; give less at a time"
        ));
    }
    words
        .contains("handle limit exceeded")
        .then(|| format!("more than {} handles open at once", limits.handles))
}
