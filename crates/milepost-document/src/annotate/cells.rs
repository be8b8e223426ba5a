//! Reads the figures of a table, each under the labels of its row and column.

use milepost_grammar::Context;
use milepost_model::{Decimal, NaiveDate};

use crate::annotate::governing::Governing;
use crate::annotate::section::Sections;
use crate::annotate::{Label, Place, Reader, keep};
use crate::document::Table;
use crate::{furniture, header};

/// A longer cell is running text.
const MAX_CELL_CHARS: usize = 40;

/// And one longer than this is no cell of a bulletin.
const MAX_CELL_BYTES: usize = 8 << 10;

/// Reads a table that stands under `sections`.
pub(crate) fn read_table(reader: &mut Reader<'_>, sections: &Sections, at: usize, table: &Table) {
    let published = reader.source.published;
    let captions: Vec<Label> = table
        .caption_parts
        .iter()
        .map(|(node, text)| Label {
            node: *node,
            text: text.clone(),
        })
        .collect();
    let from_captions: Vec<Governing> = captions
        .iter()
        .rev()
        .filter_map(|label| Governing::of(label.node, &label.text, published))
        .collect();
    let title = reader.title.clone();
    let outer: Vec<&Governing> = from_captions
        .iter()
        .chain(sections.governing())
        .chain(&title)
        .collect();
    let caption_unit = table.unit.clone().and_then(|unit| {
        let shown = captions
            .iter()
            .rev()
            .find(|label| milepost_grammar::caption_unit(&label.text).is_some())?;
        Some((unit, shown.clone()))
    });
    let grid = Grid::new(table);
    let columns: Vec<Head> = (0..table.cols)
        .map(|col| Head::of(grid.col_labels(col), published))
        .collect();
    let fractions: Vec<bool> = (0..table.cols).map(|col| grid.holds_fractions(col)).collect();
    let mut context = Context {
        published,
        period: outer.first().map(|governing| governing.inherited()),
        unit: None,
        headings: sections
            .labels()
            .chain(&captions)
            .map(|label| label.text.clone())
            .collect(),
    };
    let mut outer_labels: Vec<&Label> = sections.labels().chain(&captions).collect();
    outer_labels.reverse();
    let mut section: Option<Label> = None;
    for row in table.header_rows..table.rows {
        if reader.is_full() {
            return;
        }
        if let Some(label) = grid.section_label(row) {
            section = Some(label);
            continue;
        }
        let head = Head::of(
            section.iter().cloned().chain(grid.row_labels(row)).collect(),
            published,
        );
        let unit = grid
            .row_unit(row)
            .map(|label| (label.text.clone(), label))
            .or_else(|| caption_unit.clone());
        context.unit = unit.as_ref().map(|(unit, _)| unit.clone());
        for col in table.header_cols..table.cols {
            let (Some(text), Some(node)) = (table.text(row, col), table.node_at(row, col)) else {
                continue;
            };
            if !text.contains(char::is_numeric) || grid.is_repeated(row, col) {
                continue;
            }
            if let Some(reason) = grid.refusal(row, col, text) {
                reader.refuse(node, text, reason);
                continue;
            }
            let Some(column) = usize::try_from(col).ok().and_then(|col| columns.get(col)) else {
                continue;
            };
            let is_fraction = usize::try_from(col).ok().and_then(|col| fractions.get(col)) == Some(&true);
            if is_fraction && !text.contains(['%', '％']) {
                reader.refuse(node, text, "may be a fraction that stands for a percentage");
                continue;
            }
            let is_prose = furniture::is_prose(text) || text.chars().count() > MAX_CELL_CHARS;
            let reading = if is_prose {
                let mut context = context.clone();
                context.unit = None;
                context
                    .headings
                    .extend(column.words().chain(head.words()).map(str::to_owned));
                milepost_grammar::read(text, &context)
            } else {
                let rows: Vec<&str> = head.words().collect();
                let cols: Vec<&str> = column.words().collect();
                milepost_grammar::read_table_cell(text, &rows, &cols, &context)
            };
            let inner_labels = head.labels.iter().rev().chain(column.labels.iter().rev());
            let place = Place {
                node,
                text,
                governing: column
                    .governing
                    .iter()
                    .chain(&head.governing)
                    .chain(outer.iter().copied())
                    .collect(),
                labels: inner_labels.chain(outer_labels.iter().copied()).collect(),
                unit: unit.as_ref().map(|(_, label)| (label.node, label.text.clone())),
                table: Some((at, row, col)),
            };
            keep(&mut reader.found, reading, &place, reader.source.votes);
        }
    }
}

