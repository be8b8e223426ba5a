//! The feed, read back by a feed reader.

use milepost_deliver::{AtomChannel, Channel, LetterKind, Message, Parcel, Templates, compose};

use crate::sample::letter;

#[test]
fn the_feed_holds_the_newest_messages_and_a_reader_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let channel = Channel::Atom(AtomChannel {
        path: folder.path().join("feed.xml"),
        title: "Milepost: <feed> & co".to_owned(),
        link: Some("http://127.0.0.1:8327/".to_owned()),
    });
    let newest = letter(LetterKind::Alert, "zh");
    let mut earlier = Vec::new();
    for number in 0..80 {
        let mut letter = letter(LetterKind::Report, "en");
        letter.id = format!("feed.small.report.{number}");
        earlier.push(letter);
    }
    let parcel = Parcel {
        letter: &newest,
        report: None,
        attachments: Vec::new(),
        earlier,
    };
    let composed = compose(&channel, &Templates::standard(), &parcel).unwrap();
    let Message::Files(files) = composed.message else {
        panic!("no files");
    };
    let feed = feed_rs::parser::parse(files[0].1.as_slice()).unwrap();
    assert_eq!(feed.title.unwrap().content, "Milepost: <feed> & co");
    assert_eq!(feed.entries.len(), 50);
    let mut ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 50);
    let first = &feed.entries[0];
    assert!(
        first
            .title
            .as_ref()
            .unwrap()
            .content
            .contains("货物进出口总额 <script>")
    );
    let content = first.content.as_ref().unwrap().body.as_ref().unwrap();
    assert!(content.contains("from “on track” to “lagging”"), "{content}");
}
