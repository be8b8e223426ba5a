//! A plugin's own fixtures: saved documents, and exactly what is to be read out of them. Format:
//! `docs/formats/plugin-manifest.md`.

mod figure;
mod raw;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use milepost_document::{Document, DocumentError, Input, WorkerCommand, parse, parse_isolated};
use milepost_model::{IndicatorId, Measure, NaiveDate, Period, Unit, parse_plain_decimal, plain_decimal};
use milepost_verify::{Catalogue, IndicatorRule};

use crate::fixture::figure::Figure;
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

/// One fixture of a plugin.
pub(crate) struct Fixture<'f> {
    name: String,
    read: raw::Fixture,
    files: BTreeMap<&'f str, &'f [u8]>,
}

/// Reads the `fixture.toml` of each.
pub(crate) fn fixtures(files: &[FixtureFile]) -> Result<Vec<Fixture<'_>>, FixtureError> {
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

/// A fixture whose document is read, ready to be run.
pub(crate) struct Prepared {
    pub(crate) documents: Vec<Arc<Document>>,
    pub(crate) catalogue: Catalogue,
    pub(crate) settings: Vec<(String, String)>,
    pub(crate) published: Option<NaiveDate>,
    expected: Vec<Figure>,
    refused: Vec<raw::Refused>,
}

impl Fixture<'_> {
    /// Returns its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Reads its document and what it expects.
    pub(crate) fn prepare(&self, worker: Option<&WorkerCommand>) -> Result<Prepared, FixtureError> {
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
        Ok(Prepared {
            documents,
            catalogue: self.catalogue()?,
            settings: self.read.settings.clone().into_iter().collect(),
            published,
            expected,
            refused: self.read.refuse.clone(),
        })
    }

    fn run(
        &self,
        plugin: &Plugin,
        worker: Option<&WorkerCommand>,
        measure_cost: bool,
    ) -> Result<FixtureReport, FixtureError> {
        let prepared = self.prepare(worker)?;
        let run = run(
            plugin,
            RunInput {
                documents: &prepared.documents,
                catalogue: &prepared.catalogue,
                settings: &prepared.settings,
                published: prepared.published,
                limits: PluginLimits::default(),
                measure_cost,
            },
        );
        Ok(FixtureReport {
            name: self.name.clone(),
            differences: prepared.differences(&run),
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
}

impl Prepared {
    /// Says what a run gave otherwise than expected, a line each.
    pub(crate) fn differences(&self, run: &RunReport) -> Vec<String> {
        let mut expected = self.expected.clone();
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
        for wanted in self.refused.iter().filter(|wanted| !was_refused(wanted)) {
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
