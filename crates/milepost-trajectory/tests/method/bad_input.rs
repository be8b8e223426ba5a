//! Bad input: an error of the plan or a reason, never a wrong number, never a panic.

use milepost_model::{
    Decimal, Direction, Identity, Indicator, Measure, Operator, PathKind, Period, Role, Target, TargetKind,
    Unit, Vintage, VintageHistory,
};
use milepost_trajectory::{PlanProblem, Reason, Severity, Status, assess, assess_plan, lint_plan};
use proptest::prelude::*;

use crate::sample::{
    Figure, baseline, day, dec, flow, histories, id, instant, judged, no_previous, period, plan, series,
    stock, target, tracked, view,
};

#[track_caller]
fn reason(indicator: &Indicator, values: &[(&str, &str)], expected: Reason) {
    let found = judged(indicator, values, "2026-06-01");
    assert_eq!(
        found.status,
        Status::NotAssessable(expected),
        "{:#?}",
        found.trace
    );
    assert_eq!(found.pace.filter(|_| expected == Reason::PathUndefined), None);
}

/// The problems of a plan of one indicator, as `key: message`.
fn problems(indicator: Indicator) -> Vec<PlanProblem> {
    lint_plan(&plan(vec![indicator]))
}

#[track_caller]
fn wrong(indicator: Indicator, key: &str, severity: Severity) {
    let found = problems(indicator);
    let problem = found
        .iter()
        .find(|problem| problem.key == key && problem.severity == severity);
    let problem = problem.unwrap_or_else(|| panic!("no {severity:?} at {key} in {found:#?}"));
    assert_eq!(problem.indicator, Some(id("it")));
    for text in [&problem.message, &problem.expected, &problem.hint] {
        assert!(!text.is_empty());
    }
}

const TWO: [(&str, &str); 2] = [("2023", "100"), ("2024", "110")];

#[test]
fn a_sound_plan_has_no_problems() {
    assert_eq!(problems(stock(("2023", "100"), ("2027", "140"))), []);
    assert_eq!(problems(flow(("2023", "100"), ("2027", "140"))), []);
    assert_eq!(problems(tracked(Measure::Share)), []);
}

#[test]
fn contradictory_targets_are_errors_and_judge_nothing() {
    let mut indicator = stock(("2023", "100"), ("2027", "140"));
    indicator.targets[0].operator = Operator::Le;
    reason(&indicator, &TWO, Reason::PathUndefined);
    wrong(indicator, "target.operator", Severity::Error);

    let mut ceiling = stock(("2023", "100"), ("2027", "140"));
    ceiling.targets[0].kind = TargetKind::Ceiling;
    reason(&ceiling, &TWO, Reason::PathUndefined);
    wrong(ceiling, "target.operator", Severity::Error);

    let past = stock(("2023", "150"), ("2027", "140"));
    wrong(past, "target.value", Severity::Warning);

    let mut range = stock(("2023", "100"), ("2027", "140"));
    range.targets[0].kind = TargetKind::Range;
    range.targets[0].upper = Some(dec("120"));
    reason(&range, &TWO, Reason::TargetIncomplete);
    wrong(range, "target.upper", Severity::Error);

    let same = stock(("2023", "100"), ("2027", "100"));
    let mut strict = same.clone();
    strict.targets[0].operator = Operator::Gt;
    let found = judged(&strict, &[("2023", "100"), ("2024", "100")], "2025-06-01");
    assert_eq!(found.status, Status::NotAssessable(Reason::NothingToCover));
    assert_eq!(judged(&same, &TWO, "2025-06-01").status, Status::Achieved);
}

