//! robots.txt, waits that sites ask for, retries, breakers.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use milepost_fetch::OutcomeClass::{New, Refused, Transient};
use milepost_fetch::{BreakerChange, Clock, DelayRange, Fetcher, Politeness, Validators};
use milepost_model::Timestamp;
use milepost_testkit::{Body, Reply, Server};

use crate::stage::{ended, fetch, fetch_by, now, options, others_are_served, page, server, source};

fn with_robots(robots: impl Fn() -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |request| {
        if request.path == "/robots.txt" {
            robots()
        } else {
            Reply::html(page())
        }
    })
    .unwrap()
}

#[tokio::test]
async fn robots_txt_is_obeyed() {
    let site = with_robots(|| Reply::new(200, "User-agent: *\nDisallow: /secret\n"));
    ended(&fetch(&site, "/secret/a").await, Refused, "robots.txt");
    assert_eq!(site.hits("/secret/a"), 0);
    assert_eq!(fetch(&site, "/open").await.class(), New);
}

#[tokio::test]
async fn robots_txt_that_fails_makes_us_wait() {
    for reply in [
        Reply::new(503, ""),
        Reply::new(500, ""),
        Reply::new(429, ""),
        Reply::new(200, "").sent(Body::Silence),
    ] {
        let site = with_robots(move || reply.clone());
        let fetcher = Fetcher::new(options()).unwrap();
        let spec = source(&site);
        for _ in 0..2 {
            let fetched = fetch_by(&fetcher, &spec, &site.url("/a")).await;
            ended(&fetched, Transient, "robots.txt cannot be had");
            assert_eq!(fetched.retry_at, Some(now() + chrono::TimeDelta::minutes(10)));
        }
        assert_eq!((site.hits("/a"), site.hits("/robots.txt")), (0, 1));
        others_are_served(&fetcher).await;
    }
}

#[tokio::test]
async fn robots_txt_that_is_missing_or_forbidden_allows() {
    for status in [401, 403, 404, 410] {
        let site = with_robots(move || Reply::new(status, ""));
        assert_eq!(fetch(&site, "/a").await.class(), New, "{status}");
    }
}

#[tokio::test]
async fn a_huge_robots_txt_counts_to_500_kib() {
    let site = with_robots(|| {
        let comment = "# a line that says nothing whatever to anybody\n".repeat(20_000);
        Reply::new(
            200,
            format!("User-agent: *\nDisallow: /early\n{comment}Disallow: /late\n"),
        )
    });
    assert_eq!(fetch(&site, "/late").await.class(), New);
    ended(&fetch(&site, "/early").await, Refused, "robots.txt");
}

#[tokio::test]
async fn an_endless_robots_txt_is_cut_off() {
    let site = with_robots(|| {
        Reply::new(200, "").sent(Body::Endless {
            piece: b"Disallow:\n".repeat(1000),
            pause: Duration::ZERO,
        })
    });
    assert_eq!(fetch(&site, "/a").await.class(), New);
}

#[tokio::test]
async fn robots_txt_that_redirects_in_circles_allows() {
    let site = with_robots(|| Reply::redirect(302, "/robots.txt"));
    assert_eq!(fetch(&site, "/a").await.class(), New);
    assert!(site.hits("/robots.txt") <= 6);
}

fn waiting(value: &'static str) -> Server {
    server(move |_| {
        Reply::new(503, "")
            .with("Retry-After", value)
            .with("Date", "Thu, 15 Jan 2026 04:00:00 GMT")
    })
}

#[tokio::test]
async fn retry_after_is_handed_back_in_seconds_and_dates_and_cut_at_six_hours() {
    for (value, seconds) in [
        ("120", 120),
        ("Thu, 15 Jan 2026 04:02:00 GMT", 120),
        ("999999999999", 21_600),
        ("99999999999999999999999999", 21_600),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 21_600),
    ] {
        let fetched = fetch(&waiting(value), "/a").await;
        ended(&fetched, Transient, "status 503");
        assert_eq!(
            fetched.retry_at,
            Some(now() + chrono::TimeDelta::seconds(seconds)),
            "{value}"
        );
    }
    for nonsense in ["-1", "soon", "1e9", ""] {
        assert_eq!(fetch(&waiting(nonsense), "/a").await.retry_at, None, "{nonsense}");
    }
}

#[tokio::test]
async fn a_site_that_asked_to_be_left_alone_is_not_asked_again() {
    let site = waiting("3600");
    let fetcher = Fetcher::new(options()).unwrap();
    let spec = source(&site);
    for _ in 0..3 {
        assert!(
            fetch_by(&fetcher, &spec, &site.url("/a"))
                .await
                .retry_at
                .is_some()
        );
    }
    assert_eq!(site.hits("/a"), 1);
    others_are_served(&fetcher).await;
}

