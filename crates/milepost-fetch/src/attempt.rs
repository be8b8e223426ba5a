//! One attempt at an address: robots.txt, the domain's turn, the request, redirects followed and re-checked, the answer
//! judged. Whether to try again is decided by the fetcher.

use std::net::IpAddr;
use std::time::Duration;

use milepost_model::{ContentHash, Timestamp};
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, DATE, HeaderMap, LOCATION, RETRY_AFTER};
use sha2::{Digest, Sha256};
use url::Url;

use crate::block;
use crate::error::FetchError;
use crate::exchange::{Answer, Head, Question, Want, ask};
use crate::fetched::Hop;
use crate::fetcher::Fetcher;
use crate::judge::{Body, Judgement, Purpose, Refresh, is_file, judge, text_of};
use crate::media::Media;
use crate::outcome::{BlockKind, Outcome, OutcomeClass};
use crate::pace::Turn;
use crate::redirect::{forbidden, resolve};
use crate::registrable::pace_key;
use crate::retry::{is_transient_status, retry_after};
use crate::robots_cache::later;
use crate::validators::Validators;
use crate::visit::{Visit, shown_request, shown_response};

/// Bodies larger than this are judged off the async threads.
const MAX_INLINE_BYTES: usize = 256 * 1024;

/// What one attempt came to.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) final_url: Url,
    pub(crate) end: End,
    pub(crate) status: Option<u16>,
    pub(crate) request_headers: Vec<(String, String)>,
    pub(crate) response_headers: Vec<(String, String)>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) chain: Vec<Hop>,
    pub(crate) remote: Option<IpAddr>,
    pub(crate) started_at: Timestamp,
    pub(crate) took: Duration,
    pub(crate) wire: u64,
    pub(crate) requests: u32,
    /// Something was asked of the site, so that its breaker has something to learn.
    pub(crate) was_heard: bool,
    /// How long the site asks to be left alone.
    pub(crate) wait: Option<Duration>,
}

/// How an attempt ended.
#[derive(Debug)]
pub(crate) enum End {
    Content {
        bytes: Vec<u8>,
        hash: ContentHash,
        media: Media,
    },
    Other(Outcome),
}

/// What follows from one answer.
enum Step {
    End(End),
    /// A redirect, with its status, to where it says.
    Onward(u16, String),
}

impl Fetcher {
    /// Tries once. `conditions` are sent where given.
    pub(crate) async fn attempt(
        &self,
        visit: &Visit<'_>,
        url: &Url,
        conditions: Option<&Validators>,
        purpose: Purpose,
    ) -> Result<Attempt, FetchError> {
        let limits = &self.options.limits;
        let mut attempt = Attempt::start(url, self.now());
        let mut budget = limits.total;
        let mut turn: Option<(String, Turn)> = None;
        let mut post = visit.post.as_ref();
        loop {
            let here = attempt.final_url.clone();
            if let Err(refused) = visit.gate.check(&here) {
                return Ok(attempt.end(refused));
            }
            if self.must_ask_robots(&here) {
                // Given back first: a domain has one turn, and robots.txt needs it.
                turn = None;
            }
            if let Some(bar) = self.check_robots(visit, &here).await? {
                attempt.wait = bar.wait;
                attempt.was_heard = bar.was_asked || attempt.requests > 0;
                return Ok(attempt.end(bar.outcome));
            }
            let key = pace_key(&here);
            let held = match turn.take() {
                Some((of, held)) if of == key => held,
                other => {
                    drop(other);
                    match self.paces.turn(&key, visit.delay, limits.patience).await {
                        Ok(Some(held)) => held,
                        Ok(None) => return Err(FetchError::Bug("the turns of a domain are closed")),
                        Err(left) => {
                            attempt.wait = Some(left);
                            return Ok(attempt.end(Outcome::because(
                                OutcomeClass::Transient,
                                "the site asked to be left alone",
                            )));
                        }
                    }
                }
            };
            attempt.started_at = self.now();
            let headers = visit.head(&here, conditions);
            attempt.request_headers = shown_request(&here, &headers);
            attempt.requests = attempt.requests.saturating_add(1);
            attempt.was_heard = true;
            let question = Question {
                client: &visit.client,
                url: &here,
                headers,
                post,
                limits,
                budget,
            };
            let answer = ask(visit, question, |head| self.want(&here, head, purpose)).await;
            budget = budget.saturating_sub(answer.took);
            attempt.note(&answer);
            let changes_cookies = answer
                .head
                .as_ref()
                .is_some_and(|head| visit.cookies.take(&head.headers, &here));
            let step = self
                .step(visit, &here, answer, conditions.is_some(), purpose, &mut attempt)
                .await?;
            let (status, location) = match step {
                Step::Onward(status, location) => (status, location),
                Step::End(end) => {
                    held.finish(attempt.took);
                    if let Some(wait) = attempt.wait {
                        self.paces.quiet(&key, wait);
                    }
                    attempt.end = end;
                    return Ok(attempt);
                }
            };
            if let Err(outcome) = self.follow(visit, &mut attempt, &here, status, &location, changes_cookies)
            {
                held.finish(attempt.took);
                return Ok(attempt.end(outcome));
            }
            // RFC 9110, 15.4: these two ask for the same request again, the others for a plain one.
            post = post.filter(|_| matches!(status, 307 | 308));
            turn = Some((key, held));
        }
    }

