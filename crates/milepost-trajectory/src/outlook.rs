//! Where a series is heading: damped Theil–Sen from the last value, with intervals calibrated on public series.
//!
//! `ŷ(n+h) = y_n + b·Σ 0.8^i` for i = 1..h, b the median pairwise slope. Floats, because logarithms and medians are.

use milepost_model::{Direction, Operator};

use crate::number::{count, finite, is_zero};
use crate::stats::{normal_cdf, theil_sen_slope};

/// How much of a year's slope is left a year later.
const DAMPING: f64 = 0.8;

/// Fewer observations than these have no spread of steps.
const FEWEST: usize = 3;

/// Below four observations a chance would be made up.
const FEWEST_FOR_CHANCE: usize = 4;

/// The scale on which a series moves evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// As it is: counts, stocks, rates.
    Plain,
    /// Logarithms: positive flows.
    Log,
    /// Log odds: shares strictly between 0 and 100.
    Logit,
}

impl Scale {
    /// Returns the value on the scale, or `None` outside it.
    pub(crate) fn up(self, value: f64) -> Option<f64> {
        match self {
            Self::Plain => finite(value),
            Self::Log => (value > 0.0).then(|| libm::log(value)),
            Self::Logit => (value > 0.0 && value < 100.0).then(|| libm::log(value / (100.0 - value))),
        }
    }

    fn down(self, value: f64) -> Option<f64> {
        finite(match self {
            Self::Plain => value,
            Self::Log => libm::exp(value),
            Self::Logit => 100.0 / (1.0 + libm::exp(-value)),
        })
    }

    /// Names the scale for the trace.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Plain => "as printed",
            Self::Log => "logarithms",
            Self::Logit => "log odds",
        }
    }
}

/// A projected value with its intervals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) value: f64,
    pub(crate) low80: f64,
    pub(crate) high80: f64,
    pub(crate) low95: f64,
    pub(crate) high95: f64,
}

/// Bounds that no projection passes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Bounds {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
}

impl Bounds {
    fn hold(self, value: f64) -> f64 {
        let value = self.low.map_or(value, |low| value.max(low));
        self.high.map_or(value, |high| value.min(high))
    }
}

/// A series carried on from its last value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outlook {
    scale: Scale,
    bounds: Bounds,
    /// The last point: decimal year and value on the scale.
    last: (f64, f64),
    /// The last value, as it is.
    last_value: f64,
    /// The median pairwise slope a year, on the scale.
    pub(crate) slope: f64,
    /// The deviation of yearly steps from their mean, on the scale.
    pub(crate) step_error: f64,
    /// Years from the first to the last point.
    span: f64,
    /// How many observations it rests on.
    pub(crate) observations: usize,
}

impl Outlook {
    /// Fits a series of `(decimal year, value)`, oldest first; `None` below three points of different days, or where
    /// a value is off the scale.
    pub(crate) fn new(points: &[(f64, f64)], scale: Scale, bounds: Bounds) -> Option<Self> {
        if points.len() < FEWEST {
            return None;
        }
        let scaled: Option<Vec<(f64, f64)>> = points
            .iter()
            .map(|(at, value)| Some((*at, scale.up(*value)?)))
            .collect();
        let scaled = scaled?;
        let (first, last) = (*scaled.first()?, *scaled.last()?);
        let span = last.0 - first.0;
        if span <= 0.0 {
            return None;
        }
        let drift = (last.1 - first.1) / span;
        let mut squares = 0.0;
        for (from, to) in scaled.iter().zip(scaled.iter().skip(1)) {
            let run = to.0 - from.0;
            if run <= 0.0 {
                return None;
            }
            let rest = to.1 - from.1 - drift * run;
            // A walk spreads with the root of time: over a year's step this is the plain square.
            squares += rest * rest / run;
        }
        let step_error = (squares / (count(points.len()) - 2.0)).sqrt();
        Some(Self {
            scale,
            bounds,
            last,
            last_value: points.last()?.1,
            slope: theil_sen_slope(&scaled)?,
            step_error: settled(finite(step_error)?, last.1),
            span,
            observations: points.len(),
        })
    }

    /// Tells whether there are enough observations to speak of a chance.
    pub(crate) const fn allows_chance(&self) -> bool {
        self.observations >= FEWEST_FOR_CHANCE
    }

