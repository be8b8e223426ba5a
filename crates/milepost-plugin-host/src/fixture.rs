//! A plugin's own fixtures: saved documents, and exactly what is to be read out of them. Format:
//! `docs/formats/plugin-manifest.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use milepost_document::{Document, DocumentError, Input, WorkerCommand, parse, parse_isolated};
use milepost_model::{IndicatorId, Measure, NaiveDate, Period, Unit, parse_plain_decimal, plain_decimal};
use milepost_verify::{Catalogue, IndicatorRule, Verified};

use crate::host::Host;
use crate::limits::PluginLimits;
use crate::load::LoadError;
use crate::plugin::Plugin;
use crate::run::{RunInput, RunOutcome, RunReport, run};
use crate::sections::{FixtureFile, MAX_FIXTURE_FILES};

/// Why fixtures cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum FixtureError {
    /// A fixture is malformed.
    #[error("fixture `{name}`: {why}")]
    Malformed {
        /// The fixture.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// Its document cannot be read.
    #[error("fixture `{name}`: `{file}` is no document")]
    Document {
        /// The fixture.
        name: String,
        /// The file.
        file: String,
        /// Why not.
        #[source]
        source: DocumentError,
    },
    /// The plugin's file is gone or has changed.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A folder cannot be read.
    #[error("`{path}` cannot be read")]
    Unreadable {
        /// The file or folder.
        path: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// What one fixture gave.
#[derive(Debug, Clone)]
pub struct FixtureReport {
    /// The fixture's name.
    pub name: String,
    /// What differs from what is expected, a line each; none: it passed.
    pub differences: Vec<String>,
    /// The run itself.
    pub run: RunReport,
}

impl FixtureReport {
    /// Tells whether it gave exactly what is expected.
    pub const fn is_passed(&self) -> bool {
        self.differences.is_empty()
    }

    /// Returns the `[[expect]]` tables that would make it pass, for an author to look at and to keep.
    pub fn expectations(&self) -> String {
        let mut text = String::new();
        for figure in self.run.observations.iter().map(Figure::of) {
            // Writing to a string does not fail.
            let _written = write!(text, "\n[[expect]]\n{}", figure.toml());
        }
        text
    }
}

impl Host {
    /// Runs the fixtures that a plugin carries.
    ///
    /// # Errors
    /// When a fixture is malformed or its document cannot be read. What a run does is in its report.
    pub fn test(&self, plugin: &Plugin, measure_cost: bool) -> Result<Vec<FixtureReport>, FixtureError> {
        let files = plugin.fixtures()?;
        self.test_with(plugin, &files, measure_cost)
    }

    /// Runs other fixtures than those it carries, such as those of the author's folder; see [`read_fixture_folder`].
    ///
    /// # Errors
    /// When a fixture is malformed or its document cannot be read. What a run does is in its report.
    pub fn test_with(
        &self,
        plugin: &Plugin,
        files: &[FixtureFile],
        measure_cost: bool,
    ) -> Result<Vec<FixtureReport>, FixtureError> {
        let worker = self.shared().parse_worker();
        fixtures(files)?
            .iter()
            .map(|fixture| fixture.run(plugin, worker, measure_cost))
            .collect()
    }
}

/// Reads the folder `fixtures` of an author's plugin, as it is to be packed; an absent one is empty.
///
/// # Errors
/// When a file cannot be read.
pub fn read_fixture_folder(plugin_folder: &Path) -> Result<Vec<FixtureFile>, FixtureError> {
    let unreadable = |path: &Path, source| FixtureError::Unreadable {
        path: path.display().to_string(),
        source,
    };
    let root = plugin_folder.join("fixtures");
    let mut files = Vec::new();
    if !root.is_dir() {
        return Ok(files);
    }
    let mut folders: Vec<_> = std::fs::read_dir(&root)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unreadable(&root, error))?;
    folders.sort_by_key(std::fs::DirEntry::file_name);
    for folder in folders.iter().filter(|folder| folder.path().is_dir()) {
        let mut entries: Vec<_> = std::fs::read_dir(folder.path())
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| unreadable(&folder.path(), error))?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries
            .iter()
            .filter(|entry| entry.path().is_file())
            .take(MAX_FIXTURE_FILES)
        {
            let content = std::fs::read(entry.path()).map_err(|error| unreadable(&entry.path(), error))?;
            let (folder, file) = (folder.file_name(), entry.file_name());
            files.push((
                format!("fixtures/{}/{}", folder.to_string_lossy(), file.to_string_lossy()),
                content,
            ));
        }
    }
    Ok(files)
}

struct Fixture<'f> {
    name: String,
    read: raw::Fixture,
    files: BTreeMap<&'f str, &'f [u8]>,
}

