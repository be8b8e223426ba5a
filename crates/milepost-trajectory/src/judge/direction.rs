//! Targets without a level: `milestone` (done or not) and `trend_only` (a direction).

use milepost_model::Decimal;

use crate::assessment::{Assessment, LatestBasis};
use crate::ladder::Finding;
use crate::status::{Reason, Status};
use crate::trace::{exact, line, show, show_some};

use super::prospect::tell_recent;
use super::{Case, Judgement, good};

/// From this two-sided p value on a trend cannot be told from chance. Four figures in a row reach 0.089 at best.
const CLEAR: f64 = 0.10;

pub(super) fn judge_milestone(case: &Case<'_>, assessment: &mut Assessment) -> Judgement {
    // A plan may say at which value the thing is done; otherwise any report of one or more is.
    let done_at = case.target.value.unwrap_or(Decimal::ONE);
    let latest = case
        .latest(assessment)
        .filter(|latest| latest.basis == LatestBasis::Published);
    assessment.latest.clone_from(&latest);
    let Some(latest) = latest else {
        let none = case.gathered.levels.is_empty() && case.gathered.other_unit == 0;
        let reason = if none && case.view.as_of < case.target.due() {
            Reason::NotReported
        } else {
            case.why_no_value()
        };
        return Judgement::nothing(reason);
    };
    if case.is_disputed(&latest) {
        return Judgement::nothing(Reason::UnresolvedConflict);
    }
    let is_done = latest.value >= done_at;
    let is_due = case.view.as_of >= case.target.due() && latest.date >= case.target.due();
    let inputs = vec![("reported", exact(latest.value)), ("done from", exact(done_at))];
    let result = if is_done { "done" } else { "not done" };
    assessment
        .trace
        .push(line("milestone", "reported >= done", inputs, result));
    Judgement::of(match (is_done, is_due) {
        (true, _) => Finding::Fact(Status::Achieved),
        (false, true) => Finding::Fact(Status::Missed),
        (false, false) => Finding::Nothing(Reason::NotReported),
    })
}

pub(super) fn judge_trend(case: &Case<'_>, assessment: &mut Assessment) -> Judgement {
    let latest = case
        .latest(assessment)
        .filter(|latest| latest.basis == LatestBasis::Published);
    assessment.latest.clone_from(&latest);
    let Some(latest) = latest else {
        return Judgement::nothing(case.why_no_value());
    };
    if case.is_disputed(&latest) {
        return Judgement::nothing(Reason::UnresolvedConflict);
    }
    tell_recent(case, assessment, milepost_model::PathKind::Constant);
    let Some(trend) = assessment.trend else {
        return Judgement::nothing(Reason::OneObservation);
    };
    let inputs = vec![
        ("median slope a year", show(trend.slope_per_year)),
        ("p value (Mann-Kendall, two-sided)", show_some(trend.p_value)),
        ("figures", trend.observations.to_string()),
    ];
    let is_clear = trend.p_value.is_some_and(|p| p < CLEAR);
    let is_good = good(trend.slope_per_year, case.indicator.direction) > 0.0;
    let finding = match (is_clear, is_good) {
        (false, _) => Finding::Nothing(Reason::NoClearTrend),
        (true, true) => Finding::Fact(Status::OnTrack),
        (true, false) => Finding::Fact(Status::Reversing),
    };
    let formula = "a trend is clear from p < 0.1 on; its direction is the slope's";
    assessment.trace.push(line(
        "direction",
        formula,
        inputs,
        if is_clear { "clear" } else { "not clear" },
    ));
    Judgement::of(finding)
}
