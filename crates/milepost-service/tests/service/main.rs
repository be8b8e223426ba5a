//! The service on a data folder of its own, with a local bulletin site and a real extractor.

#![allow(
    clippy::as_conversions,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that fails panics"
)]

mod archive;
mod attachments;
mod by_hand;
mod care;
mod deliveries;
mod dry_run;
mod extractors;
mod facts;
mod house;
mod interrupted;
mod passes;
mod reports;
mod site;
mod sources;
mod trouble;
