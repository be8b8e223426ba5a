//! The Mann–Kendall test: does a series move one way, without assuming a line.

use super::distribution::normal_cdf;
use super::theil_sen::tie_sum;
use crate::number::{count, is_zero};

/// The outcome of the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// Pairs that rise minus pairs that fall.
    pub s: f64,
    /// The variance of `s` under no trend, corrected for ties.
    pub variance: f64,
    /// The normal score with the continuity correction.
    pub z: f64,
    /// Two-sided p value.
    pub p: f64,
    /// `s` over the number of pairs, -1 to 1.
    pub tau: f64,
}

/// Returns the Mann–Kendall test of values in their order in time; `None` below three values or with one that is no
/// number. Gaps are to be left out, not filled.
pub fn mann_kendall(values: &[f64]) -> Option<MannKendall> {
    if values.len() < 3 || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut s = 0.0;
    for (index, later) in values.iter().enumerate() {
        for earlier in values.iter().take(index) {
            s += match later.total_cmp(earlier) {
                std::cmp::Ordering::Less => -1.0,
                std::cmp::Ordering::Equal => 0.0,
                std::cmp::Ordering::Greater => 1.0,
            };
        }
    }
    let n = count(values.len());
    let variance = (n * (n - 1.0) * (2.0 * n + 5.0) - tie_sum(values.iter().copied())) / 18.0;
    let z = if is_zero(s) || variance <= 0.0 {
        0.0
    } else {
        (s - s.signum()) / variance.sqrt()
    };
    Some(MannKendall {
        s,
        variance,
        z,
        p: (2.0 * normal_cdf(-z.abs())).min(1.0),
        tau: s / (0.5 * n * (n - 1.0)),
    })
}
