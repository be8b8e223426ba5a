//! Reads a whole configuration from its files: the main file and everything it names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use milepost_model::{PlanId, SourceId};

use crate::main_file::{MainConfig, read_main};
use crate::plan_file::read_plan;
use crate::problem::{Place, Problem, Severity};
use crate::section::Located;
use crate::source_file::{SourceConfig, read_source};
use crate::{PlanConfig, rules_file};

/// 4 MiB: the shipped plan has 30 KB; a larger file is a mistake.
const MAX_FILE_BYTES: u64 = 4 << 20;

/// A checked configuration: nothing in it contradicts anything else in it.
#[derive(Debug, Clone)]
pub struct Config {
    /// The main file.
    pub file: PathBuf,
    /// The settings of the main file.
    pub main: MainConfig,
    /// The plans.
    pub plans: Vec<PlanConfig>,
    /// The sources, by id.
    pub sources: Vec<SourceConfig>,
    /// The rules without code, one JSON object a rule file, with the file and line of each rule inside.
    pub rules: Vec<rules_file::RuleFile>,
}

/// What came of reading a configuration.
#[derive(Debug)]
pub struct Loaded {
    /// The configuration; none where any problem is an error.
    pub config: Option<Config>,
    /// The configuration without the sources whose own file is wrong, for the daemon: one bad file must not silence
    /// the others. None where anything else is wrong.
    pub without_broken_sources: Option<Config>,
    /// Everything wrong with it, errors first, then by place.
    pub problems: Vec<Problem>,
    /// Sources that are left out because their own file is wrong, by file. The others still run in the daemon.
    pub broken_sources: Vec<PathBuf>,
}

/// Reads `file` and everything it names. Never stops at the first problem.
pub fn load(file: &Path) -> Loaded {
    let mut problems = Vec::new();
    let mut broken_sources = Vec::new();
    let Some(text) = read_file(file, &mut problems) else {
        return Loaded {
            config: None,
            without_broken_sources: None,
            problems,
            broken_sources,
        };
    };
    let (main, found) = read_main(file, &text);
    problems.extend(found);
    let base = file
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf);

    let mut plans: Vec<PlanConfig> = Vec::new();
    for path in expand(file, &text, &base, &main.plans, "plans", &mut problems) {
        let Some(text) = read_file(&path, &mut problems) else {
            continue;
        };
        let (plan, found) = read_plan(&path, &text);
        problems.extend(found);
        let Some(plan) = plan else { continue };
        if plans.iter().any(|known| known.plan.id == plan.id) {
            problems.push(duplicate(&path, "plan.id", plan.id.as_str()));
            continue;
        }
        plans.push(PlanConfig { plan, file: path });
    }

    for delivery in &main.deliveries {
        let unknown = |id: &&PlanId| plans.iter().all(|plan| plan.plan.id != **id);
        for id in delivery.plans.iter().filter(unknown) {
            problems.push(Problem {
                severity: Severity::Error,
                place: Place::file(file),
                key: "delivery.plans".to_owned(),
                message: format!(
                    "delivery `{}` names the plan `{id}`, which is not configured",
                    delivery.id
                ),
                hint: Some("name the id of one of `plans`, or leave the key out for all".to_owned()),
            });
        }
    }

    let mut sources: Vec<SourceConfig> = Vec::new();
    for path in expand(file, &text, &base, &main.sources, "sources", &mut problems) {
        let Some(text) = read_file(&path, &mut problems) else {
            continue;
        };
        let (source, found) = read_source(&path, &text);
        let broken = found.iter().any(|problem| problem.severity == Severity::Error);
        problems.extend(found);
        if broken {
            broken_sources.push(path);
            continue;
        }
        let Some(source) = source else { continue };
        if sources.iter().any(|known| known.id == source.id) {
            problems.push(duplicate(&path, "id", source.id.as_str()));
            continue;
        }
        sources.push(source);
    }
    sources.sort_by(|a, b| a.id.cmp(&b.id));

    let known: BTreeSet<&str> = plans
        .iter()
        .flat_map(|plan| &plan.plan.indicators)
        .map(|indicator| indicator.id.as_str())
        .collect();
    let mut rules = Vec::new();
    for path in expand(file, &text, &base, &main.rules, "rules", &mut problems) {
        let Some(text) = read_file(&path, &mut problems) else {
            continue;
        };
        let (read, found) = rules_file::read_rules(&path, &text, &known);
        problems.extend(found);
        rules.extend(read);
    }

    problems.sort_by(|a, b| (a.severity, &a.place).cmp(&(b.severity, &b.place)));
    problems.dedup();
    let errors = || {
        problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
    };
    let is_right = errors().next().is_none();
    let is_right_elsewhere = errors().all(|problem| broken_sources.contains(&problem.place.file));
    let config = Config {
        file: file.to_path_buf(),
        main,
        plans,
        sources,
        rules,
    };
    Loaded {
        config: is_right.then(|| config.clone()),
        without_broken_sources: is_right_elsewhere.then_some(config),
        problems,
        broken_sources,
    }
}

