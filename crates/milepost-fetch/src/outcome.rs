//! How a fetch ended, in classes that every other part of Milepost uses.

use std::fmt;
use std::str::FromStr;

/// What a fetch, or a discovery, came to. [`SameText`](Self::SameText) is decided by whoever parses the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutcomeClass {
    /// Content that was not there before.
    New,
    /// Other bytes, the same text.
    SameText,
    /// The same bytes as last time.
    SameBytes,
    /// The site says that nothing changed.
    NotModified,
    /// The site says that it is no more.
    Gone,
    /// The site answered with something else than its content. Never the same as "no change".
    Blocked,
    /// A failure that may pass: connection, timeout, overload, a body cut short.
    Transient,
    /// The other end could not prove who it is, or speaks no TLS that we do.
    Tls,
    /// By our own rules: robots.txt, address, scheme, host, redirect limit.
    Refused,
    /// More bytes than allowed, on the wire or inflated.
    TooLarge,
    /// Bytes that are not what they say, or cannot be decoded.
    BadContent,
}

impl OutcomeClass {
    /// Every class.
    pub const ALL: [Self; 11] = [
        Self::New,
        Self::SameText,
        Self::SameBytes,
        Self::NotModified,
        Self::Gone,
        Self::Blocked,
        Self::Transient,
        Self::Tls,
        Self::Refused,
        Self::TooLarge,
        Self::BadContent,
    ];

    /// Returns the text form, the same in command line, JSON and records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::SameText => "same-text",
            Self::SameBytes => "same-bytes",
            Self::NotModified => "not-modified",
            Self::Gone => "gone",
            Self::Blocked => "blocked",
            Self::Transient => "transient",
            Self::Tls => "tls",
            Self::Refused => "refused",
            Self::TooLarge => "too-large",
            Self::BadContent => "bad-content",
        }
    }

    /// Says whether the site's content was had, or is known to be as before.
    pub const fn is_success(self) -> bool {
        matches!(
            self,
            Self::New | Self::SameText | Self::SameBytes | Self::NotModified
        )
    }
}

impl fmt::Display for OutcomeClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for OutcomeClass {
    type Err = UnknownClass;

    fn from_str(text: &str) -> Result<Self, UnknownClass> {
        Self::ALL
            .into_iter()
            .find(|class| class.as_str() == text)
            .ok_or_else(|| UnknownClass(text.chars().take(40).collect()))
    }
}

/// A text that names no outcome class.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown outcome class `{0}`")]
pub struct UnknownClass(String);

/// What kind of block it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A status that turns us away, such as 403.
    Status,
    /// A page that wants a script run first, as with 412, 521 or 202.
    Challenge,
    /// A page that asks for a captcha.
    Captcha,
    /// A redirect to itself that a cookie did not pass.
    SelfRedirect,
    /// A page that shows something only with scripts.
    ScriptShell,
    /// An answer too short to be an article, or empty.
    Short,
    /// A "not found" page sent with status 200.
    NotFoundPage,
    /// A notice in place of the content: access denied, too many requests.
    Notice,
}

impl BlockKind {
    /// Returns the text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Challenge => "challenge",
            Self::Captcha => "captcha",
            Self::SelfRedirect => "self-redirect",
            Self::ScriptShell => "script-shell",
            Self::Short => "short",
            Self::NotFoundPage => "not-found-page",
            Self::Notice => "notice",
        }
    }

    /// Says whether the site turned us away for certain; the other kinds are guesses by the look of a page.
    pub const fn is_certain(self) -> bool {
        matches!(
            self,
            Self::Status | Self::Challenge | Self::Captcha | Self::SelfRedirect
        )
    }
}

impl fmt::Display for BlockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A class with its reason, in words for people. Blocks name their kind first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The class.
    pub class: OutcomeClass,
    /// The kind of block, where it is one.
    pub block: Option<BlockKind>,
    /// Why, as a lower-case fragment; empty where there is nothing to say.
    pub reason: String,
}

impl Outcome {
    /// Returns what an operator can do about it; `None` where there is nothing, or the reason says it.
    pub fn advice(&self) -> Option<&'static str> {
        match (self.class, self.block) {
            (OutcomeClass::Blocked, Some(BlockKind::NotFoundPage)) => {
                Some("look whether the section has moved, and name its new address")
            }
            (OutcomeClass::Blocked, _) => Some(
                "no challenge is got around: name a mirror of the page, a longer `delay`, a `proxy`, or drop saved pages \
                 into a folder",
            ),
            (OutcomeClass::Tls, _) => Some(
                "name the missing certificate in the source's `extra_ca`; only as a last resort give a written reason in \
                 `insecure`, which marks every figure",
            ),
            (OutcomeClass::TooLarge, _) => Some("raise the limit in [fetch] if the size is right"),
            (
                OutcomeClass::New
                | OutcomeClass::SameText
                | OutcomeClass::SameBytes
                | OutcomeClass::NotModified
                | OutcomeClass::Gone
                | OutcomeClass::Transient
                | OutcomeClass::Refused
                | OutcomeClass::BadContent,
                _,
            ) => None,
        }
    }

    /// An outcome with nothing to say.
    pub(crate) const fn plain(class: OutcomeClass) -> Self {
        Self {
            class,
            block: None,
            reason: String::new(),
        }
    }

    /// An outcome with its reason.
    pub(crate) fn because(class: OutcomeClass, reason: impl Into<String>) -> Self {
        Self {
            class,
            block: None,
            reason: reason.into(),
        }
    }

    /// A block.
    pub(crate) fn blocked(kind: BlockKind, detail: impl fmt::Display) -> Self {
        Self {
            class: OutcomeClass::Blocked,
            block: Some(kind),
            reason: format!("{kind}: {detail}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_forms_round_trip() {
        for class in OutcomeClass::ALL {
            assert_eq!(class.as_str().parse(), Ok(class));
        }
        assert!("unchanged".parse::<OutcomeClass>().is_err());
    }

    #[test]
    fn blocked_is_no_success() {
        assert!(!OutcomeClass::Blocked.is_success());
    }
}
