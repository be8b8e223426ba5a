//! What bytes are, told by their first ones, and whether that fits what the site says they are.

/// What bytes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// A page.
    Html,
    /// XML: a feed, a sitemap.
    Xml,
    /// JSON.
    Json,
    /// PDF.
    Pdf,
    /// A zip archive; XLSX and DOCX are such.
    Zip,
    /// An OLE file: old XLS and DOC.
    Ole,
    /// A picture.
    Image,
    /// A gzip file.
    Gzip,
    /// Text of no known form.
    Text,
    /// None of these.
    Binary,
}

impl Media {
    /// Returns the text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Xml => "xml",
            Self::Json => "json",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Ole => "ole",
            Self::Image => "image",
            Self::Gzip => "gzip",
            Self::Text => "text",
            Self::Binary => "binary",
        }
    }
}

/// Bytes looked at.
const SNIFF_BYTES: usize = 1024;

/// Tells what bytes are.
pub(crate) fn sniff(bytes: &[u8]) -> Media {
    let start = bytes.get(..SNIFF_BYTES).unwrap_or(bytes);
    let signatures: [(&[u8], Media); 8] = [
        (b"PK\x03\x04", Media::Zip),
        (b"PK\x05\x06", Media::Zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Media::Ole),
        (b"\x1f\x8b", Media::Gzip),
        (b"\x89PNG", Media::Image),
        (b"\xff\xd8\xff", Media::Image),
        (b"GIF8", Media::Image),
        (b"RIFF", Media::Image),
    ];
    if let Some((_, media)) = signatures.into_iter().find(|(magic, _)| start.starts_with(magic)) {
        return media;
    }
    // Readers of PDF accept the mark anywhere in the first 1,024 bytes.
    if start.windows(5).any(|window| window == b"%PDF-") {
        return Media::Pdf;
    }
    let without_mark = start
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(start)
        .trim_ascii_start();
    let lower = without_mark.to_ascii_lowercase();
    let page_marks: [&[u8]; 8] = [
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<script",
        b"<meta",
        b"<table",
        b"<div",
    ];
    let has = |mark: &[u8]| lower.windows(mark.len()).any(|window| window == mark);
    if lower.starts_with(b"<?xml") {
        let is_page = has(b"<html") || has(b"<!doctype html");
        return if is_page { Media::Html } else { Media::Xml };
    }
    if [
        b"<rss".as_slice(),
        b"<feed",
        b"<urlset",
        b"<sitemapindex",
        b"<rdf:rdf",
    ]
    .iter()
    .any(|mark| lower.starts_with(mark))
    {
        return Media::Xml;
    }
    if lower.starts_with(b"<") || page_marks.iter().any(|mark| has(mark)) {
        return Media::Html;
    }
    if lower.starts_with(b"{") || lower.starts_with(b"[") {
        return Media::Json;
    }
    let controls = start
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(**byte, b'\n' | b'\r' | b'\t' | 0x0c))
        .count();
    if controls == 0 { Media::Text } else { Media::Binary }
}

/// What a site claims some bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    /// A page, or nothing in particular.
    Page,
    /// A file of this kind, by its type or its name.
    File(FileKind),
}

/// The kinds of attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Pdf,
    /// XLSX, DOCX, ZIP.
    Zipped,
    /// XLS: often a page of HTML, a workbook of XML or a renamed XLSX.
    Sheet,
    /// DOC.
    Document,
    /// CSV, pictures, archives and the like.
    Other,
}

