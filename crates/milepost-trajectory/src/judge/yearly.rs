//! Targets judged over years: `flow_min` (every year) and `flow_avg` (the mean of the years).

use milepost_model::{Comparison, Decimal, Measure, NaiveDate, Period, TargetKind, Unit};

use crate::assessment::{
    Assessment, Latest, LatestBasis, PathPoint, Projection, Required, YearTally, YearVerdict,
};
use crate::ladder::{Finding, Prospect};
use crate::number::{count, decimal, float, ratio};
use crate::outlook::{Outlook, Spread, probability_below};
use crate::path::{Path, level_ratio};
use crate::points::ObservationRef;
use crate::precision::Met;
use crate::stats::median;
use crate::status::{Modifier, Reason, Status};
use crate::time::{decimal_year, year_end};
use crate::trace::{exact, line, show, show_some};

use super::level::{tell_deviation, tell_met};
use super::prospect::{Goal, tell_projection};
use super::{Case, Judgement, contradicts, good_decimal};

/// One full year's figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct YearFigure {
    pub(super) year: i32,
    pub(super) value: Decimal,
    pub(super) step: Decimal,
    pub(super) comparison: Comparison,
    pub(super) unit: Unit,
    pub(super) at: Option<ObservationRef>,
}

/// The years that count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) first: i32,
    pub(super) last: i32,
}

impl Span {
    /// The years from the target's `from`, or the year after the baseline's, or the first with a figure, to its end.
    pub(super) fn of(case: &Case<'_>, figures: &[YearFigure]) -> Option<Self> {
        let last = case.target.due_year();
        let after_baseline = case
            .indicator
            .baseline
            .as_ref()
            .map(|baseline| baseline.period.calendar_year() + 1);
        let first = case
            .target
            .from_year
            .or(after_baseline)
            .or_else(|| figures.first().map(|figure| figure.year))
            .unwrap_or(last);
        (first <= last).then_some(Self { first, last })
    }

    /// How many years that is.
    pub(super) fn years(self) -> u32 {
        u32::try_from(self.last - self.first + 1).unwrap_or(0)
    }

    fn holds(self, year: i32) -> bool {
        (self.first..=self.last).contains(&year)
    }

    /// The day before the first year that counts.
    pub(super) fn start(self) -> Option<NaiveDate> {
        year_end(self.first - 1)
    }

    /// The figures of the years that count.
    pub(super) fn within(self, figures: &[YearFigure]) -> Vec<YearFigure> {
        figures
            .iter()
            .filter(|figure| self.holds(figure.year))
            .copied()
            .collect()
    }
}

/// The full years' figures in the newest definition, oldest first, without disputed ones.
pub(super) fn full_years(case: &Case<'_>) -> Vec<YearFigure> {
    let segment = case.segment();
    let figure = |index: &usize| {
        let point = case.point(*index)?;
        let factor = case.gathered.splice(point.segment, segment)?;
        // A rate of growth has no factor between definitions.
        let is_rate = case.indicator.measure == Measure::Growth;
        if case.gathered.is_disputed(point) || (is_rate && point.segment != segment) {
            return None;
        }
        Some(YearFigure {
            year: point.period.calendar_year(),
            value: point.value.checked_mul(factor)?,
            step: point.step,
            comparison: point.comparison,
            unit: point.unit,
            at: point.at,
        })
    };
    case.chosen.iter().filter_map(figure).collect()
}

pub(super) fn latest_of(
    figure: &YearFigure,
    basis: LatestBasis,
    value: Decimal,
    running: Option<usize>,
) -> Option<Latest> {
    let period = Period::year(figure.year)?;
    Some(Latest {
        period,
        date: period.last_day(),
        value,
        unit: figure.unit,
        basis,
        comparison: figure.comparison,
        step: figure.step,
        at: figure.at,
        running,
    })
}

/// Why there is no year to judge.
pub(super) fn why_no_year(case: &Case<'_>, span: Span) -> Reason {
    let has_started = year_end(span.first).is_some_and(|end| case.view.as_of > end);
    let has_any = !case.gathered.levels.is_empty() || !case.gathered.growth.is_empty();
    if !has_started && (has_any || case.gathered.other_unit == 0) {
        Reason::NotStarted
    } else {
        case.why_no_value()
    }
}

