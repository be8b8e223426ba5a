//! Builds a tree from a stream of openings, texts and closings, normalising white space on the way.
//!
//! Text of different blocks is parted by `\n`, of different cells by a tab, and white space within a block is one
//! blank. Invisible characters are dropped. White space with a line break in it, between two East Asian characters, is dropped as well, as
//! CSS Text 4 has it: Chinese source text is wrapped anywhere.

use html5ever::LocalName;

use crate::arena::{Arena, Element, NONE, index, offset};
use crate::{DocumentError, Limits};

/// What parts two texts. A stronger one swallows a weaker one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing.
    None,
    /// A line break in the source of running text.
    Wrap,
    /// White space.
    Space,
    /// A line break that may stand within a sentence.
    Soft,
    /// The edge of a block.
    Break,
    /// The edge of a table cell, whatever blocks it holds.
    Cell,
    /// The edge of a table row.
    Row,
}

/// Attribute values longer than this are embedded images and scripts, which nobody reads here.
const MAX_ATTRIBUTE_BYTES: usize = 8 << 10;

/// A tree in the making.
#[derive(Debug)]
pub(crate) struct Builder {
    arena: Arena,
    open: Vec<u32>,
    last_child: Vec<u32>,
    gap: Gap,
    max_elements: usize,
    max_depth: usize,
    lines_kept: usize,
}

impl Builder {
    /// Starts a tree with its root element.
    pub(crate) fn new(root: &str, limits: &Limits) -> Self {
        let mut builder = Self {
            arena: Arena {
                elements: Vec::new(),
                attrs: Vec::new(),
                text: String::new(),
            },
            open: Vec::new(),
            last_child: Vec::new(),
            gap: Gap::None,
            max_elements: limits.max_elements.max(1),
            max_depth: limits.max_depth.max(1),
            lines_kept: 0,
        };
        builder.push(LocalName::from(root));
        builder
    }

    /// Opens an element below the innermost open one.
    pub(crate) fn open<'a>(
        &mut self,
        name: LocalName,
        attrs: impl IntoIterator<Item = (LocalName, &'a str)>,
    ) -> Result<u32, DocumentError> {
        if self.arena.elements.len() >= self.max_elements {
            return Err(DocumentError::TooMany {
                what: "elements",
                limit: self.max_elements,
            });
        }
        if self.open.len() > self.max_depth {
            return Err(DocumentError::TooDeep {
                limit: self.max_depth,
            });
        }
        let id = self.push(name);
        for (key, value) in attrs {
            let value = if value.len() > MAX_ATTRIBUTE_BYTES {
                ""
            } else {
                value
            };
            self.arena.attrs.push((key, value.into()));
        }
        let end = offset(self.arena.attrs.len());
        if let Some(element) = self.arena.elements.get_mut(index(id)) {
            element.attrs.end = end;
        }
        Ok(id)
    }

    fn push(&mut self, name: LocalName) -> u32 {
        let id = self.arena.len();
        let parent = self.open.last().copied().unwrap_or(NONE);
        let previous = self.last_child.last().copied().unwrap_or(NONE);
        if let Some(element) = self.arena.elements.get_mut(index(previous)) {
            element.next = id;
        }
        if let Some(last) = self.last_child.last_mut() {
            *last = id;
        }
        let attrs = offset(self.arena.attrs.len());
        self.arena.elements.push(Element {
            name,
            parent,
            previous,
            next: NONE,
            end: id,
            attrs: attrs..attrs,
            text: NONE..NONE,
        });
        self.open.push(id);
        self.last_child.push(NONE);
        id
    }

    /// Closes the innermost open element. The root stays open.
    pub(crate) fn close(&mut self) {
        if self.open.len() > 1 {
            self.pop();
        }
    }

    fn pop(&mut self) {
        self.last_child.pop();
        let end = self.arena.len();
        let text_end = offset(self.arena.text.len());
        let element = self
            .open
            .pop()
            .and_then(|id| self.arena.elements.get_mut(index(id)));
        if let Some(element) = element {
            element.end = end;
            if element.text.start == NONE {
                element.text.start = text_end;
            }
            element.text.end = text_end;
        }
    }

