//! What a series is made of: the points, the states behind each, and where sources disagree or revise.

use milepost_model::{
    Comparison, Decimal, FigureKey, NaiveDate, Period, SourceId, SourceTier, Timestamp, Unit,
};

/// Finds an observation in the histories that were passed to [`crate::assess()`] or [`crate::assess_plan()`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObservationRef {
    /// Index into the slice of histories.
    pub history: usize,
    /// Index into that history's `vintages`.
    pub vintage: usize,
}

/// One period's level or growth after choosing among its vintages and sources.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesPoint {
    /// The period.
    pub period: Period,
    /// The value as published, or as estimated where `flags.estimated` says so.
    pub value: Decimal,
    /// The unit.
    pub unit: Unit,
    /// The day it was published.
    pub published: NaiveDate,
    /// When it became known.
    pub known_at: Timestamp,
    /// How exactly the text claims it.
    pub comparison: Comparison,
    /// One unit of the last printed digit, in the same unit as the value.
    pub step: Decimal,
    /// The tier of the source it was taken from.
    pub tier: SourceTier,
    /// What to know about it.
    pub flags: PointFlags,
    /// Which definition it belongs to: 0 before the first break, 1 after it, and so on.
    pub segment: usize,
    /// The observation chosen. None for an estimated full year.
    pub at: Option<ObservationRef>,
    /// All its states in the order of publication, for display, the chosen one among them. Empty where there is only
    /// that one.
    pub vintages: Vec<VintagePoint>,
}

/// What to know about a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "six independent marks of one point, each printed by itself"
)]
pub struct PointFlags {
    /// Its publisher calls it provisional.
    pub provisional: bool,
    /// A full year made out of a year to date. Such points never enter a fit.
    pub annualised: bool,
    /// Computed, not published: annualised, or spliced across a break.
    pub estimated: bool,
    /// Published before with another value.
    pub revised: bool,
    /// Sources disagreed on it.
    pub conflict: bool,
    /// Entered by a person.
    pub manual: bool,
}

/// One state of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VintagePoint {
    /// The value; none for a retraction.
    pub value: Option<Decimal>,
    /// The day it was published.
    pub published: NaiveDate,
    /// When it became known.
    pub known_at: Timestamp,
    /// The tier of its source; none for a retraction.
    pub tier: Option<SourceTier>,
    /// Which vintage it is.
    pub at: ObservationRef,
}

/// Two or more figures for one key that cannot be the same number at their printed precision.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// What they are figures of.
    pub key: FigureKey,
    /// The figures, the chosen one first.
    pub values: Vec<ConflictValue>,
    /// How it was settled.
    pub resolved_by: Resolution,
}

/// One of the figures in a conflict.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictValue {
    /// The value.
    pub value: Decimal,
    /// One unit of its last printed digit.
    pub step: Decimal,
    /// The day it was published.
    pub published: NaiveDate,
    /// The tier of its source.
    pub tier: SourceTier,
    /// The id of its source.
    pub source: SourceId,
    /// Which observation it is.
    pub at: ObservationRef,
}

/// How a conflict was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// The source of the better tier.
    Tier,
    /// The later publication.
    Date,
    /// A person's figure.
    Person,
    /// Not at all: equal tier, equal day.
    Unresolved,
}

impl Resolution {
    /// Returns the text form: `tier date person unresolved`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tier => "tier",
            Self::Date => "date",
            Self::Person => "person",
            Self::Unresolved => "unresolved",
        }
    }
}

/// A figure that was published anew with another value, by the source it came from or a better one.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// What it is a figure of.
    pub key: FigureKey,
    /// The value before.
    pub from: Decimal,
    /// The value after; none where the figure was retracted.
    pub to: Option<Decimal>,
    /// The day the former was published.
    pub from_published: NaiveDate,
    /// The day the latter was published.
    pub to_published: NaiveDate,
    /// When the latter became known.
    pub known_at: Timestamp,
    /// The change in percent of the former; none where that is zero.
    pub percent: Option<f64>,
}
