//! `plugins.lock`: what is installed, to the byte. Format: `docs/formats/plugin-lock.md`.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use milepost_model::{ContentHash, PluginId};

use crate::load::sha256;

/// The version that this build writes and the newest it reads.
const VERSION: u32 = 1;

/// The name of the file in the plugin folder.
pub(crate) const LOCK_FILE: &str = "plugins.lock";

/// A lock of a thousand plugins has 250 KB.
const MAX_LOCK_BYTES: u64 = 8 << 20;

/// One installed plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Locked {
    pub(crate) id: PluginId,
    pub(crate) version: String,
    pub(crate) sha256: ContentHash,
    pub(crate) abi: String,
    /// Its file's name in the folder.
    pub(crate) file: String,
}

/// Why `plugins.lock` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// It cannot be read or written.
    #[error("`{path}` cannot be {what}")]
    Io {
        /// The file.
        path: String,
        /// What was tried.
        what: &'static str,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// It is malformed: edited by hand, or damaged.
    #[error("`{path}` is malformed: {why}; install the plugins again")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// Written by a newer build.
    #[error("`{path}` has version {found}, this build knows {VERSION}")]
    Newer {
        /// The file.
        path: String,
        /// Its version.
        found: u32,
    },
}

/// The lock of one plugin folder.
#[derive(Debug, Clone)]
pub(crate) struct LockFile {
    folder: PathBuf,
}

impl LockFile {
    pub(crate) const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.join(LOCK_FILE)
    }

    /// Reads the lock; an absent one is empty. Returns a digest of its bytes too.
    pub(crate) fn read(&self) -> Result<(Vec<Locked>, Option<ContentHash>), LockError> {
        let path = self.path();
        let unreadable = |source| LockError::Io {
            path: path.display().to_string(),
            what: "read",
            source,
        };
        let text = match fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok((Vec::new(), None)),
            Err(error) => return Err(unreadable(error)),
            Ok(about) if about.len() > MAX_LOCK_BYTES => {
                return Err(unreadable(std::io::Error::other("it is larger than 8 MiB")));
            }
            Ok(_) => fs::read_to_string(&path).map_err(unreadable)?,
        };
        Ok((self.parse(&text)?, Some(sha256(text.as_bytes()))))
    }

    fn parse(&self, text: &str) -> Result<Vec<Locked>, LockError> {
        let path = || self.path().display().to_string();
        let malformed = |why: String| LockError::Malformed { path: path(), why };
        let read: raw::Version =
            toml::from_str(text).map_err(|error| malformed(error.message().to_owned()))?;
        if read.version > VERSION {
            return Err(LockError::Newer {
                path: path(),
                found: read.version,
            });
        }
        let read: raw::Lock = toml::from_str(text).map_err(|error| malformed(error.message().to_owned()))?;
        let mut plugins: Vec<Locked> = Vec::new();
        for plugin in read.plugin {
            let id = PluginId::parse(&plugin.id).map_err(|error| malformed(error.to_string()))?;
            let sha256 = ContentHash::parse(&plugin.sha256).map_err(|error| malformed(error.to_string()))?;
            let is_name = !plugin.file.contains(['/', '\\'])
                && Path::new(&plugin.file)
                    .extension()
                    .is_some_and(|ending| ending == "wasm");
            if !is_name {
                return Err(malformed(format!(
                    "`{}` is no name of a component file",
                    plugin.file
                )));
            }
            if plugins.iter().any(|known| known.id == id) {
                return Err(malformed(format!("plugin `{id}` stands in it twice")));
            }
            plugins.push(Locked {
                id,
                version: plugin.version,
                sha256,
                abi: plugin.abi,
                file: plugin.file,
            });
        }
        Ok(plugins)
    }

    /// Changes the lock. Other processes wait; a crash leaves the old one or the new one.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut Vec<Locked>) -> std::io::Result<T>,
    ) -> Result<T, LockError> {
        let path = self.path();
        let unwritable = |source| LockError::Io {
            path: path.display().to_string(),
            what: "written",
            source,
        };
        fs::create_dir_all(&self.folder).map_err(unwritable)?;
        let guard = File::create(self.folder.join("plugins.lock.guard")).map_err(unwritable)?;
        guard.lock().map_err(unwritable)?;
        let (mut plugins, _) = self.read()?;
        let done = change(&mut plugins).map_err(unwritable)?;
        plugins.sort_by(|one, other| one.id.cmp(&other.id));
        self.write(&plugins).map_err(unwritable)?;
        Ok(done)
    }

    fn write(&self, plugins: &[Locked]) -> std::io::Result<()> {
        let lock = raw::Lock {
            version: VERSION,
            plugin: plugins
                .iter()
                .map(|plugin| raw::Plugin {
                    id: plugin.id.to_string(),
                    version: plugin.version.clone(),
                    sha256: plugin.sha256.to_string(),
                    abi: plugin.abi.clone(),
                    file: plugin.file.clone(),
                })
                .collect(),
        };
        let text = toml::to_string(&lock).map_err(std::io::Error::other)?;
        let head = "# What is installed. Written by `milepost plugin install` and `remove`; do not edit.\n";
        write_durably(&self.folder, &self.path(), format!("{head}{text}").as_bytes())
    }
}

