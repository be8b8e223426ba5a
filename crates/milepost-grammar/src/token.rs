//! Cuts Chinese text into the pieces that govern each other: words, places, periods, quantities, separators.

use std::ops::Range;

use crate::chinese_period::mention_at;
use crate::fold::{Folded, is_cjk};
use crate::mention::Mention;
use crate::numeral::{self, Breaks, Form, is_chinese_numeral, run_end};
use crate::places::PlaceKind;
use crate::quantity::{Read, comparison_after, read_at};
use crate::scope::place_at;
use crate::unit::UnitKind;
use crate::words::{Word, word_at};
use milepost_model::Comparison;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Word(Word),
    Place(PlaceKind),
    /// Index into the mentions.
    Mention(usize),
    /// Index into the quantities.
    Quantity(usize),
    /// A number that is no quantity, already reported.
    Unread,
    Comma,
    /// 、
    List,
    Semi,
    Stop,
    Colon,
    Open,
    Close,
    Quote,
    Space,
}

/// A piece and its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A quantity as it stands in the text.
#[derive(Debug, Clone)]
pub(crate) struct Printed {
    pub(crate) read: Read,
    /// 以上, 左右 behind it.
    pub(crate) after: Option<Comparison>,
    /// 第 before it.
    pub(crate) is_ordinal: bool,
}

/// A text in pieces.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) tokens: Vec<Token>,
    pub(crate) quantities: Vec<Printed>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) unread: Vec<(Range<usize>, &'static str)>,
}

pub(crate) fn tokenize(text: &Folded, range: Range<usize>) -> Tokens {
    let mut lexer = Lexer {
        text,
        out: Tokens::default(),
        text_start: None,
    };
    let mut at = range.start;
    while at < range.end {
        at = lexer.step(at, range.end);
    }
    lexer.flush(range.end);
    lexer.out
}

struct Lexer<'a> {
    text: &'a Folded,
    out: Tokens,
    text_start: Option<usize>,
}

