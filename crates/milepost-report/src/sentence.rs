//! What a verdict holds, in sentences: by how much, since when, what it would take, how sure. Nothing is judged here.

use milepost_model::{Decimal, Language, TargetKind, Unit};
use milepost_trajectory::{Modifier, Reason};
use rust_decimal::prelude::FromPrimitive as _;

use crate::phrase::{self, judged_unit};
use crate::report::v1::{Deviation, IndicatorReport, Report, StatusWord, Summary};
use crate::words::{self, Pair, say};
use crate::{date_words, number_words};

/// Says how far the indicator is from where it should be.
pub(crate) fn by_how_much(indicator: &IndicatorReport, language: Language) -> String {
    if indicator.status == StatusWord::Missed
        && let Some(short) = short_of_target(indicator, language)
    {
        return short;
    }
    if let Some(mean) = mean_growth(indicator, language) {
        return mean;
    }
    match &indicator.deviation {
        Some(deviation) => from_path(deviation, indicator, language),
        None => without_path(indicator, language),
    }
}

/// A mean of growth is told in percent a year, as the plan asks for it: points of an index say little to a reader.
fn mean_growth(indicator: &IndicatorReport, language: Language) -> Option<String> {
    let target = indicator.target.as_ref()?;
    if *target.kind != TargetKind::GrowthAvg {
        return None;
    }
    let (mean, asked) = (*indicator.years.as_ref()?.mean?, *target.value?);
    let gap = mean.checked_sub(asked)?;
    let percent = number_words::computed(mean, Unit::Percent, language);
    let asked = number_words::published(asked, Unit::Percent, language);
    let size = phrase::distance(gap, Unit::Percent, language);
    let mut text = match (gap.is_zero(), gap.is_sign_negative(), language) {
        (true, _, Language::En) => format!("{percent} a year on average, as asked"),
        (true, _, Language::Zh) => format!("年均增长{percent}，与目标一致"),
        (_, true, Language::En) => format!("{percent} a year on average, {size} below the {asked} asked"),
        (_, true, Language::Zh) => format!("年均增长{percent}，比目标{asked}低{size}"),
        (_, false, Language::En) => format!("{percent} a year on average, {size} above the {asked} asked"),
        (_, false, Language::Zh) => format!("年均增长{percent}，比目标{asked}高{size}"),
    };
    if let Some(months) = indicator
        .deviation
        .as_ref()
        .and_then(|deviation| months(deviation, language))
    {
        text.push_str(say(("; ", "，"), language));
        text.push_str(&months);
    }
    Some(text)
}

/// Tells whether the target is one level throughout, so that there is no path that leads to it.
const fn is_level(kind: TargetKind) -> bool {
    match kind {
        TargetKind::FlowMin
        | TargetKind::FlowAvg
        | TargetKind::Ceiling
        | TargetKind::FloorHold
        | TargetKind::Range => true,
        TargetKind::Count
        | TargetKind::FlowLevel
        | TargetKind::Share
        | TargetKind::GrowthAvg
        | TargetKind::GrowthEach
        | TargetKind::Milestone
        | TargetKind::TrendOnly => false,
    }
}

fn short_of_target(indicator: &IndicatorReport, language: Language) -> Option<String> {
    let gap = indicator.required.as_ref()?.gap?;
    if *gap <= Decimal::ZERO {
        return None;
    }
    let size = phrase::distance(*gap, judged_unit(indicator), language);
    Some(match language {
        Language::En => format!("{size} short of the target"),
        Language::Zh => format!("距目标还差{size}"),
    })
}

fn from_path(deviation: &Deviation, indicator: &IndicatorReport, language: Language) -> String {
    let unit = judged_unit(indicator);
    let is_level = indicator
        .target
        .as_ref()
        .is_some_and(|target| is_level(*target.kind));
    if deviation.absolute.is_zero() {
        let exactly = if is_level {
            ("exactly as asked", "与要求一致")
        } else {
            ("exactly on the path", "与路径一致")
        };
        return say(exactly, language).to_owned();
    }
    let size = phrase::distance(*deviation.absolute, unit, language);
    let share = match deviation.percent {
        // A percentage of percentages would be taken for points.
        Some(percent) if unit != Unit::Percent => Some(number_words::plain(percent.abs(), 1)),
        Some(_) | None => None,
    };
    let is_below = deviation.absolute.is_sign_negative();
    let mut text = match (language, share) {
        (_, None) => size,
        (Language::En, Some(share)) => format!("{size} ({share}%)"),
        (Language::Zh, Some(share)) => format!("{size}（{share}%）"),
    };
    let measure = match (is_level, language) {
        (false, Language::En) => "the path",
        (false, Language::Zh) => "路径",
        (true, Language::En) => "what is asked",
        (true, Language::Zh) => "要求",
    };
    text = match (language, is_below) {
        (Language::En, true) => format!("{text} below {measure}"),
        (Language::En, false) => format!("{text} above {measure}"),
        (Language::Zh, true) => format!("低于{measure}{text}"),
        (Language::Zh, false) => format!("高于{measure}{text}"),
    };
    if let Some(months) = months(deviation, language) {
        text.push_str(say(("; ", "，"), language));
        text.push_str(&months);
    }
    text
}

