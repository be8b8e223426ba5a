//! Which day belongs to which link of a list: the smallest element that holds both decides.

use milepost_model::NaiveDate;

use crate::page_scan::Anchor;

/// Elements open at once that are told apart; deeper ones count as part of these.
const MAX_DEPTH: usize = 128;

/// Outside of rows, more links than this before a single day are a menu above a footer.
const MAX_LINKS_FOR_ONE_DAY: usize = 3;

/// What stands in an element, in order.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Item {
    /// A link, by its place.
    Anchor(usize),
    /// A day.
    Day(NaiveDate),
}

/// The open elements of a page.
#[derive(Debug, Default)]
pub(crate) struct RowFrames {
    open: Vec<Frame>,
    /// What stands outside of every element.
    outside: Vec<Item>,
}

#[derive(Debug)]
struct Frame {
    tag: String,
    items: Vec<Item>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One row.
    Row,
    /// Part of a row, or a row by another name.
    Part,
    /// What holds rows: days do not reach beyond it.
    Holder,
}

fn kind(tag: &str) -> Option<Kind> {
    match tag {
        "li" | "tr" | "article" => Some(Kind::Row),
        "div" | "p" | "td" | "th" | "dd" | "dt" | "dl" | "section" | "h1" | "h2" | "h3" | "h4" | "h5"
        | "h6" => Some(Kind::Part),
        "ul" | "ol" | "table" | "tbody" | "body" | "nav" | "header" | "footer" | "form" => Some(Kind::Holder),
        _ => None,
    }
}

/// Elements that a new one of the same kind closes.
fn closes(tag: &str, open: &str) -> bool {
    match tag {
        "li" => open == "li",
        "tr" => matches!(open, "tr" | "td" | "th"),
        "td" | "th" => matches!(open, "td" | "th"),
        "dd" | "dt" => matches!(open, "dd" | "dt"),
        "p" => open == "p",
        _ => false,
    }
}

impl RowFrames {
    /// Opens an element, closing those that end where it starts.
    pub(crate) fn open(&mut self, tag: &str, anchors: &mut [Anchor]) {
        if kind(tag).is_none() {
            return;
        }
        while let Some(last) = self.open.last() {
            // Within the same holder only: a list in a row of a list closes nothing outside.
            let is_closed = closes(tag, &last.tag)
                || (tag == "li" && kind(&last.tag) == Some(Kind::Part) && self.has_open_row());
            if !is_closed {
                break;
            }
            self.close_last(anchors);
        }
        if self.open.len() < MAX_DEPTH {
            self.open.push(Frame {
                tag: tag.to_owned(),
                items: Vec::new(),
            });
        }
    }

    /// Closes an element with everything left open in it.
    pub(crate) fn close(&mut self, tag: &str, anchors: &mut [Anchor]) {
        if kind(tag).is_none() {
            return;
        }
        let Some(depth) = self.open.iter().rposition(|frame| frame.tag == tag) else {
            return;
        };
        while self.open.len() > depth {
            self.close_last(anchors);
        }
    }

    /// Closes everything.
    pub(crate) fn close_all(&mut self, anchors: &mut [Anchor]) {
        while !self.open.is_empty() {
            self.close_last(anchors);
        }
        let items = std::mem::take(&mut self.outside);
        resolve(items, Kind::Part, anchors);
    }

    /// Adds what stands in the innermost open element.
    pub(crate) fn add(&mut self, item: Item) {
        match self.open.last_mut() {
            Some(frame) => frame.items.push(item),
            None => self.outside.push(item),
        }
    }

    /// Says whether a row is open within the innermost holder.
    fn has_open_row(&self) -> bool {
        self.open
            .iter()
            .rev()
            .take_while(|frame| kind(&frame.tag) != Some(Kind::Holder))
            .any(|frame| frame.tag == "li")
    }

    fn close_last(&mut self, anchors: &mut [Anchor]) {
        let Some(frame) = self.open.pop() else { return };
        let kind = kind(&frame.tag).unwrap_or(Kind::Part);
        let left = resolve(frame.items, kind, anchors);
        if kind != Kind::Holder {
            match self.open.last_mut() {
                Some(outer) => outer.items.extend(left),
                None => self.outside.extend(left),
            }
        }
    }
}

/// Gives the days of an element to its links; returns what is left for the element around it.
fn resolve(items: Vec<Item>, kind: Kind, anchors: &mut [Anchor]) -> Vec<Item> {
    let is_open = |item: &Item| match item {
        Item::Anchor(index) => anchors.get(*index).is_some_and(|anchor| anchor.day.is_none()),
        Item::Day(_) => true,
    };
    let items: Vec<Item> = items.into_iter().filter(is_open).collect();
    let days = items.iter().filter(|item| matches!(item, Item::Day(_))).count();
    let links = items.len().saturating_sub(days);
    if days == 0 || links == 0 {
        return items;
    }
    let is_menu = kind != Kind::Row && days == 1 && links > MAX_LINKS_FOR_ONE_DAY;
    if is_menu {
        // Neither is of use outside: the day would only stray to another link.
        return Vec::new();
    }
    let days_come_first = matches!(items.first(), Some(Item::Day(_)));
    let in_order: Vec<Item> = if days_come_first {
        items
    } else {
        items.into_iter().rev().collect()
    };
    let mut day = None;
    let mut left = Vec::new();
    for item in in_order {
        match item {
            Item::Day(found) => day = Some(found),
            Item::Anchor(index) => match (day, anchors.get_mut(index)) {
                (Some(day), Some(anchor)) => anchor.day = Some(day),
                _ => left.push(item),
            },
        }
    }
    left
}
