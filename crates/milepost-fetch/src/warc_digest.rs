//! The digests of WARC records: writes ours, checks those of others. Pure.

use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Whether bytes are those that a digest names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checked {
    /// They are.
    Same,
    /// They are others.
    Differs,
    /// The digest is of a kind or form that cannot be checked.
    Unknown,
}

/// Checks a digest as it stands in a record: SHA-1, which most archives write, or SHA-256, in base 32 or hexadecimal.
pub(crate) fn check(said: &str, block: &[u8]) -> Checked {
    let Some((name, value)) = said.split_once(':') else {
        return Checked::Unknown;
    };
    let found = match name.to_ascii_lowercase().as_str() {
        "sha1" | "sha-1" => Sha1::digest(block).to_vec(),
        "sha256" | "sha-256" => Sha256::digest(block).to_vec(),
        _ => return Checked::Unknown,
    };
    let unpadded = |text: &str| text.trim_end_matches('=').to_ascii_uppercase();
    let (value, coded) = (unpadded(value.trim()), unpadded(&base32(&found)));
    let hexadecimal: String = found.iter().map(|byte| format!("{byte:02X}")).collect();
    match value.len() {
        length if length == coded.len() && value == coded => Checked::Same,
        length if length == hexadecimal.len() && value == hexadecimal => Checked::Same,
        length if length == coded.len() || length == hexadecimal.len() => Checked::Differs,
        _ => Checked::Unknown,
    }
}

/// Returns the digest of a block given in parts.
pub(crate) fn digest_of(block: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in block {
        digest.update(part);
    }
    format!("sha256:{}", base32(&digest.finalize()))
}

/// Base32 (RFC 4648) with padding: the form of digests that readers of WARC know.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8 | u32::from(*byte)) & 0x0fff;
        held = held.saturating_add(8);
        while held >= 5 {
            held = held.saturating_sub(5);
            let digit = usize::try_from(bits >> held & 31).unwrap_or(0);
            text.push(char::from(ALPHABET.get(digit).copied().unwrap_or(b'=')));
        }
    }
    if held > 0 {
        let digit = usize::try_from(bits << 5_u32.saturating_sub(held) & 31).unwrap_or(0);
        text.push(char::from(ALPHABET.get(digit).copied().unwrap_or(b'=')));
    }
    while !text.len().is_multiple_of(8) {
        text.push('=');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_follows_the_standard_s_own_examples() {
        for (plain, coded) in [
            ("", ""),
            ("f", "MY======"),
            ("fo", "MZXQ===="),
            ("foo", "MZXW6==="),
            ("foob", "MZXW6YQ="),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI======"),
        ] {
            assert_eq!(base32(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn digests_of_every_usual_form_are_checked() {
        // The standard's own example of SHA-1: "abc".
        for said in [
            "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
            "SHA1:vgmt4nsha2awvor6evyxqugcnsonbwe5",
            "sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ] {
            assert_eq!(check(said, b"abc"), Checked::Same, "{said}");
            assert_eq!(check(said, b"abd"), Checked::Differs, "{said}");
        }
        assert_eq!(check(&digest_of(&[b"a", b"bc"]), b"abc"), Checked::Same);
        for said in ["md5:900150983cd24fb0d6963f7d28e17f72", "sha1:x", "", "sha256"] {
            assert_eq!(check(said, b"abc"), Checked::Unknown, "{said}");
        }
    }
}
