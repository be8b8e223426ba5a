//! Finds documents that state other figures than they did when they were first read. Pure.

use std::collections::BTreeSet;

use milepost_model::{Decimal, FigureKey, Observation, Origin, SourceId, Timestamp, Vintage, VintageHistory};
use milepost_store::Document;

/// A figure that a document states otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Revision {
    pub(crate) url: String,
    pub(crate) figure: FigureKey,
    pub(crate) from: Decimal,
    pub(crate) to: Decimal,
    pub(crate) known_at: Timestamp,
}

/// Returns the revisions of a source's documents, by figure.
///
/// A later bulletin that corrects an earlier one is no such revision, nor is a document that a better extractor reads
/// otherwise: its bytes, or those of its attachments, must be others.
pub(crate) fn of_source(
    source: &SourceId,
    histories: &[VintageHistory],
    documents: &[Document],
) -> Vec<Revision> {
    let with_attachments: BTreeSet<&str> = documents
        .iter()
        .filter(|document| !document.attachments.is_empty())
        .map(|document| document.url.as_str())
        .collect();
    let mut revisions = Vec::new();
    for history in histories {
        let mut stated: Vec<&Observation> = history
            .vintages
            .iter()
            .filter_map(|vintage| match vintage {
                Vintage::Observed(observation) => Some(observation.as_ref()),
                Vintage::Retracted { .. } => None,
            })
            .filter(|observation| observation.provenance.source == *source)
            .collect();
        stated.sort_by_key(|observation| observation.known_at);
        for (place, later) in stated.iter().enumerate() {
            let before = stated
                .iter()
                .take(place)
                .rev()
                .find(|earlier| earlier.provenance.url == later.provenance.url);
            let attachments_may_differ = with_attachments.contains(later.provenance.url.as_str());
            let Some(earlier) = before.filter(|earlier| is_revised(earlier, later, attachments_may_differ))
            else {
                continue;
            };
            revisions.push(Revision {
                url: later.provenance.url.clone(),
                figure: history.key.clone(),
                from: earlier.value,
                to: later.value,
                known_at: later.known_at,
            });
        }
    }
    revisions
}

fn is_revised(earlier: &Observation, later: &Observation, attachments_may_differ: bool) -> bool {
    let reader = |observation: &Observation| match &observation.provenance.origin {
        Origin::Extracted(extractor) => Some(extractor.component),
        Origin::Manual { .. } => None,
    };
    let (Some(before), Some(now)) = (reader(earlier), reader(later)) else {
        return false;
    };
    let is_other_page = earlier.provenance.snapshot != later.provenance.snapshot;
    let is_other_attachment = attachments_may_differ && before == now;
    (is_other_page || is_other_attachment) && earlier.value != later.value
}
