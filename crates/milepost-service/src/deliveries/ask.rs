//! `report --deliver`: sends one report now, or shows what would be sent.

use std::fmt::Write as _;

use milepost_deliver::{LetterKind, Message, Outcome, letter_of};
use milepost_model::{Plan, Timestamp};
use milepost_report::Report;
use serde_json::{Value, json};

use super::channels::{self, Secrets};
use super::{Delivery, notice, queue};
use crate::service::{Service, store_refusal};
use crate::{Exit, Refusal, Reply};

/// Whether anything is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DryRun {
    Yes,
    No,
}

/// Sends a report to every delivery that is about its plan, at once and whatever the hour: a person asked for it.
/// `made_at` names the kept report where it is one.
pub(crate) async fn deliver_report(
    service: &Service,
    plan: &Plan,
    report: Report,
    made_at: Option<Timestamp>,
    dry_run: DryRun,
) -> Result<Reply, Refusal> {
    let file = service.inner.config.file.display().to_string();
    let ids: Vec<String> = service
        .inner
        .deliveries
        .all
        .iter()
        .filter(|delivery| delivery.is_about(&plan.id))
        .map(|delivery| delivery.config.id.clone())
        .collect();
    if ids.is_empty() {
        return Err(Refusal::usage(format!(
            "no [[delivery]] is configured for the plan `{}`",
            plan.id
        ))
        .at(file)
        .hint("the shipped milepost.toml shows an example of each kind"));
    }
    if dry_run == DryRun::Yes {
        return service.block(move |service| shown(service, &ids, &report)).await;
    }
    let plan = plan.id.clone();
    let recorded = service.block(move |service| {
        let mut records = Vec::new();
        for delivery in ids.iter().filter_map(|id| service.inner.deliveries.named(id)) {
            let now = service.now();
            let id = notice::id_of(delivery, plan.as_str(), "report-by-hand", now);
            notice::add_report(service, delivery, &report, id.clone(), made_at, now)?;
            if let Some(made_at) = made_at {
                notice::mark_sent(service, delivery, &plan, made_at)?;
            }
            let record = service
                .store()
                .delivery(&id)
                .map_err(|error| store_refusal(&error))?;
            records.extend(record);
        }
        Ok(records)
    });
    let recorded = recorded.await?;
    let _one_round = service.inner.deliveries.sending.lock().await;
    let mut all = tokio::task::JoinSet::new();
    for record in recorded {
        let service = service.clone();
        all.spawn(async move { queue::try_one(&service, record).await });
    }
    let mut tried = Vec::new();
    while let Some(ended) = all.join_next().await {
        let one = ended.map_err(|error| Refusal::failed(format!("internal error: {error}")))??;
        tried.push(one);
    }
    tried.sort_by(|a, b| a.target.cmp(&b.target));
    Ok(told(&tried))
}

fn told(tried: &[queue::Tried]) -> Reply {
    let mut text = String::new();
    let mut all = Vec::new();
    for one in tried {
        let (state, reason) = match &one.outcome {
            Outcome::Sent => ("sent", None),
            Outcome::Retry { reason, .. } if one.again_at.is_some() => ("pending", Some(reason)),
            Outcome::Retry { reason, .. } | Outcome::GiveUp { reason } => ("failed", Some(reason)),
        };
        let _ = match (reason, one.again_at) {
            (None, _) => writeln!(text, "{}: sent", one.target),
            (Some(reason), Some(at)) => {
                writeln!(
                    text,
                    "{}: not sent: {reason}; tried again at {}",
                    one.target,
                    at.to_rfc3339()
                )
            }
            (Some(reason), None) => writeln!(text, "{}: failed: {reason}", one.target),
        };
        all.push(json!({
            "delivery": one.target, "message": one.id, "state": state, "reason": reason,
            "again_at": one.again_at.map(|at| at.to_rfc3339()),
        }));
    }
    let sent = tried.iter().filter(|one| one.outcome == Outcome::Sent).count();
    let exit = match sent {
        sent if sent == tried.len() => Exit::Done,
        0 => Exit::Failed,
        _ => Exit::Partly,
    };
    Reply::new(json!({ "deliveries": all }), text).with_exit(exit)
}

/// What would be sent, by the same composition. No secret is read, nothing is recorded.
fn shown(service: &Service, ids: &[String], report: &Report) -> Result<Reply, Refusal> {
    let (mut text, mut all) = (String::new(), Vec::new());
    for delivery in ids.iter().filter_map(|id| service.inner.deliveries.named(id)) {
        let (to, message) = dry_message(service, delivery, report)?;
        let _ = writeln!(
            text,
            "=== {} ({}) to {to}\n{}\n",
            delivery.config.id,
            kind_of(delivery),
            message.shown().trim_end()
        );
        all.push(json!({ "delivery": delivery.config.id, "kind": kind_of(delivery), "to": to, "message": message_json(&message) }));
    }
    Ok(Reply::new(json!({ "dry_run": true, "deliveries": all }), text))
}

fn dry_message(
    service: &Service,
    delivery: &Delivery,
    report: &Report,
) -> Result<(String, Message), Refusal> {
    let place = |reason: String| Refusal::usage(reason).at(format!("delivery {}", delivery.config.id));
    let channel = channels::channel(&delivery.config, Secrets::LeftOut).map_err(place)?;
    let now = service.now();
    let id = notice::id_of(delivery, &report.plan.id, "report-by-hand", now);
    let letter = letter_of(report, LetterKind::Report, id, delivery.config.language, now);
    let composed = queue::composed(service, delivery, &channel, &letter, Some(report)).map_err(place)?;
    if let Some(problem) = composed.template_problem {
        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        return Err(Refusal::usage(format!("the template cannot be used: {problem}"))
            .at(format!("{}{line}", problem.file))
            .hint("a message that is due goes out with the standard template meanwhile"));
    }
    Ok((channels::shown(&delivery.config), composed.message))
}

fn kind_of(delivery: &Delivery) -> &'static str {
    // Without secrets nothing but a range of addresses can be wrong, and the configuration has checked those.
    channels::channel(&delivery.config, Secrets::LeftOut).map_or("", |channel| channel.kind())
}

fn message_json(message: &Message) -> Value {
    match message {
        Message::Http { body } => json!({ "body": body }),
        Message::Mail(mail) => json!({ "mail": String::from_utf8_lossy(mail.raw()) }),
        Message::Files(files) => json!({
            "files": files.iter().map(|(path, bytes)| json!({
                "path": path.display().to_string(), "bytes": bytes.len(),
                "text": std::str::from_utf8(bytes).ok(),
            })).collect::<Vec<_>>(),
        }),
    }
}
