//! Tells digits that are figures from those that are not: dates, telephone numbers, ranges, list numbers, names.

use std::ops::Range;

use crate::fold::{Folded, is_cjk};
use crate::numeral::{self, Breaks, run_end};
use crate::quantity::{Read, read_at};
use crate::unit::UnitKind;

/// Tells whether digits straight behind letters are a figure by their unit: 11.7亿美元, 12.5%.
pub(crate) fn is_figure(text: &Folded, at: usize) -> bool {
    read_at(text, at, Breaks::AtPoint).is_ok_and(|read| {
        read.unit
            .is_some_and(|unit| matches!(unit.kind, UnitKind::Amount | UnitKind::Percent))
            && is_cjk(text.get(read.end.wrapping_sub(1)))
            || text.get(read.end.wrapping_sub(1)) == '%'
    })
}

/// Dates, times, ratios, telephone numbers, article numbers: digits that are no figures.
pub(crate) fn special(text: &Folded, at: usize) -> Option<(usize, &'static str)> {
    let end = run_end(text, at);
    let digits = end - at;
    let next = text.get(end);
    if next == ':' && text.get(end + 1).is_ascii_digit() {
        let mut last = end;
        while matches!(text.get(last), ':' | '.') && text.get(last + 1).is_ascii_digit() {
            last = run_end(text, last + 1);
        }
        return Some((last, "a ratio or a time"));
    }
    if next == '.' && text.get(end + 1).is_ascii_digit() {
        let fraction = run_end(text, end + 1);
        if text.get(fraction) == ':' && text.get(fraction + 1).is_ascii_digit() {
            let mut last = fraction;
            while matches!(text.get(last), ':' | '.') && text.get(last + 1).is_ascii_digit() {
                last = run_end(text, last + 1);
            }
            return Some((last, "a ratio or a time"));
        }
    }
    if digits == 4 && matches!(next, '-' | '/' | '.') {
        let month = run_end(text, end + 1);
        let is_month = (1..=2).contains(&(month.saturating_sub(end + 1)));
        if is_month && text.get(month) == next {
            let day = run_end(text, month + 1);
            if (1..=2).contains(&(day - (month + 1))) {
                return Some((day, "a date"));
            }
        }
    }
    if (3..=4).contains(&digits) && next == '-' {
        let line = run_end(text, end + 1);
        if (7..=8).contains(&(line - (end + 1))) {
            return Some((line, "a telephone number"));
        }
    }
    if matches!(next, '月') {
        let day = run_end(text, end + 1);
        if day > end + 1 && matches!(text.get(day), '日' | '号') {
            return Some((day + 1, "a date"));
        }
    }
    if digits == 4 && next == '年' {
        let month = run_end(text, end + 1);
        if month > end + 1 && text.get(month) == '月' {
            let day = run_end(text, month + 1);
            if day > month + 1 && matches!(text.get(day), '日' | '号') {
                return Some((day + 1, "a date"));
            }
        }
    }
    if digits <= 2 && matches!(next, '日' | '号' | '时' | '点' | '楼' | '版') {
        return Some((end + 1, "a date or a time"));
    }
    if matches!(next, '号' | '页' | '章' | '届') {
        return Some((end + 1, "the number of a thing"));
    }
    if matches!(next, '+' | '×' | '*') && text.get(end + 1).is_ascii_digit() {
        return Some((run_end(text, end + 1), "part of a name"));
    }
    if next == '/' && text.get(end + 1).is_ascii_digit() {
        return Some((run_end(text, end + 1), "a fraction or a date"));
    }
    None
}

