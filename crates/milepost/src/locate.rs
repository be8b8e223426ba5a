//! Finds the configuration: `--config`, `./config/milepost.toml`, then the XDG and /etc places.

use std::path::PathBuf;

use milepost_config::{Config, Severity};
use milepost_service::Refusal;

use crate::cli::Global;

/// Returns the configuration's path: the one given, or the first of the usual places that exists.
pub(crate) fn config_path(global: &Global) -> Result<PathBuf, Refusal> {
    if let Some(path) = &global.config {
        return Ok(path.clone());
    }
    let places = usual_places();
    places.iter().find(|place| place.is_file()).cloned().ok_or_else(|| {
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
/// When any problem in it is an error; the refusal carries all of them.
pub(crate) fn config(global: &Global) -> Result<Config, Refusal> {
    let path = config_path(global)?;
    let loaded = milepost_config::load(&path);
    let Some(mut config) = loaded.config else {
        let errors: Vec<&milepost_config::Problem> =
            loaded.problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        let Some(first) = errors.first() else {
            return Err(Refusal::usage("the configuration cannot be used").at(path.display().to_string()));
        };
        let more = match errors.len() {
            1 => String::new(),
            n => format!(" (and {} more)", n - 1),
        };
        let key = if first.key.is_empty() { String::new() } else { format!("`{}`: ", first.key) };
        let hint = match &first.hint {
            Some(hint) => format!("{hint}; `milepost check` shows every problem"),
            None => "`milepost check` shows every problem".to_owned(),
        };
        return Err(Refusal::usage(format!("{key}{}{more}", first.message)).at(first.place.to_string()).hint(hint));
    };
    if let Some(data) = &global.data {
        config.main.data_dir.clone_from(data);
    }
    Ok(config)
}
