//! The embedded database: the one place that names sled.
//!
//! sled 0.34 is an index that can be rebuilt, not the last word: the journal is (see the ADR on durability). Its
//! `flush` survives a killed process but not a power cut, so [`Database::sync`] adds our own `fdatasync`.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sled::transaction::{ConflictableTransactionError, TransactionError, Transactional as _};
use sled::{Db, Tree};

use crate::StoreError;
use crate::batch::Op;
use crate::durable;
use crate::error::IoContext as _;
use crate::record;
use crate::table::Table;
use crate::tally::Tally;

const META: &str = "meta";
const FORMAT_KEY: &[u8] = b"format";
const NUMBER_KEY: &[u8] = b"transaction";
const TALLY_KEY: &[u8] = b"tally";

/// Takes a key and its stored record, and says whether to go on.
pub(crate) type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> Result<bool, StoreError> + 'a;

/// What is in the database, apart from records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meta {
    /// The store's format.
    pub(crate) format: u32,
    /// The number of the last transaction.
    pub(crate) number: u64,
    /// The tally after it.
    pub(crate) tally: Tally,
}

/// Why the database could not be opened.
#[derive(Debug)]
pub(crate) enum OpenFailure {
    /// Its files are damaged: an error or a panic of sled, with the words of it.
    Damaged(String),
    /// Something else, such as a missing permission.
    Other(StoreError),
}

/// The open database.
#[derive(Debug)]
pub(crate) struct Database {
    db: Db,
    /// All trees: the meta tree first, then those of [`Table::ALL`] in order.
    trees: Vec<Tree>,
    file: File,
    path: PathBuf,
}

impl Database {
    /// Opens or creates the database in `dir`. `None` for the meta data where it is new.
    pub(crate) fn open(dir: &Path, cache_bytes: u64) -> Result<(Self, Option<Meta>), OpenFailure> {
        let is_new = !dir.join("db").exists();
        // sled returns errors for some kinds of damage and panics on others.
        let opened = quietly(|| Self::open_unchecked(dir, cache_bytes));
        let database = match opened {
            Err(panic) => return Err(OpenFailure::Damaged(panic)),
            Ok(Err(sled::Error::Io(source))) if is_outer_cause(&source) => {
                let error = StoreError::Io {
                    action: "open",
                    path: dir.to_owned(),
                    source,
                };
                return Err(OpenFailure::Other(error));
            }
            Ok(Err(error)) => return Err(OpenFailure::Damaged(error.to_string())),
            Ok(Ok(database)) => database,
        };
        if is_new {
            database.sync_creation(dir).map_err(OpenFailure::Other)?;
        }
        match guard(|| database.meta()) {
            Ok(meta) => Ok((database, meta)),
            Err(error) => Err(OpenFailure::Damaged(error.to_string())),
        }
    }

    fn open_unchecked(dir: &Path, cache_bytes: u64) -> Result<Self, sled::Error> {
        let config = sled::Config::new()
            .path(dir)
            .cache_capacity(cache_bytes)
            .flush_every_ms(None);
        let mut attempts = 0_u8;
        let db = loop {
            match config.open() {
                // The store's own lock is held, so whoever has this one is a thread of this process that is just
                // letting go of it.
                Err(sled::Error::Io(error)) if is_lock(&error) && attempts < 100 => {
                    attempts += 1;
                    std::thread::sleep(Duration::from_millis(20));
                }
                other => break other?,
            }
        };
        let names = std::iter::once(META).chain(Table::ALL.into_iter().map(Table::name));
        let trees = names
            .map(|name| db.open_tree(name))
            .collect::<Result<Vec<_>, _>>()?;
        let path = dir.join("db");
        let file = File::open(&path)?;
        Ok(Self {
            db,
            trees,
            file,
            path,
        })
    }

    /// sled never syncs its `conf`, nor the names of its files.
    fn sync_creation(&self, dir: &Path) -> Result<(), StoreError> {
        self.db.flush().map_err(|error| database_error(&error))?;
        durable::sync_file(&dir.join("conf"))?;
        self.file.sync_all().at("sync", &self.path)?;
        durable::sync_dir(dir)?;
        durable::sync_dir(dir.parent().unwrap_or_else(|| Path::new(".")))
    }

