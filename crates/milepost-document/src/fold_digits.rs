//! Full-width and Chinese numerals of dates, one character for one where that is possible.

/// Returns the text with full-width digits and signs made half-width and the Chinese numerals of dates written in
/// ASCII: `二〇二五年十月二十四日` is `2025年10月24日`.
pub(crate) fn fold_digits(text: &str) -> String {
    let half_width: String = text
        .chars()
        .map(|c| match c {
            '０'..='９' | '－' | '／' | '．' | '：' => u32::from(c)
                .checked_sub(0xfee0)
                .and_then(char::from_u32)
                .unwrap_or(c),
            _ => c,
        })
        .collect();
    if !half_width.contains(['〇', '○', '零', '一', '二']) {
        return half_width;
    }
    let mut folded = String::with_capacity(half_width.len());
    let mut numeral = String::new();
    for c in half_width.chars() {
        if digit(c).is_some() || c == '十' {
            numeral.push(c);
            continue;
        }
        // Only before 年, 月, 日 is a numeral part of a date.
        if matches!(c, '年' | '月' | '日') {
            folded.push_str(&ascii(&numeral));
        } else {
            folded.push_str(&numeral);
        }
        numeral.clear();
        folded.push(c);
    }
    folded.push_str(&numeral);
    folded
}

fn digit(c: char) -> Option<char> {
    let digits = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let value = match c {
        '○' | '零' | 'Ｏ' => Some(0),
        _ => digits.iter().position(|known| *known == c),
    }?;
    u32::try_from(value)
        .ok()
        .and_then(|value| char::from_digit(value, 10))
}

fn ascii(numeral: &str) -> String {
    let Some((tens, ones)) = numeral.split_once('十') else {
        return numeral.chars().filter_map(digit).collect();
    };
    let first = tens.chars().next().and_then(digit).unwrap_or('1');
    let last = ones.chars().next().and_then(digit).unwrap_or('0');
    [first, last].into_iter().collect()
}
