//! No input makes the readers panic, and what they say holds together.
#![allow(
    clippy::as_conversions,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests say what they expect directly"
)]

use milepost_document::{Document, Input, Limits, parse};
use proptest::prelude::*;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(name),
    )
    .unwrap()
}

fn holds_together(document: &Document) {
    let count = document.node_count();
    for node in 0..count {
        if let Some(parent) = document.parent(node) {
            assert!(parent < node);
            assert!(document.text_of(parent).contains(document.text_of(node)));
        }
        assert!(
            document
                .children(node)
                .iter()
                .all(|child| document.parent(*child) == Some(node))
        );
    }
    for table in document.tables() {
        let slots = table.rows as usize * table.cols as usize;
        assert_eq!((table.texts.len(), table.nodes.len()), (slots, slots));
        assert!(table.header_rows < table.rows && table.header_cols < table.cols);
    }
    for located in document.statements() {
        assert!(document.is_body(located.node));
        assert!(document.text_of(located.node).contains(&located.quote));
        for (node, quote) in located
            .period_evidence
            .iter()
            .chain(&located.unit_evidence)
            .chain(&located.label_evidence)
        {
            assert!(document.text_of(*node).contains(quote.as_str()));
        }
        if let Some(of) = located.statement.of {
            assert!(of < document.statements().len());
        }
    }
}

fn read(bytes: &[u8], url: &str) {
    if let Ok(document) = parse(&Input::new(bytes, url), &Limits::default()) {
        holds_together(&document);
    }
}

const PIECES: &[&str] = &[
    "<div class=trs_editor>",
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td colspan=3>",
    "<td rowspan=2>",
    "<th>",
    "</table>",
    "</div>",
    "<br>",
    "2024年前三季度，",
    "进出口总额7154.2亿元",
    "，增长1.2%。",
    "单位：亿元",
    "7154.2",
    "-2.1",
    "相关附件",
    "发布时间：2024-10-24",
    "<b>",
    "</b>",
    "<span style='display:none'>",
    "</span>",
    "<h2>",
    "一、",
    "出口：",
    "<ul><li>",
    "<a href=x>",
    "</a>",
    "<pre>",
    "\n",
    "\u{3000}",
    "&nbsp;",
    "<!--",
    "-->",
    "<select><option>",
    "<svg><p>",
    "<template>",
    "</template>",
    "<frameset>",
    "<math><mi>",
    "<title>",
    "&#0;",
    "\u{fffd}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), kind in 0_usize..6) {
        let magic: &[u8] = [b"".as_slice(), b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"a,b\n"][kind];
        read(&[magic, &bytes].concat(), ["a", "a.pdf", "a.xlsx", "a.xls", "a.html", "a.csv"][kind]);
    }

    #[test]
    fn random_markup_holds_together(pieces in proptest::collection::vec(0..PIECES.len(), 0..80)) {
        let page: String = pieces.into_iter().map(|at| PIECES[at]).collect();
        read(page.as_bytes(), "a.html");
    }

    #[test]
    fn random_text_holds_together(text in "\\PC{0,300}") {
        read(text.as_bytes(), "a.txt");
        read(format!("<div id=zoom>{text}</div>").as_bytes(), "a.html");
        read(text.as_bytes(), "a.csv");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_read_or_refused(
        name in prop::sample::select(vec!["stsong-unigb.pdf", "stsong-gbk-euc.pdf", "english.pdf", "trade.xlsx", "trade.xls", "trade.docx"]),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30),
    ) {
        let mut bytes = fixture(name);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        read(&bytes, name);
    }
}
