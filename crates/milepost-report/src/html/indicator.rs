//! One indicator: the verdict in a sentence, its chart, its numbers, its proof, and how the verdict was reached.

use milepost_model::{Decimal, Language, Unit};
use milepost_trajectory::{LatestBasis, Reason};

use crate::html::chart;
use crate::html::page::Page;
use crate::html::watch::bulletin_name;
use crate::phrase::{self, judged_unit};
use crate::report::v1::{Evidence, IndicatorReport, Point, ReadBy, StatusWord};
use crate::words::{self, Pair, say};
use crate::{date_words, number_words, sentence};

/// Proofs shown at once; more are in the data.
const MOST_PROOFS: usize = 4;

/// Characters of a quote shown; the data has it whole.
const MOST_QUOTE: usize = 420;

/// Figures listed, newest first; the data has them all.
const MOST_FIGURES: usize = 20;

pub(crate) fn write(page: &mut Page<'_>, indicator: &IndicatorReport, number: usize) {
    let language = page.language;
    page.raw(&format!(
        "<article class=\"ind\" id=\"ind-{number}\"><div class=\"top\"><h3>"
    ));
    page.text(indicator.title.get(language));
    page.raw("</h3><div class=\"head\">");
    if indicator.target.is_some()
        || *indicator.reason.as_deref().unwrap_or(&Reason::NoObservation) != Reason::NoTarget
    {
        page.badge(indicator.status);
    } else {
        page.titled(
            "<span class=\"muted small\">",
            ("tracked without a target", "仅跟踪，未设目标"),
            "</span>",
        );
    }
    if !indicator.modifiers.is_empty() {
        page.raw("<ul class=\"tags\">");
        for modifier in &indicator.modifiers {
            page.titled("<li class=\"tag\">", words::modifier(**modifier), "</li>");
        }
        page.raw("</ul>");
    }
    page.raw("</div><p class=\"say\">");
    let verdict = verdict(indicator, language);
    page.text(&verdict);
    page.raw("</p><div class=\"grid\"><div>");
    match chart::figure(indicator, number, language) {
        Some(figure) => page.raw(&figure),
        None => page.titled(
            "<p class=\"muted\">",
            ("There is nothing to draw yet.", "暂无可绘制的数据。"),
            "</p>",
        ),
    }
    page.raw("</div>");
    facts(page, indicator);
    page.raw("</div></div>");
    if let Some(note) = &indicator.note {
        page.element("<p class=\"small muted\">", note.get(language), "</p>");
    }
    breaks(page, indicator);
    proofs(page, indicator);
    figures(page, indicator);
    trace(page, indicator);
    page.raw("</article>");
}

