//! `growth_avg`: the geometric mean of the years' rates, and what the remaining ones need.

use milepost_model::{Decimal, Direction, NaiveDate, PathKind, Unit};

use crate::assessment::{Assessment, Latest, LatestBasis, PathPoint, Required};
use crate::judge::level::{tell_deviation, tell_met};
use crate::judge::prospect::{Goal, tell_projection};
use crate::judge::yearly::{
    Span, YearFigure, latest_of, tally, tell_recent_level, tell_tally, tell_yearly_effort,
};
use crate::judge::{Case, Judgement, good, good_decimal};
use crate::ladder::Finding;
use crate::number::{count, decimal, finite, float, ratio};
use crate::outlook::{Bounds, Outlook, Scale};
use crate::path::{Path, level_ratio};
use crate::precision::Met;
use crate::status::{Modifier, Reason, Status};
use crate::time::{decimal_year, drawing_days, year_end};
use crate::trace::{exact, line, show_some};

use super::{Counted, judge_running, pace};

pub(super) fn judge(
    case: &Case<'_>,
    assessment: &mut Assessment,
    counted: &Counted,
    rate: Decimal,
) -> Judgement {
    let span = counted.span;
    let Some(Index { level, path, start }) = Index::of(case, span, rate) else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    if let Some(used) = assessment.target.as_mut() {
        used.level = Some(level);
    }
    let days = drawing_days(start, case.target.due());
    let drawn = days.into_iter().filter_map(|date| {
        let value = decimal(path.value(decimal_year(date))?)?;
        Some(PathPoint { date, value })
    });
    assessment.path = drawn.collect();
    if counted.figures.is_empty() {
        return judge_running(case, assessment, span, rate);
    }
    let Some(grown) = Grown::of(span, &counted.figures) else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    let Some(newest) = counted.figures.last() else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    let running = case.running.index();
    // Over a gap there is no index of the newest year, only the mean of the years that have a rate.
    let (basis, value, unit) = if grown.has_gap {
        (LatestBasis::MeanOverYears, grown.mean, Unit::Percent)
    } else {
        (LatestBasis::GrowthIndex, grown.index, Unit::Index)
    };
    let Some(latest) = latest_of(newest, basis, value, running) else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    let latest = Latest { unit, ..latest };
    assessment.latest = Some(latest.clone());
    tell_mean(case, assessment, counted, &grown, rate);
    if grown.has_gap {
        assessment.path.clear();
    } else {
        let expected = path.value(decimal_year(latest.date)).and_then(decimal);
        assessment.expected = expected;
        if let Some(expected) = expected {
            tell_deviation(case, assessment, &path, expected, &latest);
        }
        assessment.completion = ratio(float(grown.index) - 100.0, float(level) - 100.0);
    }
    assessment.time_share = ratio(f64::from(newest.year - span.first + 1), f64::from(span.years()))
        .map(|share| share.clamp(0.0, 1.0));
    let mean = grown.mean;
    assessment.pace = pace(float(mean), float(rate), case.indicator.direction).or_else(|| {
        level_ratio(
            float(grown.index),
            path.value(decimal_year(latest.date))?,
            case.indicator.direction,
        )
    });
    let inputs = vec![("mean growth", exact(mean)), ("target growth", exact(rate))];
    assessment.trace.push(line(
        "pace",
        "mean growth / target growth",
        inputs,
        show_some(assessment.pace),
    ));
    tell_recent_level(assessment, &counted.all);
    tell_yearly_effort(assessment);
    let outlook = Outlook::new(&chained(span, &counted.all), Scale::Log, Bounds::default());
    let goal = Goal {
        operator: case.target.operator,
        level: float(level),
        upper: None,
        slack: slack_of_index(case, span, rate, level),
        start: Some(100.0),
        direction: case.indicator.direction,
    };
    let (prospect, projected) = tell_projection(case, assessment, outlook.as_ref(), goal);
    let figure = Latest {
        value: mean,
        unit: Unit::Percent,
        ..latest
    };
    let met = case.meets(&figure, case.target.operator, rate);
    tell_met(case, assessment, &figure, rate, met);
    if grown.has_gap {
        assessment.modifiers.push(Modifier::LowConfidence);
    }
    let finding = match (grown.left == 0, grown.has_gap, met) {
        (true, true, _) => Finding::Nothing(Reason::NoFullYear),
        (true, false, Met::Yes) => Finding::Fact(Status::Achieved),
        (true, false, Met::No) => Finding::Fact(Status::Missed),
        (true, false, Met::Unclear) => Finding::Nothing(Reason::NotDistinguishable),
        (false, _, _) => match assessment.pace {
            Some(pace) => Finding::Pace {
                pace,
                is_capped: false,
            },
            None => Finding::Nothing(Reason::OutOfRange),
        },
    };
    Judgement {
        finding,
        prospect,
        projected,
    }
}

