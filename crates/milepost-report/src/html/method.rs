//! The method in plain words, what the statuses mean, and what the report was made of.

use milepost_model::Language;

use crate::html::page::Page;
use crate::number_words;
use crate::report::v1::StatusWord;
use crate::words::{self, Pair};

/// The method for a reader who knows no statistics: heading and paragraph.
const PLAIN_WORDS: [(Pair, Pair); 7] = [
    (
        ("Where an indicator should be", "指标应处的位置"),
        (
            "Each target is joined to its start by a path: the same amount each year, the same rate each year, or the steps the plan names. The path says where the indicator should stand on the day of its latest figure. The deviation is the distance from there, in the indicator’s unit, in percent, and in months: how long ago, or in how long, the path stands at the latest figure.",
            "每个目标与其基期之间连成一条路径：每年等量、每年等速，或按计划列明的阶段。路径给出指标在最新数据当日应达到的位置。偏离即与该位置的距离，以指标单位、百分比和月数表示；月数指路径到达该数值的日期与数据日期相差多久。",
        ),
    ),
    (
        ("How fast it moves", "速度"),
        (
            "Pace is the speed so far divided by the speed the whole way needs. What it would take is the speed needed from the latest figure to the target’s day, set beside the recent speed, which is the median of the speeds between all pairs of recent figures, so that one odd figure does not sway it.",
            "速度比为迄今实际速度与全程所需速度之比。“需要多快”指自最新数据至目标期限所需的速度，并与近期速度对照；近期速度取近期各数据两两之间速度的中位数，个别异常值不致左右结果。",
        ),
    ),
    (
        ("Where it is heading", "走向"),
        (
            "The projection carries the recent speed on from the latest figure and lets it fade year by year, as such series do. The intervals are as wide as the errors that this way of projecting made on many thousands of public series. The chance of meeting the target follows from them and is rounded to five points; below four figures none is given.",
            "预测自最新数据起延续近期速度，并逐年衰减，此类序列通常如此。区间宽度取自该方法在上万条公开序列上的实际误差。实现目标的可能性由此得出，取整至5个百分点；数据少于四个时不给出。",
        ),
    ),
    (
        ("The year under way", "进行中的年度"),
        (
            "A full year is estimated from the year to date by the share that the same months had in earlier years. Such values are marked “full year estimated”, show as open diamonds, and never enter a projection. Growth as published counts before growth worked out from levels, because offices restate the base.",
            "由年内累计推算全年时，采用往年同期占全年的比重。此类数值标注“全年推算”，图中以空心菱形表示，且不用于预测。公布增速优先于由水平值算得的增速，因为发布机构会调整基数。",
        ),
    ),
    (
        ("Figures and their proof", "数据与依据"),
        (
            "Every figure stands in a published bulletin, quoted and linked. A figure that is published anew keeps its earlier values; a change of status by revision says so. Where sources disagree beyond what rounding allows, the office nearer to the figure counts, then the later publication; the others are shown. No trend is drawn across a change of definition.",
            "每个数据均出自已发布的公报，附引文与链接。重新发布的数据保留原值；因修订而变化的状态会注明。各来源之差超出舍入范围时，以更权威的来源为准，其次以较晚发布者为准，其余一并列示。趋势不跨越口径变化。",
        ),
    ),
    (
        ("When nothing is said", "不作判断的情形"),
        (
            "One figure gives a level but no speed. A figure that cannot be told from the target at its printed precision is not called met. When the newest figure is more than two periods overdue the verdict is withheld. A status changes only when the new band is passed clearly or holds for two releases.",
            "仅有一个数据时只有水平而无速度。在公布精度下无法与目标区分的数据不判为达标。最新数据逾期超过两期时暂不判断。状态仅在明显越过界线或连续两期成立时改变。",
        ),
    ),
    (
        ("Reading the charts", "图表阅读"),
        (
            "A mark on the time axis is the last day of the year named there. A full year’s amount stands at that day; a count stands at its own day.",
            "时间轴上的刻度为所标年份的最后一日。年度总量标于该日；时点数标于其自身日期。",
        ),
    ),
];

