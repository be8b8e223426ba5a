//! Steps 7 to 10 on stored snapshots: extracts again and says what is different, or records what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use milepost_document::DocumentError;
use milepost_model::{ContentHash, Decimal, FigureKey, NaiveDate, Observation, PluginId, Timestamp, Vintage};
use milepost_plugin_host::Plugin;
use milepost_store::{Document, DocumentRecord, Reading, StoreError};

use crate::extractors::Job;
use crate::notes::{Notes, Stop};
use crate::pass::Pipeline;
use crate::plausibility;
use crate::reader::{self, Bytes};
use crate::setup::{Parts, SourceSetup};
use crate::statement::{Facts, plugin_use, refused};
use crate::{PipelineError, blocking, fingerprint};

/// What is to be read again.
#[derive(Debug, Clone)]
pub struct ReplayOptions {
    /// Only these extractors; empty: all that match.
    pub plugins: Vec<PluginId>,
    /// Record what is new.
    pub apply: bool,
    /// An extractor, installed or not, that reads in place of those in force, where it wants the bulletin.
    pub candidate: Option<Plugin>,
}

/// What reading stored bulletins again gave.
#[derive(Debug, Clone, Default)]
pub struct ReplayOutcome {
    /// Bulletins read.
    pub documents: usize,
    /// Observations that are stored already as they are read now.
    pub unchanged: usize,
    /// What is different, bulletin by bulletin.
    pub differences: Vec<Difference>,
    /// Bulletins that could not be read, with the reason.
    pub unreadable: Vec<(String, String)>,
    /// Observations recorded.
    pub recorded: usize,
    /// Candidates set aside that were not known before.
    pub set_aside: usize,
    /// True where it was asked to stop before its end.
    pub is_stopped: bool,
}

/// A figure that is read otherwise than it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The bulletin.
    pub url: String,
    /// What it is a figure of.
    pub figure: FigureKey,
    /// How it differs.
    pub kind: DifferenceKind,
}

/// How a figure differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// It is read now and was not.
    Appeared {
        /// The value.
        value: Decimal,
    },
    /// It was read and is not now. What is stored stays; a person may retract it.
    Vanished {
        /// The value stored.
        value: Decimal,
    },
    /// It is read with another value.
    Changed {
        /// The value stored.
        from: Decimal,
        /// The value read now.
        to: Decimal,
    },
}

/// What is stored of bulletins: by address and day, what is told of figures.
type Stored = BTreeMap<(String, NaiveDate), BTreeMap<FigureKey, Vec<Told>>>;

/// A figure as it is told by some bytes; a bulletin that was revised tells it more than once.
#[derive(Debug, Clone)]
struct Told {
    value: Decimal,
    snapshot: Option<ContentHash>,
    plugin: Option<PluginId>,
    is_insecure: bool,
}

impl Pipeline {
    /// Reads stored bulletins again with the extractors in force.
    ///
    /// # Errors
    /// When the store refuses. What was recorded until then is kept.
    pub async fn replay(
        &self,
        sources: Vec<SourceSetup>,
        options: ReplayOptions,
        notes: &dyn Notes,
        stop: &Stop,
    ) -> Result<ReplayOutcome, PipelineError> {
        let store = self.parts.store.clone();
        let stored = Arc::new(blocking::run(move || stored(&store)).await?);
        let mut outcome = ReplayOutcome::default();
        for setup in sources {
            let setup = Arc::new(setup);
            let (store, source) = (self.parts.store.clone(), setup.id().clone());
            let documents = blocking::run(move || documents(&store, &source)).await?;
            let many = documents.len();
            for (number, (document, listed_on)) in documents.into_iter().enumerate() {
                if stop.is_asked() {
                    outcome.is_stopped = true;
                    return Ok(outcome);
                }
                notes.note(&format!("{}: reading {} of {many} again", setup.id(), number + 1));
                let again = Again {
                    parts: Arc::clone(&self.parts),
                    setup: Arc::clone(&setup),
                    options: options.clone(),
                    stored: Arc::clone(&stored),
                    document,
                    listed_on,
                };
                outcome = blocking::run(move || again.read(outcome)).await?;
            }
        }
        Ok(outcome)
    }
}

/// The documents of a source, oldest first, with the day that its list gives them.
fn documents(
    store: &milepost_store::Store,
    source: &milepost_model::SourceId,
) -> Result<Vec<(Document, Option<NaiveDate>)>, StoreError> {
    let listed: BTreeMap<String, Option<NaiveDate>> = store
        .known_articles(source)?
        .into_iter()
        .map(|article| (article.article_id, article.listed_on))
        .collect();
    let mut documents = store.documents(Some(source))?;
    documents.sort_by(|a, b| (a.published, a.recorded_at, &a.url).cmp(&(b.published, b.recorded_at, &b.url)));
    let with_day = |document: Document| {
        let listed_on = listed.get(&document.article_id).copied().flatten();
        (document, listed_on)
    };
    Ok(documents.into_iter().map(with_day).collect())
}

