//! Bulletins on this machine: `file:` addresses beside a source's own lists and documents, and drop folders. Nothing
//! outside of those folders is read, whatever a page links to.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use milepost_model::{ContentHash, Timestamp};
use sha2::{Digest, Sha256};
use url::Url;

use crate::error::FetchError;
use crate::fetched::{Content, Fetched};
use crate::fetcher::Fetcher;
use crate::judge::{Body, Judgement, Purpose, judge};
use crate::limits::FetchLimits;
use crate::media::Media;
use crate::outcome::{Outcome, OutcomeClass};
use crate::source_spec::SourceSpec;
use crate::validators::Validators;

/// Folders within a drop folder are looked into this deep.
const MAX_DEPTH: u32 = 4;

/// Entries of a drop folder looked at in one discovery.
const MAX_ENTRIES: usize = 100_000;

/// A file that changed this recently may still be growing.
const SETTLING: Duration = Duration::from_secs(2);

/// Endings of files that programs write before they rename them.
const UNFINISHED: [&str; 6] = ["part", "tmp", "temp", "crdownload", "download", "swp"];

/// A file of a drop folder, or what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dropped {
    pub(crate) path: PathBuf,
    pub(crate) unfit: Option<&'static str>,
}

/// Returns the path that a `file:` address names; none for other addresses.
pub fn path_of_file_address(url: &str) -> Option<PathBuf> {
    let url = Url::parse(url).ok().filter(|url| url.scheme() == "file")?;
    url.to_file_path().ok()
}

/// Reads a file of the source.
pub(crate) async fn fetch(
    fetcher: &Fetcher,
    spec: &SourceSpec,
    url: &Url,
    known: &Validators,
) -> Result<Fetched, FetchError> {
    bring(fetcher, spec, url, known, Purpose::Article).await
}

/// Reads a file of the source for a purpose.
pub(crate) async fn bring(
    fetcher: &Fetcher,
    spec: &SourceSpec,
    url: &Url,
    known: &Validators,
    purpose: Purpose,
) -> Result<Fetched, FetchError> {
    let roots = roots(spec);
    let limits = FetchLimits {
        // What lies in a folder was put there; a short page is no block.
        min_page_bytes: 0,
        ..fetcher.options.limits.clone()
    };
    let address = url.clone();
    let started_at = fetcher.now();
    let read = move || read(&address, &roots, purpose, &limits);
    let result = tokio::task::spawn_blocking(read)
        .await
        .map_err(|_stopped| FetchError::Bug("reading a file was cut off"))?;
    let mut fetched = Fetched::unanswered(url, Outcome::plain(OutcomeClass::New), known, started_at);
    match result {
        Err(outcome) => fetched.outcome = outcome,
        Ok((bytes, media)) => {
            let byte_hash = ContentHash::from_bytes(Sha256::digest(&bytes).into());
            let is_same = known.byte_hash == Some(byte_hash);
            let class = if is_same {
                OutcomeClass::SameBytes
            } else {
                OutcomeClass::New
            };
            fetched.outcome = Outcome::plain(class);
            fetched.validators = Validators::after_content(None, None, byte_hash, started_at);
            fetched.content = Some(Content {
                bytes,
                byte_hash,
                content_type: None,
                media,
            });
        }
    }
    Ok(fetched)
}

/// The folders that may be read from.
fn roots(spec: &SourceSpec) -> Vec<PathBuf> {
    let named = spec.lists.iter().map(|list| &list.url).chain(&spec.documents);
    let mut roots: Vec<PathBuf> = named
        .filter_map(|text| Url::parse(text).ok().filter(|url| url.scheme() == "file"))
        .filter_map(|url| url.to_file_path().ok())
        .filter_map(|path| {
            if path.is_dir() {
                Some(path)
            } else {
                path.parent().map(Path::to_owned)
            }
        })
        .collect();
    roots.extend(spec.drop_folder.clone());
    roots
}