    /// Returns the scale.
    pub(crate) const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns the last value, as it is.
    pub(crate) const fn last_value(&self) -> f64 {
        self.last_value
    }

    /// Returns the years from the first to the last point.
    pub(crate) const fn years_seen(&self) -> f64 {
        self.span
    }

    /// Returns the years from the last point on; none before it.
    pub(crate) fn years_ahead(&self, at: f64) -> f64 {
        (at - self.last.0).max(0.0)
    }

    fn centre(&self, at: f64) -> f64 {
        self.last.1 + self.slope * damped_years(self.years_ahead(at))
    }

    /// Returns `s·√(h(1 + h/span))`: the standard error of a drift that many years ahead, on the scale.
    pub(crate) fn error(&self, at: f64) -> f64 {
        let h = self.years_ahead(at);
        self.step_error * (h * (1.0 + h / self.span)).sqrt()
    }

    /// Returns the multipliers of that error for the 80 and the 95 % interval.
    pub(crate) fn multipliers(&self, at: f64) -> (f64, f64) {
        let h = self.years_ahead(at);
        (
            multiplier(&FOR_80, self.observations, h),
            multiplier(&FOR_95, self.observations, h),
        )
    }

    /// Returns the projection at a decimal year, within the bounds.
    pub(crate) fn at(&self, at: f64) -> Option<Spread> {
        let (centre, error) = (self.centre(at), self.error(at));
        let (by80, by95) = self.multipliers(at);
        let value = |offset: f64| Some(self.bounds.hold(self.scale.down(centre + offset)?));
        Some(Spread {
            value: value(0.0)?,
            low80: value(-by80 * error)?,
            high80: value(by80 * error)?,
            low95: value(-by95 * error)?,
            high95: value(by95 * error)?,
        })
    }

    /// Returns the chance that the value stands to `level` as the operator says, in steps of 0.05; `slack` is how far
    /// from "about" still counts. `None` below four observations.
    pub(crate) fn chance(
        &self,
        at: f64,
        operator: Operator,
        level: f64,
        slack: f64,
        direction: Direction,
    ) -> Option<f64> {
        let probability = match (operator, direction) {
            (Operator::Ge | Operator::Gt, _) => self.at_least(at, level),
            (Operator::Le | Operator::Lt, _) => self.at_most(at, level),
            (Operator::About, Direction::Up) => self.at_least(at, level - slack),
            (Operator::About, Direction::Down) => self.at_most(at, level + slack),
        }?;
        Some(in_steps(probability))
    }

    /// Returns the chance to end between two levels, in steps of 0.05.
    pub(crate) fn chance_between(&self, at: f64, low: f64, high: f64) -> Option<f64> {
        let outside = 1.0 - self.at_least(at, low)? + 1.0 - self.at_most(at, high)?;
        Some(in_steps((1.0 - outside).max(0.0)))
    }

    fn at_least(&self, at: f64, level: f64) -> Option<f64> {
        if self.bounds.low.is_some_and(|low| low >= level) {
            return self.allows_chance().then_some(1.0);
        }
        Some(1.0 - self.below(at, level)?)
    }

    fn at_most(&self, at: f64, level: f64) -> Option<f64> {
        if self.bounds.high.is_some_and(|high| high <= level) {
            return self.allows_chance().then_some(1.0);
        }
        if self.bounds.low.is_some_and(|low| low > level) {
            return self.allows_chance().then_some(0.0);
        }
        // Where nothing is uncertain, "at most the level" holds at the level itself.
        let on_level = is_zero(self.error(at)) && is_level(self.centre(at), self.scale.up(level)?);
        if on_level {
            Some(1.0)
        } else {
            self.below(at, level)
        }
    }

    /// The probability to end below a level.
    fn below(&self, at: f64, level: f64) -> Option<f64> {
        if !self.allows_chance() {
            return None;
        }
        let Some(level) = self.scale.up(level) else {
            // Off the scale: everything on it is above zero and, for shares, below a hundred.
            return Some(if level > 0.0 { 1.0 } else { 0.0 });
        };
        let distance = level - self.centre(at);
        let error = self.error(at);
        if is_zero(error) {
            let is_below = distance > 0.0 && !is_level(level, level - distance);
            return Some(if is_below { 1.0 } else { 0.0 });
        }
        let (by80, by95) = self.multipliers(at);
        let score = normal_score(distance.abs() / error, by80, by95);
        finite(normal_cdf(if distance < 0.0 { -score } else { score }))
    }
}

