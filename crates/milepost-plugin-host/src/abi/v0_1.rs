//! `milepost:extractor` 0.1: the bindings to the frozen `wit/v0.1`, and its words for the host's calls.

use std::borrow::Cow;

use milepost_document::Media;
use milepost_model::{Evidence, EvidenceRole};
use milepost_verify::{Claim, FIELDS};
use wasmtime::component::{Component, HasSelf, InstancePre, Linker, Resource, WasmStr};
use wasmtime::{Store, StoreContextMut};

use crate::abi::Answer;
use crate::calls::{Calls, Stop};
use bindings::exports::milepost::extractor::extract::{Failure, FailureKind};
use bindings::milepost::extractor::{document, log, read, report, settings};

#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "generated from the interface"
)]
mod bindings {
    wasmtime::component::bindgen!({
        path: "../../wit/v0.1",
        world: "extractor",
        imports: { default: trappable },
        with: { "milepost:extractor/document.doc": super::Doc },
    });
}

/// A document in a guest's hands; its number is the handle's own.
#[expect(unreachable_pub, reason = "the generated code exports it again")]
pub struct Doc;

type Trappable<T> = wasmtime::Result<T>;

/// A component of this version, linked.
#[derive(Clone)]
pub(crate) struct Linked(bindings::ExtractorPre<Calls>);

/// Adds what this version imports.
pub(crate) fn link(linker: &mut Linker<Calls>) -> wasmtime::Result<()> {
    bindings::Extractor::add_to_linker::<Calls, HasSelf<Calls>>(linker, |calls| calls)?;
    linker.allow_shadowing(true);
    link_field(linker)?;
    linker.allow_shadowing(false);
    Ok(())
}

/// Replaces the call that extractors make most by one that reads the key where it lies: known keys are not copied.
fn link_field(linker: &mut Linker<Calls>) -> wasmtime::Result<()> {
    let mut read = linker.instance("milepost:extractor/read@0.1.0")?;
    read.func_wrap(
        "field",
        |mut store: StoreContextMut<'_, Calls>, (statement, key): (u32, WasmStr)| {
            let asked = {
                let text = key.to_str(&store)?;
                store.data().carry(text.len())?;
                match FIELDS.iter().find(|known| **known == text) {
                    Some(known) => Cow::Borrowed(*known),
                    None => Cow::Owned(text.into_owned()),
                }
            };
            Ok((Calls::field(store.data_mut(), statement, &asked)?,))
        },
    )
}

impl Linked {
    pub(crate) fn new(linker: &Linker<Calls>, component: &Component) -> wasmtime::Result<Self> {
        let pre: InstancePre<Calls> = linker.instantiate_pre(component)?;
        bindings::ExtractorPre::new(pre).map(Self)
    }

    pub(crate) fn instantiate(&self, store: &mut Store<Calls>) -> wasmtime::Result<()> {
        self.0.instantiate(store).map(|_instance| ())
    }

    pub(crate) fn run(&self, store: &mut Store<Calls>) -> wasmtime::Result<Answer> {
        let extractor = self.0.instantiate(&mut *store)?;
        store.data_mut().open_handle()?;
        let bulletin = Resource::new_own(0);
        let answer = extractor
            .milepost_extractor_extract()
            .call_extract(&mut *store, bulletin)?;
        Ok(match answer {
            Ok(count) => Answer::Emitted(count),
            Err(failure) => told(&failure),
        })
    }
}

fn told(failure: &Failure) -> Answer {
    let kind = match failure.kind {
        FailureKind::NotApplicable => "not-applicable",
        FailureKind::LayoutChanged => "layout-changed",
        FailureKind::SourceError => "source-error",
        FailureKind::Internal => "internal",
    };
    Answer::failed(kind, &failure.message, failure.node)
}

fn hits(calls: &mut Calls, number: u32, nodes: &[u32]) -> Result<Vec<document::Hit>, Stop> {
    let texts = calls.texts(number, nodes)?;
    let hits = nodes
        .iter()
        .zip(texts)
        .map(|(node, text)| document::Hit { node: *node, text });
    Ok(hits.collect())
}

