//! One indicator: the verdict in a sentence, its chart, its numbers, its proof, and how the verdict was reached.

use milepost_model::Language;
use milepost_trajectory::{LatestBasis, Reason};

use crate::html::page::Page;
use crate::html::{chart, facts, proofs};
use crate::phrase::{self, judged_unit};
use crate::report::v1::{IndicatorReport, Point, StatusWord};
use crate::words::{self, Pair, say};
use crate::{date_words, sentence, trace_words};

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
        None if indicator.series.is_empty() => page.titled(
            "<p class=\"muted\">",
            ("There is nothing to draw yet.", "暂无可绘制的数据。"),
            "</p>",
        ),
        None => page.titled(
            "<p class=\"muted\">",
            ("One figure alone makes no chart.", "仅有一个数据，暂不绘图。"),
            "</p>",
        ),
    }
    page.raw("</div>");
    facts::write(page, indicator);
    page.raw("</div></div>");
    if let Some(note) = &indicator.note {
        page.element("<p class=\"small muted\">", note.get(language), "</p>");
    }
    breaks(page, indicator);
    proofs::write(page, indicator);
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
            parts.extend(
                sentence::to_be_judged(indicator, language).map(|takes| match language {
                    Language::En => format!("It would take {takes}"),
                    Language::Zh => format!("判断所需：{takes}"),
                }),
            );
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
    if parts.is_empty() {
        parts.push(say(("No figure has been published", "尚无已发布数据"), language).to_owned());
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
        page.element("", broken.why.get(page.language), "</p>");
    }
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
        let language = page.language;
        page.element("<tr><td>", trace_words::step(&line.step, language), "</td>");
        page.element(
            "<td>",
            &trace_words::formula(&line.formula, language),
            "</td><td>",
        );
        for (index, input) in line.inputs.iter().enumerate() {
            if index > 0 {
                page.raw("<br>");
            }
            page.text(trace_words::input(&input.name, language));
            page.raw(" = ");
            page.text(&trace_words::value(&input.name, &input.value, language));
        }
        let result = trace_words::value(&line.step, &line.result, language);
        page.element("</td><td>", &result, "</td></tr>");
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
