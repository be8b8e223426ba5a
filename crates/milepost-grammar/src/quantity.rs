//! Reads one quantity: sign, numeral, scale, unit. The host reads printed figures back with [`quantity`].

use std::ops::Range;

use milepost_model::{Comparison, Decimal, Unit};

use crate::english_word::{number_words, scale, word_at};
use crate::fold::{Folded, is_cjk};
use crate::hint::Hint;
use crate::numeral::{self, Breaks, Form, Malformed};
use crate::unit::{UnitWord, named, scale_at, unit_at};

/// A printed quantity, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The exact value in base units.
    pub value: Decimal,
    /// One unit of the last printed digit, in base units.
    pub step: Decimal,
    /// The base unit, where one is printed or hinted that Milepost stores.
    pub unit: Option<Unit>,
    /// The unit as printed, folded, without scale; empty where there is none.
    pub unit_word: String,
    /// How exactly it is claimed.
    pub comparison: Comparison,
}

/// A text that is no single quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no quantity: {reason}")]
pub struct QuantityError {
    /// What was found, cut to 60 characters.
    pub found: String,
    /// Why it is none.
    pub reason: &'static str,
}

/// Reads a printed quantity back: `7154.2亿元`, `25.65 billion USD`, `seven`, `1.2倍`, `约30项`, `over 5 million`.
///
/// The whole text must be the quantity. `unit_hint` is a scale and unit for a number printed without one, such as
/// `亿元` from a table's caption or from the last item of a list; it is not used where the text has a unit of its
/// own. `倍` and `成` are percent (`1.2倍` is 120, `三成` is 30), `‰` is a tenth of a percent.
///
/// # Errors
/// When the text is empty, holds more than one quantity or other words, or has two readings (一万二, 1,23).
pub fn quantity(text: &str, unit_hint: Option<&str>) -> Result<Quantity, QuantityError> {
    let wrong = |reason| QuantityError {
        found: text.chars().take(60).collect(),
        reason,
    };
    if text.len() > 200 {
        return Err(wrong("too long"));
    }
    let folded = Folded::new(text);
    let mut at = folded.skip_space(0);
    let mut comparison = Comparison::Eq;
    if let Some((end, said)) = comparison_before(&folded, at) {
        (at, comparison) = (folded.skip_space(end), said);
    }
    let parenthesised = folded.get(at) == '(';
    if parenthesised {
        at = folded.skip_space(at + 1);
    }
    let read = read_at(&folded, at, Breaks::Joined).map_err(|malformed| wrong(malformed.reason))?;
    let mut end = folded.skip_space(read.end);
    let mut value = read.value;
    if parenthesised {
        if folded.get(end) != ')' {
            return Err(wrong("a bracket is left open"));
        }
        // Accountants' brackets: (3.2) is −3.2.
        value = -value;
        end = folded.skip_space(end + 1);
    }
    if read.more {
        comparison = Comparison::Over;
    }
    if let Some((after, said)) = comparison_after(&folded, end) {
        (end, comparison) = (folded.skip_space(after), said);
    }
    if end < folded.len() {
        return Err(wrong("other words follow it"));
    }
    let mut quantity = Quantity {
        value,
        step: read.step,
        unit: read.unit.and_then(|unit| unit.unit),
        unit_word: folded.string(read.unit_range.clone()),
        comparison,
    };
    if read.unit.is_none()
        && let Some(hint) = unit_hint
    {
        let hint = Hint::read(hint).ok_or_else(|| wrong("the unit hint is no unit"))?;
        let scale = if read.is_scaled {
            hint.factor
        } else {
            hint.scale * hint.factor
        };
        quantity.value = quantity
            .value
            .checked_mul(scale)
            .ok_or_else(|| wrong(numeral::TOO_LONG))?;
        quantity.step = quantity
            .step
            .checked_mul(scale)
            .ok_or_else(|| wrong(numeral::TOO_LONG))?;
        quantity.unit = hint.unit;
        quantity.unit_word = hint.word;
    }
    Ok(quantity)
}

