//! Figures on their way into a verdict: vintages, conflicts, breaks, years to date, growth, identities.

use milepost_model::{Break, Comparison, Identity, Indicator, Measure, Unit};
use milepost_trajectory::{LatestBasis, Modifier, Reason, Resolution, Status, View, assess, assess_plan};

use crate::sample::{
    Figure, day, dec, flow, histories, id, instant, judged, near, no_previous, period, plan, series, stock,
    tracked, view,
};

fn rising() -> Indicator {
    stock(("2023", "100"), ("2027", "140"))
}

#[test]
fn the_same_day_gives_the_same_verdict_whenever_it_is_computed() {
    let indicator = rising();
    let early = histories([
        Figure::new(&indicator, "2023", "100"),
        Figure::new(&indicator, "2024", "110"),
    ]);
    let late = histories([
        Figure::new(&indicator, "2024", "110"),
        Figure::new(&indicator, "2024", "90").published("2025-06-01"),
        Figure::new(&indicator, "2023", "100"),
        Figure::new(&indicator, "2025", "95"),
    ]);
    let then = assess(&indicator, &early, view("2025-03-01"), None);
    let now = assess(&indicator, &late, view("2025-03-01"), None);
    assert_eq!(
        (then.status, then.pace, then.trace),
        (now.status, now.pace, now.trace)
    );
    assert_eq!(
        assess(&indicator, &late, view("2026-03-01"), None).status,
        Status::Reversing
    );
    // Published in March, known to us in June only.
    let unknown = histories([
        Figure::new(&indicator, "2023", "100"),
        Figure::new(&indicator, "2024", "110").known("2025-06-01"),
    ]);
    let by = |known: &str| View {
        as_of: day("2025-03-01"),
        known_at: instant(day(known)),
    };
    assert_eq!(
        assess(&indicator, &unknown, by("2025-03-01"), None).series.len(),
        1
    );
    assert_eq!(
        assess(&indicator, &unknown, by("2025-06-01"), None).series.len(),
        2
    );
}

#[test]
fn figures_that_agree_at_their_precision_are_no_conflict_and_the_finer_one_counts() {
    let indicator = flow(("2021", "700000000000"), ("2027", "1100000000000"));
    let found = assess(
        &indicator,
        &histories([
            Figure::new(&indicator, "2021", "700000000000"),
            Figure::new(&indicator, "2022", "800060000000").step("10000000"),
            Figure::new(&indicator, "2022", "800059000000")
                .step("1000000")
                .source("daily", 1),
        ]),
        view("2023-03-01"),
        None,
    );
    assert!(found.conflicts.is_empty());
    assert_eq!(found.latest.unwrap().value, dec("800059000000"));
}

#[test]
fn a_conflict_is_settled_by_tier_then_date_then_not_at_all() {
    let indicator = rising();
    let first = || Figure::new(&indicator, "2023", "100");
    let check = |rival: Figure, value: &str, by: Resolution, status: Status| {
        let figures = [first(), Figure::new(&indicator, "2024", "110"), rival];
        let found = assess(&indicator, &histories(figures), view("2026-01-01"), None);
        assert_eq!(found.conflicts.len(), 1);
        assert_eq!(found.conflicts[0].resolved_by, by);
        assert_eq!(found.conflicts[0].values[0].value, dec(value));
        assert_eq!(found.latest.unwrap().value, dec(value));
        assert_eq!(found.status, status);
    };
    let rival = || Figure::new(&indicator, "2024", "120");
    check(
        rival().source("hearsay", 5),
        "110",
        Resolution::Tier,
        Status::OnTrack,
    );
    check(
        rival().source("ministry", 1).published("2025-06-01"),
        "120",
        Resolution::Date,
        Status::OnTrack,
    );
    let undecided = Status::NotAssessable(Reason::UnresolvedConflict);
    let same_day = period("2024").last_day() + chrono::Days::new(20);
    let tied = rival().source("ministry", 1);
    assert_eq!(tied.observation.published, same_day);
    let found = assess(
        &indicator,
        &histories([first(), Figure::new(&indicator, "2024", "110"), tied]),
        view("2026-01-01"),
        None,
    );
    assert_eq!(found.status, undecided);
    check(
        rival().by_hand().published("2025-07-01"),
        "120",
        Resolution::Person,
        Status::OnTrack,
    );
}

#[test]
fn a_retracted_figure_does_not_count() {
    let indicator = rising();
    let mut kept = histories([
        Figure::new(&indicator, "2023", "100"),
        Figure::new(&indicator, "2024", "110"),
    ]);
    kept[1].vintages.push(milepost_model::Vintage::Retracted {
        published: day("2025-02-01"),
        known_at: instant(day("2025-02-01")),
        who: "A".to_owned(),
        why: "misprint".to_owned(),
    });
    let found = assess(&indicator, &kept, view("2025-03-01"), None);
    assert_eq!(found.status, Status::NotAssessable(Reason::OneObservation));
    assert_eq!(found.revisions.len(), 1);
    assert_eq!(found.revisions[0].to, None);
    assert_eq!(
        assess(&indicator, &kept, view("2025-01-31"), None).status,
        Status::OnTrack
    );
}

