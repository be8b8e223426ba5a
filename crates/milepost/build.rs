//! Lists the sources of the SDK and of its test crate, and the plugin interface, so that `milepost plugin new` works without a checkout.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let sdk = here.join("../milepost-plugin-sdk/src");
    let rehearsal = here.join("../milepost-plugin-rehearsal/src");
    let wit = here.join("../../wit/v0.1/extractor.wit");
    println!("cargo::rerun-if-changed={}", sdk.display());
    println!("cargo::rerun-if-changed={}", rehearsal.display());
    println!("cargo::rerun-if-changed={}", wit.display());
    let mut code = String::new();
    list(&mut code, "SDK", "The SDK's sources", &sdk)?;
    list(
        &mut code,
        "REHEARSAL",
        "The sources of the crate for native tests",
        &rehearsal,
    )?;
    writeln!(
        code,
        "/// The plugin interface.\npub(super) const WIT: &str = include_str!({:?});",
        wit.canonicalize()?.to_string_lossy()
    )?;
    std::fs::write(
        PathBuf::from(std::env::var("OUT_DIR")?).join("sdk_files.rs"),
        code,
    )?;
    Ok(())
}

fn list(code: &mut String, name: &str, about: &str, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    files.sort();
    writeln!(
        code,
        "/// {about}, by path below `src`.\npub(super) const {name}: &[(&str, &str)] = &["
    )?;
    for (file, path) in files {
        writeln!(
            code,
            "    ({file:?}, include_str!({:?})),",
            path.canonicalize()?.to_string_lossy()
        )?;
    }
    writeln!(code, "];")?;
    Ok(())
}

fn collect(base: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(base, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && let Ok(relative) = path.strip_prefix(base)
        {
            files.push((relative.to_string_lossy().replace('\\', "/"), path.clone()));
        }
    }
    Ok(())
}
