//! A made-up region's plan with made-up figures: every kind of trouble a report has to show, in twelve indicators.

use std::collections::BTreeMap;

use milepost_model::{
    Baseline, Bilingual, Break, Comparison, ContentHash, Decimal, Direction, Evidence, EvidenceRole,
    Extractor, FigureKey, Identity, Indicator, IndicatorId, Language, Measure, NaiveDate, Observation,
    Operator, Origin, PathKind, Period, Plan, PlanId, PluginId, Provenance, Role, SourceId, SourceTier,
    Target, TargetKind, Thresholds, Timestamp, Tolerance, Unit, Vintage, VintageHistory,
};
use milepost_trajectory::View;

/// id | English | Chinese | theme | unit | measure | direction | months between figures | baseline | target.
/// Baseline: period value. Target: kind operator value by path.
const INDICATORS: &str = "\
trade.total|Foreign trade|进出口总值|economy|CNY|flow|up|3|2022 815840000000|flow_level ge 1100000000000 2027 geometric
trade.exports|Exports|出口总值|economy|CNY|flow|up|3|2022 524500000000|
trade.imports|Imports|进口总值|economy|CNY|flow|up|3|2022 291340000000|
export.hightech.share|High-tech share of exports|高新技术产品出口占比|economy|percent|share|up|12|2022 62.1|share gt 65 2027 linear
ftz.innovations|Free-trade zone innovations (cumulative)|自贸试验区制度创新成果（累计）|platform|count|cumulative|up|6|as-of:2023-09-30 147|count ge 168 2027 linear
freight.growth|Corridor freight value: growth|通道货值增速|corridor|percent|growth|up|12||growth_avg gt 15 2027 geometric
trains.annual|Freight trains a year|班列开行量|corridor|trains|flow|up|12|2022 5180|flow_min gt 5000 2027 constant
air.routes|International air routes|国际（地区）航线|corridor|count|stock|up|12|as-of:2023-09-30 16|count ge 120 2027 linear
fdi|Foreign direct investment|外商直接投资|economy|USD|flow|up|12|2022 1830000000|flow_level ge 2600000000 2027 geometric
customs.hours|Import clearance time, hours (index)|进口整体通关时间指数|business|index|stock|down|3|as-of:2022-12-31 100|ceiling le 80 2027 linear
fortune500|Fortune Global 500 companies present|世界500强落户数|business|count|stock|up|12|as-of:2023-09-30 319|count ge 335 2027 linear
consulates|Consulates and trade offices|领事机构和商务机构|exchange|count|stock|up|12|as-of:2023-09-30 13|count ge 17 2027 linear
persons.annual|Inbound and outbound persons|出入境人员|exchange|persons|flow|up|12|2022 310000|flow_min gt 5000000 2024 constant";

