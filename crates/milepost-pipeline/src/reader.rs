//! Parses bytes into a document, foreign formats in the worker process. Blocks.

use milepost_document::{Document, DocumentError, Input, Member, parse, parse_isolated, unpack};
use milepost_model::{NaiveDate, Timestamp};

use crate::setup::Reader;

/// The bytes of a document and what is known of them.
#[derive(Debug, Clone, Copy)]
pub struct Bytes<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// Where they come from.
    pub url: &'a str,
    /// The media type as sent.
    pub content_type: Option<&'a str>,
    /// The day of publication that is given from outside.
    pub published: Option<NaiveDate>,
    /// The title in the source's list.
    pub list_title: Option<&'a str>,
    /// When they were fetched.
    pub fetched_at: Option<Timestamp>,
}

impl<'a> Bytes<'a> {
    /// Bytes of which nothing is known but where they come from.
    pub const fn new(bytes: &'a [u8], url: &'a str) -> Self {
        Self {
            bytes,
            url,
            content_type: None,
            published: None,
            list_title: None,
            fetched_at: None,
        }
    }
}

impl Reader {
    /// Parses a document.
    ///
    /// # Errors
    /// The named reason why the bytes are no document.
    pub fn read(&self, bytes: Bytes<'_>) -> Result<Document, DocumentError> {
        let input = Input {
            bytes: bytes.bytes,
            url: bytes.url,
            content_type: bytes.content_type,
            published: bytes.published,
            list_title: bytes.list_title.filter(|title| !title.trim().is_empty()),
            fetched_at: bytes.fetched_at,
        };
        match &self.worker {
            Some(worker) => parse_isolated(&input, &self.limits, worker),
            None => parse(&input, &self.limits),
        }
    }

    /// Unpacks an archive of several documents.
    ///
    /// # Errors
    /// The named reason why it is none.
    pub fn members(&self, bytes: &[u8]) -> Result<Vec<Member>, DocumentError> {
        unpack(bytes, &self.limits)
    }
}

/// Says what is wrong with bytes that are no document, with the mend.
pub(crate) fn reason(error: &DocumentError) -> String {
    format!("{}: {error}; {}", error.reason(), error.hint())
}

/// Tells whether the failure is this machine's, not the document's: then it is tried again, not recorded.
pub(crate) const fn is_ours(error: &DocumentError) -> bool {
    matches!(error, DocumentError::WorkerUnavailable { .. })
}
