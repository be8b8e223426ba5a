//! Reads numerals: Arabic digits with separators, and Chinese numerals. Exact, or not at all.

use milepost_model::Decimal;

use crate::fold::Folded;

/// More digits than this are no figure of a bulletin, and would not be exact in a `Decimal`.
const MAX_DIGITS: usize = 24;

/// A numeral and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numeral {
    pub(crate) end: usize,
    pub(crate) value: Decimal,
    /// One unit of the last written digit.
    pub(crate) step: Decimal,
    pub(crate) form: Form,
}

/// How a numeral is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `8006`, without separators or fraction.
    Integer {
        /// How many digits.
        digits: usize,
    },
    /// `8,006` or `8006.8`.
    Decorated,
    /// `二十七`.
    Chinese,
}

/// Why digits are no numeral; the digits end at `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) end: usize,
    pub(crate) reason: &'static str,
}

pub(crate) const TWO_READINGS: &str = "a Chinese numeral with two readings";
pub(crate) const MALFORMED: &str = "a malformed number";
pub(crate) const TOO_LONG: &str = "too many digits";
pub(crate) const ENUMERATION: &str = "a section or version number";

/// How far white space may split a number: lines of a PDF break anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// `80␤06.8` and `8 006.8` are one number each.
    Joined,
    /// White space ends a number, but for that beside a decimal point.
    AtPoint,
}

/// Reads unsigned Arabic digits that start at `start`. The caller has seen a digit there.
pub(crate) fn arabic(text: &Folded, start: usize, breaks: Breaks) -> Result<Numeral, Malformed> {
    let mut digits = Digits::default();
    let mut at = digits.take(text, start);
    let first_group = at - start;
    let mut decorated = false;
    let fits_groups = first_group <= 3;
    let mut malformed = None;
    // Thousands, by comma. A full-width comma separates only full-width digits.
    while is_thousands_comma(text, at) && text.get(at + 1).is_ascii_digit() {
        let group_end = run_end(text, at + 1);
        if group_end - (at + 1) != 3 || !fits_groups {
            // `1,23` is no thousands; a list «5,10» without spaces is none either.
            malformed = Some(MALFORMED);
        }
        digits.take(text, at + 1);
        decorated = true;
        at = group_end;
    }
    if breaks == Breaks::Joined && !decorated {
        let mut lines = 1;
        while let Some(next) = broken_group(text, at, first_group) {
            lines += usize::from(text.get(at) == '\n');
            // Digits on line after line are a column of numbers, not one number.
            if lines > 2 {
                malformed = Some(MALFORMED);
            }
            at = digits.take(text, next);
            decorated = true;
        }
    }
    if let Some(fraction) = fraction_start(text, at) {
        at = digits.take_fraction(text, fraction);
        decorated = true;
        if text.get(at) == '.' && text.get(at + 1).is_ascii_digit() {
            while text.get(at) == '.' && text.get(at + 1).is_ascii_digit() {
                at = run_end(text, at + 1);
            }
            return Err(Malformed {
                end: at,
                reason: ENUMERATION,
            });
        }
    }
    if let Some(reason) = malformed {
        return Err(Malformed { end: at, reason });
    }
    let form = if decorated {
        Form::Decorated
    } else {
        Form::Integer { digits: first_group }
    };
    digits.finish(at, form).ok_or(Malformed {
        end: at,
        reason: TOO_LONG,
    })
}

fn is_thousands_comma(text: &Folded, at: usize) -> bool {
    match text.get(at) {
        ',' => true,
        '，' => text.width(at.wrapping_sub(1)) > 1 && text.width(at + 1) > 1,
        _ => false,
    }
}

/// Returns where the fraction's digits start, when a decimal point stands at `at`, perhaps with one break beside it.
fn fraction_start(text: &Folded, at: usize) -> Option<usize> {
    let point = if text.get(at) == '.' {
        at
    } else if text.get(at).is_whitespace() && text.get(at + 1) == '.' && text.get(at + 2).is_ascii_digit() {
        at + 1
    } else {
        return None;
    };
    if text.get(point + 1).is_ascii_digit() {
        return Some(point + 1);
    }
    // «8006. 8亿元»: a break after the point, where the digits before it do not end an English sentence.
    let broken = text.get(point + 1).is_whitespace() && text.get(point + 2).is_ascii_digit();
    let end = run_end(text, point + 2);
    let scaled = matches!(text.get(text.skip_space(end)), '%' | '亿' | '万' | '个' | '‰');
    (broken && scaled).then_some(point + 2)
}

/// Returns where a number goes on after a break: three digits after a space, or any after a line break.
fn broken_group(text: &Folded, at: usize, first_group: usize) -> Option<usize> {
    let gap = text.get(at);
    let next = at + 1;
    if !gap.is_whitespace() || !text.get(next).is_ascii_digit() {
        return None;
    }
    let group = run_end(text, next) - next;
    let is_thousands = group == 3 && first_group <= 3;
    (is_thousands || gap == '\n').then_some(next)
}

pub(crate) fn run_end(text: &Folded, mut at: usize) -> usize {
    while text.get(at).is_ascii_digit() {
        at += 1;
    }
    at
}

#[derive(Default)]
struct Digits {
    mantissa: i128,
    count: usize,
    scale: u32,
}

impl Digits {
    fn take(&mut self, text: &Folded, mut at: usize) -> usize {
        while let Some(digit) = text.get(at).to_digit(10) {
            if self.count < MAX_DIGITS {
                self.mantissa = self.mantissa * 10 + i128::from(digit);
            }
            self.count += 1;
            at += 1;
        }
        at
    }

