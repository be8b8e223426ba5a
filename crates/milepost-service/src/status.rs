//! The terminal overview: indicators, sources, last runs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use milepost_config::SourceConfig;
use milepost_model::{Decimal, Language, SourceId, Timestamp, plain_decimal};
use milepost_report::report::v1::IndicatorReport;
use milepost_report::{SourceHealth, StatusWord};
use milepost_schedule::SourceFacts;
use milepost_store::{Run, RunEnd};
use serde_json::{Value, json};

use crate::judged::{self, Moment};
use crate::service::{Service, store_refusal};
use crate::table::{Table, many};
use crate::{Refusal, Reply, deliveries, facts, health, input, plugins, translate};

/// How many runs are shown.
const RUNS: usize = 5;

/// Indicators, sources, last runs.
pub(crate) fn answer(service: &Service, plan: Option<&str>) -> Result<Reply, Refusal> {
    let plan = input::plan(&service.inner.config, plan)?;
    let report = judged::report(service, plan, Moment::default())?;
    let sources = health::sources(service)?;
    let published = health::published(service)?;
    let runs = service
        .store()
        .last_runs(RUNS)
        .map_err(|error| store_refusal(&error))?;
    let reviews = service
        .store()
        .open_reviews()
        .map_err(|error| store_refusal(&error))?
        .len();
    let unreadable = health::unreadable(service)?;
    let idle = plugins::not_running(service)?;
    let facts = service.facts()?;
    let mut text = format!(
        "{}, as of {}\n{}\n\n",
        report.plan.title.get(Language::En),
        report.as_of,
        report.summary.headline.get(Language::En)
    );
    text.push_str(&indicators(&report.indicators));
    text.push('\n');
    text.push_str(&source_table(service, &sources, &published)?);
    if !facts.is_empty() {
        text.push_str("\nto know:\n");
        for fact in &facts {
            let _ = writeln!(text, "  {}", facts::line(fact));
        }
    }
    text.push('\n');
    text.push_str(&run_table(&runs));
    let deliveries = deliveries::as_text(service)?;
    if !deliveries.is_empty() {
        text.push('\n');
        text.push_str(&deliveries);
    }
    if reviews > 0 {
        let _ = writeln!(
            text,
            "\n{} to look at: `milepost review list`",
            many(
                reviews,
                "candidate waits for a person",
                "candidates wait for a person"
            )
        );
    }
    if !unreadable.is_empty() {
        let _ = writeln!(
            text,
            "\n{}:",
            many(
                unreadable.len(),
                "bulletin could not be read",
                "bulletins could not be read"
            )
        );
        for bulletin in &unreadable {
            let _ = writeln!(text, "  {}: {}", bulletin.url, bulletin.reason);
        }
    }
    if !idle.is_empty() {
        let _ = writeln!(
            text,
            "\n{} not run: `milepost plugin list`",
            many(idle.len(), "extractor does", "extractors do")
        );
        for plugin in &idle {
            let reason = plugin
                .reason
                .as_ref()
                .map(|reason| format!(": {reason}"))
                .unwrap_or_default();
            let _ = writeln!(text, "  {}: {}{reason}", plugin.name, plugin.state);
        }
    }
    let json = json!({
        "plan": plan.id.as_str(),
        "as_of": report.as_of.to_string(),
        "headline": report.summary.headline.get(Language::En),
        "indicators": report.indicators.iter().map(indicator_json).collect::<Vec<_>>(),
        "sources": sources.iter().map(|source| source_json(service, source, &published)).collect::<Vec<_>>(),
        "runs": runs.iter().map(run_json).collect::<Vec<_>>(),
        "facts": facts.iter().map(facts::json).collect::<Vec<_>>(),
        "deliveries": deliveries::as_json(service)?,
        "open_reviews": reviews,
        "unreadable": unreadable.iter().map(|bulletin| json!({
            "source": bulletin.source.as_str(), "url": bulletin.url, "reason": bulletin.reason,
            "snapshot": bulletin.snapshot.map(|hash| hash.to_string()),
        })).collect::<Vec<_>>(),
        "extractors": service.parts().extractors.in_force().len(),
        "extractors_not_run": idle.iter().map(|plugin| json!({
            "name": plugin.name, "state": plugin.state, "reason": plugin.reason,
        })).collect::<Vec<_>>(),
    });
    Ok(Reply::new(json, text))
}

