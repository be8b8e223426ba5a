//! Takes bulletins in: passes over sources, bulletins given by hand.

use std::fmt::Write as _;
use std::path::PathBuf;

use milepost_model::SourceId;
use milepost_pipeline::{
    DocumentOutcome, Given, GivenBulletins, PassOptions, PassOutcome, Recheck, SourceOutcome, SourceSetup,
};
use serde_json::{Value, json};

use crate::report::Occasion;
use crate::service::{Service, Told, pipeline_refusal};
use crate::table::{Table, cut, many};
use crate::{Exit, Fact, GivenInput, Progress, Refusal, Reply, facts, input, plugins, report, translate};

/// One pass over sources, and the reports after it.
pub(crate) async fn once(
    service: &Service,
    sources: &[String],
    force: bool,
    since: Option<&str>,
    progress: &dyn Progress,
) -> Result<Reply, Refusal> {
    let config = &service.inner.config;
    let ids = sources
        .iter()
        .map(|id| input::source(config, id, "--source"))
        .collect::<Result<Vec<_>, _>>()?;
    let since = input::optional_day(since, "--since")?;
    if config.sources.is_empty() {
        return Err(Refusal::usage("no source is configured")
            .at(config.file.display().to_string())
            .hint("sources = [\"sources/*.toml\"]"));
    }
    let (setups, broken) = service.setups(&ids);
    let options = PassOptions {
        trigger: "ingest".to_owned(),
        force,
        since,
        recheck: Recheck::Listed,
    };
    let mut passed = pass(service, setups, options, progress).await?;
    passed.outcome.sources.extend(broken);
    send(service, progress).await;
    Ok(reply(service, &passed, Kind::Pass))
}

/// A pass, and what came of it.
#[derive(Debug)]
pub(crate) struct Passed {
    pub(crate) outcome: PassOutcome,
    /// The reports that were written.
    pub(crate) written: Vec<PathBuf>,
    /// What is to be known of the sources since this pass.
    pub(crate) facts: Vec<Fact>,
}

/// Makes a pass, notes what is to be known since, and writes the reports where it stored anything.
pub(crate) async fn pass(
    service: &Service,
    setups: Vec<SourceSetup>,
    options: PassOptions,
    progress: &dyn Progress,
) -> Result<Passed, Refusal> {
    let _reserved = service
        .reserve(setups.iter().map(|setup| setup.id().clone()).collect())
        .await;
    service.block(plugins::refresh).await?;
    let pipeline = service.inner.pipeline.clone();
    let passed = pipeline
        .pass(setups, options, &Told(progress), service.stop_sign())
        .await;
    service.block(Service::keep_breakers).await?;
    let outcome = passed.map_err(|error| pipeline_refusal(&error))?;
    finish(service, outcome, progress).await
}

async fn finish(service: &Service, outcome: PassOutcome, progress: &dyn Progress) -> Result<Passed, Refusal> {
    let facts = service.block(Service::note_facts).await?;
    let written = reports_after(service, &outcome, progress).await?;
    Ok(Passed {
        outcome,
        written,
        facts,
    })
}

async fn reports_after(
    service: &Service,
    outcome: &PassOutcome,
    progress: &dyn Progress,
) -> Result<Vec<PathBuf>, Refusal> {
    let occasion = if outcome.is_nothing_new() {
        Occasion::NothingNew
    } else {
        Occasion::NewFigures
    };
    progress.note("writing the reports");
    service
        .block(move |service| report::write_all(service, occasion))
        .await
}

/// Sends what the reports gave rise to. A channel that does not take it fails no run: the message stays recorded.
pub(crate) async fn send(service: &Service, progress: &dyn Progress) {
    progress.note("sending what is due");
    if let Err(refusal) = service.deliver_due().await {
        tracing::error!(error = %refusal.message, "messages cannot be sent now; they stay recorded");
    }
}

