//! Judges a complete answer: is it the content, or something in its place, or bytes that are not what they say? Pure;
//! takes time in proportion to the bytes, so that large ones are judged off the async threads.

use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use url::Url;

use crate::block::{self, MAX_NOTICE_CHARS};
use crate::charset::decode;
use crate::identity::has_article_shape;
use crate::limits::FetchLimits;
use crate::media::{Claim, Media, claim, lie, sniff};
use crate::outcome::{Outcome, OutcomeClass};
use crate::page_scan::{PageScan, scan_until};
use crate::{media, zip_check};

/// The mark that ends a PDF is looked for in this many last bytes.
const PDF_END_BYTES: usize = 2048;

/// What an answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// An article or one of its files.
    Article,
    /// A page of a list, a feed, a sitemap. Short ones are usual, and rows tell them from notices.
    List,
}

/// A body with what was said about it.
#[derive(Debug)]
pub(crate) struct Body<'a> {
    pub(crate) url: &'a Url,
    pub(crate) bytes: &'a [u8],
    pub(crate) content_type: Option<&'a str>,
    pub(crate) disposition: Option<&'a str>,
    pub(crate) length_was_announced: bool,
}

/// A page that only sends on to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refresh(pub(crate) String);

/// What a body turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// Content of this kind.
    Content(Media),
    /// Something else.
    Other(Outcome),
    /// A page that sends on.
    SentOn(Refresh),
}

/// Returns a header as text.
pub(crate) fn text_of<'a>(headers: &'a HeaderMap, name: &reqwest::header::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Says whether an answer is meant to be a file rather than a page, by its head alone.
pub(crate) fn is_file(url: &Url, headers: &HeaderMap) -> bool {
    let content_type = text_of(headers, &CONTENT_TYPE);
    let is_download = content_type.is_some_and(|kind| kind.to_ascii_lowercase().contains("octet-stream"));
    is_download || claim(url.path(), content_type, text_of(headers, &CONTENT_DISPOSITION)) != Claim::Page
}

/// Judges the body of an answer with status 200.
pub(crate) fn judge(body: &Body<'_>, purpose: Purpose, limits: &FetchLimits) -> Judgement {
    if body.bytes.is_empty() {
        return Judgement::Other(Outcome::blocked(crate::outcome::BlockKind::Short, "empty answer"));
    }
    let found = sniff(body.bytes);
    let claimed = claim(body.url.path(), body.content_type, body.disposition);
    let other = match found {
        Media::Html => match page(body, claimed, purpose, limits) {
            Ok(other) => other,
            Err(refresh) => return Judgement::SentOn(refresh),
        },
        Media::Xml | Media::Json | Media::Text => text(body),
        Media::Zip => zip_check::check(body.bytes, limits.max_attachment_bytes, limits.max_ratio).err(),
        Media::Pdf => pdf(body),
        Media::Ole | Media::Image | Media::Gzip | Media::Binary => None,
    };
    let other = other
        .or_else(|| lie(claimed, found).map(bad))
        // Sitemaps come compressed, under any label.
        .or_else(|| no_page(body, claimed, found).filter(|_| purpose == Purpose::Article));
    other.map_or(Judgement::Content(found), Judgement::Other)
}

fn bad(reason: String) -> Outcome {
    Outcome::because(OutcomeClass::BadContent, reason)
}

fn page(
    body: &Body<'_>,
    claimed: Claim,
    purpose: Purpose,
    limits: &FetchLimits,
) -> Result<Option<Outcome>, Refresh> {
    let decoded = decode(body.bytes, body.content_type);
    let enough = match purpose {
        Purpose::Article => MAX_NOTICE_CHARS,
        Purpose::List => usize::MAX,
    };
    let scanned = scan_until(&decoded.text, enough);
    if let Some(refresh) = refresh_of(&scanned) {
        return Err(refresh);
    }
    let has_rows = purpose == Purpose::List && has_rows(&scanned, body.url);
    let min_bytes = match (purpose, claimed) {
        (Purpose::Article, Claim::Page) => limits.min_page_bytes,
        // A sheet may be one short table in HTML.
        (Purpose::Article, Claim::File(_)) | (Purpose::List, _) => 0,
    };
    let blocked = if has_rows {
        None
    } else {
        block::by_page(body.bytes.len(), &scanned, min_bytes)
    };
    Ok(blocked.or_else(|| garbled(&decoded)).or_else(|| {
        block::is_cut_off(&decoded.text, body.length_was_announced)
            .then(|| Outcome::because(OutcomeClass::Transient, "the page ends in the middle"))
    }))
}

