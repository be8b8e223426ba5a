//! Version 1 of every record. The JSON of these types is the stored format (`docs/formats/store-1.md`).
//!
//! Fields may be added with a default; anything else is a `v2` beside this, with a migration. Types that are the
//! store's own words (runs, deliveries) are also what callers see; domain types are translated.

mod act;
mod as_text;
mod candidate;
mod document;
mod figure;
mod report;
mod run;
mod source;

pub use act::{ActKind, ManualAct};
pub use candidate::{CandidateText, EvidenceText};
pub use document::{Document, PluginUse, Reading, RefusedCount, Snapshot, SnapshotMeta};
pub(crate) use figure::{Observed, Retracted, Statement};
pub use report::{Delivery, DeliveryStatus, Report, ReviewDecision, ReviewItem, SetAside};
pub use run::{NewRun, Run, RunEnd, SourceResult};
pub use source::{KnownArticle, ScheduleRecord, SourceState, Validators};

pub(crate) use source::Note;
