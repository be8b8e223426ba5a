//! Stored formats: what any released version wrote is read for good.

use std::path::Path;

use milepost_store::{OpenOptions, Store};

use crate::sample::{indicator, now};

/// A backup written by format 1, uncompressed: one record of every kind. Never change it.
const FORMAT_1: &str = include_str!("../fixtures/format-1.jsonl");

fn restore(lines: &str, dir: &Path) -> Store {
    let file = dir.join("backup.mpb");
    std::fs::write(&file, zstd::encode_all(lines.as_bytes(), 1).unwrap()).unwrap();
    Store::restore(&file, &dir.join("store"), OpenOptions::new(now())).unwrap();
    Store::open(&dir.join("store"), OpenOptions::new(now())).unwrap()
}

#[test]
fn a_store_of_format_1_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let store = restore(FORMAT_1, dir.path());
    let check = store.check().unwrap();
    assert!(check.is_sound(), "{check:?}");
    let stats = store.stats().unwrap();
    for (table, count) in &stats.records {
        assert!(*count > 0, "the fixture has no record in {table}");
    }
    let histories = store.history(&indicator()).unwrap();
    assert_eq!(histories.len(), 1);
    assert_eq!(histories[0].vintages.len(), 3);
}