/// The configured sources.
pub(crate) fn sources(service: &Service) -> Result<Reply, Refusal> {
    let sources = health::sources(service)?;
    let published = health::published(service)?;
    let json = json!({ "sources": sources.iter().map(|source| source_json(service, source, &published)).collect::<Vec<_>>() });
    Ok(Reply::new(json, source_table(service, &sources, &published)?))
}

fn indicators(indicators: &[IndicatorReport]) -> String {
    let mut table = Table::new(&[
        "status",
        "indicator",
        ">latest",
        "unit",
        "period",
        ">target",
        "by",
        ">months",
        "known as",
    ]);
    for indicator in indicators {
        let latest = indicator.latest.as_ref();
        let target = indicator.target.as_ref();
        let months = indicator
            .deviation
            .as_ref()
            .and_then(|deviation| deviation.months);
        table.row([
            match (indicator.status, target) {
                (StatusWord::NotAssessable, None) => "tracked".to_owned(),
                (status, _) => status.as_str().to_owned(),
            },
            indicator.id.clone(),
            latest
                .map(|latest| plain_decimal(*latest.value))
                .unwrap_or_default(),
            latest.map_or(indicator.unit.to_string(), |latest| latest.unit.to_string()),
            latest.map(|latest| latest.period.to_string()).unwrap_or_default(),
            target
                .and_then(|target| target.value)
                .map(|value| plain_decimal(*value))
                .unwrap_or_default(),
            target.map(|target| target.by.to_string()).unwrap_or_default(),
            months.map(|months| format!("{months:+.0}")).unwrap_or_default(),
            indicator.title.get(Language::Zh).to_owned(),
        ]);
    }
    table.text("the plan has no indicators")
}

fn indicator_json(indicator: &IndicatorReport) -> Value {
    let latest = indicator.latest.as_ref();
    let target = indicator.target.as_ref();
    let text = |value: Decimal| plain_decimal(value);
    json!({
        "id": indicator.id,
        "title": { "en": indicator.title.get(Language::En), "zh": indicator.title.get(Language::Zh) },
        "status": indicator.status.as_str(),
        "reason": indicator.reason.as_ref().map(ToString::to_string),
        "modifiers": indicator.modifiers.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "unit": indicator.unit.to_string(),
        "latest": latest.map(|latest| json!({ "period": latest.period.to_string(), "value": text(*latest.value), "unit": latest.unit.to_string() })),
        "target": target.map(|target| json!({
            "value": target.value.map(|value| text(*value)), "by": target.by.to_string(),
        })),
        "months": indicator.deviation.as_ref().and_then(|deviation| deviation.months),
        "completion": indicator.completion,
    })
}

/// The latest period that every source has published figures for.
type Published = BTreeMap<SourceId, SourceFacts>;

fn source_table(
    service: &Service,
    sources: &[SourceHealth],
    published: &Published,
) -> Result<String, Refusal> {
    let results = last_results(service)?;
    let mut table = Table::new(&["source", "state", "last read", "next", "last result", "note"]);
    for source in sources {
        let config = service.inner.config.source(&source.id);
        let result = results
            .iter()
            .find(|(id, _)| *id == source.id)
            .map(|(_, result)| result.clone());
        table.row([
            source.id.to_string(),
            word(source).to_owned(),
            source
                .last_success
                .map(|at| moment(config, at))
                .unwrap_or_default(),
            config
                .and_then(|config| next(service, config, published).map(|at| moment(Some(config), at)))
                .unwrap_or_default(),
            result.unwrap_or_default(),
            source.message.clone(),
        ]);
    }
    Ok(table.text("no source is configured"))
}

