//! Finds the configuration: `--config`, `./config/milepost.toml`, then the XDG and /etc places.

use std::path::{Path, PathBuf};

use milepost_config::{Config, Problem, Severity};
use milepost_service::Refusal;

use crate::cli::Global;

/// Returns the configuration's path: the one given, or the first of the usual places that exists.
pub(crate) fn config_path(global: &Global) -> Result<PathBuf, Refusal> {
    if let Some(path) = &global.config {
        return Ok(path.clone());
    }
    let places = usual_places();
    places
        .iter()
        .find(|place| place.is_file())
        .cloned()
        .ok_or_else(|| {
            let looked: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
            Refusal::usage(format!("no configuration found; looked at {}", looked.join(", ")))
                .hint("`milepost init` writes a starter configuration here, or name one with --config PATH")
        })
}

fn usual_places() -> Vec<PathBuf> {
    let mut places = vec![PathBuf::from("config/milepost.toml")];
    let xdg = std::env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config")));
    places.extend(xdg.map(|folder| folder.join("milepost").join("milepost.toml")));
    places.push(PathBuf::from("/etc/milepost/milepost.toml"));
    places
}

/// Reads and checks the configuration.
///
/// # Errors
/// When any problem in it is an error; the refusal names the first and says how many more there are.
pub(crate) fn config(global: &Global) -> Result<Config, Refusal> {
    let path = config_path(global)?;
    let loaded = milepost_config::load(&path);
    match loaded.config {
        Some(config) => Ok(with_data_dir(config, global)),
        None => Err(first_of(&path, &loaded.problems)),
    }
}

/// Reads the configuration for the daemon: a source whose own file is wrong is left out, loudly, and stops no other.
///
/// # Errors
/// When anything else is wrong.
pub(crate) fn config_for_daemon(global: &Global) -> Result<Config, Refusal> {
    let path = config_path(global)?;
    let loaded = milepost_config::load(&path);
    let Some(config) = loaded.without_broken_sources else {
        return Err(first_of(&path, &loaded.problems));
    };
    for problem in loaded
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
    {
        tracing::error!(place = %problem.place, key = problem.key, problem = problem.message, "source left out");
    }
    Ok(with_data_dir(config, global))
}

/// The configuration with the data folder of the command line, where one is given.
pub(crate) fn with_data_dir(mut config: Config, global: &Global) -> Config {
    if let Some(data) = &global.data {
        config.main.data_dir.clone_from(data);
    }
    config
}

fn first_of(path: &Path, problems: &[Problem]) -> Refusal {
    let errors: Vec<&Problem> = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .collect();
    let Some(first) = errors.first() else {
        return Refusal::usage("the configuration cannot be used").at(path.display().to_string());
    };
    let more = match errors.len() {
        1 => String::new(),
        n => format!(" (and {} more)", n - 1),
    };
    let key = if first.key.is_empty() {
        String::new()
    } else {
        format!("`{}`: ", first.key)
    };
    let hint = match &first.hint {
        Some(hint) => format!("{hint}; `milepost check` shows every problem"),
        None => "`milepost check` shows every problem".to_owned(),
    };
    Refusal::usage(format!("{key}{}{more}", first.message))
        .at(first.place.to_string())
        .hint(hint)
}
