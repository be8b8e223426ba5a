//! Counts and orders what a reader must know in a minute.

use milepost_model::Language;

use crate::phrase::both;
use crate::report::v1::{
    Attention, HealthClass, IndicatorReport, NotJudged, Report, StatusWord, Summary, Words,
};
use crate::sentence;
use crate::words::{self, say};

/// Returns the summary of the report; its own `summary` is not looked at.
pub(crate) fn summarise(report: &Report) -> Summary {
    let with_target = || {
        report
            .indicators
            .iter()
            .filter(|indicator| indicator.target.is_some())
    };
    let ids = |belongs: &dyn Fn(&IndicatorReport) -> bool| -> Vec<String> {
        let chosen = report.indicators.iter().filter(|indicator| belongs(indicator));
        chosen.map(|indicator| indicator.id.clone()).collect()
    };
    let mut summary = Summary {
        headline: Words::default(),
        with_target: with_target().count(),
        on_course: with_target()
            .filter(|indicator| is_on_course(indicator.status))
            .count(),
        behind: with_target()
            .filter(|indicator| indicator.status.is_behind())
            .count(),
        not_assessable: with_target()
            .filter(|indicator| indicator.status == StatusWord::NotAssessable)
            .count(),
        attention: attention(report),
        not_judged: not_judged(report),
        late: ids(&|indicator| indicator.quality.staleness.overdue || indicator.quality.staleness.stale),
        missing: ids(&|indicator| {
            indicator.target.is_some() && indicator.series.is_empty() && indicator.growth_series.is_empty()
        }),
        conflicting: ids(&|indicator| !indicator.quality.conflicts.is_empty()),
        revised: ids(&|indicator| !indicator.quality.revisions.is_empty()),
        by_hand: ids(&|indicator| !indicator.quality.by_hand.is_empty()),
        set_aside: report.set_aside.iter().map(|set_aside| set_aside.count).sum(),
        unreadable: report.unreadable.len(),
        ailing_sources: report
            .sources
            .iter()
            .filter(|source| is_ailing(source.class))
            .count(),
    };
    summary.headline = both(|language: Language| sentence::headline(report, &summary, language));
    summary
}

const fn is_on_course(status: StatusWord) -> bool {
    match status {
        StatusWord::Achieved | StatusWord::OnTrack => true,
        StatusWord::AchievedAtRisk
        | StatusWord::Lagging
        | StatusWord::OffTrack
        | StatusWord::Reversing
        | StatusWord::Missed
        | StatusWord::NotAssessable => false,
    }
}

/// A silent source is well: nothing says that it should have spoken.
const fn is_ailing(class: HealthClass) -> bool {
    match class {
        HealthClass::Failing | HealthClass::NeverRead => true,
        HealthClass::Ok | HealthClass::Silent | HealthClass::Disabled => false,
    }
}

fn not_judged(report: &Report) -> Vec<NotJudged> {
    let open = report.indicators.iter().filter_map(|indicator| {
        let reason = indicator.reason.filter(|_reason| indicator.target.is_some())?;
        Some(NotJudged {
            indicator: indicator.id.clone(),
            why: both(|language| say(words::reason(*reason), language).to_owned()),
            what_it_takes: both(|language| sentence::to_be_judged(indicator, language).unwrap_or_default()),
        })
    });
    open.collect()
}

fn attention(report: &Report) -> Vec<Attention> {
    let mut behind: Vec<&IndicatorReport> = report
        .indicators
        .iter()
        .filter(|indicator| indicator.target.is_some() && indicator.status.is_behind())
        .collect();
    // The sort is stable: what is equally urgent and equally slow keeps the order of the plan.
    behind.sort_by(|a, b| {
        let pace = |indicator: &IndicatorReport| indicator.pace.unwrap_or(f64::INFINITY);
        a.status
            .urgency()
            .cmp(&b.status.urgency())
            .then(pace(a).total_cmp(&pace(b)))
    });
    behind
        .into_iter()
        .map(|indicator| Attention {
            indicator: indicator.id.clone(),
            status: indicator.status,
            by_how_much: both(|language| sentence::by_how_much(indicator, language)),
            since: both(|language| sentence::since(indicator, language)),
            what_it_takes: both(|language| sentence::what_it_takes(indicator, language)),
            how_sure: both(|language| sentence::how_sure(indicator, language)),
        })
        .collect()
}
