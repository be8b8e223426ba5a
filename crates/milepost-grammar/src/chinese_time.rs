//! Puts the periods that Chinese text says in force, and keeps those apart that changes are counted from.

use crate::chinese_clause::Base;
use crate::chinese_reader::ChineseReader;
use crate::clock::Time;
use crate::mention::Use;
use crate::token::{Kind, Token};
use crate::unit::UnitKind;
use crate::words::Word;

impl ChineseReader<'_, '_, '_> {
    pub(crate) fn mention(&mut self, index: usize, token: &Token) {
        let Some(mention) = self.tokens.mentions.get(index) else {
            return;
        };
        match mention.role {
            Use::Governs | Use::YearBefore if self.is_compared(token) || self.is_level_of(token) => {
                self.clause.holds_base = true;
                self.clause.base = Base::Previous;
            }
            Use::Governs => {
                let text = self.out.text;
                let is_of_the_year =
                    text.starts_with(token.start, "当年") || text.starts_with(token.start, "本年");
                let is_since = ["来", "起", "始", "今"]
                    .iter()
                    .any(|word| text.starts_with(token.end.wrapping_sub(1), word));
                self.clock.hear(mention, is_of_the_year, is_since);
                self.own_time = None;
                self.is_dated = true;
                self.has_date = true;
                if !self.clock.is_ahead(&self.clock.time) {
                    self.is_target = false;
                }
            }
            Use::By => {
                self.clock.hear(mention, false, false);
                self.is_target =
                    self.clock.is_ahead(&self.clock.time) || self.out.context.published.is_none();
            }
            Use::Base => {
                self.clause.holds_base = true;
                let is_other = mention.is_other_base() && !self.clock.is_year_before(mention);
                self.clause.base = if is_other {
                    Base::Previous
                } else {
                    Base::YearBefore
                };
            }
            Use::YearBefore => {
                self.own_time = Some(self.clock.year_before(token.start..token.end));
                self.is_dated = true;
            }
            Use::From => {
                self.own_time = Some(self.clock.read(mention));
                self.clause.cue(Word::From);
            }
        }
    }

    /// «超过2024年全年水平»: what the level is held against.
    pub(crate) fn is_level_of(&self, token: &Token) -> bool {
        let text = self.out.text;
        let names_level = ["水平", "全年水平", "同期水平", "年水平"]
            .iter()
            .any(|word| text.starts_with(token.end, word));
        names_level
            || matches!(
                self.clause.cues.last(),
                Some(Word::Over | Word::Above | Word::Below | Word::Nearly)
            )
    }

    /// «是2020年的2.4倍», «为上年的95%»: the year is what the figure is compared with.
    pub(crate) fn is_compared(&self, token: &Token) -> bool {
        let text = self.out.text;
        if text.get(token.end) != '的' {
            return false;
        }
        let next = self
            .tokens
            .tokens
            .partition_point(|other| other.start < token.end + 1);
        let Some(Kind::Quantity(index)) = self.kind(next) else {
            return false;
        };
        let unit = self
            .tokens
            .quantities
            .get(index)
            .and_then(|printed| printed.read.unit);
        unit.is_some_and(|unit| matches!(unit.kind, UnitKind::Times | UnitKind::Percent))
    }

    /// A number that is no figure: a length of time may open the period.
    pub(crate) fn passed_over(&mut self, token: &Token) {
        let text = self.out.text;
        let is_span = ['年', '月', '周', '天'].contains(&text.before(token.end));
        if !is_span {
            return;
        }
        let follows = |words: &[&str]| words.iter().any(|word| text.starts_with(token.end, word));
        if follows(&["来", "以来", "累计"]) {
            self.clock.leave_open(Time::Open);
        } else if matches!(text.before(token.start), '近' | '这')
            || follows(&["前", "间", "内", "里", "期间", "之前", "以前", "共"])
        {
            self.clock.leave_open(Time::Elsewhen);
        }
    }

    /// Returns the time that governs a figure of this clause.
    pub(crate) fn time(&self) -> Time {
        self.own_time.clone().unwrap_or_else(|| self.clock.time.clone())
    }
}
