//! What an extractor of Milepost is written against: the page, the observation, the metric matcher.
//!
//! An extractor is handed one document that the host has parsed and read. It decides only what a figure *means*; the
//! host checks every claim against the page. It has no file, no clock, no network.
//!
//! # A worked example
//!
//! An extractor is a `cdylib` with this crate as its only dependency, an [`Extractor`] and one [`export!`] line. Most
//! need nothing but a table of metrics for the [`Matcher`]:
//!
//! ```
//! use milepost_plugin_sdk::{Extractor, Failure, Matcher, Measure, Metric, Page, export};
//!
//! const METRICS: &[Metric<'_>] = &[
//!     Metric {
//!         // Every word of one phrase must be there, in Chinese or English, in either script.
//!         phrases: &["境外非政府组织+代表机构", "overseas NGO+office"],
//!         // «备案境外非政府组织临时活动40项» counts something else.
//!         not_called: &["备案", "临时活动"],
//!         ..Metric::new("ngo.offices", "count", Measure::Stock)
//!     },
//!     Metric {
//!         phrases: &["出口", "exports"],
//!         // With any other word beside it, exports are exports of something.
//!         beside: Some(&["外贸", "货物", "总额", "总值", "total", "of goods"]),
//!         exclude: &["机电", "民营"],
//!         ..Metric::new("trade.exports", "CNY", Measure::Flow)
//!     },
//! ];
//!
//! struct Offices;
//!
//! impl Extractor for Offices {
//!     fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
//!         Ok(Matcher::new(METRICS).read(page))
//!     }
//! }
//!
//! export!(Offices);
//!
//! # fn main() {
//! // `cargo test` needs no WebAssembly: `milepost-plugin-testing` brings the host's own parser, grammar and checks.
//! use milepost_plugin_testing::Sample;
//!
//! let run = Sample::html(
//!     "<p>截至2024年3月底，全市境外非政府组织代表机构增至27家。</p>\
//!      <p>2024年一季度，全市出口1130.9亿元，同比增长3.6%；机电产品出口1000.1亿元。到2027年，出口力争达到7000亿元。</p>",
//! )
//! .published("2024-04-22")
//! .indicator("ngo.offices", "count", "stock")
//! .indicator("trade.exports", "CNY", "flow")
//! .run(&Offices);
//! assert_eq!(
//!     run.lines(),
//!     [
//!         "ngo.offices level as-of:2024-03-31 = 27 count",
//!         "trade.exports growth 2024-Q1 = 3.6 percent",
//!         "trade.exports level 2024-Q1 = 113090000000 CNY",
//!     ]
//! );
//! // The target is emitted as one; the host tells it from a figure.
//! assert_eq!(run.refusals(), ["trade.exports role-unfit"]);
//! # }
//! ```
//!
//! What a table of metrics cannot say is written out with [`Statement`], which makes an observation of a reading of the
//! host with its evidence in one call:
//!
//! ```
//! use milepost_plugin_sdk::{Extractor, Failure, Page, Role, Statement};
//!
//! struct Consulates;
//!
//! impl Extractor for Consulates {
//!     fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
//!         let mut emitted = 0;
//!         for statement in Statement::about(page, &[&["总领事馆"], &["consulates"]]) {
//!             if statement.role() != Some(Role::Level) {
//!                 continue;
//!             }
//!             if let Some(observation) = statement.observe("exchange.consulates") {
//!                 emitted += 1;
//!                 if page.emit(&observation).is_err() {
//!                     continue;
//!                 }
//!             }
//!         }
//!         Ok(emitted)
//!     }
//! }
//! # let run = milepost_plugin_testing::Sample::html("<p>截至2023年9月底，重庆有外国总领事馆12家。</p>")
//! #     .published("2023-10-09")
//! #     .indicator("exchange.consulates", "count", "stock")
//! #     .run(&Consulates);
//! # assert_eq!(run.lines(), ["exchange.consulates level as-of:2023-09-30 = 12 count"]);
//! ```

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
