//! Puts the pieces together: configuration, clock, workers, the open data folder or the daemon that has it open.

use std::path::PathBuf;
use std::sync::Arc;

use milepost_config::Config;
use milepost_daemon::SystemClock;
use milepost_service::{Exit, Progress, Refusal, Reply, Request, Service, ServiceOptions};

use crate::cli::Global;
use crate::locate;

/// Answers a request: by the daemon that has the data folder open, else by opening it.
///
/// # Errors
/// With what is wrong, where, and the mend.
pub(crate) fn answer(global: &Global, request: Request, notes: &dyn Progress) -> Result<Reply, Refusal> {
    let config = locate::config(global)?;
    let options = options(&config)?;
    runtime()?.block_on(async move {
        if let Some(answer) = milepost_daemon::ask(&options.data_dir, &request, notes).await {
            return answer;
        }
        let service = open(config, options).await?;
        answer_until_interrupted(&service, request, notes).await
    })
}

/// Answers a request of a service that is open. The first interrupt stops a pass at its next bulletin; a second one
/// ends the process, which loses nothing that was acknowledged.
///
/// # Errors
/// With what is wrong, where, and the mend.
pub(crate) async fn answer_until_interrupted(
    service: &Service,
    request: Request,
    notes: &dyn Progress,
) -> Result<Reply, Refusal> {
    let answering = service.answer(request, notes);
    tokio::pin!(answering);
    let interrupted = tokio::select! {
        answer = &mut answering => return answer,
        interrupted = tokio::signal::ctrl_c() => interrupted,
    };
    if interrupted.is_ok() {
        crate::output::talk("stopping after the bulletins in flight; interrupt again to stop at once");
        service.stop();
    }
    tokio::select! {
        answer = answering => answer,
        _again = tokio::signal::ctrl_c() => Err(Refusal::failed("interrupted").hint("what was acknowledged is kept; the same command goes on from there")),
    }
}

/// Opens a data folder. Opening blocks: recovery reads the disk.
///
/// # Errors
/// When it cannot be opened.
pub(crate) async fn open(config: Config, options: ServiceOptions) -> Result<Service, Refusal> {
    tokio::task::spawn_blocking(move || Service::open(config, options))
        .await
        .map_err(|error| Refusal::failed(format!("internal error: {error}")))?
}

/// Runs the background service until a signal stops it.
///
/// # Errors
/// When the data folder cannot be opened, by another daemon most likely.
pub(crate) fn daemon(global: &Global) -> Result<Exit, Refusal> {
    let config = locate::config_for_daemon(global)?;
    let options = options(&config)?;
    let http = config.main.http_listen;
    runtime()?.block_on(async move {
        let service = open(config, options).await?;
        milepost_daemon::run(service, http).await
    })?;
    Ok(Exit::Done)
}

/// What only this process knows.
///
/// # Errors
/// When the program cannot tell its own path.
pub(crate) fn options(config: &Config) -> Result<ServiceOptions, Refusal> {
    options_for(config.main.data_dir.clone())
}

fn options_for(data_dir: PathBuf) -> Result<ServiceOptions, Refusal> {
    let program = std::env::current_exe()
        .map_err(|error| Refusal::failed(format!("cannot tell the program's own path: {error}")))?;
    let mut options = ServiceOptions::new(data_dir, Arc::new(SystemClock));
    options.worker_program = Some(program);
    options.pdftotext = pdftotext();
    options.seed = u64::from(std::process::id());
    env!("CARGO_PKG_VERSION").clone_into(&mut options.version);
    Ok(options)
}

/// Options for what needs neither configuration nor data folder.
///
/// # Errors
/// When the program cannot tell its own path.
pub(crate) fn options_without_config() -> Result<ServiceOptions, Refusal> {
    options_for(PathBuf::new())
}

/// Shows what discovery finds at a source now.
///
/// # Errors
/// With what is wrong, where, and the mend.
pub(crate) fn probe(global: &Global, target: &str) -> Result<Exit, Refusal> {
    let config = locate::config(global)?;
    let options = options(&config)?;
    let reply = runtime()?.block_on(milepost_service::probe(&config, &options, target))?;
    crate::output::reply(&reply, global.json, None)?;
    Ok(reply.exit)
}

/// Fills an empty data folder from a backup.
///
/// # Errors
/// With what is wrong, where, and the mend.
pub(crate) fn restore(global: &Global, file: &std::path::Path) -> Result<Exit, Refusal> {
    let config = locate::config(global)?;
    let reply = milepost_service::restore(&options(&config)?, file)?;
    crate::output::reply(&reply, global.json, None)?;
    Ok(reply.exit)
}

/// A runtime for one command.
///
/// # Errors
/// When the system gives no threads.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Refusal> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Refusal::failed(format!("cannot start the runtime: {error}")))
}

/// The second reader of PDF figures, where poppler is installed.
fn pdftotext() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join("pdftotext"))
        .find(|file| file.is_file())
}

/// Serves as the worker that parses one document.
///
/// # Errors
/// When the request cannot be read or the answer cannot be written.
pub(crate) fn parse_worker() -> Result<Exit, Refusal> {
    milepost_document::run_worker(std::io::stdin().lock(), std::io::stdout().lock())
        .map_err(|error| Refusal::failed(format!("parse worker: {error}")))?;
    Ok(Exit::Done)
}

/// Serves as the worker that compiles one component.
///
/// # Errors
/// When the request cannot be read or the answer cannot be written.
pub(crate) fn compile_worker() -> Result<Exit, Refusal> {
    milepost_plugin_host::run_compile_worker(std::io::stdin().lock(), std::io::stdout().lock())
        .map_err(|error| Refusal::failed(format!("compile worker: {error}")))?;
    Ok(Exit::Done)
}
