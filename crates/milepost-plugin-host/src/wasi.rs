//! WASI that gives nothing: no files, no sockets, no environment, a clock that stands, and no way to sleep.
//!
//! Guests link to it because their language's runtime does. What they print is kept for the author.

use std::time::Duration;

use wasmtime::component::{HasData, Linker, Resource, ResourceTable};
use wasmtime_wasi::p2::DynPollable;
use wasmtime_wasi::p2::bindings::clocks::monotonic_clock;
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;
use wasmtime_wasi::{Deterministic, HostMonotonicClock, HostWallClock, WasiCtx, WasiCtxView, WasiView};

use crate::calls::{Calls, Stop};
use crate::run::RunOutcome;

/// A runtime seeds its hash tables once; nothing needs more at a time.
const MAX_RANDOM_BYTES: u64 = 64 << 10;

/// The instant that every guest lives in: 1 January 2020, a likely year to any format.
const NOW: Duration = Duration::from_hours(438_288);

/// Links all of WASI 0.2, and replaces the calls by which a guest could sleep through its deadline.
pub(crate) fn link(linker: &mut Linker<Calls>) -> wasmtime::Result<()> {
    wasmtime_wasi::p2::add_to_linker_sync(linker)?;
    linker.allow_shadowing(true);
    monotonic_clock::add_to_linker::<Calls, Sleepless>(linker, |_calls| Sleepless)?;
    linker.allow_shadowing(false);
    Ok(())
}

/// Makes the context of one run.
pub(crate) fn denied(seed: &[u8; 32], printed: &MemoryOutputPipe) -> WasiCtx {
    WasiCtx::builder()
        .stdout(printed.clone())
        .stderr(printed.clone())
        .wall_clock(Standing)
        .monotonic_clock(Standing)
        .secure_random(Deterministic::new(seed.to_vec()))
        .insecure_random(Deterministic::new(seed.to_vec()))
        .insecure_random_seed(0)
        .max_random_size(MAX_RANDOM_BYTES)
        .allow_tcp(false)
        .allow_udp(false)
        .allow_ip_name_lookup(false)
        .build()
}

impl WasiView for Calls {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let (ctx, table) = self.wasi();
        WasiCtxView { ctx, table }
    }
}

/// A clock that stands.
struct Standing;

impl HostWallClock for Standing {
    fn resolution(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn now(&self) -> Duration {
        NOW
    }
}

impl HostMonotonicClock for Standing {
    fn resolution(&self) -> u64 {
        1_000_000_000
    }

    fn now(&self) -> u64 {
        0
    }
}

/// The monotonic clock of a guest: it stands, and nobody waits for it.
struct Sleepless;

impl HasData for Sleepless {
    type Data<'a> = Self;
}

impl monotonic_clock::Host for Sleepless {
    fn now(&mut self) -> wasmtime::Result<u64> {
        Ok(0)
    }

    fn resolution(&mut self) -> wasmtime::Result<u64> {
        Ok(1_000_000_000)
    }

    fn subscribe_instant(&mut self, _when: u64) -> wasmtime::Result<Resource<DynPollable>> {
        Err(asleep())
    }

    fn subscribe_duration(&mut self, _when: u64) -> wasmtime::Result<Resource<DynPollable>> {
        Err(asleep())
    }
}

fn asleep() -> wasmtime::Error {
    let reason = "the extractor tried to sleep; time stands still for it";
    wasmtime::Error::from(Stop::new(RunOutcome::Trapped, reason))
}

/// Returns an empty table for what WASI hands out; each handle counts.
pub(crate) fn table(handles: usize) -> ResourceTable {
    let mut table = ResourceTable::new();
    table.set_max_capacity(handles);
    table
}
