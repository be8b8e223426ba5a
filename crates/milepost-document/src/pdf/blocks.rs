//! Makes blocks, headings and tables of lines, and finds the furniture of pages.

use std::collections::HashMap;

use html5ever::LocalName;

use crate::arena::Arena;
use crate::builder::{Builder, Gap, is_east_asian};
use crate::pdf::layout::{Line, Page};
use crate::{DocumentError, Limits};

/// Running heads and feet stand among this many lines at either end of a page.
const EDGE_LINES: usize = 3;

/// For each page and line, whether it is furniture.
pub(super) fn furniture(pages: &[Page]) -> Vec<Vec<bool>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let mut own: Vec<String> = edges(page)
            .map(|(_, line)| without_digits(&line.text()))
            .collect();
        own.sort();
        own.dedup();
        for text in own {
            let count = seen.entry(text).or_insert(0);
            *count = count.saturating_add(1);
        }
    }
    pages
        .iter()
        .map(|page| {
            let mut marks = vec![false; page.lines.len()];
            for (at, line) in edges(page) {
                let text = line.text();
                let times = seen.get(&without_digits(&text)).copied().unwrap_or(0);
                let repeats = pages.len() >= 2 && times >= 2 && times.saturating_mul(2) >= pages.len();
                let is_last_or_first = at == 0 || at.saturating_add(1) == page.lines.len();
                let is_head = repeats && !holds_decimals(&text);
                if let Some(mark) = marks.get_mut(at) {
                    *mark = is_head || is_last_or_first && is_page_number(&text);
                }
            }
            marks
        })
        .collect()
}

fn edges(page: &Page) -> impl Iterator<Item = (usize, &Line)> {
    let count = page.lines.len();
    page.lines
        .iter()
        .enumerate()
        .filter(move |(at, _)| *at < EDGE_LINES || at.saturating_add(EDGE_LINES) >= count)
}

fn without_digits(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_numeric() && !c.is_whitespace())
        .collect()
}

/// Rows of a table that goes on over pages repeat as well; a head of a page holds no decimals.
fn holds_decimals(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars
        .windows(3)
        .any(|three| matches!(three, [a, '.', b] if a.is_ascii_digit() && b.is_ascii_digit()))
}

/// `- 3 -`, `第3页`, `3 / 12`, `Page 3 of 12`.
fn is_page_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let rest: String = text
        .chars()
        .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
        .collect();
    let rest = rest.to_ascii_lowercase();
    (1..=8).contains(&digits)
        && rest.chars().count() <= 8
        && (rest
            .chars()
            .all(|c| matches!(c, '-' | '—' | '–' | '·' | '/' | '―'))
            || matches!(
                rest.as_str(),
                "第页" | "第页共页" | "第页/共页" | "pageof" | "page" | "共页第页"
            ))
}

/// Characters that are no furniture.
pub(super) fn visible_chars(pages: &[Page], furniture: &[Vec<bool>]) -> usize {
    pages
        .iter()
        .zip(furniture)
        .flat_map(|(page, marks)| page.lines.iter().zip(marks))
        .filter(|(_, is_furniture)| !**is_furniture)
        .map(|(line, _)| line.text().chars().filter(|c| !c.is_whitespace()).count())
        .sum()
}

/// Builds the tree: page > block > line, and tables where lines have aligned columns.
pub(super) fn build(
    pages: &[Page],
    furniture: &[Vec<bool>],
    limits: &Limits,
) -> Result<Arena, DocumentError> {
    let mut builder = Builder::new("document", limits);
    let sizes = Sizes::of(pages, furniture);
    for (number, (page, marks)) in pages.iter().zip(furniture).enumerate() {
        let number = number.saturating_add(1).to_string();
        builder.gap(Gap::Break);
        builder.open(
            LocalName::from("page"),
            [(LocalName::from("number"), number.as_str())],
        )?;
        let right = page
            .lines
            .iter()
            .filter(|line| line.segments.len() == 1)
            .map(Line::end)
            .fold(0.0, f64::max);
        let mut lines: &[Line] = &page.lines;
        let mut marks: &[bool] = marks;
        while let Some(first) = lines.first() {
            let is_furniture = marks.first().copied().unwrap_or(false);
            let body_lines = marks.iter().take_while(|mark| !**mark).count().min(lines.len());
            let taken = if is_furniture {
                write_block(&mut builder, std::slice::from_ref(first), true, None)?;
                1
            } else {
                let candidates = lines.get(..body_lines).unwrap_or(lines);
                if let Some(columns) = Columns::of(candidates) {
                    columns.write(&mut builder, candidates)?;
                    columns.rows
                } else {
                    let count = block_length(candidates, right, &sizes);
                    let block = candidates.get(..count).unwrap_or(candidates);
                    write_block(&mut builder, block, false, sizes.heading(block))?;
                    count
                }
            };
            lines = lines.get(taken.max(1)..).unwrap_or_default();
            marks = marks.get(taken.max(1)..).unwrap_or_default();
        }
        builder.close();
        builder.gap(Gap::Break);
    }
    Ok(builder.finish())
}

