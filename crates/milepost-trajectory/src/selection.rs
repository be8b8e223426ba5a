//! Which points of a series are judged, and which a fit may rest on.

use milepost_model::{Decimal, Indicator, Measure, TargetKind};

use crate::gather::Gathered;
use crate::number::float;
use crate::points::SeriesPoint;
use crate::time::position;

/// Most points a recent rate or a projection rests on: the longest series that its intervals were calibrated with.
const MOST_RECENT: usize = 10;

/// Which periods are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// Full calendar years: flows and rates.
    FullYears,
    /// Any period, at its last day: stocks and counts.
    Dates,
    /// Full years and dates; where there are none, years to date of three months and more: shares.
    Shares,
}

impl Timing {
    /// Returns what is judged for an indicator and a kind of target; for none, by the measure alone.
    pub(crate) const fn of(indicator: &Indicator, kind: Option<TargetKind>) -> Self {
        if let Some(
            TargetKind::FlowLevel
            | TargetKind::FlowMin
            | TargetKind::FlowAvg
            | TargetKind::GrowthAvg
            | TargetKind::GrowthEach,
        ) = kind
        {
            return Self::FullYears;
        }
        match indicator.measure {
            Measure::Flow | Measure::Growth => Self::FullYears,
            Measure::Share => Self::Shares,
            Measure::Stock | Measure::Cumulative => Self::Dates,
        }
    }

    /// Returns the indices of the levels that are judged, oldest first, one for each day.
    pub(crate) fn select(self, gathered: &Gathered) -> Vec<usize> {
        let levels = &gathered.levels;
        match self {
            Self::FullYears => select(levels, |point| point.period.is_full_year()),
            Self::Dates => select(levels, |_| true),
            Self::Shares => {
                let settled = select(levels, |point| {
                    point.period.is_full_year() || point.period.is_as_of()
                });
                if settled.is_empty() {
                    let is_long =
                        |point: &SeriesPoint| point.period.month_count().is_some_and(|months| months >= 3);
                    return select(levels, |point| point.period.is_year_to_date() && is_long(point));
                }
                settled
            }
        }
    }
}

fn select(levels: &[SeriesPoint], is_judged: impl Fn(&SeriesPoint) -> bool) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::with_capacity(levels.len());
    let mut last_day = None;
    for (index, point) in levels.iter().enumerate() {
        if !is_judged(point) {
            continue;
        }
        let day = point.period.last_day();
        // Two periods that end on one day: the one at that day says it best, and sorts last.
        if last_day == Some(day) {
            chosen.pop();
        }
        chosen.push(index);
        last_day = Some(day);
    }
    chosen
}

/// What a fit rests on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fit {
    /// Decimal year and value in the newest definition, oldest first, at most ten.
    pub(crate) points: Vec<(f64, f64)>,
    /// How many figures could be compared in all.
    pub(crate) comparable: usize,
    /// Whether a splice factor was used.
    pub(crate) is_spliced: bool,
}

/// Takes the published, undisputed points that can be put into the definition of `segment`.
pub(crate) fn fit(gathered: &Gathered, chosen: &[usize], segment: usize) -> Fit {
    let mut all = Vec::with_capacity(chosen.len());
    let mut is_spliced = false;
    for index in chosen {
        let Some(point) = gathered.levels.get(*index) else {
            continue;
        };
        let Some(factor) = gathered.splice(point.segment, segment) else {
            continue;
        };
        if gathered.is_disputed(point) || point.flags.annualised {
            continue;
        }
        is_spliced |= factor != Decimal::ONE;
        let value = if factor == Decimal::ONE {
            Some(point.value)
        } else {
            point.value.checked_mul(factor)
        };
        let Some(value) = value else {
            continue;
        };
        all.push((position(point.period), float(value)));
    }
    Fit {
        comparable: all.len(),
        points: recent(&all),
        is_spliced,
    }
}

/// Takes the newest ten points, or, of a series that is denser than yearly, the last one and those nearest to whole
/// years before it, so that ten months are not taken for a trend of years.
pub(crate) fn recent(all: &[(f64, f64)]) -> Vec<(f64, f64)> {
    if all.len() <= MOST_RECENT {
        return all.to_vec();
    }
    let newest = || {
        all.iter()
            .skip(all.len().saturating_sub(MOST_RECENT))
            .copied()
            .collect()
    };
    let Some(last) = all.last() else { return Vec::new() };
    let mut yearly: Vec<(f64, f64)> = vec![*last];
    for back in 1..u8::try_from(MOST_RECENT).unwrap_or(u8::MAX) {
        let wanted = last.0 - f64::from(back);
        let at = all.partition_point(|point| point.0 < wanted);
        let around = [at.checked_sub(1), Some(at)]
            .into_iter()
            .flatten()
            .filter_map(|index| all.get(index));
        let nearest = around.min_by(|a, b| (a.0 - wanted).abs().total_cmp(&(b.0 - wanted).abs()));
        // Farther than a quarter off, it is not that year's value.
        yearly.extend(nearest.filter(|point| (point.0 - wanted).abs() <= 0.25));
    }
    yearly.reverse();
    // A short dense series has too few whole years: then its newest points are what there is.
    if yearly.len() < 5 { newest() } else { yearly }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: usize, apart: f64) -> Vec<(f64, f64)> {
        (0..points)
            .map(|n| (2000.0 + crate::number::count(n) * apart, crate::number::count(n)))
            .collect()
    }

    #[test]
    fn a_dense_series_is_thinned_to_the_same_month_of_ten_years() {
        let monthly = line(120, 1.0 / 12.0);
        let thinned = recent(&monthly);
        assert_eq!(thinned.len(), 10);
        for (a, b) in thinned.iter().zip(thinned.iter().skip(1)) {
            assert!((b.0 - a.0 - 1.0).abs() < 1e-9);
        }
        assert_eq!(thinned.last(), monthly.last());
    }

    #[test]
    fn a_yearly_series_keeps_its_newest_ten() {
        assert_eq!(recent(&line(14, 1.0)), line(14, 1.0)[4..]);
        assert_eq!(recent(&line(3, 1.0)), line(3, 1.0));
        // Twelve months only: fewer than five whole years, so the months themselves.
        assert_eq!(recent(&line(12, 1.0 / 12.0)).len(), 10);
    }
}
