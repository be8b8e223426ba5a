//! Targets judged over years: `flow_min` and `flow_avg`, and what every judgement over years is made of.

mod each;
mod mean;

use milepost_model::{Comparison, Decimal, Measure, NaiveDate, Period, TargetKind, Unit};

use crate::assessment::{Assessment, Latest, LatestBasis, PathPoint, YearTally, YearVerdict};
use crate::number::{float, ratio};
use crate::path::Path;
use crate::points::ObservationRef;
use crate::precision::Met;
use crate::stats::median;
use crate::status::Reason;
use crate::time::{decimal_year, year_end};
use crate::trace::{exact, line, show, show_some};

use super::level::tell_deviation;
use super::{Case, Judgement, contradicts, good_decimal};

/// One full year's figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct YearFigure {
    pub(super) year: i32,
    pub(super) value: Decimal,
    pub(super) step: Decimal,
    pub(super) comparison: Comparison,
    pub(super) unit: Unit,
    pub(super) at: Option<ObservationRef>,
}

/// The years that count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) first: i32,
    pub(super) last: i32,
}

impl Span {
    /// The years from the target's `from`, or the year after the baseline's, or the first with a figure, to its end.
    pub(super) fn of(case: &Case<'_>, figures: &[YearFigure]) -> Option<Self> {
        let last = case.target.due_year();
        let after_baseline = case
            .indicator
            .baseline
            .as_ref()
            .map(|baseline| baseline.period.calendar_year() + 1);
        let first = case
            .target
            .from_year
            .or(after_baseline)
            .or_else(|| figures.first().map(|figure| figure.year))
            .unwrap_or(last);
        // Years outside those of periods are misread numbers.
        let is_year = Period::year(first).is_some() && Period::year(last).is_some();
        (first <= last && is_year).then_some(Self { first, last })
    }

    /// How many years that is.
    pub(super) fn years(self) -> u32 {
        u32::try_from(self.last - self.first + 1).unwrap_or(0)
    }

    fn holds(self, year: i32) -> bool {
        (self.first..=self.last).contains(&year)
    }

    /// The day before the first year that counts.
    pub(super) fn start(self) -> Option<NaiveDate> {
        year_end(self.first - 1)
    }

    /// The figures of the years that count.
    pub(super) fn within(self, figures: &[YearFigure]) -> Vec<YearFigure> {
        figures
            .iter()
            .filter(|figure| self.holds(figure.year))
            .copied()
            .collect()
    }
}

/// The full years' figures in the newest definition, oldest first, without disputed ones.
pub(super) fn full_years(case: &Case<'_>) -> Vec<YearFigure> {
    let segment = case.segment();
    let figure = |index: &usize| {
        let point = case.point(*index)?;
        let factor = case.gathered.splice(point.segment, segment)?;
        // A rate of growth has no factor between definitions.
        let is_rate = case.indicator.measure == Measure::Growth;
        if case.gathered.is_disputed(point) || (is_rate && point.segment != segment) {
            return None;
        }
        Some(YearFigure {
            year: point.period.calendar_year(),
            value: point.value.checked_mul(factor)?,
            step: point.step,
            comparison: point.comparison,
            unit: point.unit,
            at: point.at,
        })
    };
    case.chosen.iter().filter_map(figure).collect()
}

pub(super) fn latest_of(
    figure: &YearFigure,
    basis: LatestBasis,
    value: Decimal,
    running: Option<usize>,
) -> Option<Latest> {
    let period = Period::year(figure.year)?;
    Some(Latest {
        period,
        date: period.last_day(),
        value,
        unit: figure.unit,
        basis,
        comparison: figure.comparison,
        step: figure.step,
        at: figure.at,
        running,
    })
}

/// Why there is no year to judge.
pub(super) fn why_no_year(case: &Case<'_>, span: Span) -> Reason {
    let has_started = year_end(span.first).is_some_and(|end| case.view.as_of > end);
    let has_any = !case.gathered.levels.is_empty() || !case.gathered.growth.is_empty();
    if !has_started && (has_any || case.gathered.other_unit == 0) {
        Reason::NotStarted
    } else {
        case.why_no_value()
    }
}

