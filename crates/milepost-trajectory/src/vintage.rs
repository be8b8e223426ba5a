//! Choosing among the states of one figure: what was published and known, what revises what, what contradicts what.

use milepost_model::{
    Comparison, Decimal, NaiveDate, Observation, Origin, PeriodShape, Unit, Vintage, VintageHistory,
};

use crate::assessment::View;
use crate::points::{Conflict, ConflictValue, ObservationRef, Resolution, Revision, VintagePoint};

/// What one figure comes to in a view.
#[derive(Debug)]
pub(crate) struct Choice<'a> {
    /// The observation that counts.
    pub(crate) observation: &'a Observation,
    /// Where it is.
    pub(crate) at: ObservationRef,
    /// Every state seen, in the order of publication; empty where there is only one.
    pub(crate) vintages: Vec<VintagePoint>,
    /// Whether it was published before with another value.
    pub(crate) is_revised: bool,
    /// What contradicts it.
    pub(crate) conflict: Option<Conflict>,
    /// What was published anew.
    pub(crate) revisions: Vec<Revision>,
}

/// Returns the first state that was ever published, whatever came after.
pub fn first_release(history: &VintageHistory) -> Option<&Observation> {
    let observed = history.vintages.iter().filter_map(|vintage| match vintage {
        Vintage::Observed(observation) => Some(observation.as_ref()),
        Vintage::Retracted { .. } => None,
    });
    observed.min_by(|a, b| order(a).cmp(&order(b)))
}

/// Returns the state that counts in a view: the last one of the best source, unless retracted.
pub fn in_force(history: &VintageHistory, view: View) -> Option<&Observation> {
    let choice = choose(&[(0, history)], view, Wanted::default())?;
    Some(choice.observation)
}

/// Returns from when until when each published state was the newest; the last one is open.
pub fn real_time_spans(history: &VintageHistory) -> Vec<(NaiveDate, Option<NaiveDate>, Option<Decimal>)> {
    let mut states: Vec<&Vintage> = history.vintages.iter().collect();
    states.sort_by_key(|state| (state.published(), state.known_at()));
    let ends = states.iter().skip(1).map(|next| next.published().pred_opt());
    let spans = states.iter().zip(ends.chain(std::iter::once(None)));
    spans
        .map(|(state, until)| (state.published(), until, value_of(state)))
        .collect()
}

/// Returns the days on which anything was published, oldest first, each once.
pub fn release_days(histories: &[VintageHistory]) -> Vec<NaiveDate> {
    let states = histories.iter().flat_map(|history| &history.vintages);
    let mut days: Vec<NaiveDate> = states.map(Vintage::published).collect();
    days.sort_unstable();
    days.dedup();
    days
}

fn value_of(state: &Vintage) -> Option<Decimal> {
    match state {
        Vintage::Observed(observation) => Some(observation.value),
        Vintage::Retracted { .. } => None,
    }
}

/// A total order of observations, so that no result depends on the order of arrival.
fn order(o: &Observation) -> impl Ord + '_ {
    (
        o.published,
        o.known_at,
        &o.provenance.source,
        o.value,
        o.step,
        &o.provenance.url,
    )
}

/// The latest word of one source, or of a person.
#[derive(Debug, Clone, Copy)]
struct Entrant<'a> {
    observation: &'a Observation,
    at: ObservationRef,
    is_manual: bool,
    is_revised: bool,
}

/// Which figures may be chosen at all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    /// Only figures in this unit.
    pub(crate) unit: Option<Unit>,
    /// Only figures whose period had ended when they were published.
    pub(crate) is_over: bool,
}

impl Wanted {
    fn admits(self, observation: &Observation) -> bool {
        let fits = self.unit.is_none_or(|unit| unit == observation.unit);
        fits && (!self.is_over || is_over(observation))
    }
}

/// Tells whether the period had ended when the figure was published: a figure for a time to come is a forecast or a
/// misread target. A date known to the month only may lie anywhere in it.
pub(crate) fn is_over(observation: &Observation) -> bool {
    let period = observation.period;
    let end = match period.shape() {
        PeriodShape::AsOfMonth(_) => period.first_day(),
        PeriodShape::Months { .. } | PeriodShape::AsOfDay(_) => period.last_day(),
    };
    end <= observation.published
}

