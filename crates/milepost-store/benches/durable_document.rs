//! What it takes to make a document with 20 observations durable, and to load 50,000 small observations.
//!
//! Budgets (issue "One bulletin, end to end"): a document from snapshot to durable in 15 ms.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark"
)]

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use milepost_model::{
    Comparison, Evidence, EvidenceRole, IndicatorId, Observation, Origin, Period, Provenance, Role, SourceId,
    SourceTier, Unit,
};
use milepost_store::{
    ActKind, DocumentRecord, ManualAct, OpenOptions, Reading, SnapshotMeta, Store, content_hash,
};
use tempfile::TempDir;

fn main() {
    divan::main();
}

fn now() -> milepost_model::Timestamp {
    "2026-11-01T08:00:00Z".parse().unwrap()
}

fn source() -> SourceId {
    SourceId::parse("cq-statistics").unwrap()
}

fn observation(indicator: usize, month: u32, published: &str) -> Observation {
    Observation {
        indicator: IndicatorId::parse(&format!("trade.d{indicator}")).unwrap(),
        role: Role::Level,
        period: Period::month(2024, month).unwrap(),
        value: (indicator * 100).into(),
        unit: Unit::Cny,
        comparison: Comparison::Eq,
        step: 1_000_000.into(),
        printed: "7154.20亿元".into(),
        scope: "全市".into(),
        dims: Vec::new(),
        evidence: vec![
            quote(
                EvidenceRole::Value,
                "全年全市进出口总值7154.20亿元,比上年增长8.3%",
            ),
            quote(EvidenceRole::Period, "2024年"),
        ],
        published: published.parse().unwrap(),
        known_at: now(),
        provenance: Provenance {
            source: source(),
            tier: SourceTier::OFFICIAL,
            url: "https://tjj.example.cn/zwgk_233/tjgb/202503/t20250326_1.html".into(),
            title: "2024年国民经济和社会发展统计公报".into(),
            snapshot: None,
            origin: Origin::Manual {
                who: "bench".into(),
                why: "bench".into(),
            },
            insecure: false,
        },
    }
}

fn quote(role: EvidenceRole, text: &str) -> Evidence {
    Evidence {
        role,
        document: 0,
        node: 12,
        quote: text.into(),
    }
}

fn store_document(store: &Store, number: usize) {
    let bytes: Vec<u8> = (0..60_000)
        .map(|at: usize| b"0123456789abcdef"[(at * 31 + number) % 16])
        .collect();
    let bytes = [number.to_string().as_bytes(), &bytes].concat();
    let url = format!("https://tjj.example.cn/{number}");
    let meta = SnapshotMeta {
        source: source(),
        url: url.clone(),
        final_url: url.clone(),
        redirects: Vec::new(),
        status: Some(200),
        request_headers: Vec::new(),
        response_headers: Vec::new(),
        fetched_at: now(),
        content_type: None,
    };
    let snapshot = store.put_snapshot(&bytes, &meta).unwrap();
    let observations = (0..20).map(|turn| {
        let mut observation = observation(number * 20 + turn, 9, "2025-03-26");
        observation.provenance.snapshot = Some(snapshot);
        observation
    });
    let record = DocumentRecord {
        source: source(),
        article_id: url.clone(),
        url,
        title: "公报".into(),
        snapshot,
        attachments: Vec::new(),
        text_hash: Some(content_hash(b"text")),
        published: None,
        class: "new".into(),
        reading: Reading::Read,
        observations: observations.collect(),
        set_aside: Vec::new(),
        refused: Vec::new(),
        plugins: Vec::new(),
        validators: None,
        run: None,
        recorded_at: now(),
    };
    assert_eq!(store.record_document(record).unwrap().new_observations, 20);
}

/// Snapshot of 60 kB and 20 observations, both durable.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn document_of_20_observations_from_snapshot_to_durable(bencher: divan::Bencher<'_, '_>) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), OpenOptions::new(now())).unwrap();
    let next = AtomicUsize::new(0);
    bencher.bench_local(|| store_document(&store, next.fetch_add(1, Ordering::Relaxed)));
}

/// 500 indicators, 100 figures each, in a closed store.
static LARGE: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), OpenOptions::new(now())).unwrap();
    for part in 0..25 {
        let observations = (0..2_000).map(|turn| {
            let number = part * 2_000 + turn;
            let month = u32::try_from(number % 10).unwrap() + 1;
            let day = number / 10 % 10 + 1;
            observation(number / 100, month, &format!("2025-01-{day:02}"))
        });
        let mut observations: Vec<Observation> = observations.collect();
        for (turn, observation) in observations.iter_mut().enumerate() {
            observation.value += milepost_model::Decimal::from(turn);
        }
        let act = ManualAct {
            kind: ActKind::Import,
            who: "bench".into(),
            why: "bench".into(),
            at: now(),
            subject: part.to_string(),
        };
        store.import(observations, act).unwrap();
    }
    dir
});

#[divan::bench(sample_count = 10, sample_size = 1)]
fn open_a_store_of_50_000_observations() {
    drop(Store::open(LARGE.path(), OpenOptions::new(now())).unwrap());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn load_50_000_observations(bencher: divan::Bencher<'_, '_>) {
    let store = Store::open(LARGE.path(), OpenOptions::new(now())).unwrap();
    bencher.bench_local(|| {
        let histories = store.all_histories().unwrap();
        let vintages: usize = histories.iter().map(|history| history.vintages.len()).sum();
        assert_eq!(vintages, 50_000);
    });
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn load_one_indicator_of_500(bencher: divan::Bencher<'_, '_>) {
    let store = Store::open(LARGE.path(), OpenOptions::new(now())).unwrap();
    let indicator = IndicatorId::parse("trade.d250").unwrap();
    bencher.bench_local(|| assert_eq!(store.history(&indicator).unwrap().len(), 10));
}
