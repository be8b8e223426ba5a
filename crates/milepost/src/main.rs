//! The binary: command line, wiring, exit codes.

mod cli;
mod commands;
mod demo_site;
mod locate;
mod logging;
mod output;
mod starter;
mod wiring;

use std::process::ExitCode;

use clap::Parser as _;
use milepost_service::Exit;

use crate::cli::Cli;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap writes help and version to stdout and errors to stderr, and knows which is which.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::Usage.code() } else { 0 });
        }
    };
    let is_daemon = matches!(cli.command, cli::Command::Daemon);
    logging::start(&cli.global, is_daemon);
    let json = cli.global.json;
    match commands::run(cli) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(refusal) => {
            output::refusal(&refusal, json);
            ExitCode::from(refusal.exit.code())
        }
    }
}