/// Writes a file under another name, makes it durable, and gives it its name.
pub(crate) fn write_durably(folder: &Path, path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // The name is durable once the folder is.
    File::open(folder)?.sync_all()
}

mod raw {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Deserialize)]
    pub(super) struct Version {
        pub(super) version: u32,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Lock {
        pub(super) version: u32,
        #[serde(default)]
        pub(super) plugin: Vec<Plugin>,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Plugin {
        pub(super) id: String,
        pub(super) version: String,
        pub(super) sha256: String,
        pub(super) abi: String,
        pub(super) file: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(folder: &Path, text: &str) -> Result<Vec<Locked>, LockError> {
        fs::write(folder.join(LOCK_FILE), text).unwrap();
        LockFile::new(folder.to_owned())
            .read()
            .map(|(plugins, _)| plugins)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let lock = LockFile::new(folder.path().join("plugins"));
        assert!(lock.read().unwrap().0.is_empty());
        let plugin = Locked {
            id: PluginId::parse("a").unwrap(),
            version: "0.1.0".to_owned(),
            sha256: ContentHash::from_bytes([9; 32]),
            abi: "0.1".to_owned(),
            file: "a.wasm".to_owned(),
        };
        lock.change(|plugins| {
            plugins.push(plugin.clone());
            Ok(())
        })
        .unwrap();
        assert_eq!(lock.read().unwrap().0, [plugin]);
    }

    #[test]
    fn a_malformed_or_newer_lock_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let hash = "0".repeat(64);
        let entry = |id: &str, file: &str| {
            format!(
                "[[plugin]]\nid = \"{id}\"\nversion = \"1.0.0\"\nsha256 = \"{hash}\"\nabi = \"0.1\"\nfile = \"{file}\"\n"
            )
        };
        let good = format!("version = 1\n{}", entry("a", "a.wasm"));
        assert_eq!(lock(folder.path(), &good).unwrap().len(), 1);
        for text in [
            "version = 1\nfoo = 2\n".to_owned(),
            "nonsense".to_owned(),
            format!("version = 1\n{}", entry("a", "../a.wasm")),
            format!("version = 1\n{}", entry("A", "a.wasm")),
            format!("version = 1\n{}{}", entry("a", "a.wasm"), entry("a", "b.wasm")),
        ] {
            assert!(
                matches!(lock(folder.path(), &text), Err(LockError::Malformed { .. })),
                "{text}"
            );
        }
        assert!(matches!(
            lock(folder.path(), "version = 2\nx = 1\n"),
            Err(LockError::Newer { found: 2, .. })
        ));
    }
}
