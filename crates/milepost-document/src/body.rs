//! Says which part of a page is its body, and cuts that into lines.
//!
//! A number in a menu, a footer or a list of related articles must never count, so what is in doubt is left out.

use std::ops::Range;

use crate::arena::{Arena, index};
use crate::furniture::{self, LineKind};

/// One line of the body: a paragraph, a heading, a piece between line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its bytes in the document's text.
    pub(crate) range: Range<usize>,
    /// The smallest node that holds it whole.
    pub(crate) node: u32,
}

/// The body of a document.
#[derive(Debug)]
pub(crate) struct Body {
    /// The node that holds it.
    pub(crate) container: u32,
    /// For each node, whether it belongs to the body.
    pub(crate) flags: Vec<bool>,
    /// Its lines, in order, those in tables too.
    pub(crate) lines: Vec<Line>,
    /// Every line of the document.
    pub(crate) all_lines: Vec<Line>,
    /// Lines about the page itself, wherever they stand: 发布时间, 来源.
    pub(crate) page_lines: Vec<Line>,
}

/// A container with less text than this is an empty shell.
const MIN_BODY_BYTES: usize = 24;

/// Finds the body.
pub(crate) fn find(arena: &Arena, is_page: bool) -> Body {
    let link_bytes = link_bytes(arena);
    let container = if is_page { container(arena, &link_bytes) } else { 0 };
    let mut flags = flag_boilerplate(arena, container, &link_bytes, is_page);
    let spilled = if is_page {
        spilled(arena, container)
    } else {
        Vec::new()
    };
    for id in &spilled {
        flag(&mut flags, *id..arena.end(*id), true);
    }
    let all_lines = lines(arena, 0..arena.text.len());
    let mut page_lines = Vec::new();
    let mut kept: Vec<Line> = Vec::new();
    let mut has_prose = false;
    let mut cut = None;
    let mut body_range = arena.range(container);
    if let Some(last) = spilled.last() {
        body_range.end = body_range.end.max(arena.range(*last).end);
    }
    for line in &all_lines {
        let text = arena.slice(line.range.clone());
        let kind = if is_page {
            furniture::line_kind(text)
        } else {
            LineKind::Text
        };
        if kind == LineKind::AboutPage {
            page_lines.push(line.clone());
        }
        let is_outside = line.range.start < body_range.start || line.range.end > body_range.end;
        let is_flagged = flags.get(index(line.node)).copied() == Some(true);
        if cut.is_some() || is_outside || !is_flagged {
            continue;
        }
        match kind {
            LineKind::End if has_prose => cut = Some(line.range.start),
            LineKind::End | LineKind::AboutPage | LineKind::Tool => {
                let covers_node = arena.range(line.node) == line.range;
                if covers_node && line.node != container {
                    flag(&mut flags, line.node..arena.end(line.node), false);
                }
            }
            LineKind::Text => {
                has_prose |= furniture::is_prose(text);
                kept.push(line.clone());
            }
        }
    }
    if let Some(cut) = cut {
        for id in 0..arena.len() {
            if arena.range(id).start >= cut {
                flag(&mut flags, id..id.saturating_add(1), false);
            }
        }
    }
    Body {
        container,
        flags,
        lines: kept,
        all_lines,
        page_lines,
    }
}

/// Cuts a stretch of the text into its non-empty lines and finds the node of each.
fn lines(arena: &Arena, range: Range<usize>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = range.start;
    for piece in arena.slice(range).split(['\n', '\t']) {
        let end = start.saturating_add(piece.len());
        if !piece.trim().is_empty() {
            lines.push(Line {
                range: start..end,
                node: 0,
            });
        }
        start = end.saturating_add(1);
    }
    // Elements come in document order, so the last one to claim a line is the smallest.
    for id in 0..arena.len() {
        let own = arena.range(id);
        let first = lines.partition_point(|line| line.range.start < own.start);
        for line in lines
            .iter_mut()
            .skip(first)
            .take_while(|line| line.range.end <= own.end)
        {
            line.node = id;
        }
    }
    lines
}

fn flag(flags: &mut [bool], nodes: Range<u32>, value: bool) {
    if let Some(flags) = flags.get_mut(index(nodes.start)..index(nodes.end)) {
        flags.fill(value);
    }
}

/// Bytes of link text in and below each node.
fn link_bytes(arena: &Arena) -> Vec<(usize, u32)> {
    let mut sums = vec![(0_usize, 0_u32); arena.elements.len()];
    for id in (0..arena.len()).rev() {
        let own = match arena.name(id) {
            "a" => Some((arena.range(id).len(), 1)),
            _ => sums.get(index(id)).copied(),
        };
        let Some(own) = own else { continue };
        if let Some(slot) = sums.get_mut(index(id)) {
            *slot = own;
        }
        if let Some(parent) = arena.parent(id).and_then(|parent| sums.get_mut(index(parent))) {
            parent.0 = parent.0.saturating_add(own.0);
            parent.1 = parent.1.saturating_add(own.1);
        }
    }
    sums
}

