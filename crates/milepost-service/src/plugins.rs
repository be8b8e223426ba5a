//! The extractors of a data folder: opened, installed, removed, listed, inspected.

use std::path::{Path, PathBuf};

use milepost_config::Config;
use milepost_pipeline::Extractors;
use milepost_plugin_host::{
    Compiler, FixtureReport, Host, HostOptions, InstallError, Listed, ListedState, LoadError, Plugin,
    PluginLimits, Registry, Reloaded, TrustedKeys,
};
use serde_json::{Value, json};

use crate::service::Service;
use crate::table::{Table, many};
use crate::{Exit, Refusal, Reply, ServiceOptions, input, translate};

/// Returns what is to be said about each file of the plugins folder. Blocks; touches no store.
///
/// # Errors
/// When the folder or its lock file cannot be read, or the signature key means nothing.
pub fn listed(config: &Config, options: &ServiceOptions) -> Result<Vec<Listed>, Refusal> {
    let folder = folder(config, options);
    let registry = registry(config, &folder, host(options, None)?)?;
    registry
        .list()
        .map_err(|error| refusal(&error).at(folder.display().to_string()))
}

fn registry(config: &Config, folder: &Path, host: Host) -> Result<Registry, Refusal> {
    let keys: Vec<String> = config.main.plugins.signature_key.iter().cloned().collect();
    let keys = TrustedKeys::parse(&keys)
        .map_err(|error| Refusal::usage(error.to_string()).at("plugins.signature_key"))?;
    Ok(Registry::new(folder.to_path_buf(), host, keys))
}

/// Starts the host and loads what is installed. One that cannot be loaded is told in the log and in `plugin list`.
pub(crate) fn open(config: &Config, options: &ServiceOptions) -> Result<(Extractors, Registry), Refusal> {
    let folder = folder(config, options);
    let host = host(options, Some(folder.join("compiled")))?;
    let registry = registry(config, &folder, host.clone())?;
    let loaded = registry
        .load_all()
        .map_err(|error| refusal(&error).at(folder.display().to_string()))?;
    tell(&loaded);
    let extractors = Extractors::new(
        host,
        registry.plugins(),
        translate::plugin_settings(config),
        PluginLimits::default(),
    );
    Ok((extractors, registry))
}

/// Starts a host; without a cache, components are compiled anew each time.
///
/// # Errors
/// When the engine refuses.
pub fn host(options: &ServiceOptions, cache: Option<PathBuf>) -> Result<Host, Refusal> {
    let worker = |command: &str| vec![command.to_owned()];
    let compiler = match &options.worker_program {
        Some(program) => Compiler::Worker {
            program: program.clone(),
            args: worker("compile-worker"),
        },
        None => Compiler::InProcess,
    };
    Host::new(HostOptions {
        cache,
        parse_worker: options.parse_worker(),
        ..HostOptions::new(compiler)
    })
    .map_err(|error| refusal(&error))
}

fn folder(config: &Config, options: &ServiceOptions) -> PathBuf {
    config
        .main
        .plugins
        .dir
        .clone()
        .unwrap_or_else(|| options.data_dir.join("plugins"))
}

/// Takes up what was installed or removed since.
pub(crate) fn refresh(service: &Service) -> Result<(), Refusal> {
    let changed = service
        .inner
        .registry
        .reload_if_changed()
        .map_err(|error| refusal(&error))?;
    if let Some(reloaded) = changed {
        tell_change(&reloaded);
        in_force(service);
    }
    Ok(())
}

fn in_force(service: &Service) {
    service
        .parts()
        .extractors
        .replace(service.inner.registry.plugins());
}

/// Says what changed since the start.
fn tell_change(reloaded: &Reloaded) {
    for plugin in &reloaded.taken {
        tracing::info!(plugin = %plugin.id(), version = plugin.version(), "extractor installed: the next run uses it");
    }
    for plugin in &reloaded.gone {
        tracing::info!(%plugin, "extractor removed");
    }
    tell_refused(reloaded);
}

/// Says what is there at the start.
fn tell(reloaded: &Reloaded) {
    for plugin in &reloaded.taken {
        tracing::debug!(plugin = %plugin.id(), version = plugin.version(), "extractor in force");
    }
    tell_refused(reloaded);
}

fn tell_refused(reloaded: &Reloaded) {
    for (plugin, reason) in &reloaded.refused {
        tracing::warn!(%plugin, reason, "extractor not taken");
    }
}

