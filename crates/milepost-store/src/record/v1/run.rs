//! Runs: one pass over sources, from its opening to its end.

use milepost_model::{SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use super::as_text;

/// What a run is opened with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRun {
    /// What started it, such as `schedule`, `ingest` or `replay`.
    pub trigger: String,
    /// When.
    pub started_at: Timestamp,
    /// The version of Milepost.
    pub version: String,
}

/// How a run ended for one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceResult {
    /// The source.
    #[serde(with = "as_text")]
    pub source: SourceId,
    /// The class of the outcome, one of those of `ingest --json`.
    pub class: String,
    /// The reason, where it did not go well.
    #[serde(default)]
    pub reason: Option<String>,
    /// Bulletins found.
    pub found: u64,
    /// Bulletins not known before.
    pub new: u64,
    /// Observations stored.
    #[serde(default)]
    pub observations: u64,
    /// Figures revised.
    #[serde(default)]
    pub revised: u64,
    /// Candidates set aside.
    #[serde(default)]
    pub set_aside: u64,
    /// Bulletins that could not be read.
    #[serde(default)]
    pub unreadable: u64,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunEnd {
    /// It is still going on.
    Open,
    /// It came to its end.
    Closed {
        /// When.
        at: Timestamp,
    },
    /// The process ended in the middle of it.
    Interrupted {
        /// When the next process noticed.
        noticed_at: Timestamp,
    },
}

/// One pass over sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its number: 1 for the first run of the store.
    pub id: u64,
    /// What it was opened with.
    pub opened: NewRun,
    /// How it ended.
    pub end: RunEnd,
    /// How it went, source by source.
    #[serde(default)]
    pub results: Vec<SourceResult>,
}
