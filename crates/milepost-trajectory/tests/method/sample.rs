//! Builds plans and figures for the tests, and puts them through the crate's front door.

use std::collections::BTreeMap;

use milepost_model::{
    Baseline, Bilingual, Comparison, Decimal, Direction, Evidence, EvidenceRole, FigureKey, Indicator,
    IndicatorId, Measure, NaiveDate, Observation, Operator, Origin, PathKind, Period, Plan, PlanId,
    Provenance, Role, SourceId, SourceTier, Target, TargetKind, Thresholds, Timestamp, Unit, Vintage,
    VintageHistory,
};
use milepost_trajectory::{Assessment, View, assess};

pub(crate) fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

pub(crate) fn id(text: &str) -> IndicatorId {
    IndicatorId::parse(text).unwrap()
}

/// Midnight, UTC.
pub(crate) fn instant(date: NaiveDate) -> Timestamp {
    date.and_hms_opt(0, 0, 0).unwrap().and_utc()
}

/// As of a day, with everything known that was published by it.
pub(crate) fn view(as_of: &str) -> View {
    View {
        as_of: day(as_of),
        known_at: instant(day(as_of)),
    }
}

/// An indicator without a target: a stock counted at dates, more is better.
pub(crate) fn tracked(measure: Measure) -> Indicator {
    let unit = match measure {
        Measure::Stock | Measure::Cumulative => Unit::Count,
        Measure::Flow => Unit::Cny,
        Measure::Growth | Measure::Share => Unit::Percent,
    };
    Indicator {
        id: id("it"),
        title: Bilingual::default(),
        theme: String::new(),
        unit,
        measure,
        direction: Direction::Up,
        baseline: None,
        targets: Vec::new(),
        natural_limit: None,
        sdsn: None,
        breaks: Vec::new(),
        lag_days: None,
        every_months: None,
        has_season: true,
        tolerance: None,
        note: None,
    }
}

pub(crate) fn target(kind: TargetKind, operator: Operator, value: &str, by: &str, path: PathKind) -> Target {
    Target {
        kind,
        operator,
        value: Some(dec(value)),
        upper: None,
        by: period(by),
        from_year: None,
        path,
        milestones: Vec::new(),
        valid_from: None,
        source: "plan".to_owned(),
        quote: None,
        thresholds: Thresholds::default(),
    }
}

pub(crate) fn baseline(at: &str, value: &str) -> Baseline {
    Baseline {
        period: period(at),
        value: dec(value),
        source: "plan".to_owned(),
    }
}

/// A stock from a baseline to a level, on a line.
pub(crate) fn stock(from: (&str, &str), to: (&str, &str)) -> Indicator {
    Indicator {
        baseline: Some(baseline(from.0, from.1)),
        targets: vec![target(
            TargetKind::Count,
            Operator::Ge,
            to.1,
            to.0,
            PathKind::Linear,
        )],
        ..tracked(Measure::Stock)
    }
}

/// A yearly flow from a baseline to a level, at a constant rate.
pub(crate) fn flow(from: (&str, &str), to: (&str, &str)) -> Indicator {
    Indicator {
        baseline: Some(baseline(from.0, from.1)),
        targets: vec![target(
            TargetKind::FlowLevel,
            Operator::Ge,
            to.1,
            to.0,
            PathKind::Geometric,
        )],
        ..tracked(Measure::Flow)
    }
}

/// A figure published by the office itself, twenty days after its period's end unless said otherwise.
pub(crate) struct Figure {
    pub(crate) observation: Observation,
}

impl Figure {
    pub(crate) fn new(indicator: &Indicator, at: &str, value: &str) -> Self {
        let value = dec(value);
        let published = period(at).last_day() + chrono::Days::new(20);
        Self {
            observation: Observation {
                indicator: indicator.id.clone(),
                role: Role::Level,
                period: period(at),
                value,
                unit: indicator.unit,
                comparison: Comparison::Eq,
                step: Decimal::new(1, value.scale()),
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
                known_at: instant(published),
                provenance: Provenance {
                    source: SourceId::parse("bureau").unwrap(),
                    tier: SourceTier::OFFICIAL,
                    url: format!("https://bureau.example/{at}"),
                    title: String::new(),
                    snapshot: None,
                    origin: Origin::Manual {
                        who: "test".to_owned(),
                        why: "test".to_owned(),
                    },
                    insecure: false,
                },
            },
        }
        .extracted()
    }

