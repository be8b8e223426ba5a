//! What each fuzz target does with its bytes, and what must hold whatever they are.

#![allow(
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a panic is how a fuzz target tells that something does not hold"
)]

use milepost_document::{Document, Input, Limits, WorkerCommand, parse, parse_isolated};
use milepost_grammar::{Context, InheritedPeriod, Reading};
use milepost_model::{NaiveDate, Period};

/// A fuzz target: takes any bytes; panics where something does not hold.
pub type Target = fn(&[u8]);

/// Every target by its name. A target's seeds are the files of [`seeds`]; what was once found wrong stands in
/// `tests/found/<name>/`.
pub const TARGETS: &[(&str, Target)] = &[
    ("html", html),
    ("charset", charset),
    ("plain", plain),
    ("grammar", grammar),
    ("cell", cell),
    ("number", number),
    ("period", period),
    ("select", select),
    ("pdf", pdf),
    ("workbook", workbook),
    ("archive", archive),
];

/// Endings of the corpus files that a target starts from; none where its seeds are phrases.
pub fn seeds(target: &str) -> &'static [&'static str] {
    match target {
        "html" | "charset" => &["html", "txt"],
        "plain" => &["csv", "txt"],
        "pdf" => &["pdf"],
        "workbook" => &["xlsx", "xls"],
        "archive" => &["docx", "zip"],
        _ => &[],
    }
}

/// Limits that a fuzzer reaches: small enough that every one of them is met.
fn limits() -> Limits {
    Limits {
        max_text_bytes: 1 << 20,
        max_attachment_bytes: 1 << 20,
        max_inflated_bytes: 8 << 20,
        max_elements: 20_000,
        max_depth: 128,
        max_table_cells: 20_000,
        max_statements: 2_000,
        max_pages: 20,
        max_members: 8,
        ..Limits::default()
    }
}

/// The first byte chooses among variants, the rest is the input.
fn choose(bytes: &[u8]) -> (usize, &[u8]) {
    match bytes.split_first() {
        Some((first, rest)) => (usize::from(*first), rest),
        None => (0, bytes),
    }
}

fn day() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2024, 10, 18)
}

fn read(bytes: &[u8], url: &str, content_type: Option<&str>) {
    let input = Input {
        content_type,
        published: day(),
        ..Input::new(bytes, url)
    };
    if let Ok(document) = parse(&input, &limits()) {
        holds_together(&document);
    }
}

/// A page.
pub fn html(bytes: &[u8]) {
    read(
        bytes,
        "https://example.org/art/2024/10/18/art_1.html",
        Some("text/html"),
    );
}

/// A page in any encoding, rightly or wrongly labelled.
pub fn charset(bytes: &[u8]) {
    const LABELS: &[&str] = &[
        "text/html; charset=gb2312",
        "text/html; charset=gbk",
        "text/html; charset=gb18030",
        "text/html; charset=big5",
        "text/html; charset=utf-8",
        "text/html; charset=utf-16le",
        "text/html; charset=iso-8859-1",
        "text/html; charset=nonsense",
        "text/html",
    ];
    let (which, rest) = choose(bytes);
    let label = LABELS.get(which % LABELS.len()).copied();
    read(rest, "https://example.org/t20241018_1.html", label);
}

/// Text and separated values.
pub fn plain(bytes: &[u8]) {
    let (which, rest) = choose(bytes);
    let (url, media) = if which % 2 == 0 {
        ("https://example.org/table.csv", "text/csv")
    } else {
        ("https://example.org/text.txt", "text/plain")
    };
    read(rest, url, Some(media));
}

/// A binary format as the product reads it: its parser in a child process whose memory and time end.
///
/// Parsers of binary formats are other people's and may ask for more memory than there is. In a fuzzer's own process
/// that is a finding about them; here it is a refusal like any other.
pub fn isolated(bytes: &[u8], url: &str, worker: &WorkerCommand) {
    let input = Input {
        published: day(),
        ..Input::new(bytes, url)
    };
    if let Ok(document) = parse_isolated(&input, &limits(), worker) {
        holds_together(&document);
    }
}

/// A PDF.
pub fn pdf(bytes: &[u8]) {
    read(bytes, "https://example.org/bulletin.pdf", Some("application/pdf"));
}

/// An Excel workbook, old or new.
pub fn workbook(bytes: &[u8]) {
    read(bytes, "https://example.org/bulletin.xlsx", None);
}

/// A DOCX or an archive of several files.
pub fn archive(bytes: &[u8]) {
    read(bytes, "https://example.org/bulletin.docx", None);
    if let Ok(members) = milepost_document::unpack(bytes, &limits()) {
        for member in members {
            assert!(
                !member.name.split(['/', '\\']).any(|part| part == ".."),
                "{}",
                member.name
            );
        }
    }
}

