//! Reads separated values: comma, semicolon, tab or bar, whichever parts the lines alike.

use html5ever::LocalName;

use crate::arena::Arena;
use crate::builder::{Builder, Gap};
use crate::{DocumentError, Limits};

/// The separators that are tried, the commonest first.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Lines looked at to find the separator.
const SAMPLE_LINES: usize = 50;

/// Reads separated values into a tree of one table.
///
/// # Errors
/// When there are more cells than the limits allow, or the quotes do not close.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Arena, DocumentError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text).unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut builder = Builder::new("document", limits);
    builder.open(LocalName::from("table"), [])?;
    for record in reader.records() {
        let record = record.map_err(|error| DocumentError::Damaged {
            format: "CSV",
            detail: error.to_string(),
        })?;
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        builder.gap(Gap::Row);
        builder.open(LocalName::from("tr"), [])?;
        for field in &record {
            builder.gap(Gap::Cell);
            builder.open(LocalName::from("td"), [])?;
            builder.text(field);
            builder.close();
        }
        builder.close();
    }
    Ok(builder.finish())
}

/// Returns the separator that most lines hold equally often; none where no separator does.
pub(crate) fn separator(text: &str) -> Option<u8> {
    let mut best: Option<(usize, u8)> = None;
    for separator in SEPARATORS {
        let counts: Vec<usize> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(SAMPLE_LINES)
            .map(|line| separators_outside_quotes(line, separator))
            .collect();
        let Some(commonest) = counts
            .iter()
            .copied()
            .filter(|count| *count > 0)
            .max_by_key(|count| counts.iter().filter(|other| *other == count).count())
        else {
            continue;
        };
        let alike = counts.iter().filter(|count| **count == commonest).count();
        let is_regular = alike.saturating_mul(10) >= counts.len().saturating_mul(6);
        if is_regular && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, separator));
        }
    }
    best.map(|(_, separator)| separator)
}

fn separators_outside_quotes(line: &str, separator: u8) -> usize {
    let mut in_quotes = false;
    let mut count = 0_usize;
    for byte in line.bytes() {
        if byte == b'"' {
            in_quotes = !in_quotes;
        } else if byte == separator && !in_quotes {
            count = count.saturating_add(1);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_parts_lines_alike() {
        for (text, expected) in [
            ("a,b,c\n1,2,3\n", Some(b',')),
            ("a;b\n1,5;2,5\n3,5;4,5\n", Some(b';')),
            ("a\tb\n\"1,000\"\t2\n", Some(b'\t')),
            ("no separators\nhere\n", None),
        ] {
            assert_eq!(separator(text), expected, "{text:?}");
        }
    }
}
