//! The periods of titles, headings and captions, and single periods as an extractor prints them.

use std::ops::Range;

use milepost_model::{NaiveDate, Period};

use crate::anchor::{Anchor, resolve};
use crate::english_period;
use crate::fold::Folded;
use crate::mention::{Mention, Use};
use crate::statement::InheritedPeriod;
use crate::token::tokenize;

/// A period that a text speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodMention {
    /// The bytes of the words that say it.
    pub range: Range<usize>,
    /// The period.
    pub period: Period,
}

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no period that can be told: {reason}")]
pub struct PeriodTextError {
    /// What was found, cut to 60 characters.
    pub found: String,
    /// Why it is none.
    pub reason: &'static str,
}

/// Returns the periods a text speaks of, in their order; bases of comparison (比上年, "than last year") and dates of
/// events are left out. Meant for titles, headings, captions and labels.
pub fn periods(text: &str, published: Option<NaiveDate>) -> Vec<PeriodMention> {
    let folded = Folded::new(text);
    let mentions = mentions_of(&folded);
    let mut anchor = Anchor {
        published,
        ..Anchor::default()
    };
    let mut found = Vec::new();
    for mention in mentions {
        if !matches!(mention.role, Use::Governs | Use::By) {
            continue;
        }
        let Some(period) = resolve(&mention, &anchor) else {
            continue;
        };
        anchor.spoken_year = Some(period.calendar_year());
        found.push(PeriodMention {
            range: folded.bytes(&mention.range, text),
            period,
        });
    }
    found
}

/// Returns the mentions of a label, in either language.
pub(crate) fn mentions_of(folded: &Folded) -> Vec<Mention> {
    let mut mentions = tokenize(folded, 0..folded.len()).mentions;
    mentions.extend(english_period::mentions(folded));
    mentions.sort_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end)));
    let mut end = 0;
    mentions.retain(|mention| {
        let is_new = mention.range.start >= end;
        if is_new {
            end = mention.range.end;
        }
        is_new
    });
    mentions
}

/// Returns the one period that governs what stands under a heading, with its words; none where the heading speaks of
/// several.
pub fn heading_period(text: &str, published: Option<NaiveDate>) -> Option<InheritedPeriod> {
    let mentions = periods(text, published);
    let first = mentions.first()?;
    let is_sole = mentions.iter().all(|mention| mention.period == first.period);
    let quote = text.get(first.range.clone())?.to_owned();
    is_sole.then_some(InheritedPeriod {
        period: first.period,
        quote,
    })
}

/// Reads a text that is one period, and returns its text form: `2025-03`, `2025-Q1`, `2024-01..2024-09`,
/// `as-of:2023-09-30`. A split year such as `2024/25` gives `2024-07/2025-06`, which no [`Period`] can hold.
///
/// `lang` is `en`, `zh` or empty for either; a text form of the product itself is read in any language.
///
/// # Errors
/// When the text is no period, or leaves the year open and `published` is none.
pub fn period(text: &str, lang: &str, published: Option<NaiveDate>) -> Result<String, PeriodTextError> {
    let wrong = |reason| PeriodTextError {
        found: text.chars().take(60).collect(),
        reason,
    };
    if text.len() > 200 {
        return Err(wrong("too long"));
    }
    let trimmed = text.trim();
    if let Ok(period) = Period::parse(trimmed) {
        return Ok(period.to_string());
    }
    if let Some(split) = split_year(trimmed) {
        return Ok(split);
    }
    let folded = Folded::new(trimmed);
    let mut mentions = match lang.get(..2) {
        Some("en") => english_period::mentions(&folded),
        Some("zh") => tokenize(&folded, 0..folded.len()).mentions,
        _ => mentions_of(&folded),
    };
    let (Some(mention), true) = (mentions.pop(), mentions.is_empty()) else {
        return Err(wrong("it names no period, or several"));
    };
    let covers = folded.skip_space(0) >= mention.range.start.saturating_sub(9)
        && mention.range.end >= folded.len()
        && is_lead(&folded, mention.range.start);
    if !covers {
        return Err(wrong("other words stand beside it"));
    }
    let anchor = Anchor {
        published,
        ..Anchor::default()
    };
    resolve(&mention, &anchor)
        .map(|period| period.to_string())
        .ok_or_else(|| wrong("its year or its months are left open"))
}

/// Only `in`, `the`, `for`, 在 and the like may stand before the period.
fn is_lead(folded: &Folded, start: usize) -> bool {
    folded.string(0..start).split_whitespace().all(|word| {
        matches!(
            word.to_ascii_lowercase().as_str(),
            "in" | "the" | "for" | "during" | "from" | "在" | "of"
        )
    })
}

fn split_year(text: &str) -> Option<String> {
    let (first, second) = text.split_once(['/', '–', '-'])?;
    let first_year: i32 = (first.len() == 4).then(|| first.parse().ok())??;
    let next = first_year.checked_add(1)?;
    let is_next = match second.len() {
        2 => text.contains('/') && format!("{:02}", next.rem_euclid(100)) == second,
        4 => text.contains('/') && next.to_string() == second,
        _ => false,
    };
    ((1900..=2200).contains(&first_year) && is_next).then(|| format!("{first_year}-07/{next}-06"))
}
