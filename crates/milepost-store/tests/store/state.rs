//! Runs, sources, schedules, reports, deliveries and notes come back as they were left.

use milepost_model::PlanId;
use milepost_store::{
    Delivery, DeliveryStatus, KnownArticle, NewRun, RecoveryEvent, Report, RunEnd, ScheduleRecord,
    SourceResult, SourceState, StoreError,
};

use crate::sample::{at, day, now, open, source};

fn new_run() -> NewRun {
    NewRun {
        trigger: "ingest".into(),
        started_at: now(),
        version: "0.1.0".into(),
    }
}

fn result() -> SourceResult {
    SourceResult {
        source: source(),
        class: "transient".into(),
        reason: Some("timeout after 10 s".into()),
        found: 3,
        new: 1,
        observations: 4,
        revised: 1,
        set_aside: 2,
        unreadable: 0,
    }
}

#[test]
fn runs_are_numbered_closed_once_and_marked_when_interrupted() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    assert_eq!(store.open_run(new_run()).unwrap(), 1);
    store.close_run(1, now(), vec![result()]).unwrap();
    assert!(matches!(
        store.close_run(1, now(), Vec::new()),
        Err(StoreError::RunNotOpen(1))
    ));
    assert!(matches!(
        store.close_run(9, now(), Vec::new()),
        Err(StoreError::RunNotOpen(9))
    ));
    assert_eq!(store.open_run(new_run()).unwrap(), 2);
    drop(store);
    let store = open(dir.path());
    assert_eq!(
        store.recovery().events,
        [RecoveryEvent::RunsInterrupted { runs: vec![2] }]
    );
    assert_eq!(store.open_run(new_run()).unwrap(), 3);
    let runs = store.last_runs(10).unwrap();
    let ends: Vec<_> = runs.iter().map(|run| (run.id, run.end.clone())).collect();
    assert_eq!(
        ends,
        [
            (3, RunEnd::Open),
            (2, RunEnd::Interrupted { noticed_at: now() }),
            (1, RunEnd::Closed { at: now() }),
        ]
    );
    assert_eq!(runs[2].results, [result()]);
    assert_eq!(store.last_runs(1).unwrap().len(), 1);
    assert_eq!(store.run(2).unwrap().unwrap(), runs[1]);
}

#[test]
fn the_state_of_sources_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let state = SourceState {
        last_failure: Some(now()),
        failure_reason: Some("412".into()),
        failures: 3,
        breaker: Some("{\"open_until\":1}".into()),
        ..SourceState::new(source())
    };
    let schedule = ScheduleRecord {
        source: source(),
        next_due: Some(at("2026-11-02T00:30:00Z")),
        last_started: Some(now()),
        state: Some("{}".into()),
    };
    let article = KnownArticle {
        article_id: "tjj.example.cn/1".into(),
        url: "https://tjj.example.cn/1".into(),
        title: "公报".into(),
        listed_on: Some(day("2026-03-26")),
        first_seen: now(),
        fetched_at: None,
        snapshot: None,
        text_hash: None,
        class: None,
        attachments: vec!["https://tjj.example.cn/1.xlsx".into()],
    };
    let store = open(dir.path());
    store.set_source_state(state.clone()).unwrap();
    store.set_schedules(vec![schedule.clone()]).unwrap();
    store
        .set_known_articles(&source(), vec![article.clone()])
        .unwrap();
    store
        .set_notes(
            "breaker",
            vec![("tjj.example.cn".into(), "{\"failures\":1}".into())],
        )
        .unwrap();
    assert!(matches!(
        store.set_notes("#schedule", Vec::new()),
        Err(StoreError::Refused(_))
    ));
    drop(store);
    let store = open(dir.path());
    assert_eq!(store.source_state(&source()).unwrap(), Some(state.clone()));
    assert_eq!(store.source_states().unwrap(), [state]);
    assert_eq!(store.schedule(&source()).unwrap(), Some(schedule.clone()));
    assert_eq!(store.schedules().unwrap(), [schedule]);
    assert_eq!(
        store.known_article(&source(), &article.article_id).unwrap(),
        Some(article.clone())
    );
    assert_eq!(store.known_articles(&source()).unwrap(), [article]);
    assert_eq!(
        store.note("breaker", "tjj.example.cn").unwrap().unwrap(),
        "{\"failures\":1}"
    );
    assert_eq!(store.note("breaker", "other").unwrap(), None);
    assert_eq!(store.notes("breaker").unwrap().len(), 1);
    assert!(store.notes("break").unwrap().is_empty());
}

#[test]
fn the_last_fifty_reports_of_a_plan_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let plan = PlanId::parse("chongqing-2027").unwrap();
    for minute in 0..55 {
        let made_at = now() + chrono::TimeDelta::minutes(minute);
        let json = format!("{{\"minute\":{minute},\"long\":\"{}\"}}", "x".repeat(20_000));
        let report = Report {
            plan: plan.clone(),
            as_of: day("2026-11-01"),
            known_at: made_at,
            made_at,
            json,
        };
        store.record_report(report).unwrap();
    }
    let kept = store.last_reports(&plan, usize::MAX).unwrap();
    assert_eq!(kept.len(), 50);
    assert!(
        store
            .last_report(&plan)
            .unwrap()
            .unwrap()
            .json
            .starts_with("{\"minute\":54")
    );
    assert!(kept[49].json.starts_with("{\"minute\":5,"));
    assert!(
        store
            .last_report(&PlanId::parse("chongqing").unwrap())
            .unwrap()
            .is_none()
    );
    drop(store);
    // The files of the reports that went are gone with the next opening.
    let store = open(dir.path());
    let large = walk(&dir.path().join("large"));
    assert_eq!(large, 50);
    assert!(store.check().unwrap().is_sound());
}

fn walk(dir: &std::path::Path) -> usize {
    std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { walk(&path) } else { 1 })
        .sum()
}

#[test]
fn a_delivery_is_pending_until_sent_or_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut delivery = Delivery {
        id: "report-1-mail".into(),
        kind: "report".into(),
        target: "mail".into(),
        created_at: now(),
        updated_at: now(),
        status: DeliveryStatus::Pending {
            not_before: now(),
            last_error: None,
        },
        attempts: 0,
        payload: "{}".into(),
    };
    store.set_delivery(delivery.clone()).unwrap();
    assert_eq!(store.pending_deliveries().unwrap(), [delivery.clone()]);
    delivery.status = DeliveryStatus::Sent { at: now() };
    store.set_delivery(delivery.clone()).unwrap();
    assert!(store.pending_deliveries().unwrap().is_empty());
    assert_eq!(store.delivery("report-1-mail").unwrap(), Some(delivery.clone()));
    assert_eq!(store.deliveries().unwrap(), [delivery]);
}
