//! Snapshots as fetched, and documents as last read.

use chrono::NaiveDate;
use milepost_model::{ContentHash, PluginId, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use super::as_text;

/// Where, when and how the bytes of a snapshot were fetched. One is kept per fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotMeta {
    /// The source they were fetched for.
    #[serde(with = "as_text")]
    pub source: SourceId,
    /// The address asked for, or the file taken in by hand.
    pub url: String,
    /// The address that answered.
    pub final_url: String,
    /// The addresses of the redirects between the two, in order.
    #[serde(default)]
    pub redirects: Vec<String>,
    /// The HTTP status; none for a file.
    #[serde(default)]
    pub status: Option<u16>,
    /// The headers sent.
    #[serde(default)]
    pub request_headers: Vec<(String, String)>,
    /// The headers received.
    #[serde(default)]
    pub response_headers: Vec<(String, String)>,
    /// When the answer was complete.
    pub fetched_at: Timestamp,
    /// The media type as the server or the file's name said it.
    #[serde(default)]
    pub content_type: Option<String>,
}

/// One fetch of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The name of the bytes.
    #[serde(with = "as_text::hash")]
    pub hash: ContentHash,
    /// How many bytes, uncompressed.
    pub bytes: u64,
    /// Where they come from.
    pub meta: SnapshotMeta,
}

/// Whether a bulletin could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// It was parsed.
    Read,
    /// It was kept as a snapshot only.
    Unreadable {
        /// Why.
        reason: String,
    },
}

/// An extractor's turn at a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PluginUse {
    /// The extractor.
    #[serde(with = "as_text")]
    pub plugin: PluginId,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its component.
    #[serde(with = "as_text::hash")]
    pub component: ContentHash,
    /// How it went: `ok`, `failed`, `trapped`, `deadline`, `memory`, `output` or `refused`.
    pub outcome: String,
    /// Why it did not go well.
    #[serde(default)]
    pub reason: Option<String>,
}

/// How many candidates were refused for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedCount {
    /// The reason's code.
    pub code: String,
    /// How many.
    pub count: u64,
}

/// A document as last read: one per source, article and snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The source it appeared at.
    #[serde(with = "as_text")]
    pub source: SourceId,
    /// The article's identity within the source, however its address changes.
    pub article_id: String,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its bytes.
    #[serde(with = "as_text::hash")]
    pub snapshot: ContentHash,
    /// The bytes of its attachments, in their order in the document.
    #[serde(default, with = "as_text::hashes")]
    pub attachments: Vec<ContentHash>,
    /// The SHA-256 of its normalised text; none where it could not be read.
    #[serde(default, with = "as_text::option_hash")]
    pub text_hash: Option<ContentHash>,
    /// When it was published; none where nothing says so.
    #[serde(default)]
    pub published: Option<NaiveDate>,
    /// What kind of find it was, one of the classes of `ingest --json`, such as `new`.
    pub class: String,
    /// Whether it could be read.
    pub reading: Reading,
    /// How many observations it stated, known before or not.
    pub observations: u64,
    /// How many candidates were set aside.
    pub set_aside: u64,
    /// How many were refused, by reason.
    #[serde(default)]
    pub refused: Vec<RefusedCount>,
    /// The extractors that read it.
    #[serde(default)]
    pub plugins: Vec<PluginUse>,
    /// The run that read it last with a different result.
    #[serde(default)]
    pub run: Option<u64>,
    /// When.
    pub recorded_at: Timestamp,
}