#[test]
fn no_trend_crosses_a_break_without_a_factor() {
    let mut indicator = rising();
    indicator.breaks = vec![Break {
        from: period("2025"),
        why: milepost_model::Bilingual::default(),
        splice: None,
    }];
    let values = [
        ("2022", "90"),
        ("2023", "100"),
        ("2024", "110"),
        ("2025", "60"),
        ("2026", "65"),
    ];
    let found = judged(&indicator, &values, "2027-03-01");
    assert_eq!(found.status, Status::NotAssessable(Reason::DefinitionChanged));
    assert!(found.has(Modifier::Break));
    assert_eq!(
        found.series.iter().map(|point| point.segment).collect::<Vec<_>>(),
        [0, 0, 0, 1, 1]
    );
    near(found.recent_rate.unwrap(), 5.0);
    assert_eq!(found.series[2].value, dec("110"), "what was published stays");

    indicator.breaks[0].splice = Some(dec("0.5"));
    let mut targets = indicator.targets.clone();
    targets[0].value = Some(dec("70"));
    indicator.targets = targets;
    let spliced = judged(&indicator, &values, "2027-03-01");
    // From 50 in the new definition: 15 of 20 in three of four years.
    near(spliced.pace.unwrap(), 1.0);
    near(spliced.recent_rate.unwrap(), 5.0);
    assert_eq!(spliced.status, Status::OnTrack);
    assert!(spliced.has(Modifier::Break));
}

/// A flow of 100 in 2022, 161.051 by 2027: a tenth more each year.
fn yearly() -> Indicator {
    flow(("2022", "100"), ("2027", "161.051"))
}

#[test]
fn a_running_year_is_estimated_by_shares_then_by_ratio_then_not_at_all() {
    let indicator = yearly();
    let by_ratio = judged(
        &indicator,
        &[
            ("2023-01..2023-06", "44"),
            ("2023", "110"),
            ("2024-01..2024-06", "48.4"),
        ],
        "2024-08-01",
    );
    let latest = by_ratio.latest.as_ref().unwrap();
    assert_eq!(
        (latest.basis, latest.value),
        (LatestBasis::PriorYearRatio, dec("121"))
    );
    assert_eq!(latest.period, period("2024"));
    assert!(by_ratio.has(Modifier::Annualised));
    near(by_ratio.pace.unwrap(), 1.0);
    assert_eq!(
        by_ratio.series.len(),
        3,
        "no estimate among the published figures"
    );

    let by_share = judged(
        &indicator,
        &[
            ("2021-Q1", "20"),
            ("2021", "100"),
            ("2022-Q1", "25"),
            ("2022", "100"),
            ("2023-Q1", "33"),
            ("2023", "110"),
            ("2024-Q1", "30.25"),
        ],
        "2024-05-01",
    );
    assert_eq!(by_share.latest.as_ref().unwrap().basis, LatestBasis::MeanShare);
    assert_eq!(by_share.latest.as_ref().unwrap().value, dec("121"));
    assert_eq!(by_share.growth.period, Some(period("2023")));

    let alone = judged(
        &indicator,
        &[("2023", "110"), ("2024-01..2024-06", "48.4")],
        "2024-08-01",
    );
    assert_eq!(alone.latest.as_ref().unwrap().basis, LatestBasis::Published);
    assert_eq!(alone.latest.as_ref().unwrap().running, Some(1));
    let few = judged(&indicator, &[("2024-01..2024-02", "48.4")], "2024-08-01");
    assert_eq!(few.status, Status::NotAssessable(Reason::RunningYearUnclear));

    let even = Indicator {
        has_season: false,
        ..yearly()
    };
    let by_rate = judged(
        &even,
        &[("2022", "100"), ("2023", "110"), ("2024-01..2024-06", "60.5")],
        "2024-08-01",
    );
    assert_eq!(by_rate.latest.as_ref().unwrap().basis, LatestBasis::RunRate);
    assert_eq!(by_rate.latest.unwrap().value, dec("121"));
}

#[test]
fn an_estimate_meets_no_target_and_enters_no_fit() {
    let indicator = yearly();
    let values = [
        ("2022", "100"),
        ("2023-01..2023-06", "44"),
        ("2023", "110"),
        ("2024-01..2024-06", "88"),
    ];
    let found = judged(&indicator, &values, "2024-08-01");
    assert_eq!(found.latest.unwrap().value, dec("220"));
    assert_eq!(
        found.status,
        Status::OnTrack,
        "not achieved: the year has not ended"
    );
    near(found.recent_rate.unwrap(), 10.0);
}

