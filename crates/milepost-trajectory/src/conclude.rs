//! From the judgement to the status that is shown: marks, age, hysteresis, and what changed it.

use milepost_model::{NaiveDate, Period};

use crate::assessment::{Assessment, ChangeCause, LatestBasis, PreviousVerdict, StatusChange};
use crate::judge::Judgement;
use crate::ladder::{Finding, Shown, band, rung, rungs_apart, settle};
use crate::points::SeriesPoint;
use crate::status::{Modifier, Reason, Status};
use crate::trace::{exact, line, show, show_some};

/// From the judgement to the status that is shown.
pub(crate) fn conclude(
    assessment: &mut Assessment,
    judgement: Judgement,
    previous: Option<&PreviousVerdict>,
) {
    tell_marks(assessment);
    let thresholds = assessment
        .target
        .as_ref()
        .map(|used| used.target.thresholds)
        .unwrap_or_default();
    let is_decided = matches!(
        judgement.finding,
        Finding::Fact(Status::Achieved | Status::Missed)
    );
    let age = assessment.staleness;
    let has_target = assessment.target.is_some();
    let finding = if age.withheld
        && has_target
        && !(is_decided && is_past_due(assessment))
        && says_something(judgement)
    {
        Finding::Nothing(Reason::Withheld)
    } else {
        judgement.finding
    };
    if (age.stale || age.withheld) && has_target && !(is_decided && is_past_due(assessment)) {
        assessment.modifiers.push(Modifier::Stale);
    }
    let band = band(finding, thresholds, judgement.prospect);
    if let (Finding::Pace { pace, .. }, Some(projected)) = (finding, judgement.projected)
        && rungs_apart(rung(pace, thresholds), projected).is_some_and(|apart| apart >= 2)
    {
        assessment.modifiers.push(Modifier::Conflict);
    }
    let used = assessment.target.as_ref().map(|used| used.version);
    // Another version of the target starts afresh: what held under the old one says nothing about the new.
    let comparable = previous.filter(|previous| previous.target_version == used);
    let last_published = newest_publication(assessment);
    let is_new_release = comparable.is_some_and(|previous| last_published > previous.last_published);
    let shown = settle(band, assessment.pace, thresholds, comparable, is_new_release);
    if shown.is_held {
        assessment.modifiers.push(Modifier::Held);
    }
    assessment.band = band;
    assessment.status = shown.status;
    assessment.held_releases = shown.held_releases;
    assessment.modifiers.sort_unstable();
    assessment.modifiers.dedup();
    assessment.change = change(assessment, previous);
    tell_status(assessment, finding, judgement, shown);
}

fn says_something(judgement: Judgement) -> bool {
    !matches!(judgement.finding, Finding::Nothing(_))
}

fn is_past_due(assessment: &Assessment) -> bool {
    let Some(used) = assessment.target.as_ref() else {
        return false;
    };
    let due = used.target.due();
    assessment.view.as_of >= due
        && assessment
            .latest
            .as_ref()
            .is_some_and(|latest| latest.date >= due)
}

/// Marks that follow from the value that is judged.
fn tell_marks(assessment: &mut Assessment) {
    let Some(latest) = assessment.latest.as_ref() else {
        return;
    };
    let is_annualised = matches!(
        latest.basis,
        LatestBasis::MeanShare
            | LatestBasis::PriorYearRatio
            | LatestBasis::RunRate
            | LatestBasis::RunningGrowth
    );
    let point = assessment
        .series
        .iter()
        .chain(&assessment.growth_series)
        .find(|point| point.at == latest.at);
    let is_first_release = point.is_some_and(|point| !point.flags.revised);
    let is_often_revised = is_often_revised(&assessment.series, latest.period);
    let is_provisional = point.is_some_and(|point| point.flags.provisional);
    if is_annualised {
        assessment.modifiers.push(Modifier::Annualised);
    }
    if is_provisional || (is_first_release && is_often_revised) {
        assessment.modifiers.push(Modifier::Provisional);
    }
}

