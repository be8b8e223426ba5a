//! Runs `milepost extract --json` over documents of the corpus and reads what it answers.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use milepost_model::{Decimal, Period, Role, parse_plain_decimal};
use serde::Deserialize;

use crate::corpus::{Part, Source};

/// Documents read by one call.
const BATCH: usize = 24;

/// One figure that Milepost read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
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
    /// How exactly it is claimed.
    pub comparison: String,
    /// The number as it stands in the document.
    pub printed: String,
    /// The evidence.
    pub quote: String,
}

/// What Milepost said of one document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// What was accepted.
    pub accepted: Vec<Found>,
    /// What was refused and can be read as a figure: targets stand here.
    pub refused: Vec<Found>,
    /// Why the document was not read, where it was not.
    pub error: Option<String>,
}

#[derive(Deserialize)]
struct Reply {
    documents: Vec<DocumentReply>,
}

#[derive(Deserialize)]
struct DocumentReply {
    file: String,
    #[serde(default)]
    error: Option<serde_json::Value>,
    #[serde(default)]
    observations: Vec<FigureReply>,
    #[serde(default)]
    refused: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct FigureReply {
    #[serde(alias = "metric")]
    indicator: String,
    /// A refused candidate tells its role among its dimensions, where plugins put it.
    #[serde(default)]
    role: Option<String>,
    #[serde(default)]
    dims: BTreeMap<String, String>,
    value: String,
    unit: String,
    period: String,
    #[serde(default)]
    comparison: String,
    #[serde(default)]
    printed: String,
    #[serde(default)]
    quote: String,
}

/// The program under measure, with a data folder of its own.
#[derive(Debug)]
pub struct Program {
    binary: PathBuf,
    root: PathBuf,
    data: PathBuf,
}

impl Program {
    /// Takes the binary from `MILEPOST_BIN`, else from beside this program, and installs every component of the
    /// folder `MILEPOST_PLUGINS`, else of `plugins` beside the build's folder, into a fresh data folder.
    ///
    /// # Errors
    /// When there is no binary or no component, or one of them cannot be installed.
    pub fn prepare() -> Result<Self, String> {
        let beside = std::env::current_exe().map_err(|error| format!("this program's own place: {error}"))?;
        let build = beside.parent().unwrap_or(Path::new("."));
        let default = build.join(format!("milepost{}", std::env::consts::EXE_SUFFIX));
        let binary = std::env::var_os("MILEPOST_BIN").map_or(default, PathBuf::from);
        if !binary.is_file() {
            return Err(format!(
                "no program at {}: build it, or name it in MILEPOST_BIN",
                binary.display()
            ));
        }
        let default = build.parent().unwrap_or(build).join("plugins");
        let plugins = std::env::var_os("MILEPOST_PLUGINS").map_or(default, PathBuf::from);
        let data = std::env::temp_dir().join(format!("milepost-accuracy-{}", std::process::id()));
        std::fs::create_dir_all(&data).map_err(|error| format!("{}: {error}", data.display()))?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let program = Self { binary, root, data };
        program.install(&plugins)?;
        Ok(program)
    }

    fn install(&self, plugins: &Path) -> Result<(), String> {
        let entries = std::fs::read_dir(plugins).map_err(|error| {
            format!(
                "{}: {error}: build the components, or name their folder in MILEPOST_PLUGINS",
                plugins.display()
            )
        })?;
        let mut components: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "wasm"))
            .collect();
        components.sort();
        if components.is_empty() {
            return Err(format!("{}: no component (*.wasm) in it", plugins.display()));
        }
        for component in components {
            self.run(&["plugin".into(), "install".into(), component.into_os_string()])?;
        }
        Ok(())
    }

    /// Reads all documents of a part. Those published on one day go together, as the program takes one date a call.
    ///
    /// # Errors
    /// When the program fails or its answer is not of the promised shape.
    pub fn read(&self, part: &Part) -> Result<BTreeMap<String, Answer>, String> {
        let mut days: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
        for source in &part.sources {
            days.entry(&source.published).or_default().push(source);
        }
        let mut answers = BTreeMap::new();
        for (published, sources) in days {
            for batch in sources.chunks(BATCH) {
                self.read_batch(part, published, batch, &mut answers)?;
            }
        }
        Ok(answers)
    }

    fn read_batch(
        &self,
        part: &Part,
        published: &str,
        batch: &[&Source],
        answers: &mut BTreeMap<String, Answer>,
    ) -> Result<(), String> {
        let mut arguments: Vec<OsString> = vec!["extract".into(), "--json".into()];
        if !published.is_empty() {
            arguments.extend(["--published".into(), published.into()]);
        }
        arguments.extend(
            batch
                .iter()
                .map(|source| part.folder.join(&source.file).into_os_string()),
        );
        let output = self.run(&arguments)?;
        let reply: Reply = serde_json::from_str(&output)
            .map_err(|error| format!("`extract --json` of documents published on `{published}`: {error}"))?;
        for source in batch {
            answers.insert(source.file.clone(), Answer::default());
        }
        for document in reply.documents {
            let source = batch
                .iter()
                .find(|source| names(&document.file, &part.folder.join(&source.file)))
                .ok_or_else(|| format!("an answer for `{}`, which was not asked for", document.file))?;
            let answer = answers.entry(source.file.clone()).or_default();
            answer.error = document.error.map(|error| error.to_string());
            for figure in document.observations {
                answer.accepted.push(found(figure)?);
            }
            let refused = document.refused.into_iter();
            answer.refused.extend(
                refused
                    .filter_map(|value| serde_json::from_value(value).ok())
                    .filter_map(|figure| found(figure).ok()),
            );
        }
        Ok(())
    }

    /// Runs the program and returns its standard output. Status 3 (partly done) is an answer too.
    fn run(&self, arguments: &[OsString]) -> Result<String, String> {
        let output = Command::new(&self.binary)
            .arg("--config")
            .arg(self.root.join("config/milepost.toml"))
            .arg("--data")
            .arg(&self.data)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("{}: {error}", self.binary.display()))?;
        if output.status.success() || output.status.code() == Some(3) {
            return String::from_utf8(output.stdout).map_err(|error| format!("its output: {error}"));
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let shown: Vec<&str> = said.lines().rev().take(5).collect();
        let command = arguments
            .first()
            .map(|first| first.to_string_lossy().into_owned());
        Err(format!(
            "`milepost {}` ended with {}: {}",
            command.unwrap_or_default(),
            output.status,
            shown.into_iter().rev().collect::<Vec<_>>().join(" / ")
        ))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A data folder left in the temporary folder does no harm.
        std::fs::remove_dir_all(&self.data).unwrap_or_default();
    }
}

