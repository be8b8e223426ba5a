//! Vintages: what was known when. A revision adds one; nothing is overwritten.

use chrono::NaiveDate;

use crate::{IndicatorId, Observation, Period, Role, Timestamp};

/// What a figure is a figure of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureKey {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Level or growth.
    pub role: Role,
    /// The period.
    pub period: Period,
    /// Further dimensions, sorted by key.
    pub dims: Vec<(String, String)>,
}

/// One published state of a figure. A retraction is a vintage without an observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vintage {
    /// A published or entered figure.
    Observed(Box<Observation>),
    /// From here on the earlier figures of this key do not count.
    Retracted {
        /// The day from which it does not count.
        published: NaiveDate,
        /// When Milepost was told.
        known_at: Timestamp,
        /// Who retracted it.
        who: String,
        /// Why.
        why: String,
    },
}

impl Vintage {
    /// Returns the day this state was published.
    pub const fn published(&self) -> NaiveDate {
        match self {
            Self::Observed(observation) => observation.published,
            Self::Retracted { published, .. } => *published,
        }
    }

    /// Returns when Milepost came to know this state.
    pub const fn known_at(&self) -> Timestamp {
        match self {
            Self::Observed(observation) => observation.known_at,
            Self::Retracted { known_at, .. } => *known_at,
        }
    }
}

/// Every state of one figure, whatever order they arrived in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VintageHistory {
    /// What it is a figure of.
    pub key: FigureKey,
    /// All its states.
    pub vintages: Vec<Vintage>,
}

impl VintageHistory {
    /// Returns the states that were published by `as_of` and known by `known_at`, oldest publication first.
    /// Ties are broken by when they became known, so the order of arrival does not matter.
    pub fn seen(&self, as_of: NaiveDate, known_at: Timestamp) -> Vec<&Vintage> {
        let mut seen: Vec<&Vintage> = self
            .vintages
            .iter()
            .filter(|vintage| vintage.published() <= as_of && vintage.known_at() <= known_at)
            .collect();
        seen.sort_by_key(|vintage| (vintage.published(), vintage.known_at()));
        seen
    }
}