/// The sizes of print: what the text is set in, and the largest of the first page.
struct Sizes {
    text: f64,
    title: f64,
}

/// Print is larger than the text from here on.
const LARGER: f64 = 1.12;

/// A longer block is a paragraph, whatever its size.
const MAX_HEADING_CHARS: usize = 60;

impl Sizes {
    fn of(pages: &[Page], furniture: &[Vec<bool>]) -> Self {
        let lines = |pages: &[Page], furniture: &[Vec<bool>]| -> Vec<(f64, usize)> {
            pages
                .iter()
                .zip(furniture)
                .flat_map(|(page, marks)| page.lines.iter().zip(marks))
                .filter(|(_, is_furniture)| !**is_furniture)
                .map(|(line, _)| (line.font_size, line.text().chars().count()))
                .collect()
        };
        let mut all = lines(pages, furniture);
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let half: usize = all.iter().map(|(_, chars)| chars).sum::<usize>() / 2;
        let mut seen = 0_usize;
        let text = all
            .iter()
            .find(|(_, chars)| {
                seen = seen.saturating_add(*chars);
                seen > half
            })
            .map_or(0.0, |(size, _)| *size);
        let first = lines(pages.get(..1).unwrap_or_default(), furniture);
        let title = first.iter().map(|(size, _)| *size).fold(0.0, f64::max);
        Self { text, title }
    }

    fn is_larger(&self, line: &Line) -> bool {
        line.segments.len() == 1 && line.font_size > self.text * LARGER
    }

    /// A title that is broken over two lines.
    fn are_one_heading(&self, above: &Line, below: &Line) -> bool {
        let same_size = (above.font_size - below.font_size).abs() < 0.02 * above.font_size;
        let pitch = above.y - below.y;
        self.is_larger(above)
            && self.is_larger(below)
            && same_size
            && pitch > 0.0
            && pitch < 1.9 * above.font_size
    }

    /// Returns the class of a heading; none where the block is set as the text is.
    fn heading(&self, block: &[Line]) -> Option<&'static str> {
        let first = block.first()?;
        let chars: usize = block.iter().map(|line| line.text().chars().count()).sum();
        // English headings are told by their words: a large line there is as often a slogan or the month of the issue.
        let is_chinese = block.iter().any(|line| line.text().contains(is_east_asian));
        let is_heading =
            is_chinese && chars <= MAX_HEADING_CHARS && block.iter().all(|line| self.is_larger(line));
        let is_title = first.font_size > self.title * 0.98;
        is_heading.then_some(if is_title { "title" } else { "heading" })
    }
}

/// How many lines from the first one on are one paragraph.
fn block_length(lines: &[Line], right: f64, sizes: &Sizes) -> usize {
    let mut count = 1_usize;
    for pair in lines.windows(2) {
        let [above, below] = pair else { break };
        if !goes_on(above, below, right) && !sizes.are_one_heading(above, below) {
            break;
        }
        count = count.saturating_add(1);
    }
    count
}

fn goes_on(above: &Line, below: &Line, right: f64) -> bool {
    let size = above.font_size;
    let is_plain = above.segments.len() == 1 && below.segments.len() == 1;
    let same_size = (above.font_size - below.font_size).abs() < 0.15 * size;
    let pitch = above.y - below.y;
    let is_near = pitch > 0.0 && pitch < 2.2 * size;
    // A line that stops short is the last of its paragraph.
    let reaches_margin = above.end() > right - 2.6 * size || is_ragged_english(above, right);
    let is_indented = below.is_indented || below.start() > above.start() + 1.2 * size && !above.is_indented;
    is_plain && same_size && is_near && reaches_margin && !is_indented
}

