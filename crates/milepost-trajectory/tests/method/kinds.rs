//! Every kind of target: what it is judged by, and what comes out.

use milepost_model::{Indicator, Measure, Operator, PathKind, TargetKind};
use milepost_trajectory::{Modifier, Reason, Status};

use crate::sample::{day, dec, flow, judged, near, stock, target, tracked};

#[test]
fn a_count_is_judged_by_its_level_on_a_line() {
    let indicator = stock(("as-of:2023-12-31", "147"), ("2027", "168"));
    let found = judged(
        &indicator,
        &[("as-of:2023-12-31", "147"), ("as-of:2025-12-31", "155")],
        "2026-03-01",
    );
    // Half of four years gone, 8 of 21 covered.
    assert_eq!(found.expected, Some(dec("157.5")));
    near(found.completion.unwrap(), 8.0 / 21.0);
    near(found.time_share.unwrap(), 0.5);
    near(found.pace.unwrap(), 16.0 / 21.0);
    assert_eq!(found.status, Status::Lagging);
    let deviation = found.deviation.unwrap();
    assert_eq!(deviation.absolute, dec("-2.5"));
    // 147 + 21·t/4 = 155 at t = 32/21 years.
    near(deviation.months.unwrap(), 12.0 * (32.0 / 21.0 - 2.0));
    assert!(!deviation.is_favourable);
    let required = found.required_from_now.as_ref().unwrap();
    near(required.rate, 6.5);
    assert_eq!(required.gap, Some(dec("13")));
    near(found.recent_rate.unwrap(), 4.0);
    near(found.effort.unwrap(), 6.5 / 4.0);
    assert!(found.has(Modifier::LowConfidence));
    assert_eq!(
        found.path.first().map(|point| (point.date, point.value)),
        Some((day("2023-12-31"), dec("147")))
    );
    assert_eq!(
        found.path.last().map(|point| (point.date, point.value)),
        Some((day("2027-12-31"), dec("168")))
    );
}

#[test]
fn a_flow_is_judged_by_its_full_years_at_a_constant_rate() {
    let indicator = flow(("2023", "100"), ("2027", "146.41"));
    let found = judged(
        &indicator,
        &[("2023", "100"), ("2024", "110"), ("2025", "115.5")],
        "2026-03-01",
    );
    assert_eq!(found.expected, Some(dec("121")));
    near(found.pace.unwrap(), (1.155_f64.sqrt() - 1.0) / 0.1);
    assert_eq!(found.status, Status::Lagging);
    let required = found.required_from_now.as_ref().unwrap();
    assert!(required.is_percent);
    near(required.rate, 100.0 * ((146.41_f64 / 115.5).sqrt() - 1.0));
}

#[test]
fn a_mean_needs_what_is_left_of_the_whole() {
    let indicator = Indicator {
        targets: vec![milepost_model::Target {
            from_year: Some(2023),
            ..target(TargetKind::FlowAvg, Operator::Gt, "100", "2027", PathKind::Linear)
        }],
        ..tracked(Measure::Flow)
    };
    let found = judged(&indicator, &[("2023", "80"), ("2024", "90")], "2025-03-01");
    let years = found.years.as_ref().unwrap();
    assert_eq!(years.mean, Some(dec("85")));
    assert_eq!(years.required_remaining, Some(dec("110")));
    near(found.pace.unwrap(), 0.85);
    assert_eq!(found.status, Status::Lagging);
    near(found.completion.unwrap(), 170.0 / 500.0);
    let secured = judged(&indicator, &[("2023", "300"), ("2024", "220")], "2025-03-01");
    assert!(secured.years.unwrap().secured);
    assert_eq!(secured.status, Status::Achieved);
}

#[test]
fn a_minimum_is_judged_year_by_year() {
    let indicator = Indicator {
        targets: vec![milepost_model::Target {
            from_year: Some(2024),
            ..target(
                TargetKind::FlowMin,
                Operator::Gt,
                "5000",
                "2027",
                PathKind::Constant,
            )
        }],
        ..tracked(Measure::Flow)
    };
    let found = judged(
        &indicator,
        &[("2023", "4000"), ("2024", "5100"), ("2025", "5200")],
        "2026-03-01",
    );
    assert_eq!(found.status, Status::OnTrack);
    let years = found.years.unwrap();
    assert_eq!((years.met, years.elapsed), (2, 2));
    assert_eq!(years.worst_gap, Some(dec("100")));
    let failed = judged(&indicator, &[("2024", "4900"), ("2025", "5200")], "2026-03-01");
    assert_eq!(failed.status, Status::Lagging, "a year below cannot be made good");
    let early = judged(&indicator, &[("2022", "4000"), ("2023", "4100")], "2024-03-01");
    assert_eq!(early.status, Status::NotAssessable(Reason::NotStarted));
}

#[test]
fn a_mean_of_growth_is_geometric() {
    let indicator = Indicator {
        targets: vec![milepost_model::Target {
            from_year: Some(2023),
            ..target(
                TargetKind::GrowthAvg,
                Operator::Gt,
                "15",
                "2027",
                PathKind::Geometric,
            )
        }],
        ..tracked(Measure::Growth)
    };
    let found = judged(&indicator, &[("2023", "10"), ("2024", "14.5")], "2025-03-01");
    let mean = 100.0 * ((1.10_f64 * 1.145).sqrt() - 1.0);
    near(found.pace.unwrap(), mean / 15.0);
    let years = found.years.as_ref().unwrap();
    let need = 100.0 * ((1.15_f64.powi(5) / (1.10 * 1.145)).powf(1.0 / 3.0) - 1.0);
    near(found.required_from_now.as_ref().unwrap().rate, need);
    assert_eq!((years.met, years.elapsed), (0, 2));
    assert_eq!(found.latest.as_ref().unwrap().value, dec("125.95"));
    assert_eq!(found.status, Status::Lagging);
}

#[test]
fn a_share_is_judged_in_points() {
    let indicator = Indicator {
        baseline: Some(crate::sample::baseline("2023", "57")),
        targets: vec![target(
            TargetKind::Share,
            Operator::Gt,
            "65",
            "2027",
            PathKind::Linear,
        )],
        ..tracked(Measure::Share)
    };
    let found = judged(&indicator, &[("2023", "57.0"), ("2024", "59.0")], "2025-03-01");
    near(found.pace.unwrap(), 1.0);
    assert_eq!(found.status, Status::OnTrack);
    assert_eq!(found.deviation.unwrap().absolute, dec("0"));
}
