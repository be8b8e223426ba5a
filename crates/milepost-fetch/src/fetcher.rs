//! The way in: keeps the clients, paces, breakers and cookies of all sources, and brings one address home, with
//! retries.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use milepost_model::{SourceId, Timestamp};
use reqwest::header::HeaderValue;
use url::Url;

use crate::attempt::{Attempt, End};
use crate::breaker::{Admission, BreakerChange};
use crate::breakers::Breakers;
use crate::client::Clients;
use crate::clock::Clock;
use crate::cookies::Cookies;
use crate::dial::AddressRange;
use crate::error::{FetchError, SpecError};
use crate::fetched::{Content, Fetched};
use crate::judge::Purpose;
use crate::limits::{FetchLimits, Politeness};
use crate::list_post::Post;
use crate::local;
use crate::outcome::{BlockKind, Outcome, OutcomeClass};
use crate::pace::Paces;
use crate::redirect::Gatekeeper;
use crate::retry::jittered;
use crate::robots_cache::RobotsCache;
use crate::source_spec::SourceSpec;
use crate::validators::Validators;
use crate::visit::Visit;

/// What a fetcher is built from.
#[derive(Debug, Clone)]
pub struct FetcherOptions {
    /// Bounds on each fetch.
    pub limits: FetchLimits,
    /// Manners towards all sites.
    pub politeness: Politeness,
    /// A mail or web address for the operators of sites, part of the User-Agent; empty: none.
    pub contact: String,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The seed of the jitter.
    pub seed: u64,
    /// Private, loopback and other special addresses that may be dialled for every source.
    pub allow_addresses: Vec<AddressRange>,
    /// Names resolved here instead of by the system; their addresses are checked like any others.
    pub hosts: BTreeMap<String, Vec<IpAddr>>,
}

impl FetcherOptions {
    /// Options with every bound at its default.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            limits: FetchLimits::default(),
            politeness: Politeness::default(),
            contact: String::new(),
            clock,
            seed: 0,
            allow_addresses: Vec::new(),
            hosts: BTreeMap::new(),
        }
    }
}

/// Fetches for all sources of one process; one of it is shared by all workers, for it keeps the pace of each domain.
/// Runs on a tokio runtime.
#[derive(Debug)]
pub struct Fetcher {
    pub(crate) options: FetcherOptions,
    pub(crate) paces: Paces,
    pub(crate) robots: RobotsCache,
    breakers: Breakers,
    clients: Clients,
    jars: Mutex<HashMap<SourceId, Arc<Cookies>>>,
    user_agent: HeaderValue,
}

impl Fetcher {
    /// Builds a fetcher. Touches neither network nor disk.
    ///
    /// # Errors
    /// [`FetchError::Contact`] where the contact cannot stand in a header.
    pub fn new(options: FetcherOptions) -> Result<Self, FetchError> {
        // One per process; whoever came first installed the same or chose another, and both serve.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let user_agent = user_agent(&options.contact)?;
        let clients = Clients::new(
            options.hosts.clone(),
            options.allow_addresses.clone(),
            options.limits.connect,
        );
        Ok(Self {
            paces: Paces::new(&options.politeness),
            robots: RobotsCache::default(),
            breakers: Breakers::default(),
            clients,
            jars: Mutex::new(HashMap::new()),
            user_agent,
            options,
        })
    }

    /// Brings one address home: `http:`, `https:`, or a `file:` within the source's own folders. Conditions are sent
    /// where `validators` allow it, and content with the hash that they remember is [`OutcomeClass::SameBytes`].
    ///
    /// # Errors
    /// [`FetchError::Spec`] where the address or a parameter of the source means nothing; [`FetchError::Client`]
    /// where no client can be built. How the site behaves is no error.
    pub async fn fetch(
        &self,
        spec: &SourceSpec,
        url: &str,
        validators: &Validators,
    ) -> Result<Fetched, FetchError> {
        let url = parse(url)?;
        if url.scheme() == "file" {
            return local::fetch(self, spec, &url, validators).await;
        }
        self.bring(spec, &url, validators, Purpose::Article, None).await
    }

    /// Returns the state of every host's breaker that holds something against it, as host and text, for the store.
    pub fn export_breakers(&self) -> Vec<(String, String)> {
        self.breakers.export()
    }

