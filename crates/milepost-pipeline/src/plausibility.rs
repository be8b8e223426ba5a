//! Holds observations against what is known of their figures, and sets the implausible aside for a person.

use std::collections::BTreeMap;

use milepost_model::{
    Decimal, FigureKey, IndicatorId, Measure, NaiveDate, Period, Timestamp, VintageHistory,
};
use milepost_store::{CandidateText, SetAside, Store, StoreError, content_hash};
use milepost_trajectory::{View, vintage};
use milepost_verify::{Catalogue, Verified, plausible};

use crate::extractors::{Extraction, Found};

/// The code of a candidate about whose value two extractors disagree.
pub const DISPUTED: &str = "extractors-disagree";

/// Observations sorted by what may be done with them.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    pub(crate) accepted: Vec<Found>,
    pub(crate) set_aside: Vec<SetAside>,
}

/// Sorts what was read out of a bulletin. `place` names the bulletin to the byte, so that reading it again names the
/// same candidates.
pub(crate) fn sort(
    store: &Store,
    catalogues: &[Catalogue],
    extraction: &Extraction,
    place: &str,
) -> Result<Sorted, StoreError> {
    let mut sorted = Sorted::default();
    let mut known: BTreeMap<IndicatorId, Vec<VintageHistory>> = BTreeMap::new();
    for found in &extraction.found {
        let indicator = &found.verified.candidate.indicator;
        let measure = catalogues
            .iter()
            .find_map(|catalogue| catalogue.indicator(indicator))
            .map(|rule| rule.measure);
        if !known.contains_key(indicator) {
            known.insert(indicator.clone(), store.history(indicator)?);
        }
        let histories = known.get(indicator).map_or(&[][..], Vec::as_slice);
        let doubt = plausible(
            &found.verified,
            measure.unwrap_or(Measure::Flow),
            &points(histories, &found.verified),
        );
        match doubt {
            None => sorted.accepted.push(found.clone()),
            Some(doubt) => {
                sorted
                    .set_aside
                    .push(set_aside(found, doubt.code.as_str(), &doubt.message, place));
            }
        }
    }
    for found in &extraction.disputed {
        let message = "another extractor reads another value for the same figure in this bulletin";
        sorted.set_aside.push(set_aside(found, DISPUTED, message, place));
    }
    Ok(sorted)
}

/// The values in force of the same figure in all periods, oldest first.
fn points(histories: &[VintageHistory], verified: &Verified) -> Vec<(Period, Decimal)> {
    let candidate = &verified.candidate;
    let same = |key: &FigureKey| key.role == candidate.role && key.dims == candidate.dims;
    let mut points: Vec<(Period, Decimal)> = histories
        .iter()
        .filter(|history| same(&history.key))
        .filter_map(|history| Some((history.key.period, in_force(history)?)))
        .collect();
    points.sort_by_key(|(period, _)| (period.last_day(), period.first_day()));
    points
}

/// The value that a figure has now.
fn in_force(history: &VintageHistory) -> Option<Decimal> {
    let view = View {
        as_of: NaiveDate::MAX,
        known_at: Timestamp::MAX_UTC,
    };
    vintage::in_force(history, view).map(|observation| observation.value)
}

fn set_aside(found: &Found, code: &str, message: &str, place: &str) -> SetAside {
    let candidate = CandidateText::of(&found.verified.candidate);
    SetAside {
        id: name(found, place),
        plugin: found.plugin.id.clone(),
        candidate,
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

/// 12 digits: people type them; two of a million candidates share one with a chance of 1 in 500.
const ID_DIGITS: usize = 12;

/// Names a candidate: the same one of the same bytes has the same name.
fn name(found: &Found, place: &str) -> String {
    let candidate = &found.verified.candidate;
    let text = format!(
        "{place}\n{}\n{}\n{}\n{}\n{}\n{}\n{:?}",
        found.plugin.id,
        candidate.indicator,
        candidate.role,
        candidate.period,
        candidate.value.normalize(),
        candidate.unit,
        candidate.dims
    );
    content_hash(text.as_bytes())
        .to_string()
        .chars()
        .take(ID_DIGITS)
        .collect()
}
