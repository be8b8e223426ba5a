//! Collects statements while a text is read, and turns character places into bytes of the original.

use std::ops::Range;

use milepost_model::{Basis, Comparison, Decimal, Period, Role, Unit};

use crate::clock::{Clock, Time};
use crate::fold::Folded;
use crate::statement::{Context, Ending, PeriodSource, Reading, Statement, Unread};

/// Whether a level is what a place has, not what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stock {
    #[default]
    No,
    /// By what it counts or by 拥有: ports, offices, companies.
    Yes,
    /// By 累计 alone: since whenever the counting began, unless a period is said.
    Running,
}

/// A statement in the making; all places are character indices.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) printed: Range<usize>,
    pub(crate) quote: Range<usize>,
    pub(crate) subject: String,
    pub(crate) labels: Vec<String>,
    pub(crate) value: Decimal,
    pub(crate) step: Decimal,
    pub(crate) unit: Option<Unit>,
    pub(crate) unit_word: String,
    pub(crate) role: Role,
    pub(crate) comparison: Comparison,
    pub(crate) time: Time,
    /// A stock without a date is as of the publication.
    pub(crate) stock: Stock,
    pub(crate) scope: String,
    pub(crate) of: Option<usize>,
    pub(crate) dims: Vec<(&'static str, String)>,
}

/// What has been read so far.
pub(crate) struct Output<'a> {
    pub(crate) raw: &'a str,
    pub(crate) text: &'a Folded,
    pub(crate) context: &'a Context,
    pub(crate) reading: Reading,
}

impl<'a> Output<'a> {
    pub(crate) fn new(raw: &'a str, text: &'a Folded, context: &'a Context) -> Self {
        Self {
            raw,
            text,
            context,
            reading: Reading::default(),
        }
    }

    pub(crate) fn refuse(&mut self, range: &Range<usize>, reason: &'static str) {
        let printed = self.text.bytes(range, self.raw);
        self.reading.unread.push(Unread { printed, reason });
    }

    pub(crate) fn leave(&mut self, figures: impl Iterator<Item = Range<usize>>, reason: &'static str) {
        figures.for_each(|figure| self.refuse(&figure, reason));
    }

    /// Returns the original words of a place, trimmed.
    pub(crate) fn original(&self, range: &Range<usize>) -> String {
        let bytes = self.text.bytes(range, self.raw);
        self.raw.get(bytes).unwrap_or("").trim().to_owned()
    }

    /// Returns the index of the statement that is made of the draft.
    pub(crate) fn keep(&mut self, draft: Draft) -> usize {
        let (period, period_source) = self.settle(&draft);
        let scope = self.scope_of(&draft);
        let mut dims: Vec<(String, String)> = draft
            .dims
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        dims.sort();
        dims.dedup();
        let mut labels = draft.labels;
        labels.extend(
            self.context
                .headings
                .iter()
                .rev()
                .filter(|heading| !heading.is_empty())
                .cloned(),
        );
        labels.truncate(MAX_LABELS);
        // The growth of a target is one too. A target is where the period puts it; a period that was not over when the text appeared is no observation.
        let of_target = draft
            .of
            .and_then(|of| self.reading.statements.get(of))
            .is_some_and(|of| of.role == Role::Target);
        let is_future = of_target
            || matches!((period, self.context.published), (Some(period), Some(day)) if period.first_day() > day);
        let role = if is_future { Role::Target } else { draft.role };
        if is_future && draft.role != Role::Target {
            dims.push(("measure".to_owned(), draft.role.as_str().to_owned()));
            dims.sort();
        }
        let statement = Statement {
            printed: self.text.bytes(&draft.printed, self.raw),
            quote: self.text.bytes(&draft.quote, self.raw),
            subject: draft.subject,
            labels,
            value: draft.value.normalize(),
            step: draft.step.normalize(),
            unit: draft.unit,
            unit_word: draft.unit_word,
            role,
            comparison: draft.comparison,
            basis: period.map(Period::basis),
            period,
            period_source,
            scope,
            of: draft.of,
            dims,
        };
        self.reading.statements.push(statement);
        self.reading.statements.len() - 1
    }

    fn settle(&self, draft: &Draft) -> (Option<Period>, Option<PeriodSource>) {
        let of_publication = || {
            let day = self.context.published.and_then(Period::as_of);
            (day, day.map(|_| PeriodSource::Published))
        };
        match &draft.time {
            Time::Said { period, range } => {
                let period = match draft.stock {
                    Stock::Yes if matches!(draft.role, Role::Level) => end_of(*period),
                    Stock::Yes | Stock::Running | Stock::No => Some(*period),
                };
                let source = PeriodSource::Text(self.text.bytes(range, self.raw));
                (period, period.map(|_| source))
            }
            Time::Open if draft.stock != Stock::No && draft.role != Role::Target => of_publication(),
            Time::Open | Time::Elsewhen => (None, None),
            Time::Unsaid => match (&self.context.period, draft.stock) {
                (Some(inherited), stock) if stock == Stock::No || inherited.period.basis() == Basis::AsOf => {
                    (Some(inherited.period), Some(PeriodSource::Inherited))
                }
                // 累计 under the heading of a run of months: of the run, or of all time.
                (Some(_), Stock::Running) => (None, None),
                (_, Stock::Yes | Stock::Running) if draft.role != Role::Target => of_publication(),
                _ if self.goes_on(draft) => {
                    let carried = self.context.carried.as_ref().map(|carried| carried.period);
                    (carried, carried.map(|_| PeriodSource::Inherited))
                }
                _ => (None, None),
            },
        }
    }

    /// Tells whether a figure has its period from the lines before.
    fn goes_on(&self, draft: &Draft) -> bool {
        self.context.period.is_none()
            && self.context.carried.is_some()
            && draft.time == Time::Unsaid
            && draft.stock == Stock::No
            && draft.role != Role::Target
    }

    fn scope_of(&self, draft: &Draft) -> String {
        if draft.scope.is_empty() && self.goes_on(draft) {
            self.context.before.scope.clone()
        } else {
            draft.scope.clone()
        }
    }

    /// Closes the reading: what a line behind this text may go on with.
    pub(crate) fn close(&mut self, clock: Clock, ending: Ending, main: Option<usize>) {
        self.reading.spoken = clock.spoken;
        if let Some((_, range)) = &mut self.reading.spoken.last {
            *range = self.text.bytes(range, self.raw);
        }
        self.reading.ending = ending;
        if let Some(main) = main.and_then(|main| self.reading.statements.get(main)) {
            self.reading.ending.subject.clone_from(&main.subject);
        }
    }
}

/// More labels than these say nothing more about a number.
const MAX_LABELS: usize = 24;

/// A stock told for a run of months is as of their last day.
fn end_of(period: Period) -> Option<Period> {
    if period.is_as_of() {
        return Some(period);
    }
    Period::as_of(period.last_day())
}
