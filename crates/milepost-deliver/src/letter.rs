//! What a message says, before any channel or template shapes it. Also the stored and the webhook form: versioned.

use milepost_model::{Language, NaiveDate, Timestamp};
use serde::{Deserialize, Serialize};

/// The name and version of the form, in every letter's `format`.
pub const FORMAT: &str = "milepost-delivery/1";

/// One message on its way to one delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// `milepost-delivery/1`.
    pub format: String,
    /// The same on every try, so that a receiver can tell a repetition.
    pub id: String,
    /// What it is.
    pub kind: LetterKind,
    /// The language of its words: `en` or `zh`.
    pub language: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// The plan it is about; none where it is about sources.
    pub plan: Option<PlanName>,
    /// The day the plan is judged as of.
    pub as_of: Option<NaiveDate>,
    /// The report in one or two sentences; empty where there is no plan.
    pub headline: String,
    /// The report in numbers.
    pub counts: Option<Counts>,
    /// What happened, worst first, at most 200.
    pub events: Vec<Event>,
    /// How many events are left out.
    pub events_left_out: usize,
    /// The indicators that deviate, worst first, at most 50.
    pub attention: Vec<Line>,
}

/// What a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterKind {
    /// The first one of a plan to a delivery: how things stand, without a flood of events.
    First,
    /// Something changed.
    Alert,
    /// What changed over a time.
    Digest,
    /// A whole report.
    Report,
}

impl LetterKind {
    /// Returns the text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Alert => "alert",
            Self::Digest => "digest",
            Self::Report => "report",
        }
    }
}

/// A plan's id and title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanName {
    /// Its id.
    pub id: String,
    /// Its title in the letter's language.
    pub title: String,
}

/// A report in numbers: how many indicators of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// With a target.
    pub with_target: usize,
    /// Of these, on track or there.
    pub on_course: usize,
    /// Of these, behind.
    pub behind: usize,
    /// Of these, not to be judged.
    pub not_assessable: usize,
    /// With an overdue figure.
    pub late: usize,
    /// With a target and no figure.
    pub missing: usize,
    /// Whose sources disagree.
    pub conflicting: usize,
    /// With a revised figure.
    pub revised: usize,
}

/// Something worth telling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What kind.
    pub kind: EventKind,
    /// The same in a word or two.
    pub label: String,
    /// The id of the indicator or source.
    pub subject: String,
    /// Its title.
    pub title: String,
    /// The text form before: a status, a value.
    pub from: Option<String>,
    /// The text form now.
    pub to: Option<String>,
    /// What happened, in a sentence.
    pub text: String,
}

/// One deviating indicator in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The indicator's id.
    pub indicator: String,
    /// Its title.
    pub title: String,
    /// Its status as in JSON.
    pub status: String,
    /// Its status in words.
    pub status_text: String,
    /// By how much it deviates.
    pub by_how_much: String,
    /// Since when.
    pub since: String,
    /// What it would take.
    pub what_it_takes: String,
}

/// Which report goes with a letter: enough to make it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRef {
    /// The plan's id.
    pub plan: String,
    /// The day it judges as of.
    pub as_of: NaiveDate,
    /// What was known when it was made.
    pub known_at: Timestamp,
    /// When it was made, where it is kept under that instant.
    pub made_at: Option<Timestamp>,
}

/// The kinds of event, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// An indicator's status is worse.
    Worsened,
    /// An indicator can no longer be judged.
    NoLongerAssessable,
    /// An indicator with a target has lost its only figures.
    Missing,
    /// An indicator's newest figure is too old.
    Stale,
    /// An indicator's next figure is overdue.
    Overdue,
    /// Sources newly disagree on a figure.
    Conflict,
    /// A known figure has another value.
    Revised,
    /// A source cannot be read.
    SourceFailing,
    /// A source is read without fault and has not published what was expected.
    SourceSilent,
    /// A source is well again.
    SourceRecovered,
    /// An indicator has another target.
    Target,
    /// An indicator's status is better.
    Improved,
    /// An indicator can be judged now.
    NowAssessable,
    /// An indicator was added to the plan.
    Added,
    /// An indicator was removed from the plan.
    Removed,
    /// A figure for a new period.
    NewFigure,
}

impl EventKind {
    /// Every kind, worst first.
    pub const ALL: [Self; 16] = [
        Self::Worsened,
        Self::NoLongerAssessable,
        Self::Missing,
        Self::Stale,
        Self::Overdue,
        Self::Conflict,
        Self::Revised,
        Self::SourceFailing,
        Self::SourceSilent,
        Self::SourceRecovered,
        Self::Target,
        Self::Improved,
        Self::NowAssessable,
        Self::Added,
        Self::Removed,
        Self::NewFigure,
    ];

    /// Returns the text form, as in configuration and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Worsened => "worsened",
            Self::NoLongerAssessable => "no-longer-assessable",
            Self::Missing => "missing",
            Self::Stale => "stale",
            Self::Overdue => "overdue",
            Self::Conflict => "conflict",
            Self::Revised => "revised",
            Self::SourceFailing => "source-failing",
            Self::SourceSilent => "source-silent",
            Self::SourceRecovered => "source-recovered",
            Self::Target => "target",
            Self::Improved => "improved",
            Self::NowAssessable => "now-assessable",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::NewFigure => "new-figure",
        }
    }

    /// Reads the text form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Tells whether it is told where the configuration names no kinds. A new figure alone is no transition.
    pub const fn is_told_by_default(self) -> bool {
        !matches!(self, Self::NewFigure)
    }
}

/// 200 events: more are no message a person reads; the report has them all.
const MOST_EVENTS: usize = 200;

impl Letter {
    /// Adds events, worst first, those of a kind in the order they came; what is over the bound is counted.
    pub fn add(&mut self, events: Vec<Event>) {
        for event in events {
            // A statement repeated within one digest says nothing more.
            if !self.events.contains(&event) {
                self.events.push(event);
            }
        }
        self.events.sort_by_key(|event| event.kind);
        let over = self.events.len().saturating_sub(MOST_EVENTS);
        self.events.truncate(MOST_EVENTS);
        self.events_left_out = self.events_left_out.saturating_add(over);
    }

    /// Returns the language of its words.
    pub fn tongue(&self) -> Language {
        Language::parse(&self.language).unwrap_or(Language::En)
    }
}
