//! The command line of the extractor author's tools.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// `plugin …`
#[derive(Debug, Subcommand)]
pub(crate) enum Plugin {
    /// Start a new extractor from a template
    New {
        /// The extractor's id
        name: String,
        /// The language
        #[arg(long, value_enum, default_value = "rust")]
        lang: PluginLanguage,
        /// Where to put it [default: ./NAME]
        #[arg(long)]
        dir: Option<PathBuf>,
    },
    /// Build an extractor's folder into one component file, its manifest and fixtures inside
    Build {
        /// The extractor's folder
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// The component to write [default: DIR/target/ID.wasm]
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Check a component: size, ABI, imports, manifest
    Check {
        /// The component
        file: PathBuf,
    },
    /// Run a component on a document
    Run {
        /// The component, or an installed extractor's id
        component: String,
        /// The document
        document: String,
        /// The day the document was published
        #[arg(long, value_name = "DATE")]
        published: Option<String>,
        /// Say why each figure was read or refused
        #[arg(long)]
        explain: bool,
    },
    /// Run a component's fixtures
    Test {
        /// The component, or the extractor's folder
        #[arg(default_value = ".")]
        target: PathBuf,
        /// Accept what is read now as expected
        #[arg(long)]
        bless: bool,
    },
    /// Install a component: checked, its fixtures run, named in plugins.lock
    Install {
        /// The component
        file: PathBuf,
    },
    /// Take an installed extractor out
    Remove {
        /// The extractor's id
        id: String,
    },
    /// List installed extractors, and files that are not installed
    List,
    /// Show what a component is: manifest, imports, exports, size, hash
    Inspect {
        /// The component
        file: PathBuf,
    },
}

/// What an extractor is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PluginLanguage {
    /// A table of phrases, or any code, in Rust
    Rust,
    /// No code: a rule file for the stock `rules` component
    Rules,
}
