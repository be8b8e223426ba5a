//! How often the projection's intervals hold what came after: the figures up to a year go in, a later year is held out.

use milepost_model::{Decimal, Indicator, Measure};
use milepost_trajectory::assess;

use crate::sample::{Figure, dec, flow, histories, target, tracked, view};

/// Whether the held out value lay within the intervals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    pub(crate) within80: bool,
    pub(crate) within95: bool,
}

/// The scale a series is projected on, as the plan's measure has it.
#[allow(dead_code, reason = "levels are for the measurement on real series")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A yearly amount: logarithms.
    Amount,
    /// A level at a year's end: as it is.
    Level,
}

const FIRST_YEAR: i32 = 2000;

/// Assesses all but the last `ahead` values and looks whether the last lies within the projection for its year.
/// `None` where there is no projection.
pub(crate) fn held(values: &[f64], ahead: usize, kind: Kind) -> Option<Held> {
    let known = values.len().checked_sub(ahead)?;
    let year = |index: usize| FIRST_YEAR + i32::try_from(index).unwrap();
    let (due, goal) = (year(values.len() - 1).to_string(), "1000000000000");
    let indicator = match kind {
        Kind::Amount => flow(("1990", "1"), (&due, goal)),
        Kind::Level => Indicator {
            targets: vec![target(
                milepost_model::TargetKind::Count,
                milepost_model::Operator::Ge,
                goal,
                &due,
                milepost_model::PathKind::Linear,
            )],
            ..tracked(Measure::Stock)
        },
    };
    let figures = values.iter().take(known).enumerate().map(|(index, value)| {
        let value = Decimal::try_from(*value).unwrap().round_dp(6);
        Figure::new(&indicator, &year(index).to_string(), &value.to_string()).step("0.000001")
    });
    let as_of = format!("{}-06-30", year(known));
    let found = assess(&indicator, &histories(figures), view(&as_of), None);
    let projection = found.projection?;
    let came = dec(&Decimal::try_from(*values.last()?)
        .unwrap()
        .round_dp(6)
        .to_string());
    Some(Held {
        within80: (projection.low80..=projection.high80).contains(&came),
        within95: (projection.low95..=projection.high95).contains(&came),
    })
}

/// A share of what was tried, in percent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Coverage {
    pub(crate) tried: u32,
    pub(crate) within80: u32,
    pub(crate) within95: u32,
}

impl Coverage {
    pub(crate) fn add(&mut self, held: Held) {
        self.tried += 1;
        self.within80 += u32::from(held.within80);
        self.within95 += u32::from(held.within95);
    }

    pub(crate) fn percent80(self) -> f64 {
        100.0 * f64::from(self.within80) / f64::from(self.tried.max(1))
    }

    pub(crate) fn percent95(self) -> f64 {
        100.0 * f64::from(self.within95) / f64::from(self.tried.max(1))
    }
}

/// Chance without a source of it: the same numbers in every run.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Evenly between 0 and 1 (`SplitMix64`).
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        f64::from(u32::try_from(mixed >> 32).unwrap()) / f64::from(u32::MAX)
    }

    /// Normal with mean 0 and deviation 1: twelve even throws.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }

    /// Student's t with three degrees of freedom, brought to deviation 1: rare large jumps.
    pub(crate) fn heavy(&mut self) -> f64 {
        let size: f64 = (0..3).map(|_| self.normal().powi(2)).sum::<f64>() / 3.0;
        self.normal() / size.sqrt().max(1e-6) / 3.0_f64.sqrt()
    }
}

/// How a made-up series moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Motion {
    /// Growth a year with a normal error that stays: a walk.
    Walk,
    /// The same with rare large jumps.
    Jumps,
    /// A steady trend with errors that fade by half each year.
    Trend,
    /// A walk whose growth itself drifts.
    Drift,
}

impl Motion {
    #[allow(
        dead_code,
        reason = "the example goes through all of them; the tests name each"
    )]
    pub(crate) const ALL: [Self; 4] = [Self::Walk, Self::Jumps, Self::Trend, Self::Drift];

    /// A series of so many years.
    pub(crate) fn series(self, years: usize, dice: &mut Dice) -> Vec<f64> {
        let spread = 0.03;
        let mut growth = 0.06 + 0.04 * dice.normal();
        let (mut log, mut apart) = (100.0_f64.ln(), 0.0);
        (0..years)
            .map(|_| {
                log += growth;
                match self {
                    Self::Walk => log += spread * dice.normal(),
                    Self::Jumps => log += spread * dice.heavy(),
                    Self::Trend => apart = 0.5 * apart + spread * dice.normal(),
                    Self::Drift => {
                        growth += 0.3 * spread * dice.normal();
                        log += spread * dice.normal();
                    }
                }
                (log + apart).exp()
            })
            .collect()
    }
}
