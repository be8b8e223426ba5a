//! What is made of PDF, workbooks, DOCX, CSV, text and archives, in this process and in a worker.
#![allow(
    clippy::as_conversions,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests say what they expect directly"
)]

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use milepost_document::{
    Document, DocumentError, Input, Limits, Media, WorkerCommand, parse, parse_isolated, unpack,
};

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    std::fs::read(path).unwrap()
}

fn worker() -> WorkerCommand {
    WorkerCommand {
        program: env!("CARGO_BIN_EXE_milepost-parse-worker").into(),
        args: Vec::new(),
        pdftotext: None,
    }
}

/// Reads a fixture in this process and in a worker, and expects the same of both.
#[track_caller]
fn read(name: &str) -> Document {
    let bytes = fixture(name);
    let input = Input::new(&bytes, name);
    let here = parse(&input, &Limits::default()).unwrap();
    let there = parse_isolated(&input, &Limits::default(), &worker()).unwrap();
    assert_eq!(here.text(), there.text());
    assert_eq!(here.tables(), there.tables());
    assert_eq!(here.statements(), there.statements());
    assert_eq!(here.warnings(), there.warnings());
    there
}

#[track_caller]
fn refused(bytes: &[u8], name: &str, reason: &str) -> DocumentError {
    let input = Input::new(bytes, name);
    let error = parse(&input, &Limits::default()).unwrap_err();
    assert_eq!(error.reason(), reason, "{error}");
    let isolated = parse_isolated(&input, &Limits::default(), &worker()).unwrap_err();
    assert_eq!(isolated, error);
    assert!(!error.hint().is_empty());
    error
}

#[test]
fn chinese_pdfs_are_read_under_both_encodings() {
    for name in ["stsong-unigb.pdf", "stsong-gbk-euc.pdf"] {
        let document = read(name);
        assert_eq!(document.media(), Media::Pdf);
        assert_eq!(document.title(), "2024年重庆市外贸进出口情况");
        // Wrapped lines are one block, and the number at the start of a line is whole.
        let nodes = document.find("全年实现进出口总值7154.2亿元人民币");
        assert_eq!(document.element_name(nodes[0]), Some("block"));
        assert!(document.text().contains("进口2299.3亿元，下降2.1%"));
        let [table] = document.tables() else {
            panic!("one table in {name}")
        };
        assert_eq!(
            (table.rows, table.cols, table.header_rows, table.header_cols),
            (4, 3, 1, 1)
        );
        assert_eq!(table.text(2, 1), Some("4854.9"));
        assert_eq!(document.select("page > block > line").unwrap().len(), 16);
        for node in document
            .find("重庆市外贸运行情况2024")
            .into_iter()
            .chain(document.find("— 2 —"))
        {
            assert!(!document.is_body(node), "furniture of {name}");
        }
    }
}

#[test]
fn an_english_pdf_keeps_its_words_apart() {
    let document = read("english.pdf");
    assert!(
        document
            .text()
            .contains("reached 715.42 billion yuan, up 0.4 percent"),
        "{}",
        document.text()
    );
}

#[test]
fn pdfs_without_readable_text_are_refused_by_name() {
    refused(&fixture("image-only.pdf"), "a.pdf", "image-only");
    refused(&fixture("encrypted.pdf"), "a.pdf", "encrypted");
}

#[test]
fn a_workbook_shows_what_its_reader_sees() {
    let document = read("trade.xlsx");
    assert_eq!(document.media(), Media::Xlsx);
    assert_eq!(document.warnings(), ["hidden sheet left out: 草稿"]);
    assert!(!document.text().contains("9999.9"));
    let [table] = document.tables() else {
        panic!("one table")
    };
    assert_eq!((table.header_rows, table.header_cols), (4, 1));
    assert_eq!(table.unit.as_deref(), Some("亿元"));
    assert_eq!(table.caption, "2024年1—9月全市进出口主要指标\n单位：亿元");
    // Merged heads are spread, percentages shown, and the noise of binary fractions is gone.
    assert_eq!(table.text(2, 2), Some("1—9月"));
    assert_eq!(table.text(4, 2), Some("1.2%"));
    assert_eq!(table.text(5, 1), Some("3554.8"));
    assert_eq!(document.select("sheet[name=外贸] table tr").unwrap().len(), 6);
}

#[test]
fn an_old_workbook_is_read_with_a_warning() {
    let document = read("trade.xls");
    assert!(document.warnings().iter().any(|warning| warning.contains("底稿")));
    assert!(
        document
            .warnings()
            .iter()
            .any(|warning| warning.contains("number formats"))
    );
    assert_eq!(document.tables()[0].text(3, 1), Some("3554.8"));
}

