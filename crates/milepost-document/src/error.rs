//! Why bytes are no document: a named reason for each, with a hint for the operator.

/// Why a document was refused. The bytes are kept by the caller; only the reading failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// No bytes, or nothing visible in them.
    #[error("the document is empty")]
    Empty,
    /// More bytes than the limit.
    #[error("the document has {bytes} bytes, more than the {limit} allowed")]
    TooLarge {
        /// Its size, or the size at which reading stopped.
        bytes: u64,
        /// The limit it broke.
        limit: u64,
    },
    /// Protected by a password.
    #[error("the document is encrypted")]
    Encrypted,
    /// Pages of pictures without text.
    #[error("the document holds only images: {pages} pages without text")]
    ImageOnly {
        /// How many pages it has.
        pages: u32,
    },
    /// The text cannot be decoded.
    #[error("the text is not valid {charset}: {replaced} of {characters} characters cannot be decoded")]
    BadCharset {
        /// The best guess.
        charset: String,
        /// Characters that could not be decoded.
        replaced: u64,
        /// All characters.
        characters: u64,
    },
    /// The file ends before its structure does.
    #[error("the {format} file is cut short or damaged: {detail}")]
    Damaged {
        /// The format it claims to be.
        format: &'static str,
        /// What the reader found.
        detail: String,
    },
    /// A format that Milepost does not read.
    #[error("{format} files are not read")]
    Unsupported {
        /// The format.
        format: &'static str,
    },
    /// A compressed part inflates beyond the limits.
    #[error("a compressed part inflates beyond {limit}")]
    ZipBomb {
        /// The limit it broke, in words.
        limit: String,
    },
    /// Nested deeper than the limit.
    #[error("the document is nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// More elements, attributes, pages or cells than the limit.
    #[error("the document has more than {limit} {what}")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// Bytes that are no text under any charset, under a name that says they are.
    #[error("the bytes are not a document: {detail}")]
    NotADocument {
        /// What was seen.
        detail: String,
    },
    /// An archive with several members: each is a document of its own.
    #[error("the archive holds {members} documents, to be read one by one")]
    Archive {
        /// How many readable members it has.
        members: usize,
    },
    /// An archive member whose name leads out of the archive.
    #[error("the archive member `{name}` has an unsafe name")]
    UnsafeName {
        /// The name, shortened.
        name: String,
    },
    /// The parse worker was stopped at its time limit.
    #[error("the parse worker was stopped after {secs} s")]
    WorkerTimeout {
        /// The limit in seconds.
        secs: u64,
    },
    /// The parse worker died: out of memory, or a fault in a parser.
    #[error("the parse worker died: {detail}")]
    WorkerDied {
        /// Its exit status and the last line it wrote to stderr.
        detail: String,
    },
    /// The parse worker could not be started or spoken to.
    #[error("the parse worker could not be used: {detail}")]
    WorkerUnavailable {
        /// What the system said.
        detail: String,
    },
}

impl DocumentError {
    /// Returns the reason's slug, for counters, JSON and tests.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too-large",
            Self::Encrypted => "encrypted",
            Self::ImageOnly { .. } => "image-only",
            Self::BadCharset { .. } => "bad-charset",
            Self::Damaged { .. } => "damaged",
            Self::Unsupported { .. } => "unsupported",
            Self::ZipBomb { .. } => "zip-bomb",
            Self::TooDeep { .. } => "too-deep",
            Self::TooMany { .. } => "too-many",
            Self::NotADocument { .. } => "not-a-document",
            Self::Archive { .. } => "archive",
            Self::UnsafeName { .. } => "unsafe-name",
            Self::WorkerTimeout { .. } => "worker-timeout",
            Self::WorkerDied { .. } => "worker-died",
            Self::WorkerUnavailable { .. } => "worker-unavailable",
        }
    }

    /// Returns what the operator can do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "open the address in a browser: the page may need a script or be gone",
            Self::TooLarge { .. } => "raise the size limit if the document is genuine",
            Self::Encrypted => "ask the publisher for a copy without a password, or ingest a saved copy",
            Self::ImageOnly { .. } => {
                "the pages are scans: enter the figures by hand with `observations import`"
            }
            Self::BadCharset { .. } => "save the page as UTF-8 and ingest the file",
            Self::Damaged { .. } => "fetch it again with `ingest --force`; the download may have been cut",
            Self::Unsupported { .. } => "convert it to DOCX, PDF, XLSX or HTML and ingest the file",
            Self::ZipBomb { .. } => "do not raise the limit unless you know who made the file",
            Self::TooDeep { .. } | Self::TooMany { .. } => {
                "the file is built to exhaust a reader; raise the limit only for a trusted source"
            }
            Self::NotADocument { .. } => "check the address: this is a binary file under a document's name",
            Self::Archive { .. } => "unpack it; each member is read as a document of its own",
            Self::UnsafeName { .. } => "the archive tries to write outside its folder; do not use it",
            Self::WorkerTimeout { .. } => "raise the worker's time limit if the document is genuine",
            Self::WorkerDied { .. } => "raise the worker's memory limit if the document is genuine",
            Self::WorkerUnavailable { .. } => "check that the milepost binary can start itself",
        }
    }
}

/// Why a CSS selector was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// It is no selector this reader knows.
    #[error("`{css}` is no CSS selector: {detail}")]
    Malformed {
        /// The selector, cut to 100 characters.
        css: String,
        /// What the parser said.
        detail: String,
    },
    /// It is too long or too deeply nested.
    #[error("the selector is longer than {limit} bytes or nested too deeply")]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// The scope is no node of the document.
    #[error("there is no node {0}")]
    NoSuchNode(u32),
}
