//! Metrics read without code: the matcher of the SDK, driven by the rules of the setting `rules`.

mod rule;

use milepost_plugin_sdk::{Extractor, Failure, FailureKind, Matcher, Metric, Page, export};

pub use crate::rule::{Rule, RuleError};

/// The plugin.
#[derive(Debug, Clone, Copy)]
pub struct Rules;

impl Extractor for Rules {
    fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
        let internal = |message: String| Failure::new(FailureKind::Internal, message);
        let text = page.setting("rules").ok_or_else(|| {
            internal("the setting `rules` is missing; rule files as JSON expected".to_owned())
        })?;
        let rules = Rule::read_all(&text).map_err(|error| internal(error.to_string()))?;
        let terms: Vec<_> = rules.iter().map(Rule::terms).collect();
        let metrics: Vec<Metric<'_>> = terms.iter().map(|terms| terms.metric()).collect();
        Ok(Matcher::new(&metrics).read(page))
    }
}

export!(Rules);
