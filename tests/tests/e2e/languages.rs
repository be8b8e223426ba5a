//! Extractors in JavaScript and Python: made from their templates by the real tools, where those can be had.

use std::time::Duration;

use serde_json::Value;

use crate::lab::Lab;

/// The first build installs the tools, and a Python component takes half a minute of a whole core to compile.
const PATIENCE: Duration = Duration::from_mins(8);

/// A template, and the line that makes its extractor break down on one page.
struct Template {
    language: &'static str,
    file: &'static str,
    after: &'static str,
    breaks: &'static str,
}

const BROKEN: &str = "broken.html";

/// Makes an extractor of a template and builds it; the reason where the tools cannot be had here.
fn built(lab: &Lab, template: &Template) -> Result<(), String> {
    lab.run(&["plugin", "new", "sites", "--lang", template.language])
        .expect(0);
    let text = std::fs::read_to_string(lab.path(template.file)).unwrap();
    let breaks = format!("{}\n{}", template.after, template.breaks);
    let changed = text.replacen(template.after, &breaks, 1);
    assert_ne!(text, changed);
    lab.write(template.file, &changed);
    let done = lab.run_within(PATIENCE, &["plugin", "build", "sites"]);
    if done.code == Some(0) {
        return Ok(());
    }
    let is_out_of_reach = done
        .stderr
        .contains("must reach its registry for the first build")
        || done.stderr.contains("hint: install Node.js")
        || done.stderr.contains("hint: install Python");
    assert!(is_out_of_reach, "{}", done.stderr);
    Err(format!(
        "skipped: no component of {} can be made here: {}",
        template.language, done.stderr
    ))
}

/// Installs it, which runs its fixture, and returns how it ends on its own page and on the page it breaks down on.
fn runs(lab: &Lab) -> [Value; 2] {
    let installed = lab
        .run_within(PATIENCE, &["plugin", "install", "sites/target/sites.wasm"])
        .expect(0);
    assert!(
        installed.stdout.contains("1 fixture passed"),
        "{}",
        installed.stdout
    );
    let page = "sites/fixtures/first/document.html";
    std::fs::copy(lab.path(page), lab.path(BROKEN)).unwrap();
    [(page, 0), (BROKEN, 1)].map(|(page, code)| {
        let arguments = [
            "plugin",
            "run",
            "sites",
            page,
            "--published",
            "2026-01-20",
            "--json",
        ];
        lab.run_within(PATIENCE, &arguments).expect(code).json()
    })
}

/// The shipped plan has no such indicator: the claim is made with the right value, and refused for that alone.
#[track_caller]
fn claims_what_stands_there(ran: &Value) {
    assert_eq!(ran["outcome"], "ok", "{ran:#}");
    assert_eq!(ran["refused"].as_array().unwrap().len(), 1, "{ran:#}");
    assert_eq!(ran["refused"][0]["code"], "unknown-metric", "{ran:#}");
    assert_eq!(ran["refused"][0]["value"], "42", "{ran:#}");
    let memory = ran["memory_bytes"].as_u64().unwrap();
    assert!(memory < 64 << 20, "{memory}");
}

#[track_caller]
fn says(ran: &Value, words: &str) {
    assert_eq!(ran["outcome"], "trapped", "{ran:#}");
    assert!(ran["reason"].as_str().unwrap().contains(words), "{ran:#}");
}

#[test]
fn javascript_is_built_runs_within_the_limits_and_says_what_it_threw() {
    let lab = Lab::with_sources(&[]);
    let template = Template {
        language: "js",
        file: "sites/src/extractor.js",
        after: "let emitted = 0;",
        breaks: "    if (doc.url().includes(\"broken\")) { throw new Error(`no table ${Date.now()}`); }",
    };
    if let Err(reason) = built(&lab, &template) {
        eprintln!("{reason}");
        return;
    }
    let [well, broken] = runs(&lab);
    claims_what_stands_there(&well);
    // The stack is told, and time stands.
    says(&broken, "no table 1577836800000 at extract (/extractor.js:");
}

#[test]
fn python_is_built_runs_within_the_limits_and_says_what_it_raised() {
    let lab = Lab::with_sources(&[]);
    let template = Template {
        language: "python",
        file: "sites/src/extractor.py",
        after: "        emitted = 0",
        breaks: "        if \"broken\" in doc.url():\n            raise ValueError(\"no table\")",
    };
    if let Err(reason) = built(&lab, &template) {
        eprintln!("{reason}");
        return;
    }
    let [well, broken] = runs(&lab);
    claims_what_stands_there(&well);
    says(&broken, "ValueError: no table (File \"/0/extractor.py\", line");
}
