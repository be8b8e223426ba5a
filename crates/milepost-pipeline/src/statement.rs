//! Makes what the store records out of what the extractors read: observations with their provenance, refusals counted,
//! extractors named.

use std::collections::BTreeMap;

use milepost_model::{
    Extractor, NaiveDate, Observation, Origin, Provenance, SourceId, SourceTier, Timestamp,
};
use milepost_store::{DocumentRecord, PluginUse, RefusedCount};

use crate::extractors::{Extraction, Found, Turn};

/// What every observation of a bulletin shares.
pub(crate) struct Facts<'a> {
    pub(crate) source: &'a SourceId,
    pub(crate) record: &'a DocumentRecord,
    pub(crate) tier: SourceTier,
    pub(crate) is_insecure: bool,
    pub(crate) now: Timestamp,
}

impl Facts<'_> {
    /// Makes observations of what was accepted.
    pub(crate) fn observations(&self, accepted: &[Found], published: NaiveDate) -> Vec<Observation> {
        accepted
            .iter()
            .map(|found| self.observation(found, published))
            .collect()
    }

    fn observation(&self, found: &Found, published: NaiveDate) -> Observation {
        let candidate = found.verified.candidate.clone();
        Observation {
            indicator: candidate.indicator,
            role: candidate.role,
            period: candidate.period,
            value: candidate.value,
            unit: candidate.unit,
            comparison: candidate.comparison,
            step: found.verified.step,
            printed: candidate.printed,
            scope: candidate.scope,
            dims: candidate.dims,
            evidence: candidate.evidence,
            published,
            known_at: self.now,
            provenance: Provenance {
                source: self.source.clone(),
                tier: self.tier,
                url: self.record.url.clone(),
                title: self.record.title.clone(),
                snapshot: Some(self.record.snapshot),
                origin: Origin::Extracted(Extractor {
                    plugin: found.plugin.id.clone(),
                    version: found.plugin.version.clone(),
                    component: found.plugin.component,
                }),
                insecure: self.is_insecure,
            },
        }
    }
}

/// Counts the refusals by reason, in the order of the codes.
pub(crate) fn refused(extraction: &Extraction) -> Vec<RefusedCount> {
    let mut counts = BTreeMap::<_, u64>::new();
    for refused in &extraction.refused {
        *counts.entry(refused.claim.rejection.code).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(code, count)| RefusedCount {
            code: code.as_str().to_owned(),
            count,
        })
        .collect()
}

/// The record of an extractor's turn.
pub(crate) fn plugin_use(turn: &Turn) -> PluginUse {
    PluginUse {
        plugin: turn.plugin.id.clone(),
        version: turn.plugin.version.clone(),
        component: turn.plugin.component,
        outcome: turn.outcome.as_str().to_owned(),
        reason: Some(turn.reason.clone()).filter(|reason| !reason.is_empty()),
    }
}
