//! From nothing to a running extractor, with the commands of the plugin author's guide.

use std::time::Duration;

use crate::lab::{Lab, config};

#[test]
fn a_metric_without_code_is_read_after_five_steps() {
    let lab = Lab::empty();
    let plan = "[plan]\nid = \"culture\"\ntitle = { en = \"Culture\", zh = \"文化\" }\narea = \"CN-CQ\"\narea_names = [\"重庆\", \"全市\"]\nzone = \"Asia/Shanghai\"\nhorizon = \"2027-12-31\"\n[[indicator]]\nid = \"heritage.sites\"\ntitle = { en = \"Heritage sites\", zh = \"文物保护单位\" }\ntheme = \"exchange\"\nunit = \"count\"\nmeasure = \"stock\"\ndirection = \"up\"\n";
    lab.write("config/plan.toml", plan);
    lab.write(
        "config/milepost.toml",
        "plans = [\"plan.toml\"]\nrules = [\"rules/*.toml\"]\n[data]\ndir = \"../data\"\n",
    );
    lab.run(&[
        "plugin",
        "new",
        "heritage",
        "--lang",
        "rules",
        "--dir",
        "config/rules",
    ])
    .expect(0);
    lab.install_plugins();
    let bulletin = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>2025年全市文化事业情况</title></head><body><p>日期：2026-01-20</p><div id=\"zoom\"><p>截至2025年底，全市共有文物保护单位42处。另有候选文物保护单位7处。</p><p>{}</p></div></body></html>",
        "各项工作稳步推进。".repeat(80)
    );
    lab.write("bulletin.html", &bulletin);
    lab.run(&["check"]).expect(0);
    let done = lab
        .run(&["extract", "bulletin.html", "--plugin", "rules", "--json"])
        .expect(0)
        .json();
    let observations = done["documents"][0]["observations"].as_array().unwrap().clone();
    assert_eq!(observations.len(), 1, "{done:#}");
    assert_eq!(observations[0]["value"], "42");
    assert_eq!(observations[0]["period"], "as-of:2025-12-31");
}

#[test]
fn a_rust_extractor_is_built_tested_and_installed_from_nothing() {
    let lab = Lab::empty();
    let plan = std::fs::read_to_string(config("plans/chongqing-2027.toml")).unwrap();
    lab.write("config/plan.toml", &plan);
    lab.write(
        "config/milepost.toml",
        "plans = [\"plan.toml\"]\n[data]\ndir = \"../data\"\n",
    );
    lab.run(&["plugin", "new", "heritage-sites"]).expect(0);
    lab.run(&["plugin", "new", "heritage-sites"]).expect(2);
    // The same versions as the repository's, so that a machine without a registry can build too.
    std::fs::copy(config("../Cargo.lock"), lab.path("heritage-sites/Cargo.lock")).unwrap();
    let built = lab.run_within(
        Duration::from_mins(8),
        &["plugin", "build", "heritage-sites", "--out", "h.wasm"],
    );
    if built.code != Some(0) && built.stderr.contains("failed to download") {
        eprintln!("skipped: the crate registry is out of reach");
        return;
    }
    built.expect(0);
    // The same fixtures natively, and what differs is told.
    let native = ["test", "--quiet", "--manifest-path", "heritage-sites/Cargo.toml"];
    lab.cargo_within(Duration::from_mins(8), &native).expect(0);
    let fixture = "heritage-sites/fixtures/first/fixture.toml";
    let right = std::fs::read_to_string(lab.path(fixture)).unwrap();
    lab.write(fixture, &right.replace("value = \"42\"", "value = \"43\""));
    let wrong = lab.cargo_within(Duration::from_mins(8), &native);
    assert_eq!(wrong.code, Some(101), "{}", wrong.stderr);
    for line in [
        "first: not expected: heritage.sites level as-of:2025-12-31 = 42 count",
        "first: expected and not given: heritage.sites level as-of:2025-12-31 = 43 count",
    ] {
        assert!(wrong.stdout.contains(line), "{}", wrong.stdout);
    }
    lab.write(fixture, &right);
    let tested = lab.run(&["plugin", "test", "h.wasm"]).expect(0);
    assert!(tested.stdout.contains("passed"), "{}", tested.stdout);
    lab.run(&["plugin", "check", "h.wasm"]).expect(0);
    let inspected = lab.run(&["plugin", "inspect", "h.wasm", "--json"]).expect(0);
    assert!(inspected.stdout.contains("heritage-sites"));
    lab.run(&["plugin", "install", "h.wasm"]).expect(0);
    assert!(
        lab.run(&["plugin", "list"])
            .expect(0)
            .stdout
            .contains("heritage-sites")
    );
    lab.run(&["plugin", "remove", "heritage-sites"]).expect(0);
}
