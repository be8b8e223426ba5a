//! Numbers as a reader of the language expects them: 7154.2亿元 beside CNY 715.42 billion, never both conventions mixed.
//!
//! Published figures keep every digit; computed ones are rounded to four significant digits.

use milepost_model::{Decimal, Language, Unit};
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::FromPrimitive as _;

/// What a computed amount is rounded to for reading: more digits would claim what nobody knows.
const COMPUTED_DIGITS: u32 = 4;

/// A power of ten with its name, so that the figures of one chart or table share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// 10 to this power is divided out.
    pub power: u32,
    name: &'static str,
}

impl Scale {
    const ONE: Self = Self { power: 0, name: "" };

    /// Returns the scale that suits figures of about this size, for axes.
    pub fn for_axis(largest: Decimal, language: Language) -> Self {
        let largest = largest.abs();
        let fitting = ladder(language).iter().find(|scale| largest >= scale.divisor());
        // 万亿 would leave axis numbers such as 0.8; 亿 keeps them whole. Likewise trillions.
        let axis = match (fitting, language) {
            (Some(scale), Language::Zh) if scale.power == 12 => ladder(language).get(1).copied(),
            (Some(scale), Language::En) if scale.power == 12 && largest < scale.divisor() * Decimal::TEN => {
                ladder(language).get(1).copied()
            }
            (scale, _) => scale.copied(),
        };
        axis.unwrap_or(Self::ONE)
    }

    /// Returns 10 to the power.
    pub fn divisor(self) -> Decimal {
        Decimal::from(10_u64.pow(self.power.min(18)))
    }

    /// Returns `value` divided by the scale.
    pub fn divide(self, value: Decimal) -> Decimal {
        value.checked_div(self.divisor()).unwrap_or(value).normalize()
    }

    /// Returns the words of an axis in this scale and unit: `billion CNY`, `亿元`, `%`.
    pub fn axis_words(self, unit: Unit, language: Language) -> String {
        match language {
            Language::En => format!("{} {}", self.name, axis_unit_en(unit)).trim().to_owned(),
            Language::Zh => format!("{}{}", self.name, unit_zh(unit)),
        }
    }
}

const fn ladder(language: Language) -> &'static [Scale] {
    match language {
        Language::En => &[
            Scale {
                power: 12,
                name: "trillion",
            },
            Scale {
                power: 9,
                name: "billion",
            },
            Scale {
                power: 6,
                name: "million",
            },
        ],
        Language::Zh => &[
            Scale {
                power: 12,
                name: "万亿",
            },
            Scale {
                power: 8, name: "亿"
            },
            Scale {
                power: 4, name: "万"
            },
        ],
    }
}

const fn axis_unit_en(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "",
        Unit::Percent => "%",
        Unit::Cny | Unit::Usd | Unit::Tonnes | Unit::Persons | Unit::Teu | Unit::Trains | Unit::Index => {
            unit.as_str()
        }
    }
}

/// Returns the measure word behind a Chinese number; none for plain counts.
const fn unit_zh(unit: Unit) -> &'static str {
    match unit {
        Unit::Cny => "元",
        Unit::Usd => "美元",
        Unit::Count | Unit::Index => "",
        Unit::Percent => "%",
        Unit::Tonnes => "吨",
        Unit::Persons => "人次",
        Unit::Teu => "标箱",
        Unit::Trains => "列",
    }
}

/// Returns a published amount with every digit: `CNY 715.42 billion`, `7154.2亿元`, `65.2%`.
pub fn published(value: Decimal, unit: Unit, language: Language) -> String {
    let (scale, scaled) = scale_exactly(value, unit, language);
    assemble(scaled, scale, unit, language)
}

/// Returns a computed amount to four significant digits, with `about` left to the sentence around it.
pub fn computed(value: Decimal, unit: Unit, language: Language) -> String {
    let rounded = round_for_reading(value, unit);
    let (scale, scaled) = scale_exactly(rounded, unit, language);
    assemble(scaled, scale, unit, language)
}

/// Returns a computed difference with its sign: `+CNY 3.2 billion`, `−1.5 points`.
pub fn difference(value: Decimal, unit: Unit, language: Language) -> String {
    let sign = if value.is_sign_negative() && !value.is_zero() {
        "−"
    } else if value.is_zero() {
        ""
    } else {
        "+"
    };
    format!("{sign}{}", distance(value, unit, language))
}

/// Returns the size of a difference without its sign; differences of percentages are points.
pub fn distance(value: Decimal, unit: Unit, language: Language) -> String {
    let size = value.abs();
    if unit == Unit::Percent {
        let points = grouped(size.round_dp(2).normalize());
        return match language {
            Language::En => format!("{points} points"),
            Language::Zh => format!("{points}个百分点"),
        };
    }
    // A tenth of a company is as fine as a path through whole ones can be told.
    let is_counted = matches!(unit, Unit::Count | Unit::Trains | Unit::Persons);
    if is_counted && (Decimal::new(1, 1)..Decimal::ONE_HUNDRED).contains(&size) {
        return computed(size.round_dp(1), unit, language);
    }
    computed(size, unit, language)
}

