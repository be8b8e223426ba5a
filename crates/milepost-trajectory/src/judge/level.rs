//! Targets that a level reaches by a day: `count`, `flow_level` and `share`, along any path.

use milepost_model::{Decimal, Direction, Measure, Operator, PathKind};

use crate::assessment::{Assessment, Deviation, Latest, LatestBasis, PathPoint, Required};
use crate::ladder::Finding;
use crate::number::{decimal, float, percent_of, ratio};
use crate::outlook::Outlook;
use crate::path::Path;
use crate::precision::Met;
use crate::status::{Modifier, Reason, Status};
use crate::time::{decimal_year, drawing_days, position};
use crate::trace::{exact, line, show, show_some};

use super::prospect::{Goal, is_adverse, tell_effort, tell_projection, tell_recent};
use super::{Case, Judgement, contradicts, good_decimal, hold, years_between};

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
    let Some(latest) = case.latest(assessment) else {
        return Judgement::nothing(case.why_no_value());
    };
    assessment.latest = Some(latest.clone());
    let start = match starting_value(case, assessment) {
        Ok(start) => start,
        Err(reason) => {
            tell_recent(case, assessment, case.target.path);
            return Judgement::nothing(reason);
        }
    };
    if let Some(start) = start {
        match binding(case, start, level) {
            Binding::Binds => {}
            Binding::NothingToCover => {
                let settled = settled(case, &latest, level, assessment);
                return settled.unwrap_or(Judgement::nothing(Reason::NothingToCover));
            }
            Binding::Past => {
                if let Some(used) = assessment.target.as_mut() {
                    used.binds = false;
                }
                assessment.modifiers.push(Modifier::DoesNotBind);
                return hold::judge_level(case, assessment, &latest, level);
            }
        }
    }
    tell_recent(case, assessment, case.target.path);
    let path = start.map(|start| draw(case, start, level));
    if let (Some(Ok(path)), Some(start)) = (&path, start) {
        tell_path(case, assessment, path, (start, level), &latest);
    }
    tell_required(case, assessment, level, &latest);
    let at = (decimal_year(latest.date), float(latest.value));
    let drawn = path.as_ref().and_then(|path| path.as_ref().ok());
    tell_effort(case, assessment, drawn, at);
    let outlook = Outlook::new(&case.fit.points, case.scale(), case.bounds());
    let goal = Goal {
        operator: case.target.operator,
        level: float(level),
        upper: None,
        slack: case.slack(level),
        start: drawn.and(start).map(float),
        direction: case.indicator.direction,
    };
    let (prospect, projected) = tell_projection(case, assessment, outlook.as_ref(), goal);
    let judgement = settled(case, &latest, level, assessment)
        .unwrap_or_else(|| Judgement::of(on_the_way(case, &latest, path.as_ref(), assessment)));
    Judgement {
        prospect,
        projected,
        ..judgement
    }
}

/// The plan's starting value in the definition of the value that is judged; none where the plan gives none.
fn starting_value(case: &Case<'_>, assessment: &mut Assessment) -> Result<Option<Decimal>, Reason> {
    let Some(baseline) = case.indicator.baseline.as_ref() else {
        return Ok(None);
    };
    let from = case.gathered.segment(baseline.period);
    let to = match assessment.latest.as_ref().map(|latest| latest.basis) {
        Some(LatestBasis::Baseline) => from,
        _ => case.segment(),
    };
    if from != to {
        assessment.modifiers.push(Modifier::Break);
    }
    let factor = case.gathered.splice(from, to).ok_or(Reason::DefinitionChanged)?;
    let start = baseline.value.checked_mul(factor).ok_or(Reason::OutOfRange)?;
    if factor != Decimal::ONE {
        let inputs = vec![
            ("baseline", exact(baseline.value)),
            ("splice factor", exact(factor)),
        ];
        assessment
            .trace
            .push(line("splice", "baseline * splice factor", inputs, exact(start)));
    }
    Ok(Some(start))
}

enum Binding {
    Binds,
    /// Baseline and target are one level, and more than that is asked.
    NothingToCover,
    /// The baseline is past the target already.
    Past,
}

