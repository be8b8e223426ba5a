//! Reports that were made, deliveries of them, and candidates that wait for a person.

use milepost_model::{ContentHash, NaiveDate, PlanId, PluginId, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use super::as_text;
use super::candidate::CandidateText;

/// A report that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The plan it is about.
    #[serde(with = "as_text")]
    pub plan: PlanId,
    /// The day it judges as of.
    pub as_of: NaiveDate,
    /// What was known when it was made.
    pub known_at: Timestamp,
    /// When it was made.
    pub made_at: Timestamp,
    /// The report's own JSON.
    pub json: String,
}

/// A report or an alert on its way to someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Names it: the same report to the same place has the same id, so that it is sent once.
    pub id: String,
    /// What is sent, such as `report` or `alert`.
    pub kind: String,
    /// The configured delivery it goes to.
    pub target: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When this record last changed.
    pub updated_at: Timestamp,
    /// How far it has come.
    pub status: DeliveryStatus,
    /// How often it was tried.
    pub attempts: u32,
    /// What is sent, JSON of whoever sends it.
    pub payload: String,
}

/// How far a delivery has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryStatus {
    /// To be tried.
    Pending {
        /// Not before this instant.
        not_before: Timestamp,
        /// Why the last try failed.
        last_error: Option<String>,
    },
    /// Done.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// Given up.
    Failed {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// A candidate that verification set aside, as handed in with its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Names it: the same candidate of the same snapshot has the same id, so that reading again adds nothing.
    pub id: String,
    /// The extractor that claims it.
    #[serde(with = "as_text")]
    pub plugin: PluginId,
    /// What it claims.
    pub candidate: CandidateText,
    /// The code of the reason.
    pub code: String,
    /// The reason in words.
    pub message: String,
}

/// A candidate that waits for a person, or was decided by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewItem {
    /// What was set aside, and why.
    pub item: SetAside,
    /// The source of the document.
    #[serde(with = "as_text")]
    pub source: SourceId,
    /// The article.
    pub article_id: String,
    /// The document's address.
    pub url: String,
    /// The document's title.
    pub title: String,
    /// The document's bytes.
    #[serde(with = "as_text::hash")]
    pub snapshot: ContentHash,
    /// When the document was published.
    #[serde(default)]
    pub published: Option<NaiveDate>,
    /// When it was set aside.
    pub set_aside_at: Timestamp,
    /// What a person decided.
    #[serde(default)]
    pub decision: Option<ReviewDecision>,
}

/// What a person decided about a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDecision {
    /// True where it was taken in after all.
    pub is_accepted: bool,
    /// Who decided.
    pub who: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: Timestamp,
}
