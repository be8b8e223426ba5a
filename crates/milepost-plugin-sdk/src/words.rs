//! Compares the words of a bulletin: folds a text to one form, and finds whole words and phrases in it.

use crate::simplified::simplified;

/// Folds a text: half-width, Simplified, lower case, no blanks between Chinese characters, one blank elsewhere.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_blank_due = false;
    for original in text.chars() {
        let Some(c) = fold_char(original) else {
            is_blank_due = true;
            continue;
        };
        let last = folded.chars().next_back();
        if std::mem::take(&mut is_blank_due) && last.is_some_and(|last| last.is_ascii()) && c.is_ascii() {
            folded.push(' ');
        }
        folded.push(c);
    }
    folded
}

/// Returns none for white space.
fn fold_char(original: char) -> Option<char> {
    if original.is_whitespace() {
        return None;
    }
    let c = match original {
        // The full-width forms of ASCII stand in the same order as ASCII.
        '！'..='～' => char::from_u32(u32::from(original).saturating_sub(0xFEE0)).unwrap_or(original),
        '’' | '‘' => '\'',
        '‐' | '‑' | '–' | '—' | '―' => '-',
        '“' | '”' | '「' | '」' | '『' | '』' => '"',
        _ => original,
    };
    Some(simplified(c).to_ascii_lowercase())
}

/// Returns where a folded text holds a folded word. A word of Latin letters is found as a whole word, with or without
/// an English plural's ending.
pub(crate) fn position(text: &str, word: &str) -> Option<(usize, usize)> {
    if word.is_empty() {
        return None;
    }
    text.match_indices(word).find_map(|(start, found)| {
        let end = start.checked_add(found.len())?;
        let before = text.get(..start)?.chars().next_back();
        if is_letter(word.chars().next()) && is_letter(before) {
            return None;
        }
        if !is_letter(word.chars().next_back()) {
            return Some((start, end));
        }
        let rest = text.get(end..)?;
        let ending = ["'s", "es", "s", ""].into_iter().find(|ending| {
            rest.strip_prefix(ending)
                .is_some_and(|rest| !is_letter(rest.chars().next()))
        })?;
        Some((start, end.checked_add(ending.len())?))
    })
}

pub(crate) fn holds(text: &str, word: &str) -> bool {
    position(text, word).is_some()
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Blanks out every occurrence of a word, so that neither a later word nor a part of it is found there.
pub(crate) fn strike(text: &mut String, word: &str) {
    // Each round removes at least one byte of the word's length, so the rounds are bounded by the text.
    while let Some((start, end)) = position(text, word) {
        text.replace_range(start..end, STRUCK);
    }
}

/// Stands where a word was: neither letter nor Chinese character, so that what lay on its two sides stays apart.
const STRUCK: &str = "\u{1}";

/// Says whether a struck text has words left.
pub(crate) fn is_spent(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, word: &str, expected: bool) {
        assert_eq!(holds(&fold(text), &fold(word)), expected, "`{word}` in `{text}`");
    }

    #[test]
    fn latin_words_are_whole_words_and_may_be_plural() {
        check("Exports of goods", "export", true);
        check("exporters", "export", false);
        check("airport", "port", false);
        check("Ports", "port", true);
        check("the city's exports", "city", true);
        check("free  trade\nzone", "trade zone", true);
    }

    #[test]
    fn chinese_words_are_found_in_either_script_and_width() {
        check("貨物進出口總額", "进出口总额", true);
        check("世界５００强", "世界500强", true);
        check("国际 友好 城市", "友好城市", true);
        check("进口", "出口", false);
    }

    #[test]
    fn a_struck_text_holds_neither_the_word_nor_a_new_one() {
        let mut text = fold("进出口口总额");
        strike(&mut text, "出口");
        assert!(!holds(&text, "进口"));
        assert!(!is_spent(&text));
        strike(&mut text, "进");
        strike(&mut text, "口总额");
        assert!(is_spent(&text));
    }
}
