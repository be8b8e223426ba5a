//! Finds period mentions in Chinese text: 2025年1-9月, 前三季度, 今年以来, 截至9月底, 比上年同期.

use crate::fold::{Folded, is_cjk};
use crate::mention::{Mention, Part, Use, Year};
use crate::numeral::{chinese_digit, run_end};

/// Years a bulletin may speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2100;

/// Reads the mention that starts at `start`, if one does.
pub(crate) fn mention_at(text: &Folded, start: usize) -> Option<Mention> {
    let (at, lead) = lead_at(text, start);
    let (year_end, year) = year_at(text, at);
    let rest = if year == Year::Unstated { at } else { year_end };
    let gap = skip_short_space(text, rest);
    if let Some((end, part)) = open_at(text, at, year_end, year) {
        return Some(Mention {
            range: start..end,
            year,
            part,
            role: lead.role(),
            is_point: false,
        });
    }
    let mut mention = if let Some((end, part)) = part_at(text, gap, year) {
        Mention {
            range: start..end,
            year,
            part,
            role: lead.role(),
            is_point: lead == Lead::AsOf,
        }
    } else if year != Year::Unstated {
        let end = year_end;
        Mention {
            range: start..end,
            year,
            part: Part::Whole,
            role: lead.role(),
            is_point: lead == Lead::AsOf,
        }
    } else if lead != Lead::Base && lead != Lead::By {
        now_at(text, at).map(|end| Mention {
            range: start..end,
            year: Year::Relative(0),
            part: Part::Now,
            role: Use::Governs,
            is_point: true,
        })?
    } else {
        return None;
    };
    finish(text, &mut mention, lead)?;
    Some(mention)
}

/// The word before the period proper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    None,
    /// 截至.
    AsOf,
    /// 比, 较.
    Base,
    /// 到, 至.
    By,
    /// 由, 从.
    From,
}

impl Lead {
    fn role(self) -> Use {
        match self {
            Self::None | Self::AsOf => Use::Governs,
            Self::Base => Use::Base,
            Self::By => Use::By,
            Self::From => Use::From,
        }
    }
}

fn lead_at(text: &Folded, at: usize) -> (usize, Lead) {
    match text.get(at) {
        '截' if matches!(text.get(at + 1), '至' | '止') => {
            let after = if text.get(at + 2) == '到' || text.get(at + 2) == '至' {
                at + 3
            } else {
                at + 2
            };
            (skip_short_space(text, after), Lead::AsOf)
        }
        '比' | '较' => {
            let after = if matches!(text.get(at + 1), '之' | '于') {
                at + 2
            } else {
                at + 1
            };
            (skip_short_space(text, after), Lead::Base)
        }
        '到' => (skip_short_space(text, at + 1), Lead::By),
        '至' if text.get(at + 1).is_ascii_digit() && run_end(text, at + 1) - at == 5 => (at + 1, Lead::By),
        '由' | '从' => (skip_short_space(text, at + 1), Lead::From),
        _ => (at, Lead::None),
    }
}

fn skip_short_space(text: &Folded, at: usize) -> usize {
    let end = text.skip_space(at);
    if end - at <= 2 { end } else { at }
}

fn year_at(text: &Folded, at: usize) -> (usize, Year) {
    let none = (at, Year::Unstated);
    match text.get(at) {
        '今' | '本' | '当' if text.get(at + 1) == '年' => (after_year(text, at + 2), Year::Relative(0)),
        '去' | '上' if text.get(at + 1) == '年' => (after_year(text, at + 2), Year::Relative(-1)),
        '上' if text.starts_with(at, "上一年") => (after_year(text, at + 3), Year::Relative(-1)),
        '前' if text.get(at + 1) == '年' => (after_year(text, at + 2), Year::Relative(-2)),
        '明' if text.get(at + 1) == '年' => (after_year(text, at + 2), Year::Relative(1)),
        c if c.is_ascii_digit() => {
            let end = run_end(text, at);
            let digits = end - at;
            let year_word = skip_short_space(text, end);
            let has_word = text.get(year_word) == '年' && !is_duration(text, year_word);
            if digits != 4 || !has_word {
                return none;
            }
            let year = text.slice(at..end).iter().fold(0i32, |sum, c| {
                sum * 10
                    + c.to_digit(10)
                        .and_then(|digit| i32::try_from(digit).ok())
                        .unwrap_or(0)
            });
            if YEARS.contains(&year) {
                (after_year(text, year_word + 1), Year::Printed(year))
            } else {
                none
            }
        }
        '二' | '一' => {
            let mut year = 0i32;
            for offset in 0..4 {
                let Some(digit) = chinese_digit(text.get(at + offset)).and_then(|d| i32::try_from(d).ok())
                else {
                    return none;
                };
                year = year * 10 + digit;
            }
            if text.get(at + 4) == '年' && YEARS.contains(&year) {
                (after_year(text, at + 5), Year::Printed(year))
            } else {
                none
            }
        }
        _ => none,
    }
}

