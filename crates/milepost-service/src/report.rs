//! The deviation report: asked for, and written after a run.

use std::path::PathBuf;

use milepost_model::{Language, Plan};
use milepost_report::{Report, StatusWord};
use serde_json::json;

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
    pub(crate) delivery: Option<bool>,
}

/// Makes a report.
pub(crate) fn answer(service: &Service, asked: &Asked) -> Result<Reply, Refusal> {
    let plan = input::plan(&service.inner.config, asked.plan.as_deref())?;
    let moment = Moment {
        as_of: input::optional_day(asked.as_of.as_deref(), "--as-of")?,
        known_at: asked
            .known_at
            .as_deref()
            .map(|text| input::instant(text, "--known-at"))
            .transpose()?,
    };
    let fail_on = asked.fail_on.as_deref().map(status).transpose()?;
    let language =
        Language::parse(&asked.language).map_err(|error| Refusal::usage(error.to_string()).at("--lang"))?;
    let format = forms::Format::parse(&asked.format)?;
    if asked.delivery.is_some() {
        return Err(no_delivery(service));
    }
    let report = judged::report(service, plan, moment)?;
    let content = format.render(&report, language)?;
    let json = json!({
        "plan": plan.id.as_str(),
        "as_of": report.as_of.to_string(),
        "known_at": report.known_at.to_string(),
        "worst": report.aggregate.worst.map(StatusWord::as_str),
        "headline": report.summary.headline.get(language),
    });
    let text = report.summary.headline.get(language).to_owned();
    let exit = if fail_on.is_some_and(|limit| is_reached(&report, limit)) {
        Exit::Deviation
    } else {
        Exit::Done
    };
    Ok(Reply::new(json, text).with_content(content).with_exit(exit))
}

fn no_delivery(service: &Service) -> Refusal {
    let file = service.inner.config.file.display().to_string();
    if service.inner.config.main.deliveries.is_empty() {
        return Refusal::usage("no [[delivery]] is configured")
            .at(file)
            .hint("this version sends nothing; reports are written to the reports folder after each run");
    }
    Refusal::failed("this version sends nothing: deliveries are read and checked only")
        .at(file)
        .hint("reports are written to the reports folder after each run")
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
        if occasion == Occasion::NothingNew && says_the_same(service, &plan.plan, &report)? {
            continue;
        }
        written.extend(write(service, &plan.plan, &report)?);
        keep(service, &plan.plan, &report)?;
    }
    Ok(written)
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

fn keep(service: &Service, plan: &Plan, report: &Report) -> Result<(), Refusal> {
    let record = milepost_store::Report {
        plan: plan.id.clone(),
        as_of: *report.as_of,
        known_at: *report.known_at,
        made_at: service.now(),
        json: milepost_report::render_json(report),
    };
    service
        .store()
        .record_report(record)
        .map_err(|error| store_refusal(&error))
}
