//! What the daemon says in its log: one function an event, constant text, the facts in fields.

use std::net::SocketAddr;
use std::path::Path;

use milepost_fetch::BreakerChange;
use milepost_model::{SourceId, Timestamp};
use milepost_schedule::SkipReason;
use milepost_service::Refusal;

pub(crate) fn started(data_dir: &Path, sources: usize) {
    tracing::info!(data_dir = %data_dir.display(), sources, "daemon started");
}

pub(crate) fn listening(address: SocketAddr) {
    tracing::info!(%address, "http listening");
}

pub(crate) fn not_listening(address: SocketAddr, error: &std::io::Error) {
    tracing::error!(%address, %error, "http cannot listen; everything else goes on");
}

pub(crate) fn next_wake(at: Option<Timestamp>) {
    if let Some(at) = at {
        tracing::debug!(%at, "next source is due");
    } else {
        tracing::debug!("no source has a schedule: nothing is fetched by itself");
    }
}

pub(crate) fn source_due(source: &SourceId, slot: Timestamp, is_catch_up: bool) {
    tracing::info!(%source, %slot, is_catch_up, "source due");
}

pub(crate) fn source_done(source: &SourceId, summary: &str) {
    tracing::info!(%source, summary, "source done");
}

pub(crate) fn source_failed(source: &SourceId, refusal: &Refusal) {
    tracing::error!(%source, error = %refusal.message, hint = refusal.hint.as_deref(), "source pass failed");
}

pub(crate) fn slot_skipped(source: &SourceId, slot: Timestamp, reason: SkipReason) {
    let reason = match reason {
        SkipReason::StillRunning => "the pass before it is still going on",
        SkipReason::TooLongAgo => "missed more than 7 days ago",
    };
    tracing::warn!(%source, %slot, reason, "slot skipped");
}

pub(crate) fn component_dropped(file: &str) {
    tracing::warn!(
        file,
        "component file is not installed: `milepost plugin install` checks it and puts it into force"
    );
}

pub(crate) fn extractors_not_looked_at(refusal: &Refusal) {
    tracing::error!(error = %refusal.message, "extractors cannot be looked at; those in force go on");
}

pub(crate) fn schedule_disabled(source: &SourceId, reason: &str) {
    tracing::error!(%source, reason, "schedule cannot be read: the source is not visited by itself");
}

pub(crate) fn state_not_kept(error: &Refusal) {
    tracing::error!(error = %error.message, "schedule state cannot be kept: a restart may visit sources again");
}

pub(crate) fn not_delivered(error: &Refusal) {
    tracing::error!(error = %error.message, hint = error.hint.as_deref(), "messages cannot be sent now; they stay recorded");
}

pub(crate) fn connection_failed(error: &std::io::Error) {
    tracing::debug!(%error, "a command's connection broke");
}

pub(crate) fn stopping(signal: &str) {
    tracing::info!(signal, "stopping: bulletins in flight are finished");
}

pub(crate) fn still_running(sources: usize) {
    tracing::warn!(
        sources,
        "stopped waiting for passes that did not end; what they acknowledged is kept"
    );
}

pub(crate) fn stopped() {
    tracing::info!("daemon stopped");
}

pub(crate) fn breaker(host: &str, change: BreakerChange) {
    match change {
        BreakerChange::Opened(until) => {
            tracing::warn!(host, %until, "host left alone after failures in a row");
        }
        BreakerChange::Recovered => tracing::info!(host, "host answers again"),
    }
}
