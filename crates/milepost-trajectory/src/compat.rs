//! What other offices' published methods say of two points and a target, exactly as they say it.
//!
//! Their known faults are theirs and stay here: two points only, a default for zero, no uncertainty. The verdict of
//! Milepost itself rests on nothing in this module. All values are floats, as in the methods' own software.

mod eurostat;
mod eustat;
pub(crate) mod of_series;
mod open_sdg;
mod sdsn;
mod unsd;
mod verdict;

pub use eurostat::eurostat;
pub use eustat::{eustat, eustat_aggregate};
pub use open_sdg::{open_sdg, open_sdg_aggregate, open_sdg_word};
pub use sdsn::{Scale, sdsn};
pub use unsd::{unsd_2022, unsd_2023};
pub use verdict::{Compatibility, EustatVerdict, OpenSdgVerdict, SdsnVerdict};

use milepost_model::Direction;

use crate::number::{finite, is_zero};

/// The two points, and where they should lead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoPoints {
    /// The first value.
    pub base_value: f64,
    /// The first year, decimal.
    pub base_year: f64,
    /// The last value.
    pub current_value: f64,
    /// The last year, decimal.
    pub current_year: f64,
    /// Which way is good.
    pub direction: Direction,
    /// The level to reach.
    pub target: Option<f64>,
    /// The year by which, decimal.
    pub target_year: Option<f64>,
    /// A bound the value cannot pass.
    pub natural_limit: Option<f64>,
}

impl TwoPoints {
    /// Tells whether all numbers are finite and the last year is after the first: nothing can be said otherwise.
    fn is_usable(&self) -> bool {
        let finite = [
            self.base_value,
            self.base_year,
            self.current_value,
            self.current_year,
        ]
        .iter()
        .all(|value| value.is_finite());
        finite && self.current_year > self.base_year
    }

    /// Tells whether the last value is at the target or past it.
    fn is_met(&self) -> bool {
        self.target.is_some_and(|target| match self.direction {
            Direction::Up => self.current_value >= target,
            Direction::Down => self.current_value <= target,
        })
    }

    /// +1 where up is good, −1 where down is.
    fn sign(&self) -> f64 {
        match self.direction {
            Direction::Up => 1.0,
            Direction::Down => -1.0,
        }
    }

    /// Growth a year from base to last value, turned so that positive is good: sign · d · CAGR.
    fn good_growth(&self, base: f64) -> Option<f64> {
        let growth = growth_rate(base, self.current_value, self.current_year - self.base_year)?;
        let mirrored = if self.base_value < 0.0 { -1.0 } else { 1.0 };
        finite(mirrored * self.sign() * growth)
    }

    /// The good growth over the size of the growth needed from base to target.
    fn growth_ratio(&self, base: f64, target: f64) -> Option<f64> {
        let needed = growth_rate(base, target, self.target_year? - self.base_year)?;
        if is_zero(needed) {
            return None;
        }
        finite(self.good_growth(base)? / needed.abs())
    }
}

/// Compound annual growth rate, as a fraction.
pub(crate) fn growth_rate(from: f64, to: f64, years: f64) -> Option<f64> {
    if is_zero(from) || years <= 0.0 {
        return None;
    }
    finite(libm::pow(to / from, 1.0 / years) - 1.0)
}

/// The methods put this in the place of a zero base or target.
const ZERO_PATCH: f64 = 0.001;

fn patched(value: f64) -> f64 {
    if is_zero(value) { ZERO_PATCH } else { value }
}
