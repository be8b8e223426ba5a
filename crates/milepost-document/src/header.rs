//! Tells the label rows and columns of a grid from its figures.

/// How many leading rows and columns hold labels. Rows include the title rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) rows: usize,
    pub(crate) cols: usize,
}

/// Heads of more rows are not seen in bulletins; a table without figures is all labels otherwise.
const MAX_HEADER_ROWS: usize = 6;

/// Number, name, unit and a note.
const MAX_HEADER_COLS: usize = 4;

/// Measures the head of a grid. `texts` and `nodes` are row-major; `marked` says which rows the page marks as head.
pub(crate) fn measure(
    texts: &[String],
    nodes: &[u32],
    rows: usize,
    cols: usize,
    title_rows: usize,
    marked: &[bool],
) -> Shape {
    let grid = Grid { texts, nodes, cols };
    let mut header_rows = title_rows;
    while header_rows
        < rows
            .saturating_sub(1)
            .min(MAX_HEADER_ROWS.saturating_add(title_rows))
    {
        let is_marked = marked.get(header_rows).copied().unwrap_or(false);
        if is_marked && !grid.has_figure(header_rows) || grid.is_label_row(header_rows, title_rows) {
            header_rows = header_rows.saturating_add(1);
        } else {
            break;
        }
    }
    // A section row at the end of the head («一、进出口») belongs to the figures below it.
    while header_rows > title_rows.saturating_add(1) && grid.is_section_row(header_rows.saturating_sub(1)) {
        header_rows = header_rows.saturating_sub(1);
    }
    let mut header_cols = 0_usize;
    while header_cols < cols.saturating_sub(1).min(MAX_HEADER_COLS)
        && grid.is_label_col(header_cols, header_rows, rows)
    {
        header_cols = header_cols.saturating_add(1);
    }
    Shape {
        rows: header_rows,
        cols: header_cols,
    }
}

struct Grid<'a> {
    texts: &'a [String],
    nodes: &'a [u32],
    cols: usize,
}

impl Grid<'_> {
    fn row(&self, row: usize) -> &[String] {
        let start = row.saturating_mul(self.cols);
        self.texts
            .get(start..start.saturating_add(self.cols))
            .unwrap_or_default()
    }

    fn has_figure(&self, row: usize) -> bool {
        self.row(row).iter().any(|text| is_figure(text) && !is_time(text))
    }

    /// Words, years and periods only, and something in it. `first_row` is the first behind the title rows.
    fn is_label_row(&self, row: usize, first_row: usize) -> bool {
        let cells = self.row(row);
        let is_label = |text: &String| text.is_empty() || !is_figure(text) || is_time(text);
        let says_something = cells.iter().any(|text| !text.is_empty() && !is_placeholder(text));
        // Bare years further down may be figures that look like years: only a head that goes on may hold them.
        let has_bare_year = cells.iter().skip(1).any(|text| is_time(text) && is_figure(text));
        let goes_on = row == first_row || self.continues_head(row);
        says_something
            && cells.iter().all(is_label)
            && (!has_bare_year || goes_on)
            && !self.is_row_of_missing_figures(row)
    }

    /// The first cell is empty or reaches down from the row above.
    fn continues_head(&self, row: usize) -> bool {
        let at = row.saturating_mul(self.cols);
        let above = at.checked_sub(self.cols).and_then(|above| self.nodes.get(above));
        self.texts.get(at).is_some_and(String::is_empty) || self.nodes.get(at) == above
    }

    /// A row under the head whose first cell is a name and whose others are dashes is a row of missing figures.
    fn is_row_of_missing_figures(&self, row: usize) -> bool {
        let others: Vec<&String> = self
            .row(row)
            .iter()
            .skip(1)
            .filter(|text| !text.is_empty())
            .collect();
        !others.is_empty() && others.iter().all(|text| is_placeholder(text))
    }

    /// One cell with text, the others empty or the same cell.
    fn is_section_row(&self, row: usize) -> bool {
        let start = row.saturating_mul(self.cols);
        let nodes = self
            .nodes
            .get(start..start.saturating_add(self.cols))
            .unwrap_or_default();
        let mut filled = nodes
            .iter()
            .zip(self.row(row))
            .filter(|(_, text)| !text.is_empty())
            .map(|(node, _)| *node);
        let first = filled.next();
        filled.all(|node| Some(node) == first)
    }

    fn is_label_col(&self, col: usize, from_row: usize, rows: usize) -> bool {
        let cells: Vec<&str> = (from_row..rows)
            .filter(|row| !self.is_section_row(*row) || col == 0)
            .filter_map(|row| self.texts.get(row.saturating_mul(self.cols).saturating_add(col)))
            .map(String::as_str)
            .collect();
        let has_words = cells.iter().any(|text| !text.is_empty() && !is_placeholder(text));
        let all_labels = cells
            .iter()
            .all(|text| text.is_empty() || !is_figure(text) || is_time(text));
        has_words && (all_labels || col == 0 && is_sequence(&cells))
    }
}