/// Says how many months ahead or behind; `None` where that has no meaning.
pub(crate) fn months(deviation: &Deviation, language: Language) -> Option<String> {
    let months = deviation.months.filter(|months| months.abs() >= 0.5)?;
    let span = date_words::months(months, language);
    let least = if deviation.months_is_bound {
        say(("at least ", "至少"), language)
    } else {
        ""
    };
    Some(match (months < 0.0, language) {
        (true, Language::En) => format!("{least}{span} behind"),
        (true, Language::Zh) => format!("落后{least}{span}"),
        (false, Language::En) => format!("{least}{span} ahead"),
        (false, Language::Zh) => format!("提前{least}{span}"),
    })
}

fn without_path(indicator: &IndicatorReport, language: Language) -> String {
    if let Some(years) = indicator.years.as_ref().filter(|years| years.elapsed > 0) {
        return match language {
            Language::En => format!("met in {} of {} years", years.met, years.elapsed),
            Language::Zh => format!("{}个年度中有{}个达标", years.elapsed, years.met),
        };
    }
    if let Some(pace) = indicator.pace {
        let share = number_words::whole_percent(pace);
        return match (pace < 0.0, language) {
            (true, _) => say(("moving away from the target", "正在偏离目标"), language).to_owned(),
            (false, Language::En) => format!("at {share} of the pace needed"),
            (false, Language::Zh) => format!("速度为所需的{share}"),
        };
    }
    short_of_target(indicator, language).unwrap_or_else(|| say(("not known", "未知"), language).to_owned())
}

/// Says since when it has been behind, or in this status.
pub(crate) fn since(indicator: &IndicatorReport, language: Language) -> String {
    if let Some(period) = indicator.behind_since {
        let period = date_words::period(*period, language);
        return match language {
            Language::En => format!("since {period}"),
            Language::Zh => format!("自{period}起"),
        };
    }
    let day = date_words::date(*indicator.status_since, language);
    match language {
        Language::En => format!("in this status since {day}"),
        Language::Zh => format!("自{day}起为此状态"),
    }
}

/// 20: a larger multiple of a rate near zero says nothing; the two rates stand beside each other then.
const MOST_TIMES: f64 = 20.0;

/// Says what the rest of the way needs, beside what the recent past gave.
pub(crate) fn what_it_takes(indicator: &IndicatorReport, language: Language) -> String {
    if indicator.status == StatusWord::Missed {
        return say(("the target's day has passed", "目标期限已过"), language).to_owned();
    }
    let (Some(required), Some(rate)) = (&indicator.required, indicator.required_from_now) else {
        return not_worked_out(indicator, language);
    };
    if required.secured {
        return say(("nothing more: it is secured", "无需更多：已有保障"), language).to_owned();
    }
    let is_reached = matches!(
        indicator.status,
        StatusWord::Achieved | StatusWord::AchievedAtRisk
    );
    if is_reached && required.gap.is_some_and(|gap| *gap <= Decimal::ZERO) {
        return say(("to keep what is reached", "保持已达到的水平"), language).to_owned();
    }
    let unit = judged_unit(indicator);
    let is_yearly = indicator
        .target
        .as_ref()
        .is_some_and(|target| phrase::is_yearly(*target.kind));
    let amount = |rate: f64| {
        if required.is_percent {
            format!("{}%", number_words::plain(rate, 1))
        } else {
            match Decimal::from_f64(rate) {
                Some(rate) => number_words::computed(rate, *indicator.unit, language),
                None => number_words::plain(rate, 1),
            }
        }
    };
    let mut text = if is_yearly {
        match language {
            Language::En => format!("{} in every year left", amount(rate)),
            Language::Zh => format!("余下每年{}", amount(rate)),
        }
    } else {
        number_words::rate(rate, required.is_percent, unit, language)
    };
    let recent = indicator.recent_rate.map(|recent| {
        if is_yearly {
            amount(recent)
        } else {
            number_words::rate(recent, required.is_percent, unit, language)
        }
    });
    let told_effort = indicator.effort.filter(|effort| effort.abs() <= MOST_TIMES);
    let beside = match (told_effort, recent, language) {
        (Some(effort), Some(recent), Language::En) => {
            format!(", {} times the recent {recent}", number_words::plain(effort, 1))
        }
        (Some(effort), Some(recent), Language::Zh) => {
            format!("，为近期（{recent}）的{}倍", number_words::plain(effort, 1))
        }
        (None, Some(recent), Language::En) => format!(", against {recent} of late"),
        (None, Some(recent), Language::Zh) => format!("，近期为{recent}"),
        (_, None, _) => String::new(),
    };
    text.push_str(&beside);
    text
}

