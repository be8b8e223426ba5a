//! A page that shows a bulletin's text with the evidence highlighted, what was refused, and what nobody claimed. No
//! script, no reference to anything outside.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use milepost_model::{EvidenceRole, plain_decimal};

use crate::extract::{ReadBulletin, unclaimed, value_quote};

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1b1b;\
background:#fff}h1{font-size:1.3rem}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;\
vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ddd}td.n{text-align:right;font-variant-numeric:\
tabular-nums;white-space:nowrap}mark{background:#cdeccf;border-radius:2px}mark.period{background:#d6e4fb}mark.label,\
mark.unit,mark.area,mark.note{background:#fdf0c4}mark.open{background:#f4dede}.meta{color:#555}.line{white-space:pre-wrap;\
margin:.2rem 0}";

/// Writes the page.
pub(crate) fn page(bulletins: &[ReadBulletin]) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Evidence</title><style>",
    );
    out.push_str(STYLE);
    out.push_str("</style></head><body>\n<p class=\"meta\"><mark class=\"value\">value</mark> <mark class=\"period\">period</mark> <mark class=\"label\">other evidence</mark> <mark class=\"open\">claimed by nobody</mark></p>\n");
    for bulletin in bulletins {
        one(&mut out, bulletin);
    }
    out.push_str("</body></html>\n");
    out
}

fn one(out: &mut String, bulletin: &ReadBulletin) {
    let document = &bulletin.document;
    let published = document.published().map_or_else(
        || "publication day not known".to_owned(),
        |day| format!("published {day}"),
    );
    let _ = writeln!(
        out,
        "<h1>{}</h1>\n<p class=\"meta\">{} · {} · {published}</p>",
        escaped(document.title()),
        escaped(&bulletin.name),
        document.media()
    );
    figures(out, bulletin);
    refused(out, bulletin);
    out.push_str("<h2>The text</h2>\n");
    let marks = marks(bulletin);
    for line in document.text().lines().filter(|line| !line.trim().is_empty()) {
        out.push_str("<p class=\"line\">");
        marked(out, line, &marks);
        out.push_str("</p>\n");
    }
}

fn figures(out: &mut String, bulletin: &ReadBulletin) {
    out.push_str("<h2>Read</h2>\n<table><tr><th>indicator</th><th>role</th><th>period</th><th>value</th><th>unit</th><th>printed</th><th>extractor</th><th>quote</th></tr>\n");
    for found in &bulletin.extraction.found {
        let candidate = &found.verified.candidate;
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            candidate.indicator,
            candidate.role,
            candidate.period,
            plain_decimal(candidate.value),
            candidate.unit,
            escaped(&candidate.printed),
            found.plugin.id,
            escaped(value_quote(found))
        );
    }
    out.push_str("</table>\n");
}

fn refused(out: &mut String, bulletin: &ReadBulletin) {
    if bulletin.extraction.refused.is_empty() {
        return;
    }
    out.push_str("<h2>Refused</h2>\n<table><tr><th>indicator</th><th>period</th><th>value</th><th>printed</th><th>extractor</th><th>reason</th></tr>\n");
    for refused in &bulletin.extraction.refused {
        let claim = &refused.claim.claim;
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&claim.metric),
            escaped(&claim.period),
            escaped(&claim.value),
            escaped(&claim.printed),
            refused.plugin.id,
            escaped(&refused.claim.rejection.to_string())
        );
    }
    out.push_str("</table>\n");
}

/// The words to mark, with what they prove; of the same words, the first kind.
fn marks(bulletin: &ReadBulletin) -> BTreeMap<String, &'static str> {
    let mut marks: BTreeMap<String, &'static str> = BTreeMap::new();
    for found in &bulletin.extraction.found {
        for evidence in &found.verified.candidate.evidence {
            let class = match evidence.role {
                EvidenceRole::Value => "value",
                EvidenceRole::Period => "period",
                EvidenceRole::Unit => "unit",
                EvidenceRole::Label => "label",
                EvidenceRole::Area => "area",
                EvidenceRole::Note => "note",
            };
            let known = marks.entry(evidence.quote.clone()).or_insert(class);
            if class == "value" {
                *known = class;
            }
        }
    }
    for located in unclaimed(bulletin) {
        marks.entry(located.quote.clone()).or_insert("open");
    }
    marks.retain(|words, _| !words.trim().is_empty());
    marks
}

/// Writes a line with its marks; where marks overlap, the one that begins first, and of those the longest.
fn marked(out: &mut String, line: &str, marks: &BTreeMap<String, &'static str>) {
    let mut places: Vec<(usize, usize, &str)> = marks
        .iter()
        .flat_map(|(words, class)| {
            line.match_indices(words.as_str())
                .map(|(at, found)| (at, at + found.len(), *class))
        })
        .collect();
    let rank = |class: &str| match class {
        "value" => 0,
        "open" => 2,
        _ => 1,
    };
    places.sort_by_key(|(start, end, class)| (*start, std::cmp::Reverse(*end), rank(class)));
    let mut written = 0;
    for (start, end, class) in places {
        if start < written {
            continue;
        }
        out.push_str(&escaped(line.get(written..start).unwrap_or_default()));
        let _ = write!(
            out,
            "<mark class=\"{class}\">{}</mark>",
            escaped(line.get(start..end).unwrap_or_default())
        );
        written = end;
    }
    out.push_str(&escaped(line.get(written..).unwrap_or_default()));
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_marks_do_not_nest_and_text_is_escaped() {
        let marks = BTreeMap::from([("b<c".to_owned(), "value"), ("c d".to_owned(), "open")]);
        let mut out = String::new();
        marked(&mut out, "a b<c d & e", &marks);
        assert_eq!(out, "a <mark class=\"value\">b&lt;c</mark> d &amp; e");
    }
}
