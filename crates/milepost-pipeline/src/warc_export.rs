//! Writes the archive of fetches as WARC, with what is needed to read it for its figures again. Blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use milepost_fetch::{WarcBulletin, WarcForm, WarcSnapshot, WarcWriter};
use milepost_model::{ContentHash, NaiveDate, SourceId, Timestamp};
use milepost_store::{Document, Snapshot, Store, StoreError};

use crate::PipelineError;
use crate::pass::Pipeline;

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WarcExported {
    /// Fetches.
    pub fetches: u64,
    /// Bulletins that they were read as.
    pub bulletins: u64,
    /// Addresses whose bytes cannot be had any more, with the reason.
    pub left_out: Vec<(String, String)>,
}

/// The bulletins that bytes were read as.
type Bulletins = BTreeMap<(SourceId, ContentHash), Vec<WarcBulletin>>;

impl Pipeline {
    /// Writes every fetch of a source, or of all, to `out`, oldest first. Holds one fetch in memory at a time, and
    /// the records of all bulletins. Blocks.
    ///
    /// # Errors
    /// When the store refuses, or `out` does: then as [`PipelineError::File`] of `name`.
    pub fn export_warc(
        &self,
        out: impl Write,
        name: &str,
        form: WarcForm,
        source: Option<&SourceId>,
    ) -> Result<WarcExported, PipelineError> {
        let store = &self.parts.store;
        let failed = |error: io::Error| PipelineError::File {
            file: name.to_owned(),
            source: error,
        };
        let bulletins = bulletins(store, source)?;
        let mut writer = WarcWriter::start(out, form, self.parts.clock.now()).map_err(failed)?;
        let mut exported = WarcExported::default();
        for (at, hash) in fetches(store, source)? {
            let all = store.snapshot_fetches(&hash)?;
            let bytes = match store.snapshot(&hash) {
                Ok(bytes) => bytes,
                Err(error @ (StoreError::Damaged { .. } | StoreError::UnknownSnapshot(_))) => {
                    let url = all
                        .first()
                        .map_or_else(|| hash.to_string(), |fetch| fetch.meta.url.clone());
                    exported.left_out.push((url, error.to_string()));
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let is_asked = |fetch: &&Snapshot| {
                fetch.meta.fetched_at == at && source.is_none_or(|source| fetch.meta.source == *source)
            };
            for fetch in all.iter().filter(is_asked) {
                let read_as = read_as(fetch, &all, &bulletins);
                exported.fetches += 1;
                exported.bulletins += u64::try_from(read_as.len()).unwrap_or(u64::MAX);
                writer
                    .push(&archived(fetch, bytes.clone(), read_as))
                    .map_err(failed)?;
            }
        }
        writer.finish().map_err(failed)?;
        Ok(exported)
    }
}

/// When which bytes were fetched, oldest first.
fn fetches(
    store: &Store,
    source: Option<&SourceId>,
) -> Result<BTreeSet<(Timestamp, ContentHash)>, StoreError> {
    let mut fetches = BTreeSet::new();
    store.each_snapshot(&mut |fetch| {
        if source.is_none_or(|source| fetch.meta.source == *source) {
            fetches.insert((fetch.meta.fetched_at, fetch.hash));
        }
        true
    })?;
    Ok(fetches)
}

fn bulletins(store: &Store, source: Option<&SourceId>) -> Result<Bulletins, StoreError> {
    let mut bulletins = Bulletins::new();
    let mut listed: BTreeMap<SourceId, BTreeMap<String, NaiveDate>> = BTreeMap::new();
    for document in store.documents(source)? {
        let days = match listed.entry(document.source.clone()) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let known = store.known_articles(entry.key())?;
                let day =
                    |article: milepost_store::KnownArticle| Some((article.article_id, article.listed_on?));
                entry.insert(known.into_iter().filter_map(day).collect())
            }
        };
        let listed_on = days.get(&document.article_id).copied();
        bulletins
            .entry((document.source.clone(), document.snapshot))
            .or_default()
            .push(bulletin(document, listed_on));
    }
    Ok(bulletins)
}

fn bulletin(document: Document, listed_on: Option<NaiveDate>) -> WarcBulletin {
    WarcBulletin {
        article: document.article_id,
        url: document.url,
        title: document.title,
        listed_on,
        published: document.published,
        attachments: document.attachments,
    }
}

/// The bulletins that a fetch stands for: those of its address, or, where no fetch of these bytes was of a bulletin's
/// address, those of the first fetch.
fn read_as(fetch: &Snapshot, all: &[Snapshot], bulletins: &Bulletins) -> Vec<WarcBulletin> {
    let place = (fetch.meta.source.clone(), fetch.hash);
    let own = || all.iter().filter(|other| other.meta.source == fetch.meta.source);
    let is_of = |bulletin: &&WarcBulletin| {
        if own().any(|other| other.meta.url == bulletin.url) {
            fetch.meta.url == bulletin.url
        } else {
            own().next() == Some(fetch)
        }
    };
    let all = bulletins.get(&place).map_or(&[][..], Vec::as_slice);
    all.iter().filter(is_of).cloned().collect()
}

fn archived(fetch: &Snapshot, bytes: Vec<u8>, bulletins: Vec<WarcBulletin>) -> WarcSnapshot {
    let meta = fetch.meta.clone();
    WarcSnapshot {
        source: Some(meta.source.to_string()),
        url: meta.url,
        final_url: meta.final_url,
        redirects: meta.redirects,
        status: meta.status,
        request_headers: meta.request_headers,
        response_headers: meta.response_headers,
        fetched_at: meta.fetched_at,
        content_type: meta.content_type,
        remote: None,
        bytes,
        bulletins,
    }
}