/// Why there is no saying what the rest of the way needs: most often a year that was never published.
fn not_worked_out(indicator: &IndicatorReport, language: Language) -> String {
    let unknown = || say(("cannot be worked out yet", "暂无法计算"), language).to_owned();
    let Some(tally) = &indicator.years else {
        return unknown();
    };
    let Some(newest) = tally.years.last().map(|year| year.year) else {
        return unknown();
    };
    let is_known = |year: &i32| tally.years.iter().any(|known| known.year == *year);
    let missing: Vec<String> = (tally.first_year..=newest)
        .filter(|year| !is_known(year))
        .take(MOST_YEARS)
        .map(|year| year.to_string())
        .collect();
    if missing.is_empty() {
        return unknown();
    }
    match language {
        Language::En => format!("cannot be worked out: no figure for {}", missing.join(", ")),
        Language::Zh => format!("缺少{}年数据，无法计算", missing.join("、")),
    }
}

/// Missing years named: a target's span is rarely longer.
const MOST_YEARS: usize = 6;

/// Modifiers that bear on how sure a verdict is, the weightiest first.
const DOUBTS: [Modifier; 8] = [
    Modifier::Conflict,
    Modifier::LowConfidence,
    Modifier::NotDistinguishable,
    Modifier::Stale,
    Modifier::Annualised,
    Modifier::Provisional,
    Modifier::Break,
    Modifier::Held,
];

/// Says how likely the target is to be met, on how many figures that rests, and what makes it doubtful.
pub(crate) fn how_sure(indicator: &IndicatorReport, language: Language) -> String {
    let mut parts = Vec::new();
    match &indicator.projection {
        Some(projection) => {
            if let Some(chance) = projection.chance {
                let chance = phrase::chance(chance, language);
                parts.push(match language {
                    Language::En => format!("{chance} chance of meeting it"),
                    Language::Zh => format!("实现的可能性{chance}"),
                });
            } else {
                parts.push(
                    say(
                        ("too few figures for a chance", "数据过少，无法估计可能性"),
                        language,
                    )
                    .to_owned(),
                );
            }
            let count = projection.observations;
            parts.push(match language {
                Language::En => format!("from {count} figure{}", if count == 1 { "" } else { "s" }),
                Language::Zh => format!("基于{count}个数据"),
            });
        }
        None => parts.push(no_projection(indicator, language)),
    }
    let doubts = DOUBTS
        .into_iter()
        .filter(|doubt| indicator.modifiers.iter().any(|modifier| **modifier == *doubt));
    parts.extend(doubts.map(|doubt| say(words::modifier(doubt), language).to_owned()));
    parts.join(say((", ", "，"), language))
}

/// Three figures make a projection.
const FEWEST_TO_PROJECT: usize = 3;

fn no_projection(indicator: &IndicatorReport, language: Language) -> String {
    let figures = indicator
        .trend
        .as_ref()
        .map_or_else(|| indicator.series.len().min(1), |trend| trend.observations);
    match (figures, language) {
        (FEWEST_TO_PROJECT.., _) => say(("no projection", "无预测"), language).to_owned(),
        (0, _) => say(("nothing to project", "无数据可供预测"), language).to_owned(),
        (1, Language::En) => "one figure is too few to project".to_owned(),
        (_, Language::En) => format!("{figures} figures are too few to project"),
        (_, Language::Zh) => format!("仅{figures}个数据，不足以预测"),
    }
}