/// English is set ragged: a line may stop a long word short of the margin.
fn is_ragged_english(line: &Line, right: f64) -> bool {
    let text = line.text();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let is_english = letters.saturating_mul(2) > text.chars().count();
    let ends_sentence = text.trim_end().ends_with(['.', '!', '?', ':', ';']);
    is_english && !ends_sentence && line.end() > right - 9.0 * line.font_size
}

fn write_block(
    builder: &mut Builder,
    lines: &[Line],
    is_furniture: bool,
    heading: Option<&str>,
) -> Result<(), DocumentError> {
    builder.gap(Gap::Break);
    let class = heading.or(is_furniture.then_some("furniture"));
    builder.open(
        LocalName::from("block"),
        class.map(|class| (LocalName::from("class"), class)),
    )?;
    let mut before: Option<String> = None;
    for line in lines {
        let text = line.text();
        if before.as_deref().is_some_and(|before| needs_blank(before, &text)) {
            builder.gap(Gap::Space);
        }
        builder.open(LocalName::from("line"), [])?;
        for (at, segment) in line.segments.iter().enumerate() {
            if at > 0 {
                builder.gap(Gap::Cell);
            }
            builder.text(&segment.text);
        }
        builder.close();
        before = Some(text);
    }
    builder.close();
    builder.gap(Gap::Break);
    Ok(())
}

/// Chinese lines go on without a blank, and so does a number broken within them; English words do not.
fn needs_blank(above: &str, below: &str) -> bool {
    let (Some(last), Some(next)) = (
        above.trim_end().chars().next_back(),
        below.trim_start().chars().next(),
    ) else {
        return false;
    };
    let is_chinese = above
        .chars()
        .chain(below.chars())
        .filter(|c| is_east_asian(*c))
        .count()
        >= 4;
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%');
    let breaks_number = is_chinese && of_number(last) && of_number(next);
    !is_east_asian(last) && !is_east_asian(next) && !breaks_number
}

/// Columns that several lines in a row share.
struct Columns {
    /// Start and end of each, from left to right.
    spans: Vec<(f64, f64)>,
    rows: usize,
}

impl Columns {
    /// Three lines or more of two segments or more, whose segments stand in the same columns, make a table.
    fn of(lines: &[Line]) -> Option<Self> {
        let rows = lines.iter().take_while(|line| line.segments.len() >= 2).count();
        if rows < 3 {
            return None;
        }
        let lines = lines.get(..rows)?;
        let mut segments: Vec<(f64, f64)> = lines
            .iter()
            .flat_map(|line| &line.segments)
            .map(|segment| (segment.start, segment.end))
            .collect();
        segments.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut spans: Vec<(f64, f64)> = Vec::new();
        for (start, end) in segments {
            match spans.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ => spans.push((start, end)),
            }
        }
        let columns = Self { spans, rows };
        // Two segments of one line in one column: the columns are not what they seem.
        let is_clean = lines.iter().all(|line| {
            let mut places: Vec<usize> = line
                .segments
                .iter()
                .map(|segment| columns.place(segment.start))
                .collect();
            let count = places.len();
            places.dedup();
            places.len() == count
        });
        (is_clean && columns.spans.len() >= 2).then_some(columns)
    }

    fn place(&self, x: f64) -> usize {
        self.spans
            .partition_point(|(start, _)| *start <= x)
            .saturating_sub(1)
    }

    fn write(&self, builder: &mut Builder, lines: &[Line]) -> Result<(), DocumentError> {
        builder.gap(Gap::Row);
        builder.open(LocalName::from("table"), [])?;
        for line in lines.iter().take(self.rows) {
            builder.gap(Gap::Row);
            builder.open(LocalName::from("tr"), [])?;
            for col in 0..self.spans.len() {
                builder.gap(Gap::Cell);
                builder.open(LocalName::from("td"), [])?;
                for segment in line
                    .segments
                    .iter()
                    .filter(|segment| self.place(segment.start) == col)
                {
                    builder.text(&segment.text);
                }
                builder.close();
                builder.gap(Gap::Cell);
            }
            builder.close();
            builder.gap(Gap::Row);
        }
        builder.close();
        builder.gap(Gap::Row);
        Ok(())
    }
}
