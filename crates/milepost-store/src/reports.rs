//! Reports that were made, so that the next one can say what changed, and the record of their delivery.

use milepost_model::{PlanId, Timestamp};

use crate::record::v1::{Delivery, DeliveryStatus, Report};
use crate::table::{Key, Table};
use crate::{Store, StoreError};

/// 50 reports a plan: enough to compare with; older ones can be made again from what was known.
const KEPT_REPORTS: usize = 50;

/// 200 messages that went or were given up, for each target: half a year of working days, and a feed's entries.
const KEPT_DELIVERIES: usize = 200;

impl Store {
    /// Keeps a report. The 50 newest of a plan are kept.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn record_report(&self, report: Report) -> Result<(), StoreError> {
        self.write(move |view, batch| {
            let prefix = plan_prefix(&report.plan);
            let kept: Vec<Report> = view.last(Table::Reports, &prefix.clone().finish(), usize::MAX)?;
            // The new one takes a place too, unless it replaces one made at the same instant.
            let older = kept
                .iter()
                .filter(|other| other.made_at != report.made_at)
                .skip(KEPT_REPORTS - 1);
            for old in older {
                batch.remove(
                    Table::Reports,
                    plan_prefix(&old.plan).instant(old.made_at).finish(),
                );
            }
            batch.put(Table::Reports, prefix.instant(report.made_at).finish(), &report)
        })
    }

    /// Returns the report of a plan that was made last.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn last_report(&self, plan: &PlanId) -> Result<Option<Report>, StoreError> {
        Ok(self.last_reports(plan, 1)?.into_iter().next())
    }

    /// Returns the last `count` reports of a plan, the newest first.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn last_reports(&self, plan: &PlanId, count: usize) -> Result<Vec<Report>, StoreError> {
        self.read(|view| view.last(Table::Reports, &plan_prefix(plan).finish(), count))
    }

    /// Returns the report of a plan that was made at an instant, where it is still kept.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn report_made_at(&self, plan: &PlanId, made_at: Timestamp) -> Result<Option<Report>, StoreError> {
        self.read(|view| view.get(Table::Reports, &plan_prefix(plan).instant(made_at).finish()))
    }

    /// Adds or replaces the record of a delivery. Of those that have come to their end the 200 newest to a target are
    /// kept.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn set_delivery(&self, delivery: Delivery) -> Result<(), StoreError> {
        self.write(move |view, batch| {
            let kept: Vec<Delivery> = view.list(Table::Deliveries, &[])?;
            let mut ended: Vec<&Delivery> = kept
                .iter()
                .filter(|other| other.target == delivery.target && other.id != delivery.id)
                .filter(|other| !matches!(other.status, DeliveryStatus::Pending { .. }))
                .collect();
            ended.sort_by_key(|other| std::cmp::Reverse(other.updated_at));
            for old in ended.into_iter().skip(KEPT_DELIVERIES - 1) {
                batch.remove(Table::Deliveries, Key::new().text(&old.id).finish());
            }
            batch.put(
                Table::Deliveries,
                Key::new().text(&delivery.id).finish(),
                &delivery,
            )
        })
    }

    /// Returns the record of a delivery.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn delivery(&self, id: &str) -> Result<Option<Delivery>, StoreError> {
        self.read(|view| view.get(Table::Deliveries, &Key::new().text(id).finish()))
    }

    /// Returns every delivery, by id.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        self.read(|view| view.list(Table::Deliveries, &[]))
    }

    /// Returns the deliveries that are still to be made, by id.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn pending_deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        let mut deliveries = self.deliveries()?;
        deliveries.retain(|delivery| matches!(delivery.status, DeliveryStatus::Pending { .. }));
        Ok(deliveries)
    }
}

fn plan_prefix(plan: &PlanId) -> Key {
    Key::new().text(plan.as_str())
}
