//! Takes a WARC file into the archive: every fetch that is content, and a record of every bulletin in it that is not
//! known yet. Reads no figures: that is what replaying is for. Blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use milepost_fetch::{ArticleId, Media, OutcomeClass, WarcBulletin, WarcReader, WarcSnapshot};
use milepost_model::{ContentHash, SourceId, Timestamp};
use milepost_store::{DocumentRecord, KnownArticle, Reading, SnapshotMeta, Store, StoreError};

use crate::PipelineError;
use crate::attachments::{self, Page, wanted_attachments};
use crate::notes::Stop;
use crate::pass::Pipeline;

/// 1,000,000 fetches a file: what is remembered of each until its end stays below a gigabyte.
const MOST_FETCHES: u64 = 1_000_000;

/// Fetches that are left out and told one by one.
const MOST_TOLD: usize = 1_000;

/// What an import took in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WarcImported {
    /// Fetches in the file.
    pub fetches: u64,
    /// Fetches that the archive did not hold.
    pub new_fetches: u64,
    /// Bulletins that were not known: their figures wait to be read.
    pub new_bulletins: u64,
    /// Bulletins that were known.
    pub known_bulletins: u64,
    /// Fetches that are no content.
    pub left_out: u64,
    /// The first of them, with the reason.
    pub told: Vec<(String, String)>,
    /// The sources that took something in.
    pub sources: BTreeSet<SourceId>,
    /// True where it was asked to stop before its end.
    pub is_stopped: bool,
}

/// A bulletin of the file.
struct Waiting {
    source: SourceId,
    snapshot: ContentHash,
    fetched_at: Timestamp,
    bulletin: WarcBulletin,
}

/// A fetch in an archive of others, of which nothing says what it is.
struct Loose {
    source: SourceId,
    snapshot: ContentHash,
    fetched_at: Timestamp,
    url: String,
    content_type: Option<String>,
    is_page: bool,
}

impl Pipeline {
    /// Takes a WARC file in. The file is read to its end before anything is stored: a damaged one changes nothing.
    /// What is known already is left as it is, so that doing it again is safe. Blocks.
    ///
    /// `source_of` says which source a fetch belongs to. Bulletins of archives that do not name them are told by
    /// their form: pages, and files that no page of the archive has as its attachment.
    ///
    /// # Errors
    /// [`PipelineError::Warc`] where the file is no WARC, is damaged, or holds more than is taken in;
    /// [`PipelineError::File`] where it cannot be opened; otherwise when the store refuses.
    pub fn import_warc(
        &self,
        file: &Path,
        source_of: &dyn Fn(&WarcSnapshot) -> SourceId,
        stop: &Stop,
    ) -> Result<WarcImported, PipelineError> {
        verify(file)?;
        let mut imported = WarcImported::default();
        let (mut waiting, mut loose) = (Vec::new(), Vec::new());
        for snapshot in open(file)? {
            if stop.is_asked() {
                imported.is_stopped = true;
                break;
            }
            let snapshot = snapshot.map_err(|source| damaged(file, source))?;
            imported.fetches += 1;
            match self.parts.fetcher.judge_archived(&snapshot) {
                Ok(media) => {
                    let source = source_of(&snapshot);
                    imported.sources.insert(source.clone());
                    imported.new_fetches += u64::from(self.keep(&source, &snapshot)?);
                    sort(source, snapshot, media, &mut waiting, &mut loose);
                }
                Err(outcome) => {
                    imported.left_out += 1;
                    if imported.told.len() < MOST_TOLD {
                        let why = format!("{}: {}", outcome.class, outcome.reason);
                        imported.told.push((snapshot.url, why));
                    }
                }
            }
        }
        waiting.extend(self.identify(&loose)?);
        // In the order they were fetched: the last state of an article is the one that counts.
        waiting.sort_by_key(|bulletin| bulletin.fetched_at);
        for bulletin in waiting {
            if self.record(bulletin)? {
                imported.new_bulletins += 1;
            } else {
                imported.known_bulletins += 1;
            }
        }
        Ok(imported)
    }

