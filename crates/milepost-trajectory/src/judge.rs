//! Judges one indicator against one version of its target: what is common to all kinds of target.

mod direction;
mod growth;
mod hold;
mod level;
mod prospect;
mod yearly;

use milepost_model::{
    Comparison, Decimal, Direction, Indicator, Measure, NaiveDate, Operator, Period, Target, TargetKind,
};

use crate::assessment::{Assessment, Latest, LatestBasis, View};
use crate::full_year::{Running, running_year};
use crate::gather::Gathered;
use crate::ladder::{Finding, Prospect};
use crate::outlook::{Bounds, Scale};
use crate::points::SeriesPoint;
use crate::precision::{Met, about_slack, meets};
use crate::selection::{Fit, Timing, fit};
use crate::status::{Reason, Status};
use crate::time::decimal_year;
use crate::trace::{exact, line};

/// What there is to judge.
pub(crate) struct Case<'a> {
    pub(crate) indicator: &'a Indicator,
    pub(crate) target: &'a Target,
    pub(crate) view: View,
    pub(crate) gathered: &'a Gathered,
    /// Indices of the levels that are judged.
    pub(crate) chosen: Vec<usize>,
    /// The running year, for what is judged by full years.
    pub(crate) running: Running,
    /// What fits rest on.
    pub(crate) fit: Fit,
}

/// What the judgement comes to, before hysteresis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) finding: Finding,
    pub(crate) prospect: Prospect,
    /// The rung at which the projection ends, for the comparison with the pace.
    pub(crate) projected: Option<Status>,
}

impl Judgement {
    pub(crate) fn nothing(reason: Reason) -> Self {
        Self::of(Finding::Nothing(reason))
    }

    pub(crate) fn of(finding: Finding) -> Self {
        Self {
            finding,
            prospect: Prospect::default(),
            projected: None,
        }
    }
}

/// Judges, filling in what the assessment shows on the way.
pub(crate) fn judge(case: &Case<'_>, assessment: &mut Assessment) -> Judgement {
    match case.target.kind {
        TargetKind::Count | TargetKind::FlowLevel | TargetKind::Share => level::judge(case, assessment),
        TargetKind::FlowMin | TargetKind::FlowAvg => yearly::judge(case, assessment),
        TargetKind::GrowthAvg | TargetKind::GrowthEach => growth::judge(case, assessment),
        TargetKind::Ceiling | TargetKind::FloorHold | TargetKind::Range => hold::judge(case, assessment),
        TargetKind::Milestone => direction::judge_milestone(case, assessment),
        TargetKind::TrendOnly => direction::judge_trend(case, assessment),
    }
}

/// The points that are judged, and what fits rest on, for an indicator with or without a target.
pub(crate) fn selected(
    indicator: &Indicator,
    kind: Option<TargetKind>,
    gathered: &Gathered,
) -> (Vec<usize>, Running, Fit) {
    let timing = Timing::of(indicator, kind);
    let chosen = timing.select(gathered);
    let running = match timing {
        Timing::FullYears if indicator.measure != Measure::Growth => {
            running_year(gathered, indicator.has_season)
        }
        Timing::FullYears => running_rate(gathered),
        Timing::Dates | Timing::Shares => Running::None,
    };
    let segment = newest_segment(gathered, &chosen, &running);
    let fit = fit(gathered, &chosen, segment);
    (chosen, running, fit)
}

/// The definition of the value that is judged.
pub(crate) fn newest_segment(gathered: &Gathered, chosen: &[usize], running: &Running) -> usize {
    let estimated = running.estimate().map(|estimate| estimate.running);
    let newest = estimated
        .or_else(|| chosen.last().copied())
        .or_else(|| running.index());
    newest
        .and_then(|index| gathered.levels.get(index))
        .map_or(0, |point| point.segment)
}

/// Cuts what was published after the target's day off: yearly figures after its year, and dates after the first one on
/// or past its day, which tells best where things stood.
pub(crate) fn until_due(
    indicator: &Indicator,
    target: &Target,
    gathered: &Gathered,
    mut chosen: Vec<usize>,
    running: Running,
) -> (Vec<usize>, Running) {
    let due = target.due();
    let day = |index: usize| gathered.levels.get(index).map(|point| point.period.last_day());
    let is_yearly = Timing::of(indicator, Some(target.kind)) == Timing::FullYears;
    let within = chosen.partition_point(|index| {
        day(*index).is_some_and(|day| if is_yearly { day <= due } else { day < due })
    });
    chosen.truncate(if is_yearly {
        within
    } else {
        within.saturating_add(1)
    });
    let is_over = running.index().and_then(day).is_some_and(|day| day > due);
    (chosen, if is_over { Running::None } else { running })
}

