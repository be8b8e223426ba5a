//! What an assessment is made of: plain data, every field public, ready to be printed by any report.
//!
//! Amounts in the indicator's unit are [`Decimal`]s; ratios are floats that are always finite.

use std::borrow::Cow;

use milepost_model::{Comparison, Decimal, IndicatorId, NaiveDate, Period, Target, Timestamp, Unit, Vintage};

use crate::compat::Compatibility;
use crate::points::{Conflict, ObservationRef, Revision, SeriesPoint};
use crate::status::{Modifier, Status};

/// What was published and what was known: the day and the instant of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// Figures published after this day do not count, and ages are measured from it.
    pub as_of: NaiveDate,
    /// Figures that became known after this instant do not count.
    pub known_at: Timestamp,
}

impl View {
    /// Tells whether a state was published and known in this view.
    pub fn shows(self, vintage: &Vintage) -> bool {
        vintage.published() <= self.as_of && vintage.known_at() <= self.known_at
    }
}

/// What an earlier assessment said, as far as the next one needs it: for hysteresis and for "by revision".
/// Take it from [`Assessment::verdict`].
#[derive(Debug, Clone, PartialEq)]
pub struct PreviousVerdict {
    /// The status it showed.
    pub status: Status,
    /// The band the figures alone gave, before hysteresis.
    pub band: Status,
    /// The pace behind it.
    pub pace: Option<f64>,
    /// For how many releases in a row `band` had held, 1 for its first.
    pub held_releases: u32,
    /// The period and value it was judged on.
    pub latest: Option<(Period, Decimal)>,
    /// The publication day of the newest figure it had seen: a later one is a new release.
    pub last_published: Option<NaiveDate>,
    /// The version of the target, from 1.
    pub target_version: Option<usize>,
}

/// One indicator against its trajectory, as of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The indicator.
    pub indicator: IndicatorId,
    /// What was published and known.
    pub view: View,
    /// The version of the target that was in force, and what it comes to.
    pub target: Option<TargetUsed>,
    /// One point for each period with a level, oldest first, after choosing vintages and settling conflicts.
    pub series: Vec<SeriesPoint>,
    /// The growth figures published with the levels, one for each period, oldest first.
    pub growth_series: Vec<SeriesPoint>,
    /// Figures of different sources that disagree beyond their printed precision.
    pub conflicts: Vec<Conflict>,
    /// Figures that were published anew with another value.
    pub revisions: Vec<Revision>,
    /// The value that is compared with the path and the target.
    pub latest: Option<Latest>,
    /// The expected path, from the baseline to the target, at year ends and at both ends.
    pub path: Vec<PathPoint>,
    /// Where the path stands at the day of the latest value.
    pub expected: Option<Decimal>,
    /// The verdict.
    pub status: Status,
    /// The band the figures alone give, before hysteresis.
    pub band: Status,
    /// What to know beside the status, in the order of [`Modifier`], without doubles.
    pub modifiers: Vec<Modifier>,
    /// How the status came to differ from the previous one, where it does.
    pub change: Option<StatusChange>,
    /// How far the latest value is from the path.
    pub deviation: Option<Deviation>,
    /// Whether the deviation is within the indicator's tolerance; `None` without tolerance or deviation.
    pub within_tolerance: Option<bool>,
    /// (yi − y0) / (yT − y0): 0 at the baseline, 1 at the target.
    pub completion: Option<f64>,
    /// (ti − t0) / (tT − t0), 0 to 1.
    pub time_share: Option<f64>,
    /// Actual rate over the rate required from the baseline, in the form of the declared path.
    pub pace: Option<f64>,
    /// What it takes from now on.
    pub required_from_now: Option<Required>,
    /// The recent rate a year, robust (median of pairwise slopes), in the same form and unit as `required_from_now`: for
    /// means, minima and levels to be held, the median of the last three values.
    pub recent_rate: Option<f64>,
    /// `required_from_now` over `recent_rate`: 1 means as hard as of late, 2 twice as hard. On `logit` and `milestones`
    /// paths, along which a rate in units a year changes, both are first put on the scale that makes the path straight.
    /// `None` where the recent rate is zero or runs the wrong way, and where nothing is missing any more.
    pub effort: Option<f64>,
    /// Where it is heading on the target's day.
    pub projection: Option<Projection>,
    /// The projection year by year, from the latest value to the target's day, for charts.
    pub fan: Vec<FanPoint>,
    /// For kinds judged over years: what each year gave.
    pub years: Option<YearTally>,
    /// Direction of the series and how clear it is.
    pub trend: Option<TrendFigures>,
    /// What other offices' methods say of the same figures.
    pub compatibility: Compatibility,
    /// Published and computed growth of the latest period.
    pub growth: GrowthFigures,
    /// How old the newest figure is.
    pub staleness: Staleness,
    /// For how many releases in a row `band` has held, 1 for its first.
    pub held_releases: u32,
    /// Every step from the inputs to the verdict.
    pub trace: Vec<TraceLine>,
}

