//! The finished document, and what can be asked of it.

use std::sync::{Arc, OnceLock};

use milepost_grammar::Statement;
use milepost_model::{Language, NaiveDate};

use crate::arena::Arena;
use crate::{SelectError, select};

/// What kind of file a document was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// A web page.
    Html,
    /// A PDF with text.
    Pdf,
    /// A workbook: XLSX, XLS, XLSB or ODS.
    Xlsx,
    /// A word processor's document.
    Docx,
    /// Separated values.
    Csv,
    /// Plain text.
    Text,
}

impl Media {
    /// Returns the text form, as in JSON and labels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Csv => "csv",
            Self::Text => "text",
        }
    }
}

impl std::fmt::Display for Media {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// One sign of the day of publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateVote {
    /// Where it was seen: `given`, `meta`, `url`, `line`, `signature`.
    pub source: &'static str,
    /// The words or the address it was read from.
    pub text: String,
    /// The day.
    pub date: NaiveDate,
    /// The node that shows it, where one does.
    pub node: Option<u32>,
    /// Why it does not count; none where it does.
    pub outlier: Option<&'static str>,
}

/// One table as a full grid: a spanned cell stands in each slot it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The node of the table.
    pub node: u32,
    /// Its caption: its own, its title row, and the lines right above it that speak of it.
    pub caption: String,
    /// Where each part of the caption stands: the node, and its words.
    pub caption_parts: Vec<(u32, String)>,
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
    /// Row-major, the node of each slot; the table's own node where the page leaves a slot out.
    pub nodes: Vec<u32>,
    /// The unit that the caption gives for all cells, as printed: `亿元`.
    pub unit: Option<String>,
}

impl Table {
    /// Returns the position of a slot in `texts` and `nodes`.
    pub fn slot(&self, row: u32, col: u32) -> Option<usize> {
        if row >= self.rows || col >= self.cols {
            return None;
        }
        let slot = u64::from(row) * u64::from(self.cols) + u64::from(col);
        usize::try_from(slot).ok()
    }

    /// Returns the text of a slot.
    pub fn text(&self, row: u32, col: u32) -> Option<&str> {
        self.texts.get(self.slot(row, col)?).map(String::as_str)
    }

    /// Returns the node of a slot.
    pub fn node_at(&self, row: u32, col: u32) -> Option<u32> {
        self.nodes.get(self.slot(row, col)?).copied()
    }
}

/// A reference to another document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The node that refers.
    pub node: u32,
    /// Its text, or its title.
    pub text: String,
    /// The address, resolved against the document's own where that is one.
    pub href: String,
}

/// A statement, its place, and the proof of what governs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The node whose text holds the quote.
    pub node: u32,
    /// What was read. Its `of` is an index of [`Document::statements`].
    pub statement: Statement,
    /// The text that the statement's ranges index: a line or a cell.
    pub text: Arc<str>,
    /// The clause that holds the number; stands in the text of `node`.
    pub quote: String,
    /// The number as printed; stands in the quote.
    pub printed: String,
    /// The node and the words that the period was read from.
    pub period_evidence: Option<(u32, String)>,
    /// The node and the words that the unit was read from, where not printed with the number.
    pub unit_evidence: Option<(u32, String)>,
    /// The nodes and words of the labels that govern the number from outside, innermost first.
    pub label_evidence: Vec<(u32, String)>,
    /// The table, row and column, where it is a cell.
    pub table: Option<(usize, u32, u32)>,
}

/// A number of the body that was seen and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedUnread {
    /// The node that holds it.
    pub node: u32,
    /// The line or cell it stands in, shortened around it.
    pub quote: String,
    /// The number as printed.
    pub printed: String,
    /// Why it is no statement.
    pub reason: &'static str,
}

/// A parsed publication: one tree for every medium, its dates, tables and statements. Never changes.
#[derive(Debug)]
pub struct Document {
    pub(crate) arena: Arena,
    pub(crate) media: Media,
    pub(crate) url: String,
    pub(crate) charset: String,
    pub(crate) title: String,
    pub(crate) language: Option<Language>,
    pub(crate) published: Option<NaiveDate>,
    pub(crate) votes: Vec<DateVote>,
    pub(crate) disagree: bool,
    pub(crate) warnings: Vec<String>,
    pub(crate) body: Vec<bool>,
    pub(crate) tables: Vec<Table>,
    pub(crate) statements: Vec<Located>,
    pub(crate) unread: Vec<LocatedUnread>,
    pub(crate) searched: OnceLock<String>,
}

impl Document {
    /// Returns what kind of file it was.
    pub const fn media(&self) -> Media {
        self.media
    }

    /// Returns the address it was given with.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the title, without the site's name; empty where there is none.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the language most of it is in; none where there are no words.
    pub const fn language(&self) -> Option<Language> {
        self.language
    }

    /// Returns the charset its text was in: `UTF-8` for media that know no other.
    pub fn charset(&self) -> &str {
        &self.charset
    }

    /// Returns the day of publication, by vote.
    pub const fn published(&self) -> Option<NaiveDate> {
        self.published
    }

    /// Returns every sign of the day of publication, those that lost too.
    pub fn date_votes(&self) -> &[DateVote] {
        &self.votes
    }

    /// Says whether two signs of the day of publication lie more than a day apart.
    pub const fn dates_disagree(&self) -> bool {
        self.disagree
    }