/// Says whether a page has what only lists have: links with a day beside them, links of an article's shape, records.
fn has_rows(page: &PageScan, url: &Url) -> bool {
    let in_links = page.anchors.iter().any(|anchor| {
        anchor.day.is_some()
            || url
                .join(anchor.href.trim())
                .is_ok_and(|target| has_article_shape(&target))
    });
    in_links || page.scripts.iter().any(|script| script.contains("<![CDATA["))
}

fn text(body: &Body<'_>) -> Option<Outcome> {
    garbled(&decode(body.bytes, body.content_type))
}

fn garbled(decoded: &crate::charset::Decoded<'_>) -> Option<Outcome> {
    decoded.is_garbled.then(|| {
        bad(format!(
            "over 0.1 % of the characters cannot be decoded as {}",
            decoded.charset
        ))
    })
}

/// A PDF whose connection ended without saying that this was all: its own end tells.
fn pdf(body: &Body<'_>) -> Option<Outcome> {
    if body.length_was_announced {
        return None;
    }
    let start = body.bytes.len().saturating_sub(PDF_END_BYTES);
    let end = body.bytes.get(start..).unwrap_or_default();
    let has_end = end.windows(5).any(|window| window == b"%%EOF");
    (!has_end).then(|| Outcome::because(OutcomeClass::Transient, "the PDF ends in the middle"))
}

/// Bytes without any form where a text was promised.
fn no_page(body: &Body<'_>, claimed: Claim, found: Media) -> Option<Outcome> {
    let says_text = body
        .content_type
        .is_none_or(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/"));
    let is_formless = matches!(found, Media::Binary | Media::Gzip | Media::Image);
    let is_wrong =
        claimed == Claim::Page && says_text && is_formless && media::kind_of_name(body.url.path()).is_none();
    is_wrong.then(|| bad(format!("said to be a page, is {}", found.as_str())))
}

/// Finds where a page without content of its own sends its reader.
fn refresh_of(page: &PageScan) -> Option<Refresh> {
    if page.visible_chars >= block::MIN_SHELL_CHARS {
        return None;
    }
    let (_, target) = page.refresh.as_deref()?.split_once([';', ','])?;
    let (name, address) = target.split_once('=')?;
    let address = address.trim().trim_matches(['"', '\'']);
    (name.trim().eq_ignore_ascii_case("url") && !address.is_empty()).then(|| Refresh(address.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::BlockKind;

    fn judged(path: &str, content_type: &str, bytes: &[u8]) -> Judgement {
        let url = Url::parse(&format!("https://a.gov.cn{path}")).unwrap();
        let body = Body {
            url: &url,
            bytes,
            content_type: Some(content_type),
            disposition: None,
            length_was_announced: true,
        };
        judge(&body, Purpose::Article, &FetchLimits::default())
    }

    fn class(judgement: Judgement) -> Option<(OutcomeClass, Option<BlockKind>)> {
        match judgement {
            Judgement::Other(outcome) => Some((outcome.class, outcome.block)),
            Judgement::Content(_) | Judgement::SentOn(_) => None,
        }
    }

    #[test]
    fn a_captcha_in_place_of_a_file_is_a_block_and_a_page_is_a_lie() {
        let captcha = b"<html><form><input name=captcha></form></html>";
        assert_eq!(
            class(judged("/a/b.pdf", "application/pdf", captcha)),
            Some((OutcomeClass::Blocked, Some(BlockKind::Captcha)))
        );
        let page = format!(
            "<html><body>{}</body></html>",
            "<p>全市经济运行总体平稳。</p>".repeat(100)
        );
        assert_eq!(
            class(judged("/a/b.pdf", "application/pdf", page.as_bytes())),
            Some((OutcomeClass::BadContent, None))
        );
    }

    #[test]
    fn bytes_that_decode_to_nothing_are_bad_content() {
        let mut page = b"<html><body><p>".to_vec();
        page.extend((0..4000_u32).map(|i| if i % 3 == 0 { 0xff } else { 0xfe }));
        page.extend(b"</p></body></html>");
        assert_eq!(
            class(judged("/a.html", "text/html", &page)),
            Some((OutcomeClass::BadContent, None))
        );
        assert_eq!(
            class(judged("/a.html", "text/html", &[0, 1, 2, 3, 4, 5, 6, 7])),
            Some((OutcomeClass::BadContent, None))
        );
    }

    #[test]
    fn a_page_that_only_sends_on_does_so() {
        let page = b"<html><head><meta http-equiv=refresh content=\"0; URL='/b.html'\"></head></html>";
        assert_eq!(
            judged("/a.html", "text/html", page),
            Judgement::SentOn(Refresh("/b.html".into()))
        );
    }
}
