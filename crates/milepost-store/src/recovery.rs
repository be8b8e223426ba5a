//! What opening a store found and mended, for logs, `status` and tests.

use std::fmt;
use std::path::PathBuf;

/// Something that opening found and mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecoveryEvent {
    /// A crash came between the journal and the database; these transactions were completed.
    TransactionsCompleted {
        /// How many.
        count: usize,
    },
    /// The database was damaged and has been rebuilt from the journal.
    RecordsRebuilt {
        /// What was wrong.
        reason: String,
        /// Where the damaged files are now; none where there was nothing to keep.
        moved_to: Option<PathBuf>,
        /// Records there are now.
        records: u64,
    },
    /// The journal was missing or damaged and has been written anew from the database.
    JournalRewritten {
        /// What was wrong.
        reason: String,
        /// Where the damaged file is now.
        moved_to: Option<PathBuf>,
    },
    /// Records are gone for good: database and journal were both damaged.
    RecordsLost {
        /// What is known about them.
        reason: String,
    },
    /// Snapshot files without a record got one again from their own note.
    SnapshotsRegistered {
        /// How many.
        count: usize,
    },
    /// A process ended in the middle of these runs.
    RunsInterrupted {
        /// Their numbers.
        runs: Vec<u64>,
    },
}

impl fmt::Display for RecoveryEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let aside = |moved_to: &Option<PathBuf>| {
            moved_to
                .as_ref()
                .map(|path| format!("; kept in {}", path.display()))
                .unwrap_or_default()
        };
        match self {
            Self::TransactionsCompleted { count } => {
                write!(f, "{count} transactions that a crash cut off were completed")
            }
            Self::RecordsRebuilt {
                reason,
                moved_to,
                records,
            } => write!(
                f,
                "records were damaged ({reason}) and rebuilt from the journal: {records} records{}",
                aside(moved_to)
            ),
            Self::JournalRewritten { reason, moved_to } => {
                write!(
                    f,
                    "journal written anew from the records ({reason}){}",
                    aside(moved_to)
                )
            }
            Self::RecordsLost { reason } => write!(
                f,
                "records were lost: {reason}; replaying the stored snapshots reads them again"
            ),
            Self::SnapshotsRegistered { count } => {
                write!(f, "{count} snapshots were registered again from their files")
            }
            Self::RunsInterrupted { runs } => write!(f, "{} runs had been interrupted", runs.len()),
        }
    }
}

/// What opening a store found and mended. Empty after a clean end, and after most crashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovery {
    /// What was mended, in order.
    pub events: Vec<RecoveryEvent>,
}

impl Recovery {
    /// Tells whether records are gone for good.
    pub fn has_loss(&self) -> bool {
        self.events
            .iter()
            .any(|event| matches!(event, RecoveryEvent::RecordsLost { .. }))
    }

    pub(crate) fn runs_interrupted(&mut self, runs: Vec<u64>) {
        self.events.push(RecoveryEvent::RunsInterrupted { runs });
    }

    pub(crate) fn log(&self) {
        for event in &self.events {
            if matches!(event, RecoveryEvent::RecordsLost { .. }) {
                tracing::error!(%event, "store opened with loss");
            } else {
                tracing::warn!(%event, "store recovered");
            }
        }
    }
}
