//! Judges archived answers by the rules for fetched ones: a block, an error page or a lie is no bulletin, whoever
//! archived it.

use url::Url;

use crate::fetcher::Fetcher;
use crate::judge::{Body, Judgement, Purpose, Refresh, judge};
use crate::media::{Media, sniff};
use crate::outcome::{Outcome, OutcomeClass};
use crate::warc::WarcSnapshot;

impl Fetcher {
    /// Says what the body of an archived fetch is, or why it is not content. Takes time in proportion to the bytes.
    ///
    /// # Errors
    /// With the outcome that fetching it would have had.
    pub fn judge_archived(&self, snapshot: &WarcSnapshot) -> Result<Media, Outcome> {
        let Some(status) = snapshot.status else {
            // A file that a person or an archive handed over: nobody answered with something else in its place.
            return Ok(sniff(&snapshot.bytes));
        };
        if !matches!(status, 200 | 203) {
            let class = if matches!(status, 404 | 410) {
                OutcomeClass::Gone
            } else {
                OutcomeClass::Refused
            };
            return Err(Outcome::because(class, format!("status {status}")));
        }
        let url = Url::parse(&snapshot.final_url)
            .map_err(|error| Outcome::because(OutcomeClass::Refused, format!("no address: {error}")))?;
        let disposition = snapshot
            .response_headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))
            .map(|(_, value)| value.as_str());
        let body = Body {
            url: &url,
            bytes: &snapshot.bytes,
            content_type: snapshot.content_type.as_deref(),
            disposition,
            length_was_announced: true,
        };
        match judge(&body, Purpose::Article, &self.options.limits) {
            Judgement::Content(media) => Ok(media),
            Judgement::Other(outcome) => Err(outcome),
            Judgement::SentOn(Refresh(to)) => Err(Outcome::because(
                OutcomeClass::BadContent,
                format!("only sends on to {}", to.chars().take(200).collect::<String>()),
            )),
        }
    }
}
