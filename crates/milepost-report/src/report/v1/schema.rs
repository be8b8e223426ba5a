//! The published schema is made of the types, and fails here when it drifts from them.

use std::path::Path;

use super::Report;

/// Writes the schema instead of comparing: `MILEPOST_WRITE_SCHEMA=1 cargo test -p milepost-report schema`.
const WRITE: &str = "MILEPOST_WRITE_SCHEMA";

#[test]
fn the_published_schema_is_that_of_the_types() {
    let schema = schemars::schema_for!(Report);
    let mut value = serde_json::to_value(schema).unwrap();
    value["title"] = "Milepost report, version 1".into();
    let made = serde_json::to_string_pretty(&value).unwrap() + "\n";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats/report-v1.schema.json");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let published = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        published == made,
        "docs/formats/report-v1.schema.json differs from the types; with {WRITE}=1 this test writes it anew"
    );
}