fn stored(store: &milepost_store::Store) -> Result<Stored, StoreError> {
    let mut stored = Stored::new();
    for figure in store.figure_histories(None)? {
        let key = figure.history.key.clone();
        let mut values: BTreeMap<NaiveDate, Told> = BTreeMap::new();
        for vintage in &figure.history.vintages {
            let Vintage::Observed(observation) = vintage else {
                continue;
            };
            let told = told(observation);
            values.insert(observation.published, told.clone());
            let place = (observation.provenance.url.clone(), observation.published);
            stored
                .entry(place)
                .or_default()
                .entry(key.clone())
                .or_default()
                .push(told);
        }
        for repeat in &figure.corroborations {
            let Some(told) = values.get(&repeat.repeats) else {
                continue;
            };
            let told = Told {
                snapshot: repeat.snapshot,
                ..told.clone()
            };
            let place = (repeat.url.clone(), repeat.published);
            stored
                .entry(place)
                .or_default()
                .entry(key.clone())
                .or_default()
                .push(told);
        }
    }
    Ok(stored)
}

fn told(observation: &Observation) -> Told {
    let plugin = match &observation.provenance.origin {
        milepost_model::Origin::Extracted(extractor) => Some(extractor.plugin.clone()),
        milepost_model::Origin::Manual { .. } => None,
    };
    Told {
        value: observation.value,
        is_insecure: observation.provenance.insecure,
        snapshot: observation.provenance.snapshot,
        plugin,
    }
}

/// One document that is read again.
struct Again {
    parts: Arc<Parts>,
    setup: Arc<SourceSetup>,
    options: ReplayOptions,
    stored: Arc<Stored>,
    document: Document,
    listed_on: Option<NaiveDate>,
}

impl Again {
    fn read(self, mut outcome: ReplayOutcome) -> Result<ReplayOutcome, PipelineError> {
        outcome.documents += 1;
        let now = self.parts.clock.now();
        let documents = match self.parse()? {
            Ok(documents) => documents,
            Err(DocumentError::Archive { .. }) => return Ok(outcome),
            Err(error) => {
                outcome
                    .unreadable
                    .push((self.document.url.clone(), reader::reason(&error)));
                return Ok(outcome);
            }
        };
        let only = self.only();
        let bulletin = documents.first();
        let published = bulletin.and_then(|document| document.published());
        let text_hash = bulletin.map(|document| fingerprint::text_hash(document));
        let job = Job {
            documents: &documents,
            source: Some(self.setup.id()),
            only: &only,
            catalogues: &self.parts.catalogues,
            published,
            measure_cost: false,
        };
        let extraction = match &self.options.candidate {
            Some(candidate) => self.parts.extractors.extract_as(candidate, job),
            None => self.parts.extractors.extract(job),
        };
        let place = format!("{}\n{}", self.setup.id(), self.document.snapshot);
        let sorted = plausibility::sort(&self.parts.store, &self.parts.catalogues, &extraction, &place)?;
        let mut record = self.record(now, text_hash, published);
        let facts = Facts {
            source: self.setup.id(),
            record: &record,
            tier: self.setup.tier,
            is_insecure: self.is_insecure(),
            now,
        };
        let observations = published
            .map(|day| facts.observations(&sorted.accepted, day))
            .unwrap_or_default();
        self.compare(&observations, published, &mut outcome);
        if self.options.apply {
            record.observations = observations;
            record.set_aside = sorted.set_aside;
            record.refused = refused(&extraction);
            record.plugins = extraction.turns.iter().map(plugin_use).collect();
            let recorded = self.parts.store.record_document(record)?;
            outcome.recorded += recorded.new_observations + recorded.revised + recorded.corroborated;
            outcome.set_aside += recorded.set_aside;
        }
        Ok(outcome)
    }

    /// A figure of a site that was not verified stays marked, whoever reads it again.
    fn is_insecure(&self) -> bool {
        let is_marked = |told: &Told| told.snapshot == Some(self.document.snapshot) && told.is_insecure;
        let (first, last) = (
            (self.document.url.clone(), NaiveDate::MIN),
            (self.document.url.clone(), NaiveDate::MAX),
        );
        let is_known = self
            .stored
            .range(first..=last)
            .flat_map(|(_, told)| told.values())
            .flatten()
            .any(is_marked);
        is_known || self.setup.spec.tls.insecure.is_some() && self.document.url.starts_with("https:")
    }