/// id | role | period | value | step | published | source; a trailing word marks how exactly it is claimed.
const FIGURES: &str = "\
trade.total|level|2019|579280000000|10000000|2020-01-20|customs
trade.total|level|2020|651340000000|10000000|2021-01-19|customs
trade.total|level|2021|800060000000|10000000|2022-01-18|customs
trade.total|level|2021|800059000000|1000000|2022-07-07|statistics
trade.total|level|2022|815840000000|10000000|2023-01-18|customs
trade.total|level|2022|809600000000|10000000|2023-06-30|customs
trade.total|level|2023|713740000000|10000000|2024-01-19|customs
trade.total|level|2024|715420000000|10000000|2025-01-20|customs
trade.total|level|2023-01..2023-09|534500000000|10000000|2023-10-20|customs
trade.total|level|2024-01..2024-09|520200000000|10000000|2024-10-21|customs
trade.total|level|2025-01..2025-09|578860000000|10000000|2025-10-20|customs
trade.total|growth|2024|0.2|0.1|2025-01-20|customs
trade.total|growth|2025-01..2025-09|12.9|0.1|2025-10-20|customs
trade.exports|level|2022|524500000000|10000000|2023-01-18|customs
trade.exports|level|2023|478180000000|10000000|2024-01-19|customs
trade.exports|level|2024|496100000000|10000000|2025-01-20|customs
trade.imports|level|2022|291340000000|10000000|2023-01-18|customs
trade.imports|level|2023|235560000000|10000000|2024-01-19|customs
trade.imports|level|2024|219420000000|10000000|2025-01-20|customs
export.hightech.share|level|2021|61.3|0.1|2022-02-11|statistics
export.hightech.share|level|2022|62.1|0.1|2023-02-10|statistics
export.hightech.share|level|2023|63.4|0.1|2024-02-12|statistics
export.hightech.share|level|2024|64.6|0.1|2025-02-10|statistics
ftz.innovations|level|as-of:2022-05-15|79|1|2022-05-15|office
ftz.innovations|level|as-of:2022-12-31|121|1|2023-02-01|office
ftz.innovations|level|as-of:2023-09-30|147|1|2023-11-02|office
ftz.innovations|level|as-of:2024-06-30|151|1|2024-07-12|office
ftz.innovations|level|as-of:2024-12-31|155|1|2025-02-04|office
ftz.innovations|level|as-of:2025-06-30|159|1|2025-07-15|office over
freight.growth|level|2023|13.2|0.1|2024-02-02|office
freight.growth|level|2024|11.0|0.1|2025-02-03|office
trains.annual|level|2021|4790|1|2022-01-14|statistics
trains.annual|level|2022|5180|1|2023-01-15|statistics
trains.annual|level|2023|5300|100|2024-01-15|office over
trains.annual|level|2024|5412|1|2025-01-13|statistics
trains.annual|level|2024|5460|1|2025-01-15|office
air.routes|level|as-of:2022-12-31|11|1|2023-01-15|office
air.routes|level|as-of:2023-09-30|16|1|2023-11-02|office
air.routes|level|as-of:2024-12-31|34|1|2025-01-16|office
fdi|level|2020|2100000000|10000000|2021-02-05|commerce
fdi|level|2021|2236000000|10000000|2022-02-09|commerce
fdi|level|2022|1830000000|10000000|2023-02-08|commerce
fdi|level|2023|1053000000|1000000|2024-02-07|commerce
fdi|level|2024|1102000000|1000000|2025-02-06|commerce
customs.hours|level|as-of:2022-12-31|100|0.1|2023-01-20|customs
customs.hours|level|as-of:2023-06-30|92.4|0.1|2023-07-20|customs
customs.hours|level|as-of:2023-12-31|85.1|0.1|2024-01-19|customs
customs.hours|level|as-of:2024-06-30|76.3|0.1|2024-07-19|customs
customs.hours|level|as-of:2024-12-31|77.5|0.1|2025-01-20|customs
customs.hours|level|as-of:2025-06-30|79.6|0.1|2025-07-18|customs
fortune500|level|as-of:2023-09-30|319|1|2023-11-02|office
fortune500|level|as-of:2024-12-31|329|1|2025-01-16|office
fortune500|level|as-of:2025-06-30|337|1|2025-07-21|office
persons.annual|level|2022|310000|10000|2023-01-20|border
persons.annual|level|2023|1420000|10000|2024-01-18|border
persons.annual|level|2024|3120000|10000|2025-01-17|border";

/// A quote with everything in it that a page could try.
pub(crate) const HOSTILE: &str = "</p><script>alert(1)</script> <img src=x onerror=alert(1)> \u{202e}51 | a\" onclick=\"x `*_[b](javascript:alert(1))";

pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    day(text).and_hms_opt(1, 30, 0).unwrap().and_utc()
}

pub(crate) fn view() -> View {
    View {
        as_of: day("2025-11-15"),
        known_at: at("2025-11-15"),
    }
}

pub(crate) fn earlier_view() -> View {
    View {
        as_of: day("2025-07-16"),
        known_at: at("2025-07-16"),
    }
}

