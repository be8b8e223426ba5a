//! Asks a site for its robots.txt and says whether an address may be fetched under it. RFC 9309: a missing file allows
//! all, one that cannot be had because the site fails forbids all until it can.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::LOCATION;
use url::Url;

use crate::error::FetchError;
use crate::exchange::{Question, Want, ask};
use crate::fetcher::Fetcher;
use crate::outcome::{Outcome, OutcomeClass};
use crate::redirect::resolve;
use crate::registrable::pace_key;
use crate::robots::{MAX_ROBOTS_BYTES, Robots};
use crate::robots_cache::{Rules, later};
use crate::visit::Visit;

/// The name under which robots.txt speaks to this crawler.
const AGENT: &str = "Milepost";

/// RFC 9309 section 2.3.1.2: at least five redirects are followed.
const MAX_HOPS: u32 = 5;

/// Why an address may not be fetched now.
pub(crate) struct Bar {
    pub(crate) outcome: Outcome,
    pub(crate) wait: Option<Duration>,
    /// The site was asked for its robots.txt just now, so that something was learnt about it.
    pub(crate) was_asked: bool,
}

/// An answer of the site.
enum Heard {
    Rules(Robots),
    /// Another request has heard it meanwhile.
    Known(Rules),
    /// The site fails.
    Unreachable(String),
    /// The request never went out, or would end the same for the page itself.
    Same(Outcome, Option<Duration>),
}

impl Fetcher {
    /// Says whether robots.txt of an address's site has to be asked for first.
    pub(crate) fn must_ask_robots(&self, url: &Url) -> bool {
        self.options.politeness.robots && self.robots.get(&origin(url), self.now()).is_none()
    }

    /// Checks an address; `Some` where it may not be fetched now.
    pub(crate) async fn check_robots(&self, visit: &Visit<'_>, url: &Url) -> Result<Option<Bar>, FetchError> {
        if !self.options.politeness.robots {
            return Ok(None);
        }
        let origin = origin(url);
        let known = self.robots.get(&origin, self.now());
        let was_asked = known.is_none();
        let rules = match known {
            Some(rules) => rules,
            None => match self.ask_robots(visit, url).await? {
                Heard::Known(rules) => rules,
                Heard::Rules(robots) => Rules::Known(self.learn(url, &origin, robots)),
                Heard::Same(outcome, wait) => {
                    let was_asked = wait.is_none();
                    return Ok(Some(Bar {
                        outcome,
                        wait,
                        was_asked,
                    }));
                }
                Heard::Unreachable(why) => {
                    let until = later(self.now(), self.options.politeness.robots_retry);
                    self.robots.keep_away(&origin, &why, until);
                    Rules::Unreachable {
                        until,
                        why: why.into(),
                    }
                }
            },
        };
        Ok(match rules {
            Rules::Known(robots) => {
                let path = match url.query() {
                    Some(query) => format!("{}?{query}", url.path()),
                    None => url.path().to_owned(),
                };
                (!robots.allows(&path)).then(|| Bar {
                    outcome: Outcome::because(OutcomeClass::Refused, "robots.txt does not allow it"),
                    wait: None,
                    was_asked,
                })
            }
            Rules::Unreachable { until, why } => {
                let wait = until
                    .signed_duration_since(self.now())
                    .to_std()
                    .unwrap_or_default();
                let reason =
                    format!("robots.txt cannot be had ({why}); the site is left alone until {until}");
                Some(Bar {
                    outcome: Outcome::because(OutcomeClass::Transient, reason),
                    wait: Some(wait),
                    was_asked,
                })
            }
        })
    }

    fn learn(&self, url: &Url, origin: &str, robots: Robots) -> Arc<Robots> {
        self.paces.crawl_delay(&pace_key(url), robots.crawl_delay());
        self.robots.keep(
            origin,
            robots,
            self.now(),
            self.options.politeness.robots_lifetime,
        )
    }

    async fn ask_robots(&self, visit: &Visit<'_>, url: &Url) -> Result<Heard, FetchError> {
        let limits = &self.options.limits;
        let Ok(mut here) = url.join("/robots.txt") else {
            return Ok(Heard::Rules(Robots::default()));
        };
        let max = u64::try_from(MAX_ROBOTS_BYTES).unwrap_or(u64::MAX);
        let first = origin(url);
        for _ in 0..=MAX_HOPS {
            let turn = match self
                .paces
                .turn(&pace_key(&here), visit.delay, limits.patience)
                .await
            {
                Ok(Some(turn)) => turn,
                Ok(None) => return Err(FetchError::Bug("the turns of a domain are closed")),
                Err(left) => {
                    let outcome =
                        Outcome::because(OutcomeClass::Transient, "the site asked to be left alone");
                    return Ok(Heard::Same(outcome, Some(left)));
                }
            };
            // Whoever had the turn before may have asked already.
            if let Some(rules) = self.robots.get(&first, self.now()) {
                return Ok(Heard::Known(rules));
            }
            let question = Question {
                client: &visit.client,
                url: &here,
                headers: visit.head(&here, None),
                post: None,
                limits,
                budget: limits.total,
            };
            let answer = ask(visit, question, |_| Want::Start(max)).await;
            turn.finish(answer.took);
            let (head, bytes) = match (answer.head, answer.body) {
                (Some(head), Ok(bytes)) => (head, bytes),
                (_, Err(outcome)) if outcome.class == OutcomeClass::Transient => {
                    return Ok(Heard::Unreachable(outcome.reason));
                }
                (_, Err(outcome)) => return Ok(Heard::Same(outcome, None)),
                (None, Ok(_)) => return Err(FetchError::Bug("a body without a head")),
            };
            visit.cookies.take(&head.headers, &here);
            match head.status {
                200 => return Ok(Heard::Rules(Robots::parse(&bytes, AGENT))),
                301 | 302 | 303 | 307 | 308 => {
                    let to = head
                        .headers
                        .get(LOCATION)
                        .and_then(|location| resolve(&here, &String::from_utf8_lossy(location.as_bytes())));
                    match to.filter(|to| visit.gate.check_hop(&here, to).is_ok()) {
                        Some(to) => here = to,
                        // Sites without the file send its readers to their portal.
                        None => return Ok(Heard::Rules(Robots::default())),
                    }
                }
                status @ (429 | 500..=599) => return Ok(Heard::Unreachable(format!("status {status}"))),
                _ => return Ok(Heard::Rules(Robots::default())),
            }
        }
        Ok(Heard::Rules(Robots::default()))
    }
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}
