//! Damaged files: opening never panics, rebuilds what it can, and says what it did.

use std::fs;
use std::path::{Path, PathBuf};

use milepost_store::{OpenOptions, RecoveryEvent, Store, StoreError};

use crate::sample::{fetch, figure, indicator, now, open, record};

/// A store with a few documents, closed, and what is in it.
fn filled(dir: &Path) -> Contents {
    let store = open(dir);
    for turn in 0..12 {
        let figures = vec![
            figure(
                "2024",
                &format!("{}", 7_000 + turn),
                &format!("2025-01-{:02}", turn + 1),
            ),
            figure(
                "2023",
                &format!("{}", 6_000 + turn),
                &format!("2025-01-{:02}", turn + 1),
            ),
        ];
        record(&store, &format!("a{turn}"), figures);
    }
    store
        .set_notes(
            "verdict/plan",
            vec![(
                "trade.total".into(),
                "{\"long\":\"".to_owned() + &"x".repeat(9000) + "\"}",
            )],
        )
        .unwrap();
    contents(&store)
}

type Contents = (String, String, Vec<(String, String)>);

fn contents(store: &Store) -> Contents {
    let histories = store.all_histories().unwrap();
    let documents = store.documents(None).unwrap();
    (
        format!("{histories:?}"),
        format!("{documents:?}"),
        store.notes("verdict/plan").unwrap(),
    )
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Copies a filled store, damages it, and opens it. The contents must be there, and the events be told.
#[track_caller]
fn check(original: &Path, before: &Contents, what: &str, damage: &dyn Fn(&Path)) -> Vec<RecoveryEvent> {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("store");
    copy(original, &dir);
    damage(&dir);
    let store = open(&dir);
    let events = store.recovery().events.clone();
    assert_eq!(&contents(&store), before, "{what}: {events:?}");
    assert!(store.check().unwrap().is_sound(), "{what}");
    // It works on, and opens quietly the next time.
    record(&store, "later", vec![figure("2022", "1", "2025-02-01")]);
    drop(store);
    let store = open(&dir);
    assert!(
        store.recovery().events.is_empty(),
        "{what}: {:?}",
        store.recovery()
    );
    assert_eq!(store.history(&indicator()).unwrap().len(), 3, "{what}");
    events
}

fn is_rebuilt(events: &[RecoveryEvent]) -> bool {
    events
        .iter()
        .any(|event| matches!(event, RecoveryEvent::RecordsRebuilt { .. }))
}

#[test]
fn a_damaged_database_is_moved_aside_and_rebuilt() {
    let dir = tempfile::tempdir().unwrap();
    let before = filled(dir.path());
    let db = |dir: &Path| dir.join("records").join("db");
    let length = fs::metadata(db(dir.path())).unwrap().len();
    for keep in [0, 1, 100, 4096, length / 8, length / 4, length / 2, length - 1] {
        check(dir.path(), &before, &format!("cut to {keep}"), &|dir| {
            fs::OpenOptions::new()
                .write(true)
                .open(db(dir))
                .unwrap()
                .set_len(keep)
                .unwrap();
        });
    }
    let used = fs::read(db(dir.path()))
        .unwrap()
        .iter()
        .rposition(|byte| *byte != 0)
        .unwrap();
    let mut rebuilt = 0;
    for turn in 0..40 {
        let at = used * turn / 40;
        let events = check(dir.path(), &before, &format!("byte {at} flipped"), &|dir| {
            let mut bytes = fs::read(db(dir)).unwrap();
            bytes[at] ^= 0xff;
            fs::write(db(dir), bytes).unwrap();
        });
        rebuilt += usize::from(is_rebuilt(&events));
    }
    assert!(rebuilt > 0, "no flipped byte was ever noticed");
    let zeroed = check(dir.path(), &before, "zeroed", &|dir| {
        let bytes = fs::read(db(dir)).unwrap();
        fs::write(db(dir), vec![0; bytes.len()]).unwrap();
    });
    assert!(is_rebuilt(&zeroed));
    let garbage = check(dir.path(), &before, "garbage", &|dir| {
        let bytes: Vec<u8> = (0..length)
            .map(|at| u8::try_from(at * 7919 % 251).unwrap())
            .collect();
        fs::write(db(dir), bytes).unwrap();
    });
    let Some(RecoveryEvent::RecordsRebuilt {
        moved_to: Some(moved_to),
        records,
        ..
    }) = garbage.first()
    else {
        panic!("{garbage:?}")
    };
    assert!(moved_to.to_string_lossy().contains("damaged") && *records > 0);
}

#[test]
fn damage_in_sleds_other_files_is_survived() {
    let dir = tempfile::tempdir().unwrap();
    let before = filled(dir.path());
    let names: Vec<PathBuf> = fs::read_dir(dir.path().join("records"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && path.file_name().unwrap() != "db")
        .collect();
    assert!(!names.is_empty());
    for name in names {
        let relative = name.strip_prefix(dir.path()).unwrap().to_owned();
        let what = relative.display().to_string();
        check(dir.path(), &before, &format!("{what} missing"), &|dir| {
            fs::remove_file(dir.join(&relative)).unwrap()
        });
        check(dir.path(), &before, &format!("{what} empty"), &|dir| {
            fs::write(dir.join(&relative), b"").unwrap()
        });
        check(dir.path(), &before, &format!("{what} garbage"), &|dir| {
            let length = fs::metadata(dir.join(&relative)).unwrap().len();
            fs::write(dir.join(&relative), vec![0xA5; usize::try_from(length).unwrap()]).unwrap();
        });
    }
    let events = check(dir.path(), &before, "folder missing", &|dir| {
        fs::remove_dir_all(dir.join("records")).unwrap();
    });
    assert!(is_rebuilt(&events));
}

#[test]
fn a_database_older_than_the_journal_is_brought_up_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let original = dir.path().join("store");
    drop(open(&original));
    let old = dir.path().join("old-records");
    copy(&original.join("records"), &old);
    let before = filled(&original);
    let events = check(&original, &before, "old database", &|dir| {
        fs::remove_dir_all(dir.join("records")).unwrap();
        copy(&old, &dir.join("records"));
    });
    assert!(
        matches!(events[..], [RecoveryEvent::TransactionsCompleted { count }] if count > 12),
        "{events:?}"
    );
}

#[test]
fn a_damaged_journal_is_written_anew_from_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let before = filled(dir.path());
    let journal = fs::read(dir.path().join("journal")).unwrap();
    let damages: Vec<(String, Vec<u8>)> = [0, 5, 12, 30, journal.len() / 2, journal.len() - 3]
        .into_iter()
        .flat_map(|at| {
            let mut flipped = journal.clone();
            flipped[at] ^= 0x10;
            [
                (format!("byte {at} flipped"), flipped),
                (format!("cut to {at}"), journal[..at].to_vec()),
            ]
        })
        .chain([("zero tail".into(), [journal.clone(), vec![0; 5000]].concat())])
        .collect();
    for (what, bytes) in damages {
        // A flipped byte in the format number looks like a newer store and is refused, not rewritten.
        if bytes.get(8..12).is_some_and(|format| format != [0, 0, 0, 1]) {
            continue;
        }
        let events = check(dir.path(), &before, &what, &|dir| {
            fs::write(dir.join("journal"), &bytes).unwrap()
        });
        assert!(
            events
                .iter()
                .any(|event| matches!(event, RecoveryEvent::JournalRewritten { .. })),
            "{what}: {events:?}"
        );
        assert!(
            !events
                .iter()
                .any(|event| matches!(event, RecoveryEvent::RecordsLost { .. })),
            "{what}"
        );
    }
    let missing = check(dir.path(), &before, "missing", &|dir| {
        fs::remove_file(dir.join("journal")).unwrap()
    });
    assert!(
        matches!(
            missing[..],
            [RecoveryEvent::JournalRewritten { moved_to: None, .. }]
        ),
        "{missing:?}"
    );
}

