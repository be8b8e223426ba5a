//! One bulletin, end to end: the bundled site through HTTP, extractors, store and report.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::lab::{AS_OF, Lab};
use crate::site::{self, Site};

/// Every figure that the bundled site states for the plan, as read by a person from its pages: `sites/expected.csv`.
fn expected() -> BTreeMap<(String, String, String, String), String> {
    let mut reader = csv::Reader::from_path(site::folder().join("expected.csv")).unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let key = (
            row[0].to_owned(),
            row[1].to_owned(),
            row[2].to_owned(),
            row[4].to_owned(),
        );
        (key, row[3].to_owned())
    });
    rows.collect()
}

fn read(lab: &Lab) -> BTreeMap<(String, String, String, String), String> {
    let text = |figure: &Value, key: &str| figure[key].as_str().unwrap().to_owned();
    let page = |url: &str| url.splitn(4, '/').nth(3).unwrap().to_owned();
    let figures = lab.figures();
    let rows = figures.iter().map(|figure| {
        let key = (
            text(figure, "indicator"),
            text(figure, "role"),
            text(figure, "period"),
            page(&text(figure, "url")),
        );
        (key, text(figure, "value"))
    });
    rows.collect()
}

#[test]
fn every_figure_of_the_bundled_site_is_read_and_no_other() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    let pass = lab.run(&["ingest", "--once", "--json"]).expect(0).json();
    assert_eq!(pass["sources"].as_array().unwrap().len(), 5);
    let (expected, read) = (expected(), read(&lab));
    let missing: Vec<_> = expected
        .iter()
        .filter(|(key, _)| !read.contains_key(*key))
        .collect();
    let wrong: Vec<_> = read
        .iter()
        .filter(|(key, value)| expected.get(*key) != Some(*value))
        .collect();
    assert!(
        missing.is_empty() && wrong.is_empty(),
        "missing {missing:#?}\nwrong {wrong:#?}"
    );
}

#[test]
fn a_second_pass_stores_nothing_and_says_so() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.run(&["ingest", "--once"]).expect(0);
    let before = lab.figures();
    let again = lab.run(&["ingest", "--once"]).expect(0);
    assert!(again.stdout.contains("nothing new"), "{}", again.stdout);
    assert_eq!(lab.figures(), before);
}

#[test]
fn a_correction_adds_a_vintage_and_the_past_stays_as_it_was() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.run(&["ingest", "--once"]).expect(0);
    let before = lab.report();
    let known_at = before["known_at"].as_str().unwrap().to_owned();
    let asked = [
        "report",
        "--format",
        "json",
        "--as-of",
        AS_OF,
        "--known-at",
        &known_at,
    ];
    let first = lab.run(&asked).expect(0).stdout;
    site.publish_later_edition();
    let pass = lab.run(&["ingest", "--once", "--json"]).expect(0).json();
    let revised: u64 = pass["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["revised"].as_u64().unwrap())
        .sum();
    assert!(revised >= 1, "{pass:#}");
    let vintages = lab
        .run(&[
            "observations",
            "list",
            "--indicator",
            "corridor.value",
            "--all",
            "--json",
        ])
        .expect(0)
        .json();
    let values: Vec<&str> = vintages["observations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|figure| figure["period"] == "2025" && figure["role"] == "level")
        .map(|figure| figure["value"].as_str().unwrap())
        .collect();
    assert!(
        values.contains(&"58000000000") && values.contains(&"58310000000"),
        "{values:?}"
    );
    let again = lab.run(&asked).expect(0).stdout;
    let figures = |report: &str| serde_json::from_str::<Value>(report).unwrap()["indicators"].clone();
    assert_eq!(figures(&again), figures(&first));
}

#[test]
fn the_report_tells_the_story_of_the_site() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.run(&["ingest", "--once"]).expect(0);
    let report = lab.report();
    let of = |id: &str| {
        report["indicators"]
            .as_array()
            .unwrap()
            .iter()
            .find(|indicator| indicator["id"] == id)
            .unwrap()
            .clone()
    };
    let told = [
        ("cci.financing.annual", "on_track"),
        ("corridor.freight.value.growth", "on_track"),
        ("corridor.freight.volume.growth", "on_track"),
        ("fdi.actual.growth", "off_track"),
        ("fortune500.companies", "off_track"),
        ("border.persons.annual", "off_track"),
        ("trade.total", "reversing"),
        ("air.routes", "not_assessable"),
        ("ftz.innovations", "not_assessable"),
        ("port.throughput", "not_assessable"),
        ("corridor.ports", "not_assessable"),
    ];
    for (id, status) in told {
        assert_eq!(of(id)["status"], status, "{id}");
    }
    let reasons = [
        ("air.routes", "withheld"),
        ("ftz.innovations", "one_observation"),
        ("port.throughput", "no_observation"),
        ("corridor.ports", "no_target"),
    ];
    for (id, reason) in reasons {
        assert_eq!(of(id)["reason"], reason, "{id}");
    }
    for id in ["fortune500.companies", "air.routes", "ftz.innovations"] {
        let modifiers = of(id)["modifiers"].as_array().unwrap().clone();
        assert!(modifiers.contains(&Value::from("stale")), "{id}: {modifiers:?}");
    }
    let trade = of("trade.total");
    assert_eq!(trade["latest"]["value"], "800680000000");
    let quote = trade["evidence"].to_string();
    assert!(quote.contains("8006.8亿元"), "{quote}");
}

#[test]
fn every_form_of_the_report_is_written_and_the_same_again() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.run(&["ingest", "--once"]).expect(0);
    let known_at = lab.report()["known_at"].as_str().unwrap().to_owned();
    for format in ["html", "md", "json", "csv", "sdmx-csv", "xlsx"] {
        for language in ["en", "zh"] {
            let write = |name: &str| {
                lab.run(&[
                    "report",
                    "--format",
                    format,
                    "--lang",
                    language,
                    "--as-of",
                    AS_OF,
                    "--known-at",
                    &known_at,
                    "--out",
                    name,
                ])
                .expect(0);
                std::fs::read(lab.path(name)).unwrap()
            };
            let first = write("first");
            assert!(first.len() > 500, "{format} {language}: {} bytes", first.len());
            assert!(first == write("second"), "{format} {language} differs");
        }
    }
    let html = std::fs::read_to_string(lab.path("first")).unwrap_or_default();
    assert!(!html.contains("<script"));
}

#[test]
fn a_deviation_gives_its_exit_status() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.run(&["ingest", "--once"]).expect(0);
    lab.run(&["report", "--as-of", AS_OF, "--fail-on", "off_track"])
        .expect(4);
    lab.run(&["report", "--as-of", AS_OF, "--fail-on", "missed"])
        .expect(0);
    lab.run(&["report", "--as-of", AS_OF, "--fail-on", "bad"])
        .expect(2);
}

#[test]
fn replay_of_what_is_stored_finds_no_difference() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.run(&["ingest", "--once"]).expect(0);
    let replay = lab.run(&["replay", "--json"]).expect(0).json();
    assert_eq!(replay["differences"].as_array().unwrap().len(), 0, "{replay:#}");
    assert!(replay["documents"].as_u64().unwrap() > 12);
}
