//! The one writer: a thread that takes changes from a channel and makes each durable before it answers.
//!
//! Order: content files, journal with `fdatasync`, database transaction, `flush`, `fdatasync`, answer. Readers see a
//! transaction only once it is in the journal, and never half of it. The record of a fetched snapshot is answered
//! from the journal; its `flush` and `fdatasync` come with the document that follows it.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::StoreError;
use crate::batch::{Batch, Op};
use crate::database::Meta;
use crate::journal::{AppendError, Frame, Journal};
use crate::view::{Shared, View};

/// A change: decides, on what is stored now, what to write, and how to answer once that is durable (or is not).
type Change = Box<dyn FnOnce(&mut Writer) + Send>;

/// 16 MiB: below it a journal is not worth writing anew.
const MIN_REWRITE_BYTES: u64 = 16 << 20;

/// A journal is written anew when it is larger than four times the live records, so that rewriting costs a quarter
/// of what was appended.
const REWRITE_FACTOR: u64 = 4;

/// 50 ms: a pause in which the database is made as durable as the journal.
const PAUSE: Duration = Duration::from_millis(50);

/// When the database, beside the journal, is made durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settle {
    /// Before the transaction is acknowledged.
    Now,
    /// With the next transaction or in the next pause: until then a crash has the opening complete it from the
    /// journal.
    WithNext,
}

/// What the writing thread owns.
pub(crate) struct Writer {
    pub(crate) shared: Arc<Shared>,
    pub(crate) journal: Journal,
    pub(crate) journal_path: PathBuf,
    pub(crate) meta: Meta,
    /// The first failure that left the disk in doubt; nothing is written after it.
    pub(crate) poison: Option<String>,
    /// True where the database holds what is durable in the journal only.
    pub(crate) is_unsettled: bool,
}

/// The sending end, and the thread.
#[derive(Debug)]
pub(crate) struct WriterHandle {
    changes: Mutex<Option<Sender<Change>>>,
    thread: Option<JoinHandle<()>>,
}

impl WriterHandle {
    /// Starts the thread.
    pub(crate) fn start(writer: Writer) -> Result<Self, StoreError> {
        let (changes, incoming) = channel();
        let thread = std::thread::Builder::new()
            .name("milepost-store".into())
            .spawn(move || run(writer, &incoming))
            .map_err(|error| StoreError::Bug(format!("cannot start the writing thread: {error}")))?;
        Ok(Self {
            changes: Mutex::new(Some(changes)),
            thread: Some(thread),
        })
    }

    /// Has `decide` run on the writing thread, and its batch made durable. Returns what it decided.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        settle: Settle,
        decide: impl FnOnce(View<'_>, &mut Batch) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = channel();
        let change: Change = Box::new(move |writer| {
            let result = writer.carry_out(settle, decide);
            // Nobody waits any more only when the asking thread has died.
            let _ = answer.send(result);
        });
        {
            let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
            let sender = changes.as_ref().ok_or(StoreError::Closed)?;
            sender.send(change).map_err(|_closed| StoreError::Closed)?;
        }
        answered.recv().map_err(|_closed| StoreError::Closed)?
    }
}

impl Drop for WriterHandle {
    fn drop(&mut self) {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been printed; there is nothing more to do about it here.
            let _ = thread.join();
        }
    }
}

