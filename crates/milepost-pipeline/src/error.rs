//! Why a pass could not go on. How a site, a bulletin or an extractor behaves is never an error here: it is an outcome.

use milepost_store::StoreError;

/// Why the work stopped. What was acknowledged before it is kept.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The store refused: without it nothing may be done.
    #[error("the store refused")]
    Store(#[from] StoreError),
    /// A file handed in could not be read.
    #[error("cannot read {file}")]
    File {
        /// The file.
        file: String,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A WARC file handed in is none, or damaged.
    #[error("{file}")]
    Warc {
        /// The file.
        file: String,
        /// What is wrong, and in which record.
        #[source]
        source: milepost_fetch::WarcError,
    },
    /// A defect of Milepost: a step of the work panicked.
    #[error("bug: {0}")]
    Bug(String),
}

impl PipelineError {
    /// Returns the mend, where there is one.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Store(error) => error.hint(),
            Self::File { .. } => None,
            Self::Warc { .. } => Some("nothing of it was stored; `warcio check FILE` examines a WARC file"),
            Self::Bug(_) => Some("see the log, and report the bulletin that caused it"),
        }
    }

    /// Returns the whole chain of causes in one line.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            let words = error.to_string();
            // Transparent errors repeat their cause.
            if !text.ends_with(&words) {
                text.push_str(": ");
                text.push_str(&words);
            }
            cause = error.source();
        }
        text
    }
}
