//! Looks into a zip archive before anything else does: no entry may climb out of its folder, and it may not inflate
//! beyond the bounds. Sizes are counted by inflating, for the ones written in the archive may lie.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::outcome::{Outcome, OutcomeClass};

/// Entries looked at; an archive with more is refused.
const MAX_ENTRIES: usize = 10_000;

/// Inflated sizes up to this are not held against the ratio: sheets of one repeated value compress very well.
const RATIO_FLOOR_BYTES: u64 = 10 * 1024 * 1024;

/// Checks an archive. Takes time in proportion to its inflated size, at most `max_bytes`: call it off the async threads.
pub(crate) fn check(bytes: &[u8], max_bytes: u64, max_ratio: u64) -> Result<(), Outcome> {
    let bad = |reason: String| Outcome::because(OutcomeClass::BadContent, reason);
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|e| bad(format!("zip archive cannot be opened: {e}")))?;
    if archive.len() > MAX_ENTRIES {
        return Err(Outcome::because(
            OutcomeClass::TooLarge,
            format!(
                "zip archive of {} entries, at most {MAX_ENTRIES} allowed",
                archive.len()
            ),
        ));
    }
    let wire = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let by_ratio = wire.saturating_mul(max_ratio).max(RATIO_FLOOR_BYTES);
    let mut room = max_bytes.min(by_ratio);
    for index in 0..archive.len() {
        let entry = archive
            .by_index(index)
            .map_err(|e| bad(format!("zip entry {index} cannot be read: {e}")))?;
        if climbs_out(entry.name_raw()) || entry.enclosed_name().is_none() {
            let name: String = String::from_utf8_lossy(entry.name_raw())
                .chars()
                .take(80)
                .collect();
            return Err(bad(format!("zip entry `{name}` leads out of its folder")));
        }
        // One byte more than there is room for tells that it is too much.
        let mut limited = entry.take(room.saturating_add(1));
        let inflated = std::io::copy(&mut limited, &mut std::io::sink())
            .map_err(|e| bad(format!("zip entry {index} is damaged: {e}")))?;
        if inflated > room {
            return Err(Outcome::because(
                OutcomeClass::TooLarge,
                format!(
                    "zip archive of {wire} bytes inflates beyond {} bytes",
                    max_bytes.min(by_ratio)
                ),
            ));
        }
        room = room.saturating_sub(inflated);
    }
    Ok(())
}

fn climbs_out(name: &[u8]) -> bool {
    let is_absolute = name.starts_with(b"/") || name.starts_with(b"\\") || name.get(1) == Some(&b':');
    is_absolute
        || name
            .split(|b| matches!(b, b'/' | b'\\'))
            .any(|part| part == b"..")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[track_caller]
    fn check_class(bytes: &[u8], max: u64, class: Option<OutcomeClass>) {
        assert_eq!(check(bytes, max, 200).err().map(|outcome| outcome.class), class);
    }

    #[test]
    fn a_plain_archive_passes() {
        check_class(
            &archive(&[("xl/workbook.xml", b"<a/>"), ("a/b..c", b"1")]),
            1_000_000,
            None,
        );
    }

    #[test]
    fn entries_that_climb_out_are_bad() {
        for name in ["../x", "a/../../x", "/etc/passwd", "a\\..\\..\\x", "C:\\x"] {
            check_class(
                &archive(&[(name, b"1")]),
                1_000_000,
                Some(OutcomeClass::BadContent),
            );
        }
    }

    #[test]
    fn a_bomb_is_too_large_whatever_it_says() {
        let mut bomb = archive(&[("a", &vec![0; 12_000_000])]);
        check_class(&bomb, 100_000_000, Some(OutcomeClass::TooLarge));
        check_class(&bomb, 1_000, Some(OutcomeClass::TooLarge));
        // The size written in the archive says ten bytes.
        let size = 12_000_000_u32.to_le_bytes();
        while let Some(at) = bomb.windows(4).position(|window| window == size) {
            bomb[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
        assert!(check(&bomb, 100_000_000, 200).is_err());
    }

    #[test]
    fn damage_is_bad_content() {
        let whole = archive(&[("a", b"some text that is long enough to be cut")]);
        for end in 0..whole.len() {
            assert!(check(&whole[..end], 1_000_000, 200).is_err(), "cut at {end}");
        }
    }
}