impl Lexer<'_> {
    fn flush(&mut self, end: usize) {
        if let Some(start) = self.text_start.take()
            && start < end
        {
            self.out.tokens.push(Token {
                kind: Kind::Text,
                start,
                end,
            });
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) -> usize {
        self.flush(start);
        self.out.tokens.push(Token { kind, start, end });
        end
    }

    fn unread(&mut self, range: Range<usize>, reason: &'static str) -> usize {
        let end = range.end;
        let start = range.start;
        self.out.unread.push((range, reason));
        self.push(Kind::Unread, start, end)
    }

    /// Adds one character, or up to `end`, to the running text.
    fn plain(&mut self, start: usize, end: usize) -> usize {
        self.text_start.get_or_insert(start);
        end.max(start + 1)
    }

    fn step(&mut self, at: usize, limit: usize) -> usize {
        let c = self.text.get(at);
        if let Some(kind) = separator(self.text, at) {
            if kind == Kind::Open && c == '[' {
                if let Some(end) = self.footnote(at) {
                    return end;
                }
            }
            return self.push(kind, at, at + 1);
        }
        if c.is_ascii_digit() || matches!(c, '-' | '+' | '$' | '¥') || c == '负' {
            return self.number(at, limit);
        }
        if c.is_ascii_alphabetic() {
            return self.latin(at);
        }
        if matches!(c, '①'..='⑳' | '⑴'..='⒇') {
            return self.push(Kind::Space, at, at + 1);
        }
        if !is_cjk(c) {
            return self.plain(at, at + 1);
        }
        self.cjk(at, limit)
    }

    fn cjk(&mut self, at: usize, limit: usize) -> usize {
        let text = self.text;
        let c = text.get(at);
        let word = word_at(text, at);
        let place = place_at(text, at);
        let opens_period = matches!(
            c,
            '前' | '上'
                | '下'
                | '今'
                | '去'
                | '本'
                | '当'
                | '全'
                | '年'
                | '截'
                | '到'
                | '第'
                | '比'
                | '较'
                | '由'
                | '从'
                | '目'
                | '现'
                | '明'
                | '首'
                | '头'
                | '至'
                | '末'
                | '同'
        ) || is_chinese_numeral(c);
        let mention = if opens_period { mention_at(text, at) } else { None };
        let word_end = word.map_or(at, |(end, _)| end);
        let place_end = place.map_or(at, |(end, _)| end);
        if let Some(mention) = mention
            && mention.range.end >= word_end
            && mention.range.end > place_end
        {
            return self.mention(mention);
        }
        if let Some((end, kind)) = place
            && end >= word_end
        {
            return self.push(Kind::Place(kind), at, end);
        }
        if let Some((end, word)) = word {
            return self.push(Kind::Word(word), at, end);
        }
        if c == '第' && (text.get(at + 1).is_ascii_digit() || is_chinese_numeral(text.get(at + 1))) {
            return self.ordinal(at);
        }
        if is_chinese_numeral(c) || text.starts_with(at, "百分之") || text.starts_with(at, "千分之") {
            return self.number(at, limit);
        }
        self.plain(at, at + 1)
    }

    fn mention(&mut self, mention: Mention) -> usize {
        let (start, end) = (mention.range.start, mention.range.end);
        self.out.mentions.push(mention);
        let index = self.out.mentions.len() - 1;
        self.push(Kind::Mention(index), start, end)
    }

    /// [4] is a footnote mark, 〔2022〕58号 the number of a document.
    fn footnote(&mut self, at: usize) -> Option<usize> {
        let close = run_end(self.text, at + 1);
        if close == at + 1 || self.text.get(close) != ']' {
            return None;
        }
        if close - at == 5 {
            let number_end = run_end(self.text, close + 1);
            if number_end > close + 1 && self.text.get(number_end) == '号' {
                return Some(self.unread(at..number_end + 1, "the number of a document"));
            }
        }
        if close - at > 4 {
            return None;
        }
        self.out.unread.push((at..close + 1, "a footnote mark"));
        Some(self.push(Kind::Space, at, close + 1))
    }

    fn latin(&mut self, at: usize) -> usize {
        let text = self.text;
        if let Some((end, kind)) = place_at(text, at) {
            return self.push(Kind::Place(kind), at, end);
        }
        let symbol = ["US$", "USD", "RMB", "CNY"].iter().any(|word| {
            text.starts_with(at, word) && text.get(text.skip_space(at + word.len())).is_ascii_digit()
        });
        if symbol && let Ok(read) = read_at(text, at, Breaks::Joined) {
            return self.quantity(read, false);
        }
        let mut end = at;
        while text.get(end).is_ascii_uppercase() {
            end += 1;
        }
        if end - at >= 2 && text.get(end).is_ascii_digit() && is_figure(text, end) {
            // «FDI11.7亿美元»: the letters are the subject, the digits are the figure.
            self.plain(at, end);
            return match read_at(text, end, Breaks::AtPoint) {
                Ok(read) => self.judged(read, true, usize::MAX),
                Err(malformed) => self.unread(end..malformed.end.max(end + 1), malformed.reason),
            };
        }
        end = at;
        while text.get(end).is_ascii_alphanumeric()
            || matches!(text.get(end), '.' | '\'' | '-' if text.get(end + 1).is_ascii_alphanumeric())
        {
            end += 1;
        }
        self.plain(at, end)
    }

    fn ordinal(&mut self, at: usize) -> usize {
        let text = self.text;
        let read = match read_at(text, at + 1, Breaks::AtPoint) {
            Ok(read) => read,
            Err(_) => return self.plain(at, at + 2),
        };
        let number_end = if read.unit_range.is_empty() {
            read.end
        } else {
            read.unit_range.start
        };
        let is_place = matches!(text.get(number_end), '位' | '名') && !is_cjk_digit_word(text, number_end);
        let is_bare = read.unit.is_none() && !is_cjk(text.get(number_end));
        if is_place || is_bare {
            let end = if is_place { number_end + 1 } else { number_end };
            let read = Read {
                start: at,
                end,
                unit: None,
                unit_range: number_end..end,
                ..read
            };
            return self.quantity(read, true);
        }
        let arabic = text.get(at + 1).is_ascii_digit();
        if arabic {
            return self.unread(at..number_end, "an ordinal number");
        }
        self.plain(at, number_end)
    }

    fn quantity(&mut self, read: Read, is_ordinal: bool) -> usize {
        let (start, mut end) = (read.start, read.end);
        let mut after = None;
        if !is_ordinal && let Some((after_end, said)) = comparison_after(self.text, end) {
            (end, after) = (after_end, Some(said));
        }
        self.out.quantities.push(Printed {
            read,
            after,
            is_ordinal,
        });
        let index = self.out.quantities.len() - 1;
        self.push(Kind::Quantity(index), start, end)
    }

    fn number(&mut self, at: usize, limit: usize) -> usize {
        let text = self.text;
        let c = text.get(at);
        if matches!(c, '-' | '+' | '负' | '$' | '¥') {
            return self.signed(at, limit);
        }
        let before = text.before(at);
        if before.is_ascii_alphabetic() && self.text_start.is_some() {
            return self.plain(at, run_end(text, at));
        }
        let arabic = c.is_ascii_digit();
        let numbers_a_thing = arabic
            && (matches!(before, '表' | '图' | '栏') || text.starts_with(at.wrapping_sub(2), "附件"))
            && run_end(text, at) - at <= 2
            && !matches!(text.get(run_end(text, at)), '.' | '个' | '家' | '万' | '亿');
        if numbers_a_thing {
            return self.unread(at..run_end(text, at), "the number of a thing");
        }
        if let Some(mention) = mention_at(text, at) {
            return self.mention(mention);
        }
        if arabic && let Some((end, reason)) = special(text, at) {
            return self.unread(at..end, reason);
        }
        let joined = if is_cjk(before) {
            Breaks::Joined
        } else {
            Breaks::AtPoint
        };
        match read_at(text, at, joined) {
            Ok(read) => self.judged(read, arabic, limit),
            Err(malformed) if arabic => self.unread(at..malformed.end.max(at + 1), malformed.reason),
            Err(malformed) => {
                let is_figure = crate::unit::unit_at(text, malformed.end).is_some() && malformed.end - at > 1;
                if is_figure {
                    return self.unread(at..malformed.end, malformed.reason);
                }
                self.plain(at, malformed.end.max(at + 1))
            }
        }
    }

    fn signed(&mut self, at: usize, limit: usize) -> usize {
        let text = self.text;
        let next = text.skip_space(at + 1);
        let c = text.get(at);
        let opens = text.get(next).is_ascii_digit() && next - at <= 2;
        if !opens {
            return self.plain(at, at + 1);
        }
        if matches!(c, '$' | '¥') {
            return match read_at(text, at, Breaks::AtPoint) {
                Ok(read) => self.judged(read, true, limit),
                Err(malformed) => self.unread(at..malformed.end, malformed.reason),
            };
        }
        let before = text.before(at);
        let says_value = matches!(
            before,
            '\0' | '为'
                | '长'
                | '降'
                | '率'
                | '速'
                | '幅'
                | '比'
                | '至'
                | '达'
                | '是'
                | '度'
                | '差'
                | '额'
                | '('
                | ':'
                | '，'
                | ','
                | '、'
                | '|'
                | '到'
        ) || before.is_whitespace();
        if before.is_ascii_alphanumeric() || before == ')' || before == '%' || before == '"' || before == '-'
        {
            return self.plain(at, at + 1);
        }
        if !says_value && c == '-' {
            let end =
                read_at(text, next, Breaks::AtPoint).map_or_else(|malformed| malformed.end, |read| read.end);
            return self.unread(at..end.max(at + 1), "a dash that may be a minus");
        }
        match read_at(text, at, Breaks::AtPoint) {
            Ok(read) => self.judged(read, true, limit),
            Err(malformed) => self.unread(at..malformed.end.max(at + 1), malformed.reason),
        }
    }

    /// Decides whether a number that was read is a quantity of the text, or part of a name, a range, a list number.
    fn judged(&mut self, mut read: Read, arabic: bool, limit: usize) -> usize {
        let text = self.text;
        let start = read.start;
        if read.end > limit {
            return self.plain(start, limit);
        }
        if let Some(unit) = read.unit
            && unit.kind == UnitKind::Counter
            && starts_noun(text, &read.unit_range)
        {
            // 280项目: the classifier is the head of a noun.
            read.end = read.unit_range.start;
            read.unit = None;
            read.unit_range = read.end..read.end;
        }
        if !arabic && (read.unit.is_none() && !read.more || is_idiom(text, &read)) {
            let end = if read.unit_range.is_empty() {
                read.end
            } else {
                read.unit_range.start
            };
            return self.plain(start, end);
        }
        if text.get(read.end - 1) == '成'
            && (read.step < milepost_model::Decimal::TEN || !is_tenths(text, &read))
        {
            return self.plain(start, read.end - 1);
        }
        if let Some(end) = range_end(text, read.end) {
            return self.unread(start..end, "a range");
        }
        let next = text.get(read.end);
        if read.unit.is_none() && next.is_ascii_alphabetic() {
            let mut end = read.end;
            while text.get(end).is_ascii_alphanumeric() {
                end += 1;
            }
            return self.unread(start..end, "part of a name");
        }
        if read.unit.is_none() && matches!(next, '元' | '吨' | '克') && text.get(read.end + 1) == '/' {
            return self.unread(start..read.end + 2, "a rate in a unit of its own");
        }
        let quoted = text.before(start) == '"' && next == '"';
        if quoted {
            return self.unread(start..read.end, "part of a name");
        }
        if read.unit.is_some_and(|unit| unit.kind == UnitKind::Duration) {
            return self.unread(start..read.end, "a length of time");
        }
        if read.unit.is_none() && !read.is_scaled && is_list_number(text, start, read.end) {
            return self.unread(start..read.end, "a list number");
        }
        if let Form::Integer { digits } = read.form
            && read.unit.is_none()
            && !read.is_scaled
            && (digits >= 7
                || digits == 4 && (1949..=2100).any(|year| read.value == milepost_model::Decimal::from(year)))
        {
            return self.unread(
                start..read.end,
                if digits == 4 {
                    "a year"
                } else {
                    "a number without a unit"
                },
            );
        }
        self.quantity(read, false)
    }
}

