//! Foreign text in every place that can hold it, and in every form: it must show as text and do nothing.

use milepost_model::{Bilingual, ContentHash, Language, SourceId, Vintage};
use milepost_report::{
    CsvTable, HealthClass, Report, ReportContext, SetAside, SourceHealth, UnreadableBulletin, render_csv,
    render_dsd, render_html, render_json, render_markdown, render_xlsx,
};

use crate::sample::{self, HOSTILE};

fn poisoned() -> Report {
    let mut plan = sample::plan();
    let words = Bilingual {
        en: HOSTILE.to_owned(),
        zh: HOSTILE.to_owned(),
    };
    plan.title = words.clone();
    HOSTILE.clone_into(&mut plan.area);
    plan.area_names = vec![HOSTILE.to_owned()];
    for indicator in &mut plan.indicators {
        indicator.title = words.clone();
        HOSTILE.clone_into(&mut indicator.theme);
        indicator.note = Some(words.clone());
        for broken in &mut indicator.breaks {
            broken.why = words.clone();
        }
        for target in &mut indicator.targets {
            HOSTILE.clone_into(&mut target.source);
            target.quote = Some(HOSTILE.to_owned());
        }
    }
    let mut histories = sample::histories();
    for vintage in histories.iter_mut().flat_map(|history| &mut history.vintages) {
        if let Vintage::Observed(observation) = vintage {
            HOSTILE.clone_into(&mut observation.printed);
            HOSTILE.clone_into(&mut observation.scope);
            HOSTILE.clone_into(&mut observation.provenance.title);
            observation.provenance.url = format!("javascript:{HOSTILE}");
            for evidence in &mut observation.evidence {
                HOSTILE.clone_into(&mut evidence.quote);
            }
            observation.provenance.origin = milepost_model::Origin::Manual {
                who: HOSTILE.to_owned(),
                why: HOSTILE.to_owned(),
            };
        }
    }
    let context = ReportContext {
        milepost_version: HOSTILE.to_owned(),
        sources: vec![SourceHealth {
            id: SourceId::parse("customs").unwrap(),
            title: words,
            last_success: None,
            class: HealthClass::Failing,
            message: HOSTILE.to_owned(),
        }],
        set_aside: vec![SetAside {
            indicator: None,
            reason: HOSTILE.to_owned(),
            count: 1,
        }],
        unreadable: vec![UnreadableBulletin {
            source: SourceId::parse("customs").unwrap(),
            url: HOSTILE.to_owned(),
            snapshot: None,
            fetched: None,
            reason: HOSTILE.to_owned(),
        }],
        previous: None,
        inputs: vec![(HOSTILE.to_owned(), ContentHash::from_bytes([3; 32]))],
    };
    let assessment = milepost_trajectory::assess_plan(
        &plan,
        &histories,
        sample::view(),
        &std::collections::BTreeMap::new(),
    );
    milepost_report::assemble(&plan, &histories, &assessment, &context)
}

#[test]
fn html_shows_it_as_text() {
    for language in [Language::En, Language::Zh] {
        let html = render_html(&poisoned(), language);
        assert!(html.contains("&lt;script&gt;alert(1)"), "it is shown");
        for never in [
            "<script",
            "<img",
            "href=\"javascript",
            "\u{202e}",
            "onclick=\"",
            "\" onclick",
        ] {
            assert!(!html.contains(never), "{never:?}");
        }
    }
}

#[test]
fn markdown_shows_it_as_text() {
    let markdown = render_markdown(&poisoned(), Language::En);
    assert!(
        markdown.contains(r"\[b\](javascript:"),
        "brackets are shown, not used"
    );
    let live = markdown.replace(r"\[", "").replace(r"\]", "");
    for never in ["<script", "<img", "](javascript", "\u{202e}", "[b]", " | a\""] {
        assert!(!live.contains(never), "{never:?}");
    }
    let table: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(
        table.iter().all(|line| [4, 7].contains(&bars(line))),
        "foreign bars do not make cells"
    );
}

