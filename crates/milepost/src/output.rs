//! What people and programs see: data on stdout, talk on stderr.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

pub(crate) use milepost_service::write_whole;
use milepost_service::{Progress, Refusal, Reply};

/// An error and everything that caused it, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        let told = source.to_string();
        if !text.ends_with(&told) {
            text.push_str(": ");
            text.push_str(&told);
        }
        cause = source.source();
    }
    text
}

/// Writes text to stdout. A reader that went away (`| head`) is no failure.
pub(crate) fn out(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes());
    if !text.is_empty() && !text.ends_with('\n') {
        let _ = stdout.write_all(b"\n");
    }
    let _ = stdout.flush();
}

/// Writes a line to stderr.
pub(crate) fn talk(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Writes JSON to stdout, indented.
pub(crate) fn json(value: &serde_json::Value) {
    out(&serde_json::to_string_pretty(value).unwrap_or_else(|_error| value.to_string()));
}

/// Writes an answer: a file's content to `path` or stdout, else JSON or text.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn reply(reply: &Reply, as_json: bool, path: Option<&Path>) -> Result<(), Refusal> {
    if let Some(content) = &reply.content {
        if let Some(path) = path {
            return write_whole(path, content);
        }
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(content);
        let _ = stdout.flush();
        return Ok(());
    }
    if as_json {
        json(&reply.json);
    } else {
        out(&reply.text);
    }
    Ok(())
}

/// Writes why a request was not answered.
pub(crate) fn refusal(refusal: &Refusal, as_json: bool) {
    if as_json {
        let error = serde_json::json!({
            "error": { "message": refusal.message, "place": refusal.place, "hint": refusal.hint }
        });
        talk(&error.to_string());
        return;
    }
    match &refusal.place {
        Some(place) => talk(&format!("error: {place}: {}", refusal.message)),
        None => talk(&format!("error: {}", refusal.message)),
    }
    if let Some(hint) = &refusal.hint {
        talk(&format!("hint: {hint}"));
    }
}

/// A spinner with the last note on a terminal; silence elsewhere.
#[derive(Debug)]
pub(crate) struct Notes {
    bar: Option<indicatif::ProgressBar>,
}

impl Notes {
    pub(crate) fn new(quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        let bar = shown.then(|| {
            let bar = indicatif::ProgressBar::new_spinner();
            bar.enable_steady_tick(std::time::Duration::from_millis(120));
            bar
        });
        Self { bar }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Notes {
    fn note(&self, text: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(text.to_owned());
        }
    }
}
