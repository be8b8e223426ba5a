//! What parent and worker say to each other. Version 1; both are the same build, another version is refused.

use std::collections::HashMap;
use std::io::Read;
use std::time::Duration;

use html5ever::LocalName;

use crate::arena::{Arena, Element, NONE, index, offset};
use crate::document::Media;
use crate::isolated::codec::{Decoder, Encoder};
use crate::raw::RawDocument;
use crate::{DocumentError, Input, Limits};

/// Starts each message; the last byte is the version.
const MARK: &[u8] = b"MPDOC\x01";

/// The head of a request is an address, a type and some numbers.
const MAX_HEAD_BYTES: u64 = 64 << 10;

/// What a worker is told before the bytes.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) url: String,
    pub(super) content_type: Option<String>,
    pub(super) limits: Limits,
}

/// Writes a request: mark, length of the head, head, the document's bytes.
pub(super) fn request(input: &Input<'_>, limits: &Limits) -> Vec<u8> {
    let mut head = Encoder::default();
    head.text(&input.url.chars().take(4_000).collect::<String>());
    head.text(
        &input
            .content_type
            .unwrap_or_default()
            .chars()
            .take(1_000)
            .collect::<String>(),
    );
    for count in [
        limits.max_text_bytes,
        limits.max_attachment_bytes,
        limits.max_elements,
        limits.max_depth,
        limits.max_table_cells,
        limits.max_statements,
        limits.max_members,
    ] {
        head.count(count);
    }
    head.number(limits.max_inflated_bytes);
    head.number(limits.max_inflation_ratio);
    head.number(u64::from(limits.max_pages));
    head.number(limits.worker_time.as_secs());
    head.number(limits.worker_memory_bytes);
    head.number(limits.worker_output_bytes);
    let mut message = MARK.to_vec();
    let length = u32::try_from(head.bytes.len()).unwrap_or(u32::MAX);
    message.extend_from_slice(&length.to_le_bytes());
    message.append(&mut head.bytes);
    message.extend_from_slice(input.bytes);
    message
}

/// Reads the head of a request; the document's bytes are what follows.
pub(super) fn read_head(stdin: &mut impl Read) -> std::io::Result<Head> {
    let malformed = || {
        std::io::Error::new(
            std::io::ErrorKind::InvalidData,
            "no parse request of this version",
        )
    };
    let mut mark = [0_u8; 6];
    stdin.read_exact(&mut mark)?;
    let mut length = [0_u8; 4];
    stdin.read_exact(&mut length)?;
    let length = u64::from(u32::from_le_bytes(length));
    if mark != MARK || length > MAX_HEAD_BYTES {
        return Err(malformed());
    }
    let mut head = Vec::new();
    stdin.take(length).read_to_end(&mut head)?;
    decode_head(&head).ok_or_else(malformed)
}

fn decode_head(bytes: &[u8]) -> Option<Head> {
    let mut decoder = Decoder::new(bytes);
    let url = decoder.text()?.to_owned();
    let content_type = Some(decoder.text()?.to_owned()).filter(|text| !text.is_empty());
    let limits = Limits {
        max_text_bytes: decoder.count()?,
        max_attachment_bytes: decoder.count()?,
        max_elements: decoder.count()?,
        max_depth: decoder.count()?,
        max_table_cells: decoder.count()?,
        max_statements: decoder.count()?,
        max_members: decoder.count()?,
        max_inflated_bytes: decoder.number()?,
        max_inflation_ratio: decoder.number()?,
        max_pages: decoder.small()?,
        worker_time: Duration::from_secs(decoder.number()?),
        worker_memory_bytes: decoder.number()?,
        worker_output_bytes: decoder.number()?,
    };
    Some(Head {
        url,
        content_type,
        limits,
    })
}

