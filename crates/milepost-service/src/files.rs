//! Writes files so that a reader sees the old one or the new one, never half of it.

use std::io::Write as _;
use std::path::Path;

use crate::Refusal;

/// Writes a file whole, creating its folder.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<(), Refusal> {
    let failed = |error: std::io::Error| {
        Refusal::failed(format!("cannot write: {error}"))
            .at(path.display().to_string())
            .hint("give the user that runs Milepost write access, or free space on the disk")
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let beside = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = std::fs::File::create(&beside)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // Half a file is worth nothing.
        let _ = std::fs::remove_file(&beside);
    }
    written.map_err(failed)
}
