//! What a service is opened with besides its configuration.

use std::path::PathBuf;
use std::sync::Arc;

use milepost_document::WorkerCommand;
use milepost_fetch::Clock;

/// What only the process knows: where the data is, what time it is, and how to start its own workers.
#[derive(Debug, Clone)]
pub struct ServiceOptions {
    /// The data folder.
    pub data_dir: PathBuf,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The program whose hidden commands `parse-worker` and `compile-worker` are the workers. None: foreign formats are
    /// read and components compiled in this process, for tests.
    pub worker_program: Option<PathBuf>,
    /// The `pdftotext` of poppler, where one is installed: a second reading of PDF figures.
    pub pdftotext: Option<PathBuf>,
    /// The seed of the jitter of retries.
    pub seed: u64,
    /// The version of Milepost.
    pub version: String,
}

impl ServiceOptions {
    /// Options for a data folder, without workers.
    pub fn new(data_dir: PathBuf, clock: Arc<dyn Clock>) -> Self {
        Self {
            data_dir,
            clock,
            worker_program: None,
            pdftotext: None,
            seed: 0,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Returns the worker that parses foreign formats, where there is one.
    pub fn parse_worker(&self) -> Option<WorkerCommand> {
        self.worker_program.as_ref().map(|program| WorkerCommand {
            program: program.clone(),
            args: vec!["parse-worker".to_owned()],
            pdftotext: None,
        })
    }
}
