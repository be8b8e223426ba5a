//! From bytes to a document: what they are, their tree, and what is made of it.

use std::sync::OnceLock;

use crate::annotate::{self, Source};
use crate::archive::{self, Content, Member};
use crate::arena::Arena;
use crate::document::{Document, Media};
use crate::raw::RawDocument;
use crate::sniff::Kind;
use crate::{
    DocumentError, Input, Limits, body, charset, dates, docx, html, language, pdf, plain, separated, sniff,
    table, title, workbook,
};

/// Reads a document in this process.
///
/// Binary formats are better read by [`crate::parse_isolated`]: their parsers are other people's.
///
/// # Errors
/// The named reason why the bytes are no document. Nothing is half-read.
pub fn parse(input: &Input<'_>, limits: &Limits) -> Result<Document, DocumentError> {
    let raw = read(input, limits)?;
    finish(raw, input, limits)
}

/// Reads the bytes into a tree.
pub(crate) fn read(input: &Input<'_>, limits: &Limits) -> Result<RawDocument, DocumentError> {
    match sniff::kind(input.bytes)? {
        Kind::Text => read_text(input, limits),
        kind @ (Kind::Pdf | Kind::Zip | Kind::Xls) => {
            check_size(input.bytes, limits.max_attachment_bytes)?;
            read_foreign(kind, input, limits)
        }
    }
}

/// Reads a binary format. Its parser is other people's work: should it panic, that is the file's fault to us.
fn read_foreign(kind: Kind, input: &Input<'_>, limits: &Limits) -> Result<RawDocument, DocumentError> {
    let reading = std::panic::AssertUnwindSafe(|| match kind {
        Kind::Pdf => pdf::read(input.bytes, limits),
        Kind::Xls => read_workbook(input.bytes, limits),
        Kind::Zip => read_zip(input, limits),
        Kind::Text => read_text(input, limits),
    });
    std::panic::catch_unwind(reading).unwrap_or_else(|_panic| {
        Err(DocumentError::Damaged {
            format: match kind {
                Kind::Pdf => "PDF",
                Kind::Xls => "XLS",
                Kind::Zip => "ZIP",
                Kind::Text => "text",
            },
            detail: "the parser gave up on it".to_owned(),
        })
    })
}

fn read_workbook(bytes: &[u8], limits: &Limits) -> Result<RawDocument, DocumentError> {
    let book = workbook::read(bytes, limits)?;
    Ok(foreign(Media::Xlsx, book.arena, book.warnings))
}

fn read_zip(input: &Input<'_>, limits: &Limits) -> Result<RawDocument, DocumentError> {
    match archive::content(input.bytes)? {
        Content::Workbook => {
            archive::check(input.bytes, limits)?;
            read_workbook(input.bytes, limits)
        }
        Content::Docx => Ok(foreign(Media::Docx, docx::read(input.bytes, limits)?, Vec::new())),
        Content::Members => {
            let members = archive::unpack(input.bytes, limits)?;
            match members.as_slice() {
                [] => Err(DocumentError::Empty),
                [only] => read_only_member(only, input, limits),
                several => Err(DocumentError::Archive {
                    members: several.len(),
                }),
            }
        }
    }
}

/// An archive of one file stands for that file. Archives in archives are not opened.
fn read_only_member(
    member: &Member,
    input: &Input<'_>,
    limits: &Limits,
) -> Result<RawDocument, DocumentError> {
    let inner = Input {
        bytes: &member.bytes,
        url: &member.name,
        content_type: None,
        ..*input
    };
    match sniff::kind(&member.bytes)? {
        Kind::Text => read_text(&inner, limits),
        Kind::Pdf => pdf::read(&member.bytes, limits),
        Kind::Xls => read_workbook(&member.bytes, limits),
        Kind::Zip => match archive::content(&member.bytes)? {
            Content::Members => Err(DocumentError::Unsupported {
                format: "archives within archives:",
            }),
            Content::Workbook | Content::Docx => read_zip(&inner, limits),
        },
    }
}

fn foreign(media: Media, arena: Arena, warnings: Vec<String>) -> RawDocument {
    RawDocument {
        media,
        charset: "UTF-8".to_owned(),
        arena,
        warnings,
    }
}

pub(crate) fn check_size(bytes: &[u8], limit: usize) -> Result<(), DocumentError> {
    if bytes.len() > limit {
        return Err(DocumentError::TooLarge {
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            limit: u64::try_from(limit).unwrap_or(u64::MAX),
        });
    }
    Ok(())
}

/// Reads HTML, separated values and plain text.
pub(crate) fn read_text(input: &Input<'_>, limits: &Limits) -> Result<RawDocument, DocumentError> {
    check_size(input.bytes, limits.max_text_bytes)?;
    let decoded = charset::decode(input.bytes, input.content_type, input.url)?;
    let (media, arena) = if sniff::is_html(&decoded.text, input.content_type, input.url) {
        (Media::Html, html::read(&decoded.text, limits)?)
    } else if sniff::is_separated(input.content_type, input.url) {
        (Media::Csv, separated::read(&decoded.text, limits)?)
    } else {
        (Media::Text, plain::read(&decoded.text, limits)?)
    };
    Ok(RawDocument {
        media,
        charset: decoded.charset.to_owned(),
        arena,
        warnings: Vec::new(),
    })
}

/// Makes a document of a tree: body, title, dates, tables, statements.
pub(crate) fn finish(
    raw: RawDocument,
    input: &Input<'_>,
    limits: &Limits,
) -> Result<Document, DocumentError> {
    let RawDocument {
        media,
        charset,
        arena,
        mut warnings,
    } = raw;
    if arena.text.is_empty() {
        return Err(DocumentError::Empty);
    }
    let is_page = media == Media::Html;
    let body = body::find(&arena, is_page);
    let title = title::find(&arena, &body, input, is_page);
    // What the title says without help may bound the dates; what it says in all needs the date first.
    let verdict = dates::vote(&arena, &body, input, annotate::title_period(&title, None));
    if verdict.disagree {
        let all: Vec<String> = verdict
            .votes
            .iter()
            .map(|vote| format!("{} {}", vote.source, vote.date))
            .collect();
        warnings.push(format!("the dates of publication disagree: {}", all.join(", ")));
    }
    let found = table::find(&arena, &body.all_lines, limits);
    if found.is_cut {
        warnings.push(format!(
            "a table beyond {} cells was left out",
            limits.max_table_cells
        ));
    }
    let annotations = annotate::annotate(Source {
        arena: &arena,
        body: &body,
        tables: &found.tables,
        title: &title,
        published: verdict.published,
        votes: &verdict.votes,
        limits,
    });
    if annotations.is_cut {
        warnings.push(format!("reading stopped at {} figures", limits.max_statements));
    }
    Ok(Document {
        language: language::of(arena.text_of(body.container)),
        media,
        url: input.url.to_owned(),
        charset,
        title: title.text,
        published: verdict.published,
        votes: verdict.votes,
        disagree: verdict.disagree,
        warnings,
        body: body.flags,
        tables: found.tables,
        statements: annotations.statements,
        unread: annotations.unread,
        searched: OnceLock::new(),
        arena,
    })
}
