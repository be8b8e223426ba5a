//! Steps 6 to 10 for one bulletin whose bytes are kept: deduplicates, parses, extracts, holds against history, records
//! in one transaction. Blocks.

use std::collections::BTreeSet;
use std::sync::Arc;

use milepost_document::{Document, DocumentError};
use milepost_fetch::OutcomeClass;
use milepost_model::{ContentHash, NaiveDate, Timestamp};
use milepost_store::{DocumentRecord, Effect, Reading, Recorded};

use crate::attached::{Attached, Attachment};
use crate::attachments::KeptAttachment;
use crate::collect::Ready;
use crate::extractors::{Extraction, Job};
use crate::memory::{Memory, Repeats};
use crate::outcome::DocumentOutcome;
use crate::plausibility::{self, Sorted};
use crate::reader::{self, Bytes};
use crate::setup::{Parts, SourceSetup};
use crate::statement::{Facts, plugin_use, refused};
use crate::{PipelineError, archive, events, fingerprint};

/// Archives within archives are not opened; a member of an archive is a bulletin of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    Bulletin,
    Member,
}

/// What a bulletin is read for.
pub(crate) struct Task<'a> {
    pub(crate) parts: &'a Parts,
    pub(crate) setup: &'a SourceSetup,
    pub(crate) run: u64,
    pub(crate) force: bool,
}

/// A bulletin as parsed, with its attachments.
struct Parsed {
    /// The bulletin, then the attachments that could be read.
    documents: Vec<Arc<Document>>,
    /// The bytes of the attachments: those that could be read first, in the order of `documents`.
    attachments: Vec<ContentHash>,
    text_hash: ContentHash,
    /// What was wrong with attachments.
    warnings: Vec<String>,
}

