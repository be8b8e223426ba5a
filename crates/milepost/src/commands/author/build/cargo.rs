//! Compiles an extractor that is a Rust package.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use milepost_service::Refusal;
use serde_json::Value;

/// The target that gives components directly.
const TARGET: &str = "wasm32-wasip2";

/// Compiles the package in a folder.
///
/// # Errors
/// When cargo is missing or fails.
pub(super) fn compile(dir: &Path) -> Result<Vec<u8>, Refusal> {
    let package = package(dir)?;
    let profile = if package.has_plugin_profile {
        "plugin"
    } else {
        "release"
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(&cargo)
        .args([
            "build",
            "--quiet",
            "--target",
            TARGET,
            "--profile",
            profile,
            "--package",
            &package.name,
        ])
        .current_dir(dir)
        .stdin(Stdio::null())
        // What cargo says is talk; stdout stays data.
        .stdout(std::io::stderr())
        .status()
        .map_err(|error| no_cargo(&error))?;
    if !status.success() {
        return Err(Refusal::failed(format!("cargo build failed: {status}"))
            .at(dir.display().to_string())
            .hint(format!("if the target is missing: rustup target add {TARGET}")));
    }
    let file = package
        .target_directory
        .join(TARGET)
        .join(profile)
        .join(format!("{}.wasm", package.name.replace('-', "_")));
    std::fs::read(&file).map_err(|error| {
        Refusal::failed(format!("cargo gave no component: {error}"))
            .at(file.display().to_string())
            .hint("the library needs crate-type = [\"cdylib\", \"rlib\"]")
    })
}

/// What cargo knows of the folder.
struct Package {
    name: String,
    target_directory: PathBuf,
    /// The workspace has a profile of its own for extractors.
    has_plugin_profile: bool,
}

fn package(dir: &Path) -> Result<Package, Refusal> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(dir)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| no_cargo(&error))?;
    let odd = |what: &str| Refusal::failed(format!("cargo metadata: {what}")).at(dir.display().to_string());
    if !output.status.success() {
        return Err(odd("failed").hint("is there a Cargo.toml in the folder?"));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| odd(&error.to_string()))?;
    let path = |key: &str| metadata.get(key).and_then(Value::as_str).map(PathBuf::from);
    let here = dir
        .join("Cargo.toml")
        .canonicalize()
        .map_err(|error| odd(&error.to_string()))?;
    let name = metadata
        .get("packages")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .find(|package| {
            package
                .get("manifest_path")
                .and_then(Value::as_str)
                .is_some_and(|path| Path::new(path) == here)
        })
        .and_then(|package| package.get("name").and_then(Value::as_str))
        .ok_or_else(|| odd("the folder is no package"))?;
    let root = path("workspace_root").ok_or_else(|| odd("no workspace root"))?;
    let has_plugin_profile = std::fs::read_to_string(root.join("Cargo.toml"))
        .is_ok_and(|manifest| manifest.lines().any(|line| line.trim() == "[profile.plugin]"));
    Ok(Package {
        name: name.to_owned(),
        target_directory: path("target_directory").ok_or_else(|| odd("no target directory"))?,
        has_plugin_profile,
    })
}

fn no_cargo(error: &std::io::Error) -> Refusal {
    Refusal::failed(format!("cannot run cargo: {error}")).hint(
        "install Rust with rustup; metrics without code need none: `milepost plugin new NAME --lang rules`",
    )
}
