//! What holds for every path, unit, direction and order (4-method.md §8).

use milepost_model::{Decimal, Direction, Indicator, Measure, Operator, PathKind, Target, TargetKind, Unit};
use milepost_trajectory::{Assessment, Status, assess};
use proptest::prelude::*;

use crate::sample::{Figure, baseline, dec, histories, judged, near, period, target, tracked, view};

/// Years of the plan: from the end of 2020 to the end of 2030.
const FIRST: i32 = 2020;
const LAST: i32 = 2030;

/// An indicator on a moving path from 2020 to 2030.
fn on_a_path(kind: PathKind, from: &str, to: &str) -> Indicator {
    let is_share = kind == PathKind::Logit;
    let measure = if is_share { Measure::Share } else { Measure::Stock };
    let sort = if is_share {
        TargetKind::Share
    } else {
        TargetKind::Count
    };
    let is_up = dec(to) > dec(from);
    let operator = if is_up { Operator::Ge } else { Operator::Le };
    let milestones = |share: i64| {
        let middle = dec(from) + (dec(to) - dec(from)) * Decimal::new(share, 1);
        (period("2025"), middle)
    };
    Indicator {
        baseline: Some(baseline("2020", from)),
        direction: if is_up { Direction::Up } else { Direction::Down },
        targets: vec![Target {
            milestones: vec![milestones(2)],
            ..target(sort, operator, to, "2030", kind)
        }],
        unit: if is_share { Unit::Percent } else { Unit::Index },
        ..tracked(measure)
    }
}

/// Where the path stands at the end of a year, worked out here by its formula.
fn expected(kind: PathKind, from: f64, to: f64, year: i32) -> f64 {
    let share = f64::from(year - FIRST) / f64::from(LAST - FIRST);
    match kind {
        PathKind::Linear => from + (to - from) * share,
        PathKind::Geometric => from * (to / from).powf(share),
        PathKind::Logit => {
            let odds = |value: f64| (value / (100.0 - value)).ln();
            let at = odds(from) + (odds(to) - odds(from)) * share;
            100.0 / (1.0 + (-at).exp())
        }
        PathKind::Milestones => {
            let middle = from + (to - from) * 0.2;
            if share <= 0.5 {
                from + (middle - from) * share * 2.0
            } else {
                middle + (to - middle) * (share - 0.5) * 2.0
            }
        }
        PathKind::Constant | PathKind::Step => unreachable!("flat paths are tested by themselves"),
    }
}

fn on_path(
    indicator: &Indicator,
    kind: PathKind,
    ends: (f64, f64),
    years: std::ops::RangeInclusive<i32>,
) -> Vec<Figure> {
    years
        .map(|year| {
            let value = expected(kind, ends.0, ends.1, year);
            // Sixteen digits: as near to the path as a float says it.
            Figure::new(
                indicator,
                &year.to_string(),
                &Decimal::from_f64_retain(value)
                    .unwrap()
                    .round_sf(16)
                    .unwrap()
                    .to_string(),
            )
        })
        .collect()
}