/// A rate of a year to date is not part of the year's: it is shown, never scaled up.
fn running_rate(gathered: &Gathered) -> Running {
    let levels = &gathered.levels;
    let last_full = levels.iter().rev().find(|point| point.period.is_full_year());
    let newest = levels
        .iter()
        .enumerate()
        .rev()
        .find(|(_, point)| point.period.is_year_to_date());
    match (newest, last_full) {
        (Some((_, point)), Some(full)) if point.period <= full.period => Running::None,
        (Some((index, _)), _) => Running::Unclear(index),
        (None, _) => Running::None,
    }
}

impl Case<'_> {
    pub(crate) fn point(&self, index: usize) -> Option<&SeriesPoint> {
        self.gathered.levels.get(index)
    }

    /// The newest point that is judged.
    pub(crate) fn newest(&self) -> Option<&SeriesPoint> {
        self.point(*self.chosen.last()?)
    }

    /// The definition of the value that is judged.
    pub(crate) fn segment(&self) -> usize {
        newest_segment(self.gathered, &self.chosen, &self.running)
    }

    /// The day of the target on the time axis.
    pub(crate) fn due(&self) -> f64 {
        decimal_year(self.target.due())
    }

    /// Why there is no value to judge.
    pub(crate) fn why_no_value(&self) -> Reason {
        if self.gathered.levels.is_empty() {
            return if self.gathered.other_unit > 0 {
                Reason::UnitMismatch
            } else {
                Reason::NoObservation
            };
        }
        match self.running {
            Running::Unclear(_) => Reason::RunningYearUnclear,
            Running::None | Running::Estimated(_) => Reason::NoFullYear,
        }
    }

    /// The value that is judged: the newest published one, or the running year's estimate, or the plan's baseline.
    pub(crate) fn latest(&self, assessment: &mut Assessment) -> Option<Latest> {
        let baseline = self.baseline();
        // A figure from before the plan's start is no progress on it.
        let is_later = |latest: &Latest| {
            baseline
                .as_ref()
                .is_none_or(|baseline| latest.date >= baseline.date)
        };
        let latest = self
            .estimated(assessment)
            .or_else(|| self.newest_published())
            .filter(is_later)
            .or_else(|| self.baseline())?;
        let inputs = vec![
            ("period", latest.period.to_string()),
            ("basis", latest.basis.as_str().to_owned()),
            (
                "printed to",
                if latest.step.is_zero() {
                    String::new()
                } else {
                    exact(latest.step)
                },
            ),
            (
                "claimed",
                if latest.comparison == Comparison::Eq {
                    String::new()
                } else {
                    latest.comparison.to_string()
                },
            ),
        ];
        assessment.trace.push(line(
            "latest",
            "the newest figure that is judged",
            inputs,
            exact(latest.value),
        ));
        Some(latest)
    }

    fn estimated(&self, assessment: &mut Assessment) -> Option<Latest> {
        let estimate = self.running.estimate()?;
        let point = self.point(estimate.running)?;
        let period = Period::year(estimate.year)?;
        let result = format!("{} for {}", exact(estimate.value), estimate.year);
        assessment.trace.push(line(
            "full_year",
            estimate.formula,
            estimate.inputs.clone(),
            result,
        ));
        Some(Latest {
            period,
            date: period.last_day(),
            value: estimate.value,
            unit: point.unit,
            basis: estimate.basis,
            comparison: point.comparison,
            step: point.step,
            at: point.at,
            running: Some(estimate.running),
        })
    }

    fn newest_published(&self) -> Option<Latest> {
        let point = self.newest()?;
        Some(Latest {
            period: point.period,
            date: point.period.last_day(),
            value: point.value,
            unit: point.unit,
            basis: LatestBasis::Published,
            comparison: point.comparison,
            step: point.step,
            at: point.at,
            running: self.running.index(),
        })
    }

    fn baseline(&self) -> Option<Latest> {
        let baseline = self.indicator.baseline.as_ref()?;
        Some(Latest {
            period: baseline.period,
            date: baseline.period.last_day(),
            value: baseline.value,
            unit: self.indicator.unit,
            basis: LatestBasis::Baseline,
            comparison: Comparison::Eq,
            step: Decimal::ZERO,
            at: None,
            running: self.running.index(),
        })
    }

    /// Tells whether a value meets a level as the target's operator says.
    pub(crate) fn meets(&self, latest: &Latest, operator: Operator, level: Decimal) -> Met {
        let figure = (latest.value, latest.step, latest.comparison, latest.unit);
        meets(
            figure,
            operator,
            level,
            self.indicator.direction,
            self.indicator.tolerance,
        )
    }

    /// How far from "about" still counts; nothing for the other operators.
    pub(crate) fn slack(&self, level: Decimal) -> f64 {
        match self.target.operator {
            Operator::About => crate::number::float(about_slack(level, self.indicator.tolerance)),
            Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => 0.0,
        }
    }

    /// Tells whether the newest figure is one on which sources disagree.
    pub(crate) fn is_disputed(&self, latest: &Latest) -> bool {
        let judged = self
            .running
            .estimate()
            .map(|estimate| estimate.running)
            .or_else(|| self.chosen.last().copied());
        latest.basis != LatestBasis::Baseline
            && judged
                .and_then(|index| self.point(index))
                .is_some_and(|point| self.gathered.is_disputed(point))
    }

    /// Tells whether the target's day has passed and the figure of that day is published.
    pub(crate) fn is_final(&self, latest: &Latest) -> bool {
        let due = self.target.due();
        self.view.as_of >= due && latest.date >= due && latest.basis == LatestBasis::Published
    }

    /// The scale on which the series is projected.
    pub(crate) fn scale(&self) -> Scale {
        let all = |within: fn(f64) -> bool| self.fit.points.iter().all(|point| within(point.1));
        match self.indicator.measure {
            Measure::Flow if all(|value| value > 0.0) => Scale::Log,
            Measure::Share if all(|value| value > 0.0 && value < 100.0) => Scale::Logit,
            Measure::Flow | Measure::Share | Measure::Stock | Measure::Cumulative | Measure::Growth => {
                Scale::Plain
            }
        }
    }

    /// The bounds of what can be: the natural limit, zero for amounts, the last value for what only grows.
    pub(crate) fn bounds(&self) -> Bounds {
        let last = self.fit.points.last().map(|point| point.1);
        let mut bounds = Bounds::default();
        let is_amount = matches!(
            self.indicator.measure,
            Measure::Stock | Measure::Cumulative | Measure::Flow
        );
        if is_amount && last.is_some_and(|last| last >= 0.0) {
            bounds.low = Some(0.0);
        }
        let limit = self.indicator.natural_limit.map(crate::number::float);
        if let (Some(limit), Some(last)) = (limit, last) {
            match self.indicator.direction {
                Direction::Up if last <= limit => bounds.high = Some(limit),
                Direction::Down if last >= limit => bounds.low = Some(limit),
                Direction::Up | Direction::Down => {}
            }
        }
        if self.indicator.measure == Measure::Cumulative {
            bounds.low = last.or(bounds.low);
        }
        bounds
    }
}

/// Turns a difference so that positive is good.
pub(crate) fn good(value: f64, direction: Direction) -> f64 {
    match direction {
        Direction::Up => value,
        Direction::Down => -value,
    }
}

/// Turns a difference so that positive is good.
pub(crate) fn good_decimal(value: Decimal, direction: Direction) -> Decimal {
    match direction {
        Direction::Up => value,
        Direction::Down => -value,
    }
}

/// Tells whether an operator asks for the bad direction: at least something where less is better.
pub(crate) const fn contradicts(operator: Operator, direction: Direction) -> bool {
    match (operator, direction) {
        (Operator::Ge | Operator::Gt, Direction::Down) | (Operator::Le | Operator::Lt, Direction::Up) => true,
        (Operator::Ge | Operator::Gt, Direction::Up)
        | (Operator::Le | Operator::Lt, Direction::Down)
        | (Operator::About, _) => false,
    }
}

/// Years between two days on the axis.
pub(crate) fn years_between(from: NaiveDate, to: NaiveDate) -> f64 {
    decimal_year(to) - decimal_year(from)
}
