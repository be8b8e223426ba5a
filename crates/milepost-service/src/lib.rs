//! Answers every request on one open data folder, for the command line and the daemon alike.
//!
//! [`Service::open`] opens the folder, [`Service::answer`] answers a [`Request`]; what touches no store is a free
//! function: [`extract()`], [`probe()`], [`plugin_run`], [`plugin_record`], [`plugin_inspect`], [`restore`]. Configuration is
//! translated into the other crates' parameters here and nowhere else. This crate prints nothing: an answer is a
//! [`Reply`], as text, as JSON and as an exit status.

mod archive;
mod care;
mod deliveries;
mod due;
mod events;
mod explain;
mod extract;
mod facts;
mod files;
mod forms;
mod health;
mod highlight;
mod import;
mod ingest;
mod input;
mod judged;
mod observations;
mod options;
mod plugins;
mod probe;
pub mod progress;
mod record;
mod replay;
pub mod reply;
mod report;
pub mod request;
mod review;
mod revisions;
mod service;
mod status;
mod table;
mod translate;
mod trial;
mod workshop;

pub use milepost_fetch::Clock;

pub use crate::care::restore;
pub use crate::deliveries::{DeliveryFinding, delivery_findings};
pub use crate::extract::{Extract, extract};
pub use crate::facts::{Fact, FactKind};
pub use crate::files::write_whole;
pub use crate::options::ServiceOptions;
pub use crate::plugins::{host as plugin_host, inspect as plugin_inspect, listed as plugins_listed};
pub use crate::probe::probe;
pub use crate::progress::{Progress, Silent};
pub use crate::record::{PluginRecord, plugin_record};
pub use crate::reply::{Exit, Refusal, Reply};
pub use crate::request::{GivenInput, Request};
pub use crate::service::Service;
pub use crate::trial::{PluginRun, plugin_run};
