//! Reads RSS, Atom and JSON feeds as lists. Pure.

use url::Url;

use crate::list_page::{ListBytes, ListPage, MAX_ROWS, Row, joined};
use crate::media::Media;
use crate::pagination::Next;

/// Reads a feed.
pub(crate) fn read(page: &ListBytes<'_>) -> Result<ListPage, String> {
    let parser = feed_rs::parser::Builder::new()
        .base_uri(Some(page.url.as_str()))
        .build();
    let feed = parser
        .parse(page.bytes)
        .map_err(|e| format!("no feed: {}", e.to_string().chars().take(200).collect::<String>()))?;
    let rows = feed
        .entries
        .iter()
        .take(MAX_ROWS)
        .map(|entry| {
            let address = entry
                .links
                .iter()
                .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
                .or_else(|| entry.links.first())
                .map_or(entry.id.as_str(), |link| link.href.as_str());
            let title = entry.title.as_ref().map_or("", |title| title.content.as_str());
            let day = entry.published.or(entry.updated).map(|at| {
                // Feeds of the region are dated in Beijing time; their days are those.
                let beijing = chrono::TimeDelta::hours(8);
                at.checked_add_signed(beijing).unwrap_or(at).date_naive()
            });
            Row::entry(page.url, address, title, day)
        })
        .collect();
    let next = feed
        .links
        .iter()
        .find(|link| link.rel.as_deref() == Some("next"))
        .and_then(|link| joined(page.url, &link.href).ok());
    Ok(ListPage {
        read_as: name_of(&feed.feed_type, page.media),
        rows,
        next: next.map_or_else(
            || Next::none("the feed names no next page"),
            |url: Url| Next::found(url, "rel=next"),
        ),
        children: Vec::new(),
    })
}

fn name_of(kind: &feed_rs::model::FeedType, media: Media) -> &'static str {
    match kind {
        feed_rs::model::FeedType::Atom => "atom",
        feed_rs::model::FeedType::JSON => "json feed",
        feed_rs::model::FeedType::RSS0 | feed_rs::model::FeedType::RSS1 | feed_rs::model::FeedType::RSS2 => {
            debug_assert!(media != Media::Json, "RSS is no JSON");
            "rss"
        }
    }
}