    /// Returns what a reader of the figures should know: hidden sheets left out, dates that disagree.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Returns a `<meta>` of that name or property, in any case, or one of the derived keys `title`, `lang`,
    /// `published`, `media`, `charset`, `url`.
    pub fn meta(&self, key: &str) -> Option<String> {
        match key {
            "title" => Some(self.title.clone()).filter(|title| !title.is_empty()),
            "lang" => self.language.map(|language| language.as_str().to_owned()),
            "published" => self.published.map(|date| date.to_string()),
            "media" => Some(self.media.as_str().to_owned()),
            "charset" => Some(self.charset.clone()),
            "url" => Some(self.url.clone()),
            _ => crate::meta::find(&self.arena, key).map(|(_, content)| content.to_owned()),
        }
    }

    /// Returns the whole document as normalised text: a line a block, a tab between cells.
    pub fn text(&self) -> &str {
        &self.arena.text
    }

    /// Returns the root node.
    pub const fn root(&self) -> u32 {
        0
    }

    /// Returns how many nodes there are; they are numbered from 0 in document order.
    pub fn node_count(&self) -> u32 {
        self.arena.len()
    }

    /// Returns the element's name: an HTML tag, or `page`, `block`, `line`, `sheet`, `table`, `tr`, `td`, `p`.
    pub fn element_name(&self, node: u32) -> Option<&str> {
        self.arena.get(node).map(|element| &*element.name)
    }

    /// Returns an attribute of an element.
    pub fn attr(&self, node: u32, name: &str) -> Option<&str> {
        self.arena.attr(node, name)
    }

    /// Returns the node above; none for the root.
    pub fn parent(&self, node: u32) -> Option<u32> {
        self.arena.parent(node)
    }

    /// Returns the nodes right below, in order.
    pub fn children(&self, node: u32) -> Vec<u32> {
        self.arena.children(node).collect()
    }

    /// Returns the text of a node and all below it, with normalised white space; empty for no node.
    pub fn text_of(&self, node: u32) -> &str {
        self.arena.text_of(node)
    }

    /// Returns the nodes that match a CSS selector, in document order.
    ///
    /// # Errors
    /// When `css` is no selector, is too long, or uses `:has()` or pseudo-elements.
    pub fn select(&self, css: &str) -> Result<Vec<u32>, SelectError> {
        select::select(&self.arena, 0, css)
    }

    /// Returns the nodes below `scope` that match a CSS selector, in document order.
    ///
    /// # Errors
    /// When there is no such node, or `css` is no selector, is too long, or uses `:has()` or pseudo-elements.
    pub fn select_in(&self, scope: u32, css: &str) -> Result<Vec<u32>, SelectError> {
        select::select(&self.arena, scope, css)
    }

    /// Returns the smallest node for each place where the text holds `needle`, each node once, in order.
    /// White space of any kind equals one blank.
    pub fn find(&self, needle: &str) -> Vec<u32> {
        let needle = needle.split_whitespace().collect::<Vec<_>>().join(" ");
        if needle.is_empty() {
            return Vec::new();
        }
        // A tab and a line break are one byte, as a blank is: the places are the same.
        let text = self
            .searched
            .get_or_init(|| self.arena.text.replace(['\t', '\n'], " "));
        let mut nodes: Vec<u32> = text
            .match_indices(&needle)
            .take(MAX_FOUND)
            .map(|(start, found)| {
                self.arena
                    .smallest_holding(0, &(start..start.saturating_add(found.len())))
            })
            .collect();
        nodes.dedup();
        nodes
    }

    /// Returns the tables that hold data, in document order. Tables that only lay out a page are not among them.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Returns the first table whose caption or header cells hold every word.
    pub fn table_like(&self, words: &[&str]) -> Option<&Table> {
        self.tables.iter().find(|table| {
            let mut labels = table.caption.clone();
            for row in 0..table.rows {
                for col in 0..table.cols {
                    if row < table.header_rows || col < table.header_cols {
                        labels.push('\n');
                        labels.push_str(table.text(row, col).unwrap_or_default());
                    }
                }
            }
            words.iter().all(|word| labels.contains(word))
        })
    }

    /// Returns every reference to another document: links, frames, embedded files, those in `onclick` too.
    pub fn links(&self) -> Vec<Link> {
        crate::links::links(&self.arena, &self.url)
    }

    /// Says whether a node belongs to the body: no menu, no footer, no list of related articles.
    pub fn is_body(&self, node: u32) -> bool {
        self.body.get(crate::arena::index(node)).copied().unwrap_or(false)
    }

    /// Returns every statement of the body, in document order.
    pub fn statements(&self) -> &[Located] {
        &self.statements
    }

    /// Returns the numbers of the body that are no statements, with the reasons.
    pub fn unread(&self) -> &[LocatedUnread] {
        &self.unread
    }
}

impl Document {
    /// Turns the statements whose printed number is doubted into unread ones.
    pub(crate) fn withdraw(&mut self, reason: &'static str, is_doubted: impl Fn(&str) -> bool) {
        let all = std::mem::take(&mut self.statements);
        let mut next = 0_usize;
        let places: Vec<Option<usize>> = all
            .iter()
            .map(|located| {
                let is_kept = !is_doubted(&located.printed);
                is_kept.then(|| {
                    let own = next;
                    next = own.saturating_add(1);
                    own
                })
            })
            .collect();
        for (mut located, kept_at) in all.into_iter().zip(&places) {
            if kept_at.is_some() {
                located.statement.of = located
                    .statement
                    .of
                    .and_then(|of| places.get(of).copied().flatten());
                self.statements.push(located);
            } else {
                self.unread.push(LocatedUnread {
                    node: located.node,
                    quote: located.quote,
                    printed: located.printed,
                    reason,
                });
            }
        }
    }
}

/// More places than this are no search for a quote.
const MAX_FOUND: usize = 1_000;
