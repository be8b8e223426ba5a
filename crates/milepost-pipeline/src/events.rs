//! What the pipeline logs: one function an event, constant words, everything else in fields.

use milepost_fetch::{Discovery, OutcomeClass};
use milepost_model::{ContentHash, PluginId, SourceId};

use crate::outcome::{DocumentOutcome, SourceOutcome};

/// A source's lists were read.
pub(crate) fn discovered(source: &SourceId, discovery: &Discovery) {
    let class = discovery.class();
    let (found, new) = (discovery.articles.len(), discovery.new_count());
    if class.is_success() {
        tracing::info!(%source, found, new, pages = discovery.pages.len(), "lists read");
    } else {
        tracing::warn!(%source, found, new, %class, reason = discovery.outcome.reason, "lists not read to their end");
    }
}

/// Bytes were kept before anything read them.
pub(crate) fn archived(source: &SourceId, url: &str, snapshot: &ContentHash, bytes: usize) {
    tracing::debug!(%source, url, %snapshot, bytes, "snapshot archived");
}

/// A bulletin came to its end.
pub(crate) fn document_done(outcome: &DocumentOutcome) {
    let DocumentOutcome {
        source,
        url,
        class,
        reason,
        observations,
        set_aside,
        ..
    } = outcome;
    match class {
        OutcomeClass::New => {
            tracing::info!(%source, url, observations, set_aside, revised = outcome.revised, reason, "bulletin recorded");
        }
        OutcomeClass::SameText | OutcomeClass::SameBytes | OutcomeClass::NotModified => {
            tracing::debug!(%source, url, %class, "bulletin unchanged");
        }
        OutcomeClass::Gone
        | OutcomeClass::Blocked
        | OutcomeClass::Transient
        | OutcomeClass::Tls
        | OutcomeClass::Refused
        | OutcomeClass::TooLarge
        | OutcomeClass::BadContent => {
            tracing::warn!(%source, url, %class, reason, "bulletin not read");
        }
    }
}

/// An extractor did not come to its end on a document; nothing of that run is kept.
pub(crate) fn plugin_failed(plugin: &PluginId, url: &str, outcome: &str, reason: &str) {
    tracing::warn!(%plugin, url, outcome, reason, "extractor failed on a document");
}

/// An attachment is left out of a bulletin.
pub(crate) fn attachment_left_out(source: &SourceId, url: &str, reason: &str) {
    tracing::warn!(%source, url, reason, "attachment left out");
}

/// A figure of a bulletin was published with another value before.
pub(crate) fn revised(source: &SourceId, figure: &str, from: &str, to: &str) {
    tracing::info!(%source, figure, from, to, "figure revised");
}

/// A source came to its end.
pub(crate) fn source_done(outcome: &SourceOutcome) {
    let (source, class) = (&outcome.id, outcome.class);
    let observations = outcome.observations();
    if outcome.is_failure() {
        tracing::warn!(%source, %class, reason = outcome.reason, found = outcome.found, observations, "source failed");
    } else {
        tracing::info!(%source, %class, found = outcome.found, new = outcome.new, observations, "source done");
    }
}