/// A quantity found in running text; all places are character indices.
#[derive(Debug, Clone)]
pub(crate) struct Read {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) value: Decimal,
    pub(crate) step: Decimal,
    pub(crate) unit: Option<UnitWord>,
    pub(crate) unit_range: Range<usize>,
    pub(crate) is_scaled: bool,
    /// 多, 余 or + stands inside: more than printed.
    pub(crate) more: bool,
    pub(crate) form: Form,
    /// A sign is printed.
    pub(crate) is_signed: bool,
}

/// Reads a quantity whose sign, currency sign or numeral starts at `start`.
pub(crate) fn read_at(text: &Folded, start: usize, breaks: Breaks) -> Result<Read, Malformed> {
    let none = Malformed {
        end: start + 1,
        reason: "no number",
    };
    let (mut at, mut sign) = sign_at(text, start);
    let prefix = currency_prefix(text, at);
    if let Some((end, _)) = prefix {
        at = text.skip_space(end);
        if sign.is_none() {
            (at, sign) = sign_at(text, at);
        }
    }
    let mut percent_in_words = None;
    if text.starts_with(at, "百分之") {
        percent_in_words = Some(Decimal::ONE);
        at += 3;
    } else if text.starts_with(at, "千分之") {
        percent_in_words = Some(Decimal::new(1, 1));
        at += 3;
    }
    let c = text.get(at);
    let (mut end, mut value, mut step, form) = if c.is_ascii_digit() {
        let n = numeral::arabic(text, at, breaks)?;
        (n.end, n.value, n.step, n.form)
    } else if numeral::is_chinese_numeral(c) {
        let n = numeral::chinese(text, at)?;
        (n.end, n.value, n.step, n.form)
    } else {
        let (end, value) = number_words(text, at).ok_or(none)?;
        (end, value, Decimal::ONE, Form::Chinese)
    };
    if let Some(factor) = percent_in_words {
        let range = start..end;
        (value, step) = (value * factor, step * factor);
        let unit = Some(named("%"));
        return Ok(finish(
            Read {
                start,
                end,
                value,
                step,
                unit,
                unit_range: range.end..range.end,
                is_scaled: false,
                more: false,
                form,
                is_signed: sign.is_some(),
            },
            sign,
        ));
    }
    let mut more = skip_more(text, &mut end);
    let (scale_end, mut scale) = scale_at(text, text.skip_space(end));
    let mut is_scaled = false;
    if scale != Decimal::ONE && !splits_a_word(text, end, scale_end) {
        end = scale_end;
        is_scaled = true;
        more |= skip_more(text, &mut end);
    } else {
        scale = Decimal::ONE;
        if let Some((word_end, multiplied)) = english_scale_at(text, end)
            && multiplied != Decimal::ONE
        {
            (end, scale, is_scaled) = (word_end, multiplied, true);
        }
    }
    let unit_start = text.skip_space(end);
    let mut unit_range = end..end;
    let mut unit = prefix.map(|(_, unit)| unit);
    let close = unit_start - end <= 2;
    if close && let Some((unit_end, word)) = any_unit_at(text, unit_start) {
        if unit.is_none() || unit.map(|unit| unit.unit) == Some(word.unit) {
            unit = Some(word);
            unit_range = unit_start..unit_end;
            end = unit_end;
        }
    } else if let Some((prefix_end, _)) = prefix {
        unit_range = sign_at(text, start).0..prefix_end;
    }
    let factor = unit.map_or(Decimal::ONE, UnitWord::factor);
    let too_long = Malformed {
        end,
        reason: numeral::TOO_LONG,
    };
    value = value
        .checked_mul(scale)
        .and_then(|v| v.checked_mul(factor))
        .ok_or(too_long)?;
    step = step
        .checked_mul(scale)
        .and_then(|v| v.checked_mul(factor))
        .ok_or(too_long)?;
    Ok(finish(
        Read {
            start,
            end,
            value,
            step,
            unit,
            unit_range,
            is_scaled,
            more,
            form,
            is_signed: sign.is_some(),
        },
        sign,
    ))
}

fn finish(mut read: Read, sign: Option<bool>) -> Read {
    if sign == Some(true) {
        read.value = -read.value;
    }
    read.value = read.value.normalize();
    read.step = read.step.normalize();
    read
}

