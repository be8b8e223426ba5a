//! What is due when: cron lines, clocks set forward and back, calendars, catching up.
#![allow(missing_docs, reason = "tests are named after the rule they show")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails panics"
)]

#[path = "schedule/calendars.rs"]
mod calendars;
#[path = "schedule/cron_lines.rs"]
mod cron_lines;
#[path = "schedule/decisions.rs"]
mod decisions;
#[path = "schedule/oracle.rs"]
mod oracle;