fn binding(case: &Case<'_>, start: Decimal, level: Decimal) -> Binding {
    let is_strict = matches!(case.target.operator, Operator::Gt | Operator::Lt);
    let is_past = match case.indicator.direction {
        Direction::Up => start > level,
        Direction::Down => start < level,
    };
    if is_past || (start == level && !is_strict) {
        Binding::Past
    } else if start == level {
        Binding::NothingToCover
    } else {
        Binding::Binds
    }
}

fn draw(case: &Case<'_>, start: Decimal, level: Decimal) -> Result<Path, Reason> {
    let baseline = case.indicator.baseline.as_ref().ok_or(Reason::NoBaseline)?;
    let corners: Vec<(f64, f64)> = case
        .target
        .milestones
        .iter()
        .map(|(period, value)| (position(*period), float(*value)))
        .collect();
    let from = (position(baseline.period), float(start));
    Path::new(case.target.path, from, (case.due(), float(level)), &corners)
}

fn formula(kind: PathKind) -> &'static str {
    match kind {
        PathKind::Linear => "y0 + (yT - y0) * (t - t0) / (tT - t0)",
        PathKind::Geometric => "y0 * (yT / y0) ^ ((t - t0) / (tT - t0))",
        PathKind::Logit => {
            "100 / (1 + exp(-x)), x on the line from ln(y0 / (100 - y0)) to ln(yT / (100 - yT))"
        }
        PathKind::Milestones => "on the line between the milestones before and after t",
        PathKind::Constant => "yT throughout",
        PathKind::Step => "y0 until tT, then yT",
    }
}

fn tell_path(
    case: &Case<'_>,
    assessment: &mut Assessment,
    path: &Path,
    (start, level): (Decimal, Decimal),
    latest: &Latest,
) {
    let Some(baseline) = case.indicator.baseline.as_ref() else {
        return;
    };
    let (from, to) = (baseline.period.last_day(), case.target.due());
    let at = decimal_year(latest.date);
    let drawn = drawing_days(from, to).into_iter().filter_map(|date| {
        let value = decimal(path.value(decimal_year(date))?)?;
        Some(PathPoint { date, value })
    });
    assessment.path = drawn.collect();
    let (t0, end) = (decimal_year(from), case.due());
    let inputs = || {
        vec![
            ("y0", exact(start)),
            ("yT", exact(level)),
            ("t0", show(t0)),
            ("tT", show(end)),
            ("t", show(at.min(end))),
        ]
    };
    let Some(expected) = path.value(at).and_then(decimal) else {
        return;
    };
    assessment.expected = Some(expected);
    assessment
        .trace
        .push(line("path", formula(path.kind()), inputs(), exact(expected)));
    tell_deviation(case, assessment, path, expected, latest);
    assessment.time_share = ratio(at - t0, end - t0).map(|share| share.clamp(0.0, 1.0));
    assessment.completion = ratio(float(latest.value) - float(start), float(level) - float(start));
    let inputs = vec![
        ("y", exact(latest.value)),
        ("y0", exact(start)),
        ("yT", exact(level)),
    ];
    let result = show_some(assessment.completion);
    assessment
        .trace
        .push(line("completion", "(y - y0) / (yT - y0)", inputs, result));
    assessment.pace = path.pace(at, float(latest.value), case.indicator.direction);
    let years = [("years gone", at.min(end) - t0), ("years in all", end - t0)];
    let mut inputs = vec![
        ("y", exact(latest.value)),
        ("y0", exact(start)),
        ("yT", exact(level)),
    ];
    inputs.extend(years.map(|(name, years)| (name, show(years))));
    inputs.push(("expected now", exact(expected)));
    assessment.trace.push(line(
        "pace",
        pace_formula(path.kind()),
        inputs,
        show_some(assessment.pace),
    ));
}

fn pace_formula(kind: PathKind) -> &'static str {
    match kind {
        PathKind::Linear => "((y - y0) / years gone) / ((yT - y0) / years in all)",
        PathKind::Geometric => "((y / y0) ^ (1 / years gone) - 1) / ((yT / y0) ^ (1 / years in all) - 1)",
        PathKind::Logit => {
            "((L(y) - L(y0)) / years gone) / ((L(yT) - L(y0)) / years in all), L(y) = ln(y / (100 - y))"
        }
        PathKind::Milestones => "(y - y0) / (expected now - y0)",
        PathKind::Constant | PathKind::Step => {
            "1 + (y - expected now) / expected now, turned to the good direction"
        }
    }
}

