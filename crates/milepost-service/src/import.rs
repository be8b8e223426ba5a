//! What people do to the series by hand: import, override, retract. Every act is kept with who and why.

use std::collections::HashMap;

use milepost_model::{
    Comparison, Decimal, Evidence, EvidenceRole, FigureKey, Indicator, IndicatorId, Measure, NaiveDate,
    Observation, Origin, Period, Provenance, Role, Unit, plain_decimal,
};
use milepost_store::{ActKind, ManualAct, Recorded, Retraction};
use serde_json::json;

use crate::service::{Service, store_refusal};
use crate::table::many;
use crate::{Refusal, Reply, input};

/// The head of an import, column by column.
const COLUMNS: [&str; 7] = [
    "indicator",
    "period",
    "value",
    "unit",
    "published",
    "source",
    "quote",
];

/// Characters of a source or a quote: what a report shows of them.
const MOST_CHARACTERS: usize = 2_000;

/// How many wrong rows are told at once.
const MOST_TOLD: usize = 20;

/// A figure that a person enters.
struct Entry<'a> {
    indicator: &'a Indicator,
    period: Period,
    value: Decimal,
    published: NaiveDate,
    source: String,
    quote: String,
}

/// Takes figures in from CSV: all rows or none.
pub(crate) fn csv(service: &Service, text: &str, name: &str, who: &str, why: &str) -> Result<Reply, Refusal> {
    let (who, why) = (input::said(who, "--who")?, input::said(why, "--why")?);
    let observations = read(service, text, name, &who, &why)?;
    let act = ManualAct {
        kind: ActKind::Import,
        who,
        why,
        at: service.now(),
        subject: name.to_owned(),
    };
    let rows = observations.len();
    let recorded = service
        .store()
        .import(observations, act)
        .map_err(|error| store_refusal(&error))?;
    Ok(told(&recorded, &format!("{} read", many(rows, "row", "rows"))))
}

fn read(
    service: &Service,
    text: &str,
    name: &str,
    who: &str,
    why: &str,
) -> Result<Vec<Observation>, Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| bad(name, 1, &error.to_string()))?
        .clone();
    if header.iter().collect::<Vec<_>>() != COLUMNS {
        return Err(bad(
            name,
            1,
            &format!("the head is `{}`", header.iter().collect::<Vec<_>>().join(",")),
        )
        .hint(format!("expected: {}", COLUMNS.join(","))));
    }
    let (mut observations, mut wrong) = (Vec::new(), Vec::new());
    let mut stated: HashMap<Stated, (u64, Decimal)> = HashMap::new();
    for record in reader.records() {
        let row = match record {
            Ok(row) => row,
            Err(error) => {
                wrong.push(bad(
                    name,
                    error.position().map_or(0, csv::Position::line),
                    &error.to_string(),
                ));
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        match entry(service, &row).and_then(|entry| agreed(entry, line, &mut stated)) {
            Ok(entry) => observations.push(observation(service, &entry, who, why)),
            Err(refusal) => wrong.push(in_row(refusal, name, line)),
        }
    }
    match wrong.as_slice() {
        [] if observations.is_empty() => Err(bad(name, 1, "no row below the head")),
        [] => Ok(observations),
        [only] => Err(only.clone()),
        [first, ..] => {
            let lines = wrong.iter().take(MOST_TOLD).map(|refusal| {
                format!(
                    "{}: {}",
                    refusal.place.as_deref().unwrap_or_default(),
                    refusal.message
                )
            });
            let all = lines.collect::<Vec<_>>().join("\n  ");
            let message = format!("{} rows are wrong, nothing was stored:\n  {all}", wrong.len());
            Err(Refusal {
                message,
                ..first.clone()
            })
        }
    }
}

/// One fact as one source published it on one day.
type Stated = (IndicatorId, Period, NaiveDate, String);

/// Two rows that say different things of one fact leave no telling which is meant.
fn agreed<'s>(
    entry: Entry<'s>,
    line: u64,
    stated: &mut HashMap<Stated, (u64, Decimal)>,
) -> Result<Entry<'s>, Refusal> {
    let fact = (
        entry.indicator.id.clone(),
        entry.period,
        entry.published,
        entry.source.clone(),
    );
    let (first, value) = *stated.entry(fact).or_insert((line, entry.value));
    if value == entry.value {
        return Ok(entry);
    }
    let (value, other) = (plain_decimal(entry.value), plain_decimal(value));
    Err(
        Refusal::usage(format!("{value} contradicts line {first}, which says {other}"))
            .at("value")
            .hint("one row for each figure; a later correction has its own day of publication"),
    )
}

