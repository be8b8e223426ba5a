//! Reads one TOML table key by key, collecting every problem with its place instead of stopping at the first.
//!
//! serde stops at the first error of a file and cannot say which of several keys is missing where; an operator
//! mending a configuration wants all of it at once.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;

use milepost_model::{Decimal, NaiveDate, parse_plain_decimal};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::{Place, Problem, Severity, nearest};

/// The text of one file, and the problems found in it so far.
#[derive(Debug)]
pub(crate) struct SourceText<'t> {
    pub(crate) file: &'t Path,
    pub(crate) text: &'t str,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> SourceText<'t> {
    pub(crate) fn new(file: &'t Path, text: &'t str) -> Self {
        Self {
            file,
            text,
            problems: RefCell::default(),
        }
    }

    /// Parses the text; syntax errors become problems and what could be read is returned.
    pub(crate) fn root(&'t self) -> Section<'t> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            self.add(Severity::Error, at, "", error.message().trim().to_owned(), None);
        }
        Section {
            source: self,
            table: Rc::new(table.into_inner()),
            span: 0..0,
            path: String::new(),
            used: RefCell::default(),
        }
    }

    fn add(&self, severity: Severity, at: usize, key: &str, message: String, hint: Option<String>) {
        let place = Place::at(self.file, self.text, at);
        self.problems.borrow_mut().push(Problem {
            severity,
            place,
            key: key.to_owned(),
            message,
            hint,
        });
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }
}

/// One table of a file. Dropping it without [`Section::finish`] leaves unknown keys unreported.
#[derive(Debug)]
pub(crate) struct Section<'t> {
    source: &'t SourceText<'t>,
    table: Rc<DeTable<'t>>,
    span: Range<usize>,
    path: String,
    used: RefCell<BTreeSet<&'static str>>,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) at: usize,
}

impl<'t> Section<'t> {
    /// The dotted path of `key`, as shown to people.
    pub(crate) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Where the section starts.
    pub(crate) fn at(&self) -> usize {
        self.span.start
    }

    /// Where `key` stands, or the section where it does not.
    pub(crate) fn at_key(&self, key: &str) -> usize {
        self.table
            .get(key)
            .map_or(self.span.start, |value| value.span().start)
    }

    /// Adds an error about `key`.
    pub(crate) fn error(&self, key: &str, message: impl Into<String>, hint: Option<&str>) {
        let at = self.at_key(key);
        self.source.add(
            Severity::Error,
            at,
            &self.path_of(key),
            message.into(),
            hint.map(str::to_owned),
        );
    }

    /// Adds an error at a byte of the file.
    pub(crate) fn error_at(&self, at: usize, key: &str, message: impl Into<String>, hint: Option<&str>) {
        self.source.add(
            Severity::Error,
            at,
            &self.path_of(key),
            message.into(),
            hint.map(str::to_owned),
        );
    }

    /// Adds a problem about `key` at a byte of the file, under a name of its own.
    pub(crate) fn lint(
        &self,
        severity: Severity,
        at: usize,
        key: &str,
        message: String,
        hint: Option<String>,
    ) {
        self.source.add(severity, at, key, message, hint);
    }

