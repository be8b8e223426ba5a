//! Reports: every form, past days, and the exit status that watches a limit.

use milepost_service::{Exit, Reply, Request, Service};

use crate::house::{House, ask, expected, ingest, refused};
use crate::site::{Bulletin, Site, three_years};

fn report(format: &str) -> Asked {
    Asked {
        format: format.to_owned(),
        ..Asked::default()
    }
}

#[derive(Debug, Clone, Default)]
struct Asked {
    format: String,
    as_of: Option<&'static str>,
    known_at: Option<String>,
    fail_on: Option<&'static str>,
}

impl Asked {
    fn request(&self) -> Request {
        Request::Report {
            plan: None,
            as_of: self.as_of.map(str::to_owned),
            known_at: self.known_at.clone(),
            format: self.format.clone(),
            language: "en".to_owned(),
            fail_on: self.fail_on.map(str::to_owned),
            delivery: None,
        }
    }
}

async fn made(service: &Service, asked: &Asked) -> Reply {
    expected(service.answer(asked.request(), &milepost_service::Silent).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_is_written() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let first = ingest(&service).await;
    let written = first.json["reports"].as_array().unwrap();
    assert_eq!(written.len(), 2, "html and json, as configured");
    for path in written {
        assert!(std::fs::metadata(path.as_str().unwrap()).unwrap().len() > 1000);
    }
    let starts: [(&str, &[u8]); 6] = [
        ("html", b"<!"),
        ("md", b"# A small plan"),
        ("json", b"{"),
        ("csv", b"as_of,indicator"),
        ("sdmx-csv", b"STRUCTURE"),
        ("xlsx", b"PK"),
    ];
    for (format, start) in starts {
        let content = made(&service, &report(format)).await.content.unwrap();
        let shown = String::from_utf8_lossy(&content[..content.len().min(60)]).into_owned();
        assert!(
            content
                .to_ascii_lowercase()
                .starts_with(&start.to_ascii_lowercase()),
            "{format}: {shown}"
        );
    }
    assert_eq!(refused(&service, report("pdf").request()).await.exit, Exit::Usage);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_report_is_made_again_to_the_byte() {
    let mut bulletins = three_years();
    let site = Site::with(&bulletins[..2]);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let then = milepost_service::Clock::now(&*house.clock).to_rfc3339();
    let past = Asked {
        as_of: Some("2026-02-01"),
        known_at: Some(then),
        ..report("json")
    };
    let before = made(&service, &past).await.content.unwrap();
    house.clock.pass(24);
    bulletins[1] = Bulletin::of_trade("2025-01-21", 1002, "2024年", "7155.0");
    site.publish(&bulletins[1]);
    site.publish(&bulletins[2]);
    site.list(&bulletins);
    ingest(&service).await;
    let again = made(&service, &past).await.content.unwrap();
    assert_eq!(
        String::from_utf8(again).unwrap(),
        String::from_utf8(before).unwrap()
    );
    let now = made(&service, &report("json")).await.content.unwrap();
    let now: serde_json::Value = serde_json::from_slice(&now).unwrap();
    assert_eq!(now["indicators"][0]["latest"]["value"], "800680000000");
    assert!(
        now["previous"].is_object(),
        "the report of the first run is what it compares with"
    );
    assert!(!now["changes"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn fail_on_ends_with_four_at_that_status_or_worse() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    // 8,158 in 2022, 8,007 in 2025, 11,000 wanted in 2027: the wrong way.
    let at = |fail_on| Asked {
        fail_on: Some(fail_on),
        ..report("json")
    };
    let worst = made(&service, &report("json")).await.json["worst"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(worst, "reversing");
    assert_eq!(made(&service, &at("off_track")).await.exit, Exit::Deviation);
    assert_eq!(made(&service, &at("reversing")).await.exit, Exit::Deviation);
    assert_eq!(made(&service, &at("missed")).await.exit, Exit::Done);
    let unknown = refused(&service, at("bad").request()).await;
    assert!(unknown.hint.unwrap().contains("off_track"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_shows_indicators_sources_and_runs() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let empty = ask(&service, Request::Status { plan: None }).await;
    assert!(empty.text.contains("no run yet"), "{}", empty.text);
    ingest(&service).await;
    let status = ask(&service, Request::Status { plan: None }).await;
    assert_eq!(status.json["indicators"][0]["id"], "trade.total");
    assert_eq!(status.json["indicators"][0]["latest"]["value"], "800680000000");
    assert_eq!(status.json["sources"][0]["state"], "ok");
    assert_eq!(status.json["runs"][0]["sources"][0]["observations"], 3);
    assert!(status.text.contains("货物进出口总额"), "{}", status.text);
    let sources = ask(&service, Request::SourcesList).await;
    assert_eq!(sources.json["sources"][0]["next"], "2026-03-01T01:00:00+00:00");
}