/// Reads a sign; the flag is true for minus.
fn sign_at(text: &Folded, at: usize) -> (usize, Option<bool>) {
    match text.get(at) {
        '-' => (text.skip_space(at + 1), Some(true)),
        '负' => (at + 1, Some(true)),
        '+' => (text.skip_space(at + 1), Some(false)),
        _ => (at, None),
    }
}

fn currency_prefix(text: &Folded, at: usize) -> Option<(usize, UnitWord)> {
    let usd = |end| Some((end, named("美元")));
    let cny = |end| Some((end, named("元")));
    match text.get(at) {
        '$' => usd(at + 1),
        '¥' => cny(at + 1),
        'U' | 'u' | 'R' | 'r' | 'C' => {
            for word in ["US$", "U.S.$", "USD", "usd"] {
                if text.starts_with(at, word) {
                    return usd(at + word.len());
                }
            }
            for word in ["RMB", "CNY", "rmb"] {
                if text.starts_with(at, word) {
                    return cny(at + word.len());
                }
            }
            None
        }
        _ => None,
    }
}

fn skip_more(text: &Folded, end: &mut usize) -> bool {
    let c = text.get(*end);
    let is_more = (matches!(c, '多' | '余') && text.get(*end + 1) != '元' || c == '多')
        && !matches!(text.get(*end + 1), '边' | '式' | '元' | '次' | '年' | '额')
        || c == '+' && !text.get(*end + 1).is_ascii_digit();
    if is_more {
        *end += 1;
    }
    is_more
}

/// Tells whether the scale's characters start a word: 3.5 千米 was handled by the scale, 5 百货 is a shop.
fn splits_a_word(text: &Folded, number_end: usize, scale_end: usize) -> bool {
    let spaced = text.get(number_end).is_whitespace();
    let next = text.get(scale_end);
    spaced && text.before(scale_end) == '百' && matches!(next, '货' | '强' | '家' | '姓')
        || text.before(scale_end) == '百' && matches!(next, '货' | '强' | '姓' | '年')
}

pub(crate) fn english_scale_at(text: &Folded, at: usize) -> Option<(usize, Decimal)> {
    let mut end = at;
    let mut product = Decimal::ONE;
    for _ in 0..2 {
        let mut next = text.skip_space(end);
        if text.get(next) == '-' {
            next += 1;
        }
        let (word_end, key) = word_at(text, next);
        let Some(scale) = scale(key.as_str()) else { break };
        product = product.checked_mul(Decimal::from(scale))?;
        end = word_end;
    }
    Some((end, product))
}

/// Reads a unit word of either language.
pub(crate) fn any_unit_at(text: &Folded, at: usize) -> Option<(usize, UnitWord)> {
    let c = text.get(at);
    if c.is_ascii_alphabetic() {
        return english_unit_at(text, at).or_else(|| unit_at(text, at));
    }
    unit_at(text, at)
}

