//! Keeps snapshots, observations, runs and schedule state, so that what was acknowledged is there after a crash or a
//! power cut. sled and files, named nowhere else; blocking calls, no async runtime.
//!
//! [`Store::open`] takes a folder for one process. Writes go through one thread and return when they are durable;
//! reads run on any thread and see whole transactions. Nothing published is overwritten: statements about figures
//! are only added, and [`Store::history`] folds them into vintages. The store reads no clock: instants are handed in.
//!
//! ```text
//! <dir>/lock         held by the process that has the store open
//! <dir>/journal      every transaction, append-only and checksummed: the last word
//! <dir>/records/     the same as a database (sled): rebuilt from the journal when damaged
//! <dir>/snapshots/   raw bytes as fetched, by SHA-256, zstd, with where they first came from
//! <dir>/large/       records too large for the database, by SHA-256
//! <dir>/damaged/     what was found damaged and moved aside
//! ```

#![cfg_attr(
    test,
    allow(clippy::wildcard_enum_match_arm, reason = "a test that fails panics")
)]

mod backup;
mod batch;
mod care;
mod content;
mod database;
mod documents;
mod durable;
mod error;
mod export;
mod figures;
mod fold;
mod journal;
mod manual;
mod open;
mod record;
mod recovery;
mod reports;
mod reviews;
mod runs;
mod snapshots;
mod sources;
mod store;
mod table;
mod tally;
mod view;
mod writer;

pub use crate::backup::Copied;
pub use crate::care::{Check, Finding, Stats};
pub use crate::content::content_hash;
pub use crate::documents::DocumentRecord;
pub use crate::error::{ErrorClass, StoreError};
pub use crate::figures::{Effect, Recorded, RecordedFigure};
pub use crate::fold::{Corroboration, FigureHistory};
pub use crate::manual::Retraction;
pub use crate::open::OpenOptions;
pub use crate::record::v1::{
    ActKind, CandidateText, Delivery, DeliveryStatus, Document, EvidenceText, KnownArticle, ManualAct,
    NewRun, PluginUse, Reading, RefusedCount, Report, ReviewDecision, ReviewItem, Run, RunEnd,
    ScheduleRecord, SetAside, Snapshot, SnapshotMeta, SourceResult, SourceState, Validators,
};
pub use crate::recovery::{Recovery, RecoveryEvent};
pub use crate::store::Store;

/// The store's format: of the folder, the journal and the keys. Records have versions of their own besides.
pub const FORMAT: u32 = 1;
