//! `flow_avg`: the mean of the years, and what the remaining ones need.

use milepost_model::{Decimal, Direction};

use crate::assessment::{Assessment, LatestBasis, Projection, Required};
use crate::judge::level::tell_met;
use crate::judge::{Case, Judgement, good_decimal};
use crate::ladder::{Finding, Prospect};
use crate::number::{count, decimal, float, ratio};
use crate::outlook::{Outlook, Spread, in_steps, probability_below};
use crate::path::level_ratio;
use crate::precision::Met;
use crate::status::{Modifier, Reason, Status};
use crate::time::{decimal_year, year_end};
use crate::trace::{exact, line, show, show_some};

use super::{
    Span, YearFigure, full_years, latest_of, tally, tell_flat, tell_recent_level, tell_tally,
    tell_yearly_effort, why_no_year,
};

pub(super) fn judge(
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
    // A year without a figure is not a year without an amount: then nobody knows how much is done.
    if !sums.has_gap {
        assessment.completion = ratio(float(sums.total), float(level) * f64::from(span.years()));
    }
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
        Direction::Up => probability_below(mean, level - case.slack(case.target.value?)),
        Direction::Down => probability_below(mean, level + case.slack(case.target.value?)),
    };
    let met = match case.indicator.direction {
        Direction::Up => 1.0 - below,
        Direction::Down => below,
    };
    Some(in_steps(met))
}
