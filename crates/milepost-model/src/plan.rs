//! A plan: a jurisdiction's dated set of targets, and everything said about its indicators.

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use crate::figure::words;
use crate::{Bilingual, IndicatorId, Period, PlanId, Unit};

/// A jurisdiction's dated set of targets.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Names the plan.
    pub id: PlanId,
    /// The plan's title.
    pub title: Bilingual,
    /// ISO 3166-2 code of the area, such as `CN-CQ`.
    pub area: String,
    /// Names the area goes by in bulletins, such as 重庆, 全市; scopes of candidates are checked against them.
    pub area_names: Vec<String>,
    /// IANA zone in which the plan's dates are meant.
    pub zone: String,
    /// The plan's last day.
    pub horizon: NaiveDate,
    /// The indicators, in the order of the plan.
    pub indicators: Vec<Indicator>,
    /// Sums that must hold, checked within printed precision.
    pub identities: Vec<Identity>,
}

impl Plan {
    /// Returns the indicator of that id.
    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == *id)
    }
}

/// `whole` = the sum of `parts`, in every period that has them all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The sum.
    pub whole: IndicatorId,
    /// What adds up to it.
    pub parts: Vec<IndicatorId>,
}

/// One measured quantity of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Names the indicator.
    pub id: IndicatorId,
    /// The indicator's title.
    pub title: Bilingual,
    /// The part of the plan it belongs to: corridor, economy, platform, business or exchange for Vision 2027.
    pub theme: String,
    /// The base unit.
    pub unit: Unit,
    /// What is measured over time.
    pub measure: Measure,
    /// Which way is good.
    pub direction: Direction,
    /// Where it started, as the plan says.
    pub baseline: Option<Baseline>,
    /// Versions of the target, oldest first. Empty for tracked figures without one.
    pub targets: Vec<Target>,
    /// A bound that the value cannot pass, such as 100 for a share.
    pub natural_limit: Option<Decimal>,
    /// Bounds for the SDSN arrow, where the plan gives them.
    pub sdsn: Option<SdsnBounds>,
    /// Changes of definition: no trend crosses one.
    pub breaks: Vec<Break>,
    /// Days after a period's end by which its figure is expected.
    pub lag_days: Option<u32>,
    /// Months between two expected figures: 1, 3, 6 or 12.
    pub every_months: Option<u32>,
    /// False where the indicator has no season, so that a run rate is fair.
    pub has_season: bool,
    /// Deviation from the path within which it is no deviation.
    pub tolerance: Option<Tolerance>,
    /// A note for the reader: what the figure counts and what not.
    pub note: Option<Bilingual>,
}

impl Indicator {
    /// Returns the target in force on `day`: the last one whose `valid_from` is not after it.
    pub fn target_on(&self, day: NaiveDate) -> Option<&Target> {
        self.targets
            .iter()
            .rev()
            .find(|target| target.valid_from.is_none_or(|from| from <= day))
    }
}

words! {
    /// What is measured over time.
    Measure, "measure: stock, cumulative, flow, growth or share" {
        /// A count or amount at a date.
        Stock = "stock",
        /// A count or amount since some start, which only grows.
        Cumulative = "cumulative",
        /// An amount within a period.
        Flow = "flow",
        /// A rate of growth, in percent.
        Growth = "growth",
        /// A part of a whole, in percent.
        Share = "share",
    }
}

words! {
    /// Which way is good.
    Direction, "direction: up or down" {
        /// More is better.
        Up = "up",
        /// Less is better.
        Down = "down",
    }
}

words! {
    /// How the value must stand to the target's.
    Operator, "operator: gt, ge, lt, le or about" {
        /// More than.
        Gt = "gt",
        /// At least.
        Ge = "ge",
        /// Less than.
        Lt = "lt",
        /// At most.
        Le = "le",
        /// Within tolerance of.
        About = "about",
    }
}

