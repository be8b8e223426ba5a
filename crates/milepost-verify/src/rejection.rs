//! Why a claim is refused: a closed list of codes, each with a message for the author.

use std::fmt;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $slug:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the code as plugins, JSON and metrics see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What is wrong with a claim. Plugins may act on it; it is a label of metrics. New codes are added at the end.
    RejectionCode {
        /// The metric is no indicator id.
        MalformedMetric = "malformed-metric",
        /// The period is in none of the text forms.
        MalformedPeriod = "malformed-period",
        /// The value is no plain decimal.
        MalformedValue = "malformed-value",
        /// The unit is none of the base units.
        MalformedUnit = "malformed-unit",
        /// `role` or `comparison` in the dimensions is none of its words, or a key is doubled, malformed or too long.
        MalformedDims = "malformed-dims",
        /// The manifest does not declare the metric.
        UndeclaredMetric = "undeclared-metric",
        /// The manifest does not declare the dimension.
        UndeclaredDim = "undeclared-dim",
        /// The plan has no such indicator.
        UnknownMetric = "unknown-metric",
        /// The unit is not the indicator's.
        UnitUnfit = "unit-unfit",
        /// The role is none that an observation of the indicator can have.
        RoleUnfit = "role-unfit",
        /// A flow at a date, or a running count within a period.
        BasisUnfit = "basis-unfit",
        /// The period ends after the publication.
        AfterPublication = "after-publication",
        /// The day of publication is not known, so that the period cannot be checked against it.
        PublicationUnknown = "publication-unknown",
        /// More than 32 pieces of evidence.
        TooMuchEvidence = "too-much-evidence",
        /// No document of that number.
        NoSuchDocument = "no-such-document",
        /// No node of that number.
        NoSuchNode = "no-such-node",
        /// A quote without words.
        EmptyQuote = "empty-quote",
        /// A quote of more than 2,000 characters.
        QuoteTooLong = "quote-too-long",
        /// The quote does not stand in the node's text.
        QuoteNotFound = "quote-not-found",
        /// No evidence of role `value`.
        NoValueEvidence = "no-value-evidence",
        /// No evidence of role `period`.
        NoPeriodEvidence = "no-period-evidence",
        /// The number as printed stands in no value quote.
        PrintedNotFound = "printed-not-found",
        /// The number as printed is a piece of a longer one.
        PrintedCut = "printed-cut",
        /// The number as printed is no quantity.
        PrintedUnreadable = "printed-unreadable",
        /// The quoted place is a menu, a footer or a list of other articles.
        OutsideBody = "outside-body",
        /// The host saw the number and knows that it is no figure: a date, an article number, two numbers in a cell.
        NotAFigure = "not-a-figure",
        /// The host reads another value.
        ValueDiffers = "value-differs",
        /// The host reads another unit, or none.
        UnitDiffers = "unit-differs",
        /// The host reads another role: a target, a share, a rank, a growth.
        RoleDiffers = "role-differs",
        /// The host reads another comparison.
        ComparisonDiffers = "comparison-differs",
        /// The host reads another period.
        PeriodDiffers = "period-differs",
        /// The quote for the period does not read to it.
        PeriodUnproved = "period-unproved",
        /// The host reads another scope.
        ScopeDiffers = "scope-differs",
        /// The figure is for the country, another place or a part.
        WrongScope = "wrong-scope",
        /// A dimension that the host read is left out or differs.
        DimsDiffer = "dims-differ",
        /// This run has given this figure already.
        Repeated = "repeated",
        /// This run has given another value for the same figure. Neither counts.
        Conflicting = "conflicting",
        /// The value passes a bound of the indicator: a share over its natural limit, a negative count.
        BeyondBounds = "beyond-bounds",
    }
}

/// Why a claim is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Rejection {
    /// What is wrong.
    pub code: RejectionCode,
    /// What, where, and what was expected. At most 500 characters.
    pub message: String,
}

impl Rejection {
    pub(crate) fn new(code: RejectionCode, message: impl fmt::Display) -> Self {
        let message = message.to_string();
        let message = match message.char_indices().nth(MAX_MESSAGE_CHARS) {
            Some((end, _)) => message.get(..end).unwrap_or_default().to_owned() + "…",
            None => message,
        };
        Self { code, message }
    }
}

/// A message is read by a person; plugins choose parts of it.
const MAX_MESSAGE_CHARS: usize = 500;

/// Shortens what a plugin gave, for a message.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