fn grid(table: &milepost_document::Table) -> document::Table {
    document::Table {
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

impl document::Host for Calls {}

impl document::HostDoc for Calls {
    fn index(&mut self, doc: Resource<Doc>) -> Trappable<u32> {
        Ok(doc.rep())
    }

    fn media(&mut self, doc: Resource<Doc>) -> Trappable<document::Media> {
        Ok(match self.document(doc.rep())?.media() {
            Media::Html => document::Media::Html,
            Media::Pdf => document::Media::Pdf,
            Media::Xlsx => document::Media::Xlsx,
            Media::Csv => document::Media::Csv,
            // A word processor's file is running text to an extractor.
            Media::Docx | Media::Text => document::Media::Text,
        })
    }

    fn url(&mut self, doc: Resource<Doc>) -> Trappable<String> {
        Ok(self.document(doc.rep())?.url().to_owned())
    }

    fn meta(&mut self, doc: Resource<Doc>, key: String) -> Trappable<Option<String>> {
        Ok(Calls::meta(self, doc.rep(), &key)?)
    }

    fn text(&mut self, doc: Resource<Doc>) -> Trappable<String> {
        let document = self.document(doc.rep())?;
        self.work_on_text(document.text().len())?;
        self.carry(document.text().len())?;
        Ok(document.text().to_owned())
    }

    fn select(&mut self, doc: Resource<Doc>, css: String) -> Trappable<Result<Vec<u32>, String>> {
        Ok(Calls::select(self, doc.rep(), None, &css)?)
    }

    fn select_in(
        &mut self,
        doc: Resource<Doc>,
        scope: u32,
        css: String,
    ) -> Trappable<Result<Vec<u32>, String>> {
        Ok(Calls::select(self, doc.rep(), Some(scope), &css)?)
    }

    fn query(&mut self, doc: Resource<Doc>, css: String) -> Trappable<Result<Vec<document::Hit>, String>> {
        match Calls::select(self, doc.rep(), None, &css)? {
            Ok(nodes) => Ok(Ok(hits(self, doc.rep(), &nodes)?)),
            Err(error) => Ok(Err(error)),
        }
    }

    fn text_of(&mut self, doc: Resource<Doc>, nodes: Vec<u32>) -> Trappable<Vec<String>> {
        Ok(self.texts(doc.rep(), &nodes)?)
    }

    fn attr(&mut self, doc: Resource<Doc>, node: u32, name: String) -> Trappable<Option<String>> {
        self.work(1)?;
        let document = self.document(doc.rep())?;
        let value = document.attr(node, &name);
        self.carry(value.map_or(0, str::len))?;
        Ok(value.map(str::to_owned))
    }

    fn parent(&mut self, doc: Resource<Doc>, node: u32) -> Trappable<Option<u32>> {
        self.work(1)?;
        Ok(self.document(doc.rep())?.parent(node))
    }

    fn find(&mut self, doc: Resource<Doc>, needle: String) -> Trappable<Vec<document::Hit>> {
        let nodes = Calls::find(self, doc.rep(), &needle)?;
        Ok(hits(self, doc.rep(), &nodes)?)
    }

    fn tables(&mut self, doc: Resource<Doc>) -> Trappable<Vec<document::Table>> {
        let document = self.document(doc.rep())?;
        self.carry_tables(document.tables().iter())?;
        Ok(document.tables().iter().map(grid).collect())
    }

    fn table_like(&mut self, doc: Resource<Doc>, words: Vec<String>) -> Trappable<Option<document::Table>> {
        let document = self.document(doc.rep())?;
        self.work_on_text(document.text().len())?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = document.table_like(&words);
        self.carry_tables(found.into_iter())?;
        Ok(found.map(grid))
    }

    fn links(&mut self, doc: Resource<Doc>) -> Trappable<Vec<document::Link>> {
        let document = self.document(doc.rep())?;
        self.work(u64::from(document.node_count()))?;
        let links = document.links();
        let bytes = links.iter().fold(0_usize, |sum, link| {
            sum.saturating_add(link.text.len())
                .saturating_add(link.href.len())
                .saturating_add(20)
        });
        self.carry(bytes)?;
        let given = links.into_iter().map(|link| document::Link {
            node: link.node,
            text: link.text,
            href: link.href,
        });
        Ok(given.collect())
    }

    fn attachments(&mut self, doc: Resource<Doc>) -> Trappable<Vec<Resource<Doc>>> {
        let count = if doc.rep() == 0 { self.document_count() } else { 0 };
        let mut given = Vec::new();
        for number in 1..count {
            self.open_handle()?;
            given.push(Resource::new_own(number));
        }
        Ok(given)
    }

    fn drop(&mut self, _doc: Resource<Doc>) -> Trappable<()> {
        self.close_handle();
        Ok(())
    }
}

impl read::Host for Calls {
    fn number(&mut self, text: String, lang: String) -> Trappable<Result<String, String>> {
        self.work(1)?;
        Ok(milepost_verify::read_number(&text, &lang))
    }

    fn period(&mut self, text: String, lang: String) -> Trappable<Result<String, String>> {
        self.work(1)?;
        Ok(milepost_verify::read_period(&text, &lang, self.published()))
    }

    fn statements_about(&mut self, doc: Resource<Doc>, phrases: Vec<Vec<String>>) -> Trappable<Vec<u32>> {
        Ok(Calls::statements_about(self, doc.rep(), &phrases)?)
    }

    fn field(&mut self, statement: u32, key: String) -> Trappable<Option<String>> {
        Ok(Calls::field(self, statement, &key)?)
    }
}

impl report::Host for Calls {
    fn emit(&mut self, o: report::Observation) -> Trappable<Result<(), report::Rejection>> {
        let evidence = o.evidence.into_iter().map(|evidence| Evidence {
            role: match evidence.role {
                report::Role::Value => EvidenceRole::Value,
                report::Role::Period => EvidenceRole::Period,
                report::Role::Unit => EvidenceRole::Unit,
                report::Role::Label => EvidenceRole::Label,
                report::Role::Area => EvidenceRole::Area,
                report::Role::Note => EvidenceRole::Note,
            },
            document: evidence.doc,
            node: evidence.node,
            quote: evidence.quote,
        });
        let claim = Claim {
            metric: o.metric,
            period: o.period,
            value: o.value,
            unit: o.unit,
            printed: o.printed,
            dims: o.dims,
            evidence: evidence.collect(),
        };
        Ok(Calls::emit(self, claim)?.map_err(|rejection| report::Rejection {
            code: rejection.code.as_str().to_owned(),
            message: rejection.message,
        }))
    }
}

impl log::Host for Calls {
    fn log(&mut self, level: log::Level, message: String) -> Trappable<()> {
        self.work(1)?;
        let level = match level {
            log::Level::Debug => "debug",
            log::Level::Info => "info",
            log::Level::Warn => "warn",
            log::Level::Error => "error",
        };
        Calls::log(self, level, &message);
        Ok(())
    }
}

impl settings::Host for Calls {
    fn get(&mut self, key: String) -> Trappable<Option<String>> {
        self.work(1)?;
        let value = self.setting(&key);
        self.carry(value.as_ref().map_or(0, String::len))?;
        Ok(value)
    }
}
