//! Reads a text into statements: the Chinese reader where it is written in Chinese, else the English one.

use crate::chinese_owner::names_owner;
use crate::fold::{Folded, fold, is_cjk};
use crate::output::Output;
use crate::statement::{Context, Reading};
use crate::token::tokenize;
use crate::{chinese_reader, english_reader};

/// Reads everything a text says: a paragraph, a line, a list's item.
///
/// A number that is no statement is in [`Reading::unread`], with the reason. What the text leaves open stays open.
pub fn read(text: &str, context: &Context) -> Reading {
    let holds_numbers = text.contains(may_open_number) || text.is_ascii();
    if !holds_numbers {
        return without_numbers(text);
    }
    let folded = Folded::new(text);
    let mut output = Output::new(text, &folded, context);
    if is_chinese(&folded) {
        let tokens = tokenize(&folded, 0..folded.len());
        for (range, reason) in &tokens.unread {
            output.refuse(range, reason);
        }
        chinese_reader::read(&mut output, &tokens);
    } else {
        english_reader::read(&mut output);
    }
    let mut reading = output.reading;
    reading.unread.sort_by_key(|unread| unread.printed.start);
    reading
}

/// A short line may say whose trade the lines behind it tell: 民营企业活力增强。
fn without_numbers(text: &str) -> Reading {
    let mut reading = Reading::default();
    if text.len() <= MAX_LEAD_BYTES {
        let words = fold(text.trim());
        if names_owner(&words) {
            reading.ending.owner = words;
        }
    }
    reading
}

/// A longer line is prose.
const MAX_LEAD_BYTES: usize = 120;

fn may_open_number(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || ('\u{FF10}'..='\u{FF19}').contains(&c)
        || "〇零一二三四五六七八九十百千万亿两萬億兩".contains(c)
}

/// A text is Chinese when more than a few of its letters are.
pub(crate) fn is_chinese(text: &Folded) -> bool {
    let mut chinese = 0_usize;
    let mut latin = 0_usize;
    for at in 0..text.len() {
        let c = text.get(at);
        if is_cjk(c) {
            chinese += 1;
        } else if c.is_ascii_alphabetic() {
            latin += 1;
        }
    }
    // An English word has five letters where a Chinese one has two.
    chinese * 3 > latin
}
