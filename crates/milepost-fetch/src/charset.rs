//! Decodes list pages and looks at articles: byte order mark, header, meta tag, in this order; the header loses where
//! it decodes with errors and the meta tag does not. The bytes of an article are handed on undecoded.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

/// The meta tag is looked for in this many bytes.
const META_BYTES: usize = 4096;

/// More replacement characters than one in this many make a page unreadable: 0.1 %.
const MAX_REPLACED_ONE_IN: usize = 1000;

/// A page's text and how it was had.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) charset: &'static str,
    /// Too many characters could not be decoded.
    pub(crate) is_garbled: bool,
}

/// Decodes a page with its `Content-Type` header.
pub(crate) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return by(encoding, bytes.get(mark..).unwrap_or_default());
    }
    let header = content_type.and_then(charset_of).and_then(encoding_for);
    let start = bytes.get(..META_BYTES).unwrap_or(bytes);
    let meta = charset_in_meta(start).and_then(|label| encoding_for(&label));
    match (header, meta) {
        (Some(header), Some(meta)) if header != meta => {
            let first = by(header, bytes);
            if has_replacements(&first.text) {
                let second = by(meta, bytes);
                if !has_replacements(&second.text) {
                    return second;
                }
            }
            first
        }
        (Some(encoding), _) | (None, Some(encoding)) => {
            let labelled = by(encoding, bytes);
            // A single label that does not fit: the other of the two charsets that Chinese sites use may.
            if labelled.is_garbled {
                unlabelled(bytes).unwrap_or(labelled)
            } else {
                labelled
            }
        }
        (None, None) => unlabelled(bytes).unwrap_or_else(|| by(UTF_8, bytes)),
    }
}

/// Decodes without a label: UTF-8 where it is that without an error, else GB18030 where that is.
fn unlabelled(bytes: &[u8]) -> Option<Decoded<'_>> {
    [UTF_8, GB18030]
        .into_iter()
        .map(|encoding| by(encoding, bytes))
        .find(|decoded| !has_replacements(&decoded.text))
}

fn by<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    // Nearly every page has none: looking for one is much faster than counting characters.
    let (replaced, characters) = if has_replacements(&text) {
        (text.matches('\u{fffd}').count(), text.chars().count())
    } else {
        (0, 0)
    };
    Decoded {
        is_garbled: replaced.saturating_mul(MAX_REPLACED_ONE_IN) > characters,
        charset: encoding.name(),
        text,
    }
}

fn has_replacements(text: &str) -> bool {
    // As a text of three bytes: that search is the fast one.
    text.contains("\u{fffd}")
}

/// Finds the encoding of a label; the labels of the older Chinese charsets mean GB18030, which holds them all.
fn encoding_for(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    Some(if encoding == encoding_rs::GBK {
        GB18030
    } else {
        encoding
    })
}

/// Takes the charset out of a `Content-Type`, in any case and with any quotes.
fn charset_of(content_type: &str) -> Option<&str> {
    let lower = content_type.to_ascii_lowercase();
    let at = lower.find("charset")?.checked_add("charset".len())?;
    let rest = content_type.get(at..)?.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start_matches([' ', '"', '\'']);
    let label = rest.split([';', '"', '\'', ' ', ',', '/', '>']).next()?;
    (!label.is_empty()).then_some(label)
}

fn charset_in_meta(start: &[u8]) -> Option<String> {
    let text: String = start.iter().map(|byte| char::from(*byte)).collect();
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some((_, tag)) = rest.split_once("<meta") {
        let end = tag.find('>').unwrap_or(tag.len());
        if let Some(label) = tag.get(..end).and_then(charset_of) {
            return Some(label.to_owned());
        }
        rest = tag.get(end..).unwrap_or_default();
    }
    // XML says it in its first line.
    let declaration = lower.strip_prefix("<?xml")?.split_once("?>")?.0;
    let label = declaration
        .split_once("encoding")?
        .1
        .trim_start_matches([' ', '=', '"', '\'']);
    label.split(['"', '\'', ' ']).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<html><head>META</head><body>全市生产总值与镕基㑇统计</body></html>";

    #[track_caller]
    fn check(encoding: &'static Encoding, header: Option<&str>, meta: &str, charset: &str) {
        let text = TEXT.replace("META", meta);
        let (bytes, _, _) = encoding.encode(&text);
        let decoded = decode(&bytes, header);
        assert_eq!((decoded.charset, decoded.is_garbled), (charset, false));
        assert_eq!(decoded.text, text);
    }

    #[test]
    fn old_chinese_labels_mean_gb18030() {
        for label in ["gb2312", "GBK", "\"gb2312\"", "'GB18030'", "x-gbk"] {
            check(
                GB18030,
                Some(&format!("text/html; Charset={label}")),
                "",
                "gb18030",
            );
        }
        check(GB18030, None, "<meta charset=gb2312>", "gb18030");
        check(
            GB18030,
            None,
            "<meta http-equiv='Content-Type' content='text/html; charset=GB2312'/>",
            "gb18030",
        );
    }

    #[test]
    fn a_header_that_decodes_with_errors_loses_to_a_clean_meta() {
        check(
            GB18030,
            Some("text/html; charset=utf-8"),
            "<meta charset=gbk>",
            "gb18030",
        );
        check(
            UTF_8,
            Some("text/html; charset=utf-8"),
            "<meta charset=gbk>",
            "UTF-8",
        );
    }

    #[test]
    fn a_wrong_label_alone_is_seen_through() {
        check(GB18030, Some("text/html; charset=utf-8"), "", "gb18030");
        check(GB18030, None, "", "gb18030");
        check(UTF_8, None, "", "UTF-8");
    }

    #[test]
    fn a_byte_order_mark_beats_everything() {
        let mut bytes = vec![0xef, 0xbb, 0xbf];
        bytes.extend_from_slice(TEXT.as_bytes());
        assert_eq!(decode(&bytes, Some("text/html; charset=gbk")).text, TEXT);
    }

    #[test]
    fn bytes_of_no_charset_are_garbled() {
        let bytes: Vec<u8> = (0..4000_u32)
            .map(|i| u8::try_from(i * 7919 % 256).unwrap())
            .collect();
        assert!(decode(&bytes, Some("text/html; charset=utf-8")).is_garbled);
    }
}
