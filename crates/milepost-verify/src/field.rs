//! The key registry: what a plugin may ask about a statement, as text.

use milepost_document::{Document, Located};
use milepost_grammar::{PeriodSource, ScopeClass, scope_class};
use milepost_model::plain_decimal;

use crate::about::statements_about;
use crate::proof::NOTE_DIMS;

/// The keys that [`field`] knows; `docs/formats/plugin-statement-fields.md` says what each gives. `dims.*` stands for
/// every dimension that the grammar read.
pub const FIELDS: &[&str] = &[
    "node",
    "quote",
    "text",
    "subject",
    "labels",
    "printed",
    "value",
    "step",
    "unit",
    "unit-word",
    "unit-node",
    "unit-quote",
    "role",
    "comparison",
    "period",
    "period-source",
    "period-node",
    "period-quote",
    "basis",
    "scope",
    "scope-class",
    "of",
    "dims",
    "dims.*",
    "table",
    "row",
    "col",
    "label-nodes",
];

/// Stands between the answers to several keys that are asked at once.
pub const FIELD_SEPARATOR: char = '\u{1f}';

/// As many keys may be asked at once: there are fewer.
const MAX_KEYS: usize = 64;

/// 1 MiB: answers are clauses; what is longer is asked for by itself.
const MAX_BYTES: usize = 1 << 20;

/// Returns what is known of a statement under a key of [`FIELDS`]; none for an unknown key, an unknown statement and
/// where there is nothing.
///
/// `of` gives an index of [`Document::statements`]; `scope-class` depends on the area and is told by [`Statements`] only.
pub fn field(document: &Document, statement: usize, key: &str) -> Option<String> {
    let located = document.statements().get(statement)?;
    if key == "of" {
        return located.statement.of.map(|of| of.to_string());
    }
    own_field(located, key)
}

/// The statements of a bulletin and its attachments under one numbering: what a plugin holds instead of places.
#[derive(Debug, Clone)]
pub struct Statements<'d> {
    documents: Vec<&'d Document>,
    area_names: &'d [String],
}

impl<'d> Statements<'d> {
    /// Numbers the statements of the documents, in their order.
    pub fn new(documents: Vec<&'d Document>, area_names: &'d [String]) -> Self {
        Self {
            documents,
            area_names,
        }
    }

    /// Returns the numbers of the statements of one document that speak of a phrase, best first; none for no document.
    /// See [`statements_about`].
    pub fn about(&self, document: u32, phrases: &[Vec<String>]) -> Vec<u32> {
        let Some(asked) = usize::try_from(document)
            .ok()
            .and_then(|number| self.documents.get(number))
        else {
            return Vec::new();
        };
        let first = self.first_of(document);
        statements_about(asked, phrases)
            .into_iter()
            .filter_map(|index| first.checked_add(u32::try_from(index).ok()?))
            .collect()
    }

    /// Returns what is known of a statement under a key of [`FIELDS`]; here `of` gives a number as [`Self::about`] does.
    pub fn field(&self, statement: u32, key: &str) -> Option<String> {
        Self::look_up(self.documents.iter().copied(), self.area_names, statement, key)
    }

    /// Does the same as [`Self::field`] for a caller that holds the documents otherwise.
    ///
    /// Several keys, parted by blanks, are answered at once: an answer for each in their order, empty where there is
    /// none, with a [`FIELD_SEPARATOR`] between them. Where an answer itself holds that
    /// character, or they are more than 1 MiB together, there is none to all.
    pub fn look_up<'a>(
        documents: impl IntoIterator<Item = &'a Document>,
        area_names: &[String],
        statement: u32,
        key: &str,
    ) -> Option<String> {
        let mut first = 0_u32;
        for document in documents {
            let end = first.saturating_add(count(document));
            if statement < end {
                let index = usize::try_from(statement.checked_sub(first)?).ok()?;
                let located = document.statements().get(index)?;
                let one = |key: &str| numbered_field(located, first, area_names, key);
                return if key.contains(' ') {
                    several(key, one)
                } else {
                    one(key)
                };
            }
            first = end;
        }
        None
    }

    fn first_of(&self, document: u32) -> u32 {
        let before = usize::try_from(document).unwrap_or(usize::MAX);
        self.documents
            .iter()
            .take(before)
            .fold(0, |sum: u32, document| sum.saturating_add(count(document)))
    }
}