#[test]
fn a_docx_is_paragraphs_headings_and_tables() {
    let document = read("trade.docx");
    assert_eq!(document.media(), Media::Docx);
    assert_eq!(document.title(), "2024年前三季度重庆外贸运行情况");
    assert!(!document.text().contains("77777") && !document.text().contains("88888"));
    assert_eq!(document.select("h2").unwrap().len(), 1);
    let [table] = document.tables() else {
        panic!("one table")
    };
    assert_eq!((table.header_rows, table.header_cols), (2, 1));
    assert_eq!(
        (table.text(0, 2), table.text(1, 0)),
        (Some("1—9月"), Some("指标"))
    );
    assert_eq!(table.unit.as_deref(), Some("亿元"));
}

#[test]
fn separated_values_are_a_table() {
    let text =
        "2024年1-9月主要指标;;\n指标;绝对量（亿元）;增速（%）\n进出口总额;5385.9;1.2\n出口;3554.8;2.1\n";
    let bytes = encoding(text);
    let document = parse(
        &Input::new(&bytes, "http://a.gov.cn/data.csv"),
        &Limits::default(),
    )
    .unwrap();
    assert_eq!((document.media(), document.charset()), (Media::Csv, "gb18030"));
    let [table] = document.tables() else {
        panic!("one table")
    };
    assert_eq!(
        (table.rows, table.cols, table.header_rows, table.header_cols),
        (4, 3, 2, 1)
    );
    assert_eq!(table.text(2, 1), Some("5385.9"));
}

fn encoding(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

#[test]
fn plain_text_is_paragraphs_and_wrapped_lines_are_rejoined() {
    let text = "Open Economy\n\nIn the first three quarters of this year, Chongqing's automobile exports\nincreased by 50.3%, with 319 Fortune 500 companies.\n";
    let document = parse(&Input::new(text.as_bytes(), "handbook.txt"), &Limits::default()).unwrap();
    assert_eq!(document.media(), Media::Text);
    assert!(document.text().contains("automobile exports increased by 50.3%"));
    assert_eq!(document.select("p").unwrap().len(), 2);
}

#[test]
fn english_headings_in_plain_text_govern_what_follows() {
    let text = "Open Economy\n\nA total of 319 Fortune 500 companies are in Chongqing.\n\nConstruction of Major Corridors\n\nThe corridor reaches 473 ports in 120 countries;\n";
    let document = parse(&Input::new(text.as_bytes(), "handbook.txt"), &Limits::default()).unwrap();
    let ports = document
        .statements()
        .iter()
        .find(|s| s.printed.contains("473"))
        .unwrap();
    assert!(
        ports
            .statement
            .labels
            .iter()
            .any(|label| label.contains("Major Corridors")),
        "{ports:?}"
    );
    assert!(
        !ports
            .statement
            .labels
            .iter()
            .any(|label| label.contains("Open Economy")),
        "{ports:?}"
    );
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn an_archive_is_unpacked_within_limits() {
    let archive = zipped(&[
        ("数据/trade.xlsx", &fixture("trade.xlsx")),
        ("a.csv", b"a,b\n1,2\n"),
        ("__MACOSX/x", b"x"),
    ]);
    let names: Vec<String> = unpack(&archive, &Limits::default())
        .unwrap()
        .into_iter()
        .map(|m| m.name)
        .collect();
    assert_eq!(names, ["数据/trade.xlsx", "a.csv"]);
    refused(&archive, "a.zip", "archive");
    let single = zipped(&[("trade.xlsx", &fixture("trade.xlsx"))]);
    assert_eq!(
        parse(&Input::new(&single, "a.zip"), &Limits::default())
            .unwrap()
            .media(),
        Media::Xlsx
    );
    refused(&zipped(&[("../evil.csv", b"a,b")]), "a.zip", "unsafe-name");
    refused(&zipped(&[("a/../../evil.csv", b"a,b")]), "a.zip", "unsafe-name");
    let bomb = zipped(&[("bomb.txt", &vec![b'0'; 30 << 20])]);
    refused(&bomb, "a.zip", "zip-bomb");
    let sheet_bomb = zipped(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &vec![b' '; 30 << 20]),
    ]);
    refused(&sheet_bomb, "a.xlsx", "zip-bomb");
}

