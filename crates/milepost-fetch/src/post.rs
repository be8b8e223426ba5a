//! Posts a message to an address that the operator names: one request, its answer within limits, no redirects. What is
//! in the message, and what an answer means, is the caller's business.

use std::time::Duration;

use milepost_model::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Certificate, Client};
use tokio::time::{Instant, timeout_at};
use url::{Host, Url};

use crate::dial::{AddressRange, CheckedResolver, DialPolicy};
use crate::failure::outcome_of;
use crate::outcome::OutcomeClass;
use crate::retry::retry_after;
use crate::secret::Secret;

/// 64 KiB: what is read of an answer. Every known service answers with a line or two.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// Where a message goes.
#[derive(Debug, Clone)]
pub struct PostTarget {
    /// The address. Often a secret itself: it is told in no error.
    pub url: Secret,
    /// Further certificates to trust, in PEM.
    pub extra_ca: Vec<String>,
    /// Plain HTTP is allowed to any host. Hosts given as a loopback or private number are reached in plain anyway.
    pub allow_http: bool,
    /// Private addresses that the host's name may stand for. A host given as a number is the operator's own word.
    pub allow_addresses: Vec<AddressRange>,
    /// Time for connecting.
    pub connect: Duration,
    /// Time for the whole exchange.
    pub total: Duration,
}

/// An answer to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostAnswer {
    /// The HTTP status.
    pub status: u16,
    /// How long the other end asks to be left alone, at most six hours.
    pub retry_after: Option<Duration>,
    /// The start of the body, at most 64 KiB.
    pub body: Vec<u8>,
}

/// Why there was no answer. The text names no part of the address but its host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct PostFailure {
    /// What kind of failure.
    pub class: OutcomeClass,
    /// What happened.
    pub reason: String,
}

impl PostFailure {
    fn new(class: OutcomeClass, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { class, reason }
    }
}

/// Posts `body` with `headers` to a target.
///
/// # Errors
/// When the target means nothing, may not be reached, or gives no answer in time.
pub async fn post(
    target: &PostTarget,
    headers: &[(String, String)],
    body: Vec<u8>,
    now: Timestamp,
) -> Result<PostAnswer, PostFailure> {
    let url = check(target)?;
    let client = client(target, &url)?;
    let deadline = Instant::now().checked_add(target.total);
    let deadline = deadline.unwrap_or_else(Instant::now);
    let too_slow = || {
        PostFailure::new(
            OutcomeClass::Transient,
            format!("no answer within {} s", target.total.as_secs_f64()),
        )
    };
    let sending = client.post(url).headers(header_map(headers)?).body(body).send();
    let mut response = timeout_at(deadline, sending)
        .await
        .map_err(|_late| too_slow())?
        .map_err(failure)?;
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    let mut answer = PostAnswer {
        status: response.status().as_u16(),
        retry_after: header("retry-after").and_then(|value| retry_after(value, header("date"), now)),
        body: Vec::new(),
    };
    // The status is the answer; a body that breaks off or never ends takes nothing from it.
    while answer.body.len() < MAX_ANSWER_BYTES
        && let Ok(Ok(Some(piece))) = timeout_at(deadline, response.chunk()).await
    {
        let room = MAX_ANSWER_BYTES.saturating_sub(answer.body.len());
        answer.body.extend(piece.iter().take(room));
    }
    Ok(answer)
}

/// Checks what can be told of a target without reaching it.
///
/// # Errors
/// When its address or certificates mean nothing, or plain HTTP would carry a secret over a network.
pub fn check_target(target: &PostTarget) -> Result<(), PostFailure> {
    client(target, &check(target)?).map(drop)
}

fn check(target: &PostTarget) -> Result<Url, PostFailure> {
    let refused = |reason: String| PostFailure::new(OutcomeClass::Refused, reason);
    let url = Url::parse(target.url.expose().trim())
        .map_err(|error| refused(format!("the address is none: {error}")))?;
    let host = match url.host() {
        Some(host) => host.to_owned(),
        None => return Err(refused("the address has no host".to_owned())),
    };
    let is_near = match &host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(v4) => v4.is_loopback() || v4.is_private(),
        Host::Ipv6(v6) => v6.is_loopback() || v6.is_unique_local(),
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_near || target.allow_http => Ok(url),
        "http" => Err(refused(format!(
            "plain HTTP to {host} would show the message and its signature to everybody on the way"
        ))),
        other => Err(refused(format!("`{other}` is neither https nor http"))),
    }
}

fn client(target: &PostTarget, url: &Url) -> Result<Client, PostFailure> {
    // Installed already where anything was fetched before: then it stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let wrong = |reason: String| PostFailure::new(OutcomeClass::Refused, reason);
    let mut extra = Vec::new();
    for pem in &target.extra_ca {
        let found = Certificate::from_pem_bundle(pem.as_bytes())
            .map_err(|error| wrong(format!("extra_ca holds no certificate in PEM: {error}")))?;
        extra.extend(found);
    }
    // `localhost` is the operator's own word, as a number is; any other name may point anywhere tomorrow.
    let exempt = url.host_str().filter(|host| *host == "localhost");
    let resolver = CheckedResolver::new(
        DialPolicy::new(target.allow_addresses.clone()),
        std::sync::Arc::default(),
        exempt.map(str::to_owned),
    );
    let builder = || {
        Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .connect_timeout(target.connect)
            .pool_max_idle_per_host(0)
            .dns_resolver(resolver.clone())
    };
    let trusting_system = builder().tls_certs_merge(extra.clone()).build();
    trusting_system
        .or_else(|_no_system| builder().tls_certs_only(extra).build())
        .map_err(failure)
}

fn header_map(headers: &[(String, String)]) -> Result<HeaderMap, PostFailure> {
    let wrong = |name: &str| PostFailure::new(OutcomeClass::Refused, format!("`{name}` cannot be a header"));
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_error| wrong(name))?;
        let value = HeaderValue::from_str(value).map_err(|_error| wrong(name))?;
        map.insert(key, value);
    }
    Ok(map)
}

fn failure(error: reqwest::Error) -> PostFailure {
    let outcome = outcome_of(&error.without_url());
    PostFailure::new(outcome.class, outcome.reason)
}
