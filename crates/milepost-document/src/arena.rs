//! The tree of a document: elements in document order, and the text of them all in one string.
//!
//! Only elements are nodes; their text is a range of the one normalised text, so that the text of any node is a slice of
//! it. Ids are positions in document order: the descendants of a node are the ids behind it up to its end.

use std::ops::Range;

use html5ever::LocalName;

/// No node.
pub(crate) const NONE: u32 = u32::MAX;

/// Turns an id or an offset into an index. Never fails on the platforms that Rust's std supports.
pub(crate) fn index(id: u32) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}

/// Turns a length into an id or an offset. Sizes are limited long before they reach this bound.
pub(crate) fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

/// One element.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) name: LocalName,
    pub(crate) parent: u32,
    pub(crate) previous: u32,
    pub(crate) next: u32,
    /// One past its last descendant.
    pub(crate) end: u32,
    pub(crate) attrs: Range<u32>,
    pub(crate) text: Range<u32>,
}

/// The finished tree. The root is node 0 and always there.
#[derive(Debug, Clone)]
pub(crate) struct Arena {
    pub(crate) elements: Vec<Element>,
    pub(crate) attrs: Vec<(LocalName, Box<str>)>,
    pub(crate) text: String,
}

impl Arena {
    pub(crate) fn len(&self) -> u32 {
        offset(self.elements.len())
    }

    pub(crate) fn get(&self, id: u32) -> Option<&Element> {
        self.elements.get(index(id))
    }

    pub(crate) fn name(&self, id: u32) -> &str {
        self.get(id).map_or("", |element| &*element.name)
    }

    pub(crate) fn attrs(&self, id: u32) -> &[(LocalName, Box<str>)] {
        self.get(id)
            .and_then(|element| {
                self.attrs
                    .get(index(element.attrs.start)..index(element.attrs.end))
            })
            .unwrap_or(&[])
    }

    pub(crate) fn attr(&self, id: u32, name: &str) -> Option<&str> {
        self.attrs(id)
            .iter()
            .find(|(key, _)| &**key == name)
            .map(|(_, value)| &**value)
    }

    pub(crate) fn parent(&self, id: u32) -> Option<u32> {
        self.get(id)
            .map(|element| element.parent)
            .filter(|parent| *parent != NONE)
    }

    pub(crate) fn first_child(&self, id: u32) -> Option<u32> {
        let first = id.checked_add(1)?;
        (first < self.end(id)).then_some(first)
    }

    pub(crate) fn next(&self, id: u32) -> Option<u32> {
        self.get(id)
            .map(|element| element.next)
            .filter(|next| *next != NONE)
    }

    pub(crate) fn previous(&self, id: u32) -> Option<u32> {
        self.get(id)
            .map(|element| element.previous)
            .filter(|previous| *previous != NONE)
    }

    /// Returns one past the last descendant; 0 for no node.
    pub(crate) fn end(&self, id: u32) -> u32 {
        self.get(id).map_or(0, |element| element.end)
    }

    pub(crate) fn children(&self, id: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.first_child(id), |child| self.next(*child))
    }

    /// Returns the node's ancestors, nearest first, without itself.
    pub(crate) fn ancestors(&self, id: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.parent(id), |parent| self.parent(*parent))
    }

    /// Returns the node's descendants in document order, without itself.
    pub(crate) fn descendants(&self, id: u32) -> Range<u32> {
        id.saturating_add(1)..self.end(id)
    }

    pub(crate) fn contains(&self, outer: u32, inner: u32) -> bool {
        outer <= inner && inner < self.end(outer)
    }

    pub(crate) fn range(&self, id: u32) -> Range<usize> {
        self.get(id)
            .map_or(0..0, |element| index(element.text.start)..index(element.text.end))
    }

    pub(crate) fn text_of(&self, id: u32) -> &str {
        self.slice(self.range(id))
    }

    pub(crate) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// Returns the smallest element whose text holds the range, looking below `from`.
    pub(crate) fn smallest_holding(&self, from: u32, range: &Range<usize>) -> u32 {
        let mut node = from;
        loop {
            let holding = self.children(node).find(|child| {
                let own = self.range(*child);
                own.start <= range.start && range.end <= own.end && own.start < own.end
            });
            match holding {
                Some(child) => node = child,
                None => return node,
            }
        }
    }

    /// Returns the class names of a node.
    pub(crate) fn classes(&self, id: u32) -> impl Iterator<Item = &str> {
        self.attr(id, "class").unwrap_or("").split_ascii_whitespace()
    }
}
