//! What an extractor can ask of the host, in no version's words; and what asking costs.
//!
//! Everything a guest says arrives here unchecked. Every answer is bounded in bytes, every search in nodes.

use std::sync::Arc;

use milepost_document::{Document, Table};
use milepost_model::NaiveDate;
use milepost_verify::{Catalogue, Claim, Rejection, RejectionCode, RunKeys, Statements, Verified, verify};
use wasmtime::ResourceLimiter;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::WasiCtx;
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;

use crate::limits::RunLimits;
use crate::run::{RefusedClaim, RunOutcome};
use crate::wasi;

/// This many instances, tables and memories each: components of an interpreter have some ten.
const MAX_PARTS: usize = 200;

/// Quotes are clauses; ten thousand of them take 2 MiB.
const MAX_KEPT_BYTES: usize = 16 << 20;

/// More refusals than this are one mistake made often.
const MAX_REFUSED: usize = 1_000;

/// A host call that ends the run, with the outcome it ends in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub(crate) struct Stop {
    pub(crate) outcome: RunOutcome,
    pub(crate) reason: String,
}

impl Stop {
    pub(crate) fn new(outcome: RunOutcome, reason: impl Into<String>) -> Self {
        Self {
            outcome,
            reason: reason.into(),
        }
    }
}

/// The host's side of one run.
pub(crate) struct Calls {
    documents: Vec<Arc<Document>>,
    catalogue: Catalogue,
    settings: Vec<(String, String)>,
    published: Option<NaiveDate>,
    limits: RunLimits,
    work_left: u64,
    handles: usize,
    keys: RunKeys,
    emitted: u64,
    accepted: Vec<Verified>,
    refused: Vec<RefusedClaim>,
    kept_bytes: usize,
    log: Vec<String>,
    log_bytes: usize,
    log_is_cut: bool,
    printed: MemoryOutputPipe,
    seed: [u8; 32],
    wasi: Option<WasiCtx>,
    table: ResourceTable,
    memory: Memory,
}

/// What the run holds in memories and tables.
#[derive(Debug, Default)]
struct Memory {
    bytes: u64,
    most_bytes: u64,
    elements: u64,
    is_refused: bool,
}

/// What a run leaves behind.
pub(crate) struct Left {
    pub(crate) emitted: u64,
    pub(crate) accepted: Vec<Verified>,
    pub(crate) refused: Vec<RefusedClaim>,
    pub(crate) log: Vec<String>,
    pub(crate) printed: String,
    pub(crate) memory_bytes: u64,
    pub(crate) is_memory_refused: bool,
}

/// What a run starts from.
pub(crate) struct Start {
    pub(crate) documents: Vec<Arc<Document>>,
    pub(crate) catalogue: Catalogue,
    pub(crate) settings: Vec<(String, String)>,
    pub(crate) published: Option<NaiveDate>,
    pub(crate) limits: RunLimits,
    pub(crate) seed: [u8; 32],
}

impl Calls {
    pub(crate) fn new(start: Start) -> Self {
        let limits = start.limits;
        Self {
            documents: start.documents,
            catalogue: start.catalogue,
            settings: start.settings,
            published: start.published,
            work_left: limits.host_work,
            handles: 0,
            keys: RunKeys::default(),
            emitted: 0,
            accepted: Vec::new(),
            refused: Vec::new(),
            kept_bytes: 0,
            log: Vec::new(),
            log_bytes: 0,
            log_is_cut: false,
            printed: MemoryOutputPipe::new(limits.stderr_bytes),
            seed: start.seed,
            wasi: None,
            table: wasi::table(limits.handles),
            memory: Memory::default(),
            limits,
        }
    }

    pub(crate) fn finish(self) -> Left {
        let mut log = self.log;
        if self.log_is_cut {
            log.push("… the log was cut at its limit".to_owned());
        }
        Left {
            emitted: self.emitted,
            accepted: self.accepted,
            refused: self.refused,
            log,
            printed: String::from_utf8_lossy(&self.printed.contents()).into_owned(),
            memory_bytes: self.memory.most_bytes,
            is_memory_refused: self.memory.is_refused,
        }
    }

