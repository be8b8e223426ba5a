//! The host: engines, linkers, compiler and cache, shared by all plugins.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use milepost_model::ContentHash;
use wasmtime::component::Linker;

use crate::abi;
use crate::breaker::{Breaker, BreakerPolicy, SwitchedOff};
use crate::cache::Cache;
use crate::calls::Calls;
use crate::compile::Compiler;
use crate::engine::{Engines, Metering};
use crate::limits::CompileLimits;
use crate::load::{self, LoadError};
use crate::manifest::Runtime;
use crate::plugin::{Plugin, Source};
use crate::wasi;

/// What a host is made with.
#[derive(Debug, Clone)]
pub struct HostOptions {
    /// How components are compiled.
    pub compiler: Compiler,
    /// The folder for compiled code; none: it is compiled anew by each process.
    pub cache: Option<PathBuf>,
    /// How the fixtures' PDFs and workbooks are read; none: in this process.
    pub parse_worker: Option<milepost_document::WorkerCommand>,
    /// When a plugin is switched off.
    pub breaker: BreakerPolicy,
    /// The bounds of components compiled to WebAssembly, and of their compilation.
    pub compile_native: CompileLimits,
    /// The bounds of JavaScript and Python components, and of their compilation.
    pub compile_interpreter: CompileLimits,
}

impl HostOptions {
    /// Returns options with a compiler and nothing else: no cache, no parse worker, the default breaker.
    pub fn new(compiler: Compiler) -> Self {
        Self {
            compiler,
            cache: None,
            parse_worker: None,
            breaker: BreakerPolicy::default(),
            compile_native: CompileLimits::of(Runtime::Native),
            compile_interpreter: CompileLimits::of(Runtime::Interpreter),
        }
    }
}

/// Why there is no host: this machine cannot run the engine.
#[derive(Debug, thiserror::Error)]
#[error("the plugin engine cannot be started: {0}")]
pub struct HostError(String);

/// Loads and runs plugins. One is enough for a process; it may be used from many threads, none of them a thread of an
/// asynchronous runtime: runs block.
#[derive(Clone)]
pub struct Host {
    shared: Arc<Shared>,
}

/// What all plugins of a host share.
pub(crate) struct Shared {
    engines: Engines,
    plain: Linker<Calls>,
    metered: Linker<Calls>,
    compiler: Compiler,
    cache: Option<Cache>,
    parse_worker: Option<milepost_document::WorkerCommand>,
    breaker: Mutex<Breaker>,
    compile_native: CompileLimits,
    compile_interpreter: CompileLimits,
    started: Instant,
}

impl Host {
    /// Starts the engine.
    ///
    /// # Errors
    /// When this machine cannot run it.
    pub fn new(options: HostOptions) -> Result<Self, HostError> {
        let wrong = |error: wasmtime::Error| HostError(format!("{error:#}"));
        let engines = Engines::new().map_err(wrong)?;
        let linker = |metering| {
            let mut linker = Linker::new(engines.get(metering));
            wasi::link(&mut linker)?;
            abi::link(&mut linker)?;
            Ok(linker)
        };
        Ok(Self {
            shared: Arc::new(Shared {
                plain: linker(Metering::Off).map_err(wrong)?,
                metered: linker(Metering::On).map_err(wrong)?,
                engines,
                compiler: options.compiler,
                cache: options.cache.map(Cache::new),
                parse_worker: options.parse_worker,
                breaker: Mutex::new(Breaker::new(options.breaker)),
                compile_native: options.compile_native,
                compile_interpreter: options.compile_interpreter,
                started: Instant::now(),
            }),
        })
    }

    /// Checks, compiles and links a component.
    ///
    /// # Errors
    /// Why it is no plugin, or not one for this host.
    pub fn load(&self, bytes: &[u8]) -> Result<Plugin, LoadError> {
        let checked = load::check(bytes)?;
        let plugin = Plugin::new(checked, Source::Bytes(bytes.into()), Arc::clone(&self.shared));
        plugin.linked(Metering::Off)?;
        Ok(plugin)
    }

    /// Checks, compiles and links the component in a file.
    ///
    /// # Errors
    /// Why it cannot be read, is no plugin, or not one for this host.
    pub fn load_file(&self, path: &Path) -> Result<Plugin, LoadError> {
        self.load(&load::read(path)?)
    }

    /// Takes a component that was installed: checks its hash and its manifest. Its code is loaded when it is first run.
    pub(crate) fn register(&self, path: &Path, expected: ContentHash) -> Result<Plugin, LoadError> {
        let source = Source::File(path.to_owned());
        let bytes = load::bytes(&source, expected)?;
        let checked = load::check(&bytes)?;
        Ok(Plugin::new(checked, source, Arc::clone(&self.shared)))
    }

    /// Tells whether a plugin may run now, or why it is switched off.
    ///
    /// # Errors
    /// The breakdowns that switched it off.
    pub fn breaker_state(&self, plugin: &Plugin) -> Result<(), SwitchedOff> {
        let shared = plugin.shared();
        shared.breaker().admit(plugin.sha256(), shared.started.elapsed())
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}

impl Shared {
    pub(crate) const fn engines(&self) -> &Engines {
        &self.engines
    }

    pub(crate) const fn linker(&self, metering: Metering) -> &Linker<Calls> {
        match metering {
            Metering::Off => &self.plain,
            Metering::On => &self.metered,
        }
    }

    pub(crate) const fn compiler(&self) -> &Compiler {
        &self.compiler
    }

    pub(crate) const fn compile_limits(&self, runtime: Runtime) -> &CompileLimits {
        match runtime {
            Runtime::Native => &self.compile_native,
            Runtime::Interpreter => &self.compile_interpreter,
        }
    }

    pub(crate) const fn cache(&self) -> Option<&Cache> {
        self.cache.as_ref()
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the breaker how a run ended.
    pub(crate) fn record(&self, plugin: ContentHash, breakdown: Option<&str>) {
        let now = self.started.elapsed();
        self.breaker().record(plugin, breakdown, now);
    }

    pub(crate) const fn parse_worker(&self) -> Option<&milepost_document::WorkerCommand> {
        self.parse_worker.as_ref()
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host")
            .field("compiler", &self.shared.compiler)
            .finish_non_exhaustive()
    }
}