/// Installs a component.
pub(crate) fn install(service: &Service, file: &Path) -> Result<Reply, Refusal> {
    let installed = service
        .inner
        .registry
        .install(file)
        .map_err(|error| install_refusal(&error).at(file.display().to_string()))?;
    in_force(service);
    let plugin = &installed.plugin;
    tracing::info!(
        plugin = %plugin.id(),
        version = plugin.version(),
        replaced = installed.replaced.as_deref(),
        "extractor installed: the next run uses it"
    );
    let json = json!({
        "id": plugin.id().as_str(), "version": plugin.version(), "sha256": plugin.sha256().to_string(),
        "abi": plugin.abi().as_str(), "replaced": installed.replaced,
        "fixtures": installed.fixtures.iter().map(fixture_json).collect::<Vec<_>>(),
    });
    let replaced = installed
        .replaced
        .as_ref()
        .map(|old| format!(", in place of {old}"))
        .unwrap_or_default();
    let text = format!(
        "installed {} {}{replaced}; {} passed\n",
        plugin.id(),
        plugin.version(),
        many(installed.fixtures.len(), "fixture", "fixtures")
    );
    Ok(Reply::new(json, text))
}

fn install_refusal(error: &InstallError) -> Refusal {
    let refusal = refusal(error);
    match error {
        InstallError::FixturesFailed { reports, .. } => {
            let lines: Vec<String> = reports
                .iter()
                .flat_map(|report| {
                    report
                        .differences
                        .iter()
                        .map(|difference| format!("  {}: {difference}", report.name))
                })
                .collect();
            Refusal {
                message: format!("{}\n{}", refusal.message, lines.join("\n")),
                ..refusal
            }
            .hint("what was installed before still runs")
        }
        InstallError::Load(_)
        | InstallError::Signature(_)
        | InstallError::Fixture(_)
        | InstallError::Lock(_) => refusal,
    }
}

fn fixture_json(report: &FixtureReport) -> Value {
    json!({ "name": report.name, "passed": report.is_passed(), "differences": report.differences })
}

/// Takes an installed extractor out.
pub(crate) fn remove(service: &Service, id: &str) -> Result<Reply, Refusal> {
    let id = input::plugin(id, "ID")?;
    let version = service
        .inner
        .registry
        .remove(&id)
        .map_err(|error| refusal(&error))?;
    in_force(service);
    match version {
        Some(version) => {
            tracing::info!(plugin = %id, version, "extractor removed");
            let json = json!({ "id": id.as_str(), "version": version });
            Ok(Reply::new(
                json,
                format!("removed {id} {version}; the figures it read stay\n"),
            ))
        }
        None => Err(Refusal::usage(format!("no extractor `{id}` is installed"))
            .at("ID")
            .hint("see `milepost plugin list`")),
    }
}

/// Takes up what was installed or removed since, and returns the files that merely lie in the folder. Cheap: reads the
/// lock and the names of the files. Blocks.
pub(crate) fn look(service: &Service) -> Result<Vec<String>, Refusal> {
    refresh(service)?;
    service.inner.registry.dropped().map_err(|error| refusal(&error))
}

/// A plugin or a file of the plugin folder that does not run.
#[derive(Debug)]
pub(crate) struct Idle {
    /// Its id, or the file's name.
    pub(crate) name: String,
    /// In a word or two.
    pub(crate) state: &'static str,
    /// Why, where the state does not say it.
    pub(crate) reason: Option<String>,
}

/// What of the plugin folder does not run, for the overview.
pub(crate) fn not_running(service: &Service) -> Result<Vec<Idle>, Refusal> {
    let listed = service.inner.registry.list().map_err(|error| refusal(&error))?;
    let not_running = listed
        .into_iter()
        .filter(|plugin| plugin.state != ListedState::InForce)
        .map(|plugin| {
            let name = match (&plugin.state, &plugin.id) {
                (ListedState::SwitchedOff(_) | ListedState::Broken(_), Some(id)) => id.to_string(),
                _ => plugin.file.clone(),
            };
            Idle {
                name,
                state: plugin.state.as_str(),
                reason: reason(&plugin.state),
            }
        });
    Ok(not_running.collect())
}

/// Installed extractors, and files that are not installed.
pub(crate) fn list(service: &Service) -> Result<Reply, Refusal> {
    refresh(service)?;
    let listed = service.inner.registry.list().map_err(|error| refusal(&error))?;
    let mut table = Table::new(&["id", "version", "state", "abi", "sha-256", "title"]);
    for plugin in &listed {
        table.row([
            plugin
                .id
                .as_ref()
                .map_or_else(|| plugin.file.clone(), ToString::to_string),
            plugin.version.clone(),
            state(plugin),
            plugin.abi.map(|abi| abi.as_str().to_owned()).unwrap_or_default(),
            plugin
                .sha256
                .map(|hash| hash.to_string().chars().take(12).collect())
                .unwrap_or_default(),
            plugin.title.clone(),
        ]);
    }
    let json = json!({ "plugins": listed.iter().map(listed_json).collect::<Vec<_>>() });
    Ok(Reply::new(
        json,
        table.text("no extractor is installed: `milepost plugin install FILE`"),
    ))
}