/// Takes given bulletins in.
pub(crate) async fn given(
    service: &Service,
    inputs: &[GivenInput],
    source: Option<&str>,
    published: Option<&str>,
    progress: &dyn Progress,
) -> Result<Reply, Refusal> {
    let published = input::optional_day(published, "--published")?;
    let mut outcome = PassOutcome::default();
    service.block(plugins::refresh).await?;
    for (setup, given) in by_source(service, inputs, source)? {
        let _reserved = service.reserve(vec![setup.id().clone()]).await;
        let bulletins = GivenBulletins {
            setup,
            given,
            published,
            force: false,
        };
        let pipeline = service.inner.pipeline.clone();
        let taken = pipeline
            .take_in(bulletins, &Told(progress), service.stop_sign())
            .await;
        let taken = taken.map_err(|error| pipeline_refusal(&error))?;
        outcome.run = taken.run;
        outcome.is_stopped |= taken.is_stopped;
        outcome.sources.extend(taken.sources);
    }
    let passed = finish(service, outcome, progress).await?;
    send(service, progress).await;
    Ok(reply(service, &passed, Kind::Given))
}

/// Sorts given bulletins by the source they belong to: the named one, or the one whose site an address is of.
fn by_source(
    service: &Service,
    inputs: &[GivenInput],
    source: Option<&str>,
) -> Result<Vec<(SourceSetup, Vec<Given>)>, Refusal> {
    let config = &service.inner.config;
    let named = source
        .map(|id| input::source(config, id, "--source"))
        .transpose()?;
    let mut sorted: Vec<(SourceSetup, Vec<Given>)> = Vec::new();
    for input in inputs {
        let (given, mut setup) = match input {
            GivenInput::File(path) => {
                let setup = setup_of(service, named.as_ref(), None)?;
                (Given::File(PathBuf::from(path)), setup)
            }
            GivenInput::Url(url) => {
                let host = translate::host(url)
                    .ok_or_else(|| Refusal::usage("no http or https address").at(url.clone()))?;
                let mut setup = setup_of(service, named.as_ref(), Some(&host))?;
                // A person asks for this address: it need not be on the lists' host.
                setup.spec.hosts.push(host);
                (Given::Url(url.clone()), setup)
            }
        };
        setup.spec.hosts.sort();
        setup.spec.hosts.dedup();
        match sorted.iter_mut().find(|(known, _)| known.id() == setup.id()) {
            Some((known, group)) => {
                known.spec.hosts.append(&mut setup.spec.hosts);
                group.push(given);
            }
            None => sorted.push((setup, vec![given])),
        }
    }
    Ok(sorted)
}

fn setup_of(service: &Service, named: Option<&SourceId>, host: Option<&str>) -> Result<SourceSetup, Refusal> {
    let config = &service.inner.config;
    let of_host = || translate::source_of_host(config, host?);
    match named.or_else(of_host).and_then(|id| service.inner.setups.get(id)) {
        Some(setup) => setup.clone(),
        None => Ok(service.inner.by_hand.clone()),
    }
}

/// Whether sources were visited, or bulletins given: a person who gives a bulletin is told when it was not had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pass,
    Given,
}

/// How a pass is told: `ingest --json` of the product, and a table.
fn reply(service: &Service, passed: &Passed, kind: Kind) -> Reply {
    let Passed {
        outcome,
        written,
        facts,
    } = passed;
    let documents: Vec<Value> = outcome.documents().map(document_json).collect();
    let sources: Vec<Value> = outcome.sources.iter().map(source_json).collect();
    let files: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
    let json = json!({
        "run": outcome.run,
        "stopped": outcome.is_stopped,
        "nothing_new": outcome.is_nothing_new(),
        "documents": documents,
        "sources": sources,
        "facts": facts.iter().map(facts::json).collect::<Vec<_>>(),
        "reports": files,
    });
    Reply::new(json, text(service, passed, &files)).with_exit(exit(outcome, kind))
}

fn document_json(document: &DocumentOutcome) -> Value {
    json!({
        "url": document.url,
        "class": document.class.as_str(),
        "reason": document.reason,
        "snapshot": document.snapshot.map(|hash| hash.to_string()),
        "observations": document.observations,
        "set_aside": document.set_aside,
        "source": document.source.as_str(),
        "title": document.title,
        "revised": document.revised,
        "unchanged": document.unchanged,
        "refused": document.refused,
        "plugin_failures": document.plugin_failures,
    })
}

