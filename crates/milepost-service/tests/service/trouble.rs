//! Sites, pages and settings that fail: told, counted, and no harm to the others.

use milepost_service::{Exit, Request, Service};
use milepost_testkit::Reply;

use crate::house::{House, ask, classes, ends, figures, ingest, listed, refused, sum};
use crate::site::{Bulletin, Site, three_years};

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_page_and_a_failing_site_harm_no_other() {
    let mut bulletins = three_years();
    let site = Site::with(&bulletins);
    bulletins.push(Bulletin::of_trade("2026-02-01", 1004, "2026年1月", "700"));
    bulletins.push(Bulletin::of_trade("2026-02-02", 1005, "2026年1月", "700"));
    site.list(&bulletins);
    site.put(
        &bulletins[4].path(),
        Reply::new(403, "<html><body>forbidden</body></html>"),
    );
    let house = House::reading(&[site.list_url(), site.url("/nothing-here/")]);
    let service = house.open_with_extractor().await;
    let reply = ingest(&service).await;
    ends(&reply, Exit::Partly);
    assert_eq!(classes(&reply), ["blocked", "gone", "new", "new", "new"]);
    assert_eq!(sum(&reply, "observations"), 3);
    let sources = reply.json["sources"].as_array().unwrap();
    assert_eq!(sources[0]["class"], "new");
    assert_eq!(sources[1]["class"], "gone");
    assert_ne!(sources[1]["reason"], "");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nothing_can_be_reached_the_pass_failed() {
    let site = Site::with(&[]);
    let house = House::reading(&[site.url("/nothing-here/")]);
    let service = house.open();
    ends(&ingest(&service).await, Exit::Failed);
    let status = ask(&service, Request::Status { plan: None }).await;
    assert_eq!(status.json["sources"][0]["state"], "failing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_failed_is_asked_for_again_though_it_left_the_list() {
    let bulletins = three_years();
    let site = Site::with(&bulletins);
    site.put(&bulletins[0].path(), Reply::new(403, "no"));
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    assert_eq!(sum(&ingest(&service).await, "observations"), 2);
    site.list(&bulletins[1..]);
    site.publish(&bulletins[0]);
    let second = ingest(&service).await;
    assert_eq!(sum(&second, "observations"), 1, "{}", second.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_behind_a_list_page_that_failed_is_read_when_it_is_back() {
    let bulletins = three_years();
    let site = Site::with(&bulletins);
    let list = |bulletins: &[Bulletin], number: usize| {
        let rows: String = bulletins
            .iter()
            .map(|b| milepost_testkit::list_row(&b.path(), &b.title, b.day))
            .collect();
        let paging = format!("<script>createPageHTML(2, {number}, \"index\", \"html\");</script>");
        Reply::html(format!("<html><body><ul>{rows}</ul>{paging}</body></html>"))
    };
    site.put("/list/", list(&bulletins[1..], 0));
    site.put("/list/index_1.html", Reply::new(403, "not now"));
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let first = ingest(&service).await;
    ends(&first, Exit::Partly);
    assert_eq!(sum(&first, "observations"), 2, "{}", first.text);
    site.put("/list/index_1.html", list(&bulletins[..1], 1));
    let second = ingest(&service).await;
    ends(&second, Exit::Done);
    assert_eq!(sum(&second, "observations"), 1, "{}", second.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulletin_that_cannot_be_read_is_kept_with_the_reason() {
    let bulletins = three_years();
    let site = Site::with(&bulletins);
    let broken = b"%PDF-1.7\n1 0 obj << /Type /Catalog".to_vec();
    site.put(
        "/files/P020260126000000001.pdf",
        Reply::new(200, broken).with("Content-Type", "application/pdf"),
    );
    let row = milepost_testkit::list_row("/files/P020260126000000001.pdf", "统计公报", "2026-01-26");
    site.put(
        "/list/",
        Reply::html(format!("<html><body><ul>{row}</ul></body></html>")),
    );
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let reply = ingest(&service).await;
    assert_eq!(classes(&reply), ["bad-content"], "{}", reply.text);
    assert!(reply.json["documents"][0]["snapshot"].is_string());
    let status = ask(&service, Request::Status { plan: None }).await;
    assert_eq!(status.json["unreadable"].as_array().unwrap().len(), 1);
    assert_ne!(status.json["unreadable"][0]["reason"], "");
    // Known to be unreadable: not read, and not counted, again.
    let second = ingest(&service).await;
    assert_eq!(classes(&second), ["same-bytes"], "{}", second.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_figures_is_no_failure() {
    let mut bulletin = Bulletin::of_trade("2026-01-26", 1003, "2025年", "8006.8");
    "本月召开了一次会议，研究了若干事项。".clone_into(&mut bulletin.body);
    let site = Site::with(&[bulletin]);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let reply = ingest(&service).await;
    ends(&reply, Exit::Done);
    assert_eq!(classes(&reply), ["new"]);
    assert_eq!(sum(&reply, "observations"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_whose_secret_is_missing_fails_alone() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let rest = format!(
        "[[list]]\nurl = \"{}\"\n[auth]\nbearer_env = \"MILEPOST_TEST_NO_SUCH_VARIABLE\"\n",
        site.list_url()
    );
    house.source("s2", &rest);
    let service = house.open_with_extractor().await;
    let reply = ingest(&service).await;
    ends(&reply, Exit::Partly);
    assert_eq!(sum(&reply, "observations"), 3);
    let broken = reply.json["sources"]
        .as_array()
        .unwrap()
        .iter()
        .find(|source| source["id"] == "s2")
        .unwrap();
    assert_eq!(broken["class"], "refused");
    assert!(
        broken["reason"]
            .as_str()
            .unwrap()
            .contains("MILEPOST_TEST_NO_SUCH_VARIABLE")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_implausible_figure_waits_for_a_person() {
    let mut bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    // The same year's figure, ten times too large: a slip of the publisher's.
    bulletins[2] = Bulletin::of_trade("2026-01-26", 1003, "2025年", "80068");
    site.publish(&bulletins[2]);
    let before = figures(&service).await;
    let second = ingest(&service).await;
    assert_eq!(sum(&second, "set_aside"), 1, "{}", second.text);
    assert_eq!(figures(&service).await, before);
    let list = ask(&service, Request::ReviewList).await;
    let review = &list.json["reviews"][0];
    assert_eq!(review["value"], "8006800000000");
    let decide = |id: &str, accept| Request::ReviewDecide {
        id: id.to_owned(),
        accept,
        who: "An analyst".to_owned(),
        why: "seen on the page".to_owned(),
    };
    let id = review["id"].as_str().unwrap();
    assert_eq!(
        refused(&service, decide("000000000000", false)).await.exit,
        Exit::Usage
    );
    ask(&service, decide(id, true)).await;
    let now = listed(&service, false).await;
    assert!(now.iter().any(|figure| figure["value"] == "8006800000000"));
    let again = refused(&service, decide(id, false)).await;
    assert!(
        again.message.contains("already accepted by An analyst"),
        "{again:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_in_use_is_refused_with_the_mend() {
    let house = House::empty();
    let _first = house.open();
    let refusal = Service::open(house.config(), house.options()).unwrap_err();
    assert_eq!(refusal.exit, Exit::Failed);
    assert!(refusal.hint.is_some(), "{refusal:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_names_are_refused_with_what_there_is() {
    let house = House::reading(&["http://127.0.0.1:1/list/".to_owned()]);
    let service = house.open();
    let once = Request::IngestOnce {
        sources: vec!["nobody".to_owned()],
        force: false,
        since: None,
    };
    let refusal = refused(&service, once).await;
    assert_eq!(refusal.exit, Exit::Usage);
    assert!(refusal.hint.unwrap().contains("s1"));
    let refusal = refused(
        &service,
        Request::Status {
            plan: Some("other".to_owned()),
        },
    )
    .await;
    assert!(refusal.hint.unwrap().contains("small"));
}
