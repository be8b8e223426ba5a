//! `milepost demo`: the whole pipeline on the bundled bulletin site, served on loopback and read through HTTP.

use std::path::{Path, PathBuf};

use milepost_config::Config;
use milepost_service::{Exit, Progress, Refusal, Reply, Request, Service};
use serde_json::{Value, json};

use crate::cli::{Demo, Global};
use crate::demo_site::DemoSite;
use crate::output::{self, Notes, write_whole};
use crate::{locate, starter, wiring};

/// The bundled bulletins end in February 2026; a report as of a later day would rightly call all of them late.
const AS_OF: &str = "2026-02-28";

/// Marks a folder that the demo made, so that it never empties another one.
const MARK: &str = ".milepost-demo";

/// The forms written, by file name.
const REPORTS: [(&str, &str, &str); 5] = [
    ("report.html", "html", "en"),
    ("report.md", "md", "en"),
    ("report.json", "json", "en"),
    ("report.zh.html", "html", "zh"),
    ("report.zh.md", "md", "zh"),
];

/// Runs the demo.
///
/// # Errors
/// When the site or the components are not where they are looked for, or anything in the pipeline fails.
pub(crate) fn run(global: &Global, demo: &Demo) -> Result<Exit, Refusal> {
    let site = folder(demo.site.as_deref(), "tests/sites", "www", "--site")?;
    let components = components(demo.plugins.as_deref())?;
    let out = std::path::absolute(&demo.out).map_err(|error| {
        Refusal::usage(format!("no usable path: {error}")).at(demo.out.display().to_string())
    })?;
    prepare(&out)?;
    let notes = Notes::new(global.quiet);
    let told = wiring::runtime()?.block_on(tell(&site, &components, &out, &notes));
    notes.finish();
    let reply = told?;
    output::reply(&reply, global.json, None)?;
    Ok(reply.exit)
}

async fn tell(site: &Path, components: &[PathBuf], out: &Path, notes: &Notes) -> Result<Reply, Refusal> {
    let serving = DemoSite::serve(site)
        .await
        .map_err(|error| Refusal::failed(format!("no loopback port for the bundled site: {error}")))?;
    let config = configure(site, out, &serving.base)?;
    let service = wiring::open(config.clone(), wiring::options(&config)?).await?;
    let mut text = format!("the bundled site is served at {}\n", serving.base);
    for component in components {
        notes.note(&format!("installing {}", component.display()));
        let request = Request::PluginInstall {
            file: component.display().to_string(),
        };
        service.answer(request, notes).await?;
    }
    text.push_str(&format!("{} extractors installed\n", components.len()));
    let mut exit = Exit::Done;
    let passes = [
        "the first pass",
        "the second pass, after one bulletin was corrected",
        "the third pass",
    ];
    for (index, title) in passes.into_iter().enumerate() {
        if index == 1 {
            serving.publish_later_edition();
        }
        let request = Request::IngestOnce {
            sources: Vec::new(),
            force: false,
            since: None,
        };
        let reply = wiring::answer_until_interrupted(&service, request, notes).await?;
        text.push_str(&format!("\n{title}:\n{}", without_paths(&reply.text)));
        if reply.exit != Exit::Done {
            exit = reply.exit;
        }
    }
    let (indicators, files) = report(&service, out, notes).await?;
    text.push_str(&format!("\nas of {AS_OF}:\n{}\n", table(&indicators)));
    for file in &files {
        text.push_str(&format!("wrote {file}\n"));
    }
    let json = json!({ "as_of": AS_OF, "indicators": indicators, "reports": files });
    Ok(Reply::new(json, text).with_exit(exit))
}

/// The service writes its own reports after a pass, as of today; here they would only confuse.
fn without_paths(text: &str) -> String {
    text.lines()
        .filter(|line| !line.starts_with("wrote "))
        .map(|line| format!("{line}\n"))
        .collect()
}

async fn report(service: &Service, out: &Path, notes: &Notes) -> Result<(Vec<Value>, Vec<String>), Refusal> {
    let mut indicators = Vec::new();
    let mut files = Vec::new();
    for (name, format, language) in REPORTS {
        notes.note(&format!("writing {name}"));
        let request = Request::Report {
            plan: None,
            as_of: Some(AS_OF.to_owned()),
            known_at: None,
            format: format.to_owned(),
            language: language.to_owned(),
            fail_on: None,
            delivery: None,
        };
        let reply = service.answer(request, notes).await?;
        let content = reply.content.unwrap_or_default();
        if format == "json" {
            indicators = rows(&content);
        }
        let file = out.join(name);
        write_whole(&file, &content)?;
        files.push(file.display().to_string());
    }
    Ok((indicators, files))
}

