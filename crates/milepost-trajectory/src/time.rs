//! The time axis: days as decimal years, so that a year is exactly 1 long whatever its number of days.

use chrono::Datelike as _;
use milepost_model::{NaiveDate, Period};

/// Returns the end of the day as a decimal year: 2027-12-31 is 2028.0, 2023-06-30 is about 2023.496.
pub(crate) fn decimal_year(date: NaiveDate) -> f64 {
    let days = if date.leap_year() { 366.0 } else { 365.0 };
    f64::from(date.year()) + f64::from(date.ordinal()) / days
}

/// Returns where a period stands on the axis: its end for flows, the date for stocks.
pub(crate) fn position(period: Period) -> f64 {
    decimal_year(period.last_day())
}

/// Returns the last day of a year.
pub(crate) fn year_end(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 12, 31)
}

/// Returns the days in which a path or a fan is drawn: `from`, every year's end between, `to`.
/// At most 200, so that a horizon in a far century costs nothing.
pub(crate) fn drawing_days(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let mut days = vec![from];
    if to <= from {
        return days;
    }
    let years = (from.year()..=to.year()).filter_map(year_end);
    days.extend(years.filter(|day| from < *day && *day < to).take(198));
    days.push(to);
    days
}