    fn take_fraction(&mut self, text: &Folded, at: usize) -> usize {
        let end = self.take(text, at);
        self.scale = u32::try_from(end - at).unwrap_or(u32::MAX);
        end
    }

    fn finish(self, end: usize, form: Form) -> Option<Numeral> {
        if self.count > MAX_DIGITS {
            return None;
        }
        let value = Decimal::try_from_i128_with_scale(self.mantissa, self.scale).ok()?;
        let step = Decimal::try_from_i128_with_scale(1, self.scale).ok()?;
        Some(Numeral {
            end,
            value,
            step,
            form,
        })
    }
}

/// Returns the digit a Chinese numeral stands for.
pub(crate) fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn chinese_place(c: char) -> Option<i64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

pub(crate) fn is_chinese_numeral(c: char) -> bool {
    chinese_digit(c).is_some() || chinese_place(c).is_some()
}

/// Reads a Chinese numeral such as 二十七, 一万二千, 三点五, 二〇二五.
///
/// 一万二 and 三百五 are refused: they are said for 12000 and 350, and written for 10002 and 305 by machine
/// translation and by careless hands. 二五 (two digits without places) is refused unless it holds 〇.
pub(crate) fn chinese(text: &Folded, start: usize) -> Result<Numeral, Malformed> {
    let mut end = start;
    while is_chinese_numeral(text.get(end)) {
        end += 1;
    }
    let fraction = match text.get(end) {
        '点' if end > start && chinese_digit(text.get(end + 1)).is_some() => {
            let from = end + 1;
            end = from;
            while chinese_digit(text.get(end)).is_some() {
                end += 1;
            }
            from..end
        }
        _ => end..end,
    };
    let whole_end = if fraction.is_empty() {
        end
    } else {
        fraction.start - 1
    };
    let refuse = |reason| Malformed { end, reason };
    if whole_end - start > 24 || fraction.len() > 12 {
        return Err(refuse(TOO_LONG));
    }
    let whole = text.slice(start..whole_end);
    let (mut value, mut step) = if whole.iter().all(|c| chinese_digit(*c).is_some()) && whole.len() > 1 {
        (positional(whole).ok_or(refuse(TWO_READINGS))?, Decimal::ONE)
    } else {
        placed(whole).ok_or(refuse(TWO_READINGS))?
    };
    let mut scale = 0;
    for c in text.slice(fraction.clone()) {
        scale += 1;
        let digit = i64::from(chinese_digit(*c).unwrap_or(0));
        value += Decimal::new(digit, scale);
    }
    if scale > 0 {
        step = Decimal::new(1, scale);
    }
    // 三点五亿, 二百五十万亿 and the like: the places after the fraction multiply.
    while !fraction.is_empty() {
        let Some(place) = chinese_place(text.get(end)) else {
            break;
        };
        (value, step) = (value * Decimal::from(place), step * Decimal::from(place));
        end += 1;
        if end - fraction.end > 2 {
            return Err(Malformed {
                end,
                reason: MALFORMED,
            });
        }
    }
    Ok(Numeral {
        end,
        value,
        step,
        form: Form::Chinese,
    })
}

fn positional(digits: &[char]) -> Option<Decimal> {
    let has_zero = digits.iter().any(|c| *c == '〇' || *c == '零');
    if !has_zero || digits.len() > 18 {
        return None;
    }
    let mut value: i64 = 0;
    for c in digits {
        value = value
            .checked_mul(10)?
            .checked_add(i64::from(chinese_digit(*c)?))?;
    }
    Some(Decimal::from(value))
}

/// Reads a whole numeral with places: the sum of sections below 万, times 万 and 亿.
fn placed(chars: &[char]) -> Option<(Decimal, Decimal)> {
    let mut total: i64 = 0;
    let mut section: i64 = 0;
    let mut digit: Option<i64> = None;
    let mut last_place: i64 = i64::MAX;
    let mut step: i64 = 1;
    let mut after_zero = false;
    for (index, c) in chars.iter().enumerate() {
        if let Some(value) = chinese_digit(*c) {
            if value == 0 {
                if digit.is_some() {
                    return None;
                }
                after_zero = true;
                continue;
            }
            if digit.is_some() {
                return None;
            }
            digit = Some(i64::from(value));
            step = 1;
            continue;
        }
        let place = chinese_place(*c)?;
        step = place;
        if place < 10_000 {
            // Only 十 may stand without a digit, and only at the start of a section.
            let opens = place == 10 && section == 0;
            let count = match digit.take() {
                Some(count) => count,
                None if opens => 1,
                None => return None,
            };
            if place >= last_place {
                return None;
            }
            section = section.checked_add(count.checked_mul(place)?)?;
            last_place = place;
        } else {
            section = section.checked_add(digit.take().unwrap_or(0))?;
            if section == 0 && (total == 0 || index == 0) {
                return None;
            }
            total = if section == 0 || (total > 0 && total < place) {
                total.checked_add(section)?.checked_mul(place)?
            } else {
                total.checked_add(section.checked_mul(place)?)?
            };
            section = 0;
            last_place = i64::MAX;
        }
        after_zero = false;
    }
    if let Some(unit) = digit {
        // «一万二», «三百五»: a digit straight after a place above ten, without 零, has two readings.
        let follows = chars.len().checked_sub(2).and_then(|index| chars.get(index));
        let place = follows.and_then(|c| chinese_place(*c));
        if place.is_some_and(|place| place > 10) && !after_zero {
            return None;
        }
        section = section.checked_add(unit)?;
    }
    let value = total.checked_add(section)?;
    if value == 0 && chars != ['零'] && chars != ['〇'] {
        return None;
    }
    Some((Decimal::from(value), Decimal::from(step)))
}
