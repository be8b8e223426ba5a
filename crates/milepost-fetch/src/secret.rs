//! Secrets in memory: a text that never shows itself in logs, errors or debug output.

use std::fmt;

/// A password or token. The caller reads it from the environment or a file; it is never configured in plain.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Box<str>);

impl Secret {
    /// Takes a secret text.
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the text, for the request itself or a signature only.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// How a source wants to be logged in to. Sent only to the hosts of the source's own lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthSpec {
    /// HTTP basic authentication (RFC 7617).
    Basic {
        /// The user's name.
        user: String,
        /// The password.
        password: Secret,
    },
    /// A bearer token (RFC 6750).
    Bearer {
        /// The token.
        token: Secret,
    },
}
