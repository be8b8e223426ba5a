//! Takes content encodings off a body while it streams, and stops at a bound: whatever is sent, no more than the
//! limit is ever held.

use std::io::{self, Write};

use brotli_decompressor::DecompressorWriter;
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// Largest window of a zstd frame: 8 MiB, the bound of RFC 9659 for HTTP.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Size of the brotli decoder's output buffer, in bytes.
const BROTLI_BUFFER: usize = 16 * 1024;

/// Why a body was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum InflateError {
    /// It inflates beyond the limit, in bytes.
    TooLarge(u64),
    /// It inflates beyond the ratio.
    Ratio(u64),
    /// It is not what its label says.
    Corrupt(String),
    /// It ends in the middle.
    CutOff,
    /// An encoding that is not known.
    Unknown(String),
}

/// The bounds of one body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) max_bytes: u64,
    pub(crate) max_ratio: u64,
    pub(crate) ratio_floor: u64,
}

/// A body as it comes in.
pub(crate) struct Inflater {
    decoder: Decoder,
    bounds: Bounds,
    wire: u64,
}

enum Decoder {
    Plain(Sink),
    Gzip(MultiGzDecoder<Sink>),
    /// "deflate" means zlib by the standard and a bare deflate stream by some servers: told by the first two bytes.
    Undecided(Vec<u8>, Sink),
    Zlib(ZlibDecoder<Sink>),
    Deflate(DeflateDecoder<Sink>),
    Brotli(Box<DecompressorWriter<Sink>>),
    Zstd(Box<zstd::stream::write::Decoder<'static, Sink>>),
}

/// Holds what was inflated so far.
#[derive(Default)]
struct Sink {
    bytes: Vec<u8>,
    /// No byte beyond this.
    cap: u64,
    is_over: bool,
}

impl Write for Sink {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let room = self.cap.saturating_sub(length(&self.bytes));
        if u64::try_from(piece.len()).unwrap_or(u64::MAX) > room {
            self.is_over = true;
            let start = piece
                .get(..usize::try_from(room).unwrap_or(usize::MAX))
                .unwrap_or_default();
            self.bytes.extend_from_slice(start);
            return Err(io::Error::other("over the limit"));
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

impl Inflater {
    /// Starts a body with its `Content-Encoding` headers joined by commas.
    pub(crate) fn new(encoding: &str, bounds: Bounds) -> Result<Self, InflateError> {
        let sink = Sink {
            bytes: Vec::new(),
            cap: bounds.max_bytes,
            is_over: false,
        };
        let mut labels = encoding
            .split(',')
            .map(|label| label.trim().to_ascii_lowercase())
            .filter(|label| !label.is_empty() && label != "identity");
        let label = labels.next();
        if labels.next().is_some() {
            // Nobody compresses twice but to make a bomb.
            return Err(InflateError::Unknown(cut(encoding)));
        }
        let decoder = match label.as_deref() {
            None => Decoder::Plain(sink),
            Some("gzip" | "x-gzip") => Decoder::Gzip(MultiGzDecoder::new(sink)),
            Some("deflate") => Decoder::Undecided(Vec::new(), sink),
            Some("br") => Decoder::Brotli(Box::new(DecompressorWriter::new(sink, BROTLI_BUFFER))),
            Some("zstd") => {
                let mut decoder = zstd::stream::write::Decoder::new(sink)
                    .map_err(|e| InflateError::Corrupt(e.to_string()))?;
                decoder
                    .window_log_max(ZSTD_WINDOW_LOG)
                    .map_err(|e| InflateError::Corrupt(e.to_string()))?;
                Decoder::Zstd(Box::new(decoder))
            }
            Some(other) => return Err(InflateError::Unknown(cut(other))),
        };
        Ok(Self {
            decoder,
            bounds,
            wire: 0,
        })
    }

    /// Sets memory aside.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.sink_mut().bytes.reserve(bytes);
    }

    /// Takes the next piece off the wire.
    pub(crate) fn push(&mut self, piece: &[u8]) -> Result<(), InflateError> {
        self.wire = self.wire.saturating_add(length(piece));
        // Set before inflating, so that one small piece cannot fill the memory before the ratio is looked at.
        let by_ratio = self
            .wire
            .saturating_mul(self.bounds.max_ratio)
            .max(self.bounds.ratio_floor);
        let is_plain = matches!(self.decoder, Decoder::Plain(_));
        let cap = if is_plain {
            self.bounds.max_bytes
        } else {
            by_ratio.min(self.bounds.max_bytes)
        };
        self.sink_mut().cap = cap;
        let result = self.write(piece);
        if self.sink().is_over {
            return Err(if cap < self.bounds.max_bytes {
                InflateError::Ratio(self.bounds.max_ratio)
            } else {
                InflateError::TooLarge(self.bounds.max_bytes)
            });
        }
        result.map_err(|e| InflateError::Corrupt(cut(&e.to_string())))
    }

    /// Ends the body wherever it is and returns what there is of it.
    pub(crate) fn into_partial(mut self) -> Vec<u8> {
        std::mem::take(&mut self.sink_mut().bytes)
    }

    /// Ends the body and returns its bytes.
    pub(crate) fn finish(self) -> Result<Vec<u8>, InflateError> {
        let max = self.bounds.max_bytes;
        let wire = self.wire;
        // A HEAD-like answer: an encoding is named, yet nothing is sent.
        if wire == 0 {
            return Ok(Vec::new());
        }
        let ended = |result: io::Result<Sink>| match result {
            Ok(sink) if sink.is_over => Err(InflateError::TooLarge(max)),
            Ok(sink) => Ok(sink.bytes),
            Err(_) => Err(InflateError::CutOff),
        };
        match self.decoder {
            Decoder::Plain(sink) => Ok(sink.bytes),
            Decoder::Undecided(..) => Err(InflateError::CutOff),
            Decoder::Gzip(decoder) => ended(decoder.finish()),
            Decoder::Zlib(decoder) => ended(decoder.finish()),
            Decoder::Deflate(decoder) => ended(decoder.finish()),
            Decoder::Brotli(mut decoder) => {
                let closed = decoder.close();
                let sink = std::mem::take(decoder.get_mut());
                ended(closed.map(|()| sink))
            }
            Decoder::Zstd(decoder) => ended(decoder.finish()),
        }
    }

    /// Returns how many bytes there are so far, after inflation.
    #[cfg(test)]
    pub(crate) fn inflated(&self) -> u64 {
        length(&self.sink().bytes)
    }

    fn sink(&self) -> &Sink {
        match &self.decoder {
            Decoder::Plain(sink) | Decoder::Undecided(_, sink) => sink,
            Decoder::Gzip(decoder) => decoder.get_ref(),
            Decoder::Zlib(decoder) => decoder.get_ref(),
            Decoder::Deflate(decoder) => decoder.get_ref(),
            Decoder::Brotli(decoder) => decoder.get_ref(),
            Decoder::Zstd(decoder) => decoder.get_ref(),
        }
    }

    fn sink_mut(&mut self) -> &mut Sink {
        match &mut self.decoder {
            Decoder::Plain(sink) | Decoder::Undecided(_, sink) => sink,
            Decoder::Gzip(decoder) => decoder.get_mut(),
            Decoder::Zlib(decoder) => decoder.get_mut(),
            Decoder::Deflate(decoder) => decoder.get_mut(),
            Decoder::Brotli(decoder) => decoder.get_mut(),
            Decoder::Zstd(decoder) => decoder.get_mut(),
        }
    }

    fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        match &mut self.decoder {
            Decoder::Plain(sink) => sink.write_all(piece),
            Decoder::Gzip(decoder) => decoder.write_all(piece),
            Decoder::Zlib(decoder) => decoder.write_all(piece),
            Decoder::Deflate(decoder) => decoder.write_all(piece),
            Decoder::Brotli(decoder) => decoder.write_all(piece),
            Decoder::Zstd(decoder) => decoder.write_all(piece),
            Decoder::Undecided(start, sink) => {
                start.extend_from_slice(piece);
                let &[first, second, ..] = start.as_slice() else {
                    return Ok(());
                };
                let header = u16::from_be_bytes([first, second]);
                let is_zlib = first & 0x0f == 8 && header.is_multiple_of(31);
                let (start, sink) = (std::mem::take(start), std::mem::take(sink));
                self.decoder = if is_zlib {
                    Decoder::Zlib(ZlibDecoder::new(sink))
                } else {
                    Decoder::Deflate(DeflateDecoder::new(sink))
                };
                self.write(&start)
            }
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const BOUNDS: Bounds = Bounds {
        max_bytes: 100_000,
        max_ratio: 200,
        ratio_floor: 4_000,
    };

    fn encoded(label: &str, text: &[u8]) -> Vec<u8> {
        match label {
            "gzip" => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
            "deflate" => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
            "raw" => {
                let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
            "zstd" => zstd::encode_all(text, 3).unwrap(),
            "br" => stored_brotli(text),
            other => panic!("{other}"),
        }
    }

    /// A brotli stream of one uncompressed meta-block (RFC 7932 section 9.2), at most 64 KiB.
    fn stored_brotli(text: &[u8]) -> Vec<u8> {
        let length = u32::try_from(text.len() - 1).unwrap();
        // WBITS 16 (one zero bit), not last, four nibbles, length - 1, uncompressed.
        let head = length << 4 | 1 << 20;
        let mut bytes = head.to_le_bytes()[..3].to_vec();
        bytes.extend_from_slice(text);
        bytes.push(3);
        bytes
    }

    fn inflate(label: &str, bytes: &[u8], piece: usize, bounds: Bounds) -> Result<Vec<u8>, InflateError> {
        let mut inflater = Inflater::new(if label == "raw" { "deflate" } else { label }, bounds)?;
        for piece in bytes.chunks(piece) {
            inflater.push(piece)?;
        }
        inflater.finish()
    }

    const LABELS: [&str; 5] = ["gzip", "deflate", "raw", "zstd", "br"];

    #[test]
    fn every_encoding_is_taken_off_whatever_the_pieces() {
        let text: Vec<u8> = (0..30_000_u32)
            .map(|i| u8::try_from(i * i % 251).unwrap())
            .collect();
        for label in LABELS {
            let bytes = encoded(label, &text);
            for piece in [1, 7, 1_000, 100_000] {
                assert!(
                    inflate(label, &bytes, piece, BOUNDS).as_ref() == Ok(&text),
                    "{label} in pieces of {piece}"
                );
            }
        }
        assert_eq!(inflate("", b"plain", 2, BOUNDS).unwrap(), b"plain");
        assert_eq!(inflate(" Identity ,", b"plain", 2, BOUNDS).unwrap(), b"plain");
    }

    #[test]
    fn a_stream_cut_anywhere_is_an_error() {
        let text: Vec<u8> = (0..3_000_u32)
            .map(|i| u8::try_from(i * i % 251).unwrap())
            .collect();
        for label in LABELS {
            let bytes = encoded(label, &text);
            for end in 1..bytes.len() {
                let result = inflate(label, &bytes[..end], 64, BOUNDS);
                assert!(result.is_err(), "{label} cut at {end} of {}", bytes.len());
            }
        }
    }

    #[test]
    fn a_bomb_stops_at_the_cap_and_holds_no_more() {
        for label in ["gzip", "deflate", "raw", "zstd"] {
            let bomb = encoded(label, &vec![0; 10_000_000]);
            let mut inflater = Inflater::new(if label == "raw" { "deflate" } else { label }, BOUNDS).unwrap();
            let failed = bomb.chunks(512).find_map(|piece| inflater.push(piece).err());
            assert!(
                matches!(failed, Some(InflateError::TooLarge(_) | InflateError::Ratio(_))),
                "{label}: {failed:?}"
            );
            assert!(inflater.inflated() <= BOUNDS.max_bytes, "{label}");
        }
    }

    #[test]
    fn the_ratio_counts_above_the_floor() {
        let blanks = encoded("gzip", &vec![b' '; 50_000]);
        assert_eq!(
            inflate("gzip", &blanks, 1_000, BOUNDS),
            Err(InflateError::Ratio(200))
        );
        let floor = Bounds {
            ratio_floor: 60_000,
            ..BOUNDS
        };
        assert_eq!(inflate("gzip", &blanks, 1_000, floor).unwrap().len(), 50_000);
    }

    #[test]
    fn lies_about_the_encoding_are_errors() {
        for label in ["gzip", "zstd", "br"] {
            assert!(
                inflate(label, b"<html>plain text under a wrong label</html>", 9, BOUNDS).is_err(),
                "{label}"
            );
        }
        assert!(matches!(
            inflate("gzip, gzip", b"x", 1, BOUNDS),
            Err(InflateError::Unknown(_))
        ));
        assert!(matches!(
            inflate("compress", b"x", 1, BOUNDS),
            Err(InflateError::Unknown(_))
        ));
    }
}
