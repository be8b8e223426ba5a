//! Makes a report out of a plan, its figures and its assessments. Decides nothing: it gathers, names and orders.

mod bulletins;
mod digest;
mod figures;
mod indicator;

use std::collections::HashMap;

use milepost_model::{Plan, VintageHistory};
use milepost_trajectory::PlanAssessment;

use crate::assemble::bulletins::Bulletins;
use crate::assemble::indicator::Surroundings;
use crate::context::ReportContext;
use crate::cut::{ADDRESS, LINE, cut};
use crate::report::text::Text;
use crate::report::v1::{
    Aggregate, Coverage, FORMAT, Identity, IndicatorReport, InputDigest, Inputs, PlanHead, PreviousReport,
    Report, SetAside, SourceHealth, StatusWord, Summary, Unreadable, Words,
};
use crate::{changes, summary};

/// Returns the report of a plan.
///
/// `histories` must be the slice that `assessment` was made from: its references point into it. A reference that
/// points nowhere loses its evidence, nothing else. An assessment of an indicator that the plan does not have is left
/// out; an indicator of the plan without an assessment is left out likewise.
pub fn assemble(
    plan: &Plan,
    histories: &[VintageHistory],
    assessment: &PlanAssessment,
    context: &ReportContext<'_>,
) -> Report {
    let view = assessment.view;
    let mut bulletins = Bulletins::new(histories);
    let indicators = indicators(plan, histories, assessment, context, &mut bulletins);
    let seen = digest::figures(histories, view);
    let mut report = Report {
        format: FORMAT.to_owned(),
        milepost: cut(&context.milepost_version, LINE),
        plan: plan_head(plan),
        as_of: Text(view.as_of),
        known_at: Text(view.known_at),
        inputs: Inputs {
            plan_sha256: digest::plan(plan),
            figures_sha256: seen.sha256,
            figures: seen.count,
            given: given(context),
        },
        summary: Summary::default(),
        aggregate: aggregate(assessment),
        previous: context.previous.map(|previous| PreviousReport {
            as_of: previous.as_of,
            known_at: previous.known_at,
            figures_sha256: previous.inputs.figures_sha256.clone(),
            plan_sha256: previous.inputs.plan_sha256.clone(),
        }),
        changes: Vec::new(),
        indicators,
        identities: assessment.identities.iter().map(identity).collect(),
        bulletins: bulletins.into_list(),
        sources: context.sources.iter().map(source_health).collect(),
        set_aside: context.set_aside.iter().map(set_aside).collect(),
        unreadable: context.unreadable.iter().map(unreadable).collect(),
    };
    if let Some(previous) = context.previous {
        changes::tell(&mut report, previous);
    }
    report.summary = summary::summarise(&report);
    report
}

fn indicators(
    plan: &Plan,
    histories: &[VintageHistory],
    assessment: &PlanAssessment,
    context: &ReportContext<'_>,
    bulletins: &mut Bulletins<'_>,
) -> Vec<IndicatorReport> {
    let by_id: HashMap<&str, _> = plan
        .indicators
        .iter()
        .map(|indicator| (indicator.id.as_str(), indicator))
        .collect();
    let mut histories_of: HashMap<&str, Vec<&VintageHistory>> = HashMap::new();
    for history in histories {
        histories_of
            .entry(history.key.indicator.as_str())
            .or_default()
            .push(history);
    }
    let before: HashMap<&str, &IndicatorReport> = context
        .previous
        .iter()
        .flat_map(|previous| &previous.indicators)
        .map(|indicator| (indicator.id.as_str(), indicator))
        .collect();
    let mut reports = Vec::with_capacity(assessment.assessments.len());
    for assessed in &assessment.assessments {
        let id = assessed.indicator.as_str();
        let Some(indicator) = by_id.get(id) else { continue };
        let surroundings = Surroundings {
            histories: histories_of.get(id).map_or(&[][..], Vec::as_slice),
            previous: before.get(id).copied(),
            set_aside: context
                .set_aside
                .iter()
                .filter(|set_aside| set_aside.indicator.as_ref() == Some(&assessed.indicator))
                .map(|set_aside| set_aside.count)
                .sum(),
        };
        reports.push(indicator::report(indicator, assessed, &surroundings, bulletins));
    }
    reports
}