fn entry<'s>(service: &'s Service, row: &csv::StringRecord) -> Result<Entry<'s>, Refusal> {
    if row.len() != COLUMNS.len() {
        return Err(Refusal::usage(format!(
            "{} cells; {} expected",
            row.len(),
            COLUMNS.len()
        )));
    }
    let cell = |place: usize| row.get(place).unwrap_or_default();
    let indicator = input::indicator(&service.inner.config, cell(0), "indicator")?;
    let unit = Unit::parse(cell(3)).map_err(|error| Refusal::usage(error.to_string()).at("unit"))?;
    if unit != indicator.unit {
        return Err(Refusal::usage(format!("unit `{unit}`, the plan has `{}`", indicator.unit)).at("unit"));
    }
    let entry = Entry {
        indicator,
        period: input::period(cell(1), "period")?,
        value: input::value(cell(2), "value")?,
        published: input::day(cell(4), "published")?,
        source: cell(5).to_owned(),
        quote: cell(6).to_owned(),
    };
    check(service, &entry)?;
    Ok(entry)
}

/// What a figure must be to be one of its indicator.
fn check(service: &Service, entry: &Entry<'_>) -> Result<(), Refusal> {
    for (text, column) in [(&entry.source, "source"), (&entry.quote, "quote")] {
        let count = text.chars().count();
        if count > MOST_CHARACTERS {
            let message = format!("{count} characters; at most {MOST_CHARACTERS} are kept");
            return Err(Refusal::usage(message).at(column));
        }
    }
    let today = service.now().date_naive();
    // A day ahead of ours in the east is today there.
    if entry.published > today.checked_add_days(chrono::Days::new(1)).unwrap_or(today) {
        let message = format!("{} has not come yet; today is {today}", entry.published);
        return Err(Refusal::usage(message).at("published"));
    }
    let is_counted = match entry.indicator.unit {
        Unit::Count | Unit::Trains | Unit::Persons | Unit::Teu => true,
        Unit::Cny | Unit::Usd | Unit::Percent | Unit::Tonnes | Unit::Index => false,
    };
    if is_counted
        && (entry.value.is_sign_negative() || !entry.value.fract().is_zero())
        && !entry.value.is_zero()
    {
        let (value, unit) = (plain_decimal(entry.value), entry.indicator.unit);
        return Err(Refusal::usage(format!(
            "{value} is no number of {unit}: whole and not below zero"
        ))
        .at("value"));
    }
    if entry.source.is_empty() {
        return Err(Refusal::usage("is empty")
            .at("source")
            .hint("where the figure is published"));
    }
    if entry.period.first_day() > entry.published || entry.period.last_day() > entry.published {
        return Err(Refusal::usage(format!(
            "{} ends after its publication on {}",
            entry.period, entry.published
        ))
        .at("period"));
    }
    let is_at_date = entry.period.is_as_of();
    let fits = match entry.indicator.measure {
        Measure::Flow | Measure::Growth => !is_at_date,
        Measure::Stock | Measure::Cumulative | Measure::Share => true,
    };
    if !fits {
        return Err(Refusal::usage(format!(
            "a {} is for a stretch of time, not for a date such as {}",
            entry.indicator.measure, entry.period
        ))
        .at("period"));
    }
    Ok(())
}

fn observation(service: &Service, entry: &Entry<'_>, who: &str, why: &str) -> Observation {
    let config = &service.inner.config;
    let configured = config
        .sources
        .iter()
        .find(|source| source.id.as_str() == entry.source);
    let (source, tier) = match configured {
        Some(source) => (source.id.clone(), source.tier),
        None => (service.inner.by_hand.id().clone(), service.inner.by_hand.tier),
    };
    let quote = (!entry.quote.is_empty()).then(|| Evidence {
        role: EvidenceRole::Value,
        document: 0,
        node: 0,
        quote: entry.quote.clone(),
    });
    Observation {
        indicator: entry.indicator.id.clone(),
        role: main_role(entry.indicator),
        period: entry.period,
        value: entry.value,
        unit: entry.indicator.unit,
        comparison: Comparison::Eq,
        step: Decimal::new(1, entry.value.scale()),
        printed: plain_decimal(entry.value),
        scope: String::new(),
        dims: Vec::new(),
        evidence: quote.into_iter().collect(),
        published: entry.published,
        known_at: service.now(),
        provenance: Provenance {
            source,
            tier,
            url: entry.source.clone(),
            title: entry.source.clone(),
            snapshot: None,
            origin: Origin::Manual {
                who: who.to_owned(),
                why: why.to_owned(),
            },
            insecure: false,
        },
    }
}

/// The role of an indicator's own figures.
const fn main_role(indicator: &Indicator) -> Role {
    match indicator.measure {
        Measure::Growth => Role::Growth,
        Measure::Share => Role::Share,
        Measure::Stock | Measure::Cumulative | Measure::Flow => Role::Level,
    }
}

