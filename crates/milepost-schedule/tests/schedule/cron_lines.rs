//! Five fields, POSIX weekdays, and errors that say where.

use milepost_model::Timestamp;
use milepost_schedule::{CronProblem, CronSpec, Zone};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

/// The next runs of a line after an instant, as read in the zone.
#[track_caller]
fn check(line: &str, zone_name: &str, after: &str, expected: &[&str]) {
    let spec = CronSpec::parse(line).unwrap();
    let zone = zone(zone_name);
    let runs: Vec<String> = spec
        .next_runs(at(after), zone, expected.len())
        .into_iter()
        .map(|run| zone.format(run))
        .collect();
    assert_eq!(runs, expected, "{line}");
}

#[test]
fn one_to_five_is_monday_to_friday() {
    // 2026-11-06 is a Friday.
    check(
        "30 9 * * 1-5",
        "Asia/Shanghai",
        "2026-11-05T00:00:00Z",
        &[
            "2026-11-05 09:30 +08:00",
            "2026-11-06 09:30 +08:00",
            "2026-11-09 09:30 +08:00",
        ],
    );
}

#[test]
fn zero_seven_and_sun_are_sunday() {
    for line in [
        "0 8 * * 0",
        "0 8 * * 7",
        "0 8 * * sun",
        "0 8 * * SUN",
        "0 8 * * 0,7",
    ] {
        check(
            line,
            "UTC",
            "2026-11-02T00:00:00Z",
            &["2026-11-08 08:00 +00:00", "2026-11-15 08:00 +00:00"],
        );
    }
    check(
        "0 8 * * fri-sun",
        "UTC",
        "2026-11-02T00:00:00Z",
        &[
            "2026-11-06 08:00 +00:00",
            "2026-11-07 08:00 +00:00",
            "2026-11-08 08:00 +00:00",
            "2026-11-13 08:00 +00:00",
        ],
    );
    check(
        "0 8 * * 5-7",
        "UTC",
        "2026-11-08T09:00:00Z",
        &["2026-11-13 08:00 +00:00"],
    );
}

#[test]
fn steps_ranges_lists_and_names_are_read() {
    check(
        "*/20 9-10 * * *",
        "UTC",
        "2026-11-02T09:20:00Z",
        &[
            "2026-11-02 09:40 +00:00",
            "2026-11-02 10:00 +00:00",
            "2026-11-02 10:20 +00:00",
            "2026-11-02 10:40 +00:00",
            "2026-11-03 09:00 +00:00",
        ],
    );
    check(
        "5,10-30/10 0 1 jan,JUL *",
        "UTC",
        "2026-01-01T00:10:00Z",
        &[
            "2026-01-01 00:20 +00:00",
            "2026-01-01 00:30 +00:00",
            "2026-07-01 00:05 +00:00",
        ],
    );
    check(
        "@monthly",
        "UTC",
        "2026-11-02T00:00:00Z",
        &["2026-12-01 00:00 +00:00"],
    );
    check(
        "@Daily",
        "UTC",
        "2026-11-02T00:00:00Z",
        &["2026-11-03 00:00 +00:00"],
    );
    check(
        "0 0 29 2 *",
        "UTC",
        "2026-11-02T00:00:00Z",
        &["2028-02-29 00:00 +00:00"],
    );
}

#[test]
fn either_of_day_of_month_and_weekday_suffices() {
    check(
        "0 0 13 * 5",
        "UTC",
        "2026-11-02T00:00:00Z",
        &[
            "2026-11-06 00:00 +00:00",
            "2026-11-13 00:00 +00:00",
            "2026-11-20 00:00 +00:00",
            "2026-11-27 00:00 +00:00",
            "2026-12-04 00:00 +00:00",
            "2026-12-11 00:00 +00:00",
            "2026-12-13 00:00 +00:00",
        ],
    );
}

