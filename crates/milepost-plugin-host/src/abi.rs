//! The versions of `milepost:extractor` that this host speaks: one module each, from a frozen folder of `wit/`.
//!
//! A version that breaks the one before is a new folder of `wit/`, a variant of [`Abi`] and of [`Linked`], and a module here
//! beside the old one: an adapter from its words to the host's calls, which are in no version's words (`calls.rs`). One
//! linker holds the imports of all: their names bear the version. Everything else of the host knows only this file.

mod v0_1;

use wasmtime::Store;
use wasmtime::component::{Component, Linker};

use crate::calls::Calls;

/// A version of the interface, told by its major and minor number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Abi {
    /// `wit/v0.1`.
    V0_1,
}

impl Abi {
    /// Every version that this host speaks, oldest first.
    pub const ALL: [Self; 1] = [Self::V0_1];

    /// Returns the version as in manifests and `plugins.lock`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V0_1 => "0.1",
        }
    }

    /// Returns the version that a full version number belongs to: `0.1.3` to `0.1`.
    pub(crate) fn of(version: &str) -> Option<Self> {
        let mut parts = version.splitn(3, '.');
        let (major, minor) = (parts.next()?, parts.next()?);
        parts.next()?;
        Self::ALL
            .into_iter()
            .find(|abi| abi.as_str().split_once('.') == Some((major, minor)))
    }

    /// Returns all versions in words.
    pub(crate) fn spoken() -> String {
        let all: Vec<&str> = Self::ALL.into_iter().map(Self::as_str).collect();
        all.join(", ")
    }
}

impl std::fmt::Display for Abi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Adds what every version imports.
pub(crate) fn link(linker: &mut Linker<Calls>) -> wasmtime::Result<()> {
    v0_1::link(linker)
}

/// A component, linked by its version's adapter.
#[derive(Clone)]
pub(crate) enum Linked {
    /// Of `wit/v0.1`.
    V0_1(v0_1::Linked),
}

impl Linked {
    pub(crate) fn new(abi: Abi, linker: &Linker<Calls>, component: &Component) -> wasmtime::Result<Self> {
        match abi {
            Abi::V0_1 => v0_1::Linked::new(linker, component).map(Self::V0_1),
        }
    }

    /// Instantiates it, and calls nothing.
    pub(crate) fn instantiate(&self, store: &mut Store<Calls>) -> wasmtime::Result<()> {
        match self {
            Self::V0_1(linked) => linked.instantiate(store),
        }
    }

    /// Instantiates it and has it extract document 0.
    pub(crate) fn run(&self, store: &mut Store<Calls>) -> wasmtime::Result<Answer> {
        match self {
            Self::V0_1(linked) => linked.run(store),
        }
    }
}

/// How an extraction ended, when the extractor itself ended it.
pub(crate) enum Answer {
    /// It means to have emitted so many.
    Emitted(u32),
    /// The document is not for it.
    NotApplicable(String),
    /// It gave up.
    Failed(String),
}

impl Answer {
    /// Takes a failure in the words of the interface.
    pub(crate) fn failed(kind: &str, message: &str, node: Option<u32>) -> Self {
        let at = node.map(|node| format!(" (node {node})")).unwrap_or_default();
        let message: String = message.chars().take(2_000).collect();
        let told = format!("{kind}: {message}{at}");
        if kind == "not-applicable" {
            Self::NotApplicable(told)
        } else {
            Self::Failed(told)
        }
    }
}
