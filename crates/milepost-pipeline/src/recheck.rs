//! Steps 4 and 5 for the attachments of an article whose page has not changed: they are asked for as it is, and one that
//! is another has the bulletin read again.

use milepost_fetch::{AttachmentPolicy, Fetched};
use milepost_model::ContentHash;
use milepost_store::{KnownArticle, Validators};

use crate::bring::{Companions, Visit};
use crate::collect::{Collector, Haul, Ready};
use crate::{PipelineError, blocking};

/// What became of the attachments of a page that has not changed.
pub(crate) enum Rechecked {
    /// They are what the page was read with; why one of them could not be looked at.
    Same(Option<String>),
    /// One is another: the bulletin is to be read again.
    Other(Companions),
}

/// A bulletin that is to be read.
pub(crate) fn ready(
    article: KnownArticle,
    snapshot: ContentHash,
    content_type: Option<String>,
    fetched: &Fetched,
    validators: Validators,
    companions: Companions,
) -> Ready {
    let is_insecure = fetched.insecure.is_some() || companions.kept.iter().any(|kept| kept.is_insecure);
    Ready {
        published: article.listed_on,
        article: KnownArticle {
            attachments: companions.wanted,
            ..article
        },
        snapshot,
        content_type,
        fetched_at: fetched.started_at,
        validators: Some(validators),
        is_insecure,
        attachments: companions.kept,
        missing: companions.missing,
    }
}

impl Collector {
    /// Looks whether the attachments of an article whose page has not changed are still what it was read with.
    pub(crate) async fn recheck(
        &self,
        visit: &Visit<'_>,
        article: &KnownArticle,
        haul: &Haul,
    ) -> Result<Rechecked, PipelineError> {
        let known = haul.memory.attachments(&article.article_id);
        let Some(known) = known.filter(|_| {
            !article.attachments.is_empty() && self.setup.spec.attachments == AttachmentPolicy::Follow
        }) else {
            return Ok(Rechecked::Same(None));
        };
        let companions = visit.bring_each(article.attachments.clone()).await?;
        let is_other = companions.kept.iter().any(|kept| !known.contains(&kept.snapshot));
        Ok(if is_other {
            Rechecked::Other(companions)
        } else {
            Rechecked::Same(companions.missing.map(|(_, why)| why))
        })
    }

    /// The media type that a kept page was sent with.
    pub(crate) async fn content_type(&self, snapshot: &ContentHash) -> Result<Option<String>, PipelineError> {
        let (store, source, hash) = (self.parts.store.clone(), self.setup.id().clone(), *snapshot);
        let fetches = blocking::run(move || store.snapshot_fetches(&hash)).await?;
        let own = fetches
            .into_iter()
            .rev()
            .find(|fetch| fetch.meta.source == source);
        Ok(own.and_then(|fetch| fetch.meta.content_type))
    }
}