    /// Takes over breakers that [`export_breakers`](Self::export_breakers) wrote; damaged ones are left.
    pub fn import_breakers<'a>(&self, states: impl IntoIterator<Item = (&'a str, &'a str)>) {
        self.breakers.import(states);
    }

    /// Returns the hosts whose breakers opened or that recovered since the last call, for alerts.
    pub fn take_breaker_changes(&self) -> Vec<(String, BreakerChange)> {
        self.breakers.take_changes()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.options.clock.now()
    }

    /// Starts a run over a source: its cookies are forgotten.
    pub(crate) fn begin_run(&self, source: &SourceId) {
        self.jars
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(source);
    }

    /// Returns the rules on a source's addresses.
    pub(crate) fn gatekeeper(&self, spec: &SourceSpec) -> Gatekeeper {
        Gatekeeper::new(spec, self.clients.dial_policy(spec))
    }

    /// Fetches over HTTP, with retries.
    pub(crate) async fn bring(
        &self,
        spec: &SourceSpec,
        url: &Url,
        validators: &Validators,
        purpose: Purpose,
        post: Option<Post>,
    ) -> Result<Fetched, FetchError> {
        let mut url = url.clone();
        url.set_fragment(None);
        let gate = self.gatekeeper(spec);
        if let Err(refused) = gate.check(&url) {
            return Ok(Fetched::unanswered(&url, refused, validators, self.now()));
        }
        let host = host_of(&url);
        let is_trial = match self.breakers.admit(&host, self.now()) {
            Admission::Go => false,
            Admission::Try => true,
            Admission::Wait(until) => {
                let reason = format!("{host} failed too often and is left alone until {until}");
                let outcome = Outcome::because(OutcomeClass::Transient, reason);
                let mut fetched = Fetched::unanswered(&url, outcome, validators, self.now());
                fetched.retry_at = Some(until);
                return Ok(fetched);
            }
        };
        let visit = Visit {
            spec,
            client: self.clients.client(spec)?,
            gate,
            cookies: self.jar(&spec.id),
            delay: spec.delay.unwrap_or(self.options.politeness.delay),
            user_agent: self.user_agent.clone(),
            post,
        };
        let (fetched, was_heard) = self.persist(&visit, &url, validators, purpose, is_trial).await?;
        if was_heard {
            self.report(&host, &fetched);
        }
        Ok(fetched)
    }

    /// Tries until something else than a passing failure comes, or the retries are used up. Says as well whether
    /// anything was asked of the site.
    async fn persist(
        &self,
        visit: &Visit<'_>,
        url: &Url,
        validators: &Validators,
        purpose: Purpose,
        is_trial: bool,
    ) -> Result<(Fetched, bool), FetchError> {
        let limits = &self.options.limits;
        let is_conditional = validators.may_be_conditional(self.now());
        let conditions = is_conditional.then_some(validators);
        let mut pauses = limits.retry_pauses.iter();
        let mut attempts = 0_u32;
        let mut wire = 0_u64;
        let mut was_heard = false;
        loop {
            let attempt = self.attempt(visit, url, conditions, purpose).await?;
            if attempt.requests > 0 {
                attempts = attempts.saturating_add(1);
            }
            wire = wire.saturating_add(attempt.wire);
            was_heard |= attempt.was_heard;
            let may_pass =
                matches!(&attempt.end, End::Other(outcome) if outcome.class == OutcomeClass::Transient);
            let pause = pauses
                .next()
                .filter(|_| may_pass && !is_trial && attempt.requests > 0)
                .map(|pause| jittered(*pause, self.options.seed, url.as_str(), attempts, self.now()));
            // A wait that the site asks for is kept by its pace; one too long for this fetch ends it.
            let is_patient = attempt.wait.is_none_or(|wait| wait <= limits.patience);
            match pause {
                Some(pause) if is_patient => {
                    tracing::debug!(%url, attempts, pause_millis = millis(pause), "fetch is tried again");
                    tokio::time::sleep(attempt.wait.unwrap_or(pause)).await;
                }
                _ => {
                    let fetched =
                        self.fetched(visit, url, attempt, validators, is_conditional, attempts, wire);
                    return Ok((fetched, was_heard));
                }
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the one place where an attempt becomes a result"
    )]
    fn fetched(
        &self,
        visit: &Visit<'_>,
        url: &Url,
        attempt: Attempt,
        known: &Validators,
        was_conditional: bool,
        attempts: u32,
        wire: u64,
    ) -> Fetched {
        let now = self.now();
        let retry_at = attempt.retry_at(now);
        let (outcome, content, validators) = match attempt.end {
            End::Content { bytes, hash, media } => {
                let is_same = known.byte_hash == Some(hash);
                let class = if is_same {
                    OutcomeClass::SameBytes
                } else {
                    OutcomeClass::New
                };
                let (etag, modified) = (attempt.etag.as_deref(), attempt.last_modified.as_deref());
                let learnt = Validators::after_content(etag, modified, hash, now);
                let validators = if was_conditional {
                    learnt
                } else {
                    learnt.unless_lying(known)
                };
                let content = Content {
                    bytes,
                    byte_hash: hash,
                    content_type: attempt.content_type,
                    media,
                };
                (Outcome::plain(class), Some(content), validators)
            }
            End::Other(outcome) if outcome.class == OutcomeClass::NotModified => {
                (outcome, None, known.after_not_modified())
            }
            End::Other(outcome) => (outcome, None, known.clone()),
        };
        let is_unchecked = attempt.final_url.scheme() == "https";
        Fetched {
            url: url.to_string(),
            final_url: attempt.final_url.to_string(),
            outcome,
            status: attempt.status,
            content,
            request_headers: attempt.request_headers,
            response_headers: attempt.response_headers,
            chain: attempt.chain,
            remote: attempt.remote,
            started_at: attempt.started_at,
            took: attempt.took,
            attempts,
            bytes_on_wire: wire,
            validators,
            retry_at,
            insecure: visit.spec.tls.insecure.clone().filter(|_| is_unchecked),
        }
    }

    /// Tells the host's breaker how it went.
    fn report(&self, host: &str, fetched: &Fetched) {
        match fetched.outcome.class {
            OutcomeClass::Transient | OutcomeClass::Tls => self.breakers.failed(host, self.now()),
            OutcomeClass::Blocked if fetched.outcome.block.is_some_and(BlockKind::is_certain) => {
                self.breakers.failed(host, self.now());
            }
            // Refused by ourselves: nothing was learnt about the host, unless a page of it was read on the way.
            OutcomeClass::Refused if fetched.status.is_none() => {}
            OutcomeClass::New
            | OutcomeClass::SameText
            | OutcomeClass::SameBytes
            | OutcomeClass::NotModified
            | OutcomeClass::Gone
            | OutcomeClass::Blocked
            | OutcomeClass::Refused
            | OutcomeClass::TooLarge
            | OutcomeClass::BadContent => self.breakers.succeeded(host),
        }
    }

    fn jar(&self, source: &SourceId) -> Arc<Cookies> {
        let mut jars = self.jars.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(jars.entry(source.clone()).or_default())
    }
}

