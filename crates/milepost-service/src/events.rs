//! What the service says in the log: one function an event, constant text, the facts in fields.

use crate::facts::Fact;

pub(crate) fn fact(fact: &Fact) {
    tracing::warn!(
        source = %fact.source, kind = fact.kind.as_str(), since = %fact.since, url = fact.url.as_deref(),
        message_text = fact.message, "noticed about a source"
    );
}

pub(crate) fn fact_gone(key: &str, message: &str) {
    let mut parts = key.split('\n');
    let (kind, source) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    tracing::info!(
        source,
        kind,
        message_text = message,
        "holds no longer about a source"
    );
}
