//! A full year out of a year to date, where that can be said; refused where it cannot.
//!
//! The published year to date stays as it is; what is made of it is an estimate, marked so, and enters no fit.

use milepost_model::{Decimal, PeriodShape};

use crate::assessment::LatestBasis;
use crate::gather::Gathered;
use crate::points::SeriesPoint;

/// Fewer months than these say too little about a year.
const FEWEST_MONTHS: u32 = 3;

/// How many earlier years a mean share rests on.
const SHARE_YEARS: usize = 3;

/// A full year estimated by the mean share of earlier years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByShare {
    /// The estimate: the year to date over the mean share.
    pub value: Decimal,
    /// The mean of the shares that the same months had of earlier years.
    pub mean_share: Decimal,
    /// The smallest share.
    pub low_share: Decimal,
    /// The largest share.
    pub high_share: Decimal,
    /// The estimate by the largest share.
    pub low: Decimal,
    /// The estimate by the smallest share.
    pub high: Decimal,
}

/// Returns the full year by the mean share of earlier years, given as `(same months, full year)`. `None` without any,
/// or where a share is not positive or does not fit a decimal.
pub fn mean_share(year_to_date: Decimal, earlier: &[(Decimal, Decimal)]) -> Option<ByShare> {
    let mut total = Decimal::ZERO;
    let (mut low_share, mut high_share) = (Decimal::MAX, Decimal::MIN);
    for (months, full) in earlier {
        let share = months.checked_div(*full).filter(|share| *share > Decimal::ZERO)?;
        total = total.checked_add(share)?;
        low_share = low_share.min(share);
        high_share = high_share.max(share);
    }
    let mean_share = total.checked_div(Decimal::from(earlier.len()))?;
    Some(ByShare {
        value: year_to_date.checked_div(mean_share)?,
        mean_share,
        low_share,
        high_share,
        low: year_to_date.checked_div(high_share)?,
        high: year_to_date.checked_div(low_share)?,
    })
}

/// Returns the full year by last year's ratio: last year's full figure times this year's months over last year's.
/// `None` where last year's months are zero or less, or the result does not fit a decimal.
pub fn prior_year_ratio(
    year_to_date: Decimal,
    earlier_months: Decimal,
    earlier_full: Decimal,
) -> Option<Decimal> {
    if earlier_months <= Decimal::ZERO {
        return None;
    }
    earlier_full.checked_mul(year_to_date.checked_div(earlier_months)?)
}

/// Returns the full year by the months gone: only fair without a season. `None` for no months.
pub fn run_rate(year_to_date: Decimal, months: u32) -> Option<Decimal> {
    year_to_date.checked_mul(Decimal::from(12_u32).checked_div(Decimal::from(months))?)
}

/// Returns the last twelve months: the year to date, plus last year, less last year's same months.
pub fn last_twelve_months(
    year_to_date: Decimal,
    earlier_months: Decimal,
    earlier_full: Decimal,
) -> Option<Decimal> {
    year_to_date.checked_add(earlier_full.checked_sub(earlier_months)?)
}

/// Returns single months out of the cumulative figures of one year and one vintage, January first. Across vintages
/// the difference would hold a revision, so never mix them.
pub fn months_by_difference(cumulative: &[Decimal]) -> Option<Vec<Decimal>> {
    let before = std::iter::once(Decimal::ZERO).chain(cumulative.iter().copied());
    cumulative
        .iter()
        .zip(before)
        .map(|(to, from)| to.checked_sub(from))
        .collect()
}

/// A full year that was made of a year to date.
#[derive(Debug, Clone)]
pub(crate) struct Estimate {
    /// Index into the levels: the year to date.
    pub(crate) running: usize,
    /// The year.
    pub(crate) year: i32,
    /// The estimate, to 12 significant digits.
    pub(crate) value: Decimal,
    /// By which way.
    pub(crate) basis: LatestBasis,
    /// The formula and what went in, for the trace.
    pub(crate) formula: &'static str,
    pub(crate) inputs: Vec<(&'static str, String)>,
}

/// What is to be said of the running year.
#[derive(Debug, Clone)]
pub(crate) enum Running {
    /// No year to date is newer than the last full year.
    None,
    /// There is one (index into the levels), and nothing fair can be made of it.
    Unclear(usize),
    /// There is one, and a full year was made of it.
    Estimated(Estimate),
}

impl Running {
    /// Returns the index of the published year to date.
    pub(crate) const fn index(&self) -> Option<usize> {
        match self {
            Self::None => None,
            Self::Unclear(index) => Some(*index),
            Self::Estimated(estimate) => Some(estimate.running),
        }
    }

