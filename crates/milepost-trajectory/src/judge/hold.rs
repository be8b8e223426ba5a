//! Levels to be held: `ceiling`, `floor_hold`, `range`, and targets that the baseline is past already.

use milepost_model::{Decimal, Direction, Operator, TargetKind};

use crate::assessment::{Assessment, Latest, LatestBasis, Required};
use crate::ladder::Finding;
use crate::number::{float, ratio};
use crate::outlook::Outlook;
use crate::path::level_ratio;
use crate::precision::Met;
use crate::stats::{median, theil_sen_slope};
use crate::status::{Modifier, Reason, Status};
use crate::trace::{exact, line, show, show_some};

use super::level::{fell_though_cumulative, tell_met};
use super::prospect::{Goal, tell_projection};
use super::yearly::tell_flat;
use super::{Case, Judgement, good, good_decimal, years_between};

/// A level with its good side.
#[derive(Debug, Clone, Copy)]
struct Hold {
    level: Decimal,
    operator: Operator,
    /// Up for a floor, down for a ceiling.
    side: Direction,
    /// The other end of a range: the upper one of a floor, the lower one of a ceiling.
    upper: Option<Decimal>,
}

pub(super) fn judge(case: &Case<'_>, assessment: &mut Assessment) -> Judgement {
    let Some(level) = case.target.value else {
        return Judgement::nothing(Reason::TargetIncomplete);
    };
    if let Some(used) = assessment.target.as_mut() {
        used.level = Some(level);
    }
    let Some(latest) = case.latest(assessment) else {
        return Judgement::nothing(case.why_no_value());
    };
    assessment.latest = Some(latest.clone());
    let hold = match declared(case, &latest, level) {
        Ok(hold) => hold,
        Err(reason) => return Judgement::nothing(reason),
    };
    settle(case, assessment, &latest, hold)
}

fn declared(case: &Case<'_>, latest: &Latest, level: Decimal) -> Result<Hold, Reason> {
    let operator = case.target.operator;
    let asks_less = matches!(operator, Operator::Le | Operator::Lt);
    let is_vague = operator == Operator::About;
    if case.target.kind == TargetKind::Range {
        let upper = case
            .target
            .upper
            .filter(|upper| *upper >= level)
            .ok_or(Reason::TargetIncomplete)?;
        return Ok(within(latest, level, upper));
    }
    let (side, plain) = if case.target.kind == TargetKind::Ceiling {
        (Direction::Down, Operator::Le)
    } else {
        (Direction::Up, Operator::Ge)
    };
    let contradicts = !is_vague && asks_less != (side == Direction::Down);
    if contradicts {
        return Err(Reason::PathUndefined);
    }
    Ok(Hold {
        level,
        operator: if is_vague { plain } else { operator },
        side,
        upper: None,
    })
}

/// Judges a level that a non-binding target leaves to be held.
pub(super) fn judge_level(
    case: &Case<'_>,
    assessment: &mut Assessment,
    latest: &Latest,
    level: Decimal,
) -> Judgement {
    let hold = Hold {
        level,
        operator: case.target.operator,
        side: case.indicator.direction,
        upper: None,
    };
    settle(case, assessment, latest, hold)
}

/// Of the two ends of a range, the one that is nearer matters.
fn within(latest: &Latest, low: Decimal, high: Decimal) -> Hold {
    let to_low = latest.value.checked_sub(low).unwrap_or(Decimal::MAX);
    let to_high = high.checked_sub(latest.value).unwrap_or(Decimal::MAX);
    if to_low <= to_high {
        Hold {
            level: low,
            operator: Operator::Ge,
            side: Direction::Up,
            upper: Some(high),
        }
    } else {
        Hold {
            level: high,
            operator: Operator::Le,
            side: Direction::Down,
            upper: Some(low),
        }
    }
}

fn settle(case: &Case<'_>, assessment: &mut Assessment, latest: &Latest, hold: Hold) -> Judgement {
    let baseline = case
        .indicator
        .baseline
        .as_ref()
        .map(|baseline| baseline.period.last_day());
    let first = case
        .chosen
        .first()
        .and_then(|index| case.point(*index))
        .map(|point| point.period.last_day());
    let start = baseline
        .or(case.target.valid_from)
        .or(first)
        .unwrap_or(latest.date);
    tell_flat(case, assessment, start, hold.level, latest);
    if let Some(deviation) = assessment.deviation.as_mut() {
        deviation.is_favourable = good_decimal(deviation.absolute, hold.side) >= Decimal::ZERO;
    }
    let margin = latest
        .value
        .checked_sub(hold.level)
        .map(|margin| good_decimal(margin, hold.side));
    let years_left = years_between(latest.date, case.target.due());
    if years_left > 0.0 {
        assessment.required_from_now = Some(Required {
            rate: float(hold.level),
            is_percent: false,
            years_left,
            gap: margin.map(|margin| -margin),
            secured: false,
        });
    }
    tell_recent_value(case, assessment);
    assessment.effort = effort(assessment, hold);
    let drift = theil_sen_slope(&case.fit.points);
    let inputs = vec![
        ("value", exact(latest.value)),
        ("level", exact(hold.level)),
        ("median slope a year", show_some(drift)),
        ("years left", show(years_left.max(0.0))),
    ];
    let result = margin.map(exact).unwrap_or_default();
    assessment.trace.push(line(
        "margin",
        "distance to the level, positive on the good side",
        inputs,
        result,
    ));
    assessment.pace = level_ratio(float(latest.value), float(hold.level), hold.side);
    let outlook = Outlook::new(&case.fit.points, case.scale(), case.bounds());
    let goal = goal(case, hold);
    let (prospect, projected) = tell_projection(case, assessment, outlook.as_ref(), goal);
    let finding = finding(case, assessment, latest, hold);
    Judgement {
        finding,
        prospect,
        projected,
    }
}

