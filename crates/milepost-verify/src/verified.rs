//! A claim that holds.

use milepost_model::{Basis, Candidate, Decimal, FigureKey};

/// A candidate that the page proves, with what the host read beyond the claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was claimed. Its scope is the page's, also where the claim left it out.
    pub candidate: Candidate,
    /// What stretch of time the value covers.
    pub basis: Basis,
    /// One unit of the last printed digit, in base units. Never negative.
    pub step: Decimal,
}

impl Verified {
    /// Returns what this is a figure of.
    pub fn key(&self) -> FigureKey {
        FigureKey {
            indicator: self.candidate.indicator.clone(),
            role: self.candidate.role,
            period: self.candidate.period,
            dims: self.candidate.dims.clone(),
        }
    }
}