fn source_json(source: &SourceOutcome) -> Value {
    json!({
        "id": source.id.as_str(),
        "class": source.class.as_str(),
        "reason": source.reason,
        "found": source.found,
        "new": source.new,
    })
}

/// Failed where nothing went well, partly done where something did.
fn exit(outcome: &PassOutcome, kind: Kind) -> Exit {
    let (failed, all) = match kind {
        Kind::Pass => {
            let failed = outcome
                .sources
                .iter()
                .filter(|source| source.is_failure())
                .count();
            (failed, outcome.sources.len())
        }
        Kind::Given => {
            let failed = outcome
                .documents()
                .filter(|document| !document.class.is_success())
                .count();
            (failed, outcome.documents().count())
        }
    };
    let went_well = outcome.documents().any(|document| document.class.is_success());
    match failed {
        0 if outcome.is_stopped => Exit::Partly,
        0 => Exit::Done,
        failed if failed == all && !went_well => Exit::Failed,
        _ => Exit::Partly,
    }
}

fn text(service: &Service, passed: &Passed, files: &[String]) -> String {
    let outcome = &passed.outcome;
    let mut table = Table::new(&[
        "source",
        "class",
        ">found",
        ">new",
        ">figures",
        ">revised",
        ">set aside",
        "note",
    ]);
    for source in &outcome.sources {
        table.row([
            source.id.to_string(),
            source.class.to_string(),
            source.found.to_string(),
            source.new.to_string(),
            source.observations().to_string(),
            source.revised().to_string(),
            source.set_aside().to_string(),
            source.reason.clone(),
        ]);
    }
    let mut text = table.text("no source is enabled");
    for document in outcome.documents() {
        let failures = document
            .plugin_failures
            .iter()
            .map(|failure| format!("extractor {failure}"));
        let trouble =
            Some(&document.reason).filter(|reason| !reason.is_empty() && !document.class.is_success());
        for line in trouble.cloned().into_iter().chain(failures) {
            let _ = writeln!(text, "{}: {}: {}", document.class, document.url, cut(&line, 200));
        }
    }
    for fact in &passed.facts {
        let _ = writeln!(text, "{}: {}", fact.kind, facts::line(fact));
    }
    text.push_str(&summary(outcome));
    let no_plugins = service.parts().extractors.in_force().is_empty();
    if no_plugins {
        text.push_str("no extractor is installed: nothing was read out of the bulletins; `milepost plugin install FILE`, then `milepost replay --apply`\n");
    }
    for file in files {
        let _ = writeln!(text, "wrote {file}");
    }
    text
}

fn summary(outcome: &PassOutcome) -> String {
    let unchanged = outcome
        .documents()
        .filter(|document| document.class.is_success() && !document.is_new())
        .count();
    let failed = outcome
        .documents()
        .filter(|document| document.is_failure())
        .count();
    if outcome.is_nothing_new() && failed == 0 {
        return format!(
            "nothing new: {} unchanged\n",
            many(unchanged, "bulletin", "bulletins")
        );
    }
    let new = outcome.documents().filter(|document| document.is_new()).count();
    let mut parts = vec![
        many(new, "new bulletin", "new bulletins"),
        many(outcome.observations(), "figure stored", "figures stored"),
    ];
    let revised: usize = outcome.sources.iter().map(SourceOutcome::revised).sum();
    let set_aside: usize = outcome.sources.iter().map(SourceOutcome::set_aside).sum();
    let counted = [
        (revised, "figure revised", "figures revised"),
        (
            set_aside,
            "set aside for `milepost review list`",
            "set aside for `milepost review list`",
        ),
        (unchanged, "bulletin unchanged", "bulletins unchanged"),
        (failed, "bulletin failed", "bulletins failed"),
    ];
    parts.extend(
        counted
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, more)| many(count, one, more)),
    );
    let stopped = if outcome.is_stopped {
        "; stopped before its end"
    } else {
        ""
    };
    format!("{}{stopped}\n", parts.join(", "))
}

/// Dimensions as a JSON object.
pub(crate) fn dims(dims: &[(String, String)]) -> Value {
    dims.iter()
        .map(|(key, value)| (key.clone(), Value::String(value.clone())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
