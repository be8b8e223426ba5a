//! Where values stand on a chart: its size, its ends, its scale.

use milepost_model::{Decimal, Language, Unit};
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use crate::html::chart::plot::{Place, Plot};
use crate::number_words::Scale;

// The drawing is small, so that its letters stay readable on a phone and are not huge on a desk.
pub(crate) const WIDTH: f64 = 480.0;
pub(crate) const HEIGHT: f64 = 272.0;
pub(crate) const LEFT: f64 = 50.0;
pub(crate) const RIGHT: f64 = 14.0;
pub(crate) const TOP: f64 = 28.0;
pub(crate) const BOTTOM: f64 = 26.0;

/// Where values stand on the drawing.
pub(crate) struct Frame {
    pub(crate) time: (f64, f64),
    pub(crate) value: (f64, f64),
    pub(crate) scale: Scale,
    pub(crate) divisor: f64,
}

impl Frame {
    pub(crate) fn around(plot: &Plot, unit: Unit, language: Language) -> Option<Self> {
        let mut core: Vec<f64> = Vec::new();
        let places = plot
            .points
            .iter()
            .map(|(place, _)| place)
            .chain(&plot.estimates)
            .chain(&plot.path);
        let places: Vec<Place> = places
            .chain(&plot.running)
            .chain(&plot.baseline)
            .copied()
            .collect();
        core.extend(places.iter().map(|place| place.1));
        core.extend(plot.vintages.iter().map(|(place, _)| place.1));
        core.extend(plot.conflicts.iter().map(|place| place.1));
        core.extend(plot.targets.iter().map(|target| target.2));
        let (mut low, mut high) = ends(core.iter().copied())?;
        // A wide fan may add half the height on either side, no more: the figures must not be pressed flat. The rest is clipped.
        let starts_near_zero = low > 0.0 && low < 0.4 * high;
        let room = ((high - low) * 0.5).max(high.abs() * 0.02);
        let fan = plot
            .fan
            .iter()
            .flat_map(|band| [band.low80, band.high80, band.value]);
        if let Some((fan_low, fan_high)) = ends(fan) {
            let floor = if low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
            low = low.min(fan_low.max(low - room).max(floor));
            high = high.max(fan_high.min(high + room));
        }
        if !plot.running.is_empty() || starts_near_zero {
            low = low.min(0.0);
        }
        if high < 0.0 && high > 0.4 * low {
            high = 0.0;
        }
        let margin = if high > low {
            (high - low) * 0.07
        } else {
            (high.abs() * 0.1).max(1.0)
        };
        let (bottom, top) = (
            if low.abs() < f64::EPSILON {
                low
            } else {
                low - margin
            },
            high + margin,
        );
        let days = places.iter().map(|place| place.0);
        let ends_of_targets = plot.targets.iter().flat_map(|target| [target.0, target.1]);
        let (from, to) = ends(
            days.chain(ends_of_targets)
                .chain(plot.fan.iter().map(|band| band.at)),
        )?;
        let side = ((to - from) * 0.03).max(0.04);
        let largest = Decimal::from_f64(bottom.abs().max(top.abs()))?;
        let scale = if unit == Unit::Percent {
            Scale::for_axis(Decimal::ONE, language)
        } else {
            Scale::for_axis(largest, language)
        };
        let divisor = scale.divisor().to_f64().unwrap_or(1.0);
        Some(Self {
            time: (from - side, to + side),
            value: (bottom, top),
            scale,
            divisor,
        })
    }

    pub(crate) fn x(&self, at: f64) -> f64 {
        LEFT + (at - self.time.0) / (self.time.1 - self.time.0) * (WIDTH - LEFT - RIGHT)
    }

    pub(crate) fn y(&self, value: f64) -> f64 {
        let share = (value - self.value.0) / (self.value.1 - self.value.0);
        // Far outside the frame the clipped drawing needs no exact place.
        HEIGHT - BOTTOM - share.clamp(-20.0, 20.0) * (HEIGHT - TOP - BOTTOM)
    }
}

fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let mut found: Option<(f64, f64)> = None;
    for value in values.filter(|value| value.is_finite()) {
        found = Some(found.map_or((value, value), |(low, high)| (low.min(value), high.max(value))));
    }
    found
}
