//! What can be wrong in a target: values, days, paths, and contradictions with the indicator.

use milepost_model::{
    Decimal, Direction, Indicator, Measure, Operator, PathKind, Plan, Target, TargetKind, Unit,
};

use super::Problems;
use crate::judge::contradicts;
use crate::number::float;
use crate::path::Path;
use crate::time::{decimal_year, position};

/// Whether a kind of target is judged on a path from the baseline.
const fn starts_from_baseline(kind: TargetKind) -> bool {
    matches!(
        kind,
        TargetKind::Count | TargetKind::FlowLevel | TargetKind::Share
    )
}

const fn is_yearly(kind: TargetKind) -> bool {
    matches!(
        kind,
        TargetKind::FlowMin | TargetKind::FlowAvg | TargetKind::GrowthAvg | TargetKind::GrowthEach
    )
}

pub(super) fn lint(problems: &mut Problems, plan: &Plan, indicator: &Indicator, target: &Target) {
    lint_kind(problems, indicator, target);
    lint_values(problems, indicator, target);
    lint_operator(problems, indicator, target);
    lint_days(problems, plan, indicator, target);
    if starts_from_baseline(target.kind) {
        lint_start(problems, indicator, target);
    }
}

/// The measures that a kind of target can be judged by.
fn lint_kind(problems: &mut Problems, indicator: &Indicator, target: &Target) {
    let measure = indicator.measure;
    let fits = match target.kind {
        TargetKind::Count => matches!(measure, Measure::Stock | Measure::Cumulative),
        TargetKind::FlowLevel | TargetKind::FlowMin | TargetKind::FlowAvg => measure == Measure::Flow,
        TargetKind::GrowthAvg | TargetKind::GrowthEach => matches!(measure, Measure::Growth | Measure::Flow),
        TargetKind::Share => matches!(measure, Measure::Share | Measure::Stock),
        TargetKind::Ceiling
        | TargetKind::FloorHold
        | TargetKind::Range
        | TargetKind::Milestone
        | TargetKind::TrendOnly => true,
    };
    if !fits {
        problems.error(
            "target.kind",
            format!("a `{}` target on a {measure}", target.kind),
            "count for stocks and cumulative counts, flow_level, flow_min or flow_avg for flows, growth_avg or \
             growth_each for growth and flows, share for shares",
            "choose the kind that fits the measure",
        );
    }
    let is_share = target.kind == TargetKind::Share;
    if is_share && indicator.unit != Unit::Percent {
        problems.error(
            "unit",
            format!("a share in {}", indicator.unit),
            "percent",
            "unit = \"percent\"",
        );
    }
    if is_share && target.path == PathKind::Geometric {
        problems.error(
            "target.path",
            "a share on a geometric path".to_owned(),
            "linear, logit, milestones or step: shares are judged in percentage points",
            "path = \"linear\"",
        );
    }
}

fn lint_values(problems: &mut Problems, indicator: &Indicator, target: &Target) {
    let needs_none = matches!(target.kind, TargetKind::Milestone | TargetKind::TrendOnly);
    let Some(value) = target.value else {
        if !needs_none {
            problems.error(
                "target.value",
                format!("a `{}` target without a value", target.kind),
                "the level or rate to reach",
                "give the target's value, in quotes",
            );
        }
        return;
    };
    match (target.kind, target.upper) {
        (TargetKind::Range, None) => problems.error(
            "target.upper",
            "a range without an upper end".to_owned(),
            "the level to stay below",
            "give the upper end as `upper`",
        ),
        (TargetKind::Range, Some(upper)) if upper <= value => problems.error(
            "target.upper",
            format!("a range from {value} to {upper}"),
            "an upper end above the lower",
            "exchange `value` and `upper`",
        ),
        (_, Some(_)) if target.kind != TargetKind::Range => problems.warning(
            "target.upper",
            format!("an upper end on a `{}` target", target.kind),
            "an upper end on ranges only",
            "remove `upper`, or make it a range",
        ),
        (_, _) => {}
    }
    let is_share = indicator.measure == Measure::Share || target.kind == TargetKind::Share;
    if is_share && !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value) {
        problems.error(
            "target.value",
            format!("a share of {value}"),
            "0 to 100",
            "give shares in percent",
        );
    }
    let is_growth = matches!(target.kind, TargetKind::GrowthAvg | TargetKind::GrowthEach);
    if is_growth && value <= -Decimal::ONE_HUNDRED {
        problems.error(
            "target.value",
            format!("growth of {value} % a year"),
            "more than -100",
            "give growth in percent a year",
        );
    }
    let is_fraction = value > Decimal::ZERO && value < Decimal::ONE;
    if is_growth && is_fraction {
        problems.warning(
            "target.value",
            format!("growth of {value} % a year"),
            "percent: 15 for 15 %",
            "multiply by 100 if a fraction was meant",
        );
    }
    if let Some(limit) = indicator.natural_limit {
        let is_level = !is_growth && !matches!(target.kind, TargetKind::Milestone);
        if is_level && crate::number::exceeds(value, limit, indicator.direction) {
            problems.error(
                "target.value",
                format!("the target {value} is past the natural limit {limit}"),
                "a level within what can be",
                "correct the target or the limit",
            );
        }
    }
}

