//! Backup and restore: the whole store in one file of versioned JSON Lines, compressed with zstd.
//!
//! ```text
//! {"milepost_backup":1,"store_format":1}
//! {"content":"snapshots","hash":"<sha-256>","note":"<hexadecimal>","bytes":"<hexadecimal>"}   every content file
//! {"record":"figures","key":"<hexadecimal>","version":1,"body":{…}}                            every record
//! {"end":true,"records":…,"contents":…,"sha256":"<of every byte before this line>"}
//! ```

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write};
use std::path::Path;

use milepost_model::ContentHash;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::batch::Batch;
use crate::content::ContentFiles;
use crate::database::Order;
use crate::error::IoContext as _;
use crate::table::Table;
use crate::{FORMAT, OpenOptions, Store, StoreError, durable, record};

const BACKUP_VERSION: u32 = 1;

/// 600 MiB: the longest line is a content file of 256 MiB in hexadecimal.
const MAX_LINE_BYTES: u64 = 600 << 20;

/// 1,000 records a transaction while restoring: one flush for each costs nothing then.
const RESTORE_BATCH: usize = 1_000;

/// What a backup or a restore copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Records.
    pub records: u64,
    /// Snapshots, and other content files.
    pub contents: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    milepost_backup: u32,
    store_format: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContentLine {
    content: String,
    hash: String,
    note: String,
    bytes: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordLine {
    record: String,
    key: String,
    version: u8,
    body: Box<RawValue>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine {
    end: bool,
    records: u64,
    contents: u64,
    sha256: String,
}

impl Store {
    /// Writes the whole store, as of one instant, to `file`, which appears only when it is complete and durable.
    /// Writers wait meanwhile.
    ///
    /// # Errors
    /// When something cannot be read, or the file not be written.
    pub fn backup(&self, file: &Path) -> Result<Copied, StoreError> {
        let half = file.with_extension("half-written");
        let written = self.write_backup(&half);
        if written.is_err() {
            // Half a backup is worth nothing.
            let _ = fs::remove_file(&half);
        }
        let copied = written?;
        fs::rename(&half, file).at("rename to", file)?;
        durable::sync_dir(parent(file))?;
        Ok(copied)
    }

    fn write_backup(&self, path: &Path) -> Result<Copied, StoreError> {
        let file = File::create(path).at("create", path)?;
        let encoder = zstd::stream::write::Encoder::new(BufWriter::new(file), 3).at("write", path)?;
        let mut lines = Lines {
            out: encoder,
            path,
            digest: Sha256::new(),
        };
        lines.write(&Head {
            milepost_backup: BACKUP_VERSION,
            store_format: FORMAT,
        })?;
        let mut copied = Copied {
            records: 0,
            contents: 0,
        };
        self.read(|view| {
            for (name, files) in [
                ("snapshots", &view.shared.snapshots),
                ("large", &view.shared.large),
            ] {
                for (hash, _size) in files.list()? {
                    copied.contents += u64::from(lines.content(name, files, &hash)?);
                }
            }
            for table in Table::ALL {
                view.shared
                    .database
                    .scan(table, &[], Order::Ascending, &mut |key, stored| {
                        let name = || crate::database::name_of(table, key);
                        let body = record::body(stored, &view.shared.large, &name)?;
                        let body =
                            String::from_utf8(body).map_err(|error| StoreError::damaged(name(), error))?;
                        let body = RawValue::from_string(body)
                            .map_err(|error| StoreError::damaged(name(), error))?;
                        let key = hex::encode(key);
                        let record = table.name().to_owned();
                        lines.write(&RecordLine {
                            record,
                            key,
                            version: record::VERSION,
                            body,
                        })?;
                        copied.records += 1;
                        Ok(true)
                    })?;
            }
            Ok(())
        })?;
        let sha256 = hex::encode(lines.digest.clone().finalize());
        lines.write(&EndLine {
            end: true,
            records: copied.records,
            contents: copied.contents,
            sha256,
        })?;
        let mut buffered = lines.out.finish().at("write", path)?;
        buffered.flush().at("write", path)?;
        buffered.get_ref().sync_all().at("sync", path)?;
        Ok(copied)
    }

    /// Restores a backup into `dir`, which must be missing or empty: it appears whole, or not at all.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where `dir` holds something; [`StoreError::BadBackup`] with the line where the file
    /// is cut short, changed, or of a newer format; otherwise when the disk refuses.
    pub fn restore(file: &Path, dir: &Path, options: OpenOptions) -> Result<Copied, StoreError> {
        let is_free = !dir.exists() || fs::read_dir(dir).at("read", dir)?.next().is_none();
        if !is_free {
            return Err(StoreError::Refused(format!(
                "{} is not empty: a backup is restored into a new folder",
                dir.display()
            )));
        }
        let half = dir.with_extension("half-restored");
        if half.exists() {
            fs::remove_dir_all(&half).at("remove", &half)?;
        }
        let restored = restore_into(file, &half, options);
        if restored.is_err() {
            // The backup is still there to try again with.
            let _ = fs::remove_dir_all(&half);
        }
        let copied = restored?;
        if dir.exists() {
            fs::remove_dir(dir).at("replace", dir)?;
        }
        fs::rename(&half, dir).at("rename to", dir)?;
        durable::sync_dir(parent(dir))?;
        Ok(copied)
    }
}

fn restore_into(file: &Path, dir: &Path, options: OpenOptions) -> Result<Copied, StoreError> {
    let opened = File::open(file).at("open", file)?;
    let decoder = zstd::stream::read::Decoder::new(opened).at("read", file)?;
    let mut reader = Reader {
        file,
        input: BufReader::new(decoder),
        line: 0,
        digest: Sha256::new(),
    };
    let head: Head = reader.required()?;
    if head.milepost_backup > BACKUP_VERSION || head.store_format > FORMAT {
        return Err(StoreError::NewerFormat {
            found: head.store_format.max(head.milepost_backup),
            known: FORMAT.max(BACKUP_VERSION),
        });
    }
    let store = Store::open(dir, options)?;
    let mut copied = Copied {
        records: 0,
        contents: 0,
    };
    let mut pending = Batch::default();
    loop {
        let sha256 = hex::encode(reader.digest.clone().finalize());
        let Some(line) = reader.next()? else {
            return Err(reader.bad("the file is cut short"));
        };
        if line.starts_with(b"{\"content\"") {
            let line: ContentLine = reader.parse(&line)?;
            reader.restore_content(&store, &line)?;
            copied.contents += 1;
        } else if line.starts_with(b"{\"record\"") {
            let line: RecordLine = reader.parse(&line)?;
            let table = Table::from_name(&line.record);
            let table = table.ok_or_else(|| reader.bad(format!("unknown table `{}`", line.record)))?;
            if line.version > record::VERSION {
                return Err(reader.bad(format!("record version {}, this build knows 1", line.version)));
            }
            let key = hex::decode(&line.key).map_err(|error| reader.bad(error))?;
            pending.put_body(table, key, line.body.get().as_bytes().to_vec());
            copied.records += 1;
        } else {
            let end: EndLine = reader.parse(&line)?;
            let says = Copied {
                records: end.records,
                contents: end.contents,
            };
            if !end.end || says != copied || end.sha256 != sha256 {
                return Err(reader.bad("the file does not add up: it was changed after it was written"));
            }
            store.write(move |_view, batch| {
                *batch = pending;
                Ok(())
            })?;
            return Ok(copied);
        }
        if pending.ops.len() >= RESTORE_BATCH {
            let full = std::mem::take(&mut pending);
            store.write(move |_view, batch| {
                *batch = full;
                Ok(())
            })?;
        }
    }
}

struct Lines<'a, W: Write> {
    out: zstd::stream::write::Encoder<'static, W>,
    path: &'a Path,
    digest: Sha256,
}

impl<W: Write> Lines<'_, W> {
    fn write<T: Serialize>(&mut self, line: &T) -> Result<(), StoreError> {
        let mut bytes = record::to_json(line)?;
        bytes.push(b'\n');
        self.digest.update(&bytes);
        self.out.write_all(&bytes).at("write", self.path)
    }

    fn content(&mut self, name: &str, files: &ContentFiles, hash: &ContentHash) -> Result<bool, StoreError> {
        let (Some(bytes), Some(note)) = (files.get(hash)?, files.note(hash)?) else {
            return Ok(false);
        };
        self.write(&ContentLine {
            content: name.to_owned(),
            hash: hash.to_string(),
            note: hex::encode(note),
            bytes: hex::encode(bytes),
        })?;
        Ok(true)
    }
}

