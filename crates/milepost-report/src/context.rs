//! What a report needs besides plan, figures and verdicts: how the sources are, what was set aside, what came before.

use milepost_model::{Bilingual, ContentHash, IndicatorId, SourceId, Timestamp};

use crate::report::v1::{HealthClass, Report};

/// What the caller knows beyond the figures.
///
/// The same context gives the same bytes. A caller that makes a past report again passes what was known then, or
/// leaves the lists empty.
#[derive(Debug, Clone, Default)]
pub struct ReportContext<'a> {
    /// The version of Milepost, as the binary knows it.
    pub milepost_version: String,
    /// How the sources are, in the order to show them.
    pub sources: Vec<SourceHealth>,
    /// Figures that verification set aside, counted.
    pub set_aside: Vec<SetAside>,
    /// Bulletins that could not be read.
    pub unreadable: Vec<UnreadableBulletin>,
    /// The report to tell changes against.
    pub previous: Option<&'a Report>,
    /// Further inputs whose digests the report is to name, such as configuration files.
    pub inputs: Vec<(String, ContentHash)>,
}

/// How a source is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceHealth {
    /// Its id.
    pub id: SourceId,
    /// Its title.
    pub title: Bilingual,
    /// When it was last read without fault.
    pub last_success: Option<Timestamp>,
    /// How it is.
    pub class: HealthClass,
    /// What is the matter; empty when well.
    pub message: String,
}

/// Figures set aside, for one indicator and reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The indicator they claim to be of.
    pub indicator: Option<IndicatorId>,
    /// Why they were set aside.
    pub reason: String,
    /// How many.
    pub count: usize,
}

/// A bulletin that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableBulletin {
    /// Its source.
    pub source: SourceId,
    /// Its address or file.
    pub url: String,
    /// Its bytes as kept.
    pub snapshot: Option<ContentHash>,
    /// When it was fetched.
    pub fetched: Option<Timestamp>,
    /// Why it could not be read.
    pub reason: String,
}
