//! What a chart shows of an indicator, as floats: pictures need no more digits than pixels.

use milepost_model::{Comparison, Decimal, Measure, NaiveDate, Period, TargetKind, Unit};
use rust_decimal::prelude::ToPrimitive as _;

use crate::html::chart::axis::decimal_year;
use crate::report::v1::{IndicatorReport, Point, PointFlag};

/// A place on a chart: decimal year and value.
pub(crate) type Place = (f64, f64);

/// Points drawn at most, the newest: thirty years of months.
const MOST_POINTS: usize = 360;

/// What a chart shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plot {
    /// Comparable figures as published, oldest first, and which definition each belongs to.
    pub(crate) points: Vec<(Place, usize)>,
    /// Full years estimated from a year to date.
    pub(crate) estimates: Vec<Place>,
    /// Years to date where there are no full years to show.
    pub(crate) running: Vec<Place>,
    /// Earlier values of points: where, and the present value.
    pub(crate) vintages: Vec<(Place, f64)>,
    /// The other values of a conflict.
    pub(crate) conflicts: Vec<Place>,
    /// The expected path.
    pub(crate) path: Vec<Place>,
    /// The projection: year, value, then the intervals.
    pub(crate) fan: Vec<Band>,
    /// The starting value.
    pub(crate) baseline: Option<Place>,
    /// The levels to be reached, and from when to when they hold.
    pub(crate) targets: Vec<(f64, f64, f64)>,
    /// Where definitions change.
    pub(crate) breaks: Vec<f64>,
    /// How many older figures are left out.
    pub(crate) left_out: usize,
}

/// One step of the projection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Band {
    pub(crate) at: f64,
    pub(crate) value: f64,
    pub(crate) low80: f64,
    pub(crate) high80: f64,
    pub(crate) low95: f64,
    pub(crate) high95: f64,
}

/// Figures that may stand on one line: full years with full years, days with days; rates all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Year,
    Day,
    Part,
    Rate,
}

impl Plot {
    /// Gathers what the indicator has to show.
    pub(crate) fn of(indicator: &IndicatorReport) -> Self {
        let mut plot = Self::default();
        let main = main_shape(indicator);
        for point in &indicator.series {
            plot.add_point(point, main, indicator);
        }
        if plot.points.len() + plot.estimates.len() > 1 {
            plot.running.clear();
        }
        plot.left_out = plot.points.len().saturating_sub(MOST_POINTS);
        plot.points.drain(..plot.left_out);
        plot.add_latest(indicator);
        plot.add_conflicts(indicator, main);
        plot.add_path(indicator);
        plot.breaks = indicator
            .quality
            .breaks
            .iter()
            // A break stands at the start of its first period: the end of the day before.
            .map(|broken| decimal_year(broken.from.first_day()) - 1.0 / 365.0)
            .collect();
        plot
    }

    fn add_point(&mut self, point: &Point, main: Shape, indicator: &IndicatorReport) {
        let Some(value) = float(*point.value) else { return };
        let place = (decimal_year(point.period.last_day()), value);
        if point
            .flags
            .iter()
            .any(|flag| matches!(flag, PointFlag::Annualised | PointFlag::Estimated))
        {
            self.estimates.push(place);
            return;
        }
        let shape = shape(*point.period, indicator);
        if shape != main {
            if shape == Shape::Part && *point.comparison == Comparison::Eq {
                self.running.push(place);
            }
            return;
        }
        self.points.push((place, point.segment));
        for state in &point.vintages {
            if let Some(earlier) = state.value.and_then(|value| float(*value))
                && state.value != Some(point.value)
            {
                self.vintages.push(((place.0, earlier), value));
            }
        }
    }

    /// A latest value that is no point of the series: an estimated year, where the series does not carry it.
    fn add_latest(&mut self, indicator: &IndicatorReport) {
        use milepost_trajectory::LatestBasis;
        let Some(latest) = &indicator.latest else { return };
        let is_estimate = match *latest.basis {
            LatestBasis::MeanShare | LatestBasis::PriorYearRatio | LatestBasis::RunRate => true,
            LatestBasis::Published
            | LatestBasis::RunningGrowth
            | LatestBasis::MeanOverYears
            | LatestBasis::GrowthIndex
            | LatestBasis::Baseline => false,
        };
        let at = decimal_year(*latest.date);
        let is_known = self.estimates.iter().any(|place| (place.0 - at).abs() < 0.01);
        if let (true, false, Some(value)) = (is_estimate, is_known, float(*latest.value)) {
            self.estimates.push((at, value));
        }
    }

