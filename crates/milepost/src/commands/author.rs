//! `milepost plugin …`: the extractor author's tools that need no data folder.

mod build;
mod dev;
mod inspect;
mod new;
mod record;
mod rehearse;
mod run;
mod template;
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
            html,
        } => run::run(
            global,
            &run::Asked {
                component: &component,
                document: &document,
                published: published.as_deref(),
                explain,
                html,
            },
        ),
        Plugin::Test { target, bless } => test::run(global, &target, bless),
        Plugin::Record {
            input,
            dir,
            name,
            published,
        } => record::run(global, &input, dir, name, published),
        Plugin::Dev {
            dir,
            document,
            install,
        } => dev::run(global, &dir, document.as_deref(), install),
        Plugin::Rehearse { dir } => rehearse::run(&dir),
        Plugin::Install { .. } | Plugin::Remove { .. } | Plugin::List | Plugin::Replay { .. } => Err(
            Refusal::failed("internal error: this command asks the data folder"),
        ),
    }
}