#[test]
fn a_geometric_path_through_zero_is_refused() {
    for (from, to) in [("0", "140"), ("-5", "140"), ("-5", "0")] {
        let indicator = flow(("2023", from), ("2027", to));
        let found = judged(&indicator, &TWO, "2025-06-01");
        if dec(to) > dec("110") {
            assert_eq!(found.status, Status::NotAssessable(Reason::PathUndefined));
        }
        assert_eq!((found.pace, found.expected, found.deviation), (None, None, None));
        wrong(indicator, "target.path", Severity::Error);
    }
    let falls = flow(("2023", "100"), ("2027", "140"));
    let found = judged(&falls, &[("2023", "100"), ("2024", "-3")], "2025-06-01");
    assert_eq!(found.status, Status::Reversing);
    assert!(
        found.required_from_now.is_none(),
        "no rate leads from below zero to above it"
    );
    let mut logit = Indicator {
        baseline: Some(baseline("2023", "0")),
        targets: vec![target(
            TargetKind::Share,
            Operator::Ge,
            "50",
            "2027",
            PathKind::Logit,
        )],
        ..tracked(Measure::Share)
    };
    reason(&logit, &[("2023", "0"), ("2024", "10")], Reason::PathUndefined);
    wrong(logit.clone(), "target.path", Severity::Error);
    logit.targets[0].path = PathKind::Milestones;
    wrong(logit.clone(), "target.path", Severity::Error);
    logit.targets[0].path = PathKind::Geometric;
    wrong(logit, "target.path", Severity::Error);
}

#[test]
fn a_missing_baseline_leaves_what_needs_none() {
    let mut indicator = stock(("2023", "100"), ("2027", "140"));
    indicator.baseline = None;
    reason(&indicator, &TWO, Reason::NoBaseline);
    let found = judged(&indicator, &TWO, "2025-06-01");
    assert!(found.completion.is_none() && found.pace.is_none());
    assert!(found.required_from_now.is_some() && found.recent_rate.is_some());
    let met = judged(&indicator, &[("2023", "100"), ("2024", "141")], "2025-06-01");
    assert_eq!(met.status, Status::Achieved);
    wrong(indicator, "baseline", Severity::Warning);
}

#[test]
fn targets_without_what_they_need_are_incomplete() {
    let mut indicator = stock(("2023", "100"), ("2027", "140"));
    indicator.targets[0].value = None;
    reason(&indicator, &TWO, Reason::TargetIncomplete);
    wrong(indicator, "target.value", Severity::Error);
    let mut late = flow(("2023", "100"), ("2027", "140"));
    late.targets[0].kind = TargetKind::FlowMin;
    late.targets[0].from_year = Some(2030);
    reason(&late, &TWO, Reason::TargetIncomplete);
    wrong(late, "target.from", Severity::Error);
}

#[test]
fn figures_of_a_time_to_come_do_not_count() {
    let indicator = stock(("2023", "100"), ("2027", "140"));
    let kept = histories([
        Figure::new(&indicator, "2023", "100"),
        Figure::new(&indicator, "2024", "110"),
        Figure::new(&indicator, "2027", "140").published("2025-01-10"),
        Figure::new(&indicator, "2025", "120").published("2027-01-10"),
    ]);
    let found = assess(&indicator, &kept, view("2025-06-01"), None);
    assert_eq!(found.series.len(), 2);
    assert_eq!(found.latest.unwrap().period, period("2024"));
    assert!(found.trace.iter().any(|line| {
        line.step == "figures"
            && line
                .inputs
                .iter()
                .any(|(name, value)| name.contains("had not ended") && value == "1")
    }));
}

#[test]
fn units_that_do_not_fit_never_mix() {
    let indicator = stock(("2023", "100"), ("2027", "140"));
    let kept = histories([
        Figure::new(&indicator, "2023", "100"),
        Figure::new(&indicator, "2024", "110"),
        Figure::new(&indicator, "2025", "999").unit(Unit::Cny),
        Figure::new(&indicator, "2024", "999")
            .unit(Unit::Percent)
            .source("other", 1)
            .published("2025-05-01"),
    ]);
    let found = assess(&indicator, &kept, view("2026-06-01"), None);
    assert_eq!(found.latest.unwrap().value, dec("110"));
    assert!(found.conflicts.is_empty());
    let mut wrong_unit = tracked(Measure::Share);
    wrong_unit.unit = Unit::Count;
    wrong(wrong_unit, "unit", Severity::Error);
}

