//! Splits a text's tokens into sentences, and tells which are too long to be read.

use std::ops::Range;

use crate::{english_token, token};

/// The tokens of the longest sentence that is read. Reading looks back to a sentence's start for every figure; without an
/// end to it that would take quadratic time, and nobody writes such sentences.
const LONGEST: usize = 1_000;

/// Why a figure of a longer one is not read.
pub(crate) const ENDLESS: &str = "in a sentence without an end";

/// Returns the sentences, the stop between two left out: which tokens, and whether they are few enough to be read.
pub(crate) fn sentences<T>(
    tokens: &[T],
    is_stop: impl Fn(&T) -> bool,
) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut start = 0;
    tokens.split(is_stop).map(move |sentence| {
        let range = start..start + sentence.len();
        start = range.end + 1;
        let is_readable = range.len() <= LONGEST;
        (range, is_readable)
    })
}

impl token::Tokens {
    /// Returns where the figures of a sentence stand.
    pub(crate) fn figures(&self, sentence: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let tokens = self.tokens.get(sentence).unwrap_or_default();
        let figures = tokens
            .iter()
            .filter(|token| matches!(token.kind, token::Kind::Quantity(_)));
        figures.map(|token| token.start..token.end)
    }
}

impl english_token::Tokens {
    /// Returns where the figures of a sentence stand.
    pub(crate) fn figures(&self, sentence: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let tokens = self.tokens.get(sentence).unwrap_or_default();
        let figures = tokens
            .iter()
            .filter(|token| matches!(token.kind, english_token::Kind::Quantity(_)));
        figures.map(|token| token.start..token.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_stand_between_sentences() {
        let all: Vec<_> = sentences("ab.c..".as_bytes(), |byte| *byte == b'.').collect();
        let ranges = [0..2, 3..4, 5..5, 6..6];
        assert_eq!(all, ranges.map(|range| (range, true)));
        let long = vec![b'a'; LONGEST + 1];
        assert_eq!(
            sentences(&long, |byte| *byte == b'.').next(),
            Some((0..LONGEST + 1, false))
        );
    }
}
