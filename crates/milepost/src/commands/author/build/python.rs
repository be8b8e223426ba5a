//! Makes a component of an extractor in Python, by componentize-py in the folder's own environment.

use std::path::{Path, PathBuf};

use milepost_service::Refusal;

use super::{COMPONENT, clear_component, run_tool, written_component};

const NO_PYTHON: &str =
    "install Python 3.10 or newer; metrics without code need none: `milepost plugin new NAME --lang rules`";

/// Makes the environment `.venv` with what requirements.txt names, where there is none, and the component.
///
/// # Errors
/// When Python is missing, or one of the tools fails.
pub(super) fn compile(dir: &Path) -> Result<Vec<u8>, Refusal> {
    // Programs are looked up from the folder that the tools run in.
    let dir = &std::path::absolute(dir)
        .map_err(|error| Refusal::usage(format!("no usable path: {error}")).at(dir.display().to_string()))?;
    let tool = in_environment(dir, "componentize-py");
    if !tool.is_file() {
        let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        run_tool(dir, Path::new(&python), &["-m", "venv", ".venv"], NO_PYTHON)?;
        let arguments = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--requirement",
            "requirements.txt",
        ];
        run_tool(dir, &in_environment(dir, "python"), &arguments, NO_PYTHON).map_err(|refusal| Refusal {
            hint: Some("pip must reach its registry for the first build".to_owned()),
            ..refusal
        })?;
    }
    clear_component(dir)?;
    let arguments = [
        "--wit-path",
        "wit/v0.1",
        "--world",
        "extractor",
        "--quiet",
        "componentize",
        "--python-path",
        "src",
        "--output",
        COMPONENT,
        "extractor",
    ];
    run_tool(dir, &tool, &arguments, NO_PYTHON)?;
    written_component(dir)
}

fn in_environment(dir: &Path, program: &str) -> PathBuf {
    if cfg!(windows) {
        dir.join(".venv").join("Scripts").join(format!("{program}.exe"))
    } else {
        dir.join(".venv").join("bin").join(program)
    }
}
