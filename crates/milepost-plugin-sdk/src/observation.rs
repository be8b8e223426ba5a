//! What an extractor emits: a figure and the quotes that prove it.

use crate::{Node, Role};

/// What a quote proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EvidenceRole {
    /// The printed number.
    Value,
    /// The period it is for.
    Period,
    /// Its unit or scale, where not printed with the number.
    Unit,
    /// What it is a number of.
    Label,
    /// The area it is for.
    Area,
    /// Anything else worth showing.
    Note,
}

/// A quote and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What the quote proves.
    pub role: EvidenceRole,
    /// The page's [`index`](crate::Page::index).
    pub document: u32,
    /// The node whose text holds the quote.
    pub node: Node,
    /// The words as they stand in the document.
    pub quote: String,
}

/// A figure as an extractor claims it; every part is text, as the host will check it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// An indicator id.
    pub indicator: String,
    /// A period in one of the text forms, such as `2024-01..2024-09`.
    pub period: String,
    /// Exact decimal text in base units.
    pub value: String,
    /// A base unit: `CNY USD count percent t persons TEU trains index`.
    pub unit: String,
    /// The number as printed; stands in a value quote and reads back to `value`.
    pub printed: String,
    /// Dimensions; `role`, `comparison` and `scope` have a meaning of their own.
    pub dims: Vec<(String, String)>,
    /// The proof: at least one quote for the value and one for the period.
    pub evidence: Vec<Evidence>,
}

impl Observation {
    /// Adds a dimension, or replaces the one of that key.
    #[must_use]
    pub fn with_dim(mut self, key: &str, value: &str) -> Self {
        self.dims.retain(|(known, _)| known != key);
        self.dims.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Says what the number is of its indicator; without it, the level.
    #[must_use]
    pub fn with_role(self, role: Role) -> Self {
        self.with_dim("role", role.as_str())
    }

    /// Adds a quote.
    #[must_use]
    pub fn with_evidence(mut self, role: EvidenceRole, document: u32, node: Node, quote: &str) -> Self {
        self.evidence.push(Evidence {
            role,
            document,
            node,
            quote: quote.to_owned(),
        });
        self
    }
}

/// Why the host refuses an observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// One of the host's codes, such as `value-differs`.
    pub code: String,
    /// What, where, and what was expected.
    pub message: String,
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Rejection {}
