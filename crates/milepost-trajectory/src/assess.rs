//! One indicator, from its figures to its verdict.

use milepost_model::{Comparison, Indicator, Measure, NaiveDate, TargetKind, VintageHistory};

use crate::assessment::{
    Assessment, GrowthFigures, Latest, LatestBasis, PreviousVerdict, Staleness, TargetUsed, TrendFigures,
    View,
};
use crate::compat::Compatibility;
use crate::compat::of_series::{Ends, compatibility, takes_level};
use crate::conclude::conclude;
use crate::gather::{Gathered, Placed, gather};
use crate::growth_check::growth_figures;
use crate::judge::{Case, Judgement, judge, newest_segment, selected, until_due};
use crate::ladder::Finding;
use crate::number::float;
use crate::selection::Fit;
use crate::staleness::staleness;
use crate::stats::{mann_kendall, theil_sen_slope};
use crate::status::{Modifier, Reason, Status};
use crate::time::{decimal_year, position};
use crate::trace::{exact, line};

/// Fewer observations than these leave a status in low confidence.
const CONFIDENT: usize = 4;

/// Most points a trend is tested on: the newest ones. 435 pairs keep a plan of 10,000 indicators within its second.
const MOST_FOR_TREND: usize = 30;

/// Assesses one indicator against the version of its target that is in force on the day of the view.
///
/// `histories` may hold other indicators' histories; they are passed over. `previous` is what the report before said
/// ([`Assessment::verdict`]), for hysteresis and for "by revision". The same arguments give the same assessment,
/// whenever it is computed and in whatever order the histories come.
pub fn assess(
    indicator: &Indicator,
    histories: &[VintageHistory],
    view: View,
    previous: Option<&PreviousVerdict>,
) -> Assessment {
    let own = |(_, history): &Placed<'_>| history.key.indicator == indicator.id;
    let placed: Vec<Placed<'_>> = histories.iter().enumerate().filter(own).collect();
    assess_placed(indicator, &placed, view, previous, None)
}

