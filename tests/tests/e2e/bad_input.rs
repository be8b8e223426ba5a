//! Bad configuration, plugins, sites and figures: a clear error or a shown condition, nothing half-written, no panic.

use milepost_testkit::{Reply, Server};

use crate::lab::{Lab, components, config};
use crate::site::Site;

const SOURCE: &str = "id = \"one\"\ntitle = { en = \"One\", zh = \"一\" }\ntier = 1\nschedule = \"10 10 * * *\"\nzone = \"Asia/Shanghai\"\n[[list]]\nurl = \"http://127.0.0.1:1/list/\"\n";

/// `check` must end with 2, name the place, and say the mend; other commands must refuse the configuration too.
#[track_caller]
fn misconfigured(lab: &Lab, place: &str, words: &[&str]) {
    let done = lab.run(&["check", "--json"]).expect(2);
    let problems = done.json()["problems"].clone();
    let problem = problems
        .as_array()
        .unwrap()
        .iter()
        .find(|problem| {
            problem["severity"] == "error" && words.iter().all(|word| problem.to_string().contains(word))
        })
        .unwrap_or_else(|| panic!("none says {words:?}: {problems:#}"));
    assert!(problem["file"].as_str().unwrap().ends_with(place), "{problem}");
    assert!(problem["line"].is_u64(), "{problem}");
    assert!(lab.run(&["check"]).expect(2).stdout.contains(place));
    let (message, at, hint) = lab.run(&["ingest", "--once", "--json"]).expect(2).error();
    assert!(
        !message.is_empty() && at.contains(place) && hint.contains("milepost check"),
        "{message} {at} {hint}"
    );
    assert!(!lab.path("data").exists(), "a data folder was made");
}

fn with_plan(change: impl FnOnce(String) -> String) -> Lab {
    let lab = Lab::with_sources(&[("one", SOURCE)]);
    let plan = std::fs::read_to_string(config("plans/chongqing-2027.toml")).unwrap();
    let changed = change(plan.clone());
    assert_ne!(plan, changed, "the plan was not changed");
    lab.write("config/plan.toml", &changed);
    lab
}

#[test]
fn an_unknown_key_is_an_error_at_its_line() {
    let lab = Lab::with_sources(&[("one", &SOURCE.replace("schedule", "shedule"))]);
    misconfigured(&lab, "one.toml", &["shedule", "schedule"]);
}

#[test]
fn a_bad_cron_line_is_an_error_at_its_line() {
    let lab = Lab::with_sources(&[("one", &SOURCE.replace("10 10 * * *", "99 10 * * *"))]);
    misconfigured(&lab, "one.toml", &["99"]);
}

#[test]
fn an_unknown_zone_is_an_error_with_the_nearest_one() {
    let lab = Lab::with_sources(&[("one", &SOURCE.replace("Asia/Shanghai", "Asia/Shangai"))]);
    misconfigured(&lab, "one.toml", &["Asia/Shangai", "Asia/Shanghai"]);
}

#[test]
fn a_target_that_contradicts_its_direction_is_an_error() {
    let target = "kind = \"count\"\noperator = \"ge\"\nvalue = \"120\"";
    let lab = with_plan(|plan| plan.replacen(target, &target.replace("ge", "le"), 1));
    misconfigured(&lab, "plan.toml", &["operator"]);
}

#[test]
fn a_value_that_is_no_number_is_an_error() {
    let lab = with_plan(|plan| plan.replacen("value = \"120\"", "value = \"1,2 0\"", 1));
    misconfigured(&lab, "plan.toml", &["1,2 0"]);
}

#[test]
fn broken_toml_is_an_error_at_its_line() {
    let lab = Lab::with_sources(&[("one", &format!("{SOURCE}title = {{\n"))]);
    misconfigured(&lab, "one.toml", &[]);
}

#[test]
fn a_missing_configuration_says_where_it_was_looked_for() {
    let lab = Lab::empty();
    let (_, place, hint) = lab.run(&["status", "--json"]).expect(2).error();
    assert!(
        place.contains("milepost.toml") && hint.contains("milepost init"),
        "{place} {hint}"
    );
}

