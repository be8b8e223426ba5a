//! Why a request to the store was not carried out, and what kind of trouble it is.

use std::io;
use std::path::{Path, PathBuf};

use milepost_model::ContentHash;

/// What to do about an error. Retry policies ask this, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// May go away by itself: another process holds the folder, the disk is full.
    Transient,
    /// Stays until a person or the caller changes something.
    Permanent,
    /// A defect of Milepost.
    Bug,
}

/// Why a request was not carried out. Nothing of it was stored, except where [`StoreError::Poisoned`] says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the store open.
    #[error("the store in {} is in use by another process", dir.display())]
    Locked {
        /// The store's folder.
        dir: PathBuf,
    },
    /// The store was written by a newer Milepost. Nothing was touched.
    #[error("store format {found}, this build knows {known}")]
    NewerFormat {
        /// The format found.
        found: u32,
        /// The newest format this build reads.
        known: u32,
    },
    /// A file could not be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried, such as `write`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The embedded database reported an error.
    #[error("the record database failed: {message}")]
    Database {
        /// The database's own words.
        message: String,
    },
    /// A record, a snapshot or a content file does not match its checksum, or cannot be read as what it should be.
    #[error("{what} is damaged: {reason}")]
    Damaged {
        /// Which record or file.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The snapshot is not in the store. Snapshots are stored before anything that refers to them.
    #[error("no snapshot {0} in the store")]
    UnknownSnapshot(ContentHash),
    /// No figure of that key was ever recorded.
    #[error("no figure {0} in the store")]
    UnknownFigure(String),
    /// There is no set-aside candidate of that id.
    #[error("no set-aside candidate `{0}`")]
    UnknownReview(String),
    /// The set-aside candidate was decided before; decisions are kept, not changed.
    #[error("set-aside candidate `{id}` was already {decision} by {who}")]
    AlreadyDecided {
        /// Its id.
        id: String,
        /// `accepted` or `rejected`.
        decision: &'static str,
        /// Who decided.
        who: String,
    },
    /// There is no run of that number, or it is closed.
    #[error("run {0} is not open")]
    RunNotOpen(u64),
    /// What was handed in breaks a rule of the store.
    #[error("{0}")]
    Refused(String),
    /// A backup file cannot be restored.
    #[error("{}: line {line}: {reason}", file.display())]
    BadBackup {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// An earlier write failed half way through the disk; no more are taken until the store is opened again, which
    /// completes or drops that write.
    #[error("the store takes no more writes after a failed one ({reason}); open it again")]
    Poisoned {
        /// What failed.
        reason: String,
    },
    /// The writing thread has ended.
    #[error("the store is closed")]
    Closed,
    /// Something that cannot happen happened.
    #[error("internal error: {0}")]
    Bug(String),
}

impl StoreError {
    /// Returns what to do about the error.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Locked { .. } | Self::Io { .. } => ErrorClass::Transient,
            Self::NewerFormat { .. }
            | Self::Database { .. }
            | Self::Damaged { .. }
            | Self::UnknownSnapshot(_)
            | Self::UnknownFigure(_)
            | Self::UnknownReview(_)
            | Self::AlreadyDecided { .. }
            | Self::RunNotOpen(_)
            | Self::Refused(_)
            | Self::BadBackup { .. }
            | Self::Poisoned { .. } => ErrorClass::Permanent,
            Self::Closed | Self::Bug(_) => ErrorClass::Bug,
        }
    }

    /// Returns the mend, where there is one.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "most of the kinds of I/O errors have no mend to name"
    )]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Locked { .. } => Some("stop the other process, or let the command ask the running daemon"),
            Self::NewerFormat { .. } => Some("use the newer Milepost; this one has changed nothing"),
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    Some("give the user that runs Milepost write access to the data folder")
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some("free space on the disk"),
                _ => None,
            },
            Self::Damaged { .. } | Self::Database { .. } => {
                Some("run `milepost store check`; opening the store again rebuilds damaged records")
            }
            Self::Poisoned { .. } => Some("see the first error in the log, mend it, and start again"),
            Self::UnknownSnapshot(_)
            | Self::UnknownFigure(_)
            | Self::UnknownReview(_)
            | Self::AlreadyDecided { .. }
            | Self::RunNotOpen(_)
            | Self::Refused(_)
            | Self::BadBackup { .. }
            | Self::Closed
            | Self::Bug(_) => None,
        }
    }

    pub(crate) fn damaged(what: impl Into<String>, reason: impl std::fmt::Display) -> Self {
        Self::Damaged {
            what: what.into(),
            reason: reason.to_string(),
        }
    }
}

/// Turns an I/O error into a [`StoreError`] that says what was tried on which file.
pub(crate) trait IoContext<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, StoreError>;
}

impl<T> IoContext<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Io {
            action,
            path: path.to_owned(),
            source,
        })
    }
}
