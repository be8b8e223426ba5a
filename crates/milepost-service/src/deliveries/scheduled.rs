//! Whole reports at set times: each time once, also after a downtime, never for the times before a delivery was
//! configured.

use milepost_config::ReportTimes;
use milepost_model::{Plan, Timestamp};

use super::Delivery;
use super::notice::{self, remember, told};
use crate::service::Service;
use crate::{Refusal, report};

/// Records the reports whose time has come.
pub(crate) fn schedule_reports(service: &Service) -> Result<(), Refusal> {
    let at_times = |delivery: &&Delivery| matches!(delivery.config.reports, ReportTimes::At(_));
    if !service
        .inner
        .deliveries
        .all
        .iter()
        .any(|delivery| at_times(&delivery))
    {
        return Ok(());
    }
    let told = told(service)?;
    for plan in &service.inner.config.plans {
        for delivery in service.inner.deliveries.all.iter().filter(at_times) {
            if delivery.is_about(&plan.plan.id) {
                let key = format!("slot/{}/{}", delivery.config.id, plan.plan.id);
                let last = told.get(&key).and_then(|text| text.parse().ok());
                one(service, delivery, &plan.plan, (key, last))?;
            }
        }
    }
    Ok(())
}

fn one(
    service: &Service,
    delivery: &Delivery,
    plan: &Plan,
    (key, last): (String, Option<Timestamp>),
) -> Result<(), Refusal> {
    let ReportTimes::At(times) = &delivery.config.reports else {
        return Ok(());
    };
    let now = service.now();
    let Some(last) = last else {
        return remember(service, key, now.to_rfc3339());
    };
    // The first time missed names the message; those missed after it are caught up by the same one.
    let Some(slot) = times
        .next_after(last, delivery.config.zone)
        .filter(|slot| *slot <= now)
    else {
        return Ok(());
    };
    let (report, made_at) = report::present(service, plan)?;
    let id = notice::id_of(delivery, plan.id.as_str(), "report", slot);
    let at = delivery.timing.after_quiet_hours(now);
    notice::add_report(service, delivery, &report, id, Some(made_at), at)?;
    remember(service, key, now.to_rfc3339())
}
