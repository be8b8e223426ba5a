//! Reads WARC files, plain or compressed, ours or those of other archives, back into fetches. Everything in them is
//! input like any other: sizes are bounded, digests checked, and a damaged record is an error with its place.

use std::io::{self, BufRead, BufReader, Read};
use std::net::IpAddr;

use flate2::bufread::MultiGzDecoder;
use milepost_model::Timestamp;

use crate::inflate::{Bounds, Inflater};
use crate::warc::{ORIGINAL, WarcSnapshot};
use crate::warc_bulletin::{BULLETIN_FIELD, WarcBulletin};
use crate::warc_digest::{Checked, check};

/// Largest record, in bytes: the largest attachment and room for its head.
const MAX_BLOCK_BYTES: u64 = 101 * 1024 * 1024;

/// Largest head of a record or of an answer, in bytes.
const MAX_HEAD_BYTES: usize = 1024 * 1024;

/// Most header lines of one head.
const MAX_LINES: usize = 2_000;

/// What a body in a foreign archive may inflate to.
const BODY_BOUNDS: Bounds = Bounds {
    max_bytes: 100 * 1024 * 1024,
    max_ratio: 200,
    ratio_floor: 1024 * 1024,
};

type Fields = Vec<(String, String)>;

/// What is wrong with a WARC file.
#[derive(Debug, thiserror::Error)]
pub enum WarcError {
    /// It cannot be read.
    #[error("record {record}: cannot be read: {source}")]
    Io {
        /// Which record, from 1.
        record: u64,
        /// Why.
        source: io::Error,
    },
    /// It is no WARC, or a record of it is damaged.
    #[error("record {record}: {what}")]
    Damaged {
        /// Which record, from 1.
        record: u64,
        /// What is wrong.
        what: String,
    },
}

/// Reads the fetches of a WARC file in order. Ends after the first error.
pub struct WarcReader<R: BufRead> {
    input: Input<R>,
    record: u64,
    pending: Option<(String, WarcSnapshot)>,
    is_done: bool,
}

enum Input<R: BufRead> {
    Plain(R),
    Gzip(Box<BufReader<MultiGzDecoder<R>>>),
}

struct Record {
    fields: Fields,
    block: Vec<u8>,
}

impl<R: BufRead> std::fmt::Debug for WarcReader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WarcReader")
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

impl<R: BufRead> WarcReader<R> {
    /// Starts reading; whether the file is compressed is told by its first bytes.
    ///
    /// # Errors
    /// When nothing can be read.
    pub fn new(mut input: R) -> Result<Self, WarcError> {
        let start = input
            .fill_buf()
            .map_err(|source| WarcError::Io { record: 1, source })?;
        let is_gzip = start.starts_with(&[0x1f, 0x8b]);
        let input = if is_gzip {
            Input::Gzip(Box::new(BufReader::new(MultiGzDecoder::new(input))))
        } else {
            Input::Plain(input)
        };
        Ok(Self {
            input,
            record: 0,
            pending: None,
            is_done: false,
        })
    }

    /// Returns the number of the record read last, from 1.
    pub const fn record(&self) -> u64 {
        self.record
    }

    fn damaged(&self, what: impl Into<String>) -> WarcError {
        WarcError::Damaged {
            record: self.record,
            what: what.into(),
        }
    }

    fn io(&self, source: io::Error) -> WarcError {
        WarcError::Io {
            record: self.record,
            source,
        }
    }

    /// Reads on until a fetch is complete.
    fn advance(&mut self) -> Result<Option<WarcSnapshot>, WarcError> {
        while let Some(record) = self.next_record()? {
            let kind = get(&record.fields, "WARC-Type")
                .unwrap_or_default()
                .to_ascii_lowercase();
            let started = match kind.as_str() {
                "response" => self.response(&record)?,
                "resource" => Some(self.resource(&record)?),
                "request" | "metadata" => {
                    self.add(&kind, &record);
                    None
                }
                // Others say nothing about a fetch, such as `warcinfo`, or repeat one, such as `revisit`.
                _ => None,
            };
            if let Some(started) = started {
                let id = get(&record.fields, "WARC-Record-ID")
                    .unwrap_or_default()
                    .to_owned();
                if let Some((_, complete)) = self.pending.replace((id, started)) {
                    return Ok(Some(complete));
                }
            }
        }
        Ok(self.pending.take().map(|(_, last)| last))
    }

