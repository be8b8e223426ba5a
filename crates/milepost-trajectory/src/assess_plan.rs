//! All indicators of a plan, and the plan as a whole.

use std::collections::{BTreeMap, HashMap};

use milepost_model::{Decimal, Identity, IndicatorId, Period, Plan, VintageHistory};

use crate::assess::assess_placed;
use crate::assessment::{Assessment, PreviousVerdict, View};
use crate::compat::open_sdg_aggregate;
use crate::gather::Placed;
use crate::plan_verdict::{Aggregate, Coverage, IdentityCheck, PlanAssessment};
use crate::points::SeriesPoint;

/// Assesses every indicator of a plan, in the order of the plan, and the plan as a whole.
///
/// `histories` may hold anything; what belongs to no indicator of the plan is passed over. The references of the
/// result point into this slice.
pub fn assess_plan(
    plan: &Plan,
    histories: &[VintageHistory],
    view: View,
    previous: &BTreeMap<IndicatorId, PreviousVerdict>,
) -> PlanAssessment {
    let mut placed: HashMap<&IndicatorId, Vec<Placed<'_>>> = HashMap::with_capacity(plan.indicators.len());
    let mut index = 0;
    // Histories mostly come indicator by indicator: a look-up for each run of them, not for each one.
    for run in histories.chunk_by(|a, b| a.key.indicator == b.key.indicator) {
        let Some(first) = run.first() else { continue };
        let own = placed.entry(&first.key.indicator).or_default();
        for history in run {
            own.push((index, history));
            index += 1;
        }
    }
    let assessments: Vec<Assessment> = plan
        .indicators
        .iter()
        .map(|indicator| {
            let own = placed.get(&indicator.id).map_or(&[][..], Vec::as_slice);
            assess_placed(
                indicator,
                own,
                view,
                previous.get(&indicator.id),
                Some(plan.horizon),
            )
        })
        .collect();
    PlanAssessment {
        plan: plan.id.clone(),
        view,
        aggregate: aggregate(&assessments),
        identities: plan
            .identities
            .iter()
            .flat_map(|identity| check(identity, &assessments))
            .collect(),
        assessments,
    }
}

fn aggregate(assessments: &[Assessment]) -> Aggregate {
    let mut by_status: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut coverage = Coverage {
        indicators: assessments.len(),
        ..Coverage::default()
    };
    for assessment in assessments {
        *by_status.entry(assessment.status.as_str()).or_default() += 1;
        let is_assessed = assessment.status.severity().is_some();
        let has_figures = !assessment.series.is_empty() || !assessment.growth_series.is_empty();
        coverage.with_target += usize::from(assessment.target.is_some());
        coverage.with_figures += usize::from(has_figures);
        coverage.assessed += usize::from(assessment.target.is_some() && is_assessed);
        coverage.scored += usize::from(assessment.compatibility.open_sdg.score.is_some());
    }
    let verdicts: Vec<_> = assessments
        .iter()
        .map(|assessment| assessment.compatibility.open_sdg)
        .collect();
    let (open_sdg_score, open_sdg_status) = open_sdg_aggregate(&verdicts);
    let assessed = assessments.iter().map(|assessment| assessment.status);
    Aggregate {
        by_status,
        worst: assessed
            .filter(|status| status.severity().is_some())
            .max_by_key(|status| status.severity()),
        open_sdg_score,
        open_sdg_status,
        coverage,
    }
}

/// Checks a sum in every period in which the whole and all parts have a figure.
fn check(identity: &Identity, assessments: &[Assessment]) -> Vec<IdentityCheck> {
    let series = |id: &IndicatorId| {
        assessments
            .iter()
            .find(|assessment| assessment.indicator == *id)
            .map(|assessment| assessment.series.as_slice())
    };
    let Some(whole) = series(&identity.whole) else {
        return Vec::new();
    };
    let parts: Option<Vec<&[SeriesPoint]>> = identity.parts.iter().map(series).collect();
    let Some(parts) = parts.filter(|parts| !parts.is_empty()) else {
        return Vec::new();
    };
    whole
        .iter()
        .filter_map(|point| check_period(identity, point, &parts))
        .collect()
}

fn check_period(identity: &Identity, whole: &SeriesPoint, parts: &[&[SeriesPoint]]) -> Option<IdentityCheck> {
    let mut sum = Decimal::ZERO;
    let mut allowed = half(whole);
    for part in parts {
        let point = at(part, whole.period).filter(|point| point.unit == whole.unit)?;
        sum = sum.checked_add(point.value)?;
        allowed = allowed.checked_add(half(point))?;
    }
    let difference = whole.value.checked_sub(sum)?;
    Some(IdentityCheck {
        whole: identity.whole.clone(),
        parts: identity.parts.clone(),
        period: whole.period,
        published: whole.value,
        sum,
        difference,
        allowed,
        holds: difference.abs() <= allowed,
    })
}

fn at(series: &[SeriesPoint], period: Period) -> Option<&SeriesPoint> {
    let index = series.binary_search_by(|point| point.period.cmp(&period)).ok()?;
    series.get(index)
}

/// What rounding leaves open of a figure, to either side: half a unit of its last digit, or, where it is only "over",
/// "nearly" or "about" a number, all that this leaves open.
fn half(point: &SeriesPoint) -> Decimal {
    let (low, high) = crate::precision::span(point.value, point.step, point.comparison)
        .unwrap_or((point.value, point.value));
    let below = point.value.checked_sub(low).unwrap_or_default();
    let above = high.checked_sub(point.value).unwrap_or_default();
    below.max(above)
}
