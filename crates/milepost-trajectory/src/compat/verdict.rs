//! The verdicts of the other offices' methods, as data.

use crate::status::{EurostatStatus, EustatStatus, OpenSdgStatus, SdsnArrow, Unsd2022, Unsd2023};

/// The verdicts other offices' methods give on the same figures.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Compatibility {
    /// Open SDG and Statistics Canada.
    pub open_sdg: OpenSdgVerdict,
    /// Eurostat.
    pub eurostat: Option<EurostatStatus>,
    /// The Basque statistics office.
    pub eustat: EustatVerdict,
    /// SDSN; none without the plan's bounds.
    pub sdsn: Option<SdsnVerdict>,
    /// UNSD 2022; none without a target.
    pub unsd_2022: Option<Unsd2022>,
    /// UNSD 2023; none without a target.
    pub unsd_2023: Option<Unsd2023>,
}

/// The verdict of Open SDG and Statistics Canada.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenSdgVerdict {
    /// The ratio of growth rates, or the growth rate where there is no target.
    pub progress: Option<f64>,
    /// The word.
    pub status: OpenSdgStatus,
    /// From -5 to 5.
    pub score: Option<f64>,
}

impl Default for OpenSdgVerdict {
    fn default() -> Self {
        Self {
            progress: None,
            status: OpenSdgStatus::NotAvailable,
            score: None,
        }
    }
}

/// The verdict of the Basque statistics office.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EustatVerdict {
    /// The ratio of growth rates, or the growth rate where there is no target.
    pub progress: Option<f64>,
    /// The word.
    pub status: EustatStatus,
    /// From -5 to 5.
    pub score: Option<f64>,
}

impl Default for EustatVerdict {
    fn default() -> Self {
        Self {
            progress: None,
            status: EustatStatus::NotAvailable,
            score: None,
        }
    }
}

/// The verdict of SDSN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SdsnVerdict {
    /// The arrow: `↑ ➚ → ↓`.
    pub arrow: SdsnArrow,
    /// Actual over required normalised rate; none where the goal is met.
    pub ratio: Option<f64>,
}
