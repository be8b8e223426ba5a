//! Puts an indicator's figures into the two points that the other offices' methods take.

use milepost_model::{Indicator, NaiveDate, Target, TargetKind};

use super::{Compatibility, Scale, TwoPoints, eurostat, eustat, open_sdg, sdsn, unsd_2022, unsd_2023};
use crate::number::float;
use crate::time::decimal_year;

/// The first and the last value: decimal year and value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ends {
    pub(crate) base: (f64, f64),
    pub(crate) current: (f64, f64),
}

/// Returns the verdicts. `level` is the level to reach, on the scale of the values; `horizon` the day of the plan,
/// for the arrow of an indicator without a target.
pub(crate) fn compatibility(
    indicator: &Indicator,
    target: Option<&Target>,
    level: Option<f64>,
    ends: Option<Ends>,
    horizon: Option<NaiveDate>,
) -> Compatibility {
    let Some(Ends { base, current }) = ends else {
        return Compatibility::default();
    };
    let target_year = target.map(|target| decimal_year(target.due()));
    let points = TwoPoints {
        base_value: base.1,
        base_year: base.0,
        current_value: current.1,
        current_year: current.0,
        direction: indicator.direction,
        target: level,
        target_year: target_year.filter(|_| level.is_some()),
        natural_limit: indicator.natural_limit.map(float),
    };
    let arrow = indicator.sdsn.and_then(|bounds| {
        let threshold = bounds
            .threshold
            .map(float)
            .or(level)
            .unwrap_or_else(|| float(bounds.optimum));
        let scale = Scale {
            optimum: float(bounds.optimum),
            lower: float(bounds.lower),
            threshold,
        };
        let by = target_year.or_else(|| horizon.map(decimal_year))?;
        sdsn(base, current, &scale, by)
    });
    Compatibility {
        open_sdg: open_sdg(&points),
        eurostat: eurostat(&points),
        eustat: eustat(&points),
        sdsn: arrow,
        unsd_2022: unsd_2022(&points),
        unsd_2023: unsd_2023(&points),
    }
}

/// Tells whether a kind of target is a level that these methods can take.
pub(crate) const fn takes_level(kind: TargetKind) -> bool {
    match kind {
        TargetKind::Count
        | TargetKind::FlowLevel
        | TargetKind::FlowMin
        | TargetKind::FlowAvg
        | TargetKind::Share
        | TargetKind::Ceiling
        | TargetKind::FloorHold => true,
        TargetKind::GrowthAvg
        | TargetKind::GrowthEach
        | TargetKind::Range
        | TargetKind::Milestone
        | TargetKind::TrendOnly => false,
    }
}
