//! The journal: an append-only, checksummed file of every transaction, durable before the transaction shows.
//!
//! It completes a transaction that a crash cut off between the journal and the database, and rebuilds the database
//! when that is damaged. When it has grown to several times the live records it is written anew with only those.
//!
//! ```text
//! file:    "MPJOURNL" | format (u32)
//! frame:   "MPJ1" | length of payload (u32) | CRC-32 of the payload (u32) | payload
//! payload: number (u64) | tally after it (24 bytes) | count (u32) | count × op
//! op:      table (u8) | length of key (u16) | key | 1, length of value (u32), value — or 0 for a removal
//! ```
//! All numbers are big-endian.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::StoreError;
use crate::batch::Op;
use crate::durable;
use crate::error::IoContext as _;
use crate::table::Table;
use crate::tally::{TALLY_BYTES, Tally};

const FILE_MAGIC: [u8; 8] = *b"MPJOURNL";
const FRAME_MAGIC: [u8; 4] = *b"MPJ1";
const FILE_HEADER_BYTES: usize = 12;
const FRAME_HEADER_BYTES: usize = 12;

/// One transaction, or a part of a journal written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The transaction's number. Parts of a rewritten journal all carry the number of the last transaction in them.
    pub(crate) number: u64,
    /// The tally of the live records after it.
    pub(crate) tally: Tally,
    /// What it wrote.
    pub(crate) ops: Vec<Op>,
}

/// What a journal file holds.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// The whole frames, in order.
    pub(crate) frames: Vec<Frame>,
    /// Up to where the file is whole: behind it lies at most one frame that a crash cut off.
    pub(crate) whole_bytes: u64,
    /// True where bytes lie between whole frames, or at the end, that are no cut-off frame.
    pub(crate) is_damaged: bool,
}

/// The journal, open for appending.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    length: u64,
}

/// Returns the format number in a journal's header; `None` where there is no file or no header.
pub(crate) fn format_of(path: &Path) -> Result<Option<u32>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(header(&bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).at("read", path),
    }
}

/// Reads a journal file; `None` where there is none. Damage is reported in the content, not an error.
pub(crate) fn read(path: &Path) -> Result<Option<Content>, StoreError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).at("read", path),
    };
    let mut content = Content {
        is_damaged: header(&bytes).is_none(),
        ..Content::default()
    };
    let mut at = FILE_HEADER_BYTES;
    content.whole_bytes = length_of(at.min(bytes.len()));
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        if let Some((frame, length)) = frame_at(rest) {
            at += length;
            content.whole_bytes = length_of(at);
            content.frames.push(frame);
            continue;
        }
        let Some(skip) = next_frame(rest) else {
            // Nothing whole follows. A frame cut off by a crash is the ordinary case; anything that has all the
            // bytes it says it has and still does not check is damage.
            content.is_damaged |= !is_cut_off(rest);
            break;
        };
        content.is_damaged = true;
        at += skip;
    }
    Ok(Some(content))
}

impl Journal {
    /// Opens a journal that was read, cutting off what a crash left of its last frame.
    pub(crate) fn resume(path: PathBuf, content: &Content) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&path)
            .at("open", &path)?;
        file.set_len(content.whole_bytes)
            .and_then(|()| file.sync_all())
            .at("truncate", &path)?;
        let mut journal = Self {
            path,
            file,
            length: content.whole_bytes,
        };
        journal.seek_to_end()?;
        Ok(journal)
    }

    /// Writes a journal anew, holding `records` as of transaction `number`, in place of the one at `path`.
    pub(crate) fn write_anew(
        path: &Path,
        format: u32,
        number: u64,
        tally: Tally,
        records: impl Iterator<Item = Result<Op, StoreError>>,
    ) -> Result<Self, StoreError> {
        /// 1 MiB: large enough that a frame's header costs nothing, small enough to hold.
        const FRAME_TARGET_BYTES: usize = 1 << 20;

        let half = path.with_extension("tmp");
        let mut file = File::create(&half).at("create", &half)?;
        let mut pending = header_bytes(format);
        let mut length = 0;
        let mut ops = Vec::new();
        let mut size = 0;
        for op in records {
            let op = op?;
            size += op.key.len() + op.value.as_ref().map_or(0, Vec::len);
            ops.push(op);
            if size >= FRAME_TARGET_BYTES {
                pending.extend(encode(&Frame {
                    number,
                    tally,
                    ops: std::mem::take(&mut ops),
                })?);
                file.write_all(&pending).at("write", &half)?;
                length += length_of(pending.len());
                (size, pending) = (0, Vec::new());
            }
        }
        // The last frame may be empty: it still tells the number of the last transaction.
        pending.extend(encode(&Frame { number, tally, ops })?);
        file.write_all(&pending)
            .and_then(|()| file.sync_all())
            .at("write", &half)?;
        length += length_of(pending.len());
        fs::rename(&half, path).at("rename to", path)?;
        durable::sync_dir(path.parent().unwrap_or_else(|| Path::new(".")))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            length,
        })
    }

    /// Appends a frame and makes it durable. When that fails for want of space, the file is as before.
    pub(crate) fn append(&mut self, frame: &Frame) -> Result<(), AppendError> {
        let bytes = encode(frame).map_err(AppendError::Clean)?;
        if let Err(source) = self.file.write_all(&bytes) {
            let error = StoreError::Io {
                action: "write",
                path: self.path.clone(),
                source,
            };
            let is_cleaned = self.file.set_len(self.length).is_ok() && self.seek_to_end().is_ok();
            return Err(if is_cleaned {
                AppendError::Clean(error)
            } else {
                AppendError::Torn(error)
            });
        }
        // After a failed sync nobody knows what is on the disk, and trying again would lie: the kernel has dropped
        // the pages (the fsync surprise of 2018).
        self.file
            .sync_data()
            .at("sync", &self.path)
            .map_err(AppendError::Torn)?;
        self.length += length_of(bytes.len());
        Ok(())
    }

    /// Returns the file's length in bytes.
    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    fn seek_to_end(&mut self) -> Result<(), StoreError> {
        self.file
            .seek(SeekFrom::Start(self.length))
            .map(|_position| ())
            .at("seek in", &self.path)
    }
}

