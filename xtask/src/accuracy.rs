//! `cargo xtask accuracy`: how right the extractors are on the labelled corpus.

use crate::components::{self, Profile};
use crate::step::{Failure, Step};

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    // What is measured is what is in the tree, not what was built some time ago.
    let binary = components::build(Profile::Release)?;
    let mut command = vec![
        "run",
        "--release",
        "--locked",
        "-p",
        "milepost-e2e",
        "--bin",
        "accuracy",
        "--",
    ];
    command.extend(arguments.iter().map(String::as_str));
    Step::cargo(&command)
        .env("MILEPOST_BIN", binary)
        .env("MILEPOST_PLUGINS", components::folder())
        .run()
}
