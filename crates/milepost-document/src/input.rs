//! What a document is made from: the bytes with what is known of them, and the limits they are read within.

use std::time::Duration;

use milepost_model::{NaiveDate, Timestamp};

/// The bytes of one publication, and what is known of them before they are read.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The bytes as fetched.
    pub bytes: &'a [u8],
    /// Where they were fetched from: an address, or a file name. Its ending and its date are taken into account.
    pub url: &'a str,
    /// The `Content-Type` header as received.
    pub content_type: Option<&'a str>,
    /// The day of publication as the operator or the source's list gives it. Stands above the document's own dates.
    pub published: Option<NaiveDate>,
    /// The title as the source's list gives it.
    pub list_title: Option<&'a str>,
    /// When the bytes were fetched: a date after it is no date of publication.
    pub fetched_at: Option<Timestamp>,
}

impl<'a> Input<'a> {
    /// Returns an input of which nothing is known but its address.
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

/// The bounds within which a document is read. Beyond one of them it is refused by name, never half-read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an HTML, CSV or text document.
    pub max_text_bytes: usize,
    /// Bytes of an attachment: PDF, workbook, DOCX, archive.
    pub max_attachment_bytes: usize,
    /// Bytes that an attachment's compressed parts may inflate to, in all.
    pub max_inflated_bytes: u64,
    /// How many times its compressed size a compressed part may inflate to.
    pub max_inflation_ratio: u64,
    /// Elements of the tree.
    pub max_elements: usize,
    /// Levels of nesting.
    pub max_depth: usize,
    /// Slots of all table grids together, spans expanded.
    pub max_table_cells: usize,
    /// Statements and unread numbers of one document; reading stops there with a warning.
    pub max_statements: usize,
    /// Pages of a PDF.
    pub max_pages: u32,
    /// Members of an archive.
    pub max_members: usize,
    /// How long a parse worker may take.
    pub worker_time: Duration,
    /// Bytes of address space of a parse worker.
    pub worker_memory_bytes: u64,
    /// Bytes that a parse worker may answer.
    pub worker_output_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // 20 MiB HTML and 100 MiB attachments after inflation, ratio 200: 6-sources.md §3.
            max_text_bytes: 20 << 20,
            max_attachment_bytes: 100 << 20,
            max_inflated_bytes: 100 << 20,
            max_inflation_ratio: 200,
            // The largest bulletin page seen has some 30,000 elements; this many take under 100 MiB.
            max_elements: 400_000,
            // Blink cuts its tree at 512 levels, so no page that works in a browser has more.
            max_depth: 512,
            max_table_cells: 400_000,
            max_statements: 50_000,
            max_pages: 2_000,
            max_members: 200,
            worker_time: Duration::from_secs(20),
            worker_memory_bytes: 512 << 20,
            worker_output_bytes: 128 << 20,
        }
    }
}
