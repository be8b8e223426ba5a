//! Folds the statements about a figure into its vintages, and sets apart those that only repeat one. Pure.
//!
//! Every statement is stored; which of them are vintages is decided when they are read, so the order in which they
//! arrived does not matter. A statement is a corroboration, not a vintage, when leaving it out changes no view of
//! the figure, whatever the day and the knowledge it is seen with:
//!
//! - the same source (and the same kind of hand: extractor or person) said exactly the same (value, unit,
//!   comparison, printed precision, at least the same tier and security) in its statement just before it;
//! - that statement was known no later;
//! - no retraction takes that one away and leaves this one.
//!
//! So 10, 10, 12, 10 is three vintages: the last one goes back on a revision. And the same figure from another
//! source is a vintage of its own, because sources are weighed against each other.

use milepost_model::{ContentHash, FigureKey, NaiveDate, SourceId, Timestamp, VintageHistory};

use crate::StoreError;
use crate::record::v1::{Observed, Retracted, Statement};

/// A bulletin that repeats a vintage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corroboration {
    /// The figure.
    pub figure: FigureKey,
    /// When the vintage it repeats was published.
    pub repeats: NaiveDate,
    /// When this bulletin was published.
    pub published: NaiveDate,
    /// When it became known.
    pub known_at: Timestamp,
    /// The source.
    pub source: SourceId,
    /// The bulletin's address.
    pub url: String,
    /// The bulletin's title.
    pub title: String,
    /// The bulletin's bytes.
    pub snapshot: Option<ContentHash>,
    /// The number as printed there.
    pub printed: String,
}

/// Everything stated about one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureHistory {
    /// Its vintages, oldest publication first.
    pub history: VintageHistory,
    /// What only repeats them, oldest publication first.
    pub corroborations: Vec<Corroboration>,
}

/// Folds the statements about `figure`.
pub(crate) fn fold(figure: FigureKey, statements: Vec<Statement>) -> Result<FigureHistory, StoreError> {
    let (mut observed, mut retracted): (Vec<Observed>, Vec<Retracted>) = (Vec::new(), Vec::new());
    for statement in statements {
        match statement {
            Statement::Observed(statement) => observed.push(*statement),
            Statement::Retracted(statement) => retracted.push(*statement),
        }
    }
    let mut vintages = Vec::new();
    let mut corroborations = Vec::new();
    for (statement, repeats) in mark(observed, &retracted) {
        match repeats {
            Some(repeats) => corroborations.push(Corroboration {
                figure: figure.clone(),
                repeats,
                published: statement.published,
                known_at: statement.known_at,
                source: statement.source,
                url: statement.url,
                title: statement.title,
                snapshot: statement.snapshot,
                printed: statement.printed,
            }),
            None => vintages.push(Statement::Observed(Box::new(statement))),
        }
    }
    vintages.extend(
        retracted
            .into_iter()
            .map(|statement| Statement::Retracted(Box::new(statement))),
    );
    let vintages = vintages
        .into_iter()
        .map(Statement::into_vintage)
        .collect::<Option<Vec<_>>>();
    let mut vintages = vintages.ok_or_else(|| {
        StoreError::damaged(
            format!("a statement about {}", figure.indicator),
            "its tier is not 1 to 9",
        )
    })?;
    // Stable, and the input comes in the order of keys: the same statements give the same history.
    vintages.sort_by_key(|vintage| (vintage.published(), vintage.known_at()));
    Ok(FigureHistory {
        history: VintageHistory {
            key: figure,
            vintages,
        },
        corroborations,
    })
}

/// Sorts observations by publication, and marks each that repeats one with the day that one was published.
pub(crate) fn mark(
    mut observed: Vec<Observed>,
    retracted: &[Retracted],
) -> Vec<(Observed, Option<NaiveDate>)> {
    observed.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut marked: Vec<(Observed, Option<NaiveDate>)> = Vec::with_capacity(observed.len());
    for statement in observed {
        let before = marked
            .iter()
            .rev()
            .find(|(earlier, _)| is_same_voice(earlier, &statement));
        let repeats = before.and_then(|(earlier, repeats)| {
            let is_redundant = says_the_same(earlier, &statement)
                && earlier.known_at <= statement.known_at
                && !retracted
                    .iter()
                    .any(|r| takes_away(r, earlier) && !takes_away(r, &statement));
            is_redundant.then_some(repeats.unwrap_or(earlier.published))
        });
        marked.push((statement, repeats));
    }
    marked
}

fn order(statement: &Observed) -> impl Ord + '_ {
    (
        statement.published,
        statement.known_at,
        &statement.source,
        statement.value,
        statement.step,
        &statement.url,
        &statement.printed,
    )
}

/// Tells whether two statements come from the same source by the same kind of hand.
pub(crate) fn is_same_voice(a: &Observed, b: &Observed) -> bool {
    a.source == b.source && a.is_manual() == b.is_manual()
}

fn says_the_same(earlier: &Observed, later: &Observed) -> bool {
    earlier.value == later.value
        && earlier.unit == later.unit
        && earlier.comparison == later.comparison
        && earlier.step == later.step
        && earlier.tier <= later.tier
        && (!earlier.insecure || later.insecure)
}

/// A retraction takes away what was published by its day and known when it was made.
fn takes_away(retraction: &Retracted, statement: &Observed) -> bool {
    statement.published <= retraction.published && statement.known_at <= retraction.known_at
}
