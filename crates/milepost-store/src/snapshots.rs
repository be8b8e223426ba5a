//! Snapshots: the raw bytes as fetched, kept before anything reads them.

use milepost_model::ContentHash;

use crate::batch::Batch;
use crate::database::Order;
use crate::record;
use crate::record::v1::{Snapshot, SnapshotMeta};
use crate::table::{Key, Table};
use crate::view::View;
use crate::{Store, StoreError};

impl Store {
    /// Keeps the bytes of a fetch durably and returns their name. The same bytes are kept once; how they were
    /// fetched is kept for every fetch (the same fetch handed in again adds nothing).
    ///
    /// # Errors
    /// When the disk refuses; then nothing refers to the bytes.
    pub fn put_snapshot(&self, bytes: &[u8], meta: &SnapshotMeta) -> Result<ContentHash, StoreError> {
        let note = record::to_json(meta)?;
        let hash = self.shared().snapshots.put(bytes, &note)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let snapshot = Snapshot {
            hash,
            bytes: length,
            meta: meta.clone(),
        };
        self.write_to_journal(move |_view, batch| register(batch, &snapshot))?;
        Ok(hash)
    }

    /// Returns the bytes of a snapshot, checked against its name.
    ///
    /// # Errors
    /// [`StoreError::UnknownSnapshot`] where there is none; [`StoreError::Damaged`] where the bytes changed.
    pub fn snapshot(&self, hash: &ContentHash) -> Result<Vec<u8>, StoreError> {
        self.shared()
            .snapshots
            .get(hash)?
            .ok_or(StoreError::UnknownSnapshot(*hash))
    }

    /// Returns how a snapshot was fetched, oldest fetch first; empty where there is no such snapshot.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn snapshot_fetches(&self, hash: &ContentHash) -> Result<Vec<Snapshot>, StoreError> {
        let prefix = Key::new().bytes(hash.as_bytes()).finish();
        self.read(|view| view.list(Table::Snapshots, &prefix))
    }

    /// Calls `visit` with every fetch of every snapshot, by hash, until it returns false.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn each_snapshot(&self, visit: &mut dyn FnMut(Snapshot) -> bool) -> Result<(), StoreError> {
        self.read(|view| {
            view.each(Table::Snapshots, &[], Order::Ascending, &mut |_key, snapshot| {
                Ok(visit(snapshot))
            })
        })
    }
}

/// Adds the record of a fetch.
pub(crate) fn register(batch: &mut Batch, snapshot: &Snapshot) -> Result<(), StoreError> {
    let key = Key::new()
        .bytes(snapshot.hash.as_bytes())
        .instant(snapshot.meta.fetched_at)
        .text(&snapshot.meta.url)
        .finish();
    batch.put(Table::Snapshots, key, snapshot)
}

impl View<'_> {
    /// Checks that a snapshot is kept, file and record.
    pub(crate) fn require_snapshot(self, hash: &ContentHash) -> Result<(), StoreError> {
        let is_kept =
            self.shared.snapshots.contains(hash) && self.has_prefix(Table::Snapshots, hash.as_bytes())?;
        if is_kept {
            Ok(())
        } else {
            Err(StoreError::UnknownSnapshot(*hash))
        }
    }
}
