//! Runs an extractor natively: a plugin's `cargo test` needs no WebAssembly, and yet the real parser, grammar and
//! verification.
//!
//! ```
//! use milepost_plugin_sdk::{Extractor, Failure, Matcher, Measure, Metric, Page};
//! use milepost_plugin_testing::Sample;
//!
//! struct Offices;
//!
//! impl Extractor for Offices {
//!     fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
//!         const METRICS: &[Metric<'_>] = &[Metric {
//!             phrases: &["境外非政府组织+代表机构"],
//!             ..Metric::new("ngo.offices", "count", Measure::Stock)
//!         }];
//!         Ok(Matcher::new(METRICS).read(page))
//!     }
//! }
//!
//! let run = Sample::html("<p>截至2024年3月底，全市境外非政府组织代表机构增至27家。</p>")
//!     .published("2024-04-02")
//!     .indicator("ngo.offices", "count", "stock")
//!     .run(&Offices);
//! assert_eq!(run.lines(), ["ngo.offices level as-of:2024-03-31 = 27 count"]);
//! ```
//!
//! [`check_fixtures`] runs every fixture folder of a plugin as an install does.

mod fixture;
mod native_page;
mod run;
mod sample;

pub use crate::fixture::{FixtureError, check_fixtures, read_declared};
pub use crate::run::{Refused, Run};
pub use crate::sample::Sample;
