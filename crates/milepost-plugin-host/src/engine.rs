//! The two engines: one that runs extractors, one that also counts what they cost; and the tick that ends their time.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use wasmtime::{Config, Engine};

/// A deadline is off by at most one tick.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Metering {
    /// Runs.
    Off,
    /// Counts fuel: a deterministic cost, and slower.
    On,
}

/// Makes an engine. Compiled code fits only an engine of the same settings.
pub(crate) fn engine(metering: Metering) -> wasmtime::Result<Engine> {
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .epoch_interruption(true)
        .consume_fuel(metering == Metering::On)
        .cranelift_nan_canonicalization(true)
        .concurrency_support(false)
        // What extractors do not need is not there to be attacked. Multiple memories stay: composed components have
        // several, and without them compilation panics.
        .wasm_gc(false)
        .wasm_threads(false)
        .wasm_exceptions(false)
        .wasm_memory64(false)
        .wasm_relaxed_simd(false)
        .wasm_function_references(false)
        .max_wasm_stack(512 << 10)
        .memory_init_cow(true);
    Engine::new(&config)
}

/// Returns what compiled code must have in common with an engine to be loaded by it.
pub(crate) fn compatibility(engine: &Engine) -> u64 {
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    hasher.finish()
}

/// Both engines, and the thread that ticks while something runs.
#[derive(Debug)]
pub(crate) struct Engines {
    plain: Engine,
    metered: Engine,
    ticker: Arc<Ticker>,
}

impl Engines {
    pub(crate) fn new() -> wasmtime::Result<Self> {
        let (plain, metered) = (engine(Metering::Off)?, engine(Metering::On)?);
        let ticker = Arc::new(Ticker::default());
        let (beat, ticked) = (Arc::clone(&ticker), [plain.clone(), metered.clone()]);
        thread::Builder::new()
            .name("plugin-tick".to_owned())
            .spawn(move || beat.beat(&ticked))
            .map_err(|error| wasmtime::format_err!("the tick thread cannot be started: {error}"))?;
        Ok(Self {
            plain,
            metered,
            ticker,
        })
    }

    pub(crate) const fn get(&self, metering: Metering) -> &Engine {
        match metering {
            Metering::Off => &self.plain,
            Metering::On => &self.metered,
        }
    }

    /// Keeps the tick going while the returned guard lives.
    pub(crate) fn running(&self) -> Running<'_> {
        self.ticker
            .change(|state| state.runs = state.runs.saturating_add(1));
        Running(&self.ticker)
    }
}

impl Drop for Engines {
    fn drop(&mut self) {
        self.ticker.change(|state| state.is_over = true);
    }
}

/// A run in progress.
pub(crate) struct Running<'e>(&'e Ticker);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.change(|state| state.runs = state.runs.saturating_sub(1));
    }
}

/// So many ticks without a run, and the thread goes to sleep: a daemon between two passes wakes nobody, and runs in a row
/// need not wake it each time.
const IDLE_TICKS: u32 = 100;

/// Ticks while runs are in progress and a little longer, and sleeps else.
#[derive(Debug, Default)]
struct Ticker {
    state: Mutex<TickerState>,
    woken: Condvar,
}

#[derive(Debug, Default)]
struct TickerState {
    runs: usize,
    idle_ticks: u32,
    is_asleep: bool,
    is_over: bool,
}

impl Ticker {
    fn lock(&self) -> MutexGuard<'_, TickerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut TickerState)) {
        let mut state = self.lock();
        change(&mut state);
        let must_wake = state.is_asleep && (state.is_over || state.runs > 0);
        state.is_asleep &= !must_wake;
        drop(state);
        if must_wake {
            self.woken.notify_all();
        }
    }

    fn beat(&self, engines: &[Engine]) {
        loop {
            let mut state = self.lock();
            if state.is_over {
                return;
            }
            state.idle_ticks = if state.runs > 0 {
                0
            } else {
                state.idle_ticks.saturating_add(1)
            };
            if state.idle_ticks > IDLE_TICKS {
                state.is_asleep = true;
                state.idle_ticks = 0;
                while state.is_asleep {
                    state = self.woken.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                continue;
            }
            drop(state);
            thread::sleep(TICK);
            for engine in engines {
                engine.increment_epoch();
            }
        }
    }
}
