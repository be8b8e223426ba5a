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
use std::io::{BufReader, Read, Seek as _, SeekFrom, Write as _};
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

/// Where a whole frame lies in the file, and what its head says. The operations stay in the file until they are
/// needed: after a clean end none of them is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameAt {
    pub(crate) number: u64,
    offset: u64,
    length: usize,
}

/// What a journal file holds.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// The whole frames, in order.
    pub(crate) frames: Vec<FrameAt>,
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
    let Some(mut file) = open_to_read(path)? else {
        return Ok(None);
    };
    Ok(header(
        &read_up_to(&mut file, FILE_HEADER_BYTES).at("read", path)?,
    ))
}

/// Reads a journal file; `None` where there is none. Damage is reported in the content, not an error.
pub(crate) fn read(path: &Path) -> Result<Option<Content>, StoreError> {
    let Some(file) = open_to_read(path)? else {
        return Ok(None);
    };
    scan(file).at("read", path).map(Some)
}

/// Reads a frame that [`read`] found.
pub(crate) fn load(path: &Path, at: FrameAt) -> Result<Frame, StoreError> {
    let mut file = File::open(path).at("open", path)?;
    let bytes = file
        .seek(SeekFrom::Start(at.offset))
        .and_then(|_position| read_up_to(&mut file, at.length))
        .at("read", path)?;
    let frame = frame_at(&bytes).map(|(frame, _length)| frame);
    frame.ok_or_else(|| {
        StoreError::damaged(
            format!("journal transaction {}", at.number),
            "it changed just now",
        )
    })
}

fn open_to_read(path: &Path) -> Result<Option<File>, StoreError> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).at("open", path),
    }
}

fn scan(mut file: File) -> std::io::Result<Content> {
    let end = file.metadata()?.len();
    let head = read_up_to(&mut file, FILE_HEADER_BYTES)?;
    let mut content = Content {
        is_damaged: header(&head).is_none(),
        ..Content::default()
    };
    content.whole_bytes = length_of(head.len());
    let mut input = BufReader::with_capacity(1 << 16, file);
    let mut at = content.whole_bytes;
    while at < end {
        let bytes = read_frame(&mut input, end - at)?;
        if let Some((frame, length)) = frame_at(&bytes) {
            content.frames.push(FrameAt {
                number: frame.number,
                offset: at,
                length,
            });
            at += length_of(length);
            content.whole_bytes = at;
            continue;
        }
        // The rare case of damage: what follows is searched for the next whole frame.
        input.seek(SeekFrom::Start(at))?;
        let mut rest = Vec::new();
        input.read_to_end(&mut rest)?;
        let Some(skip) = next_frame(&rest) else {
            // Nothing whole follows. A frame cut off by a crash is the ordinary case; anything that has all the
            // bytes it says it has and still does not check is damage.
            content.is_damaged |= !is_cut_off(&rest);
            break;
        };
        content.is_damaged = true;
        at += length_of(skip);
        input.seek(SeekFrom::Start(at))?;
    }
    Ok(content)
}

