//! Bulletins that a person hands in: files, and addresses to fetch.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use milepost_fetch::{ArticleId, OutcomeClass};
use milepost_model::NaiveDate;
use milepost_store::{KnownArticle, SnapshotMeta};

use crate::attachments::{KeptAttachment, Page, wanted_attachments};
use crate::bring::Visit;
use crate::collect::Ready;
use crate::fetching::Brought;
use crate::memory::{Memory, Repeats};
use crate::notes::{Notes, Stop};
use crate::outcome::{DocumentOutcome, PassOutcome, SourceOutcome};
use crate::pass::{GIVEN, Pipeline, judge};
use crate::setup::{Parts, SourceSetup};
use crate::{PipelineError, archive, blocking, collect, events, fetching};

/// A bulletin given by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A file.
    File(PathBuf),
    /// An address.
    Url(String),
}

/// Bulletins given by hand, and what is said of them.
#[derive(Debug, Clone)]
pub struct GivenBulletins {
    /// The source they are taken for.
    pub setup: SourceSetup,
    /// The bulletins.
    pub given: Vec<Given>,
    /// The day they were published, where the person says so.
    pub published: Option<NaiveDate>,
    /// Read again even what is known.
    pub force: bool,
}

impl Pipeline {
    /// Takes given bulletins in, as one run.
    ///
    /// # Errors
    /// When the store refuses, or nothing can be fetched at all. What was recorded until then is kept.
    pub async fn take_in(
        &self,
        given: GivenBulletins,
        notes: &dyn Notes,
        stop: &Stop,
    ) -> Result<PassOutcome, PipelineError> {
        let run = self.open_run("ingest").await?;
        let mut outcome = PassOutcome {
            run,
            ..PassOutcome::default()
        };
        let source = SourceOutcome {
            id: given.setup.id().clone(),
            class: GIVEN,
            reason: String::new(),
            found: given.given.len(),
            new: 0,
            documents: Vec::new(),
        };
        outcome.sources.push(source);
        let worked = self.take_each(given, notes, stop, &mut outcome).await;
        if let Some(source) = outcome.sources.first_mut() {
            judge(source);
        }
        self.close_run(&outcome).await?;
        worked.map(|()| outcome)
    }

    async fn take_each(
        &self,
        given: GivenBulletins,
        notes: &dyn Notes,
        stop: &Stop,
        outcome: &mut PassOutcome,
    ) -> Result<(), PipelineError> {
        let setup = Arc::new(given.setup);
        let (store, source) = (self.parts.store.clone(), setup.id().clone());
        let mut memory = blocking::run(move || Memory::of(&store, &source)).await?;
        for bulletin in given.given {
            if stop.is_asked() {
                outcome.is_stopped = true;
                break;
            }
            let kept = match &bulletin {
                Given::File(path) => {
                    notes.note(&format!("reading {}", path.display()));
                    self.keep_file(&setup, path, &memory).await
                }
                Given::Url(url) => {
                    notes.note(&format!("fetching {url}"));
                    self.keep_url(&setup, url, &memory, stop).await?
                }
            };
            let documents = match kept {
                Kept::Settled(outcome) => vec![outcome],
                Kept::Ready(mut ready) => {
                    ready.published = given.published.or(ready.published);
                    // Given another day, the same bytes say something else.
                    let repeats = memory.repeats_bytes(&ready.article.article_id, &ready.snapshot);
                    let known = repeats.filter(|_| !given.force && given.published.is_none());
                    if let Some(repeats) = known {
                        vec![unchanged(&setup, &ready, &repeats)]
                    } else {
                        let read = self
                            .process(&setup, *ready, given.force, outcome.run, memory)
                            .await?;
                        memory = read.1;
                        read.0
                    }
                }
            };
            if let Some(source) = outcome.sources.first_mut() {
                source.new += documents
                    .iter()
                    .filter(|document| document.class == OutcomeClass::New)
                    .count();
                source.documents.extend(documents);
            }
        }
        Ok(())
    }

    async fn keep_file(&self, setup: &SourceSetup, path: &Path, memory: &Memory) -> Kept {
        let url = format!("file://{}", path.display());
        let now = self.parts.clock.now();
        let (store, owned) = (self.parts.store.clone(), path.to_path_buf());
        let (parts, owned_setup) = (Arc::clone(&self.parts), setup.clone());
        let meta = archive::meta_of_file(setup.id(), &url, now);
        let most = u64::try_from(self.parts.reader.limits.max_attachment_bytes).unwrap_or(u64::MAX);
        let read = blocking::run(move || {
            let failed = |source| PipelineError::File {
                file: owned.display().to_string(),
                source,
            };
            let length = std::fs::metadata(&owned).map_err(failed)?.len();
            if length > most {
                return Ok::<_, PipelineError>(None);
            }
            let bytes = std::fs::read(&owned).map_err(failed)?;
            let snapshot = archive::keep(&store, &bytes, &meta)?;
            Ok(Some((snapshot, beside(&parts, &owned_setup, &meta, &bytes)?)))
        })
        .await;
        let settled = |class, reason: String| {
            let outcome = DocumentOutcome::without_figures(setup.id(), &url, "", class, reason);
            events::document_done(&outcome);
            Kept::Settled(outcome)
        };
        let (snapshot, attachments) = match read {
            Ok(Some(read)) => read,
            Ok(None) => return settled(OutcomeClass::TooLarge, format!("larger than {most} bytes")),
            Err(error) => return settled(OutcomeClass::BadContent, error.chain()),
        };
        // Two files of one name in two folders are two bulletins; a file that moved is told by its bytes.
        let article_id = ArticleId::of(&url).map_or_else(|| url.clone(), |id| id.as_str().to_owned());
        let known = memory.article(&article_id).cloned();
        let article = known.unwrap_or_else(|| KnownArticle {
            article_id,
            url: url.clone(),
            title: String::new(),
            listed_on: None,
            first_seen: now,
            fetched_at: None,
            snapshot: None,
            text_hash: None,
            class: None,
            attachments: Vec::new(),
        });
        Kept::Ready(Box::new(Ready {
            published: article.listed_on,
            article: KnownArticle {
                fetched_at: Some(now),
                ..article
            },
            snapshot,
            content_type: None,
            fetched_at: now,
            validators: None,
            is_insecure: false,
            attachments,
            missing: None,
        }))
    }