fn plan_head(plan: &Plan) -> PlanHead {
    PlanHead {
        id: plan.id.to_string(),
        title: words(&plan.title),
        area: cut(&plan.area, LINE),
        area_name: area_name(&plan.area_names),
        zone: cut(&plan.zone, LINE),
        horizon: Text(plan.horizon),
    }
}

/// The first name with Chinese characters and the first one without; where all are of one kind, the same for both.
fn area_name(names: &[String]) -> Words {
    let is_chinese = |name: &&String| name.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    let zh = names.iter().find(is_chinese);
    let en = names.iter().find(|name| !is_chinese(name));
    let first = |name: Option<&String>| name.or(names.first()).map(|name| cut(name, LINE));
    Words {
        en: first(en).unwrap_or_default(),
        zh: first(zh).unwrap_or_default(),
    }
}

fn words(bilingual: &milepost_model::Bilingual) -> Words {
    Words {
        en: cut(&bilingual.en, LINE),
        zh: cut(&bilingual.zh, LINE),
    }
}

fn given(context: &ReportContext<'_>) -> Vec<InputDigest> {
    let digest = |(name, sha256): &(String, milepost_model::ContentHash)| InputDigest {
        name: cut(name, LINE),
        sha256: sha256.to_string(),
    };
    context.inputs.iter().map(digest).collect()
}

fn aggregate(assessment: &PlanAssessment) -> Aggregate {
    let whole = &assessment.aggregate;
    let word = |text: &str| StatusWord::ALL.into_iter().find(|word| word.as_str() == text);
    Aggregate {
        by_status: whole
            .by_status
            .iter()
            .filter_map(|(text, count)| Some((word(text)?, *count)))
            .collect(),
        worst: whole.worst.map(StatusWord::from),
        open_sdg_score: whole.open_sdg_score,
        open_sdg_status: Text(whole.open_sdg_status),
        coverage: Coverage {
            indicators: whole.coverage.indicators,
            with_target: whole.coverage.with_target,
            with_figures: whole.coverage.with_figures,
            assessed: whole.coverage.assessed,
            scored: whole.coverage.scored,
        },
    }
}

fn identity(check: &milepost_trajectory::IdentityCheck) -> Identity {
    Identity {
        whole: check.whole.to_string(),
        parts: check.parts.iter().map(ToString::to_string).collect(),
        period: Text(check.period),
        published: Text(check.published),
        sum: Text(check.sum),
        difference: Text(check.difference),
        allowed: Text(check.allowed),
        holds: check.holds,
    }
}

fn source_health(source: &crate::context::SourceHealth) -> SourceHealth {
    SourceHealth {
        id: source.id.to_string(),
        title: words(&source.title),
        last_success: source.last_success.map(Text),
        class: source.class,
        message: cut(&source.message, LINE),
    }
}

fn set_aside(set_aside: &crate::context::SetAside) -> SetAside {
    SetAside {
        indicator: set_aside.indicator.as_ref().map(ToString::to_string),
        reason: cut(&set_aside.reason, LINE),
        count: set_aside.count,
    }
}

fn unreadable(bulletin: &crate::context::UnreadableBulletin) -> Unreadable {
    Unreadable {
        source: bulletin.source.to_string(),
        url: cut(&bulletin.url, ADDRESS),
        snapshot: bulletin.snapshot.as_ref().map(ToString::to_string),
        fetched: bulletin.fetched.map(Text),
        reason: cut(&bulletin.reason, LINE),
    }
}
