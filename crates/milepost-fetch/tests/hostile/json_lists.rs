//! Lists that a page loads by POST: every page of them, and what goes wrong there.

use milepost_fetch::OutcomeClass::{BadContent, Gone, New, Refused, SameText};
use milepost_fetch::{Discovery, Fetcher, JsonRows, KnownArticles, ListPost, ListSpec, Reach, SourceSpec};
use milepost_testkit::{Reply, Request, Server};

use crate::stage::{options, others_are_served, server, source};

const ROWS: usize = 10;

/// A source whose list is loaded by POST, ten rows a page.
fn posting(server: &Server, body: &str) -> SourceSpec {
    let mut spec = source(server);
    spec.lists = vec![ListSpec {
        post: Some(ListPost {
            body: body.to_owned(),
            content_type: "application/json".to_owned(),
            rows: 10,
        }),
        rows: Some(JsonRows::parse("/data/list", "/a{/id}.html", "/title", Some("/time")).unwrap()),
        ..ListSpec::new(&server.url("/api/list"))
    }];
    spec
}

async fn discovered(spec: &SourceSpec, known: &KnownArticles, reach: Reach) -> Discovery {
    let fetcher = Fetcher::new(options()).unwrap();
    let found = fetcher.discover(spec, known, reach).await.unwrap();
    others_are_served(&fetcher).await;
    found
}

fn body(request: &Request) -> String {
    String::from_utf8_lossy(&request.body).into_owned()
}

/// The number of the page that a request asks for, out of `{"page":3,…`.
fn asked_page(request: &Request) -> usize {
    let text = body(request);
    let (_, rest) = text.split_once("\"page\":").unwrap();
    rest.split(',').next().unwrap().parse().unwrap()
}

fn answer(rows: impl Iterator<Item = usize>) -> Reply {
    let rows: Vec<String> = rows
        .map(|number| {
            format!(
                "{{\"id\":\"/t20260101_{}\",\"title\":\"第<em>{number}</em>号公报\",\"time\":\"2026-01-01 09:00\"}}",
                number + 1000
            )
        })
        .collect();
    let text = format!(
        "{{\"code\":0,\"data\":{{\"total\":25,\"list\":[{}]}}}}",
        rows.join(",")
    );
    Reply::new(200, text).with("Content-Type", "application/json")
}

/// A site of 25 bulletins.
fn site() -> Server {
    server(|request| {
        if (request.method.as_str(), request.path.as_str()) != ("POST", "/api/list") {
            return Reply::not_found();
        }
        let first = (asked_page(request) - 1) * ROWS;
        answer(first..(first + ROWS).min(25).max(first))
    })
}

const BODY: &str = "{\"page\":{page},\"from\":{start},\"to\":{end},\"channel\":\"tjgb\"}";

#[tokio::test]
async fn every_page_is_asked_for_by_its_body_until_nothing_new_comes() {
    let site = site();
    let found = discovered(&posting(&site, BODY), &KnownArticles::new(), Reach::Recent).await;
    assert_eq!(
        (found.class(), found.articles.len(), found.pages.len()),
        (New, 25, 4),
        "{:?}",
        found.pages
    );
    assert_eq!(found.articles[0].title, "第0号公报");
    assert_eq!(found.articles[0].listed_on.unwrap().to_string(), "2026-01-01");
    assert_eq!(found.articles[24].url, site.url("/a/t20260101_1024.html"));
    let asked: Vec<Request> = site
        .requests()
        .into_iter()
        .filter(|request| request.method == "POST")
        .collect();
    assert_eq!(
        body(&asked[1]),
        "{\"page\":2,\"from\":11,\"to\":20,\"channel\":\"tjgb\"}"
    );
    assert_eq!(asked[1].header("content-type"), Some("application/json"));
    assert_eq!(found.pages[1].read_as, "json items");
    let known: KnownArticles = found
        .articles
        .iter()
        .map(|article| article.article_id.clone())
        .collect();
    let later = discovered(&posting(&site, BODY), &known, Reach::Recent).await;
    assert_eq!(
        (later.class(), later.new_count(), later.pages.len()),
        (SameText, 0, 1)
    );
}

