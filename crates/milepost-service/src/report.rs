//! The deviation report: asked for, and written after a run.

use std::path::PathBuf;

use milepost_model::{Language, Plan, Timestamp};
use milepost_report::{Report, StatusWord};
use serde_json::json;

use crate::deliveries::{self, DryRun};
use crate::judged::{self, Moment};
use crate::service::{Service, store_refusal};
use crate::{Exit, Refusal, Reply, files, forms, input};

/// A report that is asked for, as typed.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) plan: Option<String>,
    pub(crate) as_of: Option<String>,
    pub(crate) known_at: Option<String>,
    pub(crate) format: String,
    pub(crate) language: String,
    pub(crate) fail_on: Option<String>,
}

/// A report that is asked for, understood.
struct Wanted<'a> {
    plan: &'a Plan,
    moment: Moment,
    format: forms::Format,
    language: Language,
    fail_on: Option<StatusWord>,
}

fn understand<'a>(service: &'a Service, asked: &Asked) -> Result<Wanted<'a>, Refusal> {
    Ok(Wanted {
        plan: input::plan(&service.inner.config, asked.plan.as_deref())?,
        moment: Moment {
            as_of: input::optional_day(asked.as_of.as_deref(), "--as-of")?,
            known_at: asked
                .known_at
                .as_deref()
                .map(|text| input::instant(text, "--known-at"))
                .transpose()?,
        },
        fail_on: asked.fail_on.as_deref().map(status).transpose()?,
        language: Language::parse(&asked.language)
            .map_err(|error| Refusal::usage(error.to_string()).at("--lang"))?,
        format: forms::Format::parse(&asked.format)?,
    })
}

/// Makes a report.
pub(crate) fn answer(service: &Service, asked: &Asked) -> Result<Reply, Refusal> {
    let wanted = understand(service, asked)?;
    let (plan, language) = (wanted.plan, wanted.language);
    let report = judged::report(service, plan, wanted.moment)?;
    let content = wanted.format.render(&report, language)?;
    let json = json!({
        "plan": plan.id.as_str(),
        "as_of": report.as_of.to_string(),
        "known_at": report.known_at.to_string(),
        "worst": report.aggregate.worst.map(StatusWord::as_str),
        "headline": report.summary.headline.get(language),
    });
    let text = report.summary.headline.get(language).to_owned();
    let exit = exit(&report, wanted.fail_on);
    Ok(Reply::new(json, text).with_content(content).with_exit(exit))
}

fn exit(report: &Report, fail_on: Option<StatusWord>) -> Exit {
    if fail_on.is_some_and(|limit| is_reached(report, limit)) {
        Exit::Deviation
    } else {
        Exit::Done
    }
}

/// Sends a report to the configured deliveries, or shows what would be sent.
pub(crate) async fn deliver(service: &Service, asked: Asked, is_dry_run: bool) -> Result<Reply, Refusal> {
    let (plan, report, made_at, fail_on) = service
        .block(move |service| {
            let wanted = understand(service, &asked)?;
            let is_present = wanted.moment.as_of.is_none() && wanted.moment.known_at.is_none();
            let (report, made_at) = if is_present && !is_dry_run {
                let (report, made_at) = present(service, wanted.plan)?;
                (report, Some(made_at))
            } else {
                (judged::report(service, wanted.plan, wanted.moment)?, None)
            };
            Ok((wanted.plan.clone(), report, made_at, wanted.fail_on))
        })
        .await?;
    let reached = exit(&report, fail_on);
    let dry_run = if is_dry_run { DryRun::Yes } else { DryRun::No };
    let reply = deliveries::deliver_report(service, &plan, report, made_at, dry_run).await?;
    // What did not go is the graver news.
    if reply.exit == Exit::Done {
        return Ok(reply.with_exit(reached));
    }
    Ok(reply)
}

/// The present report of a plan as it is kept: the last one where it says the same, else a new one, written as after a
/// run.
pub(crate) fn present(service: &Service, plan: &Plan) -> Result<(Report, Timestamp), Refusal> {
    let report = judged::report(service, plan, Moment::default())?;
    if says_the_same(service, plan, &report)? {
        let kept = service
            .store()
            .last_report(&plan.id)
            .map_err(|error| store_refusal(&error))?;
        let read = kept.and_then(|kept| Some((Report::from_json(&kept.json).ok()?, kept.made_at)));
        if let Some(kept) = read {
            return Ok(kept);
        }
    }
    write(service, plan, &report)?;
    let made_at = keep(service, plan, &report)?;
    Ok((report, made_at))
}