#[test]
fn months_and_quarters_alone_are_no_year() {
    let indicator = yearly();
    let found = judged(&indicator, &[("2023-02", "9"), ("2023-Q3", "30")], "2024-03-01");
    assert_eq!(found.status, Status::NotAssessable(Reason::NoFullYear));
}

#[test]
fn published_growth_counts_and_a_gap_tells_of_a_restated_base() {
    let indicator = yearly();
    let with = |growth: &str| {
        let figures = [
            Figure::new(&indicator, "2022", "100"),
            Figure::new(&indicator, "2023", "110"),
            Figure::new(&indicator, "2023", growth).growth(),
        ];
        assess(&indicator, &histories(figures), view("2024-03-01"), None)
    };
    let near_enough = with("10.9");
    assert_eq!(near_enough.growth.published, Some(dec("10.9")));
    near(near_enough.growth.computed.unwrap(), 10.0);
    assert_eq!(near_enough.growth.implied_base, None);
    assert_eq!(near_enough.growth_series.len(), 1);
    let base = with("25.0").growth.implied_base.unwrap();
    assert_eq!(
        (base.period, base.published, base.implied),
        (period("2022"), dec("100"), dec("88"))
    );
    near(base.gap_points, 15.0);
}

#[test]
fn sums_of_a_plan_hold_within_rounding() {
    let part = |name: &str| Indicator {
        id: id(name),
        ..tracked(Measure::Flow)
    };
    let (whole, exports, imports) = (part("trade.total"), part("trade.exports"), part("trade.imports"));
    let kept = |imported: &str| {
        histories([
            Figure::new(&whole, "2023", "100.0"),
            Figure::new(&exports, "2023", "60.04"),
            Figure::new(&imports, "2023", imported),
            Figure::new(&whole, "2024", "90.0"),
        ])
    };
    let mut sums = plan(vec![whole.clone(), exports.clone(), imports.clone()]);
    sums.identities = vec![Identity {
        whole: whole.id.clone(),
        parts: vec![exports.id.clone(), imports.id.clone()],
    }];
    let check =
        |imported: &str| assess_plan(&sums, &kept(imported), view("2025-03-01"), &no_previous()).identities;
    let holds = check("40.02");
    assert_eq!(holds.len(), 1, "2024 lacks its parts");
    assert_eq!(
        (holds[0].sum, holds[0].difference, holds[0].allowed),
        (dec("100.06"), dec("-0.06"), dec("0.06"))
    );
    assert!(holds[0].holds);
    assert!(!check("40.03")[0].holds);
}

#[test]
fn a_plan_is_counted_and_covered() {
    let rising = rising();
    let idle = Indicator {
        id: id("idle"),
        ..flow(("2022", "1"), ("2027", "2"))
    };
    let free = Indicator {
        id: id("free"),
        ..tracked(Measure::Stock)
    };
    let mut kept = series(&rising, &[("2023", "100"), ("2024", "104")]);
    kept.extend(series(&free, &[("2024", "5")]));
    kept.extend(series(
        &Indicator {
            id: id("unknown"),
            ..tracked(Measure::Stock)
        },
        &[("2024", "5")],
    ));
    let found = assess_plan(
        &plan(vec![rising, idle, free]),
        &kept,
        view("2025-03-01"),
        &no_previous(),
    );
    assert_eq!(found.assessments.len(), 3);
    let whole = &found.aggregate;
    assert_eq!(whole.by_status.get("off_track"), Some(&1));
    assert_eq!(whole.by_status.get("not_assessable"), Some(&2));
    assert_eq!(whole.worst, Some(Status::OffTrack));
    let coverage = whole.coverage;
    assert_eq!(
        (
            coverage.indicators,
            coverage.with_target,
            coverage.with_figures,
            coverage.assessed,
            coverage.scored
        ),
        (3, 2, 2, 1, 1)
    );
    // References point into the slice as it was passed.
    let at = found.assessments[2].latest.as_ref().unwrap().at.unwrap();
    assert_eq!(kept[at.history].key.indicator, id("free"));
}

#[test]
fn a_word_in_the_figure_is_kept() {
    let indicator = rising();
    let kept = histories([
        Figure::new(&indicator, "2023", "100"),
        Figure::new(&indicator, "2024", "110").claimed(Comparison::Over),
    ]);
    let found = assess(&indicator, &kept, view("2025-03-01"), None);
    assert_eq!(found.latest.unwrap().comparison, Comparison::Over);
}

#[test]
fn a_foreign_unit_is_left_out() {
    let indicator = rising();
    let all = histories([Figure::new(&indicator, "2024", "110").unit(Unit::Usd)]);
    let found = assess(&indicator, &all, view("2025-03-01"), None);
    assert_eq!(found.status, Status::NotAssessable(Reason::UnitMismatch));
    assert!(found.series.is_empty());
}
