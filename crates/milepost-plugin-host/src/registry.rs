//! The plugin folder: what is installed, what merely lies there, and how one plugin takes another's place.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use milepost_model::{ContentHash, PluginId};

use crate::abi::Abi;
use crate::breaker::SwitchedOff;
use crate::fixture::{FixtureError, FixtureReport};
use crate::host::Host;
use crate::load::{self, LoadError};
use crate::lock_file::{LockError, LockFile, Locked, write_durably};
use crate::plugin::Plugin;
use crate::signature::{SignatureError, TrustedKeys};

/// A folder holds no more component files than this.
const MAX_FILES: usize = 20_000;

/// Installs, removes, lists and loads plugins. One per process and folder; other processes may change the folder too.
#[derive(Debug)]
pub struct Registry {
    folder: PathBuf,
    host: Host,
    keys: TrustedKeys,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    in_force: BTreeMap<PluginId, Plugin>,
    refused: BTreeMap<PluginId, String>,
    lock: Option<ContentHash>,
}

/// Why a plugin is not installed. The folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// It cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Its signature is missing or does not count.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// Its fixtures cannot be run.
    #[error(transparent)]
    Fixture(#[from] FixtureError),
    /// Its fixtures do not give what they should.
    #[error("{failed} of {all} fixtures do not give what is expected; {first}")]
    FixturesFailed {
        /// How many failed.
        failed: usize,
        /// How many there are.
        all: usize,
        /// The first difference.
        first: String,
        /// All of them.
        reports: Vec<FixtureReport>,
    },
    /// The folder cannot be written.
    #[error(transparent)]
    Lock(#[from] LockError),
}

/// A plugin that was installed.
#[derive(Debug, Clone)]
pub struct Installed {
    /// The plugin, now in force.
    pub plugin: Plugin,
    /// The version whose place it takes, where there was one.
    pub replaced: Option<String>,
    /// What its fixtures gave.
    pub fixtures: Vec<FixtureReport>,
}

/// What lies in the folder.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its file's name.
    pub file: String,
    /// Its id; none for a file that is not installed and no plugin.
    pub id: Option<PluginId>,
    /// Its version; empty for a file that is no plugin.
    pub version: String,
    /// Its title; empty for a file that is no plugin.
    pub title: String,
    /// The SHA-256 of the file, where it could be read.
    pub sha256: Option<ContentHash>,
    /// The version of the interface it is built for.
    pub abi: Option<Abi>,
    /// Whether it runs.
    pub state: ListedState,
}

/// Whether a plugin of the folder runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedState {
    /// It is installed and in force.
    InForce,
    /// It is installed and was switched off after breakdowns.
    SwitchedOff(SwitchedOff),
    /// It is installed and cannot be loaded, with the reason.
    Broken(String),
    /// The file merely lies there; `plugin install` would make it run.
    NotInstalled,
    /// The file merely lies there and is no plugin, with the reason.
    NoPlugin(String),
}

impl ListedState {
    /// Returns the state in a word or two, for tables.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::InForce => "in force",
            Self::SwitchedOff(_) => "switched off",
            Self::Broken(_) => "broken",
            Self::NotInstalled => "not installed",
            Self::NoPlugin(_) => "no plugin",
        }
    }
}

/// What a reload changed.
#[derive(Debug, Clone, Default)]
pub struct Reloaded {
    /// Plugins that are new, or new in this version.
    pub taken: Vec<Plugin>,
    /// Plugins that are gone.
    pub gone: Vec<PluginId>,
    /// Plugins that were not taken, with the reason; where an older one ran, it still does.
    pub refused: Vec<(PluginId, String)>,
}

impl Registry {
    /// Takes a plugin folder; it need not exist yet. Nothing is loaded until [`Self::load_all`].
    pub fn new(folder: PathBuf, host: Host, keys: TrustedKeys) -> Self {
        Self {
            folder,
            host,
            keys,
            state: Mutex::default(),
        }
    }

    /// Returns the host that runs the plugins.
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// Returns the plugins in force, by id.
    pub fn plugins(&self) -> Vec<Plugin> {
        self.state().in_force.values().cloned().collect()
    }

    /// Returns the plugin of that id, where it is in force.
    pub fn plugin(&self, id: &PluginId) -> Option<Plugin> {
        self.state().in_force.get(id).cloned()
    }

    /// Loads what the lock names. Plugins that cannot be loaded are told in the answer; the others run.
    ///
    /// # Errors
    /// When the lock itself cannot be read.
    pub fn load_all(&self) -> Result<Reloaded, LockError> {
        let (locked, digest) = self.lock_file().read()?;
        let mut state = self.state();
        state.in_force.clear();
        state.refused.clear();
        let mut reloaded = Reloaded::default();
        for entry in &locked {
            match self.register(entry) {
                Ok(plugin) => {
                    reloaded.taken.push(plugin.clone());
                    state.in_force.insert(entry.id.clone(), plugin);
                }
                Err(error) => refuse(&mut state, &mut reloaded, &entry.id, with_causes(&error)),
            }
        }
        state.lock = digest;
        drop(state);
        if let Some(cache) = self.host.shared().cache() {
            let kept: Vec<ContentHash> = locked.iter().map(|entry| entry.sha256).collect();
            cache.prune(&kept);
        }
        Ok(reloaded)
    }

