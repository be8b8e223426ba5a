//! Remembers what one run has given, so that no figure is given twice and no contradiction passes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use milepost_model::{Comparison, Decimal, FigureKey};

use crate::rejection::{Rejection, RejectionCode};
use crate::verified::Verified;

/// What one run of one extractor has given so far.
#[derive(Debug, Clone, Default)]
pub struct RunKeys {
    // Comparing periods in order means counting days; and the same run must always go the same way.
    given: HashMap<FigureKey, Given, BuildHasherDefault<DefaultHasher>>,
}

#[derive(Debug, Clone, Copy)]
struct Given {
    value: Decimal,
    step: Decimal,
    comparison: Comparison,
    is_withdrawn: bool,
}

impl RunKeys {
    /// Returns the figures of which a second, different value was given: whoever keeps the run's figures drops those
    /// of these keys.
    pub fn withdrawn(&self) -> impl Iterator<Item = &FigureKey> {
        let withdrawn = self.given.iter().filter(|(_, given)| given.is_withdrawn);
        let mut keys: Vec<&FigureKey> = withdrawn.map(|(key, _)| key).collect();
        keys.sort();
        keys.into_iter()
    }

    /// Tells whether the figure was withdrawn.
    pub fn is_withdrawn(&self, key: &FigureKey) -> bool {
        self.given.get(key).is_some_and(|given| given.is_withdrawn)
    }

    /// Takes a figure in.
    ///
    /// # Errors
    /// [`RejectionCode::Repeated`] where the run has given it, at whatever precision;
    /// [`RejectionCode::Conflicting`] where it has given another value, which is withdrawn as well.
    pub(crate) fn admit(&mut self, verified: &Verified) -> Result<(), Rejection> {
        let new = Given {
            value: verified.candidate.value,
            step: verified.step,
            comparison: verified.candidate.comparison,
            is_withdrawn: false,
        };
        let key = verified.key();
        let shown = |key: &FigureKey| format!("{} {} for {}", key.indicator, key.role, key.period);
        match self.given.get_mut(&key) {
            None => {
                self.given.insert(key, new);
                Ok(())
            }
            Some(given) if !given.is_withdrawn && agree(given, &new) => {
                let message = format!("{} is given already, as {}", shown(&key), given.value);
                Err(Rejection::new(RejectionCode::Repeated, message))
            }
            Some(given) => {
                given.is_withdrawn = true;
                let message = format!(
                    "{} is given as {} and as {}; neither counts, one of them alone would",
                    shown(&key),
                    given.value,
                    new.value
                );
                Err(Rejection::new(RejectionCode::Conflicting, message))
            }
        }
    }
}

/// Two printed values can be one number: at the coarser of their precisions, or where one is said to be over or nearly
/// a round number that the other is close to.
fn agree(first: &Given, second: &Given) -> bool {
    let Some(gap) = second.value.checked_sub(first.value) else {
        return false;
    };
    if gap.abs() <= first.step.max(second.step) / Decimal::TWO {
        return true;
    }
    // «Over 8,000» beside 8,000.59: the exact one lies on the side that is said, within a tenth.
    let lies_beyond = |rough: &Given, gap: Decimal| match rough.comparison {
        Comparison::Over => gap >= Decimal::ZERO,
        Comparison::Nearly => gap <= Decimal::ZERO,
        Comparison::Approx => true,
        Comparison::Eq => false,
    };
    let is_close = gap.abs() <= first.value.abs().min(second.value.abs()) / Decimal::TEN;
    is_close && (lies_beyond(first, gap) || lies_beyond(second, -gap))
}
