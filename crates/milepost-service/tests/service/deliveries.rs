//! Deliveries: what is told and what not, in which order, through failures, restarts and quiet hours.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use milepost_service::{Exit, Reply, Request, Service};
use milepost_testkit::{Reply as Answer, Request as Asked, Server};
use serde_json::Value;

use crate::house::{House, ask, ingest};
use crate::site::{Bulletin, Site, three_years};

/// A receiver that answers as it is told to.
struct Receiver {
    server: Server,
    status: Arc<AtomicU16>,
}

impl Receiver {
    fn start() -> Self {
        let status = Arc::new(AtomicU16::new(200));
        let answered = Arc::clone(&status);
        let server = Server::start(move |_request| Answer::new(answered.load(Ordering::SeqCst), "ok"));
        Self {
            server: server.unwrap(),
            status,
        }
    }

    fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    fn received(&self) -> Vec<Asked> {
        self.server.requests()
    }

    fn bodies(&self) -> Vec<Value> {
        let json = |request: &Asked| serde_json::from_slice(&request.body).unwrap();
        self.received().iter().map(json).collect()
    }

    fn toml(&self, id: &str, rest: &str) -> String {
        format!(
            "[[delivery]]\nid = \"{id}\"\nkind = \"webhook\"\nurl = \"{}\"\n{rest}\n",
            self.server.url("/hook")
        )
    }
}

/// A house that reads a site whose trade falls behind when `publish_fall` is called.
async fn house_with(deliveries: &str) -> (Site, House, Service) {
    let site = Site::with(&three_years()[..2]);
    let house = House::reading(&[site.list_url()]);
    house.configure(deliveries);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    (site, house, service)
}

/// A third year is published: 715.42 billion become 8006.8, another figure and a better status.
fn publish_a_year(site: &Site) {
    let all = three_years();
    site.publish(&all[2]);
    site.list(&all);
}

/// The last year is revised.
fn publish_a_revision(site: &Site) {
    let mut all = three_years();
    all[2] = Bulletin::of_trade("2026-01-26", 1003, "2025年", "8106.8");
    site.publish(&all[2]);
    site.list(&all);
}

async fn status(service: &Service) -> Value {
    let reply = ask(service, Request::Status { plan: None }).await;
    reply.json["deliveries"].clone()
}

