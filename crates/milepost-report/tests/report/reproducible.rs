//! The same inputs give the same bytes: whenever, and in whatever order things arrived.

use std::collections::BTreeMap;

use milepost_model::Language;
use milepost_report::{
    CsvTable, Report, ReportContext, assemble, render_csv, render_dsd, render_html, render_json,
    render_markdown, render_sdmx_csv, render_xlsx,
};
use milepost_trajectory::assess_plan;

use crate::sample;

fn all_forms(report: &Report) -> Vec<Vec<u8>> {
    let mut forms = vec![render_json(report), render_sdmx_csv(report), render_dsd(report)];
    forms.extend(CsvTable::ALL.map(|table| render_csv(report, table)));
    for language in [Language::En, Language::Zh] {
        forms.push(render_html(report, language));
        forms.push(render_markdown(report, language));
    }
    let mut bytes: Vec<Vec<u8>> = forms.into_iter().map(String::into_bytes).collect();
    bytes.push(render_xlsx(report, Language::Zh).unwrap());
    #[cfg(feature = "parquet")]
    bytes.push(milepost_report::render_parquet(report).unwrap());
    bytes
}

#[test]
fn every_form_comes_out_the_same_again() {
    let (first, second) = (all_forms(&sample::report()), all_forms(&sample::report()));
    for (index, (first, second)) in first.iter().zip(&second).enumerate() {
        assert!(first == second, "form {index}");
    }
}

#[test]
fn figures_that_arrive_in_another_order_make_the_same_report() {
    let plan = sample::plan();
    let make = |histories: &[milepost_model::VintageHistory]| {
        let assessment = assess_plan(&plan, histories, sample::view(), &BTreeMap::new());
        assemble(&plan, histories, &assessment, &ReportContext::default())
    };
    let mut turned = sample::histories();
    turned.reverse();
    for history in &mut turned {
        history.vintages.reverse();
    }
    assert_eq!(
        render_json(&make(&turned)),
        render_json(&make(&sample::histories()))
    );
}

#[test]
fn what_came_later_does_not_change_a_past_report() {
    let plan = sample::plan();
    let make = |histories: &[milepost_model::VintageHistory]| {
        let assessment = assess_plan(&plan, histories, sample::earlier_view(), &BTreeMap::new());
        assemble(&plan, histories, &assessment, &ReportContext::default())
    };
    let view = sample::earlier_view();
    let mut then = sample::histories();
    for history in &mut then {
        history
            .vintages
            .retain(|vintage| vintage.published() <= view.as_of && vintage.known_at() <= view.known_at);
    }
    then.retain(|history| !history.vintages.is_empty());
    assert_eq!(
        render_json(&make(&then)),
        render_json(&make(&sample::histories()))
    );
}

#[test]
fn the_digest_of_the_figures_follows_the_figures() {
    let (plan, mut histories) = (sample::plan(), sample::histories());
    let digest = |histories: &[milepost_model::VintageHistory]| {
        let assessment = assess_plan(&plan, histories, sample::view(), &BTreeMap::new());
        assemble(&plan, histories, &assessment, &ReportContext::default())
            .inputs
            .figures_sha256
    };
    let before = digest(&histories);
    if let milepost_model::Vintage::Observed(observation) = &mut histories[0].vintages[0] {
        observation.value += milepost_model::Decimal::ONE;
    }
    assert_ne!(digest(&histories), before);
}
