//! Reads the unit that a caption, a label or a heading gives to the numbers under it: «单位：亿元», «(USD million)».

use crate::fold::Folded;
use crate::hint::Hint;
use crate::unit::UnitKind;

/// Returns the unit that a caption says, as printed: `亿元` from «单位：亿元». None where it says none, or several
/// that may govern the same numbers; a `%` beside an amount is left to the columns that say so themselves.
pub fn caption_unit(text: &str) -> Option<String> {
    if text.len() > 1_000 {
        return None;
    }
    let folded = Folded::new(text);
    let said = after_unit_word(&folded).or_else(|| last_bracket(&folded))?;
    let raw = text.get(folded.bytes(&said, text))?;
    let mut found: Option<(&str, UnitKind)> = None;
    for part in raw.split(['、', ',', '，', '/', ';', '；']).map(str::trim) {
        let hint = Hint::read(part)?;
        match (found, hint.kind) {
            (_, UnitKind::Percent | UnitKind::Points) if raw.trim() != part => {}
            (None, kind) => found = Some((part, kind)),
            (Some(_), _) => return None,
        }
    }
    found.map(|(part, _)| part.to_owned())
}

/// Returns the characters behind 单位： up to the end or the closing bracket.
fn after_unit_word(text: &Folded) -> Option<std::ops::Range<usize>> {
    let mut start = None;
    for at in 0..text.len() {
        for word in [
            "单位:",
            "单位 :",
            "Unit:",
            "Units:",
            "unit:",
            "(Unit ",
            "in units of ",
        ] {
            if text.starts_with(at, word) {
                start = Some(at + word.chars().count());
            }
        }
    }
    let start = text.skip_space(start?);
    let mut end = start;
    let mut depth = 0_usize;
    while end < text.len() {
        match text.get(end) {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            '\n' | '。' => break,
            _ => {}
        }
        end += 1;
    }
    Some(start..end)
}

/// Returns the inside of the last bracket: «进出口总值（亿元）».
pub(crate) fn last_bracket(text: &Folded) -> Option<std::ops::Range<usize>> {
    let mut end = text.len();
    while end > 0 && text.before(end).is_whitespace() {
        end -= 1;
    }
    if text.before(end) != ')' {
        return None;
    }
    let close = end - 1;
    let mut start = close;
    while start > 0 && !matches!(text.before(start), '(' | ')') {
        start -= 1;
    }
    (start > 0 && text.before(start) == '(' && start < close).then_some(start..close)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, unit: Option<&str>) {
        assert_eq!(caption_unit(text).as_deref(), unit, "{text}");
    }

    #[test]
    fn units_are_read_as_printed() {
        check("单位：亿元", Some("亿元"));
        check("單位：億元", Some("億元"));
        check("（单位：万美元）", Some("万美元"));
        check(
            "2022年1—9月重庆进出口情况（单位：亿元人民币）",
            Some("亿元人民币"),
        );
        check("Unit: 100 million yuan", Some("100 million yuan"));
        check("Foreign trade (USD million)", Some("USD million"));
        check("单位：亿元、%", Some("亿元"));
        check("增速（%）", Some("%"));
        check("进出口总值（亿元）", Some("亿元"));
    }

    #[test]
    fn what_is_no_single_unit_is_none() {
        check("单位：亿元、万人", None);
        check("2024年1—9月主要指标", None);
        check("国际（地区）", None);
        check("单位：重庆市商务委员会", None);
        check("", None);
        check("进出口", None);
    }
}
