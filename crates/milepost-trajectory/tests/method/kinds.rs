//! Every kind of target: what it is judged by, and what comes out.

use milepost_model::{Direction, Indicator, Measure, Operator, PathKind, Target, TargetKind};
use milepost_trajectory::{LatestBasis, Modifier, Reason, Status, assess};

use crate::sample::{Figure, day, dec, flow, histories, judged, near, stock, target, tracked, view};

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
fn a_mean_over_a_gap_claims_no_index_and_no_share_of_the_way() {
    let growth = Indicator {
        targets: vec![Target {
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
    // No rate for 2023: 1.67 * 1.25 is no index of 2025 on 2022.
    let found = judged(&growth, &[("2024", "67"), ("2025", "25")], "2026-03-01");
    let latest = found.latest.as_ref().unwrap();
    assert_eq!(latest.basis, LatestBasis::MeanOverYears);
    assert_eq!(latest.unit, milepost_model::Unit::Percent);
    near(
        latest.value.try_into().unwrap(),
        100.0 * ((1.67_f64 * 1.25).sqrt() - 1.0),
    );
    assert_eq!((found.expected, found.completion), (None, None));
    assert!(found.path.is_empty() && found.deviation.is_none() && found.required_from_now.is_none());
    assert_eq!(found.status, Status::OnTrack);
    assert!(found.has(Modifier::LowConfidence));

    let flow = Indicator {
        targets: vec![Target {
            from_year: Some(2023),
            ..target(TargetKind::FlowAvg, Operator::Gt, "100", "2027", PathKind::Linear)
        }],
        ..tracked(Measure::Flow)
    };
    let found = judged(&flow, &[("2024", "110")], "2025-03-01");
    near(found.pace.unwrap(), 1.1);
    assert_eq!(
        (found.completion, found.required_from_now.as_ref().map(|_| ())),
        (None, None)
    );
}

#[test]
fn a_mean_needs_what_is_left_of_the_whole() {
    let indicator = Indicator {
        targets: vec![Target {
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
        targets: vec![Target {
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
        targets: vec![Target {
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

#[test]
fn growth_in_each_year_counts_the_years() {
    let indicator = Indicator {
        targets: vec![Target {
            from_year: Some(2023),
            ..target(TargetKind::GrowthEach, Operator::Ge, "10", "2027", PathKind::Step)
        }],
        ..tracked(Measure::Growth)
    };
    let found = judged(&indicator, &[("2023", "12"), ("2024", "8")], "2025-03-01");
    let years = found.years.as_ref().unwrap();
    assert_eq!(
        (years.met, years.elapsed, years.worst_gap),
        (1, 2, Some(dec("-2")))
    );
    near(found.pace.unwrap(), 0.8);
    assert_eq!(found.status, Status::Lagging);
    let done = judged(
        &indicator,
        &[
            ("2023", "12"),
            ("2024", "11"),
            ("2025", "10"),
            ("2026", "10.4"),
            ("2027", "10.1"),
        ],
        "2028-03-01",
    );
    assert_eq!(done.status, Status::Achieved);
    let shrinks = Indicator {
        targets: vec![Target {
            value: Some(dec("0")),
            ..indicator.targets[0].clone()
        }],
        ..indicator
    };
    assert_eq!(
        judged(&shrinks, &[("2023", "2"), ("2024", "-1")], "2025-03-01").status,
        Status::Reversing
    );
}

#[test]
fn growth_of_the_year_to_date_stands_in_until_a_full_year_is_known() {
    let indicator = Indicator {
        targets: vec![Target {
            from_year: Some(2024),
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
    let found = judged(&indicator, &[("2024-01..2024-09", "18")], "2024-11-01");
    assert_eq!(found.latest.as_ref().unwrap().basis, LatestBasis::RunningGrowth);
    assert!(found.has(Modifier::Annualised) && found.has(Modifier::LowConfidence));
    near(found.pace.unwrap(), 1.2);
    assert_eq!(found.status, Status::OnTrack);
    let short = judged(&indicator, &[("2024-01..2024-02", "18")], "2024-04-01");
    assert_eq!(short.status, Status::NotAssessable(Reason::NotStarted));
}

#[test]
fn growth_of_a_flow_is_the_published_one_else_that_of_the_levels() {
    let mut indicator = flow(("2022", "100"), ("2027", "200"));
    indicator.targets[0].kind = TargetKind::GrowthAvg;
    indicator.targets[0].value = Some(dec("10"));
    let figures = [
        Figure::new(&indicator, "2022", "100"),
        Figure::new(&indicator, "2023", "110"),
        Figure::new(&indicator, "2023", "12.0").growth(),
        Figure::new(&indicator, "2024", "121"),
    ];
    let found = assess(&indicator, &histories(figures), view("2025-03-01"), None);
    let years: Vec<_> = found
        .years
        .as_ref()
        .unwrap()
        .years
        .iter()
        .map(|year| (year.year, year.value))
        .collect();
    assert_eq!(years, [(2023, dec("12.0")), (2024, dec("10"))]);
    assert_eq!(found.latest.unwrap().value, dec("123.2"));

    let disputed = [
        Figure::new(&indicator, "2023", "12.0").growth(),
        Figure::new(&indicator, "2023", "14.0")
            .growth()
            .source("other", 1),
    ];
    let found = assess(&indicator, &histories(disputed), view("2025-03-01"), None);
    assert_eq!(found.status, Status::NotAssessable(Reason::UnresolvedConflict));
}

#[test]
fn a_floor_is_held_until_its_margin_runs_out() {
    let floor = Indicator {
        targets: vec![target(
            TargetKind::FloorHold,
            Operator::Ge,
            "100",
            "2027",
            PathKind::Constant,
        )],
        ..tracked(Measure::Stock)
    };
    let held = judged(&floor, &[("2023", "110"), ("2024", "109")], "2025-03-01");
    assert_eq!(
        held.status,
        Status::Achieved,
        "9 above, losing 1 a year, three years left"
    );
    assert_eq!(held.expected, Some(dec("100")));
    near(held.effort.unwrap(), 100.0 / 109.5);
    let sinking = judged(&floor, &[("2023", "110"), ("2024", "105")], "2025-03-01");
    assert_eq!(sinking.status, Status::AchievedAtRisk);
    let below = judged(&floor, &[("2023", "110"), ("2024", "99")], "2025-03-01");
    assert_eq!(below.status, Status::Lagging);
    near(below.pace.unwrap(), 0.99);
    assert_eq!(
        judged(&floor, &[("2027", "99")], "2028-03-01").status,
        Status::Missed
    );
}

#[test]
fn a_ceiling_is_good_below() {
    let ceiling = Indicator {
        direction: Direction::Down,
        targets: vec![target(
            TargetKind::Ceiling,
            Operator::Le,
            "100",
            "2027",
            PathKind::Constant,
        )],
        ..tracked(Measure::Stock)
    };
    let held = judged(&ceiling, &[("2023", "80"), ("2024", "85")], "2025-03-01");
    assert_eq!(held.status, Status::Achieved);
    assert!(held.deviation.unwrap().is_favourable);
    assert_eq!(
        judged(&ceiling, &[("2023", "80"), ("2024", "90")], "2025-03-01").status,
        Status::AchievedAtRisk
    );
    let above = judged(&ceiling, &[("2023", "95"), ("2024", "110")], "2025-03-01");
    near(above.pace.unwrap(), 0.9);
    assert_eq!(above.status, Status::Lagging);
}

#[test]
fn a_range_has_two_ends() {
    let range = Indicator {
        targets: vec![Target {
            upper: Some(dec("120")),
            ..target(TargetKind::Range, Operator::Ge, "100", "2027", PathKind::Constant)
        }],
        ..tracked(Measure::Stock)
    };
    let status =
        |first: &str, last: &str| judged(&range, &[("2023", first), ("2024", last)], "2025-03-01").status;
    assert_eq!(status("110", "110"), Status::Achieved);
    assert_eq!(
        status("104", "108"),
        Status::Achieved,
        "heading for 120, not past it"
    );
    assert_eq!(
        status("101", "108"),
        Status::AchievedAtRisk,
        "leaves at the far end"
    );
    assert_eq!(status("110", "121"), Status::Lagging);
    assert_eq!(status("110", "50"), Status::OffTrack);
}

#[test]
fn a_milestone_is_done_or_not() {
    let milestone = Indicator {
        targets: vec![Target {
            value: None,
            ..target(
                TargetKind::Milestone,
                Operator::Ge,
                "1",
                "2025",
                PathKind::Constant,
            )
        }],
        ..tracked(Measure::Stock)
    };
    let status = |values: &[(&str, &str)], as_of: &str| judged(&milestone, values, as_of).status;
    assert_eq!(
        status(&[("as-of:2024-06-30", "1")], "2024-09-01"),
        Status::Achieved
    );
    assert_eq!(
        status(&[("as-of:2024-06-30", "0")], "2024-09-01"),
        Status::NotAssessable(Reason::NotReported)
    );
    assert_eq!(
        status(&[], "2024-09-01"),
        Status::NotAssessable(Reason::NotReported)
    );
    assert_eq!(status(&[("as-of:2025-12-31", "0")], "2026-02-01"), Status::Missed);
    assert_eq!(
        status(&[], "2026-02-01"),
        Status::NotAssessable(Reason::NoObservation)
    );
}

#[test]
fn a_direction_needs_a_trend_that_stands_out() {
    let trend = Indicator {
        targets: vec![Target {
            value: None,
            ..target(
                TargetKind::TrendOnly,
                Operator::Ge,
                "1",
                "2027",
                PathKind::Constant,
            )
        }],
        ..tracked(Measure::Stock)
    };
    let values = |texts: [&'static str; 5]| {
        ["2020", "2021", "2022", "2023", "2024"]
            .into_iter()
            .zip(texts)
            .collect::<Vec<_>>()
    };
    let status = |texts| judged(&trend, &values(texts), "2025-03-01").status;
    assert_eq!(status(["1", "2", "3", "4", "5"]), Status::OnTrack);
    assert_eq!(status(["5", "4", "3", "2", "1"]), Status::Reversing);
    assert_eq!(
        status(["1", "5", "2", "4", "3"]),
        Status::NotAssessable(Reason::NoClearTrend)
    );
    let found = judged(&trend, &values(["1", "2", "3", "4", "5"]), "2025-03-01");
    near(found.trend.unwrap().p_value.unwrap(), 0.027_486_336_110_415_19);
}

#[test]
fn after_the_day_the_figure_of_the_day_decides() {
    let yearly = flow(("2022", "100"), ("2025", "130"));
    let values = [
        ("2022", "100"),
        ("2023", "110"),
        ("2024", "120"),
        ("2025", "128"),
        ("2026", "140"),
    ];
    let found = judged(&yearly, &values, "2027-03-01");
    assert_eq!(found.status, Status::Missed, "140 came a year late");
    assert_eq!(found.latest.as_ref().unwrap().value, dec("128"));
    assert_eq!(found.series.len(), 5);
    assert_eq!(
        found.completion.map(|share| (share * 1000.0).round()),
        Some(933.0)
    );
    let count = stock(("2022", "100"), ("2025", "130"));
    let late = [
        ("as-of:2022-12-31", "100"),
        ("as-of:2025-06-30", "126"),
        ("as-of:2026-06-30", "131"),
        ("as-of:2027-06-30", "150"),
    ];
    let found = judged(&count, &late, "2027-09-01");
    assert_eq!(found.latest.as_ref().unwrap().value, dec("131"));
    assert_eq!(found.status, Status::Achieved);
    assert!(found.has(Modifier::LowConfidence));
}

#[test]
fn the_trace_can_be_redone_by_hand() {
    let indicator = stock(("as-of:2023-12-31", "147"), ("2027", "168"));
    let values = [
        ("2021", "138"),
        ("2022", "143"),
        ("2023", "147"),
        ("2024", "152"),
        ("2025", "156"),
    ];
    let found = judged(&indicator, &values, "2026-03-01");
    let step = |name: &str| found.trace.iter().find(|line| line.step == name).unwrap();
    let input = |name: &str, key: &str| -> f64 {
        let (_, value) = step(name).inputs.iter().find(|(found, _)| found == key).unwrap();
        value.parse().unwrap()
    };
    let result = |name: &str| -> f64 { step(name).result.split(' ').next().unwrap().parse().unwrap() };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6 * b.abs().max(1.0), "{a} is not {b}");
    let at = |key: &str| input("path", key);
    close(
        result("path"),
        at("y0") + (at("yT") - at("y0")) * (at("t") - at("t0")) / (at("tT") - at("t0")),
    );
    let pace = |key: &str| input("pace", key);
    close(
        result("pace"),
        ((pace("y") - pace("y0")) / pace("years gone")) / ((pace("yT") - pace("y0")) / pace("years in all")),
    );
    close(
        result("deviation"),
        input("deviation", "value") - input("deviation", "expected"),
    );
    close(
        result("required"),
        (input("required", "yT") - input("required", "y")) / input("required", "years left"),
    );
    close(
        result("effort"),
        input("effort", "required") / input("effort", "recent"),
    );
    let ahead = |key: &str| input("projection", key);
    close(ahead("sum of 0.8^i"), 0.8 + 0.64);
    close(
        result("projection"),
        ahead("last value") + ahead("b, median slope a year") * ahead("sum of 0.8^i"),
    );
    let spread = |key: &str| input("interval", key);
    let h = ahead("h, years ahead");
    let error = spread("s, deviation of yearly steps") * (h * (1.0 + h / spread("years seen"))).sqrt();
    close(spread("error"), error);
    let low80 = result("projection") - spread("multiplier for 80%") * error;
    close(
        found.projection.unwrap().low80.to_string().parse().unwrap(),
        low80,
    );
}
