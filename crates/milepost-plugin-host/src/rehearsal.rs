//! Serves the fixtures of an author's folder to an extractor that runs natively in its own `cargo test`: what a component
//! asks by call, it asks in lines of JSON, and gets the same answers and the same refusals.

use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Duration;

use milepost_document::WorkerCommand;
use milepost_model::{Evidence, EvidenceRole};
use milepost_verify::Claim;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::abi::Answer;
use crate::calls::{Calls, Start, Stop};
use crate::fixture::{Fixture, FixtureError, Prepared, fixtures, read_fixture_folder};
use crate::limits::RunLimits;
use crate::manifest::Manifest;
use crate::run::{self, RunOutcome};

/// The version of the questions and answers; `milepost-plugin-rehearsal` asks for the same.
const VERSION: u32 = 1;

/// A question is a call's arguments; the largest are phrases and claims.
const MAX_LINE_BYTES: u64 = 8 << 20;

/// Why the fixtures of a folder cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum RehearsalError {
    /// The fixtures cannot be read.
    #[error(transparent)]
    Fixture(#[from] FixtureError),
    /// The line to the test is broken.
    #[error("the line to the test is broken")]
    Line(#[from] std::io::Error),
}

/// Serves the fixtures of a folder until nobody asks any more.
///
/// # Errors
/// When they cannot be read, or the line breaks. What the extractor does wrong is an answer to it.
pub fn rehearse(
    folder: &Path,
    manifest: &Manifest,
    worker: Option<&WorkerCommand>,
    mut questions: impl BufRead,
    mut answers: impl Write,
) -> Result<(), RehearsalError> {
    let files = read_fixture_folder(folder)?;
    let fixtures = fixtures(&files)?;
    let names: Vec<&str> = fixtures.iter().map(Fixture::name).collect();
    tell(&mut answers, &json!({ "rehearsal": VERSION, "fixtures": names }))?;
    let mut stage = None;
    loop {
        let mut line = String::new();
        let read = std::io::Read::take(&mut questions, MAX_LINE_BYTES).read_line(&mut line)?;
        if read == 0 {
            return Ok(());
        }
        let answer = match serde_json::from_str(&line) {
            Ok(Question::Open { fixture }) => match fixtures.iter().find(|known| known.name() == fixture) {
                Some(known) => {
                    let prepared = known.prepare(worker)?;
                    let missing = run::missing_setting(manifest, &prepared.settings);
                    stage = missing.is_none().then(|| Stage::new(prepared, manifest));
                    missing.map_or(Ok(Value::Null), Err)
                }
                None => Err(format!("there is no fixture `{fixture}`")),
            },
            Ok(Question::Finish { emitted, failure }) => match stage.take() {
                Some(stage) => Ok(json!(stage.finish(emitted, failure))),
                None => Err("no fixture is open".to_owned()),
            },
            Ok(question) => match &mut stage {
                Some(stage) => stage.answer(question).map_err(|stop| stop.to_string()),
                None => Err("no fixture is open".to_owned()),
            },
            Err(error) => Err(format!("no question that this program knows: {error}")),
        };
        let told = match answer {
            Ok(answer) => json!({ "answer": answer }),
            Err(reason) => json!({ "stopped": reason }),
        };
        tell(&mut answers, &told)?;
    }
}

fn tell(answers: &mut impl Write, told: &Value) -> std::io::Result<()> {
    writeln!(answers, "{told}")?;
    answers.flush()
}

/// A fixture that is being run.
struct Stage {
    prepared: Prepared,
    calls: Calls,
    limits: RunLimits,
}

impl Stage {
    fn new(prepared: Prepared, manifest: &Manifest) -> Self {
        let limits = RunLimits::NATIVE;
        let calls = Calls::new(Start {
            documents: prepared.documents.clone(),
            catalogue: prepared
                .catalogue
                .declaring(std::sync::Arc::clone(manifest.declared())),
            settings: run::declared_settings(manifest, &prepared.settings),
            published: prepared.published,
            limits,
            seed: [0; 32],
        });
        Self {
            prepared,
            calls,
            limits,
        }
    }

    fn finish(self, emitted: Option<u32>, failure: Option<Failed>) -> Vec<String> {
        let answer = match (emitted, failure) {
            (_, Some(failure)) => failure.answer(),
            (Some(emitted), None) => Answer::Emitted(emitted),
            (None, None) => Answer::Failed("internal: no end was told".to_owned()),
        };
        let report = run::report(
            Ok(answer),
            None,
            self.calls.finish(),
            Duration::ZERO,
            &self.limits,
        );
        let mut differences = self.prepared.differences(&report);
        if !differences.is_empty() {
            differences.extend(report.log.iter().map(|line| format!("log: {line}")));
        }
        differences
    }

    fn answer(&mut self, question: Question) -> Result<Value, Stop> {
        let calls = &mut self.calls;
        Ok(match question {
            Question::Media { doc } => json!(calls.document(doc)?.media().as_str()),
            Question::Url { doc } => json!(calls.document(doc)?.url()),
            Question::Meta { doc, key } => json!(calls.meta(doc, &key)?),
            Question::Text { doc } => json!(calls.document(doc)?.text()),
            Question::Select { doc, css, scope } => result(calls.select(doc, scope, &css)?),
            Question::Query { doc, css } => match calls.select(doc, None, &css)? {
                Ok(nodes) => json!({ "ok": hits(calls, doc, &nodes)? }),
                Err(error) => json!({ "err": error }),
            },
            Question::TextOf { doc, nodes } => json!(calls.texts(doc, &nodes)?),
            Question::Attr { doc, node, name } => json!(calls.document(doc)?.attr(node, &name)),
            Question::Parent { doc, node } => json!(calls.document(doc)?.parent(node)),
            Question::Find { doc, needle } => {
                let nodes = calls.find(doc, &needle)?;
                hits(calls, doc, &nodes)?
            }
            Question::Tables { doc } => {
                let document = calls.document(doc)?;
                calls.carry_tables(document.tables().iter())?;
                document.tables().iter().map(table).collect()
            }
            Question::TableLike { doc, words } => {
                let document = calls.document(doc)?;
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                document.table_like(&words).map_or(Value::Null, table)
            }
            Question::Links { doc } => {
                let links = calls.document(doc)?.links();
                let link = |link: milepost_document::Link| json!({ "node": link.node, "text": link.text, "href": link.href });
                links.into_iter().map(link).collect()
            }
            Question::Attachments { doc } => {
                let count = if doc == 0 { calls.document_count() } else { 0 };
                json!((1..count).collect::<Vec<u32>>())
            }
            Question::Number { text, lang } => result(milepost_verify::read_number(&text, &lang)),
            Question::Period { text, lang } => {
                result(milepost_verify::read_period(&text, &lang, calls.published()))
            }
            Question::StatementsAbout { doc, phrases } => json!(calls.statements_about(doc, &phrases)?),
            Question::Field { statement, key } => json!(calls.field(statement, &key)?),
            Question::Emit { observation } => match calls.emit(observation.claim())? {
                Ok(()) => json!({ "ok": null }),
                Err(rejection) => json!({
                    "err": { "code": rejection.code.as_str(), "message": rejection.message }
                }),
            },
            Question::Log { level, message } => {
                calls.log(level.as_str(), &message);
                Value::Null
            }
            Question::Setting { key } => json!(calls.setting(&key)),
            Question::Open { .. } | Question::Finish { .. } => {
                return Err(Stop::new(RunOutcome::Failed, "this is no call of an extractor"));
            }
        })
    }
}

fn result<T: serde::Serialize>(result: Result<T, String>) -> Value {
    match result {
        Ok(ok) => json!({ "ok": ok }),
        Err(error) => json!({ "err": error }),
    }
}

fn hits(calls: &mut Calls, doc: u32, nodes: &[u32]) -> Result<Value, Stop> {
    let texts = calls.texts(doc, nodes)?;
    let hit = |(node, text): (&u32, String)| json!({ "node": node, "text": text });
    Ok(nodes.iter().zip(texts).map(hit).collect())
}

fn table(table: &milepost_document::Table) -> Value {
    json!({
        "node": table.node, "caption": table.caption, "rows": table.rows, "cols": table.cols,
        "header_rows": table.header_rows, "header_cols": table.header_cols,
        "texts": table.texts, "nodes": table.nodes,
    })
}

/// What a test asks.
#[derive(Debug, Deserialize)]
#[serde(tag = "call", rename_all = "kebab-case")]
enum Question {
    Open {
        fixture: String,
    },
    Finish {
        emitted: Option<u32>,
        failure: Option<Failed>,
    },
    Media {
        doc: u32,
    },
    Url {
        doc: u32,
    },
    Meta {
        doc: u32,
        key: String,
    },
    Text {
        doc: u32,
    },
    Select {
        doc: u32,
        css: String,
        scope: Option<u32>,
    },
    Query {
        doc: u32,
        css: String,
    },
    TextOf {
        doc: u32,
        nodes: Vec<u32>,
    },
    Attr {
        doc: u32,
        node: u32,
        name: String,
    },
    Parent {
        doc: u32,
        node: u32,
    },
    Find {
        doc: u32,
        needle: String,
    },
    Tables {
        doc: u32,
    },
    TableLike {
        doc: u32,
        words: Vec<String>,
    },
    Links {
        doc: u32,
    },
    Attachments {
        doc: u32,
    },
    Number {
        text: String,
        lang: String,
    },
    Period {
        text: String,
        lang: String,
    },
    StatementsAbout {
        doc: u32,
        phrases: Vec<Vec<String>>,
    },
    Field {
        statement: u32,
        key: String,
    },
    Emit {
        observation: Observation,
    },
    Log {
        level: Level,
        message: String,
    },
    Setting {
        key: String,
    },
}

/// How an extractor gave up.
#[derive(Debug, Deserialize)]
struct Failed {
    kind: String,
    message: String,
    node: Option<u32>,
}

impl Failed {
    fn answer(self) -> Answer {
        Answer::failed(&self.kind, &self.message, self.node)
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Level {
    Debug,
    Info,
    Warn,
    Error,
}

impl Level {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

#[derive(Debug, Deserialize)]
struct Observation {
    metric: String,
    period: String,
    value: String,
    unit: String,
    printed: String,
    dims: Vec<(String, String)>,
    evidence: Vec<Quoted>,
}

#[derive(Debug, Deserialize)]
struct Quoted {
    role: QuotedRole,
    doc: u32,
    node: u32,
    quote: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum QuotedRole {
    Value,
    Period,
    Unit,
    Label,
    Area,
    Note,
}

impl Observation {
    fn claim(self) -> Claim {
        let evidence = self.evidence.into_iter().map(|quoted| Evidence {
            role: match quoted.role {
                QuotedRole::Value => EvidenceRole::Value,
                QuotedRole::Period => EvidenceRole::Period,
                QuotedRole::Unit => EvidenceRole::Unit,
                QuotedRole::Label => EvidenceRole::Label,
                QuotedRole::Area => EvidenceRole::Area,
                QuotedRole::Note => EvidenceRole::Note,
            },
            document: quoted.doc,
            node: quoted.node,
            quote: quoted.quote,
        });
        Claim {
            metric: self.metric,
            period: self.period,
            value: self.value,
            unit: self.unit,
            printed: self.printed,
            dims: self.dims,
            evidence: evidence.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks one after the other of a folder with one fixture, and returns the answers after the greeting.
    fn ask(questions: &[&str]) -> Vec<Value> {
        let folder = tempfile::tempdir().unwrap();
        let fixture = folder.path().join("fixtures").join("one");
        std::fs::create_dir_all(&fixture).unwrap();
        std::fs::write(
            fixture.join("page.html"),
            "<html><body><p>At the end of 2025, Example City had 42 heritage sites.</p></body></html>",
        )
        .unwrap();
        std::fs::write(
            fixture.join("fixture.toml"),
            "document = \"page.html\"\nurl = \"https://example.gov/1.html\"\npublished = \"2026-01-20\"\narea_names = [\"Example City\"]\n\
             [settings]\nsecret = \"1\"\n[[indicator]]\nid = \"a.b\"\nunit = \"count\"\nmeasure = \"stock\"\n\
             [[expect]]\nindicator = \"a.b\"\nperiod = \"as-of:2025-12-31\"\nvalue = \"42\"\nunit = \"count\"\nprinted = \"42\"\n",
        )
        .unwrap();
        let manifest = Manifest::parse(
            "id = \"x\"\nversion = \"0.1.0\"\nabi = \"0.1\"\ntitle = \"x\"\nmetrics = [\"a.b\"]\n",
        )
        .unwrap();
        let mut answers = Vec::new();
        rehearse(
            folder.path(),
            &manifest,
            None,
            questions.join("\n").as_bytes(),
            &mut answers,
        )
        .unwrap();
        let answers = String::from_utf8(answers).unwrap();
        let mut lines = answers.lines().map(|line| serde_json::from_str(line).unwrap());
        let hello: Value = lines.next().unwrap();
        assert_eq!(hello, json!({ "rehearsal": 1, "fixtures": ["one"] }));
        lines.collect()
    }

    const OPEN: &str = r#"{"call":"open","fixture":"one"}"#;

    #[test]
    fn a_claim_is_held_against_the_page_as_a_components_is() {
        let claim = |value: &str| {
            format!(
                r#"{{"call":"emit","doc":0,"observation":{{"metric":"a.b","period":"as-of:2025-12-31","value":"{value}","unit":"count","printed":"42","dims":[],"evidence":[{{"role":"value","doc":0,"node":NODE,"quote":"At the end of 2025, Example City had 42 heritage sites"}},{{"role":"period","doc":0,"node":NODE,"quote":"end of 2025"}}]}}}}"#
            )
        };
        let about = r#"{"call":"statements-about","doc":0,"phrases":[["heritage","site"]]}"#;
        let found = ask(&[OPEN, about]);
        let number = &found[1]["answer"][0];
        let field = format!(r#"{{"call":"field","doc":0,"statement":{number},"key":"node"}}"#);
        let node = ask(&[OPEN, &field])[1]["answer"].as_str().unwrap().to_owned();
        let (right, wrong) = (
            claim("42").replace("NODE", &node),
            claim("43").replace("NODE", &node),
        );
        let answers = ask(&[OPEN, &wrong, &right, r#"{"call":"finish","emitted":2}"#]);
        assert_eq!(
            answers[1]["answer"]["err"]["code"], "value-differs",
            "{answers:#?}"
        );
        assert_eq!(answers[2]["answer"]["ok"], Value::Null, "{answers:#?}");
        assert_eq!(answers[3]["answer"], json!([]), "{answers:#?}");
        let nothing = ask(&[OPEN, r#"{"call":"finish","emitted":0}"#]);
        let told = nothing[1]["answer"][0].as_str().unwrap();
        assert!(told.starts_with("expected and not given: a.b"), "{told}");
    }

    #[test]
    fn what_is_not_known_is_told_and_ends_nothing() {
        let answers = ask(&[
            r#"{"call":"url","doc":0}"#,
            OPEN,
            r#"{"call":"url","doc":7}"#,
            r#"{"call":"no-such","doc":0}"#,
            "no json",
            r#"{"call":"open","fixture":"two"}"#,
            r#"{"call":"select","doc":0,"css":"p["}"#,
            r#"{"call":"setting","doc":0,"key":"secret"}"#,
            r#"{"call":"url","doc":0}"#,
        ]);
        for number in [0, 2, 3, 4, 5] {
            assert!(
                answers[number]["stopped"].is_string(),
                "{number}: {}",
                answers[number]
            );
        }
        assert!(answers[6]["answer"]["err"].is_string(), "{}", answers[6]);
        // What the manifest does not declare is not told.
        assert_eq!(answers[7]["answer"], Value::Null);
        assert_eq!(answers[8]["answer"], "https://example.gov/1.html");
    }
}
