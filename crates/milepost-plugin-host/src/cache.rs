//! Keeps compiled code, by the component's hash and by what the engine must have in common with it.
//!
//! The code is loaded as it lies: whoever can write to the data folder could already replace the plugins themselves, so
//! the checksum guards against damage, not against an attacker. wasmtime itself compares only its major version.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use milepost_model::ContentHash;

/// A folder of compiled components.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    folder: PathBuf,
}

impl Cache {
    pub(crate) const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Returns the file that holds the code, where there is one and it is whole.
    pub(crate) fn find(&self, component: ContentHash, compatibility: u64) -> Option<PathBuf> {
        let path = self.path(component, compatibility);
        let expected = fs::read_to_string(checksum_path(&path)).ok()?;
        let code = fs::read(&path).ok()?;
        (expected == checksum(&code)).then_some(path)
    }

    /// Keeps code; returns its file. A half-written file never has its name.
    pub(crate) fn keep(
        &self,
        component: ContentHash,
        compatibility: u64,
        code: &[u8],
    ) -> std::io::Result<PathBuf> {
        fs::create_dir_all(&self.folder)?;
        let path = self.path(component, compatibility);
        self.write(&path, code)?;
        self.write(&checksum_path(&path), checksum(code).as_bytes())?;
        Ok(path)
    }

    /// Deletes the code of components that are not among these. What is in use stays readable until it is dropped.
    pub(crate) fn prune(&self, kept: &[ContentHash]) {
        let kept: Vec<String> = kept.iter().map(ToString::to_string).collect();
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_ours = name.ends_with(".cwasm") || name.ends_with(".sum");
            let is_kept = kept.iter().any(|hash| name.starts_with(hash.as_str()));
            if is_ours && !is_kept {
                // Code that cannot be deleted now takes room, nothing else.
                let _still_there = fs::remove_file(entry.path());
            }
        }
    }

    fn path(&self, component: ContentHash, compatibility: u64) -> PathBuf {
        self.folder
            .join(format!("{component}-{compatibility:016x}.cwasm"))
    }

    fn write(&self, path: &Path, content: &[u8]) -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(content)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

fn checksum_path(path: &Path) -> PathBuf {
    path.with_extension("sum")
}

fn checksum(code: &[u8]) -> String {
    format!("{:08x} {}", crc32fast::hash(code), code.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_code_is_not_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("cache"));
        let hash = ContentHash::from_bytes([7; 32]);
        assert_eq!(cache.find(hash, 1), None);
        let path = cache.keep(hash, 1, b"code").unwrap();
        assert_eq!(cache.find(hash, 1), Some(path.clone()));
        assert_eq!(cache.find(hash, 2), None);
        fs::write(&path, b"cod\0").unwrap();
        assert_eq!(cache.find(hash, 1), None);
        cache.prune(&[hash]);
        assert!(path.exists());
        cache.prune(&[]);
        assert!(!path.exists());
    }
}
