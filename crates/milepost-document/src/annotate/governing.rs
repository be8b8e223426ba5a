//! Periods that govern a text from outside: a title's, a heading's, a caption's, a column's.

use milepost_grammar::{Context, InheritedPeriod};
use milepost_model::{NaiveDate, Period};

/// A period, and the node and words that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Governing {
    pub(crate) period: Period,
    pub(crate) node: u32,
    pub(crate) quote: String,
}

impl Governing {
    /// Returns the only period that a label speaks of.
    pub(crate) fn of(node: u32, text: &str, published: Option<NaiveDate>) -> Option<Self> {
        let (period, quote) = sole_period(text, published)?;
        Some(Self { period, node, quote })
    }

    /// As [`Governing::of`]; months without a year are those of the year that stands around.
    pub(crate) fn under(
        node: u32,
        text: &str,
        published: Option<NaiveDate>,
        around: Option<Period>,
    ) -> Option<Self> {
        let Some(around) = around else {
            return Self::of(node, text, published);
        };
        let mentions = milepost_grammar::periods(text, published);
        mentions.first()?;
        let context = Context {
            published,
            period: Some(InheritedPeriod {
                period: around,
                quote: String::new(),
            }),
            ..Context::default()
        };
        let said = milepost_grammar::heading_period_within(text, &context)?;
        let stands_there = !said.quote.is_empty() && text.contains(&said.quote);
        stands_there.then_some(Self {
            period: said.period,
            node,
            quote: said.quote,
        })
    }

    pub(crate) fn inherited(&self) -> InheritedPeriod {
        InheritedPeriod {
            period: self.period,
            quote: self.quote.clone(),
        }
    }
}

/// Returns the only period that a text speaks of, and its words. A text that speaks of several governs nothing.
pub(crate) fn sole_period(text: &str, published: Option<NaiveDate>) -> Option<(Period, String)> {
    let mentions = milepost_grammar::periods(text, published);
    let (first, range) = mentions
        .first()
        .map(|mention| (mention.period, mention.range.clone()))?;
    let is_sole = mentions.iter().all(|mention| mention.period == first);
    let quote = text.get(range)?;
    is_sole.then(|| (first, quote.to_owned()))
}
