//! Cuts what bulletins and people wrote to a length that a report can carry, and says so.

/// Characters of a quote: the longest sentence with figures seen in a bulletin has about 600.
pub(crate) const QUOTE: usize = 2_000;

/// Characters of a title, a name, a reason.
pub(crate) const LINE: usize = 500;

/// Characters of an address: what browsers and mail programs carry without trouble.
pub(crate) const ADDRESS: usize = 2_000;

/// Characters of a printed number with its scale and unit.
pub(crate) const PRINTED: usize = 100;

/// Returns the text, or its beginning with an ellipsis, and whether it was cut.
pub(crate) fn cut_marked(text: &str, most_chars: usize) -> (String, bool) {
    // As many bytes are as many characters at most: no short text is counted.
    if text.len() <= most_chars {
        return (text.to_owned(), false);
    }
    match text.char_indices().nth(most_chars) {
        None => (text.to_owned(), false),
        Some((end, _)) => (format!("{}…", text.get(..end).unwrap_or("")), true),
    }
}

/// Returns the text, or its beginning with an ellipsis.
pub(crate) fn cut(text: &str, most_chars: usize) -> String {
    cut_marked(text, most_chars).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_at_a_character_and_marked() {
        assert_eq!(cut_marked("重庆市", 2), ("重庆…".to_owned(), true));
        assert_eq!(cut_marked("重庆", 2), ("重庆".to_owned(), false));
        assert_eq!(cut(&"x".repeat(10_000_000), QUOTE).chars().count(), QUOTE + 1);
    }
}
