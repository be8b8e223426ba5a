//! The expected path from baseline to target: where it stands on a day, and on which day it stands at a value.
//!
//! Floats, because the curves are: a year is a fraction of a path, and a constant rate a power. Published values
//! enter and leave as decimals one level up. A path is never extrapolated past its ends.

use milepost_model::{Direction, PathKind};

use crate::number::{finite, is_zero, ratio};
use crate::status::Reason;

/// A path between two points on the time axis, in decimal years.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    kind: PathKind,
    start: (f64, f64),
    end: (f64, f64),
    /// The corners of a milestones path, both ends included, sorted by time. Empty for the other kinds.
    corners: Vec<(f64, f64)>,
}

/// Where on the path a value stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OnPath {
    /// The decimal year.
    pub(crate) at: f64,
    /// True where the value is past an end of the path, so that the day is a bound only.
    pub(crate) is_bound: bool,
}

impl Path {
    /// Draws a path.
    ///
    /// # Errors
    /// [`Reason::PathUndefined`] where an end is no number, the end is not after the start, a geometric path would
    /// pass zero, a logit path would leave 0 to 100, or milestones are missing or not in order.
    pub(crate) fn new(
        kind: PathKind,
        start: (f64, f64),
        end: (f64, f64),
        milestones: &[(f64, f64)],
    ) -> Result<Self, Reason> {
        let all_finite = [start.0, start.1, end.0, end.1]
            .iter()
            .all(|value| value.is_finite());
        if !all_finite || end.0 <= start.0 {
            return Err(Reason::PathUndefined);
        }
        let within_share = |value: f64| value > 0.0 && value < 100.0;
        let is_defined = match kind {
            PathKind::Geometric => {
                let same_sign = (start.1 > 0.0 && end.1 > 0.0) || (start.1 < 0.0 && end.1 < 0.0);
                same_sign && (end.1 / start.1).is_finite()
            }
            PathKind::Logit => within_share(start.1) && within_share(end.1),
            PathKind::Milestones => !milestones.is_empty(),
            PathKind::Linear | PathKind::Constant | PathKind::Step => true,
        };
        if !is_defined {
            return Err(Reason::PathUndefined);
        }
        let corners = match kind {
            PathKind::Milestones => corners(start, end, milestones)?,
            PathKind::Linear
            | PathKind::Geometric
            | PathKind::Logit
            | PathKind::Constant
            | PathKind::Step => Vec::new(),
        };
        Ok(Self {
            kind,
            start,
            end,
            corners,
        })
    }

    /// Returns the expected value at a decimal year.
    pub(crate) fn value(&self, at: f64) -> Option<f64> {
        if at >= self.end.0 {
            return Some(self.end.1);
        }
        let share = ((at - self.start.0) / (self.end.0 - self.start.0)).max(0.0);
        let (from, to) = (self.start.1, self.end.1);
        finite(match self.kind {
            PathKind::Linear => from + (to - from) * share,
            PathKind::Geometric => from * libm::pow(to / from, share),
            PathKind::Logit => {
                let odds = log_odds(from) + (log_odds(to) - log_odds(from)) * share;
                100.0 / (1.0 + libm::exp(-odds))
            }
            PathKind::Constant => to,
            PathKind::Step => from,
            PathKind::Milestones => self.between_corners(at)?,
        })
    }

    fn between_corners(&self, at: f64) -> Option<f64> {
        let mut before = *self.corners.first()?;
        for corner in &self.corners {
            if at <= corner.0 {
                let run = corner.0 - before.0;
                let share = if run > 0.0 {
                    ((at - before.0) / run).max(0.0)
                } else {
                    1.0
                };
                return Some(before.1 + (corner.1 - before.1) * share);
            }
            before = *corner;
        }
        Some(before.1)
    }

    /// Returns the day on which the path stands at `value`; `None` for flat paths and ones that turn.
    pub(crate) fn day_of(&self, value: f64) -> Option<OnPath> {
        let (from, to) = (self.start.1, self.end.1);
        let rises = to > from;
        let beyond = |edge: f64, past: bool| {
            if past == rises {
                value >= edge
            } else {
                value <= edge
            }
        };
        if is_zero(to - from) {
            return None;
        }
        if beyond(to, true) {
            return Some(OnPath {
                at: self.end.0,
                is_bound: !is_zero(value - to),
            });
        }
        if beyond(from, false) {
            return Some(OnPath {
                at: self.start.0,
                is_bound: !is_zero(value - from),
            });
        }
        let share = match self.kind {
            PathKind::Linear => ratio(value - from, to - from)?,
            PathKind::Geometric => ratio(libm::log(value / from), libm::log(to / from))?,
            PathKind::Logit => ratio(log_odds(value) - log_odds(from), log_odds(to) - log_odds(from))?,
            PathKind::Constant | PathKind::Step => return None,
            PathKind::Milestones => return self.corner_day(value, rises),
        };
        Some(OnPath {
            at: finite(self.start.0 + (self.end.0 - self.start.0) * share)?,
            is_bound: false,
        })
    }

