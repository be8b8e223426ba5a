//! One request and its answer, within the limits of time and size. Redirects, retries and manners are the caller's.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Response};
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

use crate::failure::{outcome_of, outcome_of_inflation};
use crate::inflate::{Bounds, Inflater};
use crate::limits::FetchLimits;
use crate::list_post::Post;
use crate::old_tls;
use crate::outcome::{Outcome, OutcomeClass};
use crate::visit::Visit;

/// Bytes read of an answer that is not the content asked for: enough to tell a challenge from a plain refusal.
const MAX_ASIDE_BYTES: u64 = 64 * 1024;

/// Memory set aside for a body before its first byte, at most.
const MAX_RESERVED_BYTES: u64 = 256 * 1024;

/// What is asked.
pub(crate) struct Question<'a> {
    pub(crate) client: &'a Client,
    pub(crate) url: &'a Url,
    pub(crate) headers: HeaderMap,
    pub(crate) post: Option<&'a Post>,
    pub(crate) limits: &'a FetchLimits,
    /// What is left of the time for the request as a whole.
    pub(crate) budget: Duration,
}

/// The start of an answer.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) remote: Option<IpAddr>,
    /// The answer says how long it is, or marks its own end.
    pub(crate) length_was_announced: bool,
}

/// How much of a body is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// All of it, at most this many bytes; more is too large.
    Whole(u64),
    /// The first bytes; the rest is left.
    Start(u64),
}

impl Want {
    /// Enough to look at an answer that is not the content.
    pub(crate) const ASIDE: Self = Self::Start(MAX_ASIDE_BYTES);
}

/// An answer, or as much as there was of it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) head: Option<Head>,
    pub(crate) body: Result<Vec<u8>, Outcome>,
    pub(crate) wire: u64,
    pub(crate) took: Duration,
}

/// Asks. `want` decides by the answer's start how much of the body is read.
pub(crate) async fn ask(
    visit: &Visit<'_>,
    question: Question<'_>,
    want: impl Fn(&Head) -> Want + Send,
) -> Answer {
    let old = visit.spec.tls.legacy.as_deref();
    if let Some(program) = old.filter(|_| question.url.scheme() == "https") {
        return old_tls::ask(visit, program, question, want).await;
    }
    let started = Instant::now();
    let (head, body, wire) = within(question, want, started).await;
    Answer {
        head,
        body,
        wire,
        took: started.elapsed(),
    }
}

async fn within(
    question: Question<'_>,
    want: impl Fn(&Head) -> Want + Send,
    started: Instant,
) -> (Option<Head>, Result<Vec<u8>, Outcome>, u64) {
    let limits = question.limits;
    let for_head = limits.headers.min(question.budget);
    let asking = match question.post {
        None => question.client.get(question.url.as_str()),
        Some(post) => question
            .client
            .post(question.url.as_str())
            .header(CONTENT_TYPE, post.content_type.clone())
            .body(post.body.clone()),
    };
    let sending = asking.headers(question.headers).send();
    let response = match timeout(for_head, sending).await {
        Err(_) => return (None, Err(too_slow("no head of an answer", for_head)), 0),
        Ok(Err(error)) => return (None, Err(outcome_of(&error)), 0),
        Ok(Ok(response)) => response,
    };
    let head = Head {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        remote: response.remote_addr().map(|address| address.ip()),
        length_was_announced: marks_its_end(&response),
    };
    let deadline = started.checked_add(question.budget).unwrap_or(started);
    let mut wire = 0;
    let body = body(
        response,
        want(&head),
        limits,
        deadline,
        question.budget,
        &mut wire,
    )
    .await;
    (Some(head), body, wire)
}

/// Says whether the end of a body can be told from a broken connection.
fn marks_its_end(response: &Response) -> bool {
    let headers = response.headers();
    let is_chunked = headers
        .get("transfer-encoding")
        .is_some_and(|value| value.as_bytes().to_ascii_lowercase().ends_with(b"chunked"));
    response.version() == reqwest::Version::HTTP_2 || is_chunked || headers.contains_key(CONTENT_LENGTH)
}

