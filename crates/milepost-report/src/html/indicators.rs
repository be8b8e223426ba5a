//! All indicators: one table over the plan, then each indicator with its chart and its proof, by theme.

use std::collections::BTreeMap;

use milepost_trajectory::LatestBasis;

use crate::html::first_screen::bar;
use crate::html::indicator;
use crate::html::page::Page;
use crate::phrase;
use crate::report::v1::IndicatorReport;
use crate::words::{self, Pair};

const INDICATOR: Pair = ("Indicator", "指标");
const LATEST: Pair = ("Latest", "最新值");
const TARGET: Pair = ("Target", "目标");
const STATUS: Pair = ("Status", "状态");

pub(crate) fn write(page: &mut Page<'_>) {
    page.titled("<h2 id=\"indicators\">", ("All indicators", "全部指标"), "</h2>");
    let themes = by_theme(page);
    overview(page, &themes);
    for (theme, numbers) in &themes {
        page.element(
            "<h3 class=\"theme\">",
            words::theme(theme, page.language),
            "</h3>",
        );
        for number in numbers {
            if let Some(found) = page.report.indicators.get(*number) {
                indicator::write(page, found, *number);
            }
        }
    }
}

/// Themes in the order of the plan, each with the numbers of its indicators.
fn by_theme<'a>(page: &Page<'a>) -> Vec<(&'a str, Vec<usize>)> {
    let mut themes: Vec<(&str, Vec<usize>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, indicator) in page.report.indicators.iter().enumerate() {
        let theme = indicator.theme.as_str();
        let place = *places.entry(theme).or_insert_with(|| {
            themes.push((theme, Vec::new()));
            themes.len() - 1
        });
        if let Some((_, numbers)) = themes.get_mut(place) {
            numbers.push(number);
        }
    }
    themes
}

fn overview(page: &mut Page<'_>, themes: &[(&str, Vec<usize>)]) {
    page.table_head(
        "cards-on-phone",
        &[("", INDICATOR), ("num", LATEST), ("", TARGET), ("", STATUS)],
    );
    let numbers = themes.iter().flat_map(|(_, numbers)| numbers);
    for number in numbers {
        if let Some(indicator) = page.report.indicators.get(*number) {
            row(page, indicator);
        }
    }
    page.raw("</tbody></table>");
    let pair = (
        "The bar shows how much of the way from start to target is done; the black mark, how much should be by now.",
        "横条表示自基期至目标已完成的部分，黑线表示按路径此时应完成的部分。",
    );
    page.titled("<p class=\"small muted\">", pair, "</p>");
}

fn row(page: &mut Page<'_>, indicator: &IndicatorReport) {
    let language = page.language;
    page.raw("<tr><td>");
    page.indicator_link(&indicator.id);
    page.raw("</td>");
    let unit = phrase::judged_unit(indicator);
    // The plan's own start is no figure that anybody published since.
    let latest = indicator
        .latest
        .as_ref()
        .filter(|latest| *latest.basis != LatestBasis::Baseline);
    let latest = latest.map(|latest| phrase::latest_value(latest, unit, language));
    page.cell("num", LATEST, latest.as_deref().unwrap_or("—"));
    let target = indicator
        .target
        .as_ref()
        .map(|target| phrase::target(target, indicator, language));
    page.cell("", TARGET, target.as_deref().unwrap_or("—"));
    page.raw("<td data-label=\"");
    page.say(STATUS);
    page.raw("\"><span>");
    if indicator.target.is_some() {
        page.badge(indicator.status);
        bar(page, indicator);
    } else {
        page.titled("<span class=\"muted\">", ("tracked", "跟踪"), "</span>");
    }
    page.raw("</span></td></tr>");
}
