//! A document is recorded whole, once, and only on stored snapshots.

use milepost_store::{Effect, Reading, StoreError, content_hash};

use crate::sample::{day, document, document_of, fetch, figure, indicator, open, record, set_aside, source};

#[test]
fn everything_of_a_document_comes_back_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut given = document(&store, "a1", vec![figure("2024", "715420000000", "2025-03-26")]);
    given.set_aside = vec![set_aside("s1")];
    let recorded = store.record_document(given.clone()).unwrap();
    assert_eq!((recorded.new_observations, recorded.set_aside), (1, 1));
    assert_eq!(recorded.figures[0].effect, Effect::New);
    drop(store);

    let store = open(dir.path());
    assert!(store.recovery().events.is_empty(), "{:?}", store.recovery());
    let histories = store.history(&indicator()).unwrap();
    assert_eq!(histories.len(), 1);
    let milepost_model::Vintage::Observed(observation) = &histories[0].vintages[0] else {
        panic!()
    };
    assert_eq!(**observation, given.observations[0]);
    let documents = store.documents(Some(&source())).unwrap();
    assert_eq!(documents.len(), 1);
    assert_eq!((documents[0].observations, documents[0].set_aside), (1, 1));
    assert_eq!(store.article_documents(&source(), "a1").unwrap(), documents);
    assert_eq!(store.open_reviews().unwrap()[0].item, given.set_aside[0]);
    assert_eq!(store.validators(&source(), &given.url).unwrap(), given.validators);
    assert_eq!(store.snapshot(&given.snapshot).unwrap(), b"a1");
}

#[test]
fn recording_again_changes_nothing_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut given = document(&store, "a1", vec![figure("2024", "715420000000", "2025-03-26")]);
    given.set_aside = vec![set_aside("s1")];
    store.record_document(given.clone()).unwrap();
    let journal_bytes = store.stats().unwrap().journal_bytes;
    given.run = Some(2);
    given.recorded_at = crate::sample::at("2027-01-01T00:00:00Z");
    given.observations[0].known_at = crate::sample::at("2027-01-01T00:00:00Z");
    let recorded = store.record_document(given).unwrap();
    assert!(recorded.is_unchanged());
    assert_eq!(recorded.unchanged, 1);
    assert_eq!(
        store
            .put_snapshot(b"a1", &fetch("https://tjj.example.cn/a1"))
            .unwrap(),
        content_hash(b"a1")
    );
    assert_eq!(store.stats().unwrap().journal_bytes, journal_bytes);
}

#[test]
fn a_document_without_its_snapshot_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let missing = content_hash(b"never stored");
    let given = document_of("a1", missing, vec![figure("2024", "1", "2025-03-26")]);
    let refused = store.record_document(given);
    assert!(matches!(refused, Err(StoreError::UnknownSnapshot(hash)) if hash == missing));
    assert!(store.all_histories().unwrap().is_empty());
    assert!(store.documents(None).unwrap().is_empty());
    assert!(matches!(
        store.snapshot(&missing),
        Err(StoreError::UnknownSnapshot(_))
    ));
}

#[test]
fn an_unreadable_bulletin_is_kept_with_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut given = document(&store, "scan.pdf", Vec::new());
    given.reading = Reading::Unreadable {
        reason: "the pages are images".into(),
    };
    given.text_hash = None;
    store.record_document(given).unwrap();
    record(&store, "a2", vec![figure("2024", "1", "2025-03-26")]);
    let unreadable = store.unreadable_documents().unwrap();
    assert_eq!(unreadable.len(), 1);
    assert_eq!(
        unreadable[0].reading,
        Reading::Unreadable {
            reason: "the pages are images".into()
        }
    );
}

#[test]
fn every_fetch_of_the_same_bytes_is_kept_and_the_bytes_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let first = fetch("https://tjj.example.cn/a");
    let mut second = fetch("https://tjj.example.cn/a_wap");
    second.fetched_at = crate::sample::at("2026-01-06T03:00:00Z");
    let hash = store.put_snapshot(b"same", &first).unwrap();
    assert_eq!(store.put_snapshot(b"same", &second).unwrap(), hash);
    store.put_snapshot(b"same", &first).unwrap();
    let fetches = store.snapshot_fetches(&hash).unwrap();
    assert_eq!(
        fetches.iter().map(|fetch| &fetch.meta).collect::<Vec<_>>(),
        [&first, &second]
    );
    assert_eq!(store.stats().unwrap().snapshot_files, 1);
}

#[test]
fn records_of_any_size_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut long = figure("2024", "1", "2025-03-26");
    long.evidence[0].quote = "长".repeat(200_000);
    let mut given = document(&store, &"é".repeat(3000), vec![long.clone()]);
    given.title = "t".repeat(100_000);
    long.provenance.snapshot = Some(given.snapshot);
    store.record_document(given.clone()).unwrap();
    drop(store);
    let store = open(dir.path());
    let milepost_model::Vintage::Observed(read) = &store.history(&indicator()).unwrap()[0].vintages[0] else {
        panic!()
    };
    assert_eq!(**read, long);
    assert_eq!(store.documents(None).unwrap()[0].title, given.title);
    assert!(store.check().unwrap().is_sound());
    assert_eq!(store.unreadable_documents().unwrap(), []);
    assert!(day("2025-03-26") == long.published);
}
