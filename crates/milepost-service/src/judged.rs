//! Judges a plan as of a day, with what was known by an instant. The same day and instant give the same verdict,
//! whenever it is asked for.

use std::collections::BTreeMap;

use milepost_model::{Indicator, IndicatorId, NaiveDate, Plan, Timestamp, VintageHistory};
use milepost_report::{Report, ReportContext, assemble};
use milepost_schedule::Zone;
use milepost_trajectory::{self as trajectory, PlanAssessment, PreviousVerdict, View, assess_plan, vintage};

use crate::service::{Service, store_refusal};
use crate::{Refusal, health};

/// What a judgement is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moment {
    /// As published by this day; none: today.
    pub(crate) as_of: Option<NaiveDate>,
    /// As known by this instant; none: now.
    pub(crate) known_at: Option<Timestamp>,
}

/// Judges a plan and puts the report together.
pub(crate) fn report(service: &Service, plan: &Plan, moment: Moment) -> Result<Report, Refusal> {
    let histories = histories(service, plan)?;
    let view = view(service, plan, moment);
    let assessment = assess(plan, &histories, view);
    let is_present = moment.as_of.is_none() && moment.known_at.is_none();
    let mut context = ReportContext {
        milepost_version: service.inner.options.version.clone(),
        ..ReportContext::default()
    };
    if is_present {
        // How the sources are is not kept for past days: a report of one leaves it out.
        context.sources = health::sources(service)?;
        context.set_aside = health::set_aside(service, plan)?;
        context.unreadable = health::unreadable(service)?;
    }
    let draft = assemble(plan, &histories, &assessment, &context);
    let previous = previous(service, plan, &draft)?;
    let Some(previous) = previous else {
        return Ok(draft);
    };
    context.previous = Some(&previous);
    Ok(assemble(plan, &histories, &assessment, &context))
}

/// Returns the day and the instant that a plan is judged at.
pub(crate) fn view(service: &Service, plan: &Plan, moment: Moment) -> View {
    let now = service.now();
    let known_at = moment.known_at.unwrap_or(now);
    let today = Zone::parse(&plan.zone).map_or_else(|_unknown| now.date_naive(), |zone| zone.day(known_at));
    View {
        as_of: moment.as_of.unwrap_or(today),
        known_at,
    }
}

/// Returns the histories of a plan's indicators.
pub(crate) fn histories(service: &Service, plan: &Plan) -> Result<Vec<VintageHistory>, Refusal> {
    let mut histories = service
        .store()
        .all_histories()
        .map_err(|error| store_refusal(&error))?;
    histories.retain(|history| plan.indicator(&history.key.indicator).is_some());
    Ok(histories)
}

/// 6 releases back: a status is confirmed by two; what came before them only settles the band they begin with.
const RELEASES: usize = 6;

/// Assesses a plan, each indicator release by release of its own figures, so that a status that holds or changes does so
/// by the figures alone, not by when somebody asked. `histories` come by indicator, as the store gives them.
pub(crate) fn assess(plan: &Plan, histories: &[VintageHistory], view: View) -> PlanAssessment {
    let previous: BTreeMap<IndicatorId, PreviousVerdict> = histories
        .chunk_by(|a, b| a.key.indicator == b.key.indicator)
        .filter_map(|own| {
            let indicator = plan.indicator(&own.first()?.key.indicator)?;
            Some((indicator.id.clone(), previous_verdict(indicator, own, view)?))
        })
        .collect();
    assess_plan(plan, histories, view, &previous)
}

/// What was said of an indicator at its last release before the day of the view.
fn previous_verdict(indicator: &Indicator, own: &[VintageHistory], view: View) -> Option<PreviousVerdict> {
    let mut days = vintage::release_days(own);
    days.retain(|day| *day < view.as_of);
    let older = days.len().saturating_sub(RELEASES);
    let mut previous: Option<PreviousVerdict> = None;
    for day in days.into_iter().skip(older) {
        let then = View {
            as_of: day,
            known_at: view.known_at,
        };
        previous = Some(trajectory::assess(indicator, own, then, previous.as_ref()).verdict());
    }
    previous
}

/// The report to tell changes against: the newest kept one, known earlier, that rests on other figures or another plan.
fn previous(service: &Service, plan: &Plan, draft: &Report) -> Result<Option<Report>, Refusal> {
    /// As many as the store keeps of a plan.
    const KEPT: usize = 50;
    let kept = service
        .store()
        .last_reports(&plan.id, KEPT)
        .map_err(|error| store_refusal(&error))?;
    for record in kept {
        if record.known_at >= *draft.known_at || record.as_of > *draft.as_of {
            continue;
        }
        // A report of another format is no report to compare with.
        let Ok(report) = Report::from_json(&record.json) else {
            continue;
        };
        let rests_on_other = report.inputs.figures_sha256 != draft.inputs.figures_sha256
            || report.inputs.plan_sha256 != draft.inputs.plan_sha256;
        if rests_on_other {
            return Ok(Some(report));
        }
    }
    Ok(None)
}