/// 2024年度: the 度 belongs to the year, unless it starts a word of its own.
fn after_year(text: &Folded, end: usize) -> usize {
    if text.get(end) == '度' { end + 1 } else { end }
}

fn is_duration(text: &Folded, year_word: usize) -> bool {
    matches!(text.get(year_word + 1), '间' | '来') && text.get(year_word + 1) != '间'
}

/// 2020-2024年, 2020年至2024年, 2020年以来, 十四五期间, 近年来: times that are no single period.
fn open_at(text: &Folded, at: usize, year_end: usize, year: Year) -> Option<(usize, Part)> {
    if year == Year::Unstated {
        let first = run_end(text, at);
        if first - at == 4 {
            let dash = skip_short_space(text, first);
            if matches!(text.get(dash), '-' | '~' | '至' | '到') {
                let second = text.skip_space(dash + usize::from(matches!(text.get(dash + 1), '-')) + 1);
                let end = run_end(text, second);
                if end - second == 4 && text.get(skip_short_space(text, end)) == '年' {
                    return Some((skip_short_space(text, end) + 1, Part::Open));
                }
            }
        }
        return None;
    }
    let dash = skip_short_space(text, year_end);
    if matches!(text.get(dash), '-' | '~' | '至' | '到') {
        let second = text.skip_space(dash + 1);
        let end = run_end(text, second);
        let is_year = end - second == 4 && text.get(end) == '年';
        if is_year {
            return Some((end + 1, Part::Open));
        }
    }
    None
}

/// Reads what stands behind, or instead of, the year.
fn part_at(text: &Folded, at: usize, year: Year) -> Option<(usize, Part)> {
    let has_year = year != Year::Unstated;
    let c = text.get(at);
    match c {
        '全' if text.get(at + 1) == '年' && !matches!(text.get(at + 2), '龄' | '级') => {
            Some((at + 2, Part::Whole))
        }
        '上' if text.starts_with(at, "上半年") => Some((at + 3, Part::Months(1, 6))),
        '下' if text.starts_with(at, "下半年") => Some((at + 3, Part::Months(7, 12))),
        '年' if matches!(text.get(at + 1), '末' | '底' | '终') => Some((at + 2, Part::YearEnd)),
        '末' | '底' if has_year => Some((at + 1, Part::YearEnd)),
        '初' if has_year => Some((at + 1, Part::Open)),
        '前' => first_part(text, at),
        '第' => quarter_at(text, at + 1).map(|(end, quarter)| (end, quarter_months(&quarter))),
        '首' if text.starts_with(at, "首季") => Some((
            at + if text.get(at + 2) == '度' { 3 } else { 2 },
            Part::Months(1, 3),
        )),
        '首' if text.starts_with(at, "首月") && has_year => Some((at + 2, Part::Months(1, 1))),
        '头' if text.starts_with(at, "头两个月") => Some((at + 4, Part::Months(1, 2))),
        _ => months_at(text, at).or_else(|| quarter_at(text, at).map(|(end, q)| (end, quarter_months(&q)))),
    }
}

fn quarter_months(quarter: &Quarters) -> Part {
    match *quarter {
        Quarters::One(q) => Part::Months(q * 3 - 2, q * 3),
        Quarters::To(q) => Part::Months(1, q * 3),
    }
}

enum Quarters {
    One(u32),
    To(u32),
}