#[tokio::test]
async fn a_passing_failure_is_tried_again_and_no_more_often_than_told() {
    let counter = AtomicUsize::new(0);
    let site = server(move |_| {
        let is_late = counter.fetch_add(1, Ordering::Relaxed) >= 2;
        if is_late {
            Reply::html(page())
        } else {
            Reply::new(502, "")
        }
    });
    let mut options = options();
    options.limits.retry_pauses = vec![Duration::from_millis(20); 3];
    let fetcher = Fetcher::new(options.clone()).unwrap();
    let fetched = fetch_by(&fetcher, &source(&site), &site.url("/a")).await;
    assert_eq!((fetched.class(), fetched.attempts), (New, 3));
    let broken = server(|_| Reply::new(502, ""));
    let fetched = fetch_by(&fetcher, &source(&broken), &broken.url("/a")).await;
    assert_eq!(
        (fetched.class(), fetched.attempts, broken.hits("/a")),
        (Transient, 4, 4)
    );
}

#[tokio::test]
async fn waiting_is_no_failure() {
    let site = waiting("3600");
    let fetcher = Fetcher::new(options()).unwrap();
    let spec = source(&site);
    for _ in 0..10 {
        fetch_by(&fetcher, &spec, &site.url("/a")).await;
    }
    // One request failed; the others were never sent.
    assert_eq!(fetcher.take_breaker_changes(), []);
}

/// A clock that the test sets.
#[derive(Debug)]
struct SetClock(Mutex<Timestamp>);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

#[tokio::test]
async fn a_breaker_opens_after_five_failures_survives_the_store_and_closes_again() {
    let is_well = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&is_well);
    let site = server(move |_| {
        if seen.load(Ordering::Relaxed) == 1 {
            Reply::html(page())
        } else {
            Reply::new(500, "")
        }
    });
    let clock = Arc::new(SetClock(Mutex::new(now())));
    let mut options = options();
    let shared: Arc<dyn Clock> = clock.clone();
    options.clock = shared;
    let fetcher = Fetcher::new(options.clone()).unwrap();
    let (spec, url) = (source(&site), site.url("/a"));
    for _ in 0..8 {
        assert_eq!(fetch_by(&fetcher, &spec, &url).await.class(), Transient);
    }
    assert_eq!(site.hits("/a"), 5);
    assert!(matches!(
        fetcher.take_breaker_changes().as_slice(),
        [(_, BreakerChange::Opened(_))]
    ));
    others_are_served(&fetcher).await;

    let restarted = Fetcher::new(options).unwrap();
    let states = fetcher.export_breakers();
    restarted.import_breakers(states.iter().map(|(host, text)| (host.as_str(), text.as_str())));
    let fetched = fetch_by(&restarted, &spec, &url).await;
    ended(&fetched, Transient, "left alone until");
    assert_eq!((fetched.attempts, site.hits("/a")), (0, 5));

    is_well.store(1, Ordering::Relaxed);
    *clock.0.lock().unwrap() = now() + chrono::TimeDelta::minutes(16);
    assert_eq!(fetch_by(&restarted, &spec, &url).await.class(), New);
    assert!(matches!(
        restarted.take_breaker_changes().as_slice(),
        [(_, BreakerChange::Recovered)]
    ));
}

#[tokio::test]
async fn requests_to_one_domain_come_one_at_a_time_with_a_pause() {
    let site = Arc::new(server(|_| Reply::html(page())));
    let mut options = options();
    options.politeness = Politeness {
        delay: DelayRange {
            min: Duration::from_millis(120),
            max: Duration::from_millis(150),
        },
        ..Politeness::default()
    };
    let fetcher = Fetcher::new(options).unwrap();
    let spec = source(&site);
    let started = std::time::Instant::now();
    let known = Validators::default();
    let urls = [site.url("/a"), site.url("/b"), site.url("/c")];
    let (a, b, c) = tokio::join!(
        fetcher.fetch(&spec, &urls[0], &known),
        fetcher.fetch(&spec, &urls[1], &known),
        fetcher.fetch(&spec, &urls[2], &known)
    );
    for fetched in [a, b, c] {
        assert_eq!(fetched.unwrap().class(), New);
    }
    assert_eq!(site.hits("/robots.txt"), 1);
    // robots.txt and three pages: three pauses.
    assert!(
        started.elapsed() >= Duration::from_millis(360),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn a_site_whose_clock_is_off_is_waited_for_as_long_as_it_means() {
    let site = server(|_| {
        Reply::new(503, "")
            .with("Date", "Sun, 01 Jan 2023 00:00:00 GMT")
            .with("Retry-After", "Sun, 01 Jan 2023 00:01:30 GMT")
    });
    assert_eq!(
        fetch(&site, "/a").await.retry_at,
        Some(now() + chrono::TimeDelta::seconds(90))
    );
}