fn lint_operator(problems: &mut Problems, indicator: &Indicator, target: &Target) {
    let (operator, direction) = (target.operator, indicator.direction);
    let is_wrong = match target.kind {
        TargetKind::Ceiling => matches!(operator, Operator::Ge | Operator::Gt),
        TargetKind::FloorHold => matches!(operator, Operator::Le | Operator::Lt),
        TargetKind::Range | TargetKind::Milestone | TargetKind::TrendOnly => false,
        TargetKind::Count
        | TargetKind::FlowLevel
        | TargetKind::FlowMin
        | TargetKind::FlowAvg
        | TargetKind::GrowthAvg
        | TargetKind::GrowthEach
        | TargetKind::Share => contradicts(operator, direction),
    };
    if is_wrong {
        let expected = match (target.kind, direction) {
            (TargetKind::Ceiling, _) => "le or lt for a ceiling",
            (TargetKind::FloorHold, _) => "ge or gt for a floor",
            (_, Direction::Up) => "ge, gt or about where up is good",
            (_, Direction::Down) => "le, lt or about where down is good",
        };
        problems.error(
            "target.operator",
            format!(
                "`{operator}` contradicts a `{}` target whose good direction is {direction}",
                target.kind
            ),
            expected,
            "correct the operator or the direction",
        );
    }
}

fn lint_days(problems: &mut Problems, plan: &Plan, indicator: &Indicator, target: &Target) {
    if target.due() > plan.horizon {
        problems.warning(
            "target.by",
            format!("`{}` is after the plan's last day, {}", target.by, plan.horizon),
            "a day within the plan",
            "correct `by`, or the plan's `horizon`",
        );
    }
    let by_full_years = is_yearly(target.kind) || target.kind == TargetKind::FlowLevel;
    if by_full_years && crate::time::year_end(target.due_year()) != Some(target.due()) {
        problems.error(
            "target.by",
            format!("a yearly target by `{}`", target.by),
            "a year: yearly figures are judged at its end",
            "give the year alone",
        );
    }
    if let Some(from) = target.from_year.filter(|from| *from > target.due_year()) {
        problems.error(
            "target.from",
            format!(
                "the first year that counts, {from}, is after the last, {}",
                target.due_year()
            ),
            "a year not after `by`",
            "correct `from` or `by`",
        );
    }
    if is_yearly(target.kind) && target.from_year.is_none() && indicator.baseline.is_none() {
        problems.warning(
            "target.from",
            format!("a `{}` target without a first year", target.kind),
            "the first year that counts, or a baseline the year before it",
            "from = 2023",
        );
    }
    if let Some(from) = target.valid_from.filter(|from| *from > target.due()) {
        problems.error(
            "target.valid_from",
            format!(
                "the target holds from {from} on, after its own day {}",
                target.due()
            ),
            "a day before the target's",
            "correct `valid_from` or `by`",
        );
    }
}

fn lint_start(problems: &mut Problems, indicator: &Indicator, target: &Target) {
    let Some(baseline) = indicator.baseline.as_ref() else {
        problems.warning(
            "baseline",
            format!("a `{}` target without a baseline", target.kind),
            "where it started: without it there is no pace, and a status only once the target is met or due",
            "baseline = { period = \"2022\", value = \"…\", source = \"…\" }",
        );
        return;
    };
    let Some(value) = target.value else { return };
    if baseline.period.last_day() >= target.due() {
        problems.error(
            "baseline.period",
            format!(
                "the baseline `{}` is not before the target's `{}`",
                baseline.period, target.by
            ),
            "a baseline before the target",
            "correct the baseline's period or the target's `by`",
        );
        return;
    }
    let is_past = match indicator.direction {
        Direction::Up => baseline.value >= value,
        Direction::Down => baseline.value <= value,
    };
    if is_past {
        problems.warning(
            "target.value",
            format!("the baseline {} is at or past the target {value}", baseline.value),
            "a target beyond the baseline in the good direction",
            "correct the direction or the values; as it stands the target is watched as a level to be held",
        );
    }
    lint_path(problems, baseline.value, position(baseline.period), target, value);
}

fn lint_path(problems: &mut Problems, from: Decimal, at: f64, target: &Target, value: Decimal) {
    let corners: Vec<(f64, f64)> = target
        .milestones
        .iter()
        .map(|(period, value)| (position(*period), float(*value)))
        .collect();
    let ends = ((at, float(from)), (decimal_year(target.due()), float(value)));
    if Path::new(target.path, ends.0, ends.1, &corners).is_err() {
        let (expected, hint) = match target.path {
            PathKind::Geometric => (
                "a baseline and a target that are both above or both below zero",
                "path = \"linear\": no constant rate leads through zero",
            ),
            PathKind::Logit => (
                "a baseline and a target strictly between 0 and 100",
                "path = \"linear\"",
            ),
            PathKind::Milestones => (
                "milestones between the baseline and the target, each on another day",
                "list at least one point in `milestones`",
            ),
            PathKind::Linear | PathKind::Constant | PathKind::Step => {
                ("a baseline before the target", "correct the baseline's period")
            }
        };
        problems.error(
            "target.path",
            format!("no {} path leads from {from} to {value}", target.path),
            expected,
            hint,
        );
    }
    let outside = corners
        .iter()
        .any(|corner| corner.0 <= ends.0.0 || corner.0 >= ends.1.0);
    if target.path == PathKind::Milestones && outside {
        problems.warning(
            "target.milestones",
            "a milestone outside the time from baseline to target".to_owned(),
            "milestones between the two; others are not on the path",
            "remove it, or correct its period",
        );
    }
    if target.path != PathKind::Milestones && !corners.is_empty() {
        problems.warning(
            "target.milestones",
            format!("milestones on a {} path", target.path),
            "milestones on a path of that name only",
            "path = \"milestones\"",
        );
    }
}