fn number(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub(crate) fn plan() -> Plan {
    let mut indicators: Vec<Indicator> = INDICATORS.lines().map(indicator).collect();
    for indicator in &mut indicators {
        match indicator.id.as_str() {
            "trains.annual" => indicator.breaks.push(Break {
                from: Period::parse("2023").unwrap(),
                why: Bilingual {
                    en: "trains that turn round at the border are counted once".to_owned(),
                    zh: "在口岸折返的班列只计一次".to_owned(),
                },
                splice: None,
            }),
            "freight.growth" => {
                indicator.note = Some(Bilingual {
                    en: "Read as the mean growth a year from 2023 to 2027.".to_owned(),
                    zh: "按2023至2027年平均增速判断。".to_owned(),
                });
            }
            "ftz.innovations" => indicator.tolerance = Some(Tolerance::Absolute(Decimal::TWO)),
            _ => {}
        }
    }
    let id = |text: &str| IndicatorId::parse(text).unwrap();
    Plan {
        id: PlanId::parse("river-province-2027").unwrap(),
        title: Bilingual {
            en: "River Province: an open inland economy by 2027".to_owned(),
            zh: "江河省内陆开放2027".to_owned(),
        },
        area: "XA-RP".to_owned(),
        area_names: vec!["江河省".to_owned()],
        zone: "Asia/Shanghai".to_owned(),
        horizon: day("2027-12-31"),
        indicators,
        identities: vec![Identity {
            whole: id("trade.total"),
            parts: vec![id("trade.exports"), id("trade.imports")],
        }],
    }
}

fn indicator(line: &str) -> Indicator {
    let fields: Vec<&str> = line.split('|').collect();
    let baseline = fields[8].split_once(' ').map(|(period, value)| Baseline {
        period: Period::parse(period).unwrap(),
        value: number(value),
        source: "the plan's own text".to_owned(),
    });
    Indicator {
        id: IndicatorId::parse(fields[0]).unwrap(),
        title: Bilingual {
            en: fields[1].to_owned(),
            zh: fields[2].to_owned(),
        },
        theme: fields[3].to_owned(),
        unit: Unit::parse(fields[4]).unwrap(),
        measure: Measure::parse(fields[5]).unwrap(),
        direction: Direction::parse(fields[6]).unwrap(),
        baseline,
        targets: target(fields[9]).into_iter().collect(),
        natural_limit: None,
        sdsn: None,
        breaks: Vec::new(),
        lag_days: Some(45),
        every_months: Some(fields[7].parse().unwrap()),
        has_season: true,
        tolerance: None,
        note: None,
    }
}

fn target(text: &str) -> Option<Target> {
    let fields: Vec<&str> = text.split(' ').collect();
    let [kind, operator, value, by, path] = fields[..] else {
        return None;
    };
    Some(Target {
        kind: TargetKind::parse(kind).unwrap(),
        operator: Operator::parse(operator).unwrap(),
        value: Some(number(value)),
        upper: None,
        by: Period::parse(by).unwrap(),
        from_year: None,
        path: PathKind::parse(path).unwrap(),
        milestones: Vec::new(),
        valid_from: None,
        source: "the plan's own text".to_owned(),
        quote: None,
        thresholds: Thresholds::default(),
    })
}

pub(crate) fn histories() -> Vec<VintageHistory> {
    let plan = plan();
    let mut by_key: BTreeMap<FigureKey, Vec<Vintage>> = BTreeMap::new();
    for line in FIGURES.lines() {
        let observation = observation(line, &plan);
        by_key
            .entry(observation.key())
            .or_default()
            .push(Vintage::Observed(Box::new(observation)));
    }
    by_key
        .into_iter()
        .map(|(key, vintages)| VintageHistory { key, vintages })
        .collect()
}

fn observation(line: &str, plan: &Plan) -> Observation {
    let (line, comparison) = match line.strip_suffix(" over") {
        Some(line) => (line, Comparison::Over),
        None => (line, Comparison::Eq),
    };
    let fields: Vec<&str> = line.split('|').collect();
    let id = IndicatorId::parse(fields[0]).unwrap();
    let indicator = plan.indicator(&id).unwrap();
    let role = Role::parse(fields[1]).unwrap();
    let unit = if role == Role::Growth {
        Unit::Percent
    } else {
        indicator.unit
    };
    let period = Period::parse(fields[2]).unwrap();
    let published = day(fields[5]);
    let is_by_hand = fields[0] == "air.routes" && fields[2] == "as-of:2024-12-31";
    let printed = format!("{} {}", fields[3], unit.as_str());
    let quote = match fields[0] {
        "consulates" | "air.routes" => HOSTILE.to_owned(),
        _ => format!(
            "{} for {}: {printed}",
            indicator.title.get(Language::En),
            fields[2]
        ),
    };
    let url = match fields[0] {
        "air.routes" => "javascript:alert(document.domain)".to_owned(),
        _ => format!(
            "https://{}.example/bulletins/{published}.html?a=1&b=\"2\"",
            fields[6]
        ),
    };
    let origin = if is_by_hand {
        Origin::Manual {
            who: "A. Clerk".to_owned(),
            why: "read from the printed yearbook".to_owned(),
        }
    } else {
        Origin::Extracted(Extractor {
            plugin: PluginId::parse("rules").unwrap(),
            version: "0.1.0".to_owned(),
            component: ContentHash::from_bytes([7; 32]),
        })
    };
    Observation {
        indicator: id,
        role,
        period,
        value: number(fields[3]),
        unit,
        comparison,
        step: number(fields[4]),
        printed,
        scope: String::new(),
        dims: Vec::new(),
        evidence: vec![Evidence {
            role: EvidenceRole::Value,
            document: 0,
            node: 3,
            quote,
        }],
        published,
        known_at: published.and_hms_opt(1, 0, 0).unwrap().and_utc(),
        provenance: Provenance {
            source: SourceId::parse(fields[6]).unwrap(),
            tier: SourceTier::new(if fields[6] == "office" { 3 } else { 1 }).unwrap(),
            url,
            title: format!("Bulletin of the {} office, {published}", fields[6]),
            snapshot: Some(ContentHash::from_bytes(
                [u8::try_from(published.to_string().len()).unwrap(); 32],
            )),
            origin,
            insecure: false,
        },
    }
}

/// The sample's report with the report before it.
#[allow(dead_code, reason = "the example and the benchmark build their own")]
pub(crate) fn report() -> milepost_report::Report {
    let (plan, histories) = (plan(), histories());
    let earlier = milepost_trajectory::assess_plan(&plan, &histories, earlier_view(), &BTreeMap::new());
    let before = milepost_report::assemble(
        &plan,
        &histories,
        &earlier,
        &milepost_report::ReportContext::default(),
    );
    let verdicts: BTreeMap<_, _> = earlier
        .assessments
        .iter()
        .map(|found| (found.indicator.clone(), found.verdict()))
        .collect();
    let assessment = milepost_trajectory::assess_plan(&plan, &histories, view(), &verdicts);
    let context = milepost_report::ReportContext {
        previous: Some(&before),
        ..Default::default()
    };
    milepost_report::assemble(&plan, &histories, &assessment, &context)
}

/// The sample's report without one before it.
#[allow(dead_code, reason = "the example and the benchmark build their own")]
pub(crate) fn first_report() -> milepost_report::Report {
    let (plan, histories) = (plan(), histories());
    let assessment = milepost_trajectory::assess_plan(&plan, &histories, view(), &BTreeMap::new());
    milepost_report::assemble(
        &plan,
        &histories,
        &assessment,
        &milepost_report::ReportContext::default(),
    )
}

/// A plan of many indicators with long monthly series, each figure with its quote.
#[allow(dead_code, reason = "the example has no use for it")]
pub(crate) fn large_inputs(indicators: usize, figures: usize) -> (Plan, Vec<VintageHistory>) {
    let mut plan = plan();
    let templates: Vec<Indicator> = plan
        .indicators
        .iter()
        .filter(|found| !found.targets.is_empty())
        .cloned()
        .collect();
    let words = plan.clone();
    plan.identities.clear();
    plan.indicators.clear();
    let mut histories = Vec::new();
    for number in 0..indicators {
        let mut indicator = templates[number % templates.len()].clone();
        indicator.id = IndicatorId::parse(&format!("{}.{number}", indicator.id)).unwrap();
        indicator.breaks.clear();
        for month in 0..figures {
            let back = i32::try_from(figures - month).unwrap();
            let at = 2025 * 12 + 9 - back;
            let (year, month) = (at.div_euclid(12), u32::try_from(at.rem_euclid(12)).unwrap() + 1);
            let period = match indicator.measure {
                Measure::Flow if month == 12 => Period::year(year),
                Measure::Flow | Measure::Growth => Period::months(year, 1, month),
                Measure::Stock | Measure::Cumulative | Measure::Share => Period::as_of_month(year, month),
            };
            let period = period.unwrap();
            let value = 1000 + i64::from(at % 997) + i64::try_from(number % 13).unwrap();
            let line = format!(
                "trade.total|level|{period}|{value}|1|{}|customs",
                period.last_day()
            );
            let mut observation = observation(&line, &words);
            observation.indicator = indicator.id.clone();
            observation.unit = indicator.unit;
            observation.evidence[0].quote =
                "全市进出口总值按可比口径计算比上年同期增长，其中出口、进口分别增长。".repeat(2);
            histories.push(VintageHistory {
                key: observation.key(),
                vintages: vec![Vintage::Observed(Box::new(observation))],
            });
        }
        plan.indicators.push(indicator);
    }
    (plan, histories)
}

/// The report of [`large_inputs`].
#[allow(dead_code, reason = "the example has no use for it")]
pub(crate) fn large(indicators: usize, figures: usize) -> milepost_report::Report {
    let (plan, histories) = large_inputs(indicators, figures);
    let assessment = milepost_trajectory::assess_plan(&plan, &histories, view(), &BTreeMap::new());
    milepost_report::assemble(
        &plan,
        &histories,
        &assessment,
        &milepost_report::ReportContext::default(),
    )
}
