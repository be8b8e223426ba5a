//! One indicator of a report out of its declaration and its assessment.

use chrono::Datelike as _;
use milepost_model::{Decimal, Direction, Indicator, NaiveDate, PathKind, Period, VintageHistory};
use milepost_trajectory::{
    Assessment, LatestBasis, Modifier, PathPoint as Expected, Reason, SeriesPoint, Status,
};
use rust_decimal::MathematicalOps as _;

use crate::assemble::bulletins::Bulletins;
use crate::assemble::{figures, words};
use crate::cut::{LINE, QUOTE, cut};
use crate::report::text::Text;
use crate::report::v1::{
    Baseline, Compatibility, Deviation, EustatWord, FanPoint, Growth, ImpliedBase, IndicatorReport, Latest,
    OpenSdg, PathPoint, Projection, Required, Sdsn, StatusWord, Target, TraceInput, TraceStep, Trend,
    YearPoint, YearTally,
};

/// What is known of an indicator beyond its assessment.
pub(crate) struct Surroundings<'a> {
    /// Its histories.
    pub(crate) histories: &'a [&'a VintageHistory],
    /// What the previous report said of it.
    pub(crate) previous: Option<&'a IndicatorReport>,
    /// How many of its figures were set aside.
    pub(crate) set_aside: usize,
}

/// Returns the indicator's part of the report.
pub(crate) fn report(
    indicator: &Indicator,
    assessed: &Assessment,
    around: &Surroundings<'_>,
    bulletins: &mut Bulletins<'_>,
) -> IndicatorReport {
    let status = StatusWord::from(assessed.status);
    let (evidence, evidence_left_out) = figures::evidence(assessed, bulletins);
    let latest = latest(assessed, bulletins);
    let series = assessed
        .series
        .iter()
        .map(|point| figures::point(point, bulletins))
        .collect();
    let growth_series = assessed
        .growth_series
        .iter()
        .map(|point| figures::point(point, bulletins))
        .collect();
    IndicatorReport {
        id: indicator.id.to_string(),
        title: words(&indicator.title),
        theme: cut(&indicator.theme, LINE),
        unit: Text(indicator.unit),
        measure: Text(indicator.measure),
        direction: Text(indicator.direction),
        note: indicator.note.as_ref().map(words),
        baseline: indicator.baseline.as_ref().map(|baseline| Baseline {
            period: Text(baseline.period),
            value: Text(baseline.value),
            source: cut(&baseline.source, QUOTE),
        }),
        target: target(assessed),
        latest,
        series,
        growth_series,
        path: assessed
            .path
            .iter()
            .map(|point| PathPoint {
                date: Text(point.date),
                value: Text(point.value),
            })
            .collect(),
        expected: assessed.expected.map(Text),
        status,
        reason: reason(assessed.status),
        modifiers: assessed.modifiers.iter().copied().map(Text::<Modifier>).collect(),
        status_since: status_since(status, assessed, around.previous),
        behind_since: behind_since(indicator, assessed).map(Text),
        deviation: assessed.deviation.map(|deviation| Deviation {
            absolute: Text(deviation.absolute),
            percent: deviation.percent,
            months: deviation.months,
            months_is_bound: deviation.months_is_bound,
            is_favourable: deviation.is_favourable,
        }),
        within_tolerance: assessed.within_tolerance,
        completion: assessed.completion,
        time_share: assessed.time_share,
        pace: assessed.pace,
        required_from_now: assessed.required_from_now.as_ref().map(|required| required.rate),
        required: assessed.required_from_now.as_ref().map(|required| Required {
            is_percent: required.is_percent,
            years_left: required.years_left,
            gap: required.gap.map(Text),
            secured: required.secured,
        }),
        recent_rate: assessed.recent_rate,
        effort: assessed.effort,
        projection: assessed.projection.as_ref().map(projection),
        fan: assessed.fan.iter().map(fan_point).collect(),
        years: assessed.years.as_ref().map(years),
        trend: assessed.trend.map(|trend| Trend {
            slope_per_year: trend.slope_per_year,
            p_value: trend.p_value,
            observations: trend.observations,
        }),
        growth: growth(assessed),
        compatibility: compatibility(assessed),
        evidence,
        evidence_left_out,
        quality: figures::quality(indicator, assessed, around.histories, around.set_aside, bulletins),
        changes: Vec::new(),
        trace: assessed.trace.iter().map(trace_step).collect(),
    }
}