/// How far a value is from where it should be.
pub(super) fn tell_deviation(
    case: &Case<'_>,
    assessment: &mut Assessment,
    path: &Path,
    expected: Decimal,
    latest: &Latest,
) {
    let at = decimal_year(latest.date).min(case.due());
    let on_path = path.day_of(float(latest.value));
    let months = on_path.and_then(|day| crate::number::finite(12.0 * (day.at - at)));
    let Some(absolute) = latest.value.checked_sub(expected) else {
        return;
    };
    // The path is computed to 12 digits: a difference in the last of them is none.
    let is_noise = percent_of(absolute, expected).is_some_and(|percent| percent.abs() < 1e-9);
    let absolute = if is_noise { Decimal::ZERO } else { absolute };
    let deviation = Deviation {
        absolute,
        percent: percent_of(absolute, expected),
        months: if is_noise && months.is_some() {
            Some(0.0)
        } else {
            months
        },
        months_is_bound: on_path.is_some_and(|day| day.is_bound) && !is_noise,
        is_favourable: good_decimal(absolute, case.indicator.direction) >= Decimal::ZERO,
    };
    let inputs = vec![
        ("value", exact(latest.value)),
        ("expected", exact(expected)),
        ("percent", show_some(deviation.percent)),
        ("months ahead (positive) or behind", show_some(deviation.months)),
    ];
    assessment
        .trace
        .push(line("deviation", "value - expected", inputs, exact(absolute)));
    assessment.deviation = Some(deviation);
}

fn tell_required(case: &Case<'_>, assessment: &mut Assessment, level: Decimal, latest: &Latest) {
    let years_left = years_between(latest.date, case.target.due());
    if years_left <= 0.0 {
        return;
    }
    let (value, goal) = (float(latest.value), float(level));
    let is_percent = case.target.path == PathKind::Geometric;
    let rate = if is_percent {
        ratio(goal, value)
            .filter(|quotient| *quotient > 0.0)
            .map(|quotient| 100.0 * (libm::pow(quotient, 1.0 / years_left) - 1.0))
    } else {
        ratio(goal - value, years_left)
    };
    let Some(rate) = rate.and_then(crate::number::finite) else {
        return;
    };
    let gap = level
        .checked_sub(latest.value)
        .map(|gap| good_decimal(gap, case.indicator.direction));
    let is_met = gap.is_some_and(|gap| gap <= Decimal::ZERO);
    let formula = if is_percent {
        "100 * ((yT / y) ^ (1 / years left) - 1)"
    } else {
        "(yT - y) / years left"
    };
    let inputs = vec![
        ("y", exact(latest.value)),
        ("yT", exact(level)),
        ("years left", show(years_left)),
    ];
    let unit = if is_percent { "% a year" } else { "a year" };
    assessment.trace.push(line(
        "required",
        formula,
        inputs,
        format!("{} {unit}", show(rate)),
    ));
    assessment.required_from_now = Some(Required {
        rate,
        is_percent,
        years_left,
        gap,
        // What only grows cannot lose a level again.
        secured: is_met && case.indicator.measure == Measure::Cumulative,
    });
}

/// What is a fact already: met, missed, or not to be said at all.
fn settled(
    case: &Case<'_>,
    latest: &Latest,
    level: Decimal,
    assessment: &mut Assessment,
) -> Option<Judgement> {
    if latest.basis == LatestBasis::Baseline {
        let has_none = case.gathered.levels.is_empty();
        let reason = if has_none {
            case.why_no_value()
        } else {
            Reason::OneObservation
        };
        return Some(Judgement::nothing(if case.chosen.is_empty() {
            case.why_no_value()
        } else {
            reason
        }));
    }
    if case.is_disputed(latest) {
        return Some(Judgement::nothing(Reason::UnresolvedConflict));
    }
    if fell_though_cumulative(case) {
        assessment.modifiers.push(Modifier::Break);
        let inputs = vec![("value", exact(latest.value))];
        let formula =
            "a cumulative count below an earlier one: a revision or a change of definition, never a fall";
        assessment
            .trace
            .push(line("fall", formula, inputs, Reason::DefinitionChanged.as_str()));
        return Some(Judgement::nothing(Reason::DefinitionChanged));
    }
    let met = case.meets(latest, case.target.operator, level);
    tell_met(case, assessment, latest, level, met);
    let fact = |status| Some(Judgement::of(Finding::Fact(status)));
    if case.is_final(latest) {
        return match met {
            Met::Yes => fact(Status::Achieved),
            Met::No => fact(Status::Missed),
            Met::Unclear => Some(Judgement::nothing(Reason::NotDistinguishable)),
        };
    }
    match met {
        // An estimate of a year that has not ended meets nothing yet.
        Met::Yes if latest.basis == LatestBasis::Published => {
            let is_at_risk = is_adverse(case, latest.step);
            fact(if is_at_risk {
                Status::AchievedAtRisk
            } else {
                Status::Achieved
            })
        }
        Met::Yes | Met::No | Met::Unclear => None,
    }
}

