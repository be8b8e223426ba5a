//! What happened between two reports of a plan that is worth telling, and the letter that tells it.

use std::collections::{BTreeMap, BTreeSet};

use milepost_model::{Language, Timestamp};
use milepost_report::report::v1::{Change, ChangeKind, Report};
use milepost_report::{changes_between, words};

use crate::letter::{Counts, Event, EventKind, FORMAT, Letter, LetterKind, Line, PlanName};
use crate::phrases;

/// 50 deviating indicators: the report has them all.
const MOST_LINES: usize = 50;

/// Returns what happened from an earlier report to a later one, worst first.
pub fn transitions(earlier: &Report, later: &Report, language: Language) -> Vec<Event> {
    let titles: BTreeMap<&str, &str> = earlier
        .indicators
        .iter()
        .chain(&later.indicators)
        .map(|indicator| (indicator.id.as_str(), indicator.title.get(language)))
        .collect();
    let event = |kind: EventKind, subject: &str, text: String| Event {
        kind,
        label: phrases::event(kind, language).to_owned(),
        subject: subject.to_owned(),
        title: titles.get(subject).map_or(subject, |title| *title).to_owned(),
        from: None,
        to: None,
        text,
    };
    let told = |change: Change| Event {
        from: change.from,
        to: change.to,
        ..event(
            kind_of(change.kind),
            change.indicator.as_deref().unwrap_or_default(),
            change.text.get(language).to_owned(),
        )
    };
    let mut events: Vec<Event> = changes_between(earlier, later).into_iter().map(told).collect();
    for id in gained(&stale(earlier), &stale(later)) {
        events.push(event(EventKind::Stale, id, phrases::stale(language).to_owned()));
    }
    let missing = |report: &Report| {
        report
            .summary
            .missing
            .iter()
            .cloned()
            .collect::<BTreeSet<String>>()
    };
    let (before, now) = (missing(earlier), missing(later));
    for id in now.difference(&before) {
        // One that is new in the plan is told as such.
        if earlier.indicators.iter().any(|indicator| indicator.id == *id) {
            events.push(event(
                EventKind::Missing,
                id,
                phrases::missing(language).to_owned(),
            ));
        }
    }
    events.sort_by_key(|event| event.kind);
    events
}

fn stale(report: &Report) -> BTreeSet<&str> {
    let is_stale = report
        .indicators
        .iter()
        .filter(|indicator| indicator.quality.staleness.stale);
    is_stale.map(|indicator| indicator.id.as_str()).collect()
}

fn gained<'a>(before: &BTreeSet<&str>, now: &BTreeSet<&'a str>) -> Vec<&'a str> {
    now.iter().copied().filter(|id| !before.contains(id)).collect()
}

const fn kind_of(kind: ChangeKind) -> EventKind {
    match kind {
        ChangeKind::Worsened => EventKind::Worsened,
        ChangeKind::Improved => EventKind::Improved,
        ChangeKind::NoLongerAssessable => EventKind::NoLongerAssessable,
        ChangeKind::NowAssessable => EventKind::NowAssessable,
        ChangeKind::Revised => EventKind::Revised,
        ChangeKind::Conflict => EventKind::Conflict,
        ChangeKind::Target => EventKind::Target,
        ChangeKind::NewFigure => EventKind::NewFigure,
        ChangeKind::Overdue => EventKind::Overdue,
        ChangeKind::Added => EventKind::Added,
        ChangeKind::Removed => EventKind::Removed,
    }
}

/// Writes a letter about a plan as a report has it, without events.
pub fn letter_of(
    report: &Report,
    kind: LetterKind,
    id: String,
    language: Language,
    now: Timestamp,
) -> Letter {
    let summary = &report.summary;
    let title_of = |id: &str| {
        let found = report.indicators.iter().find(|indicator| indicator.id == id);
        found
            .map_or(id, |indicator| indicator.title.get(language))
            .to_owned()
    };
    let lines = summary.attention.iter().take(MOST_LINES).map(|entry| Line {
        indicator: entry.indicator.clone(),
        title: title_of(&entry.indicator),
        status: entry.status.as_str().to_owned(),
        status_text: words::say(words::status(entry.status), language).to_owned(),
        by_how_much: entry.by_how_much.get(language).to_owned(),
        since: entry.since.get(language).to_owned(),
        what_it_takes: entry.what_it_takes.get(language).to_owned(),
    });
    Letter {
        format: FORMAT.to_owned(),
        id,
        kind,
        language: language.to_string(),
        written_at: now,
        plan: Some(PlanName {
            id: report.plan.id.clone(),
            title: report.plan.title.get(language).to_owned(),
        }),
        as_of: Some(*report.as_of),
        headline: summary.headline.get(language).to_owned(),
        counts: Some(Counts {
            with_target: summary.with_target,
            on_course: summary.on_course,
            behind: summary.behind,
            not_assessable: summary.not_assessable,
            late: summary.late.len(),
            missing: summary.missing.len(),
            conflicting: summary.conflicting.len(),
            revised: summary.revised.len(),
        }),
        events: Vec::new(),
        events_left_out: 0,
        attention: lines.collect(),
    }
}
