//! The Chinese report has no English words but those of the sources, and the English one no Chinese: every kind of
//! target, along every path, with the steps of its verdict.

use std::collections::BTreeMap;

use milepost_model::{
    Indicator, IndicatorId, Language, Measure, PathKind, Period, Plan, Target, TargetKind, Unit,
};
use milepost_report::{Report, ReportContext, assemble, render_html, render_markdown};

use crate::sample;

/// Signs and names that are the same in every language.
const SAME: [&str; 15] = [
    "milepost-report",
    "Open",
    "SDG",
    "Eurostat",
    "Eustat",
    "UNSD",
    "SDSN",
    "SHA-256",
    "Milepost",
    "exp",
    "sqrt",
    "UTC",
    "GDP",
    "TEU",
    "plan-of-kinds",
];

/// A figure for each year, and three months of the running one.
const YEARS: [(&str, &str); 7] = [
    ("2019", "52"),
    ("2020", "54.5"),
    ("2021", "58"),
    ("2022", "57"),
    ("2023", "60"),
    ("2024", "61.5"),
    ("2025-01..2025-09", "47"),
];

const EARLIER_MONTHS: [(&str, &str); 3] = [
    ("2022-01..2022-09", "41"),
    ("2023-01..2023-09", "44"),
    ("2024-01..2024-09", "45"),
];

fn indicator(number: usize, measure: Measure, kind: TargetKind, path: PathKind, value: &str) -> Indicator {
    let plan = sample::plan();
    let basis = plan.indicators.iter().find(|found| found.measure == measure);
    let mut made = basis.unwrap_or(&plan.indicators[0]).clone();
    made.id = IndicatorId::parse(&format!("kind.{number}")).unwrap();
    made.title.en = format!("Number {number}");
    made.title.zh = format!("第{number}项");
    made.theme = "economy".to_owned();
    made.measure = measure;
    made.unit = match measure {
        Measure::Flow => Unit::Cny,
        Measure::Growth | Measure::Share => Unit::Percent,
        Measure::Stock | Measure::Cumulative => Unit::Count,
    };
    made.note = None;
    made.breaks.clear();
    made.baseline = Some(milepost_model::Baseline {
        period: Period::parse("2022").unwrap(),
        value: "57".parse().unwrap(),
        source: String::new(),
    });
    let template = plan.indicators[0].targets[0].clone();
    made.targets = vec![Target {
        kind,
        path,
        value: Some(value.parse().unwrap()),
        upper: (kind == TargetKind::Range).then(|| "90".parse().unwrap()),
        milestones: if path == PathKind::Milestones {
            vec![(Period::parse("2025").unwrap(), "62".parse().unwrap())]
        } else {
            Vec::new()
        },
        by: Period::parse("2027").unwrap(),
        ..template
    }];
    made
}

fn histories(indicator: &Indicator) -> Vec<milepost_model::VintageHistory> {
    let template = sample::histories();
    let is_rate = matches!(indicator.measure, Measure::Growth | Measure::Share);
    let dated = matches!(indicator.measure, Measure::Stock | Measure::Cumulative);
    let all: Vec<(&str, &str)> = if is_rate || dated {
        YEARS[..6].to_vec()
    } else {
        YEARS.into_iter().chain(EARLIER_MONTHS).collect()
    };
    all.into_iter()
        .map(|(at, value)| {
            let mut history = template[0].clone();
            let milepost_model::Vintage::Observed(mut observation) = history.vintages[0].clone() else {
                unreachable!("the sample starts with an observation")
            };
            observation.indicator = indicator.id.clone();
            observation.unit = indicator.unit;
            observation.period = if dated {
                Period::as_of(Period::parse(at).unwrap().last_day()).unwrap()
            } else {
                Period::parse(at).unwrap()
            };
            observation.value = value.parse().unwrap();
            observation.step = "0.5".parse().unwrap();
            observation.published = observation.period.last_day() + chrono::Days::new(20);
            observation.provenance.title = "公报".to_owned();
            for evidence in &mut observation.evidence {
                evidence.quote = value.to_owned();
            }
            history.key = observation.key();
            history.vintages = vec![milepost_model::Vintage::Observed(observation)];
            history
        })
        .collect()
}

