//! What the store keeps of a message: `docs/formats/delivery.md`.

use milepost_deliver::{Letter, LetterKind, ReportRef};
use milepost_model::Timestamp;
use milepost_store::{Delivery, DeliveryStatus};
use serde::{Deserialize, Serialize};

use crate::Refusal;

/// A letter with what it needs to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) letter: Letter,
    /// The report that goes with it.
    #[serde(default)]
    pub(crate) report: Option<ReportRef>,
    /// When it was first to go: from then on its tries are bounded in time.
    pub(crate) first_due: Timestamp,
}

impl Payload {
    /// Reads the payload of a record; `None` where it is of a later version.
    pub(crate) fn of(record: &Delivery) -> Option<Self> {
        serde_json::from_str(&record.payload)
            .ok()
            .filter(|payload: &Self| payload.letter.format == milepost_deliver::FORMAT)
    }

    /// Returns the record of a message that has not been tried.
    pub(crate) fn record(&self, target: &str, now: Timestamp) -> Result<Delivery, Refusal> {
        Ok(Delivery {
            id: self.letter.id.clone(),
            kind: self.letter.kind.as_str().to_owned(),
            target: target.to_owned(),
            created_at: self.letter.written_at,
            updated_at: now,
            status: DeliveryStatus::Pending {
                not_before: self.first_due,
                last_error: None,
            },
            attempts: 0,
            payload: serde_json::to_string(self)
                .map_err(|error| Refusal::failed(format!("internal error: {error}")))?,
        })
    }

    /// Tells whether later events of the same plan may be added to it.
    pub(crate) fn takes_more(&self, plan: Option<&str>) -> bool {
        let is_alert = matches!(self.letter.kind, LetterKind::Alert | LetterKind::Digest);
        is_alert && self.letter.plan.as_ref().map(|plan| plan.id.as_str()) == plan
    }
}