    fn extracted(mut self) -> Self {
        let component = "0".repeat(64);
        self.observation.provenance.origin = Origin::Extracted(milepost_model::Extractor {
            plugin: milepost_model::PluginId::parse("test").unwrap(),
            version: "1".to_owned(),
            component: milepost_model::ContentHash::parse(&component).unwrap(),
        });
        self
    }

    pub(crate) fn growth(mut self) -> Self {
        self.observation.role = Role::Growth;
        self.observation.unit = Unit::Percent;
        self
    }

    pub(crate) fn published(mut self, on: &str) -> Self {
        self.observation.published = day(on);
        self.observation.known_at = instant(day(on));
        self.observation.provenance.url = format!("https://bureau.example/{on}");
        self
    }

    pub(crate) fn known(mut self, on: &str) -> Self {
        self.observation.known_at = instant(day(on));
        self
    }

    pub(crate) fn source(mut self, source: &str, tier: u8) -> Self {
        self.observation.provenance.source = SourceId::parse(source).unwrap();
        self.observation.provenance.tier = SourceTier::new(tier).unwrap();
        self.observation.provenance.url = format!("https://{source}.example/");
        self
    }

    pub(crate) fn unit(mut self, unit: Unit) -> Self {
        self.observation.unit = unit;
        self
    }

    pub(crate) fn claimed(mut self, comparison: Comparison) -> Self {
        self.observation.comparison = comparison;
        self
    }

    pub(crate) fn step(mut self, step: &str) -> Self {
        self.observation.step = dec(step);
        self
    }

    pub(crate) fn by_hand(mut self) -> Self {
        self.observation.provenance.origin = Origin::Manual {
            who: "A".to_owned(),
            why: "B".to_owned(),
        };
        self
    }
}

/// Puts figures into histories by their keys, in the order in which they come.
pub(crate) fn histories(figures: impl IntoIterator<Item = Figure>) -> Vec<VintageHistory> {
    let mut keyed: Vec<VintageHistory> = Vec::new();
    for Figure { observation } in figures {
        let key: FigureKey = observation.key();
        let vintage = Vintage::Observed(Box::new(observation));
        match keyed.iter_mut().find(|history| history.key == key) {
            Some(history) => history.vintages.push(vintage),
            None => keyed.push(VintageHistory {
                key,
                vintages: vec![vintage],
            }),
        }
    }
    keyed
}

/// Histories of an indicator out of `(period, value)`.
pub(crate) fn series(indicator: &Indicator, values: &[(&str, &str)]) -> Vec<VintageHistory> {
    histories(values.iter().map(|(at, value)| Figure::new(indicator, at, value)))
}

/// Assesses an indicator by `(period, value)` as of a day, without a report before.
pub(crate) fn judged(indicator: &Indicator, values: &[(&str, &str)], as_of: &str) -> Assessment {
    assess(indicator, &series(indicator, values), view(as_of), None)
}

pub(crate) fn plan(indicators: Vec<Indicator>) -> Plan {
    Plan {
        id: PlanId::parse("plan").unwrap(),
        title: Bilingual::default(),
        area: "CN-CQ".to_owned(),
        area_names: Vec::new(),
        zone: "Asia/Shanghai".to_owned(),
        horizon: day("2027-12-31"),
        indicators,
        identities: Vec::new(),
    }
}

pub(crate) fn no_previous() -> BTreeMap<IndicatorId, milepost_trajectory::PreviousVerdict> {
    BTreeMap::new()
}

#[track_caller]
pub(crate) fn near(found: f64, expected: f64) {
    let slack = 1e-9 * expected.abs().max(1.0);
    assert!((found - expected).abs() <= slack, "{found} is not {expected}");
}
