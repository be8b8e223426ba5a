//! Content files: bytes under the SHA-256 of their content, compressed, written once and never changed.
//!
//! A file is a zstd stream. A skippable frame in front of it carries a note in JSON (for snapshots: where and when
//! the bytes were first fetched), so that the files alone tell what they are; `zstd -d` gives the bytes.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use milepost_model::ContentHash;
use sha2::{Digest as _, Sha256};

use crate::StoreError;
use crate::durable;
use crate::error::IoContext as _;

/// Level 3: the measured best trade of speed and size for bulletins.
const ZSTD_LEVEL: i32 = 3;

/// The first magic number of zstd's skippable frames (RFC 8878, 3.1.2).
const SKIPPABLE: [u8; 4] = 0x184D_2A50_u32.to_le_bytes();

/// 256 MiB: no stored content is larger (bodies are capped at 100 MiB when fetched), so a damaged or planted file
/// cannot fill the memory.
const MAX_CONTENT_BYTES: u64 = 256 << 20;

/// Returns the name of some bytes.
pub fn content_hash(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(bytes).into())
}

/// A folder of content files.
#[derive(Debug)]
pub(crate) struct ContentFiles {
    dir: PathBuf,
    temporaries: AtomicU64,
}

impl ContentFiles {
    /// Opens the folder, creating it if missing, and removes what a crash left half written.
    pub(crate) fn open(dir: PathBuf) -> Result<Self, StoreError> {
        // All folders at once: making one durable when its first file comes would double what that file costs.
        let is_new = durable::create_dir(&dir)?;
        let has_all = !is_new && dir.join("ff").is_dir();
        if !has_all {
            for byte in 0..=u8::MAX {
                let shard = dir.join(hex::encode([byte]));
                match fs::create_dir(&shard) {
                    Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                        return Err(error).at("create", &shard);
                    }
                    _ => {}
                }
            }
            durable::sync_dir(&dir)?;
        }
        let files = Self {
            dir,
            temporaries: AtomicU64::new(0),
        };
        for shard in files.shards()? {
            for entry in fs::read_dir(&shard).at("read", &shard)? {
                let path = entry.at("read", &shard)?.path();
                if path.extension().is_some_and(|extension| extension == "tmp") {
                    fs::remove_file(&path).at("remove", &path)?;
                }
            }
        }
        Ok(files)
    }

    /// Stores `bytes` durably and returns their name. Does nothing where a file of that name is there already.
    /// `note` goes in front of the content of a new file.
    pub(crate) fn put(&self, bytes: &[u8], note: &[u8]) -> Result<ContentHash, StoreError> {
        let hash = content_hash(bytes);
        let (shard, name) = self.place(&hash);
        if shard.join(&name).exists() {
            return Ok(hash);
        }
        durable::create_dir(&shard)?;
        let compressed = zstd::bulk::compress(bytes, ZSTD_LEVEL).at("compress", &shard.join(&name))?;
        let note_length = u32::try_from(note.len())
            .map_err(|_too_long| StoreError::Refused("a content note is longer than 4 GiB".into()))?;
        let mut file = Vec::with_capacity(8 + note.len() + compressed.len());
        file.extend_from_slice(&SKIPPABLE);
        file.extend_from_slice(&note_length.to_le_bytes());
        file.extend_from_slice(note);
        file.extend_from_slice(&compressed);
        // Two threads may store the same bytes at once: each has its own temporary file, the renames agree.
        let turn = self.temporaries.fetch_add(1, Ordering::Relaxed);
        durable::write_file(&shard, &name, &format!("{turn}.tmp"), &file)?;
        Ok(hash)
    }

    /// Returns the bytes of that name, checked against it; `None` where there is no such file.
    pub(crate) fn get(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(file) = self.read_file(hash)? else {
            return Ok(None);
        };
        let what = || format!("content file {hash}");
        let (_note, stream) = split(&file).ok_or_else(|| StoreError::damaged(what(), "no content header"))?;
        let mut bytes = Vec::new();
        zstd::stream::read::Decoder::with_buffer(stream)
            .and_then(|decoder| decoder.take(MAX_CONTENT_BYTES).read_to_end(&mut bytes))
            .map_err(|error| StoreError::damaged(what(), error))?;
        if content_hash(&bytes) == *hash {
            Ok(Some(bytes))
        } else {
            Err(StoreError::damaged(what(), "its content has another SHA-256"))
        }
    }

    /// Returns the note in front of a file's content.
    pub(crate) fn note(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(file) = self.read_file(hash)? else {
            return Ok(None);
        };
        let (note, _stream) = split(&file)
            .ok_or_else(|| StoreError::damaged(format!("content file {hash}"), "no content header"))?;
        Ok(Some(note.to_vec()))
    }

    /// Tells whether there is a file of that name.
    pub(crate) fn contains(&self, hash: &ContentHash) -> bool {
        let (shard, name) = self.place(hash);
        shard.join(name).exists()
    }

    /// Returns the names of all files, and their size on disk in bytes, in order.
    pub(crate) fn list(&self) -> Result<Vec<(ContentHash, u64)>, StoreError> {
        let mut found = Vec::new();
        for shard in self.shards()? {
            for entry in fs::read_dir(&shard).at("read", &shard)? {
                let entry = entry.at("read", &shard)?;
                let name = entry.file_name();
                let hash = name
                    .to_str()
                    .and_then(|name| name.strip_suffix(".zst"))
                    .and_then(|stem| ContentHash::parse(stem).ok());
                if let Some(hash) = hash {
                    found.push((hash, entry.metadata().at("read", &entry.path())?.len()));
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Removes a file that nothing refers to.
    pub(crate) fn remove(&self, hash: &ContentHash) -> Result<(), StoreError> {
        let (shard, name) = self.place(hash);
        let path = shard.join(name);
        fs::remove_file(&path).at("remove", &path)
    }

    fn read_file(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        let (shard, name) = self.place(hash);
        let path = shard.join(name);
        match fs::read(&path) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).at("read", &path),
        }
    }

    /// 256 folders by the first byte of the name: a folder of a million files is slow to list everywhere.
    fn place(&self, hash: &ContentHash) -> (PathBuf, String) {
        let name = hash.to_string();
        let shard: String = name.chars().take(2).collect();
        (self.dir.join(shard), format!("{name}.zst"))
    }

    fn shards(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut shards = Vec::new();
        for entry in fs::read_dir(&self.dir).at("read", &self.dir)? {
            let path = entry.at("read", &self.dir)?.path();
            if path.is_dir() {
                shards.push(path);
            }
        }
        Ok(shards)
    }
}

/// Takes a file apart: the note, and the compressed stream behind it.
fn split(file: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = file.strip_prefix(&SKIPPABLE)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> (tempfile::TempDir, ContentFiles) {
        let dir = tempfile::tempdir().unwrap();
        let files = ContentFiles::open(dir.path().join("content")).unwrap();
        (dir, files)
    }

    #[test]
    fn bytes_come_back_under_their_hash_with_the_first_note() {
        let (_dir, files) = files();
        let hash = files.put(b"bulletin", b"{\"first\":1}").unwrap();
        assert_eq!(files.put(b"bulletin", b"{\"second\":2}").unwrap(), hash);
        assert_eq!(files.get(&hash).unwrap().unwrap(), b"bulletin");
        assert_eq!(files.note(&hash).unwrap().unwrap(), b"{\"first\":1}");
        assert_eq!(files.get(&content_hash(b"other")).unwrap(), None);
    }

    #[test]
    fn the_whole_file_is_a_plain_zstd_stream() {
        let (_dir, files) = files();
        let hash = files.put(b"bulletin", b"note").unwrap();
        let file = files.read_file(&hash).unwrap().unwrap();
        assert_eq!(zstd::stream::decode_all(&*file).unwrap(), b"bulletin");
    }

    #[test]
    fn a_changed_byte_is_noticed_wherever_it_is() {
        let (_dir, files) = files();
        let bytes: Vec<u8> = (0_u8..=255).cycle().take(3000).collect();
        let hash = files.put(&bytes, b"").unwrap();
        let (shard, name) = files.place(&hash);
        let path = shard.join(name);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x41;
            fs::write(&path, &damaged).unwrap();
            match files.get(&hash) {
                Err(StoreError::Damaged { .. }) => {}
                // A flipped bit in a header field that does not matter leaves the same bytes.
                Ok(Some(read)) => assert_eq!(read, bytes, "byte {at}"),
                other => panic!("byte {at}: {other:?}"),
            }
        }
        for length in [0, 3, 7, 9, whole.len() / 2] {
            fs::write(&path, &whole[..length]).unwrap();
            assert!(
                matches!(files.get(&hash), Err(StoreError::Damaged { .. })),
                "length {length}"
            );
        }
    }

    #[test]
    fn half_written_files_are_swept_when_opened() {
        let (_dir, files) = files();
        let hash = files.put(b"bulletin", b"").unwrap();
        let (shard, _) = files.place(&hash);
        fs::write(shard.join("7.tmp"), b"half").unwrap();
        let files = ContentFiles::open(files.dir.clone()).unwrap();
        assert!(!shard.join("7.tmp").exists());
        assert_eq!(files.list().unwrap().len(), 1);
    }
}
