//! Reading: what readers and the writer share, and consistent views of it.

use std::path::Path;
use std::sync::{PoisonError, RwLock};

use serde::de::DeserializeOwned;

use crate::batch::Op;
use crate::content::ContentFiles;
use crate::database::{Database, Meta, Order, name_of};
use crate::journal::Journal;
use crate::table::Table;
use crate::{FORMAT, StoreError, record};

/// Takes a key and its record, and says whether to go on.
pub(crate) type VisitRecord<'a, T> = dyn FnMut(&[u8], T) -> Result<bool, StoreError> + 'a;

/// What readers and the writer share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) database: Database,
    pub(crate) snapshots: ContentFiles,
    pub(crate) large: ContentFiles,
    /// Held for reading by whoever reads, for writing while a transaction is applied (in memory, for microseconds):
    /// a reader that reads several records sees all of a transaction or none of it.
    gate: RwLock<()>,
}

impl Shared {
    pub(crate) fn new(database: Database, snapshots: ContentFiles, large: ContentFiles) -> Self {
        Self {
            database,
            snapshots,
            large,
            gate: RwLock::new(()),
        }
    }

    /// Runs `read` on a consistent view.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(View<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _open = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        read(View { shared: self })
    }

    /// Runs `read` on the writing thread, where nothing can change meanwhile.
    pub(crate) fn read_as_writer<T>(
        &self,
        read: impl FnOnce(View<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        read(View { shared: self })
    }

    /// Applies a transaction so that readers see all of it at once.
    pub(crate) fn apply(&self, ops: &[Op], meta: Meta) -> Result<(), StoreError> {
        let _closed = self.gate.write().unwrap_or_else(PoisonError::into_inner);
        self.database.apply(ops, meta)
    }

    /// Writes a journal that holds every live record, in place of the one at `path`.
    pub(crate) fn write_journal(&self, path: &Path, meta: Meta) -> Result<Journal, StoreError> {
        write_journal(&self.database, path, meta)
    }
}

/// Writes a journal that holds every live record of a database, in place of the one at `path`.
pub(crate) fn write_journal(database: &Database, path: &Path, meta: Meta) -> Result<Journal, StoreError> {
    Journal::write_anew(path, FORMAT, meta.number, meta.tally, |new| {
        for table in Table::ALL {
            database.scan(table, &[], Order::Ascending, &mut |key, value| {
                new.push(Op {
                    table,
                    key: key.to_vec(),
                    value: Some(value.to_vec()),
                })?;
                Ok(true)
            })?;
        }
        Ok(())
    })
}

/// A consistent view of the records.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) shared: &'a Shared,
}

impl View<'_> {
    /// Reads the record of that key.
    pub(crate) fn get<T: DeserializeOwned>(self, table: Table, key: &[u8]) -> Result<Option<T>, StoreError> {
        let Some(stored) = self.shared.database.get(table, key)? else {
            return Ok(None);
        };
        record::read(&stored, &self.shared.large, &|| name_of(table, key)).map(Some)
    }

    /// Tells whether there is a record of that key.
    pub(crate) fn contains(self, table: Table, key: &[u8]) -> Result<bool, StoreError> {
        Ok(self.shared.database.get(table, key)?.is_some())
    }

    /// Tells whether there is a record whose key begins with `prefix`.
    pub(crate) fn has_prefix(self, table: Table, prefix: &[u8]) -> Result<bool, StoreError> {
        let mut found = false;
        self.shared
            .database
            .scan(table, prefix, Order::Ascending, &mut |_key, _value| {
                found = true;
                Ok(false)
            })?;
        Ok(found)
    }

    /// Reads every record whose key begins with `prefix`, in the order of the keys.
    pub(crate) fn list<T: DeserializeOwned>(self, table: Table, prefix: &[u8]) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.each(table, prefix, Order::Ascending, &mut |_key, value| {
            found.push(value);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Reads the last `count` records whose keys begin with `prefix`, the last first.
    pub(crate) fn last<T: DeserializeOwned>(
        self,
        table: Table,
        prefix: &[u8],
        count: usize,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        if count == 0 {
            return Ok(found);
        }
        self.each(table, prefix, Order::Descending, &mut |_key, value| {
            found.push(value);
            Ok(found.len() < count)
        })?;
        Ok(found)
    }

    /// Calls `visit` with every key and record under `prefix`, until it returns false.
    pub(crate) fn each<T: DeserializeOwned>(
        self,
        table: Table,
        prefix: &[u8],
        order: Order,
        visit: &mut VisitRecord<'_, T>,
    ) -> Result<(), StoreError> {
        self.shared
            .database
            .scan(table, prefix, order, &mut |key, stored| {
                let value = record::read(stored, &self.shared.large, &|| name_of(table, key))?;
                visit(key, value)
            })
    }
}
