//! Compares the figures of two readings of one PDF: what only one of them saw is not believed.

use std::collections::BTreeSet;

/// Returns the numbers of a text, separators and widths aside: `7,154.2` and `７１５４．２` are `7154.2`.
pub(crate) fn numbers(text: &str) -> BTreeSet<String> {
    let mut numbers = BTreeSet::new();
    let mut current = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let half = match c {
            '０'..='９' | '．' | '，' => u32::from(c)
                .checked_sub(0xfee0)
                .and_then(char::from_u32)
                .unwrap_or(c),
            _ => c,
        };
        let next_is_digit = chars
            .peek()
            .is_some_and(|next| next.is_ascii_digit() || matches!(next, '０'..='９'));
        let goes_on = matches!(half, '.' | ',') && !current.is_empty() && next_is_digit;
        if half.is_ascii_digit() || half == '.' && goes_on {
            current.push(half);
        } else if !goes_on && !current.is_empty() {
            numbers.insert(std::mem::take(&mut current));
        }
    }
    if !current.is_empty() {
        numbers.insert(current);
    }
    numbers
}

/// Returns the numbers of `first` that `second` does not hold.
pub(crate) fn disagreements(first: &str, second: &str) -> BTreeSet<String> {
    let seen = numbers(second);
    numbers(first)
        .into_iter()
        .filter(|number| !seen.contains(number))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_differ_are_found() {
        let first = "进出口7,154.2亿元，增长0.4%，其中出口4854.9亿元";
        assert!(disagreements(first, "进出口 7154.2 亿元 增长 ０．４％ 出口 4,854.9").is_empty());
        let wrong = disagreements(first, "进出口7154.2亿元，增长0.4%，其中出口4864.9亿元");
        assert_eq!(wrong.into_iter().collect::<Vec<_>>(), ["4854.9"]);
    }
}
