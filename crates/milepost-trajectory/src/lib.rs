//! Says where an indicator should be, how far it is, and where it is heading.
//!
//! Pure arithmetic on what it is given: no clock, no environment, no files, no network. The same inputs give the
//! same [`Assessment`], whenever it is computed. Published figures are decimals throughout; floats appear only
//! inside paths, fits and ratios, and a result that is not finite becomes `None` or a [`Reason`], never a number.
//!
//! Start at [`assess`] for one indicator, [`assess_plan`] for a plan and [`lint_plan`] for what is wrong in a plan.

mod assessment;
mod status;

pub use crate::assessment::{
    Aggregate, Assessment, ChangeCause, Compatibility, Conflict, ConflictValue, Coverage, Deviation, EustatVerdict, FanPoint,
    GrowthFigures, IdentityCheck, ImpliedBase, Latest, LatestBasis, ObservationRef, OpenSdgVerdict, PathPoint,
    PlanAssessment, PlanProblem, PointFlags, PreviousVerdict, Projection, Required, Resolution, Revision,
    SdsnVerdict, SeriesPoint, SeriesPointRef, Severity, StatusChange, Staleness, TargetUsed, TraceLine, TrendFigures, View,
    VintagePoint, YearTally, YearVerdict,
};
pub use crate::status::{
    EurostatStatus, EustatStatus, Modifier, OpenSdgStatus, Reason, SdsnArrow, Status, Unsd2022, Unsd2023,
};

use std::collections::BTreeMap;

use milepost_model::{Indicator, IndicatorId, Plan, VintageHistory};