    /// WASI is made when a guest first asks for it; most never do.
    pub(crate) fn wasi(&mut self) -> (&mut WasiCtx, &mut ResourceTable) {
        let (seed, printed) = (&self.seed, &self.printed);
        let ctx = self.wasi.get_or_insert_with(|| wasi::denied(seed, printed));
        (ctx, &mut self.table)
    }

    /// Returns a document by its number.
    pub(crate) fn document(&self, number: u32) -> Result<Arc<Document>, Stop> {
        let known = usize::try_from(number)
            .ok()
            .and_then(|number| self.documents.get(number));
        known
            .cloned()
            .ok_or_else(|| Stop::new(RunOutcome::Trapped, format!("there is no document {number}")))
    }

    /// Returns how many documents there are.
    pub(crate) fn document_count(&self) -> u32 {
        u32::try_from(self.documents.len()).unwrap_or(u32::MAX)
    }

    /// Takes a handle into account that the guest is given.
    pub(crate) fn open_handle(&mut self) -> Result<(), Stop> {
        if self.handles >= self.limits.handles {
            let reason = format!("more than {} handles open at once", self.limits.handles);
            return Err(Stop::new(RunOutcome::Memory, reason));
        }
        self.handles = self.handles.saturating_add(1);
        Ok(())
    }

    pub(crate) const fn close_handle(&mut self) {
        self.handles = self.handles.saturating_sub(1);
    }

    /// Takes work into account before it is done.
    pub(crate) fn work(&mut self, nodes: u64) -> Result<(), Stop> {
        let Some(left) = self.work_left.checked_sub(nodes) else {
            let reason = format!(
                "the host visited {} nodes for it, and more were asked",
                self.limits.host_work
            );
            return Err(Stop::new(RunOutcome::Deadline, reason));
        };
        self.work_left = left;
        Ok(())
    }

    /// Takes the reading of a text into account.
    pub(crate) fn work_on_text(&mut self, bytes: usize) -> Result<(), Stop> {
        self.work(u64::try_from(bytes / 64).unwrap_or(u64::MAX).saturating_add(1))
    }

    /// Checks that an answer may be handed over.
    pub(crate) fn carry(&self, bytes: usize) -> Result<(), Stop> {
        if bytes <= self.limits.copied_bytes {
            return Ok(());
        }
        let reason = format!(
            "one call would carry {bytes} bytes, more than the {} allowed; ask for less at a time",
            self.limits.copied_bytes
        );
        Err(Stop::new(RunOutcome::Memory, reason))
    }

    /// Returns what a document says of itself.
    pub(crate) fn meta(&mut self, number: u32, key: &str) -> Result<Option<String>, Stop> {
        let document = self.document(number)?;
        self.work(64)?;
        if key == "published" && number == 0 && self.published.is_some() {
            return Ok(self.published.map(|date| date.to_string()));
        }
        let found = document.meta(key);
        self.carry(found.as_ref().map_or(0, String::len))?;
        Ok(found)
    }

    /// Returns the nodes that match a selector, below a node where one is given.
    pub(crate) fn select(
        &mut self,
        number: u32,
        scope: Option<u32>,
        css: &str,
    ) -> Result<Result<Vec<u32>, String>, Stop> {
        let document = self.document(number)?;
        // Longer selectors take longer at each node.
        let parts = u64::try_from(css.len() / 32)
            .unwrap_or(u64::MAX)
            .saturating_add(1);
        self.work(u64::from(document.node_count()).saturating_mul(parts))?;
        let found = match scope {
            Some(scope) => document.select_in(scope, css),
            None => document.select(css),
        };
        match found {
            Ok(nodes) => {
                self.carry(nodes.len().saturating_mul(4))?;
                Ok(Ok(nodes))
            }
            Err(error) => Ok(Err(error.to_string())),
        }
    }

