//! Reads the unit that the label of a row or column gives to its figures.

use crate::caption::last_bracket;
use crate::fold::Folded;
use crate::hint::Hint;
use crate::unit::UnitKind;

/// Returns the unit that a label gives to its figures, its words, and where the label ends without it: the last
/// bracket, «单位：亿元», a label that is a unit, a unit parted by a blank or a comma, a percent sign at the end.
pub(crate) fn label_unit(folded: &Folded) -> Option<(usize, Hint, String)> {
    let read = |range: std::ops::Range<usize>| {
        let words = folded.string(range);
        let words = words
            .trim()
            .trim_start_matches("单位:")
            .trim_start_matches('±')
            .trim()
            .to_owned();
        Hint::read(&words).map(|hint| (hint, words))
    };
    if let Some(bracket) = last_bracket(folded)
        && let Some((hint, words)) = read(bracket.clone())
    {
        return Some((bracket.start - 1, hint, words));
    }
    let start = folded.skip_space(0);
    if folded.len() > MAX_UNIT_LABEL_CHARS {
        return None;
    }
    if let Some((hint, words)) = read(start..folded.len())
        && hint.kind != UnitKind::Duration
        && !is_currency(&words)
    {
        return Some((start, hint, words));
    }
    let mut end = folded.len();
    while end > start && folded.before(end).is_whitespace() {
        end -= 1;
    }
    if end > start && folded.before(end) == '%' {
        return read(end - 1..end).map(|(hint, words)| (end - 1, hint, words));
    }
    let tail = (start + 1..end)
        .rev()
        .take(MAX_TAIL_CHARS)
        .find(|at| matches!(folded.before(*at), ' ' | ',' | '、' | '/' | '\n'))?;
    let (hint, words) = read(tail..end)?;
    // «人 次»: a short count behind a blank may be a part of the name.
    let is_amount = hint.kind == UnitKind::Amount && !is_currency(&words) || words.chars().count() >= 2;
    (is_amount && hint.kind != UnitKind::Duration && hint.kind != UnitKind::Times).then_some((
        tail - 1,
        hint,
        words,
    ))
}

/// A label with a unit behind a blank is at most this long.
const MAX_UNIT_LABEL_CHARS: usize = 60;

/// And the unit: «100 million yuan» needs its bracket.
const MAX_TAIL_CHARS: usize = 5;

/// 人民币 and 美元 alone name a currency: what scale the figures have, the caption says.
fn is_currency(words: &str) -> bool {
    [
        "人民币",
        "美元",
        "美金",
        "USD",
        "CNY",
        "RMB",
        "yuan",
        "US dollars",
    ]
    .contains(&words)
}
