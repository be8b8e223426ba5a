//! Figures to be careful with: late, missing, in conflict, revised, by hand, set aside; sums that do not add up; sources.

use milepost_model::{Decimal, Language, Unit};

use crate::html::page::Page;
use crate::report::v1::{HealthClass, IndicatorReport, Revision};
use crate::words::{self, Pair, say};
use crate::{date_words, number_words};

const INDICATOR: Pair = ("Indicator", "指标");
const PERIOD: Pair = ("Period", "时期");
const SOURCE: Pair = ("Source", "来源");

/// Revisions shown of one indicator, newest first; the data has them all.
const MOST_REVISIONS: usize = 6;

pub(crate) fn write(page: &mut Page<'_>) {
    page.titled(
        "<h2 id=\"watch\">",
        ("Figures to be careful with", "需留意的数据"),
        "</h2>",
    );
    let summary = &page.report.summary;
    let is_clean = summary.late.is_empty()
        && summary.missing.is_empty()
        && summary.conflicting.is_empty()
        && summary.revised.is_empty()
        && summary.by_hand.is_empty()
        && summary.set_aside == 0
        && summary.unreadable == 0
        && page.report.identities.iter().all(|identity| identity.holds);
    if is_clean {
        let pair = (
            "No figure is late, missing, contradicted, revised, entered by hand or set aside.",
            "没有逾期、缺失、矛盾、修订、人工录入或搁置的数据。",
        );
        page.titled("<p>", pair, "</p>");
    }
    late(page);
    missing(page);
    conflicting(page);
    revised(page);
    by_hand(page);
    identities(page);
    set_aside(page);
    unreadable(page);
    sources(page);
}

fn named<'a>(page: &Page<'a>, ids: &'a [String]) -> Vec<&'a IndicatorReport> {
    ids.iter()
        .filter_map(|id| page.indicator(id))
        .map(|(_, indicator)| indicator)
        .collect()
}

fn link_cell(page: &mut Page<'_>, id: &str) {
    page.raw("<td>");
    page.indicator_link(id);
    page.raw("</td>");
}

fn late(page: &mut Page<'_>) {
    let late = named(page, &page.report.summary.late);
    if late.is_empty() {
        return;
    }
    page.titled("<h3>", ("Late", "逾期"), "</h3>");
    let (newest, due, age) = (
        ("Newest figure", "最新数据"),
        ("Expected", "应发布"),
        ("Age", "距今"),
    );
    page.table_head(
        "cards-on-phone",
        &[("", INDICATOR), ("", newest), ("", due), ("num", age)],
    );
    for indicator in late {
        let language = page.language;
        let age_of = &indicator.quality.staleness;
        page.raw("<tr>");
        link_cell(page, &indicator.id);
        let newest_period = indicator
            .series
            .iter()
            .chain(&indicator.growth_series)
            .map(|point| *point.period);
        let newest_period = newest_period.max_by_key(|period| period.last_day());
        let period =
            newest_period.map_or_else(|| "—".to_owned(), |period| date_words::period(period, language));
        page.cell("", newest, &period);
        let expected = match (age_of.expected_period, age_of.expected_by, language) {
            (Some(period), Some(day), Language::En) => format!(
                "{}, by {}",
                date_words::period(*period, language),
                date_words::date(*day, language)
            ),
            (Some(period), Some(day), Language::Zh) => {
                format!(
                    "{}数据，{}前",
                    date_words::period(*period, language),
                    date_words::date(*day, language)
                )
            }
            (None, Some(day), _) => date_words::date(*day, language),
            (_, None, _) => "—".to_owned(),
        };
        page.cell("", due, &expected);
        let days = age_of.age_days.map_or_else(
            || "—".to_owned(),
            |days| match language {
                Language::En => format!("{days} days"),
                Language::Zh => format!("{days}天"),
            },
        );
        page.cell("num", age, &days);
        page.raw("</tr>");
    }
    page.raw("</tbody></table>");
}

fn missing(page: &mut Page<'_>) {
    let missing = named(page, &page.report.summary.missing);
    if missing.is_empty() {
        return;
    }
    page.titled("<h3>", ("Missing", "缺失"), "</h3>");
    page.titled(
        "<p>",
        (
            "No figure has been published, or none could be read, for: ",
            "以下指标尚无已发布或可读取的数据：",
        ),
        "",
    );
    for (index, indicator) in missing.iter().enumerate() {
        if index > 0 {
            page.say(("; ", "；"));
        }
        page.indicator_link(&indicator.id);
    }
    page.titled("", (".", "。"), "</p>");
}

fn unit_of(indicator: &IndicatorReport, role: milepost_model::Role) -> Unit {
    if role == milepost_model::Role::Growth {
        Unit::Percent
    } else {
        *indicator.unit
    }
}

