//! What changed since the last report, worst first.

use crate::html::page::Page;
use crate::report::v1::ChangeKind;
use crate::words::{self, Pair};

pub(crate) fn write(page: &mut Page<'_>) {
    page.titled(
        "<h2 id=\"changes\">",
        ("What changed since the last report", "与上次报告相比的变化"),
        "</h2>",
    );
    let Some(previous) = &page.report.previous else {
        page.titled(
            "<p>",
            ("This is the first report of the plan.", "这是本计划的首份报告。"),
            "</p>",
        );
        return;
    };
    page.titled(
        "<p class=\"lede\">",
        ("Compared with the report as of ", "对照截至"),
        "",
    );
    page.day(*previous.as_of);
    page.titled("", (".", "的报告。"), "</p>");
    if page.report.changes.is_empty() {
        page.titled("<p>", ("Nothing changed.", "没有变化。"), "</p>");
        return;
    }
    page.raw("<ul class=\"changes\">");
    for change in &page.report.changes {
        page.raw("<li class=\"");
        page.raw(class(change.kind));
        page.titled("\"><span class=\"kind\">", kind(change.kind), "</span><span>");
        if let Some(id) = &change.indicator {
            page.indicator_link(id);
            page.say((": ", "："));
        }
        page.element("", change.text.get(page.language), "</span></li>");
    }
    page.raw("</ul>");
}

const fn kind(kind: ChangeKind) -> Pair {
    words::change(kind)
}

const fn class(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Worsened => "worsened",
        ChangeKind::NoLongerAssessable => "no_longer_assessable",
        ChangeKind::Improved | ChangeKind::NowAssessable => "improved",
        ChangeKind::Revised
        | ChangeKind::Conflict
        | ChangeKind::Target
        | ChangeKind::NewFigure
        | ChangeKind::Overdue
        | ChangeKind::Added
        | ChangeKind::Removed => "other",
    }
}