#[test]
fn gaps_between_years_are_no_growth_and_no_mean() {
    let mut indicator = flow(("2022", "100"), ("2027", "140"));
    indicator.targets[0].kind = TargetKind::FlowAvg;
    let found = judged(&indicator, &[("2023", "100"), ("2025", "120")], "2026-06-01");
    let years = found.years.as_ref().unwrap();
    assert_eq!(years.required_remaining, None);
    assert!(found.has(milepost_trajectory::Modifier::LowConfidence));
    assert_eq!(found.growth.computed, None);
    let over = judged(&indicator, &[("2023", "150"), ("2027", "150")], "2028-06-01");
    assert_eq!(
        over.status,
        Status::NotAssessable(Reason::NoFullYear),
        "three years are unknown"
    );
}

#[test]
fn duplicate_rows_count_once() {
    let indicator = stock(("2023", "100"), ("2027", "140"));
    let twice = || {
        TWO.iter()
            .chain(&TWO)
            .map(|(at, value)| Figure::new(&indicator, at, value))
    };
    let found = assess(&indicator, &histories(twice()), view("2025-06-01"), None);
    let once = judged(&indicator, &TWO, "2025-06-01");
    assert_eq!(
        (found.status, found.pace, found.series.len()),
        (once.status, once.pace, 2)
    );
    assert!(found.conflicts.is_empty() && found.revisions.is_empty());
    let split: Vec<VintageHistory> = twice().flat_map(|figure| histories([figure])).collect();
    assert_eq!(
        assess(&indicator, &split, view("2025-06-01"), None).series.len(),
        2
    );
}

#[test]
fn numbers_at_the_ends_of_what_decimals_hold_are_out_of_range_at_worst() {
    let most = Decimal::MAX.to_string();
    let least = Decimal::MIN.to_string();
    let tiny = "0.0000000000000000000000000001";
    for kind in TargetKind::ALL {
        for measure in Measure::ALL {
            for path in PathKind::ALL {
                let indicator = Indicator {
                    baseline: Some(baseline("2021", tiny)),
                    targets: vec![Target {
                        upper: Some(Decimal::MAX),
                        from_year: Some(2022),
                        milestones: vec![(period("2024"), Decimal::MIN)],
                        ..target(*kind, Operator::Ge, &most, "2027", *path)
                    }],
                    natural_limit: Some(Decimal::MIN),
                    ..tracked(*measure)
                };
                let values = [
                    ("2021", &*most),
                    ("2022", &*least),
                    ("2023", tiny),
                    ("2024", "0"),
                    ("2025", &*most),
                ];
                let found = judged(&indicator, &values, "2026-03-01");
                check_finite(&found);
                let _ = lint_plan(&plan(vec![indicator]));
            }
        }
    }
}

fn check_finite(found: &milepost_trajectory::Assessment) {
    let open = found.compatibility.open_sdg;
    let eustat = found.compatibility.eustat;
    let deviation = found
        .deviation
        .map(|deviation| [deviation.percent, deviation.months]);
    let all = [
        found.pace,
        found.completion,
        found.time_share,
        found.effort,
        found.recent_rate,
        found.required_from_now.as_ref().map(|required| required.rate),
        found.projection.and_then(|projection| projection.chance),
        found.growth.computed,
        found.trend.map(|trend| trend.slope_per_year),
        found.trend.and_then(|trend| trend.p_value),
        open.progress,
        open.score,
        eustat.progress,
        eustat.score,
        found.compatibility.sdsn.and_then(|sdsn| sdsn.ratio),
    ];
    for value in all.into_iter().chain(deviation.into_iter().flatten()).flatten() {
        assert!(value.is_finite(), "{found:#?}");
    }
    if let Some(projection) = found.projection {
        assert!(projection.low95 <= projection.low80 && projection.low80 <= projection.value);
        assert!(projection.value <= projection.high80 && projection.high80 <= projection.high95);
    }
}

