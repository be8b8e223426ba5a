//! What an extractor claims, and the quotes and places that prove it.

use rust_decimal::Decimal;

use crate::{Comparison, IndicatorId, Period, Role, Unit};

/// The index of one node in a document's tree. Never trusted: whoever reads one checks it against the document.
pub type NodeIndex = u32;

crate::figure::words! {
    /// What a quote proves.
    EvidenceRole, "evidence role: value, period, unit, label, area or note" {
        /// The printed number.
        Value = "value",
        /// The period it is for.
        Period = "period",
        /// Its unit or scale, where not printed with the number.
        Unit = "unit",
        /// What it is a number of.
        Label = "label",
        /// The area it is for.
        Area = "area",
        /// Anything else worth showing.
        Note = "note",
    }
}

/// A quote and its place: `quote` stands in the text of `node` of document `document`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What the quote proves.
    pub role: EvidenceRole,
    /// 0 for the bulletin itself, 1 and on for its attachments.
    pub document: u32,
    /// The node whose text holds the quote.
    pub node: NodeIndex,
    /// The words as they stand in the document.
    pub quote: String,
}

/// What an extractor claims to have read: not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The indicator it is a figure of.
    pub indicator: IndicatorId,
    /// What the number is of the indicator.
    pub role: Role,
    /// The exact value in base units.
    pub value: Decimal,
    /// The base unit.
    pub unit: Unit,
    /// The period it is for.
    pub period: Period,
    /// How exactly the text claims it.
    pub comparison: Comparison,
    /// The number as printed, with its scale and unit where they stand beside it, such as `7154.2亿元`.
    pub printed: String,
    /// The area or part the text says it is for, such as `全市`; empty where the text says nothing.
    pub scope: String,
    /// Further dimensions, sorted by key.
    pub dims: Vec<(String, String)>,
    /// The proof. At least one quote for the value and one for the period.
    pub evidence: Vec<Evidence>,
}
