//! Reads DOCX: paragraphs, headings and tables as a reader of the document sees them.
//!
//! Deleted and hidden text is left out; of alternatives for old readers only the first is taken.

use html5ever::LocalName;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::arena::Arena;
use crate::builder::{Builder, Gap};
use crate::{DocumentError, Limits, archive};

/// Reads the main part of a DOCX.
///
/// # Errors
/// `Damaged`, a limit, or what [`archive`] refuses.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Arena, DocumentError> {
    let part =
        archive::part(bytes, limits, "word/document.xml")?.ok_or_else(|| damaged(&"no word/document.xml"))?;
    let xml = String::from_utf8(part).map_err(|error| damaged(&error))?;
    let mut writer = Writer {
        builder: Builder::new("document", limits),
        cell: None,
        paragraph_open: false,
        skipped: 0,
        vanished: false,
        in_text: false,
        starts: Vec::new(),
    };
    let mut reader = Reader::from_str(&xml);
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(tag) => writer.start(&tag)?,
            Event::Empty(tag) => {
                writer.start(&tag)?;
                writer.end(tag.local_name().as_ref())?;
            }
            Event::End(tag) => writer.end(tag.local_name().as_ref())?,
            Event::Text(text) => writer.text(&text)?,
            Event::CData(text) => writer.text(&text)?,
            Event::GeneralRef(entity) => {
                let c = entity.resolve_char_ref().ok().flatten();
                let named = match &*entity {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                };
                if let Some(c) = c.or(named) {
                    writer.text(c.encode_utf8(&mut [0; 4]))?;
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    Ok(writer.builder.finish())
}

fn damaged(error: &dyn std::fmt::Display) -> DocumentError {
    DocumentError::Damaged {
        format: "DOCX",
        detail: error.to_string().chars().take(200).collect(),
    }
}

/// A table cell whose properties are still being read.
#[derive(Debug, Default)]
struct Cell {
    across: Option<String>,
    continues: bool,
}

struct Writer {
    builder: Builder,
    cell: Option<Cell>,
    paragraph_open: bool,
    /// Levels within something that is left out.
    skipped: u32,
    vanished: bool,
    in_text: bool,
    /// For each open paragraph, whether its element has been opened.
    starts: Vec<Option<String>>,
}

impl Writer {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), DocumentError> {
        let name = tag.local_name();
        let name: &str = name.as_ref();
        if self.skipped > 0 || matches!(name, "del" | "moveFrom" | "Fallback" | "instrText" | "delText") {
            self.skipped = self.skipped.saturating_add(1);
            return Ok(());
        }
        match name {
            "tbl" => {
                self.open_cell()?;
                self.builder.gap(Gap::Row);
                self.builder.open(LocalName::from("table"), [])?;
            }
            "tr" => {
                self.builder.gap(Gap::Row);
                self.builder.open(LocalName::from("tr"), [])?;
            }
            "tc" => self.cell = Some(Cell::default()),
            "gridSpan" => {
                if let Some(cell) = &mut self.cell {
                    cell.across = value(tag);
                }
            }
            "vMerge" => {
                if let Some(cell) = &mut self.cell {
                    cell.continues = value(tag).is_none_or(|value| value == "continue");
                }
            }
            "p" => {
                self.open_cell()?;
                self.starts.push(None);
            }
            "pStyle" => {
                if let (Some(start), Some(style)) = (self.starts.last_mut(), value(tag)) {
                    *start = heading_of(&style);
                }
            }
            "r" => self.vanished = false,
            "vanish" => {
                self.vanished = value(tag).is_none_or(|value| !matches!(value.as_str(), "0" | "false"));
            }
            "t" => self.in_text = true,
            "tab" if !self.starts.is_empty() => self.builder.gap(Gap::Space),
            "br" | "cr" => self.builder.gap(Gap::Soft),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), DocumentError> {
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_sub(1);
            return Ok(());
        }
        match name {
            "t" => self.in_text = false,
            "p" => {
                self.starts.pop();
                if self.paragraph_open {
                    self.builder.close();
                    self.paragraph_open = false;
                }
                self.builder.gap(Gap::Break);
            }
            "tc" => {
                self.open_cell()?;
                self.builder.close();
                self.builder.gap(Gap::Cell);
            }
            "tr" | "tbl" => {
                self.builder.close();
                self.builder.gap(Gap::Row);
            }
            _ => {}
        }
        Ok(())
    }

    /// Opens the element of a cell, now that its properties are known.
    fn open_cell(&mut self) -> Result<(), DocumentError> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        self.builder.gap(Gap::Cell);
        let across = cell
            .across
            .as_deref()
            .map(|count| (LocalName::from("colspan"), count));
        let continues = cell.continues.then(|| (LocalName::from("vmerge"), "continue"));
        self.builder
            .open(LocalName::from("td"), across.into_iter().chain(continues))?;
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), DocumentError> {
        if !self.in_text || self.skipped > 0 || self.vanished {
            return Ok(());
        }
        if !self.paragraph_open {
            let name = self
                .starts
                .last()
                .cloned()
                .flatten()
                .unwrap_or_else(|| "p".to_owned());
            // A paragraph begins a block, but not where its cell's gap is already due.
            self.builder.open(LocalName::from(name), [])?;
            self.paragraph_open = true;
        }
        self.builder.text(text);
        Ok(())
    }
}

fn value(tag: &BytesStart<'_>) -> Option<String> {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == "val")
        .map(|attribute| attribute.value.to_string())
}

/// `Heading1`, `heading 1`, `标题1` are headings of the first level.
fn heading_of(style: &str) -> Option<String> {
    let lower = style.to_ascii_lowercase();
    let level = lower
        .strip_prefix("heading")
        .or_else(|| style.strip_prefix("标题"))?
        .trim();
    let level: u32 = level.parse().ok()?;
    (1..=6).contains(&level).then(|| format!("h{level}"))
}
