//! The clock as this crate sees it: handed in by the binary, never read here.

use milepost_model::Timestamp;

/// Tells the time. The binary hands in the system's; tests hand in a fixed one.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Returns the current instant.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still, for tests and for replays.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
