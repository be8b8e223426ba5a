//! What an extractor of Milepost is written against: the page, the observation, the metric matcher.

extern crate self as milepost_plugin_sdk;

#[cfg(target_family = "wasm")]
#[doc(hidden)]
#[allow(
    unsafe_code,
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "generated: the canonical ABI passes raw memory"
)]
pub mod bindings;
#[cfg(target_family = "wasm")]
#[doc(hidden)]
pub mod guest;

mod agreement;
mod extractor;
mod facts;
mod fit;
mod matcher;
mod metric;
mod observation;
mod page;
mod period_text;
mod simplified;
mod statement;
mod words;

#[cfg(target_family = "wasm")]
#[doc(hidden)]
pub use wit_bindgen;

pub use crate::extractor::{Extractor, Failure, FailureKind};
pub use crate::matcher::Matcher;
pub use crate::metric::{Growth, Measure, Metric};
pub use crate::observation::{Evidence, EvidenceRole, Observation, Rejection};
pub use crate::page::{Hit, Level, Link, Media, Node, Page, StatementId, Table};
pub use crate::statement::{Role, Statement};