    fn next_record(&mut self) -> Result<Option<Record>, WarcError> {
        self.record = self.record.saturating_add(1);
        let mut line = self.line()?;
        // Records end with two blank lines; some writers are generous.
        let mut blanks = 0_u32;
        while line.as_deref().is_some_and(str::is_empty) && blanks < 16 {
            blanks = blanks.saturating_add(1);
            line = self.line()?;
        }
        let Some(version) = line else { return Ok(None) };
        if !version.starts_with("WARC/1.") {
            let shown: String = version.chars().take(40).collect();
            return Err(self.damaged(format!("expected WARC/1.0 or WARC/1.1, found `{shown}`")));
        }
        let mut fields = Fields::new();
        loop {
            let line = self.line()?.ok_or_else(|| self.damaged("ends in its head"))?;
            if line.is_empty() {
                break;
            }
            if fields.len() >= MAX_LINES {
                return Err(self.damaged(format!("more than {MAX_LINES} header lines")));
            }
            if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        let length: u64 = get(&fields, "Content-Length")
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| self.damaged("no Content-Length"))?;
        if length > MAX_BLOCK_BYTES {
            return Err(self.damaged(format!("{length} bytes, at most {MAX_BLOCK_BYTES} are read")));
        }
        let mut block = Vec::new();
        self.input
            .reader()
            .take(length)
            .read_to_end(&mut block)
            .map_err(|e| self.io(e))?;
        if u64::try_from(block.len()).unwrap_or(u64::MAX) < length {
            return Err(self.damaged(format!("ends after {} of {length} bytes", block.len())));
        }
        let said = get(&fields, "WARC-Block-Digest").map(|said| check(said, &block));
        if said == Some(Checked::Differs) {
            return Err(self.damaged("its bytes are not those that its digest names"));
        }
        Ok(Some(Record { fields, block }))
    }

