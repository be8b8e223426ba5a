//! The words of Milepost: ids, periods, units, quantities, evidence, observations, vintages, plans and targets.
//!
//! Only names and the rules that make a value legal live here. Nothing in this crate does I/O, reads a clock,
//! or knows how a thing is stored, configured or printed in a report: those formats own their own types.

mod evidence;
mod figure;
mod id;
mod observation;
mod period;
mod plan;
mod series;
mod text;
mod unit;

pub use chrono::{DateTime, NaiveDate, Utc};
pub use rust_decimal::Decimal;

pub use crate::evidence::{Candidate, Evidence, EvidenceRole, NodeIndex};
pub use crate::figure::{Basis, Comparison, FigureError, Role, parse_plain_decimal, plain_decimal};
pub use crate::id::{ContentHash, IdError, IndicatorId, PlanId, PluginId, SourceId};
pub use crate::observation::{Extractor, Observation, Origin, Provenance, SourceTier};
pub use crate::period::{Period, PeriodError, PeriodShape};
pub use crate::plan::{
    Baseline, Break, Direction, Identity, Indicator, Measure, Operator, PathKind, Plan, SdsnBounds, Target,
    TargetKind, Thresholds, Tolerance,
};
pub use crate::series::{FigureKey, Vintage, VintageHistory};
pub use crate::text::{Bilingual, Language};
pub use crate::unit::{Unit, UnitError};

/// An instant, always UTC; zones belong to schedules and to the reader.
pub type Timestamp = DateTime<Utc>;
