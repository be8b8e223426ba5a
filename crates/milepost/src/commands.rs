//! What each command does: most become a request that an open data folder answers, here or in the daemon.

mod author;
mod check;
mod demo;
mod extract;
mod reference;

use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use milepost_service::{Exit, GivenInput, Refusal, Reply, Request};

use crate::cli::{
    Cli, Command, Global, Observations, Plugin, ReportFormat, ReportLanguage, Review, Sources, Store,
};
use crate::output::{self, Notes};
use crate::{starter, wiring};

/// Runs the command.
///
/// # Errors
/// With what is wrong, where, and the mend.
pub(crate) fn run(cli: Cli) -> Result<Exit, Refusal> {
    let global = cli.global;
    match cli.command {
        Command::Init(init) => print(&global, &starter::write(&init.dir)?),
        Command::Check => check::run(&global),
        Command::Extract(extract) => extract::run(&global, &extract),
        Command::Demo(demo) => demo::run(&global, &demo),
        Command::Daemon => wiring::daemon(&global),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "milepost", &mut std::io::stdout());
            Ok(Exit::Done)
        }
        Command::Man { markdown: true } => {
            output::out(&reference::markdown(Cli::command()));
            Ok(Exit::Done)
        }
        Command::Man { markdown: false } => manual(),
        Command::ParseWorker => wiring::parse_worker(),
        Command::CompileWorker => wiring::compile_worker(),
        Command::Sources(Sources::Probe { target }) => wiring::probe(&global, &target),
        Command::Plugin(plugin) => plugin_command(&global, plugin),
        Command::Store(Store::Restore { file }) => wiring::restore(&global, &file),
        Command::Report(report) => {
            let (out, deliver, dry_run) = (report.out.clone(), report.deliver, report.dry_run);
            let request = Request::Report {
                plan: report.plan,
                as_of: report.as_of,
                known_at: report.known_at,
                format: if global.json {
                    "json"
                } else {
                    format_name(report.format)
                }
                .to_owned(),
                language: language_name(report.lang).to_owned(),
                fail_on: report.fail_on,
                delivery: match (deliver, dry_run) {
                    (false, _) => None,
                    (true, dry_run) => Some(dry_run),
                },
            };
            ask(&global, &request, out.as_deref())
        }
        Command::Ingest(ingest) => {
            let request = if ingest.once {
                Request::IngestOnce {
                    sources: ingest.source,
                    force: ingest.force,
                    since: ingest.since,
                }
            } else {
                if ingest.source.len() > 1 {
                    return Err(Refusal::usage("given bulletins belong to one source").at("--source"));
                }
                Request::IngestGiven {
                    inputs: ingest
                        .inputs
                        .iter()
                        .map(|input| given(input))
                        .collect::<Result<_, _>>()?,
                    source: ingest.source.into_iter().next(),
                    published: ingest.published,
                }
            };
            ask(&global, &request, None)
        }
        Command::Status(status) => ask(&global, &Request::Status { plan: status.plan }, None),
        Command::Sources(Sources::List) => ask(&global, &Request::SourcesList, None),
        Command::Observations(observations) => observations_command(&global, observations),
        Command::Review(review) => {
            let request = match review {
                Review::List => Request::ReviewList,
                Review::Accept { id, who, why } => Request::ReviewDecide {
                    id,
                    accept: true,
                    who,
                    why,
                },
                Review::Reject { id, who, why } => Request::ReviewDecide {
                    id,
                    accept: false,
                    who,
                    why,
                },
            };
            ask(&global, &request, None)
        }
        Command::Replay(replay) => {
            let request = Request::Replay {
                source: replay.source,
                plugin: replay.plugin,
                apply: replay.apply,
            };
            ask(&global, &request, None)
        }
        Command::Store(Store::Check) => ask(&global, &Request::StoreCheck, None),
        Command::Store(Store::Stats) => ask(&global, &Request::StoreStats, None),
        Command::Store(Store::Backup { file }) => ask(
            &global,
            &Request::StoreBackup {
                file: absolute(&file)?,
            },
            None,
        ),
        Command::Store(Store::Export { warc, source }) => ask(
            &global,
            &Request::StoreExport {
                file: absolute(&warc)?,
                source,
            },
            None,
        ),
        Command::Store(Store::Import { warc, source }) => ask(
            &global,
            &Request::StoreImport {
                file: absolute(&warc)?,
                source,
            },
            None,
        ),
    }
}