    /// Reads a line without its end; `None` at the end of the file.
    fn line(&mut self) -> Result<Option<String>, WarcError> {
        let mut line = Vec::new();
        let most = u64::try_from(MAX_HEAD_BYTES).unwrap_or(u64::MAX);
        let read = self
            .input
            .reader()
            .take(most)
            .read_until(b'\n', &mut line)
            .map_err(|e| self.io(e))?;
        if read == 0 {
            return Ok(None);
        }
        if read >= MAX_HEAD_BYTES {
            return Err(self.damaged("a line without end"));
        }
        let text = String::from_utf8_lossy(&line);
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// Reads an answer; `None` for what is no HTTP, such as DNS.
    fn response(&self, record: &Record) -> Result<Option<WarcSnapshot>, WarcError> {
        let media = get(&record.fields, "Content-Type").unwrap_or_default();
        if !media.starts_with("application/http") {
            return Ok(None);
        }
        let mut snapshot = self.empty(&record.fields)?;
        let (head, body) =
            split_head(&record.block).ok_or_else(|| self.damaged("an answer without a head"))?;
        let mut lines = head.split('\n').map(|line| line.trim_end_matches('\r'));
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .and_then(|text| text.parse().ok());
        snapshot.status = Some(status.ok_or_else(|| self.damaged("an answer without a status"))?);
        let headers: Fields = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .take(MAX_LINES)
            .collect();
        let is_ours = headers.iter().any(|(name, _)| original(name).is_some());
        snapshot.bytes = self.body(&headers, body)?;
        snapshot.content_type = get(&headers, "Content-Type").map(str::to_owned);
        snapshot.response_headers = restored(headers, is_ours);
        Ok(Some(snapshot))
    }

    fn body(&self, headers: &Fields, body: &[u8]) -> Result<Vec<u8>, WarcError> {
        let is_chunked = get(headers, "Transfer-Encoding")
            .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
        // Some archives keep the header and take the chunks off.
        let whole = if is_chunked {
            unchunked(body).unwrap_or_else(|| body.to_vec())
        } else {
            body.to_vec()
        };
        let Some(encoding) = get(headers, "Content-Encoding").filter(|_| !whole.is_empty()) else {
            return Ok(whole);
        };
        let wrong = |e| self.damaged(format!("body in `{encoding}`: {e:?}"));
        let mut inflater = Inflater::new(encoding, BODY_BOUNDS).map_err(wrong)?;
        for piece in whole.chunks(16 * 1024) {
            inflater.push(piece).map_err(wrong)?;
        }
        inflater.finish().map_err(wrong)
    }

    fn resource(&self, record: &Record) -> Result<WarcSnapshot, WarcError> {
        let mut snapshot = self.empty(&record.fields)?;
        snapshot.content_type = get(&record.fields, "Content-Type").map(str::to_owned);
        snapshot.bytes.clone_from(&record.block);
        Ok(snapshot)
    }

    fn empty(&self, fields: &Fields) -> Result<WarcSnapshot, WarcError> {
        let url = get(fields, "WARC-Target-URI")
            .map(|url| url.trim_matches(['<', '>']).to_owned())
            .ok_or_else(|| self.damaged("no WARC-Target-URI"))?;
        let fetched_at = get(fields, "WARC-Date")
            .and_then(|text| text.parse::<Timestamp>().ok())
            .ok_or_else(|| self.damaged("no WARC-Date that can be read"))?;
        Ok(WarcSnapshot {
            source: None,
            url: url.clone(),
            final_url: url,
            redirects: Vec::new(),
            status: None,
            request_headers: Vec::new(),
            response_headers: Vec::new(),
            fetched_at,
            content_type: None,
            remote: get(fields, "WARC-IP-Address").and_then(|text| text.parse::<IpAddr>().ok()),
            bytes: Vec::new(),
            bulletins: Vec::new(),
        })
    }

    /// Adds a request or metadata to the answer that they belong to.
    fn add(&mut self, kind: &str, record: &Record) {
        let Some((id, snapshot)) = &mut self.pending else {
            return;
        };
        if get(&record.fields, "WARC-Concurrent-To") != Some(id.as_str()) {
            return;
        }
        let text = String::from_utf8_lossy(&record.block);
        let skipped = usize::from(kind == "request");
        let fields = text
            .lines()
            .skip(skipped)
            .take(MAX_LINES)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        if kind == "request" {
            snapshot.request_headers = fields.collect();
            return;
        }
        for (name, value) in fields {
            match name.as_str() {
                "milepost-url" => snapshot.url = value,
                "milepost-source" => snapshot.source = Some(value),
                "milepost-content-type" => snapshot.content_type = Some(value),
                "milepost-redirect" => snapshot.redirects.push(value),
                // What is not understood is left: the bytes are there all the same.
                BULLETIN_FIELD => snapshot.bulletins.extend(WarcBulletin::parse(&value)),
                _ => {}
            }
        }
    }
}

impl<R: BufRead> Iterator for WarcReader<R> {
    type Item = Result<WarcSnapshot, WarcError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let next = self.advance().transpose();
        self.is_done = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R: BufRead> Input<R> {
    fn reader(&mut self) -> &mut dyn BufRead {
        match self {
            Self::Plain(reader) => reader,
            Self::Gzip(reader) => reader.as_mut(),
        }
    }
}

fn get<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

fn original(name: &str) -> Option<&str> {
    let (prefix, rest) = name.split_at_checked(ORIGINAL.len())?;
    prefix.eq_ignore_ascii_case(ORIGINAL).then_some(rest)
}

/// Gives an answer the headers back that it came with; ours carry a length that only the archive needed.
fn restored(headers: Fields, is_ours: bool) -> Fields {
    let had_length = |headers: &Fields| {
        headers
            .iter()
            .any(|(name, _)| original(name).is_some_and(|name| name.eq_ignore_ascii_case("content-length")))
    };
    let drops_length = is_ours || had_length(&headers);
    headers
        .into_iter()
        .filter(|(name, _)| !(drops_length && name.eq_ignore_ascii_case("content-length")))
        .map(|(name, value)| match original(&name) {
            Some(plain) => (plain.to_owned(), value),
            None => (name, value),
        })
        .collect()
}

fn split_head(block: &[u8]) -> Option<(String, &[u8])> {
    let start = block.get(..MAX_HEAD_BYTES).unwrap_or(block);
    let end = start.windows(4).position(|window| window == b"\r\n\r\n")?;
    let (head, rest) = block.split_at_checked(end)?;
    Some((String::from_utf8_lossy(head).into_owned(), rest.get(4..)?))
}

fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = body
            .get(..64)
            .unwrap_or(body)
            .windows(2)
            .position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(body.get(..end)?)
            .ok()?
            .split(';')
            .next()?
            .trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = body.get(end.checked_add(2)?..)?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(..size)?);
        body = body.get(size.checked_add(2)?..)?;
    }
}
