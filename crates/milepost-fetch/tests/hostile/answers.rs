//! Answers that are not the content asked for, and content under wrong labels.

use milepost_fetch::OutcomeClass::{BadContent, Blocked, Gone, New, NotModified, SameBytes, Transient};
use milepost_fetch::{BlockKind, Fetched, Fetcher, Media, Validators};
use milepost_testkit::{Reply, zip_archive};

use crate::stage::{ended, fetch, options, page, server, sound, source};

#[track_caller]
fn blocked(fetched: &Fetched, kind: BlockKind) {
    assert_eq!(
        (fetched.class(), fetched.outcome.block),
        (Blocked, Some(kind)),
        "{:?}",
        fetched.outcome
    );
}

#[tokio::test]
async fn a_412_with_a_script_is_a_challenge() {
    let site = server(|_| {
        let script = "<html><head><script>var _$=1;document.cookie='x=1';</script></head></html>";
        Reply::new(412, script)
            .with("Content-Type", "text/html")
            .with("Set-Cookie", "FSSBBIl1UgzbN7NO=5; Path=/")
    });
    blocked(&fetch(&site, "/a").await, BlockKind::Challenge);
}

#[tokio::test]
async fn statuses_that_turn_us_away_are_blocks() {
    for status in [400, 401, 403, 405, 406, 412, 418, 451] {
        let site = server(move |_| Reply::new(status, "no").with("Content-Type", "text/html"));
        blocked(&fetch(&site, "/a").await, BlockKind::Status);
    }
}

#[tokio::test]
async fn a_captcha_page_is_a_block() {
    let site = server(|_| {
        Reply::html(
            "<html><body><form>请输入验证码<input name=\"verifyCode\"><img src=\"/yzm.jpg\"></form></body></html>",
        )
    });
    blocked(&fetch(&site, "/a").await, BlockKind::Captcha);
}

#[tokio::test]
async fn a_not_found_page_with_status_200_is_a_block() {
    let pad = "<!-- -->".repeat(200);
    for text in [
        "<title>404</title><p>页面</p>",
        "<p>您访问的页面不存在</p>",
        "<title>Page Not Found</title><p>Sorry</p>",
    ] {
        let html = format!("<html><body>{text}{pad}</body></html>");
        let site = server(move |_| Reply::html(html.clone()));
        blocked(&fetch(&site, "/a").await, BlockKind::NotFoundPage);
    }
}

#[tokio::test]
async fn a_soft_block_is_a_block() {
    let pad = "<!-- -->".repeat(200);
    let html = format!("<html><body><p>您的访问过于频繁，请稍后再试。</p>{pad}</body></html>");
    let site = server(move |_| Reply::html(html.clone()));
    blocked(&fetch(&site, "/a").await, BlockKind::Notice);
}

#[tokio::test]
async fn a_shell_that_wants_scripts_is_a_block() {
    let html = format!(
        "<html><head>{}</head><body><div id=app></div><noscript>You need to enable JavaScript</noscript></body></html>",
        "<script src=/chunk.js></script>".repeat(30)
    );
    let site = server(move |_| Reply::html(html.clone()));
    blocked(&fetch(&site, "/a").await, BlockKind::ScriptShell);
}

#[tokio::test]
async fn empty_and_short_answers_are_blocks() {
    let empty = server(|_| Reply::html(""));
    blocked(&fetch(&empty, "/a").await, BlockKind::Short);
    let short = server(|_| Reply::html("<html><body>ok</body></html>"));
    blocked(&fetch(&short, "/a").await, BlockKind::Short);
    let nothing = server(|_| Reply::new(204, ""));
    blocked(&fetch(&nothing, "/a").await, BlockKind::Short);
    let part = server(|_| Reply::new(206, page()).with("Content-Range", "bytes 0-99/5000"));
    blocked(&fetch(&part, "/a").await, BlockKind::Short);
}

