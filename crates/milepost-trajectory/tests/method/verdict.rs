//! The ladder, its modifiers and its memory, as they come out of whole assessments.

use milepost_model::{Indicator, Measure, Operator, PathKind, TargetKind, Tolerance};
use milepost_trajectory::{ChangeCause, Modifier, Reason, Status, assess};

use crate::sample::{
    Figure, baseline, dec, flow, histories, judged, near, period, series, stock, target, tracked, view,
};

/// 100 at the end of 2023, 140 by the end of 2027: 10 a year.
fn rising() -> Indicator {
    stock(("2023", "100"), ("2027", "140"))
}

#[track_caller]
fn check(values: &[(&str, &str)], as_of: &str, status: Status) {
    let found = judged(&rising(), values, as_of);
    assert_eq!(
        found.status, status,
        "{values:?} as of {as_of}: pace {:?}, {:#?}",
        found.pace, found.trace
    );
}

#[test]
fn every_rung_is_reached() {
    let start = ("2023", "100");
    check(&[start, ("2024", "110")], "2025-03-01", Status::OnTrack);
    check(&[start, ("2024", "108")], "2025-03-01", Status::Lagging);
    check(&[start, ("2024", "103")], "2025-03-01", Status::OffTrack);
    check(&[start, ("2024", "99")], "2025-03-01", Status::Reversing);
    check(&[start, ("2024", "141")], "2025-03-01", Status::Achieved);
    check(
        &[("2023", "150"), ("2024", "141")],
        "2025-03-01",
        Status::AchievedAtRisk,
    );
    check(
        &[start, ("2026", "130"), ("2027", "140")],
        "2028-03-01",
        Status::Achieved,
    );
    check(
        &[start, ("2026", "130"), ("2027", "139")],
        "2028-03-01",
        Status::Missed,
    );
    check(&[start, ("2026", "130")], "2028-03-01", Status::OnTrack);
}

#[test]
fn one_figure_gives_level_completion_and_required_rate_only() {
    let found = judged(&rising(), &[("2024", "104")], "2025-03-01");
    assert_eq!(found.status, Status::NotAssessable(Reason::OneObservation));
    assert_eq!(found.latest.unwrap().value, dec("104"));
    near(found.completion.unwrap(), 0.1);
    near(found.required_from_now.unwrap().rate, 12.0);
    assert_eq!(found.recent_rate, None);
    assert!(found.projection.is_none());
}

#[test]
fn one_figure_that_meets_the_target_is_a_fact() {
    let found = judged(&rising(), &[("2024", "141")], "2025-03-01");
    assert_eq!(found.status, Status::Achieved);
    assert!(found.has(Modifier::LowConfidence));
}

#[test]
fn nothing_published_shows_the_baseline_and_says_so() {
    let found = judged(&rising(), &[], "2025-03-01");
    assert_eq!(found.status, Status::NotAssessable(Reason::NoObservation));
    assert_eq!(found.latest.as_ref().unwrap().value, dec("100"));
    assert_eq!(
        found.latest.unwrap().basis,
        milepost_trajectory::LatestBasis::Baseline
    );
    near(found.completion.unwrap(), 0.0);
    near(found.required_from_now.unwrap().rate, 10.0);
}

#[test]
fn a_stalled_series_is_taken_down_by_its_chance() {
    let values = [
        ("2023", "100"),
        ("2024", "119"),
        ("2025", "119.5"),
        ("2026", "130"),
    ];
    let fast = judged(&rising(), &values, "2027-03-01");
    assert_eq!(fast.status, Status::OnTrack, "{:#?}", fast.trace);
    let stalled = [
        ("2022", "129"),
        ("2023", "129.5"),
        ("2024", "129.8"),
        ("2025", "130"),
    ];
    let mut indicator = rising();
    indicator.baseline = Some(baseline("2021", "100"));
    let found = judged(&indicator, &stalled, "2026-03-01");
    // Ahead of the path, but hardly moving any more.
    assert!(found.pace.unwrap() > 1.0);
    assert!(found.projection.unwrap().chance.unwrap() < 0.5);
    assert_eq!(found.status, Status::Lagging);
}

#[test]
fn pace_and_projection_two_rungs_apart_are_a_conflict() {
    let values = [
        ("2023", "100"),
        ("2024", "131"),
        ("2025", "126"),
        ("2026", "121"),
        ("2027-01", "119"),
    ];
    let found = judged(&rising(), &values[..4], "2027-03-01");
    assert_eq!(found.status, Status::Lagging, "{:#?}", found.trace);
    let mut indicator = rising();
    indicator.targets[0].by = period("2033");
    let values = [("2022", "150"), ("2023", "140"), ("2024", "130"), ("2025", "120")];
    let found = judged(&indicator, &values, "2026-03-01");
    assert!(found.has(Modifier::Conflict), "{:#?}", found.trace);
    assert_eq!(found.status, Status::Lagging);
}

