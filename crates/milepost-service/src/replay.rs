//! Reads stored bulletins again, with the extractors in force or with one that is to be tried.

use std::fmt::Write as _;

use milepost_model::{SourceId, plain_decimal};
use milepost_pipeline::{DifferenceKind, ReplayOptions, ReplayOutcome, SourceSetup};
use serde_json::{Value, json};

use crate::ingest::dims;
use crate::report::Occasion;
use crate::service::{Told, pipeline_refusal};
use crate::table::{Table, many};
use crate::{Exit, Progress, Refusal, Reply, Service, ingest, input, plugins, report};

/// Who reads.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Readers<'a> {
    /// The extractors in force, or one of them by id.
    InForce(Option<&'a str>),
    /// One extractor: a component's file, installed or not, or the id of an installed one.
    Candidate(&'a str),
}

/// Reads stored bulletins again.
pub(crate) async fn replay(
    service: &Service,
    source: Option<&str>,
    readers: Readers<'_>,
    apply: bool,
    progress: &dyn Progress,
) -> Result<Reply, Refusal> {
    let config = &service.inner.config;
    let ids: Vec<SourceId> = match source {
        Some(id) if id == service.inner.by_hand.id().as_str() => vec![service.inner.by_hand.id().clone()],
        Some(id) => vec![input::source(config, id, "--source")?],
        None => Vec::new(),
    };
    let mut setups: Vec<SourceSetup> = config
        .sources
        .iter()
        .filter(|known| ids.is_empty() || ids.contains(&known.id))
        .filter_map(|known| service.inner.setups.get(&known.id))
        .cloned()
        .collect::<Result<_, _>>()?;
    let by_hand = &service.inner.by_hand;
    if ids.is_empty() || ids.contains(by_hand.id()) {
        setups.push(by_hand.clone());
    }
    service.block(plugins::refresh).await?;
    let (plugins, candidate) = match readers {
        Readers::InForce(None) => (Vec::new(), None),
        Readers::InForce(Some(id)) => (vec![input::plugin(id, "--plugin")?], None),
        Readers::Candidate(component) => {
            let component = component.to_owned();
            let candidate = service
                .block(move |service| plugins::candidate(&service.parts().extractors, &component))
                .await?;
            (vec![candidate.id().clone()], Some(candidate))
        }
    };
    let _reserved = service
        .reserve(setups.iter().map(|setup| setup.id().clone()).collect())
        .await;
    let pipeline = service.inner.pipeline.clone();
    let options = ReplayOptions {
        plugins,
        apply,
        candidate,
    };
    let outcome = pipeline
        .replay(setups, options, &Told(progress), service.stop_sign())
        .await
        .map_err(|error| pipeline_refusal(&error))?;
    if outcome.recorded > 0 {
        service.block(Service::note_facts).await?;
        service
            .block(|service| report::write_all(service, Occasion::NewFigures))
            .await?;
        ingest::send(service, progress).await;
    }
    Ok(replay_reply(&outcome, apply))
}

fn replay_reply(outcome: &ReplayOutcome, apply: bool) -> Reply {
    let word = |kind: DifferenceKind| match kind {
        DifferenceKind::Appeared { value } => ("appeared", None, Some(value)),
        DifferenceKind::Vanished { value } => ("vanished", Some(value), None),
        DifferenceKind::Changed { from, to } => ("changed", Some(from), Some(to)),
    };
    let mut table = Table::new(&[
        "change",
        "indicator",
        "role",
        "period",
        ">stored",
        ">read now",
        "bulletin",
    ]);
    let mut differences = Vec::new();
    for difference in &outcome.differences {
        let (change, stored, now) = word(difference.kind);
        let (stored, now) = (stored.map(plain_decimal), now.map(plain_decimal));
        let figure = &difference.figure;
        table.row([
            change.to_owned(),
            figure.indicator.to_string(),
            figure.role.to_string(),
            figure.period.to_string(),
            stored.clone().unwrap_or_default(),
            now.clone().unwrap_or_default(),
            difference.url.clone(),
        ]);
        differences.push(json!({
            "change": change, "indicator": figure.indicator.as_str(), "role": figure.role.as_str(),
            "period": figure.period.to_string(), "dims": dims(&figure.dims), "stored": stored, "now": now,
            "url": difference.url,
        }));
    }
    let unreadable: Vec<Value> = outcome
        .unreadable
        .iter()
        .map(|(url, reason)| json!({ "url": url, "reason": reason }))
        .collect();
    let mut text = table.text("no difference");
    let _ = writeln!(
        text,
        "{} read again, {} unchanged, {}{}",
        many(outcome.documents, "bulletin", "bulletins"),
        many(outcome.unchanged, "figure", "figures"),
        many(outcome.differences.len(), "difference", "differences"),
        if apply {
            format!(", {} recorded", outcome.recorded)
        } else {
            String::new()
        }
    );
    if !apply && !outcome.differences.is_empty() {
        text.push_str("nothing was stored; `milepost replay --apply` records what appeared or changed\n");
    }
    let json = json!({
        "documents": outcome.documents,
        "unchanged": outcome.unchanged,
        "differences": differences,
        "unreadable": unreadable,
        "applied": apply,
        "recorded": outcome.recorded,
        "set_aside": outcome.set_aside,
        "stopped": outcome.is_stopped,
    });
    let exit = if outcome.is_stopped {
        Exit::Partly
    } else {
        Exit::Done
    };
    Reply::new(json, text).with_exit(exit)
}
