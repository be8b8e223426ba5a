//! Every page of the bundled site, and every figure of the plan that it states.

use std::fs;

use milepost_plugin_testing::Sample;

use crate::shipped::extractors::{check, root};

#[track_caller]
fn page(path: &str, expected: &[&str]) {
    let bytes = fs::read(root().join("tests/sites/www").join(path)).unwrap();
    check(
        path,
        &Sample::new(bytes, &format!("https://www.example.gov.cn/{path}")),
        expected,
    );
}

#[test]
fn innovations_and_no_target() {
    page(
        "sww/tzgg/202206/t20220608_10787313.html",
        &["ftz.innovations level as-of:2022-05 = 79 count"],
    );
}

#[test]
fn the_open_economy_of_2021() {
    page(
        "sww/tzgg/202207/t20220707_10891520.html",
        &[
            "trade.total level 2021 = 800059000000 CNY",
            "trade.total growth 2021 = 22.8 percent",
            "trade.exports level 2021 = 516833000000 CNY",
            "trade.exports growth 2021 = 23.4 percent",
            "trade.imports level 2021 = 283226000000 CNY",
            "trade.imports growth 2021 = 21.7 percent",
            "fdi.actual level 2021 = 10665000000 USD",
            "fdi.actual growth 2021 = 3.8 percent",
            "ftz.new-enterprises level 2021 = 14246 count",
        ],
    );
}

#[test]
fn what_the_corridor_reached_in_2022() {
    page(
        "sww/tzgg/202301/t20230113_11512034.html",
        &[
            "corridor.countries level as-of:2022-12-31 = 119 count",
            "corridor.ports level as-of:2022-12-31 = 393 count",
            "air.routes level as-of:2022-12-31 = 109 count",
            "cci.projects.value level as-of:2022-12-31 = 25260000000 USD",
            "cci.finance.value level as-of:2022-12-31 = 29130000000 USD",
        ],
    );
}

#[test]
fn own_traffic_beside_the_whole_line() {
    page(
        "sww/tzgg/202408/t20240804_13460711.html",
        &[
            "corridor.teu level 2024-H1 = 120000 TEU",
            "corridor.teu growth 2024-H1 = 54 percent",
            "corridor.value level 2024-H1 = 23200000000 CNY",
            "corridor.value growth 2024-H1 = 89 percent",
        ],
    );
}

#[test]
fn growth_without_a_level() {
    page(
        "sww/tzgg/202501/t20250120_14180233.html",
        &[
            "corridor.freight.volume.growth growth 2024 = 41 percent",
            "corridor.freight.value.growth growth 2024 = 67 percent",
            "corridor.countries level as-of:2024-12-31 = 127 count",
            "corridor.ports level as-of:2024-12-31 = 555 count",
            "fdi.actual.growth growth 2024 = 5.3 percent",
            "cci.financing.annual level 2024 = 1100000000 USD",
        ],
    );
}

#[test]
fn customs_2021_in_gb18030() {
    page(
        "customs/tjfx/2022-01/18/content_5120001.shtml",
        &[
            "trade.total level 2021 = 800060000000 CNY",
            "trade.total growth 2021 = 22.8 percent",
        ],
    );
}

#[test]
fn a_month_beside_the_year_to_date() {
    page(
        "customs/tjfx/2022-05/20/content_5120118.shtml",
        &[
            "trade.total level 2022-01..2022-04 = 275450000000 CNY",
            "trade.total growth 2022-01..2022-04 = 12.1 percent",
            "trade.exports level 2022-01..2022-04 = 183460000000 CNY",
            "trade.exports growth 2022-01..2022-04 = 20 percent",
            "trade.total level 2022-04 = 78360000000 CNY",
            "trade.total growth 2022-04 = 19.8 percent",
            "trade.exports level 2022-04 = 55760000000 CNY",
            "trade.exports growth 2022-04 = 36.6 percent",
        ],
    );
}

