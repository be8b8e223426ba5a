//! The wire model of `milepost-report/1`: the field names are a contract, described by
//! `docs/formats/report-v1.schema.json`.
//!
//! Values are exact decimals as text, ratios are numbers, words are the text forms of the product. A field may be
//! added; one is never renamed, removed or given another meaning within the version.

mod indicator;
mod plan_level;
mod quality;
#[cfg(test)]
mod schema;
mod verdict;

use std::collections::BTreeMap;

use milepost_model::{NaiveDate, Timestamp};
use serde::{Deserialize, Serialize};

pub use self::indicator::{Baseline, IndicatorReport, Latest, Point, Target};
pub use self::plan_level::{
    Attention, Bulletin, Coverage, HealthClass, Identity, InputDigest, Inputs, NotJudged, PlanHead,
    PreviousReport, SetAside, SourceHealth, Summary, Unreadable,
};
pub use self::quality::{
    Break, Change, ChangeKind, Conflict, ConflictingValue, Evidence, ManualAct, ManualActKind, PointFlag,
    Quality, Quote, ReadBy, Revision, Staleness, State,
};
pub use self::verdict::{
    Compatibility, Deviation, EustatWord, FanPoint, Growth, ImpliedBase, OpenSdg, PathPoint, Projection,
    Required, Sdsn, TraceInput, TraceStep, Trend, YearPoint, YearTally,
};
use crate::report::text::Text;

/// The name and version of the format, in every report's `format`.
pub const FORMAT: &str = "milepost-report/1";

/// All assessments of a plan as of a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// `milepost-report/1`.
    pub format: String,
    /// The version of the Milepost that wrote it.
    pub milepost: String,
    /// The plan.
    pub plan: PlanHead,
    /// Figures published after this day do not count.
    pub as_of: Text<NaiveDate>,
    /// Figures that became known after this instant do not count.
    pub known_at: Text<Timestamp>,
    /// What went into it.
    pub inputs: Inputs,
    /// What a reader must know in a minute.
    pub summary: Summary,
    /// The plan as a whole, in numbers.
    pub aggregate: Aggregate,
    /// The report that `changes` compare with; none for a first report.
    pub previous: Option<PreviousReport>,
    /// What changed since the previous report, worst first.
    pub changes: Vec<Change>,
    /// The indicators, in the order of the plan.
    pub indicators: Vec<IndicatorReport>,
    /// The sums the plan states, checked.
    pub identities: Vec<Identity>,
    /// The bulletins that figures and evidence refer to by index.
    pub bulletins: Vec<Bulletin>,
    /// How the sources are.
    pub sources: Vec<SourceHealth>,
    /// Figures that verification set aside and a person should look at, counted.
    pub set_aside: Vec<SetAside>,
    /// Bulletins that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// The plan as a whole, in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Aggregate {
    /// How many indicators stand at each status.
    pub by_status: BTreeMap<StatusWord, usize>,
    /// The worst status among those assessed.
    pub worst: Option<StatusWord>,
    /// Mean of the Open SDG scores, from -5 to 5.
    pub open_sdg_score: Option<f64>,
    /// The word for that mean.
    pub open_sdg_status: Text<milepost_trajectory::OpenSdgStatus>,
    /// How much of the plan it speaks for.
    pub coverage: Coverage,
}

/// Where an indicator stands: the ladder of the method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatusWord {
    /// The target is met and the trend does not endanger it.
    Achieved,
    /// The target is met now; the trend runs the wrong way.
    AchievedAtRisk,
    /// At the required pace, and the projection agrees.
    OnTrack,
    /// Moving the right way, too slowly.
    Lagging,
    /// Moving the right way, far too slowly.
    OffTrack,
    /// Moving the wrong way.
    Reversing,
    /// The target's day has passed and it is not met.
    Missed,
    /// Nothing can be said; `reason` says why.
    NotAssessable,
}

impl StatusWord {
    /// Every status, best first.
    pub const ALL: [Self; 8] = [
        Self::Achieved,
        Self::AchievedAtRisk,
        Self::OnTrack,
        Self::Lagging,
        Self::OffTrack,
        Self::Reversing,
        Self::Missed,
        Self::NotAssessable,
    ];

    /// Returns the text form, as in JSON, CSV and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Achieved => "achieved",
            Self::AchievedAtRisk => "achieved_at_risk",
            Self::OnTrack => "on_track",
            Self::Lagging => "lagging",
            Self::OffTrack => "off_track",
            Self::Reversing => "reversing",
            Self::Missed => "missed",
            Self::NotAssessable => "not_assessable",
        }
    }

    /// Tells whether it is a deviation from the way to the target.
    pub const fn is_behind(self) -> bool {
        match self {
            Self::AchievedAtRisk | Self::Lagging | Self::OffTrack | Self::Reversing | Self::Missed => true,
            Self::Achieved | Self::OnTrack | Self::NotAssessable => false,
        }
    }

    /// Orders for reading: the worst first, what could not be judged last.
    pub const fn urgency(self) -> u8 {
        match self {
            Self::Missed => 0,
            Self::Reversing => 1,
            Self::OffTrack => 2,
            Self::Lagging => 3,
            Self::AchievedAtRisk => 4,
            Self::OnTrack => 5,
            Self::Achieved => 6,
            Self::NotAssessable => 7,
        }
    }
}

impl From<milepost_trajectory::Status> for StatusWord {
    fn from(status: milepost_trajectory::Status) -> Self {
        use milepost_trajectory::Status;
        match status {
            Status::Achieved => Self::Achieved,
            Status::AchievedAtRisk => Self::AchievedAtRisk,
            Status::OnTrack => Self::OnTrack,
            Status::Lagging => Self::Lagging,
            Status::OffTrack => Self::OffTrack,
            Status::Reversing => Self::Reversing,
            Status::Missed => Self::Missed,
            Status::NotAssessable(_) => Self::NotAssessable,
        }
    }
}

/// The same words in English and Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The English words.
    pub en: String,
    /// The Chinese words.
    pub zh: String,
}

impl Words {
    /// Returns the words in `language`, or in the other one where there are none.
    pub fn get(&self, language: milepost_model::Language) -> &str {
        let (first, second) = match language {
            milepost_model::Language::En => (&self.en, &self.zh),
            milepost_model::Language::Zh => (&self.zh, &self.en),
        };
        if first.is_empty() { second } else { first }
    }
}

impl From<&milepost_model::Bilingual> for Words {
    fn from(words: &milepost_model::Bilingual) -> Self {
        Self {
            en: words.en.clone(),
            zh: words.zh.clone(),
        }
    }
}