#[tokio::test]
async fn a_backfill_goes_on_at_the_page_it_stopped_at() {
    let site = site();
    let mut spec = posting(&site, BODY);
    spec.max_pages = 2;
    let day = "2020-01-01".parse().unwrap();
    let first = discovered(&spec, &KnownArticles::new(), Reach::Since { day, cursor: None }).await;
    assert_eq!(first.articles.len(), 20);
    let cursor = first.cursor;
    assert!(cursor.is_some());
    let rest = discovered(&spec, &KnownArticles::new(), Reach::Since { day, cursor }).await;
    assert_eq!((rest.articles.len(), rest.cursor), (5, None));
}

#[tokio::test]
async fn a_body_without_a_page_in_it_is_one_page() {
    let site = server(|_| answer(0..ROWS));
    let found = discovered(
        &posting(&site, "{\"channel\":1}"),
        &KnownArticles::new(),
        Reach::Recent,
    )
    .await;
    assert_eq!((found.articles.len(), found.pages.len()), (10, 1));
}

#[tokio::test]
async fn a_list_that_repeats_itself_ends() {
    let site = server(|_| answer(0..ROWS));
    let found = discovered(&posting(&site, BODY), &KnownArticles::new(), Reach::Recent).await;
    assert_eq!((found.articles.len(), found.pages.len()), (10, 2));
}

#[tokio::test]
async fn answers_that_are_no_list_are_told_with_what_is_missing() {
    for (reply, class, words) in [
        (
            Reply::new(200, "{\"code\":500,\"msg\":\"busy\"}"),
            BadContent,
            "nothing at `/data/list`",
        ),
        (
            Reply::new(200, "{\"data\":{\"list\":{}}}"),
            BadContent,
            "no array at `/data/list`",
        ),
        (
            Reply::new(200, "{\"data\":{\"list\":[{\"x\":1}]}}"),
            BadContent,
            "none with an address",
        ),
        (
            Reply::new(200, "{\"data\":{\"list\":[]}}"),
            BadContent,
            "no row in the list",
        ),
        (Reply::new(200, "{\"data\":"), BadContent, "no JSON"),
        (
            Reply::new(200, format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
            BadContent,
            "no JSON",
        ),
        (Reply::not_found(), Gone, ""),
        (Reply::redirect(302, "http://10.0.0.1/"), Refused, ""),
    ] {
        let reply = reply.with("X-Case", words);
        let site = server(move |_| reply.clone());
        let found = discovered(&posting(&site, BODY), &KnownArticles::new(), Reach::Recent).await;
        assert_eq!(
            (found.class(), found.articles.len()),
            (class, 0),
            "{words}: {:?}",
            found.outcome
        );
        assert!(
            found.outcome.reason.contains(words),
            "{words}: {:?}",
            found.outcome
        );
    }
}

#[tokio::test]
async fn a_redirect_is_asked_again_as_its_status_says() {
    for (status, method) in [(307, "POST"), (308, "POST"), (302, "GET"), (303, "GET")] {
        let site = server(move |request| match request.path.as_str() {
            "/api/list" => Reply::redirect(status, "/api/v2/list"),
            _ => answer(0..ROWS),
        });
        let found = discovered(&posting(&site, "{}"), &KnownArticles::new(), Reach::Recent).await;
        assert_eq!(found.articles.len(), 10, "{status}: {:?}", found.outcome);
        let last = site
            .requests()
            .into_iter()
            .find(|request| request.path == "/api/v2/list")
            .unwrap();
        assert_eq!(last.method, method, "{status}");
        assert_eq!(last.body.is_empty(), method == "GET", "{status}");
    }
}
