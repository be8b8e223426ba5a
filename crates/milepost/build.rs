//! Lists the sources of the SDK and of its test crate, and the plugin interface, so that `milepost plugin new` works
//! without a checkout; keeps the release binary small.

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
    link_smaller();
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

/// Has the linker of a release build fold equal functions and pack the tables of addresses: a seventh of the binary.
///
/// Only where the toolchain's own linker is used, and where this system's loader reads packed tables, as it does from
/// glibc 2.36 on. Elsewhere the binary is larger and otherwise the same.
fn link_smaller() {
    println!("cargo::rerun-if-changed=build.rs");
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let is_here = variable("TARGET") == "x86_64-unknown-linux-gnu" && variable("HOST") == variable("TARGET");
    let flags = variable("CARGO_ENCODED_RUSTFLAGS");
    let has_own_linker = ["fuse-ld", "linker=", "-linker"]
        .iter()
        .any(|flag| flags.contains(flag));
    if variable("PROFILE") != "release" || !is_here || has_own_linker {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
    if reads_packed_tables() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

fn reads_packed_tables() -> bool {
    let Ok(output) = std::process::Command::new("getconf")
        .arg("GNU_LIBC_VERSION")
        .output()
    else {
        return false;
    };
    // «glibc 2.36»
    let text = String::from_utf8_lossy(&output.stdout);
    let version = text.trim().rsplit(' ').next().unwrap_or_default();
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (parts.next(), parts.next()) >= (Some(2), Some(36))
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
