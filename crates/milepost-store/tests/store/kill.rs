//! A killed process loses nothing it acknowledged and leaves nothing half done.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use milepost_model::{Period, Vintage};
use milepost_store::{NewRun, RecoveryEvent, RunEnd, Store, StoreError};

use crate::sample::{document, figure, now, open, set_aside};

/// Names the folder for a child process to write to.
const CHILD_DIR: &str = "MILEPOST_STORE_TEST_CHILD_DIR";
/// Names the first document for it to write.
const CHILD_FIRST: &str = "MILEPOST_STORE_TEST_CHILD_FIRST";

/// Figures in each document.
const FIGURES: usize = 7;

/// Writes document number `n`, and returns when it is acknowledged.
fn write(store: &Store, n: usize) -> Result<(), StoreError> {
    let article = format!("doc-{n}");
    let figures = (0..FIGURES).map(|turn| {
        let period = Period::months(2020, u32::try_from(turn).unwrap() + 1, 12).unwrap();
        let mut observation = figure(&period.to_string(), &format!("{}", n * 10 + turn), "2025-01-20");
        observation.indicator = milepost_model::IndicatorId::parse(&format!("trade.d{n}")).unwrap();
        observation
    });
    let snapshot = store.put_snapshot(
        article.as_bytes(),
        &crate::sample::fetch(&format!("https://tjj.example.cn/{article}")),
    )?;
    let mut record = crate::sample::document_of(&article, snapshot, figures.collect());
    record.set_aside = vec![set_aside(&format!("s{n}"))];
    store.record_document(record).map(|_recorded| ())
}

/// What the child process does. As an ordinary test it writes a few documents and stops by itself.
#[test]
fn child_writes_documents() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path());
        (0..3).for_each(|n| write(&store, n).unwrap());
        assert_eq!(whole_documents(&store).len(), 3);
        return;
    };
    let first: usize = std::env::var(CHILD_FIRST).unwrap().parse().unwrap();
    let store = open(Path::new(&dir));
    store
        .open_run(NewRun {
            trigger: "test".into(),
            started_at: now(),
            version: "0".into(),
        })
        .unwrap();
    for n in first.. {
        match write(&store, n) {
            Ok(()) => println!("\nacknowledged {n}"),
            Err(error) => {
                println!("\nrefused {n} {:?} {error}", error.class());
                return;
            }
        }
    }
}