fn status(text: &str) -> Result<StatusWord, Refusal> {
    let words = || StatusWord::ALL.map(StatusWord::as_str).join(", ");
    let is_asked = |word: &StatusWord| word.as_str() == text || word.as_str().replace('_', "-") == text;
    StatusWord::ALL.into_iter().find(is_asked).ok_or_else(|| {
        Refusal::usage(format!("no status `{text}`"))
            .at("--fail-on")
            .hint(format!("one of {}", words()))
    })
}

/// Tells whether an indicator is at that status or worse. One that cannot be judged is neither better nor worse than
/// another: it counts only where that is what is asked for.
fn is_reached(report: &Report, limit: StatusWord) -> bool {
    report
        .indicators
        .iter()
        .any(|indicator| match (indicator.status, limit) {
            (StatusWord::NotAssessable, limit) => {
                limit == StatusWord::NotAssessable && indicator.target.is_some()
            }
            (_, StatusWord::NotAssessable) => false,
            (status, limit) => status.urgency() <= limit.urgency(),
        })
}

/// Whether reports are written that say what the last ones said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// Figures were stored.
    NewFigures,
    /// Nothing was stored: written only where the day, the plan or, by hand, the figures are others than last time.
    NothingNew,
}

/// Writes the report of every plan in every configured form and language, and keeps it to tell changes against.
pub(crate) fn write_all(service: &Service, occasion: Occasion) -> Result<Vec<PathBuf>, Refusal> {
    let mut written = Vec::new();
    for plan in &service.inner.config.plans {
        let report = judged::report(service, &plan.plan, Moment::default())?;
        let is_news = occasion == Occasion::NewFigures || !says_the_same(service, &plan.plan, &report)?;
        if is_news {
            written.extend(write(service, &plan.plan, &report)?);
            keep(service, &plan.plan, &report)?;
        }
        // Also where nothing is new: a process may have ended between keeping a report and noticing what it says.
        noticed(deliveries::notice(service, &plan.plan));
    }
    noticed(deliveries::notice_sources(service));
    Ok(written)
}

/// What cannot be noticed now is noticed after the next run; the run itself went well.
fn noticed(result: Result<(), Refusal>) {
    if let Err(refusal) = result {
        tracing::error!(error = %refusal.message, "deliveries cannot be recorded; they are looked at again after the next run");
    }
}

/// Tells whether the last kept report of a plan is of the same day, plan and figures.
fn says_the_same(service: &Service, plan: &Plan, report: &Report) -> Result<bool, Refusal> {
    let last = service
        .store()
        .last_report(&plan.id)
        .map_err(|error| store_refusal(&error))?;
    let last = last
        .filter(|last| last.as_of == *report.as_of)
        .and_then(|last| Report::from_json(&last.json).ok());
    Ok(last.is_some_and(|last| {
        last.inputs.figures_sha256 == report.inputs.figures_sha256
            && last.inputs.plan_sha256 == report.inputs.plan_sha256
    }))
}

fn write(service: &Service, plan: &Plan, report: &Report) -> Result<Vec<PathBuf>, Refusal> {
    let config = &service.inner.config.main.report;
    let folder = folder(service).join(plan.id.as_str());
    let mut written = Vec::new();
    for format in &config.formats {
        let format = forms::Format::parse(format)?;
        let languages = if format.is_for_people() {
            config.languages.as_slice()
        } else {
            &[Language::En]
        };
        for language in languages {
            let name = if format.is_for_people() {
                format!("report.{language}.{}", format.ending())
            } else {
                format!("report.{}", format.ending())
            };
            let path = folder.join(name);
            files::write_whole(&path, &format.render(report, *language)?)?;
            written.push(path);
        }
    }
    Ok(written)
}

/// Returns the folder that reports are written to: below it a folder a plan, in that `report.<language>.html` and so on.
pub(crate) fn folder(service: &Service) -> PathBuf {
    let configured = service.inner.config.main.report.dir.clone();
    configured.unwrap_or_else(|| service.inner.options.data_dir.join("reports"))
}

/// Keeps a report, and says under which instant.
fn keep(service: &Service, plan: &Plan, report: &Report) -> Result<Timestamp, Refusal> {
    let made_at = service.now();
    let record = milepost_store::Report {
        plan: plan.id.clone(),
        as_of: *report.as_of,
        known_at: *report.known_at,
        made_at,
        json: milepost_report::render_json(report),
    };
    service
        .store()
        .record_report(record)
        .map_err(|error| store_refusal(&error))?;
    Ok(made_at)
}
