//! Tests that start the real binary with the real components, against sites on loopback.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that fails panics"
)]

mod arithmetic;
mod author;
mod author_tools;
mod bad_input;
mod daemon;
mod deliveries;
mod guide;
mod kill;
mod lab;
mod languages;
mod pipeline;
mod reference;
mod site;