/// Writes down whether the target is met, and marks what printed precision cannot tell.
pub(super) fn tell_met(
    case: &Case<'_>,
    assessment: &mut Assessment,
    latest: &Latest,
    level: Decimal,
    met: Met,
) {
    let word = match met {
        Met::Yes => "met",
        Met::No => "not met",
        Met::Unclear => "not distinguishable at published precision",
    };
    if met == Met::Unclear {
        assessment.modifiers.push(Modifier::NotDistinguishable);
    }
    let figure = (latest.value, latest.step, latest.comparison, latest.unit);
    let stands_for = crate::precision::left_open(figure)
        .map(|(low, high)| format!("{} to {}", exact(low), exact(high)))
        .unwrap_or_default();
    let inputs = vec![
        ("value", exact(latest.value)),
        ("printed to", exact(latest.step)),
        ("stands for", stands_for),
        ("operator", case.target.operator.to_string()),
        ("level", exact(level)),
    ];
    assessment.trace.push(line(
        "met",
        "the printed figure, with what its last digit leaves open, against the level",
        inputs,
        word,
    ));
}

/// Tells whether a cumulative count is below an earlier one of the same definition.
pub(super) fn fell_though_cumulative(case: &Case<'_>) -> bool {
    if case.indicator.measure != Measure::Cumulative {
        return false;
    }
    let Some(newest) = case.newest() else { return false };
    let baseline = case.indicator.baseline.as_ref().filter(|baseline| {
        baseline.period.last_day() < newest.period.last_day()
            && case.gathered.segment(baseline.period) == newest.segment
    });
    let is_below = |earlier: Decimal, step: Decimal| {
        // Half a unit of each last digit.
        let open = (step.abs() / Decimal::TWO).checked_add(newest.step.abs() / Decimal::TWO);
        earlier
            .checked_sub(newest.value)
            .zip(open)
            .is_some_and(|(fall, open)| fall > open)
    };
    let earlier = case.chosen.iter().filter_map(|index| case.point(*index));
    let fell = earlier
        .filter(|point| point.segment == newest.segment && !case.gathered.is_disputed(point))
        .any(|point| is_below(point.value, point.step));
    fell || baseline.is_some_and(|baseline| is_below(baseline.value, Decimal::ZERO))
}

fn on_the_way(
    case: &Case<'_>,
    latest: &Latest,
    path: Option<&Result<Path, Reason>>,
    assessment: &Assessment,
) -> Finding {
    let path = match path {
        // A figure that may have met the target already is short of precision first, and of a baseline second.
        None if assessment.has(Modifier::NotDistinguishable) => {
            return Finding::Nothing(Reason::NotDistinguishable);
        }
        None => return Finding::Nothing(Reason::NoBaseline),
        Some(Err(reason)) => return Finding::Nothing(*reason),
        Some(Ok(path)) => path,
    };
    let estimated = usize::from(latest.basis != LatestBasis::Published);
    let ((start, _), _) = path.ends();
    let is_after_start = decimal_year(latest.date) > start;
    if case.fit.comparable + estimated < 2 || !is_after_start {
        return Finding::Nothing(Reason::OneObservation);
    }
    match assessment.pace {
        Some(pace) => Finding::Pace {
            pace,
            is_capped: false,
        },
        None => Finding::Nothing(Reason::OutOfRange),
    }
}
