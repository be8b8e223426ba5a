//! Targets of growth: `growth_avg` and `growth_each`, and the rates both are judged by.

mod each;
mod mean;

use milepost_model::{Decimal, Direction, Measure, Period, TargetKind, Unit};

use crate::assessment::{Assessment, Latest, LatestBasis};
use crate::ladder::Finding;
use crate::number::{float, ratio};
use crate::path::level_ratio;
use crate::points::SeriesPoint;
use crate::status::{Modifier, Reason};
use crate::trace::{exact, line, show_some};

use super::yearly::{Span, YearFigure, full_years, why_no_year};
use super::{Case, Judgement, good};

pub(super) fn judge(case: &Case<'_>, assessment: &mut Assessment) -> Judgement {
    let Some(rate) = case.target.value else {
        return Judgement::nothing(Reason::TargetIncomplete);
    };
    if super::contradicts(case.target.operator, case.indicator.direction) {
        return Judgement::nothing(Reason::PathUndefined);
    }
    let all = rates(case);
    if is_newest_disputed(case) {
        return Judgement::nothing(Reason::UnresolvedConflict);
    }
    let Some(span) = Span::of(case, &all) else {
        return Judgement::nothing(Reason::TargetIncomplete);
    };
    let counted = Counted {
        span,
        figures: span.within(&all),
        all,
    };
    if case.target.kind == TargetKind::GrowthAvg {
        mean::judge(case, assessment, &counted, rate)
    } else {
        each::judge(case, assessment, &counted, rate)
    }
}

/// The years' rates: all that are known, and those of the years that count.
struct Counted {
    span: Span,
    figures: Vec<YearFigure>,
    all: Vec<YearFigure>,
}

/// The growth rates of full years in percent: the series itself where rates are what is measured; otherwise those
/// published with the levels, which are authoritative, and the ratio of levels where none was published.
fn rates(case: &Case<'_>) -> Vec<YearFigure> {
    if case.indicator.measure == Measure::Growth {
        return full_years(case);
    }
    let segment = case.segment();
    let published = case
        .gathered
        .growth
        .iter()
        .filter(|point| point.period.is_full_year() && !case.gathered.is_growth_disputed(point));
    let mut rates: Vec<YearFigure> = published.filter_map(rate_of).collect();
    let disputed = |year: i32| {
        let of_year =
            |point: &&SeriesPoint| point.period.is_full_year() && point.period.calendar_year() == year;
        case.gathered
            .growth
            .iter()
            .find(of_year)
            .is_some_and(|point| case.gathered.is_growth_disputed(point))
    };
    let levels = full_years(case);
    for (before, after) in levels.iter().zip(levels.iter().skip(1)) {
        // A growth that sources disagree on is not replaced by another reading of it.
        let is_known = rates.iter().any(|rate| rate.year == after.year) || disputed(after.year);
        let in_definition =
            Period::year(before.year).is_some_and(|year| case.gathered.segment(year) == segment);
        if after.year == before.year + 1 && !is_known && in_definition {
            rates.extend(computed(before, after));
        }
    }
    rates.sort_by_key(|rate| rate.year);
    rates
}

/// Tells whether sources disagree on the growth of the newest year.
fn is_newest_disputed(case: &Case<'_>) -> bool {
    let gathered = case.gathered;
    if case.indicator.measure == Measure::Growth {
        return case.newest().is_some_and(|point| gathered.is_disputed(point));
    }
    let newest = gathered
        .growth
        .iter()
        .rev()
        .find(|point| point.period.is_full_year());
    newest.is_some_and(|point| gathered.is_growth_disputed(point))
}

fn rate_of(point: &SeriesPoint) -> Option<YearFigure> {
    Some(YearFigure {
        year: point.period.calendar_year(),
        value: point.value,
        step: point.step,
        comparison: point.comparison,
        unit: Unit::Percent,
        at: Some(point.at?),
    })
}

fn computed(before: &YearFigure, after: &YearFigure) -> Option<YearFigure> {
    let change = after.value.checked_sub(before.value)?;
    let percent = change
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(before.value)?
        .round_sf(12)?;
    Some(YearFigure {
        value: percent.normalize(),
        step: Decimal::ZERO,
        unit: Unit::Percent,
        ..*after
    })
}

/// A rate that was published for the running year so far, where no full year is known.
fn running_rate<'a>(case: &'a Case<'_>, span: Span) -> Option<&'a SeriesPoint> {
    let rates = if case.indicator.measure == Measure::Growth {
        &case.gathered.levels
    } else {
        &case.gathered.growth
    };
    rates.iter().rev().find(|point| {
        let year = point.period.calendar_year();
        let is_long = point.period.month_count().is_some_and(|months| months >= 3);
        point.period.is_year_to_date() && is_long && (span.first..=span.last).contains(&year)
    })
}

/// Realised over wanted growth, where more of what is wanted is better.
fn pace(mean: f64, rate: f64, direction: Direction) -> Option<f64> {
    if good(rate, direction) > 0.0 {
        ratio(mean, rate)
    } else {
        None
    }
}

/// No full year yet: the rate of the year to date stands for it, marked so.
fn judge_running(case: &Case<'_>, assessment: &mut Assessment, span: Span, rate: Decimal) -> Judgement {
    let Some(point) = running_rate(case, span) else {
        return Judgement::nothing(why_no_year(case, span));
    };
    let Some(period) = Period::year(point.period.calendar_year()) else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    let latest = Latest {
        period,
        date: period.last_day(),
        value: point.value,
        unit: Unit::Percent,
        basis: LatestBasis::RunningGrowth,
        comparison: point.comparison,
        step: point.step,
        at: point.at,
        running: case
            .gathered
            .levels
            .iter()
            .position(|level| level.period == point.period),
    };
    let inputs = vec![
        ("period", point.period.to_string()),
        ("growth", exact(point.value)),
    ];
    let formula = "the growth of the year to date, taken for the year";
    assessment.trace.push(line(
        "full_year",
        formula,
        inputs,
        format!("{}%", exact(point.value)),
    ));
    let pace_of = |value: Decimal| pace(float(value), float(rate), case.indicator.direction);
    assessment.pace = pace_of(point.value).or_else(|| rate_pace(point.value, rate, case.indicator.direction));
    assessment.latest = Some(latest);
    let inputs = vec![("growth", exact(point.value)), ("target growth", exact(rate))];
    assessment.trace.push(line(
        "pace",
        "growth / target growth",
        inputs,
        show_some(assessment.pace),
    ));
    assessment.modifiers.push(Modifier::LowConfidence);
    Judgement::of(match assessment.pace {
        Some(pace) => Finding::Pace {
            pace,
            is_capped: false,
        },
        None => Finding::Nothing(Reason::OutOfRange),
    })
}

/// A yearly rate against a yearly rate: their ratio in points around the target.
fn rate_pace(value: Decimal, rate: Decimal, direction: Direction) -> Option<f64> {
    level_ratio(float(value), float(rate), direction)
}