    /// Returns the estimate.
    pub(crate) const fn estimate(&self) -> Option<&Estimate> {
        match self {
            Self::None | Self::Unclear(_) => None,
            Self::Estimated(estimate) => Some(estimate),
        }
    }
}

/// Looks at the newest year to date.
pub(crate) fn running_year(gathered: &Gathered, has_season: bool) -> Running {
    let levels = &gathered.levels;
    let last_full = levels.iter().rev().find(|point| point.period.is_full_year());
    let last_full_year = last_full.map(|point| point.period.calendar_year());
    let newest = levels
        .iter()
        .enumerate()
        .rev()
        .find(|(_, point)| point.period.is_year_to_date());
    let Some((index, point)) = newest else {
        return Running::None;
    };
    let year = point.period.calendar_year();
    if last_full_year.is_some_and(|last| last >= year) {
        return Running::None;
    }
    let months = point.period.month_count().unwrap_or(0);
    if months < FEWEST_MONTHS || gathered.is_disputed(point) {
        return Running::Unclear(index);
    }
    match estimate(gathered, index, point, has_season) {
        Some(estimate) => Running::Estimated(estimate),
        None => Running::Unclear(index),
    }
}

fn estimate(gathered: &Gathered, running: usize, point: &SeriesPoint, has_season: bool) -> Option<Estimate> {
    let PeriodShape::Months { last: months, .. } = point.period.shape() else {
        return None;
    };
    let year = point.period.calendar_year();
    let full = |year: i32| find(gathered, point.segment, year, 12);
    let same_months = |year: i32| find(gathered, point.segment, year, months);
    let pair = |year: i32| Some((same_months(year)?, full(year)?));
    let rounded = |value: Decimal| value.round_sf(12).map(|value| value.normalize());
    let made = |value, basis, formula, inputs| Estimate {
        running,
        year,
        value,
        basis,
        formula,
        inputs,
    };
    let text = crate::trace::exact;
    let earlier: Option<Vec<(Decimal, Decimal)>> = (1..=3).map(|back| pair(year - back)).collect();
    let shares = earlier
        .filter(|pairs| pairs.len() == SHARE_YEARS)
        .and_then(|pairs| mean_share(point.value, &pairs));
    if let Some(by_share) = shares {
        let inputs = vec![
            ("year to date", text(point.value)),
            (
                "mean share of the three years before",
                text(by_share.mean_share.round_dp(8)),
            ),
            ("by the largest share", text(by_share.low.round_sf(8)?)),
            ("by the smallest share", text(by_share.high.round_sf(8)?)),
        ];
        let formula = "year to date / mean share";
        return Some(made(
            rounded(by_share.value)?,
            LatestBasis::MeanShare,
            formula,
            inputs,
        ));
    }
    if let Some((earlier_months, earlier_full)) = pair(year - 1) {
        let value = prior_year_ratio(point.value, earlier_months, earlier_full)?;
        let inputs = vec![
            ("year to date", text(point.value)),
            ("same months a year ago", text(earlier_months)),
            ("full year before", text(earlier_full)),
        ];
        let formula = "full year before * year to date / same months a year ago";
        return Some(made(
            rounded(value)?,
            LatestBasis::PriorYearRatio,
            formula,
            inputs,
        ));
    }
    if has_season {
        return None;
    }
    let value = run_rate(point.value, months)?;
    let inputs = vec![
        ("year to date", text(point.value)),
        ("months", months.to_string()),
    ];
    Some(made(
        rounded(value)?,
        LatestBasis::RunRate,
        "year to date * 12 / months",
        inputs,
    ))
}

/// Finds the figure for January to `last` of a year in one definition, where nobody disputes it.
fn find(gathered: &Gathered, segment: usize, year: i32, last: u32) -> Option<Decimal> {
    let period = milepost_model::Period::months(year, 1, last)?;
    let index = gathered
        .levels
        .binary_search_by(|point| point.period.cmp(&period))
        .ok()?;
    let point = gathered.levels.get(index)?;
    (point.segment == segment && !gathered.is_disputed(point)).then_some(point.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_is_zero_or_less_estimates_nothing() {
        let d = Decimal::from;
        assert_eq!(mean_share(d(5), &[]), None);
        assert_eq!(mean_share(d(5), &[(d(0), d(9))]), None);
        assert_eq!(mean_share(d(5), &[(d(3), d(0))]), None);
        assert_eq!(mean_share(d(5), &[(d(-3), d(9))]), None);
        assert_eq!(prior_year_ratio(d(5), d(0), d(9)), None);
        assert_eq!(run_rate(d(5), 0), None);
        assert_eq!(prior_year_ratio(Decimal::MAX, d(1), Decimal::MAX), None);
    }

    #[test]
    fn shares_of_three_years_give_their_mean_and_range() {
        let d = Decimal::from;
        let by_share = mean_share(d(30), &[(d(20), d(100)), (d(25), d(100)), (d(30), d(100))]).unwrap();
        assert_eq!(by_share.value, d(120));
        assert_eq!((by_share.low, by_share.high), (d(100), d(150)));
    }
}