fn source_json(service: &Service, source: &SourceHealth, published: &Published) -> Value {
    let config = service.inner.config.source(&source.id);
    json!({
        "id": source.id.as_str(),
        "title": { "en": source.title.en, "zh": source.title.zh },
        "state": word(source),
        "message": source.message,
        "last_success": source.last_success.map(|at| at.to_rfc3339()),
        "next": config.and_then(|config| next(service, config, published)).map(|at| at.to_rfc3339()),
        "enabled": config.is_some_and(|config| config.enabled),
        "tier": config.map(|config| config.tier.get()),
        "schedule": config.and_then(|config| config.schedule.as_ref()).map(|cron| cron.as_str().to_owned()),
        "zone": config.map(|config| config.zone.name()),
        "lists": config.map(|config| config.lists.iter().map(|list| list.url.clone()).collect::<Vec<_>>()),
    })
}

const fn word(source: &SourceHealth) -> &'static str {
    use milepost_report::HealthClass;
    match source.class {
        HealthClass::Ok => "ok",
        HealthClass::Silent => "silent",
        HealthClass::Failing => "failing",
        HealthClass::NeverRead => "never read",
        HealthClass::Disabled => "disabled",
    }
}

/// An instant in a source's own zone.
fn moment(config: Option<&SourceConfig>, at: Timestamp) -> String {
    config.map_or_else(
        || at.format("%Y-%m-%d %H:%M UTC").to_string(),
        |config| config.zone.format(at),
    )
}

/// When the schedule names the source next.
fn next(service: &Service, config: &SourceConfig, published: &Published) -> Option<Timestamp> {
    let schedule = translate::schedule(config).ok().filter(|_| config.enabled)?;
    let found = published.get(&config.id).and_then(|facts| facts.found);
    schedule.next_slot(service.now(), found)
}

/// What each source gave in the last runs, the newest that visited it.
fn last_results(service: &Service) -> Result<Vec<(SourceId, String)>, Refusal> {
    /// A day of half-hourly runs.
    const LOOK_BACK: usize = 50;
    let runs = service
        .store()
        .last_runs(LOOK_BACK)
        .map_err(|error| store_refusal(&error))?;
    let mut results: Vec<(SourceId, String)> = Vec::new();
    for result in runs.iter().flat_map(|run| &run.results) {
        if !results.iter().any(|(id, _)| *id == result.source) {
            let told = format!(
                "{}: {} found, {} figures",
                result.class, result.found, result.observations
            );
            results.push((result.source.clone(), told));
        }
    }
    Ok(results)
}

fn run_table(runs: &[Run]) -> String {
    let mut table = Table::new(&[
        ">run",
        "started",
        "by",
        "ended",
        ">sources",
        ">figures",
        ">set aside",
        ">failed",
    ]);
    for run in runs {
        let sum =
            |count: fn(&milepost_store::SourceResult) -> u64| run.results.iter().map(count).sum::<u64>();
        table.row([
            run.id.to_string(),
            run.opened.started_at.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
            run.opened.trigger.clone(),
            ended(&run.end),
            run.results.len().to_string(),
            sum(|result| result.observations).to_string(),
            sum(|result| result.set_aside).to_string(),
            run.results
                .iter()
                .filter(|result| has_failed(&result.class))
                .count()
                .to_string(),
        ]);
    }
    table.text("no run yet: `milepost ingest --once`")
}

fn has_failed(class: &str) -> bool {
    class
        .parse::<milepost_fetch::OutcomeClass>()
        .is_ok_and(|class| !class.is_success())
}

fn ended(end: &RunEnd) -> String {
    match end {
        RunEnd::Open => "going on".to_owned(),
        RunEnd::Closed { at } => at.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        RunEnd::Interrupted { .. } => "interrupted".to_owned(),
    }
}

fn run_json(run: &Run) -> Value {
    json!({
        "id": run.id,
        "trigger": run.opened.trigger,
        "started_at": run.opened.started_at.to_rfc3339(),
        "end": match &run.end {
            RunEnd::Open => json!("open"),
            RunEnd::Closed { at } => json!(at.to_rfc3339()),
            RunEnd::Interrupted { .. } => json!("interrupted"),
        },
        "sources": run.results.iter().map(|result| json!({
            "id": result.source.as_str(), "class": result.class, "reason": result.reason, "found": result.found,
            "new": result.new, "observations": result.observations, "revised": result.revised,
            "set_aside": result.set_aside, "unreadable": result.unreadable,
        })).collect::<Vec<_>>(),
    })
}
