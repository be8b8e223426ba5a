//! What a Chinese sentence last spoke of.

use crate::clock::Time;
use crate::output::Stock;

/// What the sentence last spoke of, for clauses that do not say it again.
#[derive(Debug, Clone)]
pub(crate) struct Topic {
    pub(crate) subject: String,
    pub(crate) labels: Vec<String>,
    pub(crate) time: Time,
    pub(crate) scope: String,
    pub(crate) stock: Stock,
    /// The level itself, once it was read.
    pub(crate) level: Option<usize>,
    /// Growths that were read before their level.
    pub(crate) pending: Vec<usize>,
}
