//! Gathers an indicator's figures into series: one point a period, its segment, and what was left out and why.
//!
//! Decides nothing about the target. Points stay as published; splicing is for fits, one level up.

use milepost_model::{
    Break, Decimal, EvidenceRole, Indicator, Measure, NaiveDate, Observation, Origin, Period, Role, Unit,
    Vintage, VintageHistory,
};

use crate::assessment::View;
use crate::points::{Conflict, PointFlags, Resolution, Revision, SeriesPoint};
use crate::vintage::{Choice, Wanted, choose};

/// An indicator's history with its place in the slice it came from.
pub(crate) type Placed<'a> = (usize, &'a VintageHistory);

/// The figures of an indicator in a view.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// Levels, oldest first. For growth rates and shares these are the rates and shares themselves.
    pub(crate) levels: Vec<SeriesPoint>,
    /// Growth rates published with the levels, oldest first.
    pub(crate) growth: Vec<SeriesPoint>,
    /// Figures that disagree.
    pub(crate) conflicts: Vec<Conflict>,
    /// Figures published anew.
    pub(crate) revisions: Vec<Revision>,
    /// Keys of which every figure is in another unit.
    pub(crate) other_unit: usize,
    /// Keys of which every figure was published before its period had ended.
    pub(crate) not_over: usize,
    /// Keys that are about a part or another base of comparison.
    pub(crate) other_dims: usize,
    /// The definitions, oldest first: when each began, and the factor from the one before.
    breaks: Vec<(NaiveDate, Option<Decimal>)>,
    /// The figures on which sources disagree undecided.
    disputed: Vec<(Part, Period)>,
}

impl Gathered {
    /// Returns the segment that a period belongs to: how many breaks lie before it.
    pub(crate) fn segment(&self, period: Period) -> usize {
        let day = period.first_day();
        self.breaks.iter().filter(|(from, _)| *from <= day).count()
    }

    /// Returns the factor that turns a value of one segment into the definition of another, later one; `None`
    /// where a break between them has no splice factor.
    pub(crate) fn splice(&self, from: usize, to: usize) -> Option<Decimal> {
        if from > to {
            return None;
        }
        let mut factor = Decimal::ONE;
        for (_, splice) in self.breaks.iter().take(to).skip(from) {
            factor = factor.checked_mul((*splice)?)?;
        }
        Some(factor)
    }

    /// Tells whether the levels belong to more than one definition.
    pub(crate) fn has_break(&self) -> bool {
        let first = self.levels.first().map(|point| point.segment);
        self.levels.iter().any(|point| Some(point.segment) != first)
    }

    /// Tells whether sources disagree on a level and nothing decides.
    pub(crate) fn is_disputed(&self, level: &SeriesPoint) -> bool {
        self.disputed.contains(&(Part::Level, level.period))
    }

    /// Tells whether sources disagree on a published growth and nothing decides.
    pub(crate) fn is_growth_disputed(&self, growth: &SeriesPoint) -> bool {
        self.disputed.contains(&(Part::Growth, growth.period))
    }
}

/// What a role is to an indicator: its own quantity, the growth beside it, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Level,
    Growth,
}

fn part(role: Role, measure: Measure) -> Option<Part> {
    match (role, measure) {
        // A growth rate without a level is the quantity of its own indicator, whichever role it was read with.
        (Role::Level, _) | (Role::Growth, Measure::Growth) | (Role::Share, Measure::Share) => {
            Some(Part::Level)
        }
        (Role::Growth, _) => Some(Part::Growth),
        (Role::Share | Role::Change | Role::Rank | Role::Target | Role::Contribution, _) => None,
    }
}

