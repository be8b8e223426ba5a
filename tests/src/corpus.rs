//! Reads the tables of the labelled corpus: what stands in each document, what must not be read, what may be.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use milepost_model::{Comparison, Decimal, Period, Role, parse_plain_decimal};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The parts: one to tune on, one kept apart.
pub const PARTS: [&str; 2] = ["dev", "held-out"];

/// One document of a part.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// Its path within the part's folder.
    pub file: String,
    /// The day of publication; empty where nothing tells it.
    pub published: String,
    /// `html pdf xlsx xls docx csv text zip`.
    pub media: String,
    /// The encoding of a text medium.
    pub charset: String,
    /// `zh`, `zh-Hant` or `en`.
    pub language: String,
    /// How close to the publishing office the figures are, 1 to 3, or `synthetic`.
    pub tier: String,
}

/// A fact that stands in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The document.
    pub file: String,
    /// The indicator's id.
    pub indicator: String,
    /// What the number is of it.
    pub role: Role,
    /// In base units.
    pub value: Decimal,
    /// The base unit.
    pub unit: String,
    /// What it is for.
    pub period: Period,
    /// How exactly it is claimed; none for optional facts.
    pub comparison: Option<Comparison>,
    /// Text of the document that shows it.
    pub quote: String,
}

/// A value that must not be accepted as a figure of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forbidden {
    /// The document.
    pub file: String,
    /// The indicator's id.
    pub indicator: String,
    /// The value; none: any.
    pub value: Option<Decimal>,
    /// The period; none: any.
    pub period: Option<Period>,
    /// What the number is in truth.
    pub why: String,
}

/// One part of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// `dev` or `held-out`.
    pub name: String,
    /// Where it lies.
    pub folder: PathBuf,
    /// Its documents.
    pub sources: Vec<Source>,
    /// What must be read.
    pub labels: Vec<Label>,
    /// What must not be read.
    pub forbidden: Vec<Forbidden>,
    /// True, or a matter of definition: neither right nor wrong.
    pub optional: Vec<Label>,
}

#[derive(Deserialize)]
struct LabelRow {
    file: String,
    indicator: String,
    role: String,
    value: String,
    unit: String,
    period: String,
    #[serde(default)]
    comparison: Option<String>,
    #[serde(default)]
    quote: String,
}

#[derive(Deserialize)]
struct ForbiddenRow {
    file: String,
    indicator: String,
    value: String,
    period: String,
    why: String,
}

impl Part {
    /// Reads the four tables of one part.
    ///
    /// # Errors
    /// When a table cannot be read, or a row is in none of the text forms; the message names file and line.
    pub fn load(corpus: &Path, name: &str) -> Result<Self, String> {
        let folder = corpus.join(name);
        Ok(Self {
            name: name.to_owned(),
            sources: rows(&folder.join("sources.csv"), |row: Source| Ok(row))?,
            labels: rows(&folder.join("labels.csv"), label)?,
            forbidden: rows(&folder.join("forbidden.csv"), forbidden)?,
            optional: rows(&folder.join("optional.csv"), label)?,
            folder,
        })
    }

    /// Returns the documents by their file.
    pub fn by_file(&self) -> BTreeMap<&str, &Source> {
        self.sources
            .iter()
            .map(|source| (source.file.as_str(), source))
            .collect()
    }
}

/// Returns the corpus of this repository.
pub fn corpus_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn rows<R: DeserializeOwned, T>(
    path: &Path,
    read: impl Fn(R) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let at = |line: usize, error: &dyn std::fmt::Display| format!("{}:{line}: {error}", path.display());
    let mut reader = csv::Reader::from_path(path).map_err(|error| at(1, &error))?;
    reader
        .deserialize()
        .enumerate()
        .map(|(index, row)| {
            let line = index + 2;
            let row = row.map_err(|error| at(line, &error))?;
            read(row).map_err(|error| at(line, &error))
        })
        .collect()
}

fn label(row: LabelRow) -> Result<Label, String> {
    let comparison = row.comparison.as_deref().map(Comparison::parse).transpose();
    Ok(Label {
        role: Role::parse(&row.role).map_err(|error| error.to_string())?,
        value: parse_plain_decimal(&row.value).map_err(|error| error.to_string())?,
        period: Period::parse(&row.period).map_err(|error| error.to_string())?,
        comparison: comparison.map_err(|error| error.to_string())?,
        file: row.file,
        indicator: row.indicator,
        unit: row.unit,
        quote: row.quote,
    })
}

fn forbidden(row: ForbiddenRow) -> Result<Forbidden, String> {
    let value = (row.value != "*")
        .then(|| parse_plain_decimal(&row.value))
        .transpose();
    let period = (!row.period.is_empty())
        .then(|| Period::parse(&row.period))
        .transpose();
    Ok(Forbidden {
        value: value.map_err(|error| error.to_string())?,
        period: period.map_err(|error| error.to_string())?,
        file: row.file,
        indicator: row.indicator,
        why: row.why,
    })
}
