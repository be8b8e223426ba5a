//! How fast extractors run: an empty run, a run of 180 observations beside the same work done natively, loading from
//! the cache, and a start with a thousand plugins.
#![allow(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a benchmark may stop where its own input fails; the guest's builder is shared with the hostile suite"
)]

#[path = "../tests/hostile/guest.rs"]
mod guest;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use divan::Bencher;
use milepost_document::{Document, Input, Limits, parse};
use milepost_model::{Evidence, EvidenceRole, IndicatorId, Measure, Unit};
use milepost_plugin_host::{
    Compiler, Host, HostOptions, Plugin, PluginLimits, Registry, RunInput, RunOutcome, TrustedKeys,
};
use milepost_verify::{Catalogue, Claim, IndicatorRule, RunKeys, Statements, verify};

use crate::guest::{Asking, Guest, KEYS, reader, reader_asking};

const PLUGINS: usize = 1_000;

fn main() {
    let is_filtered = std::env::args()
        .skip(1)
        .any(|argument| !argument.starts_with('-'));
    if !is_filtered {
        thousand_plugins();
    }
    divan::main();
}

/// A bulletin of 200 KB with 180 monthly figures of one indicator.
fn document() -> Arc<Document> {
    let mut page = String::from(
        "<html><head><meta charset=utf-8><title>重庆外贸历史数据</title></head><body><div class=TRS_Editor>\n",
    );
    for year in 2009..2024 {
        for month in 1..=12 {
            let value = year * 10 + month;
            page.push_str(&format!(
                "<p>{year}年{month}月，全市货物进出口总额{value}.5亿元。</p>\n"
            ));
            page.push_str(&format!(
                "<p style=\"text-indent: 2em\">{}</p>\n",
                "民营企业保持第一大外贸主体地位，市场多元化取得积极成效，结构持续优化，".repeat(10)
            ));
        }
    }
    page.push_str("</div></body></html>");
    let input = Input {
        published: milepost_model::NaiveDate::from_ymd_opt(2024, 2, 1),
        ..Input::new(page.as_bytes(), "https://a.gov.cn/t20240201_1.html")
    };
    assert!((190_000..230_000).contains(&page.len()), "{} bytes", page.len());
    Arc::new(parse(&input, &Limits::default()).unwrap())
}

/// The same figures as a table, in as large a bulletin.
fn table_document() -> Arc<Document> {
    let mut page = String::from(
        "<html><head><meta charset=utf-8><title>重庆外贸历史数据</title></head><body><div class=TRS_Editor>\n\
         <p>单位：亿元</p><table><tr><td>月份</td><td>全市货物进出口总额</td></tr>\n",
    );
    for year in 2009..2024 {
        for month in 1..=12 {
            let value = year * 10 + month;
            page.push_str(&format!(
                "<tr><td>{year}年{month}月</td><td>{value}.5</td></tr>\n"
            ));
        }
    }
    page.push_str("</table>");
    for _ in 0..180 {
        page.push_str(&format!(
            "<p style=\"text-indent: 2em\">{}</p>\n",
            "民营企业保持第一大外贸主体地位，市场多元化取得积极成效，结构持续优化，".repeat(9)
        ));
    }
    page.push_str("</div></body></html>");
    let input = Input {
        published: milepost_model::NaiveDate::from_ymd_opt(2024, 2, 1),
        ..Input::new(page.as_bytes(), "https://a.gov.cn/t20240201_1.html")
    };
    Arc::new(parse(&input, &Limits::default()).unwrap())
}

