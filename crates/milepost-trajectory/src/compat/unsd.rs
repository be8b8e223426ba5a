//! The UNSD progress charts of 2022 and 2023: <https://unstats.un.org/sdgs/report/2023/progress-chart/>.

use super::{TwoPoints, growth_rate};
use crate::number::{finite, ratio};
use crate::status::{Unsd2022, Unsd2023};

/// Returns the word of the 2022 chart: actual over required growth rate. `None` without a target or two different years.
pub fn unsd_2022(points: &TwoPoints) -> Option<Unsd2022> {
    let target = points.target.filter(|_| points.is_usable())?;
    if points.is_met() {
        return Some(Unsd2022::TargetMet);
    }
    let ratio = points.growth_ratio(points.base_value, target)?;
    Some(if ratio > 0.95 {
        Unsd2022::OnTrack
    } else if ratio >= 0.5 {
        Unsd2022::FairProgress
    } else if ratio >= -0.1 {
        Unsd2022::Stagnation
    } else {
        Unsd2022::Deterioration
    })
}

/// Returns the word of the 2023 chart: the share of the way that the value covers if it grows on as it did, which is
/// `(yi·(1+CAGR)^(tT−ti) − y0) / (yT − y0)`. `None` without a target or two different years.
pub fn unsd_2023(points: &TwoPoints) -> Option<Unsd2023> {
    let target = points.target.filter(|_| points.is_usable())?;
    if points.is_met() {
        return Some(Unsd2023::OnTrack);
    }
    let years = points.current_year - points.base_year;
    let growth = growth_rate(points.base_value, points.current_value, years)?;
    let years_left = points.target_year? - points.current_year;
    let forecast = finite(points.current_value * libm::pow(1.0 + growth, years_left))?;
    let covered = ratio(forecast - points.base_value, target - points.base_value)?;
    Some(if covered >= 0.95 {
        Unsd2023::OnTrack
    } else if covered >= 0.10 {
        Unsd2023::FairProgress
    } else {
        Unsd2023::StagnationOrRegression
    })
}
