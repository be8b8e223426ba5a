//! Where the rows of a list stand in JSON, as its source's configuration says: pointers (RFC 6901) to the items and
//! within each of them. Pure.

use std::fmt::Write as _;

use milepost_model::NaiveDate;
use serde_json::Value;

use crate::error::SpecError;
use crate::json_list::day_of;
use crate::list_page::{ListBytes, MAX_ROWS, Row};

/// Where the rows of a list stand in its JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonRows {
    items: String,
    url: String,
    title: String,
    day: Option<String>,
}

impl JsonRows {
    /// Takes pointers: to the array of items (empty: the whole answer), and within an item to its title and, where it
    /// has one, its day. `url` is a pointer to the address, or an address with pointers in braces:
    /// `https://example.gov.cn/content/post_{/id}.html`.
    ///
    /// # Errors
    /// [`SpecError::Pointer`] where one is no pointer, or the address holds none.
    pub fn parse(items: &str, url: &str, title: &str, day: Option<&str>) -> Result<Self, SpecError> {
        let pointer = |text: &str| {
            if text.starts_with('/') {
                Ok(text.to_owned())
            } else {
                Err(SpecError::Pointer(text.to_owned()))
            }
        };
        let items = if items.is_empty() {
            String::new()
        } else {
            pointer(items)?
        };
        Ok(Self {
            items,
            url: if is_template(url) {
                url.to_owned()
            } else {
                pointer(url)?
            },
            title: pointer(title)?,
            day: day.map(pointer).transpose()?,
        })
    }

    /// Reads the rows of an answer. `Err` says what is not where it should be.
    pub(crate) fn read(&self, value: &Value, page: &ListBytes<'_>) -> Result<Vec<Row>, String> {
        let items = value
            .pointer(&self.items)
            .ok_or_else(|| format!("nothing at `{}` of the answer", self.items))?;
        // Some services answer `null` for a page behind the last.
        if items.is_null() {
            return Ok(Vec::new());
        }
        let items = items
            .as_array()
            .ok_or_else(|| format!("no array at `{}` of the answer", self.items))?;
        let rows: Vec<Row> = items
            .iter()
            .take(MAX_ROWS)
            .filter_map(|item| self.row(item, page))
            .collect();
        if rows.is_empty() && !items.is_empty() {
            return Err(format!(
                "{} items at `{}`, none with an address at `{}` and a title at `{}`",
                items.len(),
                self.items,
                self.url,
                self.title
            ));
        }
        Ok(rows)
    }

    fn row(&self, item: &Value, page: &ListBytes<'_>) -> Option<Row> {
        let address = self.address(item)?;
        let title = without_tags(&text(item.pointer(&self.title)?)?);
        let day: Option<NaiveDate> = self
            .day
            .as_ref()
            .and_then(|pointer| item.pointer(pointer))
            .and_then(day_of);
        Some(Row::entry(page.url, &address, &title, day))
    }

    fn address(&self, item: &Value) -> Option<String> {
        if !is_template(&self.url) {
            return text(item.pointer(&self.url)?);
        }
        let mut address = String::new();
        let mut rest = self.url.as_str();
        while let Some((before, behind)) = rest.split_once('{') {
            let (pointer, behind) = behind.split_once('}')?;
            let _ = write!(address, "{before}{}", text(item.pointer(pointer)?)?);
            rest = behind;
        }
        address.push_str(rest);
        Some(address)
    }
}

/// Tells an address with pointers in braces from a pointer.
fn is_template(url: &str) -> bool {
    url.split_once("{/").is_some_and(|(_, rest)| rest.contains('}'))
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Takes off the marks that searches put around what was found.
fn without_tags(title: &str) -> String {
    let mut plain = String::new();
    let mut rest = title;
    while let Some((before, behind)) = rest.split_once('<') {
        plain.push_str(before);
        let is_tag = behind.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/');
        rest = if let Some((_, behind)) = behind.split_once('>').filter(|_| is_tag) {
            behind
        } else {
            plain.push('<');
            behind
        };
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::media::Media;

    #[track_caller]
    fn check(rows: &JsonRows, text: &str) -> Result<Vec<(String, String, Option<String>)>, String> {
        let url = Url::parse("https://a.gov.cn/api/list").unwrap();
        let page = ListBytes {
            url: &url,
            bytes: text.as_bytes(),
            content_type: None,
            media: Media::Json,
            number: 1,
        };
        let read = rows.read(&serde_json::from_str(text).unwrap(), &page)?;
        Ok(read
            .into_iter()
            .map(|row| {
                (
                    row.address.unwrap().to_string(),
                    row.title,
                    row.day.map(|day| day.to_string()),
                )
            })
            .collect())
    }

    #[test]
    fn rows_stand_where_the_pointers_say() {
        let rows = JsonRows::parse("/data/0/list", "/link/href", "/head", Some("/when")).unwrap();
        let text = r#"{"url":"/not.html","title":"not","data":[{"list":[
            {"link":{"href":"/a.html"},"head":"2025年<em>外贸</em>情况","when":1711382400000},
            {"link":{"href":""},"head":"no address"},{"head":"none"},
            {"link":{"href":"b.html"},"head":"a < b","when":"2024-03-26 10:00"}]}]}"#;
        let day = Some("2024-03-26".to_owned());
        assert_eq!(
            check(&rows, text).unwrap(),
            [
                (
                    "https://a.gov.cn/a.html".to_owned(),
                    "2025年外贸情况".to_owned(),
                    day.clone()
                ),
                ("https://a.gov.cn/api/b.html".to_owned(), "a < b".to_owned(), day)
            ]
        );
    }

    #[test]
    fn an_address_is_filled_with_what_the_item_says() {
        let rows = JsonRows::parse("", "https://a.gov.cn/{/col}/post_{/id}.html", "/t", None).unwrap();
        let found = check(
            &rows,
            r#"[{"id":4711,"col":"tjgb","t":"x"},{"id":null,"col":"c","t":"y"}]"#,
        )
        .unwrap();
        assert_eq!(
            found,
            [(
                "https://a.gov.cn/tjgb/post_4711.html".to_owned(),
                "x".to_owned(),
                None
            )]
        );
    }

    #[test]
    fn what_is_not_where_it_should_be_is_told() {
        let rows = JsonRows::parse("/data", "/url", "/title", None).unwrap();
        assert!(
            check(&rows, r#"{"code":500}"#)
                .unwrap_err()
                .contains("nothing at `/data`")
        );
        assert!(check(&rows, r#"{"data":{}}"#).unwrap_err().contains("no array"));
        assert!(
            check(&rows, r#"{"data":[{"href":"x"}]}"#)
                .unwrap_err()
                .contains("1 items")
        );
        assert_eq!(check(&rows, r#"{"data":[]}"#).unwrap(), []);
        assert_eq!(check(&rows, r#"{"data":null}"#).unwrap(), []);
    }

    #[test]
    fn what_is_no_pointer_is_refused() {
        for (items, url, title, day) in [
            ("data", "/u", "/t", None),
            ("", "u", "/t", None),
            ("", "https://a.gov.cn/x.html", "/t", None),
            ("", "/u", "t", None),
            ("", "/u", "/t", Some("d")),
        ] {
            assert!(
                JsonRows::parse(items, url, title, day).is_err(),
                "{items} {url} {title}"
            );
        }
    }
}
