//! The command line: every command, option and help text. What they do stands in `commands`.

mod author;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use crate::cli::author::{Plugin, PluginLanguage};

/// Tells, with proof, whether a dated policy plan is on its way.
///
/// Milepost fetches official bulletins on a schedule, reads the plan's figures out of them with sandboxed
/// extractors, keeps every figure with its evidence, and reports which indicators deviate from their path.
#[derive(Debug, Parser)]
#[command(name = "milepost", version, about, max_term_width = 100, after_help = EXIT_STATUS)]
pub(crate) struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_STATUS: &str = "Exit status:\n  0  done\n  1  failed\n  2  usage or configuration\n  3  partly done: some sources failed, the rest is kept\n  4  `report --fail-on`: an indicator is at that status or worse";

/// Options that every command takes.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Global {
    /// The configuration [default: ./config/milepost.toml, then `$XDG_CONFIG_HOME/milepost/milepost.toml`,
    /// then /etc/milepost/milepost.toml]
    #[arg(
        long,
        global = true,
        value_name = "PATH",
        env = "MILEPOST_CONFIG",
        hide_env_values = true,
        help_heading = "Global options"
    )]
    pub(crate) config: Option<PathBuf>,
    /// The data folder [default: as the configuration says]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "MILEPOST_DATA",
        hide_env_values = true,
        help_heading = "Global options"
    )]
    pub(crate) data: Option<PathBuf>,
    /// How diagnostics are written to stderr
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "pretty",
        help_heading = "Global options"
    )]
    pub(crate) log_format: LogFormat,
    /// Say more (twice: everything)
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Global options")]
    pub(crate) verbose: u8,
    /// Say only what a person must act on
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Global options"
    )]
    pub(crate) quiet: bool,
    /// Colour
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        help_heading = "Global options"
    )]
    pub(crate) color: Colour,
    /// Print JSON instead of a table; errors become JSON on stderr
    #[arg(long, global = true, help_heading = "Global options")]
    pub(crate) json: bool,
}

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Pretty,
    /// One JSON object a line.
    Json,
}

/// When output is coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a commented starter configuration and plan
    Init(Init),
    /// Validate configuration, plans, sources and plugins, with file, line and the mend for each problem
    Check,
    /// Take bulletins in: one pass over the sources, or given files and addresses
    Ingest(Ingest),
    /// Dry run: parse, extract, verify, and print what was read and why the rest was not; touches no store
    Extract(Extract),
    /// Run the background service
    Daemon,
    /// Write the deviation report
    Report(Report),
    /// A terminal overview: indicators, sources, last runs
    Status(Status),
    /// The places where bulletins appear
    #[command(subcommand)]
    Sources(Sources),
    /// The extractor author's tools
    #[command(subcommand)]
    Plugin(Plugin),
    /// The series, by hand where needed
    #[command(subcommand)]
    Observations(Observations),
    /// Candidates that verification set aside
    #[command(subcommand)]
    Review(Review),
    /// Extract again from stored snapshots and report what changed
    Replay(Replay),
    /// Care of the data folder
    #[command(subcommand)]
    Store(Store),
    /// The whole pipeline on a bundled bulletin site served on loopback, then the report
    Demo(Demo),
    /// Print shell completions
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man {
        /// Print the command reference of the documentation instead, as Markdown
        #[arg(long, hide = true)]
        markdown: bool,
    },
    /// Parse one document from stdin in a limited process (used by milepost itself)
    #[command(hide = true)]
    ParseWorker,
    /// Compile one component from stdin in a limited process (used by milepost itself)
    #[command(hide = true)]
    CompileWorker,
}

/// `init`
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Where to write it
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,
}

/// `ingest`
#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files or addresses of bulletins to take in by hand
    #[arg(
        value_name = "FILE|URL",
        conflicts_with = "once",
        required_unless_present = "once"
    )]
    pub(crate) inputs: Vec<String>,
    /// One pass over the sources: discover, fetch, extract, store
    #[arg(long)]
    pub(crate) once: bool,
    /// Only this source (may be given more than once); for FILE or URL: the source they belong to
    #[arg(long, value_name = "ID")]
    pub(crate) source: Vec<String>,
    /// Fetch and read again even what has not changed
    #[arg(long)]
    pub(crate) force: bool,
    /// Go back to bulletins listed since this day
    #[arg(long, value_name = "DATE", requires = "once")]
    pub(crate) since: Option<String>,
    /// For FILE or URL: the day the bulletin was published
    #[arg(long, value_name = "DATE", conflicts_with = "once")]
    pub(crate) published: Option<String>,
}

/// `extract`
#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// Files or addresses of bulletins
    #[arg(value_name = "FILE|URL", required = true)]
    pub(crate) inputs: Vec<String>,
    /// Only this extractor (may be given more than once)
    #[arg(long, value_name = "ID")]
    pub(crate) plugin: Vec<String>,
    /// The day the bulletins were published
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// Also write the document with the evidence highlighted
    #[arg(long, value_name = "OUT")]
    pub(crate) html: Option<PathBuf>,
}

