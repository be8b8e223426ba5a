//! Deliveries: what is recorded to be sent, when it goes, and how it went. What is worth telling, in which words and by
//! which channel is `milepost-deliver`'s; the record is the store's; here the two meet.

mod ask;
mod channels;
mod findings;
mod notice;
mod payload;
mod queue;
mod scheduled;
mod status;

use std::collections::BTreeSet;

use milepost_config::{Config, DeliveryConfig};
use milepost_deliver::{EventKind, Templates, Timing};

pub(crate) use self::ask::{DryRun, deliver_report};
pub use self::findings::{DeliveryFinding, delivery_findings};
pub(crate) use self::notice::{notice, notice_sources};
pub(crate) use self::queue::send_due;
pub(crate) use self::scheduled::schedule_reports;
pub(crate) use self::status::{as_json, as_text};

/// One configured delivery, ready to be used.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) config: DeliveryConfig,
    templates: Templates,
    timing: Timing,
    /// The kinds of event that are told.
    wanted: BTreeSet<EventKind>,
}

/// All configured deliveries.
#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    pub(crate) all: Vec<Delivery>,
    /// One round of sending at a time: no message is tried by two.
    sending: tokio::sync::Mutex<()>,
}

impl Deliveries {
    /// Makes the configured deliveries ready. A template that cannot be used is told and replaced by the one that comes
    /// with Milepost: nothing goes unsent for its sake.
    pub(crate) fn new(config: &Config) -> Self {
        let ready = |config: &DeliveryConfig| {
            Delivery {
            templates: channels::templates(config).unwrap_or_else(|problem| {
                tracing::warn!(delivery = config.id, file = problem.file, line = problem.line, error = %problem, "template cannot be used; the standard one is");
                Templates::standard()
            }),
            timing: Timing {
                zone: config.zone,
                digest: config.digest.clone(),
                quiet_hours: config.quiet_hours,
            },
            wanted: wanted(config),
            config: config.clone(),
        }
        };
        Self {
            all: config.main.deliveries.iter().map(ready).collect(),
            sending: tokio::sync::Mutex::default(),
        }
    }

    pub(crate) fn named(&self, id: &str) -> Option<&Delivery> {
        self.all.iter().find(|delivery| delivery.config.id == id)
    }
}

fn wanted(config: &DeliveryConfig) -> BTreeSet<EventKind> {
    match &config.on {
        Some(named) => named.iter().filter_map(|text| EventKind::parse(text)).collect(),
        None => EventKind::ALL
            .into_iter()
            .filter(|kind| kind.is_told_by_default())
            .collect(),
    }
}

impl Delivery {
    /// Tells whether it is about a plan.
    fn is_about(&self, plan: &milepost_model::PlanId) -> bool {
        self.config.plans.is_empty() || self.config.plans.contains(plan)
    }
}
