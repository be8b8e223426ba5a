//! Writes the `fixture.toml` of a bulletin that an author saves: everything but what is expected of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

/// What a fixture's claims are held against: the part of a plan, and what the user would set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FixtureGround {
    /// The names that the plan's area goes by.
    pub area_names: Vec<String>,
    /// Settings by key.
    pub settings: BTreeMap<String, String>,
    /// The indicators, by id.
    pub indicators: BTreeMap<String, FixtureIndicator>,
}

/// One indicator of a fixture, in the text forms of plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixtureIndicator {
    /// The base unit.
    pub unit: String,
    /// What is measured over time.
    pub measure: String,
    /// A bound that the value cannot pass.
    pub natural_limit: Option<String>,
}

/// A bulletin that becomes a fixture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// The document's file beside the `fixture.toml`.
    pub document: String,
    /// Where it comes from.
    pub url: String,
    /// The day of publication, where the page does not say it.
    pub published: Option<String>,
    /// The `Content-Type` that it came with.
    pub content_type: Option<String>,
    /// The attachments' files.
    pub attachments: Vec<String>,
    /// What its claims are held against.
    pub ground: FixtureGround,
}

impl FixtureGround {
    /// Reads it out of the text of a `fixture.toml`; none where the text is no fixture.
    pub fn read(text: &str) -> Option<Self> {
        let read: raw::Ground = toml::from_str(text).ok()?;
        let indicators = read.indicator.into_iter().map(|indicator| {
            let known = FixtureIndicator {
                unit: indicator.unit,
                measure: indicator.measure,
                natural_limit: indicator.natural_limit,
            };
            (indicator.id, known)
        });
        Some(Self {
            area_names: read.area_names,
            settings: read.settings,
            indicators: indicators.collect(),
        })
    }

    /// Takes over what only the other has; area names are taken where there are none.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        if self.area_names.is_empty() {
            self.area_names = other.area_names;
        }
        for (key, value) in other.settings {
            self.settings.entry(key).or_insert(value);
        }
        for (id, indicator) in other.indicators {
            self.indicators.entry(id).or_insert(indicator);
        }
        self
    }
}

impl Recording {
    /// Returns the text of its `fixture.toml`.
    pub fn toml(&self) -> String {
        let mut text = String::new();
        let mut line = |key: &str, value: toml::Value| {
            // Writing to a string does not fail.
            let _written = writeln!(text, "{key} = {value}");
        };
        line("document", quoted(&self.document));
        line("url", quoted(&self.url));
        if let Some(published) = &self.published {
            line("published", quoted(published));
        }
        if let Some(content_type) = &self.content_type {
            line("content_type", quoted(content_type));
        }
        line("area_names", list(&self.ground.area_names));
        if !self.attachments.is_empty() {
            line("attachments", list(&self.attachments));
        }
        if !self.ground.settings.is_empty() {
            text.push_str("\n[settings]\n");
            for (key, value) in &self.ground.settings {
                let _written = writeln!(text, "{} = {}", quoted(key), quoted(value));
            }
        }
        for (id, indicator) in &self.ground.indicators {
            let _written = writeln!(
                text,
                "\n[[indicator]]\nid = {}\nunit = {}\nmeasure = {}",
                quoted(id),
                quoted(&indicator.unit),
                quoted(&indicator.measure)
            );
            if let Some(limit) = &indicator.natural_limit {
                let _written = writeln!(text, "natural_limit = {}", quoted(limit));
            }
        }
        text
    }
}

fn quoted(text: &str) -> toml::Value {
    toml::Value::String(text.to_owned())
}

fn list(texts: &[String]) -> toml::Value {
    toml::Value::Array(texts.iter().map(|text| quoted(text)).collect())
}

/// The keys of `fixture.toml` that another fixture takes over.
mod raw {
    use super::{BTreeMap, Deserialize};

    #[derive(Debug, Deserialize)]
    pub(super) struct Ground {
        #[serde(default)]
        pub(super) area_names: Vec<String>,
        #[serde(default)]
        pub(super) settings: BTreeMap<String, String>,
        #[serde(default)]
        pub(super) indicator: Vec<Indicator>,
    }

    #[derive(Debug, Deserialize)]
    pub(super) struct Indicator {
        pub(super) id: String,
        pub(super) unit: String,
        pub(super) measure: String,
        pub(super) natural_limit: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count() -> FixtureIndicator {
        FixtureIndicator {
            unit: "count".to_owned(),
            measure: "stock".to_owned(),
            natural_limit: Some("100".to_owned()),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let ground = FixtureGround {
            area_names: vec!["重庆".to_owned(), "a \"quoted\" name".to_owned()],
            settings: BTreeMap::from([("rules".to_owned(), "{\n}".to_owned())]),
            indicators: BTreeMap::from([("a.b".to_owned(), count())]),
        };
        let recording = Recording {
            document: "document.html".to_owned(),
            url: "https://example.gov.cn/1.html".to_owned(),
            published: Some("2026-01-20".to_owned()),
            content_type: Some("text/html; charset=gbk".to_owned()),
            attachments: vec!["attachment-1.xlsx".to_owned()],
            ground: ground.clone(),
        };
        let text = recording.toml();
        assert_eq!(FixtureGround::read(&text), Some(ground), "{text}");
        let read: toml::Table = toml::from_str(&text).unwrap();
        assert_eq!(read["published"].as_str(), Some("2026-01-20"));
        assert_eq!(read["content_type"].as_str(), Some("text/html; charset=gbk"));
        assert_eq!(read["attachments"][0].as_str(), Some("attachment-1.xlsx"));
    }

    #[test]
    fn the_first_ground_counts_and_the_other_fills_up() {
        let of = |names: &[&str], ids: &[&str]| FixtureGround {
            area_names: names.iter().map(|name| (*name).to_owned()).collect(),
            settings: BTreeMap::new(),
            indicators: ids.iter().map(|id| ((*id).to_owned(), count())).collect(),
        };
        assert_eq!(of(&["x"], &["a"]).or(of(&["y"], &["b"])), of(&["x"], &["a", "b"]));
        assert_eq!(of(&[], &[]).or(of(&["y"], &[])), of(&["y"], &[]));
    }
}
