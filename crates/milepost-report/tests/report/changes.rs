//! What changed between two reports.

use std::collections::BTreeMap;

use milepost_model::Decimal;
use milepost_report::report::v1::ChangeKind;
use milepost_report::{Report, ReportContext, assemble};
use milepost_trajectory::assess_plan;

use crate::sample;

fn kinds(report: &Report, id: &str) -> Vec<ChangeKind> {
    let found = report
        .indicators
        .iter()
        .find(|indicator| indicator.id == id)
        .unwrap();
    found.changes.iter().map(|change| change.kind).collect()
}

#[test]
fn a_first_report_tells_no_changes() {
    let report = sample::first_report();
    assert!(report.previous.is_none() && report.changes.is_empty());
}

#[test]
fn new_figures_and_statuses_are_told_worst_first() {
    let report = sample::report();
    assert_eq!(
        kinds(&report, "fortune500"),
        [ChangeKind::Improved, ChangeKind::NewFigure]
    );
    let improved = report
        .changes
        .iter()
        .find(|change| change.kind == ChangeKind::Improved)
        .unwrap();
    assert_eq!(
        (improved.from.as_deref(), improved.to.as_deref()),
        (Some("on_track"), Some("achieved"))
    );
    assert_eq!(improved.by.as_deref(), Some("new_data"));
    assert!(report.changes.is_sorted_by_key(|change| change.kind));
    let trade = report
        .indicators
        .iter()
        .find(|indicator| indicator.id == "trade.total")
        .unwrap();
    let told: Vec<&str> = trade
        .changes
        .iter()
        .map(|change| change.text.en.as_str())
        .collect();
    assert!(
        told.contains(&"new figure for Jan–Sep 2025: CNY 578.86 billion"),
        "{told:?}"
    );
}

#[test]
fn a_changed_value_is_a_revision_and_the_status_says_so() {
    let (plan, mut histories) = (sample::plan(), sample::histories());
    let before = assess_plan(&plan, &histories, sample::view(), &BTreeMap::new());
    let previous = assemble(&plan, &histories, &before, &ReportContext::default());
    for history in &mut histories {
        if history.key.indicator.as_str() == "fortune500" {
            for vintage in &mut history.vintages {
                if let milepost_model::Vintage::Observed(observation) = vintage
                    && observation.value == Decimal::from(337)
                {
                    observation.value = Decimal::from(320);
                }
            }
        }
    }
    let after = assess_plan(&plan, &histories, sample::view(), &BTreeMap::new());
    let context = ReportContext {
        previous: Some(&previous),
        ..ReportContext::default()
    };
    let report = assemble(&plan, &histories, &after, &context);
    assert_eq!(
        kinds(&report, "fortune500"),
        [ChangeKind::Worsened, ChangeKind::Revised]
    );
    let change = &report.changes[0];
    assert_eq!(change.by.as_deref(), Some("revision"));
    assert!(
        change.text.en.ends_with("by revision, not by new data"),
        "{}",
        change.text.en
    );
    assert!(change.text.zh.contains("因数据修订"));
    assert_eq!(report.changes.len(), 2, "nothing else changed");
}

#[test]
fn the_same_report_again_has_no_changes_and_keeps_its_days() {
    let (plan, histories) = (sample::plan(), sample::histories());
    let assessment = assess_plan(&plan, &histories, sample::view(), &BTreeMap::new());
    let previous = assemble(&plan, &histories, &assessment, &ReportContext::default());
    let mut later = sample::view();
    later.as_of = sample::day("2025-11-20");
    let assessment = assess_plan(&plan, &histories, later, &BTreeMap::new());
    let context = ReportContext {
        previous: Some(&previous),
        ..ReportContext::default()
    };
    let report = assemble(&plan, &histories, &assessment, &context);
    assert!(report.changes.is_empty(), "{:?}", report.changes);
    assert!(
        report
            .indicators
            .iter()
            .all(|indicator| indicator.status_since.0 == sample::view().as_of)
    );
}

#[test]
fn a_new_target_and_indicators_that_come_and_go_are_told() {
    let (mut plan, histories) = (sample::plan(), sample::histories());
    let before = assess_plan(&plan, &histories, sample::view(), &BTreeMap::new());
    let previous = assemble(&plan, &histories, &before, &ReportContext::default());
    plan.indicators[0].targets[0].value = Some(Decimal::from(900_000_000_000_i64));
    let gone = plan.indicators.pop().unwrap();
    plan.indicators[1].id = milepost_model::IndicatorId::parse("trade.exports.new").unwrap();
    plan.identities.clear();
    let after = assess_plan(&plan, &histories, sample::view(), &BTreeMap::new());
    let context = ReportContext {
        previous: Some(&previous),
        ..ReportContext::default()
    };
    let report = assemble(&plan, &histories, &after, &context);
    assert!(kinds(&report, "trade.total").contains(&ChangeKind::Target));
    assert_eq!(kinds(&report, "trade.exports.new"), [ChangeKind::Added]);
    let removed: Vec<_> = report
        .changes
        .iter()
        .filter(|change| change.kind == ChangeKind::Removed)
        .collect();
    let names: Vec<_> = removed
        .iter()
        .filter_map(|change| change.indicator.as_deref())
        .collect();
    assert_eq!(names, ["trade.exports", gone.id.as_str()]);
}
