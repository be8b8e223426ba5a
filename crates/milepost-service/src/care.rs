//! Care of the data folder: check, counts, backup, restore.

use std::fmt::Write as _;
use std::path::Path;

use milepost_store::{OpenOptions, Store};
use serde_json::json;

use crate::service::{Service, store_refusal};
use crate::table::Table;
use crate::{Exit, Refusal, Reply, ServiceOptions};

/// Verifies every record and snapshot.
pub(crate) fn check(service: &Service) -> Result<Reply, Refusal> {
    let check = service.store().check().map_err(|error| store_refusal(&error))?;
    let findings: Vec<serde_json::Value> = check
        .findings
        .iter()
        .map(|finding| json!({ "what": finding.what, "problem": finding.problem }))
        .collect();
    let json = json!({
        "sound": check.is_sound(), "records": check.records, "snapshots": check.snapshots, "findings": findings,
    });
    let mut text = String::new();
    for finding in &check.findings {
        let _ = writeln!(text, "{}: {}", finding.what, finding.problem);
    }
    let verdict = if check.is_sound() { "sound" } else { "NOT sound" };
    let _ = writeln!(
        text,
        "{verdict}: {} records and {} snapshots checked",
        check.records, check.snapshots
    );
    let exit = if check.is_sound() {
        Exit::Done
    } else {
        Exit::Failed
    };
    Ok(Reply::new(json, text).with_exit(exit))
}

/// Counts and sizes.
pub(crate) fn stats(service: &Service) -> Result<Reply, Refusal> {
    let stats = service.store().stats().map_err(|error| store_refusal(&error))?;
    let records: serde_json::Map<String, serde_json::Value> = stats
        .records
        .iter()
        .map(|(table, count)| ((*table).to_owned(), json!(count)))
        .collect();
    let json = json!({
        "format": stats.format,
        "figures": stats.figures,
        "vintages": stats.vintages,
        "corroborations": stats.corroborations,
        "unreadable": stats.unreadable,
        "open_reviews": stats.open_reviews,
        "snapshots": stats.snapshot_files,
        "snapshot_bytes": stats.snapshot_bytes,
        "database_bytes": stats.database_bytes,
        "journal_bytes": stats.journal_bytes,
        "damaged": stats.set_aside_damaged,
        "records": records,
    });
    let mut table = Table::new(&["what", ">count"]);
    let counts = [
        ("figures", stats.figures),
        ("vintages of them", stats.vintages),
        ("bulletins that repeat a vintage", stats.corroborations),
        ("bulletins that could not be read", stats.unreadable),
        ("candidates that wait for a person", stats.open_reviews),
        ("snapshot files", stats.snapshot_files),
        ("snapshot bytes, compressed", stats.snapshot_bytes),
        ("database bytes", stats.database_bytes),
        ("journal bytes", stats.journal_bytes),
        ("damaged files moved aside", stats.set_aside_damaged),
    ];
    for (what, count) in counts {
        table.row([what.to_owned(), count.to_string()]);
    }
    for (what, count) in &stats.records {
        table.row([format!("records: {what}"), count.to_string()]);
    }
    Ok(Reply::new(json, table.text("")))
}

/// Writes everything into one file.
pub(crate) fn backup(service: &Service, file: &Path) -> Result<Reply, Refusal> {
    let copied = service
        .store()
        .backup(file)
        .map_err(|error| store_refusal(&error).at(file.display().to_string()))?;
    let json =
        json!({ "file": file.display().to_string(), "records": copied.records, "contents": copied.contents });
    let text = format!(
        "{} records and {} files of content in {}\n",
        copied.records,
        copied.contents,
        file.display()
    );
    Ok(Reply::new(json, text))
}

/// Fills an empty data folder from a backup. Blocks; touches no open store.
///
/// # Errors
/// When the folder is not empty, the file is no backup, or the disk refuses.
pub fn restore(options: &ServiceOptions, file: &Path) -> Result<Reply, Refusal> {
    let copied = Store::restore(file, &options.data_dir, OpenOptions::new(options.clock.now()))
        .map_err(|error| store_refusal(&error).at(file.display().to_string()))?;
    let folder = options.data_dir.display().to_string();
    let json = json!({ "dir": folder, "records": copied.records, "contents": copied.contents });
    Ok(Reply::new(
        json,
        format!(
            "{} records and {} files of content in {folder}\n",
            copied.records, copied.contents
        ),
    ))
}