/// The version of the target a verdict is about.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetUsed {
    /// From 1, in the order of the plan.
    pub version: usize,
    /// How many versions the plan has.
    pub versions: usize,
    /// The target as declared.
    pub target: Target,
    /// The level to be reached, in the indicator's unit: the declared value, or for growth the index level it leads to
    /// (baseline = 100).
    pub level: Option<Decimal>,
    /// False where the baseline is past the target already: it is then watched as a floor (or a ceiling).
    pub binds: bool,
}

/// The value that is compared with the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Latest {
    /// The period it stands for. For a year to date that was made a full year: the year.
    pub period: Period,
    /// Where it stands on the time axis: the period's last day, or the date of a stock.
    pub date: NaiveDate,
    /// The value.
    pub value: Decimal,
    /// The unit.
    pub unit: Unit,
    /// What kind of value it is.
    pub basis: LatestBasis,
    /// How exactly the text claims it.
    pub comparison: Comparison,
    /// One unit of its last printed digit.
    pub step: Decimal,
    /// The observation behind it: the figure itself, or the year to date it was made of. None for the plan's baseline.
    pub at: Option<ObservationRef>,
    /// The published year to date of the running year, where there is one that is newer than the last full year.
    pub running: Option<SeriesPointRef>,
}

/// A point of the series by its place.
pub type SeriesPointRef = usize;

/// What kind of value the latest one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LatestBasis {
    /// As published: a level, a stock, a share, a growth rate, or a full year's flow.
    Published,
    /// A full year out of a year to date, by the mean share of the three years before.
    MeanShare,
    /// A full year out of a year to date, by last year's ratio.
    PriorYearRatio,
    /// A full year out of a year to date by the months gone: only without season.
    RunRate,
    /// The growth published for the year to date, taken for the year.
    RunningGrowth,
    /// A mean over years.
    MeanOverYears,
    /// An index of growth rates, baseline = 100.
    GrowthIndex,
    /// The plan's own baseline: nothing newer was published.
    Baseline,
}

impl LatestBasis {
    /// Returns the text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::MeanShare => "mean_share",
            Self::PriorYearRatio => "prior_year_ratio",
            Self::RunRate => "run_rate",
            Self::RunningGrowth => "running_growth",
            Self::MeanOverYears => "mean_over_years",
            Self::GrowthIndex => "growth_index",
            Self::Baseline => "baseline",
        }
    }
}

/// A point of the expected path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathPoint {
    /// The day.
    pub date: NaiveDate,
    /// The expected value, to 12 significant digits.
    pub value: Decimal,
}

/// How far a value is from the path. Positive is above the path, whatever the direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deviation {
    /// Value minus path, in the indicator's unit.
    pub absolute: Decimal,
    /// In percent of the path; none where the path is at zero.
    pub percent: Option<f64>,
    /// Months ahead of (positive) or behind (negative) the path, which stands at the value on another day; none where the
    /// path is flat or turns.
    pub months: Option<f64>,
    /// True where the value is past an end of the path: `months` is then the least it can be.
    pub months_is_bound: bool,
    /// Whether it is on the good side: above for `up`, below for `down`. True on the path.
    pub is_favourable: bool,
}

/// What it takes from the latest value on.
#[derive(Debug, Clone, PartialEq)]
pub struct Required {
    /// A year, in the form of the path: units a year, or percent a year where `is_percent`. For means and minima over
    /// years: the value every remaining year needs.
    pub rate: f64,
    /// True where `rate` is in percent a year.
    pub is_percent: bool,
    /// Years left from the latest value to the target's day.
    pub years_left: f64,
    /// What is still missing to the target, in the indicator's unit; zero or less, turned to the good direction, when met.
    pub gap: Option<Decimal>,
    /// True where nothing more is needed: the mean or the level cannot be missed any more by ordinary means.
    pub secured: bool,
}

/// Where the series is heading on the target's day, if it goes on as of late.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    /// The day it is for.
    pub date: NaiveDate,
    /// The value.
    pub value: Decimal,
    /// The lower end of the 80 % interval.
    pub low80: Decimal,
    /// The upper end of the 80 % interval.
    pub high80: Decimal,
    /// The lower end of the 95 % interval.
    pub low95: Decimal,
    /// The upper end of the 95 % interval.
    pub high95: Decimal,
    /// The chance that the target is met, from 0 to 1 in steps of 0.05; none below four observations.
    pub chance: Option<f64>,
    /// How many observations it rests on.
    pub observations: usize,
}

/// A year's end of the projection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanPoint {
    /// The day.
    pub date: NaiveDate,
    /// The projected value.
    pub value: Decimal,
    /// The lower end of the 80 % interval.
    pub low80: Decimal,
    /// The upper end of the 80 % interval.
    pub high80: Decimal,
    /// The lower end of the 95 % interval.
    pub low95: Decimal,
    /// The upper end of the 95 % interval.
    pub high95: Decimal,
}

