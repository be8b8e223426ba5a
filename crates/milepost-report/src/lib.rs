//! Puts a plan's assessments into a report and writes it in every form: JSON, HTML, Markdown, CSV, SDMX-CSV, XLSX,
//! Parquet.
//!
//! Pure: no clock, no environment, no files, no network. The same inputs give the same bytes. Nothing is judged
//! here; every verdict comes from `milepost-trajectory` and every sentence only says what the verdict holds.
//!
//! [`assemble`] makes the [`Report`], `render_*` writes it, [`Report::from_json`] reads an earlier one back.

mod assemble;
mod changes;
mod context;
mod cut;
pub mod date_words;
mod html;
mod json;
mod markdown;
pub mod number_words;
mod phrase;
pub mod report;
mod sentence;
mod summary;
pub mod words;

pub use crate::assemble::assemble;
pub use crate::context::{ReportContext, SetAside, SourceHealth, UnreadableBulletin};
pub use crate::html::render_html;
pub use crate::json::{ReadError, render_json, write_json};
pub use crate::markdown::render_markdown;
pub use crate::report::v1::{HealthClass, Report, StatusWord};
