//! What happened to the sources since a delivery was last told of them.

use std::collections::BTreeMap;

use milepost_model::Language;
use milepost_report::{HealthClass, SourceHealth};

use crate::letter::{Event, EventKind};
use crate::phrases;

/// How a source stood when a delivery was last told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceStanding {
    /// Read without fault, or not known yet.
    Well,
    /// It cannot be read.
    Failing,
    /// It has not published what was expected.
    Silent,
}

impl SourceStanding {
    /// Returns the text form, as kept between runs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Failing => "failing",
            Self::Silent => "silent",
        }
    }

    /// Reads the text form; anything else is as good as not known.
    pub fn parse(text: &str) -> Self {
        match text {
            "failing" => Self::Failing,
            "silent" => Self::Silent,
            _ => Self::Well,
        }
    }

    /// Returns how a source stands now. One that is switched off or was never read says nothing.
    pub const fn of(class: HealthClass) -> Option<Self> {
        match class {
            HealthClass::Ok => Some(Self::Well),
            HealthClass::Failing => Some(Self::Failing),
            HealthClass::Silent => Some(Self::Silent),
            HealthClass::NeverRead | HealthClass::Disabled => None,
        }
    }
}

/// Returns what happened to sources, and how each stands now where that differs from what was told.
pub fn source_events(
    told: &BTreeMap<String, SourceStanding>,
    sources: &[SourceHealth],
    language: Language,
) -> (Vec<Event>, BTreeMap<String, SourceStanding>) {
    let (mut events, mut standings) = (Vec::new(), BTreeMap::new());
    for source in sources {
        let Some(now) = SourceStanding::of(source.class) else {
            continue;
        };
        let id = source.id.to_string();
        let before = told.get(&id).copied().unwrap_or(SourceStanding::Well);
        if now == before {
            continue;
        }
        let (kind, text) = match now {
            SourceStanding::Well => (
                EventKind::SourceRecovered,
                phrases::recovered(language).to_owned(),
            ),
            SourceStanding::Failing => (EventKind::SourceFailing, source.message.clone()),
            SourceStanding::Silent if source.message.is_empty() || language == Language::Zh => {
                (EventKind::SourceSilent, phrases::silent(language).to_owned())
            }
            SourceStanding::Silent => (EventKind::SourceSilent, source.message.clone()),
        };
        let title = match language {
            Language::En => &source.title.en,
            Language::Zh => &source.title.zh,
        };
        events.push(Event {
            kind,
            label: phrases::event(kind, language).to_owned(),
            subject: id.clone(),
            title: if title.is_empty() {
                id.clone()
            } else {
                title.clone()
            },
            from: Some(before.as_str().to_owned()),
            to: Some(now.as_str().to_owned()),
            text,
        });
        standings.insert(id, now);
    }
    events.sort_by_key(|event| event.kind);
    (events, standings)
}
