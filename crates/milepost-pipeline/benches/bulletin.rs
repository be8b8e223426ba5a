//! A bulletin with 20 figures from its bytes to a durable record: kept, parsed, extracted, verified, held against history,
//! recorded, acknowledged. The bound is 15 ms, without the run that is opened and closed around it here.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench that fails panics")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use milepost_fetch::{Fetcher, FetcherOptions, FixedClock, SourceSpec};
use milepost_model::{DateTime, IndicatorId, Measure, SourceId, SourceTier, Timestamp, Unit};
use milepost_pipeline::{
    Extractors, Given, GivenBulletins, NoNotes, Parts, Pipeline, Reader, SourceSetup, Stop,
};
use milepost_plugin_host::{Compiler, Host, HostOptions, PluginLimits};
use milepost_store::{OpenOptions, Store};
use milepost_verify::{Catalogue, IndicatorRule};

fn main() {
    divan::main();
}

const EXTRACTOR: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../milepost-service/tests/fixtures/foreign-trade-abi-0.1.wasm"
);

/// The figures of one bulletin.
const FIGURES: usize = 20;

fn now() -> Timestamp {
    DateTime::from_timestamp(1_772_323_200, 0).unwrap()
}

fn catalogue() -> Catalogue {
    let rule = IndicatorRule {
        unit: Unit::Cny,
        measure: Measure::Flow,
        natural_limit: None,
    };
    let ids = ["trade.total", "trade.exports", "trade.imports"];
    let rules = ids.map(|id| (IndicatorId::parse(id).unwrap(), rule.clone()));
    Catalogue::new(rules, vec!["重庆".to_owned(), "全市".to_owned()])
}

fn pipeline(folder: &Path) -> Pipeline {
    let host = Host::new(HostOptions::new(Compiler::InProcess)).unwrap();
    let plugin = host.load_file(Path::new(EXTRACTOR)).unwrap();
    let clock = Arc::new(FixedClock(now()));
    Pipeline::new(Parts {
        store: Store::open(folder, OpenOptions::new(now())).unwrap(),
        fetcher: Arc::new(Fetcher::new(FetcherOptions::new(clock.clone())).unwrap()),
        extractors: Arc::new(Extractors::new(
            host,
            vec![plugin],
            BTreeMap::new(),
            PluginLimits::default(),
        )),
        catalogues: vec![catalogue()],
        clock,
        reader: Reader {
            limits: milepost_document::Limits::default(),
            worker: None,
        },
        version: "bench".to_owned(),
    })
}

/// Ten years of foreign trade with its growth: another bulletin for every number, that says the same.
fn page(number: usize) -> String {
    let year = |year: i32| {
        format!(
            "<p>{year}年，重庆外贸进出口总值{}亿元，同比增长{}%。</p>",
            5000 + year,
            year - 2010
        )
    };
    let years = (2014..2024).map(year).collect::<Vec<_>>().concat();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>外贸情况（第{number}期）</title><meta name=\"PubDate\" \
         content=\"2026-01-26 09:30\"></head><body><div class=\"TRS_Editor\">{years}</div></body></html>"
    )
}

fn setup() -> SourceSetup {
    let spec = SourceSpec::new(SourceId::parse("bench").unwrap());
    SourceSetup {
        spec,
        tier: SourceTier::OFFICIAL,
        plugins: Vec::new(),
    }
}

// Few: with every bulletin that repeats a figure, its history grows.
#[divan::bench(sample_count = 20)]
fn snapshot_to_durable(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let pipeline = pipeline(&folder.path().join("data"));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let number = AtomicUsize::new(0);
    bencher
        .with_inputs(|| {
            let number = number.fetch_add(1, Ordering::Relaxed);
            let file = folder.path().join(format!("{number}.html"));
            std::fs::write(&file, page(number)).unwrap();
            file
        })
        .bench_values(|file| {
            let given = GivenBulletins {
                setup: setup(),
                given: vec![Given::File(file)],
                published: None,
                force: false,
            };
            let outcome = runtime
                .block_on(pipeline.take_in(given, &NoNotes, &Stop::default()))
                .unwrap();
            // A bulletin that repeats what others said is recorded all the same.
            assert_eq!(outcome.observations(), FIGURES);
        });
}
