//! What is started, skipped, caught up and told.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use milepost_model::{Period, SourceId, Timestamp};
use milepost_schedule::{
    Action, Cadence, CronSpec, Disabled, ReleaseCalendar, ScheduleState, Scheduler, SkipReason, SourceFacts,
    SourceSchedule, decide,
};

use crate::cron_lines::{at, zone};

fn source(name: &str) -> SourceId {
    SourceId::parse(name).unwrap()
}

fn schedule(name: &str, line: &str) -> SourceSchedule {
    SourceSchedule {
        source: source(name),
        cron: Some(CronSpec::parse(line).unwrap()),
        zone: zone("Asia/Shanghai"),
        calendar: None,
    }
}

/// Polls every minute from `from` to `to`, and returns what was done when. Passes end after `minutes`.
fn play(
    scheduler: &mut Scheduler,
    facts: &BTreeMap<SourceId, SourceFacts>,
    from: Timestamp,
    to: Timestamp,
    minutes: i64,
) -> Vec<(Timestamp, Action)> {
    let mut done = Vec::new();
    let mut running: Vec<(SourceId, Timestamp)> = Vec::new();
    let mut now = from;
    while now <= to {
        for (source, _) in running.extract_if(.., |(_, end)| *end <= now) {
            scheduler.finished(&source, now);
        }
        for action in scheduler.poll(now, facts) {
            if let Action::Start { source, .. } = &action {
                running.push((source.clone(), now + TimeDelta::minutes(minutes)));
            }
            done.push((now, action));
        }
        now += TimeDelta::minutes(1);
    }
    done
}

fn starts(done: &[(Timestamp, Action)]) -> Vec<(Timestamp, Timestamp, bool)> {
    done.iter()
        .filter_map(|(now, action)| match action {
            Action::Start {
                slot, is_catch_up, ..
            } => Some((*now, *slot, *is_catch_up)),
            Action::Skip { .. } | Action::TellOverdue { .. } | Action::TellArrived { .. } => None,
        })
        .collect()
}

#[test]
fn every_slot_starts_once_within_its_jitter() {
    let mut scheduler = Scheduler::new(vec![schedule("a", "0 */4 * * *")], Vec::new(), BTreeMap::new());
    let done = play(
        &mut scheduler,
        &BTreeMap::new(),
        at("2026-11-02T00:30:00Z"),
        at("2026-11-04T00:30:00Z"),
        5,
    );
    let starts = starts(&done);
    assert_eq!(starts.len(), 12, "{done:?}");
    for (now, slot, is_catch_up) in &starts {
        assert!(*now - *slot <= TimeDelta::minutes(16) && now >= slot && !is_catch_up);
        // The same delay each time.
        assert_eq!(*now - *slot, starts[0].0 - starts[0].1);
    }
}

#[test]
fn sources_with_the_same_line_do_not_start_together() {
    let dues: std::collections::BTreeSet<Timestamp> = (0..20)
        .map(|n| {
            let schedule = schedule(&format!("source-{n}"), "0 9 * * *");
            let slot = schedule.next_slot(at("2026-11-02T02:00:00Z"), None).unwrap();
            let due = schedule.due(slot, None);
            assert!(due >= slot && due - slot <= TimeDelta::minutes(15));
            due
        })
        .collect();
    assert!(dues.len() >= 18, "{dues:?}");
    // A tenth of a ten minute gap is a minute.
    let short = schedule("source-1", "*/10 * * * *");
    let slot = short.next_slot(at("2026-11-02T02:00:00Z"), None).unwrap();
    assert!(short.due(slot, None) - slot <= TimeDelta::minutes(1));
}

#[test]
fn a_slot_during_a_pass_is_skipped_and_said() {
    let mut scheduler = Scheduler::new(vec![schedule("a", "0 * * * *")], Vec::new(), BTreeMap::new());
    let done = play(
        &mut scheduler,
        &BTreeMap::new(),
        at("2026-11-02T00:30:00Z"),
        at("2026-11-02T06:50:00Z"),
        90,
    );
    assert_eq!(starts(&done).len(), 3, "{done:?}");
    let skipped = done.iter().filter(|(_, action)| {
        matches!(
            action,
            Action::Skip {
                reason: SkipReason::StillRunning,
                ..
            }
        )
    });
    assert_eq!(skipped.count(), 3);
}

/// The state of a source that was polled at `stopped`, and then not until `now`.
fn after_downtime(line: &str, stopped: &str, now: &str) -> (SourceSchedule, ScheduleState, Timestamp) {
    let schedule = schedule("a", line);
    let state = decide(
        &schedule,
        &ScheduleState::default(),
        SourceFacts::default(),
        at(stopped),
    )
    .state;
    (schedule, state.after_restart(), at(now))
}

#[test]
fn one_slot_is_caught_up_after_downtime_spread_over_ten_minutes() {
    for (stopped, now) in [
        ("2026-11-02T00:00:00Z", "2026-11-05T12:00:00Z"),
        // After longer than a week, too, the slots of the last week were missed.
        ("2026-10-02T00:00:00Z", "2026-11-05T12:00:00Z"),
    ] {
        let (schedule, state, now) = after_downtime("0 9 * * *", stopped, now);
        let states = BTreeMap::from([(schedule.source.clone(), state)]);
        let mut scheduler = Scheduler::new(vec![schedule], Vec::new(), states);
        let done = play(
            &mut scheduler,
            &BTreeMap::new(),
            now,
            now + TimeDelta::hours(12),
            2,
        );
        let starts = starts(&done);
        assert_eq!(starts.len(), 1, "{done:?}");
        let (started, slot, is_catch_up) = starts[0];
        assert!(is_catch_up && started - now <= TimeDelta::minutes(11));
        assert!(now - slot <= TimeDelta::days(7));
    }
}

