//! What a printed figure leaves open, and whether it meets a target all the same.

use milepost_model::{Comparison, Decimal, Direction, Operator, Tolerance, Unit};

/// How a printed figure stands to a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    /// It meets it, whatever the rounding.
    Yes,
    /// It does not, whatever the rounding.
    No,
    /// The rounding decides: not distinguishable at published precision.
    Unclear,
}

/// Returns the lowest and highest number a printed figure can stand for. `None` where they do not fit a decimal.
pub(crate) fn span(value: Decimal, step: Decimal, comparison: Comparison) -> Option<(Decimal, Decimal)> {
    let round = round_step(value, step);
    match comparison {
        Comparison::Eq => {
            let half = step.abs() / Decimal::TWO;
            Some((value.checked_sub(half)?, value.checked_add(half)?))
        }
        Comparison::Over => Some((value, value.checked_add(round)?)),
        // A number that is not even rounded up to 4,000 is not "nearly 4,000": from 3,500 on it is.
        Comparison::Nearly => Some((value.checked_sub(round / Decimal::TWO)?, value)),
        Comparison::Approx => Some((value.checked_sub(round)?, value.checked_add(round)?)),
    }
}

/// "Over 5,000" or "nearly 14,000" are round numbers: what they leave open is the last digit that is not zero, not the
/// last one printed.
fn round_step(value: Decimal, step: Decimal) -> Decimal {
    let mut round = step.abs();
    if round.is_zero() || value.is_zero() {
        return round;
    }
    for _ in 0..28 {
        let Some(next) = round.checked_mul(Decimal::TEN) else {
            break;
        };
        let is_round = value.checked_rem(next).is_some_and(|rest| rest.is_zero());
        if !is_round {
            break;
        }
        round = next;
    }
    round
}

/// Tells whether a figure meets a target. A count printed to the unit is exact; every other figure stands for all
/// numbers that round to it. "About" is met from `tolerance` (or 5 % of the target) on, in the good direction.
pub(crate) fn meets(
    figure: (Decimal, Decimal, Comparison, Unit),
    operator: Operator,
    target: Decimal,
    direction: Direction,
    tolerance: Option<Tolerance>,
) -> Met {
    let (value, _, comparison, _) = figure;
    let Some((low, high)) = left_open(figure) else {
        return Met::Unclear;
    };
    match operator {
        Operator::Ge => at_least(value, (low, high), target, comparison),
        Operator::Gt => above((low, high), target, comparison),
        Operator::Le => at_least(-value, (-high, -low), -target, mirrored(comparison)),
        Operator::Lt => above((-high, -low), -target, mirrored(comparison)),
        Operator::About => {
            let slack = about_slack(target, tolerance);
            let met = match direction {
                Direction::Up => target.checked_sub(slack).is_some_and(|edge| value >= edge),
                Direction::Down => target.checked_add(slack).is_some_and(|edge| value <= edge),
            };
            if met { Met::Yes } else { Met::No }
        }
    }
}

/// Returns the lowest and highest number that a printed figure can stand for, a count printed to the unit being exact.
pub(crate) fn left_open(
    (value, step, comparison, unit): (Decimal, Decimal, Comparison, Unit),
) -> Option<(Decimal, Decimal)> {
    let is_counted = match unit {
        Unit::Count | Unit::Trains | Unit::Persons | Unit::Teu => true,
        Unit::Cny | Unit::Usd | Unit::Percent | Unit::Tonnes | Unit::Index => false,
    };
    let is_exact = comparison == Comparison::Eq && is_counted && step <= Decimal::ONE;
    span(value, if is_exact { Decimal::ZERO } else { step }, comparison)
}

/// Returns how far from "about" a target still counts as it.
pub(crate) fn about_slack(target: Decimal, tolerance: Option<Tolerance>) -> Decimal {
    // 5 %: "about 10 % a year" is then met from 9.5 on, which is what rounds to 10.
    let share = match tolerance {
        Some(Tolerance::Absolute(slack)) => return slack.abs(),
        Some(Tolerance::Percent(percent)) => percent.abs(),
        None => Decimal::from(5),
    };
    target
        .abs()
        .checked_mul(share)
        .and_then(|product| product.checked_div(Decimal::ONE_HUNDRED))
        .unwrap_or_default()
}