    /// Says how much of an answer is wanted.
    fn want(&self, url: &Url, head: &Head, purpose: Purpose) -> Want {
        let limits = &self.options.limits;
        match (head.status, purpose) {
            (200 | 203, Purpose::List) => Want::Whole(limits.max_list_bytes),
            (200 | 203, Purpose::Article) if is_file(url, &head.headers) => {
                Want::Whole(limits.max_attachment_bytes)
            }
            (200 | 203, Purpose::Article) => Want::Whole(limits.max_page_bytes),
            _ => Want::ASIDE,
        }
    }

    async fn step(
        &self,
        visit: &Visit<'_>,
        url: &Url,
        answer: Answer,
        was_conditional: bool,
        purpose: Purpose,
        attempt: &mut Attempt,
    ) -> Result<Step, FetchError> {
        let other = |outcome| Ok(Step::End(End::Other(outcome)));
        let (head, bytes) = match (answer.head, answer.body) {
            (_, Err(outcome)) => return other(outcome),
            (None, Ok(_)) => return Err(FetchError::Bug("a body without a head")),
            (Some(head), Ok(bytes)) => (head, bytes),
        };
        // Behind a proxy the address dialled is the proxy's, which the operator chose.
        if let Some(address) = head.remote
            && visit.spec.proxy.is_none()
            && !visit.gate.admits(address)
        {
            return other(Outcome::because(OutcomeClass::Refused, forbidden(address)));
        }
        let status = head.status;
        if status == 304 && was_conditional {
            return other(Outcome::plain(OutcomeClass::NotModified));
        }
        if matches!(status, 301 | 302 | 303 | 307 | 308)
            && let Some(location) = head.headers.get(LOCATION)
        {
            let location = String::from_utf8_lossy(location.as_bytes()).into_owned();
            return Ok(Step::Onward(status, location));
        }
        let is_content = matches!(status, 200 | 203);
        let start = String::from_utf8_lossy(if is_content { &[] } else { &bytes });
        let is_challenge = status == 521 && start.to_ascii_lowercase().contains("<script");
        if is_transient_status(status) && !is_challenge {
            attempt.wait = text_of(&head.headers, &RETRY_AFTER)
                .and_then(|value| retry_after(value, text_of(&head.headers, &DATE), self.now()));
            return other(Outcome::because(
                OutcomeClass::Transient,
                format!("status {status}"),
            ));
        }
        if let Some(outcome) = block::by_status(status, &start) {
            return other(outcome);
        }
        drop(start);
        let (bytes, judgement, hash) = self.inspect(url, &head, bytes, purpose).await?;
        Ok(match judgement {
            Judgement::Content(media) => Step::End(End::Content { bytes, hash, media }),
            Judgement::Other(outcome) => Step::End(End::Other(outcome)),
            Judgement::SentOn(Refresh(location)) => Step::Onward(status, location),
        })
    }

