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
    /// Attachments are asked for apart.
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

    /// Returns the bytes of the attachments that an article was last read with; none where that says nothing.
    pub(crate) fn attachments(&self, article: &str) -> Option<&BTreeSet<ContentHash>> {
        match self.latest(article) {
            Latest::Said(said) => Some(&said.attachments),
            Latest::Failed | Latest::Nothing => None,
        }
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

#[cfg(test)]
mod tests {
    use milepost_model::Timestamp;

    use super::*;

    fn hash(number: u8) -> ContentHash {
        ContentHash::from_bytes([number; 32])
    }

    fn article(id: &str, snapshot: u8, class: OutcomeClass) -> KnownArticle {
        KnownArticle {
            article_id: id.to_owned(),
            url: format!("https://example.gov.cn/{id}"),
            title: String::new(),
            listed_on: None,
            first_seen: Timestamp::UNIX_EPOCH,
            fetched_at: Some(Timestamp::UNIX_EPOCH),
            snapshot: Some(hash(snapshot)),
            text_hash: Some(hash(snapshot + 100)),
            class: Some(class.as_str().to_owned()),
            attachments: Vec::new(),
        }
    }

    /// What `a` has said: first 1, then 2.
    fn memory() -> Memory {
        let mut memory = Memory::default();
        memory.note("a", hash(1), BTreeSet::new(), Some(hash(101)));
        memory.note("a", hash(2), BTreeSet::new(), Some(hash(102)));
        memory.learn(article("a", 2, OutcomeClass::New));
        memory
    }

    #[test]
    fn what_an_article_said_last_is_repeated_and_what_it_said_before_is_news() {
        let memory = memory();
        assert_eq!(memory.repeats_bytes("a", &hash(2)), Some(Repeats::Itself));
        assert_eq!(memory.repeats_bytes("a", &hash(1)), None);
        assert_eq!(
            memory.repeats_text("a", &hash(102), &BTreeSet::new()),
            Some(Repeats::Itself)
        );
        assert_eq!(memory.repeats_text("a", &hash(101), &BTreeSet::new()), None);
    }

    #[test]
    fn another_attachment_is_news() {
        assert_eq!(
            memory().repeats_text("a", &hash(102), &BTreeSet::from([hash(9)])),
            None
        );
    }

    #[test]
    fn a_twin_says_nothing_of_its_own() {
        let memory = memory();
        let twin = Some(Repeats::Other("a".to_owned()));
        assert_eq!(memory.repeats_bytes("b", &hash(2)), twin);
        assert_eq!(memory.repeats_text("b", &hash(102), &BTreeSet::new()), twin);
    }

    #[test]
    fn an_article_whose_last_pass_failed_is_read_again() {
        let mut memory = memory();
        memory.learn(article("a", 2, OutcomeClass::Transient));
        assert_eq!(memory.repeats_bytes("a", &hash(2)), None);
        let validators = Validators {
            url: String::new(),
            etag: None,
            last_modified: None,
            checked_at: Timestamp::UNIX_EPOCH,
            full_at: None,
            checks_since_full: 0,
            body: Some(hash(2)),
            text: None,
        };
        assert!(!memory.stands_for_something("a", &validators));
        memory.learn(article("a", 2, OutcomeClass::BadContent));
        assert!(memory.stands_for_something("a", &validators));
    }

    #[test]
    fn what_was_seen_and_never_fetched_is_pending() {
        let mut memory = memory();
        let seen = KnownArticle {
            fetched_at: None,
            class: None,
            ..article("c", 3, OutcomeClass::New)
        };
        memory.learn(seen.clone());
        memory.learn(KnownArticle {
            fetched_at: None,
            ..article("d", 4, OutcomeClass::Gone)
        });
        assert_eq!(memory.pending(), [seen]);
    }
}