fn at_least(value: Decimal, span: (Decimal, Decimal), target: Decimal, comparison: Comparison) -> Met {
    let (low, high) = span;
    // As printed, 65.0 is at least 65: nobody reads a rounded figure as less than itself.
    let as_printed = matches!(comparison, Comparison::Eq | Comparison::Over) && value >= target;
    if as_printed || low >= target {
        return Met::Yes;
    }
    let cannot = high < target || (comparison == Comparison::Nearly && high <= target);
    if cannot { Met::No } else { Met::Unclear }
}

fn above(span: (Decimal, Decimal), target: Decimal, comparison: Comparison) -> Met {
    let (low, high) = span;
    // "Over 65" says more than 65 by itself.
    let says_so = comparison == Comparison::Over && low >= target;
    if says_so || low > target {
        return Met::Yes;
    }
    if high <= target { Met::No } else { Met::Unclear }
}

fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Over => Comparison::Nearly,
        Comparison::Nearly => Comparison::Over,
        Comparison::Eq => Comparison::Eq,
        Comparison::Approx => Comparison::Approx,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        printed: &str,
        comparison: Comparison,
        unit: Unit,
        operator: Operator,
        target: &str,
        expected: Met,
    ) {
        let value: Decimal = printed.parse().unwrap();
        let step = Decimal::new(1, value.scale());
        let found = meets(
            (value, step, comparison, unit),
            operator,
            target.parse().unwrap(),
            Direction::Up,
            None,
        );
        assert_eq!(found, expected, "{comparison} {printed} {operator} {target}");
    }

    #[test]
    fn over_65_is_not_at_least_65() {
        use Comparison::Eq;
        check("65.0", Eq, Unit::Percent, Operator::Gt, "65", Met::Unclear);
        check("65.0", Eq, Unit::Percent, Operator::Ge, "65", Met::Yes);
        check("65.1", Eq, Unit::Percent, Operator::Gt, "65", Met::Yes);
        check("64.9", Eq, Unit::Percent, Operator::Gt, "65", Met::No);
        check("64.9", Eq, Unit::Percent, Operator::Ge, "65", Met::No);
        // 65 without a decimal can be 64.6.
        check("65", Eq, Unit::Percent, Operator::Gt, "64.8", Met::Unclear);
        check("65", Eq, Unit::Percent, Operator::Ge, "65.3", Met::Unclear);
    }

    #[test]
    fn counts_are_exact() {
        use Comparison::Eq;
        check("5000", Eq, Unit::Trains, Operator::Gt, "5000", Met::No);
        check("5001", Eq, Unit::Trains, Operator::Gt, "5000", Met::Yes);
        check("168", Eq, Unit::Count, Operator::Ge, "168", Met::Yes);
        check("167", Eq, Unit::Count, Operator::Ge, "168", Met::No);
    }

    #[test]
    fn words_around_a_number_are_taken_at_their_word() {
        use Comparison::{Approx, Nearly, Over};
        check("5000", Over, Unit::Trains, Operator::Gt, "5000", Met::Yes);
        check("5000", Nearly, Unit::Trains, Operator::Ge, "5000", Met::No);
        check("14000", Nearly, Unit::Trains, Operator::Ge, "13600", Met::Unclear);
        check("14000", Nearly, Unit::Trains, Operator::Ge, "13500", Met::Yes);
        // Nearly 400 bn is 350 bn at the least.
        check(
            "400000000000",
            Nearly,
            Unit::Cny,
            Operator::Ge,
            "330000000000",
            Met::Yes,
        );
        check(
            "400000000000",
            Nearly,
            Unit::Cny,
            Operator::Gt,
            "350000000000",
            Met::Unclear,
        );
        check("14000", Nearly, Unit::Trains, Operator::Ge, "13000", Met::Yes);
        check("5000", Over, Unit::Trains, Operator::Ge, "5500", Met::Unclear);
        check("10", Approx, Unit::Percent, Operator::Ge, "9.5", Met::Unclear);
    }

    #[test]
    fn lower_is_better_mirrors() {
        use Comparison::{Eq, Nearly};
        check("65.0", Eq, Unit::Percent, Operator::Lt, "65", Met::Unclear);
        check("65.0", Eq, Unit::Percent, Operator::Le, "65", Met::Yes);
        check("5000", Nearly, Unit::Tonnes, Operator::Lt, "5000", Met::Yes);
    }

    #[test]
    fn about_ten_is_met_from_nine_and_a_half() {
        use Comparison::Eq;
        check("9.5", Eq, Unit::Percent, Operator::About, "10", Met::Yes);
        check("9.4", Eq, Unit::Percent, Operator::About, "10", Met::No);
        check("12.6", Eq, Unit::Percent, Operator::About, "10", Met::Yes);
    }
}
