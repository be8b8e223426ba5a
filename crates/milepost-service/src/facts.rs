//! What a person should know of sources and bulletins: figures that do not appear, sources that fail in a row, pages that
//! changed and say nothing any more, documents revised after publication. Derived from what the store holds, so that
//! none can be lost; when each was first noted is kept, so that each is told once.

use std::collections::BTreeMap;
use std::fmt;

use milepost_config::SourceConfig;
use milepost_model::{SourceId, Timestamp, plain_decimal};
use milepost_store::{Document, KnownArticle, Reading};
use serde::{Deserialize, Serialize};

use crate::revisions::{self, Revision};
use crate::service::{Service, store_refusal};
use crate::{Refusal, events, health, translate};

/// 3 times in a row: one bad day of a site is no news (6-sources.md §3).
const FAILURES: u32 = 3;

/// 30 days: revisions known longer are history, told by the report's vintages.
const REVISIONS_WITHIN: chrono::TimeDelta = chrono::TimeDelta::days(30);

/// Where the store keeps what was noted.
const NOTED: &str = "facts";

/// What kind of fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// A source's figures have not appeared in their window (`expect`).
    Overdue,
    /// A source has failed three times in a row or more: its site, or the list's rows that are not found any more.
    Failing,
    /// A page that gave figures has changed and gives none.
    NothingExtracted,
    /// A document states other figures than it did when it was published.
    Revised,
}

impl FactKind {
    /// Returns the text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Failing => "failing",
            Self::NothingExtracted => "nothing-extracted",
            Self::Revised => "revised",
        }
    }
}

impl fmt::Display for FactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Something that a person should know of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What kind of fact it is.
    pub kind: FactKind,
    /// The source.
    pub source: SourceId,
    /// What of the source it is about: a period, a document and its state. With kind and source it names the fact.
    pub subject: String,
    /// The document's address, where it is about one.
    pub url: Option<String>,
    /// Since when it holds: the window's end, the last success, when the document was read.
    pub since: Timestamp,
    /// What is told, in one line.
    pub message: String,
    /// When it was noted for the first time; none where nobody has noted it yet.
    pub noted_at: Option<Timestamp>,
}

impl Fact {
    /// Returns the name of the fact: the same for as long as it holds, another for every new one. Whoever tells facts
    /// to people keeps the names of those that were told.
    pub fn key(&self) -> String {
        format!("{}\n{}\n{}", self.kind, self.source, self.subject)
    }
}

/// A fact as it was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Noted {
    message: String,
    since: Timestamp,
    at: Timestamp,
    /// When it held no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gone_at: Option<Timestamp>,
}

impl Service {
    /// Returns the facts that hold now, by kind and source, of configured sources that are switched on. A revision is a
    /// fact for 30 days. Blocks.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn facts(&self) -> Result<Vec<Fact>, Refusal> {
        let noted = noted(self)?;
        let mut facts = derive(self)?;
        for fact in &mut facts {
            let still = noted.get(&fact.key()).filter(|noted| noted.gone_at.is_none());
            fact.noted_at = still.map(|noted| noted.at);
        }
        Ok(facts)
    }

    /// Notes the facts that hold now and those that hold no longer, tells both in the log, and returns what was not
    /// noted before. For whoever has changed something, or waited for time to pass. Blocks.
    ///
    /// # Errors
    /// When the store cannot be read, or the disk refuses.
    pub fn note_facts(&self) -> Result<Vec<Fact>, Refusal> {
        let now = self.now();
        let mut noted = noted(self)?;
        let (mut notes, mut fresh) = (Vec::new(), Vec::new());
        for mut fact in derive(self)? {
            let before = noted.remove(&fact.key());
            if before.as_ref().is_some_and(|before| before.gone_at.is_none()) {
                continue;
            }
            fact.noted_at = Some(now);
            notes.push((fact.key(), Noted::of(&fact, now)));
            fresh.push(fact);
        }
        let gone = noted.into_iter().filter(|(_, noted)| noted.gone_at.is_none());
        for (key, noted) in gone {
            events::fact_gone(&key, &noted.message);
            let gone_at = Some(now);
            notes.push((key, Noted { gone_at, ..noted }));
        }
        keep(self, notes)?;
        fresh.iter().for_each(events::fact);
        Ok(fresh)
    }
}

impl Noted {
    fn of(fact: &Fact, now: Timestamp) -> Self {
        Self {
            message: fact.message.clone(),
            since: fact.since,
            at: now,
            gone_at: None,
        }
    }
}

fn noted(service: &Service) -> Result<BTreeMap<String, Noted>, Refusal> {
    let notes = service
        .store()
        .notes(NOTED)
        .map_err(|error| store_refusal(&error))?;
    // One that is no longer understood is as good as none: the fact is noted anew.
    let read = |(key, json): (String, String)| Some((key, serde_json::from_str(&json).ok()?));
    Ok(notes.into_iter().filter_map(read).collect())
}

fn keep(service: &Service, notes: Vec<(String, Noted)>) -> Result<(), Refusal> {
    if notes.is_empty() {
        return Ok(());
    }
    let notes = notes
        .into_iter()
        .map(|(key, noted)| Ok((key, serde_json::to_string(&noted)?)))
        .collect::<Result<Vec<_>, serde_json::Error>>()
        .map_err(|error| Refusal::failed(format!("internal error: {error}")))?;
    service
        .store()
        .set_notes(NOTED, notes)
        .map_err(|error| store_refusal(&error))
}