    /// Tells whether the key is there, without reading it.
    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.used.borrow_mut().insert(key);
        self.table.contains_key(key)
    }

    fn get(&self, key: &'static str) -> Option<&Spanned<DeValue<'t>>> {
        self.used.borrow_mut().insert(key);
        self.table.get(key)
    }

    fn wrong_type(&self, key: &str, found: &Spanned<DeValue<'t>>, expected: &str) {
        let message = format!(
            "{} found where {expected} was expected",
            found.get_ref().type_str()
        );
        self.error_at(found.span().start, key, message, None);
    }

    /// Tells whether the key holds a string, without reading it.
    pub(crate) fn is_text(&self, key: &'static str) -> bool {
        self.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    /// Reads a string.
    pub(crate) fn text(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        if let Some(text) = value.get_ref().as_str() {
            Some(Located {
                value: text.to_owned(),
                at: value.span().start,
            })
        } else {
            self.wrong_type(key, value, "a string");
            None
        }
    }

    /// Reads a string that must be there and not be empty.
    pub(crate) fn required_text(&self, key: &'static str) -> Option<Located<String>> {
        if !self.has(key) {
            self.error_at(self.at(), key, "missing; a string was expected", None);
            return None;
        }
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.error(key, "empty; a text was expected", None);
            return None;
        }
        Some(text)
    }

    /// Reads a string and parses it with `parse`, whose error becomes the problem.
    pub(crate) fn parsed<T, E: std::fmt::Display>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Located<T>> {
        let text = self.text(key)?;
        match parse(&text.value) {
            Ok(value) => Some(Located { value, at: text.at }),
            Err(error) => {
                self.error_at(text.at, key, error.to_string(), None);
                None
            }
        }
    }

    /// Like [`Section::parsed`], for a key that must be there.
    pub(crate) fn required<T, E: std::fmt::Display>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Located<T>> {
        self.required_text(key)?;
        self.parsed(key, parse)
    }

    /// Reads `true` or `false`.
    pub(crate) fn boolean(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let read = value.get_ref().as_bool();
        if read.is_none() {
            self.wrong_type(key, value, "true or false");
        }
        read
    }

    /// Reads a whole number within `range`.
    pub(crate) fn integer(&self, key: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let value = self.get(key)?;
        let Some(number) = value.get_ref().as_integer() else {
            self.wrong_type(key, value, "a whole number");
            return None;
        };
        let read = i64::from_str_radix(number.as_str(), number.radix())
            .ok()
            .filter(|n| range.contains(n));
        if read.is_none() {
            let message = format!(
                "{} is outside {} to {}",
                number.as_str(),
                range.start(),
                range.end()
            );
            self.error_at(value.span().start, key, message, None);
        }
        read
    }

    /// Reads an exact decimal: a string such as `"8000.59"`, or a whole number. A TOML float is refused, since
    /// it does not say the value exactly.
    pub(crate) fn decimal(&self, key: &'static str) -> Option<Located<Decimal>> {
        let value = self.get(key)?;
        let at = value.span().start;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
            DeValue::Float(float) => {
                let hint = format!("write {key} = \"{}\"", float.as_str());
                self.error_at(at, key, "a float does not hold a value exactly", Some(&hint));
                return None;
            }
            DeValue::Integer(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => {
                self.wrong_type(key, value, "a decimal in quotes");
                return None;
            }
        };
        match parse_plain_decimal(&text) {
            Ok(value) => Some(Located { value, at }),
            Err(error) => {
                self.error_at(
                    at,
                    key,
                    error.to_string(),
                    Some("base units without separators: \"1100000000000\""),
                );
                None
            }
        }
    }

    /// Reads a date, as a string `"2027-12-31"` or a TOML date.
    pub(crate) fn date(&self, key: &'static str) -> Option<Located<NaiveDate>> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => {
                self.wrong_type(key, value, "a date such as \"2027-12-31\"");
                return None;
            }
        };
        let at = value.span().start;
        if let Ok(value) = NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
            Some(Located { value, at })
        } else {
            self.error_at(
                at,
                key,
                format!("`{text}` is no date; one such as 2027-12-31 was expected"),
                None,
            );
            None
        }
    }

    /// Reads an array of strings; a missing key is an empty array.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<Located<String>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "an array of strings");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Located {
                    value: text.to_owned(),
                    at: item.span().start,
                }),
                None => self.wrong_type(key, item, "a string"),
            }
        }
        texts
    }

    /// Reads a table.
    pub(crate) fn table(&self, key: &'static str) -> Option<Section<'t>> {
        let value = self.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "a table");
            return None;
        };
        Some(self.child(key, table.clone(), value.span()))
    }

    /// Reads an array of tables; a missing key is an empty array.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Section<'t>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "an array of tables ([[…]])");
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in array {
            match item.get_ref().as_table() {
                Some(table) => sections.push(self.child(key, table.clone(), item.span())),
                None => self.wrong_type(key, item, "a table"),
            }
        }
        sections
    }

    /// Reads a table whose keys are names the author chose: each key with its place and its value as text.
    pub(crate) fn named_texts(&self) -> Vec<(String, Located<String>)> {
        let mut named = Vec::new();
        for (key, value) in self.table.iter() {
            match value.get_ref() {
                DeValue::String(text) => {
                    let at = value.span().start;
                    named.push((
                        key.get_ref().to_string(),
                        Located {
                            value: text.to_string(),
                            at,
                        },
                    ));
                }
                DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_)
                | DeValue::Array(_)
                | DeValue::Table(_) => self.wrong_type(key.get_ref(), value, "a string"),
            }
        }
        named
    }

    /// Reads the sub-tables whose keys are names the author chose.
    pub(crate) fn named_tables(&self) -> Vec<(String, Section<'t>)> {
        let mut named = Vec::new();
        for (key, value) in self.table.iter() {
            match value.get_ref().as_table() {
                Some(table) => {
                    named.push((
                        key.get_ref().to_string(),
                        self.child(key.get_ref(), table.clone(), value.span()),
                    ));
                }
                None => self.wrong_type(key.get_ref(), value, "a table"),
            }
        }
        named
    }

    /// The table as JSON, value by value, for a reader that owns its own format (a plugin's rules).
    pub(crate) fn to_json(&self) -> serde_json::Value {
        table_to_json(&self.table)
    }

    fn child(&self, key: &str, table: DeTable<'t>, span: Range<usize>) -> Section<'t> {
        Section {
            source: self.source,
            table: Rc::new(table),
            span,
            path: self.path_of(key),
            used: RefCell::default(),
        }
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(self) {
        let used = self.used.borrow();
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if used.contains(name) {
                continue;
            }
            let mut known: Vec<&str> = used.iter().copied().collect();
            known.sort_unstable();
            let hint = nearest(name, known.iter().copied()).map_or_else(
                || format!("known here: {}", known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            self.source.add(
                Severity::Error,
                key.span().start,
                &self.path_of(name),
                "unknown key".to_owned(),
                Some(hint),
            );
        }
    }
}

fn table_to_json(table: &DeTable<'_>) -> serde_json::Value {
    let entries = table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), value_to_json(value.get_ref())));
    serde_json::Value::Object(entries.collect())
}

fn value_to_json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.to_string().into(),
        DeValue::Boolean(truth) => (*truth).into(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_error| number.as_str().to_owned().into(), Into::into),
        // Rules carry decimals as text; a float is handed on as it was written, never as binary.
        DeValue::Float(number) => number.as_str().to_owned().into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| value_to_json(item.get_ref())).collect(),
        DeValue::Table(table) => table_to_json(table),
    }
}
