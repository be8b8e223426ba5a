//! Slow, broken, endless and garbled transfers.

use std::time::Duration;

use milepost_fetch::OutcomeClass::{BadContent, Transient};
use milepost_fetch::{Fetcher, OutcomeClass};
use milepost_testkit::{Body, Reply, Server};

use crate::stage::{ended, fetch, fetch_by, options, others_are_served, page, server, source};

#[track_caller]
fn html(body: Body) -> Server {
    server(move |_| Reply::html("").sent(body.clone()))
}

const STEP: Duration = Duration::from_millis(50);

#[tokio::test]
async fn slow_headers_end_at_the_limit_for_heads() {
    ended(
        &fetch(&html(Body::DripHead { pause: STEP }), "/a").await,
        Transient,
        "no head of an answer",
    );
}

#[tokio::test]
async fn no_answer_at_all_ends_at_the_limit_for_heads() {
    ended(
        &fetch(&html(Body::Silence), "/a").await,
        Transient,
        "no head of an answer",
    );
}

#[tokio::test]
async fn a_body_that_stalls_ends_at_the_idle_limit() {
    let stalled = html(Body::Stall(page().into_bytes()));
    ended(&fetch(&stalled, "/a").await, Transient, "then nothing");
}

#[tokio::test]
async fn a_body_that_drips_ends_at_the_total_limit() {
    let dripping = html(Body::Drip {
        bytes: page().into_bytes(),
        pause: STEP,
    });
    ended(&fetch(&dripping, "/a").await, Transient, "not its end");
}

#[tokio::test]
async fn a_body_that_never_ends_is_too_large() {
    let endless = html(Body::Endless {
        piece: vec![b'a'; 64 * 1024],
        pause: Duration::ZERO,
    });
    let fetched = fetch(&endless, "/a").await;
    ended(&fetched, OutcomeClass::TooLarge, "larger than");
    assert!(
        fetched.bytes_on_wire < 4 * 1024 * 1024,
        "{}",
        fetched.bytes_on_wire
    );
}

#[tokio::test]
async fn a_slow_body_that_never_ends_is_given_up() {
    let endless = html(Body::Endless {
        piece: b"<p>".to_vec(),
        pause: STEP,
    });
    ended(&fetch(&endless, "/a").await, Transient, "not its end");
}

#[tokio::test]
async fn an_announced_size_beyond_the_limit_is_not_even_read() {
    let body = Body::WrongLength {
        announced: 3_000_000_000,
        bytes: page().into_bytes(),
    };
    let fetched = fetch(&html(body), "/a").await;
    ended(&fetched, OutcomeClass::TooLarge, "announces");
    assert_eq!(fetched.bytes_on_wire, 0);
}

#[tokio::test]
async fn a_length_longer_than_the_body_is_no_version() {
    let bytes = page().into_bytes();
    let announced = u64::try_from(bytes.len()).unwrap() + 100;
    ended(
        &fetch(&html(Body::WrongLength { announced, bytes }), "/a").await,
        Transient,
        "broke off",
    );
}

#[tokio::test]
async fn a_length_shorter_than_the_body_is_no_version() {
    let bytes = page().into_bytes();
    let announced = u64::try_from(bytes.len()).unwrap() / 2 + 1;
    ended(
        &fetch(&html(Body::WrongLength { announced, bytes }), "/a").await,
        Transient,
        "ends in the middle",
    );
}

#[tokio::test]
async fn two_lengths_that_differ_are_no_answer() {
    let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nContent-Length: 9000\r\n\r\n";
    let raw = format!("{head}{}", page());
    let fetched = fetch(&html(Body::Raw(raw.into_bytes())), "/a").await;
    assert!(
        matches!(fetched.class(), BadContent | Transient),
        "{:?}",
        fetched.outcome
    );
}

