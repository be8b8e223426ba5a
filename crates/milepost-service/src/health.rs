//! How the sources are, what waits for a person, what could not be read.

use std::collections::BTreeMap;

use milepost_config::SourceConfig;
use milepost_model::{IndicatorId, Period, Plan, SourceId, Vintage, VintageHistory};
use milepost_report::{HealthClass, SetAside, SourceHealth, UnreadableBulletin};
use milepost_schedule::SourceFacts;
use milepost_store::{Reading, SourceState};

use crate::service::{Service, store_refusal};
use crate::{Refusal, translate};

/// How every configured source is.
pub(crate) fn sources(service: &Service) -> Result<Vec<SourceHealth>, Refusal> {
    let states = states(service)?;
    let published = published(service)?;
    let health = |source: &SourceConfig| {
        let found = published.get(&source.id).copied().unwrap_or_default().found;
        let (class, message) = class(service, source, states.get(&source.id), found);
        SourceHealth {
            id: source.id.clone(),
            title: source.title.clone(),
            last_success: states.get(&source.id).and_then(|state| state.last_success),
            class,
            message,
        }
    };
    Ok(service.inner.config.sources.iter().map(health).collect())
}

fn class(
    service: &Service,
    source: &SourceConfig,
    state: Option<&SourceState>,
    found: Option<Period>,
) -> (HealthClass, String) {
    if !source.enabled {
        return (HealthClass::Disabled, "switched off in its file".to_owned());
    }
    if let Some(Err(refusal)) = service.inner.setups.get(&source.id) {
        return (HealthClass::Failing, refusal.message.clone());
    }
    let Some(state) = state.filter(|state| state.last_success.is_some() || state.last_failure.is_some())
    else {
        return (HealthClass::NeverRead, String::new());
    };
    if state.failures > 0 {
        let times = if state.failures == 1 {
            String::new()
        } else {
            format!(" ({} times in a row)", state.failures)
        };
        return (
            HealthClass::Failing,
            state.failure_reason.clone().unwrap_or_default() + &times,
        );
    }
    let overdue = translate::schedule(source)
        .ok()
        .and_then(|schedule| schedule.overdue(service.now(), found));
    match overdue {
        Some(overdue) => (
            HealthClass::Silent,
            format!(
                "{} has been expected since {}",
                overdue.period,
                overdue.since.date_naive()
            ),
        ),
        None => (HealthClass::Ok, String::new()),
    }
}

/// How every source that was ever visited has been doing.
pub(crate) fn states(service: &Service) -> Result<BTreeMap<SourceId, SourceState>, Refusal> {
    let states = service
        .store()
        .source_states()
        .map_err(|error| store_refusal(&error))?;
    Ok(states
        .into_iter()
        .map(|state| (state.source.clone(), state))
        .collect())
}

/// The latest period that every source has published figures for, read from the store.
pub(crate) fn published(service: &Service) -> Result<BTreeMap<SourceId, SourceFacts>, Refusal> {
    let histories = service
        .store()
        .all_histories()
        .map_err(|error| store_refusal(&error))?;
    Ok(latest_periods(&histories))
}

/// The latest period that every source has published figures for. Figures at a date count only where a source has no
/// others: one of mid October says nothing about the third quarter.
pub(crate) fn latest_periods(histories: &[VintageHistory]) -> BTreeMap<SourceId, SourceFacts> {
    let mut latest: BTreeMap<SourceId, (bool, Period)> = BTreeMap::new();
    for history in histories {
        let period = history.key.period;
        let rank = |period: Period| (!period.is_as_of(), period.last_day());
        for vintage in &history.vintages {
            let Vintage::Observed(observation) = vintage else {
                continue;
            };
            let source = &observation.provenance.source;
            let is_later = latest
                .get(source)
                .is_none_or(|(_, known)| rank(*known) < rank(period));
            if is_later {
                latest.insert(source.clone(), (!period.is_as_of(), period));
            }
        }
    }
    let facts = |(source, (_, period))| (source, SourceFacts { found: Some(period) });
    latest.into_iter().map(facts).collect()
}

/// What was set aside and waits for a person, counted by indicator and reason.
pub(crate) fn set_aside(service: &Service, plan: &Plan) -> Result<Vec<SetAside>, Refusal> {
    let open = service
        .store()
        .open_reviews()
        .map_err(|error| store_refusal(&error))?;
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for review in open {
        *counts
            .entry((review.item.candidate.indicator, review.item.code))
            .or_default() += 1;
    }
    let counted = |((indicator, reason), count): ((String, String), usize)| {
        let indicator = IndicatorId::parse(&indicator).ok();
        SetAside {
            indicator,
            reason,
            count,
        }
    };
    let belongs = |set_aside: &SetAside| {
        set_aside
            .indicator
            .as_ref()
            .is_none_or(|indicator| plan.indicator(indicator).is_some())
    };
    Ok(counts.into_iter().map(counted).filter(belongs).collect())
}

/// The bulletins that could not be read.
pub(crate) fn unreadable(service: &Service) -> Result<Vec<UnreadableBulletin>, Refusal> {
    let documents = service
        .store()
        .unreadable_documents()
        .map_err(|error| store_refusal(&error))?;
    let told = |document: milepost_store::Document| UnreadableBulletin {
        reason: match document.reading {
            Reading::Unreadable { reason } => reason,
            Reading::Read => String::new(),
        },
        source: document.source,
        url: document.url,
        snapshot: Some(document.snapshot),
        fetched: Some(document.recorded_at),
    };
    Ok(documents.into_iter().map(told).collect())
}
