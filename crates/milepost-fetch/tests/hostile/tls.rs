//! Certificates and protocols of the other end.

use milepost_fetch::OutcomeClass::{New, Refused, Tls, TooLarge, Transient};
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

/// A server of the system's own that speaks TLS 1.0 and nothing newer, until it is dropped.
struct OldServer {
    child: std::process::Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Drop for OldServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl OldServer {
    /// Starts it, serving one page; none where the system has no `openssl` that still speaks TLS 1.0.
    fn start(authority: &Authority) -> Option<Self> {
        use std::io::BufRead as _;
        let folder = tempfile::tempdir().ok()?;
        let (chain, key) = authority.chain_and_key_pem(NAMES).ok()?;
        std::fs::write(folder.path().join("chain.pem"), chain).ok()?;
        std::fs::write(folder.path().join("key.pem"), key).ok()?;
        std::fs::create_dir(folder.path().join("a")).ok()?;
        let answer = |status: &str, body: &str| {
            format!(
                "HTTP/1.0 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        std::fs::write(folder.path().join("robots.txt"), answer("404 Not Found", "none")).ok()?;
        std::fs::write(
            folder.path().join("a/t20260101_1000.html"),
            answer("200 OK", &page()),
        )
        .ok()?;
        std::fs::write(
            folder.path().join("large.html"),
            answer("200 OK", &"x".repeat(3_000_000)),
        )
        .ok()?;
        std::fs::write(
            folder.path().join("moved.html"),
            "HTTP/1.0 302 Found\r\nLocation: https://10.0.0.1/\r\n\r\n",
        )
        .ok()?;
        let mut child = std::process::Command::new("openssl")
            .args([
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-tls1",
                "-cipher",
                "DEFAULT:@SECLEVEL=0",
                "-HTTP",
            ])
            .args([
                "-cert",
                "chain.pem",
                "-cert_chain",
                "chain.pem",
                "-key",
                "key.pem",
            ])
            .current_dir(folder.path())
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .ok()?;
        let mut lines = std::io::BufReader::new(child.stdout.take()?).lines();
        // It says `ACCEPT 127.0.0.1:port` once it listens.
        let port = lines.find_map(|line| {
            line.ok()?
                .strip_prefix("ACCEPT ")?
                .rsplit_once(':')?
                .1
                .trim()
                .parse()
                .ok()
        });
        let Some(port) = port else {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        };
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self {
            child,
            port,
            _folder: folder,
        })
    }

    fn url(&self, path: &str) -> String {
        format!("https://127.0.0.1:{}{path}", self.port)
    }

    fn source(&self, authority: &Authority, legacy: Option<&str>) -> SourceSpec {
        let mut spec =
            SourceSpec::new(milepost_model::SourceId::parse("old").unwrap()).with_list(&self.url("/list/"));
        spec.allow_addresses = vec![milepost_fetch::AddressRange::parse("127.0.0.1").unwrap()];
        spec.tls.extra_ca = vec![authority.root_pem()];
        spec.tls.legacy = legacy.map(Into::into);
        spec
    }
}

fn patient() -> milepost_fetch::FetcherOptions {
    let mut options = options();
    // Starting a process takes longer than a request.
    options.limits.headers = std::time::Duration::from_secs(4);
    options.limits.total = std::time::Duration::from_secs(5);
    options
}

#[tokio::test]
async fn a_site_that_speaks_only_old_tls_is_read_by_curl_where_its_source_says_so_and_by_nobody_else() {
    let authority = Authority::new().unwrap();
    let Some(site) = OldServer::start(&authority) else {
        eprintln!("skipped: no openssl that serves TLS 1.0");
        return;
    };
    let has_curl = std::process::Command::new("curl")
        .arg("--version")
        .output()
        .is_ok();
    if !has_curl {
        eprintln!("skipped: no curl");
        return;
    }
    let fetcher = Fetcher::new(patient()).unwrap();
    let url = site.url("/a/t20260101_1000.html");
    // By default the failure names the mend.
    let refused = fetch_by(&fetcher, &site.source(&authority, None), &url).await;
    ended(&refused, Tls, "tls = { legacy = \"curl\" }");
    let old = site.source(&authority, Some("curl"));
    let read = fetch_by(&fetcher, &old, &url).await;
    assert_eq!(
        (read.class(), read.status),
        (New, Some(200)),
        "{:?}",
        read.outcome
    );
    assert_eq!(read.content.unwrap().bytes, page().into_bytes());
    assert_eq!(read.remote.unwrap().to_string(), "127.0.0.1");
    // The bounds are those of every other request.
    ended(
        &fetch_by(&fetcher, &old, &site.url("/large.html")).await,
        TooLarge,
        "",
    );
    ended(
        &fetch_by(&fetcher, &old, &site.url("/moved.html")).await,
        Refused,
        "10.0.0.1",
    );
    let mut unverified = old.clone();
    unverified.tls.extra_ca.clear();
    ended(&fetch_by(&fetcher, &unverified, &url).await, Tls, "certificate");
    let mut forbidden = old.clone();
    forbidden.allow_addresses.clear();
    ended(&fetch_by(&fetcher, &forbidden, &url).await, Refused, "127.0.0.1");
    let missing = site.source(&authority, Some("/nowhere/curl"));
    ended(&fetch_by(&fetcher, &missing, &url).await, Tls, "is not installed");
    others_are_served(&fetcher).await;
}

#[tokio::test]
async fn a_site_that_only_stalls_takes_no_longer_over_old_tls() {
    let site = Server::start(|_| Reply::html(page()).sent(milepost_testkit::Body::Silence)).unwrap();
    let mut spec = source(&site);
    spec.tls.legacy = Some("curl".into());
    let url = site.url("/a").replace("http://", "https://");
    spec.lists = vec![milepost_fetch::ListSpec::new(&url)];
    let fetcher = Fetcher::new(options()).unwrap();
    let fetched = fetch_by(&fetcher, &spec, &url).await;
    assert!(
        matches!(fetched.class(), Transient | Tls),
        "{:?}",
        fetched.outcome
    );
    others_are_served(&fetcher).await;
}