/// A sentence, with and without what governs it from outside.
pub fn grammar(bytes: &[u8]) {
    let (which, rest) = choose(bytes);
    let text = String::from_utf8_lossy(rest);
    let governed = Context {
        published: day(),
        period: milepost_grammar::heading_period("2024年前三季度", day()),
        unit: Some("亿元".to_owned()),
        headings: vec!["对外贸易".to_owned()],
        ..Context::default()
    };
    let context = match which % 3 {
        0 => Context::default(),
        1 => Context {
            published: day(),
            ..Context::default()
        },
        _ => governed,
    };
    let reading = milepost_grammar::read(&text, &context);
    reading_holds(&text, &reading);
    let _unit = milepost_grammar::caption_unit(&text);
    let _scope = milepost_grammar::scope_class(&text, &["重庆".to_owned()]);
}

/// A table's cell under its labels: three lines are the cell, its row and its column.
pub fn cell(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let mut line = || lines.next().unwrap_or_default();
    let (cell, row, col) = (line(), line(), line());
    let context = Context {
        published: day(),
        period: inherited(),
        unit: milepost_grammar::caption_unit(line()),
        headings: Vec::new(),
        ..Context::default()
    };
    let reading = milepost_grammar::read_table_cell(cell, &[row], &[col], &context);
    for statement in &reading.statements {
        assert!(cell.get(statement.printed.clone()).is_some());
    }
}

fn inherited() -> Option<InheritedPeriod> {
    milepost_grammar::heading_period("2024年1—9月", day())
}

/// A printed quantity.
pub fn number(bytes: &[u8]) {
    const HINTS: &[Option<&str>] = &[
        None,
        Some("亿元"),
        Some("%"),
        Some("个"),
        Some("million USD"),
        Some(""),
    ];
    let (which, rest) = choose(bytes);
    let text = String::from_utf8_lossy(rest);
    let hint = HINTS.get(which % HINTS.len()).copied().flatten();
    if let Ok(quantity) = milepost_grammar::quantity(&text, hint) {
        // What the product prints, it reads back to the same value; more digits than 24 it does not read at all.
        let plain = quantity.value.normalize().to_string();
        if plain.bytes().filter(u8::is_ascii_digit).count() <= 24 {
            let again = milepost_grammar::quantity(&plain, None);
            assert_eq!(
                again.map(|again| again.value),
                Ok(quantity.value),
                "{text} {plain}"
            );
        }
    }
}

/// A printed period.
pub fn period(bytes: &[u8]) {
    const LANGUAGES: &[&str] = &["zh", "en", ""];
    let (which, rest) = choose(bytes);
    let text = String::from_utf8_lossy(rest);
    let language = LANGUAGES
        .get(which % LANGUAGES.len())
        .copied()
        .unwrap_or_default();
    if let Ok(form) = milepost_grammar::period(&text, language, day()) {
        // A split year has a form of its own that no period holds.
        if let Ok(period) = form.parse::<Period>() {
            assert_eq!(period.to_string(), form, "{text}");
        }
    }
    for mention in milepost_grammar::periods(&text, day()) {
        assert!(text.get(mention.range).is_some());
    }
}

/// A CSS selector.
pub fn select(bytes: &[u8]) {
    let page = "<html><body><div class=a id=b><p>2024年，进出口总额7154.2亿元。</p><table><tr><td>1</td></tr></table></div>";
    let Ok(document) = parse(&Input::new(page.as_bytes(), "https://example.org/"), &limits()) else {
        return;
    };
    let css = String::from_utf8_lossy(bytes);
    if let Ok(nodes) = document.select(&css) {
        assert!(nodes.iter().all(|node| *node < document.node_count()));
    }
    let _found = document.find(&css);
}

fn reading_holds(text: &str, reading: &Reading) {
    for statement in &reading.statements {
        let printed = text.get(statement.printed.clone());
        let quote = text.get(statement.quote.clone());
        let (Some(printed), Some(quote)) = (printed, quote) else {
            panic!("a range that cuts a character: {statement:?}");
        };
        assert!(quote.contains(printed), "{printed} is not in {quote}");
        assert!(statement.of.is_none_or(|of| of < reading.statements.len()));
    }
    for unread in &reading.unread {
        assert!(text.get(unread.printed.clone()).is_some());
    }
}

fn holds_together(document: &Document) {
    let count = document.node_count();
    for node in 0..count {
        assert!(document.parent(node).is_none_or(|parent| parent < node));
    }
    for located in document.statements() {
        assert!(located.node < count && document.is_body(located.node));
        assert!(located.quote.contains(&located.printed));
        assert!(document.text_of(located.node).contains(&located.quote));
        let evidence = located
            .period_evidence
            .iter()
            .chain(&located.unit_evidence)
            .chain(&located.label_evidence);
        for (node, quote) in evidence {
            assert!(document.text_of(*node).contains(quote.as_str()), "{quote}");
        }
        assert!(
            located
                .statement
                .of
                .is_none_or(|of| of < document.statements().len())
        );
    }
    for table in document.tables() {
        let slots = u64::from(table.rows) * u64::from(table.cols);
        assert_eq!(u64::try_from(table.texts.len()), Ok(slots));
        assert_eq!(table.texts.len(), table.nodes.len());
    }
    for link in document.links() {
        assert!(link.node < count);
    }
}
