//! The forms a report is written in.

use milepost_model::Language;
use milepost_report::{
    CsvTable, Report, render_csv, render_html, render_json, render_markdown, render_sdmx_csv, render_xlsx,
};

use crate::Refusal;

/// One form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Html,
    Markdown,
    Json,
    Csv,
    SdmxCsv,
    Xlsx,
}

impl Format {
    /// Reads the name of a form.
    pub(crate) fn parse(text: &str) -> Result<Self, Refusal> {
        Ok(match text {
            "html" => Self::Html,
            "md" => Self::Markdown,
            "json" => Self::Json,
            "csv" => Self::Csv,
            "sdmx-csv" => Self::SdmxCsv,
            "xlsx" => Self::Xlsx,
            _ => {
                return Err(Refusal::usage(format!("no form `{text}`"))
                    .at("--format")
                    .hint(format!("one of {}", milepost_config::REPORT_FORMATS.join(", "))));
            }
        })
    }

    /// Returns the ending of its files.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::SdmxCsv => "sdmx.csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Returns its media type.
    pub(crate) const fn media(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Json => "application/json",
            Self::Csv | Self::SdmxCsv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Tells whether it is written in a language.
    pub(crate) const fn is_for_people(self) -> bool {
        matches!(self, Self::Html | Self::Markdown | Self::Xlsx)
    }

    /// Writes a report.
    pub(crate) fn render(self, report: &Report, language: Language) -> Result<Vec<u8>, Refusal> {
        Ok(match self {
            Self::Html => render_html(report, language).into_bytes(),
            Self::Markdown => render_markdown(report, language).into_bytes(),
            Self::Json => render_json(report).into_bytes(),
            // One line an indicator: the verdicts. The series is exported by `observations export` and in SDMX-CSV.
            Self::Csv => render_csv(report, CsvTable::Indicators).into_bytes(),
            Self::SdmxCsv => render_sdmx_csv(report).into_bytes(),
            Self::Xlsx => render_xlsx(report, language)
                .map_err(|error| Refusal::failed(format!("the workbook cannot be written: {error}")))?,
        })
    }
}
