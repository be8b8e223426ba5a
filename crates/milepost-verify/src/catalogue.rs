//! What may be claimed: the plan's indicators, its area's names, and what one plugin declares.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use milepost_model::{Decimal, IndicatorId, Measure, Plan, Role, Unit};

/// What a claim about one indicator must fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorRule {
    /// The base unit.
    pub unit: Unit,
    /// What is measured over time.
    pub measure: Measure,
    /// A bound that the value cannot pass.
    pub natural_limit: Option<Decimal>,
}

impl IndicatorRule {
    /// Returns the role of the indicator's own figures: growth for a rate of growth, share for a share, else level.
    pub const fn main_role(&self) -> Role {
        match self.measure {
            Measure::Growth => Role::Growth,
            Measure::Share => Role::Share,
            Measure::Stock | Measure::Cumulative | Measure::Flow => Role::Level,
        }
    }
}

/// A scope beside the area's own that figures of a metric may rightly have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopeGrant {
    /// The whole country.
    Nation,
    /// Another place, or one larger than the area.
    OtherPlace,
    /// A part of the area.
    Part,
}

impl ScopeGrant {
    /// Reads the text form of a manifest: `nation`, `other-place`, `part`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "nation" => Some(Self::Nation),
            "other-place" => Some(Self::OtherPlace),
            "part" => Some(Self::Part),
            _ => None,
        }
    }
}

/// What one plugin says it emits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declared {
    /// The metrics; none means any of the plan.
    pub metrics: Option<BTreeSet<IndicatorId>>,
    /// The keys of further dimensions.
    pub dims: BTreeSet<String>,
    /// Scopes beside the area's own, by metric.
    pub scopes: BTreeMap<IndicatorId, BTreeSet<ScopeGrant>>,
}

/// What may be claimed. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    plan: Arc<PlanPart>,
    declared: Arc<Declared>,
}

#[derive(Debug, PartialEq, Eq)]
struct PlanPart {
    indicators: BTreeMap<IndicatorId, IndicatorRule>,
    area_names: Vec<String>,
}

impl Catalogue {
    /// Takes the indicators and the names of the area from a plan. Until [`Self::declaring`], any of its metrics may
    /// be claimed, without dimensions.
    pub fn of_plan(plan: &Plan) -> Self {
        let rules = plan.indicators.iter().map(|indicator| {
            let rule = IndicatorRule {
                unit: indicator.unit,
                measure: indicator.measure,
                natural_limit: indicator.natural_limit,
            };
            (indicator.id.clone(), rule)
        });
        Self::new(rules, plan.area_names.clone())
    }

    /// Takes indicators and the names that the area goes by.
    pub fn new(
        indicators: impl IntoIterator<Item = (IndicatorId, IndicatorRule)>,
        area_names: Vec<String>,
    ) -> Self {
        let plan = PlanPart {
            indicators: indicators.into_iter().collect(),
            area_names,
        };
        Self {
            plan: Arc::new(plan),
            declared: Arc::default(),
        }
    }

    /// Returns the same catalogue for a plugin that declares this.
    #[must_use]
    pub fn declaring(&self, declared: Arc<Declared>) -> Self {
        Self {
            plan: Arc::clone(&self.plan),
            declared,
        }
    }

    /// Returns what a claim about an indicator must fit.
    pub fn indicator(&self, id: &IndicatorId) -> Option<&IndicatorRule> {
        self.plan.indicators.get(id)
    }

    /// Returns the ids of all indicators, in order.
    pub fn ids(&self) -> impl Iterator<Item = &IndicatorId> {
        self.plan.indicators.keys()
    }

    /// Returns the names that the area goes by.
    pub fn area_names(&self) -> &[String] {
        &self.plan.area_names
    }

    pub(crate) fn declares_metric(&self, id: &IndicatorId) -> bool {
        self.declared
            .metrics
            .as_ref()
            .is_none_or(|metrics| metrics.contains(id))
    }

    pub(crate) fn declares_dim(&self, key: &str) -> bool {
        self.declared.dims.contains(key)
    }

    pub(crate) fn grants(&self, id: &IndicatorId, grant: ScopeGrant) -> bool {
        self.declared
            .scopes
            .get(id)
            .is_some_and(|grants| grants.contains(&grant))
    }
}
