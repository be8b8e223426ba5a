//! The envelope of every stored record: version, checksum, and the JSON of its own versioned type.
//!
//! ```text
//! version (1 byte) | kind (1 byte) | CRC-32 of all else (4 bytes, big-endian) | body
//! kind 0: the body is the record's JSON
//! kind 1: the body is the SHA-256 of a content file that holds the JSON
//! ```
//! Records are never domain types: those of `v1` belong to the store, and change only by a `v2` beside them.

pub(crate) mod v1;

use milepost_model::ContentHash;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;
use crate::content::ContentFiles;

/// The version that is written. All up to it are read.
pub(crate) const VERSION: u8 = 1;

/// 7,000 bytes: sled keeps larger values as separate files that it neither syncs nor frees.
const MAX_INLINE_BYTES: usize = 7_000;

const HEADER_BYTES: usize = 6;
const INLINE: u8 = 0;
const LARGE: u8 = 1;

/// Writes a record's JSON.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value)
        .map_err(|error| StoreError::Bug(format!("a record does not serialize: {error}")))
}

/// Tells whether a record's JSON goes to a content file.
pub(crate) fn is_large(body: &[u8]) -> bool {
    body.len() > MAX_INLINE_BYTES - HEADER_BYTES
}

/// Puts a record's JSON into its envelope.
pub(crate) fn seal(body: &[u8]) -> Vec<u8> {
    envelope(INLINE, body)
}

/// Puts the name of a content file that holds a record's JSON into its envelope.
pub(crate) fn seal_large(hash: &ContentHash) -> Vec<u8> {
    envelope(LARGE, hash.as_bytes())
}

/// What an envelope holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body<'a> {
    /// The record's JSON.
    Inline(&'a [u8]),
    /// The content file that holds the record's JSON.
    Large(ContentHash),
}

/// Opens an envelope, checking it. The error is the reason.
pub(crate) fn open(stored: &[u8]) -> Result<Body<'_>, String> {
    let (&[version, kind, c0, c1, c2, c3], body) = stored
        .split_first_chunk::<HEADER_BYTES>()
        .ok_or("it is cut short")?;
    if checksum(version, kind, body) != u32::from_be_bytes([c0, c1, c2, c3]) {
        return Err("its checksum does not match".into());
    }
    if version == 0 || version > VERSION {
        return Err(format!("record version {version}, this build knows {VERSION}"));
    }
    match kind {
        INLINE => Ok(Body::Inline(body)),
        LARGE => {
            let bytes =
                <[u8; 32]>::try_from(body).map_err(|_wrong_length| "its content name is cut short")?;
            Ok(Body::Large(ContentHash::from_bytes(bytes)))
        }
        other => Err(format!("unknown kind {other} of record")),
    }
}

/// Returns a record's JSON, wherever it is.
pub(crate) fn body(
    stored: &[u8],
    large: &ContentFiles,
    what: &dyn Fn() -> String,
) -> Result<Vec<u8>, StoreError> {
    match open(stored).map_err(|reason| StoreError::damaged(what(), reason))? {
        Body::Inline(body) => Ok(body.to_vec()),
        Body::Large(hash) => large
            .get(&hash)?
            .ok_or_else(|| StoreError::damaged(what(), format!("its content file {hash} is missing"))),
    }
}

/// Reads a record.
pub(crate) fn read<T: DeserializeOwned>(
    stored: &[u8],
    large: &ContentFiles,
    what: &dyn Fn() -> String,
) -> Result<T, StoreError> {
    // The common case borrows: a history of 50,000 records is read without copying their bodies.
    if let Ok(Body::Inline(body)) = open(stored) {
        return serde_json::from_slice(body).map_err(|error| StoreError::damaged(what(), error));
    }
    let body = body(stored, large, what)?;
    serde_json::from_slice(&body).map_err(|error| StoreError::damaged(what(), error))
}

fn envelope(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(HEADER_BYTES + body.len());
    stored.extend_from_slice(&[VERSION, kind]);
    stored.extend_from_slice(&checksum(VERSION, kind, body).to_be_bytes());
    stored.extend_from_slice(body);
    stored
}

fn checksum(version: u8, kind: u8, body: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&[version, kind]);
    crc.update(body);
    crc.finalize()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_sealed_opens_and_any_changed_byte_is_noticed(
            body in proptest::collection::vec(any::<u8>(), 0..400), at in any::<prop::sample::Index>(), flip in 1_u8..,
        ) {
            let stored = seal(&body);
            prop_assert_eq!(open(&stored), Ok(Body::Inline(&body)));
            let mut damaged = stored.clone();
            let at = at.index(damaged.len());
            damaged[at] ^= flip;
            prop_assert!(open(&damaged).is_err());
            prop_assert!(open(&stored[..at]).is_err());
        }

        #[test]
        fn no_bytes_panic(stored in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = open(&stored);
        }
    }

    #[test]
    fn a_record_of_a_newer_version_is_refused() {
        let mut stored = vec![VERSION + 1, INLINE];
        stored.extend_from_slice(&checksum(VERSION + 1, INLINE, b"{}").to_be_bytes());
        stored.extend_from_slice(b"{}");
        assert_eq!(open(&stored), Err("record version 2, this build knows 1".into()));
    }
}
