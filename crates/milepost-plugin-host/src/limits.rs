//! How much an extractor may use.

use std::time::Duration;

use crate::manifest::{Lowered, Runtime};

/// The bounds of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunLimits {
    /// Bytes of all memories together.
    pub memory_bytes: u64,
    /// Elements of all tables together.
    pub table_elements: u64,
    /// Wall time, counted in ticks of 10 ms.
    pub time: Duration,
    /// Observations emitted, accepted or not.
    pub observations: u64,
    /// Lines kept of the log; further ones are dropped.
    pub log_lines: usize,
    /// Bytes kept of the log.
    pub log_bytes: usize,
    /// Bytes kept of stdout and stderr together.
    pub stderr_bytes: usize,
    /// Bytes that one call may carry, in either direction.
    pub copied_bytes: usize,
    /// Handles open at once.
    pub handles: usize,
    /// Nodes that the host visits for it, in all; text counts by the 64 bytes.
    pub host_work: u64,
}

/// The bounds of one component file and of its compilation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompileLimits {
    /// Bytes of the component.
    pub component_bytes: usize,
    /// Bytes of address space of the compile worker.
    pub memory_bytes: u64,
    /// Wall time of the compile worker.
    pub time: Duration,
    /// Bytes of machine code.
    pub code_bytes: u64,
}

/// The operator's bounds for both kinds of plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PluginLimits {
    /// For plugins compiled to WebAssembly.
    pub native: RunLimits,
    /// For JavaScript and Python.
    pub interpreter: RunLimits,
}

impl Default for PluginLimits {
    fn default() -> Self {
        Self {
            native: RunLimits::NATIVE,
            interpreter: RunLimits::INTERPRETER,
        }
    }
}

impl RunLimits {
    /// The defaults for plugins compiled to WebAssembly: 3-extraction.md §3.
    pub const NATIVE: Self = Self {
        memory_bytes: 64 << 20,
        // Rust guests have one table of some hundred functions; each element takes 8 bytes of the host.
        table_elements: 1 << 20,
        time: Duration::from_secs(2),
        observations: 10_000,
        log_lines: 200,
        log_bytes: 64 << 10,
        stderr_bytes: 16 << 10,
        copied_bytes: 4 << 20,
        handles: 10_000,
        host_work: 20_000_000,
    };

    /// The defaults for JavaScript and Python.
    pub const INTERPRETER: Self = Self {
        memory_bytes: 256 << 20,
        time: Duration::from_secs(10),
        ..Self::NATIVE
    };

    /// Returns these limits, lowered to what a manifest asks for.
    #[must_use]
    pub(crate) fn lowered(self, by: Lowered) -> Self {
        let memory = by.memory_mib.map(|mib| mib.saturating_mul(1 << 20));
        Self {
            memory_bytes: self.memory_bytes.min(memory.unwrap_or(u64::MAX)),
            time: self
                .time
                .min(by.time_ms.map_or(Duration::MAX, Duration::from_millis)),
            observations: self.observations.min(by.observations.unwrap_or(u64::MAX)),
            ..self
        }
    }
}

impl PluginLimits {
    pub(crate) const fn of(&self, runtime: Runtime) -> RunLimits {
        match runtime {
            Runtime::Native => self.native,
            Runtime::Interpreter => self.interpreter,
        }
    }
}

impl CompileLimits {
    /// The bounds for a kind of plugin. Compiling the largest native one seen (160 KB) takes 0.3 s and 90 MB, a Python
    /// one (18 MB) half a minute and 1.5 GB.
    pub const fn of(runtime: Runtime) -> Self {
        match runtime {
            Runtime::Native => Self {
                component_bytes: 8 << 20,
                memory_bytes: 2 << 30,
                time: Duration::from_mins(1),
                code_bytes: 64 << 20,
            },
            Runtime::Interpreter => Self {
                component_bytes: 32 << 20,
                memory_bytes: 6 << 30,
                time: Duration::from_mins(5),
                code_bytes: 256 << 20,
            },
        }
    }
}