#[test]
fn a_slot_missed_more_than_a_week_ago_is_not_caught_up() {
    let (schedule, state, now) = after_downtime("0 9 1 * *", "2026-10-15T00:00:00Z", "2026-11-20T00:00:00Z");
    let decision = decide(&schedule, &state, SourceFacts::default(), now);
    assert!(matches!(
        decision.actions[..],
        [Action::Skip {
            reason: SkipReason::TooLongAgo,
            ..
        }]
    ));
    let planned = decision.state.planned.unwrap();
    assert_eq!(schedule.zone.format(planned.slot), "2026-12-01 09:00 +08:00");
}

#[test]
fn a_changed_line_and_a_clock_set_back_are_followed() {
    let daily = schedule("a", "0 9 * * *");
    let now = at("2026-11-02T02:00:00Z");
    let state = decide(&daily, &ScheduleState::default(), SourceFacts::default(), now).state;
    let hourly = decide(&schedule("a", "0 * * * *"), &state, SourceFacts::default(), now).state;
    assert_eq!(hourly.planned.unwrap().slot, at("2026-11-02T03:00:00Z"));
    let back = decide(&daily, &state, SourceFacts::default(), at("2026-06-01T02:00:00Z")).state;
    assert_eq!(back.planned.unwrap().slot, at("2026-06-02T01:00:00Z"));
}

#[test]
fn a_broken_schedule_disables_its_source_only() {
    let broken = Disabled {
        source: source("b"),
        reason: "`61` is no minute".into(),
    };
    let mut scheduler = Scheduler::new(
        vec![schedule("a", "0 * * * *")],
        vec![broken.clone()],
        BTreeMap::new(),
    );
    assert_eq!(scheduler.disabled(), [broken]);
    let done = play(
        &mut scheduler,
        &BTreeMap::new(),
        at("2026-11-02T00:30:00Z"),
        at("2026-11-02T02:30:00Z"),
        1,
    );
    assert_eq!(starts(&done).len(), 2);
}

#[test]
fn a_source_started_by_hand_is_not_started_again_meanwhile() {
    let mut scheduler = Scheduler::new(vec![schedule("a", "0 * * * *")], Vec::new(), BTreeMap::new());
    let now = at("2026-11-02T00:30:00Z");
    scheduler.poll(now, &BTreeMap::new());
    let wake = scheduler.next_wake().unwrap();
    assert!(scheduler.try_start(&source("a"), now));
    assert!(!scheduler.try_start(&source("a"), now));
    let actions = scheduler.poll(wake, &BTreeMap::new());
    assert!(
        matches!(
            actions[..],
            [Action::Skip {
                reason: SkipReason::StillRunning,
                ..
            }]
        ),
        "{actions:?}"
    );
    scheduler.finished(&source("a"), wake);
    assert!(scheduler.try_start(&source("a"), wake));
}

#[test]
fn overdue_figures_are_told_once_and_so_is_their_arrival() {
    let calendar = ReleaseCalendar::new(Cadence::Quarter, (18, 25), (9, 18)).unwrap();
    let mut calendar_only = schedule("a", "0 9 * * *");
    calendar_only.cron = None;
    calendar_only.calendar = Some(calendar);
    let mut scheduler = Scheduler::new(vec![calendar_only], Vec::new(), BTreeMap::new());
    let facts = |found: &str| {
        BTreeMap::from([(
            source("a"),
            SourceFacts {
                found: Some(Period::parse(found).unwrap()),
            },
        )])
    };
    let (from, to) = (at("2026-10-24T00:00:00Z"), at("2026-10-28T00:00:00Z"));
    let done = play(&mut scheduler, &facts("2026-Q2"), from, to, 1);
    let told: Vec<_> = done
        .iter()
        .filter(|(_, action)| matches!(action, Action::TellOverdue { .. }))
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, at("2026-10-25T10:00:00Z"));
    // 19 half hours on each of the last two days of the window, then once a day.
    assert_eq!(starts(&done).len(), 2 * 19 + 2);
    let arrived = play(&mut scheduler, &facts("2026-Q3"), to, to + TimeDelta::hours(1), 1);
    assert!(
        matches!(&arrived[0].1, Action::TellArrived { period, .. } if period == "2026-Q3"),
        "{arrived:?}"
    );
    assert_eq!(
        arrived
            .iter()
            .filter(|(_, action)| !matches!(action, Action::Start { .. }))
            .count(),
        1
    );
}

#[test]
fn the_state_survives_being_stored() {
    let schedule = schedule("a", "0 9 * * *");
    let state = decide(
        &schedule,
        &ScheduleState::default(),
        SourceFacts::default(),
        at("2026-11-02T00:00:00Z"),
    )
    .state;
    let json = serde_json::to_string(&state).unwrap();
    assert_eq!(serde_json::from_str::<ScheduleState>(&json).unwrap(), state);
    assert_eq!(
        serde_json::from_str::<ScheduleState>("{}").unwrap(),
        ScheduleState::default()
    );
}
