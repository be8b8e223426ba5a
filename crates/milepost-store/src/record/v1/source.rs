//! What is remembered of sources between runs.

use milepost_model::{ContentHash, NaiveDate, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use super::as_text;

/// How a source has been doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceState {
    /// The source.
    #[serde(with = "as_text")]
    pub source: SourceId,
    /// When a pass over it last went well.
    #[serde(default)]
    pub last_success: Option<Timestamp>,
    /// When a pass over it last failed.
    #[serde(default)]
    pub last_failure: Option<Timestamp>,
    /// Why that pass failed.
    #[serde(default)]
    pub failure_reason: Option<String>,
    /// Failures in a row.
    #[serde(default)]
    pub failures: u32,
    /// The circuit breaker's state, JSON of whoever keeps it.
    #[serde(default)]
    pub breaker: Option<String>,
    /// Facts about silence (missing periods, missing anchors), JSON of whoever keeps them.
    #[serde(default)]
    pub silence: Option<String>,
    /// How far discovery has come, JSON of whoever keeps it.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl SourceState {
    /// A source nothing is known of yet.
    pub const fn new(source: SourceId) -> Self {
        Self {
            source,
            last_success: None,
            last_failure: None,
            failure_reason: None,
            failures: 0,
            breaker: None,
            silence: None,
            cursor: None,
        }
    }
}

/// What a site said for conditional requests, and what it sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The address.
    pub url: String,
    /// The entity tag, as sent.
    #[serde(default)]
    pub etag: Option<String>,
    /// The date of the last change, as sent.
    #[serde(default)]
    pub last_modified: Option<String>,
    /// When the address was last asked.
    pub checked_at: Timestamp,
    /// When it was last asked without conditions.
    #[serde(default)]
    pub full_at: Option<Timestamp>,
    /// How often it was asked since then.
    #[serde(default)]
    pub checks_since_full: u32,
    /// The SHA-256 of the bytes it last sent.
    #[serde(default, with = "as_text::option_hash")]
    pub body: Option<ContentHash>,
    /// The SHA-256 of their normalised text.
    #[serde(default, with = "as_text::option_hash")]
    pub text: Option<ContentHash>,
}

/// An article seen in a list of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownArticle {
    /// Its identity within the source.
    pub article_id: String,
    /// Its address when last seen.
    pub url: String,
    /// Its title in the list.
    pub title: String,
    /// Its date in the list.
    #[serde(default)]
    pub listed_on: Option<NaiveDate>,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// When it was last fetched with success.
    #[serde(default)]
    pub fetched_at: Option<Timestamp>,
    /// The bytes last fetched.
    #[serde(default, with = "as_text::option_hash")]
    pub snapshot: Option<ContentHash>,
    /// The SHA-256 of their normalised text.
    #[serde(default, with = "as_text::option_hash")]
    pub text_hash: Option<ContentHash>,
    /// The class of the last fetch, one of those of `ingest --json`.
    #[serde(default)]
    pub class: Option<String>,
    /// The addresses of its attachments, in the order of the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}

/// When a source is due, as the scheduler left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleRecord {
    /// The source.
    #[serde(with = "as_text")]
    pub source: SourceId,
    /// When it is due next.
    #[serde(default)]
    pub next_due: Option<Timestamp>,
    /// When it was last started.
    #[serde(default)]
    pub last_started: Option<Timestamp>,
    /// The scheduler's own state, JSON of whoever keeps it.
    #[serde(default)]
    pub state: Option<String>,
}

/// A note of a caller under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    pub(crate) name: String,
    pub(crate) json: String,
}
