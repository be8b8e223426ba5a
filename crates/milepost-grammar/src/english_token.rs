//! Cuts English text into words by what they do, places, periods, quantities and separators.

use std::ops::Range;

use milepost_model::Comparison;

use crate::english_name::{names_partner, opens_number, opens_with_name};
use crate::english_period;
use crate::english_vocabulary::{Opens, entry, phrase};
use crate::english_word::{month, word_at};
use crate::fold::Folded;
use crate::mention::Mention;
use crate::numeral::{Breaks, Form, run_end};
use crate::places::PlaceKind;
use crate::quantity::{Read, comparison_after, comparison_before, english_unit_at, read_at};
use crate::scope::place_at;
use crate::unit::UnitKind;

/// What a word does to the figures beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A noun, an adjective, or a verb of which nothing follows.
    Noun,
    Up,
    Down,
    /// reached, totaled, was.
    Level,
    /// has, have, had, been: says nothing by itself.
    Aux,
    To,
    By,
    Of,
    From,
    /// in, for, through.
    Preposition,
    With,
    And,
    While,
    Article,
    /// which, whom.
    Which,
    Share,
    Contribution,
    Target,
    Threshold,
    /// than: what a change is counted from.
    Than,
    Compared,
    Respectively,
    Rank,
    YearOnYear,
    OnPrevious,
    /// annually, a year, per year.
    Yearly,
    /// also, year.
    Adverb,
    Compare(Comparison),
    /// more, higher: 32 percent more than the year before.
    More,
    Less,
    /// since its launch
    Since,
    /// worth, valued: the amount of what was just counted.
    Worth,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word(Class),
    Place(PlaceKind),
    Mention(usize),
    Quantity(usize),
    Unread,
    Comma,
    Semi,
    Stop,
    Colon,
    Open,
    Close,
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
    pub(crate) after: Option<Comparison>,
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

pub(crate) fn tokenize(text: &Folded) -> Tokens {
    let mut lexer = Lexer {
        text,
        out: Tokens::default(),
    };
    let mut at = 0;
    while at < text.len() {
        at = lexer.step(at).max(at + 1);
    }
    lexer.out
}

struct Lexer<'a> {
    text: &'a Folded,
    out: Tokens,
}

