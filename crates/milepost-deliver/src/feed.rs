//! An Atom feed (RFC 4287) of the newest messages, made anew from the record each time: a damaged file mends itself.

use std::io;

use chrono::SecondsFormat;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::channel::AtomChannel;
use crate::letter::Letter;
use crate::templates::Words;

/// 50 entries: a reader that looks in once a week misses nothing.
pub(crate) const MOST_ENTRIES: usize = 50;

/// Writes the feed of these messages, newest first.
pub(crate) fn feed(channel: &AtomChannel, entries: &[(&Letter, Words)]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let updated = entries
        .iter()
        .map(|(letter, _)| letter.written_at)
        .max()
        .unwrap_or_default();
    writer
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .write_inner_content(|feed| {
            text(feed, "id", &name("feed", &channel.title))?;
            text(feed, "title", &channel.title)?;
            text(
                feed,
                "updated",
                &updated.to_rfc3339_opts(SecondsFormat::Secs, true),
            )?;
            feed.create_element("author")
                .write_inner_content(|author| text(author, "name", "Milepost"))?;
            link(feed, channel)?;
            for (letter, words) in entries.iter().take(MOST_ENTRIES) {
                entry(feed, channel, letter, words)?;
            }
            Ok(())
        })?;
    Ok(writer.into_inner())
}

fn entry(
    feed: &mut Writer<Vec<u8>>,
    channel: &AtomChannel,
    letter: &Letter,
    words: &Words,
) -> io::Result<()> {
    let at = letter.written_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    feed.create_element("entry").write_inner_content(|entry| {
        text(entry, "id", &name("message", &letter.id))?;
        text(entry, "title", &words.subject)?;
        text(entry, "updated", &at)?;
        text(entry, "published", &at)?;
        link(entry, channel)?;
        entry
            .create_element("category")
            .with_attribute(("term", letter.kind.as_str()))
            .write_empty()?;
        entry
            .create_element("content")
            .with_attribute(("type", "text"))
            .write_text_content(BytesText::new(&words.body))?;
        Ok(())
    })?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, channel: &AtomChannel) -> io::Result<()> {
    if let Some(address) = &channel.link {
        writer
            .create_element("link")
            .with_attribute(("href", address.as_str()))
            .write_empty()?;
    }
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    writer
        .create_element(name)
        .write_text_content(BytesText::new(text))?;
    Ok(())
}

/// A permanent name (RFC 4287 §4.2.6), without a domain that nobody here owns: a tag of digits.
fn name(what: &str, id: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let mut digest = Sha256::new();
    digest.update(what.as_bytes());
    digest.update([0]);
    digest.update(id.as_bytes());
    let hex: String = digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    // RFC 9562, version 8: a UUID by a digest of one's own choosing.
    format!(
        "urn:uuid:{}-{}-8{}-a{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_uuids_and_stay() {
        let first = name("message", "team/alert/1");
        assert_eq!(first, name("message", "team/alert/1"));
        assert_ne!(first, name("message", "team/alert/2"));
        assert_eq!(first.len(), "urn:uuid:".len() + 36);
    }
}
