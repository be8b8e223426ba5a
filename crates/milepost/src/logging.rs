//! Diagnostics: tracing events to stderr, pretty or JSON, as loud as asked.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::cli::{Colour, Global, LogFormat};

/// Starts logging. `MILEPOST_LOG` overrides the level with a filter such as `milepost_fetch=debug`.
///
/// The daemon's log is all that it says, so it tells a run's milestones by itself; a command tells everything in its
/// answer, and its log only what a person must act on.
pub(crate) fn start(global: &Global, is_daemon: bool) {
    let level = match (global.quiet, global.verbose) {
        (false, 0) if is_daemon => "info",
        (true, _) | (false, 0) => "error",
        (false, 1) => "info",
        (false, 2) => "debug",
        (false, _) => "trace",
    };
    let ours = format!(
        "error,milepost={level},milepost_daemon={level},milepost_pipeline={level},milepost_fetch={level},milepost_store={level},milepost_plugin_host={level},milepost_service={level}"
    );
    let filter = EnvFilter::try_from_env("MILEPOST_LOG").unwrap_or_else(|_unset| EnvFilter::new(ours));
    let colour = match global.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour);
    // A second start is impossible: main calls this once.
    let _ = match global.log_format {
        LogFormat::Pretty => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}