/// Returns the plain digits with separators every three and the unit: `715,420,000,000 CNY`.
pub fn exact(value: Decimal, unit: Unit, language: Language) -> String {
    let digits = grouped(value.normalize());
    match (language, unit) {
        (_, Unit::Percent) => format!("{digits}%"),
        (Language::En, _) => format!("{digits} {}", axis_unit_en(unit)).trim().to_owned(),
        (Language::Zh, _) => format!("{digits}{}", unit_zh(unit)),
    }
}

/// Returns a rate a year: `+8.2% a year`, `每年+12.5亿元`.
pub fn rate(rate: f64, is_percent: bool, unit: Unit, language: Language) -> String {
    let amount = if is_percent {
        format!("{}%", signed(rate, 1))
    } else {
        match Decimal::from_f64(rate) {
            Some(rate) => difference(rate, unit, language),
            None => signed(rate, 1),
        }
    };
    match language {
        Language::En => format!("{amount} a year"),
        Language::Zh => format!("每年{amount}"),
    }
}

/// Returns a float with `digits` decimals and a sign, `−` being the typographic one; zero has none.
pub fn signed(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let is_zero = text.bytes().all(|byte| byte == b'0' || byte == b'.');
    let sign = match (is_zero, value < 0.0) {
        (true, _) => "",
        (false, true) => "−",
        (false, false) => "+",
    };
    format!("{sign}{}", group_whole(&text))
}

/// Returns a float with `digits` decimals; only a negative one has a sign.
pub fn plain(value: f64, digits: usize) -> String {
    let text = signed(value, digits);
    text.strip_prefix('+').map_or(text.clone(), str::to_owned)
}

/// Returns a share of one as whole percent: `85%`.
pub fn whole_percent(share: f64) -> String {
    format!("{}%", plain(share * 100.0, 0))
}

/// Writes a decimal with separators every three digits and the typographic minus.
pub fn grouped(value: Decimal) -> String {
    let text = value.abs().to_string();
    let sign = if value.is_sign_negative() && !value.is_zero() {
        "−"
    } else {
        ""
    };
    format!("{sign}{}", group_whole(&text))
}

/// Rounds a computed amount; whole things stay whole.
fn round_for_reading(value: Decimal, unit: Unit) -> Decimal {
    let rounded = value
        .round_sf_with_strategy(COMPUTED_DIGITS, RoundingStrategy::MidpointAwayFromZero)
        .unwrap_or(value);
    let is_whole = match unit {
        Unit::Count | Unit::Persons | Unit::Teu | Unit::Trains => true,
        Unit::Cny | Unit::Usd | Unit::Percent | Unit::Tonnes | Unit::Index => false,
    };
    // Below ten a path of whole things is worth a decimal: 3.4 consulates against 3.
    if is_whole && rounded.abs() >= Decimal::TEN {
        value
            .round_sf_with_strategy(COMPUTED_DIGITS + 2, RoundingStrategy::MidpointAwayFromZero)
            .unwrap_or(value)
            .round_dp(u32::from(rounded.abs() < Decimal::ONE_THOUSAND))
            .normalize()
    } else {
        rounded.normalize()
    }
}

/// Picks the largest scale in which the value needs few decimals, so that no digit is lost and none is idle.
fn scale_exactly(value: Decimal, unit: Unit, language: Language) -> (Scale, Decimal) {
    let size = value.abs();
    let may_scale = unit != Unit::Percent && unit != Unit::Index;
    for scale in ladder(language).iter().filter(|_scale| may_scale) {
        if size < scale.divisor() {
            continue;
        }
        let scaled = scale.divide(value);
        let most_decimals = match scale.power {
            12 => 3,
            4 => 2,
            _ => 9,
        };
        if scaled.scale() <= most_decimals {
            return (*scale, scaled);
        }
    }
    (Scale::ONE, value.normalize())
}

fn assemble(scaled: Decimal, scale: Scale, unit: Unit, language: Language) -> String {
    let digits = match language {
        Language::En => grouped(scaled),
        // Chinese figures carry no separators in running text: 30145.79亿元.
        Language::Zh => scaled.to_string().replace('-', "−"),
    };
    match (language, unit) {
        (_, Unit::Percent) => format!("{digits}%"),
        (Language::Zh, _) => format!("{digits}{}{}", scale.name, unit_zh(unit)),
        (Language::En, Unit::Cny | Unit::Usd) => format!("{} {digits} {}", unit.as_str(), scale.name)
            .trim_end()
            .to_owned(),
        (Language::En, Unit::Count | Unit::Index) => format!("{digits} {}", scale.name).trim_end().to_owned(),
        (Language::En, Unit::Tonnes | Unit::Persons | Unit::Teu | Unit::Trains) => {
            let space = if scale.name.is_empty() { "" } else { " " };
            format!("{digits} {}{space}{}", scale.name, unit.as_str())
        }
    }
}