    /// Takes up what another process installed or removed since; none where nothing changed. Runs in flight finish on the
    /// plugins they began with. A new version takes an old one's place only when it passes its own fixtures.
    ///
    /// # Errors
    /// When the lock itself cannot be read; all plugins stay as they are.
    pub fn reload_if_changed(&self) -> Result<Option<Reloaded>, LockError> {
        let (locked, digest) = self.lock_file().read()?;
        if self.state().lock == digest {
            return Ok(None);
        }
        let mut reloaded = Reloaded::default();
        for entry in &locked {
            let is_known = self
                .plugin(&entry.id)
                .is_some_and(|plugin| plugin.sha256() == entry.sha256);
            if is_known {
                continue;
            }
            // No lock is held while fixtures run.
            let tried = self
                .register(entry)
                .map_err(|error| with_causes(&error))
                .and_then(|plugin| {
                    self.try_out(&plugin)
                        .map(|_reports| plugin)
                        .map_err(|error| with_causes(&error))
                });
            let mut state = self.state();
            match tried {
                Ok(plugin) => {
                    state.refused.remove(&entry.id);
                    reloaded.taken.push(plugin.clone());
                    state.in_force.insert(entry.id.clone(), plugin);
                }
                Err(reason) => refuse(&mut state, &mut reloaded, &entry.id, reason),
            }
        }
        let mut state = self.state();
        // Read once more: what an install put into force meanwhile must not be taken out again.
        let (locked, last) = self.lock_file().read()?;
        let is_locked = |id: &PluginId| locked.iter().any(|entry| entry.id == *id);
        reloaded.gone = state
            .in_force
            .keys()
            .filter(|id| !is_locked(id))
            .cloned()
            .collect();
        state.in_force.retain(|id, _| is_locked(id));
        state.refused.retain(|id, _| is_locked(id));
        if last != digest {
            // The next look takes up what changed meanwhile.
            return Ok(Some(reloaded));
        }
        state.lock = digest;
        Ok(Some(reloaded))
    }

    /// Installs the component in a file: checks, signature, compilation, fixtures, then the folder and the lock. Where the
    /// operator trusts keys, `FILE.minisig` beside it must be by one of them.
    ///
    /// # Errors
    /// Why it is not installed. The plugin that was there, if any, still is.
    pub fn install(&self, file: &Path) -> Result<Installed, InstallError> {
        let bytes = load::read(file)?;
        self.check_signature(file, &bytes)?;
        let plugin = self.host.load(&bytes)?;
        let fixtures = self.try_out(&plugin)?;
        let sha256 = plugin.sha256();
        let digits: String = sha256.to_string().chars().take(12).collect();
        let name = format!("{}-{}-{digits}.wasm", plugin.id(), plugin.version());
        let path = self.folder.join(&name);
        let replaced = self.lock_file().change(|locked| {
            write_durably(&self.folder, &path, &bytes)?;
            let old = locked.iter().position(|entry| entry.id == *plugin.id());
            let old = old.map(|at| locked.swap_remove(at));
            locked.push(Locked {
                id: plugin.id().clone(),
                version: plugin.version().to_owned(),
                sha256,
                abi: plugin.abi().to_string(),
                file: name.clone(),
            });
            Ok(old)
        })?;
        let replaced = replaced.filter(|old| old.sha256 != sha256);
        if let Some(old) = &replaced {
            // The lock names the new one already; an old file that stays is listed as not installed.
            let _still_there = fs::remove_file(self.folder.join(&old.file));
        }
        // The file's own bytes are what runs from here on, not those in memory.
        let plugin = self.host.register(&path, sha256)?;
        let mut state = self.state();
        state.refused.remove(plugin.id());
        state.in_force.insert(plugin.id().clone(), plugin.clone());
        drop(state);
        Ok(Installed {
            plugin,
            replaced: replaced.map(|old| old.version),
            fixtures,
        })
    }

    /// Removes a plugin from the lock, its file, and from what is in force. Returns its version; none where it was not
    /// installed.
    ///
    /// # Errors
    /// When the lock cannot be read or written.
    pub fn remove(&self, id: &PluginId) -> Result<Option<String>, LockError> {
        let gone = self.lock_file().change(|locked| {
            let at = locked.iter().position(|entry| entry.id == *id);
            Ok(at.map(|at| locked.swap_remove(at)))
        })?;
        if let Some(entry) = &gone {
            let _still_there = fs::remove_file(self.folder.join(&entry.file));
        }
        let mut state = self.state();
        state.in_force.remove(id);
        state.refused.remove(id);
        Ok(gone.map(|entry| entry.version))
    }