/// Says whether an answer is about this file, or about a member of this archive.
fn names(answered: &str, path: &Path) -> bool {
    let path = path.to_string_lossy();
    answered
        .strip_prefix(path.as_ref())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['!', '#', '/', ':']))
}

fn found(figure: FigureReply) -> Result<Found, String> {
    let role = figure.role.as_ref().or_else(|| figure.dims.get("role"));
    let role = role.map_or(Ok(Role::Level), |role| Role::parse(role));
    Ok(Found {
        role: role.map_err(|error| error.to_string())?,
        value: parse_plain_decimal(&figure.value).map_err(|error| error.to_string())?,
        period: Period::parse(&figure.period).map_err(|error| error.to_string())?,
        indicator: figure.indicator,
        unit: figure.unit,
        comparison: figure.comparison,
        printed: figure.printed,
        quote: figure.quote,
    })
}

/// Reads the base units of the shipped plan's indicators.
///
/// # Errors
/// When the plan is not where it belongs or has no indicator.
pub fn plan_units() -> Result<BTreeMap<String, String>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/plans/chongqing-2027.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut units = BTreeMap::new();
    let mut id = None;
    for line in text.lines() {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let value = value.trim().trim_matches('"').to_owned();
        match key.trim() {
            "id" => id = Some(value),
            "unit" => {
                if let Some(id) = id.take() {
                    units.insert(id, value);
                }
            }
            _ => {}
        }
    }
    if units.is_empty() {
        return Err(format!("{}: no indicator in it", path.display()));
    }
    Ok(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_for_its_file_or_for_a_member_of_its_archive() {
        let path = Path::new("/corpus/dev/documents/a.zip");
        assert!(names("/corpus/dev/documents/a.zip", path));
        assert!(names("/corpus/dev/documents/a.zip!b.html", path));
        assert!(!names("/corpus/dev/documents/a.zipped", path));
        assert!(!names("/corpus/dev/documents/b.zip", path));
    }

    #[test]
    fn a_refused_candidate_that_is_no_figure_is_passed_over() {
        let reply = r#"{"documents": [{"file": "a.html", "media": "html",
            "observations": [{"indicator": "trade.total", "role": "level", "value": "800059000000", "unit": "CNY",
                "period": "2021", "basis": "period", "comparison": "eq", "printed": "8000.59亿元", "quote": "q"}],
            "refused": [{"indicator": "trade.total", "reason": "no number"}], "unclaimed": []}]}"#;
        let reply: Reply = serde_json::from_str(reply).unwrap();
        let [document] = <[DocumentReply; 1]>::try_from(reply.documents).ok().unwrap();
        let figures: Vec<Found> = document
            .observations
            .into_iter()
            .map(|figure| found(figure).unwrap())
            .collect();
        assert_eq!(figures.len(), 1);
        assert_eq!(figures[0].period, Period::parse("2021").unwrap());
        assert!(
            document
                .refused
                .into_iter()
                .all(|value| serde_json::from_value::<FigureReply>(value).is_err())
        );
    }

    #[test]
    fn a_refused_target_tells_its_role_among_its_dimensions() {
        let refused = r#"{"indicator": "trade.total", "period": "2027", "value": "1100000000000", "unit": "CNY",
            "printed": "1.1万亿元", "dims": {"role": "target", "comparison": "eq"}, "code": "role-unfit"}"#;
        let figure = found(serde_json::from_str(refused).unwrap()).unwrap();
        assert_eq!(figure.role, Role::Target);
    }

    #[test]
    fn the_plan_gives_each_indicator_its_unit() {
        let units = plan_units().unwrap();
        assert_eq!(units.get("trade.total").map(String::as_str), Some("CNY"));
        assert_eq!(units.get("corridor.teu").map(String::as_str), Some("TEU"));
        assert!(!units.contains_key("chongqing-2027"));
    }
}