/// Says what a site claims: by the type in the header, else by the ending of the address.
pub(crate) fn claim(path: &str, content_type: Option<&str>, disposition: Option<&str>) -> Claim {
    let kind = content_type
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let by_type = match kind.as_str() {
        "application/pdf" | "application/x-pdf" => Some(FileKind::Pdf),
        "application/zip"
        | "application/x-zip-compressed"
        | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        | "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Some(FileKind::Zipped),
        "application/vnd.ms-excel" => Some(FileKind::Sheet),
        "application/msword" => Some(FileKind::Document),
        "text/csv" | "application/csv" => Some(FileKind::Other),
        _ if kind.starts_with("image/") => Some(FileKind::Other),
        _ => None,
    };
    let name = disposition
        .and_then(|text| text.split_once("filename").map(|(_, rest)| rest))
        .map(|rest| rest.trim_end_matches(['"', '\'', ' ', ';']));
    let by_name = name.and_then(kind_of_name).or_else(|| kind_of_name(path));
    match by_type.or(by_name) {
        Some(kind) => Claim::File(kind),
        None => Claim::Page,
    }
}

/// Tells the kind of a file by the ending of its name.
pub(crate) fn kind_of_name(name: &str) -> Option<FileKind> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "pdf" => Some(FileKind::Pdf),
        "xlsx" | "docx" | "zip" => Some(FileKind::Zipped),
        "xls" | "et" => Some(FileKind::Sheet),
        "doc" | "wps" => Some(FileKind::Document),
        "csv" | "rar" | "7z" | "ofd" | "png" | "jpg" | "jpeg" | "gif" => Some(FileKind::Other),
        _ => None,
    }
}

/// Says what is wrong where bytes are not what they were claimed to be.
pub(crate) fn lie(claim: Claim, media: Media) -> Option<String> {
    let Claim::File(kind) = claim else {
        return None;
    };
    let (said, fits) = match kind {
        FileKind::Pdf => ("a PDF", media == Media::Pdf),
        FileKind::Zipped => ("an XLSX, DOCX or ZIP", matches!(media, Media::Zip)),
        FileKind::Sheet => (
            "a sheet",
            matches!(
                media,
                Media::Ole | Media::Zip | Media::Html | Media::Xml | Media::Text
            ),
        ),
        FileKind::Document => ("a document", matches!(media, Media::Ole | Media::Zip)),
        FileKind::Other => ("a file", !matches!(media, Media::Html)),
    };
    (!fits).then(|| format!("said to be {said}, is {}", media.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_what_they_are() {
        for (bytes, media) in [
            (b"%PDF-1.7\n".as_slice(), Media::Pdf),
            (b"\n\n%PDF-1.4", Media::Pdf),
            (b"PK\x03\x04....", Media::Zip),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", Media::Ole),
            (b"\xef\xbb\xbf <!DOCTYPE html><html>", Media::Html),
            (b"<?xml version=\"1.0\"?><rss>", Media::Xml),
            (b"<?xml version=\"1.0\"?><!DOCTYPE html><html>", Media::Html),
            (b"<urlset>", Media::Xml),
            (b" {\"a\":1}", Media::Json),
            (b"a,b\n1,2\n", Media::Text),
            (b"\x00\x01\x02", Media::Binary),
            (b"", Media::Text),
        ] {
            assert_eq!(sniff(bytes), media, "{bytes:?}");
        }
    }

    #[track_caller]
    fn check(path: &str, content_type: &str, bytes: &[u8], is_lie: bool) {
        let claim = claim(path, Some(content_type), None);
        assert_eq!(
            lie(claim, sniff(bytes)).is_some(),
            is_lie,
            "{path} {content_type}"
        );
    }

    #[test]
    fn an_attachment_that_is_a_page_is_a_lie() {
        check(
            "/a/P0202503.pdf",
            "application/octet-stream",
            b"<html>blocked</html>",
            true,
        );
        check("/a/b.pdf", "text/html", b"<html>blocked</html>", true);
        check("/a/b.pdf", "text/html", b"%PDF-1.5", false);
        check("/a/b.xlsx", "application/octet-stream", b"PK\x03\x04", false);
        check("/a/b.docx", "application/msword", b"PK\x03\x04", false);
        check("/download", "application/pdf", b"PK\x03\x04", true);
    }

    #[test]
    fn a_sheet_may_be_a_page_and_a_page_may_be_anything() {
        check("/a/b.xls", "application/vnd.ms-excel", b"<table><tr>", false);
        check("/a/b.html", "text/html", b"<html>", false);
    }
}
