//! Ticks of a chart's axes: round numbers upwards, ends of years or quarters sideways.

use chrono::{Datelike as _, NaiveDate};

/// One tick: where it stands in the axis' own numbers, and how many decimals its label needs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ticks {
    /// The values, rising.
    pub(crate) values: Vec<f64>,
    /// Decimals of the labels.
    pub(crate) decimals: usize,
}

/// No axis needs more; a span that would is no number.
const MOST_TICKS: usize = 12;

/// Returns about four round values between the ends. Whole things get whole ticks.
pub(crate) fn round_ticks(low: f64, high: f64, whole_only: bool) -> Ticks {
    let span = high - low;
    if !span.is_finite() || span <= 0.0 {
        return Ticks {
            values: Vec::new(),
            decimals: 0,
        };
    }
    let raw = span / 4.5;
    let magnitude = magnitude(raw);
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * magnitude)
        .find(|step| *step >= raw);
    let mut step = step.unwrap_or(raw);
    if whole_only {
        step = step.max(1.0).ceil();
    }
    let first = (low / step).ceil();
    let mut values = Vec::new();
    let mut index = 0.0;
    while values.len() < MOST_TICKS {
        let value = (first + index) * step;
        if value > high + step * 1e-9 {
            break;
        }
        values.push(if value.abs() < step * 1e-9 { 0.0 } else { value });
        index += 1.0;
    }
    Ticks {
        values,
        decimals: decimals_of(step),
    }
}

/// The power of ten at or below the size, by products alone: the same on every machine.
fn magnitude(size: f64) -> f64 {
    let mut power = 1.0;
    while power > size && power > f64::MIN_POSITIVE {
        power /= 10.0;
    }
    while power * 10.0 <= size && power < 1e300 {
        power *= 10.0;
    }
    power
}

/// The fewest decimals that write the step exactly.
fn decimals_of(step: f64) -> usize {
    let mut scaled = step;
    for decimals in 0..6 {
        if (scaled - scaled.round()).abs() < 1e-6 {
            return decimals;
        }
        scaled *= 10.0;
    }
    6
}

/// Returns a day on the time axis: decimal years, so that 31 December 2024 is nearly 2025.
pub(crate) fn decimal_year(day: NaiveDate) -> f64 {
    let days = if day.leap_year() { 366.0 } else { 365.0 };
    f64::from(day.year()) + f64::from(day.ordinal()) / days
}

/// A tick of the time axis: where it stands and which period ends there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeTick {
    /// The end of a year.
    Year(i32),
    /// The end of a month, for short spans.
    Month(i32, u32),
}

/// Returns ends of years between the decimal years, thinned to what has room, or ends of quarters for a short span.
pub(crate) fn time_ticks(low: f64, high: f64) -> Vec<(f64, TimeTick)> {
    if !(low.is_finite() && high.is_finite()) || high <= low {
        return Vec::new();
    }
    if high - low < 1.6 {
        return quarter_ticks(low, high);
    }
    let every = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0]
        .into_iter()
        .find(|every| (high - low) / every <= 7.5);
    let every = every.unwrap_or(100.0);
    let mut ticks = Vec::new();
    // Counted back from the end, so that the target's year has its label.
    let mut year = (high - 1.0 + 0.02).floor();
    while year + 1.0 >= low && ticks.len() < 2 * MOST_TICKS {
        ticks.push((year + 1.0, TimeTick::Year(whole(year))));
        year -= every;
    }
    ticks.reverse();
    ticks
}

fn quarter_ticks(low: f64, high: f64) -> Vec<(f64, TimeTick)> {
    let mut ticks = Vec::new();
    let mut quarter = (low * 4.0).ceil();
    while quarter / 4.0 <= high && ticks.len() < MOST_TICKS {
        let at = quarter / 4.0;
        let year = ((quarter - 1.0) / 4.0).floor();
        let month = match whole(quarter - year * 4.0) {
            1 => 3,
            2 => 6,
            3 => 9,
            _ => 12,
        };
        ticks.push((at, TimeTick::Month(whole(year), month)));
        quarter += 1.0;
    }
    ticks
}

/// A small whole float as an integer; years of dates are far within its range.
fn whole(value: f64) -> i32 {
    use rust_decimal::prelude::ToPrimitive as _;
    value.round().to_i32().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(
            round_ticks(140.0, 172.0, true).values,
            [140.0, 150.0, 160.0, 170.0]
        );
        assert_eq!(round_ticks(0.0, 3.0, true).values, [0.0, 1.0, 2.0, 3.0]);
        let shares = round_ticks(60.0, 66.0, false);
        assert_eq!((shares.values.len(), shares.decimals), (4, 0));
        assert_eq!(round_ticks(0.0, 1.0, false).decimals, 2);
        assert!(round_ticks(1.0, 1.0, false).values.is_empty());
        assert!(round_ticks(f64::NAN, 1.0, false).values.is_empty());
    }

    #[test]
    fn the_last_year_has_its_label() {
        let ticks = time_ticks(2021.5, 2028.1);
        assert_eq!(ticks.last().unwrap(), &(2028.0, TimeTick::Year(2027)));
        assert_eq!(ticks.first().unwrap().1, TimeTick::Year(2021));
        let long = time_ticks(1990.0, 2028.0);
        assert!(long.len() <= 8, "{}", long.len());
        assert_eq!(
            time_ticks(2024.9, 2025.8).first().unwrap().1,
            TimeTick::Month(2024, 12)
        );
    }

    proptest::proptest! {
        #[test]
        fn no_span_makes_endless_ticks(low in proptest::num::f64::ANY, high in proptest::num::f64::ANY) {
            proptest::prop_assert!(round_ticks(low, high, false).values.len() <= MOST_TICKS);
            proptest::prop_assert!(time_ticks(low, high).len() <= 2 * MOST_TICKS);
        }
    }
}