fn plugin_command(global: &Global, plugin: Plugin) -> Result<Exit, Refusal> {
    match plugin {
        Plugin::Install { file } => ask(
            global,
            &Request::PluginInstall {
                file: absolute(&file)?,
            },
            None,
        ),
        Plugin::Remove { id } => ask(global, &Request::PluginRemove { id }, None),
        Plugin::List => ask(global, &Request::PluginList, None),
        Plugin::Replay { component, source } => {
            // A file where there is one, else the id of an installed extractor.
            let path = Path::new(&component);
            let component = if path.is_file() {
                absolute(path)?
            } else {
                component
            };
            ask(global, &Request::PluginReplay { component, source }, None)
        }
        other @ (Plugin::New { .. }
        | Plugin::Build { .. }
        | Plugin::Check { .. }
        | Plugin::Run { .. }
        | Plugin::Test { .. }
        | Plugin::Record { .. }
        | Plugin::Dev { .. }
        | Plugin::Rehearse { .. }
        | Plugin::Inspect { .. }) => author::run(global, other),
    }
}

/// Reads figures to import. Spreadsheets in China save CSV in another encoding unless asked for UTF-8.
fn read_csv(file: &Path) -> Result<String, Refusal> {
    let place = file.display().to_string();
    let bytes = std::fs::read(file)
        .map_err(|error| Refusal::failed(format!("cannot read: {error}")).at(place.clone()))?;
    String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        Refusal::usage("is not UTF-8 text")
            .at(format!("{place}:{line}"))
            .hint("save the sheet as \"CSV UTF-8\"")
    })
}

fn observations_command(global: &Global, observations: Observations) -> Result<Exit, Refusal> {
    match observations {
        Observations::List { indicator, all } => {
            ask(global, &Request::ObservationsList { indicator, all }, None)
        }
        Observations::Export { format, out } => {
            ask(global, &Request::ObservationsExport { format }, out.as_deref())
        }
        Observations::Import { file, who, why } => {
            let csv = read_csv(&file)?;
            let name = file.display().to_string();
            ask(global, &Request::ObservationsImport { csv, name, who, why }, None)
        }
        Observations::Override {
            indicator,
            period,
            value,
            published,
            source,
            who,
            why,
        } => {
            let request = Request::ObservationsOverride {
                indicator,
                period,
                value,
                published,
                source,
                who,
                why,
            };
            ask(global, &request, None)
        }
        Observations::Retract {
            indicator,
            period,
            who,
            why,
        } => ask(
            global,
            &Request::ObservationsRetract {
                indicator,
                period,
                who,
                why,
            },
            None,
        ),
    }
}

/// Asks the open data folder, or the daemon that has it open, and prints the answer.
///
/// # Errors
/// With what is wrong, where, and the mend.
pub(crate) fn ask(global: &Global, request: &Request, out: Option<&Path>) -> Result<Exit, Refusal> {
    let notes = Notes::new(global.quiet);
    let reply = wiring::answer(global, request.clone(), &notes);
    notes.finish();
    let reply = reply?;
    output::reply(&reply, global.json, out)?;
    Ok(reply.exit)
}

/// Prints an answer that needed no data folder.
fn print(global: &Global, reply: &Reply) -> Result<Exit, Refusal> {
    output::reply(reply, global.json, None)?;
    Ok(reply.exit)
}

fn manual() -> Result<Exit, Refusal> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|error| Refusal::failed(format!("cannot render the manual page: {error}")))?;
    output::out(&String::from_utf8_lossy(&page));
    Ok(Exit::Done)
}

fn given(input: &str) -> Result<GivenInput, Refusal> {
    if input.starts_with("http://") || input.starts_with("https://") {
        return Ok(GivenInput::Url(input.to_owned()));
    }
    let path = PathBuf::from(input);
    if !path.is_file() {
        return Err(Refusal::usage("no such file")
            .at(input)
            .hint("give a file, or an http or https address"));
    }
    Ok(GivenInput::File(absolute(&path)?))
}

pub(crate) fn absolute(path: &Path) -> Result<String, Refusal> {
    std::path::absolute(path)
        .map(|path| path.display().to_string())
        .map_err(|error| Refusal::usage(format!("no usable path: {error}")).at(path.display().to_string()))
}

const fn format_name(format: ReportFormat) -> &'static str {
    match format {
        ReportFormat::Html => "html",
        ReportFormat::Md => "md",
        ReportFormat::Json => "json",
        ReportFormat::Csv => "csv",
        ReportFormat::SdmxCsv => "sdmx-csv",
        ReportFormat::Xlsx => "xlsx",
    }
}

const fn language_name(language: ReportLanguage) -> &'static str {
    match language {
        ReportLanguage::En => "en",
        ReportLanguage::Zh => "zh",
    }
}
