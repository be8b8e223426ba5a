//! Bodies that inflate: on the wire, in archives.

use milepost_fetch::OutcomeClass::{BadContent, New, TooLarge, Transient};
use milepost_testkit::{
    Body, Reply, Server, bomb, deflated, gzipped, zip_archive, zip_bomb, zstd_compressed,
};

use crate::stage::{ended, fetch, page, resident, server};

fn encoded(label: &'static str, bytes: Vec<u8>) -> Server {
    server(move |_| Reply::html(bytes.clone()).with("Content-Encoding", label))
}

async fn bombed(label: &'static str) {
    let bytes = bomb(label);
    assert!(!bytes.is_empty() && bytes.len() < 200_000);
    let site = encoded(label, bytes);
    let before = resident();
    let fetched = fetch(&site, "/a").await;
    ended(&fetched, TooLarge, "");
    let grown = resident().saturating_sub(before);
    assert!(
        grown < 32 * 1024 * 1024,
        "{label}: {grown} bytes more than before"
    );
}

#[tokio::test]
async fn a_gzip_bomb_is_too_large() {
    bombed("gzip").await;
}

#[tokio::test]
async fn a_deflate_bomb_is_too_large() {
    bombed("deflate").await;
}

#[tokio::test]
async fn a_brotli_bomb_is_too_large() {
    bombed("br").await;
}

#[tokio::test]
async fn a_zstd_bomb_is_too_large() {
    bombed("zstd").await;
}

#[tokio::test]
async fn honest_encodings_are_taken_off() {
    let text = page().into_bytes();
    for (label, bytes) in [
        ("gzip", gzipped(&text)),
        ("deflate", deflated(&text)),
        ("zstd", zstd_compressed(&text)),
        ("x-gzip", gzipped(&text)),
    ] {
        let fetched = fetch(&encoded(label, bytes), "/a").await;
        assert_eq!(fetched.content.unwrap().bytes, text, "{label}");
    }
}

#[tokio::test]
async fn layers_of_encodings_and_unknown_ones_are_bad_content() {
    let twice = gzipped(&gzipped(page().as_bytes()));
    ended(
        &fetch(&encoded("gzip, gzip", twice), "/a").await,
        BadContent,
        "not known",
    );
    ended(
        &fetch(&encoded("compress", page().into_bytes()), "/a").await,
        BadContent,
        "not known",
    );
}

#[tokio::test]
async fn a_label_that_lies_about_the_encoding_is_bad_content() {
    ended(
        &fetch(&encoded("gzip", page().into_bytes()), "/a").await,
        BadContent,
        "damaged",
    );
}

#[tokio::test]
async fn a_compressed_body_cut_off_is_no_version() {
    let whole = gzipped(page().as_bytes());
    for tenth in 1..10 {
        let part = whole[..whole.len() * tenth / 10].to_vec();
        let fetched = fetch(&encoded("gzip", part), "/a").await;
        assert_eq!(fetched.class(), Transient, "{tenth}: {:?}", fetched.outcome);
    }
}

#[tokio::test]
async fn a_chunked_bomb_is_too_large() {
    let pieces: Vec<Vec<u8>> = bomb("gzip").chunks(700).map(<[u8]>::to_vec).collect();
    let site = server(move |_| {
        Reply::html("")
            .with("Content-Encoding", "gzip")
            .sent(Body::Chunked(pieces.clone()))
    });
    ended(&fetch(&site, "/a").await, TooLarge, "");
}

fn file(bytes: Vec<u8>) -> Server {
    server(move |_| Reply::new(200, bytes.clone()).with("Content-Type", "application/octet-stream"))
}

#[tokio::test]
async fn a_zip_bomb_is_too_large() {
    let before = resident();
    ended(
        &fetch(&file(zip_bomb()), "/a.xlsx").await,
        TooLarge,
        "inflates beyond",
    );
    assert!(resident().saturating_sub(before) < 32 * 1024 * 1024);
}

#[tokio::test]
async fn an_archive_that_climbs_out_of_its_folder_is_bad_content() {
    for name in ["../../etc/cron.d/x", "/etc/passwd", "..\\..\\x.xls"] {
        ended(
            &fetch(&file(zip_archive(&[(name, b"x")])), "/a.zip").await,
            BadContent,
            "out of its folder",
        );
    }
}

#[tokio::test]
async fn an_honest_archive_is_content() {
    let bytes = zip_archive(&[("xl/workbook.xml", b"<workbook/>")]);
    assert_eq!(fetch(&file(bytes), "/a.xlsx").await.class(), New);
}
