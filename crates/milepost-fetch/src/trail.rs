//! The way through the pages of one list: which comes next, which were read, where to go on another time. An index of
//! sitemaps is walked in its own order; one of them that fails does not hide the others.

use std::collections::{HashSet, VecDeque};

use url::Url;

use crate::discovery::ListCursor;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) url: Url,
    /// 1 for the first.
    pub(crate) number: u32,
}

/// The way through one list.
#[derive(Debug)]
pub(crate) struct Trail {
    place: Place,
    visited: HashSet<Url>,
    index: Option<Index>,
}

#[derive(Debug)]
struct Index {
    url: Url,
    children: VecDeque<Url>,
    /// Children taken off the queue, of which the last is the one being read.
    taken: u32,
    /// The first one that could not be read.
    failed: Option<u32>,
}

impl Trail {
    pub(crate) fn new(start: Place) -> Self {
        Self {
            visited: HashSet::from([start.url.clone()]),
            place: start,
            index: None,
        }
    }

    /// Returns the page to be read.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Takes the sitemaps that an index names. Where the way starts later than at the first, those before are skipped.
    pub(crate) fn take_children(&mut self, named: Vec<Url>) {
        if named.is_empty() {
            return;
        }
        if let Some(index) = &mut self.index {
            index.children.extend(named);
            return;
        }
        let mut children = VecDeque::from(named);
        let skipped = self.place.number.saturating_sub(1);
        for _ in 0..skipped {
            children.pop_front();
        }
        self.index = Some(Index {
            url: self.place.url.clone(),
            children,
            taken: skipped,
            failed: None,
        });
    }

    /// Says whether the list is an index of sitemaps.
    pub(crate) fn is_index(&self) -> bool {
        self.index.is_some()
    }

    /// Returns the next sitemap of the index that may be read and was not yet.
    pub(crate) fn next_child(&mut self, may_be_read: impl Fn(&Url) -> bool) -> Option<Url> {
        let index = self.index.as_mut()?;
        while let Some(url) = index.children.pop_front() {
            index.taken = index.taken.saturating_add(1);
            if !self.visited.contains(&url) && may_be_read(&url) {
                return Some(url);
            }
        }
        None
    }

    /// Says whether a page was read already.
    pub(crate) fn has_visited(&self, url: &Url) -> bool {
        self.visited.contains(url)
    }

    /// Goes on to a page.
    pub(crate) fn go_on(&mut self, url: Url) {
        self.visited.insert(url.clone());
        self.place = Place {
            url,
            number: self.place.number.saturating_add(1),
        };
    }

    /// Takes note that the page being read failed.
    pub(crate) fn fail(&mut self) {
        if let Some(index) = &mut self.index {
            index.failed = index.failed.or(Some(index.taken));
        }
    }

    /// Returns where to go on another time, with the page that is to be read again.
    pub(crate) fn cursor(&self, list: &str) -> ListCursor {
        let (url, number) = match &self.index {
            // The index is read again and walked from there.
            Some(index) => (&index.url, index.failed.unwrap_or(index.taken).max(1)),
            None => (&self.place.url, self.place.number),
        };
        ListCursor {
            list: list.to_owned(),
            next_page: url.to_string(),
            number,
        }
    }

    /// Returns the same at the end of the way, where something on it failed.
    pub(crate) fn cursor_of_failure(&self, list: &str) -> Option<ListCursor> {
        let has_failed = self.index.as_ref().is_some_and(|index| index.failed.is_some());
        has_failed.then(|| self.cursor(list))
    }
}
