//! Bodies that are small on the wire and large when inflated, and honest ones to compare.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a bomb inflates to: 64 MiB.
pub const BOMB_BYTES: usize = 64 * 1024 * 1024;

/// 64 MiB of zeros as brotli writes them; made once with the reference encoder, quality 11, window 22.
const BROTLI_BOMB: &[u8] = &[
    0xcb, 0xff, 0xff, 0x3f, 0xf8, 0x27, 0x00, 0xe2, 0xb1, 0x40, 0x20, 0xf7, 0xfe, 0x8f, 0xff, 0xff, 0x7f,
    0xf0, 0x4f, 0x00, 0xc4, 0x61, 0x11, 0x80, 0xee, 0xfd, 0x1f, 0xff, 0xff, 0xff, 0xe0, 0x9f, 0x00, 0x88,
    0xc3, 0x02, 0x00, 0xdd, 0xfb, 0x3f, 0xfe, 0xff, 0xff, 0xc1, 0x3f, 0x01, 0x10, 0x87, 0x05, 0x00, 0xba,
    0xf7, 0x7f, 0xfc, 0xff, 0xff, 0x83, 0x7f, 0x02, 0x20, 0x0e, 0x0b, 0x00, 0x74, 0xef, 0xff, 0xf8, 0xff,
    0xff, 0x07, 0xff, 0x04, 0x40, 0x1c, 0x16, 0x00, 0xe8, 0xde, 0xff, 0xf1, 0xff, 0xff, 0x0f, 0xfe, 0x09,
    0x80, 0x38, 0x2c, 0x00, 0xd0, 0xbd, 0xff, 0xe3, 0xff, 0xff, 0x1f, 0xfc, 0x13, 0x00, 0x71, 0x58, 0x00,
    0xa0, 0x7b, 0xff, 0x37,
];

/// Returns a body that inflates to 64 MiB of zeros, for a content encoding: `gzip`, `deflate`, `br` or `zstd`; empty for
/// any other.
pub fn bomb(encoding: &str) -> Vec<u8> {
    let zeros = || vec![0_u8; BOMB_BYTES];
    match encoding {
        "gzip" => gzipped(&zeros()),
        "deflate" => deflated(&zeros()),
        "br" => BROTLI_BOMB.to_vec(),
        "zstd" => zstd_compressed(&zeros()),
        _ => Vec::new(),
    }
}

/// Compresses in gzip; empty where writing to memory fails, which it does not.
pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}

/// Compresses in zlib, which HTTP calls `deflate`.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}

/// Compresses in zstd.
pub fn zstd_compressed(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 3).unwrap_or_default()
}

/// Builds a zip archive, whatever the names of its entries.
pub fn zip_archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let written = writer
            .start_file(*name, SimpleFileOptions::default())
            .map_err(std::io::Error::other)
            .and_then(|()| writer.write_all(bytes));
        if written.is_err() {
            return Vec::new();
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// A zip archive whose one sheet inflates to 64 MiB.
pub fn zip_bomb() -> Vec<u8> {
    zip_archive(&[("xl/worksheets/sheet1.xml", &vec![b' '; BOMB_BYTES])])
}
