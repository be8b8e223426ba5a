//! What the host says of the statements of one page, asked once and folded once.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use crate::words::{fold, holds};
use crate::{Page, Role, StatementId, Table};

/// What a metric is compared with.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) subject: String,
    pub(crate) labels: Vec<String>,
    pub(crate) scope: String,
    pub(crate) scope_class: String,
    pub(crate) quote: String,
    pub(crate) role: Option<Role>,
    pub(crate) unit: String,
    pub(crate) period: Option<String>,
    pub(crate) comparison: String,
    pub(crate) printed: String,
    pub(crate) value: String,
    pub(crate) step: String,
    pub(crate) of: Option<StatementId>,
    /// Keys of the dimensions that the host read.
    pub(crate) dims: Vec<String>,
    /// What a target is a target of: `growth` of a rate.
    pub(crate) measure: String,
    pub(crate) unit_word: String,
    /// The number of the table, the row and the column, where it is a cell.
    pub(crate) cell: Option<(usize, u32, u32)>,
}

/// Statements beyond this number are asked anew each time; the host reads at most 50,000 of a document.
const MAX_KNOWN: usize = 200_000;

/// The statements of one page that were asked about so far.
pub(crate) struct Sheet<'p> {
    page: &'p dyn Page,
    title: String,
    text: OnceCell<String>,
    /// The names last looked for in the title, and whether one stands there: the metrics of a table share one list.
    titled: Cell<Option<(&'p [&'p str], bool)>>,
    /// By statement: the host numbers them from 0.
    known: RefCell<Vec<Option<Rc<Facts>>>>,
    tables: OnceCell<Vec<Table>>,
}

impl<'p> Sheet<'p> {
    pub(crate) fn new(page: &'p dyn Page) -> Self {
        Self {
            page,
            title: fold(&page.meta("title").unwrap_or_default()),
            text: OnceCell::new(),
            titled: Cell::new(None),
            known: RefCell::default(),
            tables: OnceCell::new(),
        }
    }

    pub(crate) fn page(&self) -> &'p dyn Page {
        self.page
    }

    /// Returns the folded title of the page.
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// Says whether the title holds one of the names.
    pub(crate) fn is_titled(&self, names: &'p [&'p str]) -> bool {
        if let Some((known, is_titled)) = self.titled.get()
            && std::ptr::eq(known, names)
        {
            return is_titled;
        }
        let is_titled = names.iter().any(|name| holds(&self.title, &fold(name)));
        self.titled.set(Some((names, is_titled)));
        is_titled
    }

    /// Says whether the page holds a folded word anywhere.
    pub(crate) fn says(&self, word: &str) -> bool {
        holds(self.text.get_or_init(|| fold(&self.page.text())), word)
    }

    /// Returns the folded labels of a cell's row and of its column.
    pub(crate) fn heads(&self, (table, row, col): (usize, u32, u32)) -> (String, String) {
        let tables = self.tables.get_or_init(|| self.page.tables());
        let Some(table) = tables.get(table) else {
            return (String::new(), String::new());
        };
        let joined = |cells: Vec<(u32, u32)>| {
            let texts = cells.into_iter().filter_map(|(row, col)| table.cell(row, col));
            let texts: Vec<String> = texts.map(|(text, _)| fold(text)).collect();
            texts.join("\n")
        };
        (
            joined((0..table.header_cols).map(|head| (row, head)).collect()),
            joined((0..table.header_rows).map(|head| (head, col)).collect()),
        )
    }

    pub(crate) fn facts(&self, id: StatementId) -> Rc<Facts> {
        let slot = usize::try_from(id).unwrap_or(usize::MAX);
        if slot >= MAX_KNOWN {
            return Rc::new(ask(self.page, id));
        }
        let mut known = self.known.borrow_mut();
        if slot >= known.len() {
            known.resize(slot.saturating_add(1), None);
        }
        match known.get_mut(slot) {
            Some(slot) => Rc::clone(slot.get_or_insert_with(|| Rc::new(ask(self.page, id)))),
            None => Rc::new(ask(self.page, id)),
        }
    }
}

/// What [`ask`] asks of a statement.
const KEYS: [&str; 19] = [
    "subject",
    "labels",
    "scope",
    "scope-class",
    "quote",
    "role",
    "unit",
    "period",
    "comparison",
    "printed",
    "value",
    "step",
    "of",
    "dims",
    "dims.measure",
    "unit-word",
    "table",
    "row",
    "col",
];

/// Stands between the host's answers to several keys.
const SEPARATOR: char = '\u{1f}';

fn ask(page: &dyn Page, id: StatementId) -> Facts {
    let [
        subject,
        labels,
        scope,
        scope_class,
        quote,
        role,
        unit,
        period,
        comparison,
        printed,
        value,
        step,
        of,
        dims,
        measure,
        unit_word,
        table,
        row,
        col,
    ] = answers(page, id);
    Facts {
        subject: fold(&subject),
        labels: labels.lines().map(fold).collect(),
        scope: fold(&scope),
        scope_class,
        quote: fold(&quote),
        role: Role::parse(&role),
        unit,
        period: Some(period).filter(|period| !period.is_empty()),
        comparison,
        printed,
        value,
        step,
        of: of.parse().ok(),
        dims: dims.split_whitespace().map(str::to_owned).collect(),
        measure,
        unit_word: fold(&unit_word),
        cell: cell(&table, &row, &col),
    }
}

fn cell(table: &str, row: &str, col: &str) -> Option<(usize, u32, u32)> {
    Some((table.parse().ok()?, row.parse().ok()?, col.parse().ok()?))
}

/// Asks for everything in one call; each by itself where the host has no answer to all.
fn answers(page: &dyn Page, id: StatementId) -> [String; 19] {
    if let Some(together) = page.field(id, &KEYS.join(" ")) {
        let mut parts = together.split(SEPARATOR);
        let answers = std::array::from_fn(|_| parts.next().map(str::to_owned));
        if parts.next().is_none() && answers.iter().all(Option::is_some) {
            return answers.map(Option::unwrap_or_default);
        }
    }
    KEYS.map(|key| page.field(id, key).unwrap_or_default())
}
