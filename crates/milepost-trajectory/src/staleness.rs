//! How old the newest figure is, and when the next one is due.

use chrono::{Days, Months};
use milepost_model::{Indicator, NaiveDate, Period, PeriodShape};

use crate::assessment::{Staleness, View};
use crate::number::count;
use crate::points::SeriesPoint;
use crate::stats::median;

/// Mean length of a month in days: 365.25 / 12.
const MONTH_DAYS: f64 = 30.4375;

/// Measures the newest figure's age: stale from the expected lag and one and a half periods on, withheld from the lag
/// and two periods on. Without a rhythm in the plan or in the series nothing is stale.
pub(crate) fn staleness(
    indicator: &Indicator,
    levels: &[SeriesPoint],
    growth: &[SeriesPoint],
    view: View,
) -> Staleness {
    // Both are in the order of their periods.
    let Some(newest) = levels
        .last()
        .into_iter()
        .chain(growth.last())
        .max_by_key(|point| point.period)
    else {
        return Staleness::default();
    };
    let end = newest.period.last_day();
    let age_days = view.as_of.signed_duration_since(end).num_days();
    let bare = Staleness {
        age_days: Some(age_days),
        ..Staleness::default()
    };
    let Some(every_months) = indicator.every_months.or_else(|| rhythm(levels)) else {
        return bare;
    };
    let lag_days = indicator.lag_days.or_else(|| usual_lag(levels)).unwrap_or(0);
    let next = next_end(end, every_months);
    let expected_by = next.and_then(|next| next.checked_add_days(Days::new(u64::from(lag_days))));
    let periods_old = |periods: f64| f64::from(lag_days) + periods * f64::from(every_months) * MONTH_DAYS;
    // Ages are far below 2^32 days; one beyond it is as old as can be.
    let age = f64::from(i32::try_from(age_days).unwrap_or(i32::MAX));
    Staleness {
        age_days: Some(age_days),
        expected_by,
        expected_period: next_period(newest.period, every_months),
        overdue: expected_by.is_some_and(|day| view.as_of > day),
        stale: age > periods_old(1.5),
        withheld: age > periods_old(2.0),
    }
}

fn next_end(end: NaiveDate, every_months: u32) -> Option<NaiveDate> {
    // From the first of the next month, so that the last day of a month leads to the last day of another.
    let is_month_end = end
        .succ_opt()
        .is_some_and(|next| chrono::Datelike::day(&next) == 1);
    if is_month_end {
        end.succ_opt()?
            .checked_add_months(Months::new(every_months))?
            .pred_opt()
    } else {
        end.checked_add_months(Months::new(every_months))
    }
}

/// The period that comes next in the rhythm; for dates nobody knows which day it will be.
fn next_period(newest: Period, every_months: u32) -> Option<Period> {
    let PeriodShape::Months { first, last } = newest.shape() else {
        return None;
    };
    let year = newest.calendar_year();
    if every_months == 12 {
        return if newest.is_full_year() {
            Period::year(year + 1)
        } else {
            Period::year(year)
        };
    }
    let end = last.checked_add(every_months)?;
    let (year, end) = if end > 12 {
        (year + 1, end - 12)
    } else {
        (year, end)
    };
    // A cumulative run goes on from January; a period of its own moves on as it is.
    if first == 1 {
        Period::months(year, 1, end)
    } else {
        Period::months(year, (end + first).checked_sub(last)?.max(1), end)
    }
}

/// The usual months between figures of a series: 1, 3, 6 or 12; `None` below three figures.
fn rhythm(levels: &[SeriesPoint]) -> Option<u32> {
    let days: Vec<NaiveDate> = levels.iter().map(|point| point.period.last_day()).collect();
    if days.len() < 3 {
        return None;
    }
    let steps = days.iter().zip(days.iter().skip(1));
    let mut gaps: Vec<f64> = steps
        .map(|(from, to)| length(*from, *to))
        .filter(|gap| *gap > 0.0)
        .collect();
    let months = median(&mut gaps)? / MONTH_DAYS;
    Some(if months <= 2.0 {
        1
    } else if months <= 4.5 {
        3
    } else if months <= 9.0 {
        6
    } else {
        12
    })
}

/// The usual days from a period's end to its publication.
fn usual_lag(levels: &[SeriesPoint]) -> Option<u32> {
    let mut lags: Vec<f64> = levels
        .iter()
        .map(|point| length(point.period.last_day(), point.published).max(0.0))
        .collect();
    let lag = median(&mut lags)?;
    (0..=730_u32).rev().find(|days| f64::from(*days) <= lag)
}

fn length(from: NaiveDate, to: NaiveDate) -> f64 {
    let days = to.signed_duration_since(from).num_days();
    usize::try_from(days).map_or(0.0, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_next(newest: &str, every_months: u32, next: Option<&str>) {
        let found = next_period(Period::parse(newest).unwrap(), every_months);
        assert_eq!(
            found.map(|period| period.to_string()).as_deref(),
            next,
            "{newest}"
        );
    }

    #[test]
    fn the_next_period_follows_the_rhythm() {
        check_next("2024", 12, Some("2025"));
        check_next("2024-01..2024-09", 12, Some("2024"));
        check_next("2024-Q1", 3, Some("2024-H1"));
        check_next("2024-01..2024-09", 3, Some("2024"));
        check_next("2024", 3, Some("2025-Q1"));
        check_next("2024-Q3", 3, Some("2024-Q4"));
        check_next("2024-Q4", 3, Some("2025-Q1"));
        check_next("2024-12", 1, Some("2025-01"));
        check_next("2024", 1, Some("2025-01"));
        check_next("as-of:2024-06-30", 12, None);
    }

    #[test]
    fn month_ends_lead_to_month_ends() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(next_end(day("2024-02-29"), 12), Some(day("2025-02-28")));
        assert_eq!(next_end(day("2024-09-30"), 3), Some(day("2024-12-31")));
        assert_eq!(next_end(day("2024-01-15"), 1), Some(day("2024-02-15")));
    }
}
