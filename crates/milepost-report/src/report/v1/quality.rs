//! What the figures rest on and what is wrong with them: evidence, revisions, conflicts, breaks, acts by hand, changes.

use milepost_model::{Comparison, Decimal, EvidenceRole, NaiveDate, Period, Role, Timestamp, Unit};
use milepost_trajectory::Resolution;
use serde::{Deserialize, Serialize};

use super::Words;
use crate::report::text::Text;

/// One figure and its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Level or growth.
    pub role: Text<Role>,
    /// The period.
    pub period: Text<Period>,
    /// The value.
    pub value: Text<Decimal>,
    /// Its unit.
    pub unit: Text<Unit>,
    /// How exactly the text claims it.
    pub comparison: Text<Comparison>,
    /// The number as printed.
    pub printed: String,
    /// The area or part the text says it is for; empty where it says nothing.
    pub scope: String,
    /// True for the figure that the verdict rests on.
    pub is_latest: bool,
    /// Index into the report's `bulletins`.
    pub bulletin: usize,
    /// When Milepost came to know it.
    pub known_at: Text<Timestamp>,
    /// The words that prove it.
    pub quotes: Vec<Quote>,
    /// What read or entered it.
    pub read_by: ReadBy,
}

/// Words of a bulletin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// What they prove.
    pub role: Text<EvidenceRole>,
    /// The words as they stand in the document.
    pub quote: String,
    /// True where the words are longer than a report carries, and `quote` is their beginning.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_cut: bool,
    /// 0 for the bulletin itself, 1 and on for its attachments.
    pub document: u32,
    /// The node of the parsed document that holds them.
    pub node: u32,
}

/// What read or entered a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ReadBy {
    /// An extractor.
    Plugin {
        /// Its id.
        id: String,
        /// Its version.
        version: String,
        /// SHA-256 of the component.
        component: String,
    },
    /// A person.
    Person {
        /// Who.
        who: String,
        /// Why.
        why: String,
    },
}

/// What is to be known of an indicator's figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// How old the newest figure is.
    pub staleness: Staleness,
    /// Where sources disagree beyond their printed precision.
    pub conflicts: Vec<Conflict>,
    /// Figures published anew with another value.
    pub revisions: Vec<Revision>,
    /// Changes of definition.
    pub breaks: Vec<Break>,
    /// Figures that a person entered, replaced or retracted.
    pub by_hand: Vec<ManualAct>,
    /// How many figures were set aside by verification.
    pub set_aside: usize,
}

/// How old the newest figure is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Staleness {
    /// Days from the end of the newest period to the day of the report.
    pub age_days: Option<i64>,
    /// The day by which the next figure is expected.
    pub expected_by: Option<Text<NaiveDate>>,
    /// The period it is expected for.
    pub expected_period: Option<Text<Period>>,
    /// True where that day has passed.
    pub overdue: bool,
    /// True where the age is over the lag and one and a half periods.
    pub stale: bool,
    /// True where it is over the lag and two periods: the verdict is withheld.
    pub withheld: bool,
}

/// Figures for one fact that cannot be the same number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Level or growth.
    pub role: Text<Role>,
    /// The period.
    pub period: Text<Period>,
    /// The figures, the chosen one first.
    pub values: Vec<ConflictingValue>,
    /// How it was settled.
    pub resolved_by: Text<Resolution>,
}

/// One of the figures in a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConflictingValue {
    /// The value.
    pub value: Text<Decimal>,
    /// One unit of its last printed digit.
    pub step: Text<Decimal>,
    /// Its source.
    pub source: String,
    /// The source's tier.
    pub tier: u8,
    /// The day it was published.
    pub published: Text<NaiveDate>,
    /// Index into the report's `bulletins`.
    pub bulletin: Option<usize>,
}

/// A figure published anew with another value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// Level or growth.
    pub role: Text<Role>,
    /// The period.
    pub period: Text<Period>,
    /// The value before.
    pub from: Text<Decimal>,
    /// The value after; none where it was retracted.
    pub to: Option<Text<Decimal>>,
    /// The day the former was published.
    pub from_published: Text<NaiveDate>,
    /// The day the latter was published.
    pub to_published: Text<NaiveDate>,
    /// When the latter became known.
    pub known_at: Text<Timestamp>,
    /// The change in percent of the former.
    pub percent: Option<f64>,
}

/// A change of what is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// The first period of the new definition.
    pub from: Text<Period>,
    /// What changed.
    pub why: Words,
    /// New = old × factor, where an overlap gives one.
    pub splice: Option<Text<Decimal>>,
}

/// What a person did to a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ManualAct {
    /// What was done.
    pub kind: ManualActKind,
    /// Level or growth.
    pub role: Text<Role>,
    /// The period.
    pub period: Text<Period>,
    /// The value entered; none for a retraction.
    pub value: Option<Text<Decimal>>,
    /// The day from which it counts.
    pub published: Text<NaiveDate>,
    /// When it was done.
    pub known_at: Text<Timestamp>,
    /// Who did it.
    pub who: String,
    /// Why.
    pub why: String,
}

/// What a person can do to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ManualActKind {
    /// Entered or replaced it.
    Entered,
    /// Retracted it.
    Retracted,
}

/// One state of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The value; none for a retraction.
    pub value: Option<Text<Decimal>>,
    /// The day it was published.
    pub published: Text<NaiveDate>,
    /// When it became known.
    pub known_at: Text<Timestamp>,
    /// Index into the report's `bulletins`; none for a retraction.
    pub bulletin: Option<usize>,
}

/// What to know about a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PointFlag {
    /// Its publisher calls it provisional.
    Provisional,
    /// A full year made out of a year to date.
    Annualised,
    /// Computed, not published.
    Estimated,
    /// Published before with another value.
    Revised,
    /// Sources disagreed on it.
    Conflict,
    /// Entered by a person.
    Manual,
}

/// Something that changed since the previous report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The indicator; none where it is about the plan.
    pub indicator: Option<String>,
    /// What kind of change.
    pub kind: ChangeKind,
    /// The text form before: a status, a value, a version.
    pub from: Option<String>,
    /// The text form now.
    pub to: Option<String>,
    /// Why, for a status: `new_data revision target time`.
    pub by: Option<String>,
    /// The same in a sentence.
    pub text: Words,
}

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The status is worse.
    Worsened,
    /// The status is better.
    Improved,
    /// It can no longer be judged.
    NoLongerAssessable,
    /// It can be judged now.
    NowAssessable,
    /// A figure known before has another value.
    Revised,
    /// Sources newly disagree.
    Conflict,
    /// Another version of the target.
    Target,
    /// A figure for a new period.
    NewFigure,
    /// The newest figure is overdue now.
    Overdue,
    /// It was added to the plan.
    Added,
    /// It was removed from the plan.
    Removed,
}
