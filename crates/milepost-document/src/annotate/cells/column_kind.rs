//! Tells by its head and its cells what a column holds: names, units, times, figures, notes.

use milepost_grammar::TableLabel;

use crate::annotate::cells::columns::Block;
use crate::annotate::cells::grid::Grid;
use crate::{furniture, header};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Names of rows.
    Label,
    /// The units of the rows.
    Unit,
    /// The times of the rows.
    Time(TimePart),
    Figures,
    /// Notes, sources, numbers of rows.
    Aside,
}

/// How a column says time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimePart {
    /// In words: 2024年1-9月, End of September 2023.
    Whole,
    /// A bare year.
    Year,
    /// A bare number of a month.
    Month,
    /// A bare number of a quarter.
    Quarter,
}

/// What the leading columns of names are called, so that they are known where they come again.
pub(super) struct Leading {
    names: Vec<String>,
    sequence: bool,
}

impl Leading {
    pub(super) fn of(grid: &Grid<'_>) -> Self {
        let first = grid.cells(0);
        Self {
            names: (0..grid.table.header_cols)
                .map(|col| head(grid, col))
                .filter(|head| !head.is_empty())
                .collect(),
            sequence: grid.table.header_cols > 1 && first.iter().all(|text| text.parse::<u32>().is_ok()),
        }
    }

    pub(super) fn kind(&self, grid: &Grid<'_>, col: u32, blocks: &[Block], names_go_on: bool) -> Kind {
        let head = head(grid, col);
        let cells = grid.cells(col);
        if is_units(&head, &cells) {
            return Kind::Unit;
        }
        if let Some(part) = time_part(&head, &cells) {
            return Kind::Time(part);
        }
        if col < grid.table.header_cols {
            let is_aside = self.sequence && col == 0 || NUMBERS.contains(&head.as_str());
            return if is_aside { Kind::Aside } else { Kind::Label };
        }
        if NUMBERS.contains(&head.as_str()) || NOTES.iter().any(|word| head == *word) || is_time_word(&head) {
            return Kind::Aside;
        }
        let wordy = cells
            .iter()
            .filter(|text| !text.contains(char::is_numeric) && !header::is_placeholder(text))
            .count();
        let holds_prose = cells.iter().any(|text| furniture::is_prose(text));
        let is_words = wordy.saturating_mul(2) > cells.len() && !holds_prose;
        if !is_words {
            return Kind::Figures;
        }
        let comes_again = self.names.contains(&head) || head.is_empty() || NAMES.contains(&head.as_str());
        let goes_on = names_go_on && blocks.len() > 1;
        if comes_again || goes_on {
            Kind::Label
        } else {
            Kind::Aside
        }
    }
}

/// The innermost word of a column's head, bare.
fn head(grid: &Grid<'_>, col: u32) -> String {
    let innermost = grid.col_labels(col).pop();
    let text = innermost.map(|head| head.label.text).unwrap_or_default();
    milepost_grammar::fold(&text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase()
}

/// Says whether the cells are units: nearly all of them where the column is called so, all of them where it has no name.
fn is_units(head: &str, cells: &[&str]) -> bool {
    let is_called = matches!(head, "单位" | "计量单位" | "unit" | "units" | "unitofmeasure");
    let filled: Vec<&&str> = cells
        .iter()
        .filter(|text| !header::is_placeholder(text))
        .collect();
    let units = filled.iter().filter(|text| unit_of(text).is_some()).count();
    if is_called {
        return units > 0 && units.saturating_mul(10) >= filled.len().saturating_mul(6);
    }
    let are_symbols = filled.iter().all(|text| symbol_of(text).is_some());
    head.is_empty() && filled.len() >= 2 && are_symbols
}

/// Returns the unit that a cell of units says.
pub(super) fn unit_of(text: &str) -> Option<String> {
    let counted = || {
        let is_noun = text.len() <= 40
            && text
                .chars()
                .all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '(' | ')'));
        (is_noun && !text.trim().is_empty()).then(|| text.trim().to_owned())
    };
    symbol_of(text).or_else(counted)
}

fn symbol_of(text: &str) -> Option<String> {
    milepost_grammar::caption_unit(&format!("单位：{text}"))
}

fn is_time_word(head: &str) -> bool {
    TIMES.contains(&head)
}

/// Returns how the cells say time, where the head says that they do.
fn time_part(head: &str, cells: &[&str]) -> Option<TimePart> {
    if !is_time_word(head) || cells.is_empty() {
        return None;
    }
    let within = |least: u32, most: u32| {
        cells.iter().all(|text| {
            text.parse::<u32>()
                .is_ok_and(|number| (least..=most).contains(&number))
        })
    };
    if within(1949, 2100) {
        return Some(TimePart::Year);
    }
    if matches!(head, "月" | "月份" | "month") && within(1, 12) {
        return Some(TimePart::Month);
    }
    if matches!(head, "季" | "季度" | "quarter") && within(1, 4) {
        return Some(TimePart::Quarter);
    }
    let all_times = cells
        .iter()
        .all(|text| TableLabel::read(text, None).says_time() || header::is_placeholder(text));
    all_times.then_some(TimePart::Whole)
}

const TIMES: &[&str] = &[
    "年份",
    "年度",
    "年",
    "时间",
    "时期",
    "日期",
    "统计时间",
    "数据时间",
    "数据时期",
    "报告期",
    "统计时期",
    "统计期",
    "截止时间",
    "截至时间",
    "截止日期",
    "时点",
    "月份",
    "月",
    "季度",
    "季",
    "期间",
    "period",
    "date",
    "year",
    "month",
    "quarter",
    "time",
    "asof",
    "by",
    "timeperiod",
    "referenceperiod",
];

const NUMBERS: &[&str] = &["序号", "编号", "代码", "no", "no.", "code", "#"];

const NOTES: &[&str] = &[
    "备注",
    "说明",
    "注",
    "来源",
    "数据来源",
    "资料来源",
    "责任单位",
    "责任部门",
    "牵头单位",
    "责任处室",
    "单位",
    "note",
    "notes",
    "remarks",
    "source",
    "sources",
    "comment",
    "comments",
];

const NAMES: &[&str] = &[
    "指标",
    "指标名称",
    "项目",
    "名称",
    "品名",
    "类别",
    "地区",
    "国家",
    "国别",
    "国别(地区)",
    "国家(地区)",
    "商品",
    "商品名称",
    "区县",
    "indicator",
    "item",
    "name",
    "region",
    "country",
    "commodity",
];
