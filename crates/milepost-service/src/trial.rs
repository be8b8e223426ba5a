//! Runs one component on one document, for its author. Touches no store.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use milepost_config::Config;
use milepost_model::{Decimal, plain_decimal};
use milepost_pipeline::Job;
use milepost_plugin_host::{Plugin, RunOutcome};
use serde_json::json;

use crate::extract::{
    ReadBulletin, blocking, found_json, milliseconds, refused_json, refused_text, unclaimed, unclaimed_json,
    value_quote,
};
use crate::table::{Table, many};
use crate::workshop::{Workshop, unreadable};
use crate::{Exit, GivenInput, Refusal, Reply, ServiceOptions, explain, files, highlight, input, plugins};

/// A component and a document.
#[derive(Debug, Clone)]
pub struct PluginRun {
    /// The component's file, or an installed extractor's id.
    pub component: String,
    /// The document.
    pub document: GivenInput,
    /// The day it was published, as typed.
    pub published: Option<String>,
    /// Say why each figure was read or refused, show what the component said, measure the cost too.
    pub explain: bool,
    /// Where to write the document with the evidence highlighted.
    pub html: Option<PathBuf>,
}

/// Runs a component on a document and shows what came of it.
///
/// # Errors
/// When the component cannot be loaded, the document cannot be read, or a day means nothing. A component that fails on
/// the document is no error: the outcome says so.
pub async fn plugin_run(
    config: &Config,
    options: &ServiceOptions,
    asked: &PluginRun,
) -> Result<Reply, Refusal> {
    let published = input::optional_day(asked.published.as_deref(), "--published")?;
    let (owned_config, owned_options) = (config.clone(), options.clone());
    let workshop = blocking(move || Workshop::open(&owned_config, &owned_options)).await?;
    let loaded = workshop.load(&asked.document).await?;
    let (component, explain, html) = (asked.component.clone(), asked.explain, asked.html.clone());
    blocking(move || {
        let plugin = plugins::candidate(&workshop.extractors, &component)?;
        let document = workshop
            .parse(&loaded, published)
            .map_err(|error| unreadable(&loaded.name, &error))?;
        let day = document.published();
        let documents = [Arc::new(document)];
        let job = Job {
            documents: &documents,
            source: None,
            only: &[],
            catalogues: &workshop.catalogues,
            published: day,
            measure_cost: explain,
        };
        let extraction = workshop.extractors.extract_with(&plugin, job);
        let [document] = documents;
        let bulletin = ReadBulletin {
            attachments: Vec::new(),
            name: loaded.name,
            document,
            extraction,
        };
        if let Some(path) = &html {
            files::write_whole(path, highlight::page(std::slice::from_ref(&bulletin)).as_bytes())?;
        }
        Ok(reply(&plugin, &bulletin, explain))
    })
    .await
}

fn reply(plugin: &Plugin, bulletin: &ReadBulletin, explain: bool) -> Reply {
    let extraction = &bulletin.extraction;
    // One turn a plan; the worst tells.
    let worst = extraction.turns.iter().max_by_key(|turn| turn.outcome);
    let outcome = worst.map_or(RunOutcome::Refused, |turn| turn.outcome);
    let reason = worst.map_or("no plan is configured", |turn| turn.reason.as_str());
    let time: u64 = extraction.turns.iter().map(milliseconds).sum();
    let memory = extraction
        .turns
        .iter()
        .map(|turn| turn.memory_bytes)
        .max()
        .unwrap_or_default();
    let cost = extraction
        .turns
        .iter()
        .filter_map(|turn| turn.cost)
        .reduce(u64::saturating_add);
    let talk: Vec<&String> = extraction.turns.iter().flat_map(|turn| &turn.talk).collect();
    let json = json!({
        "outcome": outcome.as_str(),
        "reason": reason,
        "observations": extraction.found.iter().map(found_json).collect::<Vec<_>>(),
        "refused": extraction.refused.iter().map(refused_json).collect::<Vec<_>>(),
        "unclaimed": unclaimed(bulletin).iter().map(|located| unclaimed_json(located)).collect::<Vec<_>>(),
        "time_ms": time,
        "memory_bytes": memory,
        "cost": cost,
        "plugin": plugin.id().as_str(),
        "version": plugin.version(),
        "log": talk,
    });
    let mut table = Table::new(&[
        "indicator",
        "role",
        "period",
        ">value",
        "unit",
        "printed",
        "quote",
    ]);
    for found in &extraction.found {
        let candidate = &found.verified.candidate;
        let value: Decimal = candidate.value;
        table.row([
            candidate.indicator.to_string(),
            candidate.role.to_string(),
            candidate.period.to_string(),
            plain_decimal(value),
            candidate.unit.to_string(),
            candidate.printed.clone(),
            value_quote(found).to_owned(),
        ]);
    }
    let mut text = table.text("no figures read");
    if explain {
        text.push_str(&explain::explained(bulletin));
    } else {
        if !extraction.refused.is_empty() {
            text.push_str(&refused_text(&extraction.refused));
        }
        let open = unclaimed(bulletin).len();
        if open > 0 {
            let _ = writeln!(
                text,
                "{} claimed by nobody; --explain shows them",
                many(open, "statement", "statements")
            );
        }
    }
    if explain || outcome != RunOutcome::Ok {
        for line in talk {
            let _ = writeln!(text, "| {line}");
        }
    }
    let because = if reason.is_empty() {
        String::new()
    } else {
        format!(": {reason}")
    };
    let cost = cost.map(|cost| format!(", cost {cost}")).unwrap_or_default();
    let _ = writeln!(
        text,
        "{} {}: {outcome}{because}; {time} ms, {} KiB{cost}",
        plugin.id(),
        plugin.version(),
        memory / 1024
    );
    let exit = if outcome == RunOutcome::Ok {
        Exit::Done
    } else {
        Exit::Failed
    };
    Reply::new(json, text).with_exit(exit)
}