#[test]
fn a_table_with_its_unit_in_the_caption() {
    page(
        "customs/tjfx/2022-10/28/content_5120266.shtml",
        &[
            "trade.total level 2022-01..2022-09 = 625950000000 CNY",
            "trade.total growth 2022-01..2022-09 = 8.5 percent",
            "trade.exports level 2022-01..2022-09 = 407450000000 CNY",
            "trade.exports growth 2022-01..2022-09 = 11.5 percent",
            "trade.imports level 2022-01..2022-09 = 218500000000 CNY",
            "trade.imports growth 2022-01..2022-09 = 3.3 percent",
        ],
    );
}

#[test]
fn the_nation_beside_the_city() {
    page(
        "customs/tjfx/2025-01/21/content_5120870.shtml",
        &["trade.total level 2024 = 715420000000 CNY"],
    );
}

#[test]
fn parts_beside_the_whole() {
    page(
        "customs/tjfx/2026-01/26/content_5121203.shtml",
        &[
            "trade.total level 2025 = 800680000000 CNY",
            "trade.total growth 2025 = 12 percent",
            "trade.exports level 2025 = 558730000000 CNY",
            "trade.imports level 2025 = 241950000000 CNY",
        ],
    );
}

#[test]
fn growth_before_the_value() {
    page(
        "en/art/2021/7/22/art_70_10010.html",
        &[
            "trade.total level 2021-H1 = 376600000000 CNY",
            "trade.total growth 2021-H1 = 37.6 percent",
            "trade.exports level 2021-H1 = 232130000000 CNY",
            "trade.exports growth 2021-H1 = 37.7 percent",
            "trade.imports level 2021-H1 = 144470000000 CNY",
            "trade.imports growth 2021-H1 = 37.5 percent",
        ],
    );
}

#[test]
fn connectivity_in_2021() {
    page(
        "en/art/2022/1/18/art_70_10048.html",
        &["cci.projects.value level as-of:2021-12-31 = 25000000000 USD"],
    );
}

#[test]
fn dollar_equivalents() {
    page(
        "en/art/2022/12/19/art_70_10122.html",
        &[
            "trade.total level 2022-01..2022-11 = approx 748790000000 CNY",
            "trade.total growth 2022-01..2022-11 = 4 percent",
            "trade.exports level 2022-01..2022-11 = 487070000000 CNY",
            "trade.exports growth 2022-01..2022-11 = 5.2 percent",
            "trade.imports level 2022-01..2022-11 = 261720000000 CNY",
            "trade.imports growth 2022-01..2022-11 = 1.7 percent",
        ],
    );
}

#[test]
fn freight_of_2022() {
    page(
        "en/art/2023/1/14/art_70_10131.html",
        &[
            "corridor.teu level 2022 = 148000 TEU",
            "corridor.teu growth 2022 = 32 percent",
            "corridor.value level 2022 = 25120000000 CNY",
            "corridor.value growth 2022 = 34 percent",
        ],
    );
}

#[test]
fn where_things_stand_in_2023() {
    page(
        "en/art/2023/11/1/art_70_10205.html",
        &[
            "trade.auto-exports.growth growth 2023-01..2023-09 = 50.3 percent",
            "fortune500.companies level as-of:2023-09-30 = 319 count",
            "corridor.ports level as-of:2023-11-01 = 473 count",
            "corridor.countries level as-of:2023-11-01 = 120 count",
            "corridor.provinces level as-of:2023-11-01 = 18 count",
            "corridor.cities level as-of:2023-11-01 = 69 count",
            "corridor.stations level as-of:2023-11-01 = 138 count",
            "express.trains.cumulative level as-of:2023-11-01 = nearly 14000 trains",
            "air.routes level as-of:2023-11-01 = 16 count",
            "cci.projects level as-of:2023-09-30 = 280 count",
            "cci.projects.value level as-of:2023-09-30 = 25650000000 USD",
            "cci.finance.projects level as-of:2023-09-30 = 259 count",
            "cci.finance.value level as-of:2023-09-30 = approx 30620000000 USD",
            "cci.projects.value.period level 2023-01..2023-09 = 390000000 USD",
            "cci.finance.value.period level 2023-01..2023-09 = 5848000000 USD",
            "ftz.innovations level as-of:2023-09-30 = 147 count",
            "ftz.innovations.nationwide level as-of:2023-09-30 = 7 count",
            "exchange.consulates level as-of:2023-11-01 = 12 count",
            "exchange.friendship-cities level as-of:2023-11-01 = 53 count",
            "exchange.exchange-cities level as-of:2023-11-01 = 120 count",
            "ngo.offices level as-of:2023-11-01 = 27 count",
        ],
    );
}