#[test]
fn a_frame_cut_off_by_a_crash_is_dropped_without_fuss() {
    let dir = tempfile::tempdir().unwrap();
    let before = filled(dir.path());
    let journal = fs::read(dir.path().join("journal")).unwrap();
    let frame_at = journal.windows(4).rposition(|window| window == b"MPJ1").unwrap();
    for cut in [1, 4, 9, 13, 60] {
        let events = check(dir.path(), &before, &format!("{cut} bytes of a frame"), &|dir| {
            let torn = [&journal[..], &journal[frame_at..frame_at + cut]].concat();
            fs::write(dir.join("journal"), torn).unwrap();
        });
        assert!(events.is_empty(), "{events:?}");
    }
}

#[test]
fn with_database_and_journal_damaged_the_loss_is_said_and_snapshots_stay() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    fs::write(dir.path().join("records").join("db"), b"gone").unwrap();
    let mut journal = fs::read(dir.path().join("journal")).unwrap();
    let figures_at = journal
        .windows(10)
        .rposition(|window| window == b"{\"observed")
        .unwrap();
    journal[figures_at + 1] ^= 1;
    fs::write(dir.path().join("journal"), journal).unwrap();
    let store = open(dir.path());
    assert!(store.recovery().has_loss(), "{:?}", store.recovery());
    let figures: usize = store
        .all_histories()
        .unwrap()
        .iter()
        .map(|history| history.vintages.len())
        .sum();
    assert_eq!(figures, 22, "of 24 vintages, two in each document");
    drop(store);

    fs::write(dir.path().join("records").join("db"), b"gone").unwrap();
    fs::remove_file(dir.path().join("journal")).unwrap();
    let store = open(dir.path());
    assert!(store.recovery().has_loss());
    assert!(store.all_histories().unwrap().is_empty());
    let mut urls = Vec::new();
    store
        .each_snapshot(&mut |snapshot| {
            urls.push(snapshot.meta.url);
            true
        })
        .unwrap();
    assert_eq!(urls.len(), 12, "{urls:?}");
    assert!(urls.contains(&"https://tjj.example.cn/a3".to_owned()));
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn a_damaged_snapshot_is_found_and_never_served() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let hash = store
        .put_snapshot(&[7; 5000], &fetch("https://tjj.example.cn/a"))
        .unwrap();
    let name = hash.to_string();
    let path = dir
        .path()
        .join("snapshots")
        .join(&name[..2])
        .join(format!("{name}.zst"));
    let mut bytes = fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(matches!(store.snapshot(&hash), Err(StoreError::Damaged { .. })));
    let check = store.check().unwrap();
    assert_eq!(check.findings.len(), 1);
    assert!(check.findings[0].what.contains(&name));
    fs::remove_file(&path).unwrap();
    assert!(!store.check().unwrap().is_sound());
}

