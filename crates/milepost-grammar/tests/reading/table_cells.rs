//! Cells of tables under the labels of their rows and columns.

use milepost_grammar::{Context, heading_period, read_table_cell};
use milepost_model::NaiveDate;

use crate::check::line;

/// Reads a cell under a caption and a unit, and expects one statement, or the reason why there is none.
#[track_caller]
fn check(cell: &str, rows: &[&str], cols: &[&str], (caption, unit): (&str, &str), expected: &str) {
    let published: Option<NaiveDate> = "2025-10-24".parse().ok();
    let context = Context {
        published,
        period: heading_period(caption, published),
        unit: Some(unit.to_owned()).filter(|unit| !unit.is_empty()),
        headings: vec![caption.to_owned()],
        ..Context::default()
    };
    let reading = read_table_cell(cell, rows, cols, &context);
    let lines: Vec<String> = reading
        .statements
        .iter()
        .map(|statement| line(cell, statement))
        .collect();
    let reasons: Vec<&str> = reading.unread.iter().map(|unread| unread.reason).collect();
    assert_eq!(
        [lines.join("; "), reasons.join("; ")].concat(),
        expected,
        "{cell} {rows:?} {cols:?}"
    );
}

const CAPTION: (&str, &str) = ("2025年1—9月主要指标", "亿元");

#[test]
fn labels_and_captions_govern_a_cell() {
    check(
        "5952.1",
        &["进出口总值"],
        &["绝对量"],
        CAPTION,
        "5952.1 = 进出口总值 level 595210000000 CNY 2025-01..2025-09 unit-printed=亿元",
    );
    check(
        "1.3",
        &["进出口总值"],
        &["增速（%）"],
        CAPTION,
        "1.3 = 进出口总值 growth 1.3 percent 2025-01..2025-09 unit-printed=%",
    );
    check(
        "-3.2",
        &["其中：出口"],
        &["同比增长"],
        CAPTION,
        "-3.2 = 出口 growth -3.2 percent 2025-01..2025-09 unit-printed=%",
    );
    check(
        "65.2",
        &["高新技术产品"],
        &["占比（%）"],
        CAPTION,
        "65.2 = 高新技术产品 share 65.2 percent 2025-01..2025-09 unit-printed=%",
    );
    check(
        "700.5",
        &["进出口总值"],
        &["9月"],
        CAPTION,
        "700.5 = 进出口总值 level 70050000000 CNY 2025-09 unit-printed=亿元",
    );
    check(
        "326家",
        &["世界500强企业"],
        &["2024年末"],
        CAPTION,
        "326家 = 世界500强企业 level 326 count as-of:2024-12-31",
    );
    check(
        "12.5万标箱",
        &["重庆经西部陆海新通道"],
        &["箱量"],
        ("", ""),
        "12.5万标箱 = 箱量 level 125000 TEU - @重庆西部陆海新通道",
    );
}

#[test]
fn a_label_can_be_a_unit_or_a_comparison() {
    check(
        "23140",
        &["2024年"],
        &["港口货物吞吐量", "万吨"],
        ("", ""),
        "23140 = 港口货物吞吐量 level 231400000 t 2024 unit-printed=万吨",
    );
    check(
        "-2.2",
        &["进口总额"],
        &["2024年", "比上年±%"],
        ("", ""),
        "-2.2 = 进口总额 growth -2.2 percent 2024 unit-printed=%",
    );
    check(
        "5.7",
        &["进出口总额"],
        &["5月止累计", "比上年同期（%）"],
        ("2024年", ""),
        "5.7 = 进出口总额 growth 5.7 percent 2024-01..2024-05 unit-printed=%",
    );
    check(
        "2.124",
        &["Inbound and outbound travellers (million)"],
        &["2024"],
        ("", ""),
        "2.124 = Inbound and outbound travellers level 2124000 persons 2024 unit-printed=million",
    );
    check(
        "473",
        &["End of September 2023", "ports reached"],
        &["Value"],
        ("", "ports"),
        "473 = ports reached level 473 count as-of:2023-09-30 unit-printed=ports",
    );
}

#[test]
fn a_currency_that_the_unit_is_not_of_is_refused() {
    let reason = "under a currency that its unit is not of";
    check("1005.2", &["进出口"], &["美元"], CAPTION, reason);
    check("1005.2", &["进出口"], &["人民币值"], ("2024年", "亿美元"), reason);
    check(
        "1005.2",
        &["进出口"],
        &["美元"],
        ("2024年", "亿美元"),
        "1005.2 = 进出口 level 100520000000 USD 2024 unit-printed=亿美元",
    );
}

#[test]
fn the_place_of_a_caption_governs_where_no_label_names_one() {
    check(
        "1102.8",
        &["进出口总值"],
        &["金额"],
        ("2025年上半年两江新区进出口", "亿元"),
        "1102.8 = 进出口总值 level 110280000000 CNY 2025-H1 @两江新区 unit-printed=亿元",
    );
    check(
        "7154.2",
        &["进出口"],
        &["总值"],
        ("2024年重庆外贸在全国的位置", "亿元"),
        "7154.2 = 进出口 level 715420000000 CNY 2024 @重庆 unit-printed=亿元",
    );
}

#[test]
fn a_column_of_units_numbers_or_notes_holds_no_figures() {
    check(
        "100 million yuan",
        &["Exports"],
        &["unit"],
        CAPTION,
        "in a column that holds no figures",
    );
    check(
        "12",
        &["出口"],
        &["序号"],
        CAPTION,
        "in a column that holds no figures",
    );
}

#[test]
fn what_labels_leave_open_stays_unread() {
    check(
        "12.5%",
        &["进出口总值"],
        &["2025年1—9月"],
        CAPTION,
        "a percentage of something unsaid",
    );
    check(
        "5952.1 3.2",
        &["进出口总值"],
        &["绝对量"],
        CAPTION,
        "a cell of more than one figure",
    );
    check(
        "103",
        &["进出口总值"],
        &["完成年度目标"],
        CAPTION,
        "under a label of more than one meaning",
    );
    check("—", &["进出口总值"], &["绝对量"], CAPTION, "");
    check("", &["进出口总值"], &["绝对量"], CAPTION, "");
}

#[test]
fn english_labels_are_read_by_the_word() {
    check(
        "390",
        &["Government and commercial cooperation projects"],
        &["Amount (million USD)"],
        ("January to September 2023", ""),
        "390 = Government and commercial cooperation projects level 390000000 USD 2023-01..2023-09 unit-printed=million USD",
    );
    check(
        "4386.1",
        &["Imports and exports of goods, Chongqing", "2025 Jan-Jul"],
        &["value"],
        ("", "100 million yuan"),
        "4386.1 = Imports and exports of goods level 438610000000 CNY 2025-01..2025-07 @Chongqing unit-printed=100 million yuan",
    );
    check(
        "6.8",
        &["Imports and exports of goods, China", "2025 Jan-Jul"],
        &["yoy"],
        ("", "100 million yuan"),
        "6.8 = Imports and exports of goods growth 6.8 percent 2025-01..2025-07 @China unit-printed=%",
    );
    check(
        "nearly 14,000",
        &["China-Europe freight trains (Chengdu and Chongqing) operated"],
        &["Value"],
        ("", ""),
        "nearly 14,000 = China-Europe freight trains (Chengdu and Chongqing) operated level nearly 14000 - -",
    );
}

#[test]
fn targets_of_tables_are_targets() {
    check(
        "335",
        &["世界500强企业（家）"],
        &["2027年目标"],
        ("", ""),
        "335 = 世界500强企业 target 335 count 2027 unit-printed=家",
    );
}
