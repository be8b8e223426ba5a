//! Release calendars: when to poll, what is expected, what is overdue.

use milepost_model::{Period, SourceId};
use milepost_schedule::{Cadence, CalendarProblem, CronSpec, ReleaseCalendar, SourceSchedule};

use crate::cron_lines::{at, zone};

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

fn quarterly() -> ReleaseCalendar {
    ReleaseCalendar::new(Cadence::Quarter, (18, 25), (9, 18)).unwrap()
}

fn schedule(calendar: ReleaseCalendar, cron: Option<&str>) -> SourceSchedule {
    SourceSchedule {
        source: SourceId::parse("cq-statistics").unwrap(),
        cron: cron.map(|line| CronSpec::parse(line).unwrap()),
        zone: zone("Asia/Shanghai"),
        calendar: Some(calendar),
    }
}

#[track_caller]
fn check(schedule: &SourceSchedule, after: &str, found: Option<&str>, expected: &[&str]) {
    let slots: Vec<String> = schedule
        .next_slots(at(after), found.map(period), expected.len())
        .into_iter()
        .map(|slot| schedule.zone.format(slot).replace(" +08:00", ""))
        .collect();
    assert_eq!(slots, expected);
}

#[test]
fn an_open_window_is_polled_every_half_hour_within_its_hours() {
    let schedule = schedule(quarterly(), None);
    check(
        &schedule,
        "2026-10-18T00:50:00Z",
        Some("2026-Q2"),
        &["2026-10-18 09:00", "2026-10-18 09:30", "2026-10-18 10:00"],
    );
    check(
        &schedule,
        "2026-10-18T09:45:00Z",
        Some("2026-Q2"),
        &["2026-10-18 18:00", "2026-10-19 09:00"],
    );
}

#[test]
fn once_the_figures_are_found_it_sleeps_until_the_window_is_over() {
    let schedule = schedule(quarterly(), None);
    check(
        &schedule,
        "2026-10-20T02:10:00Z",
        Some("2026-Q3"),
        &["2026-10-26 09:00", "2026-10-27 09:00"],
    );
    // The year to date covers the quarter.
    check(
        &schedule,
        "2026-10-20T02:10:00Z",
        Some("2026-01..2026-09"),
        &["2026-10-26 09:00"],
    );
}

#[test]
fn outside_windows_it_is_checked_once_a_day() {
    let bare = schedule(quarterly(), None);
    check(
        &bare,
        "2026-10-25T10:30:00Z",
        Some("2026-Q2"),
        &["2026-10-26 09:00", "2026-10-27 09:00"],
    );
    check(
        &bare,
        "2027-01-15T12:00:00Z",
        Some("2026-Q3"),
        &[
            "2027-01-16 09:00",
            "2027-01-17 09:00",
            "2027-01-18 09:00",
            "2027-01-18 09:30",
        ],
    );
    // With a cron line, at its first time of the day.
    let lined = schedule(quarterly(), Some("20,50 9-17 * * 1-5"));
    check(
        &lined,
        "2026-11-05T00:00:00Z",
        Some("2026-Q3"),
        &["2026-11-05 09:20", "2026-11-06 09:20", "2026-11-09 09:20"],
    );
    check(
        &lined,
        "2026-11-05T01:30:00Z",
        Some("2026-Q3"),
        &["2026-11-06 09:20"],
    );
}

#[test]
fn a_window_may_lie_months_after_the_period() {
    let yearly = ReleaseCalendar::new(Cadence::Year, (60, 100), (0, 24)).unwrap();
    let schedule = schedule(yearly, None);
    // Day 60 after 2025 is 1 March 2026.
    check(
        &schedule,
        "2026-02-28T15:00:00Z",
        Some("2024"),
        &["2026-03-01 00:00", "2026-03-01 00:30"],
    );
    check(
        &schedule,
        "2026-03-01T15:20:00Z",
        Some("2024"),
        &["2026-03-01 23:30", "2026-03-02 00:00"],
    );
    let expected = yearly.expected(at("2026-02-27T00:00:00Z"), schedule.zone);
    assert_eq!(expected, Some(period("2024")));
    assert_eq!(
        yearly.expected(at("2026-03-02T00:00:00Z"), schedule.zone),
        Some(period("2025"))
    );
}

#[test]
fn every_cadence_knows_its_last_period() {
    let expected = |cadence, day: &str| {
        let calendar = ReleaseCalendar::new(cadence, (1, 10), (9, 18)).unwrap();
        calendar
            .expected(at(&format!("{day}T04:00:00Z")), zone("Asia/Shanghai"))
            .unwrap()
            .to_string()
    };
    assert_eq!(expected(Cadence::Month, "2026-01-01"), "2025-12");
    assert_eq!(expected(Cadence::Month, "2026-12-31"), "2026-11");
    assert_eq!(expected(Cadence::Quarter, "2026-03-31"), "2025-Q4");
    assert_eq!(expected(Cadence::Quarter, "2026-04-01"), "2026-Q1");
    assert_eq!(expected(Cadence::Half, "2026-06-30"), "2025-H2");
    assert_eq!(expected(Cadence::Half, "2026-07-01"), "2026-H1");
    assert_eq!(expected(Cadence::Year, "2026-12-31"), "2025");
}

#[test]
fn figures_are_overdue_from_the_end_of_their_window() {
    let (calendar, zone) = (quarterly(), zone("Asia/Shanghai"));
    let overdue = |now: &str, found: Option<&str>| {
        let overdue = calendar.overdue(at(now), zone, found.map(period))?;
        Some((overdue.period.to_string(), zone.format(overdue.since)))
    };
    let third = Some(("2026-Q3".to_owned(), "2026-10-25 18:00 +08:00".to_owned()));
    assert_eq!(overdue("2026-10-25T09:59:00Z", Some("2026-Q2")), None);
    assert_eq!(overdue("2026-10-25T10:00:00Z", Some("2026-Q2")), third);
    assert_eq!(overdue("2026-10-25T10:00:00Z", None), third);
    assert_eq!(overdue("2026-10-26T00:00:00Z", Some("2026-Q3")), None);
    // While the next window is open, the last one is still overdue.
    assert_eq!(overdue("2027-01-20T00:00:00Z", Some("2026-Q2")), third);
    assert_eq!(overdue("2027-01-20T00:00:00Z", Some("2026-Q3")), None);
}

#[test]
fn a_calendar_that_cannot_be_is_refused() {
    assert_eq!(
        Cadence::parse("week"),
        Err(CalendarProblem::Cadence("week".into()))
    );
    assert_eq!(Cadence::parse("half"), Ok(Cadence::Half));
    for window in [(0, 5), (6, 5), (1, 400)] {
        let refused = ReleaseCalendar::new(Cadence::Month, window, (9, 18));
        assert_eq!(refused, Err(CalendarProblem::Window(window.0, window.1)));
    }
    for hours in [(9, 9), (18, 9), (9, 25)] {
        let refused = ReleaseCalendar::new(Cadence::Month, (1, 5), hours);
        assert_eq!(refused, Err(CalendarProblem::Hours(hours.0, hours.1)));
    }
}