fn fixtures(files: &[FixtureFile]) -> Result<Vec<Fixture<'_>>, FixtureError> {
    let mut folders: BTreeMap<&str, BTreeMap<&str, &[u8]>> = BTreeMap::new();
    for (path, content) in files {
        let place = path
            .strip_prefix("fixtures/")
            .and_then(|rest| rest.split_once('/'))
            .filter(|(folder, file)| !folder.is_empty() && !file.is_empty() && !file.contains('/'));
        let Some((folder, file)) = place else {
            return Err(FixtureError::Malformed {
                name: path.chars().take(100).collect(),
                why: "a name such as fixtures/NAME/FILE expected".to_owned(),
            });
        };
        folders.entry(folder).or_default().insert(file, content);
    }
    folders
        .into_iter()
        .map(|(name, files)| {
            let malformed = |why: String| FixtureError::Malformed {
                name: name.to_owned(),
                why,
            };
            let text = files
                .get("fixture.toml")
                .ok_or_else(|| malformed("it has no fixture.toml".to_owned()))?;
            let text = std::str::from_utf8(text)
                .map_err(|_not_text| malformed("fixture.toml is no UTF-8".to_owned()))?;
            let read =
                toml::from_str(text).map_err(|error| malformed(error.to_string().trim_end().to_owned()))?;
            Ok(Fixture {
                name: name.to_owned(),
                read,
                files,
            })
        })
        .collect()
}

impl Fixture<'_> {
    fn run(
        &self,
        plugin: &Plugin,
        worker: Option<&WorkerCommand>,
        measure_cost: bool,
    ) -> Result<FixtureReport, FixtureError> {
        let published =
            match &self.read.published {
                Some(text) => Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_no_date| {
                    self.malformed(format!("`published = \"{text}\"`: a day expected"))
                })?),
                None => None,
            };
        let mut documents =
            vec![self.document(&self.read.document, Some(&self.read.url), published, worker)?];
        for file in &self.read.attachments {
            documents.push(self.document(file, None, published, worker)?);
        }
        let expected = self
            .read
            .expect
            .iter()
            .map(|figure| self.expected(figure))
            .collect::<Result<Vec<_>, _>>()?;
        let catalogue = self.catalogue()?;
        let settings: Vec<(String, String)> = self.read.settings.clone().into_iter().collect();
        let run = run(
            plugin,
            RunInput {
                documents: &documents,
                catalogue: &catalogue,
                settings: &settings,
                published,
                limits: PluginLimits::default(),
                measure_cost,
            },
        );
        let differences = self.differences(expected, &run);
        Ok(FixtureReport {
            name: self.name.clone(),
            differences,
            run,
        })
    }

    fn malformed(&self, why: String) -> FixtureError {
        FixtureError::Malformed {
            name: self.name.clone(),
            why,
        }
    }

    fn document(
        &self,
        file: &str,
        url: Option<&str>,
        published: Option<NaiveDate>,
        worker: Option<&WorkerCommand>,
    ) -> Result<Arc<Document>, FixtureError> {
        let bytes = self
            .files
            .get(file)
            .ok_or_else(|| self.malformed(format!("it names `{file}`, which is not there")))?;
        let input = Input {
            content_type: self.read.content_type.as_deref().filter(|_| url.is_some()),
            published,
            ..Input::new(bytes, url.unwrap_or(file))
        };
        let limits = milepost_document::Limits::default();
        let read = match worker {
            Some(worker) => parse_isolated(&input, &limits, worker),
            None => parse(&input, &limits),
        };
        read.map(Arc::new).map_err(|source| FixtureError::Document {
            name: self.name.clone(),
            file: file.to_owned(),
            source,
        })
    }

    fn catalogue(&self) -> Result<Catalogue, FixtureError> {
        let mut rules = Vec::new();
        for indicator in &self.read.indicator {
            let wrong = |error: String| self.malformed(error);
            let rule = IndicatorRule {
                unit: Unit::parse(&indicator.unit).map_err(|error| wrong(error.to_string()))?,
                measure: Measure::parse(&indicator.measure).map_err(|error| wrong(error.to_string()))?,
                natural_limit: match &indicator.natural_limit {
                    Some(text) => Some(parse_plain_decimal(text).map_err(|error| wrong(error.to_string()))?),
                    None => None,
                },
            };
            let id = IndicatorId::parse(&indicator.id).map_err(|error| wrong(error.to_string()))?;
            rules.push((id, rule));
        }
        Ok(Catalogue::new(rules, self.read.area_names.clone()))
    }

    /// Brings an expected figure into the form in which figures are compared.
    fn expected(&self, figure: &raw::Expected) -> Result<Figure, FixtureError> {
        let wrong = |error: String| self.malformed(format!("expect `{}`: {error}", figure.indicator));
        let mut dims: Vec<(String, String)> = figure.dims.clone().into_iter().collect();
        dims.sort();
        Ok(Figure {
            indicator: figure.indicator.clone(),
            period: Period::parse(&figure.period)
                .map_err(|error| wrong(error.to_string()))?
                .to_string(),
            value: plain_decimal(
                parse_plain_decimal(&figure.value).map_err(|error| wrong(error.to_string()))?,
            ),
            unit: figure.unit.clone(),
            printed: figure.printed.clone(),
            role: figure.role.clone(),
            comparison: figure.comparison.clone(),
            dims,
        })
    }

    fn differences(&self, mut expected: Vec<Figure>, run: &RunReport) -> Vec<String> {
        let mut differences = Vec::new();
        if run.outcome != RunOutcome::Ok {
            differences.push(format!("it ended as {}: {}", run.outcome, run.reason));
        }
        for figure in run.observations.iter().map(Figure::of) {
            match expected.iter().position(|known| *known == figure) {
                Some(at) => {
                    expected.swap_remove(at);
                }
                None => differences.push(format!("not expected: {figure}")),
            }
        }
        differences.extend(
            expected
                .iter()
                .map(|figure| format!("expected and not given: {figure}")),
        );
        let was_refused = |wanted: &raw::Refused| {
            run.refused.iter().any(|refused| {
                refused.claim.metric == wanted.indicator && refused.rejection.code.as_str() == wanted.code
            })
        };
        for wanted in self.read.refuse.iter().filter(|wanted| !was_refused(wanted)) {
            differences.push(format!(
                "`{}` was to be refused as {}",
                wanted.indicator, wanted.code
            ));
        }
        if !differences.is_empty() {
            let refused = run.refused.iter().take(20);
            differences.extend(
                refused.map(|refused| format!("refused: {}: {}", refused.claim.metric, refused.rejection)),
            );
        }
        differences
    }
}