fn run(mut writer: Writer, incoming: &Receiver<Change>) {
    loop {
        let next = if writer.is_unsettled {
            incoming.recv_timeout(PAUSE)
        } else {
            incoming.recv().map_err(|_closed| RecvTimeoutError::Disconnected)
        };
        match next {
            Ok(change) => {
                change(&mut writer);
                writer.tend_journal();
            }
            Err(RecvTimeoutError::Timeout) => writer.settle_quietly(),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    writer.settle_quietly();
}

impl Writer {
    fn carry_out<T>(
        &mut self,
        settle: Settle,
        decide: impl FnOnce(View<'_>, &mut Batch) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut batch = Batch::default();
        let shared = Arc::clone(&self.shared);
        let answer = shared.read_as_writer(|view| decide(view, &mut batch))?;
        self.commit(batch, settle)?;
        Ok(answer)
    }

    /// Makes a batch durable. An empty one, or one that changes nothing, costs nothing.
    pub(crate) fn commit(&mut self, batch: Batch, settle: Settle) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        if let Some(reason) = &self.poison {
            return Err(StoreError::Poisoned {
                reason: reason.clone(),
            });
        }
        let (ops, meta) = self.weigh(batch.ops)?;
        if ops.is_empty() {
            return Ok(());
        }
        for large in &batch.large {
            self.shared.large.put(large, b"")?;
        }
        let frame = Frame {
            number: meta.number,
            tally: meta.tally,
            ops,
        };
        match self.journal.append(&frame) {
            Ok(()) => {}
            Err(AppendError::Clean(error)) => return Err(error),
            Err(AppendError::Torn(error)) => return Err(self.poisoned(error)),
        }
        self.meta = meta;
        let shared = Arc::clone(&self.shared);
        shared
            .apply(&frame.ops, meta)
            .map_err(|error| self.poisoned(error))?;
        self.is_unsettled = true;
        match settle {
            Settle::Now => self.settle(),
            Settle::WithNext => Ok(()),
        }
    }

    /// Makes the database as durable as the journal.
    fn settle(&mut self) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        shared.database.sync().map_err(|error| self.poisoned(error))?;
        self.is_unsettled = false;
        Ok(())
    }

    /// The same where nobody waits for an answer: a failure is logged and poisons the writer.
    fn settle_quietly(&mut self) {
        if self.is_unsettled && self.settle().is_err() {
            // Trying again after a failed sync would lie; the journal has everything.
            self.is_unsettled = false;
        }
    }

    /// Drops operations that change nothing, and counts what the others change.
    fn weigh(&self, ops: Vec<Op>) -> Result<(Vec<Op>, Meta), StoreError> {
        let mut meta = Meta {
            number: self.meta.number + 1,
            ..self.meta
        };
        // A later operation on a key within the batch replaces an earlier one, so only the last counts.
        let mut last: std::collections::BTreeMap<(crate::table::Table, Vec<u8>), Option<Vec<u8>>> =
            std::collections::BTreeMap::new();
        for op in ops {
            last.insert((op.table, op.key), op.value);
        }
        let mut kept = Vec::with_capacity(last.len());
        for ((table, key), value) in last {
            let before = self.shared.database.get(table, &key)?;
            if before == value {
                continue;
            }
            if let Some(before) = &before {
                meta.tally.subtract(table, &key, before);
            }
            if let Some(value) = &value {
                meta.tally.add(table, &key, value);
            }
            kept.push(Op { table, key, value });
        }
        Ok((kept, meta))
    }

    fn poisoned(&mut self, error: StoreError) -> StoreError {
        tracing::error!(%error, "store takes no more writes");
        self.poison.get_or_insert_with(|| error.to_string());
        error
    }

    /// Writes the journal anew when it has grown far beyond the live records.
    fn tend_journal(&mut self) {
        let is_large = self.journal.length() > MIN_REWRITE_BYTES
            && self.journal.length() / REWRITE_FACTOR > self.meta.tally.bytes;
        if !is_large || self.poison.is_some() {
            return;
        }
        let before_bytes = self.journal.length();
        match self.shared.write_journal(&self.journal_path, self.meta) {
            Ok(journal) => {
                tracing::info!(
                    before_bytes,
                    after_bytes = journal.length(),
                    "journal written anew"
                );
                self.journal = journal;
            }
            // The old journal is whole and still open, unless the new one already took its name: in that doubt,
            // nothing more may be written to the old one.
            Err(error) => drop(self.poisoned(error)),
        }
    }
}
