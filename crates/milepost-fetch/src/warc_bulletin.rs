//! What a WARC file says of a bulletin besides its bytes, so that an archive can be read for its figures again: one
//! line of JSON in the `metadata` record of its fetch. Owns that form; fields may be added.

use milepost_model::{ContentHash, NaiveDate};
use serde::{Deserialize, Serialize};

/// The field of a `metadata` record that holds a bulletin.
pub(crate) const BULLETIN_FIELD: &str = "milepost-bulletin";

/// Attachments taken over of one bulletin.
const MAX_ATTACHMENTS: usize = 1_000;

/// A bulletin that some archived bytes were read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarcBulletin {
    /// The article's identity within its source.
    pub article: String,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its date in the list.
    pub listed_on: Option<NaiveDate>,
    /// When it was published.
    pub published: Option<NaiveDate>,
    /// The bytes of its attachments, in order.
    pub attachments: Vec<ContentHash>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    article: String,
    url: String,
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    listed_on: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<String>,
}

impl WarcBulletin {
    pub(crate) fn to_line(&self) -> String {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let line = Line {
            article: self.article.clone(),
            url: self.url.clone(),
            title: self.title.clone(),
            listed_on: day(self.listed_on),
            published: day(self.published),
            attachments: self.attachments.iter().map(ToString::to_string).collect(),
        };
        // Texts only: there is nothing in it that has no JSON.
        serde_json::to_string(&line).unwrap_or_default()
    }

    /// Reads a line; `None` where it is none, or names no article.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let line: Line = serde_json::from_str(text).ok()?;
        let day = |text: Option<String>| text.and_then(|text| text.parse().ok());
        (!line.article.is_empty()).then(|| Self {
            article: line.article,
            url: line.url,
            title: line.title,
            listed_on: day(line.listed_on),
            published: day(line.published),
            attachments: line
                .attachments
                .iter()
                .take(MAX_ATTACHMENTS)
                .filter_map(|hash| ContentHash::parse(hash).ok())
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back_and_anything_else_is_none() {
        let bulletin = WarcBulletin {
            article: "tjj.cq.gov.cn#13075221".into(),
            url: "https://tjj.cq.gov.cn/a/t20240326_13075221.html".into(),
            title: "统计\n公报 \"2023\"".into(),
            listed_on: NaiveDate::from_ymd_opt(2024, 3, 26),
            published: None,
            attachments: vec![ContentHash::from_bytes([7; 32])],
        };
        assert!(!bulletin.to_line().contains('\n'));
        assert_eq!(WarcBulletin::parse(&bulletin.to_line()), Some(bulletin));
        for text in ["", "{}", "[]", "{\"article\":\"\",\"url\":\"\",\"title\":\"\"}"] {
            assert_eq!(WarcBulletin::parse(text), None, "{text}");
        }
    }
}
