//! The compile worker as a program of its own, for tests and for hosts that cannot start themselves as one.

use std::process::ExitCode;

fn main() -> ExitCode {
    match milepost_plugin_host::run_compile_worker(std::io::stdin().lock(), std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
