//! `milepost plugin …`: the extractor author's tools that need no data folder.

mod build;
mod inspect;
mod new;
mod run;
mod test;

use milepost_service::{Exit, Refusal};

use crate::cli::{Global, Plugin};

/// Runs one of the author's tools.
///
/// # Errors
/// With what is wrong, where, and the mend.
pub(super) fn run(global: &Global, plugin: Plugin) -> Result<Exit, Refusal> {
    match plugin {
        Plugin::New { name, lang, dir } => new::run(global, &name, lang, dir),
        Plugin::Build { dir, out } => build::run(global, &dir, out),
        Plugin::Check { file } => inspect::check(global, &file),
        Plugin::Inspect { file } => inspect::inspect(global, &file),
        Plugin::Run {
            component,
            document,
            published,
            explain,
        } => run::run(global, &component, &document, published.as_deref(), explain),
        Plugin::Test { target, bless } => test::run(global, &target, bless),
        Plugin::Install { .. } | Plugin::Remove { .. } | Plugin::List => Err(Refusal::failed(
            "internal error: this command asks the data folder",
        )),
    }
}
