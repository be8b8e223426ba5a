//! The numbers of a verdict: deviation, requirement, projection, and what other offices' methods say.

use milepost_model::{Decimal, NaiveDate, Period};
use milepost_trajectory::{EurostatStatus, EustatStatus, OpenSdgStatus, SdsnArrow, Unsd2022, Unsd2023};
use serde::{Deserialize, Serialize};

use crate::report::text::Text;

/// A point of the expected path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathPoint {
    /// The day.
    pub date: Text<NaiveDate>,
    /// The expected value.
    pub value: Text<Decimal>,
}

/// How far a value is from the path. Positive is above the path, whatever the direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// Value minus path, in the indicator's unit.
    pub absolute: Text<Decimal>,
    /// In percent of the path.
    pub percent: Option<f64>,
    /// Months ahead of (positive) or behind (negative) the path.
    pub months: Option<f64>,
    /// True where `months` is the least it can be.
    pub months_is_bound: bool,
    /// Whether it is on the good side. True on the path.
    pub is_favourable: bool,
}

/// What it takes from the latest value on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Required {
    /// True where the rates are in percent a year, false where in units a year.
    pub is_percent: bool,
    /// Years left from the latest value to the target's day.
    pub years_left: f64,
    /// What is missing to the target; zero or less when met.
    pub gap: Option<Text<Decimal>>,
    /// True where nothing more is needed.
    pub secured: bool,
}

/// Where the series is heading on the target's day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Projection {
    /// The day it is for.
    pub date: Text<NaiveDate>,
    /// The value.
    pub value: Text<Decimal>,
    /// The lower end of the 80 % interval.
    pub low80: Text<Decimal>,
    /// The upper end of the 80 % interval.
    pub high80: Text<Decimal>,
    /// The lower end of the 95 % interval.
    pub low95: Text<Decimal>,
    /// The upper end of the 95 % interval.
    pub high95: Text<Decimal>,
    /// The chance that the target is met, 0 to 1 in steps of 0.05; none below four observations.
    pub chance: Option<f64>,
    /// How many observations it rests on.
    pub observations: usize,
}

/// A year's end of the projection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FanPoint {
    /// The day.
    pub date: Text<NaiveDate>,
    /// The value.
    pub value: Text<Decimal>,
    /// The lower end of the 80 % interval.
    pub low80: Text<Decimal>,
    /// The upper end of the 80 % interval.
    pub high80: Text<Decimal>,
    /// The lower end of the 95 % interval.
    pub low95: Text<Decimal>,
    /// The upper end of the 95 % interval.
    pub high95: Text<Decimal>,
}

/// What the years gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct YearTally {
    /// The first year that counts.
    pub first_year: i32,
    /// The last year that counts.
    pub last_year: i32,
    /// The full years with a figure, oldest first.
    pub years: Vec<YearPoint>,
    /// Years that met the target.
    pub met: usize,
    /// Years with a figure.
    pub elapsed: usize,
    /// The worst gap to the target; negative is bad.
    pub worst_gap: Option<Text<Decimal>>,
    /// The mean over the years.
    pub mean: Option<Text<Decimal>>,
    /// What every remaining year needs.
    pub required_remaining: Option<Text<Decimal>>,
    /// True where the remaining years need nothing.
    pub secured: bool,
}

/// One year against a yearly target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct YearPoint {
    /// The year.
    pub year: i32,
    /// Its value.
    pub value: Text<Decimal>,
    /// Whether it met the target; none where that cannot be told at its precision.
    pub met: Option<bool>,
}

/// Whether a series moves, and how clearly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Trend {
    /// Median pairwise slope, units a year.
    pub slope_per_year: f64,
    /// Two-sided Mann–Kendall p value; none below four observations.
    pub p_value: Option<f64>,
    /// How many observations it rests on.
    pub observations: usize,
}

/// Growth of the latest period on the same period a year before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// The period.
    pub period: Text<Period>,
    /// As published, in percent: this one counts.
    pub published: Option<Text<Decimal>>,
    /// From the levels, in percent.
    pub computed: Option<f64>,
    /// The base that the published growth implies, where the two differ by more than one point.
    pub implied_base: Option<ImpliedBase>,
}

/// The restated figure of a year before that published growth implies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImpliedBase {
    /// The period a year before.
    pub period: Text<Period>,
    /// The figure as published for it.
    pub published: Text<Decimal>,
    /// The figure that the growth implies.
    pub implied: Text<Decimal>,
    /// Published minus computed growth, in points.
    pub gap_points: f64,
}

/// What other offices' methods say of the same figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Compatibility {
    /// Open SDG and Statistics Canada.
    pub open_sdg: OpenSdg,
    /// Eurostat.
    pub eurostat: Option<Text<EurostatStatus>>,
    /// The Basque statistics office.
    pub eustat: EustatWord,
    /// SDSN; none without the plan's bounds.
    pub sdsn: Option<Sdsn>,
    /// UNSD progress chart 2022.
    pub unsd_2022: Option<Text<Unsd2022>>,
    /// UNSD progress chart 2023.
    pub unsd_2023: Option<Text<Unsd2023>>,
}

/// The verdict of Open SDG and Statistics Canada.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenSdg {
    /// The ratio of growth rates, or the growth rate where there is no target.
    pub progress: Option<f64>,
    /// The word.
    pub status: Text<OpenSdgStatus>,
    /// From -5 to 5.
    pub score: Option<f64>,
}

/// The verdict of the Basque statistics office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EustatWord {
    /// The ratio of growth rates, or the growth rate where there is no target.
    pub progress: Option<f64>,
    /// The word.
    pub status: Text<EustatStatus>,
    /// From -5 to 5.
    pub score: Option<f64>,
}

/// The verdict of SDSN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sdsn {
    /// One of `↑ ➚ → ↓`.
    pub arrow: Text<SdsnArrow>,
    /// Actual over required normalised rate.
    pub ratio: Option<f64>,
}

/// One step of the reasoning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TraceStep {
    /// Which step.
    pub step: String,
    /// The formula in plain text.
    pub formula: String,
    /// What goes in.
    pub inputs: Vec<TraceInput>,
    /// What comes out.
    pub result: String,
}

/// One input of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TraceInput {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}
