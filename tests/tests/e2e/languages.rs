//! Extractors in JavaScript and Python: made from their templates by the real tools, where those can be had.

use std::time::Duration;

use crate::lab::{Done, Lab};

/// The first build installs the tools, and a Python component takes half a minute of a whole core to compile.
const FIRST_BUILD: Duration = Duration::from_mins(8);

/// Makes an extractor of a template and builds it. None, said aloud, where the tools cannot be had here.
fn built(lab: &Lab, language: &str) -> Option<()> {
    lab.run(&["plugin", "new", "sites", "--lang", language]).expect(0);
    let done = lab.run_within(FIRST_BUILD, &["plugin", "build", "sites"]);
    if done.code == Some(0) {
        return Some(());
    }
    let is_out_of_reach = done
        .stderr
        .contains("must reach its registry for the first build")
        || done.stderr.contains("hint: install Node.js")
        || done.stderr.contains("hint: install Python");
    assert!(is_out_of_reach, "{}", done.stderr);
    eprintln!(
        "skipped: no component of {language} can be made here: {}",
        done.stderr
    );
    None
}

#[track_caller]
fn read_what_is_expected(tested: &Done) {
    assert!(
        tested.stdout.contains("passed  first: 1 figures"),
        "{}",
        tested.stdout
    );
    assert!(
        tested.stdout.contains("1 fixtures, 0 failed"),
        "{}",
        tested.stdout
    );
}

/// Spoils the template's extractor by a line that breaks it, and returns how the run ends.
fn broken(lab: &Lab, file: &str, after: &str, line: &str) -> Done {
    let text = std::fs::read_to_string(lab.path(file)).unwrap();
    let spoilt = text.replacen(after, &format!("{after}\n{line}"), 1);
    assert_ne!(text, spoilt);
    lab.write(file, &spoilt);
    lab.run_within(FIRST_BUILD, &["plugin", "test", "sites"])
        .expect(1)
}

#[test]
fn javascript_is_built_runs_within_the_limits_and_says_what_it_threw() {
    let lab = Lab::with_sources(&[]);
    if built(&lab, "js").is_none() {
        return;
    }
    let component = "sites/target/sites.wasm";
    read_what_is_expected(&lab.run(&["plugin", "test", component]).expect(0));
    let installed = lab.run(&["plugin", "install", component]).expect(0);
    assert!(
        installed.stdout.contains("1 fixture passed"),
        "{}",
        installed.stdout
    );
    let thrown = broken(
        &lab,
        "sites/src/extractor.js",
        "let emitted = 0;",
        "    throw new Error(`no table ${Date.now()}`);",
    );
    // The stack is told, and time stands.
    let told = "no table 1577836800000 at extract (/extractor.js:";
    assert!(thrown.stdout.contains(told), "{}", thrown.stdout);
}

#[test]
fn python_is_built_runs_within_the_limits_and_says_what_it_raised() {
    let lab = Lab::with_sources(&[]);
    if built(&lab, "python").is_none() {
        return;
    }
    // An install compiles once, runs the fixtures, and keeps the code: the run after it compiles nothing.
    let installed = lab
        .run_within(FIRST_BUILD, &["plugin", "install", "sites/target/sites.wasm"])
        .expect(0);
    assert!(
        installed.stdout.contains("1 fixture passed"),
        "{}",
        installed.stdout
    );
    let page = "sites/fixtures/first/document.html";
    let ran = lab
        .run_within(
            FIRST_BUILD,
            &[
                "plugin",
                "run",
                "sites",
                page,
                "--published",
                "2026-01-20",
                "--json",
            ],
        )
        .expect(0)
        .json();
    assert_eq!(ran["outcome"], "ok", "{ran:#}");
    // The shipped plan has no such indicator: the claim is made, and refused.
    assert_eq!(ran["refused"][0]["code"], "unknown-metric", "{ran:#}");
    assert_eq!(ran["refused"][0]["value"], "42", "{ran:#}");
    let memory = ran["memory_bytes"].as_u64().unwrap();
    assert!(memory < 64 << 20, "{memory}");
    let raised = broken(
        &lab,
        "sites/src/extractor.py",
        "        emitted = 0",
        "        raise ValueError(\"no table\")",
    );
    assert!(
        raised.stdout.contains("ValueError: no table (File"),
        "{}",
        raised.stdout
    );
}