/// `report`
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The plan [default: the first one configured]
    #[arg(long, value_name = "ID")]
    pub(crate) plan: Option<String>,
    /// As published by this day [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// As known by this instant, such as 2026-01-31T08:00:00Z [default: now]
    #[arg(long, value_name = "INSTANT")]
    pub(crate) known_at: Option<String>,
    /// The form
    #[arg(long, value_enum, default_value = "md")]
    pub(crate) format: ReportFormat,
    /// The language
    #[arg(long, value_enum, default_value = "en")]
    pub(crate) lang: ReportLanguage,
    /// Write it here instead of to stdout
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
    /// Exit with 4 when an indicator is at this status or worse
    #[arg(long, value_name = "STATUS")]
    pub(crate) fail_on: Option<String>,
    /// Send it to the configured deliveries, each in its own form and language
    #[arg(long, conflicts_with = "out")]
    pub(crate) deliver: bool,
    /// With --deliver: show each channel's exact message, send and store nothing
    #[arg(long, requires = "deliver")]
    pub(crate) dry_run: bool,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// One self-contained page
    Html,
    /// Markdown
    Md,
    /// The versioned JSON
    Json,
    /// The verdicts, one line an indicator
    Csv,
    /// SDMX-CSV 2.0
    SdmxCsv,
    /// A workbook with charts
    Xlsx,
}

/// The languages of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportLanguage {
    /// English
    En,
    /// Chinese
    Zh,
}

/// `status`
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// The plan [default: the first one configured]
    #[arg(long, value_name = "ID")]
    pub(crate) plan: Option<String>,
}

/// `sources …`
#[derive(Debug, Subcommand)]
pub(crate) enum Sources {
    /// List the configured sources with their next and last visits
    List,
    /// Show what discovery finds now, how, and why something is left out; stores nothing
    Probe {
        /// A source's id, or the address of a list page
        #[arg(value_name = "ID|URL")]
        target: String,
    },
}

/// `observations …`
#[derive(Debug, Subcommand)]
pub(crate) enum Observations {
    /// List figures
    List {
        /// Only this indicator
        #[arg(long, value_name = "ID")]
        indicator: Option<String>,
        /// Every vintage, not only the latest
        #[arg(long)]
        all: bool,
    },
    /// Write every figure with its evidence, as CSV or JSON Lines
    Export {
        /// `csv` or `jsonl`
        #[arg(long, default_value = "csv")]
        format: String,
        /// Write it here instead of to stdout
        #[arg(long, value_name = "PATH")]
        out: Option<PathBuf>,
    },
    /// Take figures in from CSV: indicator,period,value,unit,published,source,quote; all rows or none
    Import {
        /// The CSV file
        file: PathBuf,
        /// Who enters them
        #[arg(long)]
        who: String,
        /// Why
        #[arg(long)]
        why: String,
    },
    /// Enter a figure that overrides what was read
    Override {
        /// The indicator
        indicator: String,
        /// The period
        period: String,
        /// The value, a plain decimal in base units
        value: String,
        /// The day from which it holds
        #[arg(long, value_name = "DATE")]
        published: String,
        /// Where it is published
        #[arg(long)]
        source: String,
        /// Who enters it
        #[arg(long)]
        who: String,
        /// Why
        #[arg(long)]
        why: String,
    },
    /// Say that a figure does not count
    Retract {
        /// The indicator
        indicator: String,
        /// The period
        period: String,
        /// Who retracts it
        #[arg(long)]
        who: String,
        /// Why
        #[arg(long)]
        why: String,
    },
}

/// `review …`
#[derive(Debug, Subcommand)]
pub(crate) enum Review {
    /// List what was set aside, and why
    List,
    /// Take a candidate in after all
    Accept {
        /// The candidate's id
        id: String,
        /// Who decides
        #[arg(long)]
        who: String,
        /// Why
        #[arg(long)]
        why: String,
    },
    /// Leave a candidate out for good
    Reject {
        /// The candidate's id
        id: String,
        /// Who decides
        #[arg(long)]
        who: String,
        /// Why
        #[arg(long)]
        why: String,
    },
}

/// `replay`
#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// Only this source
    #[arg(long, value_name = "ID")]
    pub(crate) source: Option<String>,
    /// Only this extractor
    #[arg(long, value_name = "ID")]
    pub(crate) plugin: Option<String>,
    /// Store what is new; without it, only report the difference
    #[arg(long)]
    pub(crate) apply: bool,
}

/// `store …`
#[derive(Debug, Subcommand)]
pub(crate) enum Store {
    /// Verify every record and snapshot
    Check,
    /// Counts and sizes
    Stats,
    /// Write everything into one file
    Backup {
        /// The file
        file: PathBuf,
    },
    /// Fill an empty data folder from a backup
    Restore {
        /// The file
        file: PathBuf,
    },
    /// Write the archive of fetches as WARC 1.1, for other readers of archives
    Export {
        /// The file; compressed where its name ends in `.gz`
        #[arg(long, value_name = "FILE")]
        warc: PathBuf,
        /// Only this source
        #[arg(long, value_name = "ID")]
        source: Option<String>,
    },
    /// Take a WARC file into the archive of fetches; `replay --apply` then reads figures out of it
    Import {
        /// The file, compressed or not
        #[arg(long, value_name = "FILE")]
        warc: PathBuf,
        /// The source that everything in it belongs to [default: the one that the file or the address names]
        #[arg(long, value_name = "ID")]
        source: Option<String>,
    },
}

/// `demo`
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The bundled bulletin site [default: ./tests/sites, or beside the program]
    #[arg(long, value_name = "DIR")]
    pub(crate) site: Option<PathBuf>,
    /// The folder of built components [default: ./target/plugins, or beside the program]
    #[arg(long, value_name = "DIR")]
    pub(crate) plugins: Option<PathBuf>,
    /// Where the reports and the data go
    #[arg(long, value_name = "DIR", default_value = "demo-out")]
    pub(crate) out: PathBuf,
}