/// Counts the years against a yearly level.
pub(super) fn tally(case: &Case<'_>, span: Span, figures: &[YearFigure], level: Decimal) -> YearTally {
    let direction = case.indicator.direction;
    let mut years = Vec::with_capacity(figures.len());
    let mut worst_gap: Option<Decimal> = None;
    for figure in figures {
        let met = latest_of(figure, LatestBasis::Published, figure.value, None)
            .map_or(Met::Unclear, |latest| {
                case.meets(&latest, case.target.operator, level)
            });
        years.push(YearVerdict {
            year: figure.year,
            value: figure.value,
            met: match met {
                Met::Yes => Some(true),
                Met::No => Some(false),
                Met::Unclear => None,
            },
        });
        let gap = figure
            .value
            .checked_sub(level)
            .map(|gap| good_decimal(gap, direction));
        worst_gap = worst_gap.into_iter().chain(gap).min();
    }
    YearTally {
        first_year: span.first,
        last_year: span.last,
        met: years.iter().filter(|year| year.met == Some(true)).count(),
        elapsed: years.len(),
        years,
        worst_gap,
        mean: None,
        required_remaining: None,
        secured: false,
    }
}

/// The typical recent yearly value: the median of the last three.
pub(super) fn recent_level(figures: &[YearFigure]) -> Option<f64> {
    let mut last: Vec<f64> = figures
        .iter()
        .rev()
        .take(3)
        .map(|figure| float(figure.value))
        .collect();
    median(&mut last)
}

pub(super) fn tell_recent_level(assessment: &mut Assessment, figures: &[YearFigure]) {
    assessment.recent_rate = recent_level(figures);
    let last = figures
        .iter()
        .rev()
        .take(3)
        .map(|figure| format!("{}: {}", figure.year, exact(figure.value)));
    let inputs = vec![("figures", last.collect::<Vec<_>>().join("; "))];
    let formula = "median of the last three years";
    assessment.trace.push(line(
        "recent_rate",
        formula,
        inputs,
        show_some(assessment.recent_rate),
    ));
}

/// What each remaining year needs over what years gave of late.
pub(super) fn tell_yearly_effort(assessment: &mut Assessment) {
    let Some(required) = assessment
        .required_from_now
        .as_ref()
        .filter(|required| !required.secured)
    else {
        return;
    };
    let Some(recent) = assessment.recent_rate else {
        return;
    };
    let is_same_way = (required.rate > 0.0) == (recent > 0.0);
    assessment.effort = ratio(required.rate, recent).filter(|_| is_same_way);
    let inputs = vec![("required", show(required.rate)), ("recent", show(recent))];
    assessment.trace.push(line(
        "effort",
        "required / recent",
        inputs,
        show_some(assessment.effort),
    ));
}

/// Draws a level that holds in every year that counts, and how far a value is from it.
pub(super) fn tell_flat(
    case: &Case<'_>,
    assessment: &mut Assessment,
    start: NaiveDate,
    level: Decimal,
    latest: &Latest,
) {
    let due = case.target.due();
    let days = crate::time::drawing_days(start, due);
    assessment.path = days
        .into_iter()
        .map(|date| PathPoint { date, value: level })
        .collect();
    assessment.expected = Some(level);
    let (from, end) = (decimal_year(start), case.due());
    assessment.time_share =
        ratio(decimal_year(latest.date) - from, end - from).map(|share| share.clamp(0.0, 1.0));
    let flat = Path::new(
        milepost_model::PathKind::Constant,
        (from, float(level)),
        (end, float(level)),
        &[],
    );
    if let Ok(path) = flat {
        tell_deviation(case, assessment, &path, level, latest);
    }
}

pub(super) fn judge(case: &Case<'_>, assessment: &mut Assessment) -> Judgement {
    let Some(level) = case.target.value else {
        return Judgement::nothing(Reason::TargetIncomplete);
    };
    if let Some(used) = assessment.target.as_mut() {
        used.level = Some(level);
    }
    if contradicts(case.target.operator, case.indicator.direction) {
        return Judgement::nothing(Reason::PathUndefined);
    }
    let all = full_years(case);
    let Some(span) = Span::of(case, &all) else {
        return Judgement::nothing(Reason::TargetIncomplete);
    };
    let figures = span.within(&all);
    if case.target.kind == TargetKind::FlowAvg {
        mean::judge(case, assessment, span, &figures, level)
    } else {
        each::judge(case, assessment, span, &figures, level)
    }
}

pub(super) fn tell_tally(assessment: &mut Assessment, tally: &YearTally) {
    let years = tally.years.iter().map(|year| {
        let word = match year.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "not distinguishable",
        };
        format!("{}: {} ({word})", year.year, exact(year.value))
    });
    let inputs = vec![
        ("years", years.collect::<Vec<_>>().join("; ")),
        ("worst gap", tally.worst_gap.map(exact).unwrap_or_default()),
    ];
    let result = format!(
        "{} of {}, {} to {}",
        tally.met, tally.elapsed, tally.first_year, tally.last_year
    );
    assessment
        .trace
        .push(line("years", "years met / years with a figure", inputs, result));
}
