//! The archive of fetches as WARC: out, in again, and what is refused.

use std::path::{Path, PathBuf};
use std::process::Command;

use milepost_service::{Exit, Request, Service};
use milepost_testkit::Reply;

use crate::house::{House, ask, figures, ingest, listed, refused};
use crate::site::{Bulletin, Site, three_years};

async fn export(service: &Service, file: &Path) -> milepost_service::Reply {
    let request = Request::StoreExport {
        file: file.display().to_string(),
        source: None,
    };
    ask(service, request).await
}

fn import(file: &Path, source: Option<&str>) -> Request {
    Request::StoreImport {
        file: file.display().to_string(),
        source: source.map(str::to_owned),
    }
}

async fn replay(service: &Service) -> milepost_service::Reply {
    let request = Request::Replay {
        source: None,
        plugin: None,
        apply: true,
    };
    ask(service, request).await
}

/// A site whose second bulletin was reached over a redirect, and was revised after its first publication.
async fn filled(file: &Path) -> (Site, House, String) {
    let mut bulletins = three_years();
    let site = Site::with(&bulletins);
    let moved = bulletins[1].path().replace("/art/", "/new/");
    site.put(&bulletins[1].path(), Reply::redirect(302, &moved));
    site.put(&moved, Reply::html(bulletins[1].page()));
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    house.clock.pass(30);
    bulletins[2] = Bulletin::of_trade("2026-01-26", 1003, "2025年", "8007.1");
    site.publish(&bulletins[2]);
    ingest(&service).await;
    let reply = export(&service, file).await;
    assert_eq!(reply.exit, Exit::Done, "{}", reply.text);
    assert_eq!(
        (reply.json["fetches"].as_u64(), reply.json["bulletins"].as_u64()),
        (Some(4), Some(4))
    );
    let before = figures(&service).await;
    drop(service);
    (site, house, before)
}

