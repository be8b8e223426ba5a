//! What reads and stores nothing: extract, probe, and the trial of a component.

use std::io::Write as _;

use milepost_service::{Exit, Extract, GivenInput, PluginRun, Silent, extract, plugin_run, probe};

use crate::house::{House, expected, extractor};
use crate::site::{Site, three_years};

#[tokio::test(flavor = "multi_thread")]
async fn extract_shows_what_was_read_and_what_nobody_claimed() {
    let house = House::empty();
    drop(house.open_with_extractor().await);
    let file = house.path("bulletin.html");
    let page = three_years()[2]
        .page()
        .replace("亿元。</p>", "亿元。全市常住人口3190万人。</p>");
    std::fs::write(&file, page).unwrap();
    let asked = Extract {
        inputs: vec![GivenInput::File(file.display().to_string())],
        html: Some(house.path("evidence.html")),
        ..Extract::default()
    };
    let reply = expected(extract(&house.config(), &house.options(), &asked, &Silent).await);
    let document = &reply.json["documents"][0];
    assert_eq!(document["media"], "html");
    assert_eq!(document["charset"], "UTF-8");
    assert_eq!(document["published"], "2026-01-26");
    assert_eq!(document["observations"][0]["value"], "800680000000");
    let unclaimed: Vec<&str> = document["unclaimed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["printed"].as_str().unwrap())
        .collect();
    assert!(
        unclaimed.iter().any(|printed| printed.contains("3190万")),
        "{unclaimed:?}"
    );
    let html = std::fs::read_to_string(house.path("evidence.html")).unwrap();
    assert!(html.contains("<mark class=\"value\">"), "{html}");
    assert!(!html.contains("<script"));
}

#[tokio::test(flavor = "multi_thread")]
async fn extract_works_while_the_folder_is_open() {
    let house = House::empty();
    let _open = house.open_with_extractor().await;
    let file = house.path("bulletin.html");
    std::fs::write(&file, three_years()[0].page()).unwrap();
    let missing = house.path("missing.html");
    let inputs = [file, missing]
        .map(|path| GivenInput::File(path.display().to_string()))
        .to_vec();
    let asked = Extract {
        inputs,
        ..Extract::default()
    };
    let reply = expected(extract(&house.config(), &house.options(), &asked, &Silent).await);
    assert_eq!(reply.exit, Exit::Partly);
    assert_eq!(reply.json["documents"].as_array().unwrap().len(), 2);
    assert!(
        reply.json["documents"][1]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("cannot read")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_members_of_an_archive_are_documents_of_their_own() {
    let house = House::empty();
    drop(house.open_with_extractor().await);
    let file = house.path("bulletins.zip");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&file).unwrap());
    let members = [
        ("2024.html", three_years()[1].page()),
        ("2025.html", three_years()[2].page()),
        ("empty.html", String::new()),
    ];
    for (name, text) in &members {
        archive
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let asked = Extract {
        inputs: vec![GivenInput::File(file.display().to_string())],
        ..Extract::default()
    };
    let reply = expected(extract(&house.config(), &house.options(), &asked, &Silent).await);
    assert_eq!(reply.exit, Exit::Partly);
    let documents = reply.json["documents"].as_array().unwrap();
    let names: Vec<&str> = documents
        .iter()
        .map(|document| document["file"].as_str().unwrap())
        .collect();
    let expected: Vec<String> = members
        .iter()
        .map(|(name, _)| format!("{}!{name}", file.display()))
        .collect();
    assert_eq!(names, expected);
    assert!(documents[0]["observations"][0]["value"].is_string());
    assert!(documents[1]["observations"][0]["value"].is_string());
    assert!(
        documents[2]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("empty")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extractor_that_is_not_installed_is_refused_by_name() {
    let house = House::empty();
    drop(house.open_with_extractor().await);
    let file = GivenInput::File(house.path("plan.toml").display().to_string());
    let asked = Extract {
        inputs: vec![file],
        plugins: vec!["rules".to_owned()],
        ..Extract::default()
    };
    let refusal = extract(&house.config(), &house.options(), &asked, &Silent)
        .await
        .unwrap_err();
    assert_eq!(refusal.exit, Exit::Usage);
    assert!(refusal.hint.unwrap().contains("foreign-trade"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_stores_nothing_and_says_what_is_left_out() {
    let site = Site::with(&three_years());
    let house = House::empty();
    house.source(
        "s1",
        &format!(
            "title_include = [\"2025年\"]\n[[list]]\nurl = \"{}\"\n",
            site.list_url()
        ),
    );
    let reply = expected(probe(&house.config(), &house.options(), "s1").await);
    assert_eq!(reply.exit, Exit::Done);
    assert_eq!(
        reply.json["articles"].as_array().unwrap().len(),
        1,
        "{}",
        reply.text
    );
    assert_eq!(reply.json["left_out"].as_array().unwrap().len(), 2);
    assert!(!house.path("data/journal").exists());
    let by_address = expected(probe(&house.config(), &house.options(), &site.list_url()).await);
    assert_eq!(by_address.json["articles"].as_array().unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_tells_outcome_figures_time_memory_and_cost() {
    let house = House::empty();
    let file = house.path("bulletin.html");
    std::fs::write(&file, three_years()[2].page()).unwrap();
    let mut asked = PluginRun {
        component: extractor().display().to_string(),
        document: GivenInput::File(file.display().to_string()),
        published: None,
        explain: true,
        html: None,
    };
    let reply = expected(plugin_run(&house.config(), &house.options(), &asked).await);
    assert_eq!(reply.json["outcome"], "ok");
    assert_eq!(reply.json["observations"][0]["indicator"], "trade.total");
    assert!(reply.json["memory_bytes"].as_u64().unwrap() > 0);
    assert!(reply.json["cost"].as_u64().unwrap() > 0);
    asked.component = house.path("plan.toml").display().to_string();
    let refusal = plugin_run(&house.config(), &house.options(), &asked)
        .await
        .unwrap_err();
    assert_eq!(refusal.place.as_deref(), Some(asked.component.as_str()));
}