#[test]
fn a_time_that_a_clock_set_forward_leaves_out_runs_at_the_next_minute_once() {
    check(
        "30 2 * * *",
        "Europe/Berlin",
        "2026-03-28T12:00:00Z",
        &["2026-03-29 03:00 +02:00", "2026-03-30 02:30 +02:00"],
    );
    check(
        "*/15 2 * * *",
        "Europe/Berlin",
        "2026-03-28T12:00:00Z",
        &["2026-03-29 03:00 +02:00", "2026-03-30 02:00 +02:00"],
    );
}

#[test]
fn a_time_that_comes_twice_runs_once() {
    check(
        "30 2 * * *",
        "Europe/Berlin",
        "2026-10-24T12:00:00Z",
        &["2026-10-25 02:30 +02:00", "2026-10-26 02:30 +01:00"],
    );
    // Asked in the second 02:10, the 02:30 that was taken the first time does not come again.
    check(
        "30 2 * * *",
        "Europe/Berlin",
        "2026-10-25T01:10:00Z",
        &["2026-10-26 02:30 +01:00"],
    );
    check(
        "0 * * * *",
        "America/New_York",
        "2026-11-01T04:30:00Z",
        &["2026-11-01 01:00 -04:00", "2026-11-01 02:00 -05:00"],
    );
}

#[track_caller]
fn check_problem(line: &str, position: usize, message: &str, hint: Option<&str>) {
    let CronProblem {
        message: found,
        position: at,
        hint: mend,
    } = CronSpec::parse(line).unwrap_err();
    assert!(found.contains(message), "{line}: {found}");
    assert_eq!(at, position, "{line}: {found}");
    match hint {
        Some(hint) => assert!(
            mend.as_ref().is_some_and(|mend| mend.contains(hint)),
            "{line}: {mend:?}"
        ),
        None => assert_eq!(mend, None, "{line}"),
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_the_mend() {
    check_problem("61 9 * * *", 0, "`61` is no minute; 0 to 59", None);
    check_problem("0 24 * * *", 2, "`24` is no hour", None);
    check_problem(
        "0  9 * *  mo",
        10,
        "`mo` is no day of the week; 0 to 7 or sun to sat",
        None,
    );
    check_problem("0 9 0 * *", 4, "`0` is no day of the month; 1 to 31", None);
    check_problem("0 9 * 1,13 *", 8, "`13` is no month", None);
    check_problem("0 9 L * *", 4, "`L` is no day of the month", Some("not POSIX"));
    check_problem("0 9 * * 5#2", 8, "`5#2`", Some("not POSIX"));
    check_problem(
        "0 22-2 * * *",
        2,
        "hour: `22-2` runs backwards",
        Some("22-23,0-2"),
    );
    check_problem("0/15 9 * * *", 0, "a step needs a range", Some("`0-59/15`"));
    check_problem("*/0 9 * * *", 2, "`0` is no step; 1 to 59", None);
    check_problem("*/x 9 * * *", 2, "`x` is no step", None);
    check_problem(
        "0 0 9 * * 1",
        11,
        "6 fields where 5 were expected",
        Some("leave the seconds"),
    );
    check_problem("", 0, "0 fields", Some("30 9 * * 1-5"));
    check_problem("@often", 0, "`@often` is no shorthand", Some("@hourly"));
    check_problem("0 0 30 2 *", 0, "names no date that exists", None);
    check_problem("0 9 * * ", 8, "4 fields", Some("minute, hour"));
    check_problem(", 9 * * *", 0, "`` is no minute", None);
    check_problem(&"*".repeat(600), 500, "longer than", None);
    let text = CronSpec::parse("61 9 * * *").unwrap_err().to_string();
    assert_eq!(text, "`61` is no minute; 0 to 59 was expected (character 1)");
}

#[test]
fn a_line_reads_back_as_written() {
    let spec = CronSpec::parse(" 30 9 * * mon-fri ").unwrap();
    assert_eq!(spec.to_string(), "30 9 * * mon-fri");
    assert_eq!(spec, CronSpec::parse(spec.as_str()).unwrap());
    assert_ne!(spec, CronSpec::parse("31 9 * * 1-5").unwrap());
}