#[test]
fn what_is_no_document_is_refused_by_name() {
    let doc = [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(),
        &[0; 600],
        &utf16("WordDocument"),
    ]
    .concat();
    refused(&doc, "a.doc", "unsupported");
    let locked = [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(),
        &[0; 600],
        &utf16("EncryptedPackage"),
    ]
    .concat();
    refused(&locked, "a.xlsx", "encrypted");
    refused(b"", "a.html", "empty");
    refused(b"  \r\n ", "a.txt", "empty");
    refused(b"\x89PNG\r\n\x1a\n0000", "a.pdf", "unsupported");
    refused(&[7, 0, 1, 2, 3, 4, 5, 6].repeat(100), "a.html", "not-a-document");
    refused(b"PK\x03\x04 and no more", "a.xlsx", "damaged");
    refused(b"%PDF-1.4\n and no more", "a.pdf", "damaged");
    refused(&vec![b'a'; (20 << 20) + 1], "a.txt", "too-large");
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_mislabelled_file_is_read_for_what_it_is() {
    let document = parse(&Input::new(&fixture("trade.xlsx"), "a.pdf"), &Limits::default()).unwrap();
    assert_eq!(document.media(), Media::Xlsx);
    let page = "<html><table><tr><td>指标<td>值<tr><td>进出口<td>7154.2</table></html>";
    let document = parse(&Input::new(page.as_bytes(), "a.xls"), &Limits::default()).unwrap();
    assert_eq!(document.media(), Media::Html);
}

#[test]
fn truncated_files_end_in_a_named_reason_or_a_document() {
    for name in [
        "stsong-unigb.pdf",
        "stsong-gbk-euc.pdf",
        "english.pdf",
        "trade.xlsx",
        "trade.xls",
        "trade.docx",
    ] {
        let whole = fixture(name);
        for tenth in 0..10 {
            let cut = &whole[..whole.len() * tenth / 10];
            match parse(&Input::new(cut, name), &Limits::default()) {
                Ok(document) => assert!(!document.text().is_empty()),
                Err(error) => assert!(!error.reason().is_empty()),
            }
        }
    }
}

#[test]
fn a_worker_that_hangs_dies_or_babbles_is_a_named_reason() {
    let bytes = fixture("english.pdf");
    let input = Input::new(&bytes, "a.pdf");
    let shell = |script: &str| WorkerCommand {
        program: "/bin/sh".into(),
        args: vec!["-c".to_owned(), script.to_owned()],
        pdftotext: None,
    };
    let limits = Limits {
        worker_time: Duration::from_millis(300),
        worker_output_bytes: 10_000,
        ..Limits::default()
    };
    for (script, reason) in [
        ("exec /bin/sleep 60", "worker-timeout"),
        ("echo broken >&2; exit 3", "worker-died"),
        ("echo nonsense", "worker-died"),
        ("exec /bin/cat /dev/zero", "too-large"),
    ] {
        let error = parse_isolated(&input, &limits, &shell(script)).unwrap_err();
        assert_eq!(error.reason(), reason, "{script}: {error}");
    }
    let missing = WorkerCommand {
        program: "/nonexistent/worker".into(),
        ..worker()
    };
    assert_eq!(
        parse_isolated(&input, &limits, &missing).unwrap_err().reason(),
        "worker-unavailable"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_is_bounded_in_memory() {
    let bytes = fixture("stsong-unigb.pdf");
    let limits = Limits {
        worker_memory_bytes: 12 << 20,
        ..Limits::default()
    };
    let error = parse_isolated(&Input::new(&bytes, "a.pdf"), &limits, &worker()).unwrap_err();
    assert_eq!(error.reason(), "worker-died", "{error}");
}

#[test]
fn a_figure_that_the_second_reader_does_not_see_is_withdrawn() {
    let bytes = fixture("english.pdf");
    let folder = std::env::temp_dir().join(format!("milepost-second-reader-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let script = folder.join("reader.sh");
    std::fs::write(
        &script,
        "#!/bin/sh\n/bin/cat >/dev/null\necho '2024 715.42 0.4 485.94 1.6'\n",
    )
    .unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&script, mode).unwrap();
    let command = WorkerCommand {
        pdftotext: Some(script),
        ..worker()
    };
    let document = parse_isolated(&Input::new(&bytes, "a.pdf"), &Limits::default(), &command).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(document.statements().iter().any(|s| s.printed.contains("715.42")));
    assert!(!document.statements().iter().any(|s| s.printed.contains("485.49")));
    assert!(
        document
            .unread()
            .iter()
            .any(|u| u.printed.contains("485.49") && u.reason.contains("second"))
    );
    assert!(
        document
            .warnings()
            .iter()
            .any(|warning| warning.contains("485.49"))
    );
}
