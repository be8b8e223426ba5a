//! A pass that is cut off anywhere, and the one after it: together they leave the store of an undisturbed pass.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use milepost_service::{Progress, Request, Service};
use tokio::sync::Notify;

use crate::house::{House, ask, ends, figures, ingest};
use crate::site::{Site, three_years};

/// Cuts the pass off after so many notes.
struct CutAfter {
    notes: AtomicUsize,
    cut: Notify,
}

impl Progress for CutAfter {
    fn note(&self, _text: &str) {
        if self.notes.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.cut.notify_one();
        }
    }
}

/// What a store holds, apart from its runs.
async fn contents(service: &Service) -> (String, Vec<u64>) {
    let stats = ask(service, Request::StoreStats).await.json;
    let counts =
        ["figures", "vintages", "corroborations", "snapshots"].map(|key| stats[key].as_u64().unwrap());
    let records = ["documents", "snapshots", "validators", "articles", "reviews"]
        .map(|key| stats["records"][key].as_u64().unwrap());
    assert_eq!(ask(service, Request::StoreCheck).await.json["sound"], true);
    (
        figures(service).await,
        counts.into_iter().chain(records).collect(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_off_anywhere_and_run_again_gives_the_same_store() {
    let site = Site::with(&three_years());
    let undisturbed = House::reading(&[site.list_url()]);
    let service = undisturbed.open_with_extractor().await;
    ingest(&service).await;
    let expected = contents(&service).await;
    drop(service);
    let mut cut_off = 0;
    for notes in 1..=9 {
        let house = House::reading(&[site.list_url()]);
        house.share_extractors_of(&undisturbed);
        let service = house.open();
        let progress = CutAfter {
            notes: AtomicUsize::new(notes),
            cut: Notify::new(),
        };
        let once = Request::IngestOnce {
            sources: Vec::new(),
            force: false,
            since: None,
        };
        tokio::select! {
            _done = service.answer(once, &progress) => {}
            () = progress.cut.notified() => cut_off += 1,
        }
        // What was blocking goes on for a moment; the folder is free when it has ended.
        drop(service);
        let service = reopened(&house).await;
        ingest(&service).await;
        assert_eq!(contents(&service).await, expected, "cut off after {notes} notes");
    }
    assert!(cut_off >= 6, "only {cut_off} passes were cut off");
}

async fn reopened(house: &House) -> Service {
    for _ in 0..100 {
        if let Ok(service) = Service::open(house.config(), house.options()) {
            return service;
        }
        tokio::task::yield_now().await;
    }
    house.open()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_that_is_asked_to_stop_says_so_and_the_next_goes_on() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    service.stop();
    let stopped = ingest(&service).await;
    assert_eq!(stopped.json["stopped"], true);
    drop(service);
    let service = house.open();
    let next = ingest(&service).await;
    assert_eq!(crate::house::sum(&next, "observations"), 3, "{}", next.text);
}

/// Names the house that a process of its own is to make a pass in.
const FOLDER: &str = "MILEPOST_TEST_FOLDER";

/// Names the day that this pass goes back to.
const SINCE: &str = "MILEPOST_TEST_SINCE";

/// Writes every note to stderr at once.
struct Aloud;

impl Progress for Aloud {
    fn note(&self, text: &str) {
        let _ = writeln!(std::io::stderr(), "note {text}");
    }
}

/// One pass, in the house that the environment names or in one of its own: what the next test kills.
#[tokio::test(flavor = "multi_thread")]
async fn a_pass_in_a_process_of_its_own() {
    let site = Site::with(&three_years());
    let own = House::reading(&[site.list_url()]);
    let service = match std::env::var_os(FOLDER).map(PathBuf::from) {
        Some(folder) => {
            let config = milepost_config::load(&folder.join("milepost.toml"))
                .config
                .unwrap();
            let mut options = own.options();
            options.data_dir = folder.join("data");
            Service::open(config, options).unwrap()
        }
        None => own.open_with_extractor().await,
    };
    let once = Request::IngestOnce {
        sources: Vec::new(),
        force: false,
        since: std::env::var(SINCE).ok(),
    };
    let reply = service.answer(once, &Aloud).await.unwrap();
    ends(&reply, milepost_service::Exit::Done);
    assert_eq!(crate::house::sum(&reply, "observations"), 3, "{}", reply.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_anywhere_and_run_again_gives_the_same_store() {
    let site = Site::with(&three_years());
    let undisturbed = House::reading(&[site.list_url()]);
    let service = undisturbed.open_with_extractor().await;
    ingest(&service).await;
    let expected = contents(&service).await;
    drop(service);
    let mut killed = 0;
    for notes in 1..=8 {
        let house = House::reading(&[site.list_url()]);
        house.share_extractors_of(&undisturbed);
        killed += usize::from(kill_after(notes, &house, None));
        let service = house.open();
        ingest(&service).await;
        assert_eq!(contents(&service).await, expected, "killed after {notes} notes");
    }
    assert!(killed >= 6, "only {killed} passes were killed");
}

/// Starts a pass in a process of its own and kills it after so many notes. Returns whether it was killed in time.
pub(crate) fn kill_after(notes: usize, house: &House, since: Option<&str>) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "interrupted::a_pass_in_a_process_of_its_own",
            "--nocapture",
        ])
        .env(FOLDER, house.folder.path())
        .envs(since.map(|day| (SINCE, day)))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let noted = lines
        .by_ref()
        .map_while(Result::ok)
        .filter(|line| line.starts_with("note "))
        .take(notes)
        .count();
    child.kill().unwrap();
    let status = child.wait().unwrap();
    noted == notes && !status.success()
}
