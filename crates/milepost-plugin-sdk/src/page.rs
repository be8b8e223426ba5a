//! The document as an extractor sees it: the same on the host's page in a component and on a parsed page in a test.

use crate::{Observation, Rejection};

/// One node of the document: an element, a PDF line, a cell. A plain number; the host refuses a wrong one.
pub type Node = u32;

/// One quantity that the host's grammar read. A plain number; see [`Page::field`].
pub type StatementId = u32;

/// What kind of file a document was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// A web page.
    Html,
    /// A PDF with text: a tree of page, block, line.
    Pdf,
    /// A workbook: a tree of sheet, table, tr, td.
    Xlsx,
    /// Separated values.
    Csv,
    /// Plain text, and word processors' documents.
    Text,
}

/// A node and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The node.
    pub node: Node,
    /// The text of the node and all below it.
    pub text: String,
}

/// A reference to another document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The node that refers.
    pub node: Node,
    /// Its text, or its title.
    pub text: String,
    /// The address.
    pub href: String,
}

/// One table as a full grid: a spanned cell stands in each slot it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The node of the table.
    pub node: Node,
    /// Its caption, and the lines right above it that speak of it.
    pub caption: String,
    /// Rows of the grid.
    pub rows: u32,
    /// Columns of the grid.
    pub cols: u32,
    /// Leading rows that hold labels.
    pub header_rows: u32,
    /// Leading columns that hold labels.
    pub header_cols: u32,
    /// Row-major, rows × cols.
    pub texts: Vec<String>,
    /// Row-major, the node of each slot.
    pub nodes: Vec<Node>,
}

impl Table {
    /// Returns the text and the node of a slot; none outside the grid.
    pub fn cell(&self, row: u32, col: u32) -> Option<(&str, Node)> {
        if row >= self.rows || col >= self.cols {
            return None;
        }
        let slot = u64::from(row) * u64::from(self.cols) + u64::from(col);
        let slot = usize::try_from(slot).ok()?;
        Some((self.texts.get(slot)?.as_str(), *self.nodes.get(slot)?))
    }
}

/// How much a line of the log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Decisions, for the author.
    Debug,
    /// What was done.
    Info,
    /// Something is odd.
    Warn,
    /// Something is wrong.
    Error,
}

/// The document being extracted, the host's readings of it, and the way out.
///
/// In a component the host stands behind it; in `cargo test` of a plugin, `milepost-plugin-testing` does, with the same
/// parser, grammar and verification.
pub trait Page {
    /// Returns 0 for the document itself, 1 and on for its attachments: the `document` of evidence.
    fn index(&self) -> u32;

    /// Returns what kind of file it was.
    fn media(&self) -> Media;

    /// Returns the address it was fetched from.
    fn url(&self) -> String;

    /// Returns a fact about the document (`title`, `lang`, `published`, `url`, …) or a `<meta>` of that name.
    fn meta(&self, key: &str) -> Option<String>;

    /// Returns the whole document as normalised text: a line a block, a tab between cells.
    fn text(&self) -> String;

    /// Returns the nodes that match a CSS selector, in document order.
    ///
    /// # Errors
    /// When `css` is no selector that the host knows.
    fn select(&self, css: &str) -> Result<Vec<Node>, String>;

    /// Returns the nodes below `scope` that match a CSS selector, in document order.
    ///
    /// # Errors
    /// When there is no such node, or `css` is no selector that the host knows.
    fn select_in(&self, scope: Node, css: &str) -> Result<Vec<Node>, String>;

    /// Returns the nodes that match a CSS selector and their texts, in one call.
    ///
    /// # Errors
    /// When `css` is no selector that the host knows.
    fn query(&self, css: &str) -> Result<Vec<Hit>, String>;

    /// Returns the texts of nodes.
    fn text_of(&self, nodes: &[Node]) -> Vec<String>;

    /// Returns an attribute of an element.
    fn attr(&self, node: Node, name: &str) -> Option<String>;

    /// Returns the node above.
    fn parent(&self, node: Node) -> Option<Node>;

    /// Returns the smallest nodes that hold `needle`, white space aside.
    fn find(&self, needle: &str) -> Vec<Hit>;

    /// Returns the tables that hold data.
    fn tables(&self) -> Vec<Table>;

    /// Returns the first table whose caption or header cells hold every word.
    fn table_like(&self, words: &[&str]) -> Option<Table>;

    /// Returns every reference to another document.
    fn links(&self) -> Vec<Link>;

    /// Returns the documents fetched along with this one, as the manifest asks.
    fn attachments(&self) -> Vec<Box<dyn Page + '_>>;

    /// Reads a number as the host does: exact decimal text.
    ///
    /// # Errors
    /// When the text is no number in that language.
    fn number(&self, text: &str, lang: &str) -> Result<String, String>;

    /// Reads a period as the host does, in one of the text forms.
    ///
    /// # Errors
    /// When the text is no period in that language.
    fn period(&self, text: &str, lang: &str) -> Result<String, String>;

    /// Returns the statements whose subject or labels mention every word of one of the phrases, best first.
    fn statements_about(&self, phrases: &[Vec<String>]) -> Vec<StatementId>;

    /// Returns a fact about a statement; [`crate::Statement`] names the keys.
    fn field(&self, statement: StatementId, key: &str) -> Option<String>;

    /// Gives an observation to the host, which checks it against the page.
    ///
    /// # Errors
    /// The host's reason for refusing it. A plugin may skip the row, or give up.
    fn emit(&self, observation: &Observation) -> Result<(), Rejection>;

    /// Writes a line of the run's log.
    fn log(&self, level: Level, message: &str);

    /// Returns what the user set for a key that the manifest declares.
    fn setting(&self, key: &str) -> Option<String>;
}
