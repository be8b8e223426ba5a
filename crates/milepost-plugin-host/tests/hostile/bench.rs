//! The place where hostile guests are tried: one host, one bulletin, and a good plugin that must not suffer.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use milepost_document::{Document, Input, Limits, parse};
use milepost_model::{IndicatorId, Measure, Unit};
use milepost_plugin_host::{
    Compiler, Host, HostOptions, Plugin, PluginLimits, RunInput, RunLimits, RunOutcome, RunReport,
};
use milepost_verify::{Catalogue, IndicatorRule};

use crate::guest::{Figure, Guest};

const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8">
<title>2024年前三季度重庆外贸运行情况</title><meta name="PubDate" content="2024-10-24 09:30"></head>
<body><div class="trs_editor_view"><h1>2024年前三季度重庆外贸运行情况</h1>
<p>前三季度，全市货物进出口总额5385.9亿元，增长1.2%。</p>
<p>前三季度，全市货物进出口总额5395.9亿元。</p>
<table><tr><td>指标</td><td>亿元</td></tr><tr><td>进出口</td><td>5385.9</td></tr></table>
</div></body></html>"#;

pub(crate) const fn page() -> &'static str {
    PAGE
}

pub(crate) fn document() -> Arc<Document> {
    let url = "https://sww.cq.gov.cn/zwgk_247/202410/t20241024_1.html";
    Arc::new(parse(&Input::new(PAGE.as_bytes(), url), &Limits::default()).unwrap())
}

pub(crate) fn catalogue() -> Catalogue {
    let rule = IndicatorRule {
        unit: Unit::Cny,
        measure: Measure::Flow,
        natural_limit: None,
    };
    let ids = ["trade.total", "trade.exports"].map(|id| (IndicatorId::parse(id).unwrap(), rule.clone()));
    Catalogue::new(ids, vec!["重庆".to_owned(), "全市".to_owned()])
}

pub(crate) fn worker() -> Compiler {
    Compiler::Worker {
        program: PathBuf::from(env!("CARGO_BIN_EXE_milepost-compile-worker")),
        args: Vec::new(),
    }
}

pub(crate) fn host() -> Host {
    Host::new(HostOptions::new(worker())).unwrap()
}

/// The limits as shipped.
pub(crate) fn limits() -> PluginLimits {
    PluginLimits::default()
}

/// Less time, for guests that are meant to use it up.
fn short() -> PluginLimits {
    let native = RunLimits {
        time: Duration::from_millis(300),
        ..RunLimits::NATIVE
    };
    PluginLimits {
        native,
        ..PluginLimits::default()
    }
}

pub(crate) fn run_with(
    host: &Host,
    plugin: &Plugin,
    settings: &[(String, String)],
    limits: PluginLimits,
) -> RunReport {
    let catalogue = catalogue();
    // A bulletin with one attachment.
    let documents = [document(), document()];
    host.run(
        plugin,
        RunInput {
            documents: &documents,
            catalogue: &catalogue,
            settings,
            published: None,
            limits,
            measure_cost: false,
        },
    )
}

pub(crate) fn run(host: &Host, guest: &Guest) -> RunReport {
    let plugin = host.load(&guest.plugin()).unwrap();
    run_with(host, &plugin, &[], limits())
}

/// An extractor that gives the page's one figure.
pub(crate) fn good() -> Guest {
    Guest::new("(call $drop_doc (local.get $doc))")
        .emit(&Figure::honest(&document()))
        .count("(i32.const 1)")
        .with_manifest("hostile", "good")
}

/// Runs a hostile guest: it ends as expected, soon, with a reason, and leaves nothing; the good one then runs as ever.
#[track_caller]
pub(crate) fn stopped(guest: &Guest, outcome: RunOutcome, reason: &str) -> RunReport {
    let limits = if outcome == RunOutcome::Deadline {
        short()
    } else {
        limits()
    };
    stopped_within(limits, guest, outcome, reason)
}

/// The same, within other limits.
#[track_caller]
pub(crate) fn stopped_within(
    given: PluginLimits,
    guest: &Guest,
    outcome: RunOutcome,
    reason: &str,
) -> RunReport {
    let host = host();
    let good = host.load(&good().plugin()).unwrap();
    let hostile = host.load(&guest.plugin()).unwrap();
    let started = Instant::now();
    let report = run_with(&host, &hostile, &[], given);
    let took = started.elapsed();
    assert_eq!(report.outcome, outcome, "{report:#?}");
    assert!(
        report.reason.contains(reason),
        "`{reason}` is not in `{}`",
        report.reason
    );
    assert!(report.observations.is_empty(), "a broken run left something");
    assert!(took < Duration::from_secs(10), "it took {took:?}");
    assert!(report.memory_bytes <= RunLimits::NATIVE.memory_bytes);
    let unharmed = run_with(&host, &good, &[], limits());
    assert_eq!(unharmed.outcome, RunOutcome::Ok, "{unharmed:#?}");
    assert_eq!(unharmed.observations.len(), 1);
    report
}
