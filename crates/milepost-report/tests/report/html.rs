//! The HTML of a report: whole, self-contained, well formed, in both languages.

use milepost_model::Language;
use milepost_report::render_html;

use crate::sample;

/// Elements that HTML never closes.
const VOID: [&str; 5] = ["meta", "br", "img", "link", "input"];

/// Fails unless every element that opens is closed in its place.
#[track_caller]
fn check_nesting(html: &str) {
    let mut open: Vec<String> = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, rest) = part.split_once('>').expect("a tag ends");
        if tag.starts_with('!') || tag.ends_with('/') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(
                open.pop().as_deref(),
                Some(name),
                "before {}",
                &rest.chars().take(80).collect::<String>()
            );
            continue;
        }
        let name = tag.split([' ', '\n']).next().unwrap().to_owned();
        if !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

#[test]
fn elements_nest_in_both_languages() {
    for language in [Language::En, Language::Zh] {
        check_nesting(&render_html(&sample::report(), language));
    }
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let html = render_html(&sample::report(), Language::En);
    // Foreign text may hold any words; what counts stands within tags.
    let tags: Vec<&str> = html
        .split_inclusive('<')
        .map(|part| part.split('>').next().unwrap_or(""))
        .collect();
    let tags = tags.join(">");
    for never in [
        "<script",
        "<link",
        "<img",
        "<iframe",
        "<object",
        "<style>@import",
        "url(http",
        " src=",
        " style=",
        "@font-face",
    ] {
        assert!(!tags.contains(never), "{never}");
    }
    assert!(html.contains("default-src 'none'; style-src 'sha256-"));
    let without_links = html.replace("href=\"https://", "").replace("href=\"#", "");
    assert!(
        !without_links.contains("href="),
        "only addresses and anchors are linked"
    );
}

#[test]
fn the_policy_names_the_digest_of_the_style() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let html = render_html(&sample::report(), Language::Zh);
    let style = html
        .split("<style>")
        .nth(1)
        .unwrap()
        .split("</style>")
        .next()
        .unwrap();
    let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style));
    assert!(html.contains(&format!("'sha256-{digest}'")));
}

#[test]
fn anchors_lead_somewhere_and_are_unique() {
    let html = render_html(&sample::report(), Language::En);
    let ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "ids stand once");
    for anchor in html
        .split("href=\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
    {
        assert!(unique.binary_search(&anchor).is_ok(), "#{anchor}");
    }
}

#[test]
fn every_status_stands_in_words_beside_its_sign() {
    let report = sample::report();
    let html = render_html(&report, Language::En);
    for (word, sign) in [
        ("Reversing", "i-reversing"),
        ("Missed", "i-missed"),
        ("On track", "i-on_track"),
        ("Lagging", "i-lagging"),
    ] {
        assert!(
            html.contains(&format!("<use href=\"#{sign}\"/></svg>{word}</span>")),
            "{word}"
        );
    }
    assert!(!html.contains("<use href=\"#i-reversing\"/></svg></span>"));
}

#[test]
fn the_first_screen_says_what_a_minister_asks() {
    let html = render_html(&sample::report(), Language::En);
    let first = html.split("<main>").next().unwrap();
    for expected in [
        "Of 11 targets, 5 are behind, 5 are on course and 1 cannot be judged yet.",
        "1.88 million persons short of the target",
        "Since when",
        "What it would take",
        "How sure",
        "Consulates and trade offices",
        "no figure has been published",
    ] {
        assert!(first.contains(expected), "{expected}");
    }
}

#[test]
fn the_chinese_report_has_chinese_numbers() {
    let html = render_html(&sample::report(), Language::Zh);
    for expected in [
        "5788.6亿元",
        "2025年1—9月",
        "截至2025年11月15日",
        "312万人次",
        "到2027年不少于1.1万亿元",
        "lang=\"zh-Hans\"",
    ] {
        assert!(html.contains(expected), "{expected}");
    }
}

#[test]
fn a_plan_of_forty_one_indicators_stays_under_its_size() {
    let report = sample::large(41, 120);
    let bytes = render_html(&report, Language::Zh).len();
    assert!(bytes <= 1_500_000, "{bytes} bytes");
}

#[test]
fn a_revised_figure_shows_both_values() {
    let html = render_html(&sample::report(), Language::En);
    assert!(html.contains("CNY 815.84 billion (18 Jan 2023)"));
    assert!(html.contains("CNY 809.6 billion (30 Jun 2023)"));
    assert!(html.contains("earlier value, since revised"));
}

#[test]
fn an_empty_plan_makes_a_page() {
    let mut plan = sample::plan();
    plan.indicators.clear();
    plan.identities.clear();
    let assessment =
        milepost_trajectory::assess_plan(&plan, &[], sample::view(), &std::collections::BTreeMap::new());
    let report = milepost_report::assemble(
        &plan,
        &[],
        &assessment,
        &milepost_report::ReportContext::default(),
    );
    for language in [Language::En, Language::Zh] {
        check_nesting(&render_html(&report, language));
    }
}
