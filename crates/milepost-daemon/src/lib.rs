//! Owns the process of a background service: clock, signals, due sources, HTTP, the local socket, shutdown.
//!
//! What is due is decided by `milepost-schedule`, what is done by `milepost-service`; here the two are brought together
//! and nothing else is decided.

mod clock;
mod commands;
mod daemon;
mod deliveries;
mod events;
mod extractors;
mod http;
mod signals;
mod socket;

pub use crate::clock::SystemClock;
pub use crate::daemon::run;
pub use crate::socket::{ask, socket_path};
