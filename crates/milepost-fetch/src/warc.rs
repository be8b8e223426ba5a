//! Writes archived fetches as WARC 1.1 (ISO 28500:2017), the format that archives of the web share:
//! <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/>. Reads no clock and no store; the
//! caller brings the snapshots.

use std::io::{self, Write};
use std::net::IpAddr;

use flate2::Compression;
use flate2::write::GzEncoder;
use milepost_model::Timestamp;
use sha2::{Digest, Sha256};
use url::Url;

use crate::warc_bulletin::{BULLETIN_FIELD, WarcBulletin};
use crate::warc_digest::digest_of;

/// Headers of an answer that speak of its form on the wire, which the stored body no longer has. They are kept under
/// this prefix, as other archives do.
pub(crate) const ORIGINAL: &str = "X-Archive-Orig-";

/// The headers that are kept so.
pub(crate) const WIRE_HEADERS: [&str; 3] = ["content-encoding", "transfer-encoding", "content-length"];

/// One archived fetch, as it goes into a WARC file and comes out of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarcSnapshot {
    /// The source it was fetched for; none in archives of others.
    pub source: Option<String>,
    /// The address asked for.
    pub url: String,
    /// The address that answered.
    pub final_url: String,
    /// The addresses of the redirects between the two, in order.
    pub redirects: Vec<String>,
    /// The HTTP status; none for a file, which becomes a `resource` record.
    pub status: Option<u16>,
    /// The headers sent.
    pub request_headers: Vec<(String, String)>,
    /// The headers received.
    pub response_headers: Vec<(String, String)>,
    /// When the answer was complete.
    pub fetched_at: Timestamp,
    /// The media type as the server or the file's name said it.
    pub content_type: Option<String>,
    /// The address dialled.
    pub remote: Option<IpAddr>,
    /// The body, without any encoding.
    pub bytes: Vec<u8>,
    /// The bulletins that these bytes were read as; none for attachments, and in archives of others.
    pub bulletins: Vec<WarcBulletin>,
}

/// Whether a WARC file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarcForm {
    /// `.warc`.
    Plain,
    /// `.warc.gz`: each record a gzip member of its own.
    Gzip,
}

/// Writes a WARC file, record by record; holds no more than one.
#[derive(Debug)]
pub struct WarcWriter<W: Write> {
    out: W,
    form: WarcForm,
}

impl<W: Write> WarcWriter<W> {
    /// Starts a file with its `warcinfo` record, dated `created`.
    ///
    /// # Errors
    /// When writing fails.
    pub fn start(out: W, form: WarcForm, created: Timestamp) -> io::Result<Self> {
        let mut writer = Self { out, form };
        let fields = format!(
            "software: Milepost/{}\r\nformat: WARC File Format 1.1\r\nconformsTo: \
             https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
            env!("CARGO_PKG_VERSION")
        );
        let date = date(created);
        let id = record_id(&["warcinfo", &date]);
        writer.record(
            &[
                ("WARC-Type", "warcinfo"),
                ("WARC-Record-ID", &id),
                ("WARC-Date", &date),
                ("Content-Type", "application/warc-fields"),
            ],
            &[fields.as_bytes()],
        )?;
        Ok(writer)
    }

    /// Writes one fetch: its answer, its request, and what else is known of it.
    ///
    /// # Errors
    /// When writing fails.
    pub fn push(&mut self, snapshot: &WarcSnapshot) -> io::Result<()> {
        let date = date(snapshot.fetched_at);
        let digest = digest_of(&[&snapshot.bytes]);
        let target = one_line(&snapshot.final_url);
        let id = record_id(&["content", &target, &snapshot.url, &date, &digest]);
        let remote = snapshot.remote.map(|address| address.to_string());
        let mut fields = vec![
            ("WARC-Record-ID", id.as_str()),
            ("WARC-Date", &date),
            ("WARC-Target-URI", &target),
            ("WARC-Payload-Digest", &digest),
        ];
        if let Some(remote) = &remote {
            fields.push(("WARC-IP-Address", remote));
        }
        if let Some(status) = snapshot.status {
            let head = response_head(status, &snapshot.response_headers, snapshot.bytes.len());
            fields.insert(0, ("WARC-Type", "response"));
            fields.push(("Content-Type", "application/http; msgtype=response"));
            self.record(&fields, &[head.as_bytes(), &snapshot.bytes])?;
            self.request(snapshot, &id, &date, &target)?;
        } else {
            let media = one_line(
                snapshot
                    .content_type
                    .as_deref()
                    .unwrap_or("application/octet-stream"),
            );
            fields.insert(0, ("WARC-Type", "resource"));
            fields.push(("Content-Type", &media));
            self.record(&fields, &[&snapshot.bytes])?;
        }
        self.metadata(snapshot, &id, &date, &target)
    }

    /// Ends the file and returns what it was written to.
    ///
    /// # Errors
    /// When flushing fails.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }

