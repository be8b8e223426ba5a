//! The text forms of periods, as far as a matcher must tell them apart.

/// Says whether a period is a date: `as-of:2023-09-30`, `as-of:2023-09`.
pub(crate) fn is_at_a_date(period: &str) -> bool {
    period.starts_with("as-of:")
}

/// Returns the last day of a stretch of months, as a date's text form.
pub(crate) fn end_of(period: &str) -> Option<String> {
    let last = period.split("..").last()?;
    let (year, part) = last.split_once('-').unwrap_or((last, "12"));
    let month: u32 = match part {
        "H1" | "Q2" => 6,
        "Q1" => 3,
        "Q3" => 9,
        "H2" | "Q4" => 12,
        _ => part.parse().ok()?,
    };
    let year_number: u32 = year.parse().ok().filter(|_| year.len() == 4)?;
    let is_leap = year_number.is_multiple_of(4)
        && (!year_number.is_multiple_of(100) || year_number.is_multiple_of(400));
    let day = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    Some(format!("as-of:{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_ends_on_its_last_day() {
        for (period, end) in [
            ("2023", "as-of:2023-12-31"),
            ("2024-H1", "as-of:2024-06-30"),
            ("2024-Q3", "as-of:2024-09-30"),
            ("2024-02", "as-of:2024-02-29"),
            ("2023-01..2023-02", "as-of:2023-02-28"),
        ] {
            assert_eq!(end_of(period).as_deref(), Some(end));
        }
        assert_eq!(end_of("2024-13"), None);
        assert_eq!(end_of("soon"), None);
    }
}
