//! Reads a rule file: metrics read without code by the stock `rules` component.
//!
//! The keys of a rule belong to the rules component; here they are checked to be known, and indicators to be the
//! plan's, so that a slip is shown at its line instead of a metric silently never read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::problem::Problem;
use crate::section::SourceText;

/// The rules of one file, as the component takes them.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleFile {
    /// The file.
    pub file: PathBuf,
    /// The file's tables as JSON, one to one.
    pub json: serde_json::Value,
}

/// Reads the text of a rule file. `indicators` are the ids of all plans.
pub fn read_rules(file: &Path, text: &str, indicators: &BTreeSet<&str>) -> (Option<RuleFile>, Vec<Problem>) {
    let source = SourceText::new(file, text);
    let json = {
        let root = source.root();
        let rules = root.tables("rule");
        if rules.is_empty() {
            root.error("rule", "no [[rule]] in the file", None);
        }
        for rule in rules {
            if let Some(indicator) = rule.required_text("indicator")
                && !indicators.contains(indicator.value.as_str())
            {
                let near = crate::problem::nearest(&indicator.value, indicators.iter().copied());
                let hint = near.map(|near| format!("did you mean `{near}`?"));
                rule.error_at(
                    indicator.at,
                    "indicator",
                    format!("unknown indicator `{}`", indicator.value),
                    hint.as_deref(),
                );
            }
        }
        root.to_json()
    };
    (
        Some(RuleFile {
            file: file.to_path_buf(),
            json,
        }),
        source.into_problems(),
    )
}
