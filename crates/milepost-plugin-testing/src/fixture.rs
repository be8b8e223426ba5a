//! Runs a plugin's fixture folders natively, with the manifest that stands beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use milepost_model::IndicatorId;
use milepost_plugin_sdk::Extractor;
use milepost_verify::{Declared, ScopeGrant};

use crate::run::Run;
use crate::sample::Sample;

/// Why fixtures do not hold.
#[derive(Debug, thiserror::Error)]
pub enum FixtureError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A manifest or `fixture.toml` is none.
    #[error("{}: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// There is no fixture at all.
    #[error("{} holds no fixture: a folder with a fixture.toml expected", path.display())]
    None {
        /// The `fixtures` folder.
        path: PathBuf,
    },
    /// The runs gave something else than expected.
    #[error("{report}")]
    Differs {
        /// Each fixture that differs, with what was missing and what was too much.
        report: String,
    },
}

/// Runs every fixture of a plugin's folder: `milepost-plugin.toml` and `fixtures/*/fixture.toml`, with the fields of
/// `docs/formats/plugin-manifest.md`. Everything accepted must be expected, and everything expected accepted.
///
/// # Errors
/// The first file that cannot be read, or all fixtures that differ.
pub fn check_fixtures(plugin: impl AsRef<Path>, extractor: &dyn Extractor) -> Result<(), FixtureError> {
    let plugin = plugin.as_ref();
    let declared = read_declared(&plugin.join("milepost-plugin.toml"))?;
    let folder = plugin.join("fixtures");
    let entries = fs::read_dir(&folder).map_err(|source| FixtureError::Read {
        path: folder.clone(),
        source,
    })?;
    let mut fixtures: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join("fixture.toml").is_file())
        .collect();
    fixtures.sort();
    if fixtures.is_empty() {
        return Err(FixtureError::None { path: folder });
    }
    let mut report = String::new();
    for fixture in fixtures {
        check_one(&fixture, &declared, extractor, &mut report)?;
    }
    if report.is_empty() {
        Ok(())
    } else {
        Err(FixtureError::Differs { report })
    }
}