fn goal(case: &Case<'_>, hold: Hold) -> Goal {
    let (level, upper) = match (hold.upper, hold.side) {
        (Some(other), Direction::Down) => (float(other), Some(float(hold.level))),
        (upper, _) => (float(hold.level), upper.map(float)),
    };
    Goal {
        operator: hold.operator,
        level,
        upper,
        slack: case.slack(hold.level),
        start: None,
        direction: hold.side,
    }
}

fn finding(case: &Case<'_>, assessment: &mut Assessment, latest: &Latest, hold: Hold) -> Finding {
    if latest.basis == LatestBasis::Baseline {
        return Finding::Nothing(if case.chosen.is_empty() {
            case.why_no_value()
        } else {
            Reason::OneObservation
        });
    }
    if case.is_disputed(latest) {
        return Finding::Nothing(Reason::UnresolvedConflict);
    }
    if fell_though_cumulative(case) {
        assessment.modifiers.push(Modifier::Break);
        return Finding::Nothing(Reason::DefinitionChanged);
    }
    // An outlying value is past the nearer end only: the other end of a range holds by itself.
    let met = case.meets(latest, hold.operator, hold.level);
    tell_met(case, assessment, latest, hold.level, met);
    match (met, case.is_final(latest)) {
        (Met::Yes, true) => Finding::Fact(Status::Achieved),
        (Met::No, true) => Finding::Fact(Status::Missed),
        (Met::Unclear, true) => Finding::Nothing(Reason::NotDistinguishable),
        (Met::Yes, false) if latest.basis == LatestBasis::Published => {
            let runs_out = runs_out(case, latest, hold);
            Finding::Fact(if runs_out {
                Status::AchievedAtRisk
            } else {
                Status::Achieved
            })
        }
        (Met::No, false) if case.fit.comparable < 2 => Finding::Nothing(Reason::OneObservation),
        (Met::Yes | Met::No | Met::Unclear, false) => match assessment.pace {
            Some(pace) => Finding::Pace {
                pace,
                is_capped: met == Met::No,
            },
            None => Finding::Nothing(Reason::OutOfRange),
        },
    }
}

/// Tells whether the drift of late leads past the level, or past either end of a range, before the target's day.
fn runs_out(case: &Case<'_>, latest: &Latest, hold: Hold) -> bool {
    let Some(drift) = theil_sen_slope(&case.fit.points) else {
        return false;
    };
    let years_left = years_between(latest.date, case.target.due()).max(0.0);
    let then = float(latest.value) + drift * years_left;
    let is_past = |level: Decimal, side: Direction| good(then - float(level), side) < 0.0;
    let other_side = match hold.side {
        Direction::Up => Direction::Down,
        Direction::Down => Direction::Up,
    };
    is_past(hold.level, hold.side) || hold.upper.is_some_and(|other| is_past(other, other_side))
}

/// Where the values were of late: the median of the last three.
fn tell_recent_value(case: &Case<'_>, assessment: &mut Assessment) {
    let last = || case.fit.points.iter().rev().take(3);
    assessment.recent_rate = median(&mut last().map(|point| point.1).collect::<Vec<_>>());
    let figures: Vec<String> = last()
        .map(|(at, value)| format!("{}: {}", show(*at), show(*value)))
        .collect();
    let inputs = vec![(
        "figures (decimal year, 2024 is the end of 2023: value)",
        figures.join("; "),
    )];
    let formula = "median of the last three figures";
    assessment.trace.push(line(
        "recent_rate",
        formula,
        inputs,
        show_some(assessment.recent_rate),
    ));
}

/// The level over where the values were of late; for a ceiling the other way round: 1 on it, less on the good side.
fn effort(assessment: &Assessment, hold: Hold) -> Option<f64> {
    assessment.required_from_now.as_ref()?;
    let (level, recent) = (float(hold.level), assessment.recent_rate?);
    let effort = match hold.side {
        Direction::Up => ratio(level, recent),
        Direction::Down => ratio(recent, level),
    };
    effort.filter(|effort| *effort >= 0.0)
}