#[tokio::test]
async fn garbage_in_place_of_chunks_is_no_version() {
    for garbage in [
        "zzzz\r\nabc\r\n",
        "ffffffffffffffffff\r\nabc",
        "-5\r\nabc\r\n",
        "5\r\nabcdefgh\r\n",
        "\r\n\r\n\r\n",
    ] {
        let raw = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{garbage}"
        );
        ended(
            &fetch(&html(Body::Raw(raw.into_bytes())), "/a").await,
            Transient,
            "broke off",
        );
    }
}

#[tokio::test]
async fn chunks_without_the_last_one_are_no_version() {
    let cut = html(Body::ChunkedCutOff(page().into_bytes()));
    ended(&fetch(&cut, "/a").await, Transient, "broke off");
}

#[tokio::test]
async fn honest_chunks_are_content() {
    let text = page();
    let pieces = text.as_bytes().chunks(1000).map(<[u8]>::to_vec).collect();
    let fetched = fetch(&html(Body::Chunked(pieces)), "/a").await;
    assert_eq!(fetched.content.unwrap().bytes, text.as_bytes());
}

#[tokio::test]
async fn a_connection_dropped_at_every_tenth_of_the_body_is_no_version() {
    let whole = page().into_bytes();
    let announced = u64::try_from(whole.len()).unwrap();
    for tenth in 0..10 {
        let part = whole[..whole.len() * tenth / 10].to_vec();
        let with_length = html(Body::WrongLength {
            announced,
            bytes: part.clone(),
        });
        ended(&fetch(&with_length, "/a").await, Transient, "broke off");
        let chunked = html(Body::ChunkedCutOff(part.clone()));
        assert_eq!(fetch(&chunked, "/a").await.class(), Transient, "chunked, {tenth}");
        let until_close = fetch(&html(Body::UntilClose(part)), "/a").await;
        assert!(
            until_close.content.is_none(),
            "until close, {tenth}: {:?}",
            until_close.outcome
        );
    }
    let whole_until_close = fetch(&html(Body::UntilClose(whole.clone())), "/a").await;
    assert_eq!(whole_until_close.content.unwrap().bytes, whole);
}

#[tokio::test]
async fn a_pdf_cut_off_without_a_length_is_no_version() {
    let pdf = [b"%PDF-1.7\n".as_slice(), &[b'x'; 9000]].concat();
    let cut = server(move |_| {
        Reply::new(200, "")
            .with("Content-Type", "application/pdf")
            .sent(Body::UntilClose(pdf.clone()))
    });
    ended(&fetch(&cut, "/a.pdf").await, Transient, "ends in the middle");
}

#[tokio::test]
async fn a_flood_of_headers_is_no_answer() {
    let many: String = "X-Flood: 0123456789\r\n".repeat(20_000);
    let raw = format!("HTTP/1.1 200 OK\r\n{many}Content-Length: 0\r\n\r\n");
    ended(
        &fetch(&html(Body::Raw(raw.into_bytes())), "/a").await,
        BadContent,
        "head of the answer",
    );
    let long = format!("HTTP/1.1 200 OK\r\nX-Long: {}\r\n\r\n", "x".repeat(2_000_000));
    ended(
        &fetch(&html(Body::Raw(long.into_bytes())), "/a").await,
        BadContent,
        "head of the answer",
    );
}

#[tokio::test]
async fn headers_that_never_end_are_no_answer() {
    let endless = Body::Raw([b"HTTP/1.1 200 OK\r\n".as_slice(), &b"A: b\r\n".repeat(50)].concat());
    let fetched = fetch(&html(endless), "/a").await;
    assert!(
        matches!(fetched.class(), Transient | BadContent),
        "{:?}",
        fetched.outcome
    );
}

#[tokio::test]
async fn no_http_at_all_is_no_answer() {
    let raw = html(Body::Raw(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()));
    ended(&fetch(&raw, "/a").await, BadContent, "head of the answer");
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_a_passing_failure() {
    let gone = server(|_| Reply::html(page()));
    let (spec, url) = (source(&gone), gone.url("/a"));
    drop(gone);
    let fetcher = Fetcher::new(options()).unwrap();
    assert_eq!(fetch_by(&fetcher, &spec, &url).await.class(), Transient);
    others_are_served(&fetcher).await;
}