/// The labels of a row or column, outermost first, and the periods they say, innermost first.
struct Head {
    labels: Vec<Label>,
    governing: Vec<Governing>,
}

impl Head {
    fn of(labels: Vec<Label>, published: Option<NaiveDate>) -> Self {
        let governing = labels
            .iter()
            .rev()
            .filter_map(|label| Governing::of(label.node, &label.text, published))
            .collect();
        Self { labels, governing }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(|label| label.text.as_str())
    }
}

/// Several figures on lines of their own, or parted by blanks.
fn holds_several(text: &str) -> bool {
    let pieces = text
        .split_whitespace()
        .filter(|piece| header::is_figure(piece))
        .count();
    pieces > 1
}

struct Grid<'t> {
    table: &'t Table,
    unit_col: Option<u32>,
    sequence_col: bool,
}

impl<'t> Grid<'t> {
    fn new(table: &'t Table) -> Self {
        let is_unit_head = |col: &u32| {
            (0..table.header_rows).any(|row| {
                let text = table.text(row, *col).unwrap_or_default();
                let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                matches!(
                    bare.as_str(),
                    "单位" | "計量單位" | "计量单位" | "單位" | "Unit" | "Units"
                )
            })
        };
        let first: Vec<&str> = (table.header_rows..table.rows)
            .filter_map(|row| table.text(row, 0))
            .filter(|text| !text.is_empty())
            .collect();
        Self {
            table,
            unit_col: (0..table.header_cols).find(is_unit_head),
            sequence_col: table.header_cols > 1 && first.iter().all(|text| text.parse::<u32>().is_ok()),
        }
    }

    /// Says why a cell cannot be read as one figure.
    fn refusal(&self, row: u32, col: u32, text: &str) -> Option<&'static str> {
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
    fn holds_fractions(&self, col: u32) -> bool {
        let is_percentage = self.col_labels(col).iter().any(|label| {
            label.text.contains(['%', '％'])
                || ["增速", "增长", "比重", "占比", "growth", "share"]
                    .iter()
                    .any(|word| label.text.contains(word))
        });
        if !is_percentage {
            return false;
        }
        let figures: Vec<Decimal> = (self.table.header_rows..self.table.rows)
            .filter(|row| !self.is_merged(*row, col) && !self.is_repeated(*row, col))
            .filter_map(|row| self.table.text(row, col))
            .filter_map(|text| text.parse().ok())
            .collect();
        let all_near_zero = figures.iter().all(|figure| figure.abs() < Decimal::TWO);
        all_near_zero && figures.iter().any(|figure| figure.scale() >= 3)
    }

    fn label(&self, row: u32, col: u32) -> Option<Label> {
        let text = self.table.text(row, col)?;
        (!text.is_empty()).then(|| Label {
            node: self.table.node_at(row, col).unwrap_or(self.table.node),
            text: text.to_owned(),
        })
    }

    /// A row whose only text is one label governs the rows below it.
    fn section_label(&self, row: u32) -> Option<Label> {
        let mut filled = (0..self.table.cols).filter_map(|col| self.label(row, col));
        let first = filled.next()?;
        let is_alone = filled.all(|label| label.node == first.node);
        (is_alone && !header::is_figure(&first.text)).then_some(first)
    }

    fn row_labels(&self, row: u32) -> impl Iterator<Item = Label> + '_ {
        let mut last = None;
        (0..self.table.header_cols)
            .filter(|col| Some(*col) != self.unit_col && !(self.sequence_col && *col == 0))
            .filter_map(move |col| self.label(row, col))
            .filter(move |label| last.replace(label.node) != Some(label.node))
    }

    fn col_labels(&self, col: u32) -> Vec<Label> {
        let titles = self.title_rows();
        let mut last = None;
        (titles..self.table.header_rows)
            .filter_map(|row| self.label(row, col))
            .filter(|label| last.replace(label.node) != Some(label.node))
            .collect()
    }

    /// Leading rows that are titles of the whole table, and so parts of its caption.
    fn title_rows(&self) -> u32 {
        (0..self.table.header_rows)
            .take_while(|row| self.section_label(*row).is_some())
            .count()
            .try_into()
            .unwrap_or(0)
    }

    fn row_unit(&self, row: u32) -> Option<Label> {
        self.label(row, self.unit_col?)
    }

    /// The slot left of it or above it holds the same cell: it has been seen.
    fn is_repeated(&self, row: u32, col: u32) -> bool {
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