#[test]
fn rounded_freight_of_2025() {
    page(
        "en/art/2026/1/9/art_70_10388.html",
        &[
            "corridor.teu level 2025 = over 320000 TEU",
            "corridor.teu growth 2025 = 30 percent",
            "corridor.value level 2025 = over 58000000000 CNY",
            "corridor.value growth 2025 = 25 percent",
            "corridor.freight.volume.growth growth 2025 = 30 percent",
            "corridor.freight.value.growth growth 2025 = 25 percent",
            "corridor.ports level as-of:2026-01-09 = 584 count",
        ],
    );
}

#[test]
fn second_hand_figures() {
    page(
        "repost/2026/02/03/t20260203_880011.html",
        &[
            "trade.total level 2025 = 806080000000 CNY",
            "trade.total growth 2025 = 12 percent",
            "fdi.actual level 2021 = 2236000000 USD",
            "fdi.actual growth 2021 = 6.4 percent",
        ],
    );
}

#[test]
fn output_202202() {
    page(
        "tjj/sjjd_55469/202202/t20220209_10375909.html",
        &[
            "gdp.total level 2021 = 2789402000000 CNY",
            "gdp.total growth 2021 = 8.3 percent",
        ],
    );
}

#[test]
fn output_202303() {
    page(
        "tjj/sjjd_55469/202303/t20230317_11775512.html",
        &[
            "gdp.total level 2022 = 2912903000000 CNY",
            "gdp.total growth 2022 = 2.6 percent",
        ],
    );
}

#[test]
fn output_202403() {
    page(
        "tjj/sjjd_55469/202403/t20240326_13075221.html",
        &[
            "gdp.total level 2023 = 3014579000000 CNY",
            "gdp.total growth 2023 = 6.1 percent",
        ],
    );
}

#[test]
fn output_202404() {
    page(
        "tjj/sjjd_55469/202404/t20240422_13148870.html",
        &[
            "gdp.total level 2024-Q1 = 723203000000 CNY",
            "gdp.total growth 2024-Q1 = 6.2 percent",
        ],
    );
}

#[test]
fn output_202503() {
    page(
        "tjj/sjjd_55469/202503/t20250311_14405511.html",
        &[
            "gdp.total level 2024 = 3219315000000 CNY",
            "gdp.total growth 2024 = 5.7 percent",
        ],
    );
}

#[test]
fn output_202504() {
    page(
        "tjj/sjjd_55469/202504/t20250425_14560123.html",
        &[
            "gdp.total level 2025-Q1 = 757479000000 CNY",
            "gdp.total growth 2025-Q1 = 4.3 percent",
        ],
    );
}

#[test]
fn output_202510() {
    page(
        "tjj/sjjd_55469/202510/t20251024_15111738.html",
        &[
            "gdp.total level 2025-01..2025-09 = 2444936000000 CNY",
            "gdp.total growth 2025-01..2025-09 = 5.3 percent",
        ],
    );
}

#[test]
fn final_freight_of_2025() {
    page(
        "../later/en/art/2026/1/9/art_70_10388.html",
        &[
            "corridor.teu level 2025 = 327700 TEU",
            "corridor.teu growth 2025 = 30 percent",
            "corridor.value level 2025 = 58310000000 CNY",
            "corridor.value growth 2025 = 25 percent",
            "corridor.freight.volume.growth growth 2025 = 30 percent",
            "corridor.freight.value.growth growth 2025 = 25 percent",
            "corridor.ports level as-of:2026-01-09 = 584 count",
        ],
    );
}
