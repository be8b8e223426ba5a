//! Step 5: keeps the bytes of a fetch, once, with where they come from. Blocks.

use milepost_fetch::{Content, Fetched};
use milepost_model::{ContentHash, SourceId, Timestamp};
use milepost_store::{SnapshotMeta, Store, StoreError, content_hash};

/// Says how some bytes were fetched.
pub(crate) fn meta(source: &SourceId, fetched: &Fetched, content: &Content, now: Timestamp) -> SnapshotMeta {
    SnapshotMeta {
        source: source.clone(),
        url: fetched.url.clone(),
        final_url: fetched.final_url.clone(),
        redirects: fetched.chain.iter().map(|hop| hop.url.clone()).collect(),
        status: fetched.status,
        request_headers: fetched.request_headers.clone(),
        response_headers: fetched.response_headers.clone(),
        fetched_at: now,
        content_type: content.content_type.clone(),
    }
}

/// Keeps bytes that were handed in as a file, or came out of an archive.
pub(crate) fn meta_of_file(source: &SourceId, url: &str, now: Timestamp) -> SnapshotMeta {
    SnapshotMeta {
        source: source.clone(),
        url: url.to_owned(),
        final_url: url.to_owned(),
        redirects: Vec::new(),
        status: None,
        request_headers: Vec::new(),
        response_headers: Vec::new(),
        fetched_at: now,
        content_type: None,
    }
}

/// Keeps bytes unless the same ones from the same address are kept already: fetching again what a crash left unread
/// leaves the store as one fetch would have.
pub(crate) fn keep(store: &Store, bytes: &[u8], meta: &SnapshotMeta) -> Result<ContentHash, StoreError> {
    let hash = content_hash(bytes);
    let is_kept = store
        .snapshot_fetches(&hash)?
        .iter()
        .any(|fetch| fetch.meta.url == meta.url && fetch.meta.source == meta.source);
    if is_kept && store.snapshot(&hash).is_ok() {
        return Ok(hash);
    }
    store.put_snapshot(bytes, meta)
}
