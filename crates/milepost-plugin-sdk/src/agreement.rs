//! Chooses among several figures for one key: the most exact one where they agree, none where they do not.

use crate::Role;
use crate::StatementId;
use crate::facts::Facts;

/// A statement that is a figure of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure<'a> {
    pub(crate) indicator: &'a str,
    pub(crate) id: StatementId,
    pub(crate) role: Option<Role>,
    pub(crate) period: String,
    pub(crate) value: String,
    pub(crate) step: String,
    pub(crate) comparison: String,
    pub(crate) printed: String,
    /// How many dimensions the host read with it.
    pub(crate) dims: usize,
}

impl<'a> Figure<'a> {
    pub(crate) fn new(indicator: &'a str, id: StatementId, facts: &Facts, period: String) -> Self {
        Self {
            indicator,
            id,
            role: facts.role,
            period,
            value: facts.value.clone(),
            step: facts.step.clone(),
            comparison: facts.comparison.clone(),
            printed: facts.printed.clone(),
            dims: facts.dims.len(),
        }
    }

    fn key(&self) -> (&'a str, Option<Role>, &str) {
        (self.indicator, self.role, &self.period)
    }

    /// The smaller, the more exact.
    fn coarseness(&self) -> (bool, i128, usize) {
        (
            self.comparison != "eq",
            scaled(&self.step).unwrap_or(i128::MAX),
            self.dims,
        )
    }
}

/// Keeps one figure a key, in the order of the page.
pub(crate) fn settle(mut figures: Vec<Figure<'_>>, mut tell: impl FnMut(&str)) -> Vec<Figure<'_>> {
    figures.sort_unstable_by(|a, b| a.key().cmp(&b.key()).then_with(|| a.id.cmp(&b.id)));
    let mut settled = Vec::new();
    for rivals in figures.chunk_by(|a, b| a.key() == b.key()) {
        let Some(best) = rivals.iter().min_by_key(|figure| figure.coarseness()) else {
            continue;
        };
        if let Some(other) = rivals.iter().find(|other| !agree(best, other)) {
            tell(&format!(
                "{}: `{}` and `{}` contradict each other for {}: neither is taken",
                best.indicator, best.printed, other.printed, best.period
            ));
        } else {
            settled.push(best.clone());
        }
    }
    settled.sort_unstable_by_key(|figure| figure.id);
    settled
}

/// Two printed values can be one number: within half a step of the coarser, or on the side that a word says.
fn agree(exact: &Figure<'_>, other: &Figure<'_>) -> bool {
    let (Some(a), Some(b)) = (scaled(&exact.value), scaled(&other.value)) else {
        return exact.value == other.value;
    };
    let Some(gap) = a.checked_sub(b) else { return false };
    let step = scaled(&other.step)
        .unwrap_or(0)
        .max(scaled(&exact.step).unwrap_or(0));
    if gap.abs() <= step / 2 {
        return true;
    }
    let is_close = gap.abs() <= a.abs().min(b.abs()) / 10;
    let lies_beyond = match other.comparison.as_str() {
        "over" => gap > 0,
        "nearly" => gap < 0,
        "approx" => true,
        _ => false,
    };
    is_close && lies_beyond
}

/// Decimal places that values are compared at; the finest step printed in bulletins is 0.0001.
const PLACES: usize = 6;

/// Returns a plain decimal as a whole number of millionths.
fn scaled(text: &str) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > PLACES {
        return None;
    }
    format!("{whole}{fraction:0<PLACES$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(id: StatementId, value: &str, step: &str, comparison: &str) -> Figure<'static> {
        Figure {
            indicator: "trade.total",
            id,
            role: Some(Role::Level),
            period: "2021".to_owned(),
            value: value.to_owned(),
            step: step.to_owned(),
            comparison: comparison.to_owned(),
            printed: value.to_owned(),
            dims: 0,
        }
    }

    #[track_caller]
    fn check(figures: Vec<Figure<'static>>, expected: &[StatementId]) {
        let settled = settle(figures, |_| ());
        let ids: Vec<StatementId> = settled.iter().map(|figure| figure.id).collect();
        assert_eq!(ids, expected);
    }

    #[test]
    fn the_most_exact_of_agreeing_figures_is_taken() {
        check(
            vec![
                figure(1, "800000000000", "100000000000", "over"),
                figure(2, "800060000000", "10000000", "eq"),
                figure(3, "800059000000", "1000000", "eq"),
            ],
            &[3],
        );
    }

    #[test]
    fn contradicting_figures_are_not_taken() {
        check(
            vec![
                figure(1, "806080000000", "10000000", "eq"),
                figure(2, "800680000000", "10000000", "eq"),
            ],
            &[],
        );
    }

    #[test]
    fn decimals_are_compared_exactly() {
        assert_eq!(scaled("-2.11"), Some(-2_110_000));
        assert_eq!(scaled("1100000000000"), Some(1_100_000_000_000_000_000));
        assert_eq!(scaled("0.1234567"), None);
        assert_eq!(scaled("x"), None);
    }
}