/// 1, 2, 3 … down a first column are the numbers of the rows.
fn is_sequence(cells: &[&str]) -> bool {
    let numbered: Vec<&&str> = cells.iter().filter(|text| !text.is_empty()).collect();
    numbered.len() >= 2
        && numbered
            .iter()
            .enumerate()
            .all(|(at, text)| text.parse::<usize>().ok() == at.checked_add(1))
}

/// Dashes and dots for a missing figure.
pub(crate) fn is_placeholder(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| matches!(c, '-' | '—' | '–' | '−' | '/' | '…' | '.' | '*' | '·' | ' '))
}

/// A cell that is a number and nothing else but a sign, a unit sign or a note.
pub(crate) fn is_figure(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '+' | '-' | '−' | '–' | '－' | '＋' | '(' | ')' | '（' | '）' | '*' | '↑' | '↓' | '①'..='⑳'
            )
    });
    let digits = bare.chars().filter(|c| is_digit(*c)).count();
    if digits == 0 {
        return false;
    }
    let starts_with_digit = bare.starts_with(is_digit) || bare.starts_with(['.', '约', '近', '超']);
    let letters = bare
        .chars()
        .filter(|c| c.is_alphabetic() && !is_digit(*c))
        .count();
    starts_with_digit && letters <= 3 && !is_enumerated(bare)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// `1、出口` and `1.出口` are names.
fn is_enumerated(text: &str) -> bool {
    let behind = text.trim_start_matches(is_digit);
    behind
        .strip_prefix(['、', '.', '．', ')', '）'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic()))
}

/// Years, months and other times that head a row or column: `2024`, `2024年`, `1-9月`, `2024.09`, `2024-09`.
pub(crate) fn is_time(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let year = bare.get(..4).and_then(|year| year.parse::<u32>().ok());
    let is_year = year.is_some_and(|year| (1949..=2100).contains(&year));
    let rest = bare.get(4..).unwrap_or_default();
    let year_alone = is_year && (rest.is_empty() || rest == "年" || rest == "A" || rest == "E");
    let year_month = is_year
        && rest.len() <= 3
        && rest.starts_with(['-', '/', '.'])
        && rest
            .get(1..)
            .and_then(|month| month.parse::<u32>().ok())
            .is_some_and(|month| (1..=12).contains(&month) && rest.len() == 3);
    let named = bare.contains('月') || bare.contains('季') || bare.contains('年') || bare.contains("半年");
    year_alone || year_month || named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_times_are_told_apart() {
        for figure in [
            "7154.2",
            "-2.1",
            "1,234.5",
            "12.3%",
            "(3.2)",
            "１２.３",
            "100万元",
            "2500",
        ] {
            assert!(is_figure(figure) && !is_time(figure), "{figure}");
        }
        for time in [
            "2024",
            "2024年",
            "1-9月",
            "2024-09",
            "2024.10",
            "9月",
            "三季度",
            "2024年1—9月",
        ] {
            assert!(is_time(time), "{time}");
        }
        for name in ["进出口总额", "1、出口", "2.进口", "单位", "亿元", ""] {
            assert!(!is_figure(name) && !is_time(name), "{name}");
        }
    }
}