fn numbered_field(located: &Located, first: u32, area_names: &[String], key: &str) -> Option<String> {
    match key {
        "scope-class" => {
            let class = scope_class(&located.statement.scope, area_names);
            Some(class_text(class).to_owned())
        }
        "of" => {
            let of = u32::try_from(located.statement.of?).ok()?;
            first.checked_add(of).map(|of| of.to_string())
        }
        _ => own_field(located, key),
    }
}

fn several(keys: &str, one: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut answers = String::new();
    for (number, key) in keys.split(' ').enumerate() {
        if number >= MAX_KEYS {
            return None;
        }
        if number > 0 {
            answers.push(FIELD_SEPARATOR);
        }
        if let Some(answer) = one(key) {
            if answer.contains(FIELD_SEPARATOR) || answers.len().saturating_add(answer.len()) > MAX_BYTES {
                return None;
            }
            answers.push_str(&answer);
        }
    }
    Some(answers)
}

fn count(document: &Document) -> u32 {
    u32::try_from(document.statements().len()).unwrap_or(u32::MAX)
}

fn own_field(located: &Located, key: &str) -> Option<String> {
    let statement = &located.statement;
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match key {
        "node" => Some(located.node.to_string()),
        "quote" => Some(located.quote.clone()),
        "text" => Some(located.text.to_string()),
        "subject" => filled(&statement.subject),
        "labels" => filled(&statement.labels.join("\n")),
        "printed" => Some(located.printed.clone()),
        "value" => Some(plain_decimal(statement.value)),
        "step" => Some(plain_decimal(statement.step)),
        "unit" => statement.unit.map(|unit| unit.to_string()),
        "unit-word" => filled(&statement.unit_word),
        "unit-node" => located.unit_evidence.as_ref().map(|(node, _)| node.to_string()),
        "unit-quote" => located.unit_evidence.as_ref().map(|(_, words)| words.clone()),
        "role" => Some(statement.role.to_string()),
        "comparison" => Some(statement.comparison.to_string()),
        "period" => statement.period.map(|period| period.to_string()),
        "period-source" => statement
            .period_source
            .as_ref()
            .map(|source| source_text(source).to_owned()),
        "period-node" => Some(period_place(located)?.0.to_string()),
        "period-quote" => Some(period_place(located)?.1.to_owned()),
        "basis" => statement.basis.map(|basis| basis.to_string()),
        "scope" => filled(&statement.scope),
        "dims" => {
            let keys = statement.dims.iter().map(|(key, _)| key.clone());
            filled(&join(keys.filter(|key| !NOTE_DIMS.contains(&key.as_str()))))
        }
        "table" => located.table.map(|(table, _, _)| table.to_string()),
        "row" => located.table.map(|(_, row, _)| row.to_string()),
        "col" => located.table.map(|(_, _, col)| col.to_string()),
        "label-nodes" => filled(&join(
            located.label_evidence.iter().map(|(node, _)| node.to_string()),
        )),
        _ => {
            let dim = key.strip_prefix("dims.")?;
            let mut dims = statement.dims.iter();
            dims.find(|(own, _)| own == dim).map(|(_, value)| value.clone())
        }
    }
}

/// Where the period was read. A stock without a date stands as of the publication: its own clause shows that.
fn period_place(located: &Located) -> Option<(u32, &str)> {
    let is_published = located.statement.period_source == Some(PeriodSource::Published);
    let own = is_published.then_some((located.node, located.quote.as_str()));
    let read = located.period_evidence.as_ref();
    read.map(|(node, words)| (*node, words.as_str())).or(own)
}

fn join(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

const fn source_text(source: &PeriodSource) -> &'static str {
    match source {
        PeriodSource::Text(_) => "text",
        PeriodSource::Inherited => "inherited",
        PeriodSource::Published => "published",
    }
}

const fn class_text(class: ScopeClass) -> &'static str {
    match class {
        ScopeClass::Area => "area",
        ScopeClass::Nation => "nation",
        ScopeClass::OtherPlace => "other-place",
        ScopeClass::Part => "part",
        ScopeClass::Programme => "programme",
        ScopeClass::Unstated => "unstated",
    }
}
