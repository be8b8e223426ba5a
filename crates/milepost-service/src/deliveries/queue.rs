//! Sends what is due. Each try is recorded before it is made and its outcome after: a process that is killed in between
//! loses nothing, and sends at most that one message again.

use std::collections::BTreeMap;
use std::time::Duration;

use milepost_deliver::{Attachment, Letter, Outcome, Parcel, compose, retry, send};
use milepost_model::{PlanId, Timestamp};
use milepost_report::Report;
use milepost_store::{Delivery as Record, DeliveryStatus};
use tokio::task::JoinSet;

use super::channels::{self, Secrets};
use super::payload::Payload;
use super::{Delivery, notice};
use crate::judged::{self, Moment};
use crate::service::{Service, store_refusal};
use crate::{Refusal, forms};

/// How one try of one message went.
#[derive(Debug, Clone)]
pub(crate) struct Tried {
    pub(crate) id: String,
    pub(crate) target: String,
    pub(crate) outcome: Outcome,
    /// When it is tried again, where it is.
    pub(crate) again_at: Option<Timestamp>,
}

/// Sends every message that is due, each target on its own: a channel that fails or hangs stops no other.
pub(crate) async fn send_due(service: &Service) -> Result<Vec<Tried>, Refusal> {
    if service.inner.deliveries.all.is_empty() {
        return Ok(Vec::new());
    }
    let _one_round = service.inner.deliveries.sending.lock().await;
    let due = service.block(due).await?;
    let mut rounds = JoinSet::new();
    for (_target, records) in due {
        let service = service.clone();
        rounds.spawn(async move { send_to_one(&service, records).await });
    }
    let (mut all, mut failed) = (Vec::new(), None);
    while let Some(ended) = rounds.join_next().await {
        match ended {
            Ok(Ok(tried)) => all.extend(tried),
            Ok(Err(refusal)) => failed = Some(refusal),
            Err(error) => failed = Some(Refusal::failed(format!("internal error: {error}"))),
        }
    }
    failed.map_or(Ok(all), Err)
}

/// The records that are due, oldest first, by target.
fn due(service: &Service) -> Result<BTreeMap<String, Vec<Record>>, Refusal> {
    let now = service.now();
    let pending = service
        .store()
        .pending_deliveries()
        .map_err(|error| store_refusal(&error))?;
    let mut due: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for record in pending {
        let is_due = matches!(record.status, DeliveryStatus::Pending { not_before, .. } if not_before <= now);
        if is_due {
            due.entry(record.target.clone()).or_default().push(record);
        }
    }
    for records in due.values_mut() {
        records.sort_by_key(|record| record.created_at);
    }
    Ok(due)
}

/// Sends one target's messages in their order; after one that did not go the others wait for the next round.
async fn send_to_one(service: &Service, records: Vec<Record>) -> Result<Vec<Tried>, Refusal> {
    let mut all = Vec::new();
    for record in records {
        let tried = try_one(service, record).await?;
        let is_down = matches!(tried.outcome, Outcome::Retry { .. });
        all.push(tried);
        if is_down {
            break;
        }
    }
    Ok(all)
}

/// Makes one try of one message, recorded before and after.
pub(super) async fn try_one(service: &Service, record: Record) -> Result<Tried, Refusal> {
    let (record, prepared) = service.block(move |service| prepare(service, record)).await?;
    let outcome = match prepared {
        Err(outcome) => outcome,
        Ok(prepared) => {
            let Prepared {
                channel,
                letter,
                message,
            } = *prepared;
            send(&channel, &letter, message, service.now()).await
        }
    };
    service
        .block(move |service| settle(service, record, outcome))
        .await
}

/// A message that can be sent.
struct Prepared {
    channel: milepost_deliver::Channel,
    letter: Letter,
    message: milepost_deliver::Message,
}

/// Records that a try begins, and composes the message.
fn prepare(
    service: &Service,
    mut record: Record,
) -> Result<(Record, Result<Box<Prepared>, Outcome>), Refusal> {
    let now = service.now();
    record.attempts = record.attempts.saturating_add(1);
    record.updated_at = now;
    let again = next_try(service, &record, now, None);
    record.status = DeliveryStatus::Pending {
        // Where the process ends during the last try, one more is made.
        not_before: again.unwrap_or(now),
        last_error: Some(format!(
            "try {} was interrupted; whether it arrived is not known",
            record.attempts
        )),
    };
    notice::put(service, record.clone())?;
    let prepared = compose_record(service, &record).map(Box::new);
    Ok((record, prepared))
}

fn compose_record(service: &Service, record: &Record) -> Result<Prepared, Outcome> {
    let give_up = |reason: &str| Outcome::GiveUp {
        reason: reason.to_owned(),
    };
    let retry = |reason: String| Outcome::Retry { reason, after: None };
    // A process that ends in the middle of every try must not try for ever.
    if record.attempts > retry::MOST_ATTEMPTS {
        return Err(give_up("interrupted at every try"));
    }
    let delivery = service
        .inner
        .deliveries
        .named(&record.target)
        .ok_or_else(|| give_up("the delivery is no longer configured"))?;
    let payload = Payload::of(record)
        .ok_or_else(|| give_up("the record is of a version that this build does not know"))?;
    // A secret that is missing now may be there in an hour.
    let channel = channels::channel(&delivery.config, Secrets::Read).map_err(retry)?;
    let report = match &payload.report {
        None => None,
        Some(reference) => {
            Some(report_again(service, reference).map_err(|refusal| give_up(&refusal.message))?)
        }
    };
    let composed = composed(service, delivery, &channel, &payload.letter, report.as_ref())
        .map_err(|reason| give_up(&reason))?;
    if let Some(problem) = &composed.template_problem {
        tracing::warn!(delivery = record.target, file = problem.file, line = problem.line, error = %problem, "template failed; the standard one was used");
    }
    Ok(Prepared {
        channel,
        letter: payload.letter,
        message: composed.message,
    })
}

