//! What is remembered of sources between runs: state, validators, known articles, schedules, and callers' notes.

use milepost_model::SourceId;

use crate::batch::Batch;
use crate::record::v1::{KnownArticle, Note, ScheduleRecord, SourceState, Validators};
use crate::table::{Key, Table};
use crate::{Store, StoreError};

/// The space of [`Table::Notes`] that holds schedules; callers' spaces begin with a letter.
const SCHEDULE_SPACE: &str = "#schedule";

impl Store {
    /// Returns how a source has been doing; `None` before its first pass.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn source_state(&self, source: &SourceId) -> Result<Option<SourceState>, StoreError> {
        self.read(|view| view.get(Table::Sources, &source_key(source)))
    }

    /// Returns how every source has been doing, by id.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn source_states(&self) -> Result<Vec<SourceState>, StoreError> {
        self.read(|view| view.list(Table::Sources, &[]))
    }

    /// Replaces the state of a source.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn set_source_state(&self, state: SourceState) -> Result<(), StoreError> {
        self.write(move |_view, batch| batch.put(Table::Sources, source_key(&state.source), &state))
    }

    /// Returns what a source's site said about an address for conditional requests.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn validators(&self, source: &SourceId, url: &str) -> Result<Option<Validators>, StoreError> {
        self.read(|view| view.get(Table::Validators, &validators_key(source, url)))
    }

    /// Replaces what a source's site said about an address.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn set_validators(&self, source: &SourceId, validators: Validators) -> Result<(), StoreError> {
        let source = source.clone();
        self.write(move |_view, batch| put_validators(batch, &source, &validators))
    }

    /// Returns what is known of an article of a source.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn known_article(
        &self,
        source: &SourceId,
        article_id: &str,
    ) -> Result<Option<KnownArticle>, StoreError> {
        self.read(|view| view.get(Table::Articles, &article_key(source, article_id)))
    }

    /// Returns every known article of a source, by id.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn known_articles(&self, source: &SourceId) -> Result<Vec<KnownArticle>, StoreError> {
        self.read(|view| view.list(Table::Articles, &source_key(source)))
    }

    /// Replaces what is known of articles of a source, all in one transaction.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn set_known_articles(
        &self,
        source: &SourceId,
        articles: Vec<KnownArticle>,
    ) -> Result<(), StoreError> {
        let source = source.clone();
        self.write(move |_view, batch| {
            for article in &articles {
                batch.put(
                    Table::Articles,
                    article_key(&source, &article.article_id),
                    article,
                )?;
            }
            Ok(())
        })
    }

    /// Returns when a source is due, as the scheduler left it.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn schedule(&self, source: &SourceId) -> Result<Option<ScheduleRecord>, StoreError> {
        self.read(|view| view.get(Table::Notes, &note_key(SCHEDULE_SPACE, source.as_str())))
    }

    /// Returns when every source is due, by id.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn schedules(&self) -> Result<Vec<ScheduleRecord>, StoreError> {
        self.read(|view| view.list(Table::Notes, &Key::new().text(SCHEDULE_SPACE).finish()))
    }

    /// Replaces when sources are due, all in one transaction.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn set_schedules(&self, schedules: Vec<ScheduleRecord>) -> Result<(), StoreError> {
        self.write(move |_view, batch| {
            for schedule in &schedules {
                batch.put(
                    Table::Notes,
                    note_key(SCHEDULE_SPACE, schedule.source.as_str()),
                    schedule,
                )?;
            }
            Ok(())
        })
    }

    /// Returns a caller's note. Notes hold small JSON that belongs to whoever wrote it: a host's breaker, a verdict
    /// kept for hysteresis (space `verdict/<plan>`, name = indicator).
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn note(&self, space: &str, name: &str) -> Result<Option<String>, StoreError> {
        let note: Option<Note> = self.read(|view| view.get(Table::Notes, &note_key(space, name)))?;
        Ok(note.map(|note| note.json))
    }

    /// Returns all notes of a space, by name.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn notes(&self, space: &str) -> Result<Vec<(String, String)>, StoreError> {
        let notes: Vec<Note> = self.read(|view| view.list(Table::Notes, &Key::new().text(space).finish()))?;
        Ok(notes.into_iter().map(|note| (note.name, note.json)).collect())
    }

    /// Replaces notes of a space, all in one transaction. Notes not named stay.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the space does not begin with a letter; otherwise when the disk refuses.
    pub fn set_notes(&self, space: &str, notes: Vec<(String, String)>) -> Result<(), StoreError> {
        if !space.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return Err(StoreError::Refused(format!(
                "the space `{space}` does not begin with a letter"
            )));
        }
        let space = space.to_owned();
        self.write(move |_view, batch| {
            for (name, json) in notes {
                let key = note_key(&space, &name);
                batch.put(Table::Notes, key, &Note { name, json })?;
            }
            Ok(())
        })
    }
}

/// Adds what a source's site said about an address.
pub(crate) fn put_validators(
    batch: &mut Batch,
    source: &SourceId,
    validators: &Validators,
) -> Result<(), StoreError> {
    batch.put(
        Table::Validators,
        validators_key(source, &validators.url),
        validators,
    )
}

fn source_key(source: &SourceId) -> Vec<u8> {
    Key::new().text(source.as_str()).finish()
}

fn validators_key(source: &SourceId, url: &str) -> Vec<u8> {
    Key::new().text(source.as_str()).text(url).finish()
}

fn article_key(source: &SourceId, article_id: &str) -> Vec<u8> {
    Key::new().text(source.as_str()).text(article_id).finish()
}

fn note_key(space: &str, name: &str) -> Vec<u8> {
    Key::new().text(space).text(name).finish()
}
