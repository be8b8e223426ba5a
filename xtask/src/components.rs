//! Builds the binary and, with it, the extractor components into `target/plugins`.

use std::path::{Path, PathBuf};

use crate::step::{Failure, Step, root, say, target};

/// The target that gives components directly.
const WASM_TARGET: &str = "wasm32-wasip2";

/// How the binary is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build.
    Dev,
    /// As shipped.
    Release,
}

/// Builds the binary and every component. Returns the binary's path.
pub(crate) fn build(profile: Profile) -> Result<PathBuf, Failure> {
    ensure_target()?;
    let arguments: &[&str] = match profile {
        Profile::Dev => &["build", "--locked", "-p", "milepost"],
        Profile::Release => &["build", "--locked", "--release", "-p", "milepost"],
    };
    Step::cargo(arguments).run()?;
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    };
    let binary = target()
        .join(folder)
        .join(format!("milepost{}", std::env::consts::EXE_SUFFIX));
    for plugin in plugins()? {
        pack(&binary, &plugin)?;
    }
    Ok(binary)
}

/// The folder that holds the built components.
pub(crate) fn folder() -> PathBuf {
    target().join("plugins")
}

/// Adds the WebAssembly target where it is missing: toolchains do not bring it along.
fn ensure_target() -> Result<(), Failure> {
    let installed = Step::new("rustup", &["target", "list", "--installed"]).output()?;
    if installed.lines().any(|line| line.trim() == WASM_TARGET) {
        return Ok(());
    }
    Step::new("rustup", &["target", "add", WASM_TARGET])
        .run()
        .map_err(|failure| failure.hint(format!("install it by hand: rustup target add {WASM_TARGET}")))
}

/// Every folder below `plugins/` that holds a plugin manifest.
fn plugins() -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(root().join("plugins"))
        .map_err(|error| Failure::new(format!("cannot read plugins/: {error}")))?;
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("milepost-plugin.toml").is_file())
        .collect();
    folders.sort();
    Ok(folders)
}

fn pack(binary: &Path, plugin: &Path) -> Result<(), Failure> {
    let id = plugin
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let out = folder().join(format!("{id}.wasm"));
    std::fs::create_dir_all(folder())
        .map_err(|error| Failure::new(format!("cannot create target/plugins: {error}")))?;
    Step::new(
        binary,
        &[
            Path::new("plugin"),
            Path::new("build"),
            plugin,
            Path::new("--out"),
            &out,
        ],
    )
    .run()?;
    say(&format!("   {}", out.display()));
    Ok(())
}
