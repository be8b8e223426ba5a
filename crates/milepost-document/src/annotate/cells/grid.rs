//! What the slots of a table's grid say: labels, repeated and merged cells, cells of several figures.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use milepost_grammar::TableLabel;
use milepost_model::{Decimal, NaiveDate};

use crate::annotate::Label;
use crate::document::Table;
use crate::header;

/// A longer cell is no cell of a bulletin.
const MAX_CELL_BYTES: usize = 8 << 10;

/// A label, and what it says.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) label: Label,
    pub(super) says: Arc<TableLabel>,
}

/// A stretch of a table's rows under one head.
#[derive(Debug)]
pub(super) struct Grid<'t> {
    pub(super) table: &'t Table,
    published: Option<NaiveDate>,
    /// Labels that were read; names come again and again.
    known: RefCell<HashMap<String, Arc<TableLabel>>>,
    /// The rows of the head, without titles.
    pub(super) head: std::ops::Range<u32>,
    /// The rows under it.
    pub(super) body: std::ops::Range<u32>,
}

impl<'t> Grid<'t> {
    /// Cuts a table where its head is set anew: «指标 | 1-8月» and further down «指标 | 1-9月».
    pub(super) fn stretches(table: &'t Table, published: Option<NaiveDate>) -> Vec<Self> {
        let stretch = |head, body| Self {
            table,
            published,
            known: RefCell::default(),
            head,
            body,
        };
        let titles = title_rows(table);
        let mut stretches = vec![stretch(titles..table.header_rows, table.header_rows..table.rows)];
        let mut row = table.header_rows;
        while row < table.rows {
            let is_new_head = stretches
                .last()
                .is_some_and(|last| last.body.start < row && last.is_head_again(row));
            if !is_new_head {
                row = row.saturating_add(1);
                continue;
            }
            let mut end = row.saturating_add(1);
            while end < table.rows && continues_head(table, end) {
                end = end.saturating_add(1);
            }
            if let Some(last) = stretches.last_mut() {
                last.body.end = row;
            }
            stretches.push(stretch(row..end, end..table.rows));
            row = end;
        }
        stretches
    }

    /// The row starts as the head does, and holds words and times only.
    fn is_head_again(&self, row: u32) -> bool {
        let Some(first_head) = self.head.clone().find_map(|head| self.label(head, 0)) else {
            return false;
        };
        self.label(row, 0)
            .is_some_and(|label| label.text == first_head.text)
            && is_words(self.table, row)
    }

    pub(super) fn label(&self, row: u32, col: u32) -> Option<Label> {
        let text = self.table.text(row, col)?;
        (!text.is_empty()).then(|| Label {
            node: self.table.node_at(row, col).unwrap_or(self.table.node),
            text: text.to_owned(),
        })
    }

    /// Returns a label with what it says; each text is read once.
    pub(super) fn read(&self, label: Label) -> Head {
        let known = self.known.borrow().get(&label.text).map(Arc::clone);
        let says = known.unwrap_or_else(|| {
            let read = Arc::new(TableLabel::read(&label.text, self.published));
            self.known
                .borrow_mut()
                .insert(label.text.clone(), Arc::clone(&read));
            read
        });
        Head { label, says }
    }

    /// The labels of the head above a column, outermost first.
    pub(super) fn col_labels(&self, col: u32) -> Vec<Head> {
        let mut last = None;
        self.head
            .clone()
            .filter_map(|row| self.label(row, col))
            .filter(|label| last.replace(label.node) != Some(label.node))
            .map(|label| self.read(label))
            .collect()
    }

    /// The labels of a row in these columns, outermost first.
    pub(super) fn row_labels(&self, row: u32, cols: &[u32]) -> Vec<Head> {
        let mut last = None;
        cols.iter()
            .filter_map(|col| self.label(row, *col))
            .filter(|label| last.replace(label.node) != Some(label.node))
            .map(|label| self.read(label))
            .collect()
    }

    /// The texts of a column under the head, without empty ones and those of section rows.
    pub(super) fn cells(&self, col: u32) -> Vec<&'t str> {
        self.body
            .clone()
            .filter(|row| self.section_label(*row).is_none())
            .filter_map(|row| self.table.text(row, col))
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// A row whose only text is one label governs the rows below it.
    pub(super) fn section_label(&self, row: u32) -> Option<Label> {
        section_label(self.table, row)
    }

