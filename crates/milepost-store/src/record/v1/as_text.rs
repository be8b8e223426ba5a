//! Domain words inside records, as their text forms: what a record says is checked when it is read.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use milepost_model::{ContentHash, Decimal, IdError, parse_plain_decimal};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::Serializer;

pub(super) fn serialize<T: fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(Text(PhantomData))
}

/// Reads a text without copying it.
struct Text<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// An optional word: `null` or its text form.
pub(super) mod option {
    use super::{Deserialize, Deserializer, FromStr, Serializer, fmt};

    #[expect(clippy::ref_option, reason = "serde's `with` hands the field over as it is")]
    pub(in super::super) fn serialize<T: fmt::Display, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.collect_str(value),
            None => serializer.serialize_none(),
        }
    }

    pub(in super::super) fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T: FromStr<Err: fmt::Display>,
        D: Deserializer<'de>,
    {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(serde::de::Error::custom))
            .transpose()
    }
}

/// An exact decimal with the digits it was given: `8000.60` stays `8000.60`.
pub(super) mod decimal {
    use super::{Decimal, Deserializer, FromStr, Serializer, parse_plain_decimal};

    struct Plain(Decimal);

    impl FromStr for Plain {
        type Err = milepost_model::FigureError;
        fn from_str(text: &str) -> Result<Self, Self::Err> {
            parse_plain_decimal(text).map(Self)
        }
    }

    pub(in super::super) fn serialize<S: Serializer>(
        value: &Decimal,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Decimal, D::Error> {
        super::deserialize::<Plain, D>(deserializer).map(|plain| plain.0)
    }
}

/// A SHA-256 digest as 64 hexadecimal digits.
struct Digest(ContentHash);

impl FromStr for Digest {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        ContentHash::parse(text).map(Self)
    }
}

pub(super) mod hash {
    use super::{ContentHash, Deserializer, Digest, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(
        hash: &ContentHash,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(hash)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<ContentHash, D::Error> {
        super::deserialize::<Digest, D>(deserializer).map(|digest| digest.0)
    }
}

pub(super) mod option_hash {
    use super::{ContentHash, Deserializer, Digest, Serializer};

    #[expect(clippy::ref_option, reason = "serde's `with` hands the field over as it is")]
    pub(in super::super) fn serialize<S: Serializer>(
        hash: &Option<ContentHash>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        super::option::serialize(hash, serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<ContentHash>, D::Error> {
        let digest = super::option::deserialize::<Digest, D>(deserializer)?;
        Ok(digest.map(|digest| digest.0))
    }
}

pub(super) mod hashes {
    use serde::Serialize as _;

    use super::{ContentHash, Deserialize, Deserializer, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(
        hashes: &[ContentHash],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let texts: Vec<String> = hashes.iter().map(ToString::to_string).collect();
        texts.serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<ContentHash>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        texts
            .iter()
            .map(|text| ContentHash::parse(text).map_err(serde::de::Error::custom))
            .collect()
    }
}
