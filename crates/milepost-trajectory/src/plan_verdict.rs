//! What the assessment of a whole plan is made of, and what can be wrong in a plan.

use std::collections::BTreeMap;

use milepost_model::{Decimal, IndicatorId, Period, PlanId};

use crate::assessment::{Assessment, View};
use crate::status::{OpenSdgStatus, Status};

/// All assessments of a plan as of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanAssessment {
    /// The plan.
    pub plan: PlanId,
    /// What was published and known.
    pub view: View,
    /// One for each indicator, in the order of the plan.
    pub assessments: Vec<Assessment>,
    /// The plan as a whole.
    pub aggregate: Aggregate,
    /// The sums the plan states, checked in every period that has all their figures.
    pub identities: Vec<IdentityCheck>,
}

/// A plan as a whole: counts first, one number last.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// How many indicators stand at each status, by its text form.
    pub by_status: BTreeMap<&'static str, usize>,
    /// The worst status among those assessed.
    pub worst: Option<Status>,
    /// Mean of the Open SDG scores, from -5 to 5.
    pub open_sdg_score: Option<f64>,
    /// The word for that mean.
    pub open_sdg_status: OpenSdgStatus,
    /// How much of the plan the above speaks for.
    pub coverage: Coverage,
}

/// How much of a plan was assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Indicators of the plan.
    pub indicators: usize,
    /// Those with a target.
    pub with_target: usize,
    /// Those with at least one figure.
    pub with_figures: usize,
    /// Those with a target and a status other than not assessable.
    pub assessed: usize,
    /// Those with an Open SDG score.
    pub scored: usize,
}

/// One sum of the plan in one period.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityCheck {
    /// The sum.
    pub whole: IndicatorId,
    /// The parts.
    pub parts: Vec<IndicatorId>,
    /// The period.
    pub period: Period,
    /// The published sum.
    pub published: Decimal,
    /// The sum of the parts.
    pub sum: Decimal,
    /// Published minus sum.
    pub difference: Decimal,
    /// Half a unit of the last printed digit of each figure, added up: what rounding can make.
    pub allowed: Decimal,
    /// Whether the difference is within what rounding can make.
    pub holds: bool,
}

/// Something wrong, or odd, in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanProblem {
    /// The indicator it is about; none for the plan itself.
    pub indicator: Option<IndicatorId>,
    /// The key within the indicator's (or the plan's) table, such as `target.value` or `baseline.period`.
    pub key: String,
    /// What is wrong, with the value.
    pub message: String,
    /// What was expected.
    pub expected: String,
    /// How to mend it.
    pub hint: String,
    /// Whether the plan can be used all the same.
    pub severity: Severity,
}

/// Whether a plan with the problem can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It can, but look at it.
    Warning,
    /// It cannot: `check` ends with exit status 2.
    Error,
}