impl Config {
    /// Returns the source of that id.
    pub fn source(&self, id: &SourceId) -> Option<&SourceConfig> {
        self.sources.iter().find(|source| source.id == *id)
    }

    /// Returns the plan of that id.
    pub fn plan(&self, id: &PlanId) -> Option<&PlanConfig> {
        self.plans.iter().find(|plan| plan.plan.id == *id)
    }
}

fn duplicate(file: &Path, key: &str, id: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        place: Place::file(file),
        key: key.to_owned(),
        message: format!("`{id}` is already named by another file"),
        hint: Some("give each its own id".to_owned()),
    }
}

fn read_file(file: &Path, problems: &mut Vec<Problem>) -> Option<String> {
    let wrong = |message: String, hint: Option<&str>| Problem {
        severity: Severity::Error,
        place: Place::file(file),
        key: String::new(),
        message,
        hint: hint.map(str::to_owned),
    };
    match std::fs::metadata(file) {
        Ok(metadata) if metadata.len() > MAX_FILE_BYTES => {
            problems.push(wrong(format!("larger than {MAX_FILE_BYTES} bytes"), None));
            return None;
        }
        Ok(_) => {}
        Err(error) => {
            problems.push(wrong(
                format!("cannot be read: {error}"),
                Some("`milepost init` writes a starter configuration"),
            ));
            return None;
        }
    }
    match std::fs::read(file).map(String::from_utf8) {
        Ok(Ok(text)) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Ok(Err(_)) => {
            problems.push(wrong("is not UTF-8".to_owned(), Some("save the file as UTF-8")));
            None
        }
        Err(error) => {
            problems.push(wrong(format!("cannot be read: {error}"), None));
            None
        }
    }
}

/// Turns names and patterns (`sources/*.toml`: a `*` in the file name only) into paths, sorted.
fn expand(
    file: &Path,
    text: &str,
    base: &Path,
    patterns: &[Located<String>],
    key: &str,
    problems: &mut Vec<Problem>,
) -> Vec<PathBuf> {
    let mut paths = BTreeSet::new();
    for pattern in patterns {
        let path = base.join(&pattern.value);
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let Some((head, tail)) = name.split_once('*') else {
            paths.insert(path);
            continue;
        };
        let folder = path.parent().unwrap_or(base);
        let before = paths.len();
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let entry_name = entry.file_name().to_string_lossy().into_owned();
            let matches = entry_name.len() >= head.len() + tail.len()
                && entry_name.starts_with(head)
                && entry_name.ends_with(tail);
            if matches {
                paths.insert(entry.path());
            }
        }
        if paths.len() == before {
            problems.push(Problem {
                severity: Severity::Warning,
                place: Place::at(file, text, pattern.at),
                key: key.to_owned(),
                message: format!("`{}` matches no file", pattern.value),
                hint: None,
            });
        }
    }
    paths.into_iter().collect()
}
