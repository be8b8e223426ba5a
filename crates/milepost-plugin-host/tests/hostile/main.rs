//! Hostile extractors: each is stopped within its limit, by name, and harms neither the host nor another plugin.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_collect,
    clippy::indexing_slicing,
    reason = "tests say what they expect directly"
)]

mod bench;
mod claims;
mod files;
#[allow(
    dead_code,
    reason = "the benchmark and the test of released components use the rest"
)]
mod guest;
mod registry;
mod resources;
mod world;
