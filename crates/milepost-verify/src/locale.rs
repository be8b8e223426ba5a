//! Readings of single numbers and periods for plugins, in the language they say.

use milepost_grammar::quantity;
use milepost_model::{NaiveDate, plain_decimal};

/// Languages that print a comma before the decimals.
const COMMA_LANGUAGES: [&str; 16] = [
    "de", "fr", "es", "it", "pt", "nl", "ru", "uk", "pl", "cs", "sv", "da", "nb", "fi", "tr", "id",
];

/// A longer text is no number.
const MAX_BYTES: usize = 200;

/// Reads a number as a language prints it, with its scale and unit where they stand beside it, as exact plain decimal
/// text: `1 234,5` in `de` is `1234.5`, `(3.2)` is `-3.2`, `7154.2亿元` is `715420000000`.
///
/// # Errors
/// What was found, and why it is no number, or has two readings.
pub fn read_number(text: &str, lang: &str) -> Result<String, String> {
    if text.len() > MAX_BYTES {
        return Err("a text of more than 200 bytes is no number".to_owned());
    }
    let family = lang.split(['-', '_']).next().unwrap_or_default();
    let is_comma = COMMA_LANGUAGES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(family));
    let text = if is_comma {
        with_point(text)?
    } else {
        text.to_owned()
    };
    quantity(&text, None)
        .map(|quantity| plain_decimal(quantity.value))
        .map_err(|error| error.to_string())
}

/// Turns `1.234,5` and `1 234,5` into `1234.5`. Groups that are no thousands are refused.
fn with_point(text: &str) -> Result<String, String> {
    let wrong = || format!("`{text}` is no number of a language with decimal commas");
    let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
    let is_separator = |c: char| matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let start = whole.find(|c: char| c.is_ascii_digit()).ok_or_else(wrong)?;
    let (sign, digits) = whole.split_at_checked(start).ok_or_else(wrong)?;
    let end = digits
        .rfind(|c: char| c.is_ascii_digit())
        .and_then(|at| at.checked_add(1))
        .ok_or_else(wrong)?;
    let (digits, rest) = digits.split_at_checked(end).ok_or_else(wrong)?;
    let groups: Vec<&str> = digits.split(is_separator).collect();
    let are_thousands = groups.iter().skip(1).all(|group| group.len() == 3)
        && (groups.len() == 1 || groups.first().is_some_and(|first| (1..=3).contains(&first.len())));
    if !are_thousands || fraction.contains(',') {
        return Err(wrong());
    }
    let point = if text.contains(',') { "." } else { "" };
    Ok(format!("{sign}{}{rest}{point}{fraction}", groups.concat()))
}

/// Reads a period as a language prints it, in a text form of the product: `March 2025` in `en` is `2025-03`. A split year
/// such as `2024/25` is `2024-07/2025-06`. A text that leaves the year open is anchored on the day of publication.
///
/// # Errors
/// What was found, and why it is no period.
pub fn read_period(text: &str, lang: &str, published: Option<NaiveDate>) -> Result<String, String> {
    milepost_grammar::period(text, lang, published).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{read_number, read_period};

    #[track_caller]
    fn check(text: &str, lang: &str, expected: &str) {
        assert_eq!(read_number(text, lang).as_deref(), Ok(expected), "{text}");
    }

    #[test]
    fn numbers_are_read_as_their_language_prints_them() {
        check("1 234,5", "de", "1234.5");
        check("1.234.567", "de-DE", "1234567");
        check("-0,7", "fr", "-0.7");
        check("1,234.5", "en", "1234.5");
        check("(3.2)", "en", "-3.2");
        check("7154.2亿元", "zh", "715420000000");
    }

    #[test]
    fn what_has_two_readings_is_refused() {
        for (text, lang) in [
            ("1,23", "en"),
            ("1.23,4", "de"),
            ("1,2,3", "de"),
            ("", "de"),
            ("zwölf", "de"),
            ("", "en"),
        ] {
            assert!(read_number(text, lang).is_err(), "{text} {lang}");
        }
        assert!(read_number(&"1".repeat(300), "en").is_err());
    }

    #[test]
    fn periods_are_read_in_both_languages() {
        assert_eq!(read_period("March 2025", "en", None).as_deref(), Ok("2025-03"));
        assert_eq!(
            read_period("2024/25", "en", None).as_deref(),
            Ok("2024-07/2025-06")
        );
        assert!(read_period("soon", "en", None).is_err());
    }
}
