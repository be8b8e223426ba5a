//! The fuzz targets' short form: what was once found wrong, and a few hundred mutations of real inputs for each target.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests say what they expect directly"
)]

use std::path::{Path, PathBuf};

use milepost_document::WorkerCommand;
use milepost_e2e::corpus::{PARTS, corpus_folder};
use milepost_e2e::fuzz::{TARGETS, isolated, seeds};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Seeds of the targets that read a phrase. The last lines of a cell's seed are its row, its column and its unit.
const PHRASES: &[&str] = &[
    "2024年前三季度，重庆外贸进出口总额7154.2亿元，同比增长1.2%，其中出口4812.1亿元，下降0.5%。",
    "截至2023年9月底，累计形成创新成果126项，其中7项在全国复制推广，国际友城达53个。",
    "进口、出口分别为1783.3亿元和3571.2亿元，占比33.3%、66.7%，比上年同期提高1.1个百分点。",
    "The city's exports totaled 367.4 billion yuan in the first three quarters, up 26.2 percent year on year.",
    "7154.2\n进出口总额（亿元）\n2024年1—9月\n单位：亿元、%",
    "一万二千三百",
    "1,234.5亿元",
    "over 25.65 billion USD",
    "２０２４年１至９月",
    "January to September 2023",
    "2024-01..2024-09",
    "div.a > table td:nth-child(2)",
];

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            endings.is_empty() || ending.is_some_and(|ending| endings.contains(&ending))
        })
        .collect();
    files.sort();
    files
}

fn seeds_of(target: &str) -> Vec<Vec<u8>> {
    let endings = seeds(target);
    if endings.is_empty() {
        return PHRASES
            .iter()
            .map(|phrase| format!("\0{phrase}").into_bytes())
            .collect();
    }
    PARTS
        .iter()
        .flat_map(|part| files(&corpus_folder().join(part).join("documents"), endings))
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

fn found(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("found").join(target);
    files(&folder, &[])
}

/// One change of a seed: what, where, how far, with which byte.
type Change = (u8, Index, Index, u8);

fn change(bytes: &mut Vec<u8>, (what, at, length, with): &Change) {
    if bytes.is_empty() {
        bytes.push(*with);
        return;
    }
    let start = at.index(bytes.len());
    let end = bytes.len().min(start + 1 + length.index(64));
    match what % 6 {
        0 => bytes[start] = *with,
        1 => bytes.truncate(start),
        2 => drop(bytes.drain(start..end)),
        3 => {
            let again = bytes[start..end].to_vec();
            let times = usize::from(*with % 32);
            bytes.splice(start..start, again.repeat(times));
        }
        4 => bytes.insert(start, *with),
        _ => {
            // Digits and punctuation decide more than letters.
            let token = PHRASES[usize::from(*with) % PHRASES.len()].as_bytes();
            let until = token.len().min(1 + length.index(16));
            bytes.splice(start..end, token[..until].iter().copied());
        }
    }
}

fn in_process(name: &str) -> fn(&[u8]) {
    TARGETS.iter().find(|(known, _)| *known == name).unwrap().1
}

fn run(name: &str, cases: u32, target: impl Fn(&[u8])) {
    for path in found(name) {
        target(&std::fs::read(path).unwrap());
    }
    let seeds = seeds_of(name);
    assert!(!seeds.is_empty(), "{name} has no seeds");
    let changes = proptest::collection::vec(any::<Change>(), 0..6);
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, rng)
        .run(&(any::<Index>(), changes), |(which, changes)| {
            let mut bytes = which.get(&seeds).clone();
            for one in &changes {
                change(&mut bytes, one);
            }
            target(&bytes);
            Ok(())
        })
        .unwrap();
}

/// The binary's own parse worker, as a run starts it.
fn worker() -> WorkerCommand {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/milepost");
    let program = std::env::var_os("MILEPOST_BIN").map_or(built, PathBuf::from);
    assert!(
        program.is_file(),
        "{} is missing: run `cargo xtask plugins` or `cargo xtask test`",
        program.display()
    );
    WorkerCommand {
        program,
        args: vec!["parse-worker".to_owned()],
        pdftotext: None,
    }
}

#[test]
fn pages() {
    for name in ["html", "charset", "plain"] {
        run(name, 300, in_process(name));
    }
}

#[test]
fn phrases() {
    for name in ["grammar", "cell", "number", "period", "select"] {
        run(name, 3_000, in_process(name));
    }
}

#[test]
fn binary_formats() {
    let worker = worker();
    let formats = [
        ("pdf", "bulletin.pdf"),
        ("workbook", "bulletin.xlsx"),
        ("archive", "bulletin.docx"),
    ];
    for (name, url) in formats {
        run(name, 100, |bytes| isolated(bytes, url, &worker));
    }
}

#[test]
fn every_target_is_run_here_and_by_the_fuzzer() {
    let here = include_str!("fuzz_short.rs");
    for (name, _) in TARGETS {
        assert!(here.contains(&format!("\"{name}\"")), "{name}");
        let fuzzer = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/fuzz_targets/{name}.rs"));
        assert!(fuzzer.is_file(), "{}", fuzzer.display());
    }
}
