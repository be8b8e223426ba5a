//! Refuses markup built to exhaust the tokenizer before it is tokenized.
//!
//! The tokenizer compares each attribute of a tag with all before it, so a tag with a million attributes would take
//! hours. This guard walks once over the text and bounds that work; it may count too much in scripts, never too little.

use crate::DocumentError;

/// Comparisons of attribute names in one page: about a second's work. A tag with 10,000 attributes takes 50 million.
const MAX_COMPARISONS: u64 = 500_000_000;

/// Says whether the attributes of a page's tags can be compared in bounded time.
///
/// # Errors
/// `TooMany` when they cannot.
pub(super) fn check_attributes(html: &str) -> Result<(), DocumentError> {
    let mut comparisons: u64 = 0;
    let mut words: u64 = 0;
    let mut in_tag = false;
    let mut in_word = false;
    for byte in html.bytes() {
        match byte {
            b'<' if !in_tag => (in_tag, in_word, words) = (true, false, 0),
            b'>' if in_tag => {
                comparisons = comparisons.saturating_add(words.saturating_mul(words) / 2);
                in_tag = false;
            }
            _ if !in_tag => {}
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' | b'"' | b'\'' => in_word = false,
            _ if !in_word => {
                in_word = true;
                words = words.saturating_add(1);
            }
            _ => {}
        }
    }
    comparisons = comparisons.saturating_add(words.saturating_mul(words) / 2);
    if comparisons > MAX_COMPARISONS {
        return Err(DocumentError::TooMany {
            what: "attributes in one tag",
            limit: 30_000,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_a_million_attributes_is_refused() {
        let page = format!("<p {}>", "a b c d ".repeat(250_000));
        assert_eq!(check_attributes(&page).unwrap_err().reason(), "too-many");
    }

    #[test]
    fn a_page_with_a_million_words_is_read() {
        assert!(check_attributes(&format!("<p>{}</p>", "word ".repeat(1_000_000))).is_ok());
    }
}
