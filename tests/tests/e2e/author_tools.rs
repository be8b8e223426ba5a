//! The author's tools around a fixture: record, bless, explain, replay, dev.

use std::time::Duration;

use crate::lab::{Lab, components, until};
use crate::site::Site;

const ONE_BUILD: Duration = Duration::from_mins(4);

/// A folder that holds a component's manifest and fixtures only, for what needs no build.
fn folder(lab: &Lab) {
    lab.write(
        "trade/milepost-plugin.toml",
        "id = \"trade\"\nversion = \"0.1.0\"\nabi = \"0.1\"\ntitle = \"Trade\"\nmetrics = [\"trade.total\"]\n[attachments]\nlinks = [\"*.xlsx\"]\nmost = 2\n",
    );
}

fn component(id: &str) -> String {
    let file = components()
        .into_iter()
        .find(|path| path.ends_with(format!("{id}.wasm")))
        .unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_bulletin_is_recorded_as_a_fixture_with_what_the_plan_says() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    folder(&lab);
    let url = bulletin(&lab);
    let recorded = lab
        .run(&[
            "plugin", "record", &url, "--dir", "trade", "--name", "one", "--json",
        ])
        .expect(0)
        .json();
    assert_eq!(recorded["files"][0], "document.html", "{recorded:#}");
    let text = std::fs::read_to_string(lab.path("trade/fixtures/one/fixture.toml")).unwrap();
    assert!(text.contains(&format!("url = \"{url}\"")), "{text}");
    assert!(
        text.contains("id = \"trade.total\"\nunit = \"CNY\"\nmeasure = \"flow\""),
        "{text}"
    );
    assert!(text.contains("\"重庆\""), "{text}");
    assert!(!text.contains("[[expect]]"), "{text}");
    let saved = std::fs::read(lab.path("trade/fixtures/one/document.html")).unwrap();
    assert!(!saved.is_empty());
    // The same name is not written over, and a name is no path.
    for name in ["one", "../one"] {
        lab.run(&["plugin", "record", &url, "--dir", "trade", "--name", name])
            .expect(2);
    }
    // A saved file becomes one too, and nothing of the author's folders stands in it.
    lab.run(&[
        "plugin",
        "record",
        "trade/fixtures/one/document.html",
        "--dir",
        "trade",
    ])
    .expect(0);
    let text = std::fs::read_to_string(lab.path("trade/fixtures/document/fixture.toml")).unwrap();
    assert!(text.contains("url = \"document.html\""), "{text}");
    lab.run(&["plugin", "record", &url]).expect(2);
}

/// The address of a bulletin of the site that tells foreign trade.
fn bulletin(lab: &Lab) -> String {
    lab.run(&["ingest", "--once", "--source", "customs"]).expect(0);
    let figures = lab.figures();
    let figure = figures
        .iter()
        .find(|figure| figure["indicator"] == "trade.total")
        .unwrap();
    figure["url"].as_str().unwrap().to_owned()
}

#[test]
fn a_run_is_explained_with_its_evidence_and_what_nobody_claimed() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    let url = bulletin(&lab);
    let explained = lab
        .run(&[
            "plugin",
            "run",
            "foreign-trade",
            &url,
            "--explain",
            "--html",
            "run.html",
        ])
        .expect(0);
    for part in [
        "read: trade.total level",
        "  value   node ",
        "⟦",
        "the host read: `",
        "claimed by nobody:",
        "KiB, cost ",
    ] {
        assert!(explained.stdout.contains(part), "{part}: {}", explained.stdout);
    }
    let page = std::fs::read_to_string(lab.path("run.html")).unwrap();
    assert!(page.contains("<mark class=\"value\">"), "{page}");
    let json = lab
        .run(&["plugin", "run", "foreign-trade", &url, "--explain", "--json"])
        .expect(0)
        .json();
    assert!(json["cost"].as_u64().unwrap() > 0, "{json:#}");
    assert!(!json["unclaimed"].as_array().unwrap().is_empty(), "{json:#}");
}

