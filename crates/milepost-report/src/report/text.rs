//! How words, values, periods and dates stand in the JSON of a report: as the exact text forms of the product.
//!
//! The model and the method know nothing of JSON; this wrapper is where their text forms meet it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use chrono::Timelike as _;
use milepost_model::{
    Comparison, Decimal, Direction, EvidenceRole, Measure, NaiveDate, Operator, PathKind, Period, Role,
    TargetKind, Timestamp, Unit, parse_plain_decimal, plain_decimal,
};
use milepost_trajectory::{
    EurostatStatus, EustatStatus, LatestBasis, Modifier, OpenSdgStatus, Reason, Resolution, SdsnArrow,
    Unsd2022, Unsd2023,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A value that JSON shows as its text form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<T>(pub T);

/// A value with one exact text form.
pub trait TextForm: Sized {
    /// What it is, for errors and the schema.
    const WHAT: &'static str;

    /// Writes the text form.
    fn write(&self) -> Cow<'static, str>;

    /// Reads the exact text form, or `None` where it is none.
    fn read(text: &str) -> Option<Self>;

    /// Lists every text form where they can be listed.
    fn words() -> Option<Vec<String>> {
        None
    }
}

impl<T> Deref for Text<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: TextForm> fmt::Display for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.write())
    }
}

impl<T: TextForm> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.write())
    }
}

impl<'de, T: TextForm> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let wrong = || de::Error::invalid_value(de::Unexpected::Str(&text), &T::WHAT);
        T::read(&text).map(Self).ok_or_else(wrong)
    }
}

#[cfg(test)]
impl<T: TextForm> schemars::JsonSchema for Text<T> {
    fn schema_name() -> Cow<'static, str> {
        T::WHAT
            .split(':')
            .next()
            .unwrap_or(T::WHAT)
            .replace(' ', "_")
            .into()
    }

    fn json_schema(_generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        match T::words() {
            Some(words) => {
                schemars::json_schema!({ "type": "string", "description": T::WHAT, "enum": words })
            }
            None => schemars::json_schema!({ "type": "string", "description": T::WHAT }),
        }
    }
}

impl TextForm for Decimal {
    const WHAT: &'static str = "exact decimal: plain digits in base units, such as 715420000000 or -2.11";

    fn write(&self) -> Cow<'static, str> {
        plain_decimal(*self).into()
    }

    fn read(text: &str) -> Option<Self> {
        parse_plain_decimal(text).ok()
    }
}

impl TextForm for Period {
    const WHAT: &'static str =
        "period: 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01..2024-09 or as-of:2023-09-30";

    fn write(&self) -> Cow<'static, str> {
        self.to_string().into()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

impl TextForm for NaiveDate {
    const WHAT: &'static str = "date: 2025-09-30";

    fn write(&self) -> Cow<'static, str> {
        // Its own text form is ISO 8601, and many times faster than a pattern.
        self.to_string().into()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse_from_str(text, "%Y-%m-%d").ok()
    }
}

impl TextForm for Timestamp {
    const WHAT: &'static str = "instant: UTC, such as 2025-10-24T01:30:00Z";

    fn write(&self) -> Cow<'static, str> {
        instant(*self).into()
    }

    fn read(text: &str) -> Option<Self> {
        let instant = chrono::DateTime::parse_from_rfc3339(text).ok()?;
        Some(instant.with_timezone(&milepost_model::Utc))
    }
}

/// RFC 3339 in UTC. Whole seconds, which most instants are, go without the general formatter.
fn instant(at: Timestamp) -> String {
    let time = at.time();
    if time.nanosecond() != 0 {
        return at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    }
    let mut text = at.date_naive().to_string();
    text.reserve(10);
    for (mark, number) in [('T', time.hour()), (':', time.minute()), (':', time.second())] {
        text.push(mark);
        for digit in [number / 10, number % 10] {
            text.extend(char::from_digit(digit, 10));
        }
    }
    text.push('Z');
    text
}