/// Reads as many bytes as the frame at the reading position says it has, but at most `available`.
fn read_frame(input: &mut impl Read, available: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = read_up_to(input, FRAME_HEADER_BYTES)?;
    let says = bytes
        .get(4..8)
        .and_then(|length| <[u8; 4]>::try_from(length).ok())
        .map_or(0, u32::from_be_bytes);
    let fits = bytes.starts_with(&FRAME_MAGIC) && u64::from(says) <= available;
    if fits {
        input.take(u64::from(says)).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn read_up_to(input: &mut impl Read, count: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(count);
    input.take(length_of(count)).read_to_end(&mut bytes)?;
    Ok(bytes)
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

    /// Writes a journal anew, holding what `fill` pushes as of transaction `number`, in place of the one at `path`.
    pub(crate) fn write_anew(
        path: &Path,
        format: u32,
        number: u64,
        tally: Tally,
        fill: impl FnOnce(&mut NewJournal) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let half = path.with_extension("tmp");
        let file = File::create(&half).at("create", &half)?;
        let frame = Frame {
            number,
            tally,
            ops: Vec::new(),
        };
        let mut new = NewJournal {
            half,
            file,
            length: 0,
            pending: header_bytes(format),
            frame,
            size: 0,
        };
        fill(&mut new)?;
        // The last frame may be empty: it still tells the number of the last transaction.
        new.write_frame()?;
        let NewJournal {
            half, file, length, ..
        } = new;
        file.sync_all().at("sync", &half)?;
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

/// A journal being written anew.
#[derive(Debug)]
pub(crate) struct NewJournal {
    half: PathBuf,
    file: File,
    length: u64,
    /// The file's header, before the first frame.
    pending: Vec<u8>,
    frame: Frame,
    size: usize,
}

impl NewJournal {
    /// Adds a live record.
    pub(crate) fn push(&mut self, op: Op) -> Result<(), StoreError> {
        /// 1 MiB: large enough that a frame's header costs nothing, small enough to hold.
        const FRAME_TARGET_BYTES: usize = 1 << 20;
        self.size += op.key.len() + op.value.as_ref().map_or(0, Vec::len);
        self.frame.ops.push(op);
        if self.size >= FRAME_TARGET_BYTES {
            self.write_frame()
        } else {
            Ok(())
        }
    }

    fn write_frame(&mut self) -> Result<(), StoreError> {
        let mut bytes = std::mem::take(&mut self.pending);
        bytes.extend(encode(&self.frame)?);
        self.frame.ops.clear();
        self.size = 0;
        self.length += length_of(bytes.len());
        self.file.write_all(&bytes).at("write", &self.half)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn op() -> impl Strategy<Value = Op> {
        let bytes = |most| proptest::collection::vec(any::<u8>(), 0..most);
        (0..Table::ALL.len(), bytes(60), proptest::option::of(bytes(200))).prop_map(|(table, key, value)| {
            Op {
                table: Table::ALL[table],
                key,
                value,
            }
        })
    }

    fn frame() -> impl Strategy<Value = Frame> {
        let tally = any::<[u64; 3]>().prop_map(|[records, bytes, sum]| Tally { records, bytes, sum });
        (any::<u64>(), tally, proptest::collection::vec(op(), 0..8)).prop_map(|(number, tally, ops)| Frame {
            number,
            tally,
            ops,
        })
    }

    proptest! {
        #[test]
        fn frames_read_back_and_a_cut_one_is_dropped(
            frames in proptest::collection::vec(frame(), 1..5), cut in any::<prop::sample::Index>(),
        ) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("journal");
            let mut journal = Journal::write_anew(&path, 1, 0, Tally::default(), |_new| Ok(())).unwrap();
            for frame in &frames {
                journal.append(frame).unwrap();
            }
            let content = read(&path).unwrap().unwrap();
            prop_assert!(!content.is_damaged);
            let loaded: Vec<Frame> = content.frames.iter().map(|at| load(&path, *at).unwrap()).collect();
            prop_assert_eq!(&loaded[1..], &frames[..]);
            prop_assert_eq!(content.whole_bytes, journal.length());

            let whole = fs::read(&path).unwrap();
            let keep = FILE_HEADER_BYTES + cut.index(whole.len() - FILE_HEADER_BYTES);
            fs::write(&path, &whole[..keep]).unwrap();
            let content = read(&path).unwrap().unwrap();
            prop_assert!(!content.is_damaged);
            let mut journal = Journal::resume(path.clone(), &content).unwrap();
            journal.append(&frames[0]).unwrap();
            let resumed = read(&path).unwrap().unwrap();
            prop_assert_eq!(resumed.frames.len(), content.frames.len() + 1);
            prop_assert!(!resumed.is_damaged);
        }

        #[test]
        fn a_flipped_byte_loses_at_most_its_frame(
            frames in proptest::collection::vec(frame(), 1..5), at in any::<prop::sample::Index>(), flip in 1_u8..,
        ) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("journal");
            let mut journal = Journal::write_anew(&path, 1, 0, Tally::default(), |_new| Ok(())).unwrap();
            for frame in &frames {
                journal.append(frame).unwrap();
            }
            let mut bytes = fs::read(&path).unwrap();
            let at = FILE_HEADER_BYTES + at.index(bytes.len() - FILE_HEADER_BYTES);
            bytes[at] ^= flip;
            fs::write(&path, &bytes).unwrap();
            let content = read(&path).unwrap().unwrap();
            prop_assert_eq!(content.frames.len(), frames.len());
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = frame_at(&bytes);
            let _ = decode(&bytes);
            let framed = [&FRAME_MAGIC[..], &bytes].concat();
            let _ = is_cut_off(&framed);
        }
    }

    #[test]
    fn a_disk_without_space_is_told_and_the_journal_marked_in_doubt() {
        // Writing to this device fails as on a full disk; nor can it be cut back.
        let path = PathBuf::from("/dev/full");
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        let mut journal = Journal {
            path,
            file,
            length: 0,
        };
        let frame = Frame {
            number: 1,
            tally: Tally::default(),
            ops: Vec::new(),
        };
        let Err(AppendError::Torn(error)) = journal.append(&frame) else {
            panic!()
        };
        assert_eq!(error.to_string(), "cannot write /dev/full");
        assert_eq!(error.hint(), Some("free space on the disk"));
    }
}
