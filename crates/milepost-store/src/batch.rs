//! What one transaction writes: records put or removed, and the content files they refer to.

use serde::Serialize;

use crate::StoreError;
use crate::content::content_hash;
use crate::record;
use crate::table::Table;

/// One record put or removed, as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Op {
    pub(crate) table: Table,
    pub(crate) key: Vec<u8>,
    /// The stored bytes; `None` removes the record.
    pub(crate) value: Option<Vec<u8>>,
}

/// The records of one transaction, and the content files to write before it.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) ops: Vec<Op>,
    /// Contents of records too large for the database.
    pub(crate) large: Vec<Vec<u8>>,
}

impl Batch {
    /// Puts a record, replacing the one of the same key.
    pub(crate) fn put<T: Serialize>(
        &mut self,
        table: Table,
        key: Vec<u8>,
        value: &T,
    ) -> Result<(), StoreError> {
        let body = record::to_json(value)?;
        self.put_body(table, key, body);
        Ok(())
    }

    /// Puts a record given as its JSON.
    pub(crate) fn put_body(&mut self, table: Table, key: Vec<u8>, body: Vec<u8>) {
        let value = if record::is_large(&body) {
            let value = record::seal_large(&content_hash(&body));
            self.large.push(body);
            value
        } else {
            record::seal(&body)
        };
        self.ops.push(Op {
            table,
            key,
            value: Some(value),
        });
    }

    /// Removes a record.
    pub(crate) fn remove(&mut self, table: Table, key: Vec<u8>) {
        self.ops.push(Op {
            table,
            key,
            value: None,
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }
}
