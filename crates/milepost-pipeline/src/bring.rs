//! Steps 4 and 5 for what comes with an article: keeps fetched bytes, and brings the attachments home.

use std::sync::Arc;

use milepost_fetch::{AttachmentPolicy, Content, Fetched, OutcomeClass};

use crate::attachments::{self, KeptAttachment};
use crate::fetching::Brought;
use crate::notes::Stop;
use crate::setup::{Parts, SourceSetup};
use crate::{PipelineError, archive, blocking, events, fetching};

/// Attachments that are kept, and why one is missing that may come later.
pub(crate) type Companions = (Vec<KeptAttachment>, Option<(OutcomeClass, String)>);

/// One visit to a source's site.
#[derive(Clone, Copy)]
pub(crate) struct Visit<'a> {
    pub(crate) parts: &'a Arc<Parts>,
    pub(crate) setup: &'a SourceSetup,
    pub(crate) stop: &'a Stop,
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
            return Ok((Vec::new(), None));
        }
        let (mut kept, mut missing) = (Vec::new(), None);
        for url in self.wanted(list_title, fetched, content).await? {
            match self.attachment(&url).await? {
                Ok(attachment) => kept.push(attachment),
                Err((class, reason)) => {
                    events::attachment_left_out(self.setup.id(), &url, &reason);
                    let may_come = matches!(class, OutcomeClass::Transient | OutcomeClass::Blocked);
                    if may_come {
                        missing = Some((class, format!("attachment {url}: {reason}")));
                    }
                }
            }
        }
        Ok((kept, missing))
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
        blocking::run(move || {
            let page = attachments::Page {
                url: &url,
                bytes: &bytes,
                content_type: content_type.as_deref(),
                title: &title,
            };
            Ok::<_, PipelineError>(attachments::wanted(&parts, &only, &source, &page))
        })
        .await
    }

    /// Brings one attachment home, or says why not.
    async fn attachment(
        &self,
        url: &str,
    ) -> Result<Result<KeptAttachment, (OutcomeClass, String)>, PipelineError> {
        let none = milepost_fetch::Validators::default();
        let fetched = match fetching::fetch(&self.parts.fetcher, &self.setup.spec, url, none, self.stop).await
        {
            Brought::Home(fetched) => fetched,
            Brought::Never(reason) => return Ok(Err((OutcomeClass::Refused, reason))),
            Brought::Stopped => return Ok(Err((OutcomeClass::Transient, "asked to stop".to_owned()))),
        };
        let Some(content) = &fetched.content else {
            return Ok(Err((fetched.class(), fetched.outcome.reason.clone())));
        };
        self.keep(&fetched, content).await?;
        Ok(Ok(KeptAttachment {
            snapshot: content.byte_hash,
            url: fetched.url.clone(),
            content_type: content.content_type.clone(),
            fetched_at: fetched.started_at,
        }))
    }
}
