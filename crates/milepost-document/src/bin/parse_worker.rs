//! The parse worker as a program of its own, for tests and for hosts that cannot start themselves as one.

use std::process::ExitCode;

fn main() -> ExitCode {
    match milepost_document::run_worker(std::io::stdin().lock(), std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
