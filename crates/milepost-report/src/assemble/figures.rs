//! The figures of an indicator and what is to be known of them: points, evidence, conflicts, revisions, acts by hand.

use std::collections::BTreeSet;

use milepost_model::{Indicator, Observation, Origin, Vintage, VintageHistory};
use milepost_trajectory::{Assessment, ObservationRef, SeriesPoint, View};

use crate::assemble::bulletins::Bulletins;
use crate::assemble::words;
use crate::cut::{LINE, PRINTED, QUOTE, cut, cut_marked};
use crate::report::text::Text;
use crate::report::v1::{
    Break, Conflict, ConflictingValue, Evidence, ManualAct, ManualActKind, Point, PointFlag, Quality, Quote,
    ReadBy, Revision, Staleness, State,
};

/// Figures of one indicator whose quotes a report carries: two years of monthly figures. The rest is in the store.
const MOST_EVIDENCE: usize = 24;

/// Quotes carried for one figure: value, period, unit, label, area and two notes, as extractors give them.
const MOST_QUOTES: usize = 8;

pub(crate) fn point(point: &SeriesPoint, bulletins: &mut Bulletins<'_>) -> Point {
    let observation = point.at.and_then(|at| bulletins.observation(at));
    let flags = point.flags;
    let marked = [
        (flags.provisional, PointFlag::Provisional),
        (flags.annualised, PointFlag::Annualised),
        (flags.estimated, PointFlag::Estimated),
        (flags.revised, PointFlag::Revised),
        (flags.conflict, PointFlag::Conflict),
        (flags.manual, PointFlag::Manual),
    ];
    let has_history = point.vintages.len() > 1;
    Point {
        period: Text(point.period),
        value: Text(point.value),
        unit: Text(point.unit),
        published: Text(point.published),
        known_at: Text(point.known_at),
        step: Text(point.step),
        comparison: Text(point.comparison),
        printed: observation
            .map(|observation| cut(&observation.printed, PRINTED))
            .unwrap_or_default(),
        bulletin: observation.map(|observation| bulletins.number(observation)),
        segment: point.segment,
        flags: marked
            .into_iter()
            .filter(|(is_set, _)| *is_set)
            .map(|(_, flag)| flag)
            .collect(),
        vintages: point
            .vintages
            .iter()
            .filter(|_vintage| has_history)
            .map(|vintage| State {
                value: vintage.value.map(Text),
                published: Text(vintage.published),
                known_at: Text(vintage.known_at),
                bulletin: bulletins.number_at(Some(vintage.at)),
            })
            .collect(),
    }
}

/// Returns the proof of the figures that matter, and how many figures had to be left out.
pub(crate) fn evidence(assessed: &Assessment, bulletins: &mut Bulletins<'_>) -> (Vec<Evidence>, usize) {
    let latest = assessed.latest.as_ref().and_then(|latest| latest.at);
    let running = assessed.latest.as_ref().and_then(|latest| latest.running);
    let running = running
        .and_then(|index| assessed.series.get(index))
        .and_then(|point| point.at);
    let disputed = assessed
        .conflicts
        .iter()
        .flat_map(|conflict| &conflict.values)
        .map(|value| value.at);
    let levels = assessed.series.iter().rev().filter_map(|point| point.at);
    let growth = assessed.growth_series.iter().rev().filter_map(|point| point.at);
    let mut told = BTreeSet::new();
    let mut evidence = Vec::new();
    let mut left_out = 0;
    // The figure that is judged first, then what is in dispute, then the newest.
    for at in latest
        .into_iter()
        .chain(running)
        .chain(disputed)
        .chain(levels)
        .chain(growth)
    {
        if !told.insert(at) {
            continue;
        }
        let Some(observation) = bulletins.observation(at) else {
            continue;
        };
        if evidence.len() >= MOST_EVIDENCE {
            left_out += 1;
            continue;
        }
        evidence.push(proof(observation, Some(at) == latest, bulletins));
    }
    (evidence, left_out)
}

fn proof<'a>(observation: &'a Observation, is_latest: bool, bulletins: &mut Bulletins<'a>) -> Evidence {
    Evidence {
        role: Text(observation.role),
        period: Text(observation.period),
        value: Text(observation.value),
        unit: Text(observation.unit),
        comparison: Text(observation.comparison),
        printed: cut(&observation.printed, PRINTED),
        scope: cut(&observation.scope, LINE),
        is_latest,
        bulletin: bulletins.number(observation),
        known_at: Text(observation.known_at),
        quotes: observation.evidence.iter().take(MOST_QUOTES).map(quote).collect(),
        read_by: match &observation.provenance.origin {
            Origin::Extracted(extractor) => ReadBy::Plugin {
                id: extractor.plugin.to_string(),
                version: cut(&extractor.version, LINE),
                component: extractor.component.to_string(),
            },
            Origin::Manual { who, why } => ReadBy::Person {
                who: cut(who, LINE),
                why: cut(why, LINE),
            },
        },
    }
}