#[test]
fn identities_that_cannot_hold_are_errors() {
    let mut sums = plan(vec![stock(("2023", "100"), ("2027", "140"))]);
    sums.identities = vec![Identity {
        whole: id("it"),
        parts: vec![id("it"), id("gone")],
    }];
    let found = lint_plan(&sums);
    assert_eq!(
        found.iter().filter(|problem| problem.key == "identities").count(),
        2
    );
    assert!(
        assess_plan(&sums, &[], view("2025-01-01"), &no_previous())
            .identities
            .is_empty()
    );
    let mut twice = plan(vec![
        stock(("2023", "100"), ("2027", "140")),
        stock(("2023", "100"), ("2027", "140")),
    ]);
    twice.horizon = day("2026-12-31");
    let found = lint_plan(&twice);
    assert!(
        found
            .iter()
            .any(|problem| problem.key == "id" && problem.severity == Severity::Error)
    );
    assert_eq!(
        found.iter().filter(|problem| problem.key == "target.by").count(),
        2
    );
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        (-1_000_000..1_000_000_i64, 0..6_u32)
            .prop_map(|(digits, scale)| Decimal::new(digits, scale).to_string()),
        Just("0".to_owned()),
        Just(Decimal::MAX.to_string()),
        Just(Decimal::MIN.to_string()),
    ]
}

fn any_period() -> impl Strategy<Value = Period> {
    (1900..=2200_i32, 1..=12_u32, 0..=11_u32, 0..3_u8).prop_filter_map(
        "a period",
        |(year, first, more, shape)| match shape {
            0 => Period::months(year, first, (first + more).min(12)),
            1 => Period::as_of_month(year, first),
            _ => Period::as_of(chrono::NaiveDate::from_ymd_opt(year, first, more + 1)?),
        },
    )
}

fn any_figure() -> impl Strategy<Value = (Period, String, bool, u8, i64)> {
    let near = prop_oneof![
        any_period(),
        (2015..=2027_i32).prop_map(|year| Period::year(year).unwrap())
    ];
    (near, any_text(), any::<bool>(), 1..=9_u8, -400..800_i64)
}

fn any_indicator() -> impl Strategy<Value = Indicator> {
    let words = (
        prop::sample::select(TargetKind::ALL),
        prop::sample::select(Measure::ALL),
        prop::sample::select(PathKind::ALL),
        prop::sample::select(Operator::ALL),
        prop::sample::select(Direction::ALL),
    );
    let values = (
        any_text(),
        any_text(),
        any_text(),
        any_period(),
        any_period(),
        2000..2040_i32,
    );
    let more = (
        any::<bool>(),
        any::<bool>(),
        prop::option::of(0..40_u32),
        prop::option::of(0..700_u32),
    );
    (words, values, more).prop_map(|(words, values, more)| {
        let (kind, measure, path, operator, direction) = words;
        let (start, level, upper, from, by, first) = values;
        let (has_baseline, has_value, every_months, lag_days) = more;
        let mut declared = target(kind, operator, &level, "2027", path);
        declared.by = by;
        declared.upper = Some(dec(&upper));
        declared.value = declared.value.filter(|_| has_value || has_baseline);
        declared.from_year = has_value.then_some(first);
        declared.milestones = vec![(from, dec(&upper)), (by, dec(&start))];
        Indicator {
            baseline: has_baseline.then(|| milepost_model::Baseline {
                period: from,
                value: dec(&start),
                source: String::new(),
            }),
            targets: vec![declared],
            direction,
            natural_limit: has_value.then(|| dec(&upper)),
            breaks: vec![milepost_model::Break {
                from: by,
                why: milepost_model::Bilingual::default(),
                splice: has_baseline.then(|| dec(&level)),
            }],
            every_months,
            lag_days,
            has_season: has_value,
            ..tracked(measure)
        }
    })
}

