//! Crossing between published decimals and the floats of fits, and arithmetic that cannot panic or yield NaN.

use milepost_model::{Decimal, Direction};
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

/// 12 significant digits: what a computed amount is rounded to. Published figures have at most 7; the rest of a float
/// is noise that would differ between ways of computing the same thing.
const COMPUTED_DIGITS: u32 = 12;

/// Returns the value for use in a fit or ratio.
pub(crate) fn float(value: Decimal) -> f64 {
    // A decimal is at most 7.9e28, so it is always finite as a float.
    value.to_f64().filter(|value| value.is_finite()).unwrap_or(0.0)
}

/// Returns a computed amount to 12 significant digits, or `None` where it is not finite or too large for a decimal.
pub(crate) fn decimal(value: f64) -> Option<Decimal> {
    let value = finite(value)?;
    Some(Decimal::from_f64(value)?.round_sf(COMPUTED_DIGITS)?.normalize())
}

/// Returns the value where it is a number.
pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Divides; `None` where the result is no number.
pub(crate) fn ratio(over: f64, under: f64) -> Option<f64> {
    if is_zero(under) {
        None
    } else {
        finite(over / under)
    }
}

/// Tells whether a float is zero, of either sign.
pub(crate) fn is_zero(value: f64) -> bool {
    value.abs() < f64::MIN_POSITIVE
}

/// Returns a count as a float. Counts here are far below 2^32; a larger one would be capped.
pub(crate) fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Returns `over` in percent of `under`'s size.
pub(crate) fn percent_of(over: Decimal, under: Decimal) -> Option<f64> {
    ratio(100.0 * float(over), float(under).abs())
}

/// Tells whether a value is past a bound in the good direction.
pub(crate) fn exceeds(value: Decimal, bound: Decimal, direction: Direction) -> bool {
    match direction {
        Direction::Up => value > bound,
        Direction::Down => value < bound,
    }
}