/// Chooses the observation that counts among all states of one figure.
/// `None` where nothing was published and known, or everything was retracted or refused.
pub(crate) fn choose<'a>(
    histories: &[(usize, &'a VintageHistory)],
    view: View,
    wanted: Wanted,
) -> Option<Choice<'a>> {
    if let Some(choice) = only_state(histories, view, wanted) {
        return Some(choice);
    }
    let mut seen: Vec<(&Vintage, ObservationRef)> = Vec::new();
    for (history_index, history) in histories {
        for (vintage_index, vintage) in history.vintages.iter().enumerate() {
            if view.shows(vintage) {
                let at = ObservationRef {
                    history: *history_index,
                    vintage: vintage_index,
                };
                seen.push((vintage, at));
            }
        }
    }
    seen.sort_by(|(a, _), (b, _)| compare_states(a, b));
    let live = live_observations(&seen, wanted);
    let (entrants, revisions) = settle_sources(&live);
    let best = tournament(&entrants)?;
    let conflict = conflict_over(&best, &entrants);
    let finest = finest_agreeing(&best, &entrants);
    Some(Choice {
        observation: finest.observation,
        at: finest.at,
        vintages: states(&seen),
        is_revised: best.is_revised,
        conflict,
        revisions,
    })
}

/// The short way for the ordinary figure: published once, by one source.
fn only_state<'a>(
    histories: &[(usize, &'a VintageHistory)],
    view: View,
    wanted: Wanted,
) -> Option<Choice<'a>> {
    let [(index, history)] = histories else {
        return None;
    };
    let [vintage] = history.vintages.as_slice() else {
        return None;
    };
    let Vintage::Observed(observation) = vintage else {
        return None;
    };
    if !view.shows(vintage) || !wanted.admits(observation) {
        return None;
    }
    let at = ObservationRef {
        history: *index,
        vintage: 0,
    };
    Some(Choice {
        observation,
        at,
        vintages: Vec::new(),
        is_revised: false,
        conflict: None,
        revisions: Vec::new(),
    })
}

fn compare_states(a: &Vintage, b: &Vintage) -> std::cmp::Ordering {
    match (a, b) {
        (Vintage::Observed(a), Vintage::Observed(b)) => order(a).cmp(&order(b)),
        _ => (a.published(), a.known_at()).cmp(&(b.published(), b.known_at())),
    }
}

fn live_observations<'a>(
    seen: &[(&'a Vintage, ObservationRef)],
    wanted: Wanted,
) -> Vec<(&'a Observation, ObservationRef)> {
    let retractions: Vec<&Vintage> = seen
        .iter()
        .map(|(vintage, _)| *vintage)
        .filter(|vintage| matches!(vintage, Vintage::Retracted { .. }))
        .collect();
    let mut live = Vec::with_capacity(seen.len());
    for (vintage, at) in seen {
        let Vintage::Observed(observation) = vintage else {
            continue;
        };
        // What became known after the retraction was not what the person retracted.
        let is_retracted = retractions
            .iter()
            .any(|r| observation.published <= r.published() && observation.known_at <= r.known_at());
        if wanted.admits(observation) && !is_retracted {
            live.push((observation.as_ref(), *at));
        }
    }
    live
}

/// Lets each source (and each person) speak last: later figures that disagree revise, ones that agree only sharpen.
fn settle_sources<'a>(live: &[(&'a Observation, ObservationRef)]) -> (Vec<Entrant<'a>>, Vec<Revision>) {
    let mut entrants: Vec<Entrant<'a>> = Vec::new();
    let mut revisions = Vec::new();
    for (observation, at) in live {
        let is_manual = matches!(observation.provenance.origin, Origin::Manual { .. });
        let speaker = entrants.iter_mut().find(|entrant| {
            let same_voice = entrant.is_manual == is_manual
                && entrant.observation.provenance.source == observation.provenance.source;
            // Two bulletins of one day are not one correcting the other, unless it is the same page read again.
            let in_turn = entrant.observation.published < observation.published
                || entrant.observation.provenance.url == observation.provenance.url;
            let agree = agrees(entrant.observation, observation);
            same_voice && (in_turn || agree || is_manual)
        });
        let Some(entrant) = speaker else {
            entrants.push(Entrant {
                observation,
                at: *at,
                is_manual,
                is_revised: false,
            });
            continue;
        };
        let is_sharper = exactness(observation) < exactness(entrant.observation);
        if agrees(entrant.observation, observation) {
            if is_sharper {
                (entrant.observation, entrant.at) = (observation, *at);
            }
            continue;
        }
        revisions.push(revision(entrant.observation, observation));
        (entrant.observation, entrant.at) = (observation, *at);
        entrant.is_revised = true;
    }
    (entrants, revisions)
}

fn revision(from: &Observation, to: &Observation) -> Revision {
    let change = to.value.checked_sub(from.value);
    Revision {
        key: to.key(),
        from: from.value,
        to: Some(to.value),
        from_published: from.published,
        to_published: to.published,
        known_at: to.known_at,
        percent: change.and_then(|change| crate::number::percent_of(change, from.value)),
    }
}