/// Says the report in one or two sentences.
pub(crate) fn headline(report: &Report, summary: &Summary, language: Language) -> String {
    if summary.with_target == 0 {
        return say(
            (
                "No indicator of this plan has a target in force; its figures are tracked.",
                "本计划尚无生效的目标，仅跟踪数据。",
            ),
            language,
        )
        .to_owned();
    }
    let (all, good, bad, open) = (
        summary.with_target,
        summary.on_course,
        summary.behind,
        summary.not_assessable,
    );
    let mut text = match language {
        Language::En => {
            let targets = if all == 1 { "target" } else { "targets" };
            let is = |count: usize| if count == 1 { "is" } else { "are" };
            format!(
                "Of {all} {targets}, {bad} {} behind, {good} {} on course and {open} cannot be judged yet.",
                is(bad),
                is(good)
            )
        }
        Language::Zh => format!("{all}项目标中，{bad}项落后，{good}项进展正常或已实现，{open}项暂无法判断。"),
    };
    let worst = summary.attention.first();
    let named = worst.and_then(|worst| {
        report
            .indicators
            .iter()
            .find(|indicator| indicator.id == worst.indicator)
    });
    if let (Some(worst), Some(indicator)) = (worst, named) {
        let title = indicator.title.get(language);
        let status = say(words::status(worst.status), language);
        let how_much = worst.by_how_much.get(language);
        let first = match language {
            Language::En => format!(" First in line: {title}, {}; {how_much}.", status.to_lowercase()),
            Language::Zh => format!("最需关注：{title}，{status}，{how_much}。"),
        };
        text.push_str(&first);
    }
    text
}

/// Says what it would take to judge an indicator that cannot be judged; `None` where it is judged or has no target.
pub(crate) fn to_be_judged(indicator: &IndicatorReport, language: Language) -> Option<String> {
    let target = indicator.target.as_ref()?;
    let reason = *indicator.reason?;
    let first = say(remedy(reason)?, language);
    // A level to be reached by a day is judged by the way from its start.
    let has_way = matches!(
        *target.kind,
        TargetKind::Count | TargetKind::FlowLevel | TargetKind::Share
    );
    let lacks_start = has_way && indicator.baseline.is_none() && reason != Reason::NoBaseline;
    let is_told = matches!(
        reason,
        Reason::NoObservation | Reason::NoFullYear | Reason::RunningYearUnclear | Reason::UnitMismatch
    );
    Some(match (lacks_start && is_told, language) {
        (false, _) => first.to_owned(),
        (true, Language::En) => {
            format!("{first}, and a starting value in the plan unless the figure meets the target")
        }
        (true, Language::Zh) => format!("{first}；若未达目标，计划还需给出基期值"),
    })
}

/// What mends each reason.
const fn remedy(reason: Reason) -> Option<Pair> {
    Some(match reason {
        Reason::NoTarget => return None,
        Reason::NoObservation => ("a published figure that a source reports", "来源发布该指标的数据"),
        Reason::NoTargetYet => ("the day from which the target holds", "目标生效之日"),
        Reason::OneObservation => ("a second figure, later than the start", "基期之后的第二个数据"),
        Reason::NoBaseline => ("a starting value in the plan", "计划给出基期值"),
        Reason::UnitMismatch => ("figures in the unit that the plan states", "与计划单位一致的数据"),
        Reason::PathUndefined => (
            "a path in the plan that can be drawn from start to target",
            "计划给出可由基期通向目标的路径",
        ),
        Reason::NothingToCover => (
            "a target that differs from the start, or a level to be held",
            "目标与基期不同，或改为保持水平的目标",
        ),
        Reason::UnresolvedConflict => (
            "a person who settles which source is right",
            "由人工裁定以何来源为准",
        ),
        Reason::RunningYearUnclear => (
            "the full year's figure, or at least three months with the year before to compare",
            "全年数据，或至少三个月并有上年可比数据",
        ),
        Reason::NoFullYear => ("the figure of a full year", "完整年度的数据"),
        Reason::NotDistinguishable => ("a figure with more digits", "精度更高的数据"),
        Reason::Withheld => ("a newer figure", "更新的数据"),
        Reason::DefinitionChanged => (
            "a starting value in the new definition, or a factor between the two",
            "新口径的基期值或新旧口径的换算系数",
        ),
        Reason::TargetIncomplete => ("the value that the plan leaves out", "计划补全目标数值"),
        Reason::NotReported => ("word that it is done", "完成情况的通报"),
        Reason::NoClearTrend => ("more figures", "更多数据"),
        Reason::OutOfRange => ("figures of an ordinary size", "数值在正常范围内的数据"),
        Reason::NotStarted => ("the end of the first year that counts", "首个考核年度结束"),
    })
}
