//! What is made of web pages: body, title, dates, tables, selection.
#![allow(
    clippy::string_slice,
    clippy::as_conversions,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests say what they expect directly"
)]

use milepost_document::{Document, Input, Limits, Media, parse};
use milepost_model::{Language, NaiveDate};

const TRS: &str = r#"<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>2024年前三季度全市外贸运行情况_重庆市商务委员会</title>
<meta name="PUBDATE" content="2024-10-24 09:hh:12"><meta name="ArticleTitle" content="2024年前三季度全市外贸运行情况">
<style>.a{width:12345px}</style><script>var rows = 98765; document.write("<p>66666</p>");</script></head>
<body><div class="topNav"><ul><li><a href="/">首页</a></li><li>访问 31415926 次</li></ul></div>
<div class="crumbs">您现在的位置：首页 > 统计数据</div>
<div class="article"><h1>2024年前三季度全市外贸运行情况</h1>
<div class="info">发布时间：2024-10-24 09:30 来源：市商务委 浏览次数：4321 【字体：<a>大</a> <a>中</a>】</div>
<div class="trs_editor_view TRS_UEDITOR"><style>p{margin:0}</style>
<p>　　一、总体情况</p>
<p>　　前三季度，全市货物进出口总额<b>5,385.9</b>亿元，增长1.2%。其中，出口3554.8亿元，<br>增长2.1%。</p>
<p>　　二、主要特点</p>
<p>　　（一）民营企业：<br>　　1.进出口2500.6亿元；<br>　　2.占比46.4%。</p>
<p style="display: none">隐藏 77777 亿元</p>
<!-- 注释 88888 -->
<p align="center">2024年1—9月主要指标</p><p align="right">单位：亿元</p>
<table border=1><tr><td rowspan=2>指标<td colspan="2">1—9月</tr><tr><td>绝对量<td>增速（%）</tr>
<tr><td>进出口总额<td>5385.9<td>1.2<tr><td>　其中：出口<td>3554.8<td>2.1</table>
<p>相关附件：1.数据表</p><p>尾部 55555 亿元</p>
</div>
<div class="relatedNews"><ul><li><a href="../t1.html">2023年进出口8156.7亿元</a></li></ul></div></div>
<div class="footer">版权所有 电话 023-62662500</div></body></html>"#;

fn page(html: &str) -> Document {
    at("https://sww.cq.gov.cn/zwgk_247/202410/t20241024_1.html", html)
}