/// Counts the years against a yearly level.
pub(super) fn tally(case: &Case<'_>, span: Span, figures: &[YearFigure], level: Decimal) -> YearTally {
    let direction = case.indicator.direction;
    let mut years = Vec::with_capacity(figures.len());
    let mut worst_gap: Option<Decimal> = None;
    for figure in figures {
        let met = latest_of(figure, LatestBasis::Published, figure.value, None)
            .map_or(Met::Unclear, |latest| {
                case.meets(&latest, case.target.operator, level)
            });
        years.push(YearVerdict {
            year: figure.year,
            value: figure.value,
            met: match met {
                Met::Yes => Some(true),
                Met::No => Some(false),
                Met::Unclear => None,
            },
        });
        let gap = figure
            .value
            .checked_sub(level)
            .map(|gap| good_decimal(gap, direction));
        worst_gap = worst_gap.into_iter().chain(gap).min();
    }
    YearTally {
        first_year: span.first,
        last_year: span.last,
        met: years.iter().filter(|year| year.met == Some(true)).count(),
        elapsed: years.len(),
        years,
        worst_gap,
        mean: None,
        required_remaining: None,
        secured: false,
    }
}

/// The typical recent yearly value: the median of the last three.
pub(super) fn recent_level(figures: &[YearFigure]) -> Option<f64> {
    let mut last: Vec<f64> = figures
        .iter()
        .rev()
        .take(3)
        .map(|figure| float(figure.value))
        .collect();
    median(&mut last)
}

pub(super) fn tell_recent_level(assessment: &mut Assessment, figures: &[YearFigure]) {
    assessment.recent_rate = recent_level(figures);
    let last = figures
        .iter()
        .rev()
        .take(3)
        .map(|figure| format!("{}: {}", figure.year, exact(figure.value)));
    let inputs = vec![("figures", last.collect::<Vec<_>>().join("; "))];
    let formula = "median of the last three years";
    assessment.trace.push(line(
        "recent_rate",
        formula,
        inputs,
        show_some(assessment.recent_rate),
    ));
}

/// What each remaining year needs over what years gave of late.
pub(super) fn tell_yearly_effort(assessment: &mut Assessment) {
    let Some(required) = assessment
        .required_from_now
        .as_ref()
        .filter(|required| !required.secured)
    else {
        return;
    };
    let Some(recent) = assessment.recent_rate else {
        return;
    };
    let is_same_way = (required.rate > 0.0) == (recent > 0.0);
    assessment.effort = ratio(required.rate, recent).filter(|_| is_same_way);
    let inputs = vec![("required", show(required.rate)), ("recent", show(recent))];
    assessment.trace.push(line(
        "effort",
        "required / recent",
        inputs,
        show_some(assessment.effort),
    ));
}

/// Draws a level that holds in every year that counts, and how far a value is from it.
pub(super) fn tell_flat(
    case: &Case<'_>,
    assessment: &mut Assessment,
    start: NaiveDate,
    level: Decimal,
    latest: &Latest,
) {
    let due = case.target.due();
    let days = crate::time::drawing_days(start, due);
    assessment.path = days
        .into_iter()
        .map(|date| PathPoint { date, value: level })
        .collect();
    assessment.expected = Some(level);
    let (from, end) = (decimal_year(start), case.due());
    assessment.time_share =
        ratio(decimal_year(latest.date) - from, end - from).map(|share| share.clamp(0.0, 1.0));
    let flat = Path::new(
        milepost_model::PathKind::Constant,
        (from, float(level)),
        (end, float(level)),
        &[],
    );
    if let Ok(path) = flat {
        tell_deviation(case, assessment, &path, level, latest);
    }
}

pub(super) fn judge(case: &Case<'_>, assessment: &mut Assessment) -> Judgement {
    let Some(level) = case.target.value else {
        return Judgement::nothing(Reason::TargetIncomplete);
    };
    if let Some(used) = assessment.target.as_mut() {
        used.level = Some(level);
    }
    if contradicts(case.target.operator, case.indicator.direction) {
        return Judgement::nothing(Reason::PathUndefined);
    }
    let all = full_years(case);
    let Some(span) = Span::of(case, &all) else {
        return Judgement::nothing(Reason::TargetIncomplete);
    };
    let figures = span.within(&all);
    if case.target.kind == TargetKind::FlowAvg {
        judge_mean(case, assessment, span, &figures, level)
    } else {
        judge_each(case, assessment, span, &figures, level)
    }
}

