//! `flow_min`: every full year against a level, the running one by its estimate.

use milepost_model::{Decimal, Direction};

use crate::assessment::{Assessment, Latest, LatestBasis, Required};
use crate::judge::level::tell_met;
use crate::judge::prospect::{Goal, tell_projection};
use crate::judge::{Case, Judgement, good_decimal};
use crate::ladder::Finding;
use crate::number::float;
use crate::outlook::Outlook;
use crate::path::level_ratio;
use crate::precision::Met;
use crate::status::{Reason, Status};
use crate::trace::{exact, line, show_some};

use super::{
    Span, YearFigure, full_years, tally, tell_flat, tell_recent_level, tell_tally, tell_yearly_effort,
    why_no_year,
};

pub(super) fn judge(
    case: &Case<'_>,
    assessment: &mut Assessment,
    span: Span,
    figures: &[YearFigure],
    level: Decimal,
) -> Judgement {
    assessment.latest = case
        .latest(assessment)
        .filter(|latest| latest.basis != LatestBasis::Baseline);
    let Some(latest) = assessment.latest.clone() else {
        return Judgement::nothing(why_no_year(case, span));
    };
    let tally = tally(case, span, figures, level);
    tell_tally(assessment, &tally);
    let has_failed = tally.years.iter().any(|year| year.met == Some(false));
    let is_complete = tally.elapsed == usize::try_from(span.years()).unwrap_or(usize::MAX);
    let all_met = tally.met == tally.elapsed;
    assessment.years = Some(tally);
    let Some(start) = span.start() else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    tell_flat(case, assessment, start, level, &latest);
    let years_left = f64::from((span.last - latest.period.calendar_year()).max(0));
    assessment.required_from_now = Some(Required {
        rate: float(level),
        is_percent: false,
        years_left,
        gap: level
            .checked_sub(latest.value)
            .map(|gap| good_decimal(gap, case.indicator.direction)),
        secured: false,
    });
    tell_recent_level(assessment, &full_years(case));
    tell_yearly_effort(assessment);
    assessment.pace = level_ratio(float(latest.value), float(level), case.indicator.direction);
    let inputs = vec![("value", exact(latest.value)), ("level", exact(level))];
    let formula = "1 + (value - level) / level, turned to the good direction";
    assessment
        .trace
        .push(line("pace", formula, inputs, show_some(assessment.pace)));
    let outlook = Outlook::new(&case.fit.points, case.scale(), case.bounds());
    let goal = Goal {
        operator: case.target.operator,
        level: float(level),
        upper: None,
        slack: case.slack(level),
        start: None,
        direction: case.indicator.direction,
    };
    let (prospect, projected) = tell_projection(case, assessment, outlook.as_ref(), goal);
    if case.is_disputed(&latest) {
        return Judgement::nothing(Reason::UnresolvedConflict);
    }
    let met = met_each(case, &latest, level);
    tell_met(case, assessment, &latest, level, met);
    let has_begun = latest.period.calendar_year() >= span.first;
    let finding = match assessment.pace {
        _ if !has_begun => Finding::Nothing(why_no_year(case, span)),
        _ if case.is_final(&latest) && has_failed => Finding::Fact(Status::Missed),
        _ if case.is_final(&latest) && is_complete && all_met => Finding::Fact(Status::Achieved),
        _ if case.is_final(&latest) && is_complete => Finding::Nothing(Reason::NotDistinguishable),
        _ if case.is_final(&latest) => Finding::Nothing(Reason::NoFullYear),
        // A year below the level cannot be made good by another one.
        Some(pace) => Finding::Pace {
            pace,
            is_capped: met == Met::No || has_failed,
        },
        None => Finding::Nothing(Reason::OutOfRange),
    };
    Judgement {
        finding,
        prospect,
        projected,
    }
}

/// A running year that is past a minimum already has met it, whatever its estimate; otherwise its estimate counts.
fn met_each(case: &Case<'_>, latest: &Latest, level: Decimal) -> Met {
    let running = case
        .running
        .estimate()
        .and_then(|estimate| case.point(estimate.running));
    let so_far = running.map(|point| {
        let figure = Latest {
            value: point.value,
            step: point.step,
            ..latest.clone()
        };
        case.meets(&figure, case.target.operator, level)
    });
    let is_minimum = case.indicator.direction == Direction::Up;
    if is_minimum && so_far == Some(Met::Yes) {
        Met::Yes
    } else {
        case.meets(latest, case.target.operator, level)
    }
}
