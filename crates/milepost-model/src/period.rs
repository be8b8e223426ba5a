//! Reference periods: what stretch of time, or which date, a figure is for.
//!
//! A period is either a run of whole months within one calendar year or a point in time. Equal runs are equal
//! periods however they were written: `2024-Q1` and `2024-01..2024-03` are the same.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use crate::Basis;

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no period: 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01..2024-09, as-of:2023-09-30 or as-of:2023-09 expected"
)]
pub struct PeriodError(pub String);

/// The years a period may lie in; outside them a "year" in a bulletin is a misread number.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What a figure is for. Ordered by its last day, then its first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    year: i32,
    shape: PeriodShape,
}

/// The forms of a period, each in one canonical way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodShape {
    /// Whole months from `first` to `last`, both 1 to 12, `first <= last`.
    Months {
        /// The first month.
        first: u32,
        /// The last month.
        last: u32,
    },
    /// At one day.
    AsOfDay(NaiveDate),
    /// At some day of one month.
    AsOfMonth(u32),
}

impl Period {
    /// Returns the calendar year, or `None` for a year outside 1900 to 2200.
    pub fn year(year: i32) -> Option<Self> {
        Self::months(year, 1, 12)
    }

    /// Returns the first or second half of a year, or `None` where `half` is not 1 or 2.
    pub fn half(year: i32, half: u32) -> Option<Self> {
        match half {
            1 | 2 => Self::months(year, half * 6 - 5, half * 6),
            _ => None,
        }
    }

    /// Returns a quarter, or `None` where `quarter` is not 1 to 4.
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        match quarter {
            1..=4 => Self::months(year, quarter * 3 - 2, quarter * 3),
            _ => None,
        }
    }

    /// Returns a single month, or `None` where `month` is not 1 to 12.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        Self::months(year, month, month)
    }

    /// Returns the months from `first` to `last`, or `None` where they are no run within a year.
    pub fn months(year: i32, first: u32, last: u32) -> Option<Self> {
        let legal = YEARS.contains(&year) && 1 <= first && first <= last && last <= 12;
        legal.then_some(Self {
            year,
            shape: PeriodShape::Months { first, last },
        })
    }

    /// Returns a date as a period, or `None` for a year outside 1900 to 2200.
    pub fn as_of(date: NaiveDate) -> Option<Self> {
        YEARS.contains(&date.year()).then_some(Self {
            year: date.year(),
            shape: PeriodShape::AsOfDay(date),
        })
    }

    /// Returns some day of a month as a period, or `None` for a month that is none.
    pub fn as_of_month(year: i32, month: u32) -> Option<Self> {
        let legal = YEARS.contains(&year) && (1..=12).contains(&month);
        legal.then_some(Self {
            year,
            shape: PeriodShape::AsOfMonth(month),
        })
    }

    /// Returns the year the period lies in.
    pub const fn calendar_year(self) -> i32 {
        self.year
    }

    /// Returns the form of the period.
    pub const fn shape(self) -> PeriodShape {
        self.shape
    }

    /// Returns the first day; for a date, that day; for a date known to the month, the first of it.
    pub fn first_day(self) -> NaiveDate {
        match self.shape {
            PeriodShape::Months { first, .. } => first_of(self.year, first),
            PeriodShape::AsOfDay(date) => date,
            PeriodShape::AsOfMonth(month) => first_of(self.year, month),
        }
    }

    /// Returns the last day; for a date, that day; for a date known to the month, the last of it.
    pub fn last_day(self) -> NaiveDate {
        match self.shape {
            PeriodShape::Months { last, .. } => last_of(self.year, last),
            PeriodShape::AsOfDay(date) => date,
            PeriodShape::AsOfMonth(month) => last_of(self.year, month),
        }
    }

    /// Tells whether the period is a point in time.
    pub const fn is_as_of(self) -> bool {
        matches!(self.shape, PeriodShape::AsOfDay(_) | PeriodShape::AsOfMonth(_))
    }

    /// Tells whether the period is a whole calendar year.
    pub const fn is_full_year(self) -> bool {
        matches!(self.shape, PeriodShape::Months { first: 1, last: 12 })
    }

    /// Tells whether the period starts in January and ends before December: a year to date. January alone counts.
    pub const fn is_year_to_date(self) -> bool {
        matches!(self.shape, PeriodShape::Months { first: 1, last } if last < 12)
    }

    /// Returns the number of months covered; none for a point in time.
    pub const fn month_count(self) -> Option<u32> {
        match self.shape {
            PeriodShape::Months { first, last } => Some(last - first + 1),
            PeriodShape::AsOfDay(_) | PeriodShape::AsOfMonth(_) => None,
        }
    }

    /// Returns what stretch of time a value for this period covers. Runs that start in January and span more
    /// than a month are cumulative; a single month, or a quarter or half that does not start the year, is a
    /// period of its own.
    pub const fn basis(self) -> Basis {
        match self.shape {
            PeriodShape::Months { first: 1, last } if last > 1 => Basis::Cumulative,
            PeriodShape::Months { .. } => Basis::Period,
            PeriodShape::AsOfDay(_) | PeriodShape::AsOfMonth(_) => Basis::AsOf,
        }
    }

    /// Returns the period of the same shape one year earlier, where there is one (29 February becomes 28).
    pub fn year_earlier(self) -> Option<Self> {
        let year = self.year - 1;
        match self.shape {
            PeriodShape::Months { first, last } => Self::months(year, first, last),
            PeriodShape::AsOfMonth(month) => Self::as_of_month(year, month),
            PeriodShape::AsOfDay(date) => {
                let earlier = date
                    .with_year(year)
                    .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))?;
                Self::as_of(earlier)
            }
        }
    }

    /// Reads a text form of `1-product.md`: `2024`, `2024-H1`, `2024-Q3`, `2024-09`, `2024-01..2024-09`,
    /// `as-of:2023-09-30`, `as-of:2023-09`.
    ///
    /// # Errors
    /// When the text is none of them.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        parse(text).ok_or_else(|| PeriodError(text.chars().take(60).collect()))
    }
}

