//! The service on a data folder of its own, with a local bulletin site and a real extractor.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::too_many_lines,
    reason = "a test that fails panics, and a story is told in one go"
)]

mod by_hand;
mod care;
mod dry_run;
mod extractors;
mod house;
mod interrupted;
mod passes;
mod reports;
mod site;
mod trouble;
