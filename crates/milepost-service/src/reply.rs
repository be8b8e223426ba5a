//! What comes back: the same answer as text for people, as JSON for programs, and as an exit status.

use serde::{Deserialize, Serialize};

/// Exit statuses of the command line: a contract, see `1-product.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exit {
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// Usage or configuration.
    Usage,
    /// Some sources failed, the rest is kept.
    Partly,
    /// An indicator is at the status of `--fail-on` or worse.
    Deviation,
}

impl Exit {
    /// Returns the process's exit status.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Partly => 3,
            Self::Deviation => 4,
        }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// For programs.
    pub json: serde_json::Value,
    /// For people.
    pub text: String,
    /// A file's content, such as a report, where the answer is one; hexadecimal on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "hexadecimal")]
    pub content: Option<Vec<u8>>,
    /// How it went.
    pub exit: Exit,
}

impl Reply {
    /// An answer for people and programs.
    pub fn new(json: serde_json::Value, text: impl Into<String>) -> Self {
        Self {
            json,
            text: text.into(),
            content: None,
            exit: Exit::Done,
        }
    }

    /// The same answer with another exit status.
    #[must_use]
    pub fn with_exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// The same answer with a file's content.
    #[must_use]
    pub fn with_content(mut self, content: Vec<u8>) -> Self {
        self.content = Some(content);
        self
    }
}

/// Why a request was not answered: what, where, and the mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// Where: a file, a line, an option.
    pub place: Option<String>,
    /// The mend.
    pub hint: Option<String>,
    /// How the process ends.
    pub exit: Exit,
}

impl Refusal {
    /// Something did not work.
    pub fn failed(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            hint: None,
            exit: Exit::Failed,
        }
    }

    /// The request or the configuration is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            hint: None,
            exit: Exit::Usage,
        }
    }

    /// The same refusal, saying where.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// The same refusal, saying the mend.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

mod hexadecimal {
    //! Bytes as hexadecimal text, so that a reply stays one line of JSON.

    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    #[expect(clippy::ref_option, reason = "serde's `with` hands the field over as it is")]
    pub(super) fn serialize<S: Serializer>(
        bytes: &Option<Vec<u8>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        use std::fmt::Write as _;
        let mut text = String::new();
        for byte in bytes.iter().flatten() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        serializer.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<u8>>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digit = |byte: u8| {
            char::from(byte)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        let bytes: Option<Vec<u8>> = text
            .as_bytes()
            .chunks(2)
            .map(|pair| match pair {
                &[high, low] => Some(digit(high)? << 4 | digit(low)?),
                _ => None,
            })
            .collect();
        bytes
            .map(Some)
            .ok_or_else(|| D::Error::custom("content is not hexadecimal"))
    }
}
