//! Every quantity of the published handbook: what is, as observations, and what is to be, as targets that the host sets
//! apart.

use std::fs;

use milepost_plugin_testing::Sample;

use crate::shipped::extractors::{check, root, run_all};

fn handbook() -> Sample {
    let text = fs::read(root().join("tests/corpus/dev/documents/handbook-2023.txt")).unwrap();
    Sample::new(text, "handbook-2023.txt").published("2023-11-01")
}

#[test]
fn what_is_is_read() {
    check(
        "handbook",
        &handbook(),
        &[
            "air.routes level as-of:2023-11-01 = 16 count",
            "cci.finance.projects level as-of:2023-11-01 = 259 count",
            "cci.finance.value level as-of:2023-11-01 = approx 30620000000 USD",
            "cci.finance.value.period level 2023-01..2023-09 = 5848000000 USD",
            "cci.projects level as-of:2023-11-01 = 280 count",
            "cci.projects.value level as-of:2023-11-01 = 25650000000 USD",
            "cci.projects.value.period level 2023-01..2023-09 = 390000000 USD",
            "corridor.cities level as-of:2023-11-01 = 69 count",
            "corridor.countries level as-of:2023-11-01 = 120 count",
            "corridor.ports level as-of:2023-11-01 = 473 count",
            "corridor.provinces level as-of:2023-11-01 = 18 count",
            "corridor.stations level as-of:2023-11-01 = 138 count",
            "exchange.consulates level as-of:2023-11-01 = 12 count",
            "exchange.exchange-cities level as-of:2023-11-01 = 120 count",
            "exchange.friendship-cities level as-of:2023-11-01 = 53 count",
            "express.trains.cumulative level as-of:2023-11-01 = nearly 14000 trains",
            "fortune500.companies level as-of:2023-09-30 = 319 count",
            "ftz.innovations level as-of:2023-11-01 = 147 count",
            "ftz.innovations.nationwide level as-of:2023-11-01 = 7 count",
            "hubs.types level as-of:2023-11-01 = 5 count",
            "ngo.offices level as-of:2023-11-01 = 27 count",
            "trade.auto-exports.growth growth 2023-01..2023-09 = 50.3 percent",
        ],
    );
}

#[test]
fn what_is_to_be_is_a_target_and_no_figure() {
    let expected = [
        "air.routes target 2027 = 120 count",
        "border.persons.annual target 2027 = over 5000000 persons",
        "cci.financing.annual target 2027 = over 1000000000 USD",
        "corridor.freight.value.growth target 2027 = over 15 percent",
        "corridor.freight.volume.growth target 2027 = over 15 percent",
        "corridor.trains.annual target 2027 = over 5000 trains",
        "fdi.actual.growth target 2027 = approx 10 percent",
        "finance.rmb-settlement target 2027 = 330000000000 CNY",
        "fortune500.companies target 2027 = 335 count",
        "ftz.innovations target 2027 = 168 count",
        "ftz.market-entities target 2027 = 230000 count",
        "port.throughput target 2027 = over 270000000 t",
        "trade.hightech.share target 2027 = over 65 percent",
        "trade.services target 2027 = 160000000000 CNY",
        "trade.total target 2027 = 1100000000000 CNY",
    ];
    let dim = |dims: &[(String, String)], wanted: &str| {
        let found = dims.iter().find(|(key, _)| key == wanted);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let runs = run_all(&handbook());
    let mut found: Vec<String> = runs
        .iter()
        .flat_map(|run| &run.refused)
        .map(|refused| {
            assert_eq!(refused.rejection.code.as_str(), "role-unfit", "{refused:?}");
            let claim = &refused.claim;
            let comparison = match dim(&claim.dims, "comparison").as_str() {
                "eq" => String::new(),
                other => format!("{other} "),
            };
            let role = dim(&claim.dims, "role");
            format!(
                "{} {role} {} = {comparison}{} {}",
                claim.metric, claim.period, claim.value, claim.unit
            )
        })
        .collect();
    found.sort();
    assert_eq!(found, expected);
}