/// The path of an index that starts at 100.
struct Index {
    level: Decimal,
    path: Path,
    start: NaiveDate,
}

impl Index {
    fn of(case: &Case<'_>, span: Span, rate: Decimal) -> Option<Self> {
        let start = span.start()?;
        let factor = 1.0 + float(rate) / 100.0;
        let level = 100.0 * libm::pow(factor, f64::from(span.years()));
        let level = if level > 0.0 { decimal(level)? } else { return None };
        let ends = ((decimal_year(start), 100.0), (case.due(), float(level)));
        let path = Path::new(PathKind::Geometric, ends.0, ends.1, &[]).ok()?;
        Some(Self { level, path, start })
    }
}

/// What the years that count grew to.
struct Grown {
    /// Baseline = 100.
    index: Decimal,
    /// Geometric mean of the rates, in percent.
    mean: Decimal,
    /// Years that count and are later than the newest rate.
    left: u32,
    /// Whether an earlier year has no rate.
    has_gap: bool,
}

impl Grown {
    fn of(span: Span, figures: &[YearFigure]) -> Option<Self> {
        let mut index = Decimal::ONE_HUNDRED;
        for figure in figures {
            index = grow(index, figure.value)?;
        }
        let size = float(index) / 100.0;
        let mean = if size > 0.0 {
            100.0 * (libm::pow(size, 1.0 / count(figures.len())) - 1.0)
        } else {
            -100.0
        };
        let newest = figures.last()?.year;
        let left = u32::try_from(span.last - newest).unwrap_or(0);
        Some(Self {
            index: index.round_sf(12)?.normalize(),
            mean: decimal(mean)?,
            left,
            has_gap: usize::try_from(span.years() - left).unwrap_or(0) != figures.len(),
        })
    }

    /// What every remaining year needs, in percent.
    fn required(&self, span: Span, rate: Decimal) -> Option<f64> {
        if self.left == 0 || self.has_gap || self.index <= Decimal::ZERO {
            return None;
        }
        let goal = libm::pow(1.0 + float(rate) / 100.0, f64::from(span.years()));
        let need = libm::pow(goal / (float(self.index) / 100.0), 1.0 / f64::from(self.left));
        finite(100.0 * (need - 1.0))
    }
}

fn grow(index: Decimal, percent: Decimal) -> Option<Decimal> {
    let factor = Decimal::ONE.checked_add(percent.checked_div(Decimal::ONE_HUNDRED)?)?;
    // Beyond 20 digits nothing of the published rates is left in the product.
    index.checked_mul(factor)?.round_sf(20)
}

fn tell_mean(case: &Case<'_>, assessment: &mut Assessment, counted: &Counted, grown: &Grown, rate: Decimal) {
    let span = counted.span;
    let required = grown.required(span, rate);
    let is_secured = required.is_some_and(|need| good(need, case.indicator.direction) <= 0.0);
    let mut tally = tally(case, span, &counted.figures, rate);
    tally.mean = Some(grown.mean);
    tally.required_remaining = required.and_then(decimal);
    tally.secured = is_secured;
    tell_tally(assessment, &tally);
    assessment.years = Some(tally);
    let inputs = vec![
        (
            if grown.has_gap {
                "product of the known years, start = 100"
            } else {
                "index, start = 100"
            },
            exact(grown.index),
        ),
        ("n, years with a rate", counted.figures.len().to_string()),
        ("N, years that count", span.years().to_string()),
        ("g, target growth in percent", exact(rate)),
        ("remaining years need, in percent", show_some(required)),
    ];
    let formula = "index = 100 * product of (1 + rate / 100); mean = 100 * ((index / 100) ^ (1 / n) - 1); the \
                   remaining years need 100 * (((1 + g / 100) ^ N / (index / 100)) ^ (1 / (N - n)) - 1)";
    assessment
        .trace
        .push(line("mean", formula, inputs, format!("{}%", exact(grown.mean))));
    let level = assessment.target.as_ref().and_then(|used| used.level);
    if let Some(rate) = required {
        let gap = level.and_then(|level| level.checked_sub(grown.index));
        assessment.required_from_now = Some(Required {
            rate,
            is_percent: true,
            years_left: f64::from(grown.left),
            gap: gap.map(|gap| good_decimal(gap, case.indicator.direction)),
            secured: is_secured,
        });
    }
}