fn judge_each(
    case: &Case<'_>,
    assessment: &mut Assessment,
    span: Span,
    figures: &[YearFigure],
    level: Decimal,
) -> Judgement {
    assessment.latest = case
        .latest(assessment)
        .filter(|latest| latest.basis != LatestBasis::Baseline);
    let Some(latest) = assessment.latest.clone() else {
        return Judgement::nothing(why_no_year(case, span));
    };
    let tally = tally(case, span, figures, level);
    tell_tally(assessment, &tally);
    let has_failed = tally.years.iter().any(|year| year.met == Some(false));
    let is_complete = tally.elapsed == usize::try_from(span.years()).unwrap_or(usize::MAX);
    let all_met = tally.met == tally.elapsed;
    assessment.years = Some(tally);
    let Some(start) = span.start() else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    tell_flat(case, assessment, start, level, &latest);
    let years_left = f64::from((span.last - latest.period.calendar_year()).max(0));
    assessment.required_from_now = Some(Required {
        rate: float(level),
        is_percent: false,
        years_left,
        gap: level
            .checked_sub(latest.value)
            .map(|gap| good_decimal(gap, case.indicator.direction)),
        secured: false,
    });
    tell_recent_level(assessment, &full_years(case));
    tell_yearly_effort(assessment);
    assessment.pace = level_ratio(float(latest.value), float(level), case.indicator.direction);
    let inputs = vec![("value", exact(latest.value)), ("level", exact(level))];
    let formula = "1 + (value - level) / level, turned to the good direction";
    assessment
        .trace
        .push(line("pace", formula, inputs, show_some(assessment.pace)));
    let outlook = Outlook::new(&case.fit.points, case.scale(), case.bounds());
    let goal = Goal {
        operator: case.target.operator,
        level: float(level),
        upper: None,
        slack: case.slack(level),
        start: None,
        direction: case.indicator.direction,
    };
    let (prospect, projected) = tell_projection(case, assessment, outlook.as_ref(), goal);
    if case.is_disputed(&latest) {
        return Judgement::nothing(Reason::UnresolvedConflict);
    }
    let met = met_each(case, &latest, level);
    tell_met(case, assessment, &latest, level, met);
    let has_begun = latest.period.calendar_year() >= span.first;
    let finding = match assessment.pace {
        _ if !has_begun => Finding::Nothing(why_no_year(case, span)),
        _ if case.is_final(&latest) && has_failed => Finding::Fact(Status::Missed),
        _ if case.is_final(&latest) && is_complete && all_met => Finding::Fact(Status::Achieved),
        _ if case.is_final(&latest) && is_complete => Finding::Nothing(Reason::NotDistinguishable),
        _ if case.is_final(&latest) => Finding::Nothing(Reason::NoFullYear),
        // A year below the level cannot be made good by another one.
        Some(pace) => Finding::Pace {
            pace,
            is_capped: met == Met::No || has_failed,
        },
        None => Finding::Nothing(Reason::OutOfRange),
    };
    Judgement {
        finding,
        prospect,
        projected,
    }
}

/// A running year that is past a minimum already has met it, whatever its estimate; otherwise its estimate counts.
fn met_each(case: &Case<'_>, latest: &Latest, level: Decimal) -> Met {
    let running = case
        .running
        .estimate()
        .and_then(|estimate| case.point(estimate.running));
    let so_far = running.map(|point| {
        let figure = Latest {
            value: point.value,
            step: point.step,
            ..latest.clone()
        };
        case.meets(&figure, case.target.operator, level)
    });
    let is_minimum = case.indicator.direction == milepost_model::Direction::Up;
    if is_minimum && so_far == Some(Met::Yes) {
        Met::Yes
    } else {
        case.meets(latest, case.target.operator, level)
    }
}

pub(super) fn tell_tally(assessment: &mut Assessment, tally: &YearTally) {
    let years = tally.years.iter().map(|year| {
        let word = match year.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "not distinguishable",
        };
        format!("{}: {} ({word})", year.year, exact(year.value))
    });
    let inputs = vec![
        ("years", years.collect::<Vec<_>>().join("; ")),
        ("worst gap", tally.worst_gap.map(exact).unwrap_or_default()),
    ];
    let result = format!(
        "{} of {}, {} to {}",
        tally.met, tally.elapsed, tally.first_year, tally.last_year
    );
    assessment
        .trace
        .push(line("years", "years met / years with a figure", inputs, result));
}

