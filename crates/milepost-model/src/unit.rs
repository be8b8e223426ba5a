//! Base units: every stored value is in one of these, never in 万 or billions.

use std::fmt;
use std::str::FromStr;

/// The unit of a value. Scales (万, 亿, million) are multiplied out before a value gets here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Chinese yuan, Renminbi.
    Cny,
    /// United States dollars.
    Usd,
    /// A plain count: projects, companies, ports, routes, offices.
    Count,
    /// Percent or, for changes of a percentage, percentage points.
    Percent,
    /// Metric tonnes.
    Tonnes,
    /// Persons or person-trips.
    Persons,
    /// Twenty-foot equivalent units.
    Teu,
    /// Trains run.
    Trains,
    /// An index number.
    Index,
}

/// A text that names no unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown unit `{0}`: one of CNY, USD, count, percent, t, persons, TEU, trains, index expected")]
pub struct UnitError(pub String);

impl Unit {
    /// Every unit, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::Cny,
        Self::Usd,
        Self::Count,
        Self::Percent,
        Self::Tonnes,
        Self::Persons,
        Self::Teu,
        Self::Trains,
        Self::Index,
    ];

    /// Returns the text form, as in plans, JSON and CSV.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Usd => "USD",
            Self::Count => "count",
            Self::Percent => "percent",
            Self::Tonnes => "t",
            Self::Persons => "persons",
            Self::Teu => "TEU",
            Self::Trains => "trains",
            Self::Index => "index",
        }
    }

    /// Reads the exact text form.
    ///
    /// # Errors
    /// When the text is none of the nine.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        Self::ALL
            .into_iter()
            .find(|unit| unit.as_str() == text)
            .ok_or_else(|| UnitError(text.chars().take(40).collect()))
    }
}

impl FromStr for Unit {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        Self::parse(text)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