/// 个人, 家电, 项目, 条件: the classifier's character opens a noun.
pub(crate) fn starts_noun(text: &Folded, unit: &Range<usize>) -> bool {
    if unit.len() != 1 {
        return false;
    }
    let next = text.get(unit.end);
    match text.get(unit.start) {
        '项' => next == '目',
        '个' => matches!(next, '人' | '体' | '性'),
        '家' => matches!(next, '电' | '庭' | '具' | '居' | '长' | '纺'),
        '条' => matches!(next, '件' | '例'),
        '种' => matches!(next, '子' | '植' | '业'),
        '类' => matches!(next, '型' | '别'),
        '处' => matches!(next, '理' | '置' | '罚'),
        '所' => matches!(next, '有' | '得' | '属'),
        '台' => matches!(next, '湾' | '风' | '阶'),
        '部' => matches!(next, '分' | '门' | '署' | '委'),
        '门' => matches!(next, '户' | '诊' | '店'),
        '国' => matches!(next, '家' | '内' | '际' | '有' | '道'),
        '市' => matches!(next, '场' | '民' | '级' | '政' | '值'),
        '省' => matches!(next, '级' | '份' | '道'),
        '地' => matches!(next, '区' | '方' | '级' | '市'),
        '城' => matches!(next, '市' | '镇' | '乡'),
        '位' => matches!(next, '于' | '居' | '列' | '次'),
        '名' => matches!(next, '称' | '列'),
        '人' => matches!(next, '均' | '民' | '才' | '口' | '工'),
        '列' => matches!(next, '入' | '为'),
        '班' => matches!(next, '列' | '车' | '轮'),
        '件' | '场' | '票' | '把' | '道' | '组' | '根' | '节' => {
            matches!(next, '地' | '据' | '路' | '织' | '本' | '能' | '日' | '所')
        }
        '双' => matches!(next, '向' | '方' | '边' | '双' | '城'),
        '支' => matches!(next, '出' | '付' | '持' | '撑'),
        '车' => matches!(next, '辆' | '险'),
        '席' | '箱' => matches!(next, '位' | '包'),
        _ => false,
    }
}

/// 一个, 两点, 三个方面: 一 with a classifier is an article, not a count.
pub(crate) fn is_idiom(text: &Folded, read: &Read) -> bool {
    let is_one = read.unit_range.start == read.start + 1 && text.get(read.start) == '一';
    let counts = read
        .unit
        .is_some_and(|unit| unit.kind == UnitKind::Counter || unit.kind == UnitKind::Duration);
    let preceded = matches!(
        text.before(read.start),
        '第' | '数' | '几' | '每' | '某' | '统' | '唯' | '十' | '百' | '初' | '万' | '周' | '之'
    );
    let kept = matches!(text.before(read.start), '百');
    (is_one && counts)
        || preceded && !kept
        || read.start > 0 && numeral::chinese_digit(text.before(read.start)).is_some()
}

pub(crate) fn is_tenths(text: &Folded, read: &Read) -> bool {
    let tenths = read.value <= milepost_model::Decimal::ONE_HUNDRED;
    tenths
        && !matches!(
            text.get(read.end),
            '立' | '为'
                | '功'
                | '果'
                | '长'
                | '本'
                | '都'
                | '员'
                | '不'
                | '熟'
                | '交'
                | '渝'
                | '品'
                | '套'
                | '效'
        )
}

/// Returns where a range ends, when a dash and another number follow.
pub(crate) fn range_end(text: &Folded, end: usize) -> Option<usize> {
    let dash = text.skip_space(end);
    if !matches!(text.get(dash), '-' | '~' | '至') || dash - end > 1 {
        return None;
    }
    let next = text.skip_space(dash + 1);
    if !text.get(next).is_ascii_digit() || next - dash > 2 {
        return None;
    }
    Some(read_at(text, next, Breaks::AtPoint).map_or_else(|malformed| malformed.end, |read| read.end))
}

/// 1. 1、 1) at the start of a line: the number of a list's item.
pub(crate) fn is_list_number(text: &Folded, start: usize, end: usize) -> bool {
    let mut before = start;
    while text.before(before) == ' ' || text.before(before) == '(' {
        before -= 1;
    }
    let at_start = matches!(text.before(before), '\0' | '\n' | '。' | ';' | '|');
    let closes = matches!(text.get(end), '、' | '.' | ')') && !text.get(end + 1).is_ascii_digit();
    at_start
        && (closes
            || end - start <= 3 && text.get(end) == ' ' && is_cjk(text.get(end + 1)) && before != start)
}

pub(crate) fn is_cjk_digit_word(text: &Folded, at: usize) -> bool {
    matches!(text.get(at + 1), '于' | '置' | '称' | '居')
}