fn judge_mean(
    case: &Case<'_>,
    assessment: &mut Assessment,
    span: Span,
    figures: &[YearFigure],
    level: Decimal,
) -> Judgement {
    let Some(newest) = figures.last().copied() else {
        assessment.latest = case
            .latest(assessment)
            .filter(|latest| latest.basis == LatestBasis::Published);
        return Judgement::nothing(why_no_year(case, span));
    };
    let Some(sums) = Sums::of(span, figures, level) else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    let running = case.running.index();
    let Some(latest) = latest_of(&newest, LatestBasis::MeanOverYears, sums.mean, running) else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    assessment.latest = Some(latest.clone());
    let mut tally = tally(case, span, figures, level);
    tally.mean = Some(sums.mean);
    tally.required_remaining = sums.required;
    tally.secured = sums.secured;
    tell_tally(assessment, &tally);
    assessment.years = Some(tally);
    let inputs = vec![
        ("sum", exact(sums.total)),
        ("n, years with a figure", figures.len().to_string()),
        ("N, years that count", span.years().to_string()),
        ("m, target", exact(level)),
        (
            "remaining years need",
            sums.required.map(exact).unwrap_or_default(),
        ),
    ];
    let formula = "mean = sum / n; the remaining years need (m * N - sum) / (N - n)";
    assessment
        .trace
        .push(line("mean", formula, inputs, exact(sums.mean)));
    let Some(start) = span.start() else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    tell_flat(case, assessment, start, level, &latest);
    if let Some(deviation) = assessment.deviation.as_mut() {
        // On the cumulative line a month is a twelfth of the yearly level.
        let years = ratio(float(sums.total), float(level)).map(|worth| worth - count(figures.len()));
        deviation.months = years.map(|years| 12.0 * years);
    }
    assessment.completion = ratio(float(sums.total), float(level) * f64::from(span.years()));
    assessment.pace = level_ratio(float(sums.mean), float(level), case.indicator.direction);
    let inputs = vec![("mean", exact(sums.mean)), ("level", exact(level))];
    let formula = "1 + (mean - level) / level, turned to the good direction";
    assessment
        .trace
        .push(line("pace", formula, inputs, show_some(assessment.pace)));
    if let (Some(required), true) = (sums.required, sums.left > 0) {
        assessment.required_from_now = Some(Required {
            rate: float(required),
            is_percent: false,
            years_left: f64::from(sums.left),
            gap: sums.gap.map(|gap| good_decimal(gap, case.indicator.direction)),
            secured: sums.secured,
        });
    }
    tell_recent_level(assessment, &full_years(case));
    tell_yearly_effort(assessment);
    let prospect = tell_mean_projection(case, assessment, span, &sums, level);
    if case.is_disputed(&latest) {
        return Judgement::nothing(Reason::UnresolvedConflict);
    }
    let met = case.meets(&latest, case.target.operator, level);
    tell_met(case, assessment, &latest, level, met);
    let is_final = sums.left == 0 && !sums.has_gap;
    let finding = match (met, assessment.pace) {
        (Met::Yes, _) if is_final => Finding::Fact(Status::Achieved),
        (Met::No, _) if is_final => Finding::Fact(Status::Missed),
        (Met::Unclear, _) if is_final => Finding::Nothing(Reason::NotDistinguishable),
        _ if sums.left == 0 => Finding::Nothing(Reason::NoFullYear),
        // An amount cannot be taken back: the mean is reached even if nothing more comes.
        _ if sums.secured => Finding::Fact(Status::Achieved),
        (Met::Yes | Met::No | Met::Unclear, Some(pace)) => Finding::Pace {
            pace,
            is_capped: false,
        },
        (Met::Yes | Met::No | Met::Unclear, None) => Finding::Nothing(Reason::OutOfRange),
    };
    if sums.has_gap {
        assessment.modifiers.push(Modifier::LowConfidence);
    }
    Judgement {
        finding,
        prospect,
        projected: None,
    }
}

/// The sums behind a mean.
struct Sums {
    total: Decimal,
    mean: Decimal,
    required: Option<Decimal>,
    /// What is missing to the whole: level times years, less the sum.
    gap: Option<Decimal>,
    secured: bool,
    /// Years that count and are later than the newest figure.
    left: u32,
    /// Whether an earlier year has no figure.
    has_gap: bool,
}