async fn body(
    mut response: Response,
    want: Want,
    limits: &FetchLimits,
    deadline: Instant,
    total: Duration,
    wire: &mut u64,
) -> Result<Vec<u8>, Outcome> {
    let (max_bytes, is_whole) = match want {
        Want::Whole(max) => (max, true),
        Want::Start(max) => (max, false),
    };
    if is_whole && response.content_length().is_some_and(|length| length > max_bytes) {
        return Err(Outcome::because(
            OutcomeClass::TooLarge,
            format!(
                "announces {} bytes, at most {max_bytes} allowed",
                response.content_length().unwrap_or_default()
            ),
        ));
    }
    let bounds = Bounds {
        max_bytes,
        max_ratio: limits.max_ratio,
        ratio_floor: limits.ratio_floor_bytes,
    };
    let mut inflater = Inflater::new(&encodings(response.headers()), bounds).map_err(outcome_of_inflation)?;
    // What a site announces is believed up to a size that costs nothing.
    let announced = response.content_length().unwrap_or(0).min(MAX_RESERVED_BYTES);
    inflater.reserve(usize::try_from(announced).unwrap_or(0));
    loop {
        let idle = Instant::now().checked_add(limits.idle).unwrap_or(deadline);
        let piece = match timeout_at(idle.min(deadline), response.chunk()).await {
            Ok(Ok(Some(piece))) => piece,
            Ok(Ok(None)) => break,
            Ok(Err(_)) | Err(_) if !is_whole => return Ok(inflater.into_partial()),
            Ok(Err(error)) => return Err(cut_short(&error, *wire)),
            Err(_) if Instant::now() >= deadline => {
                return Err(too_slow(&format!("{wire} bytes of the body, not its end"), total));
            }
            Err(_) => {
                return Err(too_slow(
                    &format!("{wire} bytes of the body, then nothing"),
                    limits.idle,
                ));
            }
        };
        *wire = wire.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        match inflater.push(&piece) {
            Ok(()) => {}
            Err(_) if !is_whole => return Ok(inflater.into_partial()),
            Err(error) => return Err(outcome_of_inflation(error)),
        }
    }
    if is_whole {
        inflater.finish().map_err(outcome_of_inflation)
    } else {
        Ok(inflater.into_partial())
    }
}

/// Takes the encodings off a body that was read whole, or of which the start was read.
pub(crate) fn inflated(
    headers: &HeaderMap,
    bytes: &[u8],
    max_bytes: u64,
    is_whole: bool,
    limits: &FetchLimits,
) -> Result<Vec<u8>, Outcome> {
    let bounds = Bounds {
        max_bytes,
        max_ratio: limits.max_ratio,
        ratio_floor: limits.ratio_floor_bytes,
    };
    let mut inflater = Inflater::new(&encodings(headers), bounds).map_err(outcome_of_inflation)?;
    for piece in bytes.chunks(16 * 1024) {
        match inflater.push(piece) {
            Ok(()) => {}
            Err(_) if !is_whole => return Ok(inflater.into_partial()),
            Err(error) => return Err(outcome_of_inflation(error)),
        }
    }
    if is_whole {
        inflater.finish().map_err(outcome_of_inflation)
    } else {
        Ok(inflater.into_partial())
    }
}

fn encodings(headers: &HeaderMap) -> String {
    let all: Vec<&str> = headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .map(|value| value.to_str().unwrap_or("unreadable"))
        .collect();
    all.join(",")
}

fn cut_short(error: &reqwest::Error, wire: u64) -> Outcome {
    let outcome = outcome_of(error);
    Outcome::because(
        OutcomeClass::Transient,
        format!("the body broke off after {wire} bytes: {}", outcome.reason),
    )
}

pub(crate) fn too_slow(what: &str, limit: Duration) -> Outcome {
    Outcome::because(
        OutcomeClass::Transient,
        format!("{what} within {} s", limit.as_secs_f64()),
    )
}
