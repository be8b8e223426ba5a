//! Durations as people write them: `0s`, `250ms`, `30s`, `15m`, `6h`, `7d`.

use std::time::Duration;

use crate::section::Section;

/// The least and the most pause between two requests to one domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayRange {
    /// The least.
    pub min: Duration,
    /// The most.
    pub max: Duration,
}

/// Reads a duration.
///
/// # Errors
/// When the text is no whole number with one of the units `ms`, `s`, `m`, `h`, `d`, or is over 366 days.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no duration such as 250ms, 30s, 15m, 6h or 7d");
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_error| wrong())?;
    let millis_a_unit: u64 = match text.strip_prefix(digits).unwrap_or_default() {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(wrong()),
    };
    number
        .checked_mul(millis_a_unit)
        .filter(|millis| *millis <= 366 * 86_400_000)
        .map(Duration::from_millis)
        .ok_or_else(wrong)
}

pub(crate) fn delay_range(table: Section<'_>) -> Option<DelayRange> {
    let min = table.required("min", parse_duration);
    let max = table.required("max", parse_duration);
    if let (Some(min), Some(max)) = (&min, &max)
        && min.value > max.value
    {
        table.error_at(min.at, "min", "the least delay is more than the most", None);
    }
    table.finish();
    Some(DelayRange {
        min: min?.value,
        max: max?.value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_with_their_units() {
        for (text, millis) in [
            ("0s", 0),
            ("250ms", 250),
            ("30s", 30_000),
            ("15m", 900_000),
            ("7d", 604_800_000),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in [
            "",
            "s",
            "30",
            "-1s",
            "1.5s",
            "1w",
            "99999999999999999999d",
            "400d",
        ] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }
}
