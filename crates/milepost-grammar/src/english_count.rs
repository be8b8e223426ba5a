//! Settles the unit of an English figure: what it counts, and whether that is a stock.

use milepost_model::{Comparison, Decimal, Unit};

use crate::english_role::Around;
use crate::english_token::{Class, Printed, Token};
use crate::hint::Hint;
use crate::output::Output;

/// A figure with its unit settled.
pub(crate) struct Figure {
    pub(crate) token: Token,
    pub(crate) value: Decimal,
    pub(crate) step: Decimal,
    pub(crate) unit: Option<Unit>,
    pub(crate) unit_word: String,
    pub(crate) after: Option<Comparison>,
    pub(crate) more: bool,
}

impl Figure {
    pub(crate) fn of(out: &Output<'_>, token: &Token, printed: &Printed, subject: &str) -> Self {
        let read = &printed.read;
        let mut figure = Self {
            token: *token,
            value: read.value,
            step: read.step,
            unit: read.unit.and_then(|unit| unit.unit),
            unit_word: out.original(&read.unit_range),
            after: printed.after,
            more: read.more,
        };
        if read.unit.is_none() {
            if let Some(hint) = out.context.unit.as_ref().and_then(|unit| Hint::read(unit)) {
                let scale = if read.is_scaled {
                    hint.factor
                } else {
                    hint.scale * hint.factor
                };
                if let (Some(value), Some(step)) =
                    (figure.value.checked_mul(scale), figure.step.checked_mul(scale))
                {
                    (figure.value, figure.step, figure.unit, figure.unit_word) =
                        (value, step, hint.unit, hint.word);
                }
            } else {
                let lower = subject.to_ascii_lowercase();
                figure.unit = Some(counted(&lower));
                let counted = match lower.split_once(" of ") {
                    Some((head, _)) if head == "types" || head == "kinds" => head,
                    _ => lower.split_whitespace().last().unwrap_or(""),
                };
                counted.clone_into(&mut figure.unit_word);
            }
        }
        figure
    }

    pub(crate) fn comparison(&self, around: &Around) -> Comparison {
        if let Some(after) = self.after {
            return after;
        }
        if self.more {
            return Comparison::Over;
        }
        let near = around.before.iter().rev().take(3).find_map(|class| {
            if let Class::Compare(said) = class {
                Some(*said)
            } else {
                None
            }
        });
        near.unwrap_or(Comparison::Eq)
    }
}

/// What a counted noun is counted in.
pub(crate) fn counted(subject: &str) -> Unit {
    let mut words = subject
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty());
    let says = |wanted: &[&str]| words.clone().any(|word| wanted.contains(&word));
    if says(&["trips", "crossings", "visits"]) && says(&["inbound", "outbound", "border"]) {
        Unit::Persons
    } else if says(&["trains"]) {
        Unit::Trains
    } else if says(&[
        "personnel",
        "passengers",
        "travelers",
        "travellers",
        "persons",
        "people",
        "visitors",
        "residents",
    ]) {
        Unit::Persons
    } else {
        let _ = words.next();
        Unit::Count
    }
}

pub(crate) fn is_stock_noun(subject: &str) -> bool {
    let last = subject
        .trim_end_matches(')')
        .split_whitespace()
        .last()
        .unwrap_or("");
    matches!(
        last,
        "companies"
            | "enterprises"
            | "entities"
            | "cities"
            | "consulates"
            | "general"
            | "offices"
            | "ports"
            | "routes"
            | "hubs"
            | "countries"
            | "regions"
            | "provinces"
            | "stations"
            | "achievements"
            | "institutions"
            | "worldwide"
            | "firms"
            | "banks"
            | "zones"
    ) || subject.starts_with("types of")
}

/// Nouns that need an owner.
pub(crate) fn is_generic(subject: &str) -> bool {
    matches!(
        subject.to_ascii_lowercase().as_str(),
        "total"
            | "total amount"
            | "amount"
            | "total value"
            | "value"
            | "number"
            | "annual number"
            | "total number"
            | "volume"
            | "annual total"
            | "combined value"
            | "goods"
            | "cargo"
            | "goods value"
            | "cargo value"
            | "transaction value"
    )
}
