//! Puts the observations of several extractors on one bulletin together: each figure once, and none where two
//! extractors read different values.

use milepost_model::{Decimal, FigureKey};
use milepost_verify::Verified;

use crate::extractors::Found;

/// The figures gathered so far, in the order they were first read.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    figures: Vec<Figure>,
}

#[derive(Debug)]
struct Figure {
    key: FigureKey,
    readings: Vec<Found>,
}

impl Merged {
    /// Adds an observation.
    pub(crate) fn add(&mut self, found: Found) {
        let key = found.verified.key();
        match self.figures.iter_mut().find(|figure| figure.key == key) {
            Some(figure) => figure.readings.push(found),
            None => self.figures.push(Figure {
                key,
                readings: vec![found],
            }),
        }
    }

    /// Returns the figures that are read with one value, and the readings of those that are not.
    pub(crate) fn finish(self) -> (Vec<Found>, Vec<Found>) {
        let (mut found, mut disputed) = (Vec::new(), Vec::new());
        for figure in self.figures {
            if is_one_number(&figure.readings) {
                // The finest printing says most; of equals, the first extractor's stands.
                found.extend(figure.readings.into_iter().reduce(|best, other| {
                    if other.verified.step < best.verified.step {
                        other
                    } else {
                        best
                    }
                }));
            } else {
                disputed.extend(figure.readings);
            }
        }
        (found, disputed)
    }
}

/// Tells whether all readings can be the same number at the coarser of their precisions.
fn is_one_number(readings: &[Found]) -> bool {
    let agree = |a: &Verified, b: &Verified| {
        let coarser = a.step.max(b.step);
        let difference = a.candidate.value.checked_sub(b.candidate.value);
        a.candidate.unit == b.candidate.unit
            && difference.is_some_and(|gap| gap.abs() <= coarser / Decimal::TWO)
    };
    readings.iter().enumerate().all(|(at, one)| {
        readings
            .iter()
            .skip(at + 1)
            .all(|other| agree(&one.verified, &other.verified))
    })
}

#[cfg(test)]
mod tests {
    use milepost_model::{
        Basis, Candidate, Comparison, ContentHash, IndicatorId, Period, PluginId, Role, Unit,
    };

    use super::*;
    use crate::extractors::PluginName;

    fn found(plugin: &str, value: i64, step: i64) -> Found {
        let candidate = Candidate {
            indicator: IndicatorId::parse("trade.total").unwrap(),
            role: Role::Level,
            value: Decimal::from(value),
            unit: Unit::Cny,
            period: Period::parse("2024").unwrap(),
            comparison: Comparison::Eq,
            printed: value.to_string(),
            scope: String::new(),
            dims: Vec::new(),
            evidence: Vec::new(),
        };
        let plugin = PluginName {
            id: PluginId::parse(plugin).unwrap(),
            version: "0.1.0".to_owned(),
            component: ContentHash::from_bytes([0; 32]),
        };
        Found {
            verified: Verified {
                candidate,
                basis: Basis::Period,
                step: Decimal::from(step),
            },
            plugin,
        }
    }

    #[track_caller]
    fn check(readings: &[Found], values: &[i64], disputed: usize) {
        let mut merged = Merged::default();
        for reading in readings {
            merged.add(reading.clone());
        }
        let (found, open) = merged.finish();
        let expected: Vec<Decimal> = values.iter().copied().map(Decimal::from).collect();
        assert_eq!(
            found
                .iter()
                .map(|found| found.verified.candidate.value)
                .collect::<Vec<_>>(),
            expected
        );
        assert_eq!(open.len(), disputed);
    }

    #[test]
    fn the_same_figure_of_two_extractors_stands_once() {
        check(&[found("a", 715, 1), found("b", 715, 1)], &[715], 0);
    }

    #[test]
    fn the_finer_printing_stands() {
        check(&[found("a", 720, 10), found("b", 715, 1)], &[715], 0);
    }

    #[test]
    fn a_figure_that_extractors_read_differently_does_not_stand() {
        check(&[found("a", 715, 1), found("b", 751, 1)], &[], 2);
    }
}
