//! Says where an indicator should be, how far it is, and where it is heading.
//!
//! Pure arithmetic on what it is given: no clock, no environment, no files, no network. The same inputs give the
//! same [`Assessment`], whenever it is computed. Published figures are decimals throughout; floats appear only
//! inside paths, fits and ratios, and a result that is not finite becomes `None` or a [`Reason`], never a number.
//!
//! Start at [`assess`] for one indicator, [`assess_plan`] for a plan and [`lint_plan`] for what is wrong in a plan.

mod assess;
mod assess_plan;
mod assessment;
pub mod compat;
mod conclude;
pub mod full_year;
mod gather;
mod growth_check;
mod judge;
mod ladder;
mod lint;
mod number;
mod outlook;
mod path;
mod plan_verdict;
mod points;
mod precision;
pub mod scenario;
mod selection;
mod staleness;
pub mod stats;
mod status;
mod time;
mod trace;
pub mod vintage;

pub use crate::assess::assess;
pub use crate::assess_plan::assess_plan;
pub use crate::assessment::{
    Assessment, ChangeCause, Deviation, FanPoint, GrowthFigures, ImpliedBase, Latest, LatestBasis, PathPoint,
    PreviousVerdict, Projection, Required, SeriesPointRef, Staleness, StatusChange, TargetUsed, TraceLine,
    TrendFigures, View, YearTally, YearVerdict,
};
pub use crate::compat::{Compatibility, EustatVerdict, OpenSdgVerdict, SdsnVerdict};
pub use crate::lint::lint_plan;
pub use crate::plan_verdict::{Aggregate, Coverage, IdentityCheck, PlanAssessment, PlanProblem, Severity};
pub use crate::points::{
    Conflict, ConflictValue, ObservationRef, PointFlags, Resolution, Revision, SeriesPoint, VintagePoint,
};
pub use crate::status::{
    EurostatStatus, EustatStatus, Modifier, OpenSdgStatus, Reason, SdsnArrow, Status, Unsd2022, Unsd2023,
};