/// A figure without when it became known: that is the day of the import.
fn known_nothing_of_when(csv: &str) -> Vec<String> {
    let mut lines = csv.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let place = head.iter().position(|name| *name == "known_at").unwrap();
    lines
        .map(|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            fields.remove(place);
            fields.join(",")
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_goes_out_and_comes_in_with_every_vintage() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["archive.warc", "archive.warc.gz"] {
        let file = folder.path().join(name);
        let (site, from, before) = filled(&file).await;
        let house = House::reading(&[site.list_url()]);
        house.share_extractors_of(&from);
        let service = house.open();
        let taken = ask(&service, import(&file, None)).await;
        assert_eq!(taken.exit, Exit::Done, "{}", taken.text);
        assert_eq!(
            (
                taken.json["fetches"].as_u64(),
                taken.json["new_bulletins"].as_u64()
            ),
            (Some(4), Some(4))
        );
        assert!(
            listed(&service, true).await.is_empty(),
            "an import reads no figures"
        );
        let read = replay(&service).await;
        assert_eq!(read.json["recorded"], 4, "{}", read.text);
        assert_eq!(
            known_nothing_of_when(&figures(&service).await),
            known_nothing_of_when(&before)
        );
        // The chain, the heads and the times are those of the first archive: written again, they are the same bytes.
        let again = folder.path().join(format!("again-{name}"));
        export(&service, &again).await;
        house.clock.pass(30);
        assert_eq!(without_its_date(&again), without_its_date(&file), "{name}");
        assert_eq!(ask(&service, Request::StoreCheck).await.json["sound"], true);
    }
}

/// The records after the first, which says when the file was written.
fn without_its_date(file: &Path) -> Vec<milepost_fetch::WarcSnapshot> {
    let bytes = std::fs::read(file).unwrap();
    milepost_fetch::WarcReader::new(bytes.as_slice())
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_an_archive_in_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("archive.warc.gz");
    let (site, house, before) = filled(&file).await;
    let service = house.open();
    let stats = ask(&service, Request::StoreStats).await.json;
    for _ in 0..2 {
        let taken = ask(&service, import(&file, None)).await;
        assert_eq!(
            (
                taken.json["new_fetches"].as_u64(),
                taken.json["new_bulletins"].as_u64(),
                taken.json["known_bulletins"].as_u64()
            ),
            (Some(0), Some(0), Some(4)),
            "{}",
            taken.text
        );
    }
    assert_eq!(
        ask(&service, Request::StoreStats).await.json["records"],
        stats["records"]
    );
    assert_eq!(figures(&service).await, before);
    let quiet = ingest(&service).await;
    assert_eq!(quiet.json["nothing_new"], true, "{}", quiet.text);
    drop(site);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_archive_is_refused_whole_and_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("archive.warc");
    let (site, _from, _before) = filled(&file).await;
    let whole = std::fs::read(&file).unwrap();
    let house = House::reading(&[site.list_url()]);
    let service = house.open();
    // The last bulletin's number: three fetches before it are sound.
    let place = whole.windows(6).rposition(|window| window == b"8007.1").unwrap();
    let mut changed = whole.clone();
    changed[place] = b'9';
    let garbage = "<html>no archive</html>".as_bytes().to_vec();
    let cut = whole[..place].to_vec();
    for (what, bytes, said) in [
        (
            "changed",
            changed,
            "record 11: its bytes are not those that its digest names",
        ),
        ("cut", cut, "record 11: ends after"),
        ("garbage", garbage, "record 1: expected WARC/1.0 or WARC/1.1"),
    ] {
        let damaged = folder.path().join(format!("{what}.warc"));
        std::fs::write(&damaged, bytes).unwrap();
        let refusal = refused(&service, import(&damaged, None)).await;
        assert!(
            refusal.message.contains(said) && refusal.message.contains(&format!("{what}.warc")),
            "{what}: {refusal:?}"
        );
        assert!(refusal.hint.is_some(), "{what}: {refusal:?}");
    }
    let missing = refused(&service, import(&folder.path().join("none.warc"), None)).await;
    assert!(missing.message.contains("none.warc"), "{missing:?}");
    assert_eq!(ask(&service, Request::StoreStats).await.json["snapshots"], 0);
}

/// An archive as others write it: no word of sources or bulletins, SHA-1 digests, pages beside what they are made of.
fn foreign(records: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let mut warc = Vec::new();
    for (url, status, kind, body) in records {
        let http = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-02-01T03:04:05Z\r\n\
             WARC-Record-ID: <urn:uuid:{}>\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n",
            url.len(),
            http.len()
        );
        warc.extend(head.bytes());
        warc.extend(http.bytes());
        warc.extend(b"\r\n\r\n");
    }
    warc
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_of_others_are_taken_in_as_bulletins_of_the_site_s_source() {
    let bulletin = Bulletin::of_trade("2026-01-26", 1003, "2025年", "8006.8");
    let house = House::reading(&["https://customs.example.gov.cn/list/".to_owned()]);
    let page = bulletin
        .page()
        .replace("</h1>", "</h1><p><a href=\"t.csv\">附件：统计表</a></p>");
    let captcha = "<html><form><input name=captcha></form></html>".to_owned();
    let file = house.path("others.warc");
    let site = "https://customs.example.gov.cn/a";
    let urls = [
        format!("{site}/t20260126_1003.html"),
        format!("{site}/t.csv"),
        format!("{site}/style.css"),
        format!("{site}/t20260127_1004.html"),
        format!("{site}/gone.html"),
    ];
    let records = [
        (urls[0].as_str(), "200", "text/html", page.as_str()),
        (urls[1].as_str(), "200", "text/csv", "项目,金额\n进出口,1\n"),
        (urls[2].as_str(), "200", "text/css", "body { color: red }"),
        (urls[3].as_str(), "200", "text/html", captcha.as_str()),
        (urls[4].as_str(), "404", "text/html", "<html>none</html>"),
    ];
    std::fs::write(&file, foreign(&records)).unwrap();
    let service = house.open_with_extractor().await;
    let taken = ask(&service, import(&file, None)).await;
    assert_eq!(
        (
            taken.json["new_bulletins"].as_u64(),
            taken.json["left_out"].as_u64()
        ),
        (Some(1), Some(2)),
        "{}",
        taken.json
    );
    assert_eq!(taken.json["sources"], serde_json::json!(["s1"]));
    let told = taken.json["reasons"].to_string();
    assert!(told.contains("blocked") && told.contains("gone"), "{told}");
    replay(&service).await;
    let figures = listed(&service, false).await;
    assert_eq!(figures.len(), 1, "{figures:?}");
    assert_eq!(figures[0]["value"], "800680000000");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_not_configured_is_told_and_can_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("archive.warc");
    let (_site, from, _before) = filled(&file).await;
    let house = House::empty();
    house.share_extractors_of(&from);
    let service = house.open();
    let taken = ask(&service, import(&file, None)).await;
    assert_eq!(taken.exit, Exit::Partly, "{}", taken.text);
    assert_eq!(taken.json["not_configured"], serde_json::json!(["s1"]));
    let taken = ask(&service, import(&file, Some("by-hand"))).await;
    assert_eq!(taken.exit, Exit::Done, "{}", taken.text);
    assert_eq!(replay(&service).await.json["recorded"], 4);
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

/// The reader that others use: `warcio` of the Python package index, in a folder of its own.
fn warcio() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("warcio-1.7");
    let python = folder.join("bin/python");
    let is_there = |python: &Path| {
        let found = Command::new(python).args(["-c", "import warcio"]).output();
        found.is_ok_and(|output| output.status.success())
    };
    if is_there(&python) {
        return Some(python);
    }
    let made = Command::new("python3")
        .args(["-m", "venv"])
        .arg(&folder)
        .output()
        .ok()?;
    let got = Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--retries",
            "1",
            "--timeout",
            "20",
            "warcio==1.7.5",
        ])
        .output()
        .ok()?;
    let is_ready = made.status.success() && got.status.success() && is_there(&python);
    if !is_ready {
        skipped(&String::from_utf8_lossy(&got.stderr));
    }
    is_ready.then_some(python)
}

