//! Lists the SDK's sources and the plugin interface, so that `milepost plugin new` works without a checkout.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let sdk = here.join("../milepost-plugin-sdk/src");
    let wit = here.join("../../wit/v0.1/extractor.wit");
    println!("cargo::rerun-if-changed={}", sdk.display());
    println!("cargo::rerun-if-changed={}", wit.display());
    let mut files = Vec::new();
    collect(&sdk, &sdk, &mut files)?;
    files.sort();
    let mut code = String::from(
        "/// The SDK's sources, by path below `src`.\npub(super) const SDK: &[(&str, &str)] = &[\n",
    );
    for (name, path) in files {
        writeln!(
            code,
            "    ({name:?}, include_str!({:?})),",
            path.canonicalize()?.to_string_lossy()
        )?;
    }
    writeln!(code, "];")?;
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