/// 一季度, 1季度, 四季度, 一至三季度, 1-3季度.
fn quarter_at(text: &Folded, at: usize) -> Option<(usize, Quarters)> {
    let (end, first) = small_number(text, at, 4)?;
    let end = text.skip_space(end);
    if text.get(end) == '季' && text.get(end + 1) == '度' {
        return Some((end + 2, Quarters::One(first)));
    }
    if first == 1 && matches!(text.get(end), '-' | '~' | '至' | '到') {
        let (end, last) = small_number(text, text.skip_space(end + 1), 4)?;
        if last > 1 && text.get(end) == '季' && text.get(end + 1) == '度' {
            return Some((end + 2, Quarters::To(last)));
        }
    }
    None
}

/// 前三季度, 前3个季度, 前11个月, 前四月, 前十一个月.
fn first_part(text: &Folded, at: usize) -> Option<(usize, Part)> {
    let number_at = text.skip_space(at + 1);
    let (end, count) = small_number(text, number_at, 12)?;
    let mut end = text.skip_space(end);
    let counted = text.get(end) == '个';
    if counted {
        end += 1;
    }
    if text.get(end) == '季' && text.get(end + 1) == '度' && (1..=4).contains(&count) {
        return Some((end + 2, Part::Months(1, count * 3)));
    }
    (text.get(end) == '月').then_some((end + 1, Part::Months(1, count)))
}

/// 1-9月, 1月至9月, 1月-9月份, 9月, 9月份, 9月当月, 9月底, 10月31日 (only after 截至), 十月.
fn months_at(text: &Folded, at: usize) -> Option<(usize, Part)> {
    let (end, first) = small_number(text, at, 12)?;
    let mut end = skip_short_space(text, end);
    let mut from_word = false;
    if text.get(end) == '月' {
        from_word = true;
        end = after_month(text, end);
    }
    let dash = skip_short_space(text, end);
    if matches!(text.get(dash), '-' | '~' | '至' | '到') && text.get(dash + 1) != '今' {
        if let Some(end) = other_year(text, dash + 1) {
            return Some((end, Part::Open));
        }
        let doubled = matches!(text.get(dash + 1), '-');
        let second = skip_short_space(text, dash + 1 + usize::from(doubled));
        if let Some((second_end, last)) = small_number(text, second, 12) {
            let month = skip_short_space(text, second_end);
            let names_month = text.get(month) == '月' && text.get(month + 1) != '日';
            if names_month && last > first {
                let end = after_month(text, month);
                if is_date(text, end) {
                    return None;
                }
                return Some((end, Part::Months(first, last)));
            }
            if names_month {
                // 11月至次年2月 and the like run over the year's end.
                return Some((after_month(text, month), Part::Open));
            }
        }
    }
    if !from_word {
        return None;
    }
    match text.get(end) {
        '底' | '末' => return Some((end + 1, Part::EndOf(first))),
        '中' | '上' | '下' if text.get(end + 1) == '旬' => return Some((end + 2, Part::Open)),
        '初' => return Some((end + 1, Part::Open)),
        _ => {}
    }
    let day_at = skip_short_space(text, end);
    let day_end = run_end(text, day_at);
    if day_end > day_at && matches!(text.get(day_end), '日' | '号') {
        let day = text
            .slice(day_at..day_end)
            .iter()
            .try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(c.to_digit(10)?))?;
        return Some((day_end + 1, Part::Day(first, day)));
    }
    for word in ["当月", "单月"] {
        if text.starts_with(end, word) {
            end += 2;
        }
    }
    Some((end, Part::Months(first, first)))
}

/// Reads the end of a run over the year's end: 至次年2月, 至2025年2月.
fn other_year(text: &Folded, at: usize) -> Option<usize> {
    let at = skip_short_space(text, at);
    let digits = run_end(text, at);
    let after = if ["次年", "翌年", "来年", "今年", "本年"]
        .iter()
        .any(|word| text.starts_with(at, word))
    {
        at + 2
    } else if digits - at == 4 && text.get(digits) == '年' {
        digits + 1
    } else {
        return None;
    };
    match small_number(text, after, 12) {
        Some((end, _)) if text.get(end) == '月' => Some(after_month(text, end)),
        _ => Some(after),
    }
}

fn after_month(text: &Folded, month: usize) -> usize {
    let end = month + 1;
    if text.get(end) == '份' && text.get(end + 1) != '额' {
        end + 1
    } else {
        end
    }
}

