//! The page of a native run: a parsed document behind the trait that extractors are written against.

use std::cell::RefCell;
use std::rc::Rc;

use milepost_document::{Document, Media as DocumentMedia, Table as DocumentTable};
use milepost_model::{Evidence, EvidenceRole as ModelRole, NaiveDate};
use milepost_plugin_sdk::{
    EvidenceRole, Hit, Level, Link, Media, Node, Observation, Page, Rejection, StatementId, Table,
};
use milepost_verify::{Catalogue, Claim, RunKeys, Statements, Verified, read_number, read_period, verify};

use crate::run::Refused;

/// What a run has given so far; shared by a document and its attachments.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) accepted: Vec<Verified>,
    pub(crate) refused: Vec<Refused>,
    pub(crate) log: Vec<(Level, String)>,
    pub(crate) keys: RunKeys,
}

/// One document of a run.
#[derive(Debug, Clone)]
pub(crate) struct NativePage<'s> {
    pub(crate) documents: &'s [Document],
    pub(crate) index: usize,
    pub(crate) catalogue: &'s Catalogue,
    pub(crate) published: Option<NaiveDate>,
    pub(crate) settings: &'s [(String, String)],
    pub(crate) ledger: Rc<RefCell<Ledger>>,
}

impl NativePage<'_> {
    fn document(&self) -> Option<&Document> {
        self.documents.get(self.index)
    }

    fn statements(&self) -> Statements<'_> {
        Statements::new(self.documents.iter().collect(), self.catalogue.area_names())
    }

    fn hits(&self, nodes: Vec<Node>) -> Vec<Hit> {
        let text = |node| {
            self.document()
                .map_or("", |document| document.text_of(node))
                .to_owned()
        };
        nodes
            .into_iter()
            .map(|node| Hit {
                node,
                text: text(node),
            })
            .collect()
    }
}

impl Page for NativePage<'_> {
    fn index(&self) -> u32 {
        u32::try_from(self.index).unwrap_or(u32::MAX)
    }

    fn media(&self) -> Media {
        match self.document().map(Document::media) {
            Some(DocumentMedia::Html) => Media::Html,
            Some(DocumentMedia::Pdf) => Media::Pdf,
            Some(DocumentMedia::Xlsx) => Media::Xlsx,
            Some(DocumentMedia::Csv) => Media::Csv,
            Some(DocumentMedia::Text | DocumentMedia::Docx) | None => Media::Text,
        }
    }

    fn url(&self) -> String {
        self.document().map_or("", Document::url).to_owned()
    }

    fn meta(&self, key: &str) -> Option<String> {
        self.document()?.meta(key)
    }

    fn text(&self) -> String {
        self.document().map_or("", Document::text).to_owned()
    }

    fn select(&self, css: &str) -> Result<Vec<Node>, String> {
        let Some(document) = self.document() else {
            return Ok(Vec::new());
        };
        document.select(css).map_err(|error| error.to_string())
    }

    fn select_in(&self, scope: Node, css: &str) -> Result<Vec<Node>, String> {
        let Some(document) = self.document() else {
            return Ok(Vec::new());
        };
        document.select_in(scope, css).map_err(|error| error.to_string())
    }

    fn query(&self, css: &str) -> Result<Vec<Hit>, String> {
        Ok(self.hits(self.select(css)?))
    }

    fn text_of(&self, nodes: &[Node]) -> Vec<String> {
        self.hits(nodes.to_vec())
            .into_iter()
            .map(|hit| hit.text)
            .collect()
    }

    fn attr(&self, node: Node, name: &str) -> Option<String> {
        self.document()?.attr(node, name).map(str::to_owned)
    }

    fn parent(&self, node: Node) -> Option<Node> {
        self.document()?.parent(node)
    }

    fn find(&self, needle: &str) -> Vec<Hit> {
        self.hits(
            self.document()
                .map(|document| document.find(needle))
                .unwrap_or_default(),
        )
    }

    fn tables(&self) -> Vec<Table> {
        let tables = self.document().map(Document::tables).unwrap_or_default();
        tables.iter().map(table).collect()
    }

    fn table_like(&self, words: &[&str]) -> Option<Table> {
        self.document()?.table_like(words).map(table)
    }

    fn links(&self) -> Vec<Link> {
        let links = self.document().map(Document::links).unwrap_or_default();
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
        let first = if self.index == 0 { 1 } else { self.documents.len() };
        (first..self.documents.len())
            .map(|index| -> Box<dyn Page> {
                Box::new(Self {
                    index,
                    ..self.clone()
                })
            })
            .collect()
    }

    fn number(&self, text: &str, lang: &str) -> Result<String, String> {
        read_number(text, lang)
    }

    fn period(&self, text: &str, lang: &str) -> Result<String, String> {
        read_period(text, lang, self.published)
    }

    fn statements_about(&self, phrases: &[Vec<String>]) -> Vec<StatementId> {
        self.statements().about(self.index(), phrases)
    }

    fn field(&self, statement: StatementId, key: &str) -> Option<String> {
        self.statements().field(statement, key)
    }

    fn emit(&self, observation: &Observation) -> Result<(), Rejection> {
        let claim = claim(observation);
        let documents: Vec<&Document> = self.documents.iter().collect();
        let ledger = &mut *self.ledger.borrow_mut();
        match verify(
            &claim,
            &documents,
            self.catalogue,
            self.published,
            &mut ledger.keys,
        ) {
            Ok(verified) => {
                ledger.accepted.push(verified);
                Ok(())
            }
            Err(rejection) => {
                let told = Rejection {
                    code: rejection.code.to_string(),
                    message: rejection.message.clone(),
                };
                ledger.refused.push(Refused { claim, rejection });
                Err(told)
            }
        }
    }

    fn log(&self, level: Level, message: &str) {
        self.ledger.borrow_mut().log.push((level, message.to_owned()));
    }

    fn setting(&self, key: &str) -> Option<String> {
        let found = self.settings.iter().find(|(known, _)| known == key)?;
        Some(found.1.clone())
    }
}

fn table(table: &DocumentTable) -> Table {
    Table {
        node: table.node,
        caption: table.caption.clone(),
        rows: table.rows,
        cols: table.cols,
        header_rows: table.header_rows,
        header_cols: table.header_cols,
        texts: table.texts.clone(),
        nodes: table.nodes.clone(),
    }
}

fn claim(observation: &Observation) -> Claim {
    let role = |role| match role {
        EvidenceRole::Value => ModelRole::Value,
        EvidenceRole::Period => ModelRole::Period,
        EvidenceRole::Unit => ModelRole::Unit,
        EvidenceRole::Label => ModelRole::Label,
        EvidenceRole::Area => ModelRole::Area,
        EvidenceRole::Note => ModelRole::Note,
    };
    Claim {
        metric: observation.indicator.clone(),
        period: observation.period.clone(),
        value: observation.value.clone(),
        unit: observation.unit.clone(),
        printed: observation.printed.clone(),
        dims: observation.dims.clone(),
        evidence: observation
            .evidence
            .iter()
            .map(|evidence| Evidence {
                role: role(evidence.role),
                document: evidence.document,
                node: evidence.node,
                quote: evidence.quote.clone(),
            })
            .collect(),
    }
}
