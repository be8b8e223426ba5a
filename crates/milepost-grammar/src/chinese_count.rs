//! Collects the figures of a Chinese clause: lists of them, their units, the nouns that they count.

use milepost_model::{Comparison, Decimal, Unit};

use crate::chinese_clause::cleaned;
use crate::chinese_reader::ChineseReader;
use crate::hint::Hint;
use crate::places::PlaceKind;
use crate::token::{Kind, Printed, Token};
use crate::unit::UnitKind;
use crate::words::Word;

/// A figure with its unit settled.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) token: Token,
    pub(crate) printed: Printed,
    pub(crate) value: Decimal,
    pub(crate) step: Decimal,
    pub(crate) unit: Option<Unit>,
    pub(crate) unit_word: String,
    /// The scale and unit that it took over from elsewhere.
    pub(crate) taken: Option<String>,
}

impl ChineseReader<'_, '_, '_> {
    /// Reads the figures that start at token `at`, alone or as a list; returns where to go on.
    pub(crate) fn figures(&mut self, at: usize, limit: usize) -> usize {
        let mut run = vec![at];
        let mut turns: Vec<Option<Word>> = vec![None];
        let mut end = at + 1;
        let has_turn = self.clause.each
            && self
                .clause
                .cues
                .iter()
                .any(|cue| matches!(cue, Word::Up | Word::Down));
        loop {
            let mut next = end;
            let mut joined = false;
            let mut turn = None;
            while next < limit {
                match self.kind(next) {
                    Some(Kind::Space) => {}
                    Some(Kind::List | Kind::Word(Word::And)) => joined = true,
                    // «分别增长1.4%、增长3.6%、下降2.7%»
                    Some(Kind::Word(word @ (Word::Up | Word::Down))) if joined && has_turn => {
                        turn = Some(word);
                    }
                    _ => break,
                }
                next += 1;
            }
            if !joined
                || next >= limit
                || !matches!(self.kind(next), Some(Kind::Quantity(_)))
                || run.len() >= MAX_LIST
            {
                break;
            }
            run.push(next);
            turns.push(turn);
            end = next + 1;
        }
        let figures = self.settled(&run);
        if let ([figure], Some(Kind::Text | Kind::Word(Word::Noun | Word::StockNoun))) =
            (figures.as_slice(), self.kind(end))
            && (figure.printed.after == Some(Comparison::Over) || self.bounds_class(end))
            && figure
                .printed
                .read
                .unit
                .is_some_and(|unit| unit.kind == UnitKind::Amount)
            && !self.is_target
        {
            // «年销售收入2000万元以上的企业»: the bound of a class.
            self.out
                .refuse(&(figure.token.start..figure.token.end), "the bound of a class");
            self.clause
                .noun(&self.out.text.string(figure.token.start..figure.token.end));
            return end;
        }
        let (after, right) = self.right_noun(end, limit, &figures);
        let names_stock = (end..after).any(|at| self.kind(at) == Some(Kind::Word(Word::StockNoun)));
        let is_had = figures.first().is_some_and(|figure| {
            matches!(
                self.out.text.before(figure.token.start),
                '有' | '等' | '与' | '和' | '到' | '至' | '达'
            )
        });
        // «已与56个国际友好城市建立联系»
        self.clause.ends_in_stock |= names_stock && is_had && !right.is_empty();
        let part = self.opens_part(&figures);
        if part {
            self.is_part = true;
            self.whole = self.topic.as_ref().and_then(|topic| topic.level);
            self.whole_stock = self.last_stock;
        }
        let (after, right) = if part {
            self.right_noun(end, limit, &figures)
        } else {
            (after, right)
        };
        match figures.as_slice() {
            [figure] => self.single(figure, &right),
            _ => self.list(&figures, &turns, &right),
        }
        self.is_dated = false;
        if part {
            self.is_part = false;
        }
        after
    }

    /// Settles the units of a list: a number without one takes it from the last of the list, a bracket or the context.
    pub(crate) fn settled(&self, run: &[usize]) -> Vec<Figure> {
        let mut figures: Vec<Figure> = run
            .iter()
            .filter_map(|at| {
                let token = self.token(*at)?;
                let Kind::Quantity(index) = token.kind else {
                    return None;
                };
                let printed = self.tokens.quantities.get(index)?.clone();
                let unit_word = self.out.original(&printed.read.unit_range);
                Some(Figure {
                    token,
                    value: printed.read.value,
                    step: printed.read.step,
                    unit: printed.read.unit.and_then(|unit| unit.unit),
                    unit_word,
                    taken: None,
                    printed,
                })
            })
            .collect();
        let lasting = figures
            .last()
            .filter(|last| last.printed.read.unit.is_some())
            .map(|last| {
                let read = &last.printed.read;
                let scaled = read.unit_range.start.saturating_sub(4).max(read.start)..read.unit_range.end;
                let words = self.out.text.string(scaled);
                let hint: String = words
                    .chars()
                    .skip_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))
                    .collect();
                hint
            });
        let outer = || self.out.context.unit.clone();
        for index in 0..figures.len() {
            let is_last = index + 1 == figures.len();
            let Some(figure) = figures.get_mut(index) else {
                continue;
            };
            if figure.printed.read.unit.is_some() || figure.printed.is_ordinal {
                continue;
            }
            let words = if is_last { None } else { lasting.clone() };
            let hint = match words.clone().or_else(outer) {
                Some(words) => Hint::read(&words).map(|hint| (hint, words)),
                None => self.clause.hint.clone().map(|hint| {
                    let words = hint.word.clone();
                    (hint, words)
                }),
            };
            let Some((hint, words)) = hint else { continue };
            let scale = if figure.printed.read.is_scaled {
                hint.factor
            } else {
                hint.scale * hint.factor
            };
            let (Some(value), Some(step)) = (figure.value.checked_mul(scale), figure.step.checked_mul(scale))
            else {
                continue;
            };
            (figure.value, figure.step, figure.unit) = (value, step, hint.unit);
            figure.unit_word = hint.word;
            figure.taken = Some(words);
        }
        figures
    }

    /// Reads the noun that a count counts: «473个港口». Returns where the reading goes on.
    pub(crate) fn right_noun(&self, start: usize, limit: usize, figures: &[Figure]) -> (usize, String) {
        let nothing = (start, String::new());
        let Some(last) = figures.last() else {
            return nothing;
        };
        let is_count = last.printed.read.unit.is_none_or(|unit| {
            matches!(unit.kind, UnitKind::Counter)
                || matches!(unit.unit, Some(Unit::Trains | Unit::Persons | Unit::Teu))
        });
        let has_left = !self.clause.subject().is_empty();
        let is_amount = last
            .printed
            .read
            .unit
            .is_some_and(|unit| unit.kind == UnitKind::Amount);
        if last.printed.is_ordinal || !(is_count || is_amount && !has_left) {
            return nothing;
        }
        let mut noun = String::new();
        let mut at = start;
        while at < limit {
            let Some(token) = self.token(at) else { break };
            match token.kind {
                Kind::Text | Kind::Word(Word::Noun | Word::StockNoun | Word::And | Word::Dependent) => {
                    let text = self.string(&token);
                    if noun.is_empty() && opens_verb(&text) && (has_left || !self.is_part) {
                        return nothing;
                    }
                    noun.push_str(&text);
                }
                // «其中9项全国复制推广»
                Kind::Place(PlaceKind::Nation) if self.is_part => noun.push_str(&self.string(&token)),
                Kind::Place(_) if !noun.is_empty() => noun.push_str(&self.string(&token)),
                Kind::Open if !noun.is_empty() => {
                    let Some(close) = self.short_bracket(at, limit) else {
                        break;
                    };
                    let (Some(open), Some(end)) = (self.token(at), self.token(close)) else {
                        break;
                    };
                    noun.push_str(&self.out.text.string(open.start..end.end));
                    at = close;
                }
                Kind::Quote | Kind::Space => {}
                Kind::Word(_)
                | Kind::Place(_)
                | Kind::Mention(_)
                | Kind::Quantity(_)
                | Kind::Unread
                | Kind::Comma
                | Kind::List
                | Kind::Semi
                | Kind::Stop
                | Kind::Colon
                | Kind::Open
                | Kind::Close => break,
            }
            at += 1;
        }
        let meets_figure = matches!(self.kind(at), Some(Kind::Quantity(_)));
        if meets_figure && !noun.ends_with('的') {
            // «5000家企业出口100亿元»: the words belong to the next figure as well.
            let own = if has_left { String::new() } else { cleaned(&noun) };
            return (start, own);
        }
        for verb in TIES {
            if let Some(rest) = noun.strip_suffix(verb) {
                noun.truncate(rest.len());
                break;
            }
        }
        (at, cleaned(&noun))
    }

    /// «进出口值超过10亿元的企业»: what follows are those beyond the number.
    fn bounds_class(&self, next: usize) -> bool {
        let Some(token) = self.token(next) else {
            return false;
        };
        let is_bound = self
            .clause
            .cues
            .iter()
            .any(|cue| matches!(cue, Word::Over | Word::Above | Word::Below | Word::Threshold));
        is_bound && self.out.text.get(token.start) == '的'
    }

    /// «…162项，有9项在全国复制推广»: some of those just told, as 其中 would say.
    fn opens_part(&self, figures: &[Figure]) -> bool {
        let [figure] = figures else { return false };
        let has_whole = self.topic.as_ref().is_some_and(|topic| topic.level.is_some());
        let is_bare = self.clause.pieces.is_empty() && self.clause.cues.is_empty() && !self.is_dated;
        let counts = figure.unit == Some(Unit::Count) && !self.is_part && !self.in_bracket;
        has_whole && is_bare && counts && self.out.text.before(figure.token.start) == '有'
    }

    /// Returns the close of a bracket without figures: 国家（地区）.
    pub(crate) fn short_bracket(&self, at: usize, limit: usize) -> Option<usize> {
        for next in at + 1..limit.min(at + 6) {
            match self.kind(next) {
                Some(Kind::Close) => return Some(next),
                Some(Kind::Text | Kind::Word(_) | Kind::Place(_) | Kind::List) => {}
                _ => return None,
            }
        }
        None
    }
}

/// What is done with those that were counted, and is no part of their name.
const TIES: &[&str] = &[
    "建立联系",
    "建立了联系",
    "建立友好关系",
    "建立了友好关系",
    "缔结友好关系",
    "缔结了友好关系",
    "保持贸易往来",
];

/// Words that cannot open the noun a figure counts.
fn opens_verb(text: &str) -> bool {
    let first = text.trim_start().chars().next().unwrap_or(' ');
    matches!(
        first,
        '在' | '被'
            | '已'
            | '获'
            | '实'
            | '位'
            | '属'
            | '纳'
            | '以'
            | '是'
            | '从'
            | '由'
            | '向'
            | '与'
            | '为'
            | '较'
            | '比'
            | '占'
            | '达'
            | '同'
            | '于'
            | '并'
            | '且'
            | '而'
            | '均'
            | '都'
            | '将'
            | '也'
            | '就'
            | '还'
            | '不'
            | '，'
    )
}

/// More figures than these are no list of a sentence.
pub(crate) const MAX_LIST: usize = 40;
