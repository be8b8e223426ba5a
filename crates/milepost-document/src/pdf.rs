//! Reads PDF with a text layer into pages, blocks, lines and tables.
//!
//! A page gives pieces of text with places; lines, paragraphs and tables are made of them here. Running heads, footers
//! and page numbers are marked as furniture. Scans have no text and are refused by name.

mod blocks;
mod layout;
mod second_reader;

use std::io::Cursor;

use oxidize_pdf::parser::{ParseError, PdfDocument, PdfReader};
use oxidize_pdf::text::ExtractionOptions;

use crate::document::Media;
use crate::pdf::layout::{Page, Piece};
use crate::raw::RawDocument;
use crate::{DocumentError, Limits};

pub(crate) use crate::pdf::second_reader::{disagreements, numbers};

/// Scans may carry a stamp or a page number in text: fewer characters a page than this are no text.
const MIN_CHARS_A_PAGE: usize = 8;

/// One page of text; a page of a book holds some 3 KB.
const MAX_PAGE_BYTES: usize = 1 << 20;

/// Reads a PDF.
///
/// # Errors
/// `Encrypted`, `ImageOnly`, `BadCharset` for fonts that do not say what their glyphs mean, `Damaged`, or a limit.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, DocumentError> {
    let reader = PdfReader::new(Cursor::new(bytes)).map_err(|error| refusal(&error, bytes))?;
    if reader.is_encrypted() && !reader.is_unlocked() {
        return Err(DocumentError::Encrypted);
    }
    let document = PdfDocument::new(reader);
    let page_count = document.page_count().map_err(|error| refusal(&error, bytes))?;
    if page_count > limits.max_pages {
        return Err(DocumentError::TooMany {
            what: "pages",
            limit: usize::try_from(limits.max_pages).unwrap_or(usize::MAX),
        });
    }
    let mut warnings = Vec::new();
    let mut pages = Vec::new();
    let (mut unreadable, mut characters) = (0_u64, 0_u64);
    for number in 0..page_count {
        let options = ExtractionOptions {
            preserve_layout: true,
            merge_hyphenated: false,
            max_extracted_bytes: Some(MAX_PAGE_BYTES),
            ..ExtractionOptions::default()
        };
        let text = document
            .extract_text_from_page_with_options(number, options)
            .map_err(|error| refusal(&error, bytes))?;
        if text.truncated {
            warnings.push(format!(
                "page {} is cut at {MAX_PAGE_BYTES} bytes",
                u64::from(number).saturating_add(1)
            ));
        }
        for c in text.fragments.iter().flat_map(|fragment| fragment.text.chars()) {
            characters = characters.saturating_add(1);
            let is_unmapped =
                c == char::REPLACEMENT_CHARACTER || matches!(c, '\u{e000}'..='\u{f8ff}' | '\0'..='\u{8}');
            unreadable = unreadable.saturating_add(u64::from(is_unmapped));
        }
        let pieces = text.fragments.into_iter().map(|fragment| Piece {
            text: fragment.text,
            x: fragment.x,
            y: fragment.y,
            reported_width: fragment.width,
            font_size: fragment.font_size,
        });
        pages.push(Page::of(pieces.collect()));
    }
    // One glyph in twenty without a meaning, and digits may be among them.
    if unreadable.saturating_mul(20) > characters {
        return Err(DocumentError::BadCharset {
            charset: "of the fonts".to_owned(),
            replaced: unreadable,
            characters,
        });
    }
    let furniture = blocks::furniture(&pages);
    let visible = blocks::visible_chars(&pages, &furniture);
    let pages_as_size = usize::try_from(page_count).unwrap_or(usize::MAX);
    if visible < pages_as_size.saturating_mul(MIN_CHARS_A_PAGE).clamp(1, 200) {
        return Err(DocumentError::ImageOnly { pages: page_count });
    }
    Ok(RawDocument {
        media: Media::Pdf,
        charset: "UTF-8".to_owned(),
        arena: blocks::build(&pages, &furniture, limits)?,
        warnings,
    })
}

fn refusal(error: &ParseError, bytes: &[u8]) -> DocumentError {
    let is_locked = matches!(
        error,
        ParseError::EncryptionNotSupported | ParseError::WrongPassword | ParseError::PdfLocked
    );
    if is_locked || crate::sniff::holds(bytes, b"/Encrypt ") {
        return DocumentError::Encrypted;
    }
    DocumentError::Damaged {
        format: "PDF",
        detail: error.to_string().chars().take(200).collect(),
    }
}