fn conflicting(page: &mut Page<'_>) {
    let conflicting = named(page, &page.report.summary.conflicting);
    if conflicting.is_empty() {
        return;
    }
    page.titled("<h3>", ("In conflict", "来源不一"), "</h3>");
    let (values, settled) = (
        ("Values, the one used first", "各来源数值（采用者在前）"),
        ("Settled", "裁定"),
    );
    page.table_head(
        "cards-on-phone",
        &[("", INDICATOR), ("", PERIOD), ("", values), ("", settled)],
    );
    for indicator in conflicting {
        for conflict in &indicator.quality.conflicts {
            let language = page.language;
            page.raw("<tr>");
            link_cell(page, &indicator.id);
            page.cell("", PERIOD, &date_words::period(*conflict.period, language));
            page.raw("<td data-label=\"");
            page.say(values);
            page.raw("\"><span>");
            for (index, value) in conflict.values.iter().enumerate() {
                if index > 0 {
                    page.raw("<br>");
                }
                let amount =
                    number_words::published(*value.value, unit_of(indicator, *conflict.role), language);
                let bulletin = value
                    .bulletin
                    .and_then(|number| page.report.bulletins.get(number));
                page.element("<strong>", &amount, "</strong> ");
                page.raw("<span class=\"muted\">");
                match bulletin {
                    Some(bulletin) => page.link(&bulletin.url, bulletin_name(bulletin)),
                    None => page.text(&value.source),
                }
                page.say((", ", "，"));
                page.day(*value.published);
                page.raw("</span>");
            }
            page.raw("</span></td>");
            page.cell(
                "",
                settled,
                say(words::resolution(*conflict.resolved_by), language),
            );
            page.raw("</tr>");
        }
    }
    page.raw("</tbody></table>");
}

/// Returns what to call a bulletin.
pub(crate) fn bulletin_name(bulletin: &crate::report::v1::Bulletin) -> &str {
    [&bulletin.title, &bulletin.source]
        .into_iter()
        .find(|name| !name.trim().is_empty())
        .unwrap_or(&bulletin.url)
}

fn revised(page: &mut Page<'_>) {
    let revised = named(page, &page.report.summary.revised);
    if revised.is_empty() {
        return;
    }
    page.titled("<h3>", ("Revised", "修订"), "</h3>");
    let (from, to, change) = (("Was", "原值"), ("Is", "现值"), ("Change", "变动"));
    page.table_head(
        "cards-on-phone",
        &[
            ("", INDICATOR),
            ("", PERIOD),
            ("num", from),
            ("num", to),
            ("num", change),
        ],
    );
    for indicator in revised {
        let language = page.language;
        let mut revisions: Vec<&Revision> = indicator.quality.revisions.iter().collect();
        revisions.sort_by_key(|revision| std::cmp::Reverse((revision.to_published, revision.known_at)));
        for revision in revisions.iter().take(MOST_REVISIONS) {
            let unit = unit_of(indicator, *revision.role);
            let dated = |value: Decimal, day: milepost_model::NaiveDate| match language {
                Language::En => format!(
                    "{} ({})",
                    number_words::published(value, unit, language),
                    date_words::date(day, language)
                ),
                Language::Zh => {
                    format!(
                        "{}（{}）",
                        number_words::published(value, unit, language),
                        date_words::date(day, language)
                    )
                }
            };
            page.raw("<tr>");
            link_cell(page, &indicator.id);
            page.cell("", PERIOD, &date_words::period(*revision.period, language));
            page.cell("num", from, &dated(*revision.from, *revision.from_published));
            let now = revision.to.map_or_else(
                || say(("withdrawn", "已撤回"), language).to_owned(),
                |to| dated(*to, *revision.to_published),
            );
            page.cell("num", to, &now);
            let percent = revision.percent.map_or_else(
                || "—".to_owned(),
                |percent| format!("{}%", number_words::signed(percent, 2)),
            );
            page.cell("num", change, &percent);
            page.raw("</tr>");
        }
        let rest = revisions.len().saturating_sub(MOST_REVISIONS);
        if rest > 0 {
            page.raw("<tr>");
            link_cell(page, &indicator.id);
            let more = match language {
                Language::En => format!("{rest} earlier revisions are in the data"),
                Language::Zh => format!("另有{rest}次较早修订，见数据文件"),
            };
            page.element("<td colspan=\"4\" class=\"muted\">", &more, "</td></tr>");
        }
    }
    page.raw("</tbody></table>");
}

fn by_hand(page: &mut Page<'_>) {
    let by_hand = named(page, &page.report.summary.by_hand);
    if by_hand.is_empty() {
        return;
    }
    page.titled("<h3>", ("By hand", "人工处理"), "</h3>");
    let (what, who, why) = (("What", "处理"), ("Who and when", "人员与时间"), ("Why", "原因"));
    page.table_head(
        "cards-on-phone",
        &[("", INDICATOR), ("", PERIOD), ("", what), ("", who), ("", why)],
    );
    for indicator in by_hand {
        for act in &indicator.quality.by_hand {
            let language = page.language;
            page.raw("<tr>");
            link_cell(page, &indicator.id);
            page.cell("", PERIOD, &date_words::period(*act.period, language));
            let done = say(words::manual_act(act.kind), language);
            let value = act
                .value
                .map(|value| number_words::published(*value, unit_of(indicator, *act.role), language));
            let done = match (value, language) {
                (Some(value), Language::En) => format!("{done}: {value}"),
                (Some(value), Language::Zh) => format!("{done}：{value}"),
                (None, _) => done.to_owned(),
            };
            page.cell("", what, &done);
            let signed = format!(
                "{}{}{}",
                act.who,
                say((", ", "，"), language),
                date_words::date(act.known_at.date_naive(), language)
            );
            page.cell("", who, &signed);
            page.cell("", why, &act.why);
            page.raw("</tr>");
        }
    }
    page.raw("</tbody></table>");
}

