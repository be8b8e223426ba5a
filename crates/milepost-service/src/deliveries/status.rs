//! How the deliveries are: what went last, what waits, what was given up and why.

use milepost_store::{Delivery as Record, DeliveryStatus};
use serde_json::{Value, json};

use super::channels;
use crate::Refusal;
use crate::service::{Service, store_refusal};
use crate::table::{Table, cut};

/// Messages told one by one for each delivery.
const MOST_TOLD: usize = 20;

/// How every configured delivery is, as JSON.
pub(crate) fn as_json(service: &Service) -> Result<Value, Refusal> {
    let records = records(service)?;
    let of = |delivery: &super::Delivery| {
        let own = own(&records, &delivery.config.id);
        let pick = |wanted: fn(&DeliveryStatus) -> bool| -> Vec<Value> {
            let picked = own.iter().filter(|record| wanted(&record.status));
            picked.take(MOST_TOLD).map(|record| record_json(record)).collect()
        };
        json!({
            "id": delivery.config.id,
            "to": channels::shown(&delivery.config),
            "last_sent": last_sent(&own).map(|at| at.to_rfc3339()),
            "sent": own.iter().filter(|record| matches!(record.status, DeliveryStatus::Sent { .. })).count(),
            "pending": pick(|status| matches!(status, DeliveryStatus::Pending { .. })),
            "failed": pick(|status| matches!(status, DeliveryStatus::Failed { .. })),
        })
    };
    Ok(service.inner.deliveries.all.iter().map(of).collect())
}

fn record_json(record: &Record) -> Value {
    let (not_before, reason) = match &record.status {
        DeliveryStatus::Pending {
            not_before,
            last_error,
        } => (Some(not_before.to_rfc3339()), last_error.clone()),
        DeliveryStatus::Sent { .. } => (None, None),
        DeliveryStatus::Failed { reason, .. } => (None, Some(reason.clone())),
    };
    json!({
        "message": record.id, "kind": record.kind, "attempts": record.attempts, "not_before": not_before,
        "reason": reason, "updated_at": record.updated_at.to_rfc3339(),
    })
}

/// The same as a table; empty where no delivery is configured.
pub(crate) fn as_text(service: &Service) -> Result<String, Refusal> {
    if service.inner.deliveries.all.is_empty() {
        return Ok(String::new());
    }
    let records = records(service)?;
    let mut table = Table::new(&["delivery", "last sent", ">sent", ">waiting", ">given up", "note"]);
    for delivery in &service.inner.deliveries.all {
        let own = own(&records, &delivery.config.id);
        let count = |wanted: fn(&DeliveryStatus) -> bool| {
            own.iter()
                .filter(|record| wanted(&record.status))
                .count()
                .to_string()
        };
        table.row([
            delivery.config.id.clone(),
            last_sent(&own)
                .map(|at| delivery.config.zone.format(at))
                .unwrap_or_default(),
            count(|status| matches!(status, DeliveryStatus::Sent { .. })),
            count(|status| matches!(status, DeliveryStatus::Pending { .. })),
            count(|status| matches!(status, DeliveryStatus::Failed { .. })),
            cut(&note(&own), 120),
        ]);
    }
    Ok(table.text("no delivery is configured"))
}

/// What is the matter with the newest message that is not well.
fn note(own: &[&Record]) -> String {
    for record in own {
        match &record.status {
            DeliveryStatus::Pending {
                last_error: Some(reason),
                ..
            } => return format!("try {}: {reason}", record.attempts),
            DeliveryStatus::Failed { reason, .. } => return format!("given up: {reason}"),
            DeliveryStatus::Sent { .. } => return String::new(),
            DeliveryStatus::Pending { last_error: None, .. } => {}
        }
    }
    String::new()
}

fn records(service: &Service) -> Result<Vec<Record>, Refusal> {
    let mut records = service
        .store()
        .deliveries()
        .map_err(|error| store_refusal(&error))?;
    records.sort_by_key(|record| std::cmp::Reverse(record.updated_at));
    Ok(records)
}

fn own<'a>(records: &'a [Record], id: &str) -> Vec<&'a Record> {
    records.iter().filter(|record| record.target == id).collect()
}

fn last_sent(own: &[&Record]) -> Option<milepost_model::Timestamp> {
    own.iter()
        .filter_map(|record| match record.status {
            DeliveryStatus::Sent { at } => Some(at),
            DeliveryStatus::Pending { .. } | DeliveryStatus::Failed { .. } => None,
        })
        .max()
}
