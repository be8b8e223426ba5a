//! Tables for people: plain text, columns that line up under Chinese words too.

use comfy_table::{CellAlignment, ContentArrangement, Table as Grid, presets};

/// A table with a head.
#[derive(Debug)]
pub(crate) struct Table {
    grid: Grid,
}

/// Cells longer than this are cut: tables are for a glance, JSON holds all.
const MOST_CHARS: usize = 72;

impl Table {
    /// A table with these columns; a name that begins with `>` is of a column of numbers.
    pub(crate) fn new(columns: &[&str]) -> Self {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        grid.set_header(
            columns
                .iter()
                .map(|name| name.trim_start_matches('>').to_uppercase()),
        );
        for (place, name) in columns.iter().enumerate() {
            if let Some(column) = grid.column_mut(place) {
                column.set_padding((0, 2));
                if name.starts_with('>') {
                    column.set_cell_alignment(CellAlignment::Right);
                }
            }
        }
        Self { grid }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.grid
            .add_row(cells.into_iter().map(|cell| cut(&cell, MOST_CHARS)));
    }

    /// Returns the table as lines, or `nothing` where it has no rows.
    pub(crate) fn text(&self, nothing: &str) -> String {
        if self.grid.is_empty() {
            return format!("{nothing}\n");
        }
        self.grid
            .lines()
            .map(|line| line.trim_end().to_owned() + "\n")
            .collect()
    }
}

/// Cuts a text for one cell: no line ends, an ellipsis where something is left out.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Says how many there are of a thing.
pub(crate) fn many(count: usize, one: &str, more: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {more}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_under_chinese_words() {
        let mut table = Table::new(&["id", ">value", "title"]);
        table.row(["a".to_owned(), "147".to_owned(), "制度创新".to_owned()]);
        table.row(["bcd".to_owned(), "7".to_owned(), "外贸".to_owned()]);
        assert_eq!(
            table.text("none"),
            "ID   VALUE  TITLE\na      147  制度创新\nbcd      7  外贸\n"
        );
    }

    #[test]
    fn an_empty_table_says_so() {
        assert_eq!(Table::new(&["id"]).text("no figures"), "no figures\n");
    }
}