/// Takes the table as one answer, and emits each of its rows: one call a figure.
fn table_reader() -> Guest {
    let mut guest = Guest::new("");
    let (metric, metric_len) = guest.text("trade.total");
    let (unit, unit_len) = guest.text("CNY");
    // The first table stands at 512; its texts at 24, its nodes at 32 of the record, a row is two slots.
    let slot = |what: usize, width: usize, col: usize| {
        format!(
            "(i32.add (i32.load (i32.add (i32.load (i32.const 512)) (i32.const {what})))
               (i32.mul (i32.add (i32.shl (local.get $i) (i32.const 1)) (i32.const {col})) (i32.const {width})))"
        )
    };
    let text = |col: usize| slot(28, 8, col);
    let node = |col: usize| slot(36, 4, col);
    let evidence: String = [(2_048, 0, 1), (2_068, 1, 0)]
        .into_iter()
        .map(|(at, role, col)| {
            format!(
                "(i32.store (i32.const {at}) (i32.const {role}))
                 (i32.store (i32.const {}) (i32.const 0))
                 (i32.store (i32.const {}) (i32.load {}))
                 (i64.store (i32.const {}) (i64.load {}))",
                at + 4,
                at + 8,
                node(col),
                at + 12,
                text(col)
            )
        })
        .collect();
    let (period, printed) = (text(0), text(1));
    guest
        .then(&format!(
            "(call $tables (local.get $doc) (i32.const 512))
             (local.set $i (i32.const 1))
             (loop $again
               (call $period (i32.load {period}))
               (local.set $j (call $value (i32.load {printed}) (i32.load offset=4 {printed})))
               {evidence}
               (call $emit (i32.const {metric}) (i32.const {metric_len}) (i32.const 1100) (i32.const 7)
                 (i32.const 1200) (local.get $j) (i32.const {unit}) (i32.const {unit_len})
                 (i32.load {printed}) (i32.load offset=4 {printed})
                 (i32.const 0) (i32.const 0) (i32.const 2048) (i32.const 2) (i32.const 1040))
               (local.set $i (i32.add (local.get $i) (i32.const 1)))
               (br_if $again (i32.le_u (local.get $i) (i32.const 180))))"
        ))
        .items(
            ";; «2009年1月» at $at to «2009-01» at 1100
             (func $period (param $at i32) (local $c i32)
               (i32.store (i32.const 1100) (i32.load (local.get $at)))
               (i32.store8 (i32.const 1104) (i32.const 45))
               (local.set $c (i32.load8_u offset=8 (local.get $at)))
               (if (i32.lt_u (i32.sub (local.get $c) (i32.const 48)) (i32.const 10))
                 (then (i32.store8 (i32.const 1105) (i32.load8_u offset=7 (local.get $at)))
                       (i32.store8 (i32.const 1106) (local.get $c)))
                 (else (i32.store8 (i32.const 1105) (i32.const 48))
                       (i32.store8 (i32.const 1106) (i32.load8_u offset=7 (local.get $at))))))
             ;; «20091.5» in 100 million yuan to «2009150000000» at 1200
             (func $value (param $at i32) (param $len i32) (result i32) (local $to i32) (local $end i32) (local $c i32)
               (local.set $to (i32.const 1200))
               (local.set $end (i32.add (local.get $at) (local.get $len)))
               (loop $again
                 (local.set $c (i32.load8_u (local.get $at)))
                 (if (i32.ne (local.get $c) (i32.const 46))
                   (then (i32.store8 (local.get $to) (local.get $c))
                         (local.set $to (i32.add (local.get $to) (i32.const 1)))))
                 (local.set $at (i32.add (local.get $at) (i32.const 1)))
                 (br_if $again (i32.lt_u (local.get $at) (local.get $end))))
               (i64.store (local.get $to) (i64.const 0x3030303030303030))
               (i32.sub (i32.add (local.get $to) (i32.const 7)) (i32.const 1200)))",
        )
        .count("(i32.const 180)")
}

fn catalogue() -> Catalogue {
    let rule = IndicatorRule {
        unit: Unit::Cny,
        measure: Measure::Flow,
        natural_limit: None,
    };
    let id = IndicatorId::parse("trade.total").unwrap();
    Catalogue::new([(id, rule)], vec!["全市".to_owned()])
}

fn host(cache: Option<PathBuf>) -> Host {
    let mut options = HostOptions::new(Compiler::InProcess);
    options.cache = cache;
    Host::new(options).unwrap()
}

fn input<'a>(document: &'a Arc<Document>, catalogue: &'a Catalogue) -> RunInput<'a> {
    RunInput {
        documents: std::slice::from_ref(document),
        catalogue,
        settings: &[],
        published: None,
        limits: PluginLimits::default(),
        measure_cost: false,
    }
}

fn run(host: &Host, plugin: &Plugin, document: &Arc<Document>, catalogue: &Catalogue, expected: usize) {
    let report = host.run(plugin, input(document, catalogue));
    assert_eq!(report.outcome, RunOutcome::Ok, "{}", report.reason);
    assert_eq!(
        report.observations.len(),
        expected,
        "{:?}",
        report.refused.first()
    );
}

/// What a run costs before the extractor's first instruction.
#[divan::bench]
fn instantiate(bencher: Bencher<'_, '_>) {
    let (host, document, catalogue) = (host(None), document(), catalogue());
    let plugin = host.load(&Guest::new("").plugin()).unwrap();
    bencher.bench_local(|| host.instantiate(&plugin, input(&document, &catalogue)).unwrap());
}

#[divan::bench]
fn empty_run(bencher: Bencher<'_, '_>) {
    let (host, document, catalogue) = (host(None), document(), catalogue());
    let plugin = host.load(&Guest::new("").plugin()).unwrap();
    bencher.bench_local(|| run(&host, &plugin, &document, &catalogue, 0));
}

#[divan::bench]
fn component_of_180_observations(bencher: Bencher<'_, '_>) {
    let (host, document, catalogue) = (host(None), document(), catalogue());
    let plugin = host.load(&reader().plugin()).unwrap();
    bencher.bench_local(|| run(&host, &plugin, &document, &catalogue, 180));
}

/// The same, asking for all fields of a statement in one call.
#[divan::bench]
fn component_of_180_observations_at_once(bencher: Bencher<'_, '_>) {
    let (host, document, catalogue) = (host(None), document(), catalogue());
    let plugin = host.load(&reader_asking(Asking::AtOnce).plugin()).unwrap();
    bencher.bench_local(|| run(&host, &plugin, &document, &catalogue, 180));
}

