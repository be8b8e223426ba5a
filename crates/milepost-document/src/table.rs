//! Turns the table elements of any medium into full grids with captions, header rows and columns, and units.

use std::ops::Range;

use crate::arena::{Arena, NONE, index, offset};
use crate::body::Line;
use crate::document::Table;
use crate::{Limits, header};

/// As in the HTML standard: wider spans are errors of the page.
const MAX_COLSPAN: usize = 1_000;

/// Higher ones reach beyond any table and would only cost time.
const MAX_ROWSPAN: usize = 65_534;

/// How many lines above a table are looked at for its caption.
const CAPTION_LINES: usize = 3;

/// A longer line above a table is a paragraph, not a caption.
const MAX_CAPTION_CHARS: usize = 60;

/// The tables of a document, and whether some were cut at the limit.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) tables: Vec<Table>,
    pub(crate) is_cut: bool,
}

/// Finds the tables that hold data. `lines` are all lines of the document in order, for the captions.
pub(crate) fn find(arena: &Arena, lines: &[Line], limits: &Limits) -> Tables {
    let mut found = Tables::default();
    let mut slots_left = limits.max_table_cells;
    let mut previous_end = 0;
    for id in 0..arena.len() {
        if arena.name(id) != "table" || holds_table(arena, id) {
            continue;
        }
        let Some(grid) = Grid::read(arena, id, slots_left) else {
            found.is_cut = true;
            continue;
        };
        if grid.rows.len() < 2 || grid.cols < 2 || grid.is_layout(arena) {
            continue;
        }
        slots_left = slots_left.saturating_sub(grid.rows.len().saturating_mul(grid.cols));
        let above = caption_above(arena, id, lines, previous_end);
        previous_end = arena.range(id).end;
        found.tables.push(grid.into_table(arena, id, above));
    }
    found
}

fn holds_table(arena: &Arena, id: u32) -> bool {
    arena.descendants(id).any(|inner| arena.name(inner) == "table")
}

/// A grid of cell nodes; `NONE` where the page leaves a slot out.
struct Grid {
    rows: Vec<Vec<u32>>,
    cols: usize,
    /// For each row, whether it stands in a `<thead>` or holds only `<th>`.
    marked: Vec<bool>,
}

impl Grid {
    /// Returns none where the grid would have more slots than are left.
    fn read(arena: &Arena, table: u32, slots_left: usize) -> Option<Self> {
        let mut rows: Vec<Vec<u32>> = Vec::new();
        let mut marked = Vec::new();
        // For each column, the cell that reaches down into the next rows, and how many rows it still covers.
        let mut reaching: Vec<(u32, usize)> = Vec::new();
        let mut slots = 0_usize;
        for tr in arena.descendants(table).filter(|id| arena.name(*id) == "tr") {
            let mut row: Vec<u32> = Vec::new();
            let mut new_reaching: Vec<(u32, usize)> = Vec::new();
            let mut is_marked = arena
                .parent(tr)
                .is_some_and(|parent| arena.name(parent) == "thead");
            let mut all_th = true;
            let cells = arena
                .children(tr)
                .filter(|id| matches!(arena.name(*id), "td" | "th"));
            for cell in cells {
                fill_reaching(&mut row, &mut new_reaching, &mut reaching);
                // Word processors mark the lower parts of a merged cell instead of counting them.
                let continued = arena.attr(cell, "vmerge") == Some("continue");
                let above = rows.last().and_then(|above| above.get(row.len())).copied();
                let node = above.filter(|_| continued).unwrap_or(cell);
                let cols = span(arena, cell, "colspan").clamp(1, MAX_COLSPAN);
                let down = span(arena, cell, "rowspan")
                    .clamp(1, MAX_ROWSPAN)
                    .saturating_sub(1);
                all_th &= arena.name(cell) == "th";
                for _ in 0..cols {
                    // A spanning cell that runs into one from above takes its place.
                    if let Some(slot) = reaching.get_mut(row.len()) {
                        *slot = (NONE, 0);
                    }
                    row.push(node);
                    new_reaching.push((node, down));
                }
                slots = slots.saturating_add(cols);
                if slots > slots_left {
                    return None;
                }
            }
            fill_reaching(&mut row, &mut new_reaching, &mut reaching);
            is_marked |= all_th && !row.is_empty();
            if row.is_empty() {
                continue;
            }
            reaching = new_reaching;
            rows.push(row);
            marked.push(is_marked);
        }
        let cols = rows.iter().map(Vec::len).max().unwrap_or(0);
        if rows.len().saturating_mul(cols) > slots_left {
            return None;
        }
        for row in &mut rows {
            row.resize(cols, NONE);
        }
        Some(Self { rows, cols, marked })
    }

