//! Keeps the period in force while a text is read: what was said last governs until something else is said.

use std::ops::Range;

use milepost_model::{Period, PeriodShape};

use crate::anchor::{Anchor, resolve};
use crate::mention::{Mention, Part, Use, Year};
use crate::statement::{Context, Spoken};

/// The period in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Time {
    /// The text has said nothing; what it stands under governs.
    Unsaid,
    /// A period, and the characters that say it.
    Said { period: Period, range: Range<usize> },
    /// Since some day, up to the publication: 2020年以来.
    Open,
    /// Some other time, or one that cannot be anchored: 五年前, 近年, 今年 without a date of publication.
    Elsewhen,
}

/// The period in force, and what mentions without a year are anchored to.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    anchor: Anchor,
    outer: Option<Period>,
    pub(crate) time: Time,
    /// The periods said so far.
    pub(crate) spoken: Spoken,
}

impl Clock {
    pub(crate) fn new(context: &Context) -> Self {
        let given = context.period.as_ref().map(|inherited| inherited.period);
        let carried = context.carried.as_ref().map(|carried| carried.period);
        let outer = given.or(carried);
        let anchor = Anchor {
            spoken_year: None,
            outer_year: given.map(Period::calendar_year),
            published: context.published,
            nearby_year: context.spoken_year,
        };
        Self {
            anchor,
            outer,
            time: Time::Unsaid,
            spoken: Spoken::default(),
        }
    }

    /// Puts a time in force that is no single period: 近年来, 五年前.
    pub(crate) fn leave_open(&mut self, time: Time) {
        self.time = time;
        self.remember();
    }

    fn remember(&mut self) {
        let Time::Said { period, range } = &self.time else {
            self.spoken.is_open = true;
            self.spoken.last = None;
            return;
        };
        let periods = &mut self.spoken.periods;
        if !periods.contains(period) && periods.len() < MAX_SPOKEN {
            periods.push(*period);
        }
        let is_ahead = self.is_ahead(&self.time);
        self.spoken.last = (!is_ahead).then(|| (*period, range.clone()));
    }

    /// Reads a mention as a time of its own, without putting it in force.
    pub(crate) fn read(&self, mention: &Mention) -> Time {
        match resolve(mention, &self.anchor) {
            Some(period) => Time::Said {
                period,
                range: mention.range.clone(),
            },
            None => Time::Elsewhen,
        }
    }

    /// Puts a governing mention in force. `is_of_the_year` is 当年, which means the year spoken of.
    pub(crate) fn hear(&mut self, mention: &Mention, is_of_the_year: bool, is_since: bool) {
        let mut mention = mention.clone();
        if is_of_the_year {
            mention.year = Year::Unstated;
            if self.anchor.spoken_year.or(self.anchor.outer_year).is_none() {
                self.leave_open(Time::Elsewhen);
                return;
            }
        }
        // 前三季度 inside a text whose heading says 2024年: the year is the heading's. A heading's year does not carry
        // over to a bare 年末 of another year, but there is nothing nearer.
        self.time = self.read(&mention);
        if is_since && self.time == Time::Elsewhen {
            self.time = Time::Open;
        }
        self.remember();
        if let Time::Said { period, .. } = self.time
            && mention.part != Part::Now
            && mention.role != Use::YearBefore
        {
            self.anchor.spoken_year = Some(period.calendar_year());
        }
    }

    /// 当月: the last month of the period in force.
    pub(crate) fn last_month(&self, range: Range<usize>) -> Time {
        let period = match &self.time {
            Time::Said { period, .. } => Some(*period),
            Time::Unsaid => self.outer,
            Time::Open | Time::Elsewhen => None,
        };
        let month = period.and_then(|period| match period.shape() {
            PeriodShape::Months { last, .. } => Period::month(period.calendar_year(), last),
            PeriodShape::AsOfDay(_) | PeriodShape::AsOfMonth(_) => None,
        });
        month.map_or(Time::Elsewhen, |period| Time::Said { period, range })
    }

    /// 上年同期: the period in force, one year earlier.
    pub(crate) fn year_before(&self, range: Range<usize>) -> Time {
        let period = match &self.time {
            Time::Said { period, .. } => Some(*period),
            Time::Unsaid => self.outer,
            Time::Open | Time::Elsewhen => None,
        };
        let earlier = period.and_then(Period::year_earlier);
        earlier.map_or(Time::Elsewhen, |period| Time::Said { period, range })
    }

    /// Tells whether a base names the year before the one in force by its number: 较2020年, in a text about 2021.
    pub(crate) fn is_year_before(&self, mention: &Mention) -> bool {
        let in_force = match &self.time {
            Time::Said { period, .. } => Some(*period),
            Time::Unsaid => self.outer,
            Time::Open | Time::Elsewhen => None,
        };
        match (mention.year, in_force) {
            (Year::Printed(year), Some(period)) => year.checked_add(1) == Some(period.calendar_year()),
            _ => false,
        }
    }

    /// Tells whether a time lies after the publication, or in the year of it and not yet over.
    pub(crate) fn is_ahead(&self, time: &Time) -> bool {
        match (time, self.anchor.published) {
            (Time::Said { period, .. }, Some(day)) => period.last_day() > day,
            _ => false,
        }
    }
}

/// More periods than these say no more than that they are several.
const MAX_SPOKEN: usize = 16;
