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
        /// Say why each figure was read or refused: evidence highlighted, what nobody claimed, the run's cost
        #[arg(long)]
        explain: bool,
        /// Also write the document with the evidence highlighted
        #[arg(long, value_name = "OUT")]
        html: Option<PathBuf>,
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
    /// Save a bulletin as a fixture of the extractor; `plugin test --bless` then writes down what is read
    Record {
        /// The bulletin's file or address
        #[arg(value_name = "FILE|URL")]
        input: String,
        /// The extractor's folder
        #[arg(long, default_value = ".")]
        dir: PathBuf,
        /// The fixture's name [default: from the file or address]
        #[arg(long)]
        name: Option<String>,
        /// The day the bulletin was published, where the page itself does not say
        #[arg(long, value_name = "DATE")]
        published: Option<String>,
    },
    /// Run an extractor over the stored bulletins and show the difference to what is stored; stores nothing
    Replay {
        /// The component, installed or not, or an installed extractor's id
        component: String,
        /// Only this source
        #[arg(long, value_name = "ID")]
        source: Option<String>,
    },
    /// Watch an extractor's folder: whenever a file changes, build it and run its fixtures; interrupt to end
    Dev {
        /// The extractor's folder
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Also run it on this document, as `plugin run --explain` does
        #[arg(long, value_name = "FILE|URL")]
        document: Option<String>,
        /// Install it whenever its fixtures pass: a running daemon takes it up
        #[arg(long)]
        install: bool,
    },
    /// Serve the fixtures of a folder to its own `cargo test`, over stdin and stdout (used by the Rust template)
    #[command(hide = true)]
    Rehearse {
        /// The extractor's folder
        dir: PathBuf,
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
    /// JavaScript, made a component by componentize-qjs (needs Node.js)
    Js,
    /// Python, made a component by componentize-py (needs Python 3.10)
    Python,
}
