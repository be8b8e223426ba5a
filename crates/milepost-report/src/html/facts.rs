//! The numbers of one indicator: start, path, deviation, pace, requirement, projection, growth, trend.

use milepost_model::{Decimal, Language, Unit};

use crate::html::page::Page;
use crate::phrase::{self, judged_unit};
use crate::report::v1::IndicatorReport;
use crate::words::{Pair, say};
use crate::{date_words, number_words, sentence};

/// Writes the numbers as a list of names and values.
pub(crate) fn write(page: &mut Page<'_>, indicator: &IndicatorReport) {
    let language = page.language;
    let unit = judged_unit(indicator);
    page.raw("<dl class=\"facts\">");
    if let Some(baseline) = &indicator.baseline {
        let value = number_words::published(*baseline.value, *indicator.unit, language);
        fact(
            page,
            ("Start", "基期"),
            &value,
            &date_words::period(*baseline.period, language),
        );
    }
    if let Some(expected) = indicator.expected {
        let value = number_words::computed(*expected, unit, language);
        let day = indicator
            .latest
            .as_ref()
            .map(|latest| date_words::date(*latest.date, language))
            .unwrap_or_default();
        fact(page, ("Expected by the path", "路径应达"), &value, &day);
    }
    if let Some(deviation) = phrase::told_deviation(indicator) {
        let value = phrase_difference(*deviation.absolute, unit, language);
        let share = deviation.percent.filter(|_| unit != Unit::Percent);
        let mut small = share
            .map(|percent| format!("{}%", number_words::signed(percent, 1)))
            .unwrap_or_default();
        if let Some(months) = sentence::months(deviation, language) {
            if !small.is_empty() {
                small.push_str(say((", ", "，"), language));
            }
            small.push_str(&months);
        }
        fact(page, ("Deviation from the path", "偏离路径"), &value, &small);
    }
    if let Some(completion) = indicator.completion {
        let small = indicator.time_share.map(|time| match language {
            Language::En => format!("with {} of the time gone", number_words::whole_percent(time)),
            Language::Zh => format!("时间已过{}", number_words::whole_percent(time)),
        });
        fact(
            page,
            ("Way done", "完成进度"),
            &number_words::whole_percent(completion),
            &small.unwrap_or_default(),
        );
    }
    if let Some(pace) = indicator.pace {
        fact(
            page,
            ("Pace against the pace needed", "实际速度与所需之比"),
            &number_words::whole_percent(pace),
            "",
        );
    }
    years(page, indicator);
    if indicator.required.is_some() {
        fact(
            page,
            ("From now on", "今后需要"),
            &sentence::what_it_takes(indicator, language),
            "",
        );
    }
    projection(page, indicator, unit);
    growth(page, indicator);
    if indicator.target.is_none() {
        trend(page, indicator);
    }
    page.raw("</dl>");
}

fn phrase_difference(value: Decimal, unit: Unit, language: Language) -> String {
    let size = phrase::distance(value, unit, language);
    match (value.is_zero(), value.is_sign_negative()) {
        (true, _) => size,
        (false, true) => format!("−{size}"),
        (false, false) => format!("+{size}"),
    }
}

fn fact(page: &mut Page<'_>, name: Pair, value: &str, small: &str) {
    page.titled("<dt>", name, "</dt><dd>");
    page.text(value);
    if !small.is_empty() {
        page.element("<small>", small, "</small>");
    }
    page.raw("</dd>");
}

fn years(page: &mut Page<'_>, indicator: &IndicatorReport) {
    let Some(tally) = &indicator.years else { return };
    let language = page.language;
    let met = match language {
        Language::En => format!("{} of {}", tally.met, tally.elapsed),
        Language::Zh => format!("{}/{}", tally.met, tally.elapsed),
    };
    let span = match language {
        Language::En => format!("counted {}–{}", tally.first_year, tally.last_year),
        Language::Zh => format!("考核期{}—{}年", tally.first_year, tally.last_year),
    };
    fact(page, ("Years that met the target", "达标年度"), &met, &span);
    if let Some(mean) = tally.mean {
        fact(
            page,
            ("Mean so far", "迄今平均"),
            &number_words::computed(*mean, *indicator.unit, language),
            "",
        );
    }
}

fn projection(page: &mut Page<'_>, indicator: &IndicatorReport, unit: Unit) {
    let Some(projection) = &indicator.projection else {
        return;
    };
    let language = page.language;
    let amount = |value: Decimal| number_words::computed(value, unit, language);
    let small = match language {
        Language::En => format!(
            "80% interval {} to {}",
            amount(*projection.low80),
            amount(*projection.high80)
        ),
        Language::Zh => format!(
            "80%区间{}至{}",
            amount(*projection.low80),
            amount(*projection.high80)
        ),
    };
    let day = date_words::date(*projection.date, language);
    page.raw("<dt>");
    match language {
        Language::En => page.text(&format!("Projected for {day}")),
        Language::Zh => page.text(&format!("{day}预测")),
    }
    page.raw("</dt><dd>");
    page.text(&amount(*projection.value));
    page.element("<small>", &small, "</small></dd>");
    if let Some(chance) = projection.chance {
        fact(
            page,
            ("Chance of meeting the target", "实现目标的可能性"),
            &phrase::chance(chance, language),
            "",
        );
    }
}

fn growth(page: &mut Page<'_>, indicator: &IndicatorReport) {
    let Some(growth) = &indicator.growth else { return };
    let language = page.language;
    let period = date_words::period(*growth.period, language);
    if let Some(published) = growth.published {
        let value = number_words::published(*published, Unit::Percent, language);
        fact(page, ("Growth as published", "公布增速"), &value, &period);
    }
    if let Some(base) = &growth.implied_base {
        let value = number_words::computed(*base.implied, *indicator.unit, language);
        let published = number_words::published(*base.published, *indicator.unit, language);
        let small = match language {
            Language::En => format!("implied by the published growth; published was {published}"),
            Language::Zh => format!("由公布增速推得；原公布{published}"),
        };
        fact(
            page,
            ("Restated figure a year before", "上年同期可比数"),
            &value,
            &small,
        );
    }
}

fn trend(page: &mut Page<'_>, indicator: &IndicatorReport) {
    let Some(trend) = &indicator.trend else { return };
    let language = page.language;
    let value = number_words::rate(trend.slope_per_year, false, *indicator.unit, language);
    let small = trend.p_value.map(|p| match language {
        Language::En => format!(
            "p = {} from {} figures",
            number_words::plain(p, 2),
            trend.observations
        ),
        Language::Zh => format!("p = {}，{}个数据", number_words::plain(p, 2), trend.observations),
    });
    fact(page, ("Trend", "趋势"), &value, &small.unwrap_or_default());
}
