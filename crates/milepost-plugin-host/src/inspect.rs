//! Looks at a component's bytes before anything is compiled: what kind of file, what it imports, what it carries.

use wasmparser::{Encoding, Parser, Payload};
use wasmtime::Engine;

use crate::abi::Abi;
use crate::sections::{FIXTURES_SECTION, MANIFEST_SECTION, SectionError};

/// The WASI packages that a guest's language may link to; each gives nothing, see `wasi.rs`.
const WASI_PACKAGES: [&str; 6] = ["io", "cli", "clocks", "random", "filesystem", "sockets"];

/// The package of the extractor interfaces.
const OWN_PACKAGE: &str = "milepost:extractor/";

/// Why a file is not even looked at further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// Machine code, not WebAssembly.
    #[error("the file is precompiled machine code; give the component it was compiled from")]
    Precompiled,
    /// A plain module.
    #[error(
        "the file is a WebAssembly module, not a component; build it for wasm32-wasip2 or with `milepost plugin build`"
    )]
    CoreModule,
    /// Cut short or damaged.
    #[error("the file is no WebAssembly component: {0}")]
    Malformed(String),
    /// It asks for something that no extractor gets.
    #[error(
        "the component imports `{0}`, which no extractor gets; only milepost:extractor and wasi 0.2 are there"
    )]
    ForbiddenImport(String),
    /// It exports no extractor.
    #[error("the component exports no `milepost:extractor/extract`")]
    NoExtractor,
    /// Another version of the interface.
    #[error("built for milepost:extractor {built_for}, this host speaks {speaks}")]
    WrongAbi {
        /// The version it asks for.
        built_for: String,
        /// The versions there are.
        speaks: String,
    },
}

/// What stands at the top level of a component.
#[derive(Debug, Default)]
pub(crate) struct Found<'b> {
    pub(crate) manifest: Option<&'b [u8]>,
    pub(crate) fixtures: Option<&'b [u8]>,
    pub(crate) imports: Vec<&'b str>,
    pub(crate) exports: Vec<&'b str>,
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the other sections are the compiler's"
)]
/// Reads the custom sections, imports and exports of a component.
pub(crate) fn sections(bytes: &[u8]) -> Result<Found<'_>, SectionError> {
    let malformed = |error: wasmparser::BinaryReaderError| SectionError::NotAComponent(error.to_string());
    let mut found = Found::default();
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(bytes) {
        let is_top = depth == 1;
        match payload.map_err(malformed)? {
            Payload::Version { encoding, .. } => {
                if depth == 0 && encoding != Encoding::Component {
                    return Err(SectionError::NotAComponent("it is a module".to_owned()));
                }
                depth = depth.saturating_add(1);
            }
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(imports) if is_top => {
                for import in imports {
                    found.imports.push(import.map_err(malformed)?.name.name);
                }
            }
            Payload::ComponentExportSection(exports) if is_top => {
                for export in exports {
                    found.exports.push(export.map_err(malformed)?.name.name);
                }
            }
            Payload::CustomSection(section) if is_top => {
                let (slot, name) = match section.name() {
                    MANIFEST_SECTION => (&mut found.manifest, MANIFEST_SECTION),
                    FIXTURES_SECTION => (&mut found.fixtures, FIXTURES_SECTION),
                    _ => continue,
                };
                if slot.replace(section.data()).is_some() {
                    return Err(SectionError::Doubled(name));
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Refuses what is no component at all, before it is read any further.
pub(crate) fn kind(bytes: &[u8]) -> Result<(), ShapeError> {
    if Engine::detect_precompiled(bytes).is_some() {
        return Err(ShapeError::Precompiled);
    }
    if Parser::is_core_wasm(bytes) {
        return Err(ShapeError::CoreModule);
    }
    if !Parser::is_component(bytes) {
        let message = "it does not start as one; WebAssembly text must be assembled first";
        return Err(ShapeError::Malformed(message.to_owned()));
    }
    Ok(())
}

/// Checks imports and exports; returns the version of the interface that it is built for.
pub(crate) fn abi(found: &Found<'_>) -> Result<Abi, ShapeError> {
    let mut versions = Vec::new();
    for import in &found.imports {
        if import.starts_with(OWN_PACKAGE) {
            versions.push(*import);
        } else if !is_wasi(import) {
            return Err(ShapeError::ForbiddenImport(import.chars().take(100).collect()));
        }
    }
    let exported = found
        .exports
        .iter()
        .find(|export| {
            export
                .strip_prefix(OWN_PACKAGE)
                .is_some_and(|rest| rest.starts_with("extract@"))
        })
        .ok_or(ShapeError::NoExtractor)?;
    let abi = version(exported)?;
    for import in versions {
        version(import)?;
    }
    Ok(abi)
}

fn version(name: &str) -> Result<Abi, ShapeError> {
    let text = name.rsplit_once('@').map_or("", |(_, version)| version);
    Abi::of(text).ok_or_else(|| ShapeError::WrongAbi {
        built_for: text.chars().take(40).collect(),
        speaks: Abi::spoken(),
    })
}

fn is_wasi(import: &str) -> bool {
    let Some((package, rest)) = import.strip_prefix("wasi:").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let version = rest.rsplit_once('@').map(|(_, version)| version);
    WASI_PACKAGES.contains(&package) && version.is_some_and(|version| version.starts_with("0.2."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(wat: &str) -> Result<Abi, ShapeError> {
        let bytes = wat::parse_str(wat).unwrap();
        abi(&sections(&bytes).unwrap())
    }

    #[test]
    fn imports_outside_the_list_are_refused_by_name() {
        for import in [
            "wasi:http/outgoing-handler@0.2.0",
            "wasi:cli/environment@0.3.0",
            "wasi:nn/graph@0.2.0",
            "milepost:store/store@0.1.0",
            "other:extractor/document@0.1.0",
        ] {
            let wat = format!("(component (import \"{import}\" (instance)))");
            assert_eq!(of(&wat), Err(ShapeError::ForbiddenImport(import.to_owned())));
        }
    }

    #[test]
    fn other_versions_are_refused_with_both_named() {
        let wat = "(component (instance $i) (export \"milepost:extractor/extract@0.3.0\" (instance $i)))";
        let error = of(wat).unwrap_err().to_string();
        assert_eq!(error, "built for milepost:extractor 0.3.0, this host speaks 0.1");
        assert_eq!(of("(component)"), Err(ShapeError::NoExtractor));
        let wat = "(component (import \"milepost:extractor/read@0.2.0\" (instance)) (instance $i)
            (export \"milepost:extractor/extract@0.1.0\" (instance $i)))";
        assert!(matches!(of(wat), Err(ShapeError::WrongAbi { .. })));
    }

    #[test]
    fn other_files_are_told_apart() {
        assert_eq!(kind(b"\0asm\x01\0\0\0"), Err(ShapeError::CoreModule));
        assert!(matches!(kind(b"<html>"), Err(ShapeError::Malformed(_))));
        assert!(matches!(kind(b""), Err(ShapeError::Malformed(_))));
    }
}
