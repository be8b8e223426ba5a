//! Says where an indicator should be, how far it is, and where it is heading.
//!
//! Pure arithmetic on what it is given: no clock, no environment, no files, no network. The same inputs give the
//! same [`Assessment`], whenever it is computed. Published figures are decimals throughout; floats appear only
//! inside paths, fits and ratios, and a result that is not finite becomes `None` or a [`Reason`], never a number.
//!
//! Start here:
//! - [`assess_plan`](fn@assess_plan) assesses a plan; its `previous` holds, for each indicator, the
//!   [`Assessment::verdict`] of the report before, which hysteresis and "by revision" need.
//! - [`assess`](fn@assess) assesses one indicator, out of histories that may hold others too.
//! - [`lint_plan`](fn@lint_plan) lists what is wrong in a plan.
//!
//! How a verdict comes about: [`mod@vintage`] chooses what counts in a [`View`]; the levels and the growth beside them
//! become series; the kind of target decides which of their periods are judged, and how; the pace gives a rung of the
//! ladder, the chance may take it down; the rung of the report before holds against a narrow crossing.
//!
//! Two rules that the words of the method leave open are settled so. A series that holds, within the rung's own
//! tolerance, the rate it needs from now on is not taken down by its chance: projections are damped, and would call
//! every series behind that is exactly on its path. And the plan's baseline is no observation: with one figure beside
//! it there is completion and a required rate, but no status, unless the target is met or its day has passed.
//!
//! For a mean of growth everything but the series is on the scale of an index that starts at 100: the latest value,
//! the path, the expected value, the projection and [`TargetUsed::level`]. The series holds the yearly rates.

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