/// Writes an answer: mark, then a tree or a refusal, then an end mark.
pub(super) fn answer(result: &Result<RawDocument, DocumentError>) -> Vec<u8> {
    let mut encoder = Encoder { bytes: MARK.to_vec() };
    match result {
        Ok(raw) => {
            encoder.number(0);
            write_raw(&mut encoder, raw);
        }
        Err(error) => {
            encoder.number(1);
            write_error(&mut encoder, error);
        }
    }
    encoder.number(END);
    encoder.bytes
}

/// The last number of a whole answer: one without it was cut off.
const END: u64 = 77;

/// Reads an answer; none where it is cut off or malformed.
pub(super) fn read_answer(bytes: &[u8], limits: &Limits) -> Option<Result<RawDocument, DocumentError>> {
    let mut decoder = Decoder::new(bytes.strip_prefix(MARK)?);
    let result = match decoder.number()? {
        0 => Ok(read_raw(&mut decoder, limits)?),
        1 => Err(read_error(&mut decoder)?),
        _ => return None,
    };
    (decoder.number()? == END && decoder.is_at_end()).then_some(result)
}

const MEDIA: [Media; 6] = [
    Media::Html,
    Media::Pdf,
    Media::Xlsx,
    Media::Docx,
    Media::Csv,
    Media::Text,
];

fn write_raw(encoder: &mut Encoder, raw: &RawDocument) {
    encoder.count(MEDIA.iter().position(|media| *media == raw.media).unwrap_or(0));
    encoder.text(&raw.charset);
    encoder.count(raw.warnings.len());
    for warning in &raw.warnings {
        encoder.text(warning);
    }
    let arena = &raw.arena;
    encoder.text(&arena.text);
    let mut numbers: HashMap<&LocalName, usize> = HashMap::new();
    let mut names: Vec<&LocalName> = Vec::new();
    let all = arena
        .elements
        .iter()
        .map(|element| &element.name)
        .chain(arena.attrs.iter().map(|(name, _)| name));
    for name in all {
        numbers.entry(name).or_insert_with(|| {
            names.push(name);
            names.len().saturating_sub(1)
        });
    }
    encoder.count(names.len());
    for name in &names {
        encoder.text(name);
    }
    let number_of = |name: &LocalName| numbers.get(name).copied().unwrap_or(0);
    encoder.count(arena.elements.len());
    for (id, element) in arena.elements.iter().enumerate() {
        encoder.count(number_of(&element.name));
        encoder.number(u64::from(element.parent.checked_add(1).unwrap_or(0)));
        encoder.number(u64::from(element.text.start));
        encoder.number(u64::from(element.text.end));
        let attrs = arena.attrs(offset(id));
        encoder.count(attrs.len());
        for (name, value) in attrs {
            encoder.count(number_of(name));
            encoder.text(value);
        }
    }
}

/// A workbook of a thousand hidden sheets is no bulletin.
const MAX_WARNINGS: usize = 10_000;

/// The readers of foreign formats use a dozen names.
const MAX_NAMES: usize = 10_000;

/// And two attributes an element.
const MAX_ATTRS: usize = 100;

