//! The versions of `milepost:extractor` that this host speaks: one module each, from a frozen folder of `wit/`.
//!
//! A new minor version is a new folder and a new module here beside the old one; the calls behind both are the same,
//! see `calls.rs`.

pub(crate) mod v0_1;

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
