//! What is to be fetched and how: one source's parameters, plain and checked by their types.

use std::path::PathBuf;

use milepost_model::{NaiveDate, SourceId};

use crate::dial::AddressRange;
use crate::error::SpecError;
use crate::json_rows::JsonRows;
use crate::limits::DelayRange;
use crate::secret::{AuthSpec, Secret};

/// One source: where its bulletins appear and how to get at them.
#[derive(Debug, Clone)]
pub struct SourceSpec {
    /// The source.
    pub id: SourceId,
    /// The lists it is read from; a source has several, for sections move.
    pub lists: Vec<ListSpec>,
    /// Single bulletins, by address.
    pub documents: Vec<String>,
    /// A title must match one of these; empty: every title does.
    pub title_include: Vec<TitlePattern>,
    /// A title that matches one of these is left out.
    pub title_exclude: Vec<TitlePattern>,
    /// Hosts that rows and redirects may lead to, besides those of the lists: `www.cq.gov.cn` or `*.cq.gov.cn`.
    pub hosts: Vec<String>,
    /// Rows older than this are left out, and discovery goes back no further.
    pub since: Option<NaiveDate>,
    /// Pages read per list. At least 1.
    pub max_pages: u32,
    /// Articles handed back by one discovery.
    pub max_articles: u32,
    /// What becomes of attachments.
    pub attachments: AttachmentPolicy,
    /// Whom to trust.
    pub tls: TlsSpec,
    /// How to log in.
    pub auth: Option<AuthSpec>,
    /// The proxy to go through.
    pub proxy: Option<ProxySpec>,
    /// Private, loopback and other special addresses that may be dialled for this source.
    pub allow_addresses: Vec<AddressRange>,
    /// The pause between two requests, where it differs from the general one.
    pub delay: Option<DelayRange>,
    /// A folder into which bulletins are put by hand; its files are articles too.
    pub drop_folder: Option<PathBuf>,
}

impl SourceSpec {
    /// A source without lists, every bound at its default.
    pub fn new(id: SourceId) -> Self {
        Self {
            id,
            lists: Vec::new(),
            documents: Vec::new(),
            title_include: Vec::new(),
            title_exclude: Vec::new(),
            hosts: Vec::new(),
            since: None,
            max_pages: 50,
            max_articles: 1_000,
            attachments: AttachmentPolicy::Follow,
            tls: TlsSpec::default(),
            auth: None,
            proxy: None,
            allow_addresses: Vec::new(),
            delay: None,
            drop_folder: None,
        }
    }

    /// Adds a list of kind [`ListKind::Auto`].
    #[must_use]
    pub fn with_list(mut self, url: &str) -> Self {
        self.lists.push(ListSpec::new(url));
        self
    }
}

/// One list of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSpec {
    /// Its address: `https:`, `http:` or `file:`.
    pub url: String,
    /// What it is.
    pub kind: ListKind,
    /// How its further pages are found.
    pub pagination: Pagination,
    /// What its site sends for a page, where it loads the rows by POST.
    pub post: Option<ListPost>,
    /// Where its rows stand in JSON; none: wherever titles and addresses are.
    pub rows: Option<JsonRows>,
}

impl ListSpec {
    /// A list whose kind and pagination are found out by looking at it.
    pub fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            kind: ListKind::Auto,
            pagination: Pagination::Auto,
            post: None,
            rows: None,
        }
    }
}

/// What is sent for a page of a list that its site loads by POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPost {
    /// The body, with `{page}` (1 on the first page), `{page0}`, `{start}` and `{end}` as in
    /// [`Pagination::Template`]. Without any of them there is one page.
    pub body: String,
    /// Its media type.
    pub content_type: String,
    /// Rows a page, for `{start}` and `{end}`.
    pub rows: u32,
}

/// What a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListKind {
    /// Told by its bytes.
    #[default]
    Auto,
    /// A page with rows.
    Html,
    /// RSS of any version.
    Rss,
    /// An Atom feed.
    Atom,
    /// A JSON feed, or any JSON with titles and addresses in it.
    Json,
    /// A sitemap or an index of sitemaps.
    Sitemap,
}

/// How the further pages of a list are found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Pagination {
    /// By what the page says: `createPageHTML`, next links, numbered links.
    #[default]
    Auto,
    /// There is one page only.
    Off,
    /// By an address with `{page}` (1 on the first page), `{page0}` (0 on the first), and, for lists that count
    /// rows, `{start}` and `{end}` (1-based, both inclusive).
    Template {
        /// The address of a page.
        url: String,
        /// Rows a page.
        rows: u32,
    },
}

/// What becomes of attachments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AttachmentPolicy {
    /// They are fetched with their article.
    #[default]
    Follow,
    /// They are left alone.
    Ignore,
}

/// Whom to trust at the other end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsSpec {
    /// Further certificates to trust, in PEM: a missing intermediate, a private authority.
    pub extra_ca: Vec<String>,
    /// Plain HTTP is allowed. Loopback is always reached in plain.
    pub allow_http: bool,
    /// Certificates are not checked, for this written reason; every fetch carries it on.
    pub insecure: Option<String>,
    /// The `curl` program to ask with over TLS 1.0 and 1.1, for sites that speak no other; none: they are refused.
    pub legacy: Option<PathBuf>,
}

/// A proxy. It resolves the names behind it, so that only addresses written as numbers can be checked then; what it
/// may reach is its operator's to bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxySpec {
    /// Its address: `http:`, `https:`, `socks5:` or `socks5h:`; no user or password in it.
    pub url: String,
    /// User and password.
    pub login: Option<(String, Secret)>,
}

/// A regular expression that titles are held against; matches anywhere in the title.
#[derive(Debug, Clone)]
pub struct TitlePattern(regex::Regex);

impl TitlePattern {
    /// Reads a regular expression.
    ///
    /// # Errors
    /// When it is none, or would take more than 1 MiB.
    pub fn parse(text: &str) -> Result<Self, SpecError> {
        regex::RegexBuilder::new(text)
            .size_limit(1024 * 1024)
            .build()
            .map(Self)
            .map_err(|e| SpecError::Pattern {
                text: text.to_owned(),
                detail: e.to_string(),
            })
    }

    /// Says whether a title matches.
    pub fn matches(&self, title: &str) -> bool {
        self.0.is_match(title)
    }

    /// Returns the expression as written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}