fn is_date(text: &Folded, end: usize) -> bool {
    let day_end = run_end(text, end);
    day_end > end && matches!(text.get(day_end), '日' | '号')
}

/// A number from 1 to `most` in digits or Chinese, not the tail or head of a longer one.
fn small_number(text: &Folded, at: usize, most: u32) -> Option<(usize, u32)> {
    let end = run_end(text, at);
    let (end, value) = if end > at {
        if end - at > 2 || matches!(text.before(at), '.' | ',') && text.before(at - 1).is_ascii_digit() {
            return None;
        }
        let value = text
            .slice(at..end)
            .iter()
            .fold(0, |sum, c| sum * 10 + c.to_digit(10).unwrap_or(0));
        (end, value)
    } else {
        match (text.get(at), chinese_digit(text.get(at + 1))) {
            ('十', Some(unit)) => (at + 2, 10 + unit),
            ('十', None) => (at + 1, 10),
            (c, _) => (at + 1, chinese_digit(c)?),
        }
    };
    (1..=most).contains(&value).then_some((end, value))
}

fn now_at(text: &Folded, at: usize) -> Option<usize> {
    ["目前", "现在", "当前", "截至目前", "截至今"]
        .iter()
        .find_map(|word| text.starts_with(at, word).then(|| at + word.chars().count()))
}

/// Reads what follows and settles how the mention is used.
fn finish(text: &Folded, mention: &mut Mention, lead: Lead) -> Option<()> {
    if matches!(mention.part, Part::EndOf(_) | Part::YearEnd | Part::Now) {
        mention.is_point = true;
    }
    if let Part::Day(..) = mention.part
        && !matches!(lead, Lead::AsOf | Lead::By)
    {
        return None;
    }
    if let Part::Day(..) = mention.part {
        mention.is_point = true;
        mention.role = Use::Governs;
    }
    let end = mention.range.end;
    let last_year = matches!(mention.year, Year::Relative(-1));
    for (word, is_same_period) in [("同期", true), ("同月", true), ("同季", true)] {
        if text.starts_with(end, word) && is_same_period {
            mention.range.end = end + 2;
            if lead != Lead::Base {
                let compares = ["相比", "持平", "基本持平", "相当", "比"]
                    .iter()
                    .any(|w| text.starts_with(end + 2, w));
                let joined = matches!(
                    text.before(mention.range.start),
                    '与' | '和' | '同' | '占' | '于' | '为' | '是'
                );
                mention.role = match (
                    compares || joined,
                    last_year || matches!(mention.year, Year::Printed(_)),
                ) {
                    (true, _) => Use::Base,
                    (false, true) => Use::YearBefore,
                    (false, false) => mention.role,
                };
            }
            return Some(());
        }
    }
    if lead == Lead::None && (text.starts_with(end, "相比") || text.starts_with(end, "持平")) {
        mention.role = Use::Base;
        return Some(());
    }
    let since = ["以来", "起", "开始", "之后", "以后", "以前", "之前", "后", "前"]
        .iter()
        .find(|word| text.starts_with(end, word) && !text.starts_with(end, "起义"));
    if let Some(word) = since
        && mention.role != Use::Base
        && !is_first_part(text, end)
    {
        mention.range.end = end + word.chars().count();
        mention.part = Part::Open;
        mention.role = Use::Governs;
        return Some(());
    }
    if text.starts_with(end, "期间") {
        mention.range.end = end + 2;
    }
    if lead == Lead::By && matches!(mention.part, Part::Months(..)) && mention.year == Year::Unstated {
        // «增加到1月» does not occur; «1月到9月» is read from its start.
        return None;
    }
    let by_past = lead == Lead::By
        && is_cjk(text.before(mention.range.start))
        && is_verb_tail(text, mention.range.start);
    (!by_past).then_some(())
}

/// 2025年前三季度: the 前 opens the next part.
fn is_first_part(text: &Folded, end: usize) -> bool {
    text.get(end) == '前' && first_part(text, end).is_some()
}

/// 增加到2027个 is no «by 2027».
fn is_verb_tail(text: &Folded, start: usize) -> bool {
    matches!(
        text.before(start),
        '加' | '长' | '高' | '升' | '达' | '降' | '少' | '得' | '受'
    )
}