/// Gathers the figures of one indicator that were published and known in the view.
pub(crate) fn gather(indicator: &Indicator, histories: &[Placed<'_>], view: View) -> Gathered {
    let mut gathered = Gathered {
        breaks: sorted_breaks(&indicator.breaks),
        ..Gathered::default()
    };
    let mut keyed: Vec<(Part, Period, Placed<'_>)> = Vec::with_capacity(histories.len());
    for (index, history) in histories {
        let Some(part) = part(history.key.role, indicator.measure) else {
            continue;
        };
        if history.key.dims.is_empty() {
            keyed.push((part, history.key.period, (*index, history)));
        } else {
            gathered.other_dims += 1;
        }
    }
    keyed.sort_by_key(|(part, period, (index, _))| (*part, *period, *index));
    let mut same_fact: Vec<Placed<'_>> = Vec::new();
    for group in keyed.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let Some((part, period, _)) = group.first() else {
            continue;
        };
        same_fact.clear();
        same_fact.extend(group.iter().map(|(_, _, placed)| *placed));
        let unit = match part {
            Part::Level => indicator.unit,
            Part::Growth => Unit::Percent,
        };
        add(&mut gathered, *part, *period, &same_fact, unit, view);
    }
    gathered
}

fn sorted_breaks(breaks: &[Break]) -> Vec<(NaiveDate, Option<Decimal>)> {
    let mut sorted: Vec<_> = breaks.iter().map(|b| (b.from.first_day(), b.splice)).collect();
    sorted.sort();
    sorted
}

fn add(gathered: &mut Gathered, part: Part, period: Period, facts: &[Placed<'_>], unit: Unit, view: View) {
    let wanted = Wanted {
        unit: Some(unit),
        is_over: true,
    };
    let Some(mut choice) = choose(facts, view, wanted) else {
        count_left_out(gathered, facts, unit, view);
        return;
    };
    let segment = gathered.segment(period);
    let vintages = std::mem::take(&mut choice.vintages);
    let point = SeriesPoint {
        vintages,
        ..series_point(&choice, period, segment)
    };
    let is_undecided = |conflict: &Conflict| conflict.resolved_by == Resolution::Unresolved;
    if choice.conflict.as_ref().is_some_and(is_undecided) {
        gathered.disputed.push((part, period));
    }
    gathered.conflicts.extend(choice.conflict);
    gathered.revisions.extend(choice.revisions);
    match part {
        Part::Level => gathered.levels.push(point),
        Part::Growth => gathered.growth.push(point),
    }
}

fn count_left_out(gathered: &mut Gathered, facts: &[Placed<'_>], unit: Unit, view: View) {
    let vintages = facts.iter().flat_map(|(_, history)| &history.vintages);
    let mut seen = vintages.filter_map(|vintage| match vintage {
        Vintage::Observed(observation) if view.shows(vintage) => Some(observation.as_ref()),
        Vintage::Observed(_) | Vintage::Retracted { .. } => None,
    });
    let Some(observation) = seen.next_back() else {
        return;
    };
    if observation.unit != unit {
        gathered.other_unit += 1;
    } else if !crate::vintage::is_over(observation) {
        gathered.not_over += 1;
    } else {
        gathered.revisions.extend(retraction(facts, observation, view));
    }
}

/// A figure that was taken back and never published again.
fn retraction(facts: &[Placed<'_>], last: &Observation, view: View) -> Option<Revision> {
    let vintages = facts.iter().flat_map(|(_, history)| &history.vintages);
    let shown = vintages.filter(|vintage| view.shows(vintage));
    let taken_back = shown
        .filter(|vintage| matches!(vintage, Vintage::Retracted { .. }))
        .max_by_key(|v| v.known_at())?;
    Some(Revision {
        key: last.key(),
        from: last.value,
        to: None,
        from_published: last.published,
        to_published: taken_back.published(),
        known_at: taken_back.known_at(),
        percent: None,
    })
}

fn series_point(choice: &Choice<'_>, period: Period, segment: usize) -> SeriesPoint {
    let observation = choice.observation;
    SeriesPoint {
        period,
        value: observation.value,
        unit: observation.unit,
        published: observation.published,
        known_at: observation.known_at,
        comparison: observation.comparison,
        step: observation.step,
        tier: observation.provenance.tier,
        flags: PointFlags {
            provisional: is_provisional(observation),
            annualised: false,
            estimated: false,
            revised: choice.is_revised,
            conflict: choice.conflict.is_some(),
            manual: matches!(observation.provenance.origin, Origin::Manual { .. }),
        },
        segment,
        at: Some(choice.at),
        vintages: Vec::new(),
    }
}

/// The words by which publishers mark a figure that they will replace.
const PROVISIONAL: [&str; 5] = ["初步", "快报", "provisional", "preliminary", "Preliminary"];

fn is_provisional(observation: &Observation) -> bool {
    observation
        .evidence
        .iter()
        .filter(|evidence| evidence.role == EvidenceRole::Note)
        .any(|evidence| PROVISIONAL.iter().any(|word| evidence.quote.contains(word)))
}