#[divan::bench]
fn native_of_180_observations(bencher: Bencher<'_, '_>) {
    let (document, catalogue) = (document(), catalogue());
    bencher.bench_local(|| {
        let documents = [&*document];
        let mut keys = RunKeys::default();
        let statements = Statements::new(documents.to_vec(), catalogue.area_names());
        let phrases = [vec!["进出口总额".to_owned()]];
        let mut accepted = Vec::new();
        for number in statements.about(0, &phrases) {
            let said = KEYS.map(|key| statements.field(number, key).unwrap());
            let [
                node,
                quote,
                period_node,
                period_quote,
                period,
                value,
                unit,
                printed,
                role,
                comparison,
            ] = said;
            let evidence = |role, node: &str, quote| Evidence {
                role,
                document: 0,
                node: node.parse().unwrap(),
                quote,
            };
            let claim = Claim {
                metric: "trade.total".to_owned(),
                period,
                value,
                unit,
                printed,
                dims: vec![("role".to_owned(), role), ("comparison".to_owned(), comparison)],
                evidence: vec![
                    evidence(EvidenceRole::Value, &node, quote),
                    evidence(EvidenceRole::Period, &period_node, period_quote),
                ],
            };
            accepted.push(verify(&claim, &documents, &catalogue, None, &mut keys).unwrap());
        }
        assert_eq!(accepted.len(), 180);
        accepted
    });
}

#[divan::bench]
fn component_of_a_table_of_180(bencher: Bencher<'_, '_>) {
    let (host, document, catalogue) = (host(None), table_document(), catalogue());
    let plugin = host.load(&table_reader().plugin()).unwrap();
    bencher.bench_local(|| run(&host, &plugin, &document, &catalogue, 180));
}

#[divan::bench]
fn native_of_a_table_of_180(bencher: Bencher<'_, '_>) {
    let (document, catalogue) = (table_document(), catalogue());
    bencher.bench_local(|| {
        let mut keys = RunKeys::default();
        let tables = document.tables().to_vec();
        let mut accepted = Vec::new();
        for row in 1..=180 {
            let text = |col| tables[0].text(row, col).unwrap().to_owned();
            let (month, printed) = (text(0), text(1));
            let (year, rest) = month.split_once('年').unwrap();
            let number: u32 = rest.trim_end_matches('月').parse().unwrap();
            let evidence = |role, col| Evidence {
                role,
                document: 0,
                node: tables[0].node_at(row, col).unwrap(),
                quote: text(col),
            };
            let claim = Claim {
                metric: "trade.total".to_owned(),
                period: format!("{year}-{number:02}"),
                value: printed.replace('.', "") + "0000000",
                unit: "CNY".to_owned(),
                printed,
                dims: Vec::new(),
                evidence: vec![
                    evidence(EvidenceRole::Value, 1),
                    evidence(EvidenceRole::Period, 0),
                ],
            };
            accepted.push(verify(&claim, &[&*document], &catalogue, None, &mut keys).unwrap());
        }
        accepted
    });
}

#[divan::bench]
fn load_from_cache(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let host = host(Some(folder.path().to_owned()));
    // As large as a Rust extractor: 150 KB of functions.
    let ballast: String = (0..2_600)
        .map(|number| {
            format!("(func (export \"f{number}\") (param i32) (result i32) (i32.mul (i32.add (local.get 0) (i32.const {number})) (i32.const 48271)))")
        })
        .collect();
    let bytes = reader().items(&ballast).plugin();
    host.load(&bytes).unwrap();
    bencher.bench_local(|| host.load(&bytes).unwrap());
}

/// Registers a thousand plugins, as a daemon does when it starts, and says how long it took and what memory it takes.
fn thousand_plugins() {
    let folder = tempfile::tempdir().unwrap();
    let plugins = folder.path().join("plugins");
    let cache = folder.path().join("cache");
    let installer = Registry::new(plugins.clone(), host(Some(cache.clone())), TrustedKeys::default());
    for number in 0..PLUGINS {
        let guest = reader().with_manifest("hostile", &format!("p{number}"));
        let file = folder.path().join("p.wasm");
        std::fs::write(&file, guest.plugin()).unwrap();
        installer.install(&file).unwrap();
    }
    drop(installer);
    let (before, started) = (resident_kib(), Instant::now());
    let registry = Registry::new(plugins, host(Some(cache)), TrustedKeys::default());
    assert_eq!(registry.load_all().unwrap().taken.len(), PLUGINS);
    let took = started.elapsed();
    let registered = resident_kib();
    let (document, catalogue) = (document(), catalogue());
    let started = Instant::now();
    for plugin in registry.plugins() {
        run(registry.host(), &plugin, &document, &catalogue, 180);
    }
    eprintln!(
        "{PLUGINS} plugins: registered in {took:?}, {} MiB in all ({} MiB more than before); each run once in {:?}, then {} MiB in all",
        registered >> 10,
        registered.saturating_sub(before) >> 10,
        started.elapsed(),
        resident_kib() >> 10
    );
}

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
