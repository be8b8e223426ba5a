//! Certificates and protocols of the other end.

use milepost_fetch::OutcomeClass::{New, Tls, Transient};
use milepost_fetch::{Fetcher, SourceSpec};
use milepost_testkit::{Authority, Http2Fault, Reply, Server, ServerOptions, TlsFace};

use crate::stage::{ended, fetch_by, options, others_are_served, page, source};

const NAMES: &[&str] = &["127.0.0.1", "localhost"];

fn secure(face: TlsFace) -> Server {
    let options = ServerOptions {
        tls: Some(face),
        ..ServerOptions::default()
    };
    Server::start_with(options, |request| {
        if request.path == "/robots.txt" {
            Reply::not_found()
        } else {
            Reply::html(page())
        }
    })
    .unwrap()
}

fn trusting(server: &Server, pems: &[String]) -> SourceSpec {
    let mut spec = source(server);
    spec.tls.extra_ca = pems.to_vec();
    spec
}

#[tokio::test]
async fn a_whole_chain_under_a_trusted_root_is_read() {
    let authority = Authority::new().unwrap();
    let site = secure(authority.whole_chain(NAMES).unwrap());
    let fetcher = Fetcher::new(options()).unwrap();
    let fetched = fetch_by(
        &fetcher,
        &trusting(&site, &[authority.root_pem()]),
        &site.url("/a"),
    )
    .await;
    assert_eq!((fetched.class(), fetched.insecure), (New, None));
}

#[tokio::test]
async fn an_unknown_authority_is_a_tls_failure() {
    let authority = Authority::new().unwrap();
    let site = secure(authority.whole_chain(NAMES).unwrap());
    let fetcher = Fetcher::new(options()).unwrap();
    ended(
        &fetch_by(&fetcher, &source(&site), &site.url("/a")).await,
        Tls,
        "",
    );
    assert!(site.requests().is_empty());
    others_are_served(&fetcher).await;
}

#[tokio::test]
async fn an_incomplete_chain_fails_and_passes_with_the_intermediate_in_extra_ca() {
    let authority = Authority::new().unwrap();
    let site = secure(authority.incomplete_chain(NAMES).unwrap());
    let fetcher = Fetcher::new(options()).unwrap();
    ended(
        &fetch_by(
            &fetcher,
            &trusting(&site, &[authority.root_pem()]),
            &site.url("/a"),
        )
        .await,
        Tls,
        "",
    );
    let mended = trusting(&site, &[authority.intermediate_pem()]);
    assert_eq!(fetch_by(&fetcher, &mended, &site.url("/a")).await.class(), New);
}

#[tokio::test]
async fn an_expired_certificate_is_a_tls_failure() {
    let authority = Authority::new().unwrap();
    let site = secure(authority.expired(NAMES).unwrap());
    let fetcher = Fetcher::new(options()).unwrap();
    let fetched = fetch_by(
        &fetcher,
        &trusting(&site, &[authority.root_pem()]),
        &site.url("/a"),
    )
    .await;
    ended(&fetched, Tls, "xpired");
}

#[tokio::test]
async fn a_certificate_for_another_host_is_a_tls_failure() {
    let authority = Authority::new().unwrap();
    let site = secure(authority.whole_chain(&["other.gov.cn"]).unwrap());
    let fetcher = Fetcher::new(options()).unwrap();
    let fetched = fetch_by(
        &fetcher,
        &trusting(&site, &[authority.root_pem()]),
        &site.url("/a"),
    )
    .await;
    ended(&fetched, Tls, "not valid for");
}

#[tokio::test]
async fn an_unchecked_certificate_marks_what_was_fetched() {
    let authority = Authority::new().unwrap();
    let site = secure(authority.expired(NAMES).unwrap());
    let mut spec = source(&site);
    spec.tls.insecure = Some("the bureau renews next month".into());
    let fetcher = Fetcher::new(options()).unwrap();
    let fetched = fetch_by(&fetcher, &spec, &site.url("/a")).await;
    assert_eq!(
        (fetched.class(), fetched.insecure.as_deref()),
        (New, Some("the bureau renews next month"))
    );
}

fn greeting(bytes: &[u8]) -> Server {
    let options = ServerOptions {
        greeting: Some(bytes.to_vec()),
        ..ServerOptions::default()
    };
    Server::start_with(options, |_| Reply::not_found()).unwrap()
}

#[tokio::test]
async fn old_tls_is_a_tls_failure() {
    // An alert of TLS 1.0: fatal, protocol version.
    let alert = greeting(&[0x15, 3, 1, 0, 2, 2, 70]);
    let fetcher = Fetcher::new(options()).unwrap();
    ended(
        &fetch_by(&fetcher, &source(&alert), &alert.url("/a")).await,
        Tls,
        "",
    );
    // A server's greeting in TLS 1.0 with an RSA key exchange.
    let mut hello = vec![0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1];
    hello.extend([7; 32]);
    hello.extend([0, 0, 0x2f, 0]);
    let old = greeting(&hello);
    let fetcher = Fetcher::new(options()).unwrap();
    ended(&fetch_by(&fetcher, &source(&old), &old.url("/a")).await, Tls, "");
}

#[tokio::test]
async fn plain_http_on_a_tls_port_is_a_tls_failure() {
    let site = greeting(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    let fetcher = Fetcher::new(options()).unwrap();
    ended(
        &fetch_by(&fetcher, &source(&site), &site.url("/a")).await,
        Tls,
        "",
    );
}

#[tokio::test]
async fn plain_http_to_another_host_needs_leave() {
    let site = secure(Authority::new().unwrap().whole_chain(NAMES).unwrap());
    let fetcher = Fetcher::new(options()).unwrap();
    let fetched = fetch_by(&fetcher, &source(&site), "http://tjj.cq.gov.cn/a").await;
    ended(&fetched, milepost_fetch::OutcomeClass::Refused, "allow_http");
}

#[tokio::test]
async fn http2_resets_are_passing_failures() {
    let authority = Authority::new().unwrap();
    for fault in [Http2Fault::Reset, Http2Fault::ResetInBody, Http2Fault::GoAway] {
        let face = authority.with_http2(NAMES).unwrap();
        let options_of_server = ServerOptions {
            tls: Some(face),
            http2: Some(fault),
            greeting: None,
        };
        let site = Server::start_with(options_of_server, |_| Reply::not_found()).unwrap();
        let mut options = options();
        options.politeness.robots = false;
        let fetcher = Fetcher::new(options).unwrap();
        let fetched = fetch_by(
            &fetcher,
            &trusting(&site, &[authority.root_pem()]),
            &site.url("/a"),
        )
        .await;
        assert_eq!(fetched.class(), Transient, "{fault:?}: {:?}", fetched.outcome);
        others_are_served(&fetcher).await;
    }
}
