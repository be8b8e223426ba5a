//! The store as its callers see it: one binary, so that it links once.
#![allow(missing_docs, reason = "tests are named after the rule they show")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    clippy::format_collect,
    clippy::semicolon_if_nothing_returned,
    reason = "a test that fails panics; the child process of the kill tests talks through its output; brevity helps here"
)]

#[path = "store/sample.rs"]
mod sample;

#[path = "store/care.rs"]
mod care;
#[path = "store/damage.rs"]
mod damage;
#[path = "store/documents.rs"]
mod documents;
#[path = "store/formats.rs"]
mod formats;
#[path = "store/kill.rs"]
mod kill;
#[path = "store/readers.rs"]
mod readers;
#[path = "store/series.rs"]
mod series;
#[path = "store/state.rs"]
mod state;
