//! Opening a store: the lock, the format, and bringing journal, database and files to the same state.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use milepost_model::Timestamp;

use crate::content::ContentFiles;
use crate::database::{Database, Meta, OpenFailure};
use crate::durable;
use crate::error::IoContext as _;
use crate::journal::{self, Content, Journal};
use crate::record::v1::Snapshot;
use crate::recovery::{Recovery, RecoveryEvent};
use crate::store::Parts;
use crate::table::Table;
use crate::tally::Tally;
use crate::view::Shared;
use crate::writer::{Settle, Writer, WriterHandle};
use crate::{FORMAT, StoreError};

/// 32 MiB: holds the 50,000 observations of a large plan; the daemon is to stay below 80 MiB.
const DEFAULT_CACHE_BYTES: u64 = 32 << 20;

/// 20 times 10 ms: at once, for a person who is told that the folder is in use.
const LOCK_ATTEMPTS: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// How to open a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOptions {
    /// The present instant, for marking interrupted runs and naming what is moved aside.
    pub now: Timestamp,
    /// How much of the database may stay in memory, in bytes.
    pub cache_bytes: u64,
}

impl OpenOptions {
    /// The usual options.
    pub const fn new(now: Timestamp) -> Self {
        Self {
            now,
            cache_bytes: DEFAULT_CACHE_BYTES,
        }
    }
}

/// Opens the store in `dir`.
pub(crate) fn open(dir: &Path, options: OpenOptions) -> Result<Parts, StoreError> {
    durable::create_dir(dir)?;
    let lock = lock(dir)?;
    let journal_path = dir.join("journal");
    refuse_newer(journal::format_of(&journal_path)?)?;
    let snapshots = ContentFiles::open(dir.join("snapshots"))?;
    let large = ContentFiles::open(dir.join("large"))?;
    let mut opening = Opening {
        dir,
        options,
        events: Vec::new(),
    };
    let content = journal::read(&journal_path)?;
    let (database, found) = opening.database(content.as_ref())?;
    let is_rebuilt = found.is_none();
    let (meta, journal) = match (found, content) {
        (Some(meta), content) => opening.reconcile(&database, meta, content, &journal_path)?,
        (None, content) => opening.rebuild(&database, content, &journal_path)?,
    };
    let shared = Arc::new(Shared::new(database, snapshots, large));
    let mut writer = Writer {
        shared: Arc::clone(&shared),
        journal,
        journal_path,
        meta,
        poison: None,
        is_unsettled: false,
    };
    if is_rebuilt {
        opening.tell_vanished(&shared, meta)?;
        opening.register_snapshots(&mut writer)?;
    }
    sweep_large(&shared)?;
    Ok(Parts {
        writer: WriterHandle::start(writer)?,
        shared,
        recovery: Recovery {
            events: opening.events,
        },
        dir: dir.to_owned(),
        _lock: lock,
    })
}

fn lock(dir: &Path) -> Result<File, StoreError> {
    let path = dir.join("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .at("open", &path)?;
    // A process that is just ending, or a child forked from this one that has not started its program yet, may hold
    // the lock for some milliseconds.
    for turn in 0..LOCK_ATTEMPTS {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if turn + 1 < LOCK_ATTEMPTS => std::thread::sleep(LOCK_PAUSE),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error).at("lock", &path),
        }
    }
    Err(StoreError::Locked { dir: dir.to_owned() })
}

fn refuse_newer(format: Option<u32>) -> Result<(), StoreError> {
    match format {
        Some(found) if found > FORMAT => Err(StoreError::NewerFormat { found, known: FORMAT }),
        _ => Ok(()),
    }
}

/// Removes content files of records that were replaced: nothing refers to them any more.
fn sweep_large(shared: &Shared) -> Result<(), StoreError> {
    let files = shared.large.list()?;
    if files.is_empty() {
        return Ok(());
    }
    let referenced = crate::care::large_references(shared)?;
    for (hash, _bytes) in files {
        if !referenced.contains(&hash) {
            shared.large.remove(&hash)?;
        }
    }
    Ok(())
}

/// Opening, under way.
struct Opening<'a> {
    dir: &'a Path,
    options: OpenOptions,
    events: Vec<RecoveryEvent>,
}