fn spawn(dir: &Path, first: usize, through: &str) -> (Child, impl Iterator<Item = String> + use<>) {
    let this = std::env::current_exe().unwrap();
    let script = format!("{through}exec \"$0\" --exact kill::child_writes_documents --nocapture");
    let mut child = Command::new("sh")
        .args(["-c", &script])
        .arg(this)
        .env(CHILD_DIR, dir)
        .env(CHILD_FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    (child, lines)
}

/// Returns the numbers of the documents that are there, and checks that each is there with all its parts, and
/// nothing else.
#[track_caller]
fn whole_documents(store: &Store) -> BTreeSet<usize> {
    let documents: BTreeSet<usize> = store
        .documents(None)
        .unwrap()
        .iter()
        .map(|document| document.article_id.strip_prefix("doc-").unwrap().parse().unwrap())
        .collect();
    let histories = store.all_histories().unwrap();
    assert_eq!(
        histories.len(),
        documents.len() * FIGURES,
        "figures of half a document"
    );
    for history in &histories {
        let Vintage::Observed(observation) = &history.vintages[0] else {
            panic!()
        };
        let n: usize = observation
            .indicator
            .as_str()
            .strip_prefix("trade.d")
            .unwrap()
            .parse()
            .unwrap();
        assert!(documents.contains(&n));
        assert_eq!(observation.value.to_string().parse::<usize>().unwrap() / 10, n);
    }
    assert_eq!(store.reviews().unwrap().len(), documents.len());
    for document in store.documents(None).unwrap() {
        assert_eq!(
            store.snapshot(&document.snapshot).unwrap(),
            document.article_id.as_bytes()
        );
        assert!(
            store
                .validators(&document.source, &document.url)
                .unwrap()
                .is_some()
        );
    }
    documents
}

#[test]
fn kill_9_at_any_point_loses_nothing_acknowledged_and_halves_nothing() {
    /// Kills a store; with a different delay behind the last acknowledgement each.
    const KILLS: u32 = 60;
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = BTreeSet::new();
    let mut next = 0;
    for kill in 0..KILLS {
        let (mut child, mut lines) = spawn(dir.path(), next, "");
        let wanted = kill % 4;
        let mut seen = 0;
        while seen < wanted {
            let line = lines.next().expect("the child ended early");
            if let Some(n) = line.strip_prefix("acknowledged ") {
                acknowledged.insert(n.parse::<usize>().unwrap());
                seen += 1;
            }
        }
        // Spread over the few milliseconds that opening or one document takes.
        std::thread::sleep(Duration::from_micros(u64::from(kill * 137 % 6000)));
        child.kill().unwrap();
        child.wait().unwrap();
        // What it had acknowledged before it was killed, but nobody had read yet.
        for line in lines {
            if let Some(n) = line
                .strip_prefix("acknowledged ")
                .and_then(|n| n.parse::<usize>().ok())
            {
                acknowledged.insert(n);
            }
        }
        let store = open(dir.path());
        for event in &store.recovery().events {
            assert!(
                matches!(
                    event,
                    RecoveryEvent::TransactionsCompleted { .. } | RecoveryEvent::RunsInterrupted { .. }
                ),
                "{event}"
            );
        }
        let there = whole_documents(&store);
        assert!(
            acknowledged.is_subset(&there),
            "lost {:?}",
            acknowledged.difference(&there)
        );
        next = there.last().map_or(0, |last| last + 1);
        for run in store.last_runs(usize::MAX).unwrap() {
            assert!(matches!(run.end, RunEnd::Interrupted { .. }), "{run:?}");
        }
    }
    assert!(acknowledged.len() >= 60, "{}", acknowledged.len());
    let store = open(dir.path());
    let check = store.check().unwrap();
    let real = check
        .findings
        .iter()
        .filter(|finding| !finding.problem.contains("has no record"));
    assert_eq!(real.collect::<Vec<_>>(), Vec::<&milepost_store::Finding>::new());
}

#[test]
fn a_full_disk_is_an_error_that_loses_nothing_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut next = 0;
    for blocks in [40, 300, 1100, 1500] {
        // No file may grow beyond that many blocks of 512 bytes; writing on fails as on a full disk.
        let (mut child, lines) = spawn(dir.path(), next, &format!("trap '' XFSZ; ulimit -f {blocks}; "));
        let mut acknowledged = BTreeSet::new();
        let mut refusal = None;
        for line in lines {
            if let Some(n) = line.strip_prefix("acknowledged ") {
                acknowledged.insert(n.parse::<usize>().unwrap());
            } else if line.starts_with("refused ") {
                refusal = Some(line);
            }
        }
        child.wait().unwrap();
        let store = open(dir.path());
        let there = whole_documents(&store);
        assert!(
            acknowledged.is_subset(&there),
            "{blocks}: lost {:?}",
            acknowledged.difference(&there)
        );
        assert!(!store.recovery().has_loss(), "{blocks}: {:?}", store.recovery());
        if let Some(refusal) = refusal {
            assert!(!refusal.contains("Bug"), "{blocks}: {refusal}");
        }
        next = there.last().map_or(next, |last| last + 1);
        write(&store, next).unwrap();
        next += 1;
    }
    assert!(next > 4, "only {next} documents were written");
}

#[test]
fn a_store_that_another_process_has_open_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, mut lines) = spawn(dir.path(), 0, "");
    assert!(lines.any(|line| line == "acknowledged 0"));
    let refused = Store::open(dir.path(), milepost_store::OpenOptions::new(now()));
    child.kill().unwrap();
    child.wait().unwrap();
    let error = refused.unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    assert!(error.to_string().ends_with("is in use by another process"));
    assert!(error.hint().is_some());
    whole_documents(&open(dir.path()));
}

#[test]
fn a_second_handle_in_the_same_process_is_refused_too() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let again = Store::open(dir.path(), milepost_store::OpenOptions::new(now()));
    assert!(matches!(again, Err(StoreError::Locked { .. })));
    let clone = store.clone();
    drop(store);
    document(&clone, "a", Vec::new());
    drop(clone);
    open(dir.path());
}
