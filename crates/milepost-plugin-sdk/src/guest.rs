//! The page of a component: the host's document behind the bindings.

use crate::bindings::milepost::extractor::{document, log, read, report, settings};
use crate::{
    EvidenceRole, Extractor, Failure, FailureKind, Hit, Level, Link, Media, Node, Observation, Page,
    Rejection, StatementId, Table,
};

pub use crate::bindings::exports::milepost::extractor::extract::{
    Failure as WitFailure, FailureKind as WitFailureKind, Guest,
};
pub use crate::bindings::milepost::extractor::document::Doc;

/// Runs an extractor on the document that the host passed.
///
/// # Errors
/// The extractor's own failure.
pub fn run(extractor: &dyn Extractor, doc: Doc) -> Result<u32, WitFailure> {
    extractor.extract(&GuestPage { doc }).map_err(wit_failure)
}

fn wit_failure(failure: Failure) -> WitFailure {
    WitFailure {
        kind: match failure.kind {
            FailureKind::NotApplicable => WitFailureKind::NotApplicable,
            FailureKind::LayoutChanged => WitFailureKind::LayoutChanged,
            FailureKind::SourceError => WitFailureKind::SourceError,
            FailureKind::Internal => WitFailureKind::Internal,
        },
        message: failure.message,
        node: failure.node,
    }
}

struct GuestPage {
    doc: Doc,
}

impl Page for GuestPage {
    fn index(&self) -> u32 {
        self.doc.index()
    }

    fn media(&self) -> Media {
        match self.doc.media() {
            document::Media::Html => Media::Html,
            document::Media::Pdf => Media::Pdf,
            document::Media::Xlsx => Media::Xlsx,
            document::Media::Csv => Media::Csv,
            document::Media::Text => Media::Text,
        }
    }

    fn url(&self) -> String {
        self.doc.url()
    }

    fn meta(&self, key: &str) -> Option<String> {
        self.doc.meta(key)
    }

    fn text(&self) -> String {
        self.doc.text()
    }

    fn select(&self, css: &str) -> Result<Vec<Node>, String> {
        self.doc.select(css)
    }

    fn select_in(&self, scope: Node, css: &str) -> Result<Vec<Node>, String> {
        self.doc.select_in(scope, css)
    }

    fn query(&self, css: &str) -> Result<Vec<Hit>, String> {
        self.doc.query(css).map(hits)
    }

    fn text_of(&self, nodes: &[Node]) -> Vec<String> {
        self.doc.text_of(nodes)
    }

    fn attr(&self, node: Node, name: &str) -> Option<String> {
        self.doc.attr(node, name)
    }

    fn parent(&self, node: Node) -> Option<Node> {
        self.doc.parent(node)
    }

    fn find(&self, needle: &str) -> Vec<Hit> {
        hits(self.doc.find(needle))
    }

    fn tables(&self) -> Vec<Table> {
        self.doc.tables().into_iter().map(table).collect()
    }

    fn table_like(&self, words: &[&str]) -> Option<Table> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        self.doc.table_like(&words).map(table)
    }

    fn links(&self) -> Vec<Link> {
        let links = self.doc.links();
        links
            .into_iter()
            .map(|link| Link {
                node: link.node,
                text: link.text,
                href: link.href,
            })
            .collect()
    }

    fn attachments(&self) -> Vec<Box<dyn Page + '_>> {
        let documents = self.doc.attachments();
        documents
            .into_iter()
            .map(|doc| -> Box<dyn Page> { Box::new(Self { doc }) })
            .collect()
    }

    fn number(&self, text: &str, lang: &str) -> Result<String, String> {
        read::number(text, lang)
    }

    fn period(&self, text: &str, lang: &str) -> Result<String, String> {
        read::period(text, lang)
    }

    fn statements_about(&self, phrases: &[Vec<String>]) -> Vec<StatementId> {
        read::statements_about(&self.doc, phrases)
    }

    fn field(&self, statement: StatementId, key: &str) -> Option<String> {
        read::field(statement, key)
    }

    fn emit(&self, observation: &Observation) -> Result<(), Rejection> {
        let wire = report::Observation {
            metric: observation.indicator.clone(),
            period: observation.period.clone(),
            value: observation.value.clone(),
            unit: observation.unit.clone(),
            printed: observation.printed.clone(),
            dims: observation.dims.clone(),
            evidence: observation
                .evidence
                .iter()
                .map(|evidence| report::Evidence {
                    role: evidence_role(evidence.role),
                    doc: evidence.document,
                    node: evidence.node,
                    quote: evidence.quote.clone(),
                })
                .collect(),
        };
        report::emit(&wire).map_err(|rejection| Rejection {
            code: rejection.code,
            message: rejection.message,
        })
    }

    fn log(&self, level: Level, message: &str) {
        let level = match level {
            Level::Debug => log::Level::Debug,
            Level::Info => log::Level::Info,
            Level::Warn => log::Level::Warn,
            Level::Error => log::Level::Error,
        };
        log::log(level, message);
    }

    fn setting(&self, key: &str) -> Option<String> {
        settings::get(key)
    }
}

fn hits(hits: Vec<document::Hit>) -> Vec<Hit> {
    hits.into_iter()
        .map(|hit| Hit {
            node: hit.node,
            text: hit.text,
        })
        .collect()
}

fn table(table: document::Table) -> Table {
    Table {
        node: table.node,
        caption: table.caption,
        rows: table.rows,
        cols: table.cols,
        header_rows: table.header_rows,
        header_cols: table.header_cols,
        texts: table.texts,
        nodes: table.nodes,
    }
}

fn evidence_role(role: EvidenceRole) -> report::Role {
    match role {
        EvidenceRole::Value => report::Role::Value,
        EvidenceRole::Period => report::Role::Period,
        EvidenceRole::Unit => report::Role::Unit,
        EvidenceRole::Label => report::Role::Label,
        EvidenceRole::Area => report::Role::Area,
        EvidenceRole::Note => report::Role::Note,
    }
}