    fn corner_day(&self, value: f64, rises: bool) -> Option<OnPath> {
        let steps = || self.corners.iter().zip(self.corners.iter().skip(1));
        // A table that turns or rests holds a value on several days: then no day is the right one.
        let is_strict = steps().all(|(a, b)| if rises { b.1 > a.1 } else { b.1 < a.1 });
        if !is_strict {
            return None;
        }
        let (a, b) = steps().find(|(_, b)| if rises { value <= b.1 } else { value >= b.1 })?;
        let at = finite(a.0 + (b.0 - a.0) * ratio(value - a.1, b.1 - a.1)?)?;
        Some(OnPath { at, is_bound: false })
    }

    /// Returns actual rate over the rate required from the baseline, in the form of the path: amounts for linear,
    /// yearly growth for geometric, log odds for logit, ground covered for milestones. For a flat stretch it is 1 plus
    /// the distance to the good side, in shares of the level. `None` before or at the start.
    pub(crate) fn pace(&self, at: f64, value: f64, direction: Direction) -> Option<f64> {
        let years = at.min(self.end.0) - self.start.0;
        let total = self.end.0 - self.start.0;
        if years <= 0.0 {
            return None;
        }
        let (from, to) = (self.start.1, self.end.1);
        let expected = self.value(at)?;
        let is_flat_so_far = is_zero(expected - from);
        match self.kind {
            PathKind::Constant | PathKind::Step => level_ratio(value, expected, direction),
            _ if is_flat_so_far => level_ratio(value, expected, direction),
            PathKind::Linear => ratio((value - from) / years, (to - from) / total),
            PathKind::Milestones => ratio(value - from, expected - from),
            PathKind::Geometric => {
                let needed = growth(from, to, total)?;
                // A value that changed sign lost everything and more: no growth rate says that, the ground covered does.
                match growth(from, value, years) {
                    Some(actual) => ratio(actual, needed),
                    None => ratio(value - from, expected - from),
                }
            }
            PathKind::Logit => {
                if value <= 0.0 || value >= 100.0 {
                    return ratio(value - from, expected - from);
                }
                let covered = (log_odds(value) - log_odds(from)) / years;
                ratio(covered, (log_odds(to) - log_odds(from)) / total)
            }
        }
    }

    /// Returns the value on a scale on which the path is a straight line: the decimal year it stands at. Lets required
    /// and recent rates be compared on any strictly moving path. `None` where the value is on no day of the path.
    pub(crate) fn straightened(&self, value: f64) -> Option<f64> {
        let (from, to) = (self.start.1, self.end.1);
        let years = self.end.0 - self.start.0;
        let share = match self.kind {
            PathKind::Linear => ratio(value - from, to - from)?,
            PathKind::Geometric if value / from > 0.0 => {
                ratio(libm::log(value / from), libm::log(to / from))?
            }
            PathKind::Logit if value > 0.0 && value < 100.0 => {
                ratio(log_odds(value) - log_odds(from), log_odds(to) - log_odds(from))?
            }
            PathKind::Milestones => return self.day_of(value).map(|day| day.at),
            PathKind::Geometric | PathKind::Logit | PathKind::Constant | PathKind::Step => return None,
        };
        finite(self.start.0 + years * share)
    }

    /// Returns the kind of path.
    pub(crate) const fn kind(&self) -> PathKind {
        self.kind
    }

    /// Returns both ends.
    pub(crate) const fn ends(&self) -> ((f64, f64), (f64, f64)) {
        (self.start, self.end)
    }
}

