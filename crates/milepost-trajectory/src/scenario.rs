//! Plain yearly scenarios, as planners draw them: towards a target, by a share of the baseline, by a rate.
//!
//! The relative ones ("double", "−40 %") also turn a relative target into the level it means. All values are floats
//! except in [`relative_level`], which is what a plan is fixed by.

use std::collections::BTreeMap;

use milepost_model::{Decimal, Direction};

use crate::number::finite;

/// Returns the level that a change in percent of the baseline means: 50 and −40 make 30, 80 and 100 ("double") make 160.
/// The baseline is the vintage fixed when the target was adopted. `None` where the result does not fit a decimal.
pub fn relative_level(baseline: Decimal, percent_change: Decimal) -> Option<Decimal> {
    let factor = percent_change
        .checked_div(Decimal::ONE_HUNDRED)?
        .checked_add(Decimal::ONE)?;
    baseline.checked_mul(factor).map(|level| level.normalize())
}

/// Returns the straight line from `(year, value)` to `(year, value)` at `year`; not extrapolated past its ends.
pub fn linear(from: (i32, f64), to: (i32, f64), year: i32) -> Option<f64> {
    let years = f64::from(to.0) - f64::from(from.0);
    if years <= 0.0 {
        return None;
    }
    let share = ((f64::from(year) - f64::from(from.0)) / years).clamp(0.0, 1.0);
    finite(from.1 + (to.1 - from.1) * share)
}

/// Returns the line at `year`, or the observed value of that year where it is better than the line.
pub fn linear_keeping_better(
    from: (i32, f64),
    to: (i32, f64),
    year: i32,
    observed: &BTreeMap<i32, f64>,
    direction: Direction,
) -> Option<f64> {
    let planned = linear(from, to, year)?;
    let seen = observed.get(&year).copied().and_then(finite);
    Some(match direction {
        Direction::Up => seen.map_or(planned, |seen| seen.max(planned)),
        Direction::Down => seen.map_or(planned, |seen| seen.min(planned)),
    })
}

/// Returns the line from the baseline to a change in percent of it, kept within `limits`.
pub fn percent_of_baseline(
    baseline: (i32, f64),
    percent_change: f64,
    target_year: i32,
    year: i32,
    limits: (Option<f64>, Option<f64>),
) -> Option<f64> {
    let target = (target_year, baseline.1 * (1.0 + percent_change / 100.0));
    Some(within(linear(baseline, target, year)?, limits))
}

/// Returns the baseline plus the same amount each year.
pub fn linear_change(baseline: (i32, f64), per_year: f64, year: i32) -> Option<f64> {
    finite(baseline.1 + per_year * (f64::from(year) - f64::from(baseline.0)))
}

/// Returns the path of constant rate from baseline to target at `year`; `None` through zero or mixed signs.
pub fn constant_rate(from: (i32, f64), to: (i32, f64), year: i32) -> Option<f64> {
    let years = f64::from(to.0) - f64::from(from.0);
    let quotient = to.1 / from.1;
    if years <= 0.0 || !quotient.is_finite() || quotient <= 0.0 {
        return None;
    }
    if year >= to.0 {
        return finite(to.1);
    }
    let share = ((f64::from(year) - f64::from(from.0)) / years).max(0.0);
    finite(from.1 * libm::pow(quotient, share))
}

/// Returns the last value carried on at its last yearly rate, which `max_rate` caps, and kept within `limits`.
/// The values are the last two years'.
pub fn last_rate(
    before: (i32, f64),
    last: (i32, f64),
    year: i32,
    max_rate: Option<f64>,
    limits: (Option<f64>, Option<f64>),
) -> Option<f64> {
    let years = f64::from(last.0) - f64::from(before.0);
    if years <= 0.0 {
        return None;
    }
    let rate = finite(libm::pow(last.1 / before.1, 1.0 / years) - 1.0)?;
    let rate = max_rate.map_or(rate, |cap| rate.min(cap));
    let ahead = f64::from(year) - f64::from(last.0);
    Some(within(finite(last.1 * libm::pow(1.0 + rate, ahead))?, limits))
}

fn within(value: f64, limits: (Option<f64>, Option<f64>)) -> f64 {
    let value = limits.0.map_or(value, |low| value.max(low));
    limits.1.map_or(value, |high| value.min(high))
}
