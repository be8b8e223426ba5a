//! One indicator of a report: its figures, its path, and the verdict on them.

use milepost_model::{
    Comparison, Decimal, Direction, Measure, NaiveDate, Operator, PathKind, Period, TargetKind, Timestamp,
    Unit,
};
use milepost_trajectory::{LatestBasis, Modifier, Reason};
use serde::{Deserialize, Serialize};

use super::{
    Change, Compatibility, Deviation, Evidence, FanPoint, Growth, PathPoint, PointFlag, Projection, Quality,
    Required, State, StatusWord, TraceStep, Trend, Words, YearTally,
};
use crate::report::text::Text;

/// One indicator against its trajectory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IndicatorReport {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Words,
    /// The part of the plan it belongs to.
    pub theme: String,
    /// Its base unit.
    pub unit: Text<Unit>,
    /// What is measured over time.
    pub measure: Text<Measure>,
    /// Which way is good.
    pub direction: Text<Direction>,
    /// What the figure counts and what not; none where the plan says nothing.
    pub note: Option<Words>,
    /// Where it started, as the plan says.
    pub baseline: Option<Baseline>,
    /// Where it should be; none for tracked figures.
    pub target: Option<Target>,
    /// The value that is compared.
    pub latest: Option<Latest>,
    /// The levels, oldest first, after choosing vintages and settling conflicts.
    pub series: Vec<Point>,
    /// The growth rates published with the levels, in percent, oldest first.
    pub growth_series: Vec<Point>,
    /// The expected path, from the baseline to the target.
    pub path: Vec<PathPoint>,
    /// Where the path stands at the day of the latest value.
    pub expected: Option<Text<Decimal>>,
    /// The verdict.
    pub status: StatusWord,
    /// Why nothing can be said, where the status is `not_assessable`.
    pub reason: Option<Text<Reason>>,
    /// What to know beside the status.
    pub modifiers: Vec<Text<Modifier>>,
    /// The day of the first report in an unbroken row that shows this status.
    pub status_since: Text<NaiveDate>,
    /// The first period of the unbroken row of figures on the wrong side of the path that lasts to the latest.
    pub behind_since: Option<Text<Period>>,
    /// How far the latest value is from the path.
    pub deviation: Option<Deviation>,
    /// Whether that is within the indicator's tolerance.
    pub within_tolerance: Option<bool>,
    /// 0 at the baseline, 1 at the target.
    pub completion: Option<f64>,
    /// 0 at the baseline's day, 1 at the target's.
    pub time_share: Option<f64>,
    /// Actual rate over the rate required from the baseline.
    pub pace: Option<f64>,
    /// The rate needed a year from the latest value on, in the form of the path; see `required`.
    pub required_from_now: Option<f64>,
    /// More about `required_from_now`.
    pub required: Option<Required>,
    /// The recent rate a year, in the same form and unit.
    pub recent_rate: Option<f64>,
    /// `required_from_now` over `recent_rate`.
    pub effort: Option<f64>,
    /// Where it is heading on the target's day.
    pub projection: Option<Projection>,
    /// The projection year by year.
    pub fan: Vec<FanPoint>,
    /// What each year gave, for kinds judged over years.
    pub years: Option<YearTally>,
    /// Direction of the series and how clear it is.
    pub trend: Option<Trend>,
    /// Published and computed growth of the latest period.
    pub growth: Option<Growth>,
    /// What other offices' methods say of the same figures.
    pub compatibility: Compatibility,
    /// The proof of the figures that matter: the latest, the baseline's, the newest of the series.
    pub evidence: Vec<Evidence>,
    /// How many further figures have evidence that is left out here; the store has it.
    pub evidence_left_out: usize,
    /// Staleness, conflicts, revisions, breaks, manual acts.
    pub quality: Quality,
    /// What changed since the previous report.
    pub changes: Vec<Change>,
    /// Every step from the inputs to the verdict.
    pub trace: Vec<TraceStep>,
}

/// Where an indicator started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The period.
    pub period: Text<Period>,
    /// The value.
    pub value: Text<Decimal>,
    /// Where it is published.
    pub source: String,
}

/// Where an indicator should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The kind of promise.
    pub kind: Text<TargetKind>,
    /// How the value must stand to the target's.
    pub operator: Text<Operator>,
    /// The declared level or rate.
    pub value: Option<Text<Decimal>>,
    /// The upper bound of a range.
    pub upper: Option<Text<Decimal>>,
    /// The year or day by which.
    pub by: Text<Period>,
    /// The level to be reached; for growth the index it leads to (baseline = 100).
    pub level: Option<Text<Decimal>>,
    /// How the expected path runs.
    pub path: Text<PathKind>,
    /// From when this version holds.
    pub valid_from: Option<Text<NaiveDate>>,
    /// Which version this is, from 1.
    pub version: usize,
    /// How many versions the plan has.
    pub versions: usize,
    /// False where the baseline is past the target already.
    pub binds: bool,
    /// Where the target is published.
    pub source: String,
    /// Its words, quoted.
    pub quote: Option<String>,
}

/// The value that is compared with the path and the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Latest {
    /// The period it stands for.
    pub period: Text<Period>,
    /// Its day on the time axis.
    pub date: Text<NaiveDate>,
    /// The value.
    pub value: Text<Decimal>,
    /// Its unit.
    pub unit: Text<Unit>,
    /// What kind of value it is.
    pub basis: Text<LatestBasis>,
    /// How exactly the text claims it.
    pub comparison: Text<Comparison>,
    /// The number as printed; none for the baseline.
    pub printed: Option<String>,
    /// The day it was published; none for the baseline.
    pub published: Option<Text<NaiveDate>>,
    /// Index into `bulletins`.
    pub bulletin: Option<usize>,
    /// Index into `series` of the running year's published figure, where it is newer than the last full year.
    pub running: Option<usize>,
}

/// One period's figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The period.
    pub period: Text<Period>,
    /// The value.
    pub value: Text<Decimal>,
    /// Its unit.
    pub unit: Text<Unit>,
    /// The day it was published.
    pub published: Text<NaiveDate>,
    /// When it became known.
    pub known_at: Text<Timestamp>,
    /// One unit of its last printed digit.
    pub step: Text<Decimal>,
    /// How exactly the text claims it.
    pub comparison: Text<Comparison>,
    /// The number as printed; empty for an estimate.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub printed: String,
    /// Index into `bulletins`; none for an estimate.
    pub bulletin: Option<usize>,
    /// Which definition it belongs to: 0 before the first break, 1 after it, and so on.
    #[serde(default, skip_serializing_if = "is_first")]
    pub segment: usize,
    /// What to know about it: `provisional annualised estimated revised conflict manual`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<PointFlag>,
    /// All its states, where there are several; oldest publication first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vintages: Vec<State>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands the field over by reference"
)]
const fn is_first(segment: &usize) -> bool {
    *segment == 0
}