pub(crate) fn write(page: &mut Page<'_>) {
    page.titled(
        "<h2 id=\"method\">",
        ("How this is worked out", "方法说明"),
        "</h2><div class=\"method\">",
    );
    legend(page);
    for (title, text) in PLAIN_WORDS {
        page.titled("<h3>", title, "</h3>");
        page.titled("<p>", text, "</p>");
    }
    whole(page);
    page.raw("</div>");
    inputs(page);
}

fn legend(page: &mut Page<'_>) {
    let (status, meaning) = (("Status", "状态"), ("Meaning", "含义"));
    page.table_head("", &[("", status), ("", meaning)]);
    for word in StatusWord::ALL {
        page.raw("<tr><td>");
        page.badge(word);
        page.raw("</td>");
        page.titled("<td>", words::status_meaning(word), "</td></tr>");
    }
    page.raw("</tbody></table>");
    let pair = (
        "The bounds of 95% and 60% are the standard; a target of the plan may set its own.",
        "95%与60%为默认界线，计划可为单个目标另设。",
    );
    page.titled("<p class=\"small muted\">", pair, "</p>");
}

fn whole(page: &mut Page<'_>) {
    let aggregate = &page.report.aggregate;
    let coverage = aggregate.coverage;
    page.titled("<h3>", ("The plan as one number", "计划总体"), "</h3><p>");
    let text = match page.language {
        Language::En => format!(
            "Of {} indicators, {} have a target, {} have figures and {} could be judged.",
            coverage.indicators, coverage.with_target, coverage.with_figures, coverage.assessed
        ),
        Language::Zh => format!(
            "{}项指标中，{}项设有目标，{}项有数据，{}项可判断。",
            coverage.indicators, coverage.with_target, coverage.with_figures, coverage.assessed
        ),
    };
    page.text(&text);
    if let Some(score) = aggregate.open_sdg_score {
        let score = number_words::signed(score, 2);
        let word = words::say(words::open_sdg(*aggregate.open_sdg_status), page.language);
        let text = match page.language {
            Language::En => format!(
                " By the method of Open SDG, which sees two points of a series only, their mean score is {score} on a scale from −5 to +5 ({word}), over {} indicators.",
                coverage.scored
            ),
            Language::Zh => format!(
                "按Open SDG方法（仅比较序列两端），{}项指标平均得分为{score}（−5至+5，{word}）。",
                coverage.scored
            ),
        };
        page.text(&text);
    }
    page.raw("</p>");
}

fn inputs(page: &mut Page<'_>) {
    let report = page.report;
    page.titled(
        "<h2 id=\"inputs\">",
        ("Inputs and digests", "数据来源与校验"),
        "</h2>",
    );
    let pair = (
        "With the same plan, the same figures, the same day and instant, the report comes out the same, byte for byte.",
        "计划、数据、日期与时刻相同，则报告逐字节相同。",
    );
    page.titled("<p>", pair, "</p>");
    let (what, digest) = (("Input", "输入"), ("SHA-256", "SHA-256"));
    page.raw("<div class=\"scroll\">");
    page.table_head("", &[("", what), ("", digest)]);
    page.titled("<tr><td>", ("Plan", "计划"), "");
    page.element(" ", &report.plan.id, "</td>");
    page.element("<td class=\"digest\">", &report.inputs.plan_sha256, "</td></tr>");
    page.raw("<tr><td>");
    let count = report.inputs.figures;
    match page.language {
        Language::En => page.text(&format!("Figures ({count})")),
        Language::Zh => page.text(&format!("数据（{count}个）")),
    }
    page.element(
        "</td><td class=\"digest\">",
        &report.inputs.figures_sha256,
        "</td></tr>",
    );
    for input in &report.inputs.given {
        page.element("<tr><td>", &input.name, "</td>");
        page.element("<td class=\"digest\">", &input.sha256, "</td></tr>");
    }
    page.raw("</tbody></table></div>");
}

/// The last lines: when, what was known, which version.
pub(crate) fn write_end(page: &mut Page<'_>) {
    let report = page.report;
    page.raw("<footer class=\"end\"><div>");
    page.text(report.plan.title.get(page.language));
    page.say((" · as of ", " · 截至"));
    page.day(*report.as_of);
    page.say((" · figures known by ", " · 所知数据截至"));
    page.instant(*report.known_at);
    page.raw(" · Milepost ");
    page.text(&report.milepost);
    page.raw(" · ");
    page.text(&report.format);
    page.raw("</div></footer>");
}
