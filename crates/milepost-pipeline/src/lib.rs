//! Carries one bulletin from its site to a durable record: discover, fetch, archive, deduplicate, parse, extract, hold
//! against history, record. Each step is recorded, each can be repeated, and none can be half done.
//!
//! [`Pipeline::pass`] does so for sources, [`Pipeline::take_in`] for bulletins given by hand, [`Pipeline::replay`] for
//! stored ones. How a site, a bulletin or an extractor behaves is an outcome; errors are the store's and ours. Nothing
//! here decides when a pass is due, judges a figure against a plan, or reads configuration.

mod archive;
mod attached;
mod attachments;
mod backfill;
mod blocking;
mod bring;
mod collect;
mod error;
mod events;
mod extractors;
mod fetching;
mod fingerprint;
mod given;
mod memory;
mod merge;
mod notes;
mod outcome;
mod pass;
mod plausibility;
mod process;
mod reader;
mod recheck;
mod replay;
mod setup;
mod statement;
mod warc_export;
mod warc_import;

pub use crate::attached::{Attached, AttachedMember, Attachment};
pub use crate::attachments::{Page, wanted_attachments};
pub use crate::error::PipelineError;
pub use crate::extractors::{Extraction, Extractors, Found, Job, PluginName, Refused, Turn};
pub use crate::fingerprint::text_hash;
pub use crate::given::{Given, GivenBulletins};
pub use crate::notes::{NoNotes, Notes, Stop, Stopper};
pub use crate::outcome::{DocumentOutcome, PassOutcome, SourceOutcome};
pub use crate::pass::Pipeline;
pub use crate::plausibility::DISPUTED;
pub use crate::reader::Bytes;
pub use crate::replay::{Difference, DifferenceKind, ReplayOptions, ReplayOutcome};
pub use crate::setup::{Parts, PassOptions, Reader, Recheck, SourceSetup};
pub use crate::warc_export::WarcExported;
pub use crate::warc_import::WarcImported;
