//! Writes a report as a workbook: summary, indicators, figures, evidence, and a native chart for each indicator.

mod charts;
mod sheets;
mod table;

use chrono::{Datelike as _, Timelike as _};
use milepost_model::Language;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::report::v1::Report;

/// Rows of a sheet: the limit of the format, less the header and a note.
const MOST_ROWS: usize = 1_048_570;

/// Why a report cannot be a workbook.
#[derive(Debug, thiserror::Error)]
pub enum XlsxError {
    /// A table is longer than a sheet.
    #[error("{rows} {table} do not fit a sheet of 1048576 rows; write CSV or Parquet instead")]
    TooLong {
        /// Which table.
        table: &'static str,
        /// How many rows it has.
        rows: usize,
    },
    /// The workbook could not be built. The text says why.
    #[error("cannot build the workbook: {0}")]
    Workbook(String),
}

impl From<rust_xlsxwriter::XlsxError> for XlsxError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Workbook(error.to_string())
    }
}

/// Returns the report as a workbook in `language`. The same report gives the same bytes.
///
/// # Errors
/// When a table has more rows than a sheet, or the workbook cannot be built.
pub fn render_xlsx(report: &Report, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(report, language)?);
    sheets::summary(&mut book, report, language)?;
    sheets::indicators(&mut book, report, language)?;
    charts::charts(&mut book, report, language)?;
    sheets::figures(&mut book, report, language)?;
    sheets::evidence(&mut book, report, language)?;
    sheets::changes(&mut book, report, language)?;
    Ok(book.save_to_buffer()?)
}

/// The clock of the report, never the machine's.
fn properties(report: &Report, language: Language) -> Result<DocProperties, XlsxError> {
    let at = *report.known_at;
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(at.year()).unwrap_or(1900);
    let created = ExcelDateTime::from_ymd(year, part(at.month()), part(at.day()))?;
    let created = created.and_hms(
        u16::try_from(at.hour()).unwrap_or(0),
        part(at.minute()),
        f64::from(at.second()),
    )?;
    Ok(DocProperties::new()
        .set_title(report.plan.title.get(language))
        .set_creation_datetime(&created))
}
