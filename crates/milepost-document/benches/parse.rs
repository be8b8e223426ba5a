//! How fast documents are read: a 200 KB page with all its statements, a 60-page PDF of 2 MB, and a hostile page.
#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    clippy::format_push_string,
    missing_docs,
    reason = "a benchmark may stop where its own input fails"
)]

use divan::{Bencher, counter::BytesCount};
use milepost_document::{Input, Limits, WorkerCommand, parse, parse_isolated};

fn main() {
    divan::main();
}

/// A bulletin of about 200 KB, half of it markup, with the furniture of a content system.
fn page() -> String {
    let mut page = String::from(
        "<html><head><meta charset=utf-8><title>2024年前三季度重庆外贸运行情况_重庆市商务委员会</title><meta name=PubDate content='2024-10-24'></head>\
         <body><div class=nav><ul><li><a href=/>首页</a></ul></div><h1>2024年前三季度重庆外贸运行情况</h1><div class=TRS_Editor>",
    );
    let paragraph = "<p style=\"text-indent: 2em; line-height: 1.75; font-family: 仿宋\"><span style=\"font-size: 16pt\">前三季度，全市货物进出口总额5385.9亿元，同比增长1.2%。\
        其中，出口3554.8亿元，增长2.1%；进口1831.1亿元，下降0.5%。民营企业保持第一大外贸主体地位，市场多元化取得积极成效，结构持续优化。</span></p>\n";
    let row = |number: usize| {
        format!(
            "<tr><td style=\"width: 120px\">商品{number}进出口额</td><td>5385.9</td><td>1.2</td><td>628.1</td></tr>\n"
        )
    };
    while page.len() < 190_000 {
        for _ in 0..20 {
            page.push_str(paragraph);
        }
        page.push_str(
            "<p>单位：亿元</p><table><tr><td>指标</td><td>1—9月</td><td>增速（%）</td><td>9月</td></tr>",
        );
        for number in 0..20 {
            page.push_str(&row(number));
        }
        page.push_str("</table>");
    }
    page.push_str("</div><div class=footer>版权所有</div></body></html>");
    page
}

#[divan::bench]
fn html_of_200_kb(bencher: Bencher<'_, '_>) {
    let page = page();
    bencher.counter(BytesCount::of_str(&page)).bench(|| {
        parse(
            &Input::new(page.as_bytes(), "https://a.gov.cn/t20241024_1.html"),
            &Limits::default(),
        )
        .unwrap()
    });
}

/// A PDF of 60 pages and about 2 MB: plain text pages, more text than any bulletin's.
fn pdf() -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |pdf: &mut Vec<u8>, body: String| {
        offsets.push(pdf.len());
        let number = offsets.len();
        pdf.extend(format!("{number} 0 obj\n{body}\nendobj\n").into_bytes());
    };
    let kids: String = (0..60).map(|page| format!("{} 0 R ", 4 + 2 * page)).collect();
    object(&mut pdf, "<< /Type /Catalog /Pages 2 0 R >>".to_owned());
    object(&mut pdf, format!("<< /Type /Pages /Kids [{kids}] /Count 60 >>"));
    object(
        &mut pdf,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    );
    for page in 0..60 {
        let mut content = String::from("BT /F1 4 Tf 4.2 TL 40 800 Td\n");
        for line in 0..180 {
            content.push_str(&format!(
                "(In {page} districts the total value of imports and exports reached {line}7.{page} billion yuan, up {line}.4 percent year on year, while exports of automobiles and of electronics grew at {page}.2 percent.) Tj T*\n"
            ));
        }
        content.push_str("ET");
        object(
            &mut pdf,
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
                5 + 2 * page
            ),
        );
        object(
            &mut pdf,
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        );
    }
    let start = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).into_bytes());
    for offset in &offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    pdf.extend(
        format!(
            "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            offsets.len() + 1
        )
        .into_bytes(),
    );
    pdf
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn pdf_of_2_mb_in_a_worker(bencher: Bencher<'_, '_>) {
    let pdf = pdf();
    let worker = WorkerCommand {
        program: env!("CARGO_BIN_EXE_milepost-parse-worker").into(),
        args: Vec::new(),
        pdftotext: None,
    };
    bencher.counter(BytesCount::of_slice(&pdf)).bench(|| {
        parse_isolated(
            &Input::new(&pdf, "https://a.gov.cn/a.pdf"),
            &Limits::default(),
            &worker,
        )
        .unwrap()
    });
}

const HOSTILE_BYTES: usize = 20 << 20;

#[divan::bench(args = ["<div>", "<p>1</p>", "<b id=x>", "<p a b c d e f g h i j>", "<table><tr><td>", "7154.2亿元，", "<!", "&", "<a x=1><p>2</a>", "<tr>"], sample_count = 3, sample_size = 1)]
fn hostile_html_of_20_mib(piece: &str) -> Option<&'static str> {
    let page = piece.repeat(HOSTILE_BYTES / piece.len());
    let read = parse(
        &Input::new(page.as_bytes(), "https://a.gov.cn/a.html"),
        &Limits::default(),
    );
    read.err().map(|error| error.reason())
}