    async fn keep_url(
        &self,
        setup: &Arc<SourceSetup>,
        url: &str,
        memory: &Memory,
        stop: &Stop,
    ) -> Result<Kept, PipelineError> {
        let now = self.parts.clock.now();
        let settled = |class, reason: String| {
            let outcome = DocumentOutcome::without_figures(setup.id(), url, "", class, reason);
            events::document_done(&outcome);
            Ok(Kept::Settled(outcome))
        };
        let Some(mut article) = collect::single(url, now) else {
            return settled(OutcomeClass::Refused, "no address that can be fetched".to_owned());
        };
        if let Some(known) = memory.article(&article.article_id) {
            article = known.clone();
        }
        let before = milepost_fetch::Validators::default();
        let fetched = match fetching::fetch(&self.parts.fetcher, &setup.spec, url, before, stop).await {
            Brought::Home(fetched) => fetched,
            Brought::Never(reason) => return settled(OutcomeClass::Refused, reason),
            Brought::Stopped => return settled(OutcomeClass::Transient, "asked to stop".to_owned()),
        };
        let Some(content) = fetched.content.clone() else {
            return settled(fetched.class(), fetched.outcome.reason.clone());
        };
        let snapshot = content.byte_hash;
        let visit = Visit {
            parts: &self.parts,
            setup,
            stop,
            force: false,
        };
        visit.keep(&fetched, &content).await?;
        let companions = visit.attachments(&article.title, &fetched, &content).await?;
        Ok(Kept::Ready(Box::new(Ready {
            published: article.listed_on,
            validators: Some(fetching::to_store(url, &fetched.validators, None, now)),
            article: KnownArticle {
                fetched_at: Some(now),
                attachments: companions.wanted,
                ..article
            },
            snapshot,
            content_type: content.content_type,
            fetched_at: fetched.started_at,
            is_insecure: fetched.insecure.is_some(),
            attachments: companions.kept,
            missing: companions.missing,
        })))
    }
}

/// A given bulletin: kept and to be read, or done with.
enum Kept {
    Ready(Box<Ready>),
    Settled(DocumentOutcome),
}

/// Keeps the files in the folder of a page that belong to it. One that cannot be had is left out.
fn beside(
    parts: &Parts,
    setup: &SourceSetup,
    page: &SnapshotMeta,
    bytes: &[u8],
) -> Result<Vec<KeptAttachment>, PipelineError> {
    let asked = Page {
        url: &page.url,
        bytes,
        content_type: None,
        title: "",
    };
    let most = u64::try_from(parts.reader.limits.max_attachment_bytes).unwrap_or(u64::MAX);
    let mut kept = Vec::new();
    let wanted = wanted_attachments(
        &parts.reader,
        &parts.extractors,
        &setup.plugins,
        Some(setup.id()),
        &asked,
    );
    for url in wanted {
        let Some(path) = milepost_fetch::path_of_file_address(&url) else {
            continue;
        };
        let is_fit = std::fs::metadata(&path).is_ok_and(|meta| meta.is_file() && meta.len() <= most);
        let read = if is_fit {
            std::fs::read(&path).map_err(|error| error.to_string())
        } else {
            Err(format!("no file of at most {most} bytes"))
        };
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(why) => {
                events::attachment_left_out(setup.id(), &url, &why);
                continue;
            }
        };
        let meta = archive::meta_of_file(setup.id(), &url, page.fetched_at);
        kept.push(KeptAttachment {
            snapshot: archive::keep(&parts.store, &bytes, &meta)?,
            url,
            content_type: None,
            fetched_at: page.fetched_at,
            is_insecure: false,
        });
    }
    Ok(kept)
}

fn unchanged(setup: &SourceSetup, ready: &Ready, repeats: &Repeats) -> DocumentOutcome {
    let reason = match repeats {
        Repeats::Itself => String::new(),
        Repeats::Other(other) => format!("the same bytes as {other}"),
    };
    let class = OutcomeClass::SameBytes;
    let mut outcome = DocumentOutcome::without_figures(
        setup.id(),
        &ready.article.url,
        &ready.article.title,
        class,
        reason,
    );
    outcome.snapshot = Some(ready.snapshot);
    events::document_done(&outcome);
    outcome
}