#[test]
fn a_figure_at_the_target_that_rounding_decides_is_not_distinguishable() {
    let indicator = Indicator {
        baseline: Some(baseline("2023", "60")),
        targets: vec![target(
            TargetKind::Share,
            Operator::Gt,
            "65",
            "2025",
            PathKind::Linear,
        )],
        ..tracked(Measure::Share)
    };
    let found = judged(&indicator, &[("2024", "64.0"), ("2025", "65.0")], "2026-03-01");
    assert_eq!(found.status, Status::NotAssessable(Reason::NotDistinguishable));
    assert!(found.has(Modifier::NotDistinguishable));
    let earlier = Indicator {
        targets: vec![target(
            TargetKind::Share,
            Operator::Gt,
            "65",
            "2027",
            PathKind::Linear,
        )],
        ..indicator
    };
    let found = judged(&earlier, &[("2024", "64.0"), ("2025", "65.0")], "2026-03-01");
    assert_eq!(found.status, Status::OnTrack);
    assert!(found.has(Modifier::NotDistinguishable));
}

#[test]
fn a_baseline_past_the_target_does_not_bind() {
    let indicator = stock(("2023", "180"), ("2027", "168"));
    let found = judged(&indicator, &[("2023", "180"), ("2024", "175")], "2025-03-01");
    assert!(found.has(Modifier::DoesNotBind));
    assert!(!found.target.as_ref().unwrap().binds);
    assert_eq!(
        found.completion, None,
        "a ratio with a baseline past the target means nothing"
    );
    // 7 above, falling by 5 a year, three years left.
    assert_eq!(found.status, Status::AchievedAtRisk);
    let fallen = judged(&indicator, &[("2023", "180"), ("2024", "160")], "2025-03-01");
    assert_eq!(fallen.status, Status::Lagging);
}

#[test]
fn a_cumulative_count_that_falls_is_a_change_of_definition() {
    let indicator = Indicator {
        measure: Measure::Cumulative,
        ..rising()
    };
    let found = judged(
        &indicator,
        &[("2023", "100"), ("2024", "120"), ("2025", "110")],
        "2026-03-01",
    );
    assert_eq!(found.status, Status::NotAssessable(Reason::DefinitionChanged));
    assert!(found.has(Modifier::Break));
    let never_falls = judged(
        &indicator,
        &[("2022", "90"), ("2023", "100"), ("2024", "120"), ("2025", "121")],
        "2026-03-01",
    );
    assert!(never_falls.projection.unwrap().low95 >= dec("121"));
}

#[test]
fn words_and_few_figures_lower_the_confidence() {
    let four = [("2021", "80"), ("2022", "90"), ("2023", "100"), ("2024", "110")];
    assert!(!judged(&rising(), &four, "2025-03-01").has(Modifier::LowConfidence));
    assert!(judged(&rising(), &four[1..], "2025-03-01").has(Modifier::LowConfidence));
    let indicator = rising();
    let mut worded: Vec<Figure> = four[..3]
        .iter()
        .map(|(at, value)| Figure::new(&indicator, at, value))
        .collect();
    worded.push(Figure::new(&indicator, "2024", "110").claimed(milepost_model::Comparison::Nearly));
    let found = assess(&indicator, &histories(worded), view("2025-03-01"), None);
    assert!(found.has(Modifier::LowConfidence));
}

/// The shipped plan's cross-border settlement: no starting value, and a figure printed as "nearly".
fn without_a_start() -> Indicator {
    Indicator {
        baseline: None,
        ..flow(("2023", "1"), ("2027", "330000000000"))
    }
}

fn nearly(value: &str) -> milepost_trajectory::Assessment {
    let indicator = without_a_start();
    let figures = [
        Figure::new(&indicator, "2022", "326020000000").step("10000000"),
        Figure::new(&indicator, "2024", value)
            .step("100000000")
            .claimed(milepost_model::Comparison::Nearly),
    ];
    assess(&indicator, &histories(figures), view("2025-04-01"), None)
}

#[test]
fn a_target_that_is_met_beyond_doubt_needs_no_starting_value() {
    let found = nearly("400000000000");
    assert_eq!(found.status, Status::Achieved);
    assert_eq!(found.modifiers, [Modifier::LowConfidence]);
    assert_eq!(
        (found.completion, found.pace, found.deviation),
        (None, None, None)
    );
    let met = found.trace.iter().find(|line| line.step == "met").unwrap();
    let stands_for = met.inputs.iter().find(|(name, _)| name == "stands for").unwrap();
    assert_eq!(stands_for.1, "350000000000 to 400000000000");
    assert_eq!(met.result, "met");
}