fn identities(page: &mut Page<'_>) {
    let broken: Vec<_> = page
        .report
        .identities
        .iter()
        .filter(|identity| !identity.holds)
        .collect();
    if broken.is_empty() {
        return;
    }
    page.titled("<h3>", ("Sums that do not add up", "合计不符"), "</h3>");
    let (published, sum, gap) = (
        ("Published", "公布值"),
        ("Sum of the parts", "分项之和"),
        ("Difference (rounding allows)", "差额（允许舍入）"),
    );
    page.table_head(
        "cards-on-phone",
        &[
            ("", INDICATOR),
            ("", PERIOD),
            ("num", published),
            ("num", sum),
            ("num", gap),
        ],
    );
    for identity in broken {
        let language = page.language;
        let unit = page
            .indicator(&identity.whole)
            .map_or(Unit::Count, |(_, indicator)| *indicator.unit);
        page.raw("<tr>");
        link_cell(page, &identity.whole);
        page.cell("", PERIOD, &date_words::period(*identity.period, language));
        page.cell(
            "num",
            published,
            &number_words::published(*identity.published, unit, language),
        );
        page.cell(
            "num",
            sum,
            &number_words::published(*identity.sum, unit, language),
        );
        let allowed = number_words::distance(*identity.allowed, unit, language);
        let difference = number_words::difference(*identity.difference, unit, language);
        page.cell("num", gap, &format!("{difference} (±{allowed})"));
        page.raw("</tr>");
    }
    page.raw("</tbody></table>");
}

fn set_aside(page: &mut Page<'_>) {
    if page.report.set_aside.is_empty() {
        return;
    }
    page.titled(
        "<h3>",
        ("Set aside for a person to look at", "待人工复核"),
        "</h3>",
    );
    let pair = (
        "These figures were read but not believed; they are not in this report.",
        "以下数据已读取但未采信，未计入本报告。",
    );
    page.titled("<p class=\"lede\">", pair, "</p>");
    let (reason, count) = (("Why", "原因"), ("Figures", "数量"));
    page.table_head("cards-on-phone", &[("", INDICATOR), ("", reason), ("num", count)]);
    for entry in &page.report.set_aside {
        page.raw("<tr>");
        match &entry.indicator {
            Some(id) => link_cell(page, id),
            None => page.titled("<td>", ("not known", "未知"), "</td>"),
        }
        page.cell("", reason, &entry.reason);
        page.cell("num", count, &entry.count.to_string());
        page.raw("</tr>");
    }
    page.raw("</tbody></table>");
}

fn unreadable(page: &mut Page<'_>) {
    if page.report.unreadable.is_empty() {
        return;
    }
    page.titled(
        "<h3>",
        ("Bulletins that could not be read", "无法读取的公报"),
        "</h3>",
    );
    let (address, reason) = (("Address", "地址"), ("Why", "原因"));
    page.table_head("cards-on-phone", &[("", SOURCE), ("", address), ("", reason)]);
    for bulletin in &page.report.unreadable {
        page.raw("<tr>");
        page.element("<td>", &bulletin.source, "</td><td>");
        page.link(&bulletin.url, &bulletin.url);
        page.raw("</td>");
        page.cell("", reason, &bulletin.reason);
        page.raw("</tr>");
    }
    page.raw("</tbody></table>");
}

fn sources(page: &mut Page<'_>) {
    if page.report.sources.is_empty() {
        return;
    }
    page.titled("<h3>", ("Sources", "来源状况"), "</h3>");
    let (state, last) = (("State", "状态"), ("Last read without fault", "最近成功读取"));
    page.table_head("cards-on-phone", &[("", SOURCE), ("", state), ("", last)]);
    for source in &page.report.sources {
        let language = page.language;
        page.raw("<tr>");
        let title = source.title.get(language);
        page.element("<td>", if title.is_empty() { &source.id } else { title }, "</td>");
        let mut words = say(words::health(source.class), language).to_owned();
        if !source.message.is_empty() && source.class != HealthClass::Ok {
            words.push_str(say((": ", "："), language));
            words.push_str(&source.message);
        }
        page.cell("", state, &words);
        let last_success = source
            .last_success
            .map_or_else(|| "—".to_owned(), |at| date_words::instant(*at, language));
        page.cell("", last, &last_success);
        page.raw("</tr>");
    }
    page.raw("</tbody></table>");
}
