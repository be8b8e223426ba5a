//! What one fetch brings home: the outcome, the content if there is any, and everything worth keeping about how.

use std::net::IpAddr;
use std::time::Duration;

use milepost_model::{ContentHash, Timestamp};

use crate::media::Media;
use crate::outcome::{Outcome, OutcomeClass};
use crate::validators::Validators;

/// The result of one fetch, retries and redirects included.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The address asked for.
    pub url: String,
    /// The address that answered.
    pub final_url: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The last status, where there was an answer.
    pub status: Option<u16>,
    /// The content: there only for [`OutcomeClass::New`] and [`OutcomeClass::SameBytes`], so that a blocked page
    /// cannot be taken for a version.
    pub content: Option<Content>,
    /// The last request's head, secrets and cookies blanked out.
    pub request_headers: Vec<(String, String)>,
    /// The last response's head.
    pub response_headers: Vec<(String, String)>,
    /// The redirects taken, in order.
    pub chain: Vec<Hop>,
    /// The address dialled last; that of the proxy where there is one.
    pub remote: Option<IpAddr>,
    /// When the last attempt started.
    pub started_at: Timestamp,
    /// How long the last attempt took.
    pub took: Duration,
    /// Requests sent, redirects apart.
    pub attempts: u32,
    /// Bytes of body read off the wire, over all attempts.
    pub bytes_on_wire: u64,
    /// What to hand in with the next fetch of the same address; unchanged where nothing was learnt.
    pub validators: Validators,
    /// When the site, or its breaker, lets us ask again.
    pub retry_at: Option<Timestamp>,
    /// The written reason for which certificates were not checked; marks every figure read from this.
    pub insecure: Option<String>,
}

impl Fetched {
    /// Returns the class.
    pub fn class(&self) -> OutcomeClass {
        self.outcome.class
    }
}

/// The bytes of a fetch and what was said about them.
#[derive(Debug, Clone)]
pub struct Content {
    /// The bytes, transfer and content encodings taken off; never changed otherwise.
    pub bytes: Vec<u8>,
    /// Their SHA-256.
    pub byte_hash: ContentHash,
    /// The `Content-Type` as sent; its charset is handed on, not believed.
    pub content_type: Option<String>,
    /// What the bytes themselves look like.
    pub media: Media,
}

/// One redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The address that redirected.
    pub url: String,
    /// Its status, 200 for a page that refreshes to another.
    pub status: u16,
    /// Where to, as sent.
    pub location: String,
}