fn first_of(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN)
}

fn last_of(year: i32, month: u32) -> NaiveDate {
    let next = if month == 12 {
        first_of(year + 1, 1)
    } else {
        first_of(year, month + 1)
    };
    next.pred_opt().unwrap_or(NaiveDate::MAX)
}

fn parse(text: &str) -> Option<Period> {
    if let Some(point) = text.strip_prefix("as-of:") {
        if let Some((year, month)) = year_month(point) {
            return Period::as_of_month(year, month);
        }
        let (head, day) = point.rsplit_once('-')?;
        let (year, month) = year_month(head)?;
        return Period::as_of(NaiveDate::from_ymd_opt(year, month, two_digits(day)?)?);
    }
    if let Some((from, to)) = text.split_once("..") {
        let ((year, first), (to_year, last)) = (year_month(from)?, year_month(to)?);
        return if year == to_year {
            Period::months(year, first, last)
        } else {
            None
        };
    }
    if let Some((year, month)) = year_month(text) {
        return Period::month(year, month);
    }
    match text.split_once('-') {
        None => Period::year(four_digits(text)?),
        Some((year, part)) => {
            let year = four_digits(year)?;
            match part.as_bytes() {
                [b'H', n @ b'1'..=b'2'] => Period::half(year, u32::from(n - b'0')),
                [b'Q', n @ b'1'..=b'4'] => Period::quarter(year, u32::from(n - b'0')),
                _ => None,
            }
        }
    }
}

fn year_month(text: &str) -> Option<(i32, u32)> {
    let (year, month) = text.split_once('-')?;
    Some((four_digits(year)?, two_digits(month)?))
}

fn four_digits(text: &str) -> Option<i32> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

