//! Backup, restore, export, statistics.

use std::fs;

use milepost_store::{OpenOptions, Store, StoreError};

use crate::sample::{document, figure, indicator, now, open, record, set_aside};

fn filled(dir: &std::path::Path) -> Store {
    let store = open(dir);
    record(&store, "a1", vec![figure("2024", "715420000000", "2025-01-20")]);
    record(&store, "a2", vec![figure("2024", "715600000000", "2025-03-26")]);
    let mut large = document(&store, "a3", vec![figure("2023", "1", "2025-03-26")]);
    large.title = "t".repeat(30_000);
    large.set_aside = vec![set_aside("s1")];
    store.record_document(large).unwrap();
    store
}

#[test]
fn a_restored_backup_is_the_same_store() {
    let dir = tempfile::tempdir().unwrap();
    let store = filled(&dir.path().join("store"));
    let file = dir.path().join("backup.mpb");
    let copied = store.backup(&file).unwrap();
    let restored_dir = dir.path().join("restored");
    assert_eq!(
        Store::restore(&file, &restored_dir, OpenOptions::new(now())).unwrap(),
        copied
    );
    let restored = open(&restored_dir);
    assert!(restored.recovery().events.is_empty(), "{:?}", restored.recovery());
    assert_eq!(restored.all_histories().unwrap(), store.all_histories().unwrap());
    assert_eq!(restored.documents(None).unwrap(), store.documents(None).unwrap());
    assert_eq!(restored.reviews().unwrap(), store.reviews().unwrap());
    assert_eq!(restored.stats().unwrap().records, store.stats().unwrap().records);
    assert!(restored.check().unwrap().is_sound());
    // Backing the restored store up again gives the same lines.
    let again = dir.path().join("again.mpb");
    restored.backup(&again).unwrap();
    let lines = |path| zstd::stream::decode_all(fs::File::open(path).unwrap()).unwrap();
    assert_eq!(lines(&file), lines(&again));
}

#[test]
fn a_changed_or_cut_backup_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = filled(&dir.path().join("store"));
    let file = dir.path().join("backup.mpb");
    store.backup(&file).unwrap();
    let lines = zstd::stream::decode_all(fs::File::open(&file).unwrap()).unwrap();
    let text = String::from_utf8(lines).unwrap();
    let changed = [
        text.replacen("7154.20亿元", "7154.21亿元", 1),
        text.lines().take(4).map(|line| format!("{line}\n")).collect(),
        text.lines()
            .filter(|line| !line.contains("\"runs\""))
            .skip(1)
            .map(|line| format!("{line}\n"))
            .collect(),
        text.replacen("\"record\":\"figures\"", "\"record\":\"numbers\"", 1),
        String::new(),
        "not a backup\n".into(),
    ];
    let target = dir.path().join("restored");
    for (turn, text) in changed.into_iter().enumerate() {
        fs::write(&file, zstd::encode_all(text.as_bytes(), 1).unwrap()).unwrap();
        let error = Store::restore(&file, &target, OpenOptions::new(now())).unwrap_err();
        assert!(matches!(error, StoreError::BadBackup { .. }), "{turn}: {error}");
        assert!(
            !target.exists() && !target.with_extension("half-restored").exists(),
            "{turn}"
        );
    }
    let newer = text.replacen("\"store_format\":1", "\"store_format\":4", 1);
    fs::write(&file, zstd::encode_all(newer.as_bytes(), 1).unwrap()).unwrap();
    let error = Store::restore(&file, &target, OpenOptions::new(now())).unwrap_err();
    assert_eq!(error.to_string(), "store format 4, this build knows 1");
    fs::write(&file, b"no zstd").unwrap();
    assert!(Store::restore(&file, &target, OpenOptions::new(now())).is_err());
}

#[test]
fn a_backup_is_not_restored_over_anything() {
    let dir = tempfile::tempdir().unwrap();
    let store = filled(&dir.path().join("store"));
    let file = dir.path().join("backup.mpb");
    store.backup(&file).unwrap();
    let refused = Store::restore(&file, &dir.path().join("store"), OpenOptions::new(now()));
    assert!(matches!(refused, Err(StoreError::Refused(_))));
    fs::create_dir(dir.path().join("empty")).unwrap();
    Store::restore(&file, &dir.path().join("empty"), OpenOptions::new(now())).unwrap();
    let error = store
        .backup(&dir.path().join("no/such/folder/backup.mpb"))
        .unwrap_err();
    assert!(error.to_string().starts_with("cannot create "), "{error}");
}

#[test]
fn the_export_has_every_statement_with_its_proof() {
    let dir = tempfile::tempdir().unwrap();
    let store = filled(dir.path());
    let mut out = Vec::new();
    assert_eq!(store.export(&mut out).unwrap(), 3);
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["milepost_export"], 1);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1]["observed"]["period"], "2023");
    assert_eq!(lines[2]["observed"]["value"], "715420000000");
    assert_eq!(
        lines[2]["observed"]["evidence"][0]["quote"],
        "进出口总值7154.20亿元"
    );
}

#[test]
fn statistics_count_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let store = filled(dir.path());
    let stats = store.stats().unwrap();
    assert_eq!((stats.figures, stats.vintages, stats.corroborations), (2, 3, 0));
    assert_eq!(
        (stats.snapshot_files, stats.open_reviews, stats.unreadable),
        (3, 1, 0)
    );
    let documents = stats
        .records
        .iter()
        .find(|(name, _)| *name == "documents")
        .unwrap();
    assert_eq!(documents.1, 3);
    assert!(stats.database_bytes > 0 && stats.journal_bytes > 0 && stats.snapshot_bytes > 0);
    assert_eq!(store.history(&indicator()).unwrap().len(), 2);
}

#[test]
fn a_journal_far_larger_than_the_records_is_written_anew() {
    let dir = tempfile::tempdir().unwrap();
    let store = filled(dir.path());
    let notes = |turn: usize| {
        (0..400)
            .map(|n| (n.to_string(), format!("\"{turn}{}\"", "x".repeat(6_000))))
            .collect::<Vec<_>>()
    };
    let mut largest = 0;
    for turn in 0..12 {
        store.set_notes("verdict/plan", notes(turn)).unwrap();
        largest = largest.max(store.stats().unwrap().journal_bytes);
    }
    // Rewriting happens behind the acknowledgement; the next write comes after it.
    store
        .set_notes("breaker", vec![("host".into(), "{}".into())])
        .unwrap();
    let after = store.stats().unwrap().journal_bytes;
    assert!(largest > 16 << 20 && after < 16 << 20, "{largest} then {after}");
    let histories = store.all_histories().unwrap();
    drop(store);
    assert!(open(dir.path()).recovery().events.is_empty());
    // And the database can be rebuilt from it.
    fs::remove_dir_all(dir.path().join("records")).unwrap();
    let store = open(dir.path());
    assert!(!store.recovery().has_loss(), "{:?}", store.recovery());
    assert_eq!(store.all_histories().unwrap(), histories);
    let mut kept = store.notes("verdict/plan").unwrap();
    let mut wanted = notes(11);
    kept.sort();
    wanted.sort();
    assert_eq!(kept, wanted);
    assert!(store.check().unwrap().is_sound());
}
