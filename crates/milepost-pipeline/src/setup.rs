//! What the pipeline needs to know of a source and of the whole, as plain parameters.

use std::sync::Arc;

use milepost_document::{Limits, WorkerCommand};
use milepost_fetch::{Clock, Fetcher, SourceSpec};
use milepost_model::{NaiveDate, PluginId, SourceId, SourceTier};
use milepost_store::Store;
use milepost_verify::Catalogue;

use crate::extractors::Extractors;

/// One source, as the pipeline takes it.
#[derive(Debug, Clone)]
pub struct SourceSetup {
    /// Where its bulletins are, and how to get at them.
    pub spec: SourceSpec,
    /// How much it is to be believed.
    pub tier: SourceTier,
    /// Only these extractors read it; empty: all that match.
    pub plugins: Vec<PluginId>,
}

impl SourceSetup {
    /// Returns the source's id.
    pub const fn id(&self) -> &SourceId {
        &self.spec.id
    }
}

/// Everything a pipeline works with.
#[derive(Debug)]
pub struct Parts {
    /// Where everything is kept.
    pub store: Store,
    /// What brings bulletins home.
    pub fetcher: Arc<Fetcher>,
    /// What reads figures out of them.
    pub extractors: Arc<Extractors>,
    /// What may be claimed, one catalogue a plan.
    pub catalogues: Vec<Catalogue>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How documents are parsed.
    pub reader: Reader,
    /// The version of Milepost, for run records.
    pub version: String,
}

/// How documents are parsed: foreign formats in a worker process.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The bounds.
    pub limits: Limits,
    /// The worker; without one, foreign formats are read in this process.
    pub worker: Option<WorkerCommand>,
}

/// What a pass is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassOptions {
    /// What started it, for the run record: `ingest`, `schedule`.
    pub trigger: String,
    /// Fetch and read again even what has not changed.
    pub force: bool,
    /// Go back to bulletins listed since this day.
    pub since: Option<NaiveDate>,
    /// Which known bulletins are asked for again.
    pub recheck: Recheck,
}

/// Which known bulletins are asked for again, to see whether they were revised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Recheck {
    /// Every one that the lists still show.
    #[default]
    Listed,
    /// Those whose last check is a twenty-fourth of their age ago: a day-old one every hour, a year-old one every two
    /// weeks. For passes on a schedule, which would otherwise ask for every listed page each time.
    Due,
}
