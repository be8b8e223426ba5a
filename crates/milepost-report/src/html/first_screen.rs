//! What a minister reads in a minute: where the plan stands, what is off track, by how much, since when, what it takes.

use milepost_model::Language;
use rust_decimal::prelude::ToPrimitive as _;

use crate::html::icons;
use crate::html::page::Page;
use crate::number_words;
use crate::phrase;
use crate::report::v1::{Attention, IndicatorReport, StatusWord, Words};
use crate::words::Pair;

const INDICATOR: Pair = ("Indicator", "指标");
const BY_HOW_MUCH: Pair = ("By how much", "差距");
const SINCE: Pair = ("Since when", "起始");
const WHAT_IT_TAKES: Pair = ("What it would take", "需要多快");
const HOW_SURE: Pair = ("How sure", "把握");

pub(crate) fn write(page: &mut Page<'_>) {
    let report = page.report;
    let plan = &report.plan;
    page.raw("<header><div class=\"mast\"><span><strong>");
    page.say(("Deviation report", "偏离度报告"));
    page.raw("</strong> · ");
    page.text(phrase::area(plan, page.language));
    page.raw("</span><span>");
    page.say(("As of ", "截至"));
    page.day(*report.as_of);
    page.raw("</span></div><h1>");
    page.text(plan.title.get(page.language));
    page.raw("</h1><p class=\"lead\">");
    page.text(report.summary.headline.get(page.language));
    page.raw("</p>");
    stack(page);
    attention(page);
    on_course(page);
    not_judged(page);
    contents(page);
    page.raw("</header>");
}

/// The statuses of the indicators with a target as one bar, with their counts in words.
fn stack(page: &mut Page<'_>) {
    let counted: Vec<(StatusWord, usize)> = StatusWord::ALL
        .into_iter()
        .map(|status| {
            let is_one =
                |indicator: &&IndicatorReport| indicator.target.is_some() && indicator.status == status;
            (status, page.report.indicators.iter().filter(is_one).count())
        })
        .filter(|(_, count)| *count > 0)
        .collect();
    let all: usize = counted.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return;
    }
    page.raw(
        "<svg class=\"stack\" viewBox=\"0 0 1000 22\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
    );
    let mut before = 0;
    for (status, count) in &counted {
        let share = |count: usize| 1000.0 * count.to_f64().unwrap_or(0.0) / all.to_f64().unwrap_or(1.0);
        let (x, width) = (share(before), (share(*count) - 3.0).max(1.0));
        page.raw(&format!(
            "<rect x=\"{x:.1}\" width=\"{width:.1}\" height=\"22\" fill=\"{}\"/>",
            icons::colour(*status)
        ));
        before += count;
    }
    page.raw("</svg><ul class=\"key\">");
    for (status, count) in &counted {
        page.raw("<li>");
        page.badge(*status);
        page.raw(&format!(" <span class=\"n\">{count}</span></li>"));
    }
    page.raw("</ul>");
}

fn attention(page: &mut Page<'_>) {
    let attention = &page.report.summary.attention;
    if attention.is_empty() {
        if page.report.summary.with_target > 0 {
            page.titled(
                "<p class=\"muted\">",
                (
                    "No indicator that can be judged is behind.",
                    "可判断的指标均未落后。",
                ),
                "</p>",
            );
        }
        return;
    }
    let heads = [
        ("", INDICATOR),
        ("", BY_HOW_MUCH),
        ("", SINCE),
        ("", WHAT_IT_TAKES),
        ("", HOW_SURE),
    ];
    page.table_head("attention cards-on-phone", &heads);
    for entry in attention {
        row(page, entry);
    }
    page.raw("</tbody></table>");
}

fn row(page: &mut Page<'_>, entry: &Attention) {
    let language = page.language;
    page.raw("<tr><td><span class=\"name\">");
    page.indicator_link(&entry.indicator);
    page.raw("</span>");
    page.badge(entry.status);
    if let Some((_, indicator)) = page.indicator(&entry.indicator) {
        bar(page, indicator);
    }
    page.raw("</td>");
    for (head, words) in [
        (BY_HOW_MUCH, &entry.by_how_much),
        (SINCE, &entry.since),
        (WHAT_IT_TAKES, &entry.what_it_takes),
        (HOW_SURE, &entry.how_sure),
    ] {
        page.cell("", head, words.get(language));
    }
    page.raw("</tr>");
}