fn tournament<'a>(entrants: &[Entrant<'a>]) -> Option<Entrant<'a>> {
    let mut best = *entrants.first()?;
    for entrant in entrants.iter().skip(1) {
        if beats(entrant, &best).0 {
            best = *entrant;
        }
    }
    Some(best)
}

/// Tells whether `a` counts before `b`, and why.
fn beats(a: &Entrant<'_>, b: &Entrant<'_>) -> (bool, Resolution) {
    if a.is_manual != b.is_manual {
        let (person, other) = if a.is_manual { (a, b) } else { (b, a) };
        // A person settles what was on the table; what is published later speaks for itself again.
        if other.observation.known_at <= person.observation.known_at {
            return (a.is_manual, Resolution::Person);
        }
    }
    let (tier_a, tier_b) = (a.observation.provenance.tier, b.observation.provenance.tier);
    if tier_a != tier_b {
        return (tier_a < tier_b, Resolution::Tier);
    }
    let (day_a, day_b) = (a.observation.published, b.observation.published);
    if day_a != day_b {
        return (day_a > day_b, Resolution::Date);
    }
    (false, Resolution::Unresolved)
}

fn conflict_over(best: &Entrant<'_>, entrants: &[Entrant<'_>]) -> Option<Conflict> {
    let rivals: Vec<&Entrant<'_>> = entrants
        .iter()
        .filter(|entrant| entrant.at != best.at && !agrees(best.observation, entrant.observation))
        .collect();
    let first = rivals.first()?;
    let reasons = rivals.iter().map(|rival| beats(best, rival).1);
    let is_unresolved = reasons.clone().any(|reason| reason == Resolution::Unresolved);
    let resolved_by = if is_unresolved {
        Resolution::Unresolved
    } else {
        beats(best, first).1
    };
    let everyone = std::iter::once(best).chain(rivals.iter().copied());
    Some(Conflict {
        key: best.observation.key(),
        values: everyone.map(conflict_value).collect(),
        resolved_by,
    })
}

fn conflict_value(entrant: &Entrant<'_>) -> ConflictValue {
    let observation = entrant.observation;
    ConflictValue {
        value: observation.value,
        step: observation.step,
        published: observation.published,
        tier: observation.provenance.tier,
        source: observation.provenance.source.clone(),
        at: entrant.at,
    }
}

/// How exactly a figure is told, the exactest first: a plain number before "over" and "about", then by its last digit.
fn exactness(observation: &Observation) -> (bool, Decimal) {
    (observation.comparison != Comparison::Eq, observation.step)
}

/// Of the figures that say the same, takes the exactly worded and finest one of the same tier: 8000.59 before 8000.6.
fn finest_agreeing<'a>(best: &Entrant<'a>, entrants: &[Entrant<'a>]) -> Entrant<'a> {
    let same_word = |entrant: &&Entrant<'a>| {
        entrant.observation.provenance.tier == best.observation.provenance.tier
            && !best.is_manual
            && agrees(best.observation, entrant.observation)
    };
    let finest = entrants
        .iter()
        .filter(same_word)
        .min_by_key(|entrant| exactness(entrant.observation));
    match finest {
        Some(finest) if exactness(finest.observation) < exactness(best.observation) => *finest,
        _ => *best,
    }
}

/// A large plan has a million figures that were published once: those keep no list of one.
fn states(seen: &[(&Vintage, ObservationRef)]) -> Vec<VintagePoint> {
    if seen.len() < 2 {
        return Vec::new();
    }
    seen.iter()
        .map(|(vintage, at)| vintage_point(vintage, *at))
        .collect()
}

fn vintage_point(vintage: &Vintage, at: ObservationRef) -> VintagePoint {
    let tier = match vintage {
        Vintage::Observed(observation) => Some(observation.provenance.tier),
        Vintage::Retracted { .. } => None,
    };
    VintagePoint {
        value: value_of(vintage),
        published: vintage.published(),
        known_at: vintage.known_at(),
        tier,
        at,
    }
}

/// Tells whether two printed figures can be the same number: within half a unit of the coarser last digit, or, where a
/// text says "over", "nearly" or "about", within what that leaves open.
pub(crate) fn agrees(a: &Observation, b: &Observation) -> bool {
    let both_exact = a.comparison == Comparison::Eq && b.comparison == Comparison::Eq;
    if both_exact {
        let half = a.step.max(b.step) / Decimal::TWO;
        return a.value.checked_sub(b.value).is_some_and(|gap| gap.abs() <= half);
    }
    let (Some(a), Some(b)) = (
        crate::precision::span(a.value, a.step, a.comparison),
        crate::precision::span(b.value, b.step, b.comparison),
    ) else {
        return false;
    };
    a.0 <= b.1 && b.0 <= a.1
}