fn every_kind() -> Report {
    use PathKind::{Constant, Geometric, Linear, Logit, Milestones, Step};
    use TargetKind as Kind;
    let cases = [
        (Measure::Stock, Kind::Count, Linear, "80"),
        (Measure::Cumulative, Kind::Count, Milestones, "80"),
        (Measure::Stock, Kind::Count, Step, "80"),
        (Measure::Stock, Kind::Count, Linear, "60"),
        (Measure::Stock, Kind::Count, Linear, "50"),
        (Measure::Flow, Kind::FlowLevel, Geometric, "80"),
        (Measure::Flow, Kind::FlowMin, Constant, "56"),
        (Measure::Flow, Kind::FlowAvg, Linear, "70"),
        (Measure::Growth, Kind::GrowthAvg, Geometric, "65"),
        (Measure::Growth, Kind::GrowthEach, Step, "60"),
        (Measure::Share, Kind::Share, Linear, "80"),
        (Measure::Share, Kind::Share, Logit, "80"),
        (Measure::Share, Kind::Ceiling, Constant, "80"),
        (Measure::Share, Kind::FloorHold, Constant, "61"),
        (Measure::Share, Kind::Range, Constant, "50"),
        (Measure::Stock, Kind::Milestone, Step, "1"),
        (Measure::Flow, Kind::TrendOnly, Constant, "0"),
    ];
    let indicators: Vec<Indicator> = cases
        .into_iter()
        .enumerate()
        .map(|(number, (measure, kind, path, value))| indicator(number, measure, kind, path, value))
        .collect();
    let histories: Vec<_> = indicators.iter().flat_map(histories).collect();
    let mut plan = Plan {
        indicators,
        identities: Vec::new(),
        ..sample::plan()
    };
    plan.id = milepost_model::PlanId::parse("plan-of-kinds").unwrap();
    // Nothing published, nothing in force: the reasons in words.
    let mut bare = plan.indicators[5].clone();
    bare.id = IndicatorId::parse("kind.bare").unwrap();
    bare.baseline = None;
    plan.indicators.push(bare);
    let assessment = milepost_trajectory::assess_plan(&plan, &histories, sample::view(), &BTreeMap::new());
    assemble(&plan, &histories, &assessment, &ReportContext::default())
}

/// What a reader sees, without quotes of sources.
fn visible(html: &str) -> String {
    let body = html.split("</style>").last().unwrap();
    let mut text = String::new();
    let mut quoted = 0_usize;
    for part in body.split('<').skip(1) {
        let (tag, words) = part.split_once('>').unwrap_or((part, ""));
        match tag.split(' ').next().unwrap() {
            "blockquote" => quoted += 1,
            "/blockquote" => quoted -= 1,
            _ => {}
        }
        // What screen readers say and what stands beside a cell on a phone is for readers as well.
        for attribute in ["aria-label=\"", "data-label=\""] {
            if let Some(label) = tag.split(attribute).nth(1) {
                text.push_str(label.split('"').next().unwrap());
                text.push('\n');
            }
        }
        if quoted == 0 {
            text.push_str(words);
            text.push('\n');
        }
    }
    text
}

fn english_words(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for same in SAME {
        text = text.replace(same, "");
    }
    let is_digest = |word: &&str| word.len() > 24;
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !is_digest(word))
        .filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() >= 3)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_chinese_report_has_no_english_word_of_ours() {
    let report = every_kind();
    let steps: std::collections::BTreeSet<&str> = report
        .indicators
        .iter()
        .flat_map(|indicator| &indicator.trace)
        .map(|line| line.step.as_str())
        .collect();
    assert!(steps.len() >= 16, "the kinds reach most steps: {steps:?}");
    for text in [
        visible(&render_html(&report, Language::Zh)),
        visible(&render_html(&sample::report(), Language::Zh))
            .lines()
            .filter(|line| {
                !line.contains("Bulletin of") && !line.contains("yearbook") && !line.contains("Clerk")
            })
            .collect::<Vec<_>>()
            .join("\n")
            .replace("river-province-2027", ""),
        render_markdown(&report, Language::Zh)
            .lines()
            .filter(|line| !line.contains("http"))
            .collect::<Vec<_>>()
            .join("\n"),
    ] {
        let found = english_words(&text);
        let near = found
            .first()
            .and_then(|word| text.lines().find(|line| line.contains(word.as_str())));
        assert!(found.is_empty(), "{found:?}, first in {near:?}");
    }
}

#[test]
fn the_english_report_has_no_chinese_word_of_ours() {
    let text = visible(&render_html(&every_kind(), Language::En));
    let is_chinese =
        |c: char| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
    let found: Vec<&str> = text
        .lines()
        .filter(|line| line.chars().any(is_chinese))
        .filter(|line| *line != "公报" && *line != "江河省" && !line.starts_with(" · 江河省"))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}