/// What the years gave, for kinds judged over years.
#[derive(Debug, Clone, PartialEq)]
pub struct YearTally {
    /// The first year that counts.
    pub first_year: i32,
    /// The last year that counts: the target's.
    pub last_year: i32,
    /// The full years with a figure, oldest first.
    pub years: Vec<YearVerdict>,
    /// Years that met the target.
    pub met: usize,
    /// Years with a figure.
    pub elapsed: usize,
    /// The worst gap to the target among the years, value minus target, turned so that negative is bad.
    pub worst_gap: Option<Decimal>,
    /// The mean over the years: arithmetic for amounts, geometric for growth (in percent).
    pub mean: Option<Decimal>,
    /// What every remaining year needs so that the mean is reached; for growth in percent.
    pub required_remaining: Option<Decimal>,
    /// True where the remaining years need nothing.
    pub secured: bool,
}

/// One year against a yearly target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearVerdict {
    /// The year.
    pub year: i32,
    /// Its value.
    pub value: Decimal,
    /// Whether it met the target; none where the printed figure cannot be told from the target.
    pub met: Option<bool>,
}

/// Whether a series moves, and how clearly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendFigures {
    /// Median pairwise slope, units a year.
    pub slope_per_year: f64,
    /// Two-sided Mann–Kendall p value with the correction for ties; none below four observations.
    pub p_value: Option<f64>,
    /// How many observations it rests on.
    pub observations: usize,
}

/// Growth of the latest period on the same period a year before.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GrowthFigures {
    /// The period both are for.
    pub period: Option<Period>,
    /// As published, in percent: this one counts.
    pub published: Option<Decimal>,
    /// From the levels, in percent.
    pub computed: Option<f64>,
    /// The base that the published growth implies, where the two differ by more than one point.
    pub implied_base: Option<ImpliedBase>,
}

/// What the figure of a year before must have been restated to for the published growth to hold. It overwrites nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpliedBase {
    /// The period a year before.
    pub period: Period,
    /// The figure as published for it.
    pub published: Decimal,
    /// Level / (1 + growth), to 12 significant digits.
    pub implied: Decimal,
    /// Published minus computed growth, in points.
    pub gap_points: f64,
}

/// How old the newest figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Staleness {
    /// Days from the end of the newest period to the day of the view.
    pub age_days: Option<i64>,
    /// The day by which the next figure is expected.
    pub expected_by: Option<NaiveDate>,
    /// The period whose figure is expected next, where it is known.
    pub expected_period: Option<Period>,
    /// True where the expected day has passed without a figure.
    pub overdue: bool,
    /// True where the age is over the lag and one and a half periods.
    pub stale: bool,
    /// True where the age is over the lag and two periods: the verdict is withheld.
    pub withheld: bool,
}

/// How a status came to differ from the previous one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusChange {
    /// The status before.
    pub from: Status,
    /// The status now.
    pub to: Status,
    /// Why.
    pub by: ChangeCause,
}

/// What changed a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeCause {
    /// A figure for a new period.
    NewData,
    /// Another value for a period that was known before: by revision, not by new data.
    Revision,
    /// Another version of the target.
    Target,
    /// Nothing was published: time passed.
    Time,
}

impl ChangeCause {
    /// Returns the text form: `new_data revision target time`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewData => "new_data",
            Self::Revision => "revision",
            Self::Target => "target",
            Self::Time => "time",
        }
    }
}

/// One step of the reasoning, so that a reader can redo it with a calculator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceLine {
    /// Which step: `target`, `latest`, `path`, `pace`, `projection`, `status` and so on.
    pub step: &'static str,
    /// The formula in plain text.
    pub formula: Cow<'static, str>,
    /// Names and values of what goes in.
    pub inputs: Vec<(Cow<'static, str>, String)>,
    /// What comes out.
    pub result: String,
}

impl Assessment {
    /// Returns what the next assessment needs to know of this one.
    pub fn verdict(&self) -> PreviousVerdict {
        PreviousVerdict {
            status: self.status,
            band: self.band,
            pace: self.pace,
            held_releases: self.held_releases,
            latest: self.latest.as_ref().map(|latest| (latest.period, latest.value)),
            last_published: self.last_published(),
            target_version: self.target.as_ref().map(|target| target.version),
        }
    }

    /// Returns the publication day of the newest figure.
    pub fn last_published(&self) -> Option<NaiveDate> {
        let points = self.series.iter().chain(&self.growth_series);
        points.map(|point| point.published).max()
    }

    /// Tells whether the modifier is set.
    pub fn has(&self, modifier: Modifier) -> bool {
        self.modifiers.contains(&modifier)
    }
}
