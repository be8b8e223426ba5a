//! Reviews: candidates that verification set aside, and what a person decides about them.

use milepost_model::Observation;

use crate::batch::Batch;
use crate::documents::DocumentRecord;
use crate::figures::{Recorded, Recorder};
use crate::manual;
use crate::record::v1::{ActKind, ManualAct, ReviewDecision, ReviewItem, SetAside};
use crate::table::{Key, Table};
use crate::view::View;
use crate::{Store, StoreError};

impl Store {
    /// Returns the candidates that were set aside, decided or not, by id.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn reviews(&self) -> Result<Vec<ReviewItem>, StoreError> {
        self.read(|view| view.list(Table::Reviews, &[]))
    }

    /// Returns the candidates that wait for a decision, by id.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn open_reviews(&self) -> Result<Vec<ReviewItem>, StoreError> {
        let mut items = self.reviews()?;
        items.retain(|item| item.decision.is_none());
        Ok(items)
    }

    /// Returns one candidate that was set aside.
    ///
    /// # Errors
    /// [`StoreError::UnknownReview`] where there is none of that id.
    pub fn review(&self, id: &str) -> Result<ReviewItem, StoreError> {
        self.read(|view| find(view, id))
    }

    /// Takes a candidate in after all, as the observation it comes to. The decision, the observation and the act
    /// are one transaction.
    ///
    /// # Errors
    /// [`StoreError::UnknownReview`] or [`StoreError::AlreadyDecided`]; otherwise when the disk refuses.
    pub fn accept_review(
        &self,
        id: &str,
        observation: &Observation,
        decision: ReviewDecision,
    ) -> Result<Recorded, StoreError> {
        let (id, observation) = (id.to_owned(), observation.clone());
        self.write(move |view, batch| {
            let item = decide(
                view,
                batch,
                &id,
                &ReviewDecision {
                    is_accepted: true,
                    ..decision
                },
            )?;
            let mut recorder = Recorder::new(view, batch);
            recorder.observe(&observation, Some(&item.article_id))?;
            Ok(recorder.recorded)
        })
    }

    /// Turns a candidate down for good.
    ///
    /// # Errors
    /// [`StoreError::UnknownReview`] or [`StoreError::AlreadyDecided`]; otherwise when the disk refuses.
    pub fn reject_review(&self, id: &str, decision: ReviewDecision) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |view, batch| {
            decide(
                view,
                batch,
                &id,
                &ReviewDecision {
                    is_accepted: false,
                    ..decision
                },
            )
            .map(|_item| ())
        })
    }
}

/// Adds a set-aside candidate, unless it is known (then what was decided about it stands). Returns whether it is new.
pub(crate) fn set_aside(
    view: View<'_>,
    batch: &mut Batch,
    item: &SetAside,
    document: &DocumentRecord,
) -> Result<bool, StoreError> {
    let key = review_key(&item.id);
    let is_known = view.contains(Table::Reviews, &key)?
        || batch
            .ops
            .iter()
            .any(|op| op.table == Table::Reviews && op.key == key);
    if is_known {
        return Ok(false);
    }
    let record = ReviewItem {
        item: item.clone(),
        source: document.source.clone(),
        article_id: document.article_id.clone(),
        url: document.url.clone(),
        title: document.title.clone(),
        snapshot: document.snapshot,
        published: document.published,
        set_aside_at: document.recorded_at,
        decision: None,
    };
    batch.put(Table::Reviews, key, &record)?;
    Ok(true)
}

fn decide(
    view: View<'_>,
    batch: &mut Batch,
    id: &str,
    decision: &ReviewDecision,
) -> Result<ReviewItem, StoreError> {
    let mut item = find(view, id)?;
    if let Some(before) = &item.decision {
        let decision = if before.is_accepted {
            "accepted"
        } else {
            "rejected"
        };
        return Err(StoreError::AlreadyDecided {
            id: id.to_owned(),
            decision,
            who: before.who.clone(),
        });
    }
    item.decision = Some(decision.clone());
    batch.put(Table::Reviews, review_key(id), &item)?;
    let act = ManualAct {
        kind: if decision.is_accepted {
            ActKind::Accept
        } else {
            ActKind::Reject
        },
        who: decision.who.clone(),
        why: decision.why.clone(),
        at: decision.at,
        subject: id.to_owned(),
    };
    manual::put_act(batch, &act)?;
    Ok(item)
}

fn find(view: View<'_>, id: &str) -> Result<ReviewItem, StoreError> {
    view.get(Table::Reviews, &review_key(id))?
        .ok_or_else(|| StoreError::UnknownReview(id.to_owned()))
}

fn review_key(id: &str) -> Vec<u8> {
    Key::new().text(id).finish()
}
