//! Small documents and observations to store.

use std::path::Path;

use milepost_model::{
    Comparison, ContentHash, Evidence, EvidenceRole, Extractor, IndicatorId, NaiveDate, Observation, Origin,
    Period, PluginId, Provenance, Role, SourceId, SourceTier, Timestamp, Unit,
};
use milepost_store::{
    CandidateText, DocumentRecord, OpenOptions, PluginUse, Reading, RefusedCount, SetAside, SnapshotMeta,
    Store, Validators, content_hash,
};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn now() -> Timestamp {
    at("2026-11-01T08:00:00Z")
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn indicator() -> IndicatorId {
    IndicatorId::parse("trade.total").unwrap()
}

pub(crate) fn source() -> SourceId {
    SourceId::parse("cq-statistics").unwrap()
}

pub(crate) fn open(dir: &Path) -> Store {
    Store::open(dir, OpenOptions::new(now())).unwrap()
}

/// A level of `trade.total` for `period`, in yuan printed to the 亿 with two decimals.
pub(crate) fn figure(period: &str, value: &str, published: &str) -> Observation {
    Observation {
        indicator: indicator(),
        role: Role::Level,
        period: Period::parse(period).unwrap(),
        value: value.parse().unwrap(),
        unit: Unit::Cny,
        comparison: Comparison::Eq,
        step: "1000000".parse().unwrap(),
        printed: "7154.20亿元".into(),
        scope: "全市".into(),
        dims: Vec::new(),
        evidence: vec![
            quote(EvidenceRole::Value, "进出口总值7154.20亿元"),
            quote(EvidenceRole::Period, "2024年"),
        ],
        published: day(published),
        known_at: at("2026-01-05T03:00:00.123456789Z"),
        provenance: Provenance {
            source: source(),
            tier: SourceTier::OFFICIAL,
            url: format!("https://tjj.example.cn/t{published}.html"),
            title: "公报".into(),
            snapshot: None,
            origin: Origin::Extracted(Extractor {
                plugin: PluginId::parse("trade").unwrap(),
                version: "1.0.0".into(),
                component: content_hash(b"component"),
            }),
            insecure: false,
        },
    }
}

pub(crate) fn quote(role: EvidenceRole, text: &str) -> Evidence {
    Evidence {
        role,
        document: 0,
        node: 7,
        quote: text.into(),
    }
}

pub(crate) fn fetch(url: &str) -> SnapshotMeta {
    SnapshotMeta {
        source: source(),
        url: url.into(),
        final_url: url.into(),
        redirects: Vec::new(),
        status: Some(200),
        request_headers: vec![("user-agent".into(), "milepost".into())],
        response_headers: vec![("content-type".into(), "text/html".into())],
        fetched_at: at("2026-01-05T03:00:00Z"),
        content_type: Some("text/html".into()),
    }
}

/// A document of one article with these observations, its snapshot stored.
pub(crate) fn document(store: &Store, article: &str, observations: Vec<Observation>) -> DocumentRecord {
    let snapshot = store
        .put_snapshot(
            article.as_bytes(),
            &fetch(&format!("https://tjj.example.cn/{article}")),
        )
        .unwrap();
    document_of(article, snapshot, observations)
}

pub(crate) fn document_of(
    article: &str,
    snapshot: ContentHash,
    mut observations: Vec<Observation>,
) -> DocumentRecord {
    for observation in &mut observations {
        observation.provenance.snapshot = Some(snapshot);
    }
    DocumentRecord {
        source: source(),
        article_id: article.into(),
        url: format!("https://tjj.example.cn/{article}"),
        title: "公报".into(),
        snapshot,
        attachments: Vec::new(),
        text_hash: Some(content_hash(b"text")),
        published: Some(day("2026-01-05")),
        class: "new".into(),
        reading: Reading::Read,
        observations,
        set_aside: Vec::new(),
        refused: vec![RefusedCount {
            code: "quote-not-found".into(),
            count: 2,
        }],
        plugins: vec![PluginUse {
            plugin: PluginId::parse("trade").unwrap(),
            version: "1.0.0".into(),
            component: content_hash(b"component"),
            outcome: "ok".into(),
            reason: None,
        }],
        validators: Some(Validators {
            url: format!("https://tjj.example.cn/{article}"),
            etag: Some("\"1\"".into()),
            last_modified: None,
            checked_at: now(),
            full_at: Some(now()),
            checks_since_full: 0,
            body: Some(snapshot),
            text: None,
        }),
        run: Some(1),
        recorded_at: now(),
    }
}

pub(crate) fn set_aside(id: &str) -> SetAside {
    SetAside {
        id: id.into(),
        plugin: PluginId::parse("trade").unwrap(),
        candidate: CandidateText {
            indicator: "trade.total".into(),
            role: "level".into(),
            value: "715420000000".into(),
            unit: "CNY".into(),
            period: "2024".into(),
            comparison: "eq".into(),
            printed: "7154.20亿元".into(),
            ..CandidateText::default()
        },
        code: "plausibility".into(),
        message: "ten times the year before".into(),
    }
}

/// Record the figures as bulletins of their own, one article each.
pub(crate) fn record(store: &Store, article: &str, figures: Vec<Observation>) -> milepost_store::Recorded {
    let record = document(store, article, figures);
    store.record_document(record).unwrap()
}
