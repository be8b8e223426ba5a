//! Decides which charset bytes are in, and decodes them.
//!
//! The order is byte order mark, header, declaration in the first 4 KiB, statistics. The names gb2312 and gbk mean
//! GB18030. Where the header's decoding has errors and the declaration's has none, the declaration wins.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8};

use crate::DocumentError;

/// Declarations are looked for in this many bytes.
const DECLARATION_BYTES: usize = 4 << 10;

/// The statistics are taken of this many bytes: more change nothing and cost time.
const STATISTICS_BYTES: usize = 256 << 10;

/// Decoded text, and the name of the charset it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) charset: &'static str,
}

/// Decodes bytes into text.
///
/// # Errors
/// `BadCharset` when more than one character in a thousand cannot be decoded under the best charset.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>, url: &str) -> Result<Decoded, DocumentError> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark_bytes..).unwrap_or_default();
        return Attempt::new(encoding, rest).accept();
    }
    let header = content_type.and_then(header_charset);
    let declared = declared_charset(bytes);
    let mut best: Option<Attempt<'_>> = None;
    for encoding in [header, declared].into_iter().flatten() {
        let attempt = Attempt::new(encoding, bytes);
        if attempt.replaced == 0 {
            return attempt.accept();
        }
        // The header stands first: the declaration wins only when it is clean.
        best = best.or(Some(attempt));
    }
    match best {
        Some(attempt) if attempt.is_acceptable() => attempt.accept(),
        // A declared charset that does not fit at all is a wrong label: let the bytes speak.
        Some(attempt) => match Attempt::new(guess(bytes, url), bytes) {
            guessed if guessed.replaced < attempt.replaced => guessed.accept_guess(),
            _ => attempt.accept(),
        },
        None => Attempt::new(guess(bytes, url), bytes).accept_guess(),
    }
}

struct Attempt<'a> {
    encoding: &'static Encoding,
    text: std::borrow::Cow<'a, str>,
    replaced: u64,
    characters: u64,
}

impl<'a> Attempt<'a> {
    fn new(encoding: &'static Encoding, bytes: &'a [u8]) -> Self {
        let (text, _had_errors) = encoding.decode_without_bom_handling(bytes);
        let (mut replaced, mut characters) = (0_u64, 0_u64);
        for c in text.chars() {
            characters = characters.saturating_add(1);
            if c == char::REPLACEMENT_CHARACTER {
                replaced = replaced.saturating_add(1);
            }
        }
        Self {
            encoding,
            text,
            replaced,
            characters,
        }
    }

    /// Up to 0.1 % of the characters may be beyond decoding (6-sources.md §1), and one in any text: pages are cut
    /// within a character by their own systems.
    fn is_acceptable(&self) -> bool {
        self.replaced <= 1 && self.characters >= 100 || self.replaced.saturating_mul(1_000) <= self.characters
    }

    /// A charset of one byte a character reads any bytes without error. Bulletins are Chinese or English, so one of
    /// those with more than 5 % of its characters beyond ASCII is a wrong guess.
    fn accept_guess(mut self) -> Result<Decoded, DocumentError> {
        if self.encoding.is_single_byte() {
            let beyond_ascii = self.text.chars().filter(|c| !c.is_ascii()).count();
            let beyond_ascii = u64::try_from(beyond_ascii).unwrap_or(u64::MAX);
            if beyond_ascii.saturating_mul(20) > self.characters {
                self.replaced = beyond_ascii;
            }
        }
        self.accept()
    }

    fn accept(self) -> Result<Decoded, DocumentError> {
        if !self.is_acceptable() {
            return Err(DocumentError::BadCharset {
                charset: self.encoding.name().to_owned(),
                replaced: self.replaced,
                characters: self.characters,
            });
        }
        Ok(Decoded {
            text: self.text.into_owned(),
            charset: self.encoding.name(),
        })
    }
}

