//! Puts the pieces of a page into lines, and tells blanks from the gaps between columns.
//!
//! Places are floats because PDF says so; no figure is ever made from one.

use crate::builder::is_east_asian;

/// A piece of text and its place, in points from the lower left corner.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) y: f64,
    /// As the reader computed it: too wide where a font does not say its widths.
    pub(super) reported_width: f64,
    pub(super) font_size: f64,
}

impl Piece {
    /// The end of the piece: the reported one, or an estimate where that is less. Too wide an estimate would hide the
    /// gap between two columns and join their figures.
    fn end(&self) -> f64 {
        let ems: f64 = self
            .text
            .chars()
            .map(|c| if is_east_asian(c) { 1.0 } else { 0.6 })
            .sum();
        self.x + self.reported_width.min(ems * self.font_size)
    }
}

/// Part of a line between two column gaps.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) start: f64,
    pub(super) end: f64,
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) segments: Vec<Segment>,
    pub(super) y: f64,
    pub(super) font_size: f64,
    /// It starts with an ideographic space.
    pub(super) is_indented: bool,
}

impl Line {
    pub(super) fn start(&self) -> f64 {
        self.segments.first().map_or(0.0, |segment| segment.start)
    }

    pub(super) fn end(&self) -> f64 {
        self.segments.last().map_or(0.0, |segment| segment.end)
    }

    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self.segments.iter().map(|segment| segment.text.trim()).collect();
        texts.join("\t")
    }
}

/// A page as lines from top to bottom.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
}

impl Page {
    pub(super) fn of(mut pieces: Vec<Piece>) -> Self {
        pieces.retain(|piece| {
            let is_placed = [piece.x, piece.y, piece.reported_width, piece.font_size]
                .iter()
                .all(|value| value.is_finite());
            is_placed && !piece.text.is_empty()
        });
        pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
        let mut lines: Vec<Vec<Piece>> = Vec::new();
        for piece in pieces {
            match lines.last_mut() {
                Some(line) if same_line(line, &piece) => line.push(piece),
                _ => lines.push(vec![piece]),
            }
        }
        Self {
            lines: lines.into_iter().filter_map(line_of).collect(),
        }
    }
}

/// Half a letter's height apart is a raised note, not another line.
fn same_line(line: &[Piece], piece: &Piece) -> bool {
    line.first()
        .is_some_and(|first| (first.y - piece.y).abs() < 0.45 * first.font_size.max(piece.font_size).max(1.0))
}

fn line_of(mut pieces: Vec<Piece>) -> Option<Line> {
    pieces.sort_by(|a, b| a.x.total_cmp(&b.x));
    let largest = pieces
        .iter()
        .map(|piece| piece.font_size)
        .fold(0.0, f64::max)
        .max(1.0);
    let y = pieces.first()?.y;
    let is_indented = pieces.first()?.text.starts_with(['\u{3000}', '\u{a0}']);
    let mut segments: Vec<Segment> = Vec::new();
    for piece in pieces {
        if piece.text.trim().is_empty() && segments.is_empty() {
            continue;
        }
        let end = piece.end();
        match segments.last_mut() {
            Some(last) => match gap_between(&last.text, &piece.text, (piece.x - last.end) / largest) {
                Gap::None => {
                    last.text.push_str(&piece.text);
                    last.end = last.end.max(end);
                }
                Gap::Blank => {
                    last.text.push(' ');
                    last.text.push_str(&piece.text);
                    last.end = last.end.max(end);
                }
                Gap::Column => segments.push(Segment {
                    text: piece.text,
                    start: piece.x,
                    end,
                }),
            },
            None => segments.push(Segment {
                text: piece.text,
                start: piece.x,
                end,
            }),
        }
    }
    segments.retain(|segment| !segment.text.trim().is_empty());
    (!segments.is_empty()).then_some(Line {
        segments,
        y,
        font_size: largest,
        is_indented,
    })
}

enum Gap {
    None,
    Blank,
    Column,
}

/// Says what stands between two pieces, `ems` of the font's size apart.
fn gap_between(before: &str, after: &str, ems: f64) -> Gap {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
        return Gap::None;
    };
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '%');
    let both_figures = is_figure(last) && is_figure(next);
    let both_wide = is_east_asian(last) && is_east_asian(next);
    let column = if both_figures { 0.8 } else { 1.6 };
    let blank = if both_wide {
        0.8
    } else if both_figures {
        0.3
    } else {
        0.18
    };
    if ems >= column {
        Gap::Column
    } else if ems >= blank && !last.is_whitespace() && !next.is_whitespace() {
        Gap::Blank
    } else {
        Gap::None
    }
}
