//! What the lines read so far spoke of, and what the next line may go on with: only where that is certain.
//!
//! A line without a period of its own goes on with the lines before it where they all spoke of one period, or where its
//! first word says that it goes on: 其中, "of the total".

use milepost_grammar::{Ending, Reading};
use milepost_model::Period;

use crate::annotate::governing::Governing;

/// Words at the start of a line that go on with the sentence before.
const GOES_ON: &[&str] = &[
    "其中",
    "这其中",
    "同期",
    "Of the total",
    "Of this",
    "Of that",
    "Of these",
    "Among them",
    "Among these",
    "Of which",
    "In the same period",
    "During the same period",
    "They include",
    "These include",
    "During the period",
    "In the period",
];

/// The periods of the lines of a section so far, and what its last line ended with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Carry {
    /// All periods said, in the order they were first said; no more than are needed to know that they are several.
    said: Vec<Period>,
    /// The last one, where it is a single period.
    last: Option<Governing>,
    /// Some line spoke of a time that is no single period.
    is_unclear: bool,
    /// A line spoke of what shall be, and none of a past period since.
    is_plan: bool,
    /// What the last line with figures ended with.
    ending: Ending,
}

impl Carry {
    /// Starts a section: what it says is not known before.
    pub(crate) fn enter_section(&mut self) {
        let is_sole = self.sole().is_some();
        if !is_sole {
            *self = Self::default();
        }
        self.is_plan = false;
        self.ending = Ending::default();
    }

    /// Takes in what a line said.
    pub(crate) fn hear(&mut self, node: u32, text: &str, reading: &Reading) {
        if PLANS.iter().any(|word| text.contains(word)) {
            // What follows may be what shall be.
            self.is_plan = true;
            self.is_unclear = true;
            self.last = None;
            return;
        }
        let spoken = &reading.spoken;
        self.is_plan &= spoken.last.is_none();
        self.is_unclear |= spoken.is_open;
        for period in &spoken.periods {
            if !self.said.contains(period) && self.said.len() < MAX_SAID {
                self.said.push(*period);
            }
        }
        if let Some((period, range)) = &spoken.last {
            let quote = text.get(range.clone()).unwrap_or("").to_owned();
            let governing = Governing {
                period: *period,
                node,
                quote,
            };
            self.last = Some(governing).filter(|governing| !governing.quote.is_empty());
        } else if spoken.is_open || !spoken.periods.is_empty() {
            self.last = None;
        }
        let is_silent = reading.statements.is_empty() && reading.ending.owner.is_empty();
        if !is_silent {
            self.ending.clone_from(&reading.ending);
        }
    }

    /// The one period that all lines spoke of.
    fn sole(&self) -> Option<&Governing> {
        (self.said.len() == 1 && !self.is_unclear)
            .then_some(self.last.as_ref())
            .flatten()
    }

    /// Tells whether the title's period still governs: the lines said nothing else, or said it as well.
    pub(crate) fn leaves_title(&self, title: Period) -> bool {
        let is_same =
            |said: &Period| *said == title || said.is_as_of() && said.last_day() == title.last_day();
        let is_said = self.said.is_empty() && !self.is_unclear || self.said.iter().any(is_same);
        is_said && !self.is_plan
    }

    /// Returns the period that a line goes on with.
    pub(crate) fn goes_on(&self, line: &str) -> Option<&Governing> {
        if says_so(line) {
            self.last.as_ref()
        } else {
            self.sole()
        }
    }

    /// Returns what the last line with figures ended with.
    pub(crate) fn ending(&self) -> Ending {
        self.ending.clone()
    }

    /// Returns the year that was last spoken of.
    pub(crate) fn year(&self) -> Option<i32> {
        self.last.as_ref().map(|last| last.period.calendar_year())
    }
}

/// Tells whether a line goes on with the sentence before it.
pub(crate) fn says_so(line: &str) -> bool {
    GOES_ON.iter().any(|word| line.starts_with(word))
}

/// Words of a line behind which numbers may be what is meant to be.
const PLANS: &[&str] = &[
    "下一步",
    "接下来",
    "展望",
    "力争",
    "目标",
    "未来",
    "今后",
    "预计",
    "计划到",
    "将达",
    "目標",
    "未來",
    "今後",
    "預計",
    " will ",
    " aims to",
    " target",
    " plans to",
    "expected to",
    "in the future",
    "next step",
];

/// Several are several.
const MAX_SAID: usize = 16;
