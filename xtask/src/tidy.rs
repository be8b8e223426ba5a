//! The checks on the source tree alone: what each file says of itself, how long it is, and what must not stand in it.

use std::path::{Path, PathBuf};

use crate::layers;
use crate::step::{Failure, Step, root, say};

/// A file has one job; beyond this many lines without its tests it has more than one.
const MAX_LINES: usize = 500;

/// Names that say nothing about what a file does.
const NAMELESS: [&str; 5] = ["utils", "common", "helpers", "misc", "types"];

pub(crate) fn run() -> Result<(), Failure> {
    let mut faults = Vec::new();
    for file in tracked()? {
        let Ok(text) = std::fs::read_to_string(root().join(&file)) else {
            continue;
        };
        check_machine_paths(&file, &text, &mut faults);
        if file.extension().is_some_and(|extension| extension == "rs") {
            check_rust(&file, &text, &mut faults);
        }
    }
    check_frozen_interface(&mut faults);
    layers::check(&mut faults)?;
    if faults.is_empty() {
        say("tidy: nothing to mend");
        return Ok(());
    }
    for fault in &faults {
        say(fault);
    }
    Err(Failure::new(format!("{} things to tidy", faults.len())))
}

/// The files that git tracks, and those it would.
fn tracked() -> Result<Vec<PathBuf>, Failure> {
    let listed = Step::new("git", &["ls-files", "--cached", "--others", "--exclude-standard"]).output()?;
    Ok(listed
        .lines()
        .map(PathBuf::from)
        .filter(|file| root().join(file).is_file())
        .collect())
}

fn check_rust(file: &Path, text: &str, faults: &mut Vec<String>) {
    let shown = file.display();
    let first = text.lines().next().unwrap_or_default();
    if !first.starts_with("//!") {
        faults.push(format!(
            "{shown}:1: the first line must say the file's job (`//! …`)"
        ));
    }
    let is_test = file
        .components()
        .any(|part| part.as_os_str() == "tests" || part.as_os_str() == "benches");
    let lines = lines_without_tests(text);
    let is_counted = !is_test || file.starts_with("tests/src");
    if lines > MAX_LINES && is_counted {
        faults.push(format!(
            "{shown}: {lines} lines without tests; at most {MAX_LINES}: split it by responsibility"
        ));
    }
    let stem = file
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    if NAMELESS.contains(&stem.as_str()) || stem == "mod" {
        faults.push(format!("{shown}: name the file for what it does"));
    }
    for (number, line) in text.lines().enumerate() {
        let left_undone = ["todo!(", "unimplemented!("]
            .iter()
            .any(|word| line.contains(word));
        if left_undone && !file.ends_with("tidy.rs") {
            faults.push(format!("{shown}:{}: left undone", number + 1));
        }
    }
}

/// Lines up to the file's test module. Files below a crate's `tests` and `benches` are tests as a whole.
fn lines_without_tests(text: &str) -> usize {
    text.lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .count()
}

/// No path of a builder's machine may stand in the tree.
fn check_machine_paths(file: &Path, text: &str, faults: &mut Vec<String>) {
    // Written in two parts so that this file does not find itself.
    let forbidden = [
        concat!("/", "work/main"),
        concat!("/", "root/"),
        concat!("/", "work/shared"),
    ];
    for (number, line) in text.lines().enumerate() {
        if forbidden.iter().any(|path| line.contains(path)) {
            faults.push(format!(
                "{}:{}: a path of one machine",
                file.display(),
                number + 1
            ));
        }
    }
}

/// The plugin interface is frozen: components built against it must load for years.
fn check_frozen_interface(faults: &mut Vec<String>) {
    let frozen = root().join("wit").join("v0.1").join("extractor.wit");
    match std::fs::read(&frozen) {
        Ok(bytes) if fnv1a(&bytes) == FROZEN_V0_1 => {}
        Ok(_) => faults.push(format!(
            "{}: differs from the released interface; a change is a new folder beside it",
            frozen.display()
        )),
        Err(error) => faults.push(format!("{}: {error}", frozen.display())),
    }
}

/// FNV-1a of `wit/v0.1/extractor.wit` as released.
const FROZEN_V0_1: u64 = 0xe9b7_f4aa_e11e_8b84;

/// FNV-1a, 64 bits: enough to notice a change made by accident, which is all this guards against.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