const fn reason(status: Status) -> Option<Text<Reason>> {
    match status.reason() {
        Some(reason) => Some(Text(reason)),
        None => None,
    }
}

/// A status that the previous report showed already keeps its day.
fn status_since(
    status: StatusWord,
    assessed: &Assessment,
    previous: Option<&IndicatorReport>,
) -> Text<NaiveDate> {
    match previous {
        Some(previous) if previous.status == status && previous.status_since.0 <= assessed.view.as_of => {
            previous.status_since
        }
        Some(_) | None => Text(assessed.view.as_of),
    }
}

/// Walks back from the latest figure while figures are on the wrong side of the path.
fn behind_since(indicator: &Indicator, assessed: &Assessment) -> Option<Period> {
    let latest = assessed.latest.as_ref()?;
    let is_behind = match assessed.deviation {
        Some(deviation) => !deviation.is_favourable,
        // A mean over a gap has no deviation; its status tells.
        None => assessed.years.is_some() && StatusWord::from(assessed.status).is_behind(),
    };
    if !is_behind || latest.basis == LatestBasis::Baseline {
        return None;
    }
    // Kinds judged over years have a path of sums or indices: their years tell, not the figures against the path.
    if let Some(tally) = &assessed.years {
        let unmet = tally
            .years
            .iter()
            .rev()
            .take_while(|year| year.met == Some(false));
        return unmet.last().and_then(|year| Period::year(year.year));
    }
    let path = assessed
        .target
        .as_ref()
        .map_or(PathKind::Linear, |used| used.target.path);
    let comparable = |point: &&SeriesPoint| {
        point.period.last_day() < latest.date
            && (point.period.is_full_year() == latest.period.is_full_year())
            && (point.period.is_as_of() == latest.period.is_as_of())
    };
    let mut since = latest.period;
    for point in assessed.series.iter().rev().filter(comparable) {
        let Some(expected) = expected_on(&assessed.path, path, point.period.last_day()) else {
            break;
        };
        let is_behind = match indicator.direction {
            Direction::Up => point.value < expected,
            Direction::Down => point.value > expected,
        };
        if !is_behind {
            break;
        }
        since = point.period;
    }
    Some(since)
}

/// Returns where the path stands on a day, between the points it is given at; `None` outside them.
fn expected_on(path: &[Expected], kind: PathKind, day: NaiveDate) -> Option<Decimal> {
    let after = path.iter().position(|point| point.date >= day)?;
    let to = path.get(after)?;
    if to.date == day {
        return Some(to.value);
    }
    let from = path.get(after.checked_sub(1)?)?;
    let days =
        |from: NaiveDate, to: NaiveDate| Decimal::from(to.num_days_from_ce() - from.num_days_from_ce());
    let share = days(from.date, day).checked_div(days(from.date, to.date))?;
    let is_curved = kind == PathKind::Geometric && from.value > Decimal::ZERO && to.value > Decimal::ZERO;
    if is_curved {
        let ratio = to.value.checked_div(from.value)?;
        return from.value.checked_mul(ratio.checked_powd(share)?);
    }
    from.value
        .checked_add(to.value.checked_sub(from.value)?.checked_mul(share)?)
}

fn target(assessed: &Assessment) -> Option<Target> {
    let used = assessed.target.as_ref()?;
    let target = &used.target;
    Some(Target {
        kind: Text(target.kind),
        operator: Text(target.operator),
        value: target.value.map(Text),
        upper: target.upper.map(Text),
        by: Text(target.by),
        level: used.level.map(Text),
        path: Text(target.path),
        valid_from: target.valid_from.map(Text),
        version: used.version,
        versions: used.versions,
        binds: used.binds,
        source: cut(&target.source, QUOTE),
        quote: target.quote.as_ref().map(|quote| cut(quote, QUOTE)),
    })
}

