//! The proof of an indicator's figures: the words of the bulletin, its link and its day.

use milepost_model::Language;

use crate::date_words;
use crate::html::page::Page;
use crate::html::watch::bulletin_name;
use crate::phrase;
use crate::report::v1::{Evidence, IndicatorReport, ReadBy};
use crate::words;

/// Proofs shown at once; more are in the data.
const MOST_PROOFS: usize = 4;

/// Characters of a quote shown; the data has it whole.
const MOST_QUOTE: usize = 420;

/// Writes the proof of the judged figure openly, and those of the next ones behind a line.
pub(crate) fn write(page: &mut Page<'_>, indicator: &IndicatorReport) {
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