/// A figure in the form in which fixtures tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Figure {
    indicator: String,
    period: String,
    value: String,
    unit: String,
    printed: String,
    role: String,
    comparison: String,
    dims: Vec<(String, String)>,
}

impl Figure {
    fn of(verified: &Verified) -> Self {
        let candidate = &verified.candidate;
        Self {
            indicator: candidate.indicator.to_string(),
            period: candidate.period.to_string(),
            value: plain_decimal(candidate.value),
            unit: candidate.unit.to_string(),
            printed: candidate.printed.clone(),
            role: candidate.role.to_string(),
            comparison: candidate.comparison.to_string(),
            dims: candidate.dims.clone(),
        }
    }

    fn toml(&self) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut lines = String::new();
        let mut line = |key: &str, text: &str| {
            let _written = writeln!(lines, "{key} = {}", quoted(text));
        };
        line("indicator", &self.indicator);
        line("period", &self.period);
        line("value", &self.value);
        line("unit", &self.unit);
        line("printed", &self.printed);
        if self.role != "level" {
            line("role", &self.role);
        }
        if self.comparison != "eq" {
            line("comparison", &self.comparison);
        }
        if !self.dims.is_empty() {
            let dims = self
                .dims
                .iter()
                .map(|(key, value)| format!("{} = {}", quoted(key), quoted(value)));
            let _written = writeln!(lines, "dims = {{ {} }}", dims.collect::<Vec<_>>().join(", "));
        }
        lines
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            indicator,
            period,
            value,
            unit,
            printed,
            role,
            comparison,
            dims,
        } = self;
        write!(
            f,
            "{indicator} {role} {period} = {value} {unit} ({comparison}, `{printed}`)"
        )?;
        dims.iter()
            .try_for_each(|(key, value)| write!(f, " {key}={value}"))
    }
}

/// `fixture.toml` as it is written.
mod raw {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Fixture {
        pub(super) document: String,
        pub(super) url: String,
        pub(super) published: Option<String>,
        pub(super) content_type: Option<String>,
        #[serde(default)]
        pub(super) area_names: Vec<String>,
        #[serde(default)]
        pub(super) attachments: Vec<String>,
        #[serde(default)]
        pub(super) settings: BTreeMap<String, String>,
        #[serde(default)]
        pub(super) indicator: Vec<Indicator>,
        #[serde(default)]
        pub(super) expect: Vec<Expected>,
        #[serde(default)]
        pub(super) refuse: Vec<Refused>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Indicator {
        pub(super) id: String,
        pub(super) unit: String,
        pub(super) measure: String,
        pub(super) natural_limit: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Expected {
        pub(super) indicator: String,
        pub(super) period: String,
        pub(super) value: String,
        pub(super) unit: String,
        pub(super) printed: String,
        #[serde(default = "level")]
        pub(super) role: String,
        #[serde(default = "eq")]
        pub(super) comparison: String,
        #[serde(default)]
        pub(super) dims: BTreeMap<String, String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Refused {
        pub(super) indicator: String,
        pub(super) code: String,
    }

    fn level() -> String {
        "level".to_owned()
    }

    fn eq() -> String {
        "eq".to_owned()
    }
}
