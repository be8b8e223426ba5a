//! The gate: every check a claim must pass before it is a figure.

use milepost_document::Document;
use milepost_model::{Basis, Candidate, Decimal, Measure, NaiveDate, PeriodShape, Role, Unit};

use crate::catalogue::{Catalogue, IndicatorRule};
use crate::claim::Claim;
use crate::proof::{Against, NOTE_DIMS};
use crate::rejection::{Rejection, RejectionCode, shown};
use crate::run_keys::RunKeys;
use crate::verified::Verified;
use crate::{evidence, proof, reading};

/// Checks a claim against the documents it was read from.
///
/// `documents` are the bulletin and its attachments, in the order that evidence numbers them. `published` is the day of
/// publication as the caller knows it; without one, the bulletin's own counts. `keys` remembers what the run has given:
/// on [`RejectionCode::Conflicting`] the caller drops the figure it kept before, see [`RunKeys::withdrawn`].
///
/// # Errors
/// The first check that the claim fails, with what the host read instead.
pub fn verify(
    claim: &Claim,
    documents: &[&Document],
    catalogue: &Catalogue,
    published: Option<NaiveDate>,
    keys: &mut RunKeys,
) -> Result<Verified, Rejection> {
    let mut candidate = claim.read()?;
    candidate
        .dims
        .retain(|(key, _)| !NOTE_DIMS.contains(&key.as_str()));
    let rule = admissible(&candidate, catalogue)?;
    let own = || documents.first().and_then(|document| document.published());
    let Some(published) = published.or_else(own) else {
        let message = "the day of publication is not known; give it with the document";
        return Err(Rejection::new(RejectionCode::PublicationUnknown, message));
    };
    fits_publication(&candidate, published)?;
    evidence::check(&candidate, documents)?;
    let found = reading::find(&candidate, documents)?;
    let against = Against {
        catalogue,
        rule,
        documents,
        published,
    };
    let mut nearest: Option<(u8, Rejection)> = None;
    for one in found {
        match proof::hold(&candidate, one, against) {
            Ok(()) => {
                let statement = &one.located.statement;
                candidate.scope.clone_from(&statement.scope);
                candidate.value = candidate.value.normalize();
                let verified = Verified {
                    basis: candidate.period.basis(),
                    step: statement.step,
                    candidate,
                };
                keys.admit(&verified)?;
                return Ok(verified);
            }
            Err((reached, rejection)) => {
                if nearest.as_ref().is_none_or(|(so_far, _)| *so_far < reached) {
                    nearest = Some((reached, rejection));
                }
            }
        }
    }
    Err(nearest.map_or_else(
        || Rejection::new(RejectionCode::NotAFigure, "the host reads no figure there"),
        |(_, rejection)| rejection,
    ))
}

/// Checks the claim against the plan and the manifest, before any document is looked at.
fn admissible<'c>(candidate: &Candidate, catalogue: &'c Catalogue) -> Result<&'c IndicatorRule, Rejection> {
    let id = &candidate.indicator;
    if !catalogue.declares_metric(id) {
        let message = format!("`{id}` is not among the manifest's `metrics`");
        return Err(Rejection::new(RejectionCode::UndeclaredMetric, message));
    }
    if let Some((key, _)) = candidate
        .dims
        .iter()
        .find(|(key, _)| !catalogue.declares_dim(key))
    {
        let message = format!("dimension `{}` is not among the manifest's `dims`", shown(key));
        return Err(Rejection::new(RejectionCode::UndeclaredDim, message));
    }
    let Some(rule) = catalogue.indicator(id) else {
        let message = format!("the plan has no indicator `{id}`");
        return Err(Rejection::new(RejectionCode::UnknownMetric, message));
    };
    let main = rule.main_role();
    let is_growth_of_level = main == Role::Level && candidate.role == Role::Growth;
    if candidate.role != main && !is_growth_of_level {
        let message = format!(
            "a figure of `{id}` has role {main}{}, not {}",
            if main == Role::Level { " or growth" } else { "" },
            candidate.role
        );
        return Err(Rejection::new(RejectionCode::RoleUnfit, message));
    }
    let unit = if is_growth_of_level {
        Unit::Percent
    } else {
        rule.unit
    };
    if candidate.unit != unit {
        let message = format!("`{id}` is in {unit}, not {}", candidate.unit);
        return Err(Rejection::new(RejectionCode::UnitUnfit, message));
    }
    fits_basis(candidate, rule)?;
    fits_bounds(candidate, rule)?;
    Ok(rule)
}

fn fits_basis(candidate: &Candidate, rule: &IndicatorRule) -> Result<(), Rejection> {
    let is_at_a_date = candidate.period.basis() == Basis::AsOf;
    let expected = match rule.measure {
        Measure::Flow if is_at_a_date => "a period such as 2024-01..2024-09",
        Measure::Stock | Measure::Cumulative if !is_at_a_date && candidate.role == Role::Level => {
            "a date such as as-of:2024-09-30"
        }
        Measure::Flow | Measure::Stock | Measure::Cumulative | Measure::Growth | Measure::Share => {
            return Ok(());
        }
    };
    let message = format!(
        "`{}` is a {}: {expected} expected, not {}",
        candidate.indicator, rule.measure, candidate.period
    );
    Err(Rejection::new(RejectionCode::BasisUnfit, message))
}

fn fits_bounds(candidate: &Candidate, rule: &IndicatorRule) -> Result<(), Rejection> {
    if candidate.role == Role::Growth {
        return Ok(());
    }
    let limit = rule
        .natural_limit
        .filter(|limit| *limit > Decimal::ZERO && candidate.value > *limit);
    let is_counted = matches!(
        rule.unit,
        Unit::Count | Unit::Persons | Unit::Trains | Unit::Teu | Unit::Tonnes
    );
    let expected = match limit {
        Some(limit) => format!("at most {}", limit.normalize()),
        None if is_counted && candidate.value < Decimal::ZERO => "at least 0".to_owned(),
        None => return Ok(()),
    };
    let message = format!(
        "`{}` can be {expected}, not {}",
        candidate.indicator,
        candidate.value.normalize()
    );
    Err(Rejection::new(RejectionCode::BeyondBounds, message))
}

fn fits_publication(candidate: &Candidate, published: NaiveDate) -> Result<(), Rejection> {
    let period = candidate.period;
    // Of a date that is known to the month only, the month must have begun.
    let known = match period.shape() {
        PeriodShape::AsOfMonth(_) => period.first_day(),
        PeriodShape::AsOfDay(_) | PeriodShape::Months { .. } => period.last_day(),
    };
    if known <= published {
        return Ok(());
    }
    let message = format!("{period} ends after the publication on {published}");
    Err(Rejection::new(RejectionCode::AfterPublication, message))
}
