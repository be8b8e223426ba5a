//! Reads a page by a table of metrics. Choosy: what does not fit a metric in every respect is left unread.

use crate::agreement::{Figure, settle};
use crate::facts::Sheet;
use crate::fit::Terms;
use crate::{Level, Metric, Page, Statement};

/// Reads a page, and its attachments, by a table of metrics.
///
/// ```
/// # use milepost_plugin_sdk::{Extractor, Failure, Matcher, Measure, Metric, Page, export};
/// const METRICS: &[Metric<'_>] = &[Metric {
///     phrases: &["总领事馆", "consulate general", "consulates general"],
///     ..Metric::new("exchange.consulates", "count", Measure::Stock)
/// }];
///
/// struct Consulates;
///
/// impl Extractor for Consulates {
///     fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
///         Ok(Matcher::new(METRICS).read(page))
///     }
/// }
///
/// export!(Consulates);
/// # fn main() {}
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Matcher<'a> {
    metrics: &'a [Metric<'a>],
}

impl<'a> Matcher<'a> {
    /// Takes the table.
    pub const fn new(metrics: &'a [Metric<'a>]) -> Self {
        Self { metrics }
    }

    /// Emits every figure that fits a metric, and returns how many it emitted. Targets are emitted as targets, for the
    /// host to set apart from figures. Why a statement about a metric was left out is logged at debug level.
    pub fn read(&self, page: &dyn Page) -> u32 {
        let mut emitted = self.read_one(page);
        for attachment in page.attachments() {
            emitted = emitted.saturating_add(self.read_one(attachment.as_ref()));
        }
        emitted
    }

    fn read_one(&self, page: &dyn Page) -> u32 {
        let sheet = Sheet::new(page);
        let mut figures = Vec::new();
        for metric in self.metrics {
            figures.extend(Terms::new(metric).figures(&sheet));
        }
        let mut emitted: u32 = 0;
        for figure in settle(figures, |message| page.log(Level::Debug, message)) {
            if emit(page, &figure) {
                emitted = emitted.saturating_add(1);
            }
        }
        emitted
    }
}

/// Says whether the observation reached the host, accepted or not.
fn emit(page: &dyn Page, figure: &Figure<'_>) -> bool {
    let told = |message: &str| {
        let message = format!("{}: `{}` {message}", figure.indicator, figure.printed);
        page.log(Level::Debug, &message);
    };
    let Some(mut observation) = Statement::new(page, figure.id).observe(figure.indicator) else {
        told("has no period that can be shown");
        return false;
    };
    observation.period.clone_from(&figure.period);
    if let Err(rejection) = page.emit(&observation) {
        told(&format!("is refused: {rejection}"));
    }
    true
}