    /// Says why a cell cannot be read as one figure.
    pub(super) fn refusal(&self, row: u32, col: u32, text: &str) -> Option<&'static str> {
        if self.is_merged(row, col) {
            Some("one figure over several rows or columns")
        } else if text.len() > MAX_CELL_BYTES {
            Some("in a cell of more than 8 KiB")
        } else if holds_several(text) {
            Some("several figures in one cell")
        } else {
            None
        }
    }

    /// A column of percentages whose figures are all near zero and finer than rates are printed: 0.012 for 1.2 %.
    pub(super) fn holds_fractions(&self, col: u32) -> bool {
        let is_percentage = self.col_labels(col).iter().any(|head| {
            let text = &head.label.text;
            text.contains(['%', '％'])
                || ["增速", "增长", "比重", "占比", "growth", "share"]
                    .iter()
                    .any(|word| text.contains(word))
        });
        if !is_percentage {
            return false;
        }
        let figures: Vec<Decimal> = self
            .body
            .clone()
            .filter(|row| !self.is_merged(*row, col) && !self.is_repeated(*row, col))
            .filter_map(|row| self.table.text(row, col))
            .filter_map(|text| text.parse().ok())
            .collect();
        let all_near_zero = figures.iter().all(|figure| figure.abs() < Decimal::TWO);
        all_near_zero && figures.iter().any(|figure| figure.scale() >= 3)
    }

    /// The slot left of it or above it holds the same cell: it has been seen.
    pub(super) fn is_repeated(&self, row: u32, col: u32) -> bool {
        let own = self.table.node_at(row, col);
        let left = col.checked_sub(1).and_then(|left| self.table.node_at(row, left));
        let above = row
            .checked_sub(1)
            .and_then(|above| self.table.node_at(above, col));
        own == left || own == above
    }

    /// The slot right of it or below it holds the same cell.
    fn is_merged(&self, row: u32, col: u32) -> bool {
        let own = self.table.node_at(row, col);
        let right = col
            .checked_add(1)
            .and_then(|right| self.table.node_at(row, right));
        let below = row
            .checked_add(1)
            .and_then(|below| self.table.node_at(below, col));
        own == right || own == below
    }
}

fn section_label(table: &Table, row: u32) -> Option<Label> {
    let mut filled = (0..table.cols).filter_map(|col| {
        let text = table.text(row, col).filter(|text| !text.is_empty())?;
        Some((table.node_at(row, col).unwrap_or(table.node), text))
    });
    let (node, text) = filled.next()?;
    let is_alone = filled.all(|(other, _)| other == node);
    (is_alone && !header::is_figure(text)).then(|| Label {
        node,
        text: text.to_owned(),
    })
}

/// Leading rows that are titles of the whole table, and so parts of its caption.
fn title_rows(table: &Table) -> u32 {
    (0..table.header_rows)
        .take_while(|row| section_label(table, *row).is_some())
        .count()
        .try_into()
        .unwrap_or(0)
}

/// Two cells or more, of words and times only, and not only dashes behind the first.
fn is_words(table: &Table, row: u32) -> bool {
    let mut texts = (0..table.cols)
        .filter_map(|col| table.text(row, col))
        .filter(|text| !text.is_empty());
    let all_words = texts
        .clone()
        .all(|text| !header::is_figure(text) || header::is_time(text));
    let behind = texts
        .by_ref()
        .skip(1)
        .filter(|text| !header::is_placeholder(text));
    all_words && behind.count() > 0
}

/// The lower row of a head of two: its first cell is empty, or reaches down.
fn continues_head(table: &Table, row: u32) -> bool {
    let reaches_down = row
        .checked_sub(1)
        .is_some_and(|above| table.node_at(above, 0) == table.node_at(row, 0));
    let is_open = table.text(row, 0).is_some_and(str::is_empty);
    (reaches_down || is_open) && is_words(table, row)
}

/// Several figures on lines of their own, or parted by blanks.
fn holds_several(text: &str) -> bool {
    let pieces = text
        .split_whitespace()
        .filter(|piece| header::is_figure(piece))
        .count();
    pieces > 1
}