    /// Keeps a fetch. Tells whether it was not kept before.
    fn keep(&self, source: &SourceId, snapshot: &WarcSnapshot) -> Result<bool, StoreError> {
        let store = &self.parts.store;
        let hash = milepost_store::content_hash(&snapshot.bytes);
        let is_kept = store.snapshot_fetches(&hash)?.iter().any(|fetch| {
            fetch.meta.source == *source
                && fetch.meta.url == snapshot.url
                && fetch.meta.fetched_at == snapshot.fetched_at
        });
        if is_kept && store.snapshot(&hash).is_ok() {
            return Ok(false);
        }
        store.put_snapshot(&snapshot.bytes, &meta(source, snapshot))?;
        Ok(!is_kept)
    }

    /// Finds the bulletins among fetches of which nothing says what they are.
    fn identify(&self, loose: &[Loose]) -> Result<Vec<Waiting>, PipelineError> {
        // Of a file that was fetched several times, the last state counts.
        let mut files: BTreeMap<&str, &Loose> = BTreeMap::new();
        for fetch in loose.iter().filter(|fetch| !fetch.is_page) {
            let is_later = files
                .get(fetch.url.as_str())
                .is_none_or(|other| other.fetched_at <= fetch.fetched_at);
            if is_later {
                files.insert(&fetch.url, fetch);
            }
        }
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let mut found = Vec::new();
        for page in loose.iter().filter(|fetch| fetch.is_page) {
            let bytes = self.parts.store.snapshot(&page.snapshot)?;
            let read = Page {
                url: &page.url,
                bytes: &bytes,
                content_type: page.content_type.as_deref(),
                title: "",
            };
            let mut attached = Vec::new();
            for url in wanted_attachments(
                &self.parts.reader,
                &self.parts.extractors,
                &[],
                Some(&page.source),
                &read,
            ) {
                if let Some(file) = files.get(url.as_str()) {
                    taken.insert(&file.url);
                    attached.push(file.snapshot);
                }
            }
            found.extend(named(page, attached));
        }
        for file in loose.iter().filter(|fetch| !fetch.is_page) {
            if !taken.contains(file.url.as_str()) {
                found.extend(named(file, Vec::new()));
            }
        }
        Ok(found)
    }

    /// Records a bulletin that is not known. Tells whether it was not.
    fn record(&self, waiting: Waiting) -> Result<bool, StoreError> {
        let store = &self.parts.store;
        let Waiting {
            source,
            snapshot,
            fetched_at,
            bulletin,
        } = waiting;
        let known = store.article_documents(&source, &bulletin.article)?;
        if known.iter().any(|document| document.snapshot == snapshot) {
            return Ok(false);
        }
        let mut attachments = Vec::new();
        for hash in &bulletin.attachments {
            // One that is missing from the file is missing from the bulletin.
            if !store.snapshot_fetches(hash)?.is_empty() {
                attachments.push(*hash);
            }
        }
        let article = article(store, &source, &bulletin, &attachments, snapshot, fetched_at)?;
        store.record_document(DocumentRecord {
            source: source.clone(),
            article_id: bulletin.article,
            url: bulletin.url,
            title: bulletin.title,
            snapshot,
            attachments,
            text_hash: None,
            published: bulletin.published,
            class: OutcomeClass::New.as_str().to_owned(),
            reading: Reading::Read,
            observations: Vec::new(),
            set_aside: Vec::new(),
            refused: Vec::new(),
            plugins: Vec::new(),
            validators: None,
            run: None,
            recorded_at: fetched_at,
        })?;
        if let Some(article) = article {
            store.set_known_articles(&source, vec![article])?;
        }
        Ok(true)
    }
}

/// Reads the whole file once, so that nothing of a damaged one is stored.
fn verify(file: &Path) -> Result<(), PipelineError> {
    let mut reader = open(file)?;
    let mut fetches = 0_u64;
    while let Some(snapshot) = reader.next() {
        snapshot.map_err(|source| damaged(file, source))?;
        fetches += 1;
        if fetches > MOST_FETCHES {
            let what = format!("more than {MOST_FETCHES} fetches; split the file");
            let record = reader.record();
            return Err(damaged(file, milepost_fetch::WarcError::Damaged { record, what }));
        }
    }
    Ok(())
}