/// Reads an English unit: the unit itself, never a counted noun but trains and persons, which have base units.
pub(crate) fn english_unit_at(text: &Folded, at: usize) -> Option<(usize, UnitWord)> {
    let chinese = |word: &str| Some(named(word));
    let (end, key) = word_at(text, at);
    let next = text.skip_space(end);
    let (second_end, second) = word_at(text, next);
    let symbol = match key.as_str() {
        "percent" | "pct" | "percentage" | "per" => {
            let is_point = |word: &str| matches!(word, "point" | "points");
            return match (key.as_str(), second.as_str()) {
                ("per", "cent") => {
                    let (third_end, third) = word_at(text, text.skip_space(second_end));
                    if is_point(third.as_str()) {
                        Some((third_end, chinese("个百分点")?))
                    } else {
                        Some((second_end, chinese("%")?))
                    }
                }
                ("per", _) => None,
                (_, word) if is_point(word) => Some((second_end, chinese("个百分点")?)),
                ("percentage", _) => None,
                _ => Some((end, chinese("%")?)),
            };
        }
        "yuan" | "rmb" | "cny" | "renminbi" => {
            if matches!(second.as_str(), "rmb" | "yuan" | "renminbi") && second_end > next {
                return Some((second_end, chinese("元")?));
            }
            "元"
        }
        "usd" | "dollars" | "dollar" => "美元",
        "u" if text.starts_with(end, ".S. ") || text.starts_with(end, ".S.") => {
            let dollar_at = text.skip_space(end + 3);
            let (dollar_end, dollar) = word_at(text, dollar_at);
            return matches!(dollar.as_str(), "dollars" | "dollar").then_some((dollar_end, chinese("美元")?));
        }
        "us" | "american" if matches!(second.as_str(), "dollars" | "dollar") => {
            return Some((second_end, chinese("美元")?));
        }
        "euros" | "euro" => "欧元",
        "tons" | "tonnes" | "ton" | "tonne" => "吨",
        "metric" if matches!(second.as_str(), "tons" | "tonnes" | "ton") => {
            return Some((second_end, chinese("吨")?));
        }
        "teu" | "teus" => "标箱",
        "standard" if second.as_str() == "containers" => return Some((second_end, chinese("标箱")?)),
        "twenty" => {
            let phrase = "-foot equivalent unit";
            if !text.starts_with(end, phrase) {
                return None;
            }
            let (unit_end, _) = word_at(text, end + phrase.len() - 4);
            return Some((unit_end, chinese("标箱")?));
        }
        "times" | "fold" => "倍",
        "trains" => "列",
        "persons" | "people" => "人",
        "square" | "sq" | "km" | "kilometers" | "kilometres" | "hectares" | "mu" | "kwh" | "cubic" => "公里",
        "years" | "months" | "days" | "hours" | "minutes" | "weeks" | "year" | "month" | "day" | "hour"
        | "quarters" | "decades" | "minute" | "week" | "weekdays" => "天",
        _ => return None,
    };
    Some((end, chinese(symbol)?))
}

/// Reads a word before a number that says how exactly it is meant; returns its end.
pub(crate) fn comparison_before(text: &Folded, at: usize) -> Option<(usize, Comparison)> {
    const WORDS: &[(&str, Comparison)] = &[
        ("大约", Comparison::Approx),
        ("约", Comparison::Approx),
        ("将近", Comparison::Nearly),
        ("接近", Comparison::Nearly),
        ("近", Comparison::Nearly),
        ("不到", Comparison::Nearly),
        ("不足", Comparison::Nearly),
        ("超过", Comparison::Over),
        ("突破", Comparison::Over),
        ("超", Comparison::Over),
        ("逾", Comparison::Over),
    ];
    if is_cjk(text.get(at)) {
        let found = WORDS.iter().find(|(word, _)| text.starts_with(at, word));
        return found.map(|(word, said)| (at + word.chars().count(), *said));
    }
    let (end, key) = word_at(text, at);
    let next = text.skip_space(end);
    let (second_end, second) = word_at(text, next);
    if let ("more" | "less" | "greater", "than") | ("at", "least") | ("close", "to") =
        (key.as_str(), second.as_str())
    {
        let said = match key.as_str() {
            "less" | "close" => Comparison::Nearly,
            _ => Comparison::Over,
        };
        return Some((second_end, said));
    }
    english_comparison(key.as_str()).map(|said| (end, said))
}

pub(crate) fn english_comparison(word: &str) -> Option<Comparison> {
    Some(match word {
        "about" | "approximately" | "around" | "roughly" | "some" => Comparison::Approx,
        "nearly" | "almost" => Comparison::Nearly,
        "over" | "above" | "exceeding" | "exceeded" | "exceed" | "exceeds" | "surpassing" => Comparison::Over,
        _ => return None,
    })
}

/// Reads a word after a quantity that says how exactly it is meant.
pub(crate) fn comparison_after(text: &Folded, at: usize) -> Option<(usize, Comparison)> {
    for (word, said) in [
        ("左右", Comparison::Approx),
        ("上下", Comparison::Approx),
        ("以上", Comparison::Over),
        ("or more", Comparison::Over),
        ("or so", Comparison::Approx),
    ] {
        if text.starts_with(at, word) {
            return Some((at + word.chars().count(), said));
        }
    }
    None
}
