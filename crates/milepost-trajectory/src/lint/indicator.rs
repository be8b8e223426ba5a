//! What can be wrong in an indicator beside its targets: baseline, bounds, breaks.

use milepost_model::{Decimal, Direction, Indicator, Measure, Plan, Unit};

use super::{Problems, target};
use crate::number::exceeds;

pub(super) fn lint(problems: &mut Problems, plan: &Plan, indicator: &Indicator) {
    lint_unit(problems, indicator);
    lint_baseline(problems, indicator);
    lint_bounds(problems, indicator);
    lint_breaks(problems, indicator);
    for declared in &indicator.targets {
        target::lint(problems, plan, indicator, declared);
    }
    let versions = indicator.targets.iter().zip(indicator.targets.iter().skip(1));
    for (earlier, later) in versions {
        if later.valid_from.is_none() || later.valid_from <= earlier.valid_from {
            problems.error(
                "target.valid_from",
                "versions of the target are not in the order of their days".to_owned(),
                "a `valid_from` in each later version that is after the one before",
                "give each later version the day from which it holds",
            );
        }
    }
}

fn lint_unit(problems: &mut Problems, indicator: &Indicator) {
    let is_rate = matches!(indicator.measure, Measure::Growth | Measure::Share);
    if is_rate && indicator.unit != Unit::Percent {
        problems.error(
            "unit",
            format!("a {} in {}", indicator.measure, indicator.unit),
            "percent",
            "unit = \"percent\"",
        );
    }
}

fn lint_baseline(problems: &mut Problems, indicator: &Indicator) {
    let Some(baseline) = indicator.baseline.as_ref() else {
        return;
    };
    let is_flow = indicator.measure == Measure::Flow;
    if is_flow && !baseline.period.is_full_year() {
        problems.error(
            "baseline.period",
            format!("a yearly flow starts from `{}`", baseline.period),
            "a full year",
            "give the last full year before the plan and its figure",
        );
    }
    let is_share = indicator.measure == Measure::Share;
    if is_share && !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&baseline.value) {
        problems.error(
            "baseline.value",
            format!("a share of {}", baseline.value),
            "0 to 100",
            "give shares in percent",
        );
    }
    let Some(limit) = indicator.natural_limit else {
        return;
    };
    if exceeds(baseline.value, limit, indicator.direction) {
        problems.warning(
            "natural_limit",
            format!(
                "the baseline {} is past the natural limit {limit}",
                baseline.value
            ),
            "a bound that no value can pass",
            "correct the limit or the baseline",
        );
    }
}

fn lint_bounds(problems: &mut Problems, indicator: &Indicator) {
    let Some(bounds) = indicator.sdsn else { return };
    if bounds.optimum == bounds.lower {
        problems.error(
            "sdsn.lower",
            format!("the worst and the best value are both {}", bounds.lower),
            "two different values",
            "give the best value as `optimum` and the worst as `lower`",
        );
        return;
    }
    let runs_up = bounds.optimum > bounds.lower;
    if runs_up != (indicator.direction == Direction::Up) {
        problems.warning(
            "sdsn.optimum",
            format!(
                "the best value {} lies on the bad side of the worst, {}",
                bounds.optimum, bounds.lower
            ),
            "an optimum in the indicator's direction",
            "exchange `optimum` and `lower`, or correct the direction",
        );
    }
    if let Some(threshold) = bounds.threshold {
        let (low, high) = if runs_up {
            (bounds.lower, bounds.optimum)
        } else {
            (bounds.optimum, bounds.lower)
        };
        if !(low..=high).contains(&threshold) {
            problems.warning(
                "sdsn.threshold",
                format!("the threshold {threshold} lies outside {low} to {high}"),
                "a value between the worst and the best",
                "correct the threshold",
            );
        }
    }
}

fn lint_breaks(problems: &mut Problems, indicator: &Indicator) {
    for declared in &indicator.breaks {
        let Some(splice) = declared.splice else { continue };
        if splice <= Decimal::ZERO {
            problems.error(
                "breaks",
                format!("a splice factor of {splice}"),
                "a factor above zero, new = old × factor",
                "divide a figure of the new definition by the same figure of the old one",
            );
        }
        if indicator.measure == Measure::Growth {
            problems.warning(
                "breaks",
                "a splice factor for rates of growth".to_owned(),
                "a break without a factor",
                "leave `splice` out: rates of two definitions have no factor between them",
            );
        }
    }
    let mut days: Vec<_> = indicator
        .breaks
        .iter()
        .map(|declared| declared.from.first_day())
        .collect();
    days.sort_unstable();
    let is_doubled = days.iter().zip(days.iter().skip(1)).any(|(a, b)| a == b);
    if is_doubled {
        problems.error(
            "breaks",
            "two breaks on one day".to_owned(),
            "one break for each change of definition",
            "remove one of the two",
        );
    }
}
