//! The repository's own commands. `cargo xtask demo` and `cargo xtask test` are all a newcomer needs.

mod accuracy;
mod components;
mod demo;
mod fuzz;
mod layers;
mod step;
mod suite;
mod tidy;

use std::process::ExitCode;

use crate::step::{Failure, say};

const HELP: &str = "\
cargo xtask COMMAND

  demo       build everything in release, run the pipeline on the bundled bulletin site, write the report
  test       everything CI runs: format, lints, components, tests, docs, layering, tidiness
  plugins    build the extractor components into target/plugins
  tidy       the checks on the source tree alone
  accuracy   precision, recall and wrong values of the extractors on the labelled corpus
  torture    kill -9 and restart, at many points, for longer than `test` does
  e2e        the end-to-end tests alone
  bench      every benchmark
  fuzz       [TARGET] [SECONDS]: libFuzzer over every parser, for a minute each";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "demo" => demo::run(&rest),
        "test" | "ci" => suite::test(),
        "plugins" => components::build(components::Profile::Dev).map(|_binary| ()),
        "tidy" => tidy::run(),
        "accuracy" => accuracy::run(&rest),
        "torture" => suite::torture(),
        "e2e" => suite::end_to_end(),
        "bench" => suite::bench(&rest),
        "fuzz" => fuzz::run(&rest),
        "" | "help" | "--help" | "-h" => {
            say(HELP);
            Ok(())
        }
        other => Err(Failure::new(format!("no command `{other}`")).hint("cargo xtask help")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}
