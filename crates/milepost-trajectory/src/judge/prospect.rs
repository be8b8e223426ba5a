//! Recent rate, effort, projection and chance, for every kind whose target is a level.

use milepost_model::{Decimal, Direction, Operator, PathKind};

use crate::assessment::{Assessment, FanPoint, Projection};
use crate::ladder::{Prospect, rung};
use crate::number::{decimal, finite, float, is_zero, ratio};
use crate::outlook::{Outlook, damped_years};
use crate::path::{Path, level_ratio};
use crate::stats::theil_sen_slope;
use crate::status::Status;
use crate::time::{decimal_year, drawing_days};
use crate::trace::{line, show, show_some};

use super::{Case, good};

/// Returns the recent rate a year: percent for a geometric path, units otherwise.
pub(crate) fn recent_rate(points: &[(f64, f64)], kind: PathKind) -> Option<f64> {
    if kind != PathKind::Geometric {
        return theil_sen_slope(points);
    }
    let negative = points.iter().all(|point| point.1 < 0.0);
    let logs: Option<Vec<(f64, f64)>> = points
        .iter()
        .map(|(at, value)| {
            let size = if negative { -value } else { *value };
            (size > 0.0).then(|| (*at, libm::log(size)))
        })
        .collect();
    let growth = theil_sen_slope(&logs?)?;
    finite(100.0 * (libm::exp(growth) - 1.0))
}

/// Tells the recent rate and writes it down.
pub(crate) fn tell_recent(case: &Case<'_>, assessment: &mut Assessment, kind: PathKind) {
    let points = &case.fit.points;
    let Some(rate) = recent_rate(points, kind) else {
        return;
    };
    assessment.recent_rate = Some(rate);
    let formula = if kind == PathKind::Geometric {
        "100 * (exp(b) - 1), b the median of the slopes of ln(value) between all pairs of figures"
    } else {
        "median of the slopes between all pairs of figures"
    };
    let figures: Vec<String> = points
        .iter()
        .map(|(at, value)| format!("{}: {}", show(*at), show(*value)))
        .collect();
    let unit = if kind == PathKind::Geometric {
        "% a year"
    } else {
        "a year"
    };
    let inputs = vec![(
        "figures (decimal year, 2024 is the end of 2023: value)",
        figures.join("; "),
    )];
    assessment.trace.push(line(
        "recent_rate",
        formula,
        inputs,
        format!("{} {unit}", show(rate)),
    ));
}

/// Required over recent rate. On curved paths both are taken on the scale on which the path is straight, because a
/// rate in units a year changes along them.
pub(crate) fn tell_effort(case: &Case<'_>, assessment: &mut Assessment, path: Option<&Path>, at: (f64, f64)) {
    let Some(required) = assessment.required_from_now.as_ref() else {
        return;
    };
    if required.gap.is_some_and(|gap| gap <= Decimal::ZERO) || required.secured {
        return;
    }
    let is_bent = path.is_some_and(|path| matches!(path.kind(), PathKind::Logit | PathKind::Milestones));
    let (over, under, formula) = if is_bent {
        let Some((over, under)) = path.and_then(|path| straightened_rates(case, path, at)) else {
            return;
        };
        (over, under, "required / recent, both in years of the path a year")
    } else {
        let Some(recent) = assessment.recent_rate else {
            return;
        };
        (required.rate, recent, "required rate / recent rate")
    };
    // A recent rate of nothing, or the wrong way, can be stretched by no factor.
    let is_same_way = !is_zero(under) && (over > 0.0) == (under > 0.0);
    let Some(effort) = ratio(over, under).filter(|_| is_same_way) else {
        return;
    };
    assessment.effort = Some(effort);
    let inputs = vec![("required", show(over)), ("recent", show(under))];
    assessment
        .trace
        .push(line("effort", formula, inputs, show(effort)));
}

fn straightened_rates(case: &Case<'_>, path: &Path, at: (f64, f64)) -> Option<(f64, f64)> {
    let (_, (end, _)) = path.ends();
    let years_left = end - at.0;
    let required = ratio(end - path.straightened(at.1)?, years_left)?;
    let straight: Vec<(f64, f64)> = case
        .fit
        .points
        .iter()
        .filter_map(|(at, value)| Some((*at, path.straightened(*value)?)))
        .collect();
    Some((required, theil_sen_slope(&straight)?))
}

/// Tells whether the recent rate runs the wrong way by more than the printed digits leave open.
pub(crate) fn is_adverse(case: &Case<'_>, step: Decimal) -> bool {
    let points = &case.fit.points;
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return false;
    };
    let Some(slope) = theil_sen_slope(points) else {
        return false;
    };
    good(slope, case.indicator.direction) * (last.0 - first.0) < -float(step) * (1.0 + 1e-9)
}

