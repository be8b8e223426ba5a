//! `milepost plugin test`: a component's fixtures, as an install runs them.

use std::path::Path;

use milepost_plugin_host::FixtureReport;
use milepost_service::{Exit, Refusal, Reply};
use serde_json::json;

use crate::cli::Global;
use crate::{output, wiring};

/// Runs the fixtures of a component, or of a folder that is built first.
///
/// # Errors
/// When the component cannot be loaded. A fixture that is not met is told, and the exit status is 1.
pub(super) fn run(global: &Global, target: &Path, bless: bool) -> Result<Exit, Refusal> {
    let (bytes, folder) = if target.is_dir() {
        (super::build::build(target)?.packed, Some(target))
    } else {
        let bytes = std::fs::read(target).map_err(|error| {
            Refusal::failed(format!("cannot read: {error}")).at(target.display().to_string())
        })?;
        (bytes, None)
    };
    if bless && folder.is_none() {
        return Err(
            Refusal::usage("--bless rewrites the fixtures of a folder, not of a component")
                .at(target.display().to_string())
                .hint("give the extractor's folder"),
        );
    }
    let host = milepost_service::plugin_host(&wiring::options_without_config()?, None)?;
    let at = |refusal: Refusal| refusal.at(target.display().to_string());
    let plugin = host
        .load(&bytes)
        .map_err(|error| at(Refusal::failed(output::chain(&error))))?;
    let reports = host
        .test(&plugin, true)
        .map_err(|error| at(Refusal::failed(output::chain(&error))))?;
    if let Some(folder) = folder.filter(|_| bless) {
        return rewrite(global, folder, &reports);
    }
    let reply = reply(plugin.id().as_str(), &reports);
    output::reply(&reply, global.json, None)?;
    Ok(reply.exit)
}

fn reply(id: &str, reports: &[FixtureReport]) -> Reply {
    let mut text = String::new();
    for report in reports {
        let word = if report.is_passed() { "passed" } else { "FAILED" };
        let cost = report
            .run
            .cost
            .map(|cost| format!(", cost {cost}"))
            .unwrap_or_default();
        text.push_str(&format!(
            "{word}  {}: {} figures, {:.1} ms, {} KiB{cost}\n",
            report.name,
            report.run.observations.len(),
            report.run.time.as_secs_f64() * 1000.0,
            report.run.memory_bytes / 1024
        ));
        for difference in &report.differences {
            text.push_str(&format!("        {difference}\n"));
        }
        if !report.is_passed() {
            for line in report.run.stderr.lines() {
                text.push_str(&format!("        | {line}\n"));
            }
        }
    }
    let failed = reports.iter().filter(|report| !report.is_passed()).count();
    text.push_str(&format!("{id}: {} fixtures, {failed} failed\n", reports.len()));
    if reports.is_empty() {
        text.push_str("a plugin without fixtures proves nothing: see docs/formats/plugin-manifest.md\n");
    }
    let json = json!({
        "plugin": id,
        "fixtures": reports.iter().map(|report| json!({
            "name": report.name, "passed": report.is_passed(), "differences": report.differences,
            "observations": report.run.observations.len(), "cost": report.run.cost,
        })).collect::<Vec<_>>(),
    });
    Reply::new(json, text).with_exit(if failed == 0 { Exit::Done } else { Exit::Failed })
}

/// Puts what is read now in place of what was expected. The author looks at the difference before keeping it.
fn rewrite(global: &Global, folder: &Path, reports: &[FixtureReport]) -> Result<Exit, Refusal> {
    let mut text = String::new();
    let mut files = Vec::new();
    for report in reports.iter().filter(|report| !report.is_passed()) {
        let path = folder.join("fixtures").join(&report.name).join("fixture.toml");
        let old = std::fs::read_to_string(&path).map_err(|error| {
            Refusal::failed(format!("cannot read: {error}")).at(path.display().to_string())
        })?;
        let kept = without_expectations(&old);
        output::write_whole(&path, format!("{kept}{}", report.expectations()).as_bytes())?;
        text.push_str(&format!("rewrote {}\n", path.display()));
        files.push(path.display().to_string());
    }
    if files.is_empty() {
        text.push_str("every fixture passes as it is\n");
    } else {
        text.push_str("look at the difference before you keep it: what is read now may be wrong\n");
    }
    output::reply(
        &Reply::new(json!({ "rewritten": files }), text),
        global.json,
        None,
    )?;
    Ok(Exit::Done)
}

/// The text without its `[[expect]]` tables; everything else stays as the author wrote it.
fn without_expectations(text: &str) -> String {
    let mut kept = String::new();
    let mut is_expectation = false;
    for line in text.lines() {
        if line.trim_start().starts_with('[') {
            is_expectation = line.trim() == "[[expect]]";
        }
        if !is_expectation {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let trimmed = kept.trim_end().len();
    kept.truncate(trimmed);
    kept.push('\n');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_expectations_are_taken_out() {
        let text = "document = \"d\"\n\n[[indicator]]\nid = \"x\"\n\n[[expect]]\nvalue = \"1\"\n\n[[refuse]]\ncode = \"y\"\n";
        let kept = without_expectations(text);
        assert_eq!(
            kept,
            "document = \"d\"\n\n[[indicator]]\nid = \"x\"\n\n[[refuse]]\ncode = \"y\"\n"
        );
    }
}
