//! Reads the figures of a table, each under the labels of its row and column.

mod column_kind;
mod columns;
mod grid;
mod lender;
mod rows;

use std::collections::BTreeMap;

use milepost_grammar::Context;

use crate::annotate::cells::column_kind::Kind;
use crate::annotate::cells::columns::{Column, Columns};
use crate::annotate::cells::grid::{Grid, Head};
use crate::annotate::cells::rows::{Row, Rows};
use crate::annotate::governing::Governing;
use crate::annotate::section::Sections;
use crate::annotate::{Label, Place, Reader, keep};
use crate::document::Table;
use crate::furniture;

/// A longer cell is running text.
const MAX_CELL_CHARS: usize = 40;

/// Reads a table that stands under `sections`.
pub(crate) fn read_table(reader: &mut Reader<'_>, sections: &Sections, at: usize, table: &Table) {
    let around = Around::of(reader, sections, table);
    for grid in Grid::stretches(table, reader.source.published) {
        let governing = around.context.period.as_ref().map(|outer| outer.period);
        let columns = Columns::of(&grid, reader.source.published, governing);
        let arena = reader.source.arena;
        let rows = rows::read(&grid, &columns, |cells| {
            let (first, last) = (cells.first()?, cells.last()?);
            let row = arena.parent(*first)?;
            let words = arena.slice(arena.range(*first).start..arena.range(*last).end);
            Some((row, words.to_owned()))
        });
        let mut stretch = Stretch {
            at,
            grid: &grid,
            columns: &columns,
            rows: &rows,
            around: &around,
            fractions: (0..table.cols).map(|col| grid.holds_fractions(col)).collect(),
            read: BTreeMap::new(),
            context: around.context.clone(),
        };
        for row in grid.body.clone() {
            for col in 0..table.cols {
                if reader.is_full() {
                    return;
                }
                stretch.read_cell(reader, row, col);
            }
        }
    }
}

/// What governs a table from outside.
struct Around {
    /// Periods, nearest first.
    outer: Vec<Governing>,
    /// Labels, nearest first.
    labels: Vec<Label>,
    caption_unit: Option<(String, Label)>,
    context: Context,
    /// The place that the captions name.
    scope: String,
}

impl Around {
    fn of(reader: &Reader<'_>, sections: &Sections, table: &Table) -> Self {
        let published = reader.source.published;
        let captions: Vec<Label> = table
            .caption_parts
            .iter()
            .map(|(node, text)| Label {
                node: *node,
                text: text.clone(),
            })
            .collect();
        let mut outer: Vec<Governing> = sections.governing().chain(&reader.title).cloned().collect();
        let year = outer.first().map(|governing| governing.period);
        let from_captions: Vec<Governing> = captions
            .iter()
            .rev()
            .filter_map(|label| Governing::under(label.node, &label.text, published, year))
            .collect();
        outer.splice(0..0, from_captions);
        let caption_unit = table.unit.clone().and_then(|unit| {
            let shown = captions
                .iter()
                .rev()
                .find(|label| milepost_grammar::caption_unit(&label.text).is_some())?;
            Some((unit, shown.clone()))
        });
        let mut labels: Vec<Label> = sections.labels().chain(&captions).cloned().collect();
        let context = Context {
            published,
            period: outer.first().map(Governing::inherited),
            unit: None,
            headings: labels.iter().map(|label| label.text.clone()).collect(),
            ..Context::default()
        };
        labels.reverse();
        let scope = milepost_grammar::headings_scope(&context.headings);
        Self {
            outer,
            labels,
            caption_unit,
            context,
            scope,
        }
    }
}

/// One stretch of a table while it is read.
struct Stretch<'a> {
    at: usize,
    grid: &'a Grid<'a>,
    columns: &'a Columns,
    rows: &'a Rows,
    around: &'a Around,
    fractions: Vec<bool>,
    /// The statements of the cells so far, by row and column.
    read: BTreeMap<(u32, u32), usize>,
    /// The table's, with the unit of the cell at hand.
    context: Context,
}

