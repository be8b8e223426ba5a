//! `milepost plugin build`: compiles an extractor's folder and packs manifest and fixtures into the one file.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use milepost_service::{Exit, Refusal, Reply};
use serde_json::{Value, json};

use crate::cli::Global;
use crate::output::{self, write_whole};

/// The target that gives components directly.
const TARGET: &str = "wasm32-wasip2";

/// Builds the folder.
///
/// # Errors
/// When cargo is missing or fails, or the folder is none of an extractor's.
pub(super) fn run(global: &Global, dir: &Path, out: Option<PathBuf>) -> Result<Exit, Refusal> {
    let built = build(dir)?;
    let out = out.unwrap_or_else(|| dir.join("target").join(format!("{}.wasm", built.id)));
    write_whole(&out, &built.packed)?;
    let json = json!({ "id": built.id, "file": out.display().to_string(), "bytes": built.packed.len() });
    let text = format!("{}: {} bytes\n", out.display(), built.packed.len());
    output::reply(&Reply::new(json, text), global.json, None)?;
    Ok(Exit::Done)
}

/// What a build gives.
#[derive(Debug)]
pub(super) struct Built {
    /// The extractor's id, from its manifest.
    pub(super) id: String,
    /// The component with manifest and fixtures inside.
    pub(super) packed: Vec<u8>,
}

/// Compiles a folder and packs it.
///
/// # Errors
/// When cargo is missing or fails, or the folder is none of an extractor's.
pub(super) fn build(dir: &Path) -> Result<Built, Refusal> {
    let manifest_path = dir.join("milepost-plugin.toml");
    let manifest = std::fs::read_to_string(&manifest_path).map_err(|error| {
        Refusal::usage(format!("cannot read: {error}"))
            .at(manifest_path.display().to_string())
            .hint("give the folder that holds milepost-plugin.toml; `milepost plugin new` makes one")
    })?;
    let id = milepost_plugin_host::Manifest::parse(&manifest)
        .map_err(|error| Refusal::usage(error.to_string()).at(manifest_path.display().to_string()))?
        .id()
        .to_string();
    let component = compile(dir)?;
    let fixtures = milepost_plugin_host::read_fixture_folder(dir)
        .map_err(|error| Refusal::usage(error.to_string()).at(dir.join("fixtures").display().to_string()))?;
    let packed = milepost_plugin_host::pack(&component, &manifest, &fixtures)
        .map_err(|error| Refusal::failed(error.to_string()).at(dir.display().to_string()))?;
    Ok(Built { id, packed })
}

fn compile(dir: &Path) -> Result<Vec<u8>, Refusal> {
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