/// An index through all known years in a row that touch the years that count, 100 before the first of these.
fn chained(span: Span, all: &[YearFigure]) -> Vec<(f64, f64)> {
    let rate = |year: i32| {
        all.iter()
            .find(|figure| figure.year == year)
            .map(|figure| float(figure.value))
    };
    let at = |year: i32| year_end(year).map(decimal_year);
    let mut points = Vec::new();
    points.extend(at(span.first - 1).map(|at| (at, 100.0)));
    let mut value = 100.0;
    for year in (span.first - 10..span.first).rev() {
        let Some(percent) = rate(year) else { break };
        value /= 1.0 + percent / 100.0;
        points.extend(at(year - 1).map(|at| (at, value)));
    }
    points.reverse();
    value = 100.0;
    for year in span.first..=span.last {
        let Some(percent) = rate(year) else { break };
        value *= 1.0 + percent / 100.0;
        points.extend(at(year).map(|at| (at, value)));
    }
    points.retain(|point| point.1.is_finite());
    crate::selection::recent(&points)
}

/// How far the index may end from the target's where the rate is only "about": the index of the lowest rate that
/// still counts.
fn slack_of_index(case: &Case<'_>, span: Span, rate: Decimal, level: Decimal) -> f64 {
    let slack = case.slack(rate);
    let edge = match case.indicator.direction {
        Direction::Up => float(rate) - slack,
        Direction::Down => float(rate) + slack,
    };
    let at_edge = 100.0 * libm::pow(1.0 + edge / 100.0, f64::from(span.years()));
    finite((float(level) - at_edge).abs()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use milepost_model::Comparison;

    use super::*;

    fn figures(rates: &[(i32, i64)]) -> Vec<YearFigure> {
        let figure = |(year, rate): &(i32, i64)| YearFigure {
            year: *year,
            value: Decimal::from(*rate),
            step: Decimal::ONE,
            comparison: Comparison::Eq,
            unit: Unit::Percent,
            at: None,
        };
        rates.iter().map(figure).collect()
    }

    #[test]
    fn the_mean_of_growth_is_geometric_and_what_is_left_makes_it_up() {
        let span = Span {
            first: 2024,
            last: 2027,
        };
        let grown = Grown::of(span, &figures(&[(2024, 10), (2025, 21)])).unwrap();
        assert_eq!(grown.index, Decimal::new(1331, 1));
        assert!(!grown.has_gap && grown.left == 2);
        let need = grown.required(span, Decimal::from(10)).unwrap();
        // 1.1^4 / 1.331 = 1.1, over two years.
        assert!((need - 100.0 * (1.1_f64.sqrt() - 1.0)).abs() < 1e-9);
        assert!(
            Grown::of(span, &figures(&[(2024, 10), (2026, 10)]))
                .unwrap()
                .has_gap
        );
        assert_eq!(
            Grown::of(span, &figures(&[(2024, -100)])).unwrap().mean,
            Decimal::from(-100)
        );
        assert!(Grown::of(span, &[]).is_none());
    }

    #[test]
    fn the_chained_index_reaches_back_through_earlier_years() {
        let span = Span {
            first: 2024,
            last: 2027,
        };
        let points = chained(span, &figures(&[(2020, 5), (2022, 25), (2023, 100), (2024, 10)]));
        let values: Vec<f64> = points.iter().map(|point| point.1).collect();
        assert_eq!(values.len(), 4);
        for (found, expected) in values.iter().zip([40.0, 50.0, 100.0, 110.0]) {
            assert!((found - expected).abs() < 1e-9);
        }
    }
}