/// How much of the way is done, and how much should be: a bar with a mark.
pub(crate) fn bar(page: &mut Page<'_>, indicator: &IndicatorReport) {
    let Some(done) = indicator
        .completion
        .filter(|_done| indicator.status != StatusWord::NotAssessable)
    else {
        return;
    };
    let due = expected_share(indicator).or(indicator.time_share);
    let label = match (due, page.language) {
        (Some(due), Language::En) => {
            format!(
                "{} of the way done, {} expected",
                number_words::whole_percent(done),
                number_words::whole_percent(due)
            )
        }
        (Some(due), Language::Zh) => {
            format!(
                "已完成{}，应完成{}",
                number_words::whole_percent(done),
                number_words::whole_percent(due)
            )
        }
        (None, Language::En) => format!("{} of the way done", number_words::whole_percent(done)),
        (None, Language::Zh) => format!("已完成{}", number_words::whole_percent(done)),
    };
    page.raw(
        "<svg class=\"bar\" viewBox=\"0 0 170 9\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"",
    );
    page.text(&label);
    page.raw(&format!(
        "\"><rect y=\"1\" width=\"170\" height=\"7\" fill=\"#e3e8ed\"/><rect y=\"1\" width=\"{:.1}\" height=\"7\" fill=\"{}\"/>",
        170.0 * done.clamp(0.0, 1.0),
        icons::colour(indicator.status)
    ));
    if let Some(due) = due {
        page.raw(&format!(
            "<rect x=\"{:.1}\" width=\"2\" height=\"9\" fill=\"#17212b\"/>",
            168.0 * due.clamp(0.0, 1.0)
        ));
    }
    page.raw("</svg>");
}

/// Where the path stands between its ends on the day of the latest value.
fn expected_share(indicator: &IndicatorReport) -> Option<f64> {
    let (from, to) = (indicator.path.first()?.value.0, indicator.path.last()?.value.0);
    let share = indicator
        .expected?
        .checked_sub(from)?
        .checked_div(to.checked_sub(from)?)?;
    share.to_f64()
}

fn on_course(page: &mut Page<'_>) {
    let good: Vec<&IndicatorReport> = page
        .report
        .indicators
        .iter()
        .filter(|indicator| {
            let is_good = matches!(indicator.status, StatusWord::OnTrack | StatusWord::Achieved);
            indicator.target.is_some() && is_good
        })
        .collect();
    if good.is_empty() {
        return;
    }
    page.titled(
        "<p class=\"small\"><strong>",
        ("On course: ", "进展正常或已实现："),
        "</strong>",
    );
    for (index, indicator) in good.into_iter().enumerate() {
        if index > 0 {
            page.say(("; ", "；"));
        }
        page.indicator_link(&indicator.id);
        if indicator.status == StatusWord::Achieved {
            page.say((" (achieved)", "（已实现）"));
        }
    }
    page.raw("</p>");
}

/// What cannot be judged, why, and what it would take: what lacks the same thing stands on one line.
fn not_judged(page: &mut Page<'_>) {
    let language = page.language;
    let mut alike: Vec<(&Words, &Words, Vec<&str>)> = Vec::new();
    for open in &page.report.summary.not_judged {
        let known = alike
            .iter_mut()
            .find(|(why, takes, _)| **why == open.why && **takes == open.what_it_takes);
        match known {
            Some((_, _, ids)) => ids.push(&open.indicator),
            None => alike.push((&open.why, &open.what_it_takes, vec![&open.indicator])),
        }
    }
    if alike.is_empty() {
        return;
    }
    page.titled(
        "<p class=\"small\"><strong>",
        ("Cannot be judged yet", "暂无法判断"),
        "</strong></p>",
    );
    let heads = [
        ("", INDICATOR),
        ("", ("Why", "原因")),
        ("", ("What it would take to judge", "判断所需")),
    ];
    page.table_head("open cards-on-phone", &heads);
    for (why, takes, ids) in alike {
        page.raw("<tr><td>");
        for (index, id) in ids.into_iter().enumerate() {
            if index > 0 {
                page.say(("; ", "；"));
            }
            page.indicator_link(id);
        }
        page.raw("</td>");
        page.cell("", ("Why", "原因"), why.get(language));
        page.cell(
            "",
            ("What it would take to judge", "判断所需"),
            takes.get(language),
        );
        page.raw("</tr>");
    }
    page.raw("</tbody></table>");
}

fn contents(page: &mut Page<'_>) {
    page.raw("<nav class=\"toc\" aria-label=\"");
    page.say(("Contents", "目录"));
    page.raw("\">");
    for (anchor, pair) in [
        ("changes", ("What changed", "变化")),
        ("watch", ("Figures to be careful with", "需留意的数据")),
        ("indicators", ("All indicators", "全部指标")),
        ("method", ("How this is worked out", "方法说明")),
        ("inputs", ("Inputs and digests", "数据来源与校验")),
    ] {
        page.raw("<a href=\"#");
        page.raw(anchor);
        page.titled("\">", pair, "</a>");
    }
    page.raw("</nav>");
}