fn is_cjk_digit_word(text: &Folded, at: usize) -> bool {
    matches!(text.get(at + 1), '于' | '置' | '称' | '居')
}

fn separator(text: &Folded, at: usize) -> Option<Kind> {
    Some(match text.get(at) {
        '，' | ',' => Kind::Comma,
        '、' => Kind::List,
        ';' => Kind::Semi,
        '。' | '!' | '?' | '…' | '|' => Kind::Stop,
        '\n' if text.get(at + 1) == '\n' || text.before(at) == '\n' => Kind::Stop,
        ':' => Kind::Colon,
        '(' | '[' | '《' | '「' | '『' => Kind::Open,
        ')' | ']' | '》' | '」' | '』' => Kind::Close,
        '"' => Kind::Quote,
        c if c.is_whitespace() => Kind::Space,
        _ => return None,
    })
}

/// Tells whether digits straight behind letters are a figure by their unit: 11.7亿美元, 12.5%.
fn is_figure(text: &Folded, at: usize) -> bool {
    read_at(text, at, Breaks::AtPoint).is_ok_and(|read| {
        read.unit
            .is_some_and(|unit| matches!(unit.kind, UnitKind::Amount | UnitKind::Percent))
            && is_cjk(text.get(read.end.wrapping_sub(1)))
            || text.get(read.end.wrapping_sub(1)) == '%'
    })
}

/// Dates, times, ratios, telephone numbers, article numbers: digits that are no figures.
fn special(text: &Folded, at: usize) -> Option<(usize, &'static str)> {
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
fn starts_noun(text: &Folded, unit: &Range<usize>) -> bool {
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
fn is_idiom(text: &Folded, read: &Read) -> bool {
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

fn is_tenths(text: &Folded, read: &Read) -> bool {
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
fn range_end(text: &Folded, end: usize) -> Option<usize> {
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
fn is_list_number(text: &Folded, start: usize, end: usize) -> bool {
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