fn open(file: &Path) -> Result<WarcReader<BufReader<File>>, PipelineError> {
    let opened = File::open(file).map_err(|source| PipelineError::File {
        file: file.display().to_string(),
        source,
    })?;
    WarcReader::new(BufReader::new(opened)).map_err(|source| damaged(file, source))
}

fn damaged(file: &Path, source: milepost_fetch::WarcError) -> PipelineError {
    PipelineError::Warc {
        file: file.display().to_string(),
        source,
    }
}

fn meta(source: &SourceId, snapshot: &WarcSnapshot) -> SnapshotMeta {
    SnapshotMeta {
        source: source.clone(),
        url: snapshot.url.clone(),
        final_url: snapshot.final_url.clone(),
        redirects: snapshot.redirects.clone(),
        status: snapshot.status,
        request_headers: snapshot.request_headers.clone(),
        response_headers: snapshot.response_headers.clone(),
        fetched_at: snapshot.fetched_at,
        content_type: snapshot.content_type.clone(),
    }
}

/// Sorts a fetch that is kept: into bulletins that are named, or into what is to be identified.
fn sort(
    source: SourceId,
    snapshot: WarcSnapshot,
    media: Media,
    waiting: &mut Vec<Waiting>,
    loose: &mut Vec<Loose>,
) {
    let hash = milepost_store::content_hash(&snapshot.bytes);
    let is_ours = snapshot.source.is_some();
    if !is_ours {
        let is_page = media == Media::Html && !attachments::is_file(&snapshot.url);
        let is_file =
            attachments::is_file(&snapshot.url) || matches!(media, Media::Pdf | Media::Zip | Media::Ole);
        if is_page || is_file {
            loose.push(Loose {
                source,
                snapshot: hash,
                fetched_at: snapshot.fetched_at,
                url: snapshot.final_url,
                content_type: snapshot.content_type,
                is_page,
            });
        }
        return;
    }
    for bulletin in snapshot.bulletins {
        waiting.push(Waiting {
            source: source.clone(),
            snapshot: hash,
            fetched_at: snapshot.fetched_at,
            bulletin,
        });
    }
}

fn named(fetch: &Loose, attachments: Vec<ContentHash>) -> Option<Waiting> {
    let bulletin = WarcBulletin {
        article: ArticleId::of(&fetch.url)?.as_str().to_owned(),
        url: fetch.url.clone(),
        title: String::new(),
        listed_on: None,
        published: None,
        attachments,
    };
    Some(Waiting {
        source: fetch.source.clone(),
        snapshot: fetch.snapshot,
        fetched_at: fetch.fetched_at,
        bulletin,
    })
}

/// What is to be known of an article; nothing where a later state of it is known.
fn article(
    store: &Store,
    source: &SourceId,
    bulletin: &WarcBulletin,
    attachments: &[ContentHash],
    snapshot: ContentHash,
    fetched_at: Timestamp,
) -> Result<Option<KnownArticle>, StoreError> {
    let known = store.known_article(source, &bulletin.article)?;
    let is_later_known = known
        .as_ref()
        .and_then(|known| known.fetched_at)
        .is_some_and(|at| at >= fetched_at);
    if is_later_known {
        return Ok(None);
    }
    let first_seen = known
        .as_ref()
        .map_or(fetched_at, |known| known.first_seen.min(fetched_at));
    let mut addresses = Vec::new();
    for hash in attachments {
        let fetches = store.snapshot_fetches(hash)?;
        let own = fetches
            .into_iter()
            .rev()
            .find(|fetch| fetch.meta.source == *source);
        // A member of an archive comes with the archive.
        addresses.extend(own.map(|fetch| fetch.meta.url).filter(|url| !url.contains('!')));
    }
    Ok(Some(KnownArticle {
        attachments: addresses,
        article_id: bulletin.article.clone(),
        url: bulletin.url.clone(),
        title: bulletin.title.clone(),
        listed_on: bulletin.listed_on.or(known.and_then(|known| known.listed_on)),
        first_seen,
        fetched_at: Some(fetched_at),
        snapshot: Some(snapshot),
        text_hash: None,
        class: Some(OutcomeClass::New.as_str().to_owned()),
    }))
}