/// Prints what the records of a file say, as that reader sees them.
const READ: &str = r"
import sys
from warcio.archiveiterator import ArchiveIterator
with open(sys.argv[1], 'rb') as file:
    for record in ArchiveIterator(file, check_digests='raise'):
        status = record.http_headers.get_statuscode() if record.http_headers else ''
        body = record.content_stream().read()
        print(record.rec_type, status, record.rec_headers.get_header('WARC-Target-URI'), len(body), sep='|')
";

#[tokio::test(flavor = "multi_thread")]
async fn other_readers_accept_the_archive() {
    let Some(python) = warcio() else {
        skipped("no python3 with venv, or the Python package index cannot be reached");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for name in ["archive.warc", "archive.warc.gz"] {
        let file = folder.path().join(name);
        let (site, _house, _before) = filled(&file).await;
        let checked = Command::new(&python)
            .args(["-m", "warcio.cli", "check", "-v"])
            .arg(&file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&checked.stdout).into_owned();
        assert!(
            checked.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&checked.stderr)
        );
        assert!(said.contains("digest pass") && !said.contains("fail"), "{said}");
        let read = Command::new(&python)
            .args(["-c", READ])
            .arg(&file)
            .output()
            .unwrap();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        let lines = String::from_utf8_lossy(&read.stdout).into_owned();
        for kind in ["response|200", "request|", "metadata|"] {
            assert_eq!(
                lines.lines().filter(|line| line.starts_with(kind)).count(),
                4,
                "{kind}: {lines}"
            );
        }
        let bulletin = &three_years()[0];
        let line = format!(
            "response|200|{}|{}",
            site.url(&bulletin.path()),
            bulletin.page().len()
        );
        assert!(lines.lines().any(|found| found == line), "{line}: {lines}");
    }
}
