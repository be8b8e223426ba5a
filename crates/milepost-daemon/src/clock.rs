//! The system's clock: the one place of a running Milepost that reads it.

use chrono::Utc;
use milepost_fetch::Clock;
use milepost_model::Timestamp;

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Utc::now()
    }
}
