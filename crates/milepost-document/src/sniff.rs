//! Says what bytes are, by the bytes first: names and headers are often wrong.

use crate::DocumentError;

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Some text: HTML, CSV or plain.
    Text,
    Pdf,
    /// A ZIP archive: a workbook, a DOCX, or documents.
    Zip,
    /// A workbook in the old compound format.
    Xls,
}

/// Magic numbers of what is no document, or none that is read.
const FOREIGN: [(&[u8], &str); 12] = [
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"BM\x00", "BMP image"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"\x7fELF", "ELF program"),
    (b"MZ\x90", "Windows program"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
];

/// A PDF's head may stand behind some bytes of rubbish.
const PDF_HEAD_BYTES: usize = 1_024;

/// Says what the bytes are.
///
/// # Errors
/// `Empty`, `Unsupported`, `Encrypted` or `NotADocument` where they are nothing that can be read.
pub(crate) fn kind(bytes: &[u8]) -> Result<Kind, DocumentError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(DocumentError::Empty);
    }
    let head = bytes.get(..PDF_HEAD_BYTES.min(bytes.len())).unwrap_or(bytes);
    if holds(head, b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Zip);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(bytes);
    }
    if let Some((_, format)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(DocumentError::Unsupported { format });
    }
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let control = head
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31))
        .count();
    if !is_utf16 && control.saturating_mul(100) > head.len() {
        return Err(DocumentError::NotADocument {
            detail: format!("{control} control bytes among the first {}", head.len()),
        });
    }
    Ok(Kind::Text)
}

/// The old compound format: its directory names its streams in UTF-16.
fn compound(bytes: &[u8]) -> Result<Kind, DocumentError> {
    let has_stream = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        holds(bytes, &name)
    };
    if has_stream("EncryptedPackage") || has_stream("EncryptionInfo") {
        Err(DocumentError::Encrypted)
    } else if has_stream("WordDocument") {
        Err(DocumentError::Unsupported { format: ".doc" })
    } else if has_stream("PowerPoint Document") {
        Err(DocumentError::Unsupported { format: ".ppt" })
    } else if has_stream("Workbook") || has_stream("Book") {
        Ok(Kind::Xls)
    } else {
        Err(DocumentError::Unsupported {
            format: "OLE compound",
        })
    }
}

pub(crate) fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Tags that only a web page has near its start.
const HTML_TAGS: [&str; 16] = [
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<meta",
    "<title",
    "<div",
    "<p>",
    "<p ",
    "<table",
    "<span",
    "<br",
    "<ul",
    "<h1",
    "<script",
    "<a ",
];

/// Says whether decoded text is a web page.
pub(crate) fn is_html(text: &str, content_type: Option<&str>, url: &str) -> bool {
    let head_end = text.floor_char_boundary(64 << 10);
    let head = text.get(..head_end).unwrap_or(text).to_ascii_lowercase();
    let has_tags = HTML_TAGS.iter().any(|tag| head.contains(tag));
    let says_html = content_type.is_some_and(|kind| kind.to_ascii_lowercase().contains("html"))
        || has_ending(url, &["html", "htm", "shtml", "xhtml", "jsp", "aspx", "php"]);
    let says_plain = content_type.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/plain"))
        || has_ending(url, &["txt", "csv", "tsv", "md"]);
    let starts_with_tag = head
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .starts_with('<');
    has_tags && (says_html || starts_with_tag || !says_plain) || says_html && head.contains('<')
}

/// Says whether decoded text is separated values.
pub(crate) fn is_separated(content_type: Option<&str>, url: &str) -> bool {
    let kind = content_type.unwrap_or_default().to_ascii_lowercase();
    kind.starts_with("text/csv") || kind.starts_with("text/tab-separated") || has_ending(url, &["csv", "tsv"])
}

fn has_ending(url: &str, endings: &[&str]) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let ending = path
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}
