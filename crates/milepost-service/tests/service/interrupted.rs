//! A pass that is cut off anywhere, and the one after it: together they leave the store of an undisturbed pass.

use std::sync::atomic::{AtomicUsize, Ordering};

use milepost_service::{Progress, Request, Service};
use tokio::sync::Notify;

use crate::house::{House, ask, figures, ingest};
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
