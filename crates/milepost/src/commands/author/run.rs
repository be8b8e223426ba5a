//! `milepost plugin run`: one component on one document, with what was read and why the rest was not.

use std::path::PathBuf;

use milepost_service::{Exit, PluginRun, Refusal};

use crate::cli::Global;
use crate::{locate, output, wiring};

/// What is to be run on what.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    /// The component's file, or an installed extractor's id.
    pub(super) component: &'a str,
    /// The document's file or address.
    pub(super) document: &'a str,
    /// The day it was published.
    pub(super) published: Option<&'a str>,
    /// Say why.
    pub(super) explain: bool,
    /// Where to write the document with the evidence highlighted.
    pub(super) html: Option<PathBuf>,
}

/// Runs the component.
///
/// # Errors
/// When component or document cannot be read; a component that fails on the document is told, not an error.
pub(super) fn run(global: &Global, asked: &Asked<'_>) -> Result<Exit, Refusal> {
    let config = locate::config(global)?;
    let options = wiring::options(&config)?;
    let asked = PluginRun {
        component: asked.component.to_owned(),
        document: crate::commands::given(asked.document)?,
        published: asked.published.map(str::to_owned),
        explain: asked.explain,
        html: asked.html.clone(),
    };
    let reply = wiring::runtime()?.block_on(milepost_service::plugin_run(&config, &options, &asked))?;
    output::reply(&reply, global.json, None)?;
    Ok(reply.exit)
}