async fn deliver(service: &Service, dry_run: bool) -> Reply {
    let request = Request::Report {
        plan: None,
        as_of: None,
        known_at: None,
        format: "md".to_owned(),
        language: "en".to_owned(),
        fail_on: None,
        delivery: Some(dry_run),
    };
    ask(service, request).await
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_tells_how_things_stand_and_later_ones_only_what_changed() {
    let receiver = Receiver::start();
    let (site, house, service) = house_with(&receiver.toml("team", "")).await;
    let first = receiver.bodies();
    assert_eq!(first.len(), 1, "{first:?}");
    assert_eq!(first[0]["kind"], "first");
    assert_eq!(first[0]["plan"]["id"], "small");
    assert_eq!(first[0]["events"].as_array().unwrap().len(), 0);
    house.clock.pass(24);
    ingest(&service).await;
    house.clock.pass(24);
    ingest(&service).await;
    assert_eq!(receiver.bodies().len(), 1, "nothing changed, nothing is told");
    publish_a_year(&site);
    ingest(&service).await;
    house.clock.pass(24);
    publish_a_revision(&site);
    house.clock.pass(24 * 30);
    ingest(&service).await;
    let bodies = receiver.bodies();
    let kinds = |body: &Value| -> Vec<String> {
        let events = body["events"].as_array().unwrap();
        events
            .iter()
            .map(|event| event["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    let all: Vec<String> = bodies[1..].iter().flat_map(&kinds).collect();
    assert!(all.contains(&"revised".to_owned()), "{bodies:#?}");
    assert!(!all.contains(&"new-figure".to_owned()), "{all:?}");
    let ids: Vec<&str> = bodies.iter().map(|body| body["id"].as_str().unwrap()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_is_down_gets_the_same_message_after_a_restart_and_only_once() {
    let receiver = Receiver::start();
    receiver.answer(503);
    let folder = tempfile::tempdir().unwrap();
    let toml = receiver.toml("team", "")
        + &format!(
            "[[delivery]]\nid = \"files\"\nkind = \"folder\"\npath = \"{}\"\n",
            folder.path().display()
        );
    let (_site, house, service) = house_with(&toml).await;
    assert_eq!(receiver.received().len(), 1);
    let told = status(&service).await;
    let pending = &told[0]["pending"][0];
    assert_eq!(pending["attempts"], 1, "{told}");
    assert!(pending["reason"].as_str().unwrap().contains("503"), "{told}");
    let written = files(folder.path());
    assert!(
        written.iter().any(|file| file.ends_with("/report.en.html")),
        "another channel goes on: {written:?}"
    );
    service.deliver_due().await.unwrap();
    assert_eq!(receiver.received().len(), 1, "not before its time");
    drop(service);
    let service = house.open();
    receiver.answer(200);
    house.clock.pass(1);
    service.deliver_due().await.unwrap();
    house.clock.pass(100);
    service.deliver_due().await.unwrap();
    let received = receiver.bodies();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0]["id"], received[1]["id"]);
    let told = status(&service).await;
    assert_eq!(told[0]["sent"], 1, "{told}");
    assert!(told[0]["pending"].as_array().unwrap().is_empty(), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_good_is_not_repeated_and_shows_in_status() {
    let receiver = Receiver::start();
    receiver.answer(404);
    let (_site, house, service) = house_with(&receiver.toml("team", "")).await;
    house.clock.pass(24);
    service.deliver_due().await.unwrap();
    assert_eq!(receiver.received().len(), 1);
    let told = status(&service).await;
    assert!(
        told[0]["failed"][0]["reason"].as_str().unwrap().contains("404"),
        "{told}"
    );
    let text = ask(&service, Request::Status { plan: None }).await.text;
    assert!(text.contains("given up"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_goes_is_given_up_in_time() {
    let receiver = Receiver::start();
    receiver.answer(500);
    let (_site, house, service) = house_with(&receiver.toml("team", "give_up_after = \"12h\"")).await;
    for _ in 0..200 {
        house.clock.pass(1);
        service.deliver_due().await.unwrap();
    }
    let told = status(&service).await;
    assert_eq!(told[0]["failed"].as_array().unwrap().len(), 1, "{told}");
    assert!((3..=20).contains(&receiver.received().len()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_shows_every_message_and_sends_and_stores_nothing() {
    let receiver = Receiver::start();
    let folder = tempfile::tempdir().unwrap();
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    drop(service);
    house.configure(&receiver.toml("team", "secret_env = \"MILEPOST_TEST_NO_SUCH_SECRET\""));
    house.configure(&format!(
        "[[delivery]]\nid = \"files\"\nkind = \"folder\"\npath = \"{0}\"\n[[delivery]]\nid = \"feed\"\nkind = \"atom\"\n\
         path = \"{0}/feed.xml\"\n[[delivery]]\nid = \"mail\"\nkind = \"smtp\"\nhost = \"mail.invalid\"\n\
         from = \"Milepost <milepost@example.org>\"\nto = [\"a@example.org\"]\nlanguage = \"zh\"\n\
         [[delivery]]\nid = \"ding\"\nkind = \"dingtalk\"\nurl_env = \"MILEPOST_TEST_NO_SUCH_URL\"\n",
        folder.path().display()
    ));
    let service = house.open();
    let reply = deliver(&service, true).await;
    assert_eq!(reply.exit, Exit::Done);
    for part in [
        "=== team",
        "\"format\":\"milepost-delivery/1\"",
        "report.en.html",
        "feed.xml",
        "Subject: 小规划",
        "\"msgtype\":\"markdown\"",
    ] {
        assert!(
            reply.text.contains(part),
            "{part} is missing in {}",
            &reply.text[..reply.text.len().min(4000)]
        );
    }
    assert!(receiver.received().is_empty());
    assert!(files(folder.path()).is_empty());
    for delivery in status(&service).await.as_array().unwrap() {
        assert_eq!(delivery["sent"], 0);
        assert!(delivery["pending"].as_array().unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_sent_by_hand_to_all_and_what_failed_is_told() {
    let (well, ill) = (Receiver::start(), Receiver::start());
    ill.answer(500);
    let toml = well.toml("well", "alerts = false") + &ill.toml("ill", "alerts = false");
    let (_site, _house, service) = house_with(&toml).await;
    assert!(well.received().is_empty(), "nothing was asked for");
    let reply = deliver(&service, false).await;
    assert_eq!(reply.exit, Exit::Partly, "{}", reply.text);
    assert!(reply.text.contains("well: sent"), "{}", reply.text);
    assert!(reply.text.contains("ill: not sent"), "{}", reply.text);
    let body = &well.bodies()[0];
    assert_eq!(body["kind"], "report");
    assert_eq!(body["report"]["format"], "milepost-report/1");
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_hold_messages_and_what_comes_up_meanwhile_is_one_message() {
    let receiver = Receiver::start();
    // The clock starts at 08:00 in Shanghai.
    let rest = "quiet_hours = \"20:00-07:00\"\nzone = \"Asia/Shanghai\"\n\
                on = [\"improved\", \"now-assessable\", \"worsened\", \"revised\", \"new-figure\"]";
    let (site, house, service) = house_with(&receiver.toml("team", rest)).await;
    assert_eq!(
        receiver.received().len(),
        1,
        "the first one came up in the morning"
    );
    house.clock.pass(13);
    publish_a_year(&site);
    ingest(&service).await;
    house.clock.pass(3);
    publish_a_revision(&site);
    let request = Request::IngestOnce {
        sources: Vec::new(),
        force: true,
        since: None,
    };
    ask(&service, request).await;
    assert_eq!(receiver.received().len(), 1, "it is night");
    house.clock.pass(6);
    service.deliver_due().await.unwrap();
    assert_eq!(receiver.received().len(), 1, "06:00");
    house.clock.pass(1);
    service.deliver_due().await.unwrap();
    let bodies = receiver.bodies();
    assert_eq!(bodies.len(), 2, "{bodies:#?}");
    let events = bodies[1]["events"].as_array().unwrap();
    let kinds: Vec<&str> = events
        .iter()
        .map(|event| event["kind"].as_str().unwrap())
        .collect();
    assert!(
        kinds.contains(&"new-figure") && kinds.contains(&"revised"),
        "{kinds:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_turns_away_is_told_once_and_so_is_its_recovery() {
    let receiver = Receiver::start();
    let (site, house, service) =
        house_with(&receiver.toml("team", "on = [\"source-failing\", \"source-recovered\"]")).await;
    let before = receiver.received().len();
    site.put("/list/", Answer::new(403, "no"));
    for _ in 0..3 {
        house.clock.pass(24);
        ingest(&service).await;
    }
    let bodies = receiver.bodies();
    assert_eq!(bodies.len(), before + 1, "{bodies:#?}");
    assert_eq!(bodies[before]["events"][0]["kind"], "source-failing");
    assert!(bodies[before]["plan"].is_null());
    site.list(&three_years()[..2]);
    for _ in 0..2 {
        house.clock.pass(24 * 3);
        ingest(&service).await;
    }
    let bodies = receiver.bodies();
    assert_eq!(bodies.len(), before + 2, "{bodies:#?}");
    assert_eq!(bodies[before + 1]["events"][0]["kind"], "source-recovered");
}

#[tokio::test(flavor = "multi_thread")]
async fn scheduled_reports_go_once_for_each_time() {
    let receiver = Receiver::start();
    let rest = "alerts = false\nreports = \"0 12 * * *\"\nzone = \"Asia/Shanghai\"";
    let (_site, house, service) = house_with(&receiver.toml("team", rest)).await;
    service.deliver_due().await.unwrap();
    assert_eq!(
        receiver.received().len(),
        0,
        "08:00, the first time is still to come"
    );
    house.clock.pass(5);
    for _ in 0..3 {
        service.deliver_due().await.unwrap();
    }
    assert_eq!(receiver.received().len(), 1);
    // Three days of downtime are one report.
    house.clock.pass(24 * 3);
    service.deliver_due().await.unwrap();
    service.deliver_due().await.unwrap();
    assert_eq!(receiver.received().len(), 2);
}