/// Half a year after the last figure's period, so that nothing is stale.
fn assessed(indicator: &Indicator, figures: Vec<Figure>) -> Assessment {
    let last = figures
        .iter()
        .map(|figure| figure.observation.period.calendar_year())
        .max()
        .unwrap();
    assess(
        indicator,
        &histories(figures),
        view(&format!("{}-06-01", last + 1)),
        None,
    )
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-6 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

#[track_caller]
fn check_on_path(found: &Assessment, kind: PathKind) {
    close(found.pace.unwrap(), 1.0);
    let deviation = found.deviation.unwrap();
    assert!(
        deviation.percent.unwrap().abs() < 1e-9 && deviation.months.unwrap().abs() < 1e-6,
        "{deviation:?}"
    );
    assert_eq!(found.status, Status::OnTrack, "{kind}: {:#?}", found.trace);
}

const MOVING: [PathKind; 4] = [
    PathKind::Linear,
    PathKind::Geometric,
    PathKind::Logit,
    PathKind::Milestones,
];

proptest! {
    #[test]
    fn on_path_data_has_pace_1_deviation_0_effort_1(
        from in 1..99_u32,
        to in 1..99_u32,
        years in 2..10_i32,
        path in 0..4_usize,
    ) {
        prop_assume!(from != to);
        let kind = MOVING[path];
        let indicator = on_a_path(kind, &from.to_string(), &to.to_string());
        let ends = (f64::from(from), f64::from(to));
        let found = assessed(&indicator, on_path(&indicator, kind, ends, FIRST..=FIRST + years - 1));
        check_on_path(&found, kind);
        close(found.effort.unwrap(), 1.0);
    }

    #[test]
    fn an_on_path_point_never_lowers_a_status(
        to in 101..300_u32,
        years in 2..9_i32,
        short in 0..60_u32,
        path in 0..2_usize,
    ) {
        let kind = MOVING[path];
        let indicator = on_a_path(kind, "100", &to.to_string());
        let ends = (100.0, f64::from(to));
        let mut figures = on_path(&indicator, kind, ends, FIRST..=FIRST + years);
        // The last of the figures falls short of the path by up to 60 % of the way.
        if let Some(last) = figures.last_mut() {
            let way = last.observation.value - dec("100");
            last.observation.value = dec("100") + way * (Decimal::ONE - Decimal::new(i64::from(short), 2));
        }
        let before = assessed(&indicator, figures);
        let mut figures = on_path(&indicator, kind, ends, FIRST..=FIRST + years + 1);
        let place = usize::try_from(years).unwrap();
        let way = figures[place].observation.value - dec("100");
        figures[place].observation.value = dec("100") + way * (Decimal::ONE - Decimal::new(i64::from(short), 2));
        let after = assessed(&indicator, figures);
        prop_assert!(
            after.status.severity() <= before.status.severity(),
            "{} after {}: {:#?}", after.status, before.status, after.trace
        );
    }

    #[test]
    fn units_scale_out(
        values in prop::collection::vec(1..500_u32, 2..9),
        scale in prop::sample::select(vec!["1000", "0.01", "100000000"]),
    ) {
        let factor = dec(scale);
        let scaled = |value: u32| (Decimal::from(value) * factor).normalize().to_string();
        let check = |kind: PathKind| {
            let plain = on_a_path(kind, "100", "200");
            let large = on_a_path(kind, &scaled(100), &scaled(200));
            let figures = |indicator: &Indicator, large: bool| {
                let figures = values.iter().zip(FIRST..).map(|(value, year)| {
                    let text = if large { scaled(*value) } else { value.to_string() };
                    let step = if large { factor } else { Decimal::ONE };
                    Figure::new(indicator, &year.to_string(), &text).step(&step.to_string())
                });
                figures.collect::<Vec<_>>()
            };
            let a = assessed(&plain, figures(&plain, false));
            let b = assessed(&large, figures(&large, true));
            assert_eq!(a.status, b.status);
            assert_eq!(a.modifiers, b.modifiers);
            let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => close(a, b),
                (a, b) => assert_eq!(a, b),
            };
            same(a.pace, b.pace);
            same(a.completion, b.completion);
            same(a.effort, b.effort);
            same(a.deviation.and_then(|it| it.percent), b.deviation.and_then(|it| it.percent));
            same(a.deviation.and_then(|it| it.months), b.deviation.and_then(|it| it.months));
            same(
                a.projection.and_then(|it| it.chance),
                b.projection.and_then(|it| it.chance),
            );
        };
        check(PathKind::Linear);
        check(PathKind::Geometric);
    }

    #[test]
    fn directions_mirror(values in prop::collection::vec(-300..300_i32, 2..9)) {
        let up = on_a_path(PathKind::Linear, "10", "60");
        let mut down = on_a_path(PathKind::Linear, "-10", "-60");
        prop_assert_eq!(down.direction, Direction::Down);
        // Rates, not amounts: those may be below zero.
        let (mut up, measure) = (up.clone(), Measure::Growth);
        up.measure = measure;
        down.measure = measure;
        let figures = |indicator: &Indicator, sign: i32| {
            let figures = values.iter().zip(FIRST..).map(|(value, year)| {
                Figure::new(indicator, &year.to_string(), &(value * sign).to_string())
            });
            figures.collect::<Vec<_>>()
        };
        let a = assessed(&up, figures(&up, 1));
        let b = assessed(&down, figures(&down, -1));
        prop_assert_eq!(a.status, b.status);
        prop_assert_eq!(a.pace, b.pace);
        prop_assert_eq!(a.completion, b.completion);
        prop_assert_eq!(a.effort, b.effort);
        prop_assert_eq!(a.deviation.map(|it| -it.absolute), b.deviation.map(|it| it.absolute));
        prop_assert_eq!(a.deviation.map(|it| it.is_favourable), b.deviation.map(|it| it.is_favourable));
        prop_assert_eq!(a.projection.map(|it| -it.low80), b.projection.map(|it| it.high80));
        prop_assert_eq!(a.projection.and_then(|it| it.chance), b.projection.and_then(|it| it.chance));
    }
}

