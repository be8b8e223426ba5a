//! The projection's intervals hold about as often as they say, on series made by chance whose last year is held out.

use crate::coverage::{Coverage, Dice, Kind, Motion, held};

/// Series for each motion, length and distance.
const SERIES: usize = 120;

fn measured(motion: Motion) -> Coverage {
    let mut dice = Dice::new(2027);
    let mut coverage = Coverage::default();
    for known in [5, 6, 8, 10] {
        for ahead in [1, 2, 3] {
            for _ in 0..SERIES {
                let values = motion.series(known + ahead, &mut dice);
                coverage.add(held(&values, ahead, Kind::Amount).unwrap());
            }
        }
    }
    coverage
}

#[track_caller]
fn check(motion: Motion, by80: std::ops::RangeInclusive<f64>, by95: std::ops::RangeInclusive<f64>) {
    // 1,440 series: the share itself is known to about two points.
    let found = measured(motion);
    let (of80, of95) = (found.percent80(), found.percent95());
    assert!(
        by80.contains(&of80),
        "{motion:?}: the 80 % interval held {of80:.1} %"
    );
    assert!(
        by95.contains(&of95),
        "{motion:?}: the 95 % interval held {of95:.1} %"
    );
}

#[test]
fn intervals_hold_as_often_as_they_say_on_series_that_walk() {
    check(Motion::Walk, 76.0..=86.0, 93.0..=99.0);
    check(Motion::Drift, 73.0..=84.0, 93.0..=99.0);
}

#[test]
fn a_steady_trend_is_held_rather_too_often_than_too_rarely() {
    check(Motion::Trend, 80.0..=92.0, 95.0..=100.0);
}

#[test]
fn rare_jumps_are_what_the_wide_interval_is_for() {
    // Jumps that the five to ten known years did not show cost the narrow interval some points.
    check(Motion::Jumps, 68.0..=84.0, 90.0..=98.0);
}
