//! Reads every statement of the body, and keeps the place and the proof of what governs it.
//!
//! A line is read on its own. What it does not say itself it may take from its list's lead-in, its section's heading or
//! the title, never from a neighbouring line.

mod carry;
mod cells;
mod governing;
mod section;

use std::ops::Range;
use std::sync::Arc;

use milepost_grammar::{Context, PeriodSource, Reading, Statement};
use milepost_model::{NaiveDate, Period};

use crate::annotate::carry::Carry;
use crate::annotate::governing::{Governing, sole_period};
use crate::annotate::section::Sections;
use crate::arena::Arena;
use crate::body::{Body, Line};
use crate::document::{DateVote, Located, LocatedUnread, Table};
use crate::title::Title;
use crate::{Limits, table};

/// What a document says.
#[derive(Debug, Default)]
pub(crate) struct Annotations {
    pub(crate) statements: Vec<Located>,
    pub(crate) unread: Vec<LocatedUnread>,
    /// Reading stopped at the limit.
    pub(crate) is_cut: bool,
}

/// What the reading starts from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) arena: &'a Arena,
    pub(crate) body: &'a Body,
    pub(crate) tables: &'a [Table],
    pub(crate) title: &'a Title,
    pub(crate) published: Option<NaiveDate>,
    pub(crate) votes: &'a [DateVote],
    pub(crate) limits: &'a Limits,
}

/// Returns the only period that the title speaks of.
pub(crate) fn title_period(title: &Title, published: Option<NaiveDate>) -> Option<Period> {
    sole_period(&title.text, published).map(|(period, _)| period)
}

/// Reads the body.
pub(crate) fn annotate(source: Source<'_>) -> Annotations {
    let mut reader = Reader {
        source,
        title: title_governing(source),
        carry: Carry::default(),
        found: Annotations::default(),
    };
    let ranges = table::ranges(source.arena, source.tables);
    let mut sections = Sections::default();
    let mut tables_done = vec![false; source.tables.len()];
    for line in &source.body.lines {
        if reader.is_full() {
            break;
        }
        let at = ranges.partition_point(|range| range.end < line.range.end);
        let is_inside = ranges
            .get(at)
            .is_some_and(|range| range.start <= line.range.start && line.range.end <= range.end);
        if is_inside {
            let is_new = tables_done
                .get_mut(at)
                .is_some_and(|done| !std::mem::replace(done, true));
            if let Some(table) = source.tables.get(at).filter(|_| is_new) {
                cells::read_table(&mut reader, &sections, at, table);
            }
            continue;
        }
        reader.read_line(line, &mut sections);
    }
    reader.found
}

fn title_governing(source: Source<'_>) -> Option<Governing> {
    let node = source.title.node?;
    let (period, quote) = sole_period(&source.title.text, source.published)?;
    // What cannot be shown does not govern.
    source
        .arena
        .text_of(node)
        .contains(&quote)
        .then_some(Governing { period, node, quote })
}

/// The reading in progress.
pub(crate) struct Reader<'a> {
    source: Source<'a>,
    title: Option<Governing>,
    carry: Carry,
    found: Annotations,
}

/// A label that governs a text from outside, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    node: u32,
    text: String,
}

/// The place a text was read at, and what governs it.
struct Place<'a> {
    node: u32,
    text: &'a str,
    /// What may have given the period, nearest first.
    governing: Vec<&'a Governing>,
    /// What may have given a label, nearest first.
    labels: Vec<&'a Label>,
    /// What gave the unit.
    unit: Option<(u32, String)>,
    table: Option<(usize, u32, u32)>,
}