/// The same, for histories that keep their places in a larger slice, and with the plan's last day.
pub(crate) fn assess_placed(
    indicator: &Indicator,
    histories: &[Placed<'_>],
    view: View,
    previous: Option<&PreviousVerdict>,
    horizon: Option<NaiveDate>,
) -> Assessment {
    let mut gathered = gather(indicator, histories, view);
    let mut assessment = blank(indicator, view);
    let target = indicator.target_on(view.as_of);
    let kind = target.map(|target| target.kind);
    let (chosen, running, fit) = selected(indicator, kind, &gathered);
    tell_figures(&mut assessment, &gathered);
    assessment.staleness = staleness(indicator, &gathered.levels, &gathered.growth, view);
    assessment.trend = trend(&gathered, &chosen, &fit);
    let newest_period = chosen
        .last()
        .and_then(|index| gathered.levels.get(*index))
        .map(|point| point.period);
    // A rate or a share has no growth of its own: it changes by points.
    if !matches!(indicator.measure, Measure::Growth | Measure::Share) {
        assessment.growth = growth_figures(&gathered, newest_period, &mut assessment.trace);
    }
    let ends = ends(indicator, &gathered, &chosen, &fit);
    if gathered.has_break() {
        assessment.modifiers.push(Modifier::Break);
    }
    let judgement = match target {
        Some(target) => {
            assessment.target = Some(target_used(indicator, target, &mut assessment));
            let all = chosen.len();
            let (chosen, running) = until_due(indicator, target, &gathered, chosen, running);
            let fit = if chosen.len() == all {
                fit
            } else {
                let segment = newest_segment(&gathered, &chosen, &running);
                crate::selection::fit(&gathered, &chosen, segment)
            };
            let case = Case {
                indicator,
                target,
                view,
                gathered: &gathered,
                chosen,
                running,
                fit,
            };
            let judgement = judge(&case, &mut assessment);
            tell_confidence(&mut assessment, &case, judgement.finding);
            judgement
        }
        None => untargeted(indicator, &mut assessment, &gathered, &chosen, &fit),
    };
    let (ends, level) = on_one_scale(indicator, kind, &assessment, ends);
    assessment.compatibility = compatibility(indicator, target, level, ends, horizon);
    assessment.series = std::mem::take(&mut gathered.levels);
    assessment.growth_series = std::mem::take(&mut gathered.growth);
    assessment.conflicts = std::mem::take(&mut gathered.conflicts);
    assessment.revisions = std::mem::take(&mut gathered.revisions);
    assessment.within_tolerance = within_tolerance(indicator, &assessment);
    conclude(&mut assessment, judgement, previous);
    assessment
}

fn blank(indicator: &Indicator, view: View) -> Assessment {
    let unknown = Status::NotAssessable(Reason::NoObservation);
    Assessment {
        indicator: indicator.id.clone(),
        view,
        target: None,
        series: Vec::new(),
        growth_series: Vec::new(),
        conflicts: Vec::new(),
        revisions: Vec::new(),
        latest: None,
        path: Vec::new(),
        expected: None,
        status: unknown,
        band: unknown,
        modifiers: Vec::new(),
        change: None,
        deviation: None,
        within_tolerance: None,
        completion: None,
        time_share: None,
        pace: None,
        required_from_now: None,
        recent_rate: None,
        effort: None,
        projection: None,
        fan: Vec::new(),
        years: None,
        trend: None,
        compatibility: Compatibility::default(),
        growth: GrowthFigures::default(),
        staleness: Staleness::default(),
        held_releases: 1,
        trace: Vec::new(),
    }
}

fn tell_figures(assessment: &mut Assessment, gathered: &Gathered) {
    let counted = |count: usize| {
        if count == 0 {
            String::new()
        } else {
            count.to_string()
        }
    };
    let inputs = vec![
        ("published by", assessment.view.as_of.to_string()),
        (
            "known by",
            assessment
                .view
                .known_at
                .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        ),
        ("growth rates published with them", counted(gathered.growth.len())),
        ("left out: in another unit", counted(gathered.other_unit)),
        (
            "left out: for a period that had not ended when published",
            counted(gathered.not_over),
        ),
        (
            "left out: about a part, or on another base",
            counted(gathered.other_dims),
        ),
        ("sources disagree on", counted(gathered.conflicts.len())),
        ("published anew", counted(gathered.revisions.len())),
    ];
    let result = gathered.levels.len().to_string();
    assessment.trace.push(line(
        "figures",
        "periods with a figure that counts",
        inputs,
        result,
    ));
}

fn target_used(
    indicator: &Indicator,
    target: &milepost_model::Target,
    assessment: &mut Assessment,
) -> TargetUsed {
    let version = indicator
        .targets
        .iter()
        .position(|known| std::ptr::eq(known, target))
        .map_or(1, |index| index + 1);
    let inputs = vec![
        ("version", format!("{version} of {}", indicator.targets.len())),
        ("kind", target.kind.to_string()),
        ("operator", target.operator.to_string()),
        ("by", target.by.to_string()),
        ("path", target.path.to_string()),
    ];
    let value = target.value.map(exact).unwrap_or_default();
    assessment.trace.push(line(
        "target",
        "the version in force on the day of the report",
        inputs,
        value,
    ));
    TargetUsed {
        version,
        versions: indicator.targets.len(),
        target: target.clone(),
        level: None,
        binds: true,
    }
}

/// What there is to say of an indicator that no target is in force for.
fn untargeted(
    indicator: &Indicator,
    assessment: &mut Assessment,
    gathered: &Gathered,
    chosen: &[usize],
    fit: &Fit,
) -> Judgement {
    let newest = chosen
        .last()
        .copied()
        .or_else(|| gathered.levels.len().checked_sub(1));
    if let Some(point) = newest.and_then(|index| gathered.levels.get(index)) {
        assessment.latest = Some(Latest {
            period: point.period,
            date: point.period.last_day(),
            value: point.value,
            unit: point.unit,
            basis: LatestBasis::Published,
            comparison: point.comparison,
            step: point.step,
            at: point.at,
            running: None,
        });
    }
    assessment.recent_rate = theil_sen_slope(&fit.points);
    let reason = if indicator.targets.is_empty() {
        Reason::NoTarget
    } else {
        Reason::NoTargetYet
    };
    Judgement::nothing(reason)
}

fn trend(gathered: &Gathered, chosen: &[usize], fit: &Fit) -> Option<TrendFigures> {
    let segment = chosen
        .last()
        .and_then(|index| gathered.levels.get(*index))?
        .segment;
    let points = chosen.iter().rev().filter_map(|index| {
        let point = gathered.levels.get(*index)?;
        (point.segment == segment && !gathered.is_disputed(point))
            .then(|| (position(point.period), float(point.value)))
    });
    let mut newest: Vec<(f64, f64)> = if fit.is_spliced {
        fit.points.clone()
    } else {
        points.take(MOST_FOR_TREND).collect()
    };
    newest.sort_by(|a, b| a.0.total_cmp(&b.0));
    let values: Vec<f64> = newest.iter().map(|point| point.1).collect();
    Some(TrendFigures {
        slope_per_year: theil_sen_slope(&newest)?,
        p_value: mann_kendall(&values)
            .filter(|_| values.len() >= CONFIDENT)
            .map(|test| test.p),
        observations: values.len(),
    })
}

/// The first and last value: the plan's baseline where it gives one, else the first figure, and the last figure that
/// was published, both in one definition.
fn ends(indicator: &Indicator, gathered: &Gathered, chosen: &[usize], fit: &Fit) -> Option<Ends> {
    let last = chosen.last().and_then(|index| gathered.levels.get(*index))?;
    if gathered.is_disputed(last) {
        return None;
    }
    let current = (position(last.period), float(last.value));
    let baseline = indicator.baseline.as_ref().and_then(|baseline| {
        let factor = gathered.splice(gathered.segment(baseline.period), last.segment)?;
        Some((
            position(baseline.period),
            float(baseline.value.checked_mul(factor)?),
        ))
    });
    let first = || {
        let comparable = chosen.iter().filter_map(|index| {
            let point = gathered.levels.get(*index)?;
            let factor = gathered.splice(point.segment, last.segment)?;
            (!gathered.is_disputed(point))
                .then_some((position(point.period), float(point.value.checked_mul(factor)?)))
        });
        comparable
            .into_iter()
            .next()
            .or_else(|| fit.points.first().copied())
    };
    let base = match indicator.baseline {
        // A baseline in another definition is no base; the series' own start within the definition is.
        Some(_) => baseline.or_else(first)?,
        None => first()?,
    };
    Some(Ends { base, current })
}

/// For a mean of growth the values are an index and so is the level; otherwise both are as published.
fn on_one_scale(
    indicator: &Indicator,
    kind: Option<TargetKind>,
    assessment: &Assessment,
    ends: Option<Ends>,
) -> (Option<Ends>, Option<f64>) {
    let Some(kind) = kind else { return (ends, None) };
    let used = assessment.target.as_ref();
    if kind == TargetKind::GrowthAvg {
        let start = assessment
            .path
            .first()
            .map(|point| (decimal_year(point.date), float(point.value)));
        let latest = assessment
            .latest
            .as_ref()
            .filter(|latest| latest.basis == LatestBasis::GrowthIndex);
        let index = start.zip(latest).map(|(base, latest)| Ends {
            base,
            current: (decimal_year(latest.date), float(latest.value)),
        });
        return (index, used.and_then(|used| used.level).map(float));
    }
    let contradicts =
        used.is_some_and(|used| crate::judge::contradicts(used.target.operator, indicator.direction));
    let level = used
        .and_then(|used| used.target.value)
        .filter(|_| takes_level(kind) && !contradicts);
    (ends, level.map(float))
}

fn within_tolerance(indicator: &Indicator, assessment: &Assessment) -> Option<bool> {
    let deviation = assessment.deviation.as_ref()?;
    let within = match indicator.tolerance? {
        milepost_model::Tolerance::Absolute(slack) => deviation.absolute.abs() <= slack,
        milepost_model::Tolerance::Percent(percent) => deviation.percent?.abs() <= float(percent),
    };
    Some(within || deviation.is_favourable)
}

fn tell_confidence(assessment: &mut Assessment, case: &Case<'_>, finding: Finding) {
    if matches!(finding, Finding::Nothing(_)) {
        return;
    }
    let is_worded = assessment
        .latest
        .as_ref()
        .is_some_and(|latest| latest.comparison != Comparison::Eq);
    // A figure from after the target's day tells of that day only by and large.
    let is_late = assessment
        .latest
        .as_ref()
        .is_some_and(|latest| latest.date > case.target.due());
    if case.fit.comparable < CONFIDENT || is_worded || is_late {
        assessment.modifiers.push(Modifier::LowConfidence);
    }
}
