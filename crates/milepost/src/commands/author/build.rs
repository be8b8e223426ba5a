//! `milepost plugin build`: makes a component of an extractor's folder and packs manifest and fixtures into the one file.

mod cargo;
mod javascript;
mod python;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use milepost_service::{Exit, Refusal, Reply};
use serde_json::json;

use crate::cli::Global;
use crate::output::{self, write_whole};

/// Where the tools of JavaScript and Python put the component, below the folder.
const COMPONENT: &str = "target/component.wasm";

/// Builds the folder.
///
/// # Errors
/// When the language's tools are missing or fail, or the folder is none of an extractor's.
pub(super) fn run(global: &Global, dir: &Path, out: Option<PathBuf>) -> Result<Exit, Refusal> {
    let built = build(dir)?;
    let out = out.unwrap_or_else(|| component_path(dir, &built.id));
    write_whole(&out, &built.packed)?;
    let json = json!({ "id": built.id, "file": out.display().to_string(), "bytes": built.packed.len() });
    let text = format!("{}: {} bytes\n", out.display(), built.packed.len());
    output::reply(&Reply::new(json, text), global.json, None)?;
    Ok(Exit::Done)
}

/// Where a component is written unless somewhere else is asked for.
pub(super) fn component_path(dir: &Path, id: &str) -> PathBuf {
    dir.join("target").join(format!("{id}.wasm"))
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
/// When the language's tools are missing or fail, or the folder is none of an extractor's.
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

/// Compiles by the file that a language's packages have.
fn compile(dir: &Path) -> Result<Vec<u8>, Refusal> {
    if dir.join("Cargo.toml").is_file() {
        cargo::compile(dir)
    } else if dir.join("package.json").is_file() {
        javascript::compile(dir)
    } else if dir.join("requirements.txt").is_file() {
        python::compile(dir)
    } else {
        Err(
            Refusal::usage("no Cargo.toml (Rust), package.json (JavaScript) or requirements.txt (Python)")
                .at(dir.display().to_string())
                .hint("`milepost plugin new NAME --lang rust|js|python` makes a folder that builds"),
        )
    }
}

/// Runs one of a language's tools in the folder. What it says is talk; stdout stays data.
fn run_tool(dir: &Path, program: &Path, arguments: &[&str], without_it: &str) -> Result<(), Refusal> {
    let shown = format!("{} {}", program.display(), arguments.join(" "));
    let output = Command::new(program)
        .args(arguments)
        .current_dir(dir)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Refusal::failed(format!("cannot run `{shown}`: {error}")).hint(without_it))?;
    if output.status.success() {
        return Ok(());
    }
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output::talk(said.trim_end());
    Err(Refusal::failed(format!("`{shown}` failed: {}", output.status)).at(dir.display().to_string()))
}

/// Reads the component that a language's tool wrote.
fn written_component(dir: &Path) -> Result<Vec<u8>, Refusal> {
    let file = dir.join(COMPONENT);
    std::fs::read(&file).map_err(|error| {
        Refusal::failed(format!("the build gave no component: {error}")).at(file.display().to_string())
    })
}

/// Makes room for the component, and takes away one of an earlier build: it must not pass for this one's.
fn clear_component(dir: &Path) -> Result<(), Refusal> {
    let file = dir.join(COMPONENT);
    let folder = dir.join("target");
    std::fs::create_dir_all(&folder).map_err(|error| {
        Refusal::failed(format!("cannot create: {error}")).at(folder.display().to_string())
    })?;
    match std::fs::remove_file(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Refusal::failed(format!("cannot replace: {error}")).at(file.display().to_string()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
