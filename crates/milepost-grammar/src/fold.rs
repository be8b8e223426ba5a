//! Folds a text into the one form the grammar reads: half-width, Simplified, one kind of dash, no invisible characters.
//!
//! Every folded character keeps the byte it came from, so that ranges always speak of the original text.

use std::ops::Range;
use std::sync::OnceLock;

use crate::traditional::PAIRS;

/// The first code point of the CJK block that the Traditional table covers.
const CJK_FIRST: u32 = 0x4E00;
/// One past its last code point.
const CJK_END: u32 = 0xA000;

/// A folded text.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    chars: Vec<char>,
    /// Byte offset of each character in the original, and the original's length at the end.
    at: Vec<usize>,
}

impl Folded {
    pub(crate) fn new(text: &str) -> Self {
        let mut chars = Vec::with_capacity(text.len() / 2 + 1);
        let mut at = Vec::with_capacity(text.len() / 2 + 2);
        let simplified = simplified();
        for (byte, original) in text.char_indices() {
            if is_invisible(original) {
                continue;
            }
            chars.push(fold_char(original, simplified));
            at.push(byte);
        }
        at.push(text.len());
        Self { chars, at }
    }

    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Returns the character, or NUL past the end.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> char {
        self.chars.get(index).copied().unwrap_or('\0')
    }

    /// Returns the character before `index`, or NUL at the start.
    pub(crate) fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or('\0', |i| self.get(i))
    }

    pub(crate) fn slice(&self, range: Range<usize>) -> &[char] {
        self.chars.get(range).unwrap_or(&[])
    }

    pub(crate) fn string(&self, range: Range<usize>) -> String {
        self.slice(range).iter().collect()
    }

    pub(crate) fn starts_with(&self, index: usize, word: &str) -> bool {
        word.chars()
            .enumerate()
            .all(|(offset, expected)| self.get(index.saturating_add(offset)) == expected)
    }

    /// Returns the bytes of the original that the characters came from.
    pub(crate) fn bytes(&self, range: &Range<usize>, text: &str) -> Range<usize> {
        let start = self.at.get(range.start).copied().unwrap_or(text.len());
        let Some(last) = range.end.checked_sub(1).filter(|last| *last >= range.start) else {
            return start..start;
        };
        let last = self.at.get(last).copied().unwrap_or(text.len());
        let width = text
            .get(last..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        start..last + width
    }

    /// Returns how many bytes the character takes in the original; three for a full-width digit.
    pub(crate) fn width(&self, index: usize) -> usize {
        let start = self.at.get(index).copied().unwrap_or(0);
        self.at.get(index + 1).copied().unwrap_or(start) - start
    }

    /// Returns the first index at or after `index` that is no white space.
    pub(crate) fn skip_space(&self, mut index: usize) -> usize {
        while self.get(index).is_whitespace() {
            index += 1;
        }
        index
    }
}

/// Folds a text for comparison: half-width, Simplified Chinese, one kind of dash, no invisible characters, white
/// space runs as one space. Subjects and labels of statements are in this form; phrases compared with them should be.
pub fn fold(text: &str) -> String {
    let simplified = simplified();
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        let c = fold_char(c, simplified);
        if c.is_whitespace() {
            space = !folded.is_empty();
            continue;
        }
        if space {
            folded.push(' ');
            space = false;
        }
        folded.push(c);
    }
    folded
}

pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '〇')
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}' | '\u{2060}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
    )
}

fn simplified() -> &'static [char] {
    static TABLE: OnceLock<Vec<char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: Vec<char> = (CJK_FIRST..CJK_END).filter_map(char::from_u32).collect();
        let mut pairs = PAIRS.chars().filter(|c| !c.is_whitespace());
        while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
            let slot = u32::from(from)
                .checked_sub(CJK_FIRST)
                .and_then(|index| usize::try_from(index).ok())
                .and_then(|index| table.get_mut(index));
            if let Some(slot) = slot {
                *slot = to;
            }
        }
        table
    })
}

#[inline]
fn fold_char(c: char, simplified: &[char]) -> char {
    let code = u32::from(c);
    if code < 0x80 {
        return c;
    }
    if (CJK_FIRST..CJK_END).contains(&code) {
        let index = usize::try_from(code - CJK_FIRST).unwrap_or(0);
        return simplified.get(index).copied().unwrap_or(c);
    }
    match c {
        // The full-width comma stays itself: between figures it separates clauses, not thousands.
        '，' | '﹐' => '，',
        '－' | '−' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '﹣' => '-',
        '～' | '〜' | '∼' | '﹏' => '~',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(code - 0xFEE0).unwrap_or(c),
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '﹪' => '%',
        '○' | '◯' => '〇',
        '‘' | '’' | 'ʼ' | '′' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        '︰' | '∶' => ':',
        '﹑' | '､' => '、',
        '｡' => '。',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '￥' => '¥',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_speak_of_the_original_bytes() {
        let text = "進出口\u{200B}總值８００６．８億元";
        let folded = Folded::new(text);
        assert_eq!(folded.string(0..folded.len()), "进出口总值8006.8亿元");
        let range = folded.bytes(&(5..11), text);
        assert_eq!(text.get(range), Some("８００６．８"));
    }

    #[test]
    fn folding_makes_both_scripts_and_widths_equal() {
        assert_eq!(fold("貨物進出口總額（億元）"), fold("货物进出口总额(亿元)"));
        assert_eq!(fold(" a \u{3000} b\n"), "a b");
    }
}