impl Lexer<'_> {
    fn push(&mut self, kind: Kind, start: usize, end: usize) -> usize {
        self.out.tokens.push(Token { kind, start, end });
        end
    }

    fn unread(&mut self, range: Range<usize>, reason: &'static str) -> usize {
        let end = self.push(Kind::Unread, range.start, range.end);
        self.out.unread.push((range, reason));
        end
    }

    fn step(&mut self, at: usize) -> usize {
        let text = self.text;
        let c = text.get(at);
        match c {
            ',' | '，' => return self.push(Kind::Comma, at, at + 1),
            ';' => return self.push(Kind::Semi, at, at + 1),
            ':' => return self.push(Kind::Colon, at, at + 1),
            '(' | '[' => return self.bracket(at),
            ')' | ']' => return self.push(Kind::Close, at, at + 1),
            '!' | '?' | '。' | '|' => return self.push(Kind::Stop, at, at + 1),
            '.' => {
                return if self.ends_sentence(at) {
                    self.push(Kind::Stop, at, at + 1)
                } else {
                    at + 1
                };
            }
            '-' if text.before(at).is_whitespace() && text.get(at + 1).is_whitespace() => {
                return self.push(Kind::Comma, at, at + 1);
            }
            '\n' if text.get(at + 1) == '\n' => return self.push(Kind::Stop, at, at + 1),
            _ => {}
        }
        let opens = !text.before(at).is_alphanumeric();
        if c.is_ascii_alphabetic() && opens {
            return self.word(at);
        }
        let signed = matches!(c, '-' | '+')
            && text.get(at + 1).is_ascii_digit()
            && !text.before(at).is_ascii_alphanumeric();
        if c.is_ascii_digit() && opens || matches!(c, '$' | '¥') || signed {
            return self.number(at);
        }
        if c == '\'' && text.get(at + 1) == 's' && !text.get(at + 2).is_alphanumeric() {
            return at + 2;
        }
        if c.is_alphanumeric() {
            // The rest of a word, or of one in another script.
            let mut end = at;
            while text.get(end).is_alphanumeric() {
                end += 1;
            }
            return self.push(Kind::Word(Class::Noun), at, end);
        }
        at + 1
    }

    fn bracket(&mut self, at: usize) -> usize {
        let close = run_end(self.text, at + 1);
        let is_footnote = self.text.get(at) == '[' && close > at + 1 && self.text.get(close) == ']';
        if is_footnote {
            self.out.unread.push((at..close + 1, "a footnote mark"));
            return close + 1;
        }
        self.push(Kind::Open, at, at + 1)
    }

    /// «U.S.», «No. 1» and «Sept. 30» do not end a sentence.
    fn ends_sentence(&self, at: usize) -> bool {
        let text = self.text;
        let mut start = at;
        while start > 0 && text.before(start).is_ascii_alphabetic() {
            start -= 1;
        }
        let (_, key) = word_at(text, start);
        let length = at - start;
        let is_initial = length == 1 && text.get(start).is_ascii_uppercase();
        let is_short = matches!(
            key.as_str(),
            "no" | "vs"
                | "etc"
                | "approx"
                | "mr"
                | "dr"
                | "st"
                | "jan"
                | "feb"
                | "mar"
                | "apr"
                | "jun"
                | "jul"
                | "aug"
                | "sept"
                | "sep"
                | "oct"
                | "nov"
                | "dec"
                | "inc"
                | "co"
                | "ltd"
                | "fig"
        );
        let next = text.get(at + 1);
        let ends = next == '\0' || next.is_whitespace() || matches!(next, '"' | '\'' | ')' | '[');
        ends && !is_initial && !(is_short && length > 0)
    }

    fn word(&mut self, at: usize) -> usize {
        let text = self.text;
        let (word_end, key) = word_at(text, at);
        let known = entry(key.as_str());
        let may_open = |what: Opens| known.is_some_and(|known| known.opens.may_open(what));
        if may_open(Opens::PERIOD)
            && let Some(mention) = english_period::mention_at(text, at)
        {
            let end = mention.range.end;
            self.out.mentions.push(mention);
            return self.push(Kind::Mention(self.out.mentions.len() - 1), at, end);
        }
        if let Some(end) = self.place(at) {
            return end;
        }
        if may_open(Opens::CURRENCY)
            && let Some(end) = self.currency(at)
        {
            return end;
        }
        // COVID-19, G20, A380: a name with digits.
        let mut end = word_end;
        while text.get(end).is_alphanumeric()
            || matches!(text.get(end), '-' | '\'' | '&' | '.' | '/') && text.get(end + 1).is_alphanumeric()
        {
            if text.get(end) == '-' && key.as_str() == "year" {
                break;
            }
            end += 1;
        }
        let Some(known) = known else {
            let kind = if opens_with_name(text, &self.out.tokens, at) {
                Kind::Place(PlaceKind::Region)
            } else {
                Kind::Word(Class::Noun)
            };
            return self.push(kind, at, end);
        };
        if known.opens.may_open(Opens::COMPARISON)
            && let Some((said_end, said)) = comparison_before(text, at)
        {
            let number = text.skip_space(said_end);
            if opens_number(text, number) && english_period::mention_at(text, number).is_none() {
                return self.push(Kind::Word(Class::Compare(said)), at, said_end);
            }
        }
        if known.opens.may_open(Opens::PHRASE)
            && let Some((phrase_end, class)) = phrase(text, at)
        {
            return self.push(Kind::Word(class), at, phrase_end);
        }
        if known.opens.may_open(Opens::DATE) && text.get(at).is_ascii_uppercase() {
            let next = text.skip_space(word_end);
            let day = run_end(text, next);
            if day > next && day - next <= 2 {
                return self.unread(at..day, "a date");
            }
        }
        if end == word_end
            && known.opens.may_open(Opens::NUMBER)
            && let Some(end) = self.number_in_words(at)
        {
            return end;
        }
        if known.opens.may_open(Opens::NAME)
            && let Some(end) = self.numbered_name(at, end)
        {
            return end;
        }
        // «trade with ASEAN»: whose, not what follows.
        let ties = known.class == Class::With && names_partner(text, word_end);
        let class = if end != word_end {
            Class::Noun
        } else if ties {
            Class::Preposition
        } else {
            known.class
        };
        self.push(Kind::Word(class), at, end)
    }

    fn place(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let hyphen_before = text.before(at) == '-' && text.before(at.wrapping_sub(1)).is_alphanumeric();
        if hyphen_before {
            return None;
        }
        let (end, kind) = place_at(text, at)?;
        if text.get(end) == '-' && text.get(end + 1).is_ascii_alphabetic() {
            return None;
        }
        let is_owner = matches!(kind, PlaceKind::Nation | PlaceKind::Region) && text.starts_with(end, "'s ");
        if is_owner && place_at(text, text.skip_space(end + 2)).is_some() {
            // «Southwest China's Chongqing»: where the place lies, and no scope.
            return Some(end + 2);
        }
        let (rank_end, rank) = word_at(text, text.skip_space(end));
        let is_ranked = matches!(rank.as_str(), "municipality" | "province" | "city") && text.get(end) == ' ';
        Some(self.push(Kind::Place(kind), at, if is_ranked { rank_end } else { end }))
    }

    /// Fortune 500, No. 1, Top 10: the number belongs to the name.
    fn numbered_name(&mut self, at: usize, end: usize) -> Option<usize> {
        let text = self.text;
        let from = if text.get(end) == '.' { end + 1 } else { end };
        let digits_at = text.skip_space(from);
        let digits_end = run_end(text, digits_at);
        let is_short = digits_end > digits_at && digits_at - end <= 2 && digits_end - digits_at <= 4;
        let ends = !text.get(digits_end).is_alphanumeric() && text.get(digits_end) != ',';
        if !is_short || !ends || english_unit_at(text, text.skip_space(digits_end)).is_some() {
            return None;
        }
        self.out.unread.push((digits_at..digits_end, "part of a name"));
        Some(self.push(Kind::Word(Class::Noun), at, digits_end))
    }

    fn currency(&mut self, at: usize) -> Option<usize> {
        let mut end = at;
        while self.text.get(end).is_ascii_alphabetic() || self.text.get(end) == '$' {
            end += 1;
        }
        let number = self.text.skip_space(end);
        (number - end <= 1 && self.text.get(number).is_ascii_digit()).then(|| self.number(at))
    }

    /// Reads «seven» and «twenty-seven» where they count something.
    fn number_in_words(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let read = read_at(text, at, Breaks::AtPoint).ok()?;
        let next = text.skip_space(read.end);
        let (_, key) = word_at(text, at);
        let (_, next_key) = word_at(text, next);
        let hyphened = text.get(read.end) == '-';
        let is_one = key.as_str() == "one" && !read.is_scaled;
        let is_reached = matches!(
            self.out.tokens.last().map(|token| token.kind),
            Some(Kind::Word(Class::To | Class::Level | Class::Compare(_)))
        ) && matches!(text.get(read.end), '.' | ',' | ';' | '\0');
        let is_of_some = next_key.as_str() == "of" && {
            let of_end = word_at(text, next).0;
            let (_, which) = word_at(text, text.skip_space(of_end));
            matches!(which.as_str(), "which" | "them" | "these" | "those" | "whom")
        };
        let has_noun =
            text.get(next).is_ascii_lowercase() && next > read.end || read.unit.is_some() || is_reached;
        let is_title = text.get(at).is_ascii_uppercase() && at > 0 && !has_noun;
        let is_span = read.unit.is_some_and(|unit| unit.kind == UnitKind::Duration)
            || matches!(
                next_key.as_str(),
                "consecutive" | "of" | "or" | "and" | "to" | "more" | "other"
            );
        if is_one || hyphened || is_title || !has_noun || is_span && !is_of_some {
            return None;
        }
        Some(self.quantity(read))
    }

    fn number(&mut self, at: usize) -> usize {
        let text = self.text;
        if let Some(mention) = english_period::mention_at(text, at) {
            let end = mention.range.end;
            self.out.mentions.push(mention);
            return self.push(Kind::Mention(self.out.mentions.len() - 1), at, end);
        }
        let end = run_end(text, at);
        let (suffix_end, suffix) = word_at(text, end);
        if matches!(suffix.as_str(), "st" | "nd" | "rd" | "th") && suffix_end > end && end > at {
            return self.unread(at..suffix_end, "an ordinal number");
        }
        if text.get(end) == ':' && text.get(end + 1).is_ascii_digit() {
            return self.unread(at..run_end(text, end + 1), "a ratio or a time");
        }
        if text.get(end) == '/' && text.get(end + 1).is_ascii_digit() {
            return self.unread(at..run_end(text, end + 1), "a fraction or a date");
        }
        match read_at(text, at, Breaks::AtPoint) {
            Ok(read) => self.judged(read),
            Err(malformed) => {
                let end = malformed.end.max(at + 1);
                self.unread(at..end, malformed.reason)
            }
        }
    }

    fn judged(&mut self, read: Read) -> usize {
        let text = self.text;
        let (start, end) = (read.start, read.end);
        let next = text.get(end);
        let number_end = if read.unit_range.start > start && !read.unit_range.is_empty() {
            read.unit_range.start
        } else {
            end
        };
        let dash = text.skip_space(end);
        let is_dash = matches!(text.get(dash), '-' | '~')
            && text.get(text.skip_space(dash + 1)).is_ascii_digit()
            && dash - end <= 1;
        let (to_end, to) = word_at(text, dash);
        let is_to = to.as_str() == "to"
            && text.get(text.skip_space(to_end)).is_ascii_digit()
            && read.unit.is_none()
            && !read.is_scaled;
        if is_dash || is_to {
            let second = text.skip_space(if is_dash { dash + 1 } else { to_end });
            let last = read_at(text, second, Breaks::AtPoint)
                .map_or_else(|malformed| malformed.end, |read| read.end);
            return self.unread(start..last.max(end), "a range");
        }
        if next == '-' && text.get(end + 1).is_ascii_alphabetic() || next.is_alphanumeric() {
            let mut last = end;
            while text.get(last).is_alphanumeric() || text.get(last) == '-' {
                last += 1;
            }
            return self.unread(start..last, "part of a word");
        }
        if text.before(start) == '"' && next == '"' {
            return self.unread(start..end, "part of a name");
        }
        if read.unit.is_some_and(|unit| unit.kind == UnitKind::Duration) {
            return self.unread(start..number_end, "a length of time");
        }
        let (_, month_key) = word_at(text, text.skip_space(end));
        if month(month_key.as_str()).is_some() && text.get(text.skip_space(end)).is_ascii_uppercase() {
            return self.unread(start..end, "a date");
        }
        if let Form::Integer { digits } = read.form
            && read.unit.is_none()
            && !read.is_scaled
        {
            let is_year =
                digits == 4 && (1949..=2100).any(|year| read.value == milepost_model::Decimal::from(year));
            if is_year || digits >= 7 {
                return self.unread(
                    start..end,
                    if is_year {
                        "a year"
                    } else {
                        "a number without a unit"
                    },
                );
            }
            let opens_line = start == 0 || text.before(start) == '\n';
            if opens_line && matches!(next, '.' | ')') && text.get(end + 1).is_whitespace() {
                return self.unread(start..end, "a list number");
            }
        }
        self.quantity(read)
    }

    fn quantity(&mut self, read: Read) -> usize {
        let (start, mut end) = (read.start, read.end);
        let mut after = None;
        let next = self.text.skip_space(end);
        if let Some((after_end, said)) = comparison_after(self.text, next) {
            (end, after) = (after_end, Some(said));
        }
        self.out.quantities.push(Printed { read, after });
        self.push(Kind::Quantity(self.out.quantities.len() - 1), start, end)
    }
}
