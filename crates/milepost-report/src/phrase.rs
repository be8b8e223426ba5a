//! Short phrases about one indicator in the reader's language: its unit, its target, its latest value, its path.

use milepost_model::{Comparison, Decimal, Direction, Language, TargetKind, Unit};
use milepost_trajectory::LatestBasis;

use crate::report::v1::{Deviation, IndicatorReport, Latest, PlanHead, Target, Words};
use crate::words::{self, say};
use crate::{date_words, number_words};

/// Returns the same in both languages.
pub(crate) fn both(write: impl Fn(Language) -> String) -> Words {
    Words {
        en: write(Language::En),
        zh: write(Language::Zh),
    }
}

/// Returns the name of the plan's area; its code where the plan names none.
pub(crate) fn area(plan: &PlanHead, language: Language) -> &str {
    let name = plan.area_name.get(language);
    if name.is_empty() { &plan.area } else { name }
}

/// Returns the unit of what is judged: of the latest value, the path, the deviation and the projection.
pub(crate) fn judged_unit(indicator: &IndicatorReport) -> Unit {
    match &indicator.latest {
        Some(latest) if *latest.basis == LatestBasis::GrowthIndex => Unit::Index,
        Some(latest) => *latest.unit,
        None => *indicator.unit,
    }
}

/// The plan's own start is on its path by making: that says nothing.
pub(crate) fn told_deviation(indicator: &IndicatorReport) -> Option<&Deviation> {
    let is_start = indicator
        .latest
        .as_ref()
        .is_some_and(|latest| *latest.basis == LatestBasis::Baseline);
    indicator.deviation.as_ref().filter(|_deviation| !is_start)
}

/// Tells whether the target is judged year by year, so that what it takes is an amount for every year left.
pub(crate) const fn is_yearly(kind: TargetKind) -> bool {
    match kind {
        TargetKind::FlowMin | TargetKind::FlowAvg | TargetKind::GrowthAvg | TargetKind::GrowthEach => true,
        TargetKind::Count
        | TargetKind::FlowLevel
        | TargetKind::Share
        | TargetKind::Ceiling
        | TargetKind::FloorHold
        | TargetKind::Range
        | TargetKind::Milestone
        | TargetKind::TrendOnly => false,
    }
}

/// Returns a published amount with how exactly it is claimed: `about USD 1.2 billion`, `超500万人次`.
pub(crate) fn claimed(value: Decimal, unit: Unit, comparison: Comparison, language: Language) -> String {
    let amount = number_words::published(value, unit, language);
    let word = say(words::comparison(comparison), language);
    match (word.is_empty(), language) {
        (true, _) => amount,
        (false, Language::En) => format!("{word} {amount}"),
        (false, Language::Zh) => format!("{word}{amount}"),
    }
}

/// Returns the size of a difference; differences of an index are index points.
pub(crate) fn distance(value: Decimal, unit: Unit, language: Language) -> String {
    let size = number_words::distance(value, unit, language);
    match (unit == Unit::Index, language) {
        (false, _) => size,
        (true, Language::En) => format!("{size} index points"),
        (true, Language::Zh) => format!("{size}个指数点"),
    }
}

/// Returns the latest value: a published one with every digit, a computed one rounded.
pub(crate) fn latest_value(latest: &Latest, unit: Unit, language: Language) -> String {
    match *latest.basis {
        LatestBasis::Published | LatestBasis::RunningGrowth | LatestBasis::Baseline => {
            claimed(*latest.value, unit, *latest.comparison, language)
        }
        LatestBasis::MeanShare
        | LatestBasis::PriorYearRatio
        | LatestBasis::RunRate
        | LatestBasis::MeanOverYears => number_words::computed(*latest.value, unit, language),
        LatestBasis::GrowthIndex => {
            let index = number_words::computed(*latest.value, unit, language);
            match language {
                Language::En => format!("index {index}"),
                Language::Zh => format!("指数{index}"),
            }
        }
    }
}