#[tokio::test]
async fn what_is_gone_is_gone() {
    for status in [404, 410] {
        let site = server(move |_| Reply::new(status, page()));
        ended(&fetch(&site, "/a").await, Gone, "status");
    }
}

#[tokio::test]
async fn not_modified_that_nobody_asked_for_is_no_answer() {
    let site = server(|_| Reply::new(304, ""));
    ended(&fetch(&site, "/a").await, BadContent, "304");
}

#[tokio::test]
async fn a_server_that_fails_is_a_passing_failure() {
    for status in [500, 502, 503, 504, 408, 425] {
        let site = server(move |_| Reply::new(status, page()));
        ended(&fetch(&site, "/a").await, Transient, "status");
    }
}

/// Fetches a page twice with what was learnt the first time.
async fn twice(site: &milepost_testkit::Server) -> (Fetched, Fetched) {
    let (fetcher, spec) = (Fetcher::new(options()).unwrap(), source(site));
    let first = fetcher
        .fetch(&spec, &site.url("/a"), &Validators::default())
        .await
        .unwrap();
    let second = fetcher
        .fetch(&spec, &site.url("/a"), &first.validators)
        .await
        .unwrap();
    (first, second)
}

#[tokio::test]
async fn a_right_etag_is_sent_back_and_answered() {
    let site = server(|request| {
        let reply = if request.header("if-none-match") == Some("\"v1\"") {
            Reply::new(304, "")
        } else {
            Reply::html(page())
        };
        reply.with("ETag", "\"v1\"")
    });
    let (first, second) = twice(&site).await;
    assert_eq!((first.class(), second.class()), (New, NotModified));
    assert_eq!(second.validators.checks_since_full, 1);
}

#[tokio::test]
async fn an_etag_that_lies_is_found_out_by_the_tenth_request() {
    let counter = std::sync::atomic::AtomicUsize::new(0);
    let site = server(move |request| {
        let count = counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if request.header("if-none-match").is_some() {
            return Reply::new(304, "");
        }
        Reply::html(format!("{}<p>{count}</p>", page())).with("ETag", "\"never-changes\"")
    });
    let (fetcher, spec) = (Fetcher::new(options()).unwrap(), source(&site));
    let mut known = Validators::default();
    let mut classes = Vec::new();
    for _ in 0..13 {
        let fetched = fetcher.fetch(&spec, &site.url("/a"), &known).await.unwrap();
        classes.push(fetched.class());
        known = fetched.validators;
    }
    assert_eq!(classes[0], New);
    assert!(classes[1..10].iter().all(|class| *class == NotModified));
    assert_eq!(classes[10], New);
    // The tag was caught standing still over other bytes: it is not believed again.
    assert!(!known.may_be_conditional(crate::stage::now()));
    assert_eq!(classes[11..], [New, New]);
}

#[tokio::test]
async fn the_same_bytes_are_the_same_whatever_the_tag_says() {
    let counter = std::sync::atomic::AtomicUsize::new(0);
    let site = server(move |_| {
        let count = counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Reply::html(page()).with("ETag", &format!("\"{count}\""))
    });
    let (first, second) = twice(&site).await;
    assert_eq!((first.class(), second.class()), (New, SameBytes));
}

