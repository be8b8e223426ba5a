//! `milepost plugin record`: a bulletin becomes a fixture of the extractor.

use std::path::PathBuf;

use milepost_service::{Exit, PluginRecord, Refusal};

use crate::cli::Global;
use crate::{locate, output, wiring};

/// Saves the bulletin.
///
/// # Errors
/// When the bulletin cannot be had or read, the folder is none of an extractor's, or there is such a fixture already.
pub(super) fn run(
    global: &Global,
    input: &str,
    folder: PathBuf,
    name: Option<String>,
    published: Option<String>,
) -> Result<Exit, Refusal> {
    let config = locate::config(global)?;
    let options = wiring::options(&config)?;
    let asked = PluginRecord {
        folder,
        input: crate::commands::given(input)?,
        name,
        published,
    };
    let reply = wiring::runtime()?.block_on(milepost_service::plugin_record(&config, &options, &asked))?;
    output::reply(&reply, global.json, None)?;
    Ok(reply.exit)
}
