//! Builds the HTTP client of a source and keeps it: whom it trusts, through which proxy it goes, which addresses it
//! may dial. What is sent through it is decided elsewhere.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Certificate, Client, ClientBuilder, Proxy};
use url::Url;

use crate::dial::{AddressRange, CheckedResolver, DialPolicy};
use crate::error::{FetchError, SpecError};
use crate::source_spec::{ProxySpec, SourceSpec, TlsSpec};

/// Clients kept; a client is built anew where there are more kinds of source than this.
const MAX_CLIENTS: usize = 64;

/// Idle connections are closed after this.
const POOL_IDLE: Duration = Duration::from_secs(30);

/// The clients of all sources; sources with the same needs share one.
#[derive(Debug)]
pub(crate) struct Clients {
    kept: Mutex<Vec<(Needs, Client)>>,
    hosts: Arc<BTreeMap<String, Vec<IpAddr>>>,
    allowed: Vec<AddressRange>,
    connect: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Needs {
    extra_ca: Vec<String>,
    is_insecure: bool,
    proxy: Option<ProxySpec>,
    allowed: Vec<AddressRange>,
}

impl Clients {
    pub(crate) fn new(
        hosts: BTreeMap<String, Vec<IpAddr>>,
        allowed: Vec<AddressRange>,
        connect: Duration,
    ) -> Self {
        let hosts = hosts
            .into_iter()
            .map(|(name, addresses)| (name.to_ascii_lowercase(), addresses))
            .collect();
        Self {
            kept: Mutex::new(Vec::new()),
            hosts: Arc::new(hosts),
            allowed,
            connect,
        }
    }

    /// Returns the addresses that may be dialled for a source.
    pub(crate) fn dial_policy(&self, spec: &SourceSpec) -> DialPolicy {
        let mut allowed = self.allowed.clone();
        allowed.extend(spec.allow_addresses.iter().copied());
        DialPolicy::new(allowed)
    }

    /// Returns the client for a source.
    pub(crate) fn client(&self, spec: &SourceSpec) -> Result<Client, FetchError> {
        let needs = Needs {
            extra_ca: spec.tls.extra_ca.clone(),
            is_insecure: spec.tls.insecure.is_some(),
            proxy: spec.proxy.clone(),
            allowed: spec.allow_addresses.clone(),
        };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = kept.iter().find(|(known, _)| *known == needs) {
            return Ok(client.clone());
        }
        let client = self.build(spec)?;
        if kept.len() >= MAX_CLIENTS {
            kept.remove(0);
        }
        kept.push((needs, client.clone()));
        Ok(client)
    }

    fn build(&self, spec: &SourceSpec) -> Result<Client, FetchError> {
        let extra = certificates(&spec.tls)?;
        let trusting_system = self.builder(spec)?.tls_certs_merge(extra.clone()).build();
        // Without certificates of its own, a system can still fetch in plain and from those named in `extra_ca`.
        trusting_system.or_else(|system| {
            self.builder(spec)?
                .tls_certs_only(extra)
                .build()
                .map_err(|_second| FetchError::Client(chain_of(&system)))
        })
    }

    fn builder(&self, spec: &SourceSpec) -> Result<ClientBuilder, FetchError> {
        let proxy = spec.proxy.as_ref().map(proxy).transpose()?;
        let exempt = proxy
            .as_ref()
            .and_then(|(url, _)| url.host_str().map(str::to_owned));
        let resolver = CheckedResolver::new(self.dial_policy(spec), Arc::clone(&self.hosts), exempt);
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            // The environment is not read here: a proxy is named by the source or there is none.
            .no_proxy()
            .connect_timeout(self.connect)
            .pool_idle_timeout(POOL_IDLE)
            .tcp_nodelay(true)
            // Old servers of official sites send headers that the standard forbids.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .dns_resolver(resolver)
            .tls_danger_accept_invalid_certs(spec.tls.insecure.is_some());
        if let Some((_, proxy)) = proxy {
            builder = builder.proxy(proxy);
        }
        Ok(builder)
    }
}

fn proxy(spec: &ProxySpec) -> Result<(Url, Proxy), SpecError> {
    let wrong = |detail: String| SpecError::Proxy {
        url: spec.url.clone(),
        detail,
    };
    let url = Url::parse(&spec.url).map_err(|e| wrong(e.to_string()))?;
    if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") {
        return Err(wrong("expected http, https, socks5 or socks5h".into()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        // Told without the address: it holds the secret.
        return Err(SpecError::Proxy {
            url: url.host_str().unwrap_or_default().to_owned(),
            detail: "user and password belong into the login, not into the address".into(),
        });
    }
    let mut proxy = Proxy::all(spec.url.as_str()).map_err(|e| wrong(chain_of(&e)))?;
    if let Some((user, password)) = &spec.login {
        proxy = proxy.basic_auth(user, password.expose());
    }
    Ok((url, proxy))
}

fn certificates(tls: &TlsSpec) -> Result<Vec<Certificate>, SpecError> {
    let mut all = Vec::new();
    for pem in &tls.extra_ca {
        let found =
            Certificate::from_pem_bundle(pem.as_bytes()).map_err(|e| SpecError::Certificate(chain_of(&e)))?;
        if found.is_empty() {
            return Err(SpecError::Certificate("no certificate in it".into()));
        }
        all.extend(found);
    }
    Ok(all)
}

fn chain_of(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}