    /// Lists what the lock names, then the component files that merely lie in the folder.
    ///
    /// # Errors
    /// When the lock cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, LockError> {
        let (locked, _) = self.lock_file().read()?;
        let mut listed: Vec<Listed> = locked.iter().map(|entry| self.listed(entry)).collect();
        listed.extend(self.lying_around(&locked));
        Ok(listed)
    }

    fn listed(&self, entry: &Locked) -> Listed {
        let (known, refused) = {
            let state = self.state();
            (
                state.in_force.get(&entry.id).cloned(),
                state.refused.get(&entry.id).cloned(),
            )
        };
        let current = known.filter(|plugin| plugin.sha256() == entry.sha256);
        let found = match (current, refused) {
            (Some(plugin), _) => Ok(plugin),
            (None, Some(reason)) => Err(reason),
            (None, None) => self.register(entry).map_err(|error| with_causes(&error)),
        };
        let (title, state) = match found {
            Ok(plugin) => {
                let state = match self.host.breaker_state(&plugin) {
                    Ok(()) => ListedState::InForce,
                    Err(off) => ListedState::SwitchedOff(off),
                };
                (plugin.manifest().title().to_owned(), state)
            }
            Err(reason) => (String::new(), ListedState::Broken(reason)),
        };
        Listed {
            file: entry.file.clone(),
            id: Some(entry.id.clone()),
            version: entry.version.clone(),
            title,
            sha256: Some(entry.sha256),
            abi: Abi::ALL.into_iter().find(|abi| abi.as_str() == entry.abi),
            state,
        }
    }

    /// Returns the names of the component files that merely lie in the folder, without looking into them.
    ///
    /// # Errors
    /// When the lock cannot be read.
    pub fn dropped(&self) -> Result<Vec<String>, LockError> {
        let (locked, _) = self.lock_file().read()?;
        Ok(self.dropped_beside(&locked))
    }

    fn dropped_beside(&self, locked: &[Locked]) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .flatten()
            .take(MAX_FILES)
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "wasm"))
            .filter(|name| locked.iter().all(|entry| entry.file != *name))
            .collect();
        names.sort();
        names
    }

    fn lying_around(&self, locked: &[Locked]) -> Vec<Listed> {
        self.dropped_beside(locked)
            .into_iter()
            .map(|file| {
                let checked = load::read(&self.folder.join(&file)).and_then(|bytes| load::check(&bytes));
                match checked {
                    Ok(checked) => Listed {
                        file,
                        id: Some(checked.manifest.id().clone()),
                        version: checked.manifest.version().to_owned(),
                        title: checked.manifest.title().to_owned(),
                        sha256: Some(checked.sha256),
                        abi: Some(checked.abi),
                        state: ListedState::NotInstalled,
                    },
                    Err(error) => Listed {
                        file,
                        id: None,
                        version: String::new(),
                        title: String::new(),
                        sha256: None,
                        abi: None,
                        state: ListedState::NoPlugin(with_causes(&error)),
                    },
                }
            })
            .collect()
    }

    fn register(&self, entry: &Locked) -> Result<Plugin, LoadError> {
        let plugin = self.host.register(&self.folder.join(&entry.file), entry.sha256)?;
        if *plugin.id() != entry.id {
            let reason = format!("the lock says `{}`, the component `{}`", entry.id, plugin.id());
            return Err(LoadError::Link(reason));
        }
        Ok(plugin)
    }

    fn try_out(&self, plugin: &Plugin) -> Result<Vec<FixtureReport>, InstallError> {
        let reports = self.host.test(plugin, false)?;
        let failed: Vec<&FixtureReport> = reports.iter().filter(|report| !report.is_passed()).collect();
        let Some(worst) = failed.first() else {
            return Ok(reports);
        };
        let difference = worst.differences.first().map_or("", String::as_str);
        Err(InstallError::FixturesFailed {
            failed: failed.len(),
            all: reports.len(),
            first: format!("`{}`: {difference}", worst.name),
            reports: reports.clone(),
        })
    }

    fn check_signature(&self, file: &Path, bytes: &[u8]) -> Result<(), SignatureError> {
        if !self.keys.is_required() {
            return Ok(());
        }
        let mut name = file.as_os_str().to_owned();
        name.push(".minisig");
        let path = PathBuf::from(name);
        let missing = |_unreadable| SignatureError::Missing(path.display().to_string());
        let text = fs::read_to_string(&path).map_err(missing)?;
        self.keys.check(bytes, &text)
    }

    fn lock_file(&self) -> LockFile {
        LockFile::new(self.folder.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refuse(state: &mut State, reloaded: &mut Reloaded, id: &PluginId, reason: String) {
    reloaded.refused.push((id.clone(), reason.clone()));
    state.refused.insert(id.clone(), reason);
}

/// An error with what is behind it, in one line.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        // Transparent errors repeat themselves.
        if !text.ends_with(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
