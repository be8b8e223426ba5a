//! Reads what English changes are counted from: than last year, over the same period of 2021, from a month earlier.

use crate::english_period::year_at;
use crate::english_word::word_at;
use crate::fold::Folded;
use crate::mention::{Mention, Part, Use, Year};

/// the same period last year, the previous year: what a change is counted from.
pub(crate) fn same_period(text: &Folded, start: usize, end: usize) -> Option<Mention> {
    let next = text.skip_space(end);
    let (word_end, word) = word_at(text, next);
    let is_period = matches!(word.as_str(), "period" | "time" | "month" | "quarter" | "year");
    if !is_period {
        return None;
    }
    let mut at = text.skip_space(word_end);
    let (of_end, of) = word_at(text, at);
    if matches!(of.as_str(), "of" | "in") {
        at = text.skip_space(of_end);
    }
    let (the_end, the) = word_at(text, at);
    let previous = matches!(the.as_str(), "the")
        && matches!(
            word_at(text, text.skip_space(the_end)).1.as_str(),
            "previous" | "preceding"
        );
    if previous {
        let adjective = word_at(text, text.skip_space(the_end)).0;
        let (year_end, _) = word_at(text, text.skip_space(adjective));
        return Some(Mention {
            range: start..year_end,
            year: Year::Relative(-1),
            part: Part::Whole,
            role: Use::Base,
            is_point: false,
        });
    }
    match year_at(text, at) {
        Some((year_end, Year::Relative(-1))) => Some(Mention {
            range: start..year_end,
            year: Year::Relative(-1),
            part: Part::Whole,
            role: Use::Base,
            is_point: false,
        }),
        // «in the same period» goes on with the period in force.
        _ => None,
    }
}

/// than last year, over the same period of 2021, compared with 2019, from a year earlier.
pub(crate) fn base(text: &Folded, end: usize) -> Option<(usize, Year)> {
    let mut at = text.skip_space(end);
    let (with_end, with) = word_at(text, at);
    if matches!(with.as_str(), "with" | "to") {
        at = text.skip_space(with_end);
    }
    for word in [
        "that",
        "of",
        "in",
        "the",
        "same",
        "period",
        "time",
        "month",
        "corresponding",
        "of",
        "in",
        "the",
        "previous",
        "preceding",
    ] {
        let (end, key) = word_at(text, at);
        if key.as_str() == word && end > at {
            at = text.skip_space(end);
        }
    }
    if let Some((end, year)) = year_at(text, at) {
        return Some((end, year));
    }
    let (first_end, first) = word_at(text, at);
    let (second_end, second) = word_at(text, text.skip_space(first_end));
    let (third_end, third) = word_at(text, text.skip_space(second_end));
    match (first.as_str(), second.as_str(), third.as_str()) {
        ("a", "year", "earlier" | "ago") => Some((third_end, Year::Relative(-1))),
        ("year", "earlier" | "ago", _) => Some((second_end, Year::Relative(-1))),
        ("year", ..) => Some((first_end, Year::Relative(-1))),
        ("month" | "quarter", ..) => Some((first_end, Year::Unstated)),
        _ => None,
    }
}
