//! The archive of fetches as WARC: written for other readers, taken in from other archives.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use milepost_config::Config;
use milepost_fetch::{WarcForm, WarcSnapshot};
use milepost_model::SourceId;
use milepost_pipeline::{WarcExported, WarcImported};
use serde_json::json;

use crate::service::{Service, pipeline_refusal};
use crate::table::many;
use crate::{Exit, Progress, Refusal, Reply, input, translate};

/// How many fetches that were left out are shown to people.
const MOST_TOLD: usize = 20;

/// Writes the archive of one source, or of all. The file appears only when it is complete and durable.
pub(crate) fn export(service: &Service, file: &Path, source: Option<&str>) -> Result<Reply, Refusal> {
    let source = named(service, source)?;
    let half = beside(file);
    let written = write(service, file, &half, source.as_ref());
    if written.is_err() {
        // Half an archive is worth nothing.
        let _ = std::fs::remove_file(&half);
    }
    let exported = written?;
    let mut text = String::new();
    for (url, reason) in &exported.left_out {
        let _ = writeln!(text, "left out: {url}: {reason}");
    }
    let _ = writeln!(
        text,
        "{}, {} in {}",
        many_u64(exported.fetches, "fetch", "fetches"),
        many_u64(exported.bulletins, "bulletin", "bulletins"),
        file.display()
    );
    let json = json!({
        "file": file.display().to_string(),
        "fetches": exported.fetches,
        "bulletins": exported.bulletins,
        "left_out": exported.left_out.iter()
            .map(|(url, reason)| json!({ "url": url, "reason": reason })).collect::<Vec<_>>(),
    });
    let exit = if exported.left_out.is_empty() {
        Exit::Done
    } else {
        Exit::Partly
    };
    Ok(Reply::new(json, text).with_exit(exit))
}

fn write(
    service: &Service,
    file: &Path,
    half: &Path,
    source: Option<&SourceId>,
) -> Result<WarcExported, Refusal> {
    let failed = |error: std::io::Error| {
        Refusal::failed(format!("cannot write: {error}"))
            .at(file.display().to_string())
            .hint("give the user that runs Milepost write access to the folder, or free space on the disk")
    };
    let is_gzip = file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    let form = if is_gzip { WarcForm::Gzip } else { WarcForm::Plain };
    let mut out = BufWriter::new(File::create(half).map_err(failed)?);
    let exported = service
        .inner
        .pipeline
        .export_warc(&mut out, &file.display().to_string(), form, source)
        .map_err(|error| pipeline_refusal(&error).at(file.display().to_string()))?;
    out.flush().map_err(failed)?;
    out.get_ref().sync_all().map_err(failed)?;
    std::fs::rename(half, file).map_err(failed)?;
    Ok(exported)
}

fn beside(file: &Path) -> PathBuf {
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    file.with_file_name(format!(".{name}.half-written"))
}

/// Takes a WARC file in. No pass works on a source meanwhile.
pub(crate) async fn import(
    service: &Service,
    file: &Path,
    source: Option<&str>,
    progress: &dyn Progress,
) -> Result<Reply, Refusal> {
    let named = named(service, source)?;
    let config = &service.inner.config;
    let mut all: Vec<SourceId> = config.sources.iter().map(|source| source.id.clone()).collect();
    all.push(service.inner.by_hand.id().clone());
    progress.note("waiting for passes to end");
    let _reserved = service.reserve(all).await;
    progress.note(&format!("reading {}", file.display()));
    let owned = file.to_path_buf();
    let imported = service
        .block(move |service| {
            let source_of = |snapshot: &WarcSnapshot| {
                named
                    .clone()
                    .or_else(|| source_of(&service.inner.config, snapshot))
                    .unwrap_or_else(|| service.inner.by_hand.id().clone())
            };
            service
                .inner
                .pipeline
                .import_warc(&owned, &source_of, service.stop_sign())
                .map_err(|error| pipeline_refusal(&error))
        })
        .await?;
    Ok(import_reply(service, file, &imported))
}

/// The source that the archive names, or the one whose site the address is of.
fn source_of(config: &Config, snapshot: &WarcSnapshot) -> Option<SourceId> {
    if let Some(named) = &snapshot.source {
        return SourceId::parse(named).ok();
    }
    let host = translate::host(&snapshot.final_url)?;
    translate::source_of_host(config, &host).cloned()
}

fn import_reply(service: &Service, file: &Path, imported: &WarcImported) -> Reply {
    let is_read =
        |id: &&SourceId| service.inner.setups.contains_key(*id) || *id == service.inner.by_hand.id();
    let unknown: Vec<&SourceId> = imported.sources.iter().filter(|id| !is_read(id)).collect();
    let mut text = String::new();
    for (url, reason) in imported.told.iter().take(MOST_TOLD) {
        let _ = writeln!(text, "left out: {url}: {reason}");
    }
    let more = usize::try_from(imported.left_out)
        .unwrap_or(usize::MAX)
        .saturating_sub(MOST_TOLD);
    if more > 0 {
        let _ = writeln!(text, "left out: {more} more");
    }
    let _ = writeln!(
        text,
        "{} in {}, {} not kept before, {} left out",
        many_u64(imported.fetches, "fetch", "fetches"),
        file.display(),
        imported.new_fetches,
        imported.left_out
    );
    let _ = writeln!(
        text,
        "{} known, {} to be read: `milepost replay --apply`",
        many_u64(imported.known_bulletins, "bulletin", "bulletins"),
        imported.new_bulletins
    );
    for id in &unknown {
        let _ = writeln!(
            text,
            "source `{id}` is not configured: its bulletins are kept and not read; \
             `--source ID` gives them to one that is"
        );
    }
    if imported.is_stopped {
        text.push_str("stopped before the end of the file; doing it again goes on\n");
    }
    let json = json!({
        "file": file.display().to_string(),
        "fetches": imported.fetches,
        "new_fetches": imported.new_fetches,
        "new_bulletins": imported.new_bulletins,
        "known_bulletins": imported.known_bulletins,
        "left_out": imported.left_out,
        "reasons": imported.told.iter()
            .map(|(url, reason)| json!({ "url": url, "reason": reason })).collect::<Vec<_>>(),
        "sources": imported.sources.iter().map(SourceId::as_str).collect::<Vec<_>>(),
        "not_configured": unknown.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
        "stopped": imported.is_stopped,
    });
    let exit = if imported.is_stopped || !unknown.is_empty() {
        Exit::Partly
    } else {
        Exit::Done
    };
    Reply::new(json, text).with_exit(exit)
}

fn named(service: &Service, source: Option<&str>) -> Result<Option<SourceId>, Refusal> {
    match source {
        None => Ok(None),
        Some(id) if id == service.inner.by_hand.id().as_str() => Ok(Some(service.inner.by_hand.id().clone())),
        Some(id) => input::source(&service.inner.config, id, "--source").map(Some),
    }
}

fn many_u64(count: u64, one: &str, more: &str) -> String {
    many(usize::try_from(count).unwrap_or(usize::MAX), one, more)
}