/// What the demo shows of each indicator, out of the report's own JSON.
fn rows(report: &[u8]) -> Vec<Value> {
    let report: Value = serde_json::from_slice(report).unwrap_or_default();
    let indicators = report
        .get("indicators")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let row = |indicator: &Value| {
        let of = |pointer: &str| indicator.pointer(pointer).cloned().unwrap_or_default();
        json!({
            "id": of("/id"), "status": status(indicator), "unit": of("/latest/unit"),
            "value": of("/latest/value"), "period": of("/latest/period"),
            "target": of("/target/value"), "months": of("/deviation/months"),
        })
    };
    indicators.iter().map(row).collect()
}

/// An indicator without a target is not judged; it is tracked.
fn status(indicator: &Value) -> Value {
    let has_target = indicator.get("target").is_some_and(|target| !target.is_null());
    if has_target {
        indicator.get("status").cloned().unwrap_or_default()
    } else {
        Value::from("tracked")
    }
}

fn table(rows: &[Value]) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header([
        "indicator",
        "status",
        "latest",
        "unit",
        "period",
        "target",
        "months ahead (+) or behind (−)",
    ]);
    for row in rows {
        let text = |key: &str| match row.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.as_f64().map(|n| format!("{n:+.1}")).unwrap_or_default(),
            _ => String::new(),
        };
        table.add_row(["id", "status", "value", "unit", "period", "target", "months"].map(text));
    }
    table.to_string()
}

/// Writes the demo's configuration below `out/config`, for this site at this address.
fn configure(site: &Path, out: &Path, base: &str) -> Result<Config, Refusal> {
    let from = site.join("config");
    let into = out.join("config");
    let plan = into.join("plan.toml");
    write_whole(&plan, starter::SHIPPED_PLAN.as_bytes())?;
    write_whole(
        &into.join("rules").join("output.toml"),
        starter::SHIPPED_RULES.as_bytes(),
    )?;
    let fill = |text: &str| text.replace("{base}", base).replace("{plan}", "plan.toml");
    let mut copied = vec![PathBuf::from("milepost.toml")];
    let failed = |path: &Path, error: &std::io::Error| {
        Refusal::failed(format!("cannot read: {error}")).at(path.display().to_string())
    };
    let sources = from.join("sources");
    for entry in std::fs::read_dir(&sources)
        .map_err(|error| failed(&sources, &error))?
        .flatten()
    {
        copied.push(Path::new("sources").join(entry.file_name()));
    }
    for name in copied {
        let path = from.join(&name);
        let text = std::fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
        write_whole(&into.join(name), fill(&text).as_bytes())?;
    }
    let global = Global {
        config: Some(into.join("milepost.toml")),
        data: Some(out.join("data")),
        ..Global::default()
    };
    locate::config(&global)
}

/// Empties the folder of an earlier demo; refuses any other that is not empty.
fn prepare(out: &Path) -> Result<(), Refusal> {
    let failed = |error: std::io::Error| Refusal::failed(error.to_string()).at(out.display().to_string());
    let is_empty = match std::fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(failed(error)),
    };
    let mark = out.join(MARK);
    if !is_empty && !mark.is_file() {
        return Err(Refusal::usage("is not empty, and no demo made it")
            .at(out.display().to_string())
            .hint("choose another folder with --out"));
    }
    for part in ["data", "config"] {
        match std::fs::remove_dir_all(out.join(part)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
    }
    write_whole(
        &mark,
        b"made by `milepost demo`, which empties this folder when it runs again\n",
    )
}

/// The folder given, or the usual one below the working folder or beside the program, that holds `inside`.
fn folder(given: Option<&Path>, usual: &str, inside: &str, option: &str) -> Result<PathBuf, Refusal> {
    let mut places: Vec<PathBuf> = given.map(Path::to_path_buf).into_iter().collect();
    if given.is_none() {
        places.push(PathBuf::from(usual));
        let beside = std::env::current_exe()
            .ok()
            .and_then(|program| Some(program.parent()?.join(usual)));
        places.extend(beside);
    }
    places
        .iter()
        .find(|place| place.join(inside).exists())
        .cloned()
        .ok_or_else(|| {
            let looked: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
            Refusal::usage(format!("no `{inside}` in {}", looked.join(", ")))
                .at(option.to_owned())
                .hint("`cargo xtask demo` builds everything and finds it")
        })
}

/// The components to install, in the order of their names.
fn components(given: Option<&Path>) -> Result<Vec<PathBuf>, Refusal> {
    let folder = folder(given, "target/plugins", "", "--plugins")?;
    let entries = std::fs::read_dir(&folder)
        .map_err(|error| Refusal::failed(format!("cannot read: {error}")).at(folder.display().to_string()))?;
    let is_component = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "wasm");
    let mut components: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(is_component)
        .collect();
    components.sort();
    if components.is_empty() {
        return Err(Refusal::usage("holds no component")
            .at(folder.display().to_string())
            .hint("`cargo xtask plugins` builds them"));
    }
    Ok(components)
}
