//! Reads plain text: blocks between empty lines, and wrapped lines put together again.

use html5ever::LocalName;

use crate::arena::Arena;
use crate::builder::{Builder, Gap, is_east_asian};
use crate::{DocumentError, Limits};

/// Shorter lines are not wrapped ones: nobody wraps at less.
const MIN_WRAPPED_COLUMNS: usize = 56;

/// Reads a text into a tree of paragraphs.
///
/// # Errors
/// When it has more paragraphs than the limits allow.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Arena, DocumentError> {
    let mut builder = Builder::new("document", limits);
    let mut before: Option<&str> = None;
    for line in text.lines().flat_map(|line| line.split('\u{c}')) {
        let runs_on = before.is_some_and(|before| is_wrapped(before, line));
        if before.is_some() && !runs_on {
            builder.close();
            before = None;
        }
        if line.trim().is_empty() {
            continue;
        }
        if before.is_none() {
            builder.gap(Gap::Break);
            builder.open(LocalName::from("p"), [])?;
        } else {
            builder.gap(Gap::Wrap);
        }
        builder.text(line);
        before = Some(line);
    }
    Ok(builder.finish())
}

/// Says whether `next` goes on with the sentence of `line`, which was wrapped at the page's width.
pub(crate) fn is_wrapped(line: &str, next: &str) -> bool {
    let is_indented = next.starts_with(['\u{3000}', '\t']) || next.starts_with("  ");
    let columns: usize = line
        .trim_end()
        .chars()
        .map(|c| if is_east_asian(c) { 2 } else { 1 })
        .sum();
    let ends_sentence = line
        .trim_end()
        .ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ';', ':', '”', '）']);
    let starts_item = next.trim_start().starts_with([
        '·', '•', '●', '■', '◆', '-', '*', '（', '(', '①', '②', '③', '一', '二', '三', '四', '五', '六',
        '七', '八', '九',
    ]);
    !next.trim().is_empty()
        && !is_indented
        && columns >= MIN_WRAPPED_COLUMNS
        && !ends_sentence
        && !starts_item
}
