//! `cargo xtask accuracy`: how right the extractors are on the labelled corpus.

use crate::step::{Failure, Step};

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
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
    Step::cargo(&command).run()
}
