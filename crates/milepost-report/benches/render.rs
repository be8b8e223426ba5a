//! How long a report takes: a plan of 41 indicators to HTML, 10,000 indicators by 120 figures to JSON.

#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with the tests, which may"
)]
#[path = "../tests/report/sample.rs"]
mod sample;

use std::collections::BTreeMap;

use divan::Bencher;
use milepost_model::Language;
use milepost_report::{ReportContext, assemble, render_html, render_json, render_xlsx};
use milepost_trajectory::assess_plan;

fn main() {
    divan::main();
}

/// From the assessment to the page: 50 ms at most, with the assessment itself.
#[divan::bench]
fn plan_to_html(bencher: Bencher<'_, '_>) {
    let (plan, histories) = sample::large_inputs(41, 120);
    bencher.bench_local(|| {
        let assessment = assess_plan(&plan, &histories, sample::view(), &BTreeMap::new());
        let report = assemble(&plan, &histories, &assessment, &ReportContext::default());
        render_html(&report, Language::Zh)
    });
}

/// 2 s at most, into memory.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn large_report_to_json(bencher: Bencher<'_, '_>) {
    let report = sample::large(10_000, 120);
    bencher.bench_local(|| render_json(&report).len());
}

/// What comes before: from the assessments to the report.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn large_assessment_to_report(bencher: Bencher<'_, '_>) {
    let (plan, histories) = sample::large_inputs(10_000, 120);
    let assessment = assess_plan(&plan, &histories, sample::view(), &BTreeMap::new());
    bencher.bench_local(|| assemble(&plan, &histories, &assessment, &ReportContext::default()));
}

#[divan::bench]
fn plan_to_workbook(bencher: Bencher<'_, '_>) {
    let report = sample::large(41, 120);
    bencher.bench_local(|| render_xlsx(&report, Language::Zh).map(|bytes| bytes.len()));
}
