//! Documents: everything that reading one bulletin gave, recorded in one transaction.

use milepost_model::{ContentHash, NaiveDate, Observation, SourceId, Timestamp};

use crate::figures::{Recorded, Recorder};
use crate::record::v1::{Document, PluginUse, Reading, RefusedCount, SetAside, Validators};
use crate::reviews;
use crate::sources;
use crate::table::{Key, Table};
use crate::{Store, StoreError};

/// What reading one bulletin gave.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRecord {
    /// The source it appeared at.
    pub source: SourceId,
    /// The article's identity within the source, however its address changes.
    pub article_id: String,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its bytes, stored before by [`Store::put_snapshot`].
    pub snapshot: ContentHash,
    /// The bytes of its attachments, stored before, in their order in the document.
    pub attachments: Vec<ContentHash>,
    /// The SHA-256 of its normalised text; none where it could not be read.
    pub text_hash: Option<ContentHash>,
    /// When it was published; none where nothing says so.
    pub published: Option<NaiveDate>,
    /// What kind of find it was, one of the classes of `ingest --json`, such as `new`.
    pub class: String,
    /// Whether it could be read.
    pub reading: Reading,
    /// The observations that passed verification.
    pub observations: Vec<Observation>,
    /// The candidates that were set aside.
    pub set_aside: Vec<SetAside>,
    /// How many candidates were refused, by reason.
    pub refused: Vec<RefusedCount>,
    /// The extractors that read it.
    pub plugins: Vec<PluginUse>,
    /// What the site said for the next conditional request; none for a bulletin given by hand or read again.
    pub validators: Option<Validators>,
    /// The run that reads it.
    pub run: Option<u64>,
    /// When it is recorded.
    pub recorded_at: Timestamp,
}

impl Store {
    /// Records a document with its observations, set-aside candidates and validators in one durable transaction:
    /// all of it or nothing.
    ///
    /// Recording the same document again changes nothing. Statements already known are counted as unchanged; a
    /// value that differs from what the source published adds a vintage; nothing is overwritten.
    ///
    /// # Errors
    /// [`StoreError::UnknownSnapshot`] where a snapshot it refers to is not stored; otherwise when the disk refuses.
    pub fn record_document(&self, record: DocumentRecord) -> Result<Recorded, StoreError> {
        self.write(move |view, batch| {
            view.require_snapshot(&record.snapshot)?;
            for attachment in &record.attachments {
                view.require_snapshot(attachment)?;
            }
            let mut recorder = Recorder::new(view, batch);
            for observation in &record.observations {
                recorder.observe(observation, Some(&record.article_id))?;
            }
            for item in &record.set_aside {
                let is_new = reviews::set_aside(view, recorder.batch(), item, &record)?;
                recorder.recorded.set_aside += usize::from(is_new);
            }
            if let Some(validators) = &record.validators {
                sources::put_validators(recorder.batch(), &record.source, validators)?;
            }
            let key = document_key(&record);
            let mut document = describe(&record);
            let before: Option<Document> = view.get(Table::Documents, &key)?;
            if let Some(before) = before {
                // The run and the time alone are no news.
                let newer = (document.run, document.recorded_at);
                (document.run, document.recorded_at) = (before.run, before.recorded_at);
                if document != before {
                    (document.run, document.recorded_at) = newer;
                }
            }
            recorder.batch().put(Table::Documents, key, &document)?;
            Ok(recorder.recorded)
        })
    }

    /// Returns the documents of one source, or of all, by source and article; every snapshot of an article is a
    /// document of its own.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn documents(&self, source: Option<&SourceId>) -> Result<Vec<Document>, StoreError> {
        let prefix = source
            .map(|source| Key::new().text(source.as_str()).finish())
            .unwrap_or_default();
        self.read(|view| view.list(Table::Documents, &prefix))
    }

    /// Returns the documents of one article, one per snapshot.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn article_documents(
        &self,
        source: &SourceId,
        article_id: &str,
    ) -> Result<Vec<Document>, StoreError> {
        let prefix = Key::new().text(source.as_str()).text(article_id).finish();
        self.read(|view| view.list(Table::Documents, &prefix))
    }

    /// Returns the documents that could not be read.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn unreadable_documents(&self) -> Result<Vec<Document>, StoreError> {
        let mut documents = self.documents(None)?;
        documents.retain(|document| matches!(document.reading, Reading::Unreadable { .. }));
        Ok(documents)
    }
}

fn document_key(record: &DocumentRecord) -> Vec<u8> {
    let article = Key::new().text(record.source.as_str()).text(&record.article_id);
    article.bytes(record.snapshot.as_bytes()).finish()
}

fn describe(record: &DocumentRecord) -> Document {
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    Document {
        source: record.source.clone(),
        article_id: record.article_id.clone(),
        url: record.url.clone(),
        title: record.title.clone(),
        snapshot: record.snapshot,
        attachments: record.attachments.clone(),
        text_hash: record.text_hash,
        published: record.published,
        class: record.class.clone(),
        reading: record.reading.clone(),
        observations: count(record.observations.len()),
        set_aside: count(record.set_aside.len()),
        refused: record.refused.clone(),
        plugins: record.plugins.clone(),
        run: record.run,
        recorded_at: record.recorded_at,
    }
}
