//! Holds a claim against one statement of the host, and its period quote against the period.

use milepost_document::{Document, Located};
use milepost_grammar::{PeriodSource, ScopeClass, fold, quantity, scope_class};
use milepost_model::{Candidate, EvidenceRole, Measure, NaiveDate, Period, PeriodShape, Role};

use crate::catalogue::{Catalogue, IndicatorRule, ScopeGrant};
use crate::evidence::{are_nested, document_of, holds};
use crate::reading::Found;
use crate::rejection::{Rejection, RejectionCode, shown};

/// Keys under which the grammar says how a number is printed, not what it is a number of. They never are dimensions of
/// a figure: a series told in a table one year and in a sentence the next must stay one.
pub(crate) const NOTE_DIMS: [&str; 3] = ["note", "unit-printed", "whole"];

/// Keys of dimensions that the grammar gives; a plugin cannot add them where the host read none.
const HOST_DIMS: [&str; 4] = ["adjustment", "base", "basis-note", "measure"];

/// What a claim is held against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Against<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) rule: &'a IndicatorRule,
    pub(crate) documents: &'a [&'a Document],
    pub(crate) published: NaiveDate,
}

/// Checks that the claim says what the host read.
///
/// The error carries how far the claim got, so that of several statements the nearest one's reason is told.
pub(crate) fn hold(
    candidate: &Candidate,
    found: Found<'_>,
    against: Against<'_>,
) -> Result<(), (u8, Rejection)> {
    let located = found.located;
    value(candidate, located).map_err(|rejection| (0, rejection))?;
    reading(candidate, located, against).map_err(|rejection| (1, rejection))?;
    period_is_proved(candidate, found, against).map_err(|rejection| (2, rejection))?;
    scope(candidate, located, against).map_err(|rejection| (3, rejection))?;
    dims(candidate, located).map_err(|rejection| (4, rejection))
}

fn value(candidate: &Candidate, located: &Located) -> Result<(), Rejection> {
    let read = located.statement.value;
    if read != candidate.value {
        let message = format!(
            "`{}` reads to {}, not {}",
            shown(&located.printed),
            read.normalize(),
            candidate.value.normalize()
        );
        return Err(Rejection::new(RejectionCode::ValueDiffers, message));
    }
    // The statement says it; the printed text alone must not say otherwise. Signs are often words, and multiples are
    // told as growth or as a ratio.
    let Ok(alone) = quantity(&candidate.printed, None) else {
        return Ok(());
    };
    let is_multiple = matches!(alone.unit_word.as_str(), "倍" | "times" | "fold");
    if alone.unit.is_some() && !is_multiple && alone.value.abs() != candidate.value.abs() {
        let message = format!(
            "`{}` alone reads to {}, not {}",
            shown(&candidate.printed),
            alone.value.normalize(),
            candidate.value.normalize()
        );
        return Err(Rejection::new(RejectionCode::ValueDiffers, message));
    }
    Ok(())
}

fn reading(candidate: &Candidate, located: &Located, against: Against<'_>) -> Result<(), Rejection> {
    let statement = &located.statement;
    let differs = |code, what: &str, read: String, claimed: String| {
        let message = format!(
            "the host reads {what} {read} from `{}`, not {claimed}",
            shown(&located.quote)
        );
        Err(Rejection::new(code, message))
    };
    if statement.unit != Some(candidate.unit) {
        let read = statement
            .unit
            .map_or_else(|| "none".to_owned(), |unit| unit.to_string());
        return differs(
            RejectionCode::UnitDiffers,
            "unit",
            read,
            candidate.unit.to_string(),
        );
    }
    if statement.role != candidate.role {
        let (read, claimed) = (statement.role.to_string(), candidate.role.to_string());
        return differs(RejectionCode::RoleDiffers, "role", read, claimed);
    }
    if statement.comparison != candidate.comparison {
        let (read, claimed) = (statement.comparison.to_string(), candidate.comparison.to_string());
        return differs(RejectionCode::ComparisonDiffers, "comparison", read, claimed);
    }
    let is_same = statement
        .period
        .is_some_and(|read| is_same_time(read, candidate, against.rule));
    if !is_same {
        let read = statement
            .period
            .map_or_else(|| "none".to_owned(), |period| period.to_string());
        return differs(
            RejectionCode::PeriodDiffers,
            "period",
            read,
            candidate.period.to_string(),
        );
    }
    Ok(())
}

