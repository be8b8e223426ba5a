//! What one sentence or line takes from the one before it, and what it must not take.

use milepost_grammar::{Context, Ending, InheritedPeriod, read};
use milepost_model::Period;

use crate::check::{check, line};

/// Reads a line behind one that spoke of 2024 and ended so, and expects exactly these statements.
#[track_caller]
fn check_behind(before: Ending, text: &str, expected: &[&str]) {
    let context = Context {
        published: "2025-01-20".parse().ok(),
        carried: Some(InheritedPeriod {
            period: Period::year(2024).unwrap(),
            quote: "2024年".to_owned(),
        }),
        before,
        ..Context::default()
    };
    let reading = read(text, &context);
    let lines: Vec<String> = reading
        .statements
        .iter()
        .map(|statement| line(text, statement))
        .collect();
    assert_eq!(lines, expected, "{text}\nunread: {:?}", reading.unread);
}

#[test]
fn a_line_goes_on_with_the_period_and_scope_before_it() {
    check_behind(
        Ending::default(),
        "服务进出口1021.6亿元。",
        &["1021.6亿元 = 服务进出口 level 102160000000 CNY 2024"],
    );
    check_behind(
        Ending {
            scope: "四川".to_owned(),
            ..Ending::default()
        },
        "出口6196亿元。",
        &["6196亿元 = 出口 level 619600000000 CNY 2024 @四川"],
    );
    // A stock is as of the publication, whatever the lines before spoke of.
    check_behind(
        Ending::default(),
        "在渝世界500强企业326家。",
        &["326家 = 世界500强企业 level 326 count as-of:2025-01-20"],
    );
}

#[test]
fn whose_trade_it_is_goes_on_until_a_place_is_named() {
    check(
        "2025-01-20",
        "",
        "2024年，重庆对东盟进出口1178亿元。出口702亿元。全市出口4851.6亿元。",
        &[
            "1178亿元 = 对东盟进出口 level 117800000000 CNY 2024 @重庆",
            "702亿元 = 对东盟出口 level 70200000000 CNY 2024 @重庆",
            "4851.6亿元 = 出口 level 485160000000 CNY 2024 @全市",
        ],
    );
    check_behind(
        Ending {
            owner: "民营企业".to_owned(),
            ..Ending::default()
        },
        "出口2500亿元。",
        &["2500亿元 = 民营企业出口 level 250000000000 CNY 2024"],
    );
    check(
        "2025-01-20",
        "",
        "In 2024, trade with ASEAN came to 117.8 billion yuan. Exports stood at 70.2 billion yuan.",
        &[
            "117.8 billion yuan = trade with ASEAN level 117800000000 CNY 2024",
            "70.2 billion yuan = Exports of trade with asean level 70200000000 CNY 2024",
        ],
    );
}

#[test]
fn the_same_thing_is_told_again_for_another_period() {
    check(
        "2024-09-12",
        "",
        "8月份，全市港口货物吞吐量1968.5万吨；1—8月累计完成15388.2万吨。",
        &[
            "1968.5万吨 = 港口货物吞吐量 level 19685000 t 2024-08 @全市",
            "15388.2万吨 = 港口货物吞吐量 level 153882000 t 2024-01..2024-08 @全市",
        ],
    );
}

#[test]
fn bounds_changes_and_beginnings_are_no_levels() {
    check(
        "2025-01-20",
        "",
        "2024年，进出口值超过10亿元的企业增多，比2022年增加了9个城市、22个站点。",
        &["9个 = 城市 change 9 count 2024 base=previous-period"],
    );
    check(
        "2025-01-20",
        "",
        "通道通达由119个国家和地区的393个港口增加到120个国家和地区的473个港口。",
        &[
            "120个 = 国家和地区 level 120 count as-of:2025-01-20",
            "473个 = 港口 level 473 count as-of:2025-01-20",
        ],
    );
    check(
        "2025-01-20",
        "",
        "In 2024, the corridor reached 555 ports, 65 ports more than a year earlier.",
        &["555 = ports level 555 count as-of:2024-12-31"],
    );
    check(
        "2025-01-20",
        "",
        "Over the past five years, exports grew by 8 percent.",
        &["8 percent = exports growth 8 percent -"],
    );
}
