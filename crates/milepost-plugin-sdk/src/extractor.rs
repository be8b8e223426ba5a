//! What a plugin implements, and how it says that it cannot read a document.

use crate::{Node, Page};

/// Reads observations out of a document.
pub trait Extractor {
    /// Emits what it reads, through [`Page::emit`], and returns how many observations it emitted: the host compares.
    ///
    /// # Errors
    /// When the document cannot be read by this extractor. A document without a figure for it is no error: return 0.
    fn extract(&self, page: &dyn Page) -> Result<u32, Failure>;
}

/// What kind of trouble it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// The document is none that the plugin reads.
    NotApplicable,
    /// The page is laid out otherwise than the plugin knows.
    LayoutChanged,
    /// The document contradicts itself.
    SourceError,
    /// The plugin's own fault, or its settings'.
    Internal,
}

impl FailureKind {
    /// Returns the name of the kind, as in the WIT.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotApplicable => "not-applicable",
            Self::LayoutChanged => "layout-changed",
            Self::SourceError => "source-error",
            Self::Internal => "internal",
        }
    }
}

/// Why a document could not be read. Nothing of the run is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind of trouble it was.
    pub kind: FailureKind,
    /// What, where, and what was expected.
    pub message: String,
    /// Where, if it is somewhere.
    pub node: Option<Node>,
}

impl Failure {
    /// Says what is wrong, with no place in the document.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            node: None,
        }
    }

    /// Says where it is wrong.
    #[must_use]
    pub fn at(self, node: Node) -> Self {
        Self {
            node: Some(node),
            ..self
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.kind.as_str(), self.message)
    }
}

impl std::error::Error for Failure {}

/// Makes a component of an extractor: one line at the end of the plugin's `lib.rs`.
///
/// ```
/// # use milepost_plugin_sdk::{Extractor, Failure, Page, export};
/// struct Offices;
///
/// impl Extractor for Offices {
///     fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
///         Ok(0)
///     }
/// }
///
/// export!(Offices);
/// # fn main() {}
/// ```
///
/// The argument is an expression of a type that is an [`Extractor`]; it is evaluated once a document. Natively the
/// line only checks that.
#[macro_export]
macro_rules! export {
    ($extractor:expr) => {
        #[cfg(target_family = "wasm")]
        const _: () = {
            struct Component;

            impl $crate::guest::Guest for Component {
                fn extract(
                    doc: $crate::guest::Doc,
                ) -> ::core::result::Result<u32, $crate::guest::WitFailure> {
                    $crate::guest::run(&$extractor, doc)
                }
            }

    $crate::bindings::export_component!(Component with_types_in $crate::bindings);
        };

        #[cfg(not(target_family = "wasm"))]
        const _: fn(&dyn $crate::Page) -> ::core::result::Result<u32, $crate::Failure> =
            |page| $crate::Extractor::extract(&$extractor, page);
    };
}
