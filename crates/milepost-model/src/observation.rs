//! A candidate that passed verification, with everything needed to show where it came from.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::series::FigureKey;
use crate::{
    Basis, Comparison, ContentHash, Evidence, IndicatorId, Period, PluginId, Role, SourceId, Timestamp, Unit,
};

/// How much a source is to be believed: a lower tier never overrides a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceTier(u8);

impl SourceTier {
    /// The publishing office itself.
    pub const OFFICIAL: Self = Self(1);

    /// Takes a tier from 1 (the publishing office itself) to 9 (hearsay).
    ///
    /// Returns `None` outside that range.
    pub const fn new(tier: u8) -> Option<Self> {
        match tier {
            1..=9 => Some(Self(tier)),
            _ => None,
        }
    }

    /// Returns the tier's number: 1 is the most, 9 the least believed.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Which extractor read a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extractor {
    /// The plugin's id.
    pub plugin: PluginId,
    /// The plugin's version, as in its manifest.
    pub version: String,
    /// The SHA-256 of the component.
    pub component: ContentHash,
}

/// How an observation came to be: read from a bulletin, or entered by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An extractor read it out of a snapshot and the host verified it.
    Extracted(Extractor),
    /// A person entered it.
    Manual {
        /// Who entered it.
        who: String,
        /// Why it was entered.
        why: String,
    },
}

/// Where an observation comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The source whose bulletin it stands in.
    pub source: SourceId,
    /// The tier of that source when the figure was read.
    pub tier: SourceTier,
    /// The bulletin's address, or the file it was taken from.
    pub url: String,
    /// The bulletin's title.
    pub title: String,
    /// The snapshot of the bytes; none for a manual figure.
    pub snapshot: Option<ContentHash>,
    /// What read or entered it.
    pub origin: Origin,
    /// True where the site was read with TLS verification switched off.
    pub insecure: bool,
}

/// One figure of one indicator for one period, published on one day, proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The indicator.
    pub indicator: IndicatorId,
    /// What the number is of the indicator: a level or a growth, in practice.
    pub role: Role,
    /// The period it is for.
    pub period: Period,
    /// The exact value in base units.
    pub value: Decimal,
    /// The base unit.
    pub unit: Unit,
    /// How exactly the text claims it.
    pub comparison: Comparison,
    /// One unit of the last printed digit, in base units: `8000.59亿元` has 1000000. Never negative.
    pub step: Decimal,
    /// The number as printed.
    pub printed: String,
    /// The area or part the text says it is for; empty where the text says nothing.
    pub scope: String,
    /// Further dimensions, sorted by key.
    pub dims: Vec<(String, String)>,
    /// The quotes that prove it.
    pub evidence: Vec<Evidence>,
    /// When the bulletin was published.
    pub published: NaiveDate,
    /// When Milepost came to know it.
    pub known_at: Timestamp,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl Observation {
    /// Returns what this is a figure of: observations with equal keys are vintages of, or conflict over, one fact.
    pub fn key(&self) -> FigureKey {
        FigureKey {
            indicator: self.indicator.clone(),
            role: self.role,
            period: self.period,
            dims: self.dims.clone(),
        }
    }

    /// Returns what stretch of time the value covers.
    pub fn basis(&self) -> Basis {
        self.period.basis()
    }

    /// Tells whether two printed values can be the same number at the coarser of their precisions:
    /// 8000.59 and 8000.6 can, 8000.59 and 8000.5 cannot.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let coarser = self.step.max(other.step);
        (self.value - other.value).abs() <= coarser / Decimal::TWO
    }
}
