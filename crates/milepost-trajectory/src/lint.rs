//! What is wrong, or odd, in a plan, as far as the method can see.

use milepost_model::Plan;

use crate::plan_verdict::PlanProblem;

/// Lists what is wrong in a plan.
pub fn lint_plan(_plan: &Plan) -> Vec<PlanProblem> {
    Vec::new()
}