    /// A table lays out a page when its cells hold paragraphs, or when no row has two cells with text.
    fn is_layout(&self, arena: &Arena) -> bool {
        let mut long_cells = 0_usize;
        let mut cells = 0_usize;
        let mut full_rows = 0_usize;
        for row in &self.rows {
            let mut texts = 0_usize;
            let mut last = NONE;
            for cell in row {
                if *cell == last || *cell == NONE {
                    continue;
                }
                last = *cell;
                let text = arena.text_of(*cell);
                if !text.is_empty() {
                    texts = texts.saturating_add(1);
                    cells = cells.saturating_add(1);
                    long_cells = long_cells.saturating_add(usize::from(text.chars().count() > 150));
                }
            }
            full_rows = full_rows.saturating_add(usize::from(texts >= 2));
        }
        full_rows == 0 || long_cells.saturating_mul(4) > cells
    }

    fn into_table(self, arena: &Arena, table: u32, above: Vec<(u32, String)>) -> Table {
        let mut parts = above;
        let own = arena.descendants(table).find(|id| arena.name(*id) == "caption");
        if let Some(own) = own.filter(|id| !arena.text_of(*id).is_empty()) {
            parts.push((own, arena.text_of(own).to_owned()));
        }
        // Rows of one cell at the top are titles: «2024年1-9月主要指标», «单位：亿元».
        let title_rows = self
            .rows
            .iter()
            .take_while(|row| lone_cell(arena, row).is_some())
            .count()
            .min(self.rows.len().saturating_sub(1));
        for row in self.rows.iter().take(title_rows) {
            if let Some(cell) = lone_cell(arena, row) {
                parts.push((cell, arena.text_of(cell).to_owned()));
            }
        }
        let mut texts = Vec::with_capacity(self.rows.len().saturating_mul(self.cols));
        let mut nodes = Vec::with_capacity(texts.capacity());
        for cell in self.rows.iter().flatten() {
            let is_cell = *cell != NONE;
            texts.push(if is_cell {
                arena.text_of(*cell).to_owned()
            } else {
                String::new()
            });
            nodes.push(if is_cell { *cell } else { table });
        }
        let shape = header::measure(
            &texts,
            &nodes,
            self.rows.len(),
            self.cols,
            title_rows,
            &self.marked,
        );
        let caption = parts
            .iter()
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join("\n");
        let unit = parts
            .iter()
            .rev()
            .find_map(|(_, text)| milepost_grammar::caption_unit(text));
        Table {
            node: table,
            caption,
            caption_parts: parts,
            rows: offset(self.rows.len()),
            cols: offset(self.cols),
            header_rows: offset(shape.rows),
            header_cols: offset(shape.cols),
            texts,
            nodes,
            unit,
        }
    }
}

/// Puts into `row` the cells from above that cover its next slots.
fn fill_reaching(row: &mut Vec<u32>, new_reaching: &mut Vec<(u32, usize)>, reaching: &mut [(u32, usize)]) {
    while let Some((cell, left)) = reaching.get(row.len()).copied().filter(|(_, left)| *left > 0) {
        row.push(cell);
        new_reaching.push((cell, left.saturating_sub(1)));
    }
}

fn span(arena: &Arena, cell: u32, name: &str) -> usize {
    arena
        .attr(cell, name)
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(1)
}

/// Returns the only cell of a row that holds text, where it spans the row or stands alone in it.
fn lone_cell(arena: &Arena, row: &[u32]) -> Option<u32> {
    let mut filled = row
        .iter()
        .copied()
        .filter(|cell| *cell != NONE && !arena.text_of(*cell).is_empty());
    let first = filled.next()?;
    filled.all(|cell| cell == first).then_some(first)
}

/// Returns the lines right above a table that speak of it: its heading, its title, «单位：亿元».
fn caption_above(arena: &Arena, table: u32, lines: &[Line], previous_end: usize) -> Vec<(u32, String)> {
    let table_range: Range<usize> = arena.range(table);
    let before = lines.partition_point(|line| line.range.start < table_range.start);
    let mut parts = Vec::new();
    for line in lines
        .get(..before)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(CAPTION_LINES)
    {
        // The lines of another table say nothing about this one.
        if line.range.start < previous_end {
            break;
        }
        let text = arena.slice(line.range.clone());
        let is_short = text.chars().count() <= MAX_CAPTION_CHARS && !text.ends_with(['。', '；', '，', '.']);
        if !is_short {
            break;
        }
        parts.push((line.node, text.to_owned()));
        let is_unit = milepost_grammar::caption_unit(text).is_some();
        if !is_unit {
            break;
        }
    }
    parts.reverse();
    parts
}

/// Returns the index of each table by its node, for the lookup of lines that stand in one.
pub(crate) fn ranges(arena: &Arena, tables: &[Table]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = tables.iter().map(|table| arena.range(table.node)).collect();
    ranges.sort_by_key(|range| range.start);
    debug_assert!(ranges.len() <= index(arena.len()), "each table is a node");
    ranges
}