fn flag_boilerplate(arena: &Arena, container: u32, link_bytes: &[(usize, u32)], is_page: bool) -> Vec<bool> {
    let mut flags = vec![false; arena.elements.len()];
    flag(&mut flags, container..arena.end(container), true);
    let body_bytes = arena.range(container).len();
    let mut id = container.saturating_add(1);
    while id < arena.end(container) {
        // What holds most of the body is no furniture, whatever its name.
        let is_small = arena.range(id).len().saturating_mul(10) < body_bytes.saturating_mul(6);
        let is_furniture = if is_page {
            is_small && (furniture::is_furniture(arena, id) || is_link_list(arena, id, link_bytes))
        } else {
            furniture::is_page_furniture(arena, id)
        };
        if is_furniture {
            flag(&mut flags, id..arena.end(id), false);
            id = arena.end(id);
        } else {
            id = id.saturating_add(1);
        }
    }
    flags
}

/// Three links or more, and little else: a list of other articles.
fn is_link_list(arena: &Arena, id: u32, link_bytes: &[(usize, u32)]) -> bool {
    let is_list = matches!(arena.name(id), "ul" | "ol" | "dl" | "div" | "section" | "menu");
    let (bytes, links) = link_bytes.get(index(id)).copied().unwrap_or_default();
    is_list && links >= 3 && bytes.saturating_mul(10) >= arena.range(id).len().saturating_mul(6)
}

fn container(arena: &Arena, link_bytes: &[(usize, u32)]) -> u32 {
    let known: Vec<u32> = (0..arena.len())
        .filter(|id| arena.range(*id).len() >= MIN_BODY_BYTES && furniture::is_known_container(arena, *id))
        .collect();
    widest(arena, &known)
        .or_else(|| widest(arena, &named(arena, &["article"])))
        .or_else(|| widest(arena, &named(arena, &["main"])))
        .unwrap_or_else(|| densest(arena, link_bytes))
}

/// Paragraphs right behind a container that a stray `</div>` closed too early.
fn spilled(arena: &Arena, container: u32) -> Vec<u32> {
    let mut paragraphs = Vec::new();
    let mut next = arena.next(container);
    while let Some(id) = next.filter(|id| arena.name(*id) == "p" && !furniture::is_furniture(arena, *id)) {
        paragraphs.push(id);
        next = arena.next(id);
    }
    let is_body = furniture::is_known_container(arena, container)
        && paragraphs
            .first()
            .is_some_and(|first| furniture::is_prose(arena.text_of(*first)));
    if is_body { paragraphs } else { Vec::new() }
}

fn named(arena: &Arena, names: &[&str]) -> Vec<u32> {
    (0..arena.len())
        .filter(|id| names.contains(&arena.name(*id)) && arena.range(*id).len() >= MIN_BODY_BYTES)
        .collect()
}

/// Of several containers: the outermost with the most text, or what holds them all where the text is shared out.
fn widest(arena: &Arena, candidates: &[u32]) -> Option<u32> {
    let mut outermost: Vec<u32> = Vec::new();
    for id in candidates {
        if !outermost.last().is_some_and(|outer| arena.contains(*outer, *id)) {
            outermost.push(*id);
        }
    }
    let bytes = |id: &u32| arena.range(*id).len();
    let total: usize = outermost.iter().map(bytes).sum();
    let best = outermost.iter().copied().max_by_key(bytes)?;
    if bytes(&best).saturating_mul(10) >= total.saturating_mul(8) {
        return Some(best);
    }
    let (first, last) = (outermost.first()?, outermost.last()?);
    arena
        .ancestors(*first)
        .find(|ancestor| arena.contains(*ancestor, *last))
}

/// Goes down from the page's `<body>` as long as one child holds nearly all text that is no link.
fn densest(arena: &Arena, link_bytes: &[(usize, u32)]) -> u32 {
    let plain_bytes = |id: u32| {
        let links = link_bytes.get(index(id)).map_or(0, |(bytes, _)| *bytes);
        if furniture::is_furniture(arena, id) {
            0
        } else {
            arena.range(id).len().saturating_sub(links)
        }
    };
    let mut node = (0..arena.len()).find(|id| arena.name(*id) == "body").unwrap_or(0);
    loop {
        let all: usize = arena.children(node).map(plain_bytes).sum();
        let heaviest = arena.children(node).max_by_key(|child| plain_bytes(*child));
        match heaviest {
            Some(child)
                if all > 0
                    && plain_bytes(child).saturating_mul(10) >= all.saturating_mul(9)
                    && arena.range(child).len().saturating_mul(10) >= all.saturating_mul(9)
                    && matches!(
                        arena.name(child),
                        "div"
                            | "section"
                            | "form"
                            | "center"
                            | "td"
                            | "tr"
                            | "tbody"
                            | "table"
                            | "article"
                            | "main"
                            | "font"
                    )
                    && !is_data_table(arena, child) =>
            {
                node = child;
            }
            _ => return node,
        }
    }
}

fn is_data_table(arena: &Arena, id: u32) -> bool {
    let cells = arena
        .descendants(id)
        .filter(|id| matches!(arena.name(*id), "td" | "th"))
        .count();
    arena.name(id) == "table" && cells >= 6
}