/// Builds the tree anew from names, parents and ranges, each checked: the worker may have been taken over by its input.
fn read_raw(decoder: &mut Decoder<'_>, limits: &Limits) -> Option<RawDocument> {
    let media = *MEDIA.get(decoder.count()?)?;
    let charset = decoder.text()?.to_owned();
    let mut warnings = Vec::new();
    for _ in 0..decoder.count().filter(|count| *count <= MAX_WARNINGS)? {
        warnings.push(decoder.text()?.to_owned());
    }
    let text = decoder.text()?.to_owned();
    let mut names: Vec<LocalName> = Vec::new();
    for _ in 0..decoder.count().filter(|count| *count <= MAX_NAMES)? {
        names.push(LocalName::from(decoder.text()?));
    }
    let count = decoder.count()?;
    if count == 0 || count > limits.max_elements {
        return None;
    }
    let mut arena = Arena {
        elements: Vec::new(),
        attrs: Vec::new(),
        text,
    };
    let mut open: Vec<u32> = Vec::new();
    let mut last_children: Vec<u32> = Vec::new();
    for id in 0..offset(count) {
        let name = names.get(decoder.count()?)?.clone();
        let parent = decoder.small()?.checked_sub(1).unwrap_or(NONE);
        let range = decoder.small()?..decoder.small()?;
        arena.text.get(index(range.start)..index(range.end))?;
        // In document order the parent is among the open elements; what lies deeper is closed now.
        while open.last().is_some_and(|last| *last != parent) {
            arena.elements.get_mut(index(open.pop()?))?.end = id;
            last_children.pop();
        }
        let is_root = id == 0;
        if is_root != (parent == NONE)
            || open.is_empty() != is_root
            || open.len() > limits.max_depth.saturating_add(1)
        {
            return None;
        }
        let previous = last_children.last().copied().unwrap_or(NONE);
        if let Some(before) = arena.elements.get_mut(index(previous)) {
            before.next = id;
        }
        if let Some(last) = last_children.last_mut() {
            *last = id;
        }
        let attrs_start = offset(arena.attrs.len());
        for _ in 0..decoder.count().filter(|count| *count <= MAX_ATTRS)? {
            let key = names.get(decoder.count()?)?.clone();
            arena.attrs.push((key, decoder.text()?.into()));
        }
        arena.elements.push(Element {
            name,
            parent,
            previous,
            next: NONE,
            end: id,
            attrs: attrs_start..offset(arena.attrs.len()),
            text: range,
        });
        open.push(id);
        last_children.push(NONE);
    }
    while let Some(id) = open.pop() {
        arena.elements.get_mut(index(id))?.end = offset(count);
    }
    Some(RawDocument {
        media,
        charset,
        arena,
        warnings,
    })
}

/// The names that errors speak of; one that is not listed comes back as `binary`.
const WORDS: [&str; 29] = [
    "binary",
    "PDF",
    "XLS",
    "ZIP",
    "DOCX",
    "CSV",
    "text",
    "workbook",
    ".doc",
    ".ppt",
    "OLE compound",
    "OFD",
    "PPTX",
    "archives within archives:",
    "PNG image",
    "JPEG image",
    "GIF image",
    "BMP image",
    "RAR",
    "7-Zip",
    "gzip",
    "RTF",
    "elements",
    "attributes in one tag",
    "pages",
    "cells",
    "table cells",
    "archive members",
    "ELF program",
];

fn word_number(word: &str) -> u64 {
    let at = WORDS.iter().position(|known| *known == word).unwrap_or(0);
    u64::try_from(at).unwrap_or(0)
}

fn write_error(encoder: &mut Encoder, error: &DocumentError) {
    let wide = |value: usize| u64::try_from(value).unwrap_or(u64::MAX);
    let (tag, a, b, text): (u64, u64, u64, &str) = match error {
        DocumentError::Empty => (0, 0, 0, ""),
        DocumentError::TooLarge { bytes, limit } => (1, *bytes, *limit, ""),
        DocumentError::Encrypted => (2, 0, 0, ""),
        DocumentError::ImageOnly { pages } => (3, u64::from(*pages), 0, ""),
        DocumentError::BadCharset {
            charset,
            replaced,
            characters,
        } => (4, *replaced, *characters, charset),
        DocumentError::Damaged { format, detail } => (5, word_number(format), 0, detail),
        DocumentError::Unsupported { format } => (6, word_number(format), 0, ""),
        DocumentError::ZipBomb { limit } => (7, 0, 0, limit),
        DocumentError::TooDeep { limit } => (8, wide(*limit), 0, ""),
        DocumentError::TooMany { what, limit } => (9, word_number(what), wide(*limit), ""),
        DocumentError::NotADocument { detail } => (10, 0, 0, detail),
        DocumentError::Archive { members } => (11, wide(*members), 0, ""),
        DocumentError::UnsafeName { name } => (12, 0, 0, name),
        DocumentError::WorkerTimeout { .. }
        | DocumentError::WorkerDied { .. }
        | DocumentError::WorkerUnavailable { .. } => (5, 0, 0, "a worker in a worker"),
    };
    encoder.number(tag);
    encoder.number(a);
    encoder.number(b);
    encoder.text(text);
}