fn derive(service: &Service) -> Result<Vec<Fact>, Refusal> {
    let figures = service
        .store()
        .all_histories()
        .map_err(|error| store_refusal(&error))?;
    let published = health::latest_periods(&figures);
    let states = health::states(service)?;
    let now = service.now();
    let mut facts = Vec::new();
    for source in service
        .inner
        .config
        .sources
        .iter()
        .filter(|source| source.enabled)
    {
        let found = published.get(&source.id).copied().unwrap_or_default().found;
        facts.extend(overdue(source, now, found));
        facts.extend(states.get(&source.id).and_then(failing));
        let documents = service
            .store()
            .documents(Some(&source.id))
            .map_err(|error| store_refusal(&error))?;
        let articles = service
            .store()
            .known_articles(&source.id)
            .map_err(|error| store_refusal(&error))?;
        facts.extend(nothing_extracted(source, &documents, &articles));
        facts.extend(revised(
            source,
            &revisions::of_source(&source.id, &figures, &documents),
            now,
        ));
    }
    facts.sort_by(|a, b| {
        (a.kind, &a.source, a.since, &a.subject).cmp(&(b.kind, &b.source, b.since, &b.subject))
    });
    Ok(facts)
}

fn overdue(source: &SourceConfig, now: Timestamp, found: Option<milepost_model::Period>) -> Option<Fact> {
    let overdue = translate::schedule(source).ok()?.overdue(now, found)?;
    Some(Fact {
        kind: FactKind::Overdue,
        source: source.id.clone(),
        subject: overdue.period.to_string(),
        url: None,
        since: overdue.since,
        message: format!(
            "figures for {} have been expected since {}",
            overdue.period,
            source.zone.format(overdue.since)
        ),
        noted_at: None,
    })
}

fn failing(state: &milepost_store::SourceState) -> Option<Fact> {
    let last = state.last_failure.filter(|_| state.failures >= FAILURES)?;
    let since = state.last_success.unwrap_or(last);
    Some(Fact {
        kind: FactKind::Failing,
        source: state.source.clone(),
        // A source that fails, recovers and fails again is two facts.
        subject: state
            .last_success
            .map_or_else(|| "never read".to_owned(), |at| at.to_rfc3339()),
        url: None,
        since,
        message: format!(
            "failed {FAILURES} times in a row or more, the last: {}",
            state.failure_reason.as_deref().unwrap_or("for no known reason")
        ),
        noted_at: None,
    })
}

fn nothing_extracted(source: &SourceConfig, documents: &[Document], articles: &[KnownArticle]) -> Vec<Fact> {
    let mut by_article: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    // What was taken in from an archive and not read yet says nothing about its page.
    let was_read = |document: &&Document| document.run.is_some() || !document.plugins.is_empty();
    for document in documents.iter().filter(was_read) {
        by_article.entry(&document.article_id).or_default().push(document);
    }
    let current: BTreeMap<&str, _> = articles
        .iter()
        .filter_map(|article| Some((article.article_id.as_str(), article.snapshot?)))
        .collect();
    let fact = |(article, states): (&str, Vec<&Document>)| {
        let is_current = |state: &&&Document| current.get(article) == Some(&state.snapshot);
        let latest = states
            .iter()
            .find(is_current)
            .or_else(|| states.iter().max_by_key(|state| state.recorded_at))?;
        let gives_none = latest.observations == 0 && latest.set_aside == 0;
        let most = states.iter().map(|state| state.observations).max().unwrap_or(0);
        if !gives_none || most == 0 {
            return None;
        }
        let why = match &latest.reading {
            Reading::Read => String::new(),
            Reading::Unreadable { reason } => format!(" ({reason})"),
        };
        Some(Fact {
            kind: FactKind::NothingExtracted,
            source: source.id.clone(),
            subject: format!("{article} {}", latest.snapshot),
            url: Some(latest.url.clone()),
            since: latest.recorded_at,
            message: format!("the page changed and gives no figure any more, it gave {most}{why}"),
            noted_at: None,
        })
    };
    by_article.into_iter().filter_map(fact).collect()
}

fn revised(source: &SourceConfig, revisions: &[Revision], now: Timestamp) -> Vec<Fact> {
    let mut by_document: BTreeMap<(&str, Timestamp), Vec<&Revision>> = BTreeMap::new();
    let is_recent = |revision: &&Revision| now.signed_duration_since(revision.known_at) <= REVISIONS_WITHIN;
    for revision in revisions.iter().filter(is_recent) {
        by_document
            .entry((&revision.url, revision.known_at))
            .or_default()
            .push(revision);
    }
    let fact = |((url, known_at), revisions): ((&str, Timestamp), Vec<&Revision>)| {
        let first = revisions.first()?;
        let more = match revisions.len() {
            1 => String::new(),
            many => format!(", and {} more", many.saturating_sub(1)),
        };
        Some(Fact {
            kind: FactKind::Revised,
            source: source.id.clone(),
            subject: format!("{url} {}", known_at.to_rfc3339()),
            url: Some(url.to_owned()),
            since: known_at,
            message: format!(
                "revised after publication: {} {} {} from {} to {}{more}",
                first.figure.indicator,
                first.figure.role,
                first.figure.period,
                plain_decimal(first.from),
                plain_decimal(first.to),
            ),
            noted_at: None,
        })
    };
    by_document.into_iter().filter_map(fact).collect()
}

/// A fact as JSON, in `status` and `ingest`.
pub(crate) fn json(fact: &Fact) -> serde_json::Value {
    serde_json::json!({
        "kind": fact.kind.as_str(),
        "source": fact.source.as_str(),
        "url": fact.url,
        "since": fact.since.to_rfc3339(),
        "message": fact.message,
        "noted_at": fact.noted_at.map(|at| at.to_rfc3339()),
    })
}

/// A fact as a line of text.
pub(crate) fn line(fact: &Fact) -> String {
    match &fact.url {
        Some(url) => format!("{}: {}: {url}", fact.source, fact.message),
        None => format!("{}: {}", fact.source, fact.message),
    }
}