struct Reader<'a, R: std::io::BufRead> {
    file: &'a Path,
    input: R,
    line: u64,
    digest: Sha256,
}

impl<R: std::io::BufRead> Reader<'_, R> {
    fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        self.line += 1;
        let mut line = Vec::new();
        let read = std::io::Read::take(&mut self.input, MAX_LINE_BYTES).read_until(b'\n', &mut line);
        read.map_err(|error| self.bad(error))?;
        self.digest.update(&line);
        Ok(line.ends_with(b"\n").then_some(line))
    }

    fn required<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let line = self.next()?.ok_or_else(|| self.bad("the file is cut short"))?;
        self.parse(&line)
    }

    fn parse<T: serde::de::DeserializeOwned>(&self, line: &[u8]) -> Result<T, StoreError> {
        serde_json::from_slice(line).map_err(|error| self.bad(error))
    }

    fn restore_content(&self, store: &Store, line: &ContentLine) -> Result<(), StoreError> {
        let files = match line.content.as_str() {
            "snapshots" => &store.shared().snapshots,
            "large" => &store.shared().large,
            other => return Err(self.bad(format!("unknown content `{other}`"))),
        };
        let bytes = hex::decode(&line.bytes).map_err(|error| self.bad(error))?;
        let note = hex::decode(&line.note).map_err(|error| self.bad(error))?;
        let hash = files.put(&bytes, &note)?;
        if hash.to_string() == line.hash {
            Ok(())
        } else {
            Err(self.bad(format!("content {} has another SHA-256", line.hash)))
        }
    }

    fn bad(&self, reason: impl std::fmt::Display) -> StoreError {
        StoreError::BadBackup {
            file: self.file.to_owned(),
            line: self.line,
            reason: reason.to_string(),
        }
    }
}

fn parent(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}