impl Fetched {
    /// A fetch that no request was sent for.
    pub(crate) fn unanswered(url: &Url, outcome: Outcome, validators: &Validators, now: Timestamp) -> Self {
        Self {
            url: url.to_string(),
            final_url: url.to_string(),
            outcome,
            status: None,
            content: None,
            request_headers: Vec::new(),
            response_headers: Vec::new(),
            chain: Vec::new(),
            remote: None,
            started_at: now,
            took: Duration::ZERO,
            attempts: 0,
            bytes_on_wire: 0,
            validators: validators.clone(),
            retry_at: None,
            insecure: None,
        }
    }
}

/// Reads an address.
pub(crate) fn parse(text: &str) -> Result<Url, SpecError> {
    Url::parse(text.trim()).map_err(|e| SpecError::Url {
        text: text.chars().take(200).collect(),
        detail: e.to_string(),
    })
}

fn user_agent(contact: &str) -> Result<HeaderValue, FetchError> {
    let version = env!("CARGO_PKG_VERSION");
    let text = if contact.is_empty() {
        format!("Milepost/{version}")
    } else {
        format!("Milepost/{version} (+{contact})")
    };
    HeaderValue::from_str(&text).map_err(|_invalid| FetchError::Contact(contact.to_owned()))
}

fn host_of(url: &Url) -> String {
    format!(
        "{}:{}",
        url.host_str().unwrap_or_default(),
        url.port_or_known_default().unwrap_or(0)
    )
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
