//! What the grammar reads, statement by statement, in texts of our own words with figures that were published.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests say what they expect directly"
)]

#[path = "reading/check.rs"]
mod check;
#[path = "reading/chinese_traps.rs"]
mod chinese_traps;
#[path = "reading/english.rs"]
mod english;
#[path = "reading/going_on.rs"]
mod going_on;
#[path = "reading/published_figures.rs"]
mod published_figures;
#[path = "reading/table_cells.rs"]
mod table_cells;