/// The keys of a manifest that a native run needs; the host checks the others.
#[derive(Debug, serde::Deserialize)]
struct Manifest {
    metrics: Vec<String>,
    #[serde(default)]
    dims: BTreeSet<String>,
    #[serde(default)]
    scopes: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    document: String,
    url: Option<String>,
    published: Option<String>,
    content_type: Option<String>,
    #[serde(default)]
    area_names: Vec<String>,
    #[serde(default)]
    attachments: Vec<String>,
    #[serde(default)]
    settings: BTreeMap<String, String>,
    #[serde(default)]
    indicator: Vec<Indicator>,
    #[serde(default)]
    expect: Vec<Expect>,
    #[serde(default)]
    refuse: Vec<Refuse>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Indicator {
    id: String,
    unit: String,
    measure: String,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    indicator: String,
    period: String,
    value: String,
    unit: String,
    printed: String,
    role: Option<String>,
    comparison: Option<String>,
    #[serde(default)]
    dims: BTreeMap<String, String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Refuse {
    indicator: String,
    code: String,
}

impl Expect {
    fn line(&self) -> String {
        let comparison = match self.comparison.as_deref() {
            None | Some("eq") => String::new(),
            Some(other) => format!("{other} "),
        };
        let role = self.role.as_deref().unwrap_or("level");
        let mut line = format!(
            "{} {role} {} = {comparison}{} {}",
            self.indicator, self.period, self.value, self.unit
        );
        for (key, value) in &self.dims {
            line.push_str(&format!(" {key}={value}"));
        }
        line.push_str(&format!(" as `{}`", self.printed));
        line
    }
}

/// Reads what a manifest declares: its metrics, dimensions and scopes. The host checks its other keys.
///
/// # Errors
/// When the file cannot be read, is no TOML, or names a metric or a scope that is none.
pub fn read_declared(path: &Path) -> Result<Declared, FixtureError> {
    let manifest: Manifest = read_toml(path)?;
    let malformed = |message: String| FixtureError::Malformed {
        path: path.to_owned(),
        message,
    };
    let id = |text: &str| IndicatorId::parse(text).map_err(|error| malformed(error.to_string()));
    let is_any = manifest.metrics.iter().any(|metric| metric == "*");
    let metrics = if is_any {
        None
    } else {
        Some(
            manifest
                .metrics
                .iter()
                .map(|metric| id(metric))
                .collect::<Result<_, _>>()?,
        )
    };
    let mut scopes = BTreeMap::new();
    for (metric, grants) in &manifest.scopes {
        let grants = grants
            .iter()
            .map(|grant| {
                ScopeGrant::parse(grant).ok_or_else(|| malformed(format!("unknown scope `{grant}`")))
            })
            .collect::<Result<_, _>>()?;
        scopes.insert(id(metric)?, grants);
    }
    Ok(Declared {
        metrics,
        dims: manifest.dims,
        scopes,
    })
}

fn check_one(
    folder: &Path,
    declared: &Declared,
    extractor: &dyn Extractor,
    report: &mut String,
) -> Result<(), FixtureError> {
    let path = folder.join("fixture.toml");
    let fixture: Fixture = read_toml(&path)?;
    let document = folder.join(&fixture.document);
    let mut sample = Sample::new(
        read(&document)?,
        fixture.url.as_deref().unwrap_or(&fixture.document),
    )
    .declared(declared.clone());
    if let Some(content_type) = &fixture.content_type {
        sample = sample.content_type(content_type);
    }
    if let Some(day) = &fixture.published {
        sample = sample.published(day);
    }
    if !fixture.area_names.is_empty() {
        let names: Vec<&str> = fixture.area_names.iter().map(String::as_str).collect();
        sample = sample.area_names(&names);
    }
    for name in &fixture.attachments {
        sample = sample.attachment(read(&folder.join(name))?, name);
    }
    for (key, value) in &fixture.settings {
        sample = sample.setting(key, value);
    }
    for indicator in &fixture.indicator {
        sample = sample.indicator(&indicator.id, &indicator.unit, &indicator.measure);
    }
    let run = sample
        .try_run(extractor)
        .map_err(|error| FixtureError::Malformed {
            path: document,
            message: error.to_string(),
        })?;
    compare(folder, &fixture, &run, report);
    Ok(())
}

fn compare(folder: &Path, fixture: &Fixture, run: &Run, report: &mut String) {
    let mut expected: Vec<String> = fixture.expect.iter().map(Expect::line).collect();
    expected.sort();
    let mut found: Vec<String> = run
        .observations
        .iter()
        .map(|verified| {
            format!(
                "{} as `{}`",
                crate::run::line(verified),
                verified.candidate.printed
            )
        })
        .collect();
    found.sort();
    let refusals = run.refusals();
    let wanted = fixture
        .refuse
        .iter()
        .map(|refuse| format!("{} {}", refuse.indicator, refuse.code));
    let unrefused: Vec<String> = wanted.filter(|line| !refusals.contains(line)).collect();
    if run.outcome.is_ok() && found == expected && unrefused.is_empty() {
        return;
    }
    let mut tell = |line: String| {
        // A String takes every line.
        let _ = writeln!(report, "{line}");
    };
    tell(format!("{}:", folder.display()));
    if let Err(failure) = &run.outcome {
        tell(format!("  failed: {failure}"));
    }
    for line in expected.iter().filter(|line| !found.contains(line)) {
        tell(format!("  missing: {line}"));
    }
    for line in found.iter().filter(|line| !expected.contains(line)) {
        tell(format!("  not expected: {line}"));
    }
    for line in unrefused {
        tell(format!("  not refused: {line}"));
    }
    for refused in &run.refused {
        let (claim, rejection) = (&refused.claim, &refused.rejection);
        tell(format!(
            "  refused: {} `{}`: {rejection}",
            claim.metric, claim.printed
        ));
    }
    for (_, message) in &run.log {
        tell(format!("  log: {message}"));
    }
}

fn read(path: &Path) -> Result<Vec<u8>, FixtureError> {
    fs::read(path).map_err(|source| FixtureError::Read {
        path: path.to_owned(),
        source,
    })
}

fn read_toml<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, FixtureError> {
    let malformed = |message: String| FixtureError::Malformed {
        path: path.to_owned(),
        message,
    };
    let text = String::from_utf8(read(path)?).map_err(|error| malformed(error.to_string()))?;
    toml::from_str(&text).map_err(|error| malformed(error.to_string()))
}