/// Returns what the target asks: `at least 168 by 2027`, `到2027年不少于168`.
pub(crate) fn target(target: &Target, indicator: &IndicatorReport, language: Language) -> String {
    let by = date_words::period(*target.by, language);
    let level = |value: Decimal| number_words::published(value, *indicator.unit, language);
    let value = target.value.map(|value| level(*value));
    let asked = value.map(|value| {
        let operator = say(words::operator(*target.operator), language);
        match language {
            Language::En => format!("{operator} {value}"),
            Language::Zh => format!("{operator}{value}"),
        }
    });
    let asked = match (asked, *target.kind) {
        (Some(asked), _) => asked,
        (None, TargetKind::Milestone | TargetKind::TrendOnly | TargetKind::Range) => String::new(),
        (None, kind) => say(words::target_kind(kind), language).to_owned(),
    };
    match (*target.kind, language) {
        (TargetKind::Count | TargetKind::FlowLevel | TargetKind::Share, Language::En) => {
            format!("{asked} by {by}")
        }
        (TargetKind::Count | TargetKind::FlowLevel | TargetKind::Share, Language::Zh) => {
            format!("到{by}{asked}")
        }
        (TargetKind::FlowMin, Language::En) => format!("{asked} in every year to {by}"),
        (TargetKind::FlowMin, Language::Zh) => format!("至{by}每年{asked}"),
        (TargetKind::FlowAvg, Language::En) => format!("{asked} a year on average, to {by}"),
        (TargetKind::FlowAvg, Language::Zh) => format!("至{by}年均{asked}"),
        (TargetKind::GrowthAvg, Language::En) => format!("growth of {asked} a year on average, to {by}"),
        (TargetKind::GrowthAvg, Language::Zh) => format!("至{by}年均增长{asked}"),
        (TargetKind::GrowthEach, Language::En) => format!("growth of {asked} in every year to {by}"),
        (TargetKind::GrowthEach, Language::Zh) => format!("至{by}每年增长{asked}"),
        (TargetKind::Ceiling | TargetKind::FloorHold, Language::En) => format!("{asked} until {by}"),
        (TargetKind::Ceiling | TargetKind::FloorHold, Language::Zh) => format!("至{by}始终{asked}"),
        (TargetKind::Range, _) => range(target, indicator, &by, language),
        (TargetKind::Milestone, Language::En) => format!("done by {by}"),
        (TargetKind::Milestone, Language::Zh) => format!("最迟{by}完成"),
        (TargetKind::TrendOnly, _) => trend(*indicator.direction, &by, language),
    }
}

fn range(target: &Target, indicator: &IndicatorReport, by: &str, language: Language) -> String {
    let level = |value: Option<crate::report::text::Text<Decimal>>| {
        value.map_or_else(
            || "?".to_owned(),
            |value| number_words::published(*value, *indicator.unit, language),
        )
    };
    let (low, high) = (level(target.value), level(target.upper));
    match language {
        Language::En => format!("between {low} and {high} until {by}"),
        Language::Zh => format!("至{by}保持在{low}至{high}之间"),
    }
}

fn trend(direction: Direction, by: &str, language: Language) -> String {
    match (direction, language) {
        (Direction::Up, Language::En) => format!("rising until {by}"),
        (Direction::Up, Language::Zh) => format!("至{by}持续上升"),
        (Direction::Down, Language::En) => format!("falling until {by}"),
        (Direction::Down, Language::Zh) => format!("至{by}持续下降"),
    }
}

/// Returns a chance in words: it is rounded to five points, so that its ends are no certainties.
pub(crate) fn chance(chance: f64, language: Language) -> String {
    match (chance < 0.025, chance > 0.975, language) {
        (true, _, Language::En) => "under 5%".to_owned(),
        (true, _, Language::Zh) => "不足5%".to_owned(),
        (_, true, Language::En) => "over 95%".to_owned(),
        (_, true, Language::Zh) => "95%以上".to_owned(),
        (false, false, Language::En) => format!("about {}", number_words::whole_percent(chance)),
        (false, false, Language::Zh) => format!("约{}", number_words::whole_percent(chance)),
    }
}