impl Reader<'_> {
    fn is_full(&mut self) -> bool {
        let count = self
            .found
            .statements
            .len()
            .saturating_add(self.found.unread.len());
        self.found.is_cut = count >= self.source.limits.max_statements;
        self.found.is_cut
    }

    fn read_line(&mut self, line: &Line, sections: &mut Sections) {
        let arena = self.source.arena;
        let text = arena.slice(line.range.clone());
        let heading = section::heading_level(arena, line, text);
        sections.advance(arena, line, text, heading);
        let is_title = bare_eq(text, &self.source.title.text);
        let is_heading = heading.is_some() || is_title;
        let carry = self.carry.clone();
        let title = self
            .title
            .clone()
            .filter(|title| carry.leaves_title(title.period));
        let mut governing: Vec<&Governing> = sections.governing().chain(&title).collect();
        let carried = carry.goes_on(text).filter(|_| !is_heading);
        if carry::says_so(text) && carried.is_some() {
            governing.clear();
        }
        let mut context = Context {
            published: self.source.published,
            period: governing.first().map(|governing| governing.inherited()),
            spoken_year: carry.year(),
            headings: sections.labels().map(|label| label.text.clone()).collect(),
            ..Context::default()
        };
        if !is_heading {
            context.before = carry.ending();
        }
        if let Some(carried) = carried.filter(|_| context.period.is_none()) {
            context.carried = Some(carried.inherited());
            governing.push(carried);
        }
        let mut labels: Vec<&Label> = sections.labels().collect();
        labels.reverse();
        for piece in sentences(text) {
            if piece.len() > MAX_PIECE_BYTES {
                self.refuse(line.node, piece, "in a sentence of more than 64 KiB");
                continue;
            }
            let reading = milepost_grammar::read(piece, &context);
            let place = Place {
                node: line.node,
                text: piece,
                governing: governing.clone(),
                labels: labels.clone(),
                unit: None,
                table: None,
            };
            if !is_heading {
                self.carry.hear(line.node, piece, &reading);
            }
            keep(&mut self.found, reading, &place, self.source.votes);
            if self.is_full() {
                return;
            }
        }
        if let Some(level) = heading.filter(|_| !is_title) {
            sections.enter(level, line.node, text, self.source.published);
            self.carry.enter_section();
        } else if section::is_lead_in(text) {
            sections.lead_in(line.node, text, self.source.published);
        }
    }

    fn refuse(&mut self, node: u32, text: &str, reason: &'static str) {
        self.found.unread.push(LocatedUnread {
            node,
            quote: text.chars().take(MAX_UNREAD_CHARS).collect(),
            printed: text.chars().take(MAX_UNREAD_CHARS).collect(),
            reason,
        });
    }
}

/// Lines up to this length are read in one piece, so that a period said once governs the rest of its paragraph.
const MAX_PIECE_BYTES: usize = 64 << 10;

