//! Runs one extractor, a WebAssembly component, on one document within its limits.
//!
//! An extractor gets a document, its settings and a place to put what it read; never a file, a clock, a socket or the
//! store. What it claims is checked as it claims it; after a trap nothing of the run is kept. wasmtime is named in this
//! crate only.

mod abi;
mod breaker;
mod cache;
mod calls;
mod compile;
mod engine;
mod fixture;
mod host;
mod inspect;
mod last_words;
mod limits;
mod load;
mod lock_file;
mod manifest;
mod pattern;
mod plugin;
mod recording;
mod registry;
mod rehearsal;
mod run;
mod sections;
mod signature;
mod wasi;

pub use crate::abi::Abi;
pub use crate::breaker::{BreakerPolicy, SwitchedOff};
pub use crate::compile::{CompileError, Compiler, run_compile_worker};
pub use crate::fixture::{FixtureError, FixtureReport, read_fixture_folder};
pub use crate::host::{Host, HostError, HostOptions};
pub use crate::inspect::ShapeError;
pub use crate::limits::{CompileLimits, PluginLimits, RunLimits};
pub use crate::load::LoadError;
pub use crate::lock_file::LockError;
pub use crate::manifest::{Lowered, Manifest, ManifestError, Runtime, Setting};
pub use crate::pattern::Pattern;
pub use crate::plugin::Plugin;
pub use crate::recording::{FixtureGround, FixtureIndicator, Recording};
pub use crate::registry::{InstallError, Installed, Listed, ListedState, Registry, Reloaded};
pub use crate::rehearsal::{RehearsalError, rehearse};
pub use crate::run::{RefusedClaim, RunInput, RunOutcome, RunReport};
pub use crate::sections::{FIXTURES_SECTION, FixtureFile, MANIFEST_SECTION, SectionError, Sections, pack};
pub use crate::signature::{SignatureError, TrustedKeys};