/// The verdict as one paragraph.
fn verdict(indicator: &IndicatorReport, language: Language) -> String {
    let mut parts = Vec::new();
    if let Some(latest) = &indicator.latest {
        let value = phrase::latest_value(latest, judged_unit(indicator), language);
        let period = date_words::period(*latest.period, language);
        let basis = say(words::basis(*latest.basis), language);
        parts.push(match (*latest.basis == LatestBasis::Published, language) {
            (true, Language::En) => format!("Latest: {value} ({period})"),
            (true, Language::Zh) => format!("最新值：{value}（{period}）"),
            (false, Language::En) => format!("Latest: {value} ({period}; {basis})"),
            (false, Language::Zh) => format!("最新值：{value}（{period}，{basis}）"),
        });
    }
    if let Some(target) = &indicator.target {
        let asked = phrase::target(target, indicator, language);
        parts.push(match language {
            Language::En => format!("Target: {asked}"),
            Language::Zh => format!("目标：{asked}"),
        });
    }
    match (indicator.status, indicator.reason) {
        (StatusWord::NotAssessable, Some(reason)) if *reason == Reason::NoTarget => {}
        (StatusWord::NotAssessable, Some(reason)) => {
            let reason = say(words::reason(*reason), language);
            parts.push(match language {
                Language::En => format!("Cannot be judged: {reason}"),
                Language::Zh => format!("暂无法判断：{reason}"),
            });
        }
        (_, _) => {
            let (how_much, sure) = (
                sentence::by_how_much(indicator, language),
                sentence::how_sure(indicator, language),
            );
            let how_much = if indicator.status.is_behind() {
                let since = sentence::since(indicator, language);
                format!("{how_much}{}{since}", say((", ", "，"), language))
            } else {
                how_much
            };
            parts.push(capital(&how_much));
            parts.push(capital(&sure));
        }
    }
    let stop = say((". ", "。"), language);
    let mut text = parts.join(stop);
    text.push_str(stop.trim_end());
    text
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

fn facts(page: &mut Page<'_>, indicator: &IndicatorReport) {
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

fn breaks(page: &mut Page<'_>, indicator: &IndicatorReport) {
    for broken in &indicator.quality.breaks {
        let from = date_words::period(*broken.from, page.language);
        page.titled(
            "<p class=\"small muted\">",
            ("Definition changed from ", "口径自"),
            "",
        );
        page.text(&from);
        page.say((": ", "起变化："));
        page.element("", &broken.why, "</p>");
    }
}

fn proofs(page: &mut Page<'_>, indicator: &IndicatorReport) {
    if indicator.evidence.is_empty() {
        return;
    }
    page.titled("<h4>", ("Evidence", "依据"), "</h4>");
    let (first, rest) = indicator
        .evidence
        .split_at(indicator.evidence.len().min(MOST_PROOFS));
    for evidence in first.iter().take(1) {
        proof(page, evidence);
    }
    let others = first.get(1..).unwrap_or_default();
    if !others.is_empty() {
        page.titled(
            "<details><summary>",
            ("Evidence of earlier figures", "其他数据的依据"),
            "</summary>",
        );
        for evidence in others {
            proof(page, evidence);
        }
        let left_out = rest.len() + indicator.evidence_left_out;
        if left_out > 0 {
            let more = match page.language {
                Language::En => format!("The evidence of {left_out} more figures is in the data."),
                Language::Zh => format!("另有{left_out}个数据的依据见数据文件。"),
            };
            page.element("<p class=\"muted\">", &more, "</p>");
        }
        page.raw("</details>");
    }
}

fn proof(page: &mut Page<'_>, evidence: &Evidence) {
    let language = page.language;
    page.raw(if evidence.is_latest {
        "<blockquote class=\"judged\">"
    } else {
        "<blockquote>"
    });
    let mut told: Vec<&str> = Vec::new();
    for quote in &evidence.quotes {
        if told.contains(&quote.quote.as_str()) {
            continue;
        }
        told.push(&quote.quote);
        let (text, was_cut) = crate::cut::cut_marked(&quote.quote, MOST_QUOTE);
        page.element("<p>“", &text, "”");
        if was_cut || quote.is_cut {
            page.titled(
                " <span class=\"muted small\">",
                ("(cut here; whole in the data)", "（此处节选，全文见数据文件）"),
                "</span>",
            );
        }
        page.raw("</p>");
    }
    page.raw("<footer>");
    let value = phrase::claimed(*evidence.value, *evidence.unit, *evidence.comparison, language);
    let period = date_words::period(*evidence.period, language);
    page.element("<strong>", &value, "</strong>");
    page.say((", ", "，"));
    page.text(&period);
    if *evidence.role != milepost_model::Role::Level {
        page.say((", ", "，"));
        page.say(words::role(*evidence.role));
    }
    if !evidence.scope.is_empty() {
        page.say((", for ", "，范围："));
        page.text(&evidence.scope);
    }
    page.say((". ", "。"));
    if let Some(bulletin) = page.report.bulletins.get(evidence.bulletin) {
        page.link(&bulletin.url, bulletin_name(bulletin));
        page.say((", published ", "，发布于"));
        page.day(*bulletin.published);
        if bulletin.insecure {
            page.say((", read without a verified connection", "，连接未经验证"));
        }
    }
    if let ReadBy::Person { who, why } = &evidence.read_by {
        page.say(("; entered by ", "；录入者："));
        page.text(who);
        if !why.is_empty() {
            page.say((": ", "，原因："));
            page.text(why);
        }
    }
    page.titled("", (".", "。"), "</footer></blockquote>");
}

const PERIOD: Pair = ("Period", "时期");
const VALUE: Pair = ("Value", "数值");
const PUBLISHED: Pair = ("Published", "发布日期");
const NOTES: Pair = ("Notes", "备注");

fn figures(page: &mut Page<'_>, indicator: &IndicatorReport) {
    let count = indicator.series.len() + indicator.growth_series.len();
    if count == 0 {
        return;
    }
    let words = match page.language {
        Language::En => format!("All figures ({count})"),
        Language::Zh => format!("全部数据（{count}）"),
    };
    page.element("<details><summary>", &words, "</summary><div class=\"scroll\">");
    page.table_head("", &[("", PERIOD), ("num", VALUE), ("", PUBLISHED), ("", NOTES)]);
    let newest = indicator.series.iter().rev().take(MOST_FIGURES);
    for point in newest.chain(indicator.growth_series.iter().rev().take(MOST_FIGURES)) {
        figure_row(page, point);
    }
    page.raw("</tbody></table></div>");
    let shown = indicator.series.len().min(MOST_FIGURES) + indicator.growth_series.len().min(MOST_FIGURES);
    let rest = count.saturating_sub(shown);
    if rest > 0 {
        let more = match page.language {
            Language::En => format!("{rest} older figures are in the data."),
            Language::Zh => format!("另有{rest}个较早数据见数据文件。"),
        };
        page.element("<p class=\"muted\">", &more, "</p>");
    }
    page.raw("</details>");
}

fn figure_row(page: &mut Page<'_>, point: &Point) {
    let language = page.language;
    page.element(
        "<tr><td>",
        &date_words::period(*point.period, language),
        "</td><td class=\"num\">",
    );
    page.text(&phrase::claimed(
        *point.value,
        *point.unit,
        *point.comparison,
        language,
    ));
    page.raw("</td><td>");
    let bulletin = point
        .bulletin
        .and_then(|number| page.report.bulletins.get(number));
    let day = date_words::date(*point.published, language);
    match bulletin {
        Some(bulletin) => page.link(&bulletin.url, &day),
        None => page.text(&day),
    }
    page.raw("</td><td>");
    let flags: Vec<&str> = point
        .flags
        .iter()
        .map(|flag| say(words::point_flag(*flag), language))
        .collect();
    page.text(&flags.join(say((", ", "，"), language)));
    page.raw("</td></tr>");
}

fn trace(page: &mut Page<'_>, indicator: &IndicatorReport) {
    if indicator.trace.is_empty() {
        return;
    }
    page.titled(
        "<details><summary>",
        ("How the verdict was reached, step by step", "判断过程逐步说明"),
        "</summary><div class=\"scroll\">",
    );
    let (step, formula, with, result) = (
        ("Step", "步骤"),
        ("Formula", "公式"),
        ("With", "代入"),
        ("Result", "结果"),
    );
    page.table_head("trace", &[("", step), ("", formula), ("", with), ("", result)]);
    for line in &indicator.trace {
        page.element("<tr><td>", &line.step, "</td>");
        page.element("<td>", &line.formula, "</td><td>");
        for (index, input) in line.inputs.iter().enumerate() {
            if index > 0 {
                page.raw("<br>");
            }
            page.text(&input.name);
            page.raw(" = ");
            page.text(&input.value);
        }
        page.element("</td><td>", &line.result, "</td></tr>");
    }
    page.raw("</tbody></table></div>");
    others(page, indicator);
    page.raw("</details>");
}

/// What other offices' methods say of the same figures.
fn others(page: &mut Page<'_>, indicator: &IndicatorReport) {
    let verdicts = &indicator.compatibility;
    let mut told: Vec<(&str, Pair)> = vec![("Open SDG", words::open_sdg(*verdicts.open_sdg.status))];
    told.extend(verdicts.eurostat.map(|word| ("Eurostat", words::eurostat(*word))));
    told.push(("Eustat", words::eustat(*verdicts.eustat.status)));
    told.extend(
        verdicts
            .unsd_2022
            .map(|word| ("UNSD 2022", words::unsd_2022(*word))),
    );
    told.extend(
        verdicts
            .unsd_2023
            .map(|word| ("UNSD 2023", words::unsd_2023(*word))),
    );
    page.titled(
        "<p class=\"muted\">",
        ("By other offices’ methods: ", "按其他机构方法："),
        "",
    );
    for (index, (office, word)) in told.into_iter().enumerate() {
        if index > 0 {
            page.say(("; ", "；"));
        }
        page.text(office);
        page.raw(" ");
        page.say(word);
    }
    if let Some(sdsn) = &verdicts.sdsn {
        page.say(("; SDSN ", "；SDSN "));
        page.text(&sdsn.arrow.to_string());
    }
    page.titled("", (".", "。"), "</p>");
}