#[test]
fn a_candidate_is_replayed_over_stored_bulletins_and_stores_nothing() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.run(&["ingest", "--once"]).expect(0);
    let before = lab.figures();
    // As installed: what it reads is what is stored.
    let same = lab
        .run(&["plugin", "replay", "foreign-trade", "--json"])
        .expect(0)
        .json();
    assert_eq!(same["differences"].as_array().unwrap().len(), 0, "{same:#}");
    assert!(same["unchanged"].as_u64().unwrap() > 10, "{same:#}");
    // Taken out, the figures it read stay, and the same component as a file is the same candidate.
    lab.run(&["plugin", "remove", "foreign-trade"]).expect(0);
    let file = component("foreign-trade");
    let again = lab.run(&["plugin", "replay", &file, "--json"]).expect(0).json();
    assert_eq!(again["unchanged"], same["unchanged"], "{again:#}");
    assert_eq!(again["applied"], false);
    let of_source = lab
        .run(&["plugin", "replay", &file, "--source", "customs", "--json"])
        .expect(0)
        .json();
    assert!(of_source["documents"].as_u64() < again["documents"].as_u64());
    // Without the figures, all of it would be new.
    let empty = Lab::of_site(&site);
    empty.run(&["plugin", "remove", "foreign-trade"]).expect(0);
    empty.run(&["ingest", "--once"]).expect(0);
    let new = empty.run(&["plugin", "replay", &file, "--json"]).expect(0).json();
    let kinds: Vec<&str> = new["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|difference| difference["change"].as_str().unwrap())
        .collect();
    assert!(
        !kinds.is_empty() && kinds.iter().all(|kind| *kind == "appeared"),
        "{kinds:?}"
    );
    assert_eq!(lab.figures(), before);
    lab.run(&["plugin", "replay", "no-such-thing"]).expect(2);
}

struct Watched(std::process::Child);

impl Drop for Watched {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        let _ended = self.0.kill();
        let _status = self.0.wait();
    }
}

#[test]
fn a_change_is_built_tried_and_installed() {
    let lab = Lab::with_sources(&[]);
    lab.run(&["plugin", "new", "sites"]).expect(0);
    // The same versions as the repository's, so that a machine without a registry can build too.
    std::fs::copy(crate::lab::config("../Cargo.lock"), lab.path("sites/Cargo.lock")).unwrap();
    let built = lab.run_within(ONE_BUILD, &["plugin", "build", "sites"]);
    if built.code != Some(0) && built.stderr.contains("failed to download") {
        eprintln!("skipped: the crate registry is out of reach");
        return;
    }
    built.expect(0);
    let _watched = Watched(lab.start_logged(&["plugin", "dev", "sites", "--install"], "dev.log"));
    let waits = |times: usize| {
        until(ONE_BUILD, || {
            let log = std::fs::read_to_string(lab.path("dev.log")).unwrap();
            (log.matches("waiting for the next change").count() >= times).then_some(log)
        })
        .unwrap_or_else(|| panic!("{}", std::fs::read_to_string(lab.path("dev.log")).unwrap()))
    };
    let is_installed = || lab.run(&["plugin", "list"]).expect(0).stdout.contains("sites");
    waits(1);
    assert!(is_installed());
    lab.run(&["plugin", "remove", "sites"]).expect(0);
    // A fixture that is not met: told, not installed, and watched on.
    let fixture = "sites/fixtures/first/fixture.toml";
    let right = std::fs::read_to_string(lab.path(fixture)).unwrap();
    lab.write(fixture, &right.replace("\"42\"", "\"43\""));
    let log = waits(2);
    assert!(log.contains("fixture.toml"), "{log}");
    assert!(!is_installed());
    lab.write("sites/src/lib.rs", "no rust");
    let log = waits(3);
    assert!(log.contains("cargo build failed"), "{log}");
}