#[test]
fn a_newer_store_is_refused_and_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    let path = dir.path().join("journal");
    let mut journal = fs::read(&path).unwrap();
    journal[8..12].copy_from_slice(&4_u32.to_be_bytes());
    fs::write(&path, &journal).unwrap();
    let db = fs::read(dir.path().join("records/db")).unwrap();
    let refused = Store::open(dir.path(), OpenOptions::new(now())).unwrap_err();
    assert_eq!(refused.to_string(), "store format 4, this build knows 1");
    assert!(matches!(refused, StoreError::NewerFormat { found: 4, known: 1 }));
    assert_eq!(fs::read(&path).unwrap(), journal);
    assert_eq!(fs::read(dir.path().join("records/db")).unwrap(), db);
}

#[test]
fn a_folder_that_cannot_be_written_is_a_clear_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, b"").unwrap();
    let error = Store::open(&file.join("store"), OpenOptions::new(now())).unwrap_err();
    assert!(error.to_string().starts_with("cannot create "), "{error}");
    fs::create_dir(dir.path().join("store")).unwrap();
    fs::create_dir(dir.path().join("store/lock")).unwrap();
    let error = Store::open(&dir.path().join("store"), OpenOptions::new(now())).unwrap_err();
    assert!(error.to_string().starts_with("cannot open "), "{error}");
}
