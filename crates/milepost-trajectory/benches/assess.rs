//! Measures the assessment of a large plan: 10,000 indicators with 120 observations each, within one second.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark whose input cannot be built must stop"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use milepost_model::{
    Baseline, Bilingual, Comparison, ContentHash, Decimal, Direction, Evidence, EvidenceRole, Extractor,
    Indicator, IndicatorId, Measure, NaiveDate, Observation, Operator, Origin, PathKind, Period, Plan,
    PlanId, PluginId, Provenance, Role, SourceId, SourceTier, Target, TargetKind, Thresholds, Unit, Vintage,
    VintageHistory,
};
use milepost_trajectory::{View, assess_plan, lint_plan};

fn main() {
    divan::main();
}

/// Indicators of the plan, and observations of each: the bound that the method promises a second for.
const INDICATORS: u32 = 10_000;
const OBSERVATIONS: u32 = 120;

/// Ten years of a monthly series.
const FIRST_YEAR: i32 = 2015;

struct Input {
    plan: Plan,
    histories: Vec<VintageHistory>,
    view: View,
}

static YEARS_TO_DATE: LazyLock<Input> = LazyLock::new(|| input(Measure::Flow, INDICATORS));
static STOCKS: LazyLock<Input> = LazyLock::new(|| input(Measure::Stock, INDICATORS));
static VISION: LazyLock<Input> = LazyLock::new(|| input(Measure::Flow, 41));

#[divan::bench(sample_count = 10, sample_size = 1)]
fn ten_thousand_flows_by_month(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, &YEARS_TO_DATE);
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn ten_thousand_stocks_by_month(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, &STOCKS);
}

#[divan::bench]
fn a_plan_of_41_indicators(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, &VISION);
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn lint_ten_thousand(bencher: divan::Bencher<'_, '_>) {
    let input = LazyLock::force(&STOCKS);
    bencher.bench(|| lint_plan(&input.plan));
}

fn bench(bencher: divan::Bencher<'_, '_>, input: &'static LazyLock<Input>) {
    let input = LazyLock::force(input);
    let previous = BTreeMap::new();
    bencher.bench(|| assess_plan(&input.plan, &input.histories, input.view, &previous));
}

fn input(measure: Measure, indicators: u32) -> Input {
    let mut histories = Vec::new();
    let mut declared = Vec::new();
    for number in 0..indicators {
        let indicator = indicator(number, measure);
        for month in 0..OBSERVATIONS {
            histories.push(history(&indicator, number, month));
        }
        declared.push(indicator);
    }
    let as_of = NaiveDate::from_ymd_opt(2025, 2, 1).expect("a day");
    Input {
        plan: Plan {
            id: PlanId::parse("bench").expect("an id"),
            title: Bilingual::default(),
            area: "CN-CQ".to_owned(),
            area_names: Vec::new(),
            zone: "Asia/Shanghai".to_owned(),
            horizon: NaiveDate::from_ymd_opt(2027, 12, 31).expect("a day"),
            indicators: declared,
            identities: Vec::new(),
        },
        histories,
        view: View {
            as_of,
            known_at: as_of.and_hms_opt(0, 0, 0).expect("midnight").and_utc(),
        },
    }
}

fn indicator(number: u32, measure: Measure) -> Indicator {
    let kind = if measure == Measure::Flow {
        TargetKind::FlowLevel
    } else {
        TargetKind::Count
    };
    let path = if measure == Measure::Flow {
        PathKind::Geometric
    } else {
        PathKind::Linear
    };
    Indicator {
        id: IndicatorId::parse(&format!("indicator-{number}")).expect("an id"),
        title: Bilingual::default(),
        theme: String::new(),
        unit: Unit::Cny,
        measure,
        direction: Direction::Up,
        baseline: Some(Baseline {
            period: Period::year(FIRST_YEAR).expect("a year"),
            value: Decimal::from(1200),
            source: String::new(),
        }),
        targets: vec![Target {
            kind,
            operator: Operator::Ge,
            value: Some(Decimal::from(3000)),
            upper: None,
            by: Period::year(2027).expect("a year"),
            from_year: None,
            path,
            milestones: Vec::new(),
            valid_from: None,
            source: String::new(),
            quote: None,
            thresholds: Thresholds::default(),
        }],
        natural_limit: None,
        sdsn: None,
        breaks: Vec::new(),
        lag_days: Some(30),
        every_months: Some(1),
        has_season: true,
        tolerance: None,
        note: None,
    }
}

/// The figure of a month: for flows the year to date, for stocks the level at its end.
fn history(indicator: &Indicator, number: u32, month: u32) -> VintageHistory {
    let year = FIRST_YEAR + i32::try_from(month / 12).expect("a few years");
    let within = month % 12 + 1;
    let is_flow = indicator.measure == Measure::Flow;
    let period = if is_flow {
        Period::months(year, 1, within)
    } else {
        Period::as_of_month(year, within)
    };
    let period = period.expect("a period");
    // A slow rise with a ripple that differs between indicators.
    let yearly = 1200 + 12 * i64::from(month) + i64::from((number * 7 + month * 13) % 97);
    let value = if is_flow {
        Decimal::new(yearly * i64::from(within), 0) / Decimal::from(12)
    } else {
        Decimal::from(yearly)
    };
    let published = period.last_day() + chrono::Days::new(20);
    let observation = Observation {
        indicator: indicator.id.clone(),
        role: Role::Level,
        period,
        value: value.round_dp(2),
        unit: Unit::Cny,
        comparison: Comparison::Eq,
        step: Decimal::new(1, 2),
        printed: value.to_string(),
        scope: String::new(),
        dims: Vec::new(),
        evidence: vec![Evidence {
            role: EvidenceRole::Value,
            document: 0,
            node: 0,
            quote: value.to_string(),
        }],
        published,
        known_at: published.and_hms_opt(0, 0, 0).expect("midnight").and_utc(),
        provenance: Provenance {
            source: SourceId::parse("bureau").expect("an id"),
            tier: SourceTier::OFFICIAL,
            url: String::new(),
            title: String::new(),
            snapshot: None,
            origin: Origin::Extracted(Extractor {
                plugin: PluginId::parse("bench").expect("an id"),
                version: String::new(),
                component: ContentHash::parse(&"0".repeat(64)).expect("a digest"),
            }),
            insecure: false,
        },
    };
    VintageHistory {
        key: observation.key(),
        vintages: vec![Vintage::Observed(Box::new(observation))],
    }
}
