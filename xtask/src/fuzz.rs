//! The fuzzer: libFuzzer over the targets of `tests/fuzz`, each for a while.

use crate::step::{Failure, Step};

const FOLDER: &str = "tests/fuzz";

/// Targets whose parser is other people's. In the product it runs in a child process whose memory and time end; here
/// each run that asks for more than there is, or takes too long, is counted by the fuzzer and passed over.
const FOREIGN: &[&str] = &["pdf", "workbook", "archive"];

/// Targets that start from the corpus; the others read a phrase and start from nothing.
const FROM_CORPUS: &[&str] = &["html", "charset", "plain", "pdf", "workbook", "archive"];

/// Fuzzes every target, or the one named, for so many seconds each: `[TARGET] [SECONDS]`.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let mut only = None;
    let mut seconds = 60_u32;
    for argument in arguments {
        match argument.parse() {
            Ok(number) => seconds = number,
            Err(_) => only = Some(argument.as_str()),
        }
    }
    if !Step::cargo(&["fuzz", "--version"]).succeeds() {
        Step::cargo(&["install", "cargo-fuzz", "--locked"])
            .run()
            .map_err(|failure| failure.hint("install it by hand: cargo install cargo-fuzz --locked"))?;
    }
    let targets = Step::cargo(&["fuzz", "list", "--fuzz-dir", FOLDER]).output()?;
    let mut known = targets
        .lines()
        .filter(|target| only.is_none_or(|only| only == *target));
    let mut is_any = false;
    for target in known.by_ref() {
        is_any = true;
        fuzz(target, seconds)?;
    }
    if is_any {
        Ok(())
    } else {
        Err(Failure::new("no such fuzz target").hint(format!("one of: {}", targets.replace('\n', " "))))
    }
}

/// Without a sanitizer the pinned toolchain is enough: the code under test has no `unsafe`.
fn fuzz(target: &str, seconds: u32) -> Result<(), Failure> {
    let own = format!("{FOLDER}/corpus/{target}");
    std::fs::create_dir_all(crate::step::root().join(&own))
        .map_err(|error| Failure::new(format!("{own}: {error}")))?;
    let time = format!("-max_total_time={seconds}");
    let mut arguments = vec![
        "fuzz",
        "run",
        "--fuzz-dir",
        FOLDER,
        "--sanitizer",
        "none",
        target,
        &own,
    ];
    if FROM_CORPUS.contains(&target) {
        arguments.push("tests/corpus/dev/documents");
    }
    arguments.extend([
        "--",
        &time,
        "-rss_limit_mb=2048",
        "-timeout=20",
        "-max_len=262144",
    ]);
    if FOREIGN.contains(&target) {
        arguments.extend(["-fork=1", "-ignore_ooms=1", "-ignore_timeouts=1"]);
    }
    Step::cargo(&arguments).run().map_err(|failure| {
        failure.hint(format!(
            "what it found is in {FOLDER}/artifacts/{target}: keep it as a file of tests/found/{target}"
        ))
    })
}