    fn only(&self) -> Vec<PluginId> {
        let asked: &[PluginId] = if self.options.plugins.is_empty() {
            &self.setup.plugins
        } else {
            &self.options.plugins
        };
        asked.to_vec()
    }

    fn parse(&self) -> Result<Result<Vec<Arc<milepost_document::Document>>, DocumentError>, PipelineError> {
        let bytes = self.parts.store.snapshot(&self.document.snapshot)?;
        let fetch = self.first_fetch(&self.document.snapshot)?;
        let input = Bytes {
            content_type: fetch.as_ref().and_then(|fetch| fetch.1.as_deref()),
            published: self.listed_on.or(self.document.published),
            list_title: Some(&self.document.title),
            fetched_at: fetch.as_ref().map(|fetch| fetch.0),
            ..Bytes::new(&bytes, &self.document.url)
        };
        let bulletin = match self.parts.reader.read(input) {
            Ok(bulletin) => bulletin,
            Err(error) => return Ok(Err(error)),
        };
        let published = bulletin.published();
        let mut documents = vec![Arc::new(bulletin)];
        for hash in &self.document.attachments {
            let bytes = self.parts.store.snapshot(hash)?;
            let fetches = self.parts.store.snapshot_fetches(hash)?;
            let Some(fetch) = fetches.first() else { continue };
            let input = Bytes {
                content_type: fetch.meta.content_type.as_deref(),
                published,
                fetched_at: Some(fetch.meta.fetched_at),
                ..Bytes::new(&bytes, &fetch.meta.url)
            };
            match self.parts.reader.read(input) {
                Ok(document) => documents.push(Arc::new(document)),
                // It was not read then either, or its members are attachments of their own.
                Err(_unreadable) => {}
            }
        }
        Ok(Ok(documents))
    }

    fn first_fetch(&self, hash: &ContentHash) -> Result<Option<(Timestamp, Option<String>)>, StoreError> {
        let fetches = self.parts.store.snapshot_fetches(hash)?;
        let own = fetches
            .iter()
            .find(|fetch| fetch.meta.url == self.document.url)
            .or_else(|| fetches.first());
        Ok(own.map(|fetch| (fetch.meta.fetched_at, fetch.meta.content_type.clone())))
    }

    fn record(
        &self,
        now: Timestamp,
        text_hash: Option<ContentHash>,
        published: Option<NaiveDate>,
    ) -> DocumentRecord {
        DocumentRecord {
            source: self.document.source.clone(),
            article_id: self.document.article_id.clone(),
            url: self.document.url.clone(),
            title: self.document.title.clone(),
            snapshot: self.document.snapshot,
            attachments: self.document.attachments.clone(),
            text_hash,
            published,
            class: self.document.class.clone(),
            reading: Reading::Read,
            observations: Vec::new(),
            set_aside: Vec::new(),
            refused: Vec::new(),
            plugins: Vec::new(),
            validators: None,
            run: self.document.run,
            recorded_at: now,
        }
    }

    fn compare(
        &self,
        observations: &[Observation],
        published: Option<NaiveDate>,
        outcome: &mut ReplayOutcome,
    ) {
        let none = BTreeMap::new();
        let place = published.map(|day| (self.document.url.clone(), day));
        let stored = place.and_then(|place| self.stored.get(&place)).unwrap_or(&none);
        let mut seen: BTreeSet<FigureKey> = BTreeSet::new();
        let mut differ = |figure: &FigureKey, kind| {
            let url = self.document.url.clone();
            outcome.differences.push(Difference {
                url,
                figure: figure.clone(),
                kind,
            });
        };
        let mut unchanged = 0;
        for observation in observations {
            let key = observation.key();
            let told = stored.get(&key).map_or(&[][..], Vec::as_slice);
            let here = told
                .iter()
                .find(|told| told.snapshot == Some(self.document.snapshot))
                .or_else(|| told.last());
            match here {
                _ if told.iter().any(|told| told.value == observation.value) => unchanged += 1,
                Some(told) => differ(
                    &key,
                    DifferenceKind::Changed {
                        from: told.value,
                        to: observation.value,
                    },
                ),
                None => differ(
                    &key,
                    DifferenceKind::Appeared {
                        value: observation.value,
                    },
                ),
            }
            seen.insert(key);
        }
        for (key, told) in stored {
            let read_here = told.iter().find(|told| {
                let is_asked = self.options.plugins.is_empty()
                    || told
                        .plugin
                        .as_ref()
                        .is_some_and(|plugin| self.options.plugins.contains(plugin));
                told.snapshot == Some(self.document.snapshot) && told.plugin.is_some() && is_asked
            });
            if let Some(told) = read_here.filter(|_| !seen.contains(key)) {
                differ(key, DifferenceKind::Vanished { value: told.value });
            }
        }
        outcome.unchanged += unchanged;
    }
}
