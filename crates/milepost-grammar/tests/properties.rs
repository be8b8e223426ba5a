//! Nothing panics on any text, every range holds, and no text takes more time than its length.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "tests say what they expect directly"
)]

use std::time::{Duration, Instant};

use milepost_grammar::{
    Context, InheritedPeriod, Reading, caption_unit, fold, heading_period, period, periods, quantity, read,
    read_table_cell, scope_class,
};
use milepost_model::{NaiveDate, Period};
use proptest::prelude::*;

fn context() -> Context {
    Context {
        published: NaiveDate::from_ymd_opt(2025, 10, 24),
        period: Some(InheritedPeriod {
            period: Period::year(2024).unwrap(),
            quote: "2024年".to_owned(),
        }),
        unit: None,
        headings: vec!["一、总体情况".to_owned()],
        ..Context::default()
    }
}

fn holds_together(text: &str, reading: &Reading) {
    for statement in &reading.statements {
        let printed = text.get(statement.printed.clone()).unwrap();
        let quote = text.get(statement.quote.clone()).unwrap();
        assert!(
            !printed.is_empty() && quote.contains(printed),
            "{printed:?} in {quote:?}"
        );
        assert!(statement.of.is_none_or(|of| of < reading.statements.len()));
    }
    for unread in &reading.unread {
        assert!(text.get(unread.printed.clone()).is_some());
    }
}

fn read_all(text: &str) {
    holds_together(text, &read(text, &context()));
    holds_together(
        text,
        &read_table_cell(text, &[text], &["增速（%）", text], &context()),
    );
    holds_together("12.5", &read_table_cell("12.5", &[text], &[text], &context()));
    let _ = caption_unit(text);
    let _ = fold(text);
    let _ = heading_period(text, context().published);
    let _ = periods(text, None);
    let _ = period(text, "zh", None);
    let _ = period(text, "en", context().published);
    let _ = quantity(text, Some("亿元"));
    let _ = quantity("1", Some(text));
    let _ = scope_class(text, &["重庆".to_owned()]);
}

const PIECES: &[&str] = &[
    "2025年",
    "1-9月",
    "前三季度",
    "截至",
    "到2027年",
    "比上年",
    "上年同期",
    "当月",
    "全市",
    "全国",
    "重庆",
    "西部陆海新通道",
    "进出口",
    "出口",
    "民营企业",
    "总额",
    "港口",
    "其中",
    "分别",
    "累计",
    "新增",
    "增长",
    "下降",
    "收窄",
    "占",
    "达到",
    "首次突破",
    "力争",
    "居",
    "第2位",
    "12.5",
    "1,234.5",
    "三",
    "百分之五",
    "亿",
    "万",
    "元",
    "美元",
    "%",
    "个百分点",
    "倍",
    "个",
    "家",
    "标箱",
    "，",
    "、",
    "。",
    "；",
    "：",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "和",
    "的",
    "为",
    "由",
    "以上",
    "多",
    "-",
    "～",
    " ",
    "\n",
    "[4]",
    "In 2025, ",
    "exports ",
    "rose ",
    "to ",
    "by ",
    "5 percent ",
    "billion yuan ",
    "$",
    "of ",
    "and ",
    "with ",
    "seven ",
    "ports ",
    "respectively",
    "since ",
    "than ",
    "(",
    ")",
    ". ",
    ", ",
    "TEUs ",
    "Chongqing ",
    "January to September 2023 ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        read_all(&text);
    }

    #[test]
    fn any_characters_are_read(chars in proptest::collection::vec(any::<char>(), 0..120)) {
        read_all(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn any_order_of_the_words_of_bulletins_is_read(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.into_iter().filter_map(|piece| PIECES.get(piece)).copied().collect();
        read_all(&text);
    }

    #[test]
    fn a_printed_amount_reads_back(whole in 0_u64..10_000_000, fraction in 0_u32..100) {
        let printed = format!("{whole}.{fraction:02}亿元");
        let text = format!("2024年，全市进出口总额{printed}。");
        let reading = read(&text, &context());
        let value = quantity(&printed, None).unwrap().value;
        prop_assert_eq!(reading.statements.len(), 1);
        prop_assert_eq!(reading.statements.first().unwrap().value, value);
    }
}

/// Four times as much of one piece repeated takes about four times as long.
#[test]
fn no_repetition_takes_more_than_linear_time() {
    let repeated = [
        "1",
        "一",
        "1、",
        "1亿、",
        "（",
        "（1",
        "《",
        "增长",
        "增长1%",
        "由1",
        "由1个",
        "出口1亿元，",
        "出口1亿元，增长",
        "1-",
        "2025年",
        "截至",
        "比",
        "其中",
        "分别1、2，",
        "的",
        "全市",
        " ",
        "1 ",
        "1\n",
        "①",
        "[1]",
        "，",
        "：",
        "a",
        "a ",
        "rose ",
        "rose 1 percent to ",
        "from 1 to ",
        "of which ",
        "1 and ",
        "(1 ",
        "over ",
        "the same ",
        "January ",
        "U.S. ",
        "$1 ",
        "exports and ",
        "Chongqing ",
        "since 2015 ",
        "企业1家出口",
        "A1",
        "民营企业出口、进口分别为1、2，",
    ];
    for piece in repeated {
        let [short, long] = [8 << 10, 32 << 10].map(|bytes| fastest(&piece.repeat(bytes / piece.len())));
        // Sixteen times would be quadratic. What is over in a moment is not measured well enough to tell.
        let is_linear = long < short * 11 || long < Duration::from_millis(300);
        assert!(is_linear, "{piece:?}: {short:?}, four times as much {long:?}");
    }
}

fn fastest(text: &str) -> Duration {
    let once = |_| {
        let start = Instant::now();
        read_all_long(text);
        start.elapsed()
    };
    (0..3).map(once).min().unwrap_or_default()
}

fn read_all_long(text: &str) {
    holds_together_long(text, &read(text, &context()));
    let _ = periods(text, context().published);
    let _ = caption_unit(text);
}

fn holds_together_long(text: &str, reading: &Reading) {
    for statement in &reading.statements {
        assert!(text.get(statement.printed.clone()).is_some() && text.get(statement.quote.clone()).is_some());
    }
}