#[test]
fn a_word_that_leaves_it_open_whether_the_target_is_met_is_said_so() {
    // Nearly 340 bn is 335 bn at the least; nearly 400 bn is 350 bn at the least, nearly 300 bn is under 330 bn.
    assert_eq!(nearly("340000000000").status, Status::Achieved);
    let open = nearly("331000000000");
    assert_eq!(open.status, Status::Achieved);
    let open = nearly("330000000000");
    assert_eq!(open.status, Status::NotAssessable(Reason::NoBaseline));
    let mut over = without_a_start();
    over.targets[0].value = Some(dec("360000000000"));
    let figures = [Figure::new(&over, "2024", "400000000000")
        .step("100000000")
        .claimed(milepost_model::Comparison::Nearly)];
    let open = assess(&over, &histories(figures), view("2025-04-01"), None);
    assert_eq!(open.status, Status::NotAssessable(Reason::NotDistinguishable));
    assert!(open.has(Modifier::NotDistinguishable));
}

#[test]
fn a_met_target_without_a_starting_value_is_at_risk_when_the_series_falls() {
    let indicator = without_a_start();
    let falling = [
        ("2022", "390000000000"),
        ("2023", "360000000000"),
        ("2024", "335000000000"),
    ];
    assert_eq!(
        judged(&indicator, &falling, "2025-04-01").status,
        Status::AchievedAtRisk
    );
    let short = [
        ("2022", "290000000000"),
        ("2023", "300000000000"),
        ("2024", "310000000000"),
    ];
    let found = judged(&indicator, &short, "2025-04-01");
    assert_eq!(found.status, Status::NotAssessable(Reason::NoBaseline));
    assert!(
        found.required_from_now.is_some(),
        "what it takes needs no start either"
    );
    // 2027 is over: what was published for it decides, start or not.
    let over = [("2026", "310000000000"), ("2027", "329000000000")];
    assert_eq!(judged(&indicator, &over, "2028-04-01").status, Status::Missed);
}

#[test]
fn a_narrow_crossing_is_held_until_a_second_release() {
    let indicator = rising();
    let first = judged(&indicator, &[("2023", "100"), ("2024", "110")], "2025-03-01");
    assert_eq!(first.status, Status::OnTrack);
    // 94 % of the pace: within two points of the edge.
    let values = [("2023", "100"), ("2024", "110"), ("2025", "118.8")];
    let second = assess(
        &indicator,
        &series(&indicator, &values),
        view("2026-03-01"),
        Some(&first.verdict()),
    );
    assert_eq!((second.status, second.band), (Status::OnTrack, Status::Lagging));
    assert!(second.has(Modifier::Held));
    assert_eq!(second.change, None);
    // Looked at again without a release: still held.
    let again = assess(
        &indicator,
        &series(&indicator, &values),
        view("2026-04-01"),
        Some(&second.verdict()),
    );
    assert_eq!(again.status, Status::OnTrack);
    let values = [
        ("2023", "100"),
        ("2024", "110"),
        ("2025", "118.8"),
        ("2026", "128.2"),
    ];
    let third = assess(
        &indicator,
        &series(&indicator, &values),
        view("2027-03-01"),
        Some(&again.verdict()),
    );
    assert_eq!(third.status, Status::Lagging);
    let change = third.change.unwrap();
    assert_eq!(
        (change.from, change.to, change.by),
        (Status::OnTrack, Status::Lagging, ChangeCause::NewData)
    );
}

#[test]
fn a_change_says_what_made_it() {
    let indicator = rising();
    let first = judged(&indicator, &[("2023", "100"), ("2024", "110")], "2025-03-01");
    let revised = histories([
        Figure::new(&indicator, "2023", "100"),
        Figure::new(&indicator, "2024", "110"),
        Figure::new(&indicator, "2024", "102").published("2025-04-01"),
    ]);
    let second = assess(&indicator, &revised, view("2025-05-01"), Some(&first.verdict()));
    assert_eq!(second.change.unwrap().by, ChangeCause::Revision);
    assert_eq!(second.revisions.len(), 1);
    assert!(second.series[1].flags.revised);

    let mut versions = rising();
    versions.targets[0].valid_from = None;
    let mut higher = versions.targets[0].clone();
    higher.value = Some(dec("200"));
    higher.valid_from = Some(crate::sample::day("2025-04-01"));
    versions.targets.push(higher);
    let values = series(&versions, &[("2023", "100"), ("2024", "110")]);
    let third = assess(&versions, &values, view("2025-05-01"), Some(&first.verdict()));
    assert_eq!(third.change.unwrap().by, ChangeCause::Target);
    assert_eq!(third.target.as_ref().unwrap().version, 2);
    assert_eq!(
        assess(&versions, &values, view("2025-03-31"), None)
            .target
            .unwrap()
            .version,
        1
    );

    let mut aging = rising();
    aging.every_months = Some(12);
    aging.lag_days = Some(30);
    let old = assess(&aging, &values, view("2027-06-01"), Some(&first.verdict()));
    assert_eq!(old.status, Status::NotAssessable(Reason::Withheld));
    assert_eq!(old.change.unwrap().by, ChangeCause::Time);
}

