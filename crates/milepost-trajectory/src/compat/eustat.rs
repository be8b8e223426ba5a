//! The Basque statistics office's copy of Eurostat's method, with its neutral band and scores:
//! <https://github.com/EUSTAT-PRE/data>.

use super::EustatVerdict;
use super::{TwoPoints, patched};
use crate::number::{count, finite};
use crate::status::EustatStatus;

/// 0.1 % a year either way is no progress.
const NEUTRAL: f64 = 0.001;
/// 1 % a year is significant.
const SIGNIFICANT: f64 = 0.01;

/// Returns progress, word and score. Without two different years it is `not_available`.
pub fn eustat(points: &TwoPoints) -> EustatVerdict {
    if !points.is_usable() {
        return EustatVerdict::default();
    }
    let base = patched(points.base_value);
    match points.target {
        Some(target) => with_target(points, base, target),
        None => without_target(points, base),
    }
}

fn with_target(points: &TwoPoints, base: f64, target: f64) -> EustatVerdict {
    let progress = points.growth_ratio(base, patched(target));
    if points.is_met() {
        return EustatVerdict {
            progress,
            status: EustatStatus::SignificantProgress,
            score: Some(5.0),
        };
    }
    let Some(ratio) = progress else {
        return EustatVerdict::default();
    };
    let status = if ratio >= 0.95 {
        EustatStatus::SignificantProgress
    } else if ratio >= 0.60 {
        EustatStatus::ModerateProgress
    } else if ratio >= 0.0 {
        EustatStatus::ModerateDeterioration
    } else {
        EustatStatus::SignificantDeterioration
    };
    // The same two lines as Open SDG's, here with exact constants: they meet the published scores to 1e-6.
    let score = if ratio >= 0.60 {
        ((50.0 * ratio - 30.0) / 7.0).min(5.0)
    } else {
        (25.0 * ratio / 6.0 - 2.5).max(-5.0)
    };
    EustatVerdict {
        progress,
        status,
        score: finite(score),
    }
}

fn without_target(points: &TwoPoints, base: f64) -> EustatVerdict {
    let Some(growth) = points.good_growth(base) else {
        return EustatVerdict::default();
    };
    let status = if growth >= SIGNIFICANT {
        EustatStatus::SignificantProgress
    } else if growth > NEUTRAL {
        EustatStatus::ModerateProgress
    } else if growth >= -NEUTRAL {
        EustatStatus::NoProgress
    } else if growth > -SIGNIFICANT {
        EustatStatus::ModerateDeterioration
    } else {
        EustatStatus::SignificantDeterioration
    };
    EustatVerdict {
        progress: Some(growth),
        status,
        score: finite((250.0 * growth).clamp(-5.0, 5.0)),
    }
}

/// Returns the mean of the scores and its word; scores that are missing are left out.
pub fn eustat_aggregate(scores: &[Option<f64>]) -> (Option<f64>, EustatStatus) {
    let known: Vec<f64> = scores.iter().filter_map(|score| finite((*score)?)).collect();
    if known.is_empty() {
        return (None, EustatStatus::NotAvailable);
    }
    let mean = known.iter().sum::<f64>() / count(known.len());
    // 2.5 and 0.25 are the scores of 1 % and 0.1 % a year.
    let status = if mean >= 2.5 {
        EustatStatus::SignificantProgress
    } else if mean > 0.25 {
        EustatStatus::ModerateProgress
    } else if mean >= -0.25 {
        EustatStatus::NoProgress
    } else if mean > -2.5 {
        EustatStatus::ModerateDeterioration
    } else {
        EustatStatus::SignificantDeterioration
    };
    (Some(mean), status)
}
