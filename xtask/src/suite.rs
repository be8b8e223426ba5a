//! The test suites: what CI runs, and the longer ones.

use crate::components::{self, Profile};
use crate::step::{Failure, Step, say};
use crate::tidy;

/// Everything CI runs.
pub(crate) fn test() -> Result<(), Failure> {
    let started = std::time::Instant::now();
    tidy::run()?;
    Step::cargo(&["fmt", "--all", "--check"])
        .run()
        .map_err(|failure| failure.hint("cargo fmt --all"))?;
    let binary = components::build(Profile::Dev)?;
    Step::cargo(&[
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ])
    .run()?;
    let env = |step: Step| {
        step.env("MILEPOST_BIN", &binary)
            .env("MILEPOST_PLUGINS", components::folder())
    };
    if Step::cargo(&["nextest", "--version"]).succeeds() {
        env(Step::cargo(&[
            "nextest",
            "run",
            "--locked",
            "--workspace",
            "--profile",
            "ci",
        ]))
        .run()?;
    } else {
        say(
            "\ncargo-nextest is not installed (cargo install cargo-nextest --locked): plain `cargo test` instead",
        );
        env(Step::cargo(&[
            "test",
            "--locked",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
        ]))
        .run()?;
    }
    env(Step::cargo(&["test", "--locked", "--workspace", "--doc"])).run()?;
    Step::cargo(&["doc", "--locked", "--workspace", "--no-deps"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()?;
    layering()?;
    say(&format!(
        "\nall passed in {:.0} s",
        started.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// Layers, licences and sources of dependencies (`deny.toml`).
fn layering() -> Result<(), Failure> {
    if !Step::cargo(&["deny", "--version"]).succeeds() {
        Step::cargo(&["install", "cargo-deny", "--locked"])
            .run()
            .map_err(|failure| failure.hint("install it by hand: cargo install cargo-deny --locked"))?;
    }
    Step::cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]).run()
}

/// The end-to-end tests alone.
pub(crate) fn end_to_end() -> Result<(), Failure> {
    let binary = components::build(Profile::Dev)?;
    Step::cargo(&["test", "--locked", "-p", "milepost-e2e"])
        .env("MILEPOST_BIN", &binary)
        .env("MILEPOST_PLUGINS", components::folder())
        .run()
}

/// Kill and restart, at more points than `test` tries.
pub(crate) fn torture() -> Result<(), Failure> {
    let binary = components::build(Profile::Release)?;
    Step::cargo(&["test", "--locked", "-p", "milepost-e2e", "--test", "e2e", "kill"])
        .env("MILEPOST_BIN", &binary)
        .env("MILEPOST_PLUGINS", components::folder())
        .env("MILEPOST_TORTURE_POINTS", "200")
        .run()
}

/// Every benchmark, or those of the crates named.
pub(crate) fn bench(packages: &[String]) -> Result<(), Failure> {
    let binary = components::build(Profile::Release)?;
    let mut arguments = vec!["bench", "--locked"];
    if packages.is_empty() {
        arguments.push("--workspace");
    }
    for package in packages {
        arguments.extend(["-p", package]);
    }
    arguments.push("--benches");
    Step::cargo(&arguments)
        .env("MILEPOST_BIN", &binary)
        .env("MILEPOST_PLUGINS", components::folder())
        .run()
}
