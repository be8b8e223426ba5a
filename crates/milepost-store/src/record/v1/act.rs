//! Manual acts: who did what to the series by hand, and why.

use milepost_model::Timestamp;
use serde::{Deserialize, Serialize};

/// What kind of act it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActKind {
    /// Figures were imported.
    Import,
    /// A figure was overridden.
    Override,
    /// A figure was retracted.
    Retract,
    /// A set-aside candidate was taken in.
    Accept,
    /// A set-aside candidate was turned down.
    Reject,
}

/// One act of a person on the series. Kept for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManualAct {
    /// What was done.
    pub kind: ActKind,
    /// Who did it.
    pub who: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: Timestamp,
    /// What it was done to: a figure, a file, a candidate's id.
    pub subject: String,
}
