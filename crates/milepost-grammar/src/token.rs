//! Cuts Chinese text into the pieces that govern each other: words, places, periods, quantities, separators.

use std::ops::Range;

use crate::chinese_period::mention_at;
use crate::digits::{
    is_cjk_digit_word, is_figure, is_idiom, is_list_number, is_tenths, range_end, special, starts_noun,
};
use crate::fold::{Folded, is_cjk};
use crate::mention::Mention;
use crate::numeral::{Breaks, Form, is_chinese_numeral, run_end};
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
    #[expect(
        clippy::struct_field_names,
        reason = "the tokens beside the tables they point into"
    )]
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
            if kind == Kind::Open
                && c == '['
                && let Some(end) = self.footnote(at)
            {
                return end;
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

    /// `[4]` is a footnote mark, 〔2022〕58号 the number of a document.
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
        let Ok(read) = read_at(text, at + 1, Breaks::AtPoint) else {
            return self.plain(at, at + 2);
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
        if arabic && text.get(run_end(text, at)) == '强' {
            // 民营企业500强: a list that is known by its number.
            return self.plain(at, run_end(text, at) + 1);
        }
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
