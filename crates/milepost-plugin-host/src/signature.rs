//! Checks that a component was signed with a key that the operator trusts. Format: minisign (ed25519).

use minisign_verify::{PublicKey, Signature};

/// Why a signature does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A trusted key of the configuration is none.
    #[error("trusted key {number} is no minisign public key: {why}")]
    BadKey {
        /// Which one, counted from 1.
        number: usize,
        /// What is wrong with it.
        why: String,
    },
    /// There is no signature, and the operator asks for one.
    #[error("the component is not signed: `{0}` is missing")]
    Missing(String),
    /// The signature file is none.
    #[error("the signature is no minisign signature: {0}")]
    Malformed(String),
    /// No trusted key made it for these bytes.
    #[error("the signature is by none of the {0} trusted keys, or for another file")]
    Untrusted(usize),
}

/// The keys that an operator trusts; none: nothing need be signed.
#[derive(Debug, Clone, Default)]
pub struct TrustedKeys {
    keys: Vec<PublicKey>,
}

impl TrustedKeys {
    /// Reads public keys in base64, as the second line of a `minisign.pub`.
    ///
    /// # Errors
    /// When one of them is no key.
    pub fn parse(keys: &[String]) -> Result<Self, SignatureError> {
        let read = keys.iter().enumerate().map(|(index, key)| {
            PublicKey::from_base64(key.trim()).map_err(|error| SignatureError::BadKey {
                number: index.saturating_add(1),
                why: error.to_string(),
            })
        });
        Ok(Self {
            keys: read.collect::<Result<_, _>>()?,
        })
    }

    /// Tells whether a signature is asked for.
    pub const fn is_required(&self) -> bool {
        !self.keys.is_empty()
    }

    /// Checks a signature over the bytes of a component.
    ///
    /// # Errors
    /// When it is no signature, or by none of the keys for these bytes.
    pub fn check(&self, component: &[u8], signature: &str) -> Result<(), SignatureError> {
        let signature =
            Signature::decode(signature).map_err(|error| SignatureError::Malformed(error.to_string()))?;
        let is_trusted = self
            .keys
            .iter()
            .any(|key| key.verify(component, &signature, false).is_ok());
        if is_trusted {
            Ok(())
        } else {
            Err(SignatureError::Untrusted(self.keys.len()))
        }
    }
}
