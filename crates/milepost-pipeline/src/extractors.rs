//! Runs every matching extractor on a bulletin and puts together what they read. Blocks.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use milepost_document::Document;
use milepost_model::{NaiveDate, PluginId, SourceId};
use milepost_plugin_host::{Host, Plugin, PluginLimits, RefusedClaim, RunInput, RunOutcome, RunReport};
use milepost_verify::{Catalogue, Verified};

use crate::events;
use crate::merge::Merged;

/// The installed extractors, their settings, and the host that runs them.
#[derive(Debug)]
pub struct Extractors {
    host: Host,
    /// The ones in force; runs in flight finish on those they began with.
    plugins: RwLock<Arc<[Plugin]>>,
    /// What the operator set, by extractor.
    settings: BTreeMap<PluginId, Vec<(String, String)>>,
    limits: PluginLimits,
}

/// What is read by whom.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The bulletin, then its attachments.
    pub documents: &'a [Arc<Document>],
    /// The source it appeared at.
    pub source: Option<&'a SourceId>,
    /// Only these extractors; empty: all that match.
    pub only: &'a [PluginId],
    /// What may be claimed, one catalogue a plan.
    pub catalogues: &'a [Catalogue],
    /// The day of publication.
    pub published: Option<NaiveDate>,
    /// Whether the cost is measured, a deterministic number that slows the run down.
    pub measure_cost: bool,
}

/// An observation and the extractor that read it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What was verified.
    pub verified: Verified,
    /// The extractor.
    pub plugin: PluginName,
}

/// A claim that was refused, and the extractor that made it.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The claim and why.
    pub claim: RefusedClaim,
    /// The extractor.
    pub plugin: PluginName,
}

/// Which extractor it was, to the byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginName {
    /// Its id.
    pub id: PluginId,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its component.
    pub component: milepost_model::ContentHash,
}

/// One extractor's turn.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The extractor.
    pub plugin: PluginName,
    /// How it ended.
    pub outcome: RunOutcome,
    /// Why it did not go well; empty where it did.
    pub reason: String,
    /// How long it took.
    pub time: Duration,
    /// Most memory it held, in bytes.
    pub memory_bytes: u64,
    /// Its cost, where it was measured.
    pub cost: Option<u64>,
    /// What it logged and wrote to stderr.
    pub talk: Vec<String>,
}

/// Everything that the extractors read out of a bulletin.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// The observations, each figure once.
    pub found: Vec<Found>,
    /// Observations about whose value two extractors disagree: for a person to look at.
    pub disputed: Vec<Found>,
    /// Claims that were refused.
    pub refused: Vec<Refused>,
    /// The extractors that ran.
    pub turns: Vec<Turn>,
}

impl Extractors {
    /// Takes a host and what the operator set.
    pub fn new(
        host: Host,
        plugins: Vec<Plugin>,
        settings: BTreeMap<PluginId, Vec<(String, String)>>,
        limits: PluginLimits,
    ) -> Self {
        Self {
            host,
            plugins: RwLock::new(plugins.into()),
            settings,
            limits,
        }
    }

    /// Puts other extractors into force.
    pub fn replace(&self, plugins: Vec<Plugin>) {
        *self.plugins.write().unwrap_or_else(PoisonError::into_inner) = plugins.into();
    }

    /// Returns the extractors in force.
    pub fn in_force(&self) -> Arc<[Plugin]> {
        Arc::clone(&self.plugins.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs every matching extractor on a bulletin. One that fails leaves nothing, and the others are unaffected.
    pub fn extract(&self, job: Job<'_>) -> Extraction {
        let mut extraction = Extraction::default();
        let mut merged = Merged::default();
        let Some(bulletin) = job.documents.first() else {
            return extraction;
        };
        for plugin in self.in_force().iter() {
            let is_asked = job.only.is_empty() || job.only.contains(plugin.id());
            if is_asked && matches(plugin, bulletin, job.source) {
                self.run(plugin, job, &mut merged, &mut extraction);
            }
        }
        (extraction.found, extraction.disputed) = merged.finish();
        extraction
    }

    /// Runs one extractor on a bulletin, installed or not, whether it wants the bulletin or not.
    pub fn extract_with(&self, plugin: &Plugin, job: Job<'_>) -> Extraction {
        let mut extraction = Extraction::default();
        let mut merged = Merged::default();
        self.run(plugin, job, &mut merged, &mut extraction);
        (extraction.found, extraction.disputed) = merged.finish();
        extraction
    }

    /// Runs one extractor on a bulletin as if it were the only one in force.
    pub fn extract_as(&self, plugin: &Plugin, job: Job<'_>) -> Extraction {
        let wants = job
            .documents
            .first()
            .is_some_and(|bulletin| matches(plugin, bulletin, job.source));
        if wants {
            self.extract_with(plugin, job)
        } else {
            Extraction::default()
        }
    }

    /// Returns the host that runs them.
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// Tells whether an extractor that wants the page asks for a file that the page refers to.
    pub(crate) fn ask_for(
        &self,
        page: &Document,
        source: Option<&SourceId>,
        only: &[PluginId],
        href: &str,
        text: &str,
    ) -> bool {
        self.in_force().iter().any(|plugin| {
            let is_asked = only.is_empty() || only.contains(plugin.id());
            is_asked && matches(plugin, page, source) && plugin.manifest().wants_attachment(href, text)
        })
    }

    /// Runs one extractor for each plan: what may be claimed differs.
    fn run(&self, plugin: &Plugin, job: Job<'_>, merged: &mut Merged, extraction: &mut Extraction) {
        let name = PluginName::of(plugin);
        let settings = self.settings.get(plugin.id()).map_or(&[][..], Vec::as_slice);
        for catalogue in job.catalogues {
            let input = RunInput {
                documents: job.documents,
                catalogue,
                settings,
                published: job.published,
                limits: self.limits,
                measure_cost: job.measure_cost,
            };
            let report = self.host.run(plugin, input);
            if report.outcome != RunOutcome::Ok {
                let url = job.documents.first().map_or("", |document| document.url());
                events::plugin_failed(&name.id, url, report.outcome.as_str(), &report.reason);
            }
            let RunReport {
                outcome,
                reason,
                observations,
                refused,
                log,
                stderr,
                time,
                memory_bytes,
                cost,
            } = report;
            for verified in observations {
                merged.add(Found {
                    verified,
                    plugin: name.clone(),
                });
            }
            let refused = refused.into_iter().map(|claim| Refused {
                claim,
                plugin: name.clone(),
            });
            extraction.refused.extend(refused);
            let stderr = stderr.lines().map(str::to_owned).collect::<Vec<_>>();
            let talk = log.into_iter().chain(stderr).collect();
            extraction.turns.push(Turn {
                plugin: name.clone(),
                outcome,
                reason,
                time,
                memory_bytes,
                cost,
                talk,
            });
        }
    }
}

impl PluginName {
    fn of(plugin: &Plugin) -> Self {
        Self {
            id: plugin.id().clone(),
            version: plugin.version().to_owned(),
            component: plugin.sha256(),
        }
    }
}

/// Tells whether an extractor wants a bulletin.
fn matches(plugin: &Plugin, bulletin: &Document, source: Option<&SourceId>) -> bool {
    plugin.manifest().matches(
        bulletin.url(),
        bulletin.title(),
        source,
        bulletin.media(),
        bulletin.language(),
    )
}