/// An override as typed.
#[derive(Debug, Clone)]
pub(crate) struct Override {
    pub(crate) indicator: String,
    pub(crate) period: String,
    pub(crate) value: String,
    pub(crate) published: String,
    pub(crate) source: String,
    pub(crate) who: String,
    pub(crate) why: String,
}

/// Enters a figure that overrides what was read.
pub(crate) fn override_figure(service: &Service, asked: &Override) -> Result<Reply, Refusal> {
    let (who, why) = (
        input::said(&asked.who, "--who")?,
        input::said(&asked.why, "--why")?,
    );
    let entry = Entry {
        indicator: input::indicator(&service.inner.config, &asked.indicator, "INDICATOR")?,
        period: input::period(&asked.period, "PERIOD")?,
        value: input::value(&asked.value, "VALUE")?,
        published: input::day(&asked.published, "--published")?,
        source: input::said(&asked.source, "--source")?,
        quote: String::new(),
    };
    check(service, &entry)?;
    let observation = observation(service, &entry, &who, &why);
    let recorded = service
        .store()
        .override_figure(observation)
        .map_err(|error| store_refusal(&error))?;
    Ok(told(
        &recorded,
        &format!(
            "{} {} = {}",
            entry.indicator.id,
            entry.period,
            plain_decimal(entry.value)
        ),
    ))
}

fn told(recorded: &Recorded, head: &str) -> Reply {
    let json = json!({
        "new": recorded.new_observations, "revised": recorded.revised, "corroborated": recorded.corroborated,
        "unchanged": recorded.unchanged,
    });
    let text = format!(
        "{head}: {} new, {} revised, {} known in another form, {} known already\n",
        recorded.new_observations, recorded.revised, recorded.corroborated, recorded.unchanged
    );
    Reply::new(json, text)
}

/// Says that a figure does not count.
pub(crate) fn retract(
    service: &Service,
    indicator: &str,
    period: &str,
    who: &str,
    why: &str,
) -> Result<Reply, Refusal> {
    let (who, why) = (input::said(who, "--who")?, input::said(why, "--why")?);
    let indicator = input::indicator(&service.inner.config, indicator, "INDICATOR")?;
    let period = input::period(period, "PERIOD")?;
    let histories = service
        .store()
        .history(&indicator.id)
        .map_err(|error| store_refusal(&error))?;
    let stated: Vec<&FigureKey> = histories
        .iter()
        .map(|history| &history.key)
        .filter(|key| key.period == period)
        .collect();
    let main = stated
        .iter()
        .find(|key| key.role == main_role(indicator) && key.dims.is_empty())
        .copied();
    let figure = match (main, stated.as_slice()) {
        (Some(key), _) => key.clone(),
        (None, [key]) => (*key).clone(),
        (None, []) => {
            let known: Vec<String> = histories
                .iter()
                .map(|history| history.key.period.to_string())
                .collect();
            return Err(
                Refusal::usage(format!("no figure of `{}` for {period}", indicator.id))
                    .at("PERIOD")
                    .hint(format!("there are figures for: {}", known.join(", "))),
            );
        }
        (None, _) => {
            return Err(Refusal::failed(format!(
                "several figures of `{}` for {period}, none the indicator's own",
                indicator.id
            )));
        }
    };
    let now = service.now();
    let newest = histories
        .iter()
        .filter(|history| history.key == figure)
        .flat_map(|history| &history.vintages)
        .map(milepost_model::Vintage::published)
        .max();
    let published = newest.map_or(now.date_naive(), |newest| newest.max(now.date_naive()));
    let retraction = Retraction {
        figure,
        published,
        at: now,
        who,
        why,
    };
    service
        .store()
        .retract(retraction)
        .map_err(|error| store_refusal(&error))?;
    let json = json!({ "indicator": indicator.id.as_str(), "period": period.to_string(), "published": published.to_string() });
    Ok(Reply::new(
        json,
        format!(
            "{} {period} does not count from {published} on; its history is kept\n",
            indicator.id
        ),
    ))
}

fn bad(name: &str, line: u64, message: &str) -> Refusal {
    Refusal::usage(message).at(format!("{name}:{line}"))
}

/// Says in which row, and which cell of it, something is wrong.
fn in_row(refusal: Refusal, name: &str, line: u64) -> Refusal {
    let column = refusal
        .place
        .clone()
        .map(|column| format!("`{column}`: "))
        .unwrap_or_default();
    Refusal {
        message: format!("{column}{}", refusal.message),
        ..refusal
    }
    .at(format!("{name}:{line}"))
}
