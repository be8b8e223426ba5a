//! What can be asked of an open data folder. The command line asks it directly, or through the daemon's socket.

use serde::{Deserialize, Serialize};

/// One request. Paths are absolute, dates `YYYY-MM-DD`, ids as typed: they are checked by whoever answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Request {
    /// One pass over the sources.
    IngestOnce {
        /// Only these sources; empty: all that are enabled.
        sources: Vec<String>,
        /// Fetch and read again even what has not changed.
        force: bool,
        /// Go back to bulletins listed since this day.
        since: Option<String>,
    },
    /// Take given bulletins in by hand.
    IngestGiven {
        /// The bulletins.
        inputs: Vec<GivenInput>,
        /// The source they belong to.
        source: Option<String>,
        /// The day they were published.
        published: Option<String>,
    },
    /// The deviation report.
    Report {
        /// The plan; none: the first one configured.
        plan: Option<String>,
        /// As published by this day; none: today.
        as_of: Option<String>,
        /// As known by this instant; none: now.
        known_at: Option<String>,
        /// `html`, `md`, `json`, `csv`, `sdmx-csv` or `xlsx`.
        format: String,
        /// `en` or `zh`.
        language: String,
        /// The status at which, or worse than which, the exit status is 4.
        fail_on: Option<String>,
        /// Send it to the configured deliveries; true: only show what would be sent.
        delivery: Option<bool>,
    },
    /// Indicators, sources, last runs.
    Status {
        /// The plan; none: the first one configured.
        plan: Option<String>,
    },
    /// The configured sources.
    SourcesList,
    /// Figures.
    ObservationsList {
        /// Only this indicator.
        indicator: Option<String>,
        /// Every vintage, not only the latest.
        all: bool,
    },
    /// Every figure with its evidence.
    ObservationsExport {
        /// `csv` or `jsonl`.
        format: String,
    },
    /// Figures entered by hand, as CSV.
    ObservationsImport {
        /// The text of the CSV file.
        csv: String,
        /// The file's name, for errors.
        name: String,
        /// Who enters them.
        who: String,
        /// Why.
        why: String,
    },
    /// A figure that overrides what was read.
    ObservationsOverride {
        /// The indicator.
        indicator: String,
        /// The period.
        period: String,
        /// The value in base units.
        value: String,
        /// The day from which it holds.
        published: String,
        /// Where it is published.
        source: String,
        /// Who enters it.
        who: String,
        /// Why.
        why: String,
    },
    /// A figure that does not count.
    ObservationsRetract {
        /// The indicator.
        indicator: String,
        /// The period.
        period: String,
        /// Who retracts it.
        who: String,
        /// Why.
        why: String,
    },
    /// What was set aside.
    ReviewList,
    /// A decision about something set aside.
    ReviewDecide {
        /// Its id.
        id: String,
        /// Whether it is taken in after all.
        accept: bool,
        /// Who decides.
        who: String,
        /// Why.
        why: String,
    },
    /// Extract again from stored snapshots.
    Replay {
        /// Only this source.
        source: Option<String>,
        /// Only this extractor.
        plugin: Option<String>,
        /// Store what is new.
        apply: bool,
    },
    /// Verify every record and snapshot.
    StoreCheck,
    /// Counts and sizes.
    StoreStats,
    /// Write everything into one file.
    StoreBackup {
        /// The file.
        file: String,
    },
    /// Write the archive of fetches as WARC.
    StoreExport {
        /// The file; compressed where its name ends in `.gz`.
        file: String,
        /// Only this source.
        source: Option<String>,
    },
    /// Take a WARC file into the archive of fetches.
    StoreImport {
        /// The file.
        file: String,
        /// The source that everything in it belongs to; none: the one that the file or the address names.
        source: Option<String>,
    },
    /// Install a component.
    PluginInstall {
        /// The component's file.
        file: String,
    },
    /// Take an installed extractor out.
    PluginRemove {
        /// Its id.
        id: String,
    },
    /// Installed extractors, and files that are not installed.
    PluginList,
    /// Run an extractor over the stored bulletins; stores nothing.
    PluginReplay {
        /// A component's file, or the id of an installed extractor.
        component: String,
        /// Only this source.
        source: Option<String>,
    },
}

/// A bulletin given by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GivenInput {
    /// An absolute path.
    File(String),
    /// An address to fetch.
    Url(String),
}
