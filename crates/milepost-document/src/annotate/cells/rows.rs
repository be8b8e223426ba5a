//! Tells what governs the rows of a table: sections, units, times, the row that a rate stands under, names used twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use milepost_grammar::TableLabel;

use crate::annotate::Label;
use crate::annotate::cells::column_kind::{TimePart, unit_of};
use crate::annotate::cells::columns::{Block, Columns};
use crate::annotate::cells::grid::{Grid, Head};
use crate::header;

/// One row in one block.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Outermost first.
    pub(super) labels: Vec<Head>,
    /// What each of them says.
    pub(super) says: Vec<Arc<TableLabel>>,
    /// The unit as printed, and where it stands.
    pub(super) unit: Option<(String, Label)>,
    /// The block says units in a column of their own.
    pub(super) has_unit_col: bool,
    /// The words that say the row's time in several cells, and the row's node.
    pub(super) time: Option<(u32, String)>,
    /// The row whose figures a rate is of.
    pub(super) of: Option<u32>,
    /// Why its figures cannot be read.
    pub(super) refusal: Option<&'static str>,
}

const TWICE: &str = "under a name that several rows have";

/// Rows of a stretch by row and block.
pub(super) type Rows = BTreeMap<(u32, usize), Row>;

/// Reads what governs each row of a stretch.
pub(super) fn read(
    grid: &Grid<'_>,
    columns: &Columns,
    row_node: impl Fn(&[u32]) -> Option<(u32, String)>,
) -> Rows {
    let mut rows = Rows::new();
    for (at, block) in columns.blocks.iter().enumerate() {
        let mut named: Vec<(u32, String, bool)> = Vec::new();
        let mut section: Option<Head> = None;
        let mut levels: Option<(u32, Vec<Head>)> = None;
        for number in grid.body.clone() {
            if let Some(label) = grid.section_label(number) {
                section = Some(grid.read(label));
                levels = None;
                continue;
            }
            let names = grid.row_labels(number, &block.label_cols);
            let mut row = Row {
                has_unit_col: block.unit_col.is_some(),
                unit: row_unit(grid, block, number),
                ..Row::default()
            };
            let times = row_times(grid, block, number);
            if block.time_cols.len() > 1 {
                let nodes: Vec<u32> = times.iter().map(|head| head.label.node).collect();
                row.time = row_node(&nodes);
            }
            if times.len() < block.time_cols.len() {
                row.refusal = Some("its time is left open");
            }
            let is_rate = names.last().is_some_and(|name| name.says.names_rate())
                && !names.iter().any(|name| name.says.names_thing());
            let mut key: Vec<&str> = section.iter().map(|head| head.label.text.as_str()).collect();
            key.extend(times.iter().chain(&names).map(|head| head.label.text.as_str()));
            if is_rate {
                if let Some((of, lent)) = &levels {
                    row.of = Some(*of);
                    row.labels.extend(lent.iter().cloned());
                }
            } else {
                named.push((
                    number,
                    key.join("\u{1}"),
                    names.iter().any(|name| name.says.names_thing()),
                ));
                let things = names.iter().any(|name| name.says.names_thing());
                levels = things.then(|| (number, names.clone()));
            }
            row.labels
                .splice(0..0, times.into_iter().chain(section.iter().cloned()));
            row.labels.extend(names);
            rows.insert((number, at), row);
        }
        refuse_twice(&mut rows, at, &named);
    }
    for row in rows.values_mut() {
        row.says = row.labels.iter().map(|head| Arc::clone(&head.says)).collect();
    }
    rows
}

/// 出口 under 进出口总值 and again under 一般贸易: only the first is what it says, and only where the row it stands under
/// is the whole of it.
fn refuse_twice(rows: &mut Rows, block: usize, named: &[(u32, String, bool)]) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, name, _) in named {
        let count = seen.entry(name).or_insert(0);
        *count = count.saturating_add(1);
    }
    let mut parent: Option<Head> = None;
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut refused: BTreeSet<u32> = BTreeSet::new();
    for (number, name, is_thing) in named {
        let is_twice = *is_thing && seen.get(name.as_str()).is_some_and(|count| *count > 1);
        let Some(row) = rows.get_mut(&(*number, block)) else {
            continue;
        };
        if !is_twice {
            parent = row.labels.last().cloned();
            continue;
        }
        let holds = |parent: &Head| {
            let own = row.labels.last().map_or("", |own| own.says.noun());
            parent.says.names_place() || parent.says.noun().contains(own)
        };
        let is_first = known.insert(name);
        match &parent {
            Some(parent) if is_first && holds(parent) => row.labels.insert(0, parent.clone()),
            None if is_first => {}
            Some(_) | None => {
                row.refusal = Some(TWICE);
                refused.insert(*number);
            }
        }
    }
    for row in rows
        .iter_mut()
        .filter(|((_, at), _)| *at == block)
        .map(|(_, row)| row)
    {
        if row.of.is_some_and(|of| refused.contains(&of)) {
            row.refusal = Some(TWICE);
        }
    }
}

fn row_unit(grid: &Grid<'_>, block: &Block, row: u32) -> Option<(String, Label)> {
    let label = grid.label(row, block.unit_col?)?;
    if header::is_placeholder(&label.text) {
        return None;
    }
    unit_of(&label.text).map(|unit| (unit, label))
}

fn row_times(grid: &Grid<'_>, block: &Block, row: u32) -> Vec<Head> {
    block
        .time_cols
        .iter()
        .filter_map(|(col, part)| {
            let mut label = grid
                .label(row, *col)
                .filter(|label| !header::is_placeholder(&label.text))?;
            match part {
                TimePart::Month => label.text.push('月'),
                TimePart::Quarter => label.text.push_str("季度"),
                TimePart::Whole | TimePart::Year => {}
            }
            Some(grid.read(label))
        })
        .collect()
}