fn arbitrary_histories(
    indicator: &Indicator,
    figures: &[(Period, String, bool, u8, i64)],
) -> Vec<VintageHistory> {
    let figures = figures.iter().map(|(at, value, is_growth, tier, days)| {
        let mut figure = Figure::new(indicator, "2020", value);
        figure.observation.period = *at;
        let published = at.last_day() + chrono::Duration::days(*days);
        figure.observation.published = published;
        figure.observation.known_at = instant(published);
        let figure = figure.source(&format!("s{tier}"), *tier);
        if *is_growth { figure.growth() } else { figure }
    });
    histories(figures)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics_and_every_number_is_finite(
        indicator in any_indicator(),
        figures in prop::collection::vec(any_figure(), 0..14),
        as_of in 2000..2040_i32,
    ) {
        let mut kept = arbitrary_histories(&indicator, &figures);
        if let Some(first) = kept.first_mut() {
            first.vintages.push(Vintage::Retracted {
                published: day("2024-01-01"),
                known_at: instant(day("2024-01-01")),
                who: String::new(),
                why: String::new(),
            });
        }
        let at = view(&format!("{as_of}-05-01"));
        let first = assess(&indicator, &kept, at, None);
        check_finite(&first);
        let again = assess(&indicator, &kept, view(&format!("{}-05-01", as_of + 1)), Some(&first.verdict()));
        check_finite(&again);
        let _ = lint_plan(&plan(vec![indicator]));
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(
        indicator in any_indicator(),
        figures in prop::collection::vec(any_figure(), 0..14).prop_shuffle(),
        turn in 0..14_usize,
    ) {
        let mut turned = figures.clone();
        let by = turn % turned.len().max(1);
        turned.rotate_left(by);
        turned.reverse();
        let at = view("2030-05-01");
        let a = assess(&indicator, &arbitrary_histories(&indicator, &figures), at, None);
        let b = assess(&indicator, &arbitrary_histories(&indicator, &turned), at, None);
        prop_assert_eq!(a.status, b.status);
        prop_assert_eq!(a.pace, b.pace);
        prop_assert_eq!(a.modifiers, b.modifiers);
        prop_assert_eq!(a.trace, b.trace);
        prop_assert_eq!(series_of(&a.series), series_of(&b.series));
    }

    #[test]
    fn as_of_a_day_is_the_same_computed_then_or_later(
        indicator in any_indicator(),
        figures in prop::collection::vec(any_figure(), 0..14),
        as_of in 2010..2030_i32,
    ) {
        let at = view(&format!("{as_of}-05-01"));
        let all = arbitrary_histories(&indicator, &figures);
        let then: Vec<VintageHistory> = all
            .iter()
            .map(|history| VintageHistory {
                key: history.key.clone(),
                vintages: history.vintages.iter().filter(|state| at.shows(state)).cloned().collect(),
            })
            .collect();
        let a = assess(&indicator, &then, at, None);
        let b = assess(&indicator, &all, at, None);
        prop_assert_eq!(a.status, b.status);
        prop_assert_eq!(a.trace, b.trace);
    }
}

fn series_of(points: &[milepost_trajectory::SeriesPoint]) -> Vec<(Period, Decimal)> {
    points.iter().map(|point| (point.period, point.value)).collect()
}

#[test]
fn roles_that_are_no_level_are_no_figures() {
    let indicator = stock(("2023", "100"), ("2027", "140"));
    for role in [
        Role::Change,
        Role::Rank,
        Role::Target,
        Role::Contribution,
        Role::Share,
    ] {
        let mut figure = Figure::new(&indicator, "2024", "110");
        figure.observation.role = role;
        let found = assess(&indicator, &histories([figure]), view("2025-06-01"), None);
        assert!(found.series.is_empty(), "{role}");
        assert_eq!(found.status, Status::NotAssessable(Reason::NoObservation));
    }
    let part = series(&indicator, &[("2024", "110")])
        .into_iter()
        .map(|mut history| {
            history.key.dims = vec![("part".to_owned(), "north".to_owned())];
            history
        });
    let found = assess(&indicator, &part.collect::<Vec<_>>(), view("2025-06-01"), None);
    assert!(found.series.is_empty());
}
