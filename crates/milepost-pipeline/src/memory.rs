//! What is remembered of a source's bulletins while a pass works on them: which are known, and what they said.

use std::collections::{BTreeMap, BTreeSet};

use milepost_fetch::{ArticleId, KnownArticles, OutcomeClass};
use milepost_model::{ContentHash, SourceId};
use milepost_store::{KnownArticle, Store, StoreError, Validators};

/// The bulletins of one source as the store has them.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    known: BTreeMap<String, KnownArticle>,
    /// The articles that bytes stand for.
    bytes: BTreeMap<ContentHash, String>,
    /// The articles that texts stand for.
    texts: BTreeMap<ContentHash, String>,
    /// What every article has said: bytes and attachments, and the fingerprint of the text.
    said: BTreeMap<String, Vec<Said>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    snapshot: ContentHash,
    attachments: BTreeSet<ContentHash>,
    text: Option<ContentHash>,
}

/// What an article said last.
enum Latest<'a> {
    /// Its last pass failed: nothing counts.
    Failed,
    /// Nothing yet.
    Nothing,
    /// This.
    Said(&'a Said),
}

/// What a bulletin's bytes or text repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// The article itself, as it was read before.
    Itself,
    /// Another article of the source.
    Other(String),
}

impl Memory {
    /// Recalls a source. Blocks.
    pub(crate) fn of(store: &Store, source: &SourceId) -> Result<Self, StoreError> {
        let mut memory = Self::default();
        for article in store.known_articles(source)? {
            memory.known.insert(article.article_id.clone(), article);
        }
        let mut documents = store.documents(Some(source))?;
        documents.sort_by_key(|document| document.recorded_at);
        for document in documents {
            let attachments = document.attachments.iter().copied().collect();
            memory.note(
                &document.article_id,
                document.snapshot,
                attachments,
                document.text_hash,
            );
        }
        Ok(memory)
    }

    /// Takes in what an article says now.
    pub(crate) fn note(
        &mut self,
        article: &str,
        snapshot: ContentHash,
        attachments: BTreeSet<ContentHash>,
        text: Option<ContentHash>,
    ) {
        self.bytes.entry(snapshot).or_insert_with(|| article.to_owned());
        if let Some(text) = text {
            self.texts.entry(text).or_insert_with(|| article.to_owned());
        }
        let said = Said {
            snapshot,
            attachments,
            text,
        };
        self.said.entry(article.to_owned()).or_default().push(said);
    }

    /// Returns what is known of an article.
    pub(crate) fn article(&self, article: &str) -> Option<&KnownArticle> {
        self.known.get(article)
    }

    /// Takes in that an article is known.
    pub(crate) fn learn(&mut self, article: KnownArticle) {
        self.known.insert(article.article_id.clone(), article);
    }

    /// Returns the identities that discovery need not look for.
    pub(crate) fn known(&self) -> KnownArticles {
        self.known.keys().map(|id| ArticleId::from_stored(id)).collect()
    }

    /// Returns the articles that were seen but never brought home.
    pub(crate) fn pending(&self) -> Vec<KnownArticle> {
        self.known
            .values()
            .filter(|article| is_pending(article))
            .cloned()
            .collect()
    }

    /// Tells whether what the site said of an address may be used for a conditional request: only where what it stands
    /// for was recorded.
    pub(crate) fn stands_for_something(&self, article: &str, validators: &Validators) -> bool {
        let is_well = self.known.get(article).is_none_or(|known| !has_failed(known));
        let said = self.said.get(article).map_or(&[][..], Vec::as_slice);
        is_well
            && said.iter().any(|said| {
                validators.body == Some(said.snapshot)
                    || validators.text.is_some() && validators.text == said.text
            })
    }

    /// Says what these bytes repeat. An article whose last pass failed repeats nothing: it is read again.
    /// Attachments are not asked for while their page stays as it is.
    pub(crate) fn repeats_bytes(&self, article: &str, snapshot: &ContentHash) -> Option<Repeats> {
        let latest = match self.latest(article) {
            Latest::Failed => return None,
            Latest::Nothing => return self.bytes.get(snapshot).cloned().map(Repeats::Other),
            Latest::Said(latest) => latest,
        };
        let last_bytes = self
            .known
            .get(article)
            .and_then(|known| known.snapshot)
            .unwrap_or(latest.snapshot);
        (last_bytes == *snapshot).then_some(Repeats::Itself)
    }

    /// Says what a text repeats.
    pub(crate) fn repeats_text(
        &self,
        article: &str,
        text: &ContentHash,
        attachments: &BTreeSet<ContentHash>,
    ) -> Option<Repeats> {
        let latest = match self.latest(article) {
            Latest::Failed => return None,
            Latest::Nothing => return self.texts.get(text).cloned().map(Repeats::Other),
            Latest::Said(latest) => latest,
        };
        (latest.text == Some(*text) && latest.attachments == *attachments).then_some(Repeats::Itself)
    }

    /// What an article said last: a page that goes back to an earlier state says something.
    fn latest(&self, article: &str) -> Latest<'_> {
        let known = self.known.get(article);
        if known.is_some_and(has_failed) {
            return Latest::Failed;
        }
        let said = self.said.get(article).map_or(&[][..], Vec::as_slice);
        let is_last = |said: &&Said| {
            known.is_some_and(|known| {
                known.snapshot == Some(said.snapshot)
                    || known.text_hash.is_some() && known.text_hash == said.text
            })
        };
        let latest = said.iter().rev().find(is_last).or_else(|| said.last());
        latest.map_or(Latest::Nothing, Latest::Said)
    }
}

/// Tells whether an article was seen in a list but not brought home yet.
fn is_pending(article: &KnownArticle) -> bool {
    article.fetched_at.is_none() && article.class.as_deref() != Some(OutcomeClass::Gone.as_str())
}

/// Tells whether the last pass over an article failed.
fn has_failed(article: &KnownArticle) -> bool {
    let class = article
        .class
        .as_deref()
        .and_then(|class| class.parse::<OutcomeClass>().ok());
    class.is_some_and(|class| !class.is_success() && !matches!(class, OutcomeClass::BadContent))
}
