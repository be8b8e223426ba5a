//! Notices what is to be told, and records it before anything is sent. Doing it again adds nothing.

use std::collections::BTreeMap;

use milepost_deliver::{
    Event, FORMAT, Letter, LetterKind, ReportRef, SourceStanding, letter_of, source_events, transitions,
};
use milepost_model::{Plan, PlanId, Timestamp};
use milepost_report::{HealthClass, Report, SourceHealth};
use milepost_store::DeliveryStatus;
use serde::{Deserialize, Serialize};

use super::Delivery;
use super::payload::Payload;
use crate::service::{Service, store_refusal};
use crate::{Refusal, health};

/// Where the store keeps what each delivery was told.
pub(super) const TOLD: &str = "deliveries";

/// A site that does not answer once or twice is no news; the third time in a row is.
const TRANSIENT_FAILURES: u32 = 3;

/// Notices what the newest kept report of a plan has that each delivery was not told, and records it.
pub(crate) fn notice(service: &Service, plan: &Plan) -> Result<(), Refusal> {
    let deliveries = &service.inner.deliveries.all;
    if deliveries.is_empty() {
        return Ok(());
    }
    let newest = service
        .store()
        .last_report(&plan.id)
        .map_err(|error| store_refusal(&error))?;
    let Some(newest) = newest else {
        return Ok(());
    };
    let told = told(service)?;
    // Read only where somebody is to be told something, and once.
    let mut read: Option<Report> = None;
    for delivery in deliveries.iter().filter(|delivery| delivery.is_about(&plan.id)) {
        for matter in [Matter::Changes, Matter::Report] {
            let key = matter.key(delivery, &plan.id);
            let before = told.get(&key).and_then(|text| text.parse::<Timestamp>().ok());
            if !matter.is_for(delivery) || before == Some(newest.made_at) {
                continue;
            }
            let report = match read.take() {
                Some(report) => report,
                None => readable(&newest)?,
            };
            match matter {
                Matter::Changes => changes(service, delivery, plan, &report, (before, newest.made_at))?,
                Matter::Report => whole(service, delivery, plan, &report, newest.made_at)?,
            }
            read = Some(report);
            remember(service, key, newest.made_at.to_rfc3339())?;
        }
    }
    Ok(())
}

/// What a delivery may be told of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    Changes,
    Report,
}

impl Matter {
    fn is_for(self, delivery: &Delivery) -> bool {
        match self {
            Self::Changes => delivery.config.alerts,
            Self::Report => matches!(delivery.config.reports, milepost_config::ReportTimes::Each),
        }
    }

    fn key(self, delivery: &Delivery, plan: &PlanId) -> String {
        let what = match self {
            Self::Changes => "told",
            Self::Report => "report",
        };
        format!("{what}/{}/{plan}", delivery.config.id)
    }
}

/// Marks the newest report as sent to a delivery that gets each one: it was sent by hand.
pub(super) fn mark_sent(
    service: &Service,
    delivery: &Delivery,
    plan: &PlanId,
    made_at: Timestamp,
) -> Result<(), Refusal> {
    if Matter::Report.is_for(delivery) {
        let key = Matter::Report.key(delivery, plan);
        remember(service, key, made_at.to_rfc3339())?;
    }
    Ok(())
}

fn changes(
    service: &Service,
    delivery: &Delivery,
    plan: &Plan,
    report: &Report,
    (before, made_at): (Option<Timestamp>, Timestamp),
) -> Result<(), Refusal> {
    let language = delivery.config.language;
    let now = service.now();
    let Some(before) = before else {
        let id = id_of(delivery, plan.id.as_str(), "first", made_at);
        let letter = letter_of(report, LetterKind::First, id, language, now);
        return add(
            service,
            delivery,
            letter,
            None,
            delivery.timing.after_quiet_hours(now),
        );
    };
    let earlier = earlier_report(service, &plan.id, before)?;
    let mut events = transitions(&earlier, report, language);
    events.retain(|event| delivery.wanted.contains(&event.kind));
    if events.is_empty() {
        return Ok(());
    }
    let id = id_of(delivery, plan.id.as_str(), "alert", made_at);
    let letter = letter_of(report, alert_kind(delivery), id, language, now);
    tell(service, delivery, letter, events)
}

