//! What people do by hand: bulletins given, figures imported, overridden, retracted.

use milepost_service::{Exit, GivenInput, Request};

use crate::house::{House, ask, classes, ends, figures, listed, refused, sum};
use crate::site::{Bulletin, Site, three_years};

fn given(inputs: Vec<GivenInput>, published: Option<&str>) -> Request {
    Request::IngestGiven {
        inputs,
        source: None,
        published: published.map(str::to_owned),
    }
}

fn import(csv: &str) -> Request {
    Request::ObservationsImport {
        csv: csv.to_owned(),
        name: "figures.csv".to_owned(),
        who: "An analyst".to_owned(),
        why: "from the yearbook".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_file_is_taken_in_once() {
    let house = House::empty();
    let service = house.open_with_extractor().await;
    let file = house.path("bulletin.html");
    std::fs::write(&file, three_years()[2].page()).unwrap();
    let input = GivenInput::File(file.display().to_string());
    let first = ask(&service, given(vec![input.clone()], None)).await;
    ends(&first, Exit::Done);
    assert_eq!(sum(&first, "observations"), 1, "{}", first.text);
    let before = figures(&service).await;
    let second = ask(&service, given(vec![input], None)).await;
    assert_eq!(classes(&second), ["same-bytes"]);
    assert_eq!(figures(&service).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_day_of_publication_no_figure_counts_and_the_day_can_be_given() {
    let house = House::empty();
    let service = house.open_with_extractor().await;
    let file = house.path("undated.html");
    let page = three_years()[2]
        .page()
        .replace("<meta name=\"PubDate\" content=\"2026-01-26 09:30\">", "");
    std::fs::write(&file, page).unwrap();
    let input = GivenInput::File(file.display().to_string());
    let undated = ask(&service, given(vec![input.clone()], None)).await;
    assert_eq!(sum(&undated, "observations"), 0);
    assert!(
        undated.json["documents"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("published"),
        "{}",
        undated.json
    );
    let dated = ask(&service, given(vec![input], Some("2026-01-26"))).await;
    assert_eq!(sum(&dated, "observations"), 1, "{}", dated.json);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_address_that_is_gone_fails_and_one_of_two_is_partly_done() {
    let bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::empty();
    let service = house.open_with_extractor().await;
    let gone = GivenInput::Url(site.url("/art/202601/t20260126_9999.html"));
    let there = GivenInput::Url(site.url(&bulletins[2].path()));
    ends(
        &ask(&service, given(vec![gone.clone()], None)).await,
        Exit::Failed,
    );
    let both = ask(&service, given(vec![gone, there], None)).await;
    ends(&both, Exit::Partly);
    assert_eq!(classes(&both), ["gone", "new"]);
    assert_eq!(sum(&both, "observations"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_a_configured_site_belongs_to_its_source() {
    let bulletins = three_years();
    let site = Site::with(&bulletins);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    let there = GivenInput::Url(site.url(&bulletins[2].path()));
    let reply = ask(&service, given(vec![there], None)).await;
    assert_eq!(reply.json["documents"][0]["source"], "s1");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_takes_all_rows_or_none_and_names_the_wrong_ones() {
    let house = House::empty();
    let service = house.open();
    let head = "indicator,period,value,unit,published,source,quote\n";
    let good = "trade.total,2022,815840000000,CNY,2023-01-18,yearbook,8158.4亿元\n";
    let wrong = [
        ("trade.totl,2022,1,CNY,2023-01-18,y,q\n", "trade.totl"),
        ("trade.total,22,1,CNY,2023-01-18,y,q\n", "22"),
        ("trade.total,2022,8158.4亿,CNY,2023-01-18,y,q\n", "8158.4亿"),
        ("trade.total,2022,1,USD,2023-01-18,y,q\n", "USD"),
        ("trade.total,2022,1,CNY,2023-02-30,y,q\n", "2023-02-30"),
        ("trade.total,2022,1,CNY,2022-06-30,y,q\n", "after its publication"),
        (
            "trade.total,as-of:2022-12-31,1,CNY,2023-01-18,y,q\n",
            "as-of:2022-12-31",
        ),
        ("trade.total,2022,1,CNY,2023-01-18\n", "5 cells"),
        ("trade.total,2022,1,CNY,2023-01-18,,q\n", "source"),
        (
            "trade.total,2022,1,CNY,2023-01-18,yearbook,q\n",
            "`value`: 1 contradicts line 2, which says 815840000000",
        ),
        (
            "trade.total,2022,1,CNY,2999-01-18,y,q\n",
            "`published`: 2999-01-18 has not come yet",
        ),
    ];
    for (row, told) in wrong {
        let refusal = refused(&service, import(&format!("{head}{good}{row}"))).await;
        assert_eq!(refusal.exit, Exit::Usage, "{row}");
        assert_eq!(refusal.place.as_deref(), Some("figures.csv:3"), "{row}");
        assert!(refusal.message.contains(told), "{row}: {}", refusal.message);
    }
    let long = "x".repeat(10_000_000);
    for (row, told) in [
        (
            format!("trade.total,2022,1,CNY,2023-01-18,{long},q\n"),
            "`source`: 10000000 characters",
        ),
        (
            format!("trade.total,2022,1,CNY,2023-01-18,y,{long}\n"),
            "`quote`: 10000000 characters",
        ),
        (format!("trade.total,2022,1,CNY,{long},y,q\n"), "is no day"),
        (
            format!("trade.total,2022,{long},CNY,2023-01-18,y,q\n"),
            "no plain decimal",
        ),
        (format!("trade.total,{long},1,CNY,2023-01-18,y,q\n"), "no period"),
        (format!("{long},2022,1,CNY,2023-01-18,y,q\n"), "indicator id"),
    ] {
        let refusal = refused(&service, import(&format!("{head}{row}"))).await;
        assert!(refusal.message.contains(told), "{told}");
        assert!(
            refusal.message.len() < 400,
            "{told}: the message repeats the cell"
        );
    }
    for cell in [
        "NaN", "inf", "-inf", "1e5", "1,000", "１", "0x1", "", "--1", "1_0",
    ] {
        let row = format!("trade.total,2022,\"{cell}\",CNY,2023-01-18,y,q\n");
        let refusal = refused(&service, import(&format!("{head}{row}"))).await;
        assert!(
            refusal.message.contains("no plain decimal"),
            "{cell}: {}",
            refusal.message
        );
    }
    assert_eq!(listed(&service, true).await.len(), 0);
    let bad_head = refused(&service, import("indicator,value\n")).await;
    assert!(
        bad_head
            .hint
            .unwrap()
            .contains("indicator,period,value,unit,published,source,quote")
    );
    let taken = ask(&service, import(&format!("{head}{good}"))).await;
    assert_eq!(taken.json["new"], 1);
    let again = ask(&service, import(&format!("{head}{good}{good}"))).await;
    assert_eq!(again.json["unchanged"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_counts_and_a_retraction_takes_it_back() {
    let site = Site::with(&[Bulletin::of_trade("2026-01-26", 1003, "2025年", "8006.8")]);
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    crate::house::ingest(&service).await;
    let request = |who: &str| Request::ObservationsOverride {
        indicator: "trade.total".to_owned(),
        period: "2025".to_owned(),
        value: "801000000000".to_owned(),
        published: "2026-02-01".to_owned(),
        source: "final account".to_owned(),
        who: who.to_owned(),
        why: "the final account".to_owned(),
    };
    assert_eq!(refused(&service, request(" ")).await.exit, Exit::Usage);
    ask(&service, request("An analyst")).await;
    let now = listed(&service, false).await;
    assert_eq!(now[0]["value"], "801000000000");
    assert_eq!(now[0]["origin"]["who"], "An analyst");
    house.clock.pass(1);
    let retract = |period: &str| Request::ObservationsRetract {
        indicator: "trade.total".to_owned(),
        period: period.to_owned(),
        who: "An analyst".to_owned(),
        why: "withdrawn by the office".to_owned(),
    };
    let unknown = refused(&service, retract("1999")).await;
    assert!(unknown.hint.unwrap().contains("2025"));
    ask(&service, retract("2025")).await;
    assert_eq!(listed(&service, false).await.len(), 0);
    assert_eq!(
        listed(&service, true).await.len(),
        3,
        "nothing is ever taken out of the history"
    );
}
