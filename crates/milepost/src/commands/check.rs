//! `milepost check`: every problem of configuration, plans, sources, rules and plugins, and when each source runs next.

use std::fmt::Write as _;

use chrono::Utc;
use milepost_config::{Config, Loaded, Problem, Severity, SourceConfig};
use milepost_plugin_host::{Listed, ListedState};
use milepost_schedule::{Cadence, ReleaseCalendar, SourceSchedule};
use milepost_service::{DeliveryFinding, Exit, Refusal, Reply};
use serde_json::json;

use crate::cli::Global;
use crate::{locate, output, wiring};

/// How many of the next runs are shown for each source.
const NEXT_RUNS: usize = 5;

/// Checks everything and prints what was found; exit status 2 where any of it is an error.
///
/// # Errors
/// When no configuration is found at all.
pub(crate) fn run(global: &Global) -> Result<Exit, Refusal> {
    let path = locate::config_path(global)?;
    let loaded = milepost_config::load(&path);
    let mut beside = Beside::default();
    if let Some(config) = loaded.config.clone() {
        beside.deliveries = milepost_service::delivery_findings(&config);
        beside.plugins = plugin_findings(&locate::with_data_dir(config, global));
    }
    let is_wrong = loaded.config.is_none() || beside.errors() > 0;
    let reply = Reply::new(as_json(&loaded, &beside), as_text(&loaded, &beside));
    output::reply(&reply, global.json, None)?;
    Ok(if is_wrong { Exit::Usage } else { Exit::Done })
}

/// What is found beside the configuration's own files.
#[derive(Debug, Default)]
struct Beside {
    plugins: Vec<PluginFinding>,
    deliveries: Vec<DeliveryFinding>,
}

impl Beside {
    fn errors(&self) -> usize {
        let plugins = self.plugins.iter().filter(|finding| finding.is_error).count();
        plugins + self.deliveries.iter().filter(|finding| finding.is_error).count()
    }
}

/// What is to be said about one extractor file.
#[derive(Debug, Clone)]
struct PluginFinding {
    /// The extractor's id, or the file's name.
    name: String,
    /// What is said.
    message: String,
    /// The mend, where something is wrong.
    hint: Option<String>,
    /// It cannot be used.
    is_error: bool,
}

fn plugin_findings(config: &Config) -> Vec<PluginFinding> {
    let listed = match wiring::options(config)
        .and_then(|options| milepost_service::plugins_listed(config, &options))
    {
        Ok(listed) => listed,
        Err(refusal) => {
            return vec![PluginFinding {
                name: refusal.place.clone().unwrap_or_default(),
                message: refusal.message,
                hint: refusal.hint,
                is_error: true,
            }];
        }
    };
    if listed.is_empty() {
        return vec![PluginFinding {
            name: "none".to_owned(),
            message: "no extractor is installed: nothing will be read out of bulletins".to_owned(),
            hint: Some("milepost plugin install FILE".to_owned()),
            is_error: false,
        }];
    }
    let finding = |plugin: Listed| {
        let state = plugin.state.as_str();
        let (message, hint) = match &plugin.state {
            ListedState::InForce => (format!("{} {state}", plugin.version), None),
            ListedState::SwitchedOff(_) => (
                format!("{} {state} after breakdowns", plugin.version),
                Some("milepost plugin list shows why"),
            ),
            ListedState::Broken(why) => (
                format!("{state}: {why}"),
                Some("install it again, or `milepost plugin remove` it"),
            ),
            ListedState::NotInstalled => (
                format!("{} {state}", plugin.version),
                Some("milepost plugin install FILE"),
            ),
            ListedState::NoPlugin(why) => {
                (format!("{state}: {why}"), Some("take the file out of the folder"))
            }
        };
        PluginFinding {
            name: plugin.id.map_or(plugin.file, |id| id.to_string()),
            message,
            hint: hint.map(str::to_owned),
            is_error: matches!(plugin.state, ListedState::Broken(_)),
        }
    };
    listed.into_iter().map(finding).collect()
}