#[test]
fn files_that_are_no_component_are_refused_by_name() {
    let lab = Lab::with_sources(&[("one", SOURCE)]);
    let (_, place, _) = lab
        .run(&["plugin", "install", "nowhere.wasm", "--json"])
        .expect(1)
        .error();
    assert!(place.ends_with("nowhere.wasm"), "{place}");
    lab.write("text.wasm", "this is no component");
    let (message, place, _) = lab
        .run(&["plugin", "install", "text.wasm", "--json"])
        .expect(1)
        .error();
    assert!(
        message.contains("component") && place.ends_with("text.wasm"),
        "{message} {place}"
    );
    let whole = std::fs::read(components().first().unwrap()).unwrap();
    std::fs::write(lab.path("cut.wasm"), &whole[..whole.len() / 2]).unwrap();
    lab.run(&["plugin", "install", "cut.wasm"]).expect(1);
    let listed = lab.run(&["plugin", "list", "--json"]).expect(0).json();
    assert_eq!(listed["plugins"].as_array().unwrap().len(), 0, "{listed:#}");
}

#[test]
fn an_unreachable_site_is_told_and_harms_no_other() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.write("config/sources/one.toml", SOURCE);
    let done = lab.run(&["ingest", "--once", "--json"]).expect(3).json();
    let class = |id: &str| {
        done["sources"]
            .as_array()
            .unwrap()
            .iter()
            .find(|source| source["id"] == id)
            .unwrap()["class"]
            .clone()
    };
    assert_eq!(class("one"), "transient");
    assert_eq!(class("customs"), "new");
    let status = lab.run(&["status", "--json"]).expect(0).json();
    let one = status["sources"]
        .as_array()
        .unwrap()
        .iter()
        .find(|source| source["id"] == "one")
        .unwrap()
        .clone();
    assert_eq!(one["state"], "failing", "{one}");
}

/// A site of one list and one page.
fn one_page(page: Reply) -> (Server, Lab) {
    let list = "<!doctype html><html><head><meta charset=\"utf-8\"><title>列表</title></head><body><ul><li><a href=\"/a/t20250301_100.html\" title=\"2025年2月情况\">2025年2月情况</a><span>2025-03-01</span></li></ul></body></html>";
    let server = Server::start(move |request| match request.path.as_str() {
        "/list/" => Reply::html(list),
        "/a/t20250301_100.html" => page.clone(),
        _ => Reply::not_found(),
    })
    .unwrap();
    let source = SOURCE.replace("http://127.0.0.1:1/list/", &server.url("/list/"));
    let lab = Lab::with_sources(&[("one", &source)]);
    lab.install_plugins();
    (server, lab)
}

#[test]
fn a_page_that_is_gone_is_told_and_is_no_failure() {
    let (_server, lab) = one_page(Reply::not_found());
    let done = lab.run(&["ingest", "--once", "--json"]).expect(0).json();
    assert_eq!(done["documents"][0]["class"], "gone", "{done:#}");
    assert!(
        done["documents"][0]["reason"].as_str().unwrap().contains("404"),
        "{done:#}"
    );
}

#[test]
fn an_empty_page_is_blocked_never_no_change() {
    let (_server, lab) = one_page(Reply::html(""));
    let done = lab.run(&["ingest", "--once", "--json"]).expect(1).json();
    assert_eq!(done["documents"][0]["class"], "blocked", "{done:#}");
    assert!(lab.figures().is_empty());
}

#[test]
fn a_page_without_figures_is_kept_and_gives_none() {
    let words = "全市有关部门召开会议，研究部署下一阶段工作，要求各单位认真贯彻落实，加强协调配合，确保各项任务落到实处。".repeat(20);
    let page = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>会议</title></head><body><div id=\"zoom\"><p>{words}</p></div></body></html>"
    );
    let (_server, lab) = one_page(Reply::html(page));
    let done = lab.run(&["ingest", "--once", "--json"]).expect(0).json();
    let document = &done["documents"][0];
    assert_eq!(
        (document["class"].as_str(), document["observations"].as_u64()),
        (Some("new"), Some(0)),
        "{document}"
    );
    assert!(document["snapshot"].is_string());
}

