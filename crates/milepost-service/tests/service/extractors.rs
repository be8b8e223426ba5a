//! Installing, listing, inspecting and removing extractors.

use milepost_service::{Exit, Request, plugin_inspect};

use crate::house::{House, ask, extractor, refused};

#[tokio::test(flavor = "multi_thread")]
async fn an_extractor_is_installed_listed_and_removed() {
    let house = House::empty();
    let service = house.open();
    let install = Request::PluginInstall {
        file: extractor().display().to_string(),
    };
    let installed = ask(&service, install).await;
    assert_eq!(installed.json["id"], "foreign-trade");
    // A file that merely lies there is told, and does not run.
    std::fs::write(house.path("data/plugins/other.wasm"), b"no component").unwrap();
    let list = ask(&service, Request::PluginList).await;
    let states: Vec<&str> = list.json["plugins"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plugin| plugin["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["in force", "no plugin"]);
    ask(
        &service,
        Request::PluginRemove {
            id: "foreign-trade".to_owned(),
        },
    )
    .await;
    let again = refused(
        &service,
        Request::PluginRemove {
            id: "foreign-trade".to_owned(),
        },
    )
    .await;
    assert_eq!(again.exit, Exit::Usage);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_component_is_refused_and_nothing_is_installed() {
    let house = House::empty();
    let service = house.open();
    let file = house.path("plan.toml").display().to_string();
    let refusal = refused(&service, Request::PluginInstall { file: file.clone() }).await;
    assert_eq!(refusal.exit, Exit::Failed);
    assert_eq!(refusal.place, Some(file));
    let missing = refused(
        &service,
        Request::PluginInstall {
            file: "/nowhere.wasm".to_owned(),
        },
    )
    .await;
    assert!(missing.message.contains("cannot be read"), "{missing:?}");
    let list = ask(&service, Request::PluginList).await;
    assert_eq!(list.json["plugins"].as_array().unwrap().len(), 0);
}

#[test]
fn inspecting_shows_the_manifest() {
    let house = House::empty();
    let reply = plugin_inspect(&house.options(), &extractor()).unwrap();
    assert_eq!(reply.json["id"], "foreign-trade");
    assert_eq!(reply.json["abi"], "0.1");
    assert!(
        reply.json["metrics"]
            .as_array()
            .unwrap()
            .iter()
            .any(|metric| metric == "trade.total")
    );
}
