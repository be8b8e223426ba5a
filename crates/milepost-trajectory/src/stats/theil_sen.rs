//! The Theil–Sen line: the median of the slopes between all pairs of points.

use rust_decimal::prelude::ToPrimitive as _;

use crate::number::{count, finite};

/// A Theil–Sen line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TheilSen {
    /// The median of the pairwise slopes.
    pub slope: f64,
    /// Median of y minus slope times median of x.
    pub intercept: f64,
    /// The 95 % interval of the slope (Sen 1968, with the correction for ties).
    pub slope_low95: f64,
    /// Its upper end.
    pub slope_high95: f64,
}

/// Returns the median, or `None` of no values or where one is no number. Sorts the slice.
pub fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() || values.iter().any(|value| value.is_nan()) {
        return None;
    }
    let middle = values.len() / 2;
    let is_odd = values.len() % 2 == 1;
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let upper = *upper;
    if is_odd {
        return finite(upper);
    }
    let lower = below.iter().copied().max_by(f64::total_cmp)?;
    finite(f64::midpoint(lower, upper))
}

/// Returns the median slope between all pairs of points with different `x`; `None` where there is no such pair.
pub fn theil_sen_slope(points: &[(f64, f64)]) -> Option<f64> {
    let slope = median(&mut slopes(points))?;
    let size = points.iter().map(|point| point.1.abs()).fold(0.0, f64::max);
    // What the rounding of floats leaves of a flat series is no slope.
    Some(if slope.abs() <= 1e-13 * size { 0.0 } else { slope })
}

/// Returns the Theil–Sen line through points `(x, y)`; `None` below two different `x`.
pub fn theil_sen(points: &[(f64, f64)]) -> Option<TheilSen> {
    let mut slopes = slopes(points);
    let slope = median(&mut slopes)?;
    let x = median(&mut points.iter().map(|point| point.0).collect::<Vec<_>>())?;
    let y = median(&mut points.iter().map(|point| point.1).collect::<Vec<_>>())?;
    let (slope_low95, slope_high95) = slope_interval(points, &mut slopes)?;
    Some(TheilSen {
        slope,
        intercept: finite(y - slope * x)?,
        slope_low95,
        slope_high95,
    })
}

fn slopes(points: &[(f64, f64)]) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
    for (index, later) in points.iter().enumerate() {
        for earlier in points.iter().take(index) {
            let run = later.0 - earlier.0;
            // 1e-9 years is a thirtieth of a second: two figures of one moment have no slope between them.
            if run.abs() > 1e-9 {
                slopes.extend(finite((later.1 - earlier.1) / run));
            }
        }
    }
    slopes
}

/// The order statistics of the slopes that enclose the true one with 95 % (Gilbert 1987, §16.4).
fn slope_interval(points: &[(f64, f64)], slopes: &mut [f64]) -> Option<(f64, f64)> {
    // 97.5 % point of the standard normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    let n = count(points.len());
    let x_ties = tie_sum(points.iter().map(|point| point.0));
    let y_ties = tie_sum(points.iter().map(|point| point.1));
    let variance = (n * (n - 1.0) * (2.0 * n + 5.0) - x_ties - y_ties) / 18.0;
    let spread = Z * finite(variance.max(0.0).sqrt())?;
    let total = count(slopes.len());
    slopes.sort_by(f64::total_cmp);
    let last = slopes.len().checked_sub(1)?;
    let upper = f64::midpoint(total, spread)
        .round_ties_even()
        .to_usize()
        .unwrap_or(last)
        .min(last);
    let lower = (((total - spread) / 2.0).round_ties_even() - 1.0)
        .max(0.0)
        .to_usize()?;
    Some((*slopes.get(lower.min(last))?, *slopes.get(upper)?))
}

/// Returns Σ t(t−1)(2t+5) over groups of equal values.
pub(super) fn tie_sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted
        .chunk_by(|a, b| a.total_cmp(b).is_eq())
        .map(|group| {
            let t = count(group.len());
            t * (t - 1.0) * (2.0 * t + 5.0)
        })
        .sum()
}
