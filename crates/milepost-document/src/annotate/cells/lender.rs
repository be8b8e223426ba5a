//! Finds, for a column of rates or of times told by another column, which column that is.
//!
//! Where two columns could be meant, none is.

use std::collections::BTreeSet;
use std::sync::Arc;

use milepost_grammar::{Context, TableLabel, labelled_period};
use milepost_model::{NaiveDate, Period, Unit};

use crate::annotate::cells::columns::Column;
use crate::annotate::cells::grid::Head;

const EITHER: &str = "may be told of either of two columns";

/// What a column takes from another.
#[derive(Debug, Default)]
pub(super) struct Lent {
    pub(super) labels: Vec<Head>,
    pub(super) of: Option<usize>,
    pub(super) refusal: Option<&'static str>,
}

/// Walks over the columns of figures, from the left.
#[derive(Debug, Default)]
pub(super) struct Lender {
    pub(super) block: usize,
    /// Columns of levels since the last rate.
    levels: Vec<usize>,
    /// The last column was a rate.
    after_rate: bool,
    /// The last column that says its time without another.
    dated: Option<usize>,
    /// The last column that says a time, also by another.
    timed: Option<usize>,
}

impl Lender {
    /// One that stands before the first column of a block.
    pub(super) fn of_block(block: usize) -> Self {
        Self {
            block,
            ..Self::default()
        }
    }

    pub(super) fn lend(
        &mut self,
        at: usize,
        column: &Column,
        columns: &[Column],
        published: Option<NaiveDate>,
    ) -> Lent {
        let heads = || column.labels.iter().map(|head| &head.says);
        let is_dated = heads().any(|says| says.says_period());
        let is_relative = !is_dated && heads().any(|says| says.says_relative_time());
        let is_timed = is_dated || heads().any(|says| says.says_time());
        let innermost = column
            .labels
            .iter()
            .rev()
            .find(|label| label.says.names_rate() || !label.says.says_time());
        let is_rate = innermost.is_some_and(|label| label.says.names_rate());
        let mut lent = Lent::default();
        if is_rate {
            self.after_rate = true;
            lent = self.lend_rate(column, columns, is_timed, published);
        } else {
            if self.after_rate {
                self.levels.clear();
                self.after_rate = false;
            }
            self.levels.push(at);
        }
        if is_relative && lent.labels.is_empty() {
            let base = if heads().any(|says| says.says_year_before()) {
                self.timed
            } else {
                self.dated
            };
            lent.labels = times_of(base, columns);
        }
        if is_dated {
            self.dated = Some(at);
        }
        if is_timed && !is_rate {
            self.timed = Some(at);
        }
        lent
    }

    /// A rate is of the column left of it; of several, of the later of two years.
    fn lend_rate(
        &self,
        column: &Column,
        columns: &[Column],
        is_timed: bool,
        published: Option<NaiveDate>,
    ) -> Lent {
        let shares_head = |level: &usize| {
            let labels = columns.get(*level).map(|level| level.labels.as_slice());
            column
                .labels
                .iter()
                .filter(|label| label.says.names_thing() && !label.says.names_rate())
                .all(|label| {
                    labels
                        .is_some_and(|labels| labels.iter().any(|other| other.label.node == label.label.node))
                })
        };
        let levels: Vec<usize> = self.levels.iter().copied().filter(shares_head).collect();
        let of = |level: usize| Lent {
            labels: labels_of(level, columns, |label| {
                let is_time = label.says.says_time();
                if is_timed {
                    label.says.names_thing() && !is_time
                } else {
                    label.says.names_thing() || is_time
                }
            }),
            of: Some(level),
            refusal: None,
        };
        match levels.as_slice() {
            [] => Lent::default(),
            [only] => {
                let mut lent = of(*only);
                // A rate with a time of its own is of that level only where the level's time is the same.
                if is_timed && own_period(column, published) != level_period(*only, columns, published) {
                    lent.of = None;
                }
                lent
            }
            several if is_timed => {
                let own = own_period(column, published);
                let mut same = several
                    .iter()
                    .filter(|level| own.is_some() && level_period(**level, columns, published) == own);
                let first = same.next().copied();
                Lent {
                    of: first.filter(|_| same.next().is_none()),
                    ..Lent::default()
                }
            }
            several => {
                let periods: Vec<Option<Period>> = several
                    .iter()
                    .map(|level| level_period(*level, columns, published))
                    .collect();
                let undated = periods.iter().all(Option::is_none)
                    && several.iter().all(|level| {
                        columns
                            .get(*level)
                            .is_none_or(|column| !column.labels.iter().any(|label| label.says.says_time()))
                    });
                if undated {
                    // Two currencies grow differently.
                    let in_dollars = |level: &usize| names_dollars(columns, *level);
                    let is_open = several.iter().any(in_dollars) && !several.iter().all(in_dollars);
                    return Lent {
                        refusal: is_open.then_some(EITHER),
                        ..Lent::default()
                    };
                }
                match latest_of_two_years(several, &periods) {
                    Some(level) => of(level),
                    None => Lent {
                        refusal: Some(EITHER),
                        ..Lent::default()
                    },
                }
            }
        }
    }
}

fn own_period(column: &Column, published: Option<NaiveDate>) -> Option<Period> {
    let context = Context {
        published,
        ..Context::default()
    };
    let labels: Vec<Arc<TableLabel>> = column.labels.iter().map(|head| Arc::clone(&head.says)).collect();
    labelled_period(&labels, &[], &context)
        .ok()
        .flatten()
        .map(|found| found.period)
}

fn level_period(level: usize, columns: &[Column], published: Option<NaiveDate>) -> Option<Period> {
    own_period(columns.get(level)?, published)
}

fn names_dollars(columns: &[Column], level: usize) -> bool {
    columns.get(level).is_some_and(|column| {
        let mut heads = column.labels.iter();
        heads.any(|head| head.says.currency() == Some(Unit::Usd))
    })
}

/// Of columns for the same months of several years, the latest, where the year before it is among them.
fn latest_of_two_years(levels: &[usize], periods: &[Option<Period>]) -> Option<usize> {
    let all: Option<BTreeSet<(Period, usize)>> = periods
        .iter()
        .zip(levels)
        .map(|(period, level)| period.map(|period| (period, *level)))
        .collect();
    let all = all?;
    let (latest, level) = all.iter().max_by_key(|(period, _)| period.last_day())?;
    let mut earlier = *latest;
    let mut found = 1_usize;
    while found < all.len() {
        earlier = earlier.year_earlier()?;
        if !all.iter().any(|(period, _)| *period == earlier) {
            return None;
        }
        found = found.saturating_add(1);
    }
    Some(*level)
}

/// The labels of a column that say its time.
fn times_of(level: Option<usize>, columns: &[Column]) -> Vec<Head> {
    level.map_or_else(Vec::new, |level| {
        labels_of(level, columns, |label| label.says.says_time())
    })
}

fn labels_of(level: usize, columns: &[Column], is_wanted: impl Fn(&Head) -> bool) -> Vec<Head> {
    let labels = columns
        .get(level)
        .map_or(&[][..], |column| column.labels.as_slice());
    labels.iter().filter(|label| is_wanted(label)).cloned().collect()
}
