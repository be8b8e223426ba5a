//! The open service: store, fetcher, extractors and pipeline of one data folder, and who answers which request.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use milepost_config::Config;
use milepost_fetch::{Fetcher, OutcomeClass};
use milepost_model::{SourceId, Timestamp};
use milepost_pipeline::{Notes, Parts, Pipeline, SourceOutcome, SourceSetup, Stop, Stopper};
use milepost_plugin_host::Registry;
use milepost_store::{OpenOptions, Store};
use milepost_verify::Catalogue;

use crate::deliveries::Deliveries;
use crate::{
    Progress, Refusal, Reply, Request, ServiceOptions, archive, care, import, ingest, observations, plugins,
    replay, report, review, status, translate,
};

/// Everything that can be asked of one open data folder. Cheap to clone; the folder is open until the last clone is
/// gone.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) options: ServiceOptions,
    pub(crate) store: Store,
    pub(crate) pipeline: Pipeline,
    pub(crate) registry: Registry,
    /// The parameters of every configured source; the reason where they mean nothing.
    pub(crate) setups: BTreeMap<SourceId, Result<SourceSetup, Refusal>>,
    /// What bulletins and figures belong to that a person hands in without saying where they belong.
    pub(crate) by_hand: SourceSetup,
    /// Who is told what.
    pub(crate) deliveries: Deliveries,
    /// One pass at a time works on a source.
    locks: Mutex<BTreeMap<SourceId, Arc<tokio::sync::Mutex<()>>>>,
    stopper: Stopper,
    stop: Stop,
}

