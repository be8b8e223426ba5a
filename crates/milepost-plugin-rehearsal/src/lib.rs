//! Runs an extractor natively in `cargo test`, against documents that the `milepost` program reads: no WebAssembly, and yet
//! the real parser, grammar and verification.
//!
//! `milepost plugin new` puts these sources into an extractor's folder under the name `milepost-plugin-testing`. The
//! program is found as `milepost` on the path, or as `MILEPOST_BIN` says. A test of an extractor is:
//!
//! ```no_run
//! # use milepost_plugin_rehearsal as milepost_plugin_testing;
//! # use milepost_plugin_sdk::{Extractor, Failure, Page};
//! # struct Plugin;
//! # impl Extractor for Plugin {
//! #     fn extract(&self, page: &dyn Page) -> Result<u32, Failure> { Ok(0) }
//! # }
//! if let Err(error) = milepost_plugin_testing::check_fixtures(env!("CARGO_MANIFEST_DIR"), &Plugin) {
//!     panic!("{error}");
//! }
//! ```

mod line;
mod page;

use std::fmt;
use std::path::Path;

use milepost_plugin_sdk::Extractor;
use serde_json::{Value, json};

use crate::line::Line;
use crate::page::RehearsalPage;

/// Why fixtures do not hold, or could not be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixtureError(String);

impl fmt::Display for FixtureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FixtureError {}

/// Runs every fixture of an extractor's folder: `milepost-plugin.toml` and `fixtures/*/fixture.toml`. Everything accepted
/// must be expected, and everything expected accepted.
///
/// # Errors
/// All fixtures that differ; or that the program is not there, the folder is none of an extractor's, or a document of a
/// fixture cannot be read.
pub fn check_fixtures(plugin: impl AsRef<Path>, extractor: &dyn Extractor) -> Result<(), FixtureError> {
    let line = Line::open(plugin.as_ref()).map_err(FixtureError)?;
    let names = line.fixtures();
    if names.is_empty() {
        return Err(FixtureError(
            "there is no fixture: a folder fixtures/NAME with a fixture.toml expected; `milepost plugin record` makes one"
                .to_owned(),
        ));
    }
    let mut report = String::new();
    for name in names {
        let differences = rehearse(&line, name, extractor).map_err(FixtureError)?;
        for difference in differences {
            report.push_str(&format!("{name}: {difference}\n"));
        }
    }
    if report.is_empty() {
        Ok(())
    } else {
        Err(FixtureError(report))
    }
}

/// Runs one fixture and returns what differs.
fn rehearse(line: &Line, name: &str, extractor: &dyn Extractor) -> Result<Vec<String>, String> {
    line.ask(&json!({ "call": "open", "fixture": name }))?;
    let outcome = extractor.extract(&RehearsalPage::new(line, 0));
    let end = match outcome {
        Ok(emitted) => json!({ "call": "finish", "emitted": emitted }),
        Err(failure) => json!({
            "call": "finish",
            "failure": { "kind": failure.kind.as_str(), "message": failure.message, "node": failure.node },
        }),
    };
    // A call that went wrong was answered with nothing; its reason is worth more than what came of it.
    if let Some(trouble) = line.trouble() {
        return Err(trouble);
    }
    let told = line.ask(&end)?;
    let differences = told.as_array().into_iter().flatten();
    Ok(differences.filter_map(Value::as_str).map(str::to_owned).collect())
}
