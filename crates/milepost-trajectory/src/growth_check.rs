//! Published growth against the growth of the levels: the published one counts, a gap tells of a restated base.

use milepost_model::{Decimal, Period};

use crate::assessment::{GrowthFigures, ImpliedBase};
use crate::gather::Gathered;
use crate::number::{float, percent_of};
use crate::points::SeriesPoint;
use crate::trace::{exact, line, show, show_some};

/// A larger gap than this, in points, is no rounding: the base was restated, or one of the two is in real terms.
const GAP_POINTS: f64 = 1.0;

/// Compares for the newest period that has a published growth or two levels a year apart.
pub(crate) fn growth_figures(
    gathered: &Gathered,
    newest: Option<Period>,
    trace: &mut Vec<crate::assessment::TraceLine>,
) -> GrowthFigures {
    let published_newest = gathered.growth.last().map(|point| point.period);
    let Some(period) = published_newest.into_iter().chain(newest).max() else {
        return GrowthFigures::default();
    };
    let published = find(&gathered.growth, period);
    let level = find(&gathered.levels, period);
    let earlier = period
        .year_earlier()
        .and_then(|earlier| find(&gathered.levels, earlier));
    // Levels of two definitions have no growth between them.
    let pair = level
        .zip(earlier)
        .filter(|(level, earlier)| level.segment == earlier.segment);
    let computed =
        pair.and_then(|(level, earlier)| percent_of(level.value.checked_sub(earlier.value)?, earlier.value));
    if published.is_none() && computed.is_none() {
        return GrowthFigures::default();
    }
    let implied_base =
        published
            .zip(pair)
            .zip(computed)
            .and_then(|((published, (level, earlier)), computed)| {
                implied_base(published, level, earlier, float(published.value) - computed)
            });
    let inputs = vec![
        ("period", period.to_string()),
        (
            "published, in percent",
            published.map(|point| exact(point.value)).unwrap_or_default(),
        ),
        ("level", level.map(|point| exact(point.value)).unwrap_or_default()),
        (
            "level a year ago",
            earlier.map(|point| exact(point.value)).unwrap_or_default(),
        ),
        (
            "implied level a year ago",
            implied_base
                .as_ref()
                .map(|base| exact(base.implied))
                .unwrap_or_default(),
        ),
    ];
    let result = published.map_or_else(|| show_some(computed), |point| exact(point.value));
    let formula = match &implied_base {
        Some(base) => format!(
            "published growth counts; it is {} points from the levels'",
            show(base.gap_points)
        ),
        None => "100 * (level - level a year ago) / level a year ago".to_owned(),
    };
    trace.push(line("growth", formula, inputs, format!("{result}%")));
    GrowthFigures {
        period: Some(period),
        published: published.map(|point| point.value),
        computed,
        implied_base,
    }
}

fn implied_base(
    published: &SeriesPoint,
    level: &SeriesPoint,
    earlier: &SeriesPoint,
    gap_points: f64,
) -> Option<ImpliedBase> {
    if gap_points.abs() <= GAP_POINTS {
        return None;
    }
    let factor = Decimal::ONE.checked_add(published.value.checked_div(Decimal::ONE_HUNDRED)?)?;
    let implied = level
        .value
        .checked_div(factor)
        .filter(|_| factor > Decimal::ZERO)?;
    Some(ImpliedBase {
        period: earlier.period,
        published: earlier.value,
        implied: implied.round_sf(12)?.normalize(),
        gap_points,
    })
}

fn find(points: &[SeriesPoint], period: Period) -> Option<&SeriesPoint> {
    let index = points.binary_search_by(|point| point.period.cmp(&period)).ok()?;
    points.get(index)
}
