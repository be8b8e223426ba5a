//! `milepost plugin inspect` and `plugin check`: what a component is, and whether this host would take it.

use std::path::Path;

use milepost_service::{Exit, Refusal, Reply};
use serde_json::json;

use crate::cli::Global;
use crate::{output, wiring};

/// Shows what a component is.
///
/// # Errors
/// Why it is no extractor for this host.
pub(super) fn inspect(global: &Global, file: &Path) -> Result<Exit, Refusal> {
    let reply = milepost_service::plugin_inspect(&wiring::options_without_config()?, file)?;
    output::reply(&reply, global.json, None)?;
    Ok(reply.exit)
}

/// Says whether this host would take a component.
///
/// # Errors
/// Why it would not.
pub(super) fn check(global: &Global, file: &Path) -> Result<Exit, Refusal> {
    milepost_service::plugin_inspect(&wiring::options_without_config()?, file)?;
    let name = file.display().to_string();
    let text = format!("{name}: nothing wrong; `milepost plugin test` runs its fixtures\n");
    output::reply(
        &Reply::new(json!({ "file": name, "ok": true }), text),
        global.json,
        None,
    )?;
    Ok(Exit::Done)
}