/// A series most of whose figures were published anew will see the newest one again too.
fn is_often_revised(series: &[SeriesPoint], newest: Period) -> bool {
    let has_two = series.iter().filter(|point| point.flags.revised).nth(1).is_some();
    if !has_two {
        return false;
    }
    let earlier = || series.iter().filter(|point| point.period < newest);
    let revised = earlier().filter(|point| point.flags.revised).count();
    revised >= 2 && revised * 2 >= earlier().count()
}

fn newest_publication(assessment: &Assessment) -> Option<NaiveDate> {
    assessment.last_published()
}

fn change(assessment: &Assessment, previous: Option<&PreviousVerdict>) -> Option<StatusChange> {
    let previous = previous?;
    if previous.status == assessment.status {
        return None;
    }
    let latest = assessment
        .latest
        .as_ref()
        .map(|latest| (latest.period, latest.value));
    let used = assessment.target.as_ref().map(|used| used.version);
    let since = |point: &&SeriesPoint| Some(point.published) > previous.last_published;
    let by = if previous.target_version != used {
        ChangeCause::Target
    } else if latest.map(|latest| latest.0) != previous.latest.map(|latest| latest.0) {
        let is_later = latest.map(|latest| latest.0) > previous.latest.map(|latest| latest.0);
        // Without a later period, the former figure was taken back or restated.
        if is_later {
            ChangeCause::NewData
        } else {
            ChangeCause::Revision
        }
    } else if latest != previous.latest {
        let is_estimate = assessment.has(Modifier::Annualised);
        // An estimate of the running year changes with every new month, without anything being revised.
        if is_estimate {
            ChangeCause::NewData
        } else {
            ChangeCause::Revision
        }
    } else {
        let fresh = || {
            assessment
                .series
                .iter()
                .chain(&assessment.growth_series)
                .filter(since)
        };
        if fresh().next().is_none() {
            ChangeCause::Time
        } else if fresh().all(|point| point.flags.revised) {
            ChangeCause::Revision
        } else {
            ChangeCause::NewData
        }
    };
    Some(StatusChange {
        from: previous.status,
        to: assessment.status,
        by,
    })
}

fn tell_status(assessment: &mut Assessment, finding: Finding, judgement: Judgement, shown: Shown) {
    let thresholds = assessment
        .target
        .as_ref()
        .map(|used| used.target.thresholds)
        .unwrap_or_default();
    let reason = assessment
        .status
        .reason()
        .map(|reason| reason.as_str().to_owned())
        .unwrap_or_default();
    let prospect = judgement.prospect;
    let (pace, formula) = match finding {
        Finding::Pace {
            pace,
            is_capped: true,
        } => (
            show(pace),
            "rung of the pace; not on track, because the level is not met in every year or now",
        ),
        Finding::Pace { pace, .. } if rung(pace, thresholds) == Status::OnTrack && prospect.is_short() => (
            show(pace),
            "rung of the pace; not on track, because it is less likely than not to arrive",
        ),
        Finding::Pace { pace, .. } => (show(pace), "rung of the pace"),
        Finding::Fact(_) => (String::new(), "a fact: whatever the pace"),
        Finding::Nothing(_) => (String::new(), "nothing can be said"),
    };
    let suffices = prospect.recent_suffices && prospect.chance.is_some_and(|chance| chance < 0.5);
    let inputs = vec![
        ("pace", pace),
        ("on track from", exact(thresholds.on_track)),
        ("lagging from", exact(thresholds.lagging)),
        ("chance", show_some(prospect.chance)),
        (
            "recent rate suffices",
            if suffices { "yes".to_owned() } else { String::new() },
        ),
        ("reason", reason),
        ("releases in this band", shown.held_releases.to_string()),
        (
            "held; the figures alone would give",
            if shown.is_held {
                assessment.band.to_string()
            } else {
                String::new()
            },
        ),
    ];
    assessment
        .trace
        .push(line("status", formula, inputs, assessment.status.as_str()));
}