/// Composes a letter for a delivery, with the report's forms where its channel takes files.
pub(super) fn composed(
    service: &Service,
    delivery: &Delivery,
    channel: &milepost_deliver::Channel,
    letter: &Letter,
    report: Option<&Report>,
) -> Result<milepost_deliver::Composed, String> {
    use milepost_deliver::Channel;
    let (takes_files, is_feed) = match channel {
        Channel::Folder(_) | Channel::Mail(_) => (true, false),
        Channel::Atom(_) => (false, true),
        Channel::Webhook(_) | Channel::Chat(_) => (false, false),
    };
    let attachments = match report.filter(|_| takes_files) {
        Some(report) => attachments(delivery, report, matches!(channel, Channel::Mail(_)))?,
        None => Vec::new(),
    };
    let parcel = Parcel {
        letter,
        report,
        attachments,
        earlier: if is_feed {
            earlier(service, letter, &delivery.config.id)
        } else {
            Vec::new()
        },
    };
    compose(channel, &delivery.templates, &parcel)
}

fn attachments(delivery: &Delivery, report: &Report, is_mail: bool) -> Result<Vec<Attachment>, String> {
    let language = delivery.config.language;
    let mut all = Vec::new();
    for form in &delivery.config.attach {
        let format = forms::Format::parse(form).map_err(|refusal| refusal.message)?;
        let ending = format.ending();
        let stem = if is_mail {
            format!("{}-{}", report.plan.id, report.as_of)
        } else {
            "report".to_owned()
        };
        let name = if format.is_for_people() {
            format!("{stem}.{language}.{ending}")
        } else {
            format!("{stem}.{ending}")
        };
        all.push(Attachment {
            name,
            media: format.media(),
            bytes: format
                .render(report, language)
                .map_err(|refusal| refusal.message)?,
        });
    }
    Ok(all)
}

/// The letters that went to a target before, newest first.
fn earlier(service: &Service, letter: &Letter, target: &str) -> Vec<Letter> {
    let mut records = service.store().deliveries().unwrap_or_default();
    records.retain(|record| {
        let is_sent = matches!(record.status, DeliveryStatus::Sent { .. });
        is_sent && record.target == target && record.id != letter.id
    });
    records.sort_by_key(|record| std::cmp::Reverse(record.created_at));
    let letters = records.iter().filter_map(Payload::of);
    letters.map(|payload| payload.letter).collect()
}

/// The report a message refers to: the one that is kept, or made again as of the same day and instant.
fn report_again(service: &Service, reference: &milepost_deliver::ReportRef) -> Result<Report, Refusal> {
    let plan = PlanId::parse(&reference.plan).map_err(|error| Refusal::failed(error.to_string()))?;
    let kept = match reference.made_at {
        None => None,
        Some(made_at) => service
            .store()
            .report_made_at(&plan, made_at)
            .map_err(|error| store_refusal(&error))?,
    };
    if let Some(report) = kept.and_then(|kept| Report::from_json(&kept.json).ok()) {
        return Ok(report);
    }
    let config = service
        .inner
        .config
        .plan(&plan)
        .ok_or_else(|| Refusal::failed(format!("the plan `{plan}` is no longer configured")))?;
    let moment = Moment {
        as_of: Some(reference.as_of),
        known_at: Some(reference.known_at),
    };
    judged::report(service, &config.plan, moment)
}

/// Records how a try went.
fn settle(service: &Service, mut record: Record, outcome: Outcome) -> Result<Tried, Refusal> {
    let now = service.now();
    record.updated_at = now;
    let mut again_at = None;
    record.status = match &outcome {
        Outcome::Sent => DeliveryStatus::Sent { at: now },
        Outcome::GiveUp { reason } => DeliveryStatus::Failed {
            at: now,
            reason: reason.clone(),
        },
        Outcome::Retry { reason, after } => {
            again_at = next_try(service, &record, now, *after);
            match again_at {
                Some(not_before) => DeliveryStatus::Pending {
                    not_before,
                    last_error: Some(reason.clone()),
                },
                None => DeliveryStatus::Failed {
                    at: now,
                    reason: format!("given up after {} tries: {reason}", record.attempts),
                },
            }
        }
    };
    let tried = Tried {
        id: record.id.clone(),
        target: record.target.clone(),
        outcome,
        again_at,
    };
    log(&tried);
    notice::put(service, record)?;
    Ok(tried)
}

fn next_try(
    service: &Service,
    record: &Record,
    now: Timestamp,
    after: Option<Duration>,
) -> Option<Timestamp> {
    let delivery = service.inner.deliveries.named(&record.target)?;
    let first_due = Payload::of(record).map_or(record.created_at, |payload| payload.first_due);
    let patience = delivery.config.give_up_after;
    retry::next_try(&record.id, record.attempts, first_due, now, after, patience)
}

fn log(tried: &Tried) {
    let (delivery, message) = (&tried.target, &tried.id);
    match (&tried.outcome, tried.again_at) {
        (Outcome::Sent, _) => tracing::info!(delivery, message, "message sent"),
        (Outcome::Retry { reason, .. }, Some(at)) => {
            tracing::warn!(delivery, message, reason, %at, "message not sent; it is tried again");
        }
        (Outcome::Retry { reason, .. } | Outcome::GiveUp { reason }, _) => {
            tracing::error!(delivery, message, reason, "message given up");
        }
    }
}