impl Period {
    fn write_text(self, out: &mut impl fmt::Write) -> fmt::Result {
        let year = self.year;
        match self.shape {
            PeriodShape::Months { first: 1, last: 12 } => write!(out, "{year}"),
            PeriodShape::Months { first, last } if last == first => write!(out, "{year}-{first:02}"),
            PeriodShape::Months { first, last } if last - first == 5 && last % 6 == 0 => {
                write!(out, "{year}-H{}", last / 6)
            }
            PeriodShape::Months { first, last } if last - first == 2 && last % 3 == 0 => {
                write!(out, "{year}-Q{}", last / 3)
            }
            PeriodShape::Months { first, last } => write!(out, "{year}-{first:02}..{year}-{last:02}"),
            // A day's own text form is ISO 8601, and many times faster than a pattern.
            PeriodShape::AsOfDay(date) => write!(out, "as-of:{date}"),
            PeriodShape::AsOfMonth(month) => write!(out, "as-of:{year}-{month:02}"),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.width().is_none() && f.precision().is_none() {
            return self.write_text(f);
        }
        let mut text = String::new();
        self.write_text(&mut text)?;
        f.pad(&text)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Period {
    type Err = PeriodError;
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        Self::parse(text)
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // The shape is the last key so that the order agrees with equality: a day and a one-day span differ.
        let rank = |period: &Self| match period.shape {
            PeriodShape::Months { .. } => 0,
            PeriodShape::AsOfMonth(_) => 1,
            PeriodShape::AsOfDay(_) => 2,
        };
        (self.last_day(), self.first_day(), rank(self)).cmp(&(
            other.last_day(),
            other.first_day(),
            rank(other),
        ))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, canonical: &str, first: &str, last: &str, basis: Basis) {
        let period = Period::parse(text).unwrap();
        assert_eq!(period.to_string(), canonical);
        assert_eq!(period.first_day().to_string(), first);
        assert_eq!(period.last_day().to_string(), last);
        assert_eq!(period.basis(), basis);
        assert_eq!(Period::parse(canonical), Ok(period));
    }

    #[test]
    fn every_text_form_reads_and_prints_canonically() {
        check("2024", "2024", "2024-01-01", "2024-12-31", Basis::Cumulative);
        check(
            "2024-H1",
            "2024-H1",
            "2024-01-01",
            "2024-06-30",
            Basis::Cumulative,
        );
        check("2024-H2", "2024-H2", "2024-07-01", "2024-12-31", Basis::Period);
        check(
            "2024-Q1",
            "2024-Q1",
            "2024-01-01",
            "2024-03-31",
            Basis::Cumulative,
        );
        check(
            "2024-01..2024-03",
            "2024-Q1",
            "2024-01-01",
            "2024-03-31",
            Basis::Cumulative,
        );
        check(
            "2024-01..2024-06",
            "2024-H1",
            "2024-01-01",
            "2024-06-30",
            Basis::Cumulative,
        );
        check(
            "2024-01..2024-12",
            "2024",
            "2024-01-01",
            "2024-12-31",
            Basis::Cumulative,
        );
        check("2024-Q3", "2024-Q3", "2024-07-01", "2024-09-30", Basis::Period);
        check(
            "2024-01..2024-09",
            "2024-01..2024-09",
            "2024-01-01",
            "2024-09-30",
            Basis::Cumulative,
        );
        check("2024-02", "2024-02", "2024-02-01", "2024-02-29", Basis::Period);
        check(
            "2024-01..2024-01",
            "2024-01",
            "2024-01-01",
            "2024-01-31",
            Basis::Period,
        );
        check(
            "as-of:2023-09-30",
            "as-of:2023-09-30",
            "2023-09-30",
            "2023-09-30",
            Basis::AsOf,
        );
        check(
            "as-of:2023-09",
            "as-of:2023-09",
            "2023-09-01",
            "2023-09-30",
            Basis::AsOf,
        );
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-00",
            "2024-Q5",
            "2024-H3",
            "2024-Q0",
            "2024-09..2024-01",
            "2024-09..2025-01",
            "as-of:2023-02-30",
            "as-of:2023",
            "２０２４",
            "2024-9",
            "1800",
            "2024-q1",
            "2024 ",
        ] {
            assert!(Period::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn periods_order_by_their_end() {
        let sorted = [
            "2023",
            "2024-01",
            "2024-02",
            "2024-Q1",
            "2024-03",
            "as-of:2024-04-05",
            "2024-H1",
            "2024-01..2024-09",
            "2024",
        ];
        let periods: Vec<Period> = sorted.iter().map(|text| Period::parse(text).unwrap()).collect();
        let mut shuffled = periods.clone();
        shuffled.reverse();
        shuffled.sort();
        // 2024-Q1 ends with March and starts before March alone would.
        assert_eq!(shuffled, periods);
    }

    #[test]
    fn a_year_earlier_keeps_the_shape() {
        let earlier = |text: &str| Period::parse(text).unwrap().year_earlier().unwrap().to_string();
        assert_eq!(earlier("2024-01..2024-09"), "2023-01..2023-09");
        assert_eq!(earlier("as-of:2024-02-29"), "as-of:2023-02-28");
    }

    proptest::proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(year in 1900..=2200i32, first in 1..=12u32, more in 0..=11u32) {
            let period = Period::months(year, first, (first + more).min(12)).unwrap();
            proptest::prop_assert_eq!(Period::parse(&period.to_string()), Ok(period));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,24}") {
            let _ = Period::parse(&text);
        }
    }
}
