//! The page of a rehearsal: the program's document behind the trait that extractors are written against.

use milepost_plugin_sdk::{
    EvidenceRole, Hit, Level, Link, Media, Node, Observation, Page, Rejection, StatementId, Table,
};
use serde_json::{Value, json};

use crate::line::Line;

/// One document of a rehearsal.
#[derive(Debug)]
pub(crate) struct RehearsalPage<'l> {
    line: &'l Line,
    index: u32,
}

impl<'l> RehearsalPage<'l> {
    pub(crate) const fn new(line: &'l Line, index: u32) -> Self {
        Self { line, index }
    }

    /// Asks something of this document.
    fn ask(&self, call: &str, more: Value) -> Value {
        let mut question = json!({ "call": call, "doc": self.index });
        if let (Some(question), Value::Object(more)) = (question.as_object_mut(), more) {
            question.extend(more);
        }
        self.line.call(&question)
    }
}

impl Page for RehearsalPage<'_> {
    fn index(&self) -> u32 {
        self.index
    }

    fn media(&self) -> Media {
        match self.ask("media", Value::Null).as_str() {
            Some("html") => Media::Html,
            Some("pdf") => Media::Pdf,
            Some("xlsx") => Media::Xlsx,
            Some("csv") => Media::Csv,
            _ => Media::Text,
        }
    }

    fn url(&self) -> String {
        text(&self.ask("url", Value::Null))
    }

    fn meta(&self, key: &str) -> Option<String> {
        maybe(&self.ask("meta", json!({ "key": key })))
    }

    fn text(&self) -> String {
        text(&self.ask("text", Value::Null))
    }

    fn select(&self, css: &str) -> Result<Vec<Node>, String> {
        result(&self.ask("select", json!({ "css": css })), numbers)
    }

    fn select_in(&self, scope: Node, css: &str) -> Result<Vec<Node>, String> {
        result(
            &self.ask("select", json!({ "css": css, "scope": scope })),
            numbers,
        )
    }

    fn query(&self, css: &str) -> Result<Vec<Hit>, String> {
        result(&self.ask("query", json!({ "css": css })), hits)
    }

    fn text_of(&self, nodes: &[Node]) -> Vec<String> {
        texts(&self.ask("text-of", json!({ "nodes": nodes })))
    }

    fn attr(&self, node: Node, name: &str) -> Option<String> {
        maybe(&self.ask("attr", json!({ "node": node, "name": name })))
    }

    fn parent(&self, node: Node) -> Option<Node> {
        number(&self.ask("parent", json!({ "node": node })))
    }

    fn find(&self, needle: &str) -> Vec<Hit> {
        hits(&self.ask("find", json!({ "needle": needle })))
    }

    fn tables(&self) -> Vec<Table> {
        list(&self.ask("tables", Value::Null))
            .iter()
            .filter_map(table)
            .collect()
    }

    fn table_like(&self, words: &[&str]) -> Option<Table> {
        table(&self.ask("table-like", json!({ "words": words })))
    }

    fn links(&self) -> Vec<Link> {
        let answer = self.ask("links", Value::Null);
        let link = |value: &Value| {
            Some(Link {
                node: number(value.get("node")?)?,
                text: text(value.get("text")?),
                href: text(value.get("href")?),
            })
        };
        list(&answer).iter().filter_map(link).collect()
    }

    fn attachments(&self) -> Vec<Box<dyn Page + '_>> {
        numbers(&self.ask("attachments", Value::Null))
            .into_iter()
            .map(|index| -> Box<dyn Page> { Box::new(Self::new(self.line, index)) })
            .collect()
    }

    fn number(&self, text: &str, lang: &str) -> Result<String, String> {
        result(
            &self.ask("number", json!({ "text": text, "lang": lang })),
            self::text,
        )
    }

    fn period(&self, text: &str, lang: &str) -> Result<String, String> {
        result(
            &self.ask("period", json!({ "text": text, "lang": lang })),
            self::text,
        )
    }

    fn statements_about(&self, phrases: &[Vec<String>]) -> Vec<StatementId> {
        numbers(&self.ask("statements-about", json!({ "phrases": phrases })))
    }

    fn field(&self, statement: StatementId, key: &str) -> Option<String> {
        maybe(&self.ask("field", json!({ "statement": statement, "key": key })))
    }

    fn emit(&self, observation: &Observation) -> Result<(), Rejection> {
        let evidence = observation.evidence.iter().map(|evidence| {
            json!({
                "role": role(evidence.role), "doc": evidence.document, "node": evidence.node, "quote": evidence.quote,
            })
        });
        let claim = json!({
            "metric": observation.indicator,
            "period": observation.period,
            "value": observation.value,
            "unit": observation.unit,
            "printed": observation.printed,
            "dims": observation.dims,
            "evidence": evidence.collect::<Vec<_>>(),
        });
        let answer = self.ask("emit", json!({ "observation": claim }));
        match answer.get("err") {
            None => Ok(()),
            Some(rejection) => {
                let part = |key| rejection.get(key).map(text).unwrap_or_default();
                Err(Rejection {
                    code: part("code"),
                    message: part("message"),
                })
            }
        }
    }

    fn log(&self, level: Level, message: &str) {
        let level = match level {
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        };
        self.ask("log", json!({ "level": level, "message": message }));
    }

    fn setting(&self, key: &str) -> Option<String> {
        maybe(&self.ask("setting", json!({ "key": key })))
    }
}

fn role(role: EvidenceRole) -> &'static str {
    match role {
        EvidenceRole::Value => "value",
        EvidenceRole::Period => "period",
        EvidenceRole::Unit => "unit",
        EvidenceRole::Label => "label",
        EvidenceRole::Area => "area",
        EvidenceRole::Note => "note",
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn maybe(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn numbers(value: &Value) -> Vec<u32> {
    list(value).iter().filter_map(number).collect()
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().map(text).collect()
}

fn hits(value: &Value) -> Vec<Hit> {
    let hit = |value: &Value| {
        Some(Hit {
            node: number(value.get("node")?)?,
            text: text(value.get("text")?),
        })
    };
    list(value).iter().filter_map(hit).collect()
}

fn table(value: &Value) -> Option<Table> {
    Some(Table {
        node: number(value.get("node")?)?,
        caption: text(value.get("caption")?),
        rows: number(value.get("rows")?)?,
        cols: number(value.get("cols")?)?,
        header_rows: number(value.get("header_rows")?)?,
        header_cols: number(value.get("header_cols")?)?,
        texts: texts(value.get("texts")?),
        nodes: numbers(value.get("nodes")?),
    })
}

/// Reads `{"ok": …}` or `{"err": "…"}`; a line that is broken gives an error.
fn result<T>(value: &Value, read: impl Fn(&Value) -> T) -> Result<T, String> {
    match value.get("ok") {
        Some(ok) => Ok(read(ok)),
        None => Err(value.get("err").map_or_else(|| "no answer".to_owned(), text)),
    }
}