macro_rules! words {
    ($($word:ident: $what:literal, $read:expr;)+) => {$(
        impl TextForm for $word {
            const WHAT: &'static str = $what;

            fn write(&self) -> Cow<'static, str> {
                self.as_str().into()
            }

            fn read(text: &str) -> Option<Self> {
                ($read)(text)
            }

            fn words() -> Option<Vec<String>> {
                Some($word::ALL.iter().map(|word| word.as_str().to_owned()).collect())
            }
        }
    )+};
}

words! {
    Unit: "unit: CNY, USD, count, percent, t, persons, TEU, trains or index", |text| Unit::parse(text).ok();
    Role: "role: what a number is of its subject", |text| Role::parse(text).ok();
    Comparison: "comparison: how exactly the text claims a value", |text| Comparison::parse(text).ok();
    EvidenceRole: "evidence role: what a quote proves", |text| EvidenceRole::parse(text).ok();
    Measure: "measure: what is measured over time", |text| Measure::parse(text).ok();
    Direction: "direction: which way is good", |text| Direction::parse(text).ok();
    Operator: "operator: how the value must stand to the target's", |text| Operator::parse(text).ok();
    TargetKind: "target kind: which kind of promise it is", |text| TargetKind::parse(text).ok();
    PathKind: "path: how the expected path runs", |text| PathKind::parse(text).ok();
    Modifier: "modifier: what a reader must know beside the status", Modifier::parse;
    Reason: "reason: why an indicator is not assessable", Reason::parse;
    OpenSdgStatus: "Open SDG status: words of Open SDG and Statistics Canada", OpenSdgStatus::parse;
    EurostatStatus: "Eurostat status: words of Eurostat's monitoring reports", EurostatStatus::parse;
    EustatStatus: "Eustat status: words of the Basque statistics office", EustatStatus::parse;
    SdsnArrow: "SDSN arrow: one of ↑ ➚ → ↓", SdsnArrow::parse;
    Unsd2022: "UNSD 2022 status: words of the progress chart of 2022", Unsd2022::parse;
    Unsd2023: "UNSD 2023 status: words of the progress chart of 2023", Unsd2023::parse;
}

macro_rules! listed {
    ($($word:ident: $what:literal, [$($variant:ident),+];)+) => {$(
        impl TextForm for $word {
            const WHAT: &'static str = $what;

            fn write(&self) -> Cow<'static, str> {
                self.as_str().into()
            }

            fn read(text: &str) -> Option<Self> {
                [$(Self::$variant),+].into_iter().find(|word| word.as_str() == text)
            }

            fn words() -> Option<Vec<String>> {
                Some([$(Self::$variant),+].iter().map(|word| word.as_str().to_owned()).collect())
            }
        }
    )+};
}

listed! {
    LatestBasis: "basis: what kind of value the latest one is",
        [Published, MeanShare, PriorYearRatio, RunRate, RunningGrowth, MeanOverYears, GrowthIndex, Baseline];
    Resolution: "resolution: how a conflict was settled", [Tier, Date, Person, Unresolved];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_those_of_rfc_3339() {
        for text in [
            "2025-10-24T01:30:00Z",
            "1999-12-31T23:59:59Z",
            "2025-10-24T01:30:00.120Z",
        ] {
            let at = Timestamp::read(text).unwrap();
            assert_eq!(at.write(), text);
            assert_eq!(
                at.write(),
                at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
            );
        }
    }

    #[test]
    fn listed_words_read_back() {
        for text in LatestBasis::words().unwrap() {
            assert_eq!(LatestBasis::read(&text).unwrap().as_str(), text);
        }
        assert_eq!(Resolution::read("coin"), None);
    }

    #[test]
    fn an_unknown_word_is_refused_with_what_was_expected() {
        let error = serde_json::from_str::<Text<Unit>>("\"furlong\"")
            .unwrap_err()
            .to_string();
        assert!(error.contains("furlong") && error.contains("unit"), "{error}");
    }

    proptest::proptest! {
        #[test]
        fn values_read_back_exactly(mantissa in i64::MIN..i64::MAX, scale in 0..20u32) {
            let value = Text(Decimal::new(mantissa, scale));
            let text = serde_json::to_string(&value).unwrap();
            proptest::prop_assert_eq!(serde_json::from_str::<Text<Decimal>>(&text).unwrap(), value);
        }
    }
}
