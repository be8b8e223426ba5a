//! Figures that stand in what is attached to a bulletin: read, asked for again as pages are, revised.

use milepost_service::{Exit, Extract, FactKind, GivenInput, Request, Silent, extract};
use milepost_testkit::{Reply, zip_archive};

use crate::house::{House, ask, classes, ends, expected, figures, ingest, listed, sum};
use crate::site::{Bulletin, Site};

/// A DOCX of one paragraph.
fn docx(sentence: &str) -> Vec<u8> {
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>{sentence}</w:t></w:r></w:p>\
         </w:body></w:document>"
    );
    zip_archive(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", body.as_bytes()),
    ])
}

fn trade(value: &str) -> Vec<u8> {
    docx(&format!("据海关统计，2025年，重庆外贸进出口总值{value}亿元。"))
}

/// A bulletin that says nothing itself.
fn bulletin() -> Bulletin {
    Bulletin {
        body: "详见<a href=\"t1.docx\">附件：2025年重庆外贸情况</a>。".to_owned(),
        ..Bulletin::of_trade("2026-01-26", 1003, "2025年", "")
    }
}

const ATTACHMENT: &str = "/art/202601/t1.docx";

/// An attachment whose site answers with an entity tag.
fn tagged(bytes: Vec<u8>, tag: &str) -> Reply {
    Reply::new(200, bytes)
        .with(
            "Content-Type",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        )
        .with("ETag", tag)
}