fn corners(start: (f64, f64), end: (f64, f64), milestones: &[(f64, f64)]) -> Result<Vec<(f64, f64)>, Reason> {
    let mut corners = vec![start];
    let inner = milestones
        .iter()
        .filter(|corner| corner.0 > start.0 && corner.0 < end.0);
    corners.extend(inner.copied());
    corners.push(end);
    corners.sort_by(|a, b| a.0.total_cmp(&b.0));
    let in_order = corners.iter().zip(corners.iter().skip(1)).all(|(a, b)| a.0 < b.0);
    let all_finite = corners
        .iter()
        .all(|corner| corner.0.is_finite() && corner.1.is_finite());
    if in_order && all_finite {
        Ok(corners)
    } else {
        Err(Reason::PathUndefined)
    }
}

/// Growth a year as a fraction; `None` through zero or mixed signs.
fn growth(from: f64, to: f64, years: f64) -> Option<f64> {
    let quotient = ratio(to, from).filter(|quotient| *quotient > 0.0)?;
    finite(libm::pow(quotient, 1.0 / years) - 1.0)
}

fn log_odds(share: f64) -> f64 {
    libm::log(share / (100.0 - share))
}

/// 1 + d·(value − level) / |level|: 1 at the level, 0.9 a tenth short of it. At level zero: 1 where it is held, else none.
pub(crate) fn level_ratio(value: f64, level: f64, direction: Direction) -> Option<f64> {
    let good = match direction {
        Direction::Up => value - level,
        Direction::Down => level - value,
    };
    if is_zero(level) {
        return (good >= 0.0).then_some(1.0);
    }
    finite(1.0 + good / level.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: PathKind, from: f64, to: f64, quarter: f64) {
        let path = Path::new(kind, (2023.0, from), (2027.0, to), &[(2024.0, quarter)]).unwrap();
        assert_eq!(path.value(2022.0), Some(from), "never before the start");
        assert_eq!(path.value(2030.0), Some(to), "never past the end");
        let found = path.value(2024.0).unwrap();
        assert!((found - quarter).abs() < 1e-9, "{kind}: {found} is not {quarter}");
        assert!((path.pace(2024.0, found, Direction::Up).unwrap() - 1.0).abs() < 1e-12);
        assert!((path.day_of(found).unwrap().at - 2024.0).abs() < 1e-9);
    }

    #[test]
    fn every_moving_path_meets_its_ends_and_its_quarter() {
        check(PathKind::Linear, 100.0, 140.0, 110.0);
        // 100 · 1.4641^(1/4) = 110.
        check(PathKind::Geometric, 100.0, 146.41, 110.0);
        // Odds from 1/4 to 4 in four equal steps of their logarithm: 20 % … 80 %; a quarter of the way the odds are 1/2.
        check(PathKind::Logit, 20.0, 80.0, 100.0 / 3.0);
        check(PathKind::Milestones, 100.0, 140.0, 125.0);
    }

    #[test]
    fn a_path_that_cannot_be_drawn_is_refused() {
        let new = |kind, from, to| Path::new(kind, (2023.0, from), (2027.0, to), &[]);
        assert_eq!(new(PathKind::Geometric, 0.0, 5.0), Err(Reason::PathUndefined));
        assert_eq!(new(PathKind::Geometric, -1.0, 5.0), Err(Reason::PathUndefined));
        assert_eq!(new(PathKind::Logit, 0.0, 50.0), Err(Reason::PathUndefined));
        assert_eq!(new(PathKind::Milestones, 1.0, 5.0), Err(Reason::PathUndefined));
        assert_eq!(new(PathKind::Linear, f64::NAN, 5.0), Err(Reason::PathUndefined));
        assert!(Path::new(PathKind::Linear, (2027.0, 1.0), (2027.0, 2.0), &[]).is_err());
    }

    #[test]
    fn a_flat_path_is_paced_by_its_level() {
        let path = Path::new(PathKind::Constant, (2023.0, 0.0), (2027.0, 5000.0), &[]).unwrap();
        assert_eq!(path.pace(2024.0, 5000.0, Direction::Up), Some(1.0));
        assert_eq!(path.pace(2024.0, 4500.0, Direction::Up), Some(0.9));
        assert_eq!(path.pace(2024.0, 5500.0, Direction::Down), Some(0.9));
    }

    #[test]
    fn a_value_past_an_end_has_a_day_that_is_only_a_bound() {
        let path = Path::new(PathKind::Linear, (2023.0, 100.0), (2027.0, 140.0), &[]).unwrap();
        let past = path.day_of(150.0).unwrap();
        assert!(past.is_bound && (past.at - 2027.0).abs() < 1e-12);
        let below = path.day_of(90.0).unwrap();
        assert!(below.is_bound && (below.at - 2023.0).abs() < 1e-12);
    }
}
