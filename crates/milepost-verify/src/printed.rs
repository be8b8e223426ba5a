//! Tells whether a printed number stands in a quote as a whole, or as a piece of a longer one.

use milepost_grammar::fold;

/// How a printed number stands in a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It does not.
    Missing,
    /// Only as a piece of a longer number: `154.2亿元` of `7154.2亿元`, `7154.2` of `7154.2亿元`.
    Cut,
    /// On its own.
    Whole,
}

/// Words that belong to the number before them.
const ENGLISH_SCALES: [&str; 6] = [
    "thousand", "million", "billion", "trillion", "percent", "per cent",
];

/// Finds `printed` in `quote`; width, script and white space aside.
pub(crate) fn standing(quote: &str, printed: &str) -> Standing {
    if stands_plainly(quote, printed) {
        return Standing::Whole;
    }
    let (quote, printed) = (fold(quote), fold(printed));
    standing_folded(&quote, &printed)
}

/// The usual case, told without folding: the number as it is, between Chinese words or punctuation.
fn stands_plainly(quote: &str, printed: &str) -> bool {
    let parts = |c: char| {
        let is_ideograph =
            matches!(c, '\u{4e00}'..='\u{9fff}') && !is_chinese_numeral(c) && !matches!(c, '倍' | '成');
        is_ideograph || matches!(c, '，' | '。' | '；' | '、' | '（' | '）' | '：')
    };
    let is_number = printed.starts_with(|c: char| c.is_ascii_digit());
    is_number
        && quote.match_indices(printed).any(|(start, found)| {
            let before = quote.get(..start).and_then(|before| before.chars().next_back());
            let after = quote.get(start.saturating_add(found.len())..);
            let after = after.and_then(|after| after.chars().next());
            before.is_none_or(parts) && after.is_none_or(parts)
        })
}

fn standing_folded(quote: &str, printed: &str) -> Standing {
    if printed.is_empty() {
        return Standing::Missing;
    }
    let mut standing = Standing::Missing;
    for (start, found) in quote.match_indices(printed) {
        let before = quote.get(..start).unwrap_or_default();
        let after = quote.get(start.saturating_add(found.len())..).unwrap_or_default();
        if is_cut_before(before, printed) || is_cut_after(printed, after) {
            standing = Standing::Cut;
        } else {
            return Standing::Whole;
        }
    }
    standing
}

fn is_cut_before(before: &str, printed: &str) -> bool {
    let mut backwards = before.chars().rev();
    let (Some(last), Some(first)) = (backwards.next(), printed.chars().next()) else {
        return false;
    };
    let goes_on = match last {
        '.' | ',' => backwards.next().is_some_and(|c| c.is_ascii_digit()),
        _ => last.is_ascii_digit(),
    };
    (first.is_ascii_digit() && goes_on)
        || (first.is_ascii_alphabetic() && last.is_ascii_alphabetic())
        || (is_chinese_numeral(first) && (is_chinese_numeral(last) || last.is_ascii_digit()))
        || (first == '.' && last.is_ascii_digit())
}

fn is_cut_after(printed: &str, after: &str) -> bool {
    let mut forwards = after.chars();
    let (Some(next), Some(last)) = (forwards.next(), printed.chars().next_back()) else {
        return false;
    };
    let is_number_end = last.is_ascii_digit() || is_chinese_numeral(last);
    let goes_on = match next {
        '.' | ',' => forwards.next().is_some_and(|c| c.is_ascii_digit()),
        '%' | '‰' | '倍' | '成' => true,
        _ => next.is_ascii_digit() || is_chinese_numeral(next),
    };
    let is_scaled = || {
        let word = after.strip_prefix(['-', ' ']).unwrap_or(after);
        ENGLISH_SCALES.iter().any(|scale| {
            word.get(..scale.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(scale))
        })
    };
    let is_word_cut = last.is_ascii_alphabetic() && next.is_ascii_alphabetic();
    is_word_cut || (is_number_end && (goes_on || is_scaled())) || (last.is_ascii_alphabetic() && is_scaled())
}

fn is_chinese_numeral(c: char) -> bool {
    "〇零一二两三四五六七八九十百千万亿".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(quote: &str, printed: &str, expected: Standing) {
        assert_eq!(standing(quote, printed), expected, "{printed:?} in {quote:?}");
    }

    #[test]
    fn a_whole_number_stands() {
        check("进出口总额7154.2亿元，增长1.2%", "7154.2亿元", Standing::Whole);
        check("进出口总额７１５４.２亿元", "7154.2亿元", Standing::Whole);
        check("of which seven have been promoted", "seven", Standing::Whole);
        check(
            "a total of 25.65 billion USD, 259",
            "25.65 billion USD",
            Standing::Whole,
        );
        check("一批30项成果", "30项", Standing::Whole);
        check("100，200", "100", Standing::Whole);
        check("出口 100 1100", "100", Standing::Whole);
        check("出口100", "100", Standing::Whole);
    }

    #[test]
    fn a_piece_of_a_longer_number_does_not() {
        check("7154.2亿元", "154.2亿元", Standing::Cut);
        check("7154.2亿元", "7154.2", Standing::Cut);
        check("7,154亿元", "154亿元", Standing::Cut);
        check("1.1万亿元", "1.1万", Standing::Cut);
        check("seventeen offices", "seven", Standing::Cut);
        check("二十七家", "七家", Standing::Cut);
        check("25.65 billion USD", "25.65", Standing::Cut);
        check("增长1.2倍", "1.2", Standing::Cut);
        check("0.5%", ".5%", Standing::Cut);
        check("1100", "100", Standing::Cut);
        check("增长5成", "5", Standing::Cut);
        check("５385.9亿元", "385.9亿元", Standing::Cut);
    }

    #[test]
    fn what_is_not_there_is_missing() {
        check("7154.2亿元", "7155", Standing::Missing);
        check("", "7", Standing::Missing);
        check("7", "", Standing::Missing);
    }
}
