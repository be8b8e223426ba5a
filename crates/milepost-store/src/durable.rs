//! Writing files so that they survive a power cut: temporary file, fsync, rename, fsync of the folder.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use crate::StoreError;
use crate::error::IoContext as _;

/// Makes the names in `dir` durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir)
        .and_then(|folder| folder.sync_all())
        .at("sync", dir)
}

/// Makes the content of an existing file durable.
pub(crate) fn sync_file(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|file| file.sync_all()).at("sync", path)
}

/// Creates `dir` and its missing parents, each made durable in its own parent. Returns whether it was created.
pub(crate) fn create_dir(dir: &Path) -> Result<bool, StoreError> {
    if dir.is_dir() {
        return Ok(false);
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        create_dir(parent)?;
    }
    match fs::create_dir(dir) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && dir.is_dir() => return Ok(false),
        Err(error) => return Err(error).at("create", dir),
    }
    sync_dir(parent.unwrap_or_else(|| Path::new(".")))?;
    Ok(true)
}

/// Writes `content` to `dir/name`, replacing what was there, all or nothing. `temporary` names the file in the
/// same folder that holds it until it is whole.
pub(crate) fn write_file(dir: &Path, name: &str, temporary: &str, content: &[u8]) -> Result<(), StoreError> {
    let (path, half) = (dir.join(name), dir.join(temporary));
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&half)
        .and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        })
        .at("write", &half);
    if let Err(error) = written {
        // What is left of it would only take space on a disk that may be full.
        let _ = fs::remove_file(&half);
        return Err(error);
    }
    fs::rename(&half, &path).at("rename to", &path)?;
    sync_dir(dir)
}