/// The report that a delivery was last told of; the oldest that is kept, where it is no longer.
fn earlier_report(service: &Service, plan: &PlanId, made_at: Timestamp) -> Result<Report, Refusal> {
    /// As many as the store keeps of a plan.
    const KEPT: usize = 50;
    let store = service.store();
    let failed = |error: milepost_store::StoreError| store_refusal(&error);
    let record = match store.report_made_at(plan, made_at).map_err(failed)? {
        Some(record) => Some(record),
        None => store.last_reports(plan, KEPT).map_err(failed)?.pop(),
    };
    match record {
        Some(record) => readable(&record),
        None => Err(Refusal::failed("no report is kept to tell changes against")),
    }
}

fn readable(record: &milepost_store::Report) -> Result<Report, Refusal> {
    Report::from_json(&record.json)
        .map_err(|error| Refusal::failed(format!("a kept report cannot be read: {error}")))
}

const fn alert_kind(delivery: &Delivery) -> LetterKind {
    if delivery.config.digest.is_some() {
        LetterKind::Digest
    } else {
        LetterKind::Alert
    }
}

/// Records events: in a message that still waits for its hour, else in a new one.
fn tell(
    service: &Service,
    delivery: &Delivery,
    mut letter: Letter,
    events: Vec<Event>,
) -> Result<(), Refusal> {
    let now = service.now();
    let plan = letter.plan.as_ref().map(|plan| plan.id.clone());
    for mut record in pending(service, delivery)? {
        let DeliveryStatus::Pending { not_before, .. } = record.status else {
            continue;
        };
        let is_untried = record.attempts == 0 && not_before > now;
        let Some(mut waiting) = Payload::of(&record).filter(|_| is_untried) else {
            continue;
        };
        if waiting.takes_more(plan.as_deref()) {
            // The numbers are those of the newest report, the events all since the oldest.
            letter.id = waiting.letter.id;
            letter.written_at = waiting.letter.written_at;
            letter.events = waiting.letter.events;
            letter.events_left_out = waiting.letter.events_left_out;
            letter.add(events);
            waiting.letter = letter;
            record.payload = serde_json::to_string(&waiting)
                .map_err(|error| Refusal::failed(format!("internal error: {error}")))?;
            record.updated_at = now;
            return put(service, record);
        }
    }
    letter.add(events);
    add(service, delivery, letter, None, delivery.timing.of_alert(now))
}

fn pending(service: &Service, delivery: &Delivery) -> Result<Vec<milepost_store::Delivery>, Refusal> {
    let mut pending = service
        .store()
        .pending_deliveries()
        .map_err(|error| store_refusal(&error))?;
    pending.retain(|record| record.target == delivery.config.id);
    Ok(pending)
}

fn whole(
    service: &Service,
    delivery: &Delivery,
    plan: &Plan,
    report: &Report,
    made_at: Timestamp,
) -> Result<(), Refusal> {
    let id = id_of(delivery, plan.id.as_str(), "report", made_at);
    let at = delivery.timing.after_quiet_hours(service.now());
    add_report(service, delivery, report, id, Some(made_at), at)
}

/// Records a whole report to be sent.
pub(super) fn add_report(
    service: &Service,
    delivery: &Delivery,
    report: &Report,
    id: String,
    made_at: Option<Timestamp>,
    at: Timestamp,
) -> Result<(), Refusal> {
    let letter = letter_of(
        report,
        LetterKind::Report,
        id,
        delivery.config.language,
        service.now(),
    );
    add(service, delivery, letter, Some(reference(report, made_at)), at)
}

/// Returns what is enough to make a report again.
pub(super) fn reference(report: &Report, made_at: Option<Timestamp>) -> ReportRef {
    ReportRef {
        plan: report.plan.id.clone(),
        as_of: *report.as_of,
        known_at: *report.known_at,
        made_at,
    }
}

/// Records a message, unless it is recorded already.
fn add(
    service: &Service,
    delivery: &Delivery,
    letter: Letter,
    report: Option<ReportRef>,
    at: Timestamp,
) -> Result<(), Refusal> {
    let known = service
        .store()
        .delivery(&letter.id)
        .map_err(|error| store_refusal(&error))?;
    if known.is_some() {
        return Ok(());
    }
    let payload = Payload {
        letter,
        report,
        first_due: at,
    };
    put(service, payload.record(&delivery.config.id, service.now())?)
}

