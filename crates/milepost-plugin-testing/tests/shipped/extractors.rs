//! Runs every shipped extractor, with the shipped rules, the shipped plan and each one's own manifest.

use std::fs;
use std::path::{Path, PathBuf};

use milepost_model::{IndicatorId, Measure, Unit};
use milepost_plugin_sdk::Extractor;
use milepost_plugin_testing::{Run, Sample, read_declared};
use milepost_verify::{Catalogue, IndicatorRule};

/// Returns the repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn toml_of(path: &Path) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

fn catalogue() -> Catalogue {
    let plan = toml_of(&root().join("config/plans/chongqing-2027.toml"));
    let area_names = plan["plan"]["area_names"].as_array().unwrap();
    let area_names = area_names
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    let indicators = plan["indicator"].as_array().unwrap().iter().map(|indicator| {
        let rule = IndicatorRule {
            unit: Unit::parse(indicator["unit"].as_str().unwrap()).unwrap(),
            measure: Measure::parse(indicator["measure"].as_str().unwrap()).unwrap(),
            natural_limit: None,
        };
        (
            IndicatorId::parse(indicator["id"].as_str().unwrap()).unwrap(),
            rule,
        )
    });
    Catalogue::new(indicators, area_names)
}

fn rules() -> String {
    let folder = root().join("config/rules");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let files: Vec<serde_json::Value> = files
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| serde_json::to_value(toml_of(path)).unwrap())
        .collect();
    serde_json::Value::Array(files).to_string()
}

/// Every shipped extractor by its folder's name.
pub(crate) const EXTRACTORS: [(&str, &dyn Extractor); 7] = [
    ("cci-projects", &cci_projects::CciProjects),
    ("corridor", &corridor::Corridor),
    ("foreign-trade", &foreign_trade::ForeignTrade),
    ("ftz-innovations", &ftz_innovations::FtzInnovations),
    ("investment-finance", &investment_finance::InvestmentFinance),
    ("ngo-offices", &ngo_offices::NgoOffices),
    ("rules", &rules::Rules),
];

/// Runs every shipped extractor on a document.
pub(crate) fn run_all(sample: &Sample) -> Vec<Run> {
    let sample = sample.clone().catalogue(catalogue()).setting("rules", &rules());
    EXTRACTORS
        .iter()
        .map(|(name, extractor)| {
            let manifest = root().join("plugins").join(name).join("milepost-plugin.toml");
            let run = sample
                .clone()
                .declared(read_declared(&manifest).unwrap())
                .run(*extractor);
            assert!(run.outcome.is_ok(), "{name}: {:?}", run.outcome);
            run
        })
        .collect()
}

/// Returns everything that was accepted, sorted.
pub(crate) fn lines(runs: &[Run]) -> Vec<String> {
    let mut lines: Vec<String> = runs.iter().flat_map(Run::lines).collect();
    lines.sort();
    lines
}

/// Compares what the extractors read in a document with what they should.
#[track_caller]
pub(crate) fn check(name: &str, sample: &Sample, expected: &[&str]) {
    let runs = run_all(sample);
    let found = lines(&runs);
    let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
    expected.sort();
    if found == expected {
        return;
    }
    let mut report = format!("{name}\n");
    for line in expected.iter().filter(|line| !found.contains(line)) {
        report += &format!("  missing: {line}\n");
    }
    for line in found.iter().filter(|line| !expected.contains(line)) {
        report += &format!("  not expected: {line}\n");
    }
    for run in &runs {
        for (_, message) in &run.log {
            report += &format!("  log: {message}\n");
        }
    }
    panic!("{report}");
}
