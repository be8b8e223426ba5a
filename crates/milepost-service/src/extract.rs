//! The dry run: parse, extract, verify, and show what was read and why the rest was not. Touches no store.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use milepost_config::Config;
use milepost_document::{Document, DocumentError};
use milepost_model::{NaiveDate, PluginId, plain_decimal};
use milepost_pipeline::{Extraction, Found, Job, Refused, Turn};
use serde_json::{Value, json};

use crate::ingest::dims;
use crate::table::{Table, cut, many};
use crate::workshop::{Loaded, Whole, Workshop, unreadable};
use crate::{Exit, GivenInput, Progress, Refusal, Reply, ServiceOptions, files, highlight, input};

/// What is to be read.
#[derive(Debug, Clone, Default)]
pub struct Extract {
    /// The bulletins.
    pub inputs: Vec<GivenInput>,
    /// Only these extractors; empty: all that match.
    pub plugins: Vec<String>,
    /// The day they were published, as typed.
    pub published: Option<String>,
    /// Where to write the bulletins with the evidence highlighted.
    pub html: Option<PathBuf>,
}

/// One bulletin as it was read.
#[derive(Debug)]
pub(crate) struct ReadBulletin {
    pub(crate) name: String,
    pub(crate) document: Arc<Document>,
    /// Each attachment's address, and what it is or why it cannot be read.
    pub(crate) attachments: Vec<(String, Result<&'static str, String>)>,
    pub(crate) extraction: Extraction,
}

/// Reads bulletins and shows what comes of them. Stores nothing, and needs no open data folder.
///
/// # Errors
/// When an id or a day means nothing, no bulletin at all could be read, or the page cannot be written.
pub async fn extract(
    config: &Config,
    options: &ServiceOptions,
    asked: &Extract,
    progress: &dyn Progress,
) -> Result<Reply, Refusal> {
    let published = input::optional_day(asked.published.as_deref(), "--published")?;
    let only = asked
        .plugins
        .iter()
        .map(|id| input::plugin(id, "--plugin"))
        .collect::<Result<Vec<_>, _>>()?;
    let (owned_config, owned_options) = (config.clone(), options.clone());
    let workshop = blocking(move || Workshop::open(&owned_config, &owned_options)).await?;
    known_plugins(&workshop, &only)?;
    let (mut read, mut failed) = (Vec::new(), Vec::new());
    for given in &asked.inputs {
        match one(&workshop, given, published, &only, progress).await {
            Ok(bulletins) => {
                for bulletin in bulletins {
                    match bulletin {
                        Ok(bulletin) => read.push(bulletin),
                        Err(refusal) => failed.push(refusal),
                    }
                }
            }
            Err(refusal) => failed.push(refusal),
        }
    }
    if let ([], [only]) = (read.as_slice(), failed.as_slice()) {
        return Err(only.clone());
    }
    if let Some(path) = &asked.html {
        files::write_whole(path, highlight::page(&read).as_bytes())?;
    }
    Ok(reply(&workshop, &read, &failed))
}

async fn one(
    workshop: &Workshop,
    given: &GivenInput,
    published: Option<NaiveDate>,
    only: &[PluginId],
    progress: &dyn Progress,
) -> Result<Vec<Result<ReadBulletin, Refusal>>, Refusal> {
    let loaded = workshop.load_whole(given, only).await?;
    progress.note(&format!("reading {}", loaded.name));
    let (workshop, only) = (workshop.clone(), only.to_vec());
    blocking(move || read(&workshop, &loaded, published, &only)).await
}

/// Reads a bulletin; of an archive of several, each under the name `archive!member`.
fn read(
    workshop: &Workshop,
    loaded: &Loaded,
    published: Option<NaiveDate>,
    only: &[PluginId],
) -> Result<Vec<Result<ReadBulletin, Refusal>>, Refusal> {
    let refused = |error: &DocumentError| unreadable(&loaded.name, error);
    match workshop.parse_whole(loaded, published) {
        Ok(whole) => Ok(vec![Ok(extracted(workshop, &loaded.name, whole, only))]),
        Err(DocumentError::Archive { .. }) => {
            let members = workshop
                .reader
                .members(&loaded.bytes)
                .map_err(|error| refused(&error))?;
            let read = members.into_iter().map(|member| {
                let inner = loaded.member(member);
                let whole = workshop
                    .parse_whole(&inner, published)
                    .map_err(|error| unreadable(&inner.name, &error))?;
                Ok(extracted(workshop, &inner.name, whole, only))
            });
            Ok(read.collect())
        }
        Err(error) => Err(refused(&error)),
    }
}

fn extracted(workshop: &Workshop, name: &str, whole: Whole, only: &[PluginId]) -> ReadBulletin {
    let documents = whole.documents;
    let job = Job {
        documents: &documents,
        source: None,
        only,
        catalogues: &workshop.catalogues,
        published: documents.first().and_then(|document| document.published()),
        measure_cost: false,
    };
    let extraction = workshop.extractors.extract(job);
    ReadBulletin {
        name: name.to_owned(),
        document: whole.bulletin,
        attachments: whole.attachments,
        extraction,
    }
}

fn known_plugins(workshop: &Workshop, only: &[PluginId]) -> Result<(), Refusal> {
    let installed = workshop.extractors.in_force();
    for id in only {
        if !installed.iter().any(|plugin| plugin.id() == id) {
            let known = installed
                .iter()
                .map(|plugin| plugin.id().as_str())
                .collect::<Vec<_>>()
                .join(", ");
            return Err(Refusal::usage(format!("no extractor `{id}` is installed"))
                .at("--plugin")
                .hint(format!("installed are: {known}")));
        }
    }
    Ok(())
}

fn reply(workshop: &Workshop, read: &[ReadBulletin], failed: &[Refusal]) -> Reply {
    let mut documents: Vec<Value> = read.iter().map(bulletin_json).collect();
    documents.extend(failed.iter().map(|refusal| {
        json!({
            "file": refusal.place,
            "error": { "message": refusal.message, "place": refusal.place, "hint": refusal.hint },
            "observations": [], "refused": [], "unclaimed": [],
        })
    }));
    let mut text = String::new();
    for bulletin in read {
        text.push_str(&bulletin_text(bulletin));
    }
    for refusal in failed {
        let _ = writeln!(
            text,
            "{}: {}",
            refusal.place.as_deref().unwrap_or_default(),
            refusal.message
        );
    }
    if workshop.extractors.in_force().is_empty() {
        text.push_str("no extractor is installed: `milepost plugin install FILE`\n");
    }
    let exit = match (read.is_empty(), failed.is_empty()) {
        (_, true) => Exit::Done,
        (true, false) => Exit::Failed,
        (false, false) => Exit::Partly,
    };
    Reply::new(json!({ "documents": documents }), text).with_exit(exit)
}

fn bulletin_json(bulletin: &ReadBulletin) -> Value {
    let document = &bulletin.document;
    let extraction = &bulletin.extraction;
    json!({
        "file": bulletin.name,
        "media": document.media().as_str(),
        "charset": document.charset(),
        "published": document.published().map(|day| day.to_string()),
        "title": document.title(),
        "language": document.language().map(milepost_model::Language::as_str),
        "warnings": document.warnings(),
        "attachments": bulletin.attachments.iter().map(|(url, read)| json!({
            "url": url, "media": read.as_ref().ok(), "reason": read.as_ref().err(),
        })).collect::<Vec<_>>(),
        "observations": extraction.found.iter().map(found_json).collect::<Vec<_>>(),
        "disputed": extraction.disputed.iter().map(found_json).collect::<Vec<_>>(),
        "refused": extraction.refused.iter().map(refused_json).collect::<Vec<_>>(),
        "unclaimed": unclaimed(bulletin).iter().map(|located| unclaimed_json(located)).collect::<Vec<_>>(),
        "unread": document.unread().iter().map(|unread| json!({
            "printed": unread.printed, "quote": unread.quote, "reason": unread.reason, "node": unread.node,
        })).collect::<Vec<_>>(),
        "plugins": extraction.turns.iter().map(turn_json).collect::<Vec<_>>(),
    })
}

/// A figure that was accepted, in the text forms of the product.
pub(crate) fn found_json(found: &Found) -> Value {
    let candidate = &found.verified.candidate;
    json!({
        "indicator": candidate.indicator.as_str(),
        "role": candidate.role.as_str(),
        "value": plain_decimal(candidate.value),
        "unit": candidate.unit.as_str(),
        "period": candidate.period.to_string(),
        "basis": found.verified.basis.as_str(),
        "comparison": candidate.comparison.as_str(),
        "step": plain_decimal(found.verified.step),
        "printed": candidate.printed,
        "scope": candidate.scope,
        "dims": dims(&candidate.dims),
        "quote": value_quote(found),
        "evidence": candidate.evidence.iter().map(evidence_json).collect::<Vec<_>>(),
        "plugin": found.plugin.id.as_str(),
        "version": found.plugin.version,
    })
}

fn evidence_json(evidence: &milepost_model::Evidence) -> Value {
    json!({
        "role": evidence.role.as_str(), "document": evidence.document, "node": evidence.node, "quote": evidence.quote,
    })
}

/// The quote that holds the number.
pub(crate) fn value_quote(found: &Found) -> &str {
    let evidence = &found.verified.candidate.evidence;
    let of_value = evidence
        .iter()
        .find(|evidence| evidence.role == milepost_model::EvidenceRole::Value);
    of_value.map_or("", |evidence| evidence.quote.as_str())
}

/// A claim that was refused, with the reason.
pub(crate) fn refused_json(refused: &Refused) -> Value {
    let claim = &refused.claim.claim;
    json!({
        "indicator": claim.metric,
        "period": claim.period,
        "value": claim.value,
        "unit": claim.unit,
        "printed": claim.printed,
        "dims": dims(&claim.dims),
        "evidence": claim.evidence.iter().map(evidence_json).collect::<Vec<_>>(),
        "code": refused.claim.rejection.code.as_str(),
        "reason": refused.claim.rejection.message,
        "plugin": refused.plugin.id.as_str(),
    })
}

/// How an extractor's turn went.
pub(crate) fn turn_json(turn: &Turn) -> Value {
    json!({
        "plugin": turn.plugin.id.as_str(),
        "version": turn.plugin.version,
        "component": turn.plugin.component.to_string(),
        "outcome": turn.outcome.as_str(),
        "reason": turn.reason,
        "time_ms": milliseconds(turn),
        "memory_bytes": turn.memory_bytes,
        "cost": turn.cost,
        "log": turn.talk,
    })
}

pub(crate) fn milliseconds(turn: &Turn) -> u64 {
    u64::try_from(turn.time.as_millis()).unwrap_or(u64::MAX)
}

/// The statements of a bulletin that no accepted observation rests on.
pub(crate) fn unclaimed(bulletin: &ReadBulletin) -> Vec<&milepost_document::Located> {
    let is_claimed = |located: &milepost_document::Located| {
        bulletin.extraction.found.iter().any(|found| {
            let candidate = &found.verified.candidate;
            let is_there = candidate
                .evidence
                .iter()
                .any(|evidence| evidence.document == 0 && evidence.node == located.node);
            is_there
                && candidate.value == located.statement.value
                && located.statement.period == Some(candidate.period)
        })
    };
    bulletin
        .document
        .statements()
        .iter()
        .filter(|located| !is_claimed(located))
        .collect()
}

/// A statement that nobody claimed.
pub(crate) fn unclaimed_json(located: &milepost_document::Located) -> Value {
    let statement = &located.statement;
    json!({
        "printed": located.printed,
        "quote": located.quote,
        "node": located.node,
        "subject": statement.subject,
        "labels": statement.labels,
        "value": plain_decimal(statement.value),
        "unit": statement.unit.map(milepost_model::Unit::as_str),
        "role": statement.role.as_str(),
        "period": statement.period.map(|period| period.to_string()),
        "scope": statement.scope,
    })
}

fn bulletin_text(bulletin: &ReadBulletin) -> String {
    let document = &bulletin.document;
    let extraction = &bulletin.extraction;
    let published = document
        .published()
        .map_or_else(|| "not known".to_owned(), |day| day.to_string());
    let mut text = format!(
        "{}\n{} · {} · published {published}\n",
        bulletin.name,
        cut(document.title(), 100),
        document.media()
    );
    for warning in document.warnings() {
        let _ = writeln!(text, "warning: {warning}");
    }
    for (url, read) in &bulletin.attachments {
        let told = match read {
            Ok(media) => (*media).to_owned(),
            Err(why) => format!("not read: {why}"),
        };
        let _ = writeln!(text, "attachment {url}: {told}");
    }
    let mut table = Table::new(&[
        "indicator",
        "role",
        "period",
        ">value",
        "unit",
        "printed",
        "extractor",
        "quote",
    ]);
    for found in &extraction.found {
        let candidate = &found.verified.candidate;
        table.row([
            candidate.indicator.to_string(),
            candidate.role.to_string(),
            candidate.period.to_string(),
            plain_decimal(candidate.value),
            candidate.unit.to_string(),
            candidate.printed.clone(),
            found.plugin.id.to_string(),
            value_quote(found).to_owned(),
        ]);
    }
    text.push_str(&table.text("no figures read"));
    for disputed in &extraction.disputed {
        let candidate = &disputed.verified.candidate;
        let _ = writeln!(
            text,
            "disputed: {} {} = {} by {}",
            candidate.indicator,
            candidate.period,
            plain_decimal(candidate.value),
            disputed.plugin.id
        );
    }
    if !extraction.refused.is_empty() {
        text.push_str(&refused_text(&extraction.refused));
    }
    for turn in extraction
        .turns
        .iter()
        .filter(|turn| turn.outcome != milepost_plugin_host::RunOutcome::Ok)
    {
        let _ = writeln!(
            text,
            "extractor {}: {}: {}",
            turn.plugin.id,
            turn.outcome.as_str(),
            turn.reason
        );
    }
    let open = unclaimed(bulletin).len();
    let _ = writeln!(
        text,
        "{}, {} refused, {} by nobody\n",
        many(extraction.found.len(), "figure read", "figures read"),
        extraction.refused.len(),
        many(open, "statement claimed", "statements claimed")
    );
    text
}

/// Refused claims as a table.
pub(crate) fn refused_text(refused: &[Refused]) -> String {
    let mut table = Table::new(&["refused", "period", ">value", "printed", "extractor", "reason"]);
    for refused in refused {
        let claim = &refused.claim.claim;
        table.row([
            claim.metric.clone(),
            claim.period.clone(),
            claim.value.clone(),
            claim.printed.clone(),
            refused.plugin.id.to_string(),
            refused.claim.rejection.to_string(),
        ]);
    }
    table.text("")
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Refusal::failed(format!("internal error: {error}")).hint("see the log")),
    }
}
