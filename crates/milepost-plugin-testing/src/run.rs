//! What one native run of an extractor gave.

use milepost_model::{Comparison, plain_decimal};
use milepost_plugin_sdk::{Failure, Level};
use milepost_verify::{Claim, Rejection, RunKeys, Verified};

/// A claim that the host refused, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What was claimed.
    pub claim: Claim,
    /// Why it was refused.
    pub rejection: Rejection,
}

/// What one native run of an extractor gave.
#[derive(Debug, Clone)]
pub struct Run {
    /// What the extractor returned.
    pub outcome: Result<u32, Failure>,
    /// The observations that were accepted, in the order they were emitted.
    pub observations: Vec<Verified>,
    /// The claims that were refused, in the order they were emitted.
    pub refused: Vec<Refused>,
    /// The lines that the extractor logged.
    pub log: Vec<(Level, String)>,
}

impl Run {
    /// Drops what the run contradicted itself about, as the host does.
    pub(crate) fn new(
        outcome: Result<u32, Failure>,
        mut observations: Vec<Verified>,
        refused: Vec<Refused>,
        log: Vec<(Level, String)>,
        keys: &RunKeys,
    ) -> Self {
        observations.retain(|verified| !keys.is_withdrawn(&verified.key()));
        Self {
            outcome,
            observations,
            refused,
            log,
        }
    }

    /// Returns the observations in short, sorted: `trade.total level 2024-01..2024-09 = 715420000000 CNY`; the
    /// comparison stands before the value where it is not `eq`, dimensions behind the unit.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.observations.iter().map(line).collect();
        lines.sort();
        lines
    }

    /// Returns the codes of the refusals with the metrics they speak of, sorted: `trade.total role-unfit`.
    pub fn refusals(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .refused
            .iter()
            .map(|refused| format!("{} {}", refused.claim.metric, refused.rejection.code))
            .collect();
        lines.sort();
        lines
    }
}

pub(crate) fn line(verified: &Verified) -> String {
    let candidate = &verified.candidate;
    let comparison = match candidate.comparison {
        Comparison::Eq => String::new(),
        other @ (Comparison::Approx | Comparison::Over | Comparison::Nearly) => format!("{other} "),
    };
    let mut line = format!(
        "{} {} {} = {comparison}{} {}",
        candidate.indicator,
        candidate.role,
        candidate.period,
        plain_decimal(candidate.value),
        candidate.unit
    );
    for (key, value) in &candidate.dims {
        line.push_str(&format!(" {key}={value}"));
    }
    line
}
