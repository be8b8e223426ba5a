//! Redirects, cookies and addresses that must not be dialled.

use std::net::IpAddr;

use milepost_fetch::OutcomeClass::{Blocked, New, Refused};
use milepost_fetch::{BlockKind, Fetcher, FetcherOptions, ProxySpec, Secret, SourceSpec, Validators};
use milepost_model::SourceId;
use milepost_testkit::{Reply, Server};

use crate::stage::{ended, fetch, fetch_by, options, others_are_served, page, server, source};

#[tokio::test]
async fn a_redirect_loop_is_refused() {
    let site = server(|request| Reply::redirect(302, if request.path == "/a" { "/b" } else { "/a" }));
    ended(&fetch(&site, "/a").await, Refused, "circle");
    assert!(site.requests().len() <= 4);
}

#[tokio::test]
async fn redirects_without_end_stop_at_the_limit() {
    let site = server(|request| Reply::redirect(302, &format!("{}x", request.path)));
    ended(&fetch(&site, "/a").await, Refused, "more than 5 redirects");
    assert_eq!(
        site.requests()
            .iter()
            .filter(|request| request.path != "/robots.txt")
            .count(),
        6
    );
}

#[tokio::test]
async fn redirects_within_the_site_are_followed_and_told() {
    let site = server(|request| match request.path.as_str() {
        "/a" => Reply::redirect(301, "b/../c"),
        "/c" => Reply::redirect(303, "?x=1"),
        _ => Reply::html(page()),
    });
    let fetched = fetch(&site, "/a").await;
    assert_eq!(fetched.class(), New);
    assert_eq!(fetched.final_url, site.url("/c?x=1"));
    assert_eq!(fetched.chain.len(), 2);
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused() {
    for target in [
        "http://10.0.0.8/x",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706434/",
    ] {
        let site = server(move |_| Reply::redirect(302, target));
        let fetched = fetch(&site, "/a").await;
        assert_eq!(fetched.class(), Refused, "{target}: {:?}", fetched.outcome);
    }
}

#[tokio::test]
async fn a_redirect_to_another_scheme_or_site_is_refused() {
    for (target, words) in [
        ("file:///etc/passwd", "scheme"),
        ("ftp://127.0.0.1/x", "scheme"),
        ("https://www.example.com/", "another host"),
        ("http://www.example.com/", "plain http"),
        ("http://user:secret@127.0.0.1/", "user or password"),
    ] {
        let site = server(move |_| Reply::redirect(302, target));
        ended(&fetch(&site, "/a").await, Refused, words);
    }
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_bad_content() {
    let site = server(|_| Reply::redirect(302, "http://[oops"));
    ended(
        &fetch(&site, "/a").await,
        milepost_fetch::OutcomeClass::BadContent,
        "no address",
    );
    let without = server(|_| Reply::new(302, ""));
    ended(
        &fetch(&without, "/a").await,
        milepost_fetch::OutcomeClass::BadContent,
        "without a place",
    );
}

#[tokio::test]
async fn a_self_redirect_with_a_cookie_is_passed() {
    let site = server(|request| {
        if request
            .header("cookie")
            .is_some_and(|cookie| cookie.contains("pass=1"))
        {
            Reply::html(page())
        } else {
            Reply::redirect(302, &request.path).with("Set-Cookie", "pass=1; Path=/")
        }
    });
    let fetched = fetch(&site, "/a").await;
    assert_eq!(fetched.class(), New);
    let shown = format!("{:?}", fetched.request_headers);
    assert!(shown.contains("cookie") && !shown.contains("pass=1"), "{shown}");
}

#[tokio::test]
async fn cookies_are_kept_for_a_run_and_forgotten_with_it() {
    let site = server(|request| {
        if request.path == "/list/" {
            let row = milepost_testkit::list_row("/a/t20260101_1000.html", "统计公报", "2026-01-01");
            Reply::html(format!("<html><body><ul>{row}</ul></body></html>"))
                .with("Set-Cookie", "session=1; Path=/")
        } else {
            Reply::html(page())
        }
    });
    let fetcher = Fetcher::new(options()).unwrap();
    let spec = source(&site);
    for _ in 0..2 {
        let reach = milepost_fetch::Reach::Recent;
        let known = milepost_fetch::KnownArticles::new();
        fetcher.discover(&spec, &known, reach).await.unwrap();
        fetch_by(&fetcher, &spec, &site.url("/a/t20260101_1000.html")).await;
    }
    let sent: Vec<Option<String>> = site
        .requests()
        .iter()
        .filter(|request| request.path != "/robots.txt")
        .map(|request| request.header("cookie").map(str::to_owned))
        .collect();
    let session = Some("session=1".to_owned());
    assert_eq!(sent, [None, session.clone(), None, session]);
}

#[tokio::test]
async fn a_self_redirect_that_no_cookie_passes_is_a_block() {
    let plain = server(|request| Reply::redirect(302, &request.path));
    assert_eq!(
        fetch(&plain, "/a").await.outcome.block,
        Some(BlockKind::SelfRedirect)
    );
    let same = server(|request| Reply::redirect(302, &request.path).with("Set-Cookie", "pass=1"));
    assert_eq!(
        fetch(&same, "/a").await.outcome.block,
        Some(BlockKind::SelfRedirect)
    );
}

#[tokio::test]
async fn a_self_redirect_with_ever_new_cookies_is_a_block() {
    let counter = std::sync::atomic::AtomicUsize::new(0);
    let site = server(move |request| {
        let count = counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Reply::redirect(302, &request.path).with("Set-Cookie", &format!("n={count}"))
    });
    let fetched = fetch(&site, "/a").await;
    assert_eq!(
        (fetched.class(), fetched.outcome.block),
        (Blocked, Some(BlockKind::SelfRedirect))
    );
}

#[tokio::test]
async fn huge_cookies_are_not_kept() {
    let site = server(|request| {
        let mut reply = Reply::html(page());
        for index in 0..40 {
            reply = reply.with("Set-Cookie", &format!("c{index}={}", "x".repeat(6_000)));
        }
        if request.path == "/b" {
            Reply::html(page())
        } else {
            reply
        }
    });
    let fetcher = Fetcher::new(options()).unwrap();
    let spec = source(&site);
    assert_eq!(fetch_by(&fetcher, &spec, &site.url("/a")).await.class(), New);
    assert_eq!(fetch_by(&fetcher, &spec, &site.url("/b")).await.class(), New);
    let last = site.requests().pop().unwrap();
    assert_eq!(last.header("cookie"), None);
}

#[tokio::test]
async fn a_page_that_only_refreshes_is_followed_like_a_redirect() {
    let site = server(|request| match request.path.as_str() {
        "/a" => Reply::html("<html><head><meta http-equiv='refresh' content='0;url=/b'></head></html>"),
        _ => Reply::html(page()),
    });
    let fetched = fetch(&site, "/a").await;
    assert_eq!((fetched.class(), fetched.chain.len()), (New, 1));
    let circle = server(|_| Reply::html("<meta http-equiv=refresh content='0;url=/a'>"));
    assert_eq!(
        fetch(&circle, "/a").await.outcome.block,
        Some(BlockKind::SelfRedirect)
    );
}

fn named(server: &Server, name: &str, address: &str) -> (FetcherOptions, SourceSpec) {
    let mut options = options();
    let address: IpAddr = address.parse().unwrap();
    options.hosts.insert(name.into(), vec![address]);
    let mut spec =
        SourceSpec::new(SourceId::parse("named").unwrap()).with_list(&server.url_as(name, "/list/"));
    spec.tls.allow_http = true;
    (options, spec)
}

#[tokio::test]
async fn a_name_that_resolves_to_a_private_address_is_refused() {
    let site = server(|_| Reply::html(page()));
    for address in [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "::ffff:127.0.0.1",
        "fd00::1",
        "100.64.0.1",
    ] {
        let (options, spec) = named(&site, "tjj.test.cn", address);
        let fetcher = Fetcher::new(options).unwrap();
        let fetched = fetch_by(&fetcher, &spec, &site.url_as("tjj.test.cn", "/a")).await;
        ended(&fetched, Refused, "may not be dialled");
        others_are_served(&fetcher).await;
    }
    assert!(site.requests().is_empty());
}

#[tokio::test]
async fn a_name_is_served_where_the_source_allows_its_address() {
    let site = server(|_| Reply::html(page()));
    let (options, mut spec) = named(&site, "tjj.test.cn", "127.0.0.1");
    spec.allow_addresses = source(&site).allow_addresses;
    let fetcher = Fetcher::new(options).unwrap();
    assert_eq!(
        fetch_by(&fetcher, &spec, &site.url_as("tjj.test.cn", "/a"))
            .await
            .class(),
        New
    );
}

#[tokio::test]
async fn loopback_is_refused_unless_it_is_allowed() {
    let site = server(|_| Reply::html(page()));
    let mut spec = source(&site);
    spec.allow_addresses.clear();
    let fetcher = Fetcher::new(options()).unwrap();
    ended(
        &fetch_by(&fetcher, &spec, &site.url("/a")).await,
        Refused,
        "allow_addresses",
    );
    assert!(site.requests().is_empty());
}

#[tokio::test]
async fn a_proxy_is_gone_through_with_its_own_login() {
    let proxy = server(|_| Reply::html(page()));
    let mut spec = SourceSpec::new(SourceId::parse("behind").unwrap()).with_list("http://tjj.test.cn/list/");
    spec.tls.allow_http = true;
    spec.proxy = Some(ProxySpec {
        url: proxy.url(""),
        login: Some(("me".into(), Secret::new("pass"))),
    });
    let fetcher = Fetcher::new(options()).unwrap();
    let fetched = fetch_by(&fetcher, &spec, "http://tjj.test.cn/a").await;
    assert_eq!(fetched.class(), New);
    let asked = proxy.requests().pop().unwrap();
    assert_eq!(asked.path, "http://tjj.test.cn/a");
    assert_eq!(asked.header("proxy-authorization"), Some("Basic bWU6cGFzcw=="));
    assert!(!format!("{fetched:?} {spec:?} {fetcher:?}").contains("bWU6cGFzcw"));
    let literal = fetch_by(&fetcher, &spec, "http://10.0.0.1/a").await;
    assert_eq!(literal.class(), Refused);
}

#[tokio::test]
async fn a_proxy_or_certificate_that_means_nothing_is_an_error_of_the_source() {
    let fetcher = Fetcher::new(options()).unwrap();
    let site = server(|_| Reply::html(page()));
    for url in [
        "ftp://127.0.0.1/",
        "not an address",
        "http://user:secret@127.0.0.1/",
    ] {
        let mut spec = source(&site);
        spec.proxy = Some(ProxySpec {
            url: url.into(),
            login: None,
        });
        let error = fetcher
            .fetch(&spec, &site.url("/a"), &Validators::default())
            .await
            .unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    let mut spec = source(&site);
    spec.tls.extra_ca = vec!["no certificate".into()];
    assert!(
        fetcher
            .fetch(&spec, &site.url("/a"), &Validators::default())
            .await
            .is_err()
    );
    assert!(
        fetcher
            .fetch(&source(&site), "no address", &Validators::default())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_redirect_to_a_name_with_a_private_address_is_refused_at_the_dial() {
    let site = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::not_found(),
        _ => Reply::redirect(
            302,
            &format!(
                "http://{}/inner",
                request.header("host").unwrap_or("").replace("tjj", "inner")
            ),
        ),
    })
    .unwrap();
    let (mut options, mut spec) = named(&site, "tjj.test.cn", "127.0.0.1");
    options
        .hosts
        .insert("inner.test.cn".into(), vec!["10.0.0.1".parse().unwrap()]);
    spec.allow_addresses = source(&site).allow_addresses;
    let fetcher = Fetcher::new(options).unwrap();
    let fetched = fetch_by(&fetcher, &spec, &site.url_as("tjj.test.cn", "/a")).await;
    ended(&fetched, Refused, "may not be dialled");
    assert_eq!(fetched.chain.len(), 1);
}