pub(super) fn put(service: &Service, record: milepost_store::Delivery) -> Result<(), Refusal> {
    service
        .store()
        .set_delivery(record)
        .map_err(|error| store_refusal(&error))
}

/// Names a message: the same happening for the same delivery has the same name.
pub(super) fn id_of(delivery: &Delivery, about: &str, what: &str, at: Timestamp) -> String {
    format!(
        "{}.{about}.{what}.{}",
        delivery.config.id,
        at.format("%Y%m%dT%H%M%S%.6fZ")
    )
}

pub(super) fn told(service: &Service) -> Result<BTreeMap<String, String>, Refusal> {
    let notes = service
        .store()
        .notes(TOLD)
        .map_err(|error| store_refusal(&error))?;
    Ok(notes.into_iter().collect())
}

pub(super) fn remember(service: &Service, key: String, value: String) -> Result<(), Refusal> {
    service
        .store()
        .set_notes(TOLD, vec![(key, value)])
        .map_err(|error| store_refusal(&error))
}

/// What a delivery was told of the sources.
#[derive(Debug, Default, Serialize, Deserialize)]
struct SourcesTold {
    /// How many messages about sources there were: numbers them.
    count: u64,
    /// The sources that are not well.
    standings: BTreeMap<String, String>,
}

/// Notices what has happened to the sources since each delivery was told, and records it.
pub(crate) fn notice_sources(service: &Service) -> Result<(), Refusal> {
    let listening = |delivery: &&Delivery| delivery.config.alerts;
    if !service
        .inner
        .deliveries
        .all
        .iter()
        .any(|delivery| listening(&delivery))
    {
        return Ok(());
    }
    let told = told(service)?;
    let sources = newsworthy(service)?;
    for delivery in service.inner.deliveries.all.iter().filter(listening) {
        let key = format!("sources/{}", delivery.config.id);
        let mut before: SourcesTold = told
            .get(&key)
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let standings = before
            .standings
            .iter()
            .map(|(id, text)| (id.clone(), SourceStanding::parse(text)))
            .collect();
        let (mut events, changed) = source_events(&standings, &sources, delivery.config.language);
        if changed.is_empty() {
            continue;
        }
        events.retain(|event| delivery.wanted.contains(&event.kind));
        if !events.is_empty() {
            before.count = before.count.saturating_add(1);
            let id = format!("{}.sources.alert.{}", delivery.config.id, before.count);
            tell(
                service,
                delivery,
                letter_about_sources(service, delivery, id),
                events,
            )?;
        }
        for (id, standing) in changed {
            match standing {
                SourceStanding::Well => before.standings.remove(&id),
                SourceStanding::Failing | SourceStanding::Silent => {
                    before.standings.insert(id, standing.as_str().to_owned())
                }
            };
        }
        let text = serde_json::to_string(&before)
            .map_err(|error| Refusal::failed(format!("internal error: {error}")))?;
        remember(service, key, text)?;
    }
    Ok(())
}

fn letter_about_sources(service: &Service, delivery: &Delivery, id: String) -> Letter {
    Letter {
        format: FORMAT.to_owned(),
        id,
        kind: alert_kind(delivery),
        language: delivery.config.language.to_string(),
        written_at: service.now(),
        plan: None,
        as_of: None,
        headline: String::new(),
        counts: None,
        events: Vec::new(),
        events_left_out: 0,
        attention: Vec::new(),
    }
}

/// The sources, without those whose failure may have passed by the next visit.
fn newsworthy(service: &Service) -> Result<Vec<SourceHealth>, Refusal> {
    let states = health::states(service)?;
    let mut sources = health::sources(service)?;
    sources.retain(|source| {
        let failures = states.get(&source.id).map_or(0, |state| state.failures);
        let may_pass = source.class == HealthClass::Failing
            && source.message.starts_with("transient")
            && failures < TRANSIENT_FAILURES;
        !may_pass
    });
    Ok(sources)
}
