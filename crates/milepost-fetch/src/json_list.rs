//! Reads any JSON with titles and addresses in it as a list, wrapped in a call or not. Pure.

use std::sync::LazyLock;

use milepost_model::NaiveDate;
use regex::Regex;
use serde_json::{Map, Value};

use crate::charset::decode;
use crate::json_rows::JsonRows;
use crate::list_page::{ListBytes, ListPage, MAX_ROWS, Row};
use crate::page_date::find_day;
use crate::pagination::Next;

const ADDRESS_KEYS: [&str; 9] = [
    "url",
    "link",
    "href",
    "docpuburl",
    "puburl",
    "linkurl",
    "urls",
    "arturl",
    "pageurl",
];
const TITLE_KEYS: [&str; 6] = [
    "title",
    "doctitle",
    "name",
    "subject",
    "showtitle",
    "articletitle",
];
const DAY_KEYS: [&str; 12] = [
    "date",
    "pubdate",
    "publishtime",
    "publishdate",
    "docreltime",
    "publishedat",
    "date_published",
    "time",
    "cwrq",
    "releasetime",
    "pubtime",
    "display_time",
];

/// Instants in milliseconds or seconds since 1970, from 2001 on: shorter numbers are something else.
static EPOCH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\d{10}(?:\d{3})?$").ok());

/// Reads the rows out of a text, wherever they stand.
pub(crate) fn read(text: &str, page: &ListBytes<'_>) -> Result<ListPage, String> {
    let mut rows = Vec::new();
    collect(&parsed(text)?, page, &mut rows);
    Ok(list("json", rows))
}

/// Reads the rows out of a page where they stand as its source says.
pub(crate) fn read_rows(page: &ListBytes<'_>, rows: &JsonRows) -> Result<ListPage, String> {
    let text = decode(page.bytes, page.content_type).text;
    rows.read(&parsed(&text)?, page)
        .map(|rows| list("json items", rows))
}

fn parsed(text: &str) -> Result<Value, String> {
    serde_json::from_str(unwrapped(text))
        .map_err(|e| format!("no JSON: {}", e.to_string().chars().take(200).collect::<String>()))
}

fn list(read_as: &'static str, rows: Vec<Row>) -> ListPage {
    ListPage {
        read_as,
        rows,
        next: Next::none("JSON names no next page"),
        children: Vec::new(),
    }
}

/// Takes the call off that wraps the value: `callback({…});`.
fn unwrapped(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with(['{', '[']) {
        return text;
    }
    let inner = text.split_once('(').and_then(|(name, rest)| {
        let is_name = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$' | ' '));
        rest.rsplit_once(')').filter(|_| is_name)
    });
    inner.map_or(text, |(value, _)| value)
}

/// Depth is bounded by the reader of JSON, at 128.
fn collect(value: &Value, page: &ListBytes<'_>, rows: &mut Vec<Row>) {
    if rows.len() >= MAX_ROWS {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, page, rows)),
        Value::Object(fields) => match (text(fields, &ADDRESS_KEYS), text(fields, &TITLE_KEYS)) {
            (Some(address), Some(title)) => {
                rows.push(Row::entry(page.url, &address, &title, day(fields)));
            }
            _ => fields.values().for_each(|field| collect(field, page, rows)),
        },
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

fn field<'a>(fields: &'a Map<String, Value>, keys: &[&str]) -> Option<&'a Value> {
    keys.iter().find_map(|key| {
        fields
            .iter()
            .find(|(name, value)| name.eq_ignore_ascii_case(key) && !value.is_null())
            .map(|(_, value)| value)
    })
}

fn text(fields: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    let text = field(fields, keys)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn day(fields: &Map<String, Value>) -> Option<NaiveDate> {
    day_of(field(fields, &DAY_KEYS)?)
}

/// Reads a day: as text, or as seconds or milliseconds since 1970.
pub(crate) fn day_of(value: &Value) -> Option<NaiveDate> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    if EPOCH.as_ref().is_some_and(|shape| shape.is_match(&text)) {
        let number: i64 = text.parse().ok()?;
        let seconds = if text.len() == 13 { number / 1000 } else { number };
        let at = chrono::DateTime::from_timestamp(seconds, 0)?;
        return Some(at.checked_add_signed(chrono::TimeDelta::hours(8))?.date_naive());
    }
    find_day(&text).or_else(|| find_day(text.get(..10)?))
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::media::Media;

    #[track_caller]
    fn check(text: &str, rows: &[(&str, &str, Option<&str>)]) {
        let url = Url::parse("https://a.gov.cn/api/list").unwrap();
        let page = ListBytes {
            url: &url,
            bytes: text.as_bytes(),
            content_type: None,
            media: Media::Json,
            number: 1,
        };
        let found: Vec<_> = read(text, &page)
            .unwrap()
            .rows
            .into_iter()
            .map(|row| {
                (
                    row.address.unwrap().to_string(),
                    row.title,
                    row.day.map(|day| day.to_string()),
                )
            })
            .collect();
        let expected: Vec<_> = rows
            .iter()
            .map(|(url, title, day)| ((*url).to_owned(), (*title).to_owned(), day.map(str::to_owned)))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rows_are_found_wherever_they_stand() {
        check(
            r#"{"code":200,"data":{"list":[{"title":"统计公报","url":"/a.html","pubDate":"2024-03-26 10:00:00"}]}}"#,
            &[("https://a.gov.cn/a.html", "统计公报", Some("2024-03-26"))],
        );
        check(
            r#"cb([{"DocTitle":"t","docPubUrl":"https://a.gov.cn/b.html","publishTime":1711382400000}]);"#,
            &[("https://a.gov.cn/b.html", "t", Some("2024-03-26"))],
        );
        check(r#"[1,"x",{"a":null},{"title":"no address"}]"#, &[]);
    }
}
