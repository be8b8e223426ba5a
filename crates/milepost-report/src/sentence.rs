//! What a verdict holds, in sentences: by how much, since when, what it would take, how sure. Nothing is judged here.

use milepost_model::{Decimal, Language};
use milepost_trajectory::Modifier;
use rust_decimal::prelude::FromPrimitive as _;

use crate::phrase::{self, judged_unit};
use crate::report::v1::{Deviation, IndicatorReport, Report, StatusWord, Summary};
use crate::words::{self, say};
use crate::{date_words, number_words};

/// Says how far the indicator is from where it should be.
pub(crate) fn by_how_much(indicator: &IndicatorReport, language: Language) -> String {
    if indicator.status == StatusWord::Missed
        && let Some(short) = short_of_target(indicator, language)
    {
        return short;
    }
    match &indicator.deviation {
        Some(deviation) => from_path(deviation, indicator, language),
        None => without_path(indicator, language),
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
    if deviation.absolute.is_zero() {
        return say(("exactly on the path", "与路径一致"), language).to_owned();
    }
    let size = phrase::distance(*deviation.absolute, unit, language);
    let share = match deviation.percent {
        // A percentage of percentages would be taken for points.
        Some(percent) if unit != milepost_model::Unit::Percent => Some(number_words::plain(percent.abs(), 1)),
        Some(_) | None => None,
    };
    let is_below = deviation.absolute.is_sign_negative();
    let mut text = match (language, share) {
        (_, None) => size,
        (Language::En, Some(share)) => format!("{size} ({share}%)"),
        (Language::Zh, Some(share)) => format!("{size}（{share}%）"),
    };
    text = match (language, is_below) {
        (Language::En, true) => format!("{text} below the path"),
        (Language::En, false) => format!("{text} above the path"),
        (Language::Zh, true) => format!("低于路径{text}"),
        (Language::Zh, false) => format!("高于路径{text}"),
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
        return say(("cannot be worked out yet", "暂无法计算"), language).to_owned();
    };
    if required.secured {
        return say(("nothing more: it is secured", "无需更多：已有保障"), language).to_owned();
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
        None => parts.push(say(("no projection", "无预测"), language).to_owned()),
    }
    let doubts = DOUBTS
        .into_iter()
        .filter(|doubt| indicator.modifiers.iter().any(|modifier| **modifier == *doubt));
    parts.extend(doubts.map(|doubt| say(words::modifier(doubt), language).to_owned()));
    parts.join(say((", ", "，"), language))
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
