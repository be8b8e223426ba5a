//! English words of a folded text: where they end, and their lower-case form without an allocation; number words.

use milepost_model::Decimal;

use crate::fold::Folded;

/// Longer words are cut: no word the grammar knows is longer.
const MAX_WORD: usize = 24;

/// A word in lower case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    bytes: [u8; MAX_WORD],
    len: usize,
}

impl Key {
    pub(crate) fn as_str(&self) -> &str {
        self.bytes
            .get(..self.len)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }
}

/// Reads the run of ASCII letters at `at`; returns its end and lower-case form. The run may be empty.
pub(crate) fn word_at(text: &Folded, at: usize) -> (usize, Key) {
    let mut key = Key {
        bytes: [0; MAX_WORD],
        len: 0,
    };
    let mut end = at;
    loop {
        let c = text.get(end);
        if !c.is_ascii_alphabetic() {
            break;
        }
        if let (Some(slot), Ok(byte)) = (key.bytes.get_mut(key.len), u8::try_from(c.to_ascii_lowercase())) {
            *slot = byte;
            key.len += 1;
        }
        end += 1;
    }
    (end, key)
}

fn small(word: &str) -> Option<u32> {
    Some(match word {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => return None,
    })
}

fn tens(word: &str) -> Option<u32> {
    Some(match word {
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

/// Reads a number in words below one thousand: seven, twenty-seven, one hundred and twenty. Larger scales
/// (thousand, million) are scales of the quantity.
pub(crate) fn number_words(text: &Folded, at: usize) -> Option<(usize, Decimal)> {
    let (end, value) = below_hundred(text, at)?;
    let hundred_at = text.skip_space(end);
    let (hundred_end, key) = word_at(text, hundred_at);
    if value >= 10 || hundred_at == end || key.as_str() != "hundred" {
        return Some((end, Decimal::from(value)));
    }
    let value = value * 100;
    let mut rest_at = text.skip_space(hundred_end);
    let (and_end, key) = word_at(text, rest_at);
    if key.as_str() == "and" {
        rest_at = text.skip_space(and_end);
    }
    match below_hundred(text, rest_at) {
        Some((end, rest)) => Some((end, Decimal::from(value + rest))),
        None => Some((hundred_end, Decimal::from(value))),
    }
}

fn below_hundred(text: &Folded, at: usize) -> Option<(usize, u32)> {
    let (end, key) = word_at(text, at);
    if let Some(value) = small(key.as_str()) {
        return Some((end, value));
    }
    let value = tens(key.as_str())?;
    if matches!(text.get(end), '-' | ' ') {
        let (unit_end, key) = word_at(text, end + 1);
        if let Some(unit) = small(key.as_str()).filter(|unit| (1..10).contains(unit)) {
            return Some((unit_end, value + unit));
        }
    }
    Some((end, value))
}

/// Returns what thousand, million, billion, trillion multiply by.
pub(crate) fn scale(word: &str) -> Option<i64> {
    Some(match word {
        "hundred" => 100,
        "thousand" => 1_000,
        "million" | "mln" | "mn" => 1_000_000,
        "billion" | "bln" | "bn" => 1_000_000_000,
        "trillion" | "trn" | "tn" => 1_000_000_000_000,
        _ => return None,
    })
}

/// Returns the month an English name or abbreviation stands for.
pub(crate) fn month(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}
