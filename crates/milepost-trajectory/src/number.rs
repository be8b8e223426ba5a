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
    if let Some((digits, places)) = digits(value, COMPUTED_DIGITS) {
        return Some(Decimal::new(digits, places).normalize());
    }
    Some(Decimal::from_f64(value)?.round_sf(COMPUTED_DIGITS)?.normalize())
}

/// The powers of ten that a float holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// Returns the leading digits of a value, rounded, and how many of them stand after the point: 12.34 to 3 digits is
/// `(123, 1)`. The short way for ordinary sizes; `None` for zero and for values that need more than 22 places, or
/// that have more digits before the point than asked for.
pub(crate) fn digits(value: f64, count: u32) -> Option<(i64, u32)> {
    if is_zero(value) {
        return None;
    }
    let magnitude = libm::floor(libm::log10(value.abs())).to_i64()?;
    let places = u32::try_from(i64::from(count) - 1 - magnitude).ok()?;
    let power = POWERS.get(usize::try_from(places).ok()?)?;
    // A product of two floats is off by a part in 10^16: far below the digits that are kept.
    Some(((value * power).round().to_i64()?, places))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_amounts_have_twelve_digits_at_every_size() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (-2.0 / 3.0, "-0.666666666667"),
            (989_241_806_315.482_9, "989241806315"),
            (1_234_567_890_123_456.0, "1234567890120000"),
            (1.5e-9, "0.0000000015"),
            (9.999_999_999_999_9, "10"),
        ] {
            assert_eq!(decimal(value).unwrap().to_string(), text);
        }
        for none in [f64::NAN, f64::INFINITY, 1e30] {
            assert_eq!(decimal(none), None);
        }
    }

    #[test]
    fn digits_are_rounded_and_ordinary() {
        assert_eq!(digits(12.34, 3), Some((123, 1)));
        assert_eq!(digits(-0.012_35, 2), Some((-12, 3)));
        assert_eq!(digits(1e-20, 8), None);
        assert_eq!(digits(1e20, 8), None);
        assert_eq!(digits(0.0, 8), None);
    }
}
