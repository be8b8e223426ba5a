//! Files, each written whole: a reader sees the old one or the new one, never half of it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::compose::Parcel;
use crate::letter::LetterKind;
use crate::templates::Words;

/// Returns the files of a parcel: a report's forms, or an alert as Markdown and JSON, under the day they are about.
pub(crate) fn files(folder: &Path, parcel: &Parcel<'_>, words: &Words) -> Vec<(PathBuf, Vec<u8>)> {
    let letter = parcel.letter;
    let about = letter.plan.as_ref().map_or("sources", |plan| plan.id.as_str());
    let day = letter.as_of.unwrap_or_else(|| letter.written_at.date_naive());
    let folder = folder.join(file_name(about)).join(day.to_string());
    let attached = parcel
        .attachments
        .iter()
        .map(|attachment| (folder.join(file_name(&attachment.name)), attachment.bytes.clone()));
    let mut files: Vec<(PathBuf, Vec<u8>)> = attached.collect();
    if letter.kind != LetterKind::Report {
        let name = file_name(&letter.id);
        let text = format!("# {}\n\n{}\n", words.subject, words.body);
        files.push((folder.join(format!("{name}.md")), text.into_bytes()));
        // A letter is plain data: writing it as JSON cannot fail.
        let json = serde_json::to_vec_pretty(letter).unwrap_or_default();
        files.push((folder.join(format!("{name}.json")), json));
    }
    files
}

/// A name that stays in its folder on every system.
fn file_name(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|sign| {
            let is_plain = sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.');
            if is_plain { sign } else { '-' }
        })
        .take(120)
        .collect();
    let is_name = kept.chars().any(|sign| sign != '.');
    if is_name { kept } else { "unnamed".to_owned() }
}

/// Writes a file whole, creating its folder.
///
/// # Errors
/// When the folder or the file cannot be written; then nothing is left behind.
pub fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let beside = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::File::create(&beside)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // Half a file is worth nothing.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        for (text, name) in [
            ("chongqing-2027", "chongqing-2027"),
            ("../../etc/passwd", "..-..-etc-passwd"),
            ("a/b:c", "a-b-c"),
            ("..", "unnamed"),
            ("", "unnamed"),
        ] {
            assert_eq!(file_name(text), name);
        }
    }
}