impl Sums {
    fn of(span: Span, figures: &[YearFigure], level: Decimal) -> Option<Self> {
        let newest = figures.last()?.year;
        let mut total = Decimal::ZERO;
        for figure in figures {
            total = total.checked_add(figure.value)?;
        }
        let mean = total
            .checked_div(Decimal::from(figures.len()))?
            .round_sf(12)?
            .normalize();
        let left = u32::try_from(span.last - newest).unwrap_or(0);
        let has_gap = usize::try_from(span.years() - left).unwrap_or(0) != figures.len();
        let whole = level.checked_mul(Decimal::from(span.years()))?;
        let gap = whole.checked_sub(total)?;
        let required = if left == 0 || has_gap {
            None
        } else {
            gap.checked_div(Decimal::from(left))
                .and_then(|need| need.round_sf(12))
                .map(|need| need.normalize())
        };
        let no_losses = figures.iter().all(|figure| figure.value >= Decimal::ZERO);
        Some(Self {
            total,
            mean,
            required,
            gap: Some(gap),
            secured: !has_gap && no_losses && level > Decimal::ZERO && gap <= Decimal::ZERO,
            left,
            has_gap,
        })
    }
}

/// Projects the years that are left, and with them the mean. The errors of the years move together, so the ends of
/// the years' intervals add up.
fn tell_mean_projection(
    case: &Case<'_>,
    assessment: &mut Assessment,
    span: Span,
    sums: &Sums,
    level: Decimal,
) -> Prospect {
    let enough = ratio(1.0, float(case.target.thresholds.on_track)).unwrap_or(1.0);
    let recent_suffices = assessment.effort.is_some_and(|effort| effort <= enough + 1e-9);
    let bare = Prospect {
        chance: None,
        recent_suffices,
    };
    if sums.left == 0 || sums.has_gap {
        return bare;
    }
    let Some(outlook) = Outlook::new(&case.fit.points, case.scale(), case.bounds()) else {
        return bare;
    };
    let years = f64::from(span.years());
    let start = float(sums.total) / years;
    let mut mean = Spread {
        value: start,
        low80: start,
        high80: start,
        low95: start,
        high95: start,
    };
    let left = (span.first..=span.last)
        .rev()
        .take(usize::try_from(sums.left).unwrap_or(0));
    for year in left {
        let Some(spread) = year_end(year).and_then(|end| outlook.at(decimal_year(end))) else {
            return bare;
        };
        mean.value += spread.value / years;
        mean.low80 += spread.low80 / years;
        mean.high80 += spread.high80 / years;
        mean.low95 += spread.low95 / years;
        mean.high95 += spread.high95 / years;
    }
    let chance = mean_chance(case, &outlook, &mean, level);
    let projection = (|| {
        Some(Projection {
            date: case.target.due(),
            value: decimal(mean.value)?,
            low80: decimal(mean.low80)?,
            high80: decimal(mean.high80)?,
            low95: decimal(mean.low95)?,
            high95: decimal(mean.high95)?,
            chance,
            observations: outlook.observations,
        })
    })();
    let Some(projection) = projection else { return bare };
    let inputs = vec![
        ("sum so far", exact(sums.total)),
        ("years that count", span.years().to_string()),
        ("b, median slope a year", show(outlook.slope)),
        ("scale", outlook.scale().name().to_owned()),
        (
            "80%",
            format!("{} to {}", exact(projection.low80), exact(projection.high80)),
        ),
        ("chance of meeting the target", show_some(chance)),
    ];
    let formula = "(sum so far + last value + b * sum of 0.8^i, for each year left) / years that count";
    assessment
        .trace
        .push(line("projection", formula, inputs, exact(projection.value)));
    assessment.projection = Some(projection);
    Prospect { chance, ..bare }
}

fn mean_chance(case: &Case<'_>, outlook: &Outlook, mean: &Spread, level: Decimal) -> Option<f64> {
    if !outlook.allows_chance() {
        return None;
    }
    let level = float(level);
    let below = match case.indicator.direction {
        milepost_model::Direction::Up => probability_below(mean, level - case.slack(case.target.value?)),
        milepost_model::Direction::Down => probability_below(mean, level + case.slack(case.target.value?)),
    };
    let met = match case.indicator.direction {
        milepost_model::Direction::Up => 1.0 - below,
        milepost_model::Direction::Down => below,
    };
    Some(crate::outlook::in_steps(met))
}
