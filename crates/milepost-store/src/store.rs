//! The open store: what holds its parts together.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::batch::Batch;
use crate::open;
use crate::recovery::Recovery;
use crate::view::{Shared, View};
use crate::writer::{Settle, WriterHandle};
use crate::{OpenOptions, StoreError};

/// An open store. Clones share it; it closes with the last of them.
#[derive(Debug, Clone)]
pub struct Store(Arc<Parts>);

/// The fields are dropped in this order: the writer ends, the database closes, the lock goes.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) writer: WriterHandle,
    pub(crate) shared: Arc<Shared>,
    pub(crate) recovery: Recovery,
    pub(crate) dir: PathBuf,
    pub(crate) _lock: File,
}

impl Store {
    /// Opens the store in `dir` for this process, creating it where there is none. What a crash left undone is
    /// completed; damaged records are moved aside and rebuilt from the journal; [`Store::recovery`] says so.
    ///
    /// # Errors
    /// [`StoreError::Locked`] at once where another process has it open; [`StoreError::NewerFormat`] where a newer
    /// Milepost wrote it (nothing is touched then); [`StoreError::Io`] where the folder cannot be written.
    pub fn open(dir: &Path, options: OpenOptions) -> Result<Self, StoreError> {
        let now = options.now;
        let mut store = Self(Arc::new(open::open(dir, options)?));
        let interrupted = store.close_interrupted_runs(now)?;
        if !interrupted.is_empty()
            && let Some(parts) = Arc::get_mut(&mut store.0)
        {
            parts.recovery.runs_interrupted(interrupted);
        }
        store.0.recovery.log();
        Ok(store)
    }

    /// Returns what opening had to complete, rebuild or move aside.
    pub fn recovery(&self) -> &Recovery {
        &self.0.recovery
    }

    /// Returns the store's folder.
    pub fn dir(&self) -> &Path {
        &self.0.dir
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0.shared
    }

    /// Reads from a consistent view.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(View<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.0.shared.read(read)
    }

    /// Writes one transaction.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        decide: impl FnOnce(View<'_>, &mut Batch) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.0.writer.write(Settle::Now, decide)
    }

    /// Writes one transaction that is durable in the journal when it is acknowledged, and in the database with the
    /// next one or the next pause.
    pub(crate) fn write_to_journal<T: Send + 'static>(
        &self,
        decide: impl FnOnce(View<'_>, &mut Batch) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.0.writer.write(Settle::WithNext, decide)
    }
}
