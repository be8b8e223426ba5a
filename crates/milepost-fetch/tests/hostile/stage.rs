//! The stage of a case: a fetcher with short limits, a source on loopback, and the checks that every case shares.

use std::sync::Arc;
use std::time::{Duration, Instant};

use milepost_fetch::{
    AddressRange, Clock, DelayRange, FetchLimits, Fetched, Fetcher, FetcherOptions, FixedClock,
    KnownArticles, OutcomeClass, Politeness, Reach, SourceSpec, Validators,
};
use milepost_model::{SourceId, Timestamp};
use milepost_testkit::{Reply, Request, Server};

/// No case may take longer than this, whatever the site does.
const MOST_TIME: Duration = Duration::from_secs(8);

pub(crate) fn now() -> Timestamp {
    "2026-01-15T04:00:00Z".parse().unwrap()
}

pub(crate) fn limits() -> FetchLimits {
    FetchLimits {
        connect: Duration::from_millis(800),
        headers: Duration::from_millis(600),
        idle: Duration::from_millis(300),
        total: Duration::from_millis(1200),
        max_page_bytes: 2 * 1024 * 1024,
        max_attachment_bytes: 4 * 1024 * 1024,
        max_list_bytes: 2 * 1024 * 1024,
        retry_pauses: Vec::new(),
        patience: Duration::from_millis(200),
        ..FetchLimits::default()
    }
}

pub(crate) fn options() -> FetcherOptions {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock(now()));
    FetcherOptions {
        limits: limits(),
        politeness: Politeness {
            delay: DelayRange::OFF,
            ..Politeness::default()
        },
        ..FetcherOptions::new(clock)
    }
}

/// A source whose list lies on a server; loopback is allowed.
pub(crate) fn source(server: &Server) -> SourceSpec {
    let mut spec = SourceSpec::new(SourceId::parse("hostile").unwrap()).with_list(&server.url("/list/"));
    spec.allow_addresses = vec![AddressRange::parse("127.0.0.1").unwrap()];
    spec
}

/// A bulletin of a usual size.
pub(crate) fn page() -> String {
    let text = "<p>全年地区生产总值稳步增长，各项指标保持在合理区间。</p>\n".repeat(80);
    format!("<!DOCTYPE html><html><head><title>统计公报</title></head><body>{text}</body></html>")
}

/// Starts a server that has no robots.txt and answers everything else by `route`.
pub(crate) fn server(route: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |request| {
        if request.path == "/robots.txt" {
            Reply::not_found()
        } else {
            route(request)
        }
    })
    .unwrap()
}

/// Fetches one path of a site under the short limits, and checks what holds for every fetch.
pub(crate) async fn fetch(server: &Server, path: &str) -> Fetched {
    let fetcher = Fetcher::new(options()).unwrap();
    fetch_by(&fetcher, &source(server), &server.url(path)).await
}

pub(crate) async fn fetch_by(fetcher: &Fetcher, spec: &SourceSpec, url: &str) -> Fetched {
    let started = Instant::now();
    let fetched = fetcher.fetch(spec, url, &Validators::default()).await.unwrap();
    sound(&fetched, started);
    fetched
}

/// What holds for every fetch: it ends in time; content is there for the two classes that have it and for no other;
/// a failure says why and leaves no validators behind.
#[track_caller]
pub(crate) fn sound(fetched: &Fetched, started: Instant) {
    assert!(started.elapsed() < MOST_TIME, "took {:?}", started.elapsed());
    let has_class = matches!(fetched.class(), OutcomeClass::New | OutcomeClass::SameBytes);
    assert_eq!(fetched.content.is_some(), has_class, "{:?}", fetched.outcome);
    if !fetched.class().is_success() {
        assert!(!fetched.outcome.reason.is_empty(), "a failure without a reason");
        assert_eq!(fetched.validators, Validators::default());
    }
}

/// Checks one answer: the class, and words of the reason.
#[track_caller]
pub(crate) fn ended(fetched: &Fetched, class: OutcomeClass, words: &str) {
    assert_eq!(fetched.class(), class, "{}", fetched.outcome.reason);
    assert!(
        fetched.outcome.reason.contains(words),
        "`{}` lacks `{words}`",
        fetched.outcome.reason
    );
}

/// After whatever one site did, another source is served by the same fetcher.
pub(crate) async fn others_are_served(fetcher: &Fetcher) {
    let good = server(|_| Reply::html(page()));
    let mut spec = source(&good);
    spec.id = SourceId::parse("good").unwrap();
    let fetched = fetch_by(fetcher, &spec, &good.url("/a/t20260101_1000.html")).await;
    assert_eq!(fetched.class(), OutcomeClass::New);
}

pub(crate) async fn discover(server: &Server) -> milepost_fetch::Discovery {
    let fetcher = Fetcher::new(options()).unwrap();
    fetcher
        .discover(&source(server), &KnownArticles::new(), Reach::Recent)
        .await
        .unwrap()
}

/// The resident memory of this process, in bytes; zero where the system does not tell.
pub(crate) fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = text
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0);
    pages * 4096
}
