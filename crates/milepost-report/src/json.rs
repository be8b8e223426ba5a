//! Writes a report as JSON, one figure to a line, and reads an earlier one back.

use std::io;

use serde::Serialize as _;
use serde_json::ser::{Formatter, Serializer};

use crate::report::v1::{FORMAT, Report};

/// Why a text is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is a report of another version, or no report.
    #[error("format `{found}` is not `milepost-report/1`, the one this build knows")]
    Format {
        /// The format it names, cut to 60 characters; empty where it names none.
        found: String,
    },
    /// It is no JSON, or not shaped like a report. The text says what and where.
    #[error("no report of format milepost-report/1: {0}")]
    Shape(String),
}

impl Report {
    /// Reads a report that [`render_json`] wrote.
    ///
    /// # Errors
    /// When it is no JSON, names another format, or has other fields than the format.
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        #[derive(serde::Deserialize)]
        struct Head {
            #[serde(default)]
            format: String,
        }
        // The format is looked at first, so that a newer report is refused for being newer, not for a field.
        let head: Head = serde_json::from_str(text).map_err(|error| ReadError::Shape(error.to_string()))?;
        if head.format != FORMAT {
            return Err(ReadError::Format {
                found: head.format.chars().take(60).collect(),
            });
        }
        serde_json::from_str(text).map_err(|error| ReadError::Shape(error.to_string()))
    }
}

/// Returns the report as JSON with a line end after it. The same report gives the same bytes.
pub fn render_json(report: &Report) -> String {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail, and every key of the model is text.
    let _ = write_json(report, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes the report as JSON, for reports too large to hold as text beside themselves.
///
/// # Errors
/// When `writer` fails.
pub fn write_json(report: &Report, writer: &mut impl io::Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *writer, LineToItem::default());
    report.serialize(&mut serializer)?;
    writer.write_all(b"\n")
}

/// From this depth on everything stands on its item's line: an indicator's field has depth 3, a figure 4.
const INLINE_DEPTH: usize = 4;

/// Breaks lines between fields and items, but not within a figure: a change of one figure is a change of one line.
#[derive(Debug, Default)]
struct LineToItem {
    depth: usize,
    is_empty: bool,
}

impl LineToItem {
    fn break_line<W: ?Sized + io::Write>(&self, writer: &mut W) -> io::Result<()> {
        if self.depth > INLINE_DEPTH {
            return Ok(());
        }
        writer.write_all(b"\n")?;
        for _ in 0..self.depth {
            writer.write_all(b" ")?;
        }
        Ok(())
    }

    fn open<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        let breaks = !self.is_empty && self.depth <= INLINE_DEPTH;
        self.depth = self.depth.saturating_sub(1);
        self.is_empty = false;
        if breaks {
            self.break_line(writer)?;
        }
        writer.write_all(bracket)
    }

    fn next<W: ?Sized + io::Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.is_empty = false;
        if !is_first {
            writer.write_all(if self.depth > INLINE_DEPTH { b", " } else { b"," })?;
        }
        self.break_line(writer)
    }
}

impl Formatter for LineToItem {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.next(writer, is_first)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.next(writer, is_first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}
