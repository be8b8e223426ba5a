//! Identifiers: newtypes that are checked once, at the edge, and never again.

use std::fmt;
use std::str::FromStr;

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text is empty.
    #[error("empty {kind}")]
    Empty {
        /// What kind of identifier was expected.
        kind: &'static str,
    },
    /// The text is longer than 100 bytes.
    #[error("{kind} `{text}` is longer than 100 bytes")]
    TooLong {
        /// What kind of identifier was expected.
        kind: &'static str,
        /// The text, cut to 40 characters.
        text: String,
    },
    /// A character outside `a-z 0-9 . _ -`, or one of `. _ -` at an end or doubled dots.
    #[error("{kind} `{text}` may hold only a-z, 0-9 and single `.`, `_`, `-` between them")]
    Malformed {
        /// What kind of identifier was expected.
        kind: &'static str,
        /// The text, cut to 40 characters.
        text: String,
    },
    /// Not 64 lower-case hexadecimal digits.
    #[error("`{0}` is no SHA-256 digest: 64 lower-case hexadecimal digits expected")]
    NotADigest(String),
}

/// 100 bytes: ids are file names and store keys; the longest of the shipped plan has 27.
const MAX_ID_BYTES: usize = 100;

fn check(kind: &'static str, text: &str) -> Result<(), IdError> {
    let shortened = || text.chars().take(40).collect::<String>();
    if text.is_empty() {
        return Err(IdError::Empty { kind });
    }
    if text.len() > MAX_ID_BYTES {
        return Err(IdError::TooLong {
            kind,
            text: shortened(),
        });
    }
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    let word_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let well_formed = text.chars().all(legal)
        && word_end(text.chars().next())
        && word_end(text.chars().next_back())
        && !text.contains("..");
    if well_formed {
        Ok(())
    } else {
        Err(IdError::Malformed {
            kind,
            text: shortened(),
        })
    }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Checks `text` and takes it as an identifier.
            ///
            /// # Errors
            /// When it is empty, longer than 100 bytes, or holds anything but `a-z`, `0-9` and single
            /// `.`, `_`, `-` between them.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                check($kind, text)?;
                Ok(Self(text.into()))
            }

            /// Returns the identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    };
}

identifier! {
    /// Names one measured quantity of a plan, such as `ftz.innovations`.
    IndicatorId, "indicator id"
}
identifier! {
    /// Names a plan, such as `chongqing-2027`.
    PlanId, "plan id"
}
identifier! {
    /// Names a source of bulletins, such as `cq-statistics`.
    SourceId, "source id"
}
identifier! {
    /// Names an extractor plugin, such as `cci-projects`.
    PluginId, "plugin id"
}

/// The SHA-256 digest of some bytes, in lower-case hexadecimal: the name of a snapshot or a component.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// Takes the 32 bytes of a SHA-256 digest.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the 32 bytes of the digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 lower-case hexadecimal digits.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::NotADigest(text.chars().take(80).collect());
        let nibble = |b: u8| match b {
            b'0'..=b'9' => Some(b - b'0'),
            b'a'..=b'f' => Some(b - b'a' + 10),
            _ => None,
        };
        if text.len() != 64 {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (slot, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let &[high, low] = pair else { return Err(wrong()) };
            let (Some(high), Some(low)) = (nibble(high), nibble(low)) else {
                return Err(wrong());
            };
            *slot = high << 4 | low;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_ids_are_legal() {
        for text in [
            "ftz.innovations",
            "trade.hightech.share",
            "chongqing-2027",
            "cci.projects.value.period",
        ] {
            assert_eq!(IndicatorId::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn ids_that_would_escape_a_folder_are_refused() {
        for text in ["", ".", "..", "a..b", "../x", "a/b", "A", "é", "a ", "-a", "a-"] {
            assert!(IndicatorId::parse(text).is_err(), "{text:?}");
        }
        assert!(matches!(
            SourceId::parse(&"a".repeat(101)),
            Err(IdError::TooLong { .. })
        ));
    }

    #[test]
    fn digest_text_round_trips() {
        let hash = ContentHash::from_bytes(std::array::from_fn(|i| u8::try_from(i * 7).unwrap_or(255)));
        assert_eq!(ContentHash::parse(&hash.to_string()), Ok(hash));
        assert!(ContentHash::parse(&"G".repeat(64)).is_err());
        assert!(ContentHash::parse("ab").is_err());
    }
}