impl Stretch<'_> {
    fn read_cell(&mut self, reader: &mut Reader<'_>, number: u32, col: u32) {
        let table = self.grid.table;
        let (Some(text), Some(node)) = (table.text(number, col), table.node_at(number, col)) else {
            return;
        };
        let Some(column) = self.columns.get(col) else {
            return;
        };
        let holds_figures = match column.kind {
            Kind::Figures => true,
            Kind::Aside => furniture::is_prose(text),
            Kind::Label | Kind::Unit | Kind::Time(_) => false,
        };
        if !holds_figures || !text.contains(char::is_numeric) || self.grid.is_repeated(number, col) {
            return;
        }
        let Some(row) = self.rows.get(&(number, column.block)) else {
            return;
        };
        if let Some(reason) = self.refusal(number, col, text, row, column) {
            reader.refuse(node, text, reason);
            return;
        }
        let of = self.told_of(number, col, row, column);
        if of.is_some_and(|of| !self.read.contains_key(&of)) {
            reader.refuse(node, text, "a rate of a figure that was not read");
            return;
        }
        self.keep_cell(reader, (number, col, node), text, row, column, of);
    }

    fn refusal(&self, number: u32, col: u32, text: &str, row: &Row, column: &Column) -> Option<&'static str> {
        let is_fraction = usize::try_from(col).ok().and_then(|col| self.fractions.get(col)) == Some(&true);
        self.grid
            .refusal(number, col, text)
            .or(row.refusal)
            .or(column.refusal)
            .or_else(|| {
                (is_fraction && !text.contains(['%', '％']))
                    .then_some("may be a fraction that stands for a percentage")
            })
    }

    /// The cell that a rate is of, where that holds a figure.
    fn told_of(&self, number: u32, col: u32, row: &Row, column: &Column) -> Option<(u32, u32)> {
        let cell = match (column.of, row.of) {
            (Some(level), _) => (number, level),
            (None, Some(level)) => (level, col),
            (None, None) => return None,
        };
        let text = self.grid.table.text(cell.0, cell.1)?;
        text.contains(char::is_numeric).then_some(cell)
    }

    fn keep_cell(
        &mut self,
        reader: &mut Reader<'_>,
        (number, col, node): (u32, u32, u32),
        text: &str,
        row: &Row,
        column: &Column,
        of: Option<(u32, u32)>,
    ) {
        let around = self.around;
        let unit = row
            .unit
            .as_ref()
            .or(around.caption_unit.as_ref().filter(|_| !row.has_unit_col));
        let is_prose = furniture::is_prose(text) || text.chars().count() > MAX_CELL_CHARS;
        let reading = if is_prose {
            let mut context = around.context.clone();
            let heads = column.labels.iter().chain(&row.labels);
            context.headings.extend(heads.map(|head| head.label.text.clone()));
            milepost_grammar::read(text, &context)
        } else {
            self.context.unit = unit.map(|(unit, _)| unit.clone());
            milepost_grammar::read_labelled_cell(text, &row.says, &column.says, &self.context, &around.scope)
        };
        let own = if is_prose || reading.statements.is_empty() {
            None
        } else {
            governing(reader, row, column, &self.context)
        };
        let place = Place {
            node,
            text,
            governing: own.iter().chain(&around.outer).collect(),
            labels: row
                .labels
                .iter()
                .rev()
                .chain(column.labels.iter().rev())
                .map(|head| &head.label)
                .chain(&around.labels)
                .collect(),
            unit: unit.map(|(_, label)| (label.node, label.text.clone())),
            table: Some((self.at, number, col)),
        };
        let before = reader.found.statements.len();
        keep(&mut reader.found, reading, &place, reader.source.votes);
        if is_prose || reader.found.statements.len() == before {
            return;
        }
        self.read.insert((number, col), before);
        if let Some(level) = of.and_then(|of| self.read.get(&of)).copied()
            && let Some(located) = reader.found.statements.get_mut(before)
        {
            located.statement.of = Some(level);
        }
    }
}

/// The period that the labels say together, at the label that says most of it.
fn governing(reader: &Reader<'_>, row: &Row, column: &Column, context: &Context) -> Option<Governing> {
    let said = milepost_grammar::labelled_period(&column.says, &row.says, context).ok()??;
    let shows = |head: &&Head| {
        let label = &head.label;
        !said.quote.is_empty()
            && label.text.contains(&said.quote)
            && reader.source.arena.text_of(label.node).contains(&said.quote)
    };
    let mut heads = column.labels.iter().rev().chain(row.labels.iter().rev());
    let place = heads
        .find(shows)
        .map(|head| (head.label.node, said.quote.clone()))
        .or_else(|| row.time.clone());
    place.map(|(node, quote)| Governing {
        period: said.period,
        node,
        quote,
    })
}
