//! Puts a plan's assessments into a report and writes it in every form: JSON, HTML, Markdown, CSV, SDMX-CSV, XLSX,
//! Parquet.
//!
//! Pure: no clock, no environment, no files, no network. The same inputs give the same bytes. Nothing is judged
//! here; every verdict comes from `milepost-trajectory` and every sentence only says what the verdict holds.
//!
//! [`assemble()`] makes the [`Report`], `render_*` writes it, [`Report::from_json`] reads an earlier one back.

mod assemble;
mod changes;
mod context;
mod csv_form;
mod cut;
pub mod date_words;
mod figure_rows;
mod html;
mod json;
mod markdown;
pub mod number_words;
#[cfg(feature = "parquet")]
mod parquet_form;
mod phrase;
pub mod report;
mod sdmx;
mod sentence;
mod summary;
mod trace_words;
pub mod words;
mod xlsx;

pub use crate::assemble::assemble;
pub use crate::changes::changes_between;
pub use crate::context::{ReportContext, SetAside, SourceHealth, UnreadableBulletin};
pub use crate::csv_form::{CsvTable, render_csv};
pub use crate::html::render_html;
pub use crate::json::{ReadError, render_json, write_json};
pub use crate::markdown::render_markdown;
#[cfg(feature = "parquet")]
pub use crate::parquet_form::{ParquetError, render_parquet};
pub use crate::report::v1::{HealthClass, Report, StatusWord};
pub use crate::sdmx::{render_dsd, render_sdmx_csv};
pub use crate::xlsx::{XlsxError, render_xlsx};
