//! Steps 4 and 5 for what comes with an article: keeps fetched bytes, and brings the attachments home.

use std::sync::Arc;

use milepost_fetch::{AttachmentPolicy, Content, Fetched, OutcomeClass};
use milepost_store::Snapshot;

use crate::attachments::{KeptAttachment, Page, wanted_attachments};
use crate::fetching::Brought;
use crate::notes::Stop;
use crate::setup::{Parts, SourceSetup};
use crate::{PipelineError, archive, blocking, events, fetching};

/// What comes with an article.
#[derive(Debug, Default)]
pub(crate) struct Companions {
    /// The addresses of its attachments, in the order of the page.
    pub(crate) wanted: Vec<String>,
    /// Those that are kept.
    pub(crate) kept: Vec<KeptAttachment>,
    /// Why one is missing that may come later.
    pub(crate) missing: Option<(OutcomeClass, String)>,
}

/// One visit to a source's site.
#[derive(Clone, Copy)]
pub(crate) struct Visit<'a> {
    pub(crate) parts: &'a Arc<Parts>,
    pub(crate) setup: &'a SourceSetup,
    pub(crate) stop: &'a Stop,
    /// Ask without conditions.
    pub(crate) force: bool,
}

impl Visit<'_> {
    /// Keeps the bytes of a fetch, before anything reads them.
    pub(crate) async fn keep(&self, fetched: &Fetched, content: &Content) -> Result<(), PipelineError> {
        let meta = archive::meta(self.setup.id(), fetched, content, self.parts.clock.now());
        let (store, bytes) = (self.parts.store.clone(), content.bytes.clone());
        events::archived(self.setup.id(), &fetched.url, &content.byte_hash, bytes.len());
        blocking::run(move || archive::keep(&store, &bytes, &meta).map(|_hash| ())).await
    }

    /// Brings the attachments of a fetched article home.
    pub(crate) async fn attachments(
        &self,
        list_title: &str,
        fetched: &Fetched,
        content: &Content,
    ) -> Result<Companions, PipelineError> {
        if self.setup.spec.attachments == AttachmentPolicy::Ignore {
            return Ok(Companions::default());
        }
        let wanted = self.wanted(list_title, fetched, content).await?;
        self.bring_each(wanted).await
    }

    /// Brings attachments home, each with the conditions that its site gave: one that has not changed is the one that
    /// is kept.
    pub(crate) async fn bring_each(&self, wanted: Vec<String>) -> Result<Companions, PipelineError> {
        let mut companions = Companions::default();
        for url in &wanted {
            match self.attachment(url).await? {
                Ok(attachment) => companions.kept.push(attachment),
                Err((class, reason)) => {
                    events::attachment_left_out(self.setup.id(), url, &reason);
                    let may_come = matches!(class, OutcomeClass::Transient | OutcomeClass::Blocked);
                    if may_come {
                        companions.missing = Some((class, format!("attachment {url}: {reason}")));
                    }
                }
            }
        }
        companions.wanted = wanted;
        Ok(companions)
    }

    async fn wanted(
        &self,
        list_title: &str,
        fetched: &Fetched,
        content: &Content,
    ) -> Result<Vec<String>, PipelineError> {
        let parts = Arc::clone(self.parts);
        let (only, source, title) = (
            self.setup.plugins.clone(),
            self.setup.id().clone(),
            list_title.to_owned(),
        );
        let (url, bytes, content_type) = (
            fetched.final_url.clone(),
            content.bytes.clone(),
            content.content_type.clone(),
        );
        // What lies in a drop folder are bulletins of their own.
        if url.starts_with("file:") {
            return Ok(Vec::new());
        }
        blocking::run(move || {
            let page = Page {
                url: &url,
                bytes: &bytes,
                content_type: content_type.as_deref(),
                title: &title,
            };
            let (reader, extractors) = (&parts.reader, &parts.extractors);
            Ok::<_, PipelineError>(wanted_attachments(
                reader,
                extractors,
                &only,
                Some(&source),
                &page,
            ))
        })
        .await
    }

    /// Brings one attachment home, or says why not.
    async fn attachment(
        &self,
        url: &str,
    ) -> Result<Result<KeptAttachment, (OutcomeClass, String)>, PipelineError> {
        let (before, known) = self.before(url).await?;
        let fetched =
            match fetching::fetch(&self.parts.fetcher, &self.setup.spec, url, before, self.stop).await {
                Brought::Home(fetched) => fetched,
                Brought::Never(reason) => return Ok(Err((OutcomeClass::Refused, reason))),
                Brought::Stopped => return Ok(Err((OutcomeClass::Transient, "asked to stop".to_owned()))),
            };
        let is_insecure = fetched.insecure.is_some();
        let kept = match (&fetched.content, known) {
            (Some(content), _) => {
                self.keep(&fetched, content).await?;
                KeptAttachment {
                    snapshot: content.byte_hash,
                    url: fetched.url.clone(),
                    content_type: content.content_type.clone(),
                    fetched_at: fetched.started_at,
                    is_insecure,
                }
            }
            (None, Some(known)) if fetched.class() == OutcomeClass::NotModified => KeptAttachment {
                snapshot: known.hash,
                url: fetched.url.clone(),
                content_type: known.meta.content_type,
                fetched_at: fetched.started_at,
                is_insecure,
            },
            (None, _) => return Ok(Err((fetched.class(), fetched.outcome.reason.clone()))),
        };
        let validators = fetching::to_store(url, &fetched.validators, None, self.parts.clock.now());
        let (store, source) = (self.parts.store.clone(), self.setup.id().clone());
        blocking::run(move || store.set_validators(&source, validators)).await?;
        Ok(Ok(kept))
    }

    /// What an attachment's site said last, where the bytes that it speaks of are kept.
    async fn before(
        &self,
        url: &str,
    ) -> Result<(milepost_fetch::Validators, Option<Snapshot>), PipelineError> {
        if self.force {
            return Ok((milepost_fetch::Validators::default(), None));
        }
        let (store, source, url) = (self.parts.store.clone(), self.setup.id().clone(), url.to_owned());
        blocking::run(move || {
            let Some(validators) = store.validators(&source, &url)? else {
                return Ok((milepost_fetch::Validators::default(), None));
            };
            let fetches = match validators.body {
                Some(body) => store.snapshot_fetches(&body)?,
                None => Vec::new(),
            };
            let known = fetches
                .into_iter()
                .rev()
                .find(|fetch| fetch.meta.source == source);
            let usable = known.is_some().then(|| fetching::from_store(&validators));
            Ok::<_, PipelineError>((usable.unwrap_or_default(), known))
        })
        .await
    }
}