    /// Returns the record of that key.
    pub(crate) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        guard(|| {
            let found = self
                .tree(table)?
                .get(key)
                .map_err(|error| database_error(&error))?;
            Ok(found.map(|value| value.to_vec()))
        })
    }

    /// Calls `visit` with every record whose key begins with `prefix`, in the order of the keys, until it returns
    /// false.
    pub(crate) fn scan(
        &self,
        table: Table,
        prefix: &[u8],
        order: Order,
        visit: &mut Visit<'_>,
    ) -> Result<(), StoreError> {
        guard(|| {
            let mut records = self.tree(table)?.scan_prefix(prefix);
            loop {
                let next = match order {
                    Order::Ascending => records.next(),
                    Order::Descending => records.next_back(),
                };
                let Some(next) = next else { return Ok(()) };
                let (key, value) = next.map_err(|error| database_error(&error))?;
                if !visit(&key, &value)? {
                    return Ok(());
                }
            }
        })
    }

    /// Applies the operations in one transaction over all tables, together with the new meta data. Not yet durable.
    pub(crate) fn apply(&self, ops: &[Op], meta: Meta) -> Result<(), StoreError> {
        guard(|| {
            let applied = self.trees.as_slice().transaction(|trees| {
                // sled may run this more than once: it only writes what it was given.
                let missing = || ConflictableTransactionError::Abort(());
                let (head, tables) = trees.split_first().ok_or_else(missing)?;
                for op in ops {
                    let at = usize::from(op.table.number()).saturating_sub(1);
                    let tree = tables.get(at).ok_or_else(missing)?;
                    match &op.value {
                        Some(value) => tree.insert(op.key.as_slice(), value.as_slice())?,
                        None => tree.remove(op.key.as_slice())?,
                    };
                }
                head.insert(FORMAT_KEY, &meta.format.to_be_bytes())?;
                head.insert(NUMBER_KEY, &meta.number.to_be_bytes())?;
                head.insert(TALLY_KEY, &meta.tally.to_bytes())?;
                Ok(())
            });
            match applied {
                Ok(()) => Ok(()),
                Err(TransactionError::Storage(error)) => Err(database_error(&error)),
                Err(TransactionError::Abort(())) => Err(StoreError::Bug("a table without a tree".into())),
            }
        })
    }

    /// Makes everything applied durable, against power cuts too.
    pub(crate) fn sync(&self) -> Result<(), StoreError> {
        guard(|| self.db.flush().map_err(|error| database_error(&error)))?;
        self.file.sync_data().at("sync", &self.path)
    }

    /// Reads every record and its checksum, and returns their tally. Fails on the first damage.
    pub(crate) fn audit(&self) -> Result<Tally, StoreError> {
        let mut tally = Tally::default();
        for table in Table::ALL {
            self.scan(table, &[], Order::Ascending, &mut |key, value| {
                record::open(value).map_err(|reason| StoreError::damaged(name_of(table, key), reason))?;
                tally.add(table, key, value);
                Ok(true)
            })?;
        }
        Ok(tally)
    }

    /// Returns the size of the database's files in bytes.
    pub(crate) fn size_on_disk(&self) -> Result<u64, StoreError> {
        guard(|| self.db.size_on_disk().map_err(|error| database_error(&error)))
    }

    fn meta(&self) -> Result<Option<Meta>, StoreError> {
        let head = self
            .trees
            .first()
            .ok_or_else(|| StoreError::Bug("no meta tree".into()))?;
        let get = |key: &[u8]| head.get(key).map_err(|error| database_error(&error));
        let Some(format) = get(FORMAT_KEY)? else {
            return Ok(None);
        };
        let format = <[u8; 4]>::try_from(&*format)
            .map_err(|_wrong_length| StoreError::damaged("the format number", "it has the wrong length"))?;
        let number = get(NUMBER_KEY)?.and_then(|bytes| <[u8; 8]>::try_from(&*bytes).ok());
        let tally = get(TALLY_KEY)?.and_then(|bytes| Tally::from_bytes(&bytes));
        let (Some(number), Some(tally)) = (number, tally) else {
            return Err(StoreError::damaged(
                "the meta data",
                "the transaction number or the tally is missing",
            ));
        };
        Ok(Some(Meta {
            format: u32::from_be_bytes(format),
            number: u64::from_be_bytes(number),
            tally,
        }))
    }

    fn tree(&self, table: Table) -> Result<&Tree, StoreError> {
        self.trees
            .get(usize::from(table.number()))
            .ok_or_else(|| StoreError::Bug(format!("no tree for {}", table.name())))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // sled flushes when dropped, and panics where that fails. Everything acknowledged is durable already, so
        // there is nothing to lose by trying first.
        let _ = quietly(|| self.db.flush());
    }
}

/// Which way to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Smallest key first.
    Ascending,
    /// Largest key first.
    Descending,
}

/// Names a record for messages: printable bytes of its key as they are, others in hexadecimal.
pub(crate) fn name_of(table: Table, key: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut name = format!("{} record ", table.name());
    for byte in key.iter().take(80) {
        if byte.is_ascii_graphic() {
            name.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(name, "\\{byte:02x}");
        }
    }
    name
}

/// Runs `access`, turning a panic of sled, which damage on the disk may cause at any read, into an error.
fn guard<T>(access: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    quietly(access).unwrap_or_else(|message| Err(StoreError::Database { message }))
}

/// Runs `action`, returning the words of its panic if it panics.
fn quietly<T>(action: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(action)).map_err(|panic| words_of(&*panic))
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a panic without words".into())
}

fn database_error(error: &sled::Error) -> StoreError {
    StoreError::Database {
        message: error.to_string(),
    }
}

/// sled wraps a refused lock into an error of kind `Other`.
fn is_lock(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::Other && error.to_string().contains("could not acquire lock")
}

/// Tells whether an error lies outside the files: rebuilding them would not help.
fn is_outer_cause(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    is_lock(error)
        || matches!(
            error.kind(),
            ErrorKind::PermissionDenied
                | ErrorKind::StorageFull
                | ErrorKind::QuotaExceeded
                | ErrorKind::ReadOnlyFilesystem
                | ErrorKind::ResourceBusy
        )
}