    fn add_conflicts(&mut self, indicator: &IndicatorReport, main: Shape) {
        for conflict in &indicator.quality.conflicts {
            let belongs =
                *conflict.role == milepost_model::Role::Level && shape(*conflict.period, indicator) == main;
            let others = conflict.values.iter().skip(1).filter(|_value| belongs);
            let at = decimal_year(conflict.period.last_day());
            self.conflicts
                .extend(others.filter_map(|other| Some((at, float(*other.value)?))));
        }
    }

    fn add_path(&mut self, indicator: &IndicatorReport) {
        let Some(target) = &indicator.target else { return };
        let due = decimal_year(target.by.last_day());
        let level = target.value.and_then(|value| float(*value));
        let start = indicator.path.first().map(|point| decimal_year(*point.date));
        match *target.kind {
            // Means are judged on sums and indices, which have another unit than the yearly figures shown.
            TargetKind::FlowAvg | TargetKind::GrowthAvg | TargetKind::GrowthEach | TargetKind::FlowMin => {
                let first = indicator.years.as_ref().map(|years| f64::from(years.first_year));
                let first = first.or(start).unwrap_or(due - 4.0);
                self.targets.extend(level.map(|level| (first, due, level)));
                return;
            }
            TargetKind::Ceiling | TargetKind::FloorHold | TargetKind::Range => {
                let start = start
                    .or_else(|| self.points.first().map(|(place, _)| place.0))
                    .unwrap_or(due - 4.0);
                let upper = target.upper.and_then(|value| float(*value));
                self.targets
                    .extend(level.into_iter().chain(upper).map(|level| (start, due, level)));
            }
            TargetKind::Count | TargetKind::FlowLevel | TargetKind::Share => {
                let level = target.level.and_then(|value| float(*value)).or(level);
                self.targets.extend(level.map(|level| (due, due, level)));
                let place = |(day, value): (NaiveDate, Decimal)| Some((decimal_year(day), float(value)?));
                self.path = indicator
                    .path
                    .iter()
                    .filter_map(|point| place((*point.date, *point.value)))
                    .collect();
            }
            TargetKind::Milestone | TargetKind::TrendOnly => {}
        }
        self.baseline = indicator
            .baseline
            .as_ref()
            .and_then(|baseline| Some((decimal_year(baseline.period.last_day()), float(*baseline.value)?)));
        self.fan = fan(indicator);
    }

    /// Tells whether there is something to draw: two places at least, or one and what it is measured by.
    pub(crate) const fn is_worth_drawing(&self) -> bool {
        let figures = self.points.len() + self.estimates.len() + self.running.len() + self.conflicts.len();
        let measures = self.path.len() + self.targets.len() + self.vintages.len();
        figures > 1 || !self.path.is_empty() || (figures == 1 && measures > 0)
    }
}

/// The projection as the method gives it: from the last full figure on, which an estimate may lie beyond.
fn fan(indicator: &IndicatorReport) -> Vec<Band> {
    let bands = indicator.fan.iter().filter_map(|point| {
        Some(Band {
            at: decimal_year(*point.date),
            value: float(*point.value)?,
            low80: float(*point.low80)?,
            high80: float(*point.high80)?,
            low95: float(*point.low95)?,
            high95: float(*point.high95)?,
        })
    });
    let bands: Vec<Band> = bands.collect();
    if bands.len() < 2 { Vec::new() } else { bands }
}

fn shape(period: Period, indicator: &IndicatorReport) -> Shape {
    let is_rate = match *indicator.measure {
        Measure::Growth | Measure::Share => true,
        Measure::Stock | Measure::Cumulative | Measure::Flow => *indicator.unit == Unit::Percent,
    };
    match (is_rate, period.is_as_of(), period.is_full_year()) {
        (true, _, _) => Shape::Rate,
        (_, true, _) => Shape::Day,
        (_, _, true) => Shape::Year,
        (_, _, false) => Shape::Part,
    }
}

/// The shape of the value that is judged, or of the newest figure.
fn main_shape(indicator: &IndicatorReport) -> Shape {
    let latest = indicator.latest.as_ref().map(|latest| *latest.period);
    let newest = indicator.series.last().map(|point| *point.period);
    latest
        .or(newest)
        .map_or(Shape::Year, |period| shape(period, indicator))
}

fn float(value: Decimal) -> Option<f64> {
    value.to_f64().filter(|value| value.is_finite())
}