#[test]
fn xml_stays_well_formed() {
    let dsd = render_dsd(&poisoned());
    let mut reader = quick_xml::Reader::from_str(&dsd);
    reader.config_mut().check_end_names = true;
    let mut elements = 0;
    loop {
        let event = reader.read_event().expect("well formed");
        if matches!(event, quick_xml::events::Event::Eof) {
            break;
        }
        elements += usize::from(matches!(event, quick_xml::events::Event::Start(_)));
    }
    assert!(elements > 200, "{elements}");
    assert!(!dsd.contains("<script"));
}

#[test]
fn no_table_cell_is_a_formula() {
    let mut plan = sample::plan();
    for indicator in &mut plan.indicators {
        indicator.title = Bilingual {
            en: "=1+1".to_owned(),
            zh: "@SUM(A1)".to_owned(),
        };
    }
    let histories = sample::histories();
    let assessment = milepost_trajectory::assess_plan(
        &plan,
        &histories,
        sample::view(),
        &std::collections::BTreeMap::new(),
    );
    let report = milepost_report::assemble(&plan, &histories, &assessment, &ReportContext::default());
    let table = render_csv(&report, CsvTable::Indicators);
    assert!(table.contains("'=1+1") && !table.contains(",=1+1"));

    let book = render_xlsx(&report, Language::En).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book)).unwrap();
    for (name, _) in calamine::Reader::worksheets(&mut book) {
        let formulas = calamine::Reader::worksheet_formula(&mut book, &name).unwrap();
        assert!(formulas.is_empty(), "{name}");
    }
}

#[test]
fn huge_texts_are_cut() {
    let mut histories = sample::histories();
    let huge = "巨".repeat(3_400_000);
    for vintage in histories
        .iter_mut()
        .flat_map(|history| &mut history.vintages)
        .take(3)
    {
        if let Vintage::Observed(observation) = vintage {
            observation.printed.clone_from(&huge);
            observation.evidence[0].quote.clone_from(&huge);
            observation.provenance.title.clone_from(&huge);
            observation.provenance.url = format!("https://a.example/{huge}");
        }
    }
    let plan = sample::plan();
    let assessment = milepost_trajectory::assess_plan(
        &plan,
        &histories,
        sample::view(),
        &std::collections::BTreeMap::new(),
    );
    let report = milepost_report::assemble(&plan, &histories, &assessment, &ReportContext::default());
    assert!(render_json(&report).len() < 400_000);
    assert!(render_html(&report, Language::Zh).len() < 400_000);
}

#[test]
fn extreme_values_make_reports_all_the_same() {
    use milepost_model::Decimal;
    let plan = sample::plan();
    let extremes = [
        Decimal::MAX,
        Decimal::MIN,
        Decimal::ZERO,
        Decimal::new(1, 28),
        Decimal::new(-1, 28),
    ];
    for (index, value) in extremes.into_iter().enumerate() {
        let mut histories = sample::histories();
        for (number, history) in histories.iter_mut().enumerate() {
            for vintage in &mut history.vintages {
                if let Vintage::Observed(observation) = vintage
                    && (index + number) % 2 == 0
                {
                    observation.value = value;
                }
            }
        }
        let assessment = milepost_trajectory::assess_plan(
            &plan,
            &histories,
            sample::view(),
            &std::collections::BTreeMap::new(),
        );
        let report = milepost_report::assemble(&plan, &histories, &assessment, &ReportContext::default());
        let json = render_json(&report);
        assert_eq!(render_json(&Report::from_json(&json).unwrap()), json);
        for language in [Language::En, Language::Zh] {
            let html = render_html(&report, language);
            assert!(!html.contains("NaN") && !html.contains("inf "), "{value}");
            assert!(!render_markdown(&report, language).contains("NaN"));
        }
        assert!(!milepost_report::render_sdmx_csv(&report).is_empty());
        render_xlsx(&report, Language::En).unwrap();
    }
}
