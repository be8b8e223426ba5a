//! One plugin: its manifest, where its component lies, and its code once it is needed.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use milepost_model::{ContentHash, PluginId};

use crate::abi::{Abi, Linked};
use crate::engine::Metering;
use crate::host::Shared;
use crate::load::{self, LoadError};
use crate::manifest::Manifest;
use crate::sections::FixtureFile;

/// A checked plugin. Cheap to clone; its code is loaded when it is first run.
#[derive(Clone)]
pub struct Plugin {
    inner: Arc<Inner>,
}

struct Inner {
    manifest: Manifest,
    abi: Abi,
    sha256: ContentHash,
    source: Source,
    fixtures: usize,
    shared: Arc<Shared>,
    plain: Mutex<Option<Linked>>,
    metered: Mutex<Option<Linked>>,
}

/// Where the component's bytes are.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// In memory.
    Bytes(Arc<[u8]>),
    /// In a file that was checked; it is checked again whenever it is read.
    File(PathBuf),
}

/// What was found out about a component before it is a plugin.
pub(crate) struct Checked {
    pub(crate) manifest: Manifest,
    pub(crate) abi: Abi,
    pub(crate) sha256: ContentHash,
    pub(crate) fixtures: Vec<FixtureFile>,
}

impl Plugin {
    pub(crate) fn new(checked: Checked, source: Source, shared: Arc<Shared>) -> Self {
        Self {
            inner: Arc::new(Inner {
                manifest: checked.manifest,
                abi: checked.abi,
                sha256: checked.sha256,
                source,
                fixtures: checked.fixtures.len(),
                shared,
                plain: Mutex::new(None),
                metered: Mutex::new(None),
            }),
        }
    }

    /// Returns its id.
    pub fn id(&self) -> &PluginId {
        self.inner.manifest.id()
    }

    /// Returns its own version.
    pub fn version(&self) -> &str {
        self.inner.manifest.version()
    }

    /// Returns the version of the interface that it is built for.
    pub fn abi(&self) -> Abi {
        self.inner.abi
    }

    /// Returns the SHA-256 of the component as a file.
    pub fn sha256(&self) -> ContentHash {
        self.inner.sha256
    }

    /// Returns its manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.inner.manifest
    }

    /// Returns how many fixture files it carries.
    pub fn fixture_count(&self) -> usize {
        self.inner.fixtures
    }

    /// Returns the fixtures it carries.
    ///
    /// # Errors
    /// When its file is gone or has changed.
    pub fn fixtures(&self) -> Result<Vec<FixtureFile>, LoadError> {
        let bytes = load::bytes(&self.inner.source, self.inner.sha256)?;
        let found = crate::inspect::sections(&bytes)?;
        Ok(crate::sections::Sections::read(found.manifest, found.fixtures)?.fixtures)
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.inner.shared
    }

    /// Returns its code, linked; loads it when it is first asked for.
    pub(crate) fn linked(&self, metering: Metering) -> Result<Linked, LoadError> {
        let inner = &self.inner;
        let slot = match metering {
            Metering::Off => &inner.plain,
            Metering::On => &inner.metered,
        };
        // Whoever comes second waits: compiling once is cheaper than twice.
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(linked) = &*slot {
            return Ok(linked.clone());
        }
        let runtime = inner.manifest.runtime();
        let component = load::code(&inner.shared, &inner.source, inner.sha256, runtime, metering)?;
        let linked = Linked::new(inner.abi, inner.shared.linker(metering), &component)
            .map_err(|error| LoadError::Link(format!("{error:#}")))?;
        *slot = Some(linked.clone());
        Ok(linked)
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin")
            .field("id", self.id())
            .field("version", &self.version())
            .field("sha256", &self.sha256())
            .finish_non_exhaustive()
    }
}