/// How appending failed.
#[derive(Debug)]
pub(crate) enum AppendError {
    /// The file is as it was before.
    Clean(StoreError),
    /// The file may hold the frame, or a part of it.
    Torn(StoreError),
}

fn length_of(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

fn header_bytes(format: u32) -> Vec<u8> {
    let mut bytes = FILE_MAGIC.to_vec();
    bytes.extend_from_slice(&format.to_be_bytes());
    bytes
}

fn header(bytes: &[u8]) -> Option<u32> {
    let (format, _rest) = bytes.strip_prefix(&FILE_MAGIC)?.split_first_chunk::<4>()?;
    Some(u32::from_be_bytes(*format))
}

fn encode(frame: &Frame) -> Result<Vec<u8>, StoreError> {
    let too_large = || StoreError::Refused("a transaction is larger than 4 GiB".into());
    let mut payload = Vec::new();
    payload.extend_from_slice(&frame.number.to_be_bytes());
    payload.extend_from_slice(&frame.tally.to_bytes());
    let count = u32::try_from(frame.ops.len()).map_err(|_too_many| too_large())?;
    payload.extend_from_slice(&count.to_be_bytes());
    for op in &frame.ops {
        let key_length = u16::try_from(op.key.len())
            .map_err(|_too_long| StoreError::Bug(format!("a key of {} bytes", op.key.len())))?;
        payload.push(op.table.number());
        payload.extend_from_slice(&key_length.to_be_bytes());
        payload.extend_from_slice(&op.key);
        match &op.value {
            None => payload.push(0),
            Some(value) => {
                let length = u32::try_from(value.len()).map_err(|_too_long| too_large())?;
                payload.push(1);
                payload.extend_from_slice(&length.to_be_bytes());
                payload.extend_from_slice(value);
            }
        }
    }
    let length = u32::try_from(payload.len()).map_err(|_too_long| too_large())?;
    let mut bytes = Vec::with_capacity(FRAME_HEADER_BYTES + payload.len());
    bytes.extend_from_slice(&FRAME_MAGIC);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&crc32fast::hash(&payload).to_be_bytes());
    bytes.extend_from_slice(&payload);
    Ok(bytes)
}

/// Reads the frame that `bytes` begin with, and its length.
fn frame_at(bytes: &[u8]) -> Option<(Frame, usize)> {
    let rest = bytes.strip_prefix(&FRAME_MAGIC)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (crc, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let payload = rest.get(..length)?;
    if crc32fast::hash(payload) != u32::from_be_bytes(*crc) {
        return None;
    }
    Some((decode(payload)?, FRAME_HEADER_BYTES + length))
}

fn decode(payload: &[u8]) -> Option<Frame> {
    let (number, rest) = payload.split_first_chunk::<8>()?;
    let (tally, rest) = rest.split_at_checked(TALLY_BYTES)?;
    let (count, mut rest) = rest.split_first_chunk::<4>()?;
    let mut ops = Vec::new();
    for _ in 0..u32::from_be_bytes(*count) {
        let (&table, after) = rest.split_first()?;
        let (key_length, after) = after.split_first_chunk::<2>()?;
        let (key, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*key_length)))?;
        let (&has_value, after) = after.split_first()?;
        let (value, after) = if has_value == 0 {
            (None, after)
        } else {
            let (length, after) = after.split_first_chunk::<4>()?;
            let (value, after) =
                after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
            (Some(value.to_vec()), after)
        };
        rest = after;
        ops.push(Op {
            table: Table::from_number(table)?,
            key: key.to_vec(),
            value,
        });
    }
    Some(Frame {
        number: u64::from_be_bytes(*number),
        tally: Tally::from_bytes(tally)?,
        ops,
    })
}

/// Returns how far behind the first byte of `bytes` the next whole frame begins.
fn next_frame(bytes: &[u8]) -> Option<usize> {
    (1..bytes.len()).find(|at| bytes.get(*at..).is_some_and(|rest| frame_at(rest).is_some()))
}

/// Tells whether `bytes` are the beginning of a frame whose end is missing.
fn is_cut_off(bytes: &[u8]) -> bool {
    if bytes.len() < FRAME_HEADER_BYTES {
        return FRAME_MAGIC.starts_with(bytes) || bytes.starts_with(&FRAME_MAGIC);
    }
    let Some(rest) = bytes.strip_prefix(&FRAME_MAGIC) else {
        return false;
    };
    let Some((length, _)) = rest.split_first_chunk::<4>() else {
        return true;
    };
    let says = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
    says > bytes.len() - FRAME_HEADER_BYTES
}