words! {
    /// The kinds of target of `4-method.md` §1.
    TargetKind, "target kind: count, flow_level, flow_min, flow_avg, growth_avg, growth_each, share, ceiling, floor_hold, range, milestone or trend_only" {
        /// A stock, or a count since some start, that reaches a level.
        Count = "count",
        /// A yearly flow that reaches a level in the target year.
        FlowLevel = "flow_level",
        /// A yearly flow above a level in every year.
        FlowMin = "flow_min",
        /// A yearly flow whose mean over the years reaches a level.
        FlowAvg = "flow_avg",
        /// Mean growth a year.
        GrowthAvg = "growth_avg",
        /// Growth in every year.
        GrowthEach = "growth_each",
        /// A share that reaches a level, judged in percentage points.
        Share = "share",
        /// A level not to be passed.
        Ceiling = "ceiling",
        /// A level not to be fallen below.
        FloorHold = "floor_hold",
        /// Two levels to stay between.
        Range = "range",
        /// Something done or not done.
        Milestone = "milestone",
        /// Only a direction.
        TrendOnly = "trend_only",
    }
}

words! {
    /// How the expected path runs from baseline to target.
    PathKind, "path: linear, geometric, logit, constant, step or milestones" {
        /// The same amount each year.
        Linear = "linear",
        /// The same rate each year.
        Geometric = "geometric",
        /// Linear in the log odds, for shares.
        Logit = "logit",
        /// The target's level all the way.
        Constant = "constant",
        /// The baseline's level until the horizon, then the target's.
        Step = "step",
        /// Through the points of a table.
        Milestones = "milestones",
    }
}

/// Where an indicator started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The period of the starting value.
    pub period: Period,
    /// The starting value, in the indicator's unit.
    pub value: Decimal,
    /// Where the value is published.
    pub source: String,
}

/// Where an indicator should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Which kind of promise it is.
    pub kind: TargetKind,
    /// How the value must stand to the target's.
    pub operator: Operator,
    /// The level or rate, in the indicator's unit. None only for `milestone` and `trend_only`.
    pub value: Option<Decimal>,
    /// The upper bound of a `range`.
    pub upper: Option<Decimal>,
    /// The year, or the day, by which.
    pub by: Period,
    /// The first year that counts, for kinds judged over years. The year after the baseline where not given.
    pub from_year: Option<i32>,
    /// How the expected path runs.
    pub path: PathKind,
    /// The points of a `milestones` path, sorted by period.
    pub milestones: Vec<(Period, Decimal)>,
    /// From when this version of the target holds; the first version may leave it out.
    pub valid_from: Option<NaiveDate>,
    /// Where the target is published.
    pub source: String,
    /// The words of the target, quoted.
    pub quote: Option<String>,
    /// The rungs of the ladder for this target.
    pub thresholds: Thresholds,
}

impl Target {
    /// Returns the day by which the target is to be met.
    pub fn due(&self) -> NaiveDate {
        self.by.last_day()
    }

    /// Returns the year of the horizon.
    pub fn due_year(&self) -> i32 {
        self.due().year()
    }
}

/// The rungs of the status ladder, as ratios of pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// From here on it is on track.
    pub on_track: Decimal,
    /// From here on it lags; below it is off track.
    pub lagging: Decimal,
}

impl Default for Thresholds {
    /// 0.95 and 0.60: the rungs of Eurostat's and Open SDG's ratios (4-method.md §2).
    fn default() -> Self {
        Self {
            on_track: Decimal::new(95, 2),
            lagging: Decimal::new(60, 2),
        }
    }
}

/// What the SDSN arrow is normalised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SdsnBounds {
    /// The best value: 100 on the normalised scale.
    pub optimum: Decimal,
    /// The worst value: 0 on the normalised scale.
    pub lower: Decimal,
    /// The value at which the goal counts as met.
    pub threshold: Option<Decimal>,
}

/// A change of what is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The first period of the new definition.
    pub from: Period,
    /// What changed.
    pub why: Bilingual,
    /// New = old × factor, where an overlap gives one.
    pub splice: Option<Decimal>,
}

/// A deviation that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// In the indicator's unit.
    Absolute(Decimal),
    /// In percent of the path.
    Percent(Decimal),
}