    /// Judges and hashes a body, off the async threads where it is large.
    async fn inspect(
        &self,
        url: &Url,
        head: &Head,
        bytes: Vec<u8>,
        purpose: Purpose,
    ) -> Result<(Vec<u8>, Judgement, ContentHash), FetchError> {
        let text = |name| text_of(&head.headers, name).map(str::to_owned);
        let (content_type, disposition) = (text(&CONTENT_TYPE), text(&CONTENT_DISPOSITION));
        let (url, limits) = (url.clone(), self.options.limits.clone());
        let length_was_announced = head.length_was_announced;
        let is_large = bytes.len() > MAX_INLINE_BYTES || bytes.starts_with(b"PK");
        let work = move || {
            let body = Body {
                url: &url,
                bytes: &bytes,
                content_type: content_type.as_deref(),
                disposition: disposition.as_deref(),
                length_was_announced,
            };
            let judgement = judge(&body, purpose, &limits);
            let hash = ContentHash::from_bytes(Sha256::digest(&bytes).into());
            (bytes, judgement, hash)
        };
        if !is_large {
            return Ok(work());
        }
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_stopped| FetchError::Bug("judging a body was cut off"))
    }

    /// Takes a redirect, or says why not.
    fn follow(
        &self,
        visit: &Visit<'_>,
        attempt: &mut Attempt,
        here: &Url,
        status: u16,
        location: &str,
        changes_cookies: bool,
    ) -> Result<(), Outcome> {
        let target = resolve(here, location);
        let was_seen = target.as_ref().is_some_and(|to| {
            let seen = attempt.chain.iter().any(|hop| hop.url == to.as_str());
            seen || to == here
        });
        attempt.chain.push(Hop {
            url: here.to_string(),
            status,
            location: location.chars().take(4096).collect(),
        });
        let Some(to) = target else {
            return Err(Outcome::because(
                OutcomeClass::BadContent,
                "redirect to something that is no address",
            ));
        };
        let hops = u32::try_from(attempt.chain.len()).unwrap_or(u32::MAX);
        let is_to_itself = to == *here;
        if is_to_itself && !changes_cookies {
            return Err(Outcome::blocked(
                BlockKind::SelfRedirect,
                "the page redirects to itself, and no cookie passes it",
            ));
        }
        if was_seen && !changes_cookies {
            return Err(Outcome::because(
                OutcomeClass::Refused,
                "redirects that go round in a circle",
            ));
        }
        if hops > self.options.limits.redirects {
            return Err(if is_to_itself {
                Outcome::blocked(
                    BlockKind::SelfRedirect,
                    "the page redirects to itself without end",
                )
            } else {
                let most = self.options.limits.redirects;
                Outcome::because(OutcomeClass::Refused, format!("more than {most} redirects"))
            });
        }
        visit.gate.check_hop(here, &to)?;
        attempt.final_url = to;
        Ok(())
    }
}

impl Attempt {
    fn start(url: &Url, now: Timestamp) -> Self {
        Self {
            final_url: url.clone(),
            end: End::Other(Outcome::plain(OutcomeClass::Transient)),
            status: None,
            request_headers: Vec::new(),
            response_headers: Vec::new(),
            etag: None,
            last_modified: None,
            content_type: None,
            chain: Vec::new(),
            remote: None,
            started_at: now,
            took: Duration::ZERO,
            wire: 0,
            requests: 0,
            was_heard: false,
            wait: None,
        }
    }

    fn end(mut self, outcome: Outcome) -> Self {
        self.end = End::Other(outcome);
        self
    }

    fn note(&mut self, answer: &Answer) {
        self.took = answer.took;
        self.wire = self.wire.saturating_add(answer.wire);
        let empty = HeaderMap::new();
        let headers = answer.head.as_ref().map_or(&empty, |head| &head.headers);
        let text = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        self.response_headers = shown_response(headers);
        self.etag = text("etag");
        self.last_modified = text("last-modified");
        self.content_type = headers.get(CONTENT_TYPE).map(|value| {
            String::from_utf8_lossy(value.as_bytes())
                .chars()
                .take(1024)
                .collect()
        });
        self.status = answer.head.as_ref().map(|head| head.status);
        self.remote = answer.head.as_ref().and_then(|head| head.remote);
    }

    /// Returns when the site lets us ask again.
    pub(crate) fn retry_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.wait.map(|wait| later(now, wait))
    }
}
