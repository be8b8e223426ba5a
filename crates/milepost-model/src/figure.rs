//! What a printed figure says about itself: its role, how exact it claims to be, and its exact decimal text.

use rust_decimal::Decimal;

/// A text that is none of the words or numbers expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no {expected}")]
pub struct FigureError {
    /// What was found, cut to 60 characters.
    pub found: String,
    /// What was expected.
    pub expected: &'static str,
}

impl FigureError {
    pub(crate) fn new(found: &str, expected: &'static str) -> Self {
        Self {
            found: found.chars().take(60).collect(),
            expected,
        }
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $expected:literal { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the text form, as in plans, JSON and CSV.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads the exact text form.
            ///
            /// # Errors
            /// When the text is none of the listed words.
            pub fn parse(text: &str) -> Result<Self, $crate::FigureError> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err($crate::FigureError::new(text, $expected)) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::FigureError;
            fn from_str(text: &str) -> Result<Self, $crate::FigureError> { Self::parse(text) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
    };
}
pub(crate) use words;

words! {
    /// What a number is of its subject.
    Role, "role: level, growth, change, share, rank, target or contribution" {
        /// The quantity itself.
        Level = "level",
        /// Its rate of growth, year on year unless a dimension says otherwise, in percent.
        Growth = "growth",
        /// A difference, in the unit of the quantity or in percentage points.
        Change = "change",
        /// Its part of a whole, in percent.
        Share = "share",
        /// A place in a ranking.
        Rank = "rank",
        /// Where it should be, not where it is.
        Target = "target",
        /// What it adds to the growth of something else.
        Contribution = "contribution",
    }
}

words! {
    /// How exactly the text claims the printed value.
    Comparison, "comparison: eq, approx, over or nearly" {
        /// As printed.
        Eq = "eq",
        /// About: 约, 左右, about.
        Approx = "approx",
        /// More than: 超, 逾, 以上, over.
        Over = "over",
        /// A little less than: 近, nearly.
        Nearly = "nearly",
    }
}

words! {
    /// What stretch of time a value covers.
    Basis, "basis: period, cumulative or as-of" {
        /// That one month, quarter, half or year alone.
        Period = "period",
        /// From the start of the year to the end of the period.
        Cumulative = "cumulative",
        /// At a date.
        AsOf = "as-of",
    }
}

/// Reads exact plain decimal text: an optional `-`, digits, an optional point and digits. No exponent, no separators.
///
/// # Errors
/// When the text is anything else, or has more than 28 significant digits.
pub fn parse_plain_decimal(text: &str) -> Result<Decimal, FigureError> {
    let wrong = || FigureError::new(text, "plain decimal such as 715420000000 or -2.11");
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || text.len() > 40 {
        return Err(wrong());
    }
    Decimal::from_str_exact(text).map_err(|_error| wrong())
}

/// Writes a value as exact plain decimal text without trailing zeros: `8000.60` becomes `8000.6`, `-0` becomes `0`.
pub fn plain_decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_decimals_round_trip() {
        for text in ["0", "715420000000", "-2.11", "0.0001", "1100000000000"] {
            assert_eq!(plain_decimal(parse_plain_decimal(text).unwrap()), text);
        }
        assert_eq!(plain_decimal(parse_plain_decimal("8000.60").unwrap()), "8000.6");
    }

    #[test]
    fn anything_that_is_no_plain_decimal_is_refused() {
        for text in [
            "", "-", "1e5", "1,000", "NaN", "inf", "+1", "1.", ".5", "１", "--1", "0x1", " 1",
        ] {
            assert!(parse_plain_decimal(text).is_err(), "{text:?}");
        }
        assert!(parse_plain_decimal(&"9".repeat(30)).is_err());
    }
}
