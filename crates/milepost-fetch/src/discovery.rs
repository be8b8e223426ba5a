//! What a discovery finds, how, and what it leaves out and why.

use std::collections::BTreeSet;
use std::fmt;

use milepost_model::NaiveDate;

use crate::identity::ArticleId;
use crate::outcome::{Outcome, OutcomeClass};

/// The articles that are known already; discovery stops paging where it meets nothing else.
pub type KnownArticles = BTreeSet<ArticleId>;

/// How far back to look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reach {
    /// As far as there is something new: a page with nothing but known articles is the last.
    #[default]
    Recent,
    /// Back to a day, known or not, within the source's bounds; from the cursor on where an earlier discovery
    /// stopped at a bound or a failure.
    Since {
        /// The oldest day wanted.
        day: NaiveDate,
        /// Where to go on.
        cursor: Option<Cursor>,
    },
}

/// Where a discovery stopped before the end, one place per list.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The format: 1.
    pub version: u32,
    /// The lists that are not at their end.
    pub lists: Vec<ListCursor>,
}

/// Where one list is to be gone on with.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCursor {
    /// The list's address as configured.
    pub list: String,
    /// The page to read next.
    pub next_page: String,
    /// Its number, 1 for the first.
    pub number: u32,
}

impl Cursor {
    /// Returns the text form, for the store.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads the text form; `None` where it is of another version or damaged, and discovery starts over.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text)
            .ok()
            .filter(|cursor| cursor.version == 1)
    }
}

/// Everything one discovery found.
#[derive(Debug, Clone)]
pub struct Discovery {
    /// The worst that happened to a list; `new` or `same-text` where nothing did.
    pub outcome: Outcome,
    /// The articles, in the order of the lists, each once.
    pub articles: Vec<FoundArticle>,
    /// What was left out and why; at most 1,000 are told.
    pub left_out: Vec<LeftOut>,
    /// Every page read.
    pub pages: Vec<PageSeen>,
    /// Where to go on, where a bound or a failure stopped it.
    pub cursor: Option<Cursor>,
}

impl Discovery {
    /// Returns how many articles were not known before.
    pub fn new_count(&self) -> usize {
        self.articles.iter().filter(|article| !article.is_known).count()
    }

    /// Returns the worst class of the lists.
    pub fn class(&self) -> OutcomeClass {
        self.outcome.class
    }
}

/// One article that a list names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundArticle {
    /// Its identity, the same wherever it moves.
    pub article_id: ArticleId,
    /// Its address: the best of its twins.
    pub url: String,
    /// Its title, in full where the list has it in full.
    pub title: String,
    /// Its day in the list, else in its address.
    pub listed_on: Option<NaiveDate>,
    /// The list it stood in.
    pub list_url: String,
    /// It was known before.
    pub is_known: bool,
    /// What it is.
    pub kind: ArticleKind,
}

/// What an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleKind {
    /// A page.
    Page,
    /// A file, listed without a page of its own.
    File,
}

/// Something a list names that is not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its address, or what stood in its place.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why something is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOutReason {
    /// It lies on a host that the source does not name.
    OtherHost(String),
    /// Its title matches none of `title_include`.
    TitleNotIncluded,
    /// Its title matches this one of `title_exclude`.
    TitleExcluded(String),
    /// It is older than asked for.
    TooOld(NaiveDate),
    /// It is the same article as this one.
    TwinOf(String),
    /// It looks like navigation: no date beside it, no article's address.
    NotARow,
    /// Its address is none, or of another scheme.
    NotAnAddress,
    /// The count of articles is used up.
    TooMany,
    /// A file that is still being written, hidden, a link, or no plain file.
    UnfitFile(&'static str),
}

impl fmt::Display for LeftOutReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherHost(host) => write!(f, "on another host, {host}"),
            Self::TitleNotIncluded => f.write_str("title matches nothing in title_include"),
            Self::TitleExcluded(pattern) => write!(f, "title matches title_exclude `{pattern}`"),
            Self::TooOld(day) => write!(f, "listed on {day}, older than asked for"),
            Self::TwinOf(url) => write!(f, "twin of {url}"),
            Self::NotARow => f.write_str("no date beside it and no article's address"),
            Self::NotAnAddress => f.write_str("no address that can be fetched"),
            Self::TooMany => f.write_str("beyond max_articles"),
            Self::UnfitFile(why) => f.write_str(why),
        }
    }
}

/// One page of a list as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSeen {
    /// Its address.
    pub url: String,
    /// Its number in its list, 1 for the first.
    pub number: u32,
    /// How the fetch ended.
    pub outcome: Outcome,
    /// What it was read as: `html rows`, `rss`, `atom`, `json feed`, `json`, `sitemap`, `sitemap index`, `folder`.
    pub read_as: &'static str,
    /// Rows in it.
    pub rows: usize,
    /// Articles in it that no earlier page had.
    pub fresh: usize,
    /// How the next page was found, and which; or why there is none.
    pub next: String,
}