#[test]
fn flat_paths_have_pace_1_on_them_too() {
    let held = Indicator {
        targets: vec![Target {
            from_year: Some(2021),
            ..target(
                TargetKind::FlowMin,
                Operator::Ge,
                "50",
                "2030",
                PathKind::Constant,
            )
        }],
        ..tracked(Measure::Flow)
    };
    let found = judged(
        &held,
        &[("2021", "50"), ("2022", "50"), ("2023", "50")],
        "2024-06-01",
    );
    near(found.pace.unwrap(), 1.0);
    near(found.effort.unwrap(), 1.0);
    assert_eq!(found.deviation.unwrap().absolute, dec("0"));
    assert_eq!(found.status, Status::OnTrack);
    let each = Indicator {
        targets: vec![Target {
            from_year: Some(2021),
            ..target(TargetKind::GrowthEach, Operator::Ge, "10", "2030", PathKind::Step)
        }],
        ..tracked(Measure::Growth)
    };
    let found = judged(
        &each,
        &[("2021", "10"), ("2022", "10"), ("2023", "10")],
        "2024-06-01",
    );
    near(found.pace.unwrap(), 1.0);
    near(found.effort.unwrap(), 1.0);
    assert_eq!(found.status, Status::OnTrack);
    let mean = Indicator {
        targets: vec![Target {
            from_year: Some(2021),
            ..target(
                TargetKind::GrowthAvg,
                Operator::Ge,
                "10",
                "2030",
                PathKind::Geometric,
            )
        }],
        ..tracked(Measure::Growth)
    };
    let found = judged(
        &mean,
        &[("2021", "10"), ("2022", "10"), ("2023", "10"), ("2024", "10")],
        "2025-06-01",
    );
    near(found.pace.unwrap(), 1.0);
    near(found.effort.unwrap(), 1.0);
    assert!(found.deviation.unwrap().percent.unwrap().abs() < 1e-9);
    assert_eq!(found.status, Status::OnTrack);
    let step = Indicator {
        baseline: Some(baseline("2020", "5")),
        targets: vec![target(
            TargetKind::Count,
            Operator::Ge,
            "9",
            "2030",
            PathKind::Step,
        )],
        ..tracked(Measure::Stock)
    };
    let found = judged(&step, &[("2020", "5"), ("2023", "5")], "2024-06-01");
    near(found.pace.unwrap(), 1.0);
    assert_eq!(found.deviation.unwrap().absolute, dec("0"));
    assert_eq!(found.status, Status::OnTrack);
}