/// A stock that is told for a stretch of time is the stock at its end.
fn is_same_time(read: Period, candidate: &Candidate, rule: &IndicatorRule) -> bool {
    if read == candidate.period {
        return true;
    }
    let is_at_a_date = matches!(rule.measure, Measure::Stock | Measure::Cumulative);
    is_at_a_date
        && candidate.role == Role::Level
        && matches!(read.shape(), PeriodShape::Months { .. })
        && candidate.period.shape() == PeriodShape::AsOfDay(read.last_day())
}

fn period_is_proved(candidate: &Candidate, found: Found<'_>, against: Against<'_>) -> Result<(), Rejection> {
    let statement = &found.located.statement;
    let Some(read) = statement.period else {
        let message = "the host reads no period";
        return Err(Rejection::new(RejectionCode::PeriodDiffers, message));
    };
    let quotes = || {
        candidate
            .evidence
            .iter()
            .filter(|evidence| evidence.role == EvidenceRole::Period)
    };
    let is_proved = quotes().any(|evidence| {
        let Some(document) = document_of(evidence, against.documents) else {
            return false;
        };
        let is_here = evidence.document == found.document;
        let is_hosts_proof = found
            .located
            .period_evidence
            .as_ref()
            .is_some_and(|(node, words)| {
                is_here && are_nested(document, evidence.node, *node) && holds(&evidence.quote, words)
            });
        // A stock without a date in a dated bulletin: the clause itself, or the date of publication.
        let is_dateless = statement.period_source == Some(PeriodSource::Published)
            && is_here
            && are_nested(document, evidence.node, found.located.node)
            && holds(&found.located.text, &evidence.quote);
        is_hosts_proof || is_dateless || speaks_of(&evidence.quote, read, against.published)
    });
    if is_proved {
        return Ok(());
    }
    let given: Vec<String> = quotes()
        .map(|evidence| format!("`{}`", shown(&evidence.quote)))
        .collect();
    let message = format!("{} does not read to {read}", given.join(", "));
    Err(Rejection::new(RejectionCode::PeriodUnproved, message))
}

fn speaks_of(quote: &str, period: Period, published: NaiveDate) -> bool {
    milepost_grammar::periods(quote, Some(published))
        .iter()
        .any(|mention| {
            let is_that_day = period.is_as_of() && mention.period.last_day() == period.last_day();
            mention.period == period || is_that_day
        })
}

fn scope(candidate: &Candidate, located: &Located, against: Against<'_>) -> Result<(), Rejection> {
    let read = located.statement.scope.as_str();
    if !candidate.scope.is_empty() && fold(&candidate.scope) != fold(read) {
        let message = format!(
            "the host reads scope `{}`, not `{}`; leave it out to take the host's",
            shown(read),
            shown(&candidate.scope)
        );
        return Err(Rejection::new(RejectionCode::ScopeDiffers, message));
    }
    // The usual cases need no classification: nothing is said, or the area is named as the plan names it.
    let is_area = || against.catalogue.area_names().iter().any(|name| name == read);
    if read.is_empty() || is_area() {
        return Ok(());
    }
    let class = scope_class(read, against.catalogue.area_names());
    let needed = match class {
        ScopeClass::Area | ScopeClass::Programme | ScopeClass::Unstated => return Ok(()),
        ScopeClass::Nation => ScopeGrant::Nation,
        ScopeClass::OtherPlace => ScopeGrant::OtherPlace,
        ScopeClass::Part => ScopeGrant::Part,
    };
    if against.catalogue.grants(&candidate.indicator, needed) {
        return Ok(());
    }
    let message = format!(
        "the figure is for `{}`; the manifest's [scopes] grants {} no such scope",
        shown(read),
        candidate.indicator
    );
    Err(Rejection::new(RejectionCode::WrongScope, message))
}

fn dims(candidate: &Candidate, located: &Located) -> Result<(), Rejection> {
    let value_of = |dims: &[(String, String)], key: &str| {
        dims.iter()
            .find(|(own, _)| own == key)
            .map(|(_, value)| value.clone())
    };
    let read = &located.statement.dims;
    let added = candidate
        .dims
        .iter()
        .map(|(key, _)| key.as_str())
        .filter(|key| HOST_DIMS.contains(key));
    let given = read.iter().map(|(key, _)| key.as_str());
    for key in given.filter(|key| !NOTE_DIMS.contains(key)).chain(added) {
        let (hosts, claimed) = (value_of(read, key), value_of(&candidate.dims, key));
        if hosts != claimed {
            let said = |value: Option<String>| {
                value.map_or_else(|| "nothing".to_owned(), |value| format!("`{}`", shown(&value)))
            };
            let message = format!(
                "for dimension `{}` the host reads {}, the claim says {}",
                shown(key),
                said(hosts),
                said(claimed)
            );
            return Err(Rejection::new(RejectionCode::DimsDiffer, message));
        }
    }
    Ok(())
}