fn quote(evidence: &milepost_model::Evidence) -> Quote {
    let (quote, is_cut) = cut_marked(&evidence.quote, QUOTE);
    Quote {
        role: Text(evidence.role),
        quote,
        is_cut,
        document: evidence.document,
        node: evidence.node,
    }
}

/// Returns what is to be known of the figures.
pub(crate) fn quality(
    indicator: &Indicator,
    assessed: &Assessment,
    histories: &[&VintageHistory],
    set_aside: usize,
    bulletins: &mut Bulletins<'_>,
) -> Quality {
    Quality {
        staleness: staleness(assessed),
        conflicts: assessed
            .conflicts
            .iter()
            .map(|found| conflict(found, bulletins))
            .collect(),
        revisions: assessed.revisions.iter().map(revision).collect(),
        breaks: indicator
            .breaks
            .iter()
            .filter(|broken| broken.from.first_day() <= assessed.view.as_of)
            .map(|broken| Break {
                from: Text(broken.from),
                why: words(&broken.why),
                splice: broken.splice.map(Text),
            })
            .collect(),
        by_hand: acts_by_hand(histories, assessed.view),
        set_aside,
    }
}

fn staleness(assessed: &Assessment) -> Staleness {
    let age = assessed.staleness;
    Staleness {
        age_days: age.age_days,
        expected_by: age.expected_by.map(Text),
        expected_period: age.expected_period.map(Text),
        overdue: age.overdue,
        stale: age.stale,
        withheld: age.withheld,
    }
}

fn conflict(conflict: &milepost_trajectory::Conflict, bulletins: &mut Bulletins<'_>) -> Conflict {
    let value =
        |value: &milepost_trajectory::ConflictValue, at: ObservationRef, bulletins: &mut Bulletins<'_>| {
            ConflictingValue {
                value: Text(value.value),
                step: Text(value.step),
                source: value.source.to_string(),
                tier: value.tier.get(),
                published: Text(value.published),
                bulletin: bulletins.number_at(Some(at)),
            }
        };
    Conflict {
        role: Text(conflict.key.role),
        period: Text(conflict.key.period),
        values: conflict
            .values
            .iter()
            .map(|found| value(found, found.at, bulletins))
            .collect(),
        resolved_by: Text(conflict.resolved_by),
    }
}

fn revision(revision: &milepost_trajectory::Revision) -> Revision {
    Revision {
        role: Text(revision.key.role),
        period: Text(revision.key.period),
        from: Text(revision.from),
        to: revision.to.map(Text),
        from_published: Text(revision.from_published),
        to_published: Text(revision.to_published),
        known_at: Text(revision.known_at),
        percent: revision.percent,
    }
}

/// Lists what people entered and retracted, by period and time.
fn acts_by_hand(histories: &[&VintageHistory], view: View) -> Vec<ManualAct> {
    let mut acts = Vec::new();
    for history in histories {
        // The acts are put into order below.
        let seen = history
            .vintages
            .iter()
            .filter(|vintage| vintage.published() <= view.as_of && vintage.known_at() <= view.known_at);
        for vintage in seen {
            let (kind, value, who, why) = match vintage {
                Vintage::Observed(observation) => match &observation.provenance.origin {
                    Origin::Manual { who, why } => {
                        (ManualActKind::Entered, Some(Text(observation.value)), who, why)
                    }
                    Origin::Extracted(_) => continue,
                },
                Vintage::Retracted { who, why, .. } => (ManualActKind::Retracted, None, who, why),
            };
            acts.push(ManualAct {
                kind,
                role: Text(history.key.role),
                period: Text(history.key.period),
                value,
                published: Text(vintage.published()),
                known_at: Text(vintage.known_at()),
                who: cut(who, LINE),
                why: cut(why, LINE),
            });
        }
    }
    acts.sort_by(|a, b| {
        let key = |act: &ManualAct| (act.period.0, act.known_at.0, act.published.0, act.role.0);
        key(a).cmp(&key(b)).then_with(|| a.value.cmp(&b.value))
    });
    acts
}