/// Cuts a line that is too long for one reading behind sentences; others are one piece.
fn sentences(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > MAX_PIECE_BYTES {
        let window = rest
            .get(..rest.floor_char_boundary(MAX_PIECE_BYTES))
            .unwrap_or(rest);
        let end = window
            .rfind(['。', '；', '！', '？'])
            .map(|at| at.saturating_add('。'.len_utf8()));
        let Some((piece, after)) = end.and_then(|end| rest.split_at_checked(end)) else {
            break;
        };
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// A quote is a clause or a sentence, and at most this long (3-extraction.md §4 allows 2,000 characters).
const MAX_QUOTE_BYTES: usize = 1_800;

/// Returns the quote, or as much of it around the number as a quote may hold.
fn bounded_quote(text: &str, quote: &Range<usize>, printed: &Range<usize>) -> Range<usize> {
    if quote.len() <= MAX_QUOTE_BYTES {
        return quote.clone();
    }
    let half = MAX_QUOTE_BYTES / 2;
    let start = text.ceil_char_boundary(printed.start.saturating_sub(half).max(quote.start));
    let end = text.floor_char_boundary(printed.end.saturating_add(half).min(quote.end));
    start.min(printed.start)..end.max(printed.end)
}

/// An author sees this much around a number that was not read.
const MAX_UNREAD_CHARS: usize = 120;

fn bare_eq(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let is_likely = !a.is_empty()
        && a.chars().next() == b.trim_start().chars().next()
        && a.len() <= b.len().saturating_mul(2);
    is_likely && bare(a) == bare(b)
}

/// Keeps what was read at a place.
fn keep(found: &mut Annotations, reading: Reading, place: &Place<'_>, votes: &[DateVote]) {
    if reading.statements.is_empty() && reading.unread.is_empty() {
        return;
    }
    let text: Arc<str> = Arc::from(place.text);
    // A statement's `of` counts within its own reading; from here on it counts within the document.
    let mut next = found.statements.len();
    let places: Vec<Option<usize>> = reading
        .statements
        .iter()
        .map(|statement| {
            let is_kept = !piece(place.text, &statement.quote).is_empty()
                && !piece(place.text, &statement.printed).is_empty();
            is_kept.then(|| {
                let own = next;
                next = own.saturating_add(1);
                own
            })
        })
        .collect();
    for (mut statement, kept_at) in reading.statements.into_iter().zip(&places) {
        if kept_at.is_none() {
            continue;
        }
        let quote = piece(
            place.text,
            &bounded_quote(place.text, &statement.quote, &statement.printed),
        );
        let printed = piece(place.text, &statement.printed);
        statement.of = statement.of.and_then(|of| places.get(of).copied().flatten());
        found.statements.push(Located {
            node: place.node,
            quote: quote.to_owned(),
            printed: printed.to_owned(),
            period_evidence: period_evidence(&statement, place, votes),
            unit_evidence: unit_evidence(&statement, place, printed),
            label_evidence: label_evidence(&statement, place),
            table: place.table,
            text: Arc::clone(&text),
            statement,
        });
    }
    for unread in reading.unread {
        found.unread.push(LocatedUnread {
            node: place.node,
            quote: around(place.text, &unread.printed),
            printed: piece(place.text, &unread.printed).to_owned(),
            reason: unread.reason,
        });
    }
}

fn piece<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text.get(range.clone()).unwrap_or("")
}

fn around(text: &str, range: &Range<usize>) -> String {
    let start = text.floor_char_boundary(range.start.saturating_sub(MAX_UNREAD_CHARS));
    let end = text.ceil_char_boundary(range.end.saturating_add(MAX_UNREAD_CHARS).min(text.len()));
    text.get(start..end).unwrap_or("").to_owned()
}

fn period_evidence(statement: &Statement, place: &Place<'_>, votes: &[DateVote]) -> Option<(u32, String)> {
    let period = statement.period?;
    match statement.period_source.as_ref()? {
        PeriodSource::Text(range) => {
            Some((place.node, piece(place.text, range).to_owned())).filter(|(_, q)| !q.is_empty())
        }
        PeriodSource::Inherited => place
            .governing
            .iter()
            .find(|governing| governing.period == period)
            .map(|governing| (governing.node, governing.quote.clone())),
        PeriodSource::Published => votes
            .iter()
            .filter(|vote| vote.outlier.is_none() && matches!(vote.source, "line" | "signature"))
            .find(|vote| {
                Period::as_of(vote.date).is_some_and(|of_vote| of_vote.last_day() == period.last_day())
            })
            .and_then(|vote| Some((vote.node?, vote.text.clone()))),
    }
}

fn unit_evidence(statement: &Statement, place: &Place<'_>, printed: &str) -> Option<(u32, String)> {
    statement.unit?;
    let is_printed = !statement.unit_word.is_empty() && printed.contains(&statement.unit_word);
    if is_printed {
        return None;
    }
    let word = statement.unit_word.as_str();
    let in_label = place
        .labels
        .iter()
        .find(|label| !word.is_empty() && label.text.contains(word))
        .map(|label| (label.node, label.text.clone()));
    in_label.or_else(|| place.unit.clone())
}

fn label_evidence(statement: &Statement, place: &Place<'_>) -> Vec<(u32, String)> {
    let mut evidence: Vec<(u32, String)> = Vec::new();
    for wanted in statement.labels.iter().filter(|label| !label.is_empty()) {
        let outside = place
            .labels
            .iter()
            .find(|label| label.text.contains(wanted.as_str()))
            .map(|label| (label.node, wanted.clone()));
        let inside = place
            .text
            .contains(wanted.as_str())
            .then(|| (place.node, wanted.clone()));
        evidence.extend(outside.or(inside));
    }
    evidence
}