/// Puts a comma between every three digits of the whole part.
fn group_whole(text: &str) -> String {
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut grouped = String::with_capacity(text.len() + text.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::parse_plain_decimal;

    #[track_caller]
    fn check(value: &str, unit: Unit, en: &str, zh: &str) {
        let value = parse_plain_decimal(value).unwrap();
        assert_eq!(published(value, unit, Language::En), en);
        assert_eq!(published(value, unit, Language::Zh), zh);
    }

    #[test]
    fn published_amounts_keep_every_digit_in_the_readers_scale() {
        check("800059000000", Unit::Cny, "CNY 800.059 billion", "8000.59亿元");
        check("1100000000000", Unit::Cny, "CNY 1.1 trillion", "1.1万亿元");
        check(
            "3014579000000",
            Unit::Cny,
            "CNY 3,014.579 billion",
            "30145.79亿元",
        );
        check("270000000", Unit::Tonnes, "270 million t", "2.7亿吨");
        check("327700", Unit::Teu, "327,700 TEU", "32.77万标箱");
        check("14246", Unit::Count, "14,246", "14246");
        check("230000", Unit::Count, "230,000", "23万");
        check("5000000", Unit::Persons, "5 million persons", "500万人次");
        check("-2.11", Unit::Percent, "−2.11%", "−2.11%");
        check("5000", Unit::Trains, "5,000 trains", "5000列");
        check("0", Unit::Usd, "USD 0", "0美元");
        check("0.5", Unit::Index, "0.5", "0.5");
    }

    #[test]
    fn computed_amounts_are_rounded_to_what_is_known() {
        let value = parse_plain_decimal("845412345678.91").unwrap();
        assert_eq!(computed(value, Unit::Cny, Language::En), "CNY 845.4 billion");
        assert_eq!(computed(value, Unit::Cny, Language::Zh), "8454亿元");
        assert_eq!(
            computed(
                parse_plain_decimal("151.4893").unwrap(),
                Unit::Count,
                Language::En
            ),
            "151.5"
        );
    }

    #[test]
    fn differences_of_percentages_are_points() {
        let value = parse_plain_decimal("-1.5").unwrap();
        assert_eq!(difference(value, Unit::Percent, Language::En), "−1.5 points");
        assert_eq!(difference(value, Unit::Percent, Language::Zh), "−1.5个百分点");
    }

    #[test]
    fn rates_name_the_year_and_zero_has_no_sign() {
        assert_eq!(rate(8.24, true, Unit::Cny, Language::En), "+8.2% a year");
        assert_eq!(rate(-4.2e8, false, Unit::Cny, Language::Zh), "每年−4.2亿元");
        assert_eq!(signed(-0.01, 1), "0.0");
        assert_eq!(plain(-12345.6, 1), "−12,345.6");
    }

    #[test]
    fn axes_share_one_scale() {
        let scale = Scale::for_axis(parse_plain_decimal("1100000000000").unwrap(), Language::En);
        assert_eq!(scale.axis_words(Unit::Cny, Language::En), "billion CNY");
        let scale = Scale::for_axis(parse_plain_decimal("1100000000000").unwrap(), Language::Zh);
        assert_eq!(scale.axis_words(Unit::Cny, Language::Zh), "亿元");
    }

    proptest::proptest! {
        #[test]
        fn no_number_panics(mantissa in i64::MIN..i64::MAX, scale in 0..28u32, float in proptest::num::f64::ANY) {
            for unit in Unit::ALL {
                for language in [Language::En, Language::Zh] {
                    let value = Decimal::new(mantissa, scale);
                    let _ = (published(value, unit, language), computed(value, unit, language), exact(value, unit, language));
                    let _ = rate(float, false, unit, language);
                    let _ = Scale::for_axis(value, language).axis_words(unit, language);
                }
            }
        }

        #[test]
        fn published_digits_are_the_values_digits(mantissa in 1..1_000_000_000_i64, zeros in 0..6_u32) {
            let value = Decimal::from(mantissa) * Decimal::from(10_i64.pow(zeros));
            let kept = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().trim_matches('0').to_owned();
            let all = value.to_string().trim_matches('0').to_owned();
            proptest::prop_assert_eq!(kept(&published(value, Unit::Cny, Language::En)), all.clone());
            proptest::prop_assert_eq!(kept(&published(value, Unit::Cny, Language::Zh)), all);
        }
    }
}
