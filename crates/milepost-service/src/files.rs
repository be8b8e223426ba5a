//! Writes files so that a reader sees the old one or the new one, never half of it.

use std::path::Path;

use crate::Refusal;

/// Writes a file whole, creating its folder.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<(), Refusal> {
    milepost_deliver::write_whole(path, content).map_err(|error| {
        Refusal::failed(format!("cannot write: {error}"))
            .at(path.display().to_string())
            .hint("give the user that runs Milepost write access, or free space on the disk")
    })
}