/// The probability to end below a level, by the intervals of a projection.
pub(crate) fn probability_below(spread: &Spread, level: f64) -> f64 {
    let distance = level - spread.value;
    let (by80, by95) = if distance > 0.0 {
        (spread.high80 - spread.value, spread.high95 - spread.value)
    } else {
        (spread.value - spread.low80, spread.value - spread.low95)
    };
    if by80 <= 0.0 || by95 <= by80 {
        let is_below = distance > 0.0 && !is_level(level, spread.value);
        return if is_below { 1.0 } else { 0.0 };
    }
    let score = normal_score(distance.abs(), by80, by95);
    normal_cdf(if distance < 0.0 { -score } else { score })
}

/// A deviation that is only the rounding of floats is none.
fn settled(error: f64, size: f64) -> f64 {
    if error <= 1e-9 * size.abs().max(1e-9) {
        0.0
    } else {
        error
    }
}

fn is_level(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Rounds a probability to steps of 0.05.
pub(crate) fn in_steps(probability: f64) -> f64 {
    (probability * 20.0).round_ties_even() / 20.0
}

/// Σ 0.8^i for i = 1..h, for a broken number of years too: 0.8·(1 − 0.8^h)/(1 − 0.8).
pub(crate) fn damped_years(h: f64) -> f64 {
    DAMPING * (1.0 - libm::pow(DAMPING, h)) / (1.0 - DAMPING)
}

/// Rows of `(observations, [1, 2 and 3 years ahead])`.
type Multipliers = [(f64, [f64; 3])];

/// What the drift error must be multiplied by so that 80 % of public annual series ended inside (4-method.md §4).
const FOR_80: [(f64, [f64; 3]); 4] = [
    (5.0, [1.72, 2.08, 2.48]),
    (6.0, [1.67, 2.09, 2.41]),
    (8.0, [1.55, 1.91, 2.34]),
    (10.0, [1.50, 1.75, 1.99]),
];

/// The same for 95 %.
const FOR_95: [(f64, [f64; 3]); 2] = [(5.0, [3.45, 4.32, 5.24]), (10.0, [2.63, 3.41, 4.16])];

/// Interpolates between rows; outside 5 to 10 observations the nearest row holds, beyond 3 years the last step goes on.
fn multiplier(rows: &Multipliers, observations: usize, ahead: f64) -> f64 {
    let n = count(observations);
    let mut before: Option<(f64, f64)> = None;
    for (row, values) in rows {
        let value = along(values, ahead);
        if n <= *row {
            return match before {
                Some((from, low)) => low + (value - low) * (n - from) / (row - from),
                None => value,
            };
        }
        before = Some((*row, value));
    }
    before.map_or(0.0, |(_, value)| value)
}

fn along(values: &[f64; 3], ahead: f64) -> f64 {
    let [one, two, three] = *values;
    if ahead <= 1.0 {
        one
    } else if ahead <= 2.0 {
        one + (two - one) * (ahead - 1.0)
    } else {
        two + (three - two) * (ahead - 2.0)
    }
}

/// Turns a distance in errors into a normal score such that the 80 and 95 % ends are where the multipliers put them.
fn normal_score(distance: f64, by80: f64, by95: f64) -> f64 {
    // The 90 % and 97.5 % points of the standard normal distribution: the ends of two-sided 80 and 95 %.
    const END_80: f64 = 1.281_551_565_544_600_4;
    const END_95: f64 = 1.959_963_984_540_054;
    if distance <= by80 {
        END_80 * distance / by80
    } else {
        END_80 + (END_95 - END_80) * (distance - by80) / (by95 - by80)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIX: [(f64, f64); 6] = [
        (2020.0, 100.0),
        (2021.0, 104.0),
        (2022.0, 103.0),
        (2023.0, 109.0),
        (2024.0, 113.0),
        (2025.0, 116.0),
    ];

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() < 1e-9 * expected.abs().max(1.0),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn the_projection_is_the_damped_median_slope_with_calibrated_ends() {
        let outlook = Outlook::new(&SIX, Scale::Plain, Bounds::default()).unwrap();
        near(outlook.slope, 3.2);
        near(outlook.step_error, 2.588_435_821_108_957);
        let spread = outlook.at(2028.0).unwrap();
        // 116 + 3.2·(0.8 + 0.64 + 0.512), 80 % by 2.41 times the drift error of the published case.
        near(spread.value, 116.0 + 3.2 * 1.952);
        near(spread.high80 - spread.value, 2.41 * 5.670_978_751_503_131);
        near(
            spread.value - spread.low95,
            (5.24 + (4.16 - 5.24) / 5.0) * 5.670_978_751_503_131,
        );
    }

    #[test]
    fn multipliers_interpolate_and_hold_at_the_ends() {
        near(multiplier(&FOR_80, 5, 1.0), 1.72);
        near(multiplier(&FOR_80, 7, 2.0), 2.0);
        near(
            multiplier(&FOR_80, 9, 1.5),
            f64::midpoint(f64::midpoint(1.55, 1.91), f64::midpoint(1.50, 1.75)),
        );
        near(multiplier(&FOR_80, 3, 1.0), 1.72);
        near(multiplier(&FOR_80, 99, 3.0), 1.99);
        near(multiplier(&FOR_80, 10, 4.0), 2.23);
        near(multiplier(&FOR_95, 10, 0.2), 2.63);
    }

    #[test]
    fn the_chance_is_even_at_the_centre_and_a_tenth_at_the_end_of_80_percent() {
        let outlook = Outlook::new(&SIX, Scale::Plain, Bounds::default()).unwrap();
        let spread = outlook.at(2028.0).unwrap();
        let chance = |level| outlook.chance(2028.0, Operator::Ge, level, 0.0, Direction::Up);
        assert_eq!(chance(spread.value), Some(0.5));
        assert_eq!(chance(spread.high80), Some(0.1));
        assert_eq!(chance(spread.low80), Some(0.9));
        assert_eq!(chance(1e12), Some(0.0));
        let few = Outlook::new(&SIX[..3], Scale::Plain, Bounds::default()).unwrap();
        assert_eq!(few.chance(2028.0, Operator::Ge, 1.0, 0.0, Direction::Up), None);
    }

    #[test]
    fn what_is_certain_is_one_or_nothing() {
        let line: Vec<(f64, f64)> = (0..5_u8).map(|year| (f64::from(year), f64::from(year))).collect();
        let outlook = Outlook::new(&line, Scale::Plain, Bounds::default()).unwrap();
        let end = 4.0 + damped_years(2.0);
        for operator in [Operator::Ge, Operator::Le] {
            assert_eq!(
                outlook.chance(6.0, operator, end, 0.0, Direction::Up),
                Some(1.0),
                "{operator}"
            );
        }
        assert_eq!(
            outlook.chance(6.0, Operator::Ge, end + 0.1, 0.0, Direction::Up),
            Some(0.0)
        );
        assert_eq!(
            outlook.chance(6.0, Operator::Lt, end + 0.1, 0.0, Direction::Down),
            Some(1.0)
        );
    }

    #[test]
    fn bounds_and_scales_hold() {
        let falling = [(2020.0, 9.0), (2021.0, 5.0), (2022.0, 7.0), (2023.0, 6.0)];
        let never_falls = Bounds {
            low: Some(6.0),
            high: None,
        };
        let outlook = Outlook::new(&falling, Scale::Plain, never_falls).unwrap();
        assert!(outlook.at(2030.0).unwrap().low95 >= 6.0);
        assert_eq!(
            outlook.chance(2030.0, Operator::Ge, 6.0, 0.0, Direction::Up),
            Some(1.0)
        );
        let share = [(2020.0, 90.0), (2021.0, 94.0), (2022.0, 97.0), (2023.0, 99.0)];
        let spread = Outlook::new(&share, Scale::Logit, Bounds::default())
            .unwrap()
            .at(2030.0)
            .unwrap();
        assert!(spread.high95 <= 100.0 && spread.low95 >= 0.0);
        assert_eq!(
            Outlook::new(
                &[(1.0, 0.0), (2.0, 1.0), (3.0, 2.0)],
                Scale::Log,
                Bounds::default()
            ),
            None
        );
        assert_eq!(
            Outlook::new(
                &[(1.0, 1.0), (1.0, 1.0), (3.0, 2.0)],
                Scale::Plain,
                Bounds::default()
            ),
            None
        );
    }
}
