//! The JSON of a report: described by the published schema, read back as it was written.

use std::path::Path;

use milepost_report::{ReadError, Report, render_json};

use crate::sample;

#[test]
fn the_json_is_as_the_published_schema_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats/report-v1.schema.json");
    let schema: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let report: serde_json::Value = serde_json::from_str(&render_json(&sample::report())).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");

    let mut broken = report;
    broken["indicators"][0]["status"] = "fine".into();
    assert!(
        !validator.is_valid(&broken),
        "the schema must refuse an unknown status"
    );
}

#[test]
fn a_report_reads_back_as_it_was_written() {
    let report = sample::report();
    let read = Report::from_json(&render_json(&report)).unwrap();
    assert_eq!(read, report);
    assert_eq!(render_json(&read), render_json(&report));
}

#[test]
fn another_format_is_refused_by_name() {
    let newer = render_json(&sample::report()).replace("milepost-report/1", "milepost-report/2");
    assert!(
        matches!(Report::from_json(&newer), Err(ReadError::Format { found }) if found == "milepost-report/2")
    );
    assert!(matches!(Report::from_json("{"), Err(ReadError::Shape(_))));
    assert!(Report::from_json("[]").is_err());
}

#[test]
fn every_indicator_has_the_fields_that_were_promised() {
    let report: serde_json::Value = serde_json::from_str(&render_json(&sample::report())).unwrap();
    let promised = [
        "id",
        "title",
        "unit",
        "target",
        "latest",
        "series",
        "path",
        "status",
        "modifiers",
        "deviation",
        "completion",
        "time_share",
        "pace",
        "required_from_now",
        "recent_rate",
        "effort",
        "projection",
        "compatibility",
        "evidence",
        "quality",
        "changes",
        "trace",
    ];
    for indicator in report["indicators"].as_array().unwrap() {
        for field in promised {
            assert!(indicator.get(field).is_some(), "{field} of {}", indicator["id"]);
        }
        for office in ["open_sdg", "eurostat", "eustat", "sdsn", "unsd_2022", "unsd_2023"] {
            assert!(indicator["compatibility"].get(office).is_some(), "{office}");
        }
    }
    let trade = &report["indicators"][0];
    assert_eq!(
        trade["series"][3]["value"], "809600000000",
        "the revised value counts"
    );
    assert_eq!(
        trade["series"][3]["vintages"][0]["value"], "815840000000",
        "and the former stays"
    );
}
