//! Writes a report as one self-contained HTML file: no script, nothing fetched, readable on paper and on a phone.

mod changes;
mod chart;
mod escape;
mod facts;
mod first_screen;
mod icons;
mod indicator;
mod indicators;
mod method;
mod page;
mod proofs;
mod watch;

use base64::Engine as _;
use milepost_model::Language;
use sha2::{Digest as _, Sha256};

pub(crate) use crate::html::escape::{is_deceptive, link_target};
use crate::html::page::Page;
use crate::report::v1::Report;

/// The style of every report; its digest stands in the content policy, so that no other style can be slipped in.
const STYLE: &str = include_str!("html/style.css");

/// Returns the report as one HTML file in `language`. The same report gives the same bytes.
pub fn render_html(report: &Report, language: Language) -> String {
    let mut page = Page::new(report, language);
    head(&mut page);
    first_screen::write(&mut page);
    page.raw("<main>");
    changes::write(&mut page);
    watch::write(&mut page);
    indicators::write(&mut page);
    method::write(&mut page);
    page.raw("</main>");
    method::write_end(&mut page);
    page.raw("</body></html>\n");
    page.into_text()
}

fn head(page: &mut Page<'_>) {
    let style = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
    let (lang, name) = match page.language {
        Language::En => ("en", "en"),
        Language::Zh => ("zh-Hans", "zh"),
    };
    page.raw("<!DOCTYPE html>\n<html lang=\"");
    page.raw(lang);
    page.raw("\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    page.raw(&style);
    page.raw("'; base-uri 'none'; form-action 'none'\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\"><title>");
    let title = page.report.plan.title.get(page.language);
    page.text(title);
    page.raw(" · ");
    page.day(*page.report.as_of);
    page.raw("</title><style>");
    page.raw(STYLE);
    page.raw("</style></head><body class=\"lang-");
    page.raw(name);
    page.raw("\">");
    page.raw(icons::SPRITE);
}
