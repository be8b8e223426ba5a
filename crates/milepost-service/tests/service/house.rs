//! A data folder with its configuration, and the ways to ask it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use milepost_service::{Clock, Exit, Refusal, Reply, Request, Service, ServiceOptions, Silent};
use serde_json::Value;

/// A real extractor of the first version of the interface.
pub(crate) fn extractor() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/foreign-trade-abi-0.1.wasm")
}

const PLAN: &str = r#"
[plan]
id = "small"
title = { en = "A small plan", zh = "小规划" }
area = "CN-CQ"
area_names = ["重庆", "重庆市", "全市"]
zone = "Asia/Shanghai"
horizon = "2027-12-31"

[[indicator]]
id = "trade.total"
title = { en = "Imports and exports of goods", zh = "货物进出口总额" }
theme = "economy"
unit = "CNY"
measure = "flow"
direction = "up"
baseline = { period = "2022", value = "815840000000", source = "yearbook" }
[indicator.target]
kind = "flow_level"
operator = "ge"
value = "1100000000000"
by = "2027"
path = "geometric"
source = "the plan"

[[indicator]]
id = "trade.exports"
title = { en = "Exports of goods", zh = "出口" }
theme = "economy"
unit = "CNY"
measure = "flow"
direction = "up"
"#;

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub(crate) struct StandingClock(AtomicI64);

impl StandingClock {
    pub(crate) fn pass(&self, hours: i64) {
        self.0.fetch_add(hours * 3600, Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0.load(Ordering::SeqCst), 0).unwrap()
    }
}

/// A folder with a configuration and a data folder.
pub(crate) struct House {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) clock: Arc<StandingClock>,
}

impl House {
    /// A house that reads these lists, each as a source `s1`, `s2`, ….
    pub(crate) fn reading(lists: &[String]) -> Self {
        let house = Self::empty();
        for (number, list) in lists.iter().enumerate() {
            let id = format!("s{}", number + 1);
            house.source(&id, &format!("[[list]]\nurl = \"{list}\"\n"));
        }
        house
    }

    /// A house without sources.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let start = DateTime::parse_from_rfc3339("2026-03-01T00:00:00Z")
            .unwrap()
            .timestamp();
        let house = Self {
            folder,
            clock: Arc::new(StandingClock(AtomicI64::new(start))),
        };
        std::fs::create_dir(house.path("sources")).unwrap();
        std::fs::write(house.path("plan.toml"), PLAN).unwrap();
        let main = "plans = [\"plan.toml\"]\nsources = [\"sources/*.toml\"]\n[fetch]\nallow_addresses = [\"127.0.0.0/8\"]\n\
                    delay = { min = \"0s\", max = \"0s\" }\n[report]\nformats = [\"html\", \"json\"]\nlanguages = [\"en\"]\n";
        std::fs::write(house.path("milepost.toml"), main).unwrap();
        house
    }

    /// Adds to the main configuration.
    pub(crate) fn configure(&self, text: &str) {
        let main = std::fs::read_to_string(self.path("milepost.toml")).unwrap();
        std::fs::write(self.path("milepost.toml"), main + "\n" + text).unwrap();
    }

    /// Adds a source.
    pub(crate) fn source(&self, id: &str, rest: &str) {
        let text = format!(
            "id = \"{id}\"\ntitle = {{ en = \"{id}\", zh = \"{id}\" }}\ntier = 1\nschedule = \"0 9 * * *\"\n\
             zone = \"Asia/Shanghai\"\n{rest}"
        );
        std::fs::write(self.path(&format!("sources/{id}.toml")), text).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn config(&self) -> milepost_config::Config {
        let loaded = milepost_config::load(&self.path("milepost.toml"));
        loaded.config.unwrap_or_else(|| panic!("{:?}", loaded.problems))
    }

    pub(crate) fn options(&self) -> ServiceOptions {
        ServiceOptions::new(self.path("data"), Arc::clone(&self.clock) as Arc<dyn Clock>)
    }

    /// Opens the service. A service that was just dropped may hold the folder a moment longer.
    pub(crate) fn open(&self) -> Service {
        Service::open(self.config(), self.options()).unwrap()
    }

    /// Takes the extractors that are installed in another house: compiled there already.
    pub(crate) fn share_extractors_of(&self, other: &Self) {
        let mut text = std::fs::read_to_string(self.path("milepost.toml")).unwrap();
        text.push_str(&format!(
            "[plugins]\ndir = \"{}\"\n",
            other.path("data/plugins").display()
        ));
        std::fs::write(self.path("milepost.toml"), text).unwrap();
    }

    /// Opens the service and installs the extractor.
    pub(crate) async fn open_with_extractor(&self) -> Service {
        let service = self.open();
        ask(
            &service,
            Request::PluginInstall {
                file: extractor().display().to_string(),
            },
        )
        .await;
        service
    }
}

/// Asks, and expects an answer.
#[track_caller]
pub(crate) fn expected(answer: Result<Reply, Refusal>) -> Reply {
    answer.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"))
}

pub(crate) async fn ask(service: &Service, request: Request) -> Reply {
    expected(service.answer(request, &Silent).await)
}

pub(crate) async fn refused(service: &Service, request: Request) -> Refusal {
    service.answer(request, &Silent).await.unwrap_err()
}

/// One pass over all sources.
pub(crate) async fn ingest(service: &Service) -> Reply {
    ask(
        service,
        Request::IngestOnce {
            sources: Vec::new(),
            force: false,
            since: None,
        },
    )
    .await
}

/// Every statement about every figure, as stored.
pub(crate) async fn figures(service: &Service) -> String {
    let reply = ask(
        service,
        Request::ObservationsExport {
            format: "csv".to_owned(),
        },
    )
    .await;
    String::from_utf8(reply.content.unwrap()).unwrap()
}

/// The figures as they are in force.
pub(crate) async fn listed(service: &Service, all: bool) -> Vec<Value> {
    let reply = ask(service, Request::ObservationsList { indicator: None, all }).await;
    reply.json["observations"].as_array().unwrap().clone()
}

/// The classes of the bulletins of a pass, sorted.
pub(crate) fn classes(reply: &Reply) -> Vec<String> {
    let mut classes: Vec<String> = reply.json["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["class"].as_str().unwrap().to_owned())
        .collect();
    classes.sort();
    classes
}

#[track_caller]
pub(crate) fn sum(reply: &Reply, key: &str) -> u64 {
    reply.json["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document[key].as_u64().unwrap())
        .sum()
}

#[track_caller]
pub(crate) fn ends(reply: &Reply, exit: Exit) {
    assert_eq!(reply.exit, exit, "{}", reply.text);
}