/// Finds the encoding of a label: gb2312 and gbk are GB18030, which holds them both.
fn encoding_of(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    // Names seen that the Encoding Standard does not list.
    let known = match label.to_ascii_lowercase().as_str() {
        "gb18030-2000" | "gb18030-2005" | "gb18030-2022" | "cp936" | "gb_2312" | "euc-cn" => Some(GB18030),
        "utf8mb4" | "utf_8" => Some(UTF_8),
        _ => Encoding::for_label(label.as_bytes()),
    };
    known.map(|encoding| if encoding == GBK { GB18030 } else { encoding })
}

fn header_charset(content_type: &str) -> Option<&'static Encoding> {
    charset_after(content_type)
}

/// Finds the label behind `charset=`, in any case, with or without quotes.
fn charset_after(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let (_, behind) = lower.split_once("charset")?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'', '\\']);
    let label: String = value
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '+'))
        .collect();
    encoding_of(&label)
}

/// Finds a `<meta>` or `<?xml?>` declaration in the first 4 KiB.
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes
        .iter()
        .take(DECLARATION_BYTES)
        .map(|byte| {
            if byte.is_ascii() {
                char::from(*byte).to_ascii_lowercase()
            } else {
                '?'
            }
        })
        .collect();
    if head.trim_start().starts_with("<?xml")
        && let Some((_, behind)) = head.split_once("encoding=")
    {
        let label: String = behind
            .chars()
            .skip(1)
            .take_while(|c| !matches!(c, '"' | '\'' | '?'))
            .collect();
        if let Some(encoding) = encoding_of(&label) {
            return Some(ascii_compatible(encoding));
        }
    }
    head.split("<meta").skip(1).find_map(|tag| {
        let tag = tag.split('>').next().unwrap_or(tag);
        charset_after(tag).map(ascii_compatible)
    })
}

/// A declaration that was read as ASCII cannot truly say UTF-16.
fn ascii_compatible(encoding: &'static Encoding) -> &'static Encoding {
    if encoding.is_ascii_compatible() {
        encoding
    } else {
        UTF_8
    }
}

fn guess(bytes: &[u8], url: &str) -> &'static Encoding {
    let sample = bytes.get(..STATISTICS_BYTES.min(bytes.len())).unwrap_or(bytes);
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let with_hint = simplified(detector.guess(top_level_domain(url), Utf8Detection::Allow));
    let without_hint = simplified(detector.guess(None, Utf8Detection::Allow));
    if with_hint == without_hint {
        return with_hint;
    }
    // A .cn hint makes Big5 look like GBK: where the bytes alone say Big5, believe them if they decode without error.
    let is_clean_big5 = without_hint == BIG5 && !BIG5.decode_without_bom_handling(sample).1;
    let is_clean_hint = !with_hint.decode_without_bom_handling(sample).1;
    if is_clean_big5 && !is_clean_hint {
        BIG5
    } else if is_clean_big5 {
        more_chinese(sample, with_hint)
    } else {
        with_hint
    }
}