    /// Returns the texts of nodes; empty for what is no node.
    pub(crate) fn texts(&mut self, number: u32, nodes: &[u32]) -> Result<Vec<String>, Stop> {
        let document = self.document(number)?;
        self.work(u64::try_from(nodes.len()).unwrap_or(u64::MAX))?;
        let bytes = nodes.iter().fold(0_usize, |sum, node| {
            sum.saturating_add(document.text_of(*node).len())
                .saturating_add(8)
        });
        self.carry(bytes)?;
        Ok(nodes
            .iter()
            .map(|node| document.text_of(*node).to_owned())
            .collect())
    }

    /// Returns the smallest nodes that hold a text.
    pub(crate) fn find(&mut self, number: u32, needle: &str) -> Result<Vec<u32>, Stop> {
        let document = self.document(number)?;
        self.work_on_text(document.text().len())?;
        self.work(1_000)?;
        Ok(document.find(needle))
    }

    /// Checks that tables may be handed over.
    pub(crate) fn carry_tables<'t>(&mut self, tables: impl Iterator<Item = &'t Table>) -> Result<(), Stop> {
        let bytes = tables.fold(0_usize, |sum, table| {
            let texts = table
                .texts
                .iter()
                .fold(0_usize, |sum, text| sum.saturating_add(text.len()));
            let slots = table.texts.len().saturating_mul(12);
            sum.saturating_add(texts)
                .saturating_add(slots)
                .saturating_add(table.caption.len())
        });
        self.work_on_text(bytes)?;
        self.carry(bytes)
    }

    /// Returns the numbers of the statements that speak of a phrase, best first.
    pub(crate) fn statements_about(
        &mut self,
        number: u32,
        phrases: &[Vec<String>],
    ) -> Result<Vec<u32>, Stop> {
        let document = self.document(number)?;
        let words = phrases
            .iter()
            .fold(0_usize, |sum, phrase| sum.saturating_add(phrase.len()));
        let compared = document.statements().len().saturating_mul(words.max(1));
        self.work(u64::try_from(compared).unwrap_or(u64::MAX))?;
        let found = self.statements().about(number, phrases);
        self.carry(found.len().saturating_mul(4))?;
        Ok(found)
    }

    /// Returns what is known of a statement.
    pub(crate) fn field(&mut self, statement: u32, key: &str) -> Result<Option<String>, Stop> {
        let keys = key.bytes().filter(|byte| *byte == b' ').count().saturating_add(1);
        self.work(u64::try_from(keys).unwrap_or(u64::MAX))?;
        let documents = self.documents.iter().map(Arc::as_ref);
        let found = Statements::look_up(documents, self.catalogue.area_names(), statement, key);
        self.carry(found.as_ref().map_or(0, String::len))?;
        Ok(found)
    }

    fn statements(&self) -> Statements<'_> {
        let documents = self.documents.iter().map(Arc::as_ref).collect();
        Statements::new(documents, self.catalogue.area_names())
    }

    /// Returns the day of publication: as given, else as the bulletin says.
    pub(crate) fn published(&self) -> Option<NaiveDate> {
        let own = || self.documents.first().and_then(|document| document.published());
        self.published.or_else(own)
    }

    /// Returns what the user set.
    pub(crate) fn setting(&self, key: &str) -> Option<String> {
        let found = self.settings.iter().find(|(own, _)| own == key);
        found.map(|(_, value)| value.clone())
    }

    /// Keeps a line of the log, as long as there is room.
    pub(crate) fn log(&mut self, level: &str, message: &str) {
        let is_full = self.log.len() >= self.limits.log_lines || self.log_bytes >= self.limits.log_bytes;
        if is_full {
            self.log_is_cut = true;
            return;
        }
        let room = self.limits.log_bytes.saturating_sub(self.log_bytes);
        let kept = message
            .get(..message.floor_char_boundary(room))
            .unwrap_or_default();
        self.log_is_cut |= kept.len() < message.len();
        self.log_bytes = self.log_bytes.saturating_add(kept.len());
        // Control characters would paint the operator's terminal.
        let clean: String = kept
            .chars()
            .map(|c| if c.is_control() && c != '\t' { ' ' } else { c })
            .collect();
        self.log.push(format!("{level}: {clean}"));
    }

    /// Holds a claim against the page. A refusal is an answer; too many claims end the run.
    pub(crate) fn emit(&mut self, claim: Claim) -> Result<Result<(), Rejection>, Stop> {
        if self.emitted >= self.limits.observations {
            let reason = format!("more than {} observations", self.limits.observations);
            return Err(Stop::new(RunOutcome::Output, reason));
        }
        self.emitted = self.emitted.saturating_add(1);
        let quoted = claim.evidence.iter().fold(0_usize, |sum, evidence| {
            let document = usize::try_from(evidence.document)
                .ok()
                .and_then(|at| self.documents.get(at));
            sum.saturating_add(document.map_or(0, |document| document.text_of(evidence.node).len()))
        });
        self.work_on_text(quoted)?;
        let statements = self
            .documents
            .iter()
            .map(|document| document.statements().len())
            .sum::<usize>();
        self.work_on_text(statements)?;
        let documents: Vec<&Document> = self.documents.iter().map(Arc::as_ref).collect();
        match verify(
            &claim,
            &documents,
            &self.catalogue,
            self.published(),
            &mut self.keys,
        ) {
            Ok(verified) => {
                let quotes = verified.candidate.evidence.iter();
                let bytes = quotes.fold(0_usize, |sum, evidence| sum.saturating_add(evidence.quote.len()));
                self.kept_bytes = self.kept_bytes.saturating_add(bytes);
                if self.kept_bytes > MAX_KEPT_BYTES {
                    let reason = "its quotes take more than 16 MiB together";
                    return Err(Stop::new(RunOutcome::Output, reason));
                }
                self.accepted.push(verified);
                Ok(Ok(()))
            }
            Err(rejection) => {
                if rejection.code == RejectionCode::Conflicting {
                    self.withdraw(&rejection);
                }
                self.refuse(claim, &rejection);
                Ok(Err(rejection))
            }
        }
    }

    /// Takes back what was accepted under a key that has two values.
    fn withdraw(&mut self, why: &Rejection) {
        let keys = &self.keys;
        let is_withdrawn = |verified: &mut Verified| keys.is_withdrawn(&verified.key());
        let taken_back: Vec<Verified> = self.accepted.extract_if(.., is_withdrawn).collect();
        for verified in taken_back {
            self.refuse(Claim::of(&verified.candidate), why);
        }
    }

    fn refuse(&mut self, claim: Claim, why: &Rejection) {
        if self.refused.len() < MAX_REFUSED {
            self.refused.push(RefusedClaim {
                claim: claim.shortened(),
                rejection: why.clone(),
            });
        }
    }
}

impl ResourceLimiter for Calls {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let added = u64::try_from(desired.saturating_sub(current)).unwrap_or(u64::MAX);
        let total = self.memory.bytes.saturating_add(added);
        let fits = total <= self.limits.memory_bytes;
        if fits {
            self.memory.bytes = total;
            self.memory.most_bytes = self.memory.most_bytes.max(total);
        } else {
            self.memory.is_refused = true;
        }
        Ok(fits)
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let added = u64::try_from(desired.saturating_sub(current)).unwrap_or(u64::MAX);
        let total = self.memory.elements.saturating_add(added);
        let fits = total <= self.limits.table_elements;
        if fits {
            self.memory.elements = total;
        } else {
            self.memory.is_refused = true;
        }
        Ok(fits)
    }

    fn instances(&self) -> usize {
        MAX_PARTS
    }

    fn tables(&self) -> usize {
        MAX_PARTS
    }

    fn memories(&self) -> usize {
        MAX_PARTS
    }
}
