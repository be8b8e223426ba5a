//! Anchors mentions to calendar years, given the day of publication and what the text said before.

use chrono::Datelike as _;
use milepost_model::{NaiveDate, Period};

use crate::mention::{Mention, Part, Year};

/// What a mention without a year of its own is anchored to, best first.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Anchor {
    /// The year the text last spoke of.
    pub(crate) spoken_year: Option<i32>,
    /// The year of a title, heading or caption.
    pub(crate) outer_year: Option<i32>,
    pub(crate) published: Option<NaiveDate>,
    /// The year that the lines before last spoke of: it may contradict the publication, not overrule it.
    pub(crate) nearby_year: Option<i32>,
}

/// Returns the period a mention stands for, or `None` where it cannot be told.
pub(crate) fn resolve(mention: &Mention, anchor: &Anchor) -> Option<Period> {
    if mention.part == Part::Now {
        return Period::as_of(anchor.published?);
    }
    let year = match mention.year {
        Year::Printed(year) => year,
        Year::Relative(offset) => anchor.published?.year().checked_add(offset)?,
        Year::Unstated => return unstated(mention, anchor),
    };
    in_year(mention, year)
}

fn unstated(mention: &Mention, anchor: &Anchor) -> Option<Period> {
    if let Some(year) = anchor.spoken_year.or(anchor.outer_year) {
        return in_year(mention, year);
    }
    // Without a year: the last such period that was over on the day of publication. One still running then is
    // left open: the text may mean this year's or last year's.
    let period = by_publication(mention, anchor.published?)?;
    let fits = anchor
        .nearby_year
        .is_none_or(|year| period.calendar_year() == year);
    fits.then_some(period)
}

fn by_publication(mention: &Mention, published: NaiveDate) -> Option<Period> {
    let this_year = in_year(mention, published.year())?;
    if this_year.last_day() <= published {
        return Some(this_year);
    }
    let is_running = this_year.first_day() <= published && !this_year.is_as_of();
    let is_year = matches!(mention.part, Part::Whole | Part::YearEnd);
    // 全年 is last year's in a communiqué of the first half; later it may be a plan for this year.
    if is_year && published.month() > 6 || is_running && !is_year {
        return None;
    }
    in_year(mention, published.year().checked_sub(1)?)
}

fn in_year(mention: &Mention, year: i32) -> Option<Period> {
    let last_day = |month: u32| Period::month(year, month).map(Period::last_day);
    let period = match mention.part {
        Part::Whole => Period::year(year),
        Part::Months(first, last) => Period::months(year, first, last),
        Part::EndOf(month) => last_day(month).and_then(Period::as_of),
        Part::YearEnd => last_day(12).and_then(Period::as_of),
        Part::Day(month, day) => NaiveDate::from_ymd_opt(year, month, day).and_then(Period::as_of),
        Part::Now | Part::Open => None,
    }?;
    if mention.is_point && !period.is_as_of() {
        // 截至2025年9月: the day is not said.
        return match mention.part {
            Part::Months(first, last) if first == last => Period::as_of_month(year, last),
            Part::Months(..) | Part::Whole => Period::as_of(period.last_day()),
            Part::EndOf(_) | Part::YearEnd | Part::Day(..) | Part::Now | Part::Open => Some(period),
        };
    }
    Some(period)
}
