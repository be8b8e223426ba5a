//! From a finding to a rung of the ladder, and how reluctantly the shown status follows.

use milepost_model::Thresholds;

use crate::assessment::PreviousVerdict;
use crate::number::float;
use crate::status::{Reason, Status};

/// A band must be crossed by this much before a single release changes the status.
const MARGIN: f64 = 0.02;

/// After so many releases in one band the status follows however narrowly it was crossed.
const CONFIRMING_RELEASES: u32 = 2;

/// What the figures say, before chance and hysteresis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Finding {
    /// Nothing can be said.
    Nothing(Reason),
    /// A fact: met, missed.
    Fact(Status),
    /// A pace, and whether something keeps it from being on track whatever the pace.
    Pace { pace: f64, is_capped: bool },
}

/// Returns the rung of a pace alone.
pub(crate) fn rung(pace: f64, thresholds: Thresholds) -> Status {
    // The thresholds are decimals, a pace that should be exactly one is a float: 1e-9 is no difference.
    let at_least = |threshold| pace >= float(threshold) - 1e-9;
    if at_least(thresholds.on_track) {
        Status::OnTrack
    } else if at_least(thresholds.lagging) {
        Status::Lagging
    } else if pace >= -1e-9 {
        Status::OffTrack
    } else {
        Status::Reversing
    }
}

/// What qualifies a pace.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Prospect {
    /// The chance of meeting the target.
    pub(crate) chance: Option<f64>,
    /// Whether the recent rate is, within the rung's own tolerance, what is needed from now on.
    pub(crate) recent_suffices: bool,
}

impl Prospect {
    /// Tells whether the prospect takes a good pace down a rung: less likely than not, and the recent rate is short of
    /// what is needed. A projection is damped, so a series that holds exactly the pace it needs falls short of its
    /// target in it; that alone is no lag.
    pub(crate) fn is_short(self) -> bool {
        self.chance.is_some_and(|chance| chance < 0.5) && !self.recent_suffices
    }
}

/// Returns the band: the rung the figures give.
pub(crate) fn band(finding: Finding, thresholds: Thresholds, prospect: Prospect) -> Status {
    match finding {
        Finding::Nothing(reason) => Status::NotAssessable(reason),
        Finding::Fact(status) => status,
        Finding::Pace { pace, is_capped } => {
            let rung = rung(pace, thresholds);
            let is_taken_down = rung == Status::OnTrack && (is_capped || prospect.is_short());
            if is_taken_down { Status::Lagging } else { rung }
        }
    }
}

/// The status that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) status: Status,
    pub(crate) held_releases: u32,
    /// Whether the former status was kept.
    pub(crate) is_held: bool,
}

/// Lets the shown status follow the band.
pub(crate) fn settle(
    band: Status,
    pace: Option<f64>,
    thresholds: Thresholds,
    previous: Option<&PreviousVerdict>,
    is_new_release: bool,
) -> Shown {
    let Some(previous) = previous else {
        return Shown {
            status: band,
            held_releases: 1,
            is_held: false,
        };
    };
    let held_releases = if previous.band == band {
        previous.held_releases.saturating_add(u32::from(is_new_release))
    } else {
        1
    };
    let is_rung = |status: Status| {
        matches!(
            status,
            Status::OnTrack | Status::Lagging | Status::OffTrack | Status::Reversing
        )
    };
    let narrow = is_rung(band)
        && is_rung(previous.status)
        && band != previous.status
        && held_releases < CONFIRMING_RELEASES
        && pace.is_some_and(|pace| is_narrow(pace, previous.status, band, thresholds));
    Shown {
        status: if narrow { previous.status } else { band },
        held_releases,
        is_held: narrow,
    }
}

/// Tells whether a pace is within the margin of the edge at which the band was entered.
fn is_narrow(pace: f64, from: Status, to: Status, thresholds: Thresholds) -> bool {
    // The floors of the rungs, best first: on track, lagging, off track. Reversing has none.
    let floors = [float(thresholds.on_track), float(thresholds.lagging), 0.0];
    let place = |status: Status| status.severity()?.checked_sub(Status::OnTrack.severity()?);
    let floor = |place: u8| floors.get(usize::from(place)).copied();
    let (Some(from), Some(to)) = (place(from), place(to)) else {
        return false;
    };
    if from < to {
        // Going down: the edge is the floor of the rung above the new one. A pace above it was taken down by its
        // prospect, and there is nothing narrow about that.
        to.checked_sub(1)
            .and_then(floor)
            .is_some_and(|edge| pace < edge && edge - pace < MARGIN - 1e-9)
    } else {
        floor(to).is_some_and(|edge| pace - edge < MARGIN - 1e-9)
    }
}

/// Returns how many rungs apart two bands are; `None` where one is no rung.
pub(crate) fn rungs_apart(a: Status, b: Status) -> Option<u8> {
    Some(a.severity()?.abs_diff(b.severity()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDARD: fn() -> Thresholds = Thresholds::default;

    fn previous(status: Status, band: Status) -> PreviousVerdict {
        PreviousVerdict {
            status,
            band,
            pace: None,
            held_releases: 1,
            latest: None,
            last_published: None,
            target_version: Some(1),
        }
    }

    #[track_caller]
    fn check(before: (Status, Status), pace: f64, is_new: bool, status: Status) {
        let previous = previous(before.0, before.1);
        let band = rung(pace, STANDARD());
        let shown = settle(band, Some(pace), STANDARD(), Some(&previous), is_new);
        assert_eq!(shown.status, status, "pace {pace} after {before:?}");
        assert_eq!(shown.is_held, status != band);
    }

    #[test]
    fn rungs_are_those_of_the_method() {
        for (pace, status) in [
            (1.2, Status::OnTrack),
            (0.95, Status::OnTrack),
            (0.949, Status::Lagging),
            (0.60, Status::Lagging),
            (0.599, Status::OffTrack),
            (0.0, Status::OffTrack),
            (-0.001, Status::Reversing),
        ] {
            assert_eq!(rung(pace, STANDARD()), status, "{pace}");
        }
    }

    #[test]
    fn a_narrow_crossing_waits_for_a_second_release() {
        use Status::{Lagging, OffTrack, OnTrack, Reversing};
        check((OnTrack, OnTrack), 0.94, true, OnTrack);
        check((OnTrack, OnTrack), 0.93, true, Lagging);
        check((OnTrack, Lagging), 0.94, true, Lagging);
        check((OnTrack, Lagging), 0.94, false, OnTrack);
        check((Lagging, Lagging), 0.96, true, Lagging);
        check((Lagging, Lagging), 0.97, true, OnTrack);
        check((OffTrack, OffTrack), -0.01, true, OffTrack);
        check((OffTrack, OffTrack), -0.03, true, Reversing);
        // Two rungs at once is no narrow crossing of the first edge.
        check((OnTrack, OnTrack), 0.5, true, OffTrack);
        check((Status::Achieved, Status::Achieved), 0.94, true, Lagging);
    }

    #[test]
    fn a_poor_chance_takes_a_good_pace_down_unless_the_recent_rate_suffices() {
        let finding = Finding::Pace {
            pace: 1.0,
            is_capped: false,
        };
        let prospect = |chance, recent_suffices| Prospect {
            chance,
            recent_suffices,
        };
        let check = |prospect, status| assert_eq!(band(finding, STANDARD(), prospect), status);
        check(prospect(Some(0.5), false), Status::OnTrack);
        check(prospect(None, false), Status::OnTrack);
        check(prospect(Some(0.45), false), Status::Lagging);
        check(prospect(Some(0.45), true), Status::OnTrack);
    }
}
