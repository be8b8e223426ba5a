//! What a person should know: overdue figures, failures in a row, pages that give nothing any more, revised documents.

use milepost_service::{Exit, Fact, FactKind, Reply as Answer, Request, Service};
use milepost_testkit::Reply;

use crate::house::{House, ask, ends, ingest};
use crate::site::{Bulletin, Site, three_years};

fn kinds(facts: &[Fact]) -> Vec<FactKind> {
    facts.iter().map(|fact| fact.kind).collect()
}

/// The facts that a pass, or the status, tells.
fn told(answer: &Answer) -> Vec<(String, String)> {
    let text = |fact: &serde_json::Value, key: &str| fact[key].as_str().unwrap_or_default().to_owned();
    answer.json["facts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| (text(fact, "kind"), text(fact, "message")))
        .collect()
}

async fn status(service: &Service) -> Answer {
    ask(service, Request::Status { plan: None }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_that_do_not_appear_in_their_window_are_overdue_until_they_do() {
    let mut bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::empty();
    let expect = "expect = { period = \"month\", window = \"14..20\", hours = \"9-18\" }";
    house.source(
        "s1",
        &format!("{expect}\n[[list]]\nurl = \"{}\"\n", site.list_url()),
    );
    let service = house.open_with_extractor().await;
    let first = ingest(&service).await;
    ends(&first, Exit::Done);
    let message = "figures for 2026-01 have been expected since 2026-02-20 18:00";
    assert!(told(&first)[0].1.starts_with(message), "{:?}", told(&first));
    assert!(
        first.text.contains("overdue: s1: figures for 2026-01"),
        "{}",
        first.text
    );
    // It is told once, and shown for as long as it holds.
    house.clock.pass(1);
    assert!(told(&ingest(&service).await).is_empty());
    let shown = status(&service).await;
    assert_eq!(told(&shown)[0].0, "overdue");
    assert!(shown.text.contains(message), "{}", shown.text);
    assert_eq!(shown.json["sources"][0]["state"], "silent");
    let facts = service.facts().unwrap();
    assert_eq!(kinds(&facts), [FactKind::Overdue]);
    assert_eq!(
        (facts[0].source.as_str(), facts[0].subject.as_str()),
        ("s1", "2026-01")
    );
    let noted_at = facts[0].noted_at.unwrap();
    assert_eq!(noted_at.to_rfc3339(), "2026-03-01T00:00:00+00:00");
    // The figures of another period do not end it.
    bulletins.push(Bulletin::of_trade("2026-02-27", 1004, "2025年12月", "700"));
    site.list(&bulletins);
    site.publish(&bulletins[3]);
    ingest(&service).await;
    assert_eq!(service.facts().unwrap()[0].noted_at, Some(noted_at));
    bulletins.push(Bulletin::of_trade("2026-03-01", 1005, "2026年1月", "701"));
    site.list(&bulletins);
    site.publish(&bulletins[4]);
    ends(&ingest(&service).await, Exit::Done);
    assert!(service.facts().unwrap().is_empty());
    // The next period is another fact.
    house.clock.pass(24 * 21);
    let fresh = service.note_facts().unwrap();
    assert_eq!(
        (kinds(&fresh).as_slice(), fresh[0].subject.as_str()),
        (&[FactKind::Overdue][..], "2026-02")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_page_that_gives_no_figure_any_more_is_told_once_and_until_it_does() {
    let bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    assert!(told(&ingest(&service).await).is_empty());
    let moved = Bulletin {
        body: "数据详见新版数据库。".to_owned(),
        ..bulletins[2].clone()
    };
    site.publish(&moved);
    house.clock.pass(30);
    let changed = ingest(&service).await;
    ends(&changed, Exit::Done);
    assert_eq!(told(&changed).len(), 1, "{:?}", told(&changed));
    assert_eq!(told(&changed)[0].0, "nothing-extracted");
    assert!(
        changed.text.contains("gives no figure any more, it gave 1"),
        "{}",
        changed.text
    );
    assert_eq!(changed.json["facts"][0]["url"], site.url(&bulletins[2].path()));
    // A restart does not make it news again, nor does another pass.
    drop(service);
    let service = house.open();
    house.clock.pass(30);
    assert!(told(&ingest(&service).await).is_empty());
    assert_eq!(told(&status(&service).await).len(), 1);
    // Another state of the page without figures is news of its own.
    let again = Bulletin {
        body: "数据另行公布。".to_owned(),
        ..bulletins[2].clone()
    };
    site.publish(&again);
    assert_eq!(told(&ingest(&service).await).len(), 1);
    assert_eq!(kinds(&service.facts().unwrap()), [FactKind::NothingExtracted]);
    site.publish(&bulletins[2]);
    assert!(told(&ingest(&service).await).is_empty());
    assert!(service.facts().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_turns_into_something_unreadable_is_told_with_the_reason() {
    let bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let broken = format!("%PDF-1.4\n{}\n%%EOF\n", "no objects at all ".repeat(60));
    let reply = Reply::new(200, broken).with("Content-Type", "application/pdf");
    site.put(&bulletins[2].path(), reply);
    let changed = ingest(&service).await;
    let facts = service.facts().unwrap();
    assert_eq!(kinds(&facts), [FactKind::NothingExtracted], "{}", changed.text);
    assert!(facts[0].message.ends_with(')'), "{}", facts[0].message);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_revised_after_publication_is_told_and_a_later_bulletin_or_a_person_is_not() {
    let mut bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    // A later bulletin that states last year's figure otherwise is a vintage, not a revised document.
    bulletins.push(Bulletin::of_trade("2026-02-20", 1004, "2025年", "8010.0"));
    site.list(&bulletins);
    site.publish(&bulletins[3]);
    house.clock.pass(30);
    assert!(told(&ingest(&service).await).is_empty());
    let by_hand = Request::ObservationsOverride {
        indicator: "trade.total".to_owned(),
        period: "2023".to_owned(),
        value: "713800000000".to_owned(),
        published: "2024-01-20".to_owned(),
        source: "the yearbook".to_owned(),
        who: "An analyst".to_owned(),
        why: "a misprint".to_owned(),
    };
    ask(&service, by_hand).await;
    assert!(service.note_facts().unwrap().is_empty());
    let revised = Bulletin::of_trade("2026-01-26", 1003, "2025年", "8007.1");
    site.publish(&revised);
    house.clock.pass(30);
    let changed = ingest(&service).await;
    assert_eq!(
        told(&changed),
        [(
            "revised".to_owned(),
            "revised after publication: trade.total level 2025 from 800680000000 to 800710000000".to_owned()
        )]
    );
    let facts = service.facts().unwrap();
    assert_eq!(facts[0].url.as_deref(), Some(site.url(&revised.path()).as_str()));
    assert!(told(&ingest(&service).await).is_empty());
    // After 30 days it is history.
    house.clock.pass(24 * 31);
    assert!(service.facts().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_whose_rows_are_not_found_three_times_is_told_and_each_time_it_happens() {
    let bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    for round in 0..2 {
        let emptied = "<html><body><p>栏目调整中，敬请期待。</p></body></html>".to_owned()
            + &"<p>说明。</p>".repeat(80);
        site.put("/list/", Reply::html(emptied));
        for pass in 1..=4 {
            house.clock.pass(1);
            let answer = ingest(&service).await;
            assert_eq!(
                told(&answer).len(),
                usize::from(pass == 3),
                "round {round}, pass {pass}: {}",
                answer.text
            );
        }
        let facts = service.facts().unwrap();
        assert_eq!(kinds(&facts), [FactKind::Failing]);
        assert!(
            facts[0].message.contains("no row in the list"),
            "{}",
            facts[0].message
        );
        site.list(&bulletins);
        house.clock.pass(1);
        ingest(&service).await;
        assert!(service.facts().unwrap().is_empty());
    }
}