impl Opening<'_> {
    /// Opens the database; where it is damaged, moves it aside and opens a new one. Meta data only where the
    /// database is whole.
    fn database(&mut self, journal: Option<&Content>) -> Result<(Database, Option<Meta>), StoreError> {
        let path = self.dir.join("records");
        let had_one = path.exists();
        let reason = match Database::open(&path, self.options.cache_bytes) {
            Err(OpenFailure::Other(error)) => return Err(error),
            Err(OpenFailure::Damaged(reason)) => reason,
            Ok((database, None)) => {
                // New, or a crash came before its first transaction; the journal tells which.
                let has_journal = journal.is_some_and(|content| !content.frames.is_empty());
                if !has_journal || !had_one {
                    if has_journal {
                        self.rebuilt("the folder of the database is missing".into(), None);
                    }
                    return Ok((database, None));
                }
                "its meta data are missing".into()
            }
            Ok((database, Some(meta))) => {
                refuse_newer(Some(meta.format))?;
                let first = journal
                    .and_then(|content| content.frames.first())
                    .map_or(0, |frame| frame.number);
                match database.audit() {
                    // What came before a journal's first transaction is in the journal too: it was written anew.
                    Ok(_) if first > meta.number + 1 => "it is older than the journal".into(),
                    Ok(tally) if tally == meta.tally => return Ok((database, Some(meta))),
                    Ok(_) => "records are missing or stale".into(),
                    Err(error) => error.to_string(),
                }
            }
        };
        let moved_to = self.move_aside(&path)?;
        self.rebuilt(reason, Some(moved_to));
        match Database::open(&path, self.options.cache_bytes) {
            Ok((database, _none)) => Ok((database, None)),
            Err(OpenFailure::Other(error)) => Err(error),
            Err(OpenFailure::Damaged(message)) => Err(StoreError::Database { message }),
        }
    }

    /// Brings a whole database and its journal together.
    fn reconcile(
        &mut self,
        database: &Database,
        mut meta: Meta,
        content: Option<Content>,
        journal_path: &Path,
    ) -> Result<(Meta, Journal), StoreError> {
        let Some(content) = content else {
            if meta.number > 0 {
                let reason = "the journal was missing".into();
                self.events.push(RecoveryEvent::JournalRewritten {
                    reason,
                    moved_to: None,
                });
            }
            return Ok((meta, write_journal(database, journal_path, meta)?));
        };
        let last = content.frames.last().map_or(0, |frame| frame.number);
        let mut completed = 0;
        let start = meta.number;
        let mut has_gap = false;
        for frame in content.frames.iter().filter(|frame| frame.number > start) {
            // Parts of a journal written anew share a number.
            has_gap |= frame.number > meta.number + 1;
            let frame = journal::load(journal_path, *frame)?;
            let next = Meta {
                number: frame.number,
                tally: frame.tally,
                ..meta
            };
            database.apply(&frame.ops, next)?;
            meta = next;
            completed += 1;
        }
        if completed > 0 {
            database.sync()?;
            self.events
                .push(RecoveryEvent::TransactionsCompleted { count: completed });
        }
        let tally = if completed > 0 {
            database.audit()?
        } else {
            meta.tally
        };
        let is_short = has_gap || tally != meta.tally;
        if is_short {
            let reason = format!("the journal's transactions after number {start} do not follow one another");
            self.events.push(RecoveryEvent::RecordsLost { reason });
            meta.tally = tally;
            database.apply(&[], meta)?;
            database.sync()?;
        }
        let reason = if content.is_damaged {
            "the journal was damaged"
        } else if last < meta.number {
            "the journal was behind"
        } else if is_short {
            "the journal had a gap"
        } else {
            return Ok((meta, Journal::resume(journal_path.to_owned(), &content)?));
        };
        let moved_to = Some(self.move_aside(journal_path)?);
        self.events.push(RecoveryEvent::JournalRewritten {
            reason: reason.into(),
            moved_to,
        });
        Ok((meta, write_journal(database, journal_path, meta)?))
    }

    /// Fills an empty database from the journal.
    fn rebuild(
        &mut self,
        database: &Database,
        content: Option<Content>,
        journal_path: &Path,
    ) -> Result<(Meta, Journal), StoreError> {
        let mut meta = Meta {
            format: FORMAT,
            number: 0,
            tally: Tally::default(),
        };
        let content = content.unwrap_or_default();
        for frame in &content.frames {
            let frame = journal::load(journal_path, *frame)?;
            meta = Meta {
                number: frame.number,
                tally: frame.tally,
                ..meta
            };
            database.apply(&frame.ops, meta)?;
        }
        let tally = database.audit()?;
        let is_short = tally != meta.tally;
        meta.tally = tally;
        database.apply(&[], meta)?;
        database.sync()?;
        for event in &mut self.events {
            if let RecoveryEvent::RecordsRebuilt { records, .. } = event {
                *records = tally.records;
            }
        }
        let was_damaged = self
            .events
            .iter()
            .any(|event| matches!(event, RecoveryEvent::RecordsRebuilt { .. }));
        if is_short || content.is_damaged || (was_damaged && content.frames.is_empty()) {
            let reason = "the journal that the records were rebuilt from was damaged or missing too".into();
            self.events.push(RecoveryEvent::RecordsLost { reason });
        }
        if content.is_damaged || is_short {
            let moved_to = Some(self.move_aside(journal_path)?);
            let reason = "the journal was damaged".into();
            self.events
                .push(RecoveryEvent::JournalRewritten { reason, moved_to });
        } else if !content.frames.is_empty() {
            return Ok((meta, Journal::resume(journal_path.to_owned(), &content)?));
        }
        Ok((meta, write_journal(database, journal_path, meta)?))
    }

    /// A new store has no snapshots: where there are some, its records were lost, however clean their absence looks.
    fn tell_vanished(&mut self, shared: &Shared, meta: Meta) -> Result<(), StoreError> {
        let is_told = self
            .events
            .iter()
            .any(|event| matches!(event, RecoveryEvent::RecordsLost { .. }));
        if meta.number == 0 && !is_told && !shared.snapshots.list()?.is_empty() {
            let reason = "there are snapshots, but neither records nor a journal".into();
            self.events.push(RecoveryEvent::RecordsLost { reason });
        }
        Ok(())
    }

    /// Gives snapshot files without a record one again, from the note in front of their content.
    fn register_snapshots(&mut self, writer: &mut Writer) -> Result<(), StoreError> {
        let shared = Arc::clone(&writer.shared);
        let mut batch = crate::batch::Batch::default();
        let mut count = 0;
        for (hash, _size) in shared.snapshots.list()? {
            let is_known = shared.read(|view| view.has_prefix(Table::Snapshots, hash.as_bytes()))?;
            if is_known {
                continue;
            }
            // A file whose content or note does not check stays where it is; `check` names it.
            let (Ok(Some(bytes)), Ok(Some(note))) =
                (shared.snapshots.get(&hash), shared.snapshots.note(&hash))
            else {
                continue;
            };
            let Ok(meta) = serde_json::from_slice(&note) else {
                continue;
            };
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            crate::snapshots::register(
                &mut batch,
                &Snapshot {
                    hash,
                    bytes: length,
                    meta,
                },
            )?;
            count += 1;
        }
        if count > 0 {
            writer.commit(batch, Settle::Now)?;
            self.events.push(RecoveryEvent::SnapshotsRegistered { count });
        }
        Ok(())
    }

    fn rebuilt(&mut self, reason: String, moved_to: Option<PathBuf>) {
        self.events.push(RecoveryEvent::RecordsRebuilt {
            reason,
            moved_to,
            records: 0,
        });
    }

    /// Moves a file or folder into `damaged/`, under a name of its own.
    fn move_aside(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let aside = self.dir.join("damaged");
        durable::create_dir(&aside)?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let stamp = self.options.now.format("%Y%m%dT%H%M%SZ");
        let free = (0..u32::MAX)
            .map(|turn| aside.join(format!("{name}-{stamp}-{turn}")))
            .find(|candidate| !candidate.exists())
            .ok_or_else(|| StoreError::Bug("no free name in damaged/".into()))?;
        std::fs::rename(path, &free).at("move aside", path)?;
        durable::sync_dir(&aside)?;
        durable::sync_dir(self.dir)?;
        Ok(free)
    }
}

fn write_journal(database: &Database, path: &Path, meta: Meta) -> Result<Journal, StoreError> {
    crate::view::write_journal(database, path, meta)
}