#[test]
fn old_figures_are_stale_and_then_withheld() {
    let mut indicator = rising();
    indicator.every_months = Some(12);
    indicator.lag_days = Some(60);
    let values = [("2022", "90"), ("2023", "100"), ("2024", "110")];
    let fresh = judged(&indicator, &values, "2026-02-20");
    assert!(!fresh.staleness.overdue && !fresh.has(Modifier::Stale));
    assert_eq!(
        fresh.staleness.expected_by,
        Some(crate::sample::day("2026-03-01"))
    );
    assert_eq!(fresh.staleness.expected_period, Some(period("2025")));
    let overdue = judged(&indicator, &values, "2026-03-02");
    assert!(overdue.staleness.overdue && !overdue.has(Modifier::Stale));
    // 60 days and a year and a half after the end of 2024.
    let stale = judged(&indicator, &values, "2026-09-15");
    assert!(stale.has(Modifier::Stale));
    assert_eq!(stale.status, Status::OnTrack);
    let withheld = judged(&indicator, &values, "2027-03-10");
    assert_eq!(withheld.status, Status::NotAssessable(Reason::Withheld));
    assert!(withheld.has(Modifier::Stale));
    // A target that is due and met needs no further figure.
    let done = judged(&indicator, &[("2026", "130"), ("2027", "140")], "2031-01-01");
    assert_eq!(done.status, Status::Achieved);
    assert!(!done.has(Modifier::Stale));
}

#[test]
fn tolerance_is_the_indicators_own() {
    let mut indicator = rising();
    let values = [("2023", "100"), ("2024", "107")];
    assert_eq!(judged(&indicator, &values, "2025-03-01").within_tolerance, None);
    indicator.tolerance = Some(Tolerance::Absolute(dec("3")));
    assert_eq!(
        judged(&indicator, &values, "2025-03-01").within_tolerance,
        Some(true)
    );
    indicator.tolerance = Some(Tolerance::Percent(dec("2.5")));
    assert_eq!(
        judged(&indicator, &values, "2025-03-01").within_tolerance,
        Some(false)
    );
}

#[test]
fn without_a_target_the_figures_still_speak() {
    let indicator = tracked(Measure::Flow);
    let found = judged(&indicator, &[("2023", "100"), ("2024", "103")], "2025-03-01");
    assert_eq!(found.status, Status::NotAssessable(Reason::NoTarget));
    assert_eq!(found.latest.as_ref().unwrap().value, dec("103"));
    near(found.recent_rate.unwrap(), 3.0);
    near(found.compatibility.open_sdg.progress.unwrap(), 0.03);
    assert_eq!(
        found.compatibility.open_sdg.status.as_str(),
        "substantial_progress"
    );
    let mut later = flow(("2022", "100"), ("2027", "200"));
    later.targets[0].valid_from = Some(crate::sample::day("2026-01-01"));
    let found = judged(&later, &[("2023", "100"), ("2024", "103")], "2025-03-01");
    assert_eq!(found.status, Status::NotAssessable(Reason::NoTargetYet));
}

#[test]
fn a_first_release_of_a_series_that_is_always_revised_is_provisional() {
    let indicator = rising();
    let figures = ["2021", "2022", "2023"].into_iter().flat_map(|year| {
        let later = format!("{}-06-01", year.parse::<i32>().unwrap() + 1);
        [
            Figure::new(&indicator, year, "90"),
            Figure::new(&indicator, year, "95").published(&later),
        ]
    });
    let mut figures: Vec<Figure> = figures.collect();
    figures.push(Figure::new(&indicator, "2024", "110"));
    let found = assess(&indicator, &histories(figures), view("2025-03-01"), None);
    assert!(found.has(Modifier::Provisional));
    assert!(
        !judged(&indicator, &[("2023", "100"), ("2024", "110")], "2025-03-01").has(Modifier::Provisional)
    );
}
