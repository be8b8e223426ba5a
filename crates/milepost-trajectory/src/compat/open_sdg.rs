//! Open SDG's progress calculation as Statistics Canada runs it:
//! <https://open-sdg.readthedocs.io/en/latest/progress-status/> and the Canadian indicator framework's method note.

use super::OpenSdgVerdict;
use super::{TwoPoints, patched};
use crate::number::{count, finite};
use crate::status::OpenSdgStatus;

/// Returns progress, word and score. Without two different years it is `not_available`.
pub fn open_sdg(points: &TwoPoints) -> OpenSdgVerdict {
    if !points.is_usable() {
        return OpenSdgVerdict::default();
    }
    let base = patched(points.base_value);
    match points.target {
        Some(target) => with_target(points, base, target),
        None => without_target(points, base),
    }
}

fn with_target(points: &TwoPoints, base: f64, target: f64) -> OpenSdgVerdict {
    let progress = points.growth_ratio(base, patched(target));
    if points.is_met() {
        return OpenSdgVerdict {
            progress,
            status: OpenSdgStatus::TargetAchieved,
            score: Some(5.0),
        };
    }
    let Some(ratio) = progress else {
        return OpenSdgVerdict::default();
    };
    let status = if ratio >= 0.95 {
        OpenSdgStatus::SubstantialProgress
    } else if ratio >= 0.60 {
        OpenSdgStatus::ModerateProgress
    } else if ratio >= 0.0 {
        OpenSdgStatus::LimitedProgress
    } else {
        OpenSdgStatus::Deterioration
    };
    // The constants are rounded in the published method; exact ones would miss its scores in the fifth digit.
    let score = if ratio >= 0.60 {
        (7.1429 * ratio - 4.2857).min(5.0)
    } else {
        (4.1667 * ratio - 2.5).max(-5.0)
    };
    OpenSdgVerdict {
        progress,
        status,
        score: finite(score),
    }
}

fn without_target(points: &TwoPoints, base: f64) -> OpenSdgVerdict {
    let Some(growth) = points.good_growth(base) else {
        return OpenSdgVerdict::default();
    };
    let room = points
        .natural_limit
        .map_or(1.0, |limit| closeness(points.base_value, limit));
    let status = if growth >= 0.015 * room {
        OpenSdgStatus::SubstantialProgress
    } else if growth >= 0.005 * room {
        OpenSdgStatus::ModerateProgress
    } else if growth >= 0.0 {
        OpenSdgStatus::LimitedProgress
    } else {
        OpenSdgStatus::Deterioration
    };
    let score = if growth < 0.0 {
        (125.0 * growth - 2.5).max(-5.0)
    } else if growth < 0.005 * room {
        500.0 * growth / room - 2.5
    } else if growth < 0.015 * room {
        250.0 * growth / room - 1.25
    } else {
        // At the limit itself `room` is zero and the quotient infinite or none: the best score.
        let score = 500.0 * growth / room - 5.0;
        if score.is_nan() { 5.0 } else { score.min(5.0) }
    };
    OpenSdgVerdict {
        progress: Some(growth),
        status,
        score: finite(score),
    }
}

/// How much the natural limit shrinks the growth that can be asked: 1 far from it, 0 at it.
fn closeness(base: f64, limit: f64) -> f64 {
    // The exponent a of the published method.
    const A: f64 = 4.44;
    let (base, limit) = (base.abs(), limit.abs());
    if base >= 2.0 * limit {
        1.0
    } else if base <= limit {
        1.0 - libm::pow(base / limit, A)
    } else {
        1.0 - libm::pow((2.0 * limit - base) / limit, A)
    }
}

/// Returns the mean of the scores and its word; verdicts without a score are left out, `None` where all are. The word
/// is `target_achieved` only where every one of them is.
pub fn open_sdg_aggregate(verdicts: &[OpenSdgVerdict]) -> (Option<f64>, OpenSdgStatus) {
    let scored = verdicts
        .iter()
        .filter_map(|verdict| Some((finite(verdict.score?)?, verdict.status)));
    let known: Vec<(f64, OpenSdgStatus)> = scored.collect();
    if known.is_empty() {
        return (None, OpenSdgStatus::NotAvailable);
    }
    let mean = known.iter().map(|(score, _)| score).sum::<f64>() / count(known.len());
    let all_achieved = known
        .iter()
        .all(|(_, status)| *status == OpenSdgStatus::TargetAchieved);
    (
        Some(mean),
        if all_achieved {
            OpenSdgStatus::TargetAchieved
        } else {
            open_sdg_word(mean)
        },
    )
}

/// Returns the word for a score or a mean of scores: 2.5, 0 and −2.5 are the rungs.
pub fn open_sdg_word(score: f64) -> OpenSdgStatus {
    if score >= 2.5 {
        OpenSdgStatus::SubstantialProgress
    } else if score >= 0.0 {
        OpenSdgStatus::ModerateProgress
    } else if score >= -2.5 {
        OpenSdgStatus::LimitedProgress
    } else {
        OpenSdgStatus::Deterioration
    }
}
