//! The method as its users see it: figures and a plan in, verdicts out.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::float_cmp,
    clippy::wildcard_enum_match_arm,
    clippy::semicolon_if_nothing_returned,
    reason = "a test that fails panics; fixtures are indexed; the few floats compared exactly are exact"
)]

mod bad_input;
mod calibration;
mod cases;
mod coverage;
mod figures;
mod kinds;
mod properties;
mod sample;
mod verdict;
