//! The words of a verdict: our own ladder with its modifiers and reasons, and the words of the other offices.

use std::fmt;

macro_rules! slugs {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the text form, as in JSON, CSV and on the command line.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads the exact text form, or `None` where it is none of the listed words.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.as_str()) }
        }
    };
}

/// Where an indicator stands on the ladder of `4-method.md` §2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The target is met and the trend does not endanger it.
    Achieved,
    /// The target is met now; the trend runs the wrong way.
    AchievedAtRisk,
    /// At the required pace, and the projection agrees.
    OnTrack,
    /// Moving the right way, too slowly.
    Lagging,
    /// Moving the right way, far too slowly.
    OffTrack,
    /// Moving the wrong way.
    Reversing,
    /// The target's day has passed and it is not met.
    Missed,
    /// Nothing can be said, and why.
    NotAssessable(Reason),
}

impl Status {
    /// Every status, best first; the not assessable one with an arbitrary reason.
    pub const ALL: [Self; 8] = [
        Self::Achieved,
        Self::AchievedAtRisk,
        Self::OnTrack,
        Self::Lagging,
        Self::OffTrack,
        Self::Reversing,
        Self::Missed,
        Self::NotAssessable(Reason::NoObservation),
    ];

    /// Returns the text form: `achieved achieved_at_risk on_track lagging off_track reversing missed not_assessable`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Achieved => "achieved",
            Self::AchievedAtRisk => "achieved_at_risk",
            Self::OnTrack => "on_track",
            Self::Lagging => "lagging",
            Self::OffTrack => "off_track",
            Self::Reversing => "reversing",
            Self::Missed => "missed",
            Self::NotAssessable(_) => "not_assessable",
        }
    }

    /// Reads the text form; `not_assessable` comes back with [`Reason::NoObservation`]. `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Returns how bad it is, from 0 for achieved to 6 for missed; `None` for not assessable, which is neither good
    /// nor bad.
    pub const fn severity(self) -> Option<u8> {
        match self {
            Self::Achieved => Some(0),
            Self::AchievedAtRisk => Some(1),
            Self::OnTrack => Some(2),
            Self::Lagging => Some(3),
            Self::OffTrack => Some(4),
            Self::Reversing => Some(5),
            Self::Missed => Some(6),
            Self::NotAssessable(_) => None,
        }
    }

    /// Tells whether it is as bad as `limit` or worse: what `report --fail-on` asks. A status that is not
    /// assessable is at a limit only when the limit is `not_assessable` itself.
    pub const fn is_at_or_worse_than(self, limit: Self) -> bool {
        match (self.severity(), limit.severity()) {
            (Some(own), Some(limit)) => own >= limit,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Returns the reason where the status is not assessable.
    pub const fn reason(self) -> Option<Reason> {
        match self {
            Self::NotAssessable(reason) => Some(reason),
            Self::Achieved
            | Self::AchievedAtRisk
            | Self::OnTrack
            | Self::Lagging
            | Self::OffTrack
            | Self::Reversing
            | Self::Missed => None,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

slugs! {
    /// Why nothing can be said about an indicator.
    Reason {
        /// No figure was published and known by the day of the view.
        NoObservation = "no_observation",
        /// The plan tracks the figure without a target.
        NoTarget = "no_target",
        /// No version of the target was in force on the day of the view.
        NoTargetYet = "no_target_yet",
        /// One figure only: level, completion and required rate, but no pace.
        OneObservation = "one_observation",
        /// The kind needs a baseline and the plan gives none.
        NoBaseline = "no_baseline",
        /// Every figure is in a unit that does not fit the indicator's.
        UnitMismatch = "unit_mismatch",
        /// The path cannot be drawn: geometric through zero or mixed signs, logit outside 0 to 100, no points.
        PathUndefined = "path_undefined",
        /// The baseline and the target are the same level, so there is no rate to compare with.
        NothingToCover = "nothing_to_cover",
        /// Figures of different sources disagree and neither tier nor date decides.
        UnresolvedConflict = "unresolved_conflict",
        /// The running year has too few months, or nothing to compare it with.
        RunningYearUnclear = "running_year_unclear",
        /// Only figures of the running year or of parts of years, where full years are judged.
        NoFullYear = "no_full_year",
        /// The printed figure cannot be told from the target at its precision.
        NotDistinguishable = "not_distinguishable",
        /// The newest figure is more than two periods overdue.
        Withheld = "withheld",
        /// The series starts anew after a change of definition.
        DefinitionChanged = "definition_changed",
        /// The target lacks a value that its kind needs.
        TargetIncomplete = "target_incomplete",
        /// The milestone is neither reported done nor due.
        NotReported = "not_reported",
        /// The trend cannot be told from chance.
        NoClearTrend = "no_clear_trend",
        /// A result was too large or too small to be a number.
        OutOfRange = "out_of_range",
        /// A later start: the first year that counts has not ended.
        NotStarted = "not_started",
    }
}

slugs! {
    /// What a reader must know beside the status.
    Modifier {
        /// The newest figure is overdue.
        Stale = "stale",
        /// The newest figure is marked provisional by its publisher, or is a first release of a revised series.
        Provisional = "provisional",
        /// The definition changed within the series.
        Break = "break",
        /// The latest full-year value was estimated from a year to date.
        Annualised = "annualised",
        /// Two or three figures only, or a figure printed with "over", "nearly" or "about" that matters.
        LowConfidence = "low_confidence",
        /// Pace and projection are two rungs apart; both are shown.
        Conflict = "conflict",
        /// The status was kept although the figure just crossed into the next band.
        Held = "held",
        /// The baseline is past the target already: the target does not bind and is watched as a floor.
        DoesNotBind = "does_not_bind",
        /// The printed figure cannot be told from the target at its precision.
        NotDistinguishable = "not_distinguishable",
    }
}

slugs! {
    /// The words of Open SDG and Statistics Canada.
    OpenSdgStatus {
        /// The target is met.
        TargetAchieved = "target_achieved",
        /// Ratio of at least 0.95, or score of at least 2.5.
        SubstantialProgress = "substantial_progress",
        /// Ratio of at least 0.60, or score of at least 0.
        ModerateProgress = "moderate_progress",
        /// Ratio of at least 0, or score of at least -2.5.
        LimitedProgress = "limited_progress",
        /// Below that.
        Deterioration = "deterioration",
        /// Two different years are needed.
        NotAvailable = "not_available",
    }
}

slugs! {
    /// The words of Eurostat's monitoring reports.
    EurostatStatus {
        /// Over 95 % of the required rate, or 1 % a year.
        SignificantProgress = "significant_progress",
        /// 60 to 95 % of the required rate, or up to 1 % a year.
        ModerateProgress = "moderate_progress",
        /// 0 to 60 % of the required rate (with a target only).
        InsufficientProgress = "insufficient_progress",
        /// Away from the target, or up to 1 % a year the wrong way.
        ModerateMovementAway = "moderate_movement_away",
        /// Away by 1 % a year or more (without a target only).
        SignificantMovementAway = "significant_movement_away",
    }
}

slugs! {
    /// The words of the Basque statistics office. A met target is significant progress there.
    EustatStatus {
        /// Clearly the right way, or the target is met.
        SignificantProgress = "significant_progress",
        /// The right way.
        ModerateProgress = "moderate_progress",
        /// Within the neutral band of ±0.1 % a year (without a target only).
        NoProgress = "no_progress",
        /// Too slow, or the wrong way.
        ModerateDeterioration = "moderate_deterioration",
        /// Clearly the wrong way.
        SignificantDeterioration = "significant_deterioration",
        /// Two different years are needed.
        NotAvailable = "not_available",
    }
}

slugs! {
    /// The arrows of the SDSN dashboards.
    SdsnArrow {
        /// `↑` on track or maintaining.
        Up = "↑",
        /// `➚` moderately improving.
        ModeratelyUp = "➚",
        /// `→` stagnating.
        Stagnating = "→",
        /// `↓` decreasing.
        Down = "↓",
    }
}

slugs! {
    /// The words of the UNSD progress chart of 2022.
    Unsd2022 {
        /// The target is met.
        TargetMet = "target_met",
        /// Ratio above 0.95.
        OnTrack = "on_track",
        /// Ratio of 0.5 to 0.95.
        FairProgress = "fair_progress",
        /// Ratio of -0.1 to 0.5.
        Stagnation = "stagnation",
        /// Ratio below -0.1.
        Deterioration = "deterioration",
    }
}

slugs! {
    /// The words of the UNSD progress chart of 2023.
    Unsd2023 {
        /// The target is met, or the forecast covers 95 % of the way.
        OnTrack = "on_track",
        /// The forecast covers 10 to 95 % of the way.
        FairProgress = "fair_progress",
        /// The forecast covers less than 10 % of the way.
        StagnationOrRegression = "stagnation_or_regression",
    }
}