fn latest(assessed: &Assessment, bulletins: &mut Bulletins<'_>) -> Option<Latest> {
    let latest = assessed.latest.as_ref()?;
    let observation = latest.at.and_then(|at| bulletins.observation(at));
    Some(Latest {
        period: Text(latest.period),
        date: Text(latest.date),
        value: Text(latest.value),
        unit: Text(latest.unit),
        basis: Text(latest.basis),
        comparison: Text(latest.comparison),
        printed: observation.map(|observation| cut(&observation.printed, crate::cut::PRINTED)),
        published: observation.map(|observation| Text(observation.published)),
        bulletin: observation.map(|observation| bulletins.number(observation)),
        running: latest.running.filter(|index| *index < assessed.series.len()),
    })
}

fn projection(projection: &milepost_trajectory::Projection) -> Projection {
    Projection {
        date: Text(projection.date),
        value: Text(projection.value),
        low80: Text(projection.low80),
        high80: Text(projection.high80),
        low95: Text(projection.low95),
        high95: Text(projection.high95),
        chance: projection.chance,
        observations: projection.observations,
    }
}

fn fan_point(point: &milepost_trajectory::FanPoint) -> FanPoint {
    FanPoint {
        date: Text(point.date),
        value: Text(point.value),
        low80: Text(point.low80),
        high80: Text(point.high80),
        low95: Text(point.low95),
        high95: Text(point.high95),
    }
}

fn years(tally: &milepost_trajectory::YearTally) -> YearTally {
    let year = |verdict: &milepost_trajectory::YearVerdict| YearPoint {
        year: verdict.year,
        value: Text(verdict.value),
        met: verdict.met,
    };
    YearTally {
        first_year: tally.first_year,
        last_year: tally.last_year,
        years: tally.years.iter().map(year).collect(),
        met: tally.met,
        elapsed: tally.elapsed,
        worst_gap: tally.worst_gap.map(Text),
        mean: tally.mean.map(Text),
        required_remaining: tally.required_remaining.map(Text),
        secured: tally.secured,
    }
}

fn growth(assessed: &Assessment) -> Option<Growth> {
    let growth = &assessed.growth;
    Some(Growth {
        period: Text(growth.period?),
        published: growth.published.map(Text),
        computed: growth.computed,
        implied_base: growth.implied_base.as_ref().map(|base| ImpliedBase {
            period: Text(base.period),
            published: Text(base.published),
            implied: Text(base.implied),
            gap_points: base.gap_points,
        }),
    })
}

fn compatibility(assessed: &Assessment) -> Compatibility {
    let others = &assessed.compatibility;
    Compatibility {
        open_sdg: OpenSdg {
            progress: others.open_sdg.progress,
            status: Text(others.open_sdg.status),
            score: others.open_sdg.score,
        },
        eurostat: others.eurostat.map(Text),
        eustat: EustatWord {
            progress: others.eustat.progress,
            status: Text(others.eustat.status),
            score: others.eustat.score,
        },
        sdsn: others.sdsn.map(|verdict| Sdsn {
            arrow: Text(verdict.arrow),
            ratio: verdict.ratio,
        }),
        unsd_2022: others.unsd_2022.map(Text),
        unsd_2023: others.unsd_2023.map(Text),
    }
}

fn trace_step(line: &milepost_trajectory::TraceLine) -> TraceStep {
    TraceStep {
        step: line.step.to_owned(),
        formula: cut(&line.formula, QUOTE),
        inputs: line
            .inputs
            .iter()
            .map(|(name, value)| TraceInput {
                name: cut(name, LINE),
                value: cut(value, LINE),
            })
            .collect(),
        result: cut(&line.result, QUOTE),
    }
}