#[tokio::test]
async fn a_last_modified_of_the_future_or_of_no_date_is_not_sent_back() {
    for wrong in ["Fri, 01 Jan 2038 00:00:00 GMT", "yesterday", "2026-01-01"] {
        let site = server(move |_| Reply::html(page()).with("Last-Modified", wrong));
        let (_, second) = twice(&site).await;
        assert_eq!(second.class(), SameBytes);
        assert!(
            site.requests()
                .iter()
                .all(|request| request.header("if-modified-since").is_none()),
            "{wrong}"
        );
    }
    let honest = server(|_| Reply::html(page()).with("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"));
    twice(&honest).await;
    assert!(
        honest
            .requests()
            .iter()
            .any(|request| request.header("if-modified-since").is_some())
    );
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[tokio::test]
async fn bytes_under_a_wrong_charset_are_handed_on_as_they_came() {
    let bytes = gb18030(&page());
    for label in [
        "text/html; charset=utf-8",
        "text/html; charset=GB2312",
        "text/html;charset=\"gbk\"",
        "text/html",
    ] {
        let sent = bytes.clone();
        let site = server(move |_| Reply::new(200, sent.clone()).with("Content-Type", label));
        let content = fetch(&site, "/a").await.content.unwrap();
        assert_eq!(
            (content.bytes, content.content_type.as_deref()),
            (bytes.clone(), Some(label))
        );
    }
}

#[tokio::test]
async fn header_against_meta_leaves_the_bytes_alone() {
    let html = page().replace("<head>", "<head><meta charset=gb2312>");
    let bytes = gb18030(&html);
    let sent = bytes.clone();
    let site =
        server(move |_| Reply::new(200, sent.clone()).with("Content-Type", "text/html; charset=utf-8"));
    assert_eq!(fetch(&site, "/a").await.content.unwrap().bytes, bytes);
}

#[tokio::test]
async fn text_that_decodes_to_nothing_is_bad_content() {
    let mut bytes = page().into_bytes();
    let end = bytes.len() - 20;
    for byte in bytes[200..end].iter_mut().step_by(50) {
        *byte = 0xff;
    }
    let site = server(move |_| Reply::html(bytes.clone()));
    ended(&fetch(&site, "/a").await, BadContent, "cannot be decoded");
}

#[tokio::test]
async fn an_attachment_with_a_lying_type_is_bad_content() {
    for (path, kind) in [
        ("/a.pdf", "application/pdf"),
        ("/a.xlsx", "text/html"),
        ("/b.docx", "application/msword"),
    ] {
        let site = server(move |_| Reply::new(200, page()).with("Content-Type", kind));
        ended(&fetch(&site, path).await, BadContent, "said to be");
    }
    let binary =
        server(|_| Reply::new(200, vec![0, 1, 2, 3, 0, 5, 250, 255]).with("Content-Type", "text/html"));
    ended(&fetch(&binary, "/a.html").await, BadContent, "is binary");
}

#[tokio::test]
async fn a_true_file_under_a_wrong_type_is_content() {
    let bytes = zip_archive(&[("word/document.xml", b"<document/>")]);
    let site = server(move |_| Reply::new(200, bytes.clone()).with("Content-Type", "text/plain"));
    let fetched = fetch(&site, "/a.docx").await;
    assert_eq!(fetched.content.unwrap().media, Media::Zip);
}

#[tokio::test]
async fn secrets_are_sent_to_the_source_s_own_host_and_shown_to_nobody() {
    let site = server(|_| Reply::html(page()));
    let elsewhere = server(|_| Reply::html(page()));
    let mut spec = source(&site);
    spec.auth = Some(milepost_fetch::AuthSpec::Basic {
        user: "reader".into(),
        password: milepost_fetch::Secret::new("open sesame"),
    });
    let fetcher = Fetcher::new(options()).unwrap();
    let started = std::time::Instant::now();
    let fetched = fetcher
        .fetch(&spec, &site.url("/a"), &Validators::default())
        .await
        .unwrap();
    sound(&fetched, started);
    let sent = site.requests().pop().unwrap();
    assert_eq!(
        sent.header("authorization"),
        Some("Basic cmVhZGVyOm9wZW4gc2VzYW1l")
    );
    let shown = format!("{fetched:?} {spec:?} {fetcher:?}");
    assert!(!shown.contains("cmVhZGVy") && !shown.contains("sesame"));
    fetcher
        .fetch(&spec, &elsewhere.url("/a"), &Validators::default())
        .await
        .unwrap();
    assert!(
        elsewhere
            .requests()
            .iter()
            .all(|request| request.header("authorization").is_none())
    );
}
