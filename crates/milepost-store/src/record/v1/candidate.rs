//! A candidate as text, exactly as claimed: what was set aside may be wrong in every field.

use milepost_model::{
    Candidate, Comparison, Evidence, EvidenceRole, IndicatorId, Period, Role, Unit, parse_plain_decimal,
};
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// A candidate's fields in their text forms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CandidateText {
    /// The indicator's id.
    pub indicator: String,
    /// The role, such as `level`.
    pub role: String,
    /// The value, a plain decimal in base units where the extractor kept to its contract.
    pub value: String,
    /// The unit, such as `CNY`.
    pub unit: String,
    /// The period, such as `2024-Q3`.
    pub period: String,
    /// The comparison, such as `eq`.
    pub comparison: String,
    /// The number as printed.
    pub printed: String,
    /// The scope.
    pub scope: String,
    /// Further dimensions.
    pub dims: Vec<(String, String)>,
    /// The quotes.
    pub evidence: Vec<EvidenceText>,
}

/// A quote and its place, as claimed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EvidenceText {
    /// What it proves, such as `value`.
    pub role: String,
    /// 0 for the bulletin itself, 1 and on for its attachments.
    pub document: u32,
    /// The node said to hold the quote.
    pub node: u32,
    /// The quote.
    pub quote: String,
}

impl CandidateText {
    /// Writes a candidate's fields as text.
    pub fn of(candidate: &Candidate) -> Self {
        let quotes = candidate.evidence.iter().map(|evidence| EvidenceText {
            role: evidence.role.to_string(),
            document: evidence.document,
            node: evidence.node,
            quote: evidence.quote.clone(),
        });
        Self {
            indicator: candidate.indicator.to_string(),
            role: candidate.role.to_string(),
            value: candidate.value.to_string(),
            unit: candidate.unit.to_string(),
            period: candidate.period.to_string(),
            comparison: candidate.comparison.to_string(),
            printed: candidate.printed.clone(),
            scope: candidate.scope.clone(),
            dims: candidate.dims.clone(),
            evidence: quotes.collect(),
        }
    }

    /// Reads the fields back into a candidate.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where a field is no legal text; the message says which.
    pub fn to_candidate(&self) -> Result<Candidate, StoreError> {
        fn field<T, E: ToString>(name: &str, result: Result<T, E>) -> Result<T, StoreError> {
            result.map_err(|error| {
                StoreError::Refused(format!(
                    "the candidate's {name} is not legal: {}",
                    error.to_string()
                ))
            })
        }
        let quotes = self.evidence.iter().map(|evidence| {
            Ok(Evidence {
                role: field("evidence", EvidenceRole::parse(&evidence.role))?,
                document: evidence.document,
                node: evidence.node,
                quote: evidence.quote.clone(),
            })
        });
        Ok(Candidate {
            indicator: field("indicator", IndicatorId::parse(&self.indicator))?,
            role: field("role", Role::parse(&self.role))?,
            value: field("value", parse_plain_decimal(&self.value))?,
            unit: field("unit", Unit::parse(&self.unit))?,
            period: field("period", Period::parse(&self.period))?,
            comparison: field("comparison", Comparison::parse(&self.comparison))?,
            printed: self.printed.clone(),
            scope: self.scope.clone(),
            dims: self.dims.clone(),
            evidence: quotes.collect::<Result<_, StoreError>>()?,
        })
    }
}
