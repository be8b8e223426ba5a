//! Turns TOML into a checked configuration, or a list of located problems.
//!
//! Every problem of every file is found in one pass, each with file, line, column, key and the mend. Nothing here
//! opens a network connection, a store or a plugin.

mod delivery;
mod duration;
mod list_table;
mod load;
mod main_file;
mod plan_file;
mod problem;
mod rules_file;
mod section;
mod source_file;

use std::path::PathBuf;

pub use crate::delivery::{
    ChannelConfig, DELIVERY_EVENTS, DeliveryConfig, HttpConfig, MailConfig, MailTls, ReportTimes, SecretFrom,
};
pub use crate::duration::{DelayRange, parse_duration};
pub use crate::list_table::{ListConfig, ListKind, PostConfig, RowsConfig};
pub use crate::load::{Config, Loaded, load};
pub use crate::main_file::{FetchConfig, MainConfig, PluginsConfig, REPORT_FORMATS, ReportConfig};
pub use crate::plan_file::read_plan;
pub use crate::problem::{Place, Problem, Severity};
pub use crate::rules_file::{RuleFile, read_rules};
pub use crate::source_file::{AuthConfig, Expect, SourceConfig, TlsConfig, read_source};

/// A plan and the file it was read from.
#[derive(Debug, Clone)]
pub struct PlanConfig {
    /// The plan.
    pub plan: milepost_model::Plan,
    /// Its file.
    pub file: PathBuf,
}
