//! The arrows of the SDSN's Sustainable Development Reports: linear rates on a scale from the worst to the best value.

use super::SdsnVerdict;
use crate::number::{finite, ratio};
use crate::status::SdsnArrow;

/// The bounds of the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The best value: 100 on the scale.
    pub optimum: f64,
    /// The worst value: 0 on the scale.
    pub lower: f64,
    /// The value at which the goal counts as met.
    pub threshold: f64,
}

impl Scale {
    fn normalise(&self, value: f64) -> Option<f64> {
        ratio(100.0 * (value - self.lower), self.optimum - self.lower)
    }
}

/// Returns the arrow for values in two years against a goal in `target_year`, all years decimal. `None` where the years
/// are not in order, the bounds are equal or a value is no number.
pub fn sdsn(base: (f64, f64), current: (f64, f64), scale: &Scale, target_year: f64) -> Option<SdsnVerdict> {
    let ((base_year, base_value), (current_year, current_value)) = (base, current);
    let in_order = current_year > base_year && target_year > base_year;
    if !in_order {
        return None;
    }
    let first = scale.normalise(base_value)?;
    let last = scale.normalise(current_value)?;
    let goal = scale.normalise(scale.threshold)?;
    if last >= goal {
        return Some(SdsnVerdict {
            arrow: SdsnArrow::Up,
            ratio: None,
        });
    }
    let actual = (last - first) / (current_year - base_year);
    let needed = (goal - first) / (target_year - base_year);
    // From a start at or past the goal any value short of it is a fall.
    if needed <= 0.0 {
        return Some(SdsnVerdict {
            arrow: SdsnArrow::Down,
            ratio: None,
        });
    }
    let ratio = finite(actual / needed)?;
    let arrow = if ratio >= 1.0 {
        SdsnArrow::Up
    } else if ratio >= 0.5 {
        SdsnArrow::ModeratelyUp
    } else if ratio >= 0.0 {
        SdsnArrow::Stagnating
    } else {
        SdsnArrow::Down
    };
    Some(SdsnVerdict {
        arrow,
        ratio: Some(ratio),
    })
}
