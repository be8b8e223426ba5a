//! `milepost plugin rehearse`: serves the fixtures of a folder to its own `cargo test`.

use std::path::Path;

use milepost_plugin_host::Manifest;
use milepost_service::{Exit, Refusal};

use crate::{output, wiring};

/// Serves the fixtures over stdin and stdout until nobody asks any more.
///
/// # Errors
/// When the folder is none of an extractor's, or its fixtures cannot be read.
pub(super) fn run(dir: &Path) -> Result<Exit, Refusal> {
    let path = dir.join("milepost-plugin.toml");
    let at = |refusal: Refusal| refusal.at(path.display().to_string());
    let text = std::fs::read_to_string(&path)
        .map_err(|error| at(Refusal::usage(format!("cannot read: {error}"))))?;
    let manifest = Manifest::parse(&text).map_err(|error| at(Refusal::usage(error.to_string())))?;
    let worker = wiring::options_without_config()?.parse_worker();
    let (questions, answers) = (std::io::stdin().lock(), std::io::stdout().lock());
    milepost_plugin_host::rehearse(dir, &manifest, worker.as_ref(), questions, answers)
        .map_err(|error| Refusal::failed(output::chain(&error)).at(dir.display().to_string()))?;
    Ok(Exit::Done)
}
