//! The words of Eurostat's monitoring report on the SDGs in an EU context (annex on the assessment of trends):
//! <https://ec.europa.eu/eurostat/web/sdi/methodology>.

use super::{TwoPoints, patched};
use crate::status::EurostatStatus;

/// Returns the word, or `None` without two different years or where the growth rates cannot be computed.
pub fn eurostat(points: &TwoPoints) -> Option<EurostatStatus> {
    if !points.is_usable() {
        return None;
    }
    let base = patched(points.base_value);
    let Some(target) = points.target else {
        return points.good_growth(base).map(without_target);
    };
    if points.is_met() {
        return Some(EurostatStatus::SignificantProgress);
    }
    points.growth_ratio(base, patched(target)).map(with_target)
}

fn with_target(ratio: f64) -> EurostatStatus {
    if ratio >= 0.95 {
        EurostatStatus::SignificantProgress
    } else if ratio >= 0.60 {
        EurostatStatus::ModerateProgress
    } else if ratio >= 0.0 {
        EurostatStatus::InsufficientProgress
    } else {
        EurostatStatus::ModerateMovementAway
    }
}

fn without_target(growth: f64) -> EurostatStatus {
    if growth >= 0.01 {
        EurostatStatus::SignificantProgress
    } else if growth >= 0.0 {
        EurostatStatus::ModerateProgress
    } else if growth > -0.01 {
        EurostatStatus::ModerateMovementAway
    } else {
        EurostatStatus::SignificantMovementAway
    }
}
