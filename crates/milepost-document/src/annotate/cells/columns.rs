//! Tells what each column of a table holds, and whose labels govern its figures.
//!
//! A column of growths says neither what grew nor when: it stands behind the column that does. Where two columns could
//! be meant, none is.

use std::sync::Arc;

use milepost_grammar::TableLabel;
use milepost_model::{NaiveDate, Period};

use crate::annotate::cells::column_kind::{Kind, Leading, TimePart};
use crate::annotate::cells::grid::{Grid, Head};
use crate::annotate::cells::lender::Lender;

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) kind: Kind,
    /// Labels that govern its figures, outermost first, those lent by another column too.
    pub(super) labels: Vec<Head>,
    /// What each of them says.
    pub(super) says: Vec<Arc<TableLabel>>,
    /// Which of the tables that stand side by side in one.
    pub(super) block: usize,
    /// The column whose figures a rate is of.
    pub(super) of: Option<u32>,
    /// Why its figures cannot be read.
    pub(super) refusal: Option<&'static str>,
}

/// The columns that say of a row what its figures are.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) label_cols: Vec<u32>,
    pub(super) unit_col: Option<u32>,
    pub(super) time_cols: Vec<(u32, TimePart)>,
}

/// All columns of a stretch.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
    pub(super) blocks: Vec<Block>,
}

impl Columns {
    pub(super) fn of(grid: &Grid<'_>, published: Option<NaiveDate>, governing: Option<Period>) -> Self {
        let mut columns = Vec::new();
        let mut blocks = vec![Block::default()];
        let leading = Leading::of(grid);
        let mut names_go_on = true;
        for col in 0..grid.table.cols {
            let kind = leading.kind(grid, col, &blocks, names_go_on);
            if kind == Kind::Label && !names_go_on {
                blocks.push(Block::default());
            }
            names_go_on = match kind {
                Kind::Label => true,
                Kind::Figures => false,
                Kind::Unit | Kind::Time(_) | Kind::Aside => names_go_on,
            };
            if let Some(block) = blocks.last_mut() {
                match kind {
                    Kind::Label => block.label_cols.push(col),
                    Kind::Unit => block.unit_col = block.unit_col.or(Some(col)),
                    Kind::Time(part) => block.time_cols.push((col, part)),
                    Kind::Figures | Kind::Aside => {}
                }
            }
            columns.push(Column {
                kind,
                labels: grid.col_labels(col),
                says: Vec::new(),
                block: blocks.len().saturating_sub(1),
                of: None,
                refusal: None,
            });
        }
        let mut columns = Self { columns, blocks };
        columns.lend(published);
        columns.refuse_open_years(grid, governing);
        for column in &mut columns.columns {
            column.says = column.labels.iter().map(|head| Arc::clone(&head.says)).collect();
        }
        columns
    }

    pub(super) fn get(&self, col: u32) -> Option<&Column> {
        self.columns.get(usize::try_from(col).ok()?)
    }

    /// Gives columns that need another one the labels of that.
    fn lend(&mut self, published: Option<NaiveDate>) {
        let mut lender = Lender::default();
        for at in 0..self.columns.len() {
            let Some(column) = self.columns.get(at).filter(|column| column.kind == Kind::Figures) else {
                continue;
            };
            if lender.block != column.block {
                lender = Lender::of_block(column.block);
            }
            let lent = lender.lend(at, column, &self.columns, published);
            if let Some(column) = self.columns.get_mut(at) {
                column.refusal = lent.refusal;
                column.of = lent.of.and_then(|of| u32::try_from(of).ok());
                let mut labels = lent.labels;
                labels.retain(|lent| {
                    let is_own = |own: &Head| own.label.node == lent.label.node;
                    !column.labels.iter().any(is_own)
                });
                labels.append(&mut column.labels);
                column.labels = labels;
            }
        }
    }

    /// «2024年 | 2023年» under «2024年1-9月»: the years may be whole ones, or the same months of both.
    fn refuse_open_years(&mut self, grid: &Grid<'_>, governing: Option<Period>) {
        let Some(part) = governing.filter(|period| !period.is_full_year()) else {
            return;
        };
        let is_open = |column: &Column| {
            let mut years = column
                .labels
                .iter()
                .filter_map(|label| bare_year(&label.label.text));
            years.any(|year| year == part.calendar_year()) && !column.labels.iter().any(says_part)
        };
        let any_open = self
            .columns
            .iter()
            .any(|column| column.kind == Kind::Figures && is_open(column));
        if any_open {
            for column in &mut self.columns {
                let is_year = column
                    .labels
                    .iter()
                    .any(|label| bare_year(&label.label.text).is_some())
                    && !column.labels.iter().any(says_part);
                if is_year && column.refusal.is_none() {
                    column.refusal = Some(OPEN_YEAR);
                }
            }
        }
        let row_says = |block: &Block| {
            let names = block.label_cols.iter();
            let times = block.time_cols.iter().map(|(col, _)| col);
            let alone = block.time_cols.len() <= 1;
            alone
                && names.chain(times).any(|col| {
                    grid.cells(*col)
                        .iter()
                        .any(|text| bare_year(text) == Some(part.calendar_year()))
                })
        };
        let open_blocks: Vec<usize> = (0..self.blocks.len())
            .filter(|at| self.blocks.get(*at).is_some_and(row_says))
            .collect();
        for column in &mut self.columns {
            let says_own = column.labels.iter().any(says_part);
            if open_blocks.contains(&column.block) && !says_own && column.refusal.is_none() {
                column.refusal = Some(OPEN_YEAR);
            }
        }
    }
}

const OPEN_YEAR: &str = "under a year, in a table for a part of it";

/// A label that is a year and nothing else.
fn bare_year(text: &str) -> Option<i32> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = bare.trim_end_matches('度').trim_end_matches('年');
    let year: i32 = (digits.len() == 4).then(|| digits.parse().ok())??;
    (1949..=2100).contains(&year).then_some(year)
}

/// Says a time other than a bare year: 1-9月, 2024年1-9月, 年末, 累计.
fn says_part(head: &Head) -> bool {
    bare_year(&head.label.text).is_none() && head.says.says_time()
}
