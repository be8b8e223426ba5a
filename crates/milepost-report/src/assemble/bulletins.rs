//! The list of bulletins that figures refer to: each named once, in the order of first use.

use std::collections::HashMap;

use milepost_model::{ContentHash, NaiveDate, Observation, Vintage, VintageHistory};
use milepost_trajectory::ObservationRef;

use crate::cut::{ADDRESS, LINE, cut};
use crate::report::text::Text;
use crate::report::v1::Bulletin;

/// What makes two figures stand in the same bulletin.
type Key<'a> = (NaiveDate, &'a str, &'a str, Option<&'a ContentHash>);

/// Numbers the bulletins as figures ask for them.
#[derive(Debug)]
pub(crate) struct Bulletins<'a> {
    histories: &'a [VintageHistory],
    numbers: HashMap<Key<'a>, usize>,
    list: Vec<Bulletin>,
}

impl<'a> Bulletins<'a> {
    /// Starts an empty list over the histories that references point into.
    pub(crate) fn new(histories: &'a [VintageHistory]) -> Self {
        Self {
            histories,
            numbers: HashMap::new(),
            list: Vec::new(),
        }
    }

    /// Returns the observation at the reference, or `None` for a retraction or a reference that points nowhere.
    pub(crate) fn observation(&self, at: ObservationRef) -> Option<&'a Observation> {
        match self.histories.get(at.history)?.vintages.get(at.vintage)? {
            Vintage::Observed(observation) => Some(observation),
            Vintage::Retracted { .. } => None,
        }
    }

    /// Returns the number of the bulletin that the observation stands in.
    pub(crate) fn number(&mut self, observation: &'a Observation) -> usize {
        let from = &observation.provenance;
        let key = (
            observation.published,
            from.source.as_str(),
            from.url.as_str(),
            from.snapshot.as_ref(),
        );
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.list.len();
        self.list.push(Bulletin {
            published: Text(observation.published),
            source: from.source.to_string(),
            tier: from.tier.get(),
            title: cut(&from.title, LINE),
            url: cut(&from.url, ADDRESS),
            snapshot: from.snapshot.as_ref().map(ToString::to_string),
            insecure: from.insecure,
        });
        self.numbers.insert(key, number);
        number
    }

    /// Returns the number of the bulletin behind a reference.
    pub(crate) fn number_at(&mut self, at: Option<ObservationRef>) -> Option<usize> {
        let observation = self.observation(at?)?;
        Some(self.number(observation))
    }

    /// Returns the list.
    pub(crate) fn into_list(self) -> Vec<Bulletin> {
        self.list
    }
}
