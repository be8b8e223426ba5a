//! The parts of a report that are about the plan as a whole and about what it rests on.

use milepost_model::{NaiveDate, Timestamp};
use serde::{Deserialize, Serialize};

use super::{StatusWord, Words};
use crate::report::text::Text;

/// Which plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanHead {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Words,
    /// ISO 3166-2 code of its area.
    pub area: String,
    /// The first name its area goes by in bulletins of each language; empty where the plan gives none.
    pub area_name: Words,
    /// IANA zone of its dates.
    pub zone: String,
    /// Its last day.
    pub horizon: Text<NaiveDate>,
}

/// What a report was made of, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// SHA-256 of the plan in its canonical text.
    pub plan_sha256: String,
    /// SHA-256 of the figures that were published and known by the day of the report, in canonical text and order.
    pub figures_sha256: String,
    /// How many figures (vintages) that were.
    pub figures: usize,
    /// Further inputs the caller names, such as configuration files.
    pub given: Vec<InputDigest>,
}

/// One named input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InputDigest {
    /// What it is.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// What a reader must know in a minute.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The report in one or two sentences.
    pub headline: Words,
    /// Indicators with a target: how many.
    pub with_target: usize,
    /// Of these, how many are on track or have arrived.
    pub on_course: usize,
    /// Of these, how many deviate.
    pub behind: usize,
    /// Of these, how many could not be judged.
    pub not_assessable: usize,
    /// The deviating indicators, worst first.
    pub attention: Vec<Attention>,
    /// The indicators with a target that could not be judged, in the order of the plan.
    pub not_judged: Vec<NotJudged>,
    /// Ids of indicators whose newest figure is overdue.
    pub late: Vec<String>,
    /// Ids of indicators with a target and no figure at all.
    pub missing: Vec<String>,
    /// Ids of indicators whose sources disagree.
    pub conflicting: Vec<String>,
    /// Ids of indicators with a revised figure.
    pub revised: Vec<String>,
    /// Ids of indicators with a figure that a person entered, replaced or retracted.
    pub by_hand: Vec<String>,
    /// How many figures were set aside.
    pub set_aside: usize,
    /// How many bulletins could not be read.
    pub unreadable: usize,
    /// How many sources are not well.
    pub ailing_sources: usize,
}

/// One deviating indicator in plain words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attention {
    /// The indicator's id.
    pub indicator: String,
    /// Its status.
    pub status: StatusWord,
    /// By how much it deviates.
    pub by_how_much: Words,
    /// Since when.
    pub since: Words,
    /// What it would take.
    pub what_it_takes: Words,
    /// How sure that is.
    pub how_sure: Words,
}

/// One indicator that could not be judged, in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NotJudged {
    /// The indicator's id.
    pub indicator: String,
    /// Why not.
    pub why: Words,
    /// What it would take to judge it.
    pub what_it_takes: Words,
}

/// How much of a plan was assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Indicators of the plan.
    pub indicators: usize,
    /// Those with a target.
    pub with_target: usize,
    /// Those with at least one figure.
    pub with_figures: usize,
    /// Those with a target and a status other than not assessable.
    pub assessed: usize,
    /// Those with an Open SDG score.
    pub scored: usize,
}

/// The report that changes are told against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviousReport {
    /// Its day.
    pub as_of: Text<NaiveDate>,
    /// Its instant.
    pub known_at: Text<Timestamp>,
    /// The digest of its figures.
    pub figures_sha256: String,
    /// The digest of its plan.
    pub plan_sha256: String,
}

/// One sum of the plan in one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The sum's indicator.
    pub whole: String,
    /// The parts.
    pub parts: Vec<String>,
    /// The period.
    pub period: Text<milepost_model::Period>,
    /// The published sum.
    pub published: Text<milepost_model::Decimal>,
    /// The sum of the parts.
    pub sum: Text<milepost_model::Decimal>,
    /// Published minus sum.
    pub difference: Text<milepost_model::Decimal>,
    /// What rounding can make.
    pub allowed: Text<milepost_model::Decimal>,
    /// Whether the difference is within what rounding can make.
    pub holds: bool,
}

/// A bulletin that figures stand in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bulletin {
    /// The day it was published.
    pub published: Text<NaiveDate>,
    /// The source it came from.
    pub source: String,
    /// The source's tier: 1 is the publishing office itself, 9 hearsay.
    pub tier: u8,
    /// Its title.
    pub title: String,
    /// Its address, or the file it was taken from.
    pub url: String,
    /// SHA-256 of its bytes as fetched; none for a figure entered by hand.
    pub snapshot: Option<String>,
    /// True where the site was read without TLS verification.
    pub insecure: bool,
}

/// How a source is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SourceHealth {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Words,
    /// When it was last read without fault; none when never.
    pub last_success: Option<Text<Timestamp>>,
    /// How it is.
    pub class: HealthClass,
    /// What is the matter; empty when well.
    pub message: String,
}

/// How a source is. A silent source is not a failing one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HealthClass {
    /// Read without fault.
    Ok,
    /// Read without fault, and it has published nothing new for longer than expected.
    Silent,
    /// The last reading failed.
    Failing,
    /// Never read yet.
    NeverRead,
    /// Switched off.
    Disabled,
}

/// Figures that verification set aside, for one indicator and reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// The indicator they claim to be of; none where that is unknown.
    pub indicator: Option<String>,
    /// Why they were set aside.
    pub reason: String,
    /// How many.
    pub count: usize,
}

/// A bulletin that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unreadable {
    /// Its source.
    pub source: String,
    /// Its address or file.
    pub url: String,
    /// SHA-256 of its bytes, which are kept.
    pub snapshot: Option<String>,
    /// When it was fetched.
    pub fetched: Option<Text<Timestamp>>,
    /// Why it could not be read.
    pub reason: String,
}
