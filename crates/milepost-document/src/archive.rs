//! Opens ZIP archives within limits: what they inflate to is counted as it comes out, whatever they declare.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::{DocumentError, Limits};

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name, with `/` between folders. Chinese names of old archives are decoded from GB18030.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Parts smaller than this may compress as well as they like: a few blank sheets do no harm.
const FREE_INFLATION_BYTES: u64 = 4 << 20;

/// What sort of file an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Workbook,
    Docx,
    Members,
}

/// Inflates the files of an archive whose names pass `wanted`; all are counted against the limits.
///
/// # Errors
/// `ZipBomb`, `UnsafeName`, `Encrypted`, `TooMany`, or `Damaged`.
pub fn unpack(bytes: &[u8], limits: &Limits) -> Result<Vec<Member>, DocumentError> {
    inflate(bytes, limits, |name| !is_clutter(name))
}

/// Says what an archive is by the names of its parts.
pub(crate) fn content(bytes: &[u8]) -> Result<Content, DocumentError> {
    let archive = open(bytes)?;
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(std::borrow::Cow::into_owned)
        .collect();
    let has = |name: &str| names.iter().any(|own| own == name);
    if has("xl/workbook.xml") || has("xl/workbook.bin") {
        Ok(Content::Workbook)
    } else if has("word/document.xml") {
        Ok(Content::Docx)
    } else if has("content.xml") && has("mimetype") {
        Ok(Content::Workbook)
    } else if has("OFD.xml") {
        Err(DocumentError::Unsupported { format: "OFD" })
    } else if has("ppt/presentation.xml") {
        Err(DocumentError::Unsupported { format: "PPTX" })
    } else {
        Ok(Content::Members)
    }
}

/// Inflates all to nowhere, to see that it keeps within the limits before another reader opens it.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(), DocumentError> {
    inflate(bytes, limits, |_| false).map(|_| ())
}

/// Inflates one part.
pub(crate) fn part(bytes: &[u8], limits: &Limits, wanted: &str) -> Result<Option<Vec<u8>>, DocumentError> {
    let found = inflate(bytes, limits, |name| name == wanted)?;
    Ok(found.into_iter().next().map(|member| member.bytes))
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, DocumentError> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))
}

fn damaged(error: &dyn std::fmt::Display) -> DocumentError {
    DocumentError::Damaged {
        format: "ZIP",
        detail: error.to_string().chars().take(200).collect(),
    }
}

/// What operating systems leave in archives.
fn is_clutter(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || file.starts_with('.') || file.eq_ignore_ascii_case("thumbs.db")
}

fn inflate(
    bytes: &[u8],
    limits: &Limits,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Member>, DocumentError> {
    let mut archive = open(bytes)?;
    // A workbook has a part for each sheet and picture: the limit on members is one for documents.
    let max_parts = limits.max_members.saturating_mul(50);
    if archive.len() > max_parts {
        return Err(DocumentError::TooMany {
            what: "archive members",
            limit: limits.max_members,
        });
    }
    let mut members = Vec::new();
    let mut total = 0_u64;
    for at in 0..archive.len() {
        let mut file = match archive.by_index(at) {
            Ok(file) => file,
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(DocumentError::Encrypted);
            }
            Err(error) => return Err(damaged(&error)),
        };
        if file.encrypted() {
            return Err(DocumentError::Encrypted);
        }
        let name = decoded_name(file.name_raw());
        if is_unsafe(&name) {
            return Err(DocumentError::UnsafeName {
                name: name.chars().take(100).collect(),
            });
        }
        if name.ends_with('/') {
            continue;
        }
        let allowed_by_ratio = file
            .compressed_size()
            .saturating_mul(limits.max_inflation_ratio)
            .max(FREE_INFLATION_BYTES);
        let allowed = allowed_by_ratio.min(limits.max_inflated_bytes.saturating_sub(total));
        let keep = wanted(&name);
        let mut own = Vec::new();
        let mut reader = (&mut file).take(allowed.saturating_add(1));
        let inflated = if keep {
            reader
                .read_to_end(&mut own)
                .map(|count| u64::try_from(count).unwrap_or(u64::MAX))
        } else {
            std::io::copy(&mut reader, &mut std::io::sink())
        };
        let inflated = inflated.map_err(|error| damaged(&error))?;
        if inflated > allowed {
            let by_ratio = allowed == allowed_by_ratio;
            return Err(DocumentError::ZipBomb {
                limit: if by_ratio {
                    format!("{} times its size", limits.max_inflation_ratio)
                } else {
                    format!("{} bytes in all", limits.max_inflated_bytes)
                },
            });
        }
        total = total.saturating_add(inflated);
        if keep {
            if members.len() >= limits.max_members {
                return Err(DocumentError::TooMany {
                    what: "archive members",
                    limit: limits.max_members,
                });
            }
            members.push(Member { name, bytes: own });
        }
    }
    Ok(members)
}

fn decoded_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(raw)
            .0
            .into_owned(),
    };
    name.replace('\\', "/")
}

fn is_unsafe(name: &str) -> bool {
    let has_drive = name.chars().nth(1) == Some(':');
    name.starts_with('/') || has_drive || name.contains('\0') || name.split('/').any(|folder| folder == "..")
}