fn read(
    url: &Url,
    roots: &[PathBuf],
    purpose: Purpose,
    limits: &FetchLimits,
) -> Result<(Vec<u8>, Media), Outcome> {
    let refused = |reason: &str| Outcome::because(OutcomeClass::Refused, reason);
    let path = url
        .to_file_path()
        .map_err(|()| refused("a file address that names another machine"))?;
    let is_missing = |e: &std::io::Error| e.kind() == std::io::ErrorKind::NotFound;
    let unreadable = |e: std::io::Error| {
        let class = if is_missing(&e) {
            OutcomeClass::Gone
        } else {
            OutcomeClass::Transient
        };
        Outcome::because(class, format!("file cannot be read: {e}"))
    };
    // Links are seen through on both sides, so that one in the folder leads nowhere else.
    let real = fs::canonicalize(&path).map_err(unreadable)?;
    let is_inside = roots
        .iter()
        .filter_map(|root| fs::canonicalize(root).ok())
        .any(|root| real.starts_with(root));
    if !is_inside {
        return Err(refused("file outside of the source's folders"));
    }
    if !fs::metadata(&real).map_err(unreadable)?.is_file() {
        return Err(refused("no plain file"));
    }
    let max = match purpose {
        Purpose::List => limits.max_list_bytes,
        Purpose::Article => limits.max_attachment_bytes,
    };
    let mut bytes = Vec::new();
    fs::File::open(&real)
        .and_then(|file| file.take(max.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > max {
        return Err(Outcome::because(
            OutcomeClass::TooLarge,
            format!("larger than {max} bytes"),
        ));
    }
    let body = Body {
        url,
        bytes: &bytes,
        content_type: None,
        disposition: None,
        length_was_announced: true,
    };
    match judge(&body, purpose, limits) {
        Judgement::Content(media) => Ok((bytes, media)),
        Judgement::Other(outcome) => Err(outcome),
        Judgement::SentOn(_) => Err(Outcome::because(
            OutcomeClass::BadContent,
            "a page that only sends on to another",
        )),
    }
}

/// Lists a drop folder, in the order of names. Blocking.
pub(crate) fn list_folder(folder: &Path, now: Timestamp) -> std::io::Result<Vec<Dropped>> {
    let mut found = Vec::new();
    let mut room = MAX_ENTRIES;
    walk(folder, now.into(), MAX_DEPTH, &mut room, &mut found)?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn walk(
    folder: &Path,
    now: SystemTime,
    depth: u32,
    room: &mut usize,
    found: &mut Vec<Dropped>,
) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        if *room == 0 {
            return Ok(());
        }
        *room = room.saturating_sub(1);
        let path = entry?.path();
        // Gone again between listing and looking: not there.
        let Ok(meta) = fs::symlink_metadata(&path) else {
            continue;
        };
        if meta.is_dir() && !is_hidden(&path) {
            if depth > 0 {
                walk(&path, now, depth.saturating_sub(1), room, found)?;
            }
            continue;
        }
        let age = meta.modified().ok().and_then(|at| now.duration_since(at).ok());
        let unfit = if meta.is_symlink() {
            Some("a link, not a file")
        } else if !meta.is_file() {
            Some("no plain file")
        } else if is_hidden(&path) {
            Some("hidden")
        } else if is_unfinished(&path) {
            Some("named like a file that is still being written")
        } else if meta.len() == 0 {
            Some("empty")
        } else if age.is_some_and(|age| age < SETTLING) {
            Some("changed just now, may still be written")
        } else {
            None
        };
        found.push(Dropped { path, unfit });
    }
    Ok(())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_none_or(|name| name.to_string_lossy().starts_with(['.', '~']))
}

fn is_unfinished(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        let ending = ending.to_string_lossy().to_ascii_lowercase();
        UNFINISHED.contains(&ending.as_str())
    })
}
