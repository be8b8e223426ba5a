//! Writes a stored number as its sheet shows it: percent signs, decimals, thousands left out, quoted units.
//!
//! What a publisher prints is what the cell shows: 0.123 under `0.0%` is 12.3 %, and 5385900000 under `0.0,,` is 5385.9.

use milepost_model::Decimal;
use rust_decimal::RoundingStrategy;

/// Returns the number as shown under a format code; none where the code is for dates or beyond this reader.
pub(crate) fn shown(value: Decimal, code: &str) -> Option<String> {
    if code.is_empty() || code.eq_ignore_ascii_case("general") || code == "@" {
        return Some(value.normalize().to_string());
    }
    // Sections are for positive, negative, zero; the first one shows how numbers look.
    let section = first_section(code);
    let mut pieces = Pieces::read(&section)?;
    let mut number = value;
    if pieces.percents > 0 {
        number = number.checked_mul(Decimal::ONE_HUNDRED)?;
    }
    for _ in 0..pieces.scaling_commas {
        number = number.checked_div(Decimal::ONE_THOUSAND)?;
    }
    let digits = if pieces.has_digits {
        let mut rounded = number
            .round_dp_with_strategy(pieces.decimals, RoundingStrategy::MidpointAwayFromZero)
            .normalize();
        // Zeros that the format asks for are printed digits: they say how exact the figure is.
        rounded.rescale(rounded.scale().max(pieces.least_decimals));
        rounded.to_string()
    } else {
        number.normalize().to_string()
    };
    let percent = if pieces.percents > 0 { "%" } else { "" };
    Some(format!(
        "{}{digits}{percent}{}",
        std::mem::take(&mut pieces.before),
        pieces.after
    ))
}

fn first_section(code: &str) -> String {
    let mut in_quotes = false;
    let mut section = String::new();
    for c in code.chars() {
        match c {
            '"' => in_quotes = !in_quotes,
            ';' if !in_quotes => break,
            _ => {}
        }
        section.push(c);
    }
    section
}

#[derive(Debug, Default)]
struct Pieces {
    before: String,
    after: String,
    decimals: u32,
    least_decimals: u32,
    percents: u32,
    scaling_commas: u32,
    has_digits: bool,
}

impl Pieces {
    fn read(section: &str) -> Option<Self> {
        let mut pieces = Self::default();
        let mut in_decimals = false;
        let mut commas = 0_u32;
        let mut chars = section.chars();
        while let Some(c) = chars.next() {
            match c {
                '0' | '#' | '?' => {
                    pieces.has_digits = true;
                    commas = 0;
                    pieces.decimals = pieces.decimals.saturating_add(u32::from(in_decimals));
                    let is_always_shown = in_decimals && c == '0';
                    pieces.least_decimals = pieces.least_decimals.saturating_add(u32::from(is_always_shown));
                }
                '.' => in_decimals = true,
                ',' if pieces.has_digits => commas = commas.saturating_add(1),
                '%' => pieces.percents = pieces.percents.saturating_add(1),
                '"' => {
                    let text: String = chars.by_ref().take_while(|c| *c != '"').collect();
                    pieces.literal(&text);
                }
                '\\' => {
                    let text: String = chars.by_ref().take(1).collect();
                    pieces.literal(&text);
                }
                // A blank as wide as the next character, and a fill: neither is text.
                '_' | '*' => {
                    chars.next();
                }
                // Colours, conditions, locales; a currency is `[$¥-804]`.
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    let currency = inside.strip_prefix('$').and_then(|rest| rest.split('-').next());
                    let is_time = matches!(
                        inside.to_ascii_lowercase().as_str(),
                        "h" | "hh" | "m" | "mm" | "s" | "ss"
                    );
                    if is_time {
                        return None;
                    }
                    pieces.literal(currency.unwrap_or_default());
                }
                '(' | ')' | '+' | '-' | ' ' => {}
                '¥' | '￥' | '$' | '€' => pieces.literal(c.encode_utf8(&mut [0; 4])),
                // Dates, times, exponents, fractions.
                _ => return None,
            }
        }
        pieces.scaling_commas = commas;
        (pieces.percents <= 1 && pieces.decimals <= 20).then_some(pieces)
    }

    fn literal(&mut self, text: &str) {
        let side = if self.has_digits {
            &mut self.after
        } else {
            &mut self.before
        };
        side.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_sheet_shows_them() {
        for (value, code, expected) in [
            ("0.123", "0.0%", Some("12.3%")),
            ("0.12345", "0.00%", Some("12.35%")),
            ("-0.021", "0.0%;[Red]-0.0%", Some("-2.1%")),
            ("5385.87", "#,##0.0", Some("5385.9")),
            ("538590000000", "0.00,,", Some("538590.00")),
            ("7154.2", "0.0\"亿元\"", Some("7154.2亿元")),
            ("7154.2", "General", Some("7154.2")),
            ("7154.25", "0_ ", Some("7154")),
            ("45000", "yyyy\"年\"m\"月\"", None),
            ("1", "[$¥-804]0.00", Some("¥1.00")),
        ] {
            let shown = shown(value.parse().unwrap(), code);
            assert_eq!(shown.as_deref(), expected, "{value} under {code}");
        }
    }
}
