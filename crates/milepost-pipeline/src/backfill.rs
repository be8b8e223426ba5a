//! Where a discovery stopped before the end of a list, so that a later pass goes on there: what lies behind a page that
//! failed, or behind the pages of one pass, is not lost from sight.

use milepost_fetch::{Cursor, Discovery, Reach};
use milepost_model::NaiveDate;
use serde::{Deserialize, Serialize};

/// 5 passes without getting on: the place is given up.
const MOST_TRIES: u32 = 5;

/// Lists that are not at their end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Backfill {
    /// The oldest day wanted, as `YYYY-MM-DD`; none: as far as the list goes.
    day: Option<String>,
    cursor: Cursor,
    /// Passes that did not get on.
    tries: u32,
}

impl Backfill {
    /// Reads what an earlier pass left; nothing where it is not understood.
    pub(crate) fn parse(text: Option<&str>) -> Option<Self> {
        serde_json::from_str::<Self>(text?)
            .ok()
            .filter(|left| left.cursor.version == 1)
    }

    /// Writes it for the store.
    pub(crate) fn to_text(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// What a discovery leaves to a later pass: the rest of lists whose reading failed, and the rest of those that reach
    /// back to a wished-for day. Without such a day, a list's older pages are left alone.
    pub(crate) fn begun(discovery: &Discovery, since: Option<NaiveDate>) -> Option<Self> {
        let cursor = discovery.cursor.clone()?;
        let has_failed = !discovery.class().is_success();
        let day = since.map(|day| day.to_string());
        (has_failed || day.is_some()).then_some(Self {
            day,
            cursor,
            tries: 0,
        })
    }

    /// How to go on.
    pub(crate) fn reach(&self) -> Reach {
        let day = self
            .day
            .as_deref()
            .and_then(|day| day.parse().ok())
            .unwrap_or(NaiveDate::MIN);
        Reach::Since {
            day,
            cursor: Some(self.cursor.clone()),
        }
    }

    /// What is left after going on; nothing where the place was given up.
    pub(crate) fn after(&self, went_on: &Discovery) -> Option<Self> {
        let cursor = went_on.cursor.clone()?;
        let tries = if cursor == self.cursor { self.tries + 1 } else { 0 };
        (tries < MOST_TRIES).then(|| Self {
            day: self.day.clone(),
            cursor,
            tries,
        })
    }

    /// Puts together what was left before and what is left now.
    pub(crate) fn join(left: Option<Self>, begun: Option<Self>) -> Option<Self> {
        let (mut left, begun) = match (left, begun) {
            (Some(left), Some(begun)) => (left, begun),
            (one, other) => return one.or(other),
        };
        let is_known = |list: &str| left.cursor.lists.iter().any(|place| place.list == list);
        let more: Vec<_> = begun
            .cursor
            .lists
            .into_iter()
            .filter(|place| !is_known(&place.list))
            .collect();
        left.cursor.lists.extend(more);
        left.day = match (left.day, begun.day) {
            (Some(day), Some(other)) => Some(day.min(other)),
            _ => None,
        };
        Some(left)
    }
}

/// Adds what going on found to what the pass found first.
pub(crate) fn merge(discovery: &mut Discovery, more: Discovery) {
    for article in more.articles {
        if !discovery
            .articles
            .iter()
            .any(|known| known.article_id == article.article_id)
        {
            discovery.articles.push(article);
        }
    }
    discovery.left_out.extend(more.left_out);
    discovery.pages.extend(more.pages);
    if discovery.outcome.class.is_success() && !more.outcome.class.is_success() {
        discovery.outcome = more.outcome;
    }
}

#[cfg(test)]
mod tests {
    use milepost_fetch::{ListCursor, Outcome, OutcomeClass};

    use super::*;

    fn cursor(places: &[(&str, u32)]) -> Cursor {
        let lists = places.iter().map(|(list, number)| ListCursor {
            list: (*list).to_owned(),
            next_page: format!("{list}index_{number}.html"),
            number: *number,
        });
        Cursor {
            version: 1,
            lists: lists.collect(),
        }
    }

    fn discovery(class: OutcomeClass, cursor: Option<Cursor>) -> Discovery {
        Discovery {
            outcome: Outcome {
                class,
                block: None,
                reason: String::new(),
            },
            articles: Vec::new(),
            left_out: Vec::new(),
            pages: Vec::new(),
            cursor,
        }
    }

    #[test]
    fn a_bound_is_gone_on_from_only_where_a_day_is_wished_for() {
        let bound = discovery(OutcomeClass::New, Some(cursor(&[("a", 6)])));
        assert_eq!(Backfill::begun(&bound, None), None);
        assert!(Backfill::begun(&bound, NaiveDate::from_ymd_opt(2021, 1, 1)).is_some());
        let failed = discovery(OutcomeClass::Blocked, Some(cursor(&[("a", 3)])));
        assert!(Backfill::begun(&failed, None).is_some());
    }

    #[test]
    fn a_place_that_never_gets_on_is_given_up() {
        let failed = discovery(OutcomeClass::Blocked, Some(cursor(&[("a", 3)])));
        let mut left = Backfill::begun(&failed, None);
        for _ in 0..4 {
            left = left.unwrap().after(&failed);
        }
        assert_eq!(left.unwrap().after(&failed), None);
    }

    #[test]
    fn getting_on_counts_anew_and_the_end_is_the_end() {
        let failed = discovery(OutcomeClass::Blocked, Some(cursor(&[("a", 3)])));
        let left = Backfill::begun(&failed, None).unwrap().after(&failed).unwrap();
        let further = discovery(OutcomeClass::Blocked, Some(cursor(&[("a", 4)])));
        assert_eq!(left.after(&further).unwrap().tries, 0);
        assert_eq!(left.after(&discovery(OutcomeClass::New, None)), None);
    }

    #[test]
    fn what_is_left_survives_the_store() {
        let failed = discovery(OutcomeClass::Blocked, Some(cursor(&[("a", 3), ("b", 2)])));
        let left = Backfill::begun(&failed, NaiveDate::from_ymd_opt(2021, 1, 1)).unwrap();
        assert_eq!(Backfill::parse(left.to_text().as_deref()), Some(left));
        assert_eq!(Backfill::parse(Some("{}")), None);
    }

    #[test]
    fn lists_are_joined_each_at_its_older_place() {
        let of = |places: &[(&str, u32)]| Backfill {
            day: None,
            cursor: cursor(places),
            tries: 1,
        };
        let joined = Backfill::join(Some(of(&[("a", 9)])), Some(of(&[("a", 2), ("b", 3)]))).unwrap();
        assert_eq!(joined.cursor, cursor(&[("a", 9), ("b", 3)]));
    }
}
