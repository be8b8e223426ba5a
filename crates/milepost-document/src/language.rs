//! Says which of the two languages most of a text is in.

use milepost_model::Language;

/// Enough of a text to tell.
const SAMPLE_CHARS: usize = 20_000;

/// Returns the language; none for a text without words. One ideograph says about as much as four letters.
pub(crate) fn of(text: &str) -> Option<Language> {
    let (mut ideographs, mut letters) = (0_usize, 0_usize);
    for c in text.chars().take(SAMPLE_CHARS) {
        match c {
            '\u{3400}'..='\u{9fff}' => ideographs = ideographs.saturating_add(4),
            _ if c.is_ascii_alphabetic() => letters = letters.saturating_add(1),
            _ => {}
        }
    }
    if ideographs == 0 && letters == 0 {
        return None;
    }
    Some(if ideographs >= letters {
        Language::Zh
    } else {
        Language::En
    })
}
