//! From bytes to code: checks, the cache, the compiler.

use std::path::Path;
use std::sync::Arc;

use milepost_model::ContentHash;
use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::compile::CompileError;
use crate::engine::{Metering, compatibility};
use crate::host::Shared;
use crate::inspect::{self, ShapeError};
use crate::limits::CompileLimits;
use crate::manifest::{Manifest, ManifestError, Runtime};
use crate::plugin::{Checked, Source};
use crate::sections::{SectionError, Sections};

/// Why a component is not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("`{path}` cannot be read")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// More bytes than a component may have.
    #[error("the component has {bytes} bytes, more than the {limit} allowed")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit for its runtime.
        limit: usize,
    },
    /// It is no component that can be an extractor.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// Its sections are missing or malformed.
    #[error(transparent)]
    Sections(#[from] SectionError),
    /// Its manifest is wrong.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The manifest names another version of the interface than the component.
    #[error("the manifest says abi {manifest}, the component is built for {component}")]
    AbiDiffers {
        /// The version in the manifest.
        manifest: String,
        /// The version in the component.
        component: String,
    },
    /// The bytes are not those that were checked.
    #[error("the component's SHA-256 is {found}, not {expected}: the file has changed")]
    WrongHash {
        /// What it should be.
        expected: ContentHash,
        /// What it is.
        found: ContentHash,
    },
    /// It does not compile within the limits.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// It does not fit the interface, or imports what is not there.
    #[error("the component does not fit the interface: {0}")]
    Link(String),
}

/// Returns the SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(bytes).into())
}

/// Reads a component file of at most the largest size allowed.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, LoadError> {
    use std::io::Read as _;
    let unreadable = |source| LoadError::Unreadable {
        path: path.display().to_string(),
        source,
    };
    let limit = CompileLimits::of(Runtime::Interpreter).component_bytes;
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let bytes = file.metadata().map_err(unreadable)?.len();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    if bytes > most {
        return Err(LoadError::TooLarge { bytes, limit });
    }
    let mut content = Vec::new();
    file.take(most.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(unreadable)?;
    Ok(content)
}

/// Checks everything about a component that can be known without compiling it.
pub(crate) fn check(bytes: &[u8]) -> Result<Checked, LoadError> {
    inspect::kind(bytes)?;
    let found = inspect::sections(bytes)?;
    let abi = inspect::abi(&found)?;
    let sections = Sections::read(found.manifest, found.fixtures)?;
    let manifest = Manifest::parse(&sections.manifest)?;
    if manifest.abi() != abi.as_str() {
        return Err(LoadError::AbiDiffers {
            manifest: manifest.abi().to_owned(),
            component: abi.to_string(),
        });
    }
    let limit = CompileLimits::of(manifest.runtime()).component_bytes;
    if bytes.len() > limit {
        let bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        return Err(LoadError::TooLarge { bytes, limit });
    }
    Ok(Checked {
        manifest,
        abi,
        sha256: sha256(bytes),
        fixtures: sections.fixtures,
    })
}

/// Returns the component's bytes, and checks that they are still the same.
pub(crate) fn bytes(source: &Source, expected: ContentHash) -> Result<Arc<[u8]>, LoadError> {
    match source {
        Source::Bytes(bytes) => Ok(Arc::clone(bytes)),
        Source::File(path) => {
            let content = read(path)?;
            let found = sha256(&content);
            if found == expected {
                Ok(content.into())
            } else {
                Err(LoadError::WrongHash { expected, found })
            }
        }
    }
}

/// Returns the machine code of a component: from the cache, else compiled and kept there.
pub(crate) fn code(
    shared: &Shared,
    source: &Source,
    sha256: ContentHash,
    runtime: Runtime,
    metering: Metering,
) -> Result<Component, LoadError> {
    let engine = shared.engines().get(metering);
    let compatibility = compatibility(engine);
    let cached = shared.cache().and_then(|cache| cache.find(sha256, compatibility));
    if let Some(component) = cached.and_then(|path| deserialize_file(engine, &path)) {
        return Ok(component);
    }
    let bytes = bytes(source, sha256)?;
    let code = shared
        .compiler()
        .compile(&bytes, metering, shared.compile_limits(runtime))?;
    if let Some(cache) = shared.cache() {
        // A full disk costs time at the next start, nothing else.
        if let Ok(path) = cache.keep(sha256, compatibility, &code)
            && let Some(component) = deserialize_file(engine, &path)
        {
            return Ok(component);
        }
    }
    deserialize(engine, &code).map_err(|error| LoadError::Link(format!("{error:#}")))
}

#[expect(
    unsafe_code,
    reason = "loading machine code is unsafe by nature; where it may come from is said here"
)]
fn deserialize(engine: &Engine, code: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: the code was made by this engine's compiler, in this process or in a worker of the same build.
    unsafe { Component::deserialize(engine, code) }
}

#[expect(
    unsafe_code,
    reason = "loading machine code is unsafe by nature; where it may come from is said here"
)]
fn deserialize_file(engine: &Engine, path: &Path) -> Option<Component> {
    // SAFETY: the file lies in the cache folder, was written there by this program from its own compiler's output, bears
    // its checksum, and is never written to again, only replaced or unlinked.
    unsafe { Component::deserialize_file(engine, path) }.ok()
}
