//! What became of bulletins, sources and whole passes: plain data for whoever prints or counts it.

use milepost_fetch::OutcomeClass;
use milepost_model::{ContentHash, SourceId};

/// What became of one bulletin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentOutcome {
    /// The source.
    pub source: SourceId,
    /// Its address or file.
    pub url: String,
    /// Its title, as far as known.
    pub title: String,
    /// How it ended.
    pub class: OutcomeClass,
    /// Why, for people; empty where there is nothing to say.
    pub reason: String,
    /// Its bytes, where they are kept.
    pub snapshot: Option<ContentHash>,
    /// Observations stored that were not known before.
    pub observations: usize,
    /// Of these, figures that the source had published with another value.
    pub revised: usize,
    /// Statements of it that were known already.
    pub unchanged: usize,
    /// Candidates set aside that were not known before.
    pub set_aside: usize,
    /// Candidates refused.
    pub refused: usize,
    /// Extractors that did not come to their end, with the reason.
    pub plugin_failures: Vec<String>,
}

impl DocumentOutcome {
    /// A bulletin of which nothing was stored.
    pub(crate) fn without_figures(
        source: &SourceId,
        url: &str,
        title: &str,
        class: OutcomeClass,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            source: source.clone(),
            url: url.to_owned(),
            title: title.to_owned(),
            class,
            reason: reason.into(),
            snapshot: None,
            observations: 0,
            revised: 0,
            unchanged: 0,
            set_aside: 0,
            refused: 0,
            plugin_failures: Vec::new(),
        }
    }

    /// Tells whether it failed. A bulletin that its site took down is no failure: it is told, and that is all.
    pub const fn is_failure(&self) -> bool {
        !self.class.is_success() && !matches!(self.class, OutcomeClass::Gone)
    }

    /// Tells whether the store holds anything new because of it.
    pub const fn is_new(&self) -> bool {
        matches!(self.class, OutcomeClass::New)
            && (self.observations > 0 || self.set_aside > 0 || self.snapshot.is_some())
    }
}

/// What became of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceOutcome {
    /// The source.
    pub id: SourceId,
    /// How its discovery ended; where that went well and every bulletin failed, how the last one did.
    pub class: OutcomeClass,
    /// Why, for people; empty where there is nothing to say.
    pub reason: String,
    /// Bulletins found.
    pub found: usize,
    /// Bulletins not known before.
    pub new: usize,
    /// Its bulletins.
    pub documents: Vec<DocumentOutcome>,
}

impl SourceOutcome {
    /// Tells whether the source failed.
    pub const fn is_failure(&self) -> bool {
        !self.class.is_success()
    }

    /// Returns how many observations were stored.
    pub fn observations(&self) -> usize {
        self.documents.iter().map(|document| document.observations).sum()
    }

    /// Returns how many figures were revised.
    pub fn revised(&self) -> usize {
        self.documents.iter().map(|document| document.revised).sum()
    }

    /// Returns how many candidates were set aside.
    pub fn set_aside(&self) -> usize {
        self.documents.iter().map(|document| document.set_aside).sum()
    }

    /// Returns how many bulletins failed.
    pub fn failed_documents(&self) -> usize {
        self.documents
            .iter()
            .filter(|document| document.is_failure())
            .count()
    }

    /// Returns how many bulletins were kept but could not be read.
    pub fn unreadable(&self) -> usize {
        let unreadable = |document: &&DocumentOutcome| {
            document.class == OutcomeClass::BadContent && document.snapshot.is_some()
        };
        self.documents.iter().filter(unreadable).count()
    }
}

/// What became of a pass.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PassOutcome {
    /// The run it was recorded as.
    pub run: u64,
    /// Its sources, in the order they were recorded in.
    pub sources: Vec<SourceOutcome>,
    /// True where it was asked to stop before its end.
    pub is_stopped: bool,
}

impl PassOutcome {
    /// Returns every bulletin of every source.
    pub fn documents(&self) -> impl Iterator<Item = &DocumentOutcome> {
        self.sources.iter().flat_map(|source| &source.documents)
    }

    /// Returns how many observations were stored.
    pub fn observations(&self) -> usize {
        self.sources.iter().map(SourceOutcome::observations).sum()
    }

    /// Tells whether the store holds no figure, candidate or snapshot that it did not hold before.
    pub fn is_nothing_new(&self) -> bool {
        !self.documents().any(DocumentOutcome::is_new)
    }
}
