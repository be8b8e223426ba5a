//! Period mentions: words that say for what time a figure is, before they are anchored to a calendar year.

use std::ops::Range;

/// What year a mention speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Year {
    /// 2025年.
    Printed(i32),
    /// 今年, this year: counted from the publication. −1 for 去年, last year.
    Relative(i32),
    /// 1-9月 alone.
    Unstated,
}

/// What part of the year a mention speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// 2025年, 全年.
    Whole,
    /// 1-9月, 上半年, 前三季度: first and last month.
    Months(u32, u32),
    /// 9月底: the last day of a month.
    EndOf(u32),
    /// 年末: the last day of the year.
    YearEnd,
    /// 截至10月31日: a month and a day.
    Day(u32, u32),
    /// 目前, now.
    Now,
    /// 2020-2024年, 十四五期间, 2020年以来: a time that no period can say.
    Open,
}

/// How a mention takes part in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// It governs what follows.
    Governs,
    /// 比上年, 较1-8月, over the same period last year: what a change is counted from.
    Base,
    /// 上年同期: the period in force, one year earlier; governs its own clause only.
    YearBefore,
    /// 到2027年, by 2027: where something shall be.
    By,
    /// 由上年的, from 2015: where a change began; governs the next figure only.
    From,
}

/// A mention, by character indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) range: Range<usize>,
    pub(crate) year: Year,
    pub(crate) part: Part,
    pub(crate) role: Use,
    /// 截至, 底, 末: a point in time.
    pub(crate) is_point: bool,
}

impl Mention {
    /// A base that is not the same period of the year before: 比上月, 较1-8月, 环比.
    pub(crate) fn is_other_base(&self) -> bool {
        let year_before = matches!(self.year, Year::Relative(-1)) && self.part == Part::Whole
            || self.role == Use::YearBefore
            || self.part == Part::YearEnd && matches!(self.year, Year::Relative(-1));
        !year_before
    }
}
