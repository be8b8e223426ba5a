//! `milepost plugin run`: one component on one document, with what was read and why the rest was not.

use milepost_service::{Exit, PluginRun, Refusal};

use crate::cli::Global;
use crate::{locate, output, wiring};

/// Runs the component.
///
/// # Errors
/// When component or document cannot be read; a component that fails on the document is told, not an error.
pub(super) fn run(
    global: &Global,
    component: &str,
    document: &str,
    published: Option<&str>,
    explain: bool,
) -> Result<Exit, Refusal> {
    let config = locate::config(global)?;
    let options = wiring::options(&config)?;
    let asked = PluginRun {
        component: component.to_owned(),
        document: crate::commands::given(document)?,
        published: published.map(str::to_owned),
        explain,
    };
    let reply = wiring::runtime()?.block_on(milepost_service::plugin_run(&config, &options, &asked))?;
    output::reply(&reply, global.json, None)?;
    Ok(reply.exit)
}
