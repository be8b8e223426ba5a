//! The calls to the fetcher, given up when the pass is asked to stop, and the two forms of validators.

use milepost_fetch::{Discovery, FetchError, Fetched, Fetcher, KnownArticles, Reach, SourceSpec};
use milepost_model::{ContentHash, Timestamp};
use milepost_store::Validators;

use crate::notes::Stop;

/// How the call to the fetcher ended.
pub(crate) enum Brought {
    /// With whatever the site answered.
    Home(Box<Fetched>),
    /// Before anything was asked: the address or a parameter of the source means nothing.
    Never(String),
    /// The pass was asked to stop meanwhile.
    Stopped,
}

/// Reads a source's lists. A source whose parameters mean nothing has the reason told instead.
pub(crate) async fn discover(
    fetcher: &Fetcher,
    spec: &SourceSpec,
    known: &KnownArticles,
    reach: Reach,
) -> Result<Discovery, String> {
    fetcher
        .discover(spec, known, reach)
        .await
        .map_err(|error| chain(&error))
}

/// Brings one address home.
pub(crate) async fn fetch(
    fetcher: &Fetcher,
    spec: &SourceSpec,
    url: &str,
    before: milepost_fetch::Validators,
    stop: &Stop,
) -> Brought {
    tokio::select! {
        fetched = fetcher.fetch(spec, url, &before) => match fetched {
            Ok(fetched) => Brought::Home(Box::new(fetched)),
            Err(error) => Brought::Never(chain(&error)),
        },
        () = stop.asked() => Brought::Stopped,
    }
}

fn chain(error: &FetchError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Translates what a site said into its record.
pub(crate) fn to_store(
    url: &str,
    validators: &milepost_fetch::Validators,
    text: Option<ContentHash>,
    now: Timestamp,
) -> Validators {
    Validators {
        url: url.to_owned(),
        etag: validators.etag.clone(),
        last_modified: validators.last_modified.clone(),
        checked_at: now,
        full_at: validators.full_at,
        checks_since_full: validators.checks_since_full,
        body: validators.byte_hash,
        text,
    }
}

/// Translates a record into what the fetcher takes.
pub(crate) fn from_store(kept: &Validators) -> milepost_fetch::Validators {
    milepost_fetch::Validators {
        etag: kept.etag.clone(),
        last_modified: kept.last_modified.clone(),
        full_at: kept.full_at,
        checks_since_full: kept.checks_since_full,
        byte_hash: kept.body,
    }
}