fn read_error(decoder: &mut Decoder<'_>) -> Option<DocumentError> {
    let (tag, a, b) = (decoder.number()?, decoder.number()?, decoder.number()?);
    let detail = decoder.text()?.to_owned();
    let narrow = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
    let word = |value: u64| WORDS.get(narrow(value)).copied().unwrap_or("binary");
    Some(match tag {
        0 => DocumentError::Empty,
        1 => DocumentError::TooLarge { bytes: a, limit: b },
        2 => DocumentError::Encrypted,
        3 => DocumentError::ImageOnly {
            pages: u32::try_from(a).unwrap_or(u32::MAX),
        },
        4 => DocumentError::BadCharset {
            charset: detail,
            replaced: a,
            characters: b,
        },
        5 => DocumentError::Damaged {
            format: word(a),
            detail,
        },
        6 => DocumentError::Unsupported { format: word(a) },
        7 => DocumentError::ZipBomb { limit: detail },
        8 => DocumentError::TooDeep { limit: narrow(a) },
        9 => DocumentError::TooMany {
            what: word(a),
            limit: narrow(b),
        },
        10 => DocumentError::NotADocument { detail },
        11 => DocumentError::Archive { members: narrow(a) },
        12 => DocumentError::UnsafeName { name: detail },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{html, plain};

    fn raw(arena: Arena) -> RawDocument {
        RawDocument {
            media: Media::Pdf,
            charset: "UTF-8".to_owned(),
            arena,
            warnings: vec!["hidden sheet left out: 草稿".to_owned()],
        }
    }

    #[test]
    fn a_tree_survives_the_wire() {
        let limits = Limits::default();
        let page = "<table><tr><td colspan=2>进出口<td>7154.2</table><p>一<b>二</b></p><br>";
        for arena in [
            html::read(page, &limits).unwrap(),
            plain::read("a\n\nb", &limits).unwrap(),
        ] {
            let sent = raw(arena);
            let received = read_answer(&answer(&Ok(sent.clone())), &limits).unwrap().unwrap();
            assert_eq!(format!("{sent:?}"), format!("{received:?}"));
        }
    }

    #[test]
    fn errors_survive_the_wire() {
        for error in [
            DocumentError::Empty,
            DocumentError::Encrypted,
            DocumentError::ImageOnly { pages: 3 },
            DocumentError::Unsupported { format: ".doc" },
            DocumentError::Damaged {
                format: "PDF",
                detail: "no xref".to_owned(),
            },
            DocumentError::TooMany {
                what: "cells",
                limit: 9,
            },
        ] {
            let received = read_answer(&answer(&Err(error.clone())), &Limits::default()).unwrap();
            assert_eq!(received.unwrap_err(), error);
        }
    }

    #[test]
    fn a_cut_or_changed_answer_is_no_answer_and_no_panic() {
        let limits = Limits::default();
        let whole = answer(&Ok(raw(
            html::read("<p>进出口<b>7154.2</b>亿元</p>", &limits).unwrap()
        )));
        for end in 0..whole.len() {
            assert!(read_answer(&whole[..end], &limits).is_none());
        }
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut changed = whole.clone();
                changed[at] ^= 1 << bit;
                // Any outcome but a panic or a tree that leads out of itself.
                if let Some(Ok(raw)) = read_answer(&changed, &limits) {
                    for id in 0..raw.arena.len() {
                        assert!(raw.arena.end(id) <= raw.arena.len());
                        assert!(raw.arena.text.get(raw.arena.range(id)).is_some());
                    }
                }
            }
        }
    }
}
