//! Shows what discovery finds now, how, and why something is left out. Stores nothing.

use std::fmt::Write as _;

use milepost_config::Config;
use milepost_fetch::{Discovery, Fetcher, KnownArticles, Reach, SourceSpec};
use milepost_model::SourceId;
use serde_json::json;

use crate::table::{Table, many};
use crate::{Exit, Refusal, Reply, ServiceOptions, input, translate};

/// How many rows that were left out are shown to people.
const MOST_LEFT_OUT: usize = 30;

/// Probes a configured source, or the address of a list.
///
/// # Errors
/// When there is no such source, or its parameters mean nothing. How its site behaves is no error.
pub async fn probe(config: &Config, options: &ServiceOptions, target: &str) -> Result<Reply, Refusal> {
    let spec = spec(config, target)?;
    let fetcher = Fetcher::new(translate::fetcher(&config.main.fetch, options)?)
        .map_err(|error| Refusal::usage(error.to_string()).at("fetch.contact"))?;
    let discovery = fetcher
        .discover(&spec, &KnownArticles::new(), Reach::Recent)
        .await
        .map_err(|error| Refusal::usage(error.to_string()).at(target))?;
    Ok(reply(&spec.id, &discovery))
}

fn spec(config: &Config, target: &str) -> Result<SourceSpec, Refusal> {
    if translate::host(target).is_none() {
        let id = input::source(config, target, "ID")?;
        let source = config
            .source(&id)
            .ok_or_else(|| Refusal::usage(format!("no source `{target}`")))?;
        return Ok(translate::source(source)?.spec);
    }
    let by_hand = translate::by_hand(&config.main.fetch)?;
    Ok(by_hand.spec.with_list(target))
}

fn reply(id: &SourceId, discovery: &Discovery) -> Reply {
    let mut pages = Table::new(&[
        ">page",
        "read as",
        ">rows",
        ">new rows",
        "outcome",
        "then",
        "address",
    ]);
    for page in &discovery.pages {
        pages.row([
            page.number.to_string(),
            page.read_as.to_owned(),
            page.rows.to_string(),
            page.fresh.to_string(),
            page.outcome.class.to_string(),
            page.next.clone(),
            page.url.clone(),
        ]);
    }
    let mut articles = Table::new(&["listed", "title", "address"]);
    for article in &discovery.articles {
        articles.row([
            article.listed_on.map(|day| day.to_string()).unwrap_or_default(),
            article.title.clone(),
            article.url.clone(),
        ]);
    }
    let mut left_out = Table::new(&["left out because", "title", "address"]);
    for row in discovery.left_out.iter().take(MOST_LEFT_OUT) {
        left_out.row([row.reason.to_string(), row.title.clone(), row.url.clone()]);
    }
    let (class, reason) = (discovery.class(), &discovery.outcome.reason);
    let mut text = format!(
        "{}\n{}\n",
        pages.text("no list page was read"),
        articles.text("no bulletin found")
    );
    if !discovery.left_out.is_empty() {
        text.push_str(&left_out.text(""));
        let more = discovery.left_out.len().saturating_sub(MOST_LEFT_OUT);
        if more > 0 {
            let _ = writeln!(text, "and {more} more");
        }
        text.push('\n');
    }
    let because = if reason.is_empty() {
        String::new()
    } else {
        format!(" ({reason})")
    };
    let _ = writeln!(
        text,
        "{id}: {class}{because}, {}; nothing was stored",
        many(discovery.articles.len(), "bulletin", "bulletins")
    );
    let exit = if class.is_success() {
        Exit::Done
    } else {
        Exit::Failed
    };
    Reply::new(json(id, discovery), text).with_exit(exit)
}

fn json(id: &SourceId, discovery: &Discovery) -> serde_json::Value {
    json!({
        "id": id.as_str(),
        "class": discovery.class().as_str(),
        "reason": discovery.outcome.reason,
        "articles": discovery.articles.iter().map(|article| json!({
            "id": article.article_id.as_str(), "url": article.url, "title": article.title,
            "listed_on": article.listed_on.map(|day| day.to_string()), "list": article.list_url,
        })).collect::<Vec<_>>(),
        "left_out": discovery.left_out.iter().map(|row| json!({
            "url": row.url, "title": row.title, "reason": row.reason.to_string(),
        })).collect::<Vec<_>>(),
        "pages": discovery.pages.iter().map(|page| json!({
            "url": page.url, "number": page.number, "class": page.outcome.class.as_str(),
            "reason": page.outcome.reason, "read_as": page.read_as, "rows": page.rows, "fresh": page.fresh,
            "next": page.next,
        })).collect::<Vec<_>>(),
    })
}