fn value(figures: &[serde_json::Value]) -> Vec<&str> {
    figures
        .iter()
        .map(|figure| figure["value"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_in_an_attachment_is_read_once_and_its_revision_is_a_vintage() {
    let site = Site::with(&[bulletin()]);
    site.put(ATTACHMENT, tagged(trade("8006.8"), "\"1\""));
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let first = ingest(&service).await;
    ends(&first, Exit::Done);
    assert_eq!(
        value(&listed(&service, false).await),
        ["800680000000"],
        "{}",
        first.text
    );
    let before = figures(&service).await;
    // The page and its attachment as they were: nothing is new, and the attachment was asked for.
    let asked = site.asked(ATTACHMENT).len();
    house.clock.pass(30);
    let second = ingest(&service).await;
    assert_eq!(
        (second.json["nothing_new"].as_bool(), classes(&second)),
        (Some(true), vec!["same-bytes".to_owned()])
    );
    assert_eq!(figures(&service).await, before);
    let again = site.asked(ATTACHMENT);
    assert_eq!(again.len(), asked + 1);
    let condition = again.last().unwrap().header("if-none-match");
    assert_eq!(
        condition,
        Some("\"1\""),
        "an attachment is asked for with conditions, as a page is"
    );
    // Another attachment under the same page.
    site.put(ATTACHMENT, tagged(trade("8007.1"), "\"2\""));
    house.clock.pass(30);
    let third = ingest(&service).await;
    assert_eq!(sum(&third, "revised"), 1, "{}", third.json);
    let all = listed(&service, true).await;
    assert_eq!(value(&all), ["800680000000", "800710000000"]);
    let facts = service.facts().unwrap();
    assert_eq!((facts.len(), facts[0].kind), (1, FactKind::Revised), "{facts:?}");
    house.clock.pass(30);
    assert_eq!(ingest(&service).await.json["nothing_new"], true);
    // What was stored before can be read again, from the archive alone.
    let replay = Request::Replay {
        source: None,
        plugin: None,
        apply: false,
    };
    let replayed = ask(&service, replay).await;
    assert_eq!(
        replayed.json["differences"].as_array().unwrap().len(),
        0,
        "{}",
        replayed.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attachment_is_read_again_when_its_page_says_not_modified() {
    let page = bulletin();
    let site = Site::with(std::slice::from_ref(&page));
    site.put(&page.path(), Reply::html(page.page()).with("ETag", "\"page\""));
    site.put(ATTACHMENT, tagged(trade("8006.8"), "\"1\""));
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    site.honour_conditions();
    house.clock.pass(30);
    let quiet = ingest(&service).await;
    assert_eq!(classes(&quiet), ["not-modified"], "{}", quiet.text);
    assert_eq!(value(&listed(&service, false).await), ["800680000000"]);
    site.put(ATTACHMENT, tagged(trade("8007.1"), "\"2\""));
    house.clock.pass(30);
    let changed = ingest(&service).await;
    assert_eq!(
        (classes(&changed), sum(&changed, "revised")),
        (vec!["new".to_owned()], 1),
        "{}",
        changed.json
    );
    assert_eq!(
        value(&listed(&service, true).await),
        ["800680000000", "800710000000"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attachment_that_fails_is_told_and_takes_nothing_away() {
    let site = Site::with(&[bulletin()]);
    site.put(ATTACHMENT, tagged(trade("8006.8"), "\"1\""));
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let before = figures(&service).await;
    for (reply, word) in [(Reply::new(403, "no"), "403"), (Reply::not_found(), "")] {
        site.put(ATTACHMENT, reply);
        house.clock.pass(30);
        let answer = ingest(&service).await;
        ends(&answer, Exit::Done);
        let reason = answer.json["documents"][0]["reason"].as_str().unwrap().to_owned();
        assert!(reason.contains(word), "{reason}");
        assert_eq!(figures(&service).await, before);
    }
    // An attachment put up after its page is read when it is there.
    let late = Site::with(&[bulletin()]);
    let house = House::reading(&[late.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    assert!(listed(&service, false).await.is_empty());
    late.put(ATTACHMENT, tagged(trade("8006.8"), "\"1\""));
    house.clock.pass(30);
    ingest(&service).await;
    assert_eq!(value(&listed(&service, false).await), ["800680000000"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_in_a_zip_beside_the_page_is_read() {
    let page = Bulletin {
        body: "详见<a href=\"all.zip\">附件</a>。".to_owned(),
        ..bulletin()
    };
    let site = Site::with(&[page]);
    let zipped = |value: &str| {
        let inner = trade(value);
        let zip = zip_archive(&[
            ("readme.txt", b"tables".as_slice()),
            ("trade.docx", inner.as_slice()),
        ]);
        Reply::new(200, zip).with("Content-Type", "application/zip")
    };
    site.put("/art/202601/all.zip", zipped("8006.8"));
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let first = ingest(&service).await;
    assert_eq!(
        value(&listed(&service, false).await),
        ["800680000000"],
        "{}",
        first.text
    );
    house.clock.pass(30);
    assert_eq!(ingest(&service).await.json["nothing_new"], true);
    site.put("/art/202601/all.zip", zipped("8007.1"));
    house.clock.pass(30);
    assert_eq!(sum(&ingest(&service).await, "revised"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dry_run_and_a_given_file_read_attachments_too() {
    let site = Site::with(&[bulletin()]);
    site.put(ATTACHMENT, tagged(trade("8006.8"), "\"1\""));
    let house = House::empty();
    drop(house.open_with_extractor().await);
    let folder = house.path("saved page");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("page.html");
    std::fs::write(&file, bulletin().page()).unwrap();
    std::fs::write(folder.join("t1.docx"), trade("8006.8")).unwrap();
    let inputs = [
        GivenInput::Url(site.url(&bulletin().path())),
        GivenInput::File(file.display().to_string()),
    ];
    for input in inputs {
        let asked = Extract {
            inputs: vec![input.clone()],
            ..Extract::default()
        };
        let reply = expected(extract(&house.config(), &house.options(), &asked, &Silent).await);
        let document = &reply.json["documents"][0];
        assert_eq!(
            document["observations"][0]["value"], "800680000000",
            "{}",
            reply.text
        );
        assert_eq!(
            document["observations"][0]["evidence"][0]["document"], 1,
            "{document}"
        );
        assert_eq!(document["attachments"][0]["media"], "docx", "{document}");
        let other = House::empty();
        other.share_extractors_of(&house);
        let service = other.open();
        let given = Request::IngestGiven {
            inputs: vec![input],
            source: None,
            published: None,
        };
        let reply = ask(&service, given).await;
        assert_eq!(sum(&reply, "observations"), 1, "{}", reply.json);
        assert_eq!(value(&listed(&service, false).await), ["800680000000"]);
    }
    // One that is not there is told.
    std::fs::remove_file(folder.join("t1.docx")).unwrap();
    let asked = Extract {
        inputs: vec![GivenInput::File(file.display().to_string())],
        ..Extract::default()
    };
    let reply = expected(extract(&house.config(), &house.options(), &asked, &Silent).await);
    assert!(reply.text.contains("t1.docx: not read"), "{}", reply.text);
}