impl Service {
    /// Opens a data folder. Blocks for as long as recovery from a crash takes.
    ///
    /// # Errors
    /// When another process has the folder open, the store refuses, or a setting means nothing.
    pub fn open(config: Config, options: ServiceOptions) -> Result<Self, Refusal> {
        let store = Store::open(&options.data_dir, OpenOptions::new(options.clock.now()))
            .map_err(|error| store_refusal(&error).at(options.data_dir.display().to_string()))?;
        let fetcher = Fetcher::new(translate::fetcher(&config.main.fetch, &options)?)
            .map_err(|error| Refusal::usage(error.to_string()).at("fetch.contact"))?;
        restore_breakers(&store, &fetcher)?;
        let (extractors, registry) = plugins::open(&config, &options)?;
        let parts = Parts {
            store: store.clone(),
            fetcher: Arc::new(fetcher),
            extractors: Arc::new(extractors),
            catalogues: config
                .plans
                .iter()
                .map(|plan| Catalogue::of_plan(&plan.plan))
                .collect(),
            clock: Arc::clone(&options.clock),
            reader: translate::reader(&config.main.fetch, &options),
            version: options.version.clone(),
        };
        let setup = |source: &milepost_config::SourceConfig| (source.id.clone(), translate::source(source));
        let (stopper, stop) = Stopper::new();
        let inner = Inner {
            setups: config.sources.iter().map(setup).collect(),
            pipeline: Pipeline::new(parts),
            registry,
            by_hand: translate::by_hand(&config.main.fetch)?,
            deliveries: Deliveries::new(&config),
            locks: Mutex::new(BTreeMap::new()),
            config,
            options,
            store,
            stopper,
            stop,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Answers a request. Runs on a tokio runtime; what blocks is done on threads that may.
    ///
    /// # Errors
    /// With what is wrong, where, and the mend.
    pub async fn answer(&self, request: Request, progress: &dyn Progress) -> Result<Reply, Refusal> {
        match request {
            Request::IngestOnce {
                sources,
                force,
                since,
            } => ingest::once(self, &sources, force, since.as_deref(), progress).await,
            Request::IngestGiven {
                inputs,
                source,
                published,
            } => ingest::given(self, &inputs, source.as_deref(), published.as_deref(), progress).await,
            Request::Replay {
                source,
                plugin,
                apply,
            } => {
                let with = replay::Readers::InForce(plugin.as_deref());
                replay::replay(self, source.as_deref(), with, apply, progress).await
            }
            Request::PluginReplay { component, source } => {
                let with = replay::Readers::Candidate(&component);
                replay::replay(self, source.as_deref(), with, false, progress).await
            }
            Request::StoreImport { file, source } => {
                archive::import(self, Path::new(&file), source.as_deref(), progress).await
            }
            Request::Report {
                plan,
                as_of,
                known_at,
                language,
                fail_on,
                delivery: Some(dry_run),
                ..
            } => {
                let asked = report::Asked {
                    plan,
                    as_of,
                    known_at,
                    // Each delivery sends the forms it is configured with.
                    format: "json".to_owned(),
                    language,
                    fail_on,
                };
                report::deliver(self, asked, dry_run).await
            }
            Request::Report { .. }
            | Request::Status { .. }
            | Request::SourcesList
            | Request::ObservationsList { .. }
            | Request::ObservationsExport { .. }
            | Request::ObservationsImport { .. }
            | Request::ObservationsOverride { .. }
            | Request::ObservationsRetract { .. }
            | Request::ReviewList
            | Request::ReviewDecide { .. }
            | Request::StoreCheck
            | Request::StoreStats
            | Request::StoreBackup { .. }
            | Request::StoreExport { .. }
            | Request::PluginInstall { .. }
            | Request::PluginRemove { .. }
            | Request::PluginList => self.block(move |service| service.answer_blocking(request)).await,
        }
    }

    fn answer_blocking(&self, request: Request) -> Result<Reply, Refusal> {
        match request {
            Request::Report {
                plan,
                as_of,
                known_at,
                format,
                language,
                fail_on,
                delivery: _,
            } => {
                let asked = report::Asked {
                    plan,
                    as_of,
                    known_at,
                    format,
                    language,
                    fail_on,
                };
                report::answer(self, &asked)
            }
            Request::Status { plan } => status::answer(self, plan.as_deref()),
            Request::SourcesList => status::sources(self),
            Request::ObservationsList { indicator, all } => {
                observations::list(self, indicator.as_deref(), all)
            }
            Request::ObservationsExport { format } => observations::export(self, &format),
            Request::ObservationsImport { csv, name, who, why } => import::csv(self, &csv, &name, &who, &why),
            Request::ObservationsOverride {
                indicator,
                period,
                value,
                published,
                source,
                who,
                why,
            } => {
                let asked = import::Override {
                    indicator,
                    period,
                    value,
                    published,
                    source,
                    who,
                    why,
                };
                import::override_figure(self, &asked)
            }
            Request::ObservationsRetract {
                indicator,
                period,
                who,
                why,
            } => import::retract(self, &indicator, &period, &who, &why),
            Request::ReviewList => review::list(self),
            Request::ReviewDecide { id, accept, who, why } => review::decide(self, &id, accept, &who, &why),
            Request::StoreCheck => care::check(self),
            Request::StoreStats => care::stats(self),
            Request::StoreBackup { file } => care::backup(self, Path::new(&file)),
            Request::StoreExport { file, source } => {
                archive::export(self, Path::new(&file), source.as_deref())
            }
            Request::PluginInstall { file } => plugins::install(self, Path::new(&file)),
            Request::PluginRemove { id } => plugins::remove(self, &id),
            Request::PluginList => plugins::list(self),
            Request::IngestOnce { .. }
            | Request::IngestGiven { .. }
            | Request::Replay { .. }
            | Request::PluginReplay { .. }
            | Request::StoreImport { .. } => {
                Err(Refusal::failed("internal error: this request does not block"))
            }
        }
    }

    /// Takes up the extractors that were installed or removed since, and returns the names of the component files that
    /// merely lie in their folder. Cheap; blocks.
    ///
    /// # Errors
    /// When the lock of the folder cannot be read; the extractors stay as they are.
    pub fn look_at_plugins(&self) -> Result<Vec<String>, Refusal> {
        plugins::look(self)
    }

    /// Asks every pass that is going on to stop at its next bulletin.
    pub fn stop(&self) {
        self.inner.stopper.stop();
    }

    /// Returns the configuration.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// Returns the data folder.
    pub fn data_dir(&self) -> &Path {
        &self.inner.options.data_dir
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.options.clock.now()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn parts(&self) -> &Parts {
        self.inner.pipeline.parts()
    }

    pub(crate) fn stop_sign(&self) -> &Stop {
        &self.inner.stop
    }

    /// Runs `work` on a thread that may block.
    pub(crate) async fn block<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let service = self.clone();
        match tokio::task::spawn_blocking(move || work(&service)).await {
            Ok(result) => result,
            Err(error) => Err(Refusal::failed(format!("internal error: {error}")).hint("see the log")),
        }
    }

    /// Returns the parameters of sources, of the named ones or of all that are enabled, and the outcome of those whose
    /// parameters mean nothing: they fail, the others are visited.
    pub(crate) fn setups(&self, ids: &[SourceId]) -> (Vec<SourceSetup>, Vec<SourceOutcome>) {
        let config = &self.inner.config;
        let asked: Vec<&SourceId> = if ids.is_empty() {
            config
                .sources
                .iter()
                .filter(|source| source.enabled)
                .map(|source| &source.id)
                .collect()
        } else {
            ids.iter().collect()
        };
        let (mut setups, mut broken) = (Vec::new(), Vec::new());
        for id in asked {
            match self.inner.setups.get(id) {
                Some(Ok(setup)) => setups.push(setup.clone()),
                Some(Err(refusal)) => broken.push(SourceOutcome {
                    id: id.clone(),
                    class: OutcomeClass::Refused,
                    reason: refusal.message.clone(),
                    found: 0,
                    new: 0,
                    documents: Vec::new(),
                }),
                None => {}
            }
        }
        (setups, broken)
    }

    /// Waits until no other pass works on these sources, and keeps them until the guards are dropped.
    pub(crate) async fn reserve(&self, mut ids: Vec<SourceId>) -> Vec<tokio::sync::OwnedMutexGuard<()>> {
        // Always in the same order: two passes cannot wait for each other.
        ids.sort();
        ids.dedup();
        let mut guards = Vec::with_capacity(ids.len());
        for id in ids {
            let lock = {
                let mut locks = self.inner.locks.lock().unwrap_or_else(PoisonError::into_inner);
                Arc::clone(locks.entry(id).or_default())
            };
            guards.push(lock.lock_owned().await);
        }
        guards
    }

    /// Keeps what the fetcher holds against hosts, for the next process.
    pub(crate) fn keep_breakers(&self) -> Result<(), Refusal> {
        let states = self.parts().fetcher.export_breakers();
        let kept = self
            .store()
            .notes(BREAKERS)
            .map_err(|error| store_refusal(&error))?;
        // A host that recovered holds nothing against it any more.
        let healed = kept
            .into_iter()
            .filter(|(host, state)| !state.is_empty() && !states.iter().any(|(h, _)| h == host));
        let mut notes: Vec<(String, String)> = healed.map(|(host, _)| (host, String::new())).collect();
        notes.extend(states);
        if notes.is_empty() {
            return Ok(());
        }
        self.store()
            .set_notes(BREAKERS, notes)
            .map_err(|error| store_refusal(&error))
    }
}

/// Where the store keeps what is held against hosts.
const BREAKERS: &str = "breakers";

fn restore_breakers(store: &Store, fetcher: &Fetcher) -> Result<(), Refusal> {
    let kept = store.notes(BREAKERS).map_err(|error| store_refusal(&error))?;
    let states = kept.iter().filter(|(_, state)| !state.is_empty());
    fetcher.import_breakers(states.map(|(host, state)| (host.as_str(), state.as_str())));
    Ok(())
}

/// Says why the store refused, with the mend.
pub(crate) fn store_refusal(error: &milepost_store::StoreError) -> Refusal {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    let refusal = Refusal::failed(text);
    match error.hint() {
        Some(hint) => refusal.hint(hint),
        None => refusal,
    }
}

/// Says why a pass could not go on.
pub(crate) fn pipeline_refusal(error: &milepost_pipeline::PipelineError) -> Refusal {
    let refusal = Refusal::failed(error.chain());
    match error.hint() {
        Some(hint) => refusal.hint(hint),
        None => refusal,
    }
}

/// Hands the pipeline's notes on.
pub(crate) struct Told<'a>(pub(crate) &'a dyn Progress);

impl Notes for Told<'_> {
    fn note(&self, text: &str) {
        self.0.note(text);
    }
}