    fn request(&mut self, snapshot: &WarcSnapshot, of: &str, date: &str, target: &str) -> io::Result<()> {
        let head = request_head(target, &snapshot.request_headers);
        self.record(
            &[
                ("WARC-Type", "request"),
                ("WARC-Record-ID", &record_id(&["request", of])),
                ("WARC-Concurrent-To", of),
                ("WARC-Date", date),
                ("WARC-Target-URI", target),
                ("Content-Type", "application/http; msgtype=request"),
            ],
            &[head.as_bytes()],
        )
    }

    /// What no HTTP record has room for.
    fn metadata(&mut self, snapshot: &WarcSnapshot, of: &str, date: &str, target: &str) -> io::Result<()> {
        let mut fields = vec![("milepost-url", one_line(&snapshot.url))];
        if let Some(source) = &snapshot.source {
            fields.push(("milepost-source", one_line(source)));
        }
        if let Some(media) = &snapshot.content_type {
            fields.push(("milepost-content-type", one_line(media)));
        }
        fields.extend(
            snapshot
                .redirects
                .iter()
                .map(|url| ("milepost-redirect", one_line(url))),
        );
        fields.extend(
            snapshot
                .bulletins
                .iter()
                .map(|bulletin| (BULLETIN_FIELD, one_line(&bulletin.to_line()))),
        );
        let lines: Vec<String> = fields
            .into_iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        self.record(
            &[
                ("WARC-Type", "metadata"),
                ("WARC-Record-ID", &record_id(&["metadata", of])),
                ("WARC-Concurrent-To", of),
                ("WARC-Date", date),
                ("WARC-Target-URI", target),
                ("Content-Type", "application/warc-fields"),
            ],
            &[lines.concat().as_bytes()],
        )
    }

    fn record(&mut self, fields: &[(&str, &str)], block: &[&[u8]]) -> io::Result<()> {
        let length: usize = block.iter().map(|part| part.len()).fold(0, usize::saturating_add);
        let mut head = String::from("WARC/1.1\r\n");
        let digest = digest_of(block);
        let framing = [
            ("WARC-Block-Digest", digest.as_str()),
            ("Content-Length", &length.to_string()),
        ]
        .map(|(name, value)| (name, value.to_owned()));
        for (name, value) in fields {
            head.extend([*name, ": ", *value, "\r\n"]);
        }
        for (name, value) in &framing {
            head.extend([*name, ": ", value.as_str(), "\r\n"]);
        }
        head.push_str("\r\n");
        match self.form {
            WarcForm::Plain => write_parts(&mut self.out, &head, block),
            WarcForm::Gzip => {
                let mut member = GzEncoder::new(&mut self.out, Compression::default());
                write_parts(&mut member, &head, block)?;
                member.finish().map(|_| ())
            }
        }
    }
}

fn write_parts(out: &mut impl Write, head: &str, block: &[&[u8]]) -> io::Result<()> {
    out.write_all(head.as_bytes())?;
    for part in block {
        out.write_all(part)?;
    }
    out.write_all(b"\r\n\r\n")
}

fn response_head(status: u16, headers: &[(String, String)], length: usize) -> String {
    let mut head = format!("HTTP/1.1 {status} \r\n");
    for (name, value) in headers.iter().filter(|(name, _)| is_name(name)) {
        let is_of_wire = WIRE_HEADERS.iter().any(|wire| name.eq_ignore_ascii_case(wire));
        let prefix = if is_of_wire { ORIGINAL } else { "" };
        head.extend([prefix, name, ": ", &one_line(value), "\r\n"]);
    }
    head.push_str(&format_length(length));
    head
}

fn format_length(length: usize) -> String {
    format!("Content-Length: {length}\r\n\r\n")
}

fn request_head(target: &str, headers: &[(String, String)]) -> String {
    let path = Url::parse(target).map_or_else(
        |_unreadable| target.replace(' ', "%20"),
        |url| match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        },
    );
    let mut head = format!("GET {path} HTTP/1.1\r\n");
    for (name, value) in headers.iter().filter(|(name, _)| is_name(name)) {
        head.extend([name, ": ", one_line(value).as_str(), "\r\n"]);
    }
    head.push_str("\r\n");
    head
}

/// A header's name by RFC 9110, so that none can break out of its line.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n', '\0'], " ").trim().to_owned()
}

/// WARC 1.1 allows fractions of seconds.
fn date(at: Timestamp) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

/// A record's name, made of what it holds: the same fetch is written the same way every time.
fn record_id(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let hash = milepost_model::ContentHash::from_bytes(digest.finalize().into()).to_string();
    // The form of a UUID of version 8 (RFC 9562): of one's own making.
    let piece = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    format!(
        "<urn:uuid:{}-{}-8{}-a{}-{}>",
        piece(0, 8),
        piece(8, 12),
        piece(13, 16),
        piece(17, 20),
        piece(20, 32)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_cannot_break_out_of_its_line() {
        let headers = vec![
            ("x-a".to_owned(), "1\r\nx-b: 2".to_owned()),
            ("bad name".to_owned(), "1".to_owned()),
            ("content-encoding".to_owned(), "gzip".to_owned()),
        ];
        assert_eq!(
            response_head(200, &headers, 5),
            "HTTP/1.1 200 \r\nx-a: 1  x-b: 2\r\nX-Archive-Orig-content-encoding: gzip\r\nContent-Length: 5\r\n\r\n"
        );
    }
}