impl Task<'_> {
    /// Carries one bulletin to its record. Returns what became of it, and of the members where it is an archive.
    pub(crate) fn process(
        &self,
        ready: Ready,
        depth: Depth,
        memory: &mut Memory,
    ) -> Result<Vec<DocumentOutcome>, PipelineError> {
        let bytes = self.parts.store.snapshot(&ready.snapshot)?;
        let now = self.parts.clock.now();
        match self.parse(&ready, &bytes) {
            Ok(parsed) => self.read(ready, parsed, now, memory).map(|outcome| vec![outcome]),
            Err(DocumentError::Archive { .. }) if depth == Depth::Bulletin => {
                self.unpack(ready, &bytes, now, memory)
            }
            Err(error) if reader::is_ours(&error) => {
                let reason = reader::reason(&error);
                let mut outcome = self.outcome(&ready, OutcomeClass::Transient, reason);
                outcome.snapshot = Some(ready.snapshot);
                self.remember(ready, OutcomeClass::Transient, None, memory)?;
                Ok(vec![outcome])
            }
            Err(error) => self
                .keep_unread(ready, &error, now, memory)
                .map(|outcome| vec![outcome]),
        }
    }

    fn parse(&self, ready: &Ready, bytes: &[u8]) -> Result<Parsed, DocumentError> {
        let bulletin = self.parts.reader.read(Bytes {
            bytes,
            url: &ready.article.url,
            content_type: ready.content_type.as_deref(),
            published: ready.published,
            list_title: Some(&ready.article.title),
            fetched_at: Some(ready.fetched_at),
        })?;
        let published = bulletin.published();
        let mut parsed = Parsed {
            text_hash: fingerprint::text_hash(&bulletin),
            documents: vec![Arc::new(bulletin)],
            attachments: Vec::new(),
            warnings: Vec::new(),
        };
        let mut unread = Vec::new();
        for attachment in &ready.attachments {
            self.parse_attachment(attachment, published, &mut parsed, &mut unread);
        }
        parsed.attachments.extend(unread);
        Ok(parsed)
    }

    fn parse_attachment(
        &self,
        attachment: &KeptAttachment,
        published: Option<NaiveDate>,
        parsed: &mut Parsed,
        unread: &mut Vec<ContentHash>,
    ) {
        let warnings = &mut parsed.warnings;
        let mut wrong = |url: &str, why: String| warnings.push(format!("attachment {url}: {why}"));
        let bytes = match self.parts.store.snapshot(&attachment.snapshot) {
            Ok(bytes) => bytes,
            Err(error) => return wrong(&attachment.url, error.to_string()),
        };
        let attached = self.parts.reader.read_attachment(Attachment {
            bytes: &bytes,
            url: &attachment.url,
            content_type: attachment.content_type.as_deref(),
            published,
            fetched_at: Some(attachment.fetched_at),
        });
        let members = match attached {
            Attached::Document(read) => match *read {
                Ok(document) => {
                    parsed.documents.push(Arc::new(document));
                    parsed.attachments.push(attachment.snapshot);
                    return;
                }
                Err(error) => {
                    unread.push(attachment.snapshot);
                    return wrong(&attachment.url, reader::reason(&error));
                }
            },
            Attached::Members(members) => members,
        };
        unread.push(attachment.snapshot);
        for member in members {
            let meta = archive::meta_of_file(self.setup.id(), &member.url, attachment.fetched_at);
            let kept = archive::keep(&self.parts.store, &member.bytes, &meta);
            match (kept, member.read) {
                (Ok(hash), Ok(document)) => {
                    parsed.documents.push(Arc::new(document));
                    parsed.attachments.push(hash);
                }
                (Ok(hash), Err(error)) => {
                    unread.push(hash);
                    wrong(&member.url, reader::reason(&error));
                }
                (Err(error), _) => wrong(&member.url, error.to_string()),
            }
        }
    }

    fn read(
        &self,
        ready: Ready,
        parsed: Parsed,
        now: Timestamp,
        memory: &mut Memory,
    ) -> Result<DocumentOutcome, PipelineError> {
        let together: BTreeSet<ContentHash> = parsed.attachments.iter().copied().collect();
        let repeats = memory.repeats_text(&ready.article.article_id, &parsed.text_hash, &together);
        if let Some(repeats) = repeats.filter(|_| !self.force) {
            return self.pass_over(ready, parsed.text_hash, &repeats, memory);
        }
        let bulletin = parsed.documents.first();
        let published = bulletin.and_then(|document| document.published());
        let title = bulletin
            .map(|document| document.title().to_owned())
            .filter(|title| !title.is_empty());
        let job = Job {
            documents: &parsed.documents,
            source: Some(self.setup.id()),
            only: &self.setup.plugins,
            catalogues: &self.parts.catalogues,
            published,
            measure_cost: false,
        };
        let extraction = self.parts.extractors.extract(job);
        let place = format!("{}\n{}", self.setup.id(), ready.snapshot);
        let sorted = plausibility::sort(&self.parts.store, &self.parts.catalogues, &extraction, &place)?;
        let mut reasons = parsed.warnings;
        if let Some((_, reason)) = &ready.missing {
            reasons.push(reason.clone());
        }
        if published.is_none() {
            reasons.push("nothing says when it was published, so that no figure counts".to_owned());
        }
        let mut record = self.record(&ready, now, Some(parsed.text_hash));
        record.attachments = parsed.attachments;
        record.published = published;
        record.title = title.unwrap_or_else(|| ready.article.title.clone());
        let facts = Facts {
            source: self.setup.id(),
            record: &record,
            tier: self.setup.tier,
            is_insecure: ready.is_insecure,
            now,
        };
        record.observations = published
            .map(|day| facts.observations(&sorted.accepted, day))
            .unwrap_or_default();
        record.refused = refused(&extraction);
        record.plugins = extraction.turns.iter().map(plugin_use).collect();
        let Sorted { set_aside, .. } = sorted;
        record.set_aside = set_aside;
        if ready.missing.is_some() {
            // The next pass asks again without conditions, for the attachment's sake.
            record.validators = None;
        }
        let title = record.title.clone();
        let recorded = self.parts.store.record_document(record)?;
        self.tell_revisions(&recorded);
        let mut outcome = self.outcome(&ready, OutcomeClass::New, reasons.join("; "));
        outcome.title = title;
        outcome.snapshot = Some(ready.snapshot);
        outcome.observations = recorded.new_observations + recorded.revised + recorded.corroborated;
        outcome.revised = recorded.revised;
        outcome.unchanged = recorded.unchanged;
        outcome.set_aside = recorded.set_aside;
        outcome.refused = extraction.refused.len();
        outcome.plugin_failures = failures(&extraction);
        memory.note(
            &ready.article.article_id,
            ready.snapshot,
            together,
            Some(parsed.text_hash),
        );
        let class = ready
            .missing
            .as_ref()
            .map_or(OutcomeClass::New, |(class, _)| *class);
        self.remember(ready, class, Some(parsed.text_hash), memory)?;
        Ok(outcome)
    }

    /// Ends a bulletin whose text is known: other bytes, nothing new.
    fn pass_over(
        &self,
        ready: Ready,
        text_hash: ContentHash,
        repeats: &Repeats,
        memory: &mut Memory,
    ) -> Result<DocumentOutcome, PipelineError> {
        let reason = match repeats {
            Repeats::Itself => String::new(),
            Repeats::Other(other) => format!("the same text as {other}"),
        };
        let mut outcome = self.outcome(&ready, OutcomeClass::SameText, reason);
        outcome.snapshot = Some(ready.snapshot);
        if let Some(validators) = &ready.validators {
            let validators = milepost_store::Validators {
                text: Some(text_hash),
                ..validators.clone()
            };
            self.parts.store.set_validators(self.setup.id(), validators)?;
        }
        self.remember(ready, OutcomeClass::SameText, Some(text_hash), memory)?;
        Ok(outcome)
    }

    /// Records a bulletin that cannot be read: its bytes are kept, with the reason.
    fn keep_unread(
        &self,
        ready: Ready,
        error: &DocumentError,
        now: Timestamp,
        memory: &mut Memory,
    ) -> Result<DocumentOutcome, PipelineError> {
        let reason = reader::reason(error);
        let text_hash = fingerprint::unreadable_hash(&ready.snapshot, error);
        let mut record = self.record(&ready, now, None);
        OutcomeClass::BadContent.as_str().clone_into(&mut record.class);
        record.reading = Reading::Unreadable {
            reason: reason.clone(),
        };
        record.attachments = ready
            .attachments
            .iter()
            .map(|attachment| attachment.snapshot)
            .collect();
        self.parts.store.record_document(record)?;
        let mut outcome = self.outcome(&ready, OutcomeClass::BadContent, reason);
        outcome.snapshot = Some(ready.snapshot);
        memory.note(
            &ready.article.article_id,
            ready.snapshot,
            BTreeSet::new(),
            Some(text_hash),
        );
        self.remember(ready, OutcomeClass::BadContent, None, memory)?;
        Ok(outcome)
    }

    /// Reads the members of an archive one by one.
    fn unpack(
        &self,
        ready: Ready,
        bytes: &[u8],
        now: Timestamp,
        memory: &mut Memory,
    ) -> Result<Vec<DocumentOutcome>, PipelineError> {
        let members = match self.parts.reader.members(bytes) {
            Ok(members) => members,
            Err(error) => {
                return self
                    .keep_unread(ready, &error, now, memory)
                    .map(|outcome| vec![outcome]);
            }
        };
        let mut outcomes = Vec::new();
        for member in members {
            let url = format!("{}!{}", ready.article.url, member.name);
            let meta = archive::meta_of_file(self.setup.id(), &url, ready.fetched_at);
            let snapshot = archive::keep(&self.parts.store, &member.bytes, &meta)?;
            let mut inner = ready.clone();
            inner.article.article_id = format!("{}!{}", ready.article.article_id, member.name);
            inner.article.url = url;
            inner.article.title.clear();
            inner.article.text_hash = None;
            inner.article.snapshot = None;
            inner.snapshot = snapshot;
            inner.content_type = None;
            inner.validators = None;
            inner.attachments.clear();
            outcomes.extend(self.process(inner, Depth::Member, memory)?);
        }
        // The archive itself holds no figure; its record says that it was read.
        let record = self.record(&ready, now, None);
        self.parts.store.record_document(record)?;
        memory.note(&ready.article.article_id, ready.snapshot, BTreeSet::new(), None);
        self.remember(ready, OutcomeClass::New, None, memory)?;
        Ok(outcomes)
    }

    fn record(&self, ready: &Ready, now: Timestamp, text_hash: Option<ContentHash>) -> DocumentRecord {
        let validators = ready.validators.clone();
        DocumentRecord {
            source: self.setup.id().clone(),
            article_id: ready.article.article_id.clone(),
            url: ready.article.url.clone(),
            title: ready.article.title.clone(),
            snapshot: ready.snapshot,
            attachments: Vec::new(),
            text_hash,
            published: ready.published,
            class: OutcomeClass::New.as_str().to_owned(),
            reading: Reading::Read,
            observations: Vec::new(),
            set_aside: Vec::new(),
            refused: Vec::new(),
            plugins: Vec::new(),
            validators: validators.map(|validators| milepost_store::Validators {
                text: text_hash,
                ..validators
            }),
            run: Some(self.run),
            recorded_at: now,
        }
    }

    /// Remembers how the article ended, so that the next pass knows.
    fn remember(
        &self,
        ready: Ready,
        class: OutcomeClass,
        text_hash: Option<ContentHash>,
        memory: &mut Memory,
    ) -> Result<(), PipelineError> {
        let mut article = ready.article;
        article.snapshot = Some(ready.snapshot);
        article.text_hash = text_hash;
        article.class = Some(class.as_str().to_owned());
        memory.learn(article.clone());
        self.parts
            .store
            .set_known_articles(self.setup.id(), vec![article])?;
        Ok(())
    }

    fn outcome(&self, ready: &Ready, class: OutcomeClass, reason: String) -> DocumentOutcome {
        DocumentOutcome::without_figures(
            self.setup.id(),
            &ready.article.url,
            &ready.article.title,
            class,
            reason,
        )
    }

    fn tell_revisions(&self, recorded: &Recorded) {
        for figure in &recorded.figures {
            if let Effect::Revised { from } = &figure.effect {
                let name = format!(
                    "{} {} {}",
                    figure.figure.indicator, figure.figure.role, figure.figure.period
                );
                events::revised(
                    self.setup.id(),
                    &name,
                    &from.to_string(),
                    &figure.value.to_string(),
                );
            }
        }
    }
}

fn failures(extraction: &Extraction) -> Vec<String> {
    let failed = |turn: &&crate::extractors::Turn| turn.outcome != milepost_plugin_host::RunOutcome::Ok;
    let name = |turn: &crate::extractors::Turn| {
        format!("{}: {}: {}", turn.plugin.id, turn.outcome.as_str(), turn.reason)
    };
    extraction.turns.iter().filter(failed).map(name).collect()
}