fn state(plugin: &Listed) -> String {
    match reason(&plugin.state) {
        Some(reason) => format!("{}: {reason}", plugin.state.as_str()),
        None => plugin.state.as_str().to_owned(),
    }
}

fn reason(state: &ListedState) -> Option<String> {
    match state {
        ListedState::InForce | ListedState::NotInstalled => None,
        ListedState::SwitchedOff(off) => Some(off.to_string()),
        ListedState::Broken(reason) | ListedState::NoPlugin(reason) => Some(reason.clone()),
    }
}

fn listed_json(plugin: &Listed) -> Value {
    json!({
        "id": plugin.id.as_ref().map(|id| id.as_str().to_owned()),
        "file": plugin.file,
        "version": plugin.version,
        "title": plugin.title,
        "sha256": plugin.sha256.map(|hash| hash.to_string()),
        "abi": plugin.abi.map(milepost_plugin_host::Abi::as_str),
        "state": plugin.state.as_str(),
        "reason": reason(&plugin.state),
    })
}

/// Shows what a component is. Blocks; touches no store.
///
/// # Errors
/// Why it is no extractor for this host.
pub fn inspect(options: &ServiceOptions, file: &Path) -> Result<Reply, Refusal> {
    let host = host(options, None)?;
    let plugin = host
        .load_file(file)
        .map_err(|error| load_refusal(&error).at(file.display().to_string()))?;
    let bytes = std::fs::metadata(file)
        .map(|metadata| metadata.len())
        .unwrap_or_default();
    let json = plugin_json(&plugin, bytes);
    let mut table = Table::new(&["key", "value"]);
    let facts: [(&str, String); 8] = [
        ("id", plugin.id().to_string()),
        ("version", plugin.version().to_owned()),
        ("title", plugin.manifest().title().to_owned()),
        ("abi", plugin.abi().as_str().to_owned()),
        ("sha-256", plugin.sha256().to_string()),
        ("bytes", bytes.to_string()),
        ("metrics", metrics(&plugin).join(" ")),
        ("fixture files", plugin.fixture_count().to_string()),
    ];
    for (key, value) in facts {
        table.row([key.to_owned(), value]);
    }
    for setting in plugin.manifest().settings() {
        let need = if setting.is_required {
            "required"
        } else {
            "optional"
        };
        table.row([
            format!("setting {}", setting.key),
            format!("{need}: {}", setting.about),
        ]);
    }
    Ok(Reply::new(json, table.text("")).with_exit(Exit::Done))
}

fn metrics(plugin: &Plugin) -> Vec<String> {
    match &plugin.manifest().declared().metrics {
        Some(metrics) => metrics.iter().map(ToString::to_string).collect(),
        None => vec!["*".to_owned()],
    }
}

fn plugin_json(plugin: &Plugin, bytes: u64) -> Value {
    let manifest = plugin.manifest();
    json!({
        "id": plugin.id().as_str(),
        "version": plugin.version(),
        "title": manifest.title(),
        "abi": plugin.abi().as_str(),
        "sha256": plugin.sha256().to_string(),
        "bytes": bytes,
        "metrics": metrics(plugin),
        "dims": manifest.declared().dims,
        "settings": manifest.settings().iter().map(|setting| json!({
            "key": setting.key, "about": setting.about, "required": setting.is_required,
        })).collect::<Vec<_>>(),
        "fixture_files": plugin.fixture_count(),
    })
}

/// Finds an installed extractor by its id, or loads a component's file. Blocks.
pub(crate) fn candidate(extractors: &Extractors, component: &str) -> Result<Plugin, Refusal> {
    let installed = extractors.in_force();
    if let Some(plugin) = installed.iter().find(|plugin| plugin.id().as_str() == component) {
        return Ok(plugin.clone());
    }
    let path = Path::new(component);
    if !path.is_file() {
        let known = installed
            .iter()
            .map(|plugin| plugin.id().as_str())
            .collect::<Vec<_>>()
            .join(", ");
        return Err(
            Refusal::usage("no such file, and no extractor of that id is installed")
                .at(component)
                .hint(format!("installed are: {known}")),
        );
    }
    extractors
        .host()
        .load_file(path)
        .map_err(|error| load_refusal(&error).at(component))
}

/// Says why a component is not loaded.
pub(crate) fn load_refusal(error: &LoadError) -> Refusal {
    refusal(error).hint("an extractor is a component built for milepost:extractor; see `milepost plugin new`")
}

/// An error with what is behind it, in one line.
pub(crate) fn refusal(error: &dyn std::error::Error) -> Refusal {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let words = inner.to_string();
        if !text.ends_with(&words) {
            text = format!("{text}: {words}");
        }
        cause = inner.source();
    }
    Refusal::failed(text)
}
