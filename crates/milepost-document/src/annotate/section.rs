//! The headings and list lead-ins that a line stands under.

use milepost_model::NaiveDate;

use crate::annotate::Label;
use crate::annotate::governing::Governing;
use crate::arena::Arena;
use crate::body::Line;

/// A longer line is a paragraph, whatever it starts with.
const MAX_HEADING_CHARS: usize = 60;

/// The sections that are open at a line, outermost first, and the lead-in of its list.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    open: Vec<Section>,
    lead_in: Option<Section>,
}

#[derive(Debug)]
struct Section {
    level: u8,
    label: Label,
    governing: Option<Governing>,
}

impl Section {
    fn new(level: u8, node: u32, text: &str, published: Option<NaiveDate>) -> Self {
        Self {
            level,
            label: Label {
                node,
                text: text.to_owned(),
            },
            governing: Governing::of(node, text, published),
        }
    }
}

impl Sections {
    /// Closes what a line ends: sections of its level and below, and the lead-in of a list it is not part of.
    pub(crate) fn advance(&mut self, arena: &Arena, line: &Line, text: &str, heading: Option<u8>) {
        if let Some(level) = heading {
            self.open.retain(|section| section.level < level);
            self.lead_in = None;
        } else if !is_list_item(arena, line, text) {
            self.lead_in = None;
        }
    }

    pub(crate) fn enter(&mut self, level: u8, node: u32, text: &str, published: Option<NaiveDate>) {
        self.open.push(Section::new(level, node, text, published));
    }

    pub(crate) fn lead_in(&mut self, node: u32, text: &str, published: Option<NaiveDate>) {
        self.lead_in = Some(Section::new(u8::MAX, node, text, published));
    }

    /// Returns the labels, outermost first.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &Label> {
        self.open
            .iter()
            .chain(&self.lead_in)
            .map(|section| &section.label)
    }

    /// Returns the periods, nearest first.
    pub(crate) fn governing(&self) -> impl Iterator<Item = &Governing> {
        self.lead_in
            .iter()
            .chain(self.open.iter().rev())
            .filter_map(|section| section.governing.as_ref())
    }
}

/// Says whether a line introduces the list behind it.
pub(crate) fn is_lead_in(text: &str) -> bool {
    text.ends_with(['：', ':']) && text.chars().count() <= 2 * MAX_HEADING_CHARS
}

fn is_list_item(arena: &Arena, line: &Line, text: &str) -> bool {
    let in_list = std::iter::once(line.node)
        .chain(arena.ancestors(line.node).take(4))
        .any(|id| arena.name(id) == "li");
    in_list
        || enumeration(text).is_some()
        || text.starts_with([
            '·', '•', '●', '■', '◆', '-', '–', '*', '①', '②', '③', '④', '⑤', '⑥',
        ])
}

/// Returns the level of a heading; none where the line is no heading. Lower levels hold higher ones.
pub(crate) fn heading_level(arena: &Arena, line: &Line, text: &str) -> Option<u8> {
    let by_tag = std::iter::once(line.node)
        .chain(arena.ancestors(line.node).take(2))
        .filter(|id| arena.range(*id) == line.range)
        .find_map(|id| match arena.name(id) {
            "h1" => Some(1),
            "h2" => Some(2),
            "h3" => Some(3),
            "h4" => Some(4),
            "h5" => Some(5),
            "h6" => Some(6),
            // Print larger than the text's, in a PDF.
            "block" => match arena.attr(id, "class") {
                Some("title") => Some(1),
                Some("heading") => Some(2),
                _ => None,
            },
            _ => None,
        });
    if by_tag.is_some() {
        return by_tag;
    }
    let is_short = text.chars().count() <= MAX_HEADING_CHARS;
    let is_sentence =
        text.ends_with(['。', '；', ';', '.', '，', ',', '：', ':', '、']) || text.contains('。');
    let holds_figure = text.contains(|c: char| c.is_ascii_digit()) && text.contains(['%', '％', '亿', '億']);
    if !is_short || is_sentence || holds_figure {
        return None;
    }
    enumeration(text)
        .or_else(|| is_bold(arena, line).then_some(14))
        .or_else(|| is_title_case(text).then_some(15))
}

/// 一、 is above （一）, which is above 1. and 1、.
fn enumeration(text: &str) -> Option<u8> {
    let is_chinese = |c: char| "一二三四五六七八九十".contains(c);
    let behind = text.trim_start_matches(is_chinese);
    if behind.len() < text.len() && behind.starts_with('、') {
        return Some(11);
    }
    let inner = text.strip_prefix(['（', '('])?;
    let behind = inner.trim_start_matches(is_chinese);
    if behind.len() < inner.len() && behind.starts_with(['）', ')']) {
        return Some(12);
    }
    None
}

/// English headings that nothing marks: a few words, the long ones capitalised: `Construction of Major Corridors`.
fn is_title_case(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || !c.is_ascii_alphanumeric())
    };
    (2..=9).contains(&words.len())
        && text.is_ascii()
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && words.iter().filter(|word| word.len() > 4).all(is_capital)
        && words.iter().any(|word| word.len() > 4)
}

/// The whole line is set in bold.
fn is_bold(arena: &Arena, line: &Line) -> bool {
    std::iter::once(line.node)
        .chain(arena.ancestors(line.node).take(3))
        .chain(arena.descendants(line.node).take(4))
        .filter(|id| arena.range(*id) == line.range)
        .any(|id| matches!(arena.name(id), "b" | "strong"))
}