#[test]
fn imports_are_all_or_nothing_with_row_and_column() {
    let lab = Lab::with_sources(&[("one", SOURCE)]);
    let head = "indicator,period,value,unit,published,source,quote\n";
    let good = "ftz.innovations,as-of:2024-12-31,150,count,2025-01-20,press,150 achievements\n";
    for (row, word) in [
        (
            "ftz.inovations,as-of:2024-12-31,150,count,2025-01-20,press,q\n",
            "ftz.inovations",
        ),
        (
            "ftz.innovations,2024-13,150,count,2025-01-20,press,q\n",
            "2024-13",
        ),
        (
            "ftz.innovations,as-of:2024-12-31,NaN,count,2025-01-20,press,q\n",
            "NaN",
        ),
        (
            "ftz.innovations,as-of:2024-12-31,150,CNY,2025-01-20,press,q\n",
            "CNY",
        ),
        (
            "ftz.innovations,as-of:2024-12-31,150,count,20 Jan,press,q\n",
            "20 Jan",
        ),
    ] {
        lab.write("in.csv", &format!("{head}{good}{row}"));
        let (message, place, hint) = lab
            .run(&[
                "observations",
                "import",
                "in.csv",
                "--who",
                "A",
                "--why",
                "test",
                "--json",
            ])
            .expect(2)
            .error();
        assert!(
            format!("{message} {place} {hint}").contains(word),
            "{word}: {message} {place} {hint}"
        );
        assert!(lab.figures().is_empty(), "{word}: something was taken in");
    }
    // "统计局" as spreadsheets in China save it.
    let mut gbk = format!("{head}ftz.innovations,as-of:2024-12-31,150,count,2025-01-20,").into_bytes();
    gbk.extend([0xcd, 0xb3, 0xbc, 0xc6, 0xbe, 0xd6]);
    gbk.extend(b",q\n");
    std::fs::write(lab.path("in.csv"), gbk).unwrap();
    let import = [
        "observations",
        "import",
        "in.csv",
        "--who",
        "A",
        "--why",
        "test",
        "--json",
    ];
    let (message, place, hint) = lab.run(&import).expect(2).error();
    assert!(
        message.contains("UTF-8") && place.ends_with("in.csv:2") && hint.contains("UTF-8"),
        "{message} {place}"
    );
    assert!(lab.figures().is_empty());
    lab.write("in.csv", &format!("{head}{good}"));
    lab.run(&["observations", "import", "in.csv", "--who", "A", "--why", "test"])
        .expect(0);
    assert_eq!(lab.figures().len(), 1);
    let report = lab.report();
    let found = report["indicators"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "ftz.innovations");
    let act = &found.unwrap()["quality"]["by_hand"][0];
    assert_eq!(
        (&act["who"], &act["why"], &act["value"]),
        (&"A".into(), &"test".into(), &"150".into())
    );
    for (language, told) in [("en", "entered by hand: 150"), ("zh", "人工录入：150")] {
        let html = lab
            .run(&[
                "report",
                "--format",
                "html",
                "--lang",
                language,
                "--as-of",
                "2026-02-28",
            ])
            .expect(0);
        assert!(html.stdout.contains(told), "{told}");
    }
}

#[test]
fn wrong_words_on_the_command_line_end_with_2() {
    let lab = Lab::with_sources(&[("one", SOURCE)]);
    lab.run(&["frobnicate"]).expect(2);
    lab.run(&["ingest"]).expect(2);
    lab.run(&["ingest", "--once", "--source", "nowhere"]).expect(2);
    lab.run(&["ingest", "nowhere.html"]).expect(2);
    lab.run(&["report", "--as-of", "yesterday"]).expect(2);
    lab.run(&["report", "--plan", "nowhere"]).expect(2);
}
