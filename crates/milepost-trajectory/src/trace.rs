//! Writes down the steps of a verdict so that a reader can redo them with a calculator.

use std::borrow::Cow;

use milepost_model::{Decimal, plain_decimal};

use crate::assessment::TraceLine;
use crate::number::{digits, is_zero};

/// Returns one step. Empty inputs are left out.
pub(crate) fn line(
    step: &'static str,
    formula: impl Into<Cow<'static, str>>,
    inputs: Vec<(&'static str, String)>,
    result: impl Into<String>,
) -> TraceLine {
    let stated = inputs.into_iter().filter(|(_, value)| !value.is_empty());
    TraceLine {
        step,
        formula: formula.into(),
        inputs: stated.map(|(name, value)| (Cow::Borrowed(name), value)).collect(),
        result: result.into(),
    }
}

/// Writes a computed number with 8 significant digits: enough to redo the next step to 6.
pub(crate) fn show(value: f64) -> String {
    const DIGITS: u32 = 8;
    if is_zero(value) {
        return "0".to_owned();
    }
    if let Some((digits, places)) = digits(value, DIGITS) {
        return exact(Decimal::new(digits, places));
    }
    // Beyond the ordinary sizes: no digits after the point, or a value that is zero to a reader.
    let places = if value.abs() < 1.0 { 30 } else { 0 };
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Writes an optional computed number; none is empty and left out.
pub(crate) fn show_some(value: Option<f64>) -> String {
    value.map(show).unwrap_or_default()
}

/// Writes a published number, exactly.
pub(crate) fn exact(value: Decimal) -> String {
    plain_decimal(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_are_plain_with_eight_digits() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (2.0 / 3.0, "0.66666667"),
            (-123_456.789_123, "-123456.79"),
            (715_420_000_000.5, "715420000000"),
            (1e-9, "0.000000001"),
        ] {
            assert_eq!(show(value), text);
        }
        assert!(show(f64::MAX).len() < 400);
        assert!(show(f64::MIN_POSITIVE).len() < 40);
    }
}
