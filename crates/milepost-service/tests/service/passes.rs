//! Passes over sources: what is stored, and what a second pass adds.

use milepost_service::{Exit, Request, Silent};
use milepost_testkit::Reply;

use crate::house::{House, ask, classes, ends, figures, ingest, listed, sum};
use crate::site::{Bulletin, Site, three_years};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_pass_stores_nothing_new_and_says_so() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let first = ingest(&service).await;
    ends(&first, Exit::Done);
    assert_eq!(classes(&first), ["new", "new", "new"]);
    assert_eq!(sum(&first, "observations"), 3, "{}", first.text);
    assert_eq!(first.json["sources"][0]["found"], 3);
    assert_eq!(first.json["sources"][0]["new"], 3);
    let before = figures(&service).await;
    house.clock.pass(1);
    let second = ingest(&service).await;
    ends(&second, Exit::Done);
    assert_eq!(classes(&second), ["same-bytes", "same-bytes", "same-bytes"]);
    assert_eq!(second.json["nothing_new"], true);
    assert!(
        second.text.contains("nothing new: 3 bulletins unchanged"),
        "{}",
        second.text
    );
    assert_eq!(figures(&service).await, before);
    assert_eq!(second.json["reports"].as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_carry_value_quote_and_place() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let figures = listed(&service, false).await;
    let latest = figures.iter().find(|figure| figure["period"] == "2025").unwrap();
    assert_eq!(latest["indicator"], "trade.total");
    assert_eq!(latest["value"], "800680000000");
    assert_eq!(latest["unit"], "CNY");
    assert_eq!(latest["published"], "2026-01-26");
    assert_eq!(latest["source"], "s1");
    assert!(
        latest["evidence"][0]["quote"]
            .as_str()
            .unwrap()
            .contains("8006.8亿元")
    );
    assert!(latest["url"].as_str().unwrap().ends_with("t20260126_1003.html"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revised_bulletin_adds_a_vintage() {
    let mut bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    bulletins[2] = Bulletin::of_trade("2026-01-26", 1003, "2025年", "8007.1");
    site.publish(&bulletins[2]);
    house.clock.pass(24);
    let second = ingest(&service).await;
    assert_eq!(sum(&second, "revised"), 1, "{}", second.text);
    assert_eq!(classes(&second), ["new", "same-bytes", "same-bytes"]);
    let all = listed(&service, true).await;
    let of_2025: Vec<&str> = all
        .iter()
        .filter(|f| f["period"] == "2025")
        .map(|f| f["value"].as_str().unwrap())
        .collect();
    assert_eq!(of_2025, ["800680000000", "800710000000"]);
    let now = listed(&service, false).await;
    let in_force = now.iter().find(|f| f["period"] == "2025").unwrap();
    assert_eq!(in_force["value"], "800710000000");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_bytes_that_say_the_same_are_no_news() {
    let bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let before = figures(&service).await;
    let stamped = bulletins[0]
        .page()
        .replace("</body>", "<!-- made 10:31 --></body>");
    site.put(&bulletins[0].path(), Reply::html(stamped));
    let second = ingest(&service).await;
    assert_eq!(classes(&second), ["same-bytes", "same-bytes", "same-text"]);
    assert_eq!(second.json["nothing_new"], true);
    assert_eq!(figures(&service).await, before);
    // The stamped bytes are what the site shows now: a third pass knows them.
    assert_eq!(
        classes(&ingest(&service).await),
        ["same-bytes", "same-bytes", "same-bytes"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_that_moved_is_the_same_article() {
    let mut bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let before = figures(&service).await;
    // The section's address changes, the article's own number stays.
    let page = bulletins[1].page();
    site.put("/sj/2025/202501/t20250121_1002.html", Reply::html(page));
    let moved = milepost_testkit::list_row(
        "/sj/2025/202501/t20250121_1002.html",
        &bulletins[1].title,
        "2025-01-21",
    );
    site.put(
        "/list/",
        Reply::html(format!("<html><body><ul>{moved}</ul></body></html>")),
    );
    bulletins.remove(1);
    let second = ingest(&service).await;
    assert_eq!(second.json["nothing_new"], true, "{}", second.text);
    assert_eq!(figures(&service).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_again_by_force_changes_no_figure() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let before = figures(&service).await;
    let forced = ask(
        &service,
        Request::IngestOnce {
            sources: vec!["s1".to_owned()],
            force: true,
            since: None,
        },
    )
    .await;
    assert_eq!(sum(&forced, "observations"), 0);
    assert_eq!(sum(&forced, "unchanged"), 3);
    assert_eq!(figures(&service).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn replay_finds_no_difference_and_a_later_extractor_reads_what_was_kept() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open();
    let first = ingest(&service).await;
    assert_eq!(sum(&first, "observations"), 0);
    assert!(first.text.contains("no extractor is installed"), "{}", first.text);
    let file = crate::house::extractor().display().to_string();
    ask(&service, Request::PluginInstall { file }).await;
    let replay = |apply| Request::Replay {
        source: None,
        plugin: None,
        apply,
    };
    let dry = ask(&service, replay(false)).await;
    assert_eq!(dry.json["differences"].as_array().unwrap().len(), 3);
    assert_eq!(
        listed(&service, true).await.len(),
        0,
        "a replay without --apply stores nothing"
    );
    let applied = ask(&service, replay(true)).await;
    assert_eq!(applied.json["recorded"], 3);
    assert_eq!(listed(&service, true).await.len(), 3);
    let again = ask(&service, replay(false)).await;
    assert_eq!(
        again.json["differences"].as_array().unwrap().len(),
        0,
        "{}",
        again.text
    );
    assert_eq!(again.json["unchanged"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduled_visit_leaves_old_bulletins_alone() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let asked = site.requests();
    house.clock.pass(2);
    let source = service.config().sources[0].id.clone();
    let (outcome, _written) = service.visit(&source, &Silent).await.unwrap();
    // Five weeks old, checked two hours ago: not due for 33 hours. Only the list is asked for.
    assert_eq!(outcome.documents().count(), 0);
    assert_eq!(site.requests() - asked, 1);
    house.clock.pass(24 * 40);
    let (outcome, _written) = service.visit(&source, &Silent).await.unwrap();
    assert_eq!(outcome.documents().count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn schedules_outlive_the_process() {
    let house = House::reading(&["http://127.0.0.1:1/list/".to_owned()]);
    let service = house.open();
    let mut scheduler = service.scheduler().unwrap();
    scheduler.poll(
        milepost_service::Clock::now(&*house.clock),
        &service.published().unwrap(),
    );
    let planned = scheduler.next_wake().unwrap();
    service.keep_schedules(&scheduler).unwrap();
    drop(service);
    let service = house.open();
    assert_eq!(service.scheduler().unwrap().next_wake(), Some(planned));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attachment_is_kept_with_its_bulletin_and_one_that_cannot_be_read_is_told() {
    let mut bulletin = three_years()[2].clone();
    bulletin
        .body
        .push_str("<a href=\"/files/P020260126.pdf\">附件</a>");
    let site = Site::with(&[bulletin.clone()]);
    let pdf = b"%PDF-1.7\n1 0 obj << /Type /Catalog".to_vec();
    site.put(
        "/files/P020260126.pdf",
        Reply::new(200, pdf).with("Content-Type", "application/pdf"),
    );
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let first = ingest(&service).await;
    assert_eq!(sum(&first, "observations"), 1, "{}", first.text);
    assert!(
        first.json["documents"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("P020260126.pdf"),
        "{}",
        first.json
    );
    assert_eq!(ask(&service, Request::StoreStats).await.json["snapshots"], 2);
    assert_eq!(classes(&ingest(&service).await), ["same-bytes"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attachment_that_cannot_be_had_now_is_asked_for_again() {
    let mut bulletin = three_years()[2].clone();
    bulletin
        .body
        .push_str("<a href=\"/files/P020260126.csv\">附件</a>");
    let site = Site::with(&[bulletin.clone()]);
    site.put("/files/P020260126.csv", Reply::new(403, "not now"));
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let first = ingest(&service).await;
    assert_eq!(sum(&first, "observations"), 1, "{}", first.text);
    assert_eq!(ask(&service, Request::StoreStats).await.json["snapshots"], 1);
    let table = "指标,数值\n进出口总值（亿元）,8006.8\n";
    site.put(
        "/files/P020260126.csv",
        Reply::new(200, table).with("Content-Type", "text/csv; charset=utf-8"),
    );
    ingest(&service).await;
    assert_eq!(ask(&service, Request::StoreStats).await.json["snapshots"], 2);
    assert_eq!(classes(&ingest(&service).await), ["same-bytes"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bulletins_of_an_archive_are_read_one_by_one() {
    let house = House::empty();
    let service = house.open_with_extractor().await;
    let bulletins = three_years();
    let pages = [bulletins[1].page(), bulletins[2].page()];
    let zip = milepost_testkit::zip_archive(&[
        ("2024.html", pages[0].as_bytes()),
        ("2025.html", pages[1].as_bytes()),
    ]);
    let file = house.path("both.zip");
    std::fs::write(&file, zip).unwrap();
    let given = Request::IngestGiven {
        inputs: vec![milepost_service::GivenInput::File(file.display().to_string())],
        source: None,
        published: None,
    };
    let reply = ask(&service, given.clone()).await;
    assert_eq!(classes(&reply), ["new", "new"], "{}", reply.text);
    assert_eq!(sum(&reply, "observations"), 2);
    assert_eq!(classes(&ask(&service, given).await), ["same-bytes"]);
}