fn as_json(loaded: &Loaded, beside: &Beside) -> serde_json::Value {
    let problems: Vec<_> = loaded.problems.iter().map(problem_json).collect();
    let sources: Vec<_> = loaded
        .config
        .iter()
        .flat_map(|config| &config.sources)
        .map(source_json)
        .collect();
    let plugins: Vec<_> = beside
        .plugins
        .iter()
        .map(|finding| json!({"plugin": finding.name, "message": finding.message, "hint": finding.hint, "error": finding.is_error}))
        .collect();
    let deliveries: Vec<_> = beside
        .deliveries
        .iter()
        .map(|finding| json!({"delivery": finding.delivery, "place": finding.place, "message": finding.message, "hint": finding.hint, "error": finding.is_error}))
        .collect();
    json!({ "problems": problems, "sources": sources, "plugins": plugins, "deliveries": deliveries })
}

fn problem_json(problem: &Problem) -> serde_json::Value {
    json!({
        "severity": match problem.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "file": problem.place.file.display().to_string(),
        "line": problem.place.line,
        "column": problem.place.column,
        "key": problem.key,
        "message": problem.message,
        "hint": problem.hint,
    })
}

fn source_json(source: &SourceConfig) -> serde_json::Value {
    json!({ "id": source.id.as_str(), "enabled": source.enabled, "next": next_runs(source) })
}

fn as_text(loaded: &Loaded, beside: &Beside) -> String {
    let mut text = String::new();
    for problem in &loaded.problems {
        let _ = writeln!(text, "{problem}");
    }
    if let Some(config) = &loaded.config {
        describe(config, &mut text);
    }
    for finding in &beside.deliveries {
        let mark = if finding.is_error { "error" } else { "warning" };
        let place = if finding.place.is_empty() {
            String::new()
        } else {
            format!("{}: ", finding.place)
        };
        let _ = writeln!(
            text,
            "{mark}: {place}delivery {}: {}",
            finding.delivery, finding.message
        );
        if let Some(hint) = &finding.hint {
            let _ = writeln!(text, "  hint: {hint}");
        }
    }
    for finding in &beside.plugins {
        let mark = if finding.is_error { "error: " } else { "" };
        let _ = writeln!(text, "{mark}plugin {}: {}", finding.name, finding.message);
        if let Some(hint) = &finding.hint {
            let _ = writeln!(text, "  hint: {hint}");
        }
    }
    let count = |severity: Severity| {
        loaded
            .problems
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    };
    let errors = count(Severity::Error) + beside.errors();
    let told = beside
        .deliveries
        .iter()
        .filter(|finding| !finding.is_error)
        .count();
    let _ = writeln!(
        text,
        "{errors} errors, {} warnings",
        count(Severity::Warning) + told
    );
    text
}

fn describe(config: &Config, text: &mut String) {
    for plan in &config.plans {
        let targets = plan
            .plan
            .indicators
            .iter()
            .filter(|indicator| !indicator.targets.is_empty())
            .count();
        let _ = writeln!(
            text,
            "plan {}: {} indicators, {targets} with a target, horizon {}",
            plan.plan.id,
            plan.plan.indicators.len(),
            plan.plan.horizon
        );
    }
    for source in &config.sources {
        let next = next_runs(source);
        let when = match (source.enabled, next.is_empty()) {
            (false, _) => "switched off".to_owned(),
            (true, true) => "by hand only".to_owned(),
            (true, false) => next.join(" · "),
        };
        let _ = writeln!(text, "source {}: {when}", source.id);
    }
}

/// The next runs of a source on its zone's wall clock, as far as the schedule alone says.
fn next_runs(source: &SourceConfig) -> Vec<String> {
    let schedule = SourceSchedule {
        source: source.id.clone(),
        cron: source.schedule.clone(),
        zone: source.zone,
        calendar: source.expect.as_ref().and_then(|expect| {
            ReleaseCalendar::new(Cadence::parse(&expect.period).ok()?, expect.window, expect.hours).ok()
        }),
    };
    schedule
        .next_slots(Utc::now(), None, NEXT_RUNS)
        .into_iter()
        .map(|slot| source.zone.format(slot))
        .collect()
}