fn at(url: &str, html: &str) -> Document {
    parse(&Input::new(html.as_bytes(), url), &Limits::default()).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_page_of_a_content_system_is_understood() {
    let document = page(TRS);
    assert_eq!(document.media(), Media::Html);
    assert_eq!(document.title(), "2024年前三季度全市外贸运行情况");
    assert_eq!(document.language(), Some(Language::Zh));
    assert_eq!(document.charset(), "UTF-8");
    assert_eq!(document.published(), Some(day(2024, 10, 24)));
    assert!(!document.dates_disagree());
    let sources: Vec<&str> = document.date_votes().iter().map(|vote| vote.source).collect();
    assert_eq!(sources, ["meta", "url", "line"]);
}

#[test]
fn what_a_reader_does_not_see_is_no_text() {
    let document = page(TRS);
    for hidden in ["12345", "98765", "66666", "77777", "88888"] {
        assert!(!document.text().contains(hidden), "{hidden}");
    }
}

#[test]
fn numbers_outside_the_body_never_count() {
    let document = page(TRS);
    let printed: Vec<&str> = document.statements().iter().map(|s| s.printed.as_str()).collect();
    for outside in ["31415926", "4321", "8156.7", "62662500", "55555"] {
        assert!(document.text().contains(outside), "{outside} is on the page");
        assert!(
            !printed.iter().any(|printed| printed.contains(outside)),
            "{outside}"
        );
        for node in document.find(outside) {
            assert!(!document.is_body(node), "{outside} stands in the body");
        }
    }
    for inside in ["5,385.9", "3554.8", "2500.6", "46.4"] {
        assert!(
            document.find(inside).iter().any(|node| document.is_body(*node)),
            "{inside}"
        );
    }
}

#[test]
fn a_table_is_a_full_grid_under_its_caption() {
    let document = page(TRS);
    let [table] = document.tables() else {
        panic!("{:?}", document.tables())
    };
    assert_eq!(
        (table.rows, table.cols, table.header_rows, table.header_cols),
        (4, 3, 2, 1)
    );
    assert_eq!(table.caption, "2024年1—9月主要指标\n单位：亿元");
    assert_eq!(table.text(0, 2), Some("1—9月"));
    assert_eq!(table.text(1, 0), Some("指标"));
    assert_eq!(table.node_at(0, 0), table.node_at(1, 0));
    assert_eq!(table.text(3, 0), Some("其中：出口"));
    assert_eq!(table.unit.as_deref(), Some("亿元"));
    assert_eq!(
        document.table_like(&["主要指标", "增速"]).map(|t| t.node),
        Some(table.node)
    );
    assert!(document.table_like(&["主要指标", "重量"]).is_none());
}

#[test]
fn every_quote_stands_in_its_node() {
    let document = page(TRS);
    assert!(document.statements().len() >= 8);
    for located in document.statements() {
        assert!(
            document.text_of(located.node).contains(&located.quote),
            "{located:?}"
        );
        assert!(located.quote.contains(&located.printed));
        assert!(document.is_body(located.node));
        for (node, quote) in located
            .label_evidence
            .iter()
            .chain(&located.period_evidence)
            .chain(&located.unit_evidence)
        {
            assert!(
                document.text_of(*node).contains(quote.as_str()),
                "{quote} in {node}"
            );
        }
    }
}

#[test]
fn selectors_work_on_the_tree() {
    let document = page(TRS);
    let texts = |css: &str| -> Vec<String> {
        document
            .select(css)
            .unwrap()
            .iter()
            .map(|node| document.text_of(*node).to_owned())
            .collect()
    };
    assert_eq!(texts("h1"), ["2024年前三季度全市外贸运行情况"]);
    assert_eq!(texts("div.article > h1"), texts("h1"));
    assert_eq!(
        texts(".trs_editor_view table tr:nth-child(3) td:last-child"),
        ["1.2"]
    );
    assert_eq!(texts("meta[name=PUBDATE i]").len(), 1);
    assert_eq!(texts("p:first-of-type:not(.x)")[0], "一、总体情况");
    let table = document.tables()[0].node;
    assert_eq!(document.select_in(table, "td").unwrap().len(), 11 - 1);
    assert!(document.select("p:has(b)").is_err());
    assert!(document.select("p[").is_err());
    assert!(document.select(&"(".repeat(5_000)).is_err());
    assert!(document.select_in(u32::MAX, "p").is_err());
}

#[test]
fn find_returns_the_smallest_nodes() {
    let document = page(TRS);
    let nodes = document.find("5,385.9");
    assert_eq!(nodes.len(), 1);
    assert_eq!(document.element_name(nodes[0]), Some("b"));
    let nodes = document.find("总额 5385.9 1.2");
    assert_eq!(document.element_name(nodes[0]), Some("tr"));
    assert!(document.find("没有的话").is_empty());
}

#[test]
fn links_hide_in_many_places() {
    let document = at(
        "https://tjj.cq.gov.cn/a/b/t20250101_1.html",
        r#"<p><a href="./P020250313414054067991.pdf">附件</a><iframe src="/viewer.html?file=/x/data.xlsx"></iframe>
        <a href="javascript:void(0)" onclick="window.open('../c.zip')">打包</a><embed src="d.pdf"><a href="mailto:a@b.cn">信</a><a href="">空</a></p>"#,
    );
    let hrefs: Vec<String> = document.links().into_iter().map(|link| link.href).collect();
    assert_eq!(
        hrefs,
        [
            "https://tjj.cq.gov.cn/a/b/P020250313414054067991.pdf",
            "https://tjj.cq.gov.cn/viewer.html?file=/x/data.xlsx",
            "https://tjj.cq.gov.cn/x/data.xlsx",
            "https://tjj.cq.gov.cn/a/c.zip",
            "https://tjj.cq.gov.cn/a/b/d.pdf",
        ]
    );
}

#[test]
fn a_template_date_loses_the_vote() {
    let html = r#"<head><meta name="pubdate" content="2019-11-05 10:00"><title>2025年前三季度重庆经济运行情况</title></head>
        <body><h1>2025年前三季度重庆经济运行情况</h1><p>日期：2025-10-24</p><div id="zoom"><p>前三季度，全市地区生产总值增长5.3%。</p></div></body>"#;
    let document = at("https://tjj.cq.gov.cn/c100/content.html", html);
    assert_eq!(document.published(), Some(day(2025, 10, 24)));
    assert!(document.dates_disagree());
    assert!(
        document
            .warnings()
            .iter()
            .any(|warning| warning.contains("2019-11-05"))
    );
    assert!(document.date_votes().iter().any(|vote| vote.source == "meta"));
}

#[test]
fn a_given_date_stands_above_the_pages_own() {
    let html = "<meta name=PubDate content=2024-10-24><p>前三季度进出口5385.9亿元。</p>";
    let mut input = Input::new(html.as_bytes(), "x.html");
    input.published = Some(day(2024, 10, 20));
    let document = parse(&input, &Limits::default()).unwrap();
    assert_eq!(document.published(), Some(day(2024, 10, 20)));
    assert!(document.dates_disagree());
}

#[test]
fn a_date_after_the_fetch_does_not_count() {
    let html = "<meta name=PubDate content=2034-10-24><div id=zoom><p>全市进出口保持增长态势，结构持续优化。</p><p>重庆市商务委员会</p><p>2024年10月24日</p></div>";
    let mut input = Input::new(html.as_bytes(), "x.html");
    input.fetched_at = "2024-11-01T00:00:00Z".parse().ok();
    let document = parse(&input, &Limits::default()).unwrap();
    assert_eq!(document.published(), Some(day(2024, 10, 24)));
    assert_eq!(
        document.date_votes()[0].outlier,
        Some("after the day it was fetched")
    );
}

#[test]
fn broken_markup_is_read_as_browsers_do() {
    let document = at(
        "x.html",
        "<div id=zoom><p>全市进出口<b>100亿元<p>出口<i>60亿元</b>，进口40亿元</div></p></span><td>",
    );
    assert_eq!(document.text(), "全市进出口100亿元\n出口60亿元，进口40亿元");
}

#[test]
fn pages_without_a_known_container_find_their_text() {
    let html = r#"<html><body><div id="header"><div class="nav"><a href=1>统计</a><a href=2>数据</a><a href=3>3333</a></div></div>
      <div class="wrap"><div class="l"><p>2024年，全市实现进出口总值7154.2亿元，同比增长0.4%，规模创历史次高。</p>
      <p>其中，出口4854.9亿元，增长1.6%；进口2299.3亿元，下降2.1%，民营企业活力增强。</p></div>
      <div class="r"><ul><li><a href=4>去年进出口7137亿元</a></li><li><a href=5>二</a></li><li><a href=6>三</a></li></ul></div></div>
      <div class="foot">备案 50010302003</div></body></html>"#;
    let document = at("x.html", html);
    let printed: Vec<&str> = document.statements().iter().map(|s| s.printed.as_str()).collect();
    assert!(printed.iter().any(|p| p.contains("7154.2")), "{printed:?}");
    assert!(printed.iter().any(|p| p.contains("2299.3")), "{printed:?}");
    for outside in ["3333", "7137", "50010302003"] {
        assert!(!printed.iter().any(|p| p.contains(outside)), "{outside}");
    }
}

#[test]
fn nothing_visible_is_empty() {
    for html in [
        "<html><body></body></html>",
        "<script>var a = 1;</script>",
        "<p hidden>7154.2亿元</p>",
    ] {
        let error = parse(&Input::new(html.as_bytes(), "x.html"), &Limits::default()).unwrap_err();
        assert_eq!(error.reason(), "empty", "{html}");
    }
}

#[test]
fn hostile_nesting_is_refused_by_name() {
    for (html, reason) in [
        ("<div>".repeat(200_000), "too-deep"),
        ("<b>".repeat(200_000), "too-deep"),
        ("<p>1</p>".repeat(600_000), "too-many"),
        (format!("<p {}>", "a b c ".repeat(200_000)), "too-many"),
        ("<table><tr><td>".repeat(100_000), "too-deep"),
        ("<svg>".repeat(100_000), "too-deep"),
    ] {
        let error = parse(&Input::new(html.as_bytes(), "x.html"), &Limits::default()).unwrap_err();
        assert_eq!(error.reason(), reason, "{}", &html[..20]);
    }
}

#[test]
fn cells_that_may_mean_something_else_are_not_read() {
    let document = page(
        "<div id=zoom><p>单位：亿元</p><table><tr><td>指标<td>绝对量<td>增速</tr><tr><td>出口<td>3554.8<td>0.021</tr>\
         <tr><td>进口<td>1831.1 628.1<td>-0.005</tr><tr><td>合计<td colspan=2>5385.9</tr></table></div>",
    );
    let printed: Vec<&str> = document.statements().iter().map(|s| s.printed.as_str()).collect();
    assert_eq!(printed, ["3554.8"]);
    let reasons: Vec<&str> = document.unread().iter().map(|unread| unread.reason).collect();
    assert_eq!(
        reasons,
        [
            "may be a fraction that stands for a percentage",
            "several figures in one cell",
            "may be a fraction that stands for a percentage",
            "one figure over several rows or columns",
        ]
    );
}

#[test]
fn labels_of_cells_are_their_rows_and_columns() {
    let document = page(TRS);
    let cell = document
        .statements()
        .iter()
        .find(|s| s.table.is_some() && s.printed.contains("2.1"))
        .unwrap();
    assert_eq!(cell.table, Some((0, 3, 2)));
    for label in ["其中：出口", "1—9月", "增速（%）"] {
        assert!(
            cell.label_evidence
                .iter()
                .any(|(_, quote)| label.contains(quote.as_str())),
            "{label}: {cell:?}"
        );
    }
}

#[test]
fn headings_and_lead_ins_are_labels_of_what_stands_under_them() {
    let document = page(TRS);
    let item = document
        .statements()
        .iter()
        .find(|s| s.printed.contains("46.4"))
        .unwrap();
    assert_eq!(item.text.as_ref(), "2.占比46.4%。");
    let outer = document
        .statements()
        .iter()
        .find(|s| s.text.contains("5,385.9"))
        .unwrap();
    assert!(
        outer
            .statement
            .labels
            .iter()
            .any(|label| label.contains("总体情况")),
        "{outer:?}"
    );
    assert!(
        item.statement
            .labels
            .iter()
            .any(|label| label.contains("主要特点")),
        "{item:?}"
    );
    assert!(
        !item
            .statement
            .labels
            .iter()
            .any(|label| label.contains("总体情况")),
        "{item:?}"
    );
}

#[test]
fn a_body_may_be_in_any_chinese_charset() {
    for (encoding, label) in [
        (encoding_rs::GBK, "gb2312"),
        (encoding_rs::GB18030, "gb18030"),
        (encoding_rs::BIG5, "big5"),
    ] {
        let html = format!("<meta charset={label}><div id=zoom><p>全市出口3554.8元，增長2.1%。</p></div>");
        let bytes = encoding.encode(&html).0;
        let document = parse(&Input::new(&bytes, "x.html"), &Limits::default()).unwrap();
        assert!(document.text().contains("全市出口3554.8元"), "{label}");
    }
}
