//! The fingerprint of what a bulletin says: the same for other bytes that say the same, another as soon as a figure,
//! its quote, its period, the title or the day of publication differs.

use milepost_document::{Document, DocumentError};
use milepost_model::ContentHash;
use sha2::{Digest as _, Sha256};

/// Returns the fingerprint of a bulletin.
///
/// Menus, footers and lists of related articles do not count. Of a container that holds such a thing only the other
/// parts count, and every statement of it besides: no figure can change unseen.
pub fn text_hash(document: &Document) -> ContentHash {
    let mut hash = Sha256::new();
    let mut part = |kind: &str, text: &str| {
        hash.update(kind.as_bytes());
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text.as_bytes());
    };
    part("title", document.title());
    part(
        "published",
        &document
            .published()
            .map(|day| day.to_string())
            .unwrap_or_default(),
    );
    let bodies = whole_bodies(document);
    if bodies.is_empty() {
        part("text", document.text());
    }
    for node in bodies {
        part("body", document.text_of(node));
    }
    for located in document.statements() {
        part("quote", &located.quote);
        part("printed", &located.printed);
        part("value", &located.statement.value.to_string());
        part("role", located.statement.role.as_str());
        part(
            "period",
            &located
                .statement
                .period
                .map(|period| period.to_string())
                .unwrap_or_default(),
        );
    }
    for unread in document.unread() {
        part("unread", &unread.printed);
    }
    ContentHash::from_bytes(hash.finalize().into())
}

/// Returns the fingerprint of bytes that could not be read: their reason, so that a reader that learns to read them
/// sees something new.
pub(crate) fn unreadable_hash(bytes: &ContentHash, error: &DocumentError) -> ContentHash {
    let mut hash = Sha256::new();
    hash.update(b"unreadable");
    hash.update(bytes.as_bytes());
    hash.update(error.reason().as_bytes());
    ContentHash::from_bytes(hash.finalize().into())
}

/// The topmost nodes that belong to the body with everything below them.
fn whole_bodies(document: &Document) -> Vec<u32> {
    let count = document.node_count();
    let mut is_whole: Vec<bool> = (0..count).map(|node| document.is_body(node)).collect();
    let slot = |node: u32| usize::try_from(node).unwrap_or(usize::MAX);
    // Nodes are numbered in document order: children come after their parents.
    for node in (1..count).rev() {
        let whole = is_whole.get(slot(node)).copied().unwrap_or(false);
        if !whole
            && let Some(above) = document
                .parent(node)
                .and_then(|parent| is_whole.get_mut(slot(parent)))
        {
            *above = false;
        }
    }
    let whole = |node: u32| is_whole.get(slot(node)).copied().unwrap_or(false);
    (0..count)
        .filter(|node| whole(*node) && !document.parent(*node).is_some_and(whole))
        .collect()
}

#[cfg(test)]
mod tests {
    use milepost_document::{Input, Limits, parse};

    use super::*;

    fn hash(body: &str, related: &str) -> ContentHash {
        let page = format!(
            "<html><head><title>2025年前三季度外贸</title></head><body><div class=\"TRS_Editor\"><p>2025年前三季度，\
             重庆市外贸进出口总值{body}，同比增长11.9%，其中出口4000亿元，运行总体平稳，质量持续提升。</p></div>\
             <div class=\"related\"><ul><li><a href=\"a.html\">{related}</a></li></ul></div></body></html>"
        );
        let input = Input::new(page.as_bytes(), "https://example.gov.cn/202510/t20251020_1.html");
        text_hash(&parse(&input, &Limits::default()).unwrap())
    }

    #[test]
    fn another_figure_is_another_text() {
        assert_ne!(hash("5836.9亿元", "旧闻一"), hash("5836.8亿元", "旧闻一"));
        assert_eq!(hash("5836.9亿元", "旧闻一"), hash("5836.9亿元", "旧闻一"));
    }
}
