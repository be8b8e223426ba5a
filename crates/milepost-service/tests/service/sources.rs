//! The ways a source may be set up: going back over many pages, folders, secrets.

use milepost_service::{Exit, Request, Service, Silent};
use milepost_testkit::{Reply, list_row};

use crate::house::{House, ask, classes, ends, figures, ingest, listed, sum};
use crate::interrupted::kill_after;
use crate::site::{Bulletin, Site, three_years};

/// A site whose list has a page a bulletin, newest first.
fn paged(bulletins: &[Bulletin]) -> Site {
    let site = Site::with(bulletins);
    for (number, bulletin) in bulletins.iter().rev().enumerate() {
        let row = list_row(&bulletin.path(), &bulletin.title, bulletin.day);
        let paging = format!(
            "<script>createPageHTML({}, {number}, \"index\", \"html\");</script>",
            bulletins.len()
        );
        let page = Reply::html(format!("<html><body><ul>{row}</ul>{paging}</body></html>"));
        let path = if number == 0 {
            "/list/".to_owned()
        } else {
            format!("/list/index_{number}.html")
        };
        site.put(&path, page);
    }
    site
}

fn one_page_a_pass(site: &Site) -> House {
    let house = House::empty();
    house.source(
        "s1",
        &format!("max_pages = 1\n[[list]]\nurl = \"{}\"\n", site.list_url()),
    );
    house
}

async fn since(service: &Service) -> milepost_service::Reply {
    let request = Request::IngestOnce {
        sources: Vec::new(),
        force: false,
        since: Some("2024-01-01".to_owned()),
    };
    ask(service, request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_to_a_day_takes_as_many_passes_as_it_needs_and_then_ends() {
    let site = paged(&three_years());
    let house = one_page_a_pass(&site);
    let service = house.open_with_extractor().await;
    ends(&since(&service).await, Exit::Done);
    assert_eq!(listed(&service, false).await.len(), 1);
    drop(service);
    // Later passes are plain ones, and know where to go on.
    let service = house.open();
    for figures in 2..=3 {
        house.clock.pass(1);
        ends(&ingest(&service).await, Exit::Done);
        assert_eq!(listed(&service, false).await.len(), figures);
    }
    let asked = site.requests();
    house.clock.pass(1);
    ingest(&service).await;
    assert_eq!(site.asked("/list/index_2.html").len(), 1, "the end was reached");
    assert!(site.requests() > asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_goes_on_where_a_killed_pass_left_off() {
    let site = paged(&three_years());
    let undisturbed = one_page_a_pass(&site);
    let service = undisturbed.open_with_extractor().await;
    since(&service).await;
    ingest(&service).await;
    ingest(&service).await;
    let expected = figures(&service).await;
    drop(service);
    for notes in 1..=5 {
        let house = one_page_a_pass(&site);
        house.share_extractors_of(&undisturbed);
        kill_after(notes, &house, Some("2024-01-01"));
        let service = house.open();
        // As the operator would: the same command again, then the usual passes.
        since(&service).await;
        for _ in 0..3 {
            ingest(&service).await;
        }
        assert_eq!(figures(&service).await, expected, "killed after {notes} notes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_looked_into_again_and_again() {
    let bulletins = three_years();
    let house = House::empty();
    let inbox = house.path("inbox");
    std::fs::create_dir(&inbox).unwrap();
    house.source("s1", "folder = \"../inbox\"\n");
    let put = |bulletin: &Bulletin| {
        // Written aside and renamed, long ago: what is still growing is left for the next pass.
        let (aside, file) = (inbox.join("x.part"), inbox.join(format!("t{}.html", bulletin.id)));
        std::fs::write(&aside, bulletin.page()).unwrap();
        let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
        std::fs::File::open(&aside)
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
        std::fs::rename(aside, file).unwrap();
    };
    put(&bulletins[0]);
    let service = house.open_with_extractor().await;
    let source = milepost_model::SourceId::parse("s1").unwrap();
    let (first, _) = service.visit(&source, &Silent).await.unwrap();
    assert_eq!(first.observations(), 1, "{first:?}");
    put(&bulletins[1]);
    house.clock.pass(1);
    let (second, _) = service.visit(&source, &Silent).await.unwrap();
    assert_eq!(second.observations(), 1, "{second:?}");
    house.clock.pass(30);
    let (third, _) = service.visit(&source, &Silent).await.unwrap();
    assert!(third.is_nothing_new(), "{third:?}");
    // A file that is replaced is another state of the same bulletin.
    put(&Bulletin::of_trade("2025-01-21", 1002, "2024年", "7155.0"));
    house.clock.pass(30);
    let (fourth, _) = service.visit(&source, &Silent).await.unwrap();
    assert_eq!(fourth.sources[0].revised(), 1, "{fourth:?}");
    let next = ask(&service, Request::SourcesList).await.json["sources"][0]["next"].clone();
    assert!(next.is_string(), "the daemon looks by the schedule: {next}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_this_machine_is_read_by_its_address() {
    let house = House::empty();
    let folder = house.path("mirror");
    std::fs::create_dir(&folder).unwrap();
    let bulletin = &three_years()[2];
    std::fs::write(folder.join("t20260126_1003.html"), bulletin.page()).unwrap();
    let row = list_row("t20260126_1003.html", &bulletin.title, bulletin.day);
    std::fs::write(
        folder.join("index.html"),
        format!("<html><body><ul>{row}</ul></body></html>"),
    )
    .unwrap();
    house.source(
        "s1",
        &format!(
            "[[list]]\nurl = \"file://{}\"\n",
            folder.join("index.html").display()
        ),
    );
    let service = house.open_with_extractor().await;
    let first = ingest(&service).await;
    assert_eq!(
        (classes(&first), sum(&first, "observations")),
        (vec!["new".to_owned()], 1),
        "{}",
        first.text
    );
    house.clock.pass(30);
    assert_eq!(ingest(&service).await.json["nothing_new"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_sent_and_stands_nowhere() {
    const SECRET: &str = "s3cr3t-of-the-operator";
    let site = Site::with(&three_years());
    let house = House::empty();
    std::fs::write(house.path("sources/token"), format!("{SECRET}\n")).unwrap();
    let auth = "auth = { bearer_file = \"token\" }";
    house.source(
        "s1",
        &format!("{auth}\n[[list]]\nurl = \"{}\"\n", site.list_url()),
    );
    let service = house.open_with_extractor().await;
    let reply = ingest(&service).await;
    let sent = site.asked("/list/")[0].header("authorization").map(str::to_owned);
    assert_eq!(sent, Some(format!("Bearer {SECRET}")));
    let file = house.path("archive.warc");
    let export = Request::StoreExport {
        file: file.display().to_string(),
        source: None,
    };
    ask(&service, export).await;
    let archive = std::fs::read_to_string(&file).unwrap();
    assert!(archive.contains("authorization: (withheld)"));
    let status = ask(&service, Request::Status { plan: None }).await;
    let told = [
        reply.text,
        reply.json.to_string(),
        status.text,
        status.json.to_string(),
        archive,
    ];
    assert!(told.iter().all(|text| !text.contains(SECRET)));
    assert!(!format!("{service:?}").contains(SECRET));
    drop(service);
    let mut folders = vec![house.path("data")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if let Ok(bytes) = std::fs::read(entry.path()) {
                let is_there = bytes
                    .windows(SECRET.len())
                    .any(|window| window == SECRET.as_bytes());
                assert!(!is_there, "{}", entry.path().display());
            }
        }
    }
}