/// What a projection is compared with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goal {
    pub(crate) operator: Operator,
    pub(crate) level: f64,
    /// The upper end of a range.
    pub(crate) upper: Option<f64>,
    /// How far from "about" still counts.
    pub(crate) slack: f64,
    /// The value at the start of a moving path; none for a flat one.
    pub(crate) start: Option<f64>,
    /// Which way is good.
    pub(crate) direction: Direction,
}

/// Projects the series to the target's day, tells it, and returns what it means for the verdict.
pub(crate) fn tell_projection(
    case: &Case<'_>,
    assessment: &mut Assessment,
    outlook: Option<&Outlook>,
    goal: Goal,
) -> (Prospect, Option<Status>) {
    let thresholds = case.target.thresholds;
    // 1 / 0.95: a recent rate that is 95 % of the one needed is on track, by the same threshold as a pace.
    let enough = ratio(1.0, float(thresholds.on_track)).unwrap_or(1.0);
    let recent_suffices = assessment.effort.is_some_and(|effort| effort <= enough + 1e-9);
    let bare = Prospect {
        chance: None,
        recent_suffices,
    };
    let due = case.due();
    let Some(outlook) = outlook else {
        return (bare, None);
    };
    let is_ahead = case.fit.points.last().is_some_and(|last| last.0 < due);
    if !is_ahead {
        return (bare, None);
    }
    let chance = chance(case, outlook, goal);
    let Some(projection) = project(outlook, case, chance) else {
        return (bare, None);
    };
    let value = float(projection.value);
    write_down(assessment, outlook, due, &projection);
    assessment.fan = fan(outlook, case);
    assessment.projection = Some(projection);
    let rung_of = |ratio: Option<f64>| ratio.map(|ratio| rung(ratio, thresholds));
    let is_short = good(goal.level - value, goal.direction) > 0.0;
    let projected = match goal.start {
        Some(start) => rung_of(ratio(value - start, goal.level - start)),
        None if !is_short => Some(Status::OnTrack),
        None => rung_of(level_ratio(value, goal.level, goal.direction)),
    };
    (Prospect { chance, ..bare }, projected)
}

fn chance(case: &Case<'_>, outlook: &Outlook, goal: Goal) -> Option<f64> {
    let due = case.due();
    match goal.upper {
        Some(upper) => outlook.chance_between(due, goal.level, upper),
        None => outlook.chance(due, goal.operator, goal.level, goal.slack, goal.direction),
    }
}

fn project(outlook: &Outlook, case: &Case<'_>, chance: Option<f64>) -> Option<Projection> {
    let spread = outlook.at(case.due())?;
    Some(Projection {
        date: case.target.due(),
        value: decimal(spread.value)?,
        low80: decimal(spread.low80)?,
        high80: decimal(spread.high80)?,
        low95: decimal(spread.low95)?,
        high95: decimal(spread.high95)?,
        chance,
        observations: outlook.observations,
    })
}

fn write_down(assessment: &mut Assessment, outlook: &Outlook, due: f64, projection: &Projection) {
    let (by80, by95) = outlook.multipliers(due);
    let h = outlook.years_ahead(due);
    let text = crate::trace::exact;
    let inputs = vec![
        ("scale", outlook.scale().name().to_owned()),
        ("last value", show(outlook.last_value())),
        ("b, median slope a year", show(outlook.slope)),
        ("h, years ahead", show(h)),
        ("sum of 0.8^i", show(damped_years(h))),
    ];
    let formula = "last value + b * sum of 0.8^i for i = 1..h";
    assessment
        .trace
        .push(line("projection", formula, inputs, text(projection.value)));
    let inputs = vec![
        ("s, deviation of yearly steps", show(outlook.step_error)),
        ("years seen", show(outlook.years_seen())),
        ("error", show(outlook.error(due))),
        ("multiplier for 80%", show(by80)),
        ("multiplier for 95%", show(by95)),
        (
            "95%",
            format!("{} to {}", text(projection.low95), text(projection.high95)),
        ),
        ("chance of meeting the target", show_some(projection.chance)),
    ];
    let formula =
        "projection ± multiplier * error on the same scale, error = s * sqrt(h * (1 + h / years seen))";
    let result = format!("80%: {} to {}", text(projection.low80), text(projection.high80));
    assessment.trace.push(line("interval", formula, inputs, result));
}

fn fan(outlook: &Outlook, case: &Case<'_>) -> Vec<FanPoint> {
    let last = case.chosen.iter().rev().filter_map(|index| case.point(*index));
    let Some(last) = last.map(|point| point.period.last_day()).next() else {
        return Vec::new();
    };
    let point = |date| {
        let spread = outlook.at(decimal_year(date))?;
        Some(FanPoint {
            date,
            value: decimal(spread.value)?,
            low80: decimal(spread.low80)?,
            high80: decimal(spread.high80)?,
            low95: decimal(spread.low95)?,
            high95: decimal(spread.high95)?,
        })
    };
    drawing_days(last, case.target.due())
        .into_iter()
        .filter_map(point)
        .collect()
}