fn simplified(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// Of Big5 and another clean reading, the one with more of the commonest characters of Chinese bulletins.
fn more_chinese(sample: &[u8], other: &'static Encoding) -> &'static Encoding {
    let common = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        text.chars()
            .filter(|c| "的年月日一二三在有是不元增長长同比額额總总進进出口市全和與与個个，。、".contains(*c))
            .count()
    };
    if common(BIG5) > common(other) { BIG5 } else { other }
}

fn top_level_domain(url: &str) -> Option<&[u8]> {
    let host = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    let domain = host.rsplit('.').next()?;
    let is_name = !domain.is_empty() && domain.bytes().all(|byte| byte.is_ascii_lowercase());
    is_name.then_some(domain.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "前三季度，全市货物进出口总额7154.2亿元，增长1.2％。实际使用外资保持增长，中欧班列开行数量继续居全国前列。";
    const TRADITIONAL: &str = "前三季度，全市貨物進出口總額7154.2億元，同比增長。實際使用外資保持增長，在與東盟的貿易中有新的進展。";

    #[track_caller]
    fn check(bytes: &[u8], content_type: Option<&str>, url: &str, charset: &str, holds: &str) {
        let decoded = decode(bytes, content_type, url).unwrap();
        assert_eq!(decoded.charset, charset);
        assert!(decoded.text.contains(holds), "{}", decoded.text);
    }

    fn gbk(text: &str) -> Vec<u8> {
        GBK.encode(text).0.into_owned()
    }

    #[test]
    fn gb2312_labels_mean_gb18030() {
        check(
            &gbk(TEXT),
            Some("text/html; charset=gb2312"),
            "",
            "gb18030",
            "进出口",
        );
        check(
            &gbk(TEXT),
            Some("TEXT/HTML;CHARSET='GBK'"),
            "",
            "gb18030",
            "进出口",
        );
        let declared = gbk(&format!(
            "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=GB2312\">{TEXT}"
        ));
        check(&declared, None, "", "gb18030", "进出口");
    }

    #[test]
    fn a_clean_declaration_wins_over_a_header_with_errors() {
        let page = gbk(&format!("<meta charset=gbk>{TEXT}"));
        check(&page, Some("text/html; charset=utf-8"), "", "gb18030", "进出口");
        let page = format!("<meta charset=\"utf-8\">{TEXT}");
        check(
            page.as_bytes(),
            Some("text/html; charset=gb2312"),
            "",
            "UTF-8",
            "进出口",
        );
    }

    #[test]
    fn a_byte_order_mark_wins_over_all() {
        let page = format!("\u{feff}<meta charset=gbk>{TEXT}");
        check(
            page.as_bytes(),
            Some("text/html; charset=big5"),
            "",
            "UTF-8",
            "进出口",
        );
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        check(&utf16, None, "", "UTF-16LE", "进出口");
    }

    #[test]
    fn unlabelled_text_is_guessed() {
        check(
            &gbk(TEXT),
            None,
            "http://tjj.cq.gov.cn/a.html",
            "gb18030",
            "进出口",
        );
        check(
            TEXT.as_bytes(),
            None,
            "http://tjj.cq.gov.cn/a.html",
            "UTF-8",
            "进出口",
        );
        let big5 = BIG5.encode(TRADITIONAL).0.into_owned();
        check(&big5, None, "https://www.example.hk/a.html", "Big5", "進出口");
        check(&big5, None, "https://www.example.cn/a.html", "Big5", "進出口");
        check(&big5, Some("text/html; charset=big5"), "", "Big5", "進出口");
    }

    #[test]
    fn a_wrong_label_gives_way_to_the_bytes() {
        check(
            &gbk(&TEXT.repeat(3)),
            Some("text/html; charset=utf-8"),
            "http://a.gov.cn/",
            "gb18030",
            "进出口",
        );
    }

    #[test]
    fn broken_bytes_are_bad_content() {
        // Every third character has lost its second byte: no charset reads it.
        let mut broken = Vec::new();
        for (i, c) in TEXT.repeat(4).chars().enumerate() {
            let bytes = gbk(&c.to_string());
            let keep = if i % 3 == 0 { 1 } else { bytes.len() };
            broken.extend(bytes.iter().take(keep));
            broken.push(b' ');
        }
        for content_type in [
            Some("text/html; charset=utf-8"),
            Some("text/html; charset=gbk"),
            None,
        ] {
            let error = decode(&broken, content_type, "http://a.gov.cn/").unwrap_err();
            assert_eq!(error.reason(), "bad-charset", "{content_type:?}");
        }
    }

    #[test]
    fn one_broken_character_in_a_long_text_is_borne() {
        let mut bytes = TEXT.repeat(10).into_bytes();
        bytes.push(0xe5);
        check(&bytes, Some("text/html; charset=utf-8"), "", "UTF-8", "进出口");
    }
}
