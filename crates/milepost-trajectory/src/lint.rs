//! What is wrong, or odd, in a plan, as far as the method can see.
//!
//! An error is what no figure could ever be judged by; a warning is what can be judged and is probably not meant.

mod indicator;
mod target;

use std::collections::BTreeSet;

use milepost_model::{IndicatorId, Plan};

use crate::plan_verdict::{PlanProblem, Severity};

/// Lists what is wrong in a plan, indicator by indicator in the order of the plan, then the plan's own problems.
///
/// Keys are relative to the indicator's table (`target.value`, `baseline.period`) or, without an indicator, to the
/// plan's. A plan without errors is one that [`crate::assess_plan()`] can judge as soon as figures come in.
pub fn lint_plan(plan: &Plan) -> Vec<PlanProblem> {
    let mut problems = Problems::default();
    let mut seen: BTreeSet<&IndicatorId> = BTreeSet::new();
    for indicator in &plan.indicators {
        problems.about = Some(indicator.id.clone());
        if !seen.insert(&indicator.id) {
            problems.error(
                "id",
                format!("`{}` stands twice in the plan", indicator.id),
                "an id that is used once",
                "rename or remove one of the two indicators",
            );
        }
        indicator::lint(&mut problems, plan, indicator);
    }
    problems.about = None;
    lint_identities(&mut problems, plan);
    problems.found
}

/// What was found so far, and about which indicator.
#[derive(Debug, Default)]
struct Problems {
    about: Option<IndicatorId>,
    found: Vec<PlanProblem>,
}

impl Problems {
    fn add(&mut self, severity: Severity, key: &str, message: String, expected: &str, hint: &str) {
        self.found.push(PlanProblem {
            indicator: self.about.clone(),
            key: key.to_owned(),
            message,
            expected: expected.to_owned(),
            hint: hint.to_owned(),
            severity,
        });
    }

    fn error(&mut self, key: &str, message: String, expected: &str, hint: &str) {
        self.add(Severity::Error, key, message, expected, hint);
    }

    fn warning(&mut self, key: &str, message: String, expected: &str, hint: &str) {
        self.add(Severity::Warning, key, message, expected, hint);
    }
}

fn lint_identities(problems: &mut Problems, plan: &Plan) {
    for identity in &plan.identities {
        problems.about = Some(identity.whole.clone());
        let mut units = BTreeSet::new();
        let all = || std::iter::once(&identity.whole).chain(&identity.parts);
        for id in all() {
            match plan.indicator(id) {
                Some(indicator) => {
                    units.insert(indicator.unit);
                }
                None => problems.error(
                    "identities",
                    format!("unknown indicator `{id}` in a sum"),
                    "indicators of this plan",
                    "name indicators that stand in this plan",
                ),
            }
        }
        if units.len() > 1 {
            let units: Vec<&str> = units.iter().map(|unit| unit.as_str()).collect();
            problems.error(
                "identities",
                format!("a sum over the units {}", units.join(" and ")),
                "one unit in the whole and all its parts",
                "state only sums of figures in one unit",
            );
        }
        if identity.parts.contains(&identity.whole) {
            problems.error(
                "identities",
                format!("`{}` is a part of itself", identity.whole),
                "parts other than the whole",
                "remove the whole from its parts",
            );
        }
    }
    problems.about = None;
}
