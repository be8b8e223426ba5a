//! Fixtures that do not hold are told, one by one.

#![cfg(test)]

use std::fs;
use std::path::Path;

use milepost_plugin_testing::check_fixtures;
use ngo_offices::NgoOffices;

fn plugin(folder: &Path, expected: &str) {
    let fixture = folder.join("fixtures/offices");
    fs::create_dir_all(&fixture).unwrap();
    fs::write(
        folder.join("milepost-plugin.toml"),
        "metrics = [\"ngo.offices\"]\n",
    )
    .unwrap();
    let page = "<p>The number of overseas NGO representative offices has increased to 27.</p>";
    fs::write(fixture.join("document.html"), page).unwrap();
    let text = format!(
        "document = \"document.html\"\npublished = \"2023-11-01\"\n[[indicator]]\nid = \"ngo.offices\"\nunit = \
         \"count\"\nmeasure = \"stock\"\n[[expect]]\nindicator = \"ngo.offices\"\nperiod = \"as-of:2023-11-01\"\nvalue = \
         \"{expected}\"\nunit = \"count\"\nprinted = \"27\"\n"
    );
    fs::write(fixture.join("fixture.toml"), text).unwrap();
}

#[test]
fn what_is_missing_and_what_is_too_much_are_both_told() {
    let folder = tempfile::tempdir().unwrap();
    plugin(folder.path(), "27");
    check_fixtures(folder.path(), &NgoOffices).unwrap();
    plugin(folder.path(), "28");
    let report = check_fixtures(folder.path(), &NgoOffices)
        .unwrap_err()
        .to_string();
    assert!(
        report.contains("missing: ngo.offices level as-of:2023-11-01 = 28 count"),
        "{report}"
    );
    assert!(
        report.contains("not expected: ngo.offices level as-of:2023-11-01 = 27 count"),
        "{report}"
    );
}

#[test]
fn a_plugin_without_fixtures_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("fixtures")).unwrap();
    fs::write(folder.path().join("milepost-plugin.toml"), "metrics = [\"*\"]\n").unwrap();
    let error = check_fixtures(folder.path(), &NgoOffices)
        .unwrap_err()
        .to_string();
    assert!(error.contains("holds no fixture"), "{error}");
}
