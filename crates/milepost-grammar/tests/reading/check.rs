//! Checks every statement of a text against its short form.

use std::fmt::Write as _;

use milepost_grammar::{Context, Statement, heading_period, read};
use milepost_model::{Comparison, NaiveDate};

/// `7154.2亿元 = 进出口 level 715420000000 CNY 2024 @重庆 of 0 key=value`: the comparison stands before the value where
/// it is not `eq`, `-` where there is no unit or period.
pub(crate) fn line(text: &str, statement: &Statement) -> String {
    let mut line = format!(
        "{} = {} {} ",
        &text[statement.printed.clone()],
        statement.subject,
        statement.role
    );
    if statement.comparison != Comparison::Eq {
        write!(line, "{} ", statement.comparison).unwrap();
    }
    let unit = statement.unit.map_or("-", |unit| unit.as_str());
    let period = statement
        .period
        .map_or("-".to_owned(), |period| period.to_string());
    write!(line, "{} {unit} {period}", statement.value).unwrap();
    if !statement.scope.is_empty() {
        write!(line, " @{}", statement.scope).unwrap();
    }
    if let Some(of) = statement.of {
        write!(line, " of {of}").unwrap();
    }
    for (key, value) in &statement.dims {
        write!(line, " {key}={value}").unwrap();
    }
    line
}

/// Reads `text` as a line of a bulletin published on a day, under a title that may say a period, and expects exactly
/// these statements.
#[track_caller]
pub(crate) fn check(published: &str, title: &str, text: &str, expected: &[&str]) {
    let published: Option<NaiveDate> = published.parse().ok();
    let context = Context {
        published,
        period: heading_period(title, published),
        ..Context::default()
    };
    let reading = read(text, &context);
    let lines: Vec<String> = reading
        .statements
        .iter()
        .map(|statement| line(text, statement))
        .collect();
    assert_eq!(lines, expected, "{text}\nunread: {:?}", reading.unread);
    for statement in &reading.statements {
        assert!(text[statement.quote.clone()].contains(&text[statement.printed.clone()]));
        assert!(statement.of.is_none_or(|of| of < reading.statements.len()));
        assert_eq!(statement.period.is_some(), statement.period_source.is_some());
    }
}
