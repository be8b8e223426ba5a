//! `growth_each`: every year's rate.

use milepost_model::Decimal;

use crate::assessment::{Assessment, LatestBasis, Required};
use crate::judge::level::tell_met;
use crate::judge::prospect::{Goal, tell_projection};
use crate::judge::yearly::{latest_of, tally, tell_flat, tell_recent_level, tell_tally, tell_yearly_effort};
use crate::judge::{Case, Judgement, good_decimal};
use crate::ladder::Finding;
use crate::number::float;
use crate::outlook::{Bounds, Outlook, Scale};
use crate::precision::Met;
use crate::status::{Reason, Status};
use crate::time::{decimal_year, year_end};
use crate::trace::{exact, line, show_some};

use super::{Counted, judge_running, rate_pace};

pub(super) fn judge(
    case: &Case<'_>,
    assessment: &mut Assessment,
    counted: &Counted,
    rate: Decimal,
) -> Judgement {
    let span = counted.span;
    if let Some(used) = assessment.target.as_mut() {
        used.level = Some(rate);
    }
    let Some(newest) = counted.figures.last() else {
        return judge_running(case, assessment, span, rate);
    };
    let running = case.running.index();
    let Some(latest) = latest_of(newest, LatestBasis::Published, newest.value, running) else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    assessment.latest = Some(latest.clone());
    let tally = tally(case, span, &counted.figures, rate);
    tell_tally(assessment, &tally);
    let has_failed = tally.years.iter().any(|year| year.met == Some(false));
    let is_complete = tally.elapsed == usize::try_from(span.years()).unwrap_or(usize::MAX);
    let all_met = tally.met == tally.elapsed;
    assessment.years = Some(tally);
    let Some(start) = span.start() else {
        return Judgement::nothing(Reason::OutOfRange);
    };
    tell_flat(case, assessment, start, rate, &latest);
    let years_left = f64::from((span.last - newest.year).max(0));
    assessment.required_from_now = Some(Required {
        rate: float(rate),
        is_percent: true,
        years_left,
        gap: rate
            .checked_sub(newest.value)
            .map(|gap| good_decimal(gap, case.indicator.direction)),
        secured: false,
    });
    tell_recent_level(assessment, &counted.all);
    tell_yearly_effort(assessment);
    assessment.pace = rate_pace(newest.value, rate, case.indicator.direction);
    let inputs = vec![("growth", exact(newest.value)), ("target growth", exact(rate))];
    let formula = "1 + (growth - target growth) / target growth, turned to the good direction";
    assessment
        .trace
        .push(line("pace", formula, inputs, show_some(assessment.pace)));
    let points: Vec<(f64, f64)> = counted
        .all
        .iter()
        .filter_map(|figure| Some((decimal_year(year_end(figure.year)?), float(figure.value))))
        .collect();
    let outlook = Outlook::new(
        &crate::selection::recent(&points),
        Scale::Plain,
        Bounds::default(),
    );
    let goal = Goal {
        operator: case.target.operator,
        level: float(rate),
        upper: None,
        slack: case.slack(rate),
        start: None,
        direction: case.indicator.direction,
    };
    let (prospect, projected) = tell_projection(case, assessment, outlook.as_ref(), goal);
    let met = case.meets(&latest, case.target.operator, rate);
    tell_met(case, assessment, &latest, rate, met);
    let is_over = newest.year >= span.last;
    let finding = match assessment.pace {
        _ if is_over && has_failed => Finding::Fact(Status::Missed),
        _ if is_over && is_complete && all_met => Finding::Fact(Status::Achieved),
        _ if is_over && is_complete => Finding::Nothing(Reason::NotDistinguishable),
        _ if is_over => Finding::Nothing(Reason::NoFullYear),
        Some(pace) => Finding::Pace {
            pace,
            is_capped: met == Met::No || has_failed,
        },
        // Against zero growth there is no ratio: below it the series shrinks.
        None => Finding::Fact(Status::Reversing),
    };
    Judgement {
        finding,
        prospect,
        projected,
    }
}
