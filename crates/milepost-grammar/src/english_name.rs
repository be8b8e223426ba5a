//! Tells what an English word opens by what stands beside it: a name, a partner, a number.

use crate::english_token::{Class, Kind, Token};
use crate::english_word::{number_words, scale, word_at};
use crate::fold::Folded;

/// «In Ningbo, exports reached …»: a name that opens the sentence is of a place, of which one cannot be told.
pub(crate) fn opens_with_name(text: &Folded, tokens: &[Token], at: usize) -> bool {
    if !text.get(at).is_ascii_uppercase() {
        return false;
    }
    let mut before = tokens.iter().rev().map(|token| token.kind).peekable();
    before.next_if_eq(&Kind::Word(Class::Article));
    let is_behind_preposition = before.next() == Some(Kind::Word(Class::Preposition));
    is_behind_preposition && matches!(before.next(), None | Some(Kind::Stop))
}

/// A name, or countries and the like.
pub(crate) fn names_partner(text: &Folded, end: usize) -> bool {
    let mut next = text.skip_space(end);
    let (the_end, the) = word_at(text, next);
    if the.as_str() == "the" {
        next = text.skip_space(the_end);
    }
    let (_, key) = word_at(text, next);
    text.get(next).is_ascii_uppercase()
        && !matches!(key.as_str(), "usd" | "us" | "rmb" | "cny" | "teu" | "teus")
        || matches!(
            key.as_str(),
            "countries" | "partners" | "members" | "member" | "economies" | "nations"
        )
}

/// Tells whether a number stands at `at`, in digits or in words, or a currency before one.
pub(crate) fn opens_number(text: &Folded, at: usize) -> bool {
    let c = text.get(at);
    if c.is_ascii_digit() || matches!(c, '$' | '¥') {
        return true;
    }
    let (end, key) = word_at(text, at);
    let is_currency = matches!(key.as_str(), "usd" | "us" | "rmb" | "cny")
        && text
            .get(text.skip_space(if text.get(end) == '$' { end + 1 } else { end }))
            .is_ascii_digit();
    is_currency || number_words(text, at).is_some() || scale(key.as_str()).is_some() && key.as_str() != "tn"
}