    /// Parts what comes from what came.
    pub(crate) fn gap(&mut self, gap: Gap) {
        // Two line breaks in a row are an empty line: a new paragraph.
        let doubled = gap == Gap::Soft && self.gap == Gap::Soft;
        self.gap = if doubled { Gap::Break } else { self.gap.max(gap) };
    }

    /// From here to the matching `release_lines`, line breaks of the text are line breaks.
    pub(crate) fn keep_lines(&mut self) {
        self.lines_kept = self.lines_kept.saturating_add(1);
    }

    /// Ends the innermost `keep_lines`.
    pub(crate) fn release_lines(&mut self) {
        self.lines_kept = self.lines_kept.saturating_sub(1);
    }

    /// Adds text to the innermost open element.
    pub(crate) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match kind_of(c) {
                CharKind::Visible => self.visible(c),
                CharKind::Invisible => {}
                CharKind::LineBreak if self.lines_kept > 0 => self.gap(Gap::Soft),
                CharKind::LineBreak => self.gap = self.gap.max(Gap::Wrap),
                CharKind::Blank => self.gap = self.gap.max(Gap::Space),
                CharKind::Indent => {
                    // An indent behind a line break starts a paragraph.
                    let starts_paragraph = self.gap == Gap::Soft;
                    self.gap = if starts_paragraph {
                        Gap::Break
                    } else {
                        self.gap.max(Gap::Space)
                    };
                }
            }
        }
    }

    fn visible(&mut self, c: char) {
        if self.gap != Gap::None {
            self.fill_gap(c);
        }
        let at = offset(self.arena.text.len());
        for id in self.open.iter().rev() {
            match self.arena.elements.get_mut(index(*id)) {
                Some(element) if element.text.start == NONE => element.text.start = at,
                _ => break,
            }
        }
        self.arena.text.push(c);
    }

    fn fill_gap(&mut self, next: char) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let Some(last) = self.arena.text.chars().next_back() else {
            return;
        };
        let separator = match gap {
            Gap::None => None,
            Gap::Wrap if is_east_asian(last) && is_east_asian(next) => None,
            Gap::Wrap | Gap::Space => Some(' '),
            Gap::Soft if runs_on(last, next) => {
                (last.is_ascii() && next.is_ascii_alphabetic()).then_some(' ')
            }
            Gap::Soft | Gap::Break | Gap::Row => Some('\n'),
            Gap::Cell => Some('\t'),
        };
        self.arena.text.extend(separator);
    }

    /// Returns the finished tree.
    pub(crate) fn finish(mut self) -> Arena {
        while !self.open.is_empty() {
            self.pop();
        }
        self.arena
    }
}

#[derive(Clone, Copy)]
enum CharKind {
    Visible,
    Invisible,
    LineBreak,
    Blank,
    Indent,
}

fn kind_of(c: char) -> CharKind {
    match c {
        '!'..='~' => CharKind::Visible,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => CharKind::LineBreak,
        '\u{3000}' | '\u{a0}' => CharKind::Indent,
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{ad}' => CharKind::Invisible,
        _ if c.is_whitespace() => CharKind::Blank,
        _ if c.is_control() => CharKind::Invisible,
        _ => CharKind::Visible,
    }
}

/// Says whether a sentence runs on over a line break: after a comma, or before what cannot start a line.
fn runs_on(last: char, next: char) -> bool {
    let opens = matches!(last, '，' | '、' | '（' | '“' | '《');
    let closes = matches!(
        next,
        '，' | '、' | '。' | '；' | '：' | '）' | '”' | '》' | '％' | '%' | ',' | ';'
    );
    let unit_of_number =
        last.is_ascii_digit() && matches!(next, '万' | '亿' | '元' | '個' | '个' | '億' | '萬');
    let english_comma = last == ',' && next.is_ascii_lowercase();
    opens || closes || unit_of_number || english_comma
}

/// East Asian wide characters: ideographs, their punctuation, full-width forms.
pub(crate) fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{33ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}')
}
