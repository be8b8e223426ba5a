//! The series: listed for people, exported for programs.

use std::fmt::Write as _;

use milepost_model::{Observation, Origin, Vintage, VintageHistory, plain_decimal};
use milepost_trajectory::{View, vintage};
use serde_json::{Value, json};

use crate::ingest::dims;
use crate::service::{Service, store_refusal};
use crate::table::{Table, many};
use crate::{Refusal, Reply, input};

/// Figures: the vintage in force of each, or all vintages.
pub(crate) fn list(service: &Service, indicator: Option<&str>, all: bool) -> Result<Reply, Refusal> {
    let histories = match indicator {
        Some(id) => {
            let id = &input::indicator(&service.inner.config, id, "--indicator")?.id;
            service.store().history(id)
        }
        None => service.store().all_histories(),
    };
    let histories = histories.map_err(|error| store_refusal(&error))?;
    let now = service.now();
    // The newest publication counts, also where a publisher's clock runs ahead of ours.
    let view = View {
        as_of: chrono::NaiveDate::MAX,
        known_at: now,
    };
    let mut table = Table::new(&[
        "indicator",
        "role",
        "period",
        ">value",
        "unit",
        "printed",
        "published",
        "source",
        "quote",
    ]);
    let mut listed = Vec::new();
    for history in &histories {
        let shown: Vec<&Vintage> = if all {
            history.seen(view.as_of, view.known_at)
        } else {
            latest(history, view)
        };
        for vintage in shown {
            table.row(cells(history, vintage));
            listed.push(vintage_json(history, vintage));
        }
    }
    let mut text = table.text("no figures");
    let _ = writeln!(text, "{}", many(listed.len(), "figure", "figures"));
    Ok(Reply::new(json!({ "observations": listed }), text))
}

fn latest(history: &VintageHistory, view: View) -> Vec<&Vintage> {
    let Some(in_force) = vintage::in_force(history, view) else {
        return Vec::new();
    };
    let is_it =
        |vintage: &&Vintage| matches!(vintage, Vintage::Observed(observation) if **observation == *in_force);
    history.vintages.iter().filter(is_it).take(1).collect()
}

fn cells(history: &VintageHistory, vintage: &Vintage) -> Vec<String> {
    let key = &history.key;
    let mut cells = vec![
        key.indicator.to_string(),
        key.role.to_string(),
        key.period.to_string(),
    ];
    match vintage {
        Vintage::Observed(observation) => cells.extend([
            plain_decimal(observation.value),
            observation.unit.to_string(),
            observation.printed.clone(),
            observation.published.to_string(),
            observation.provenance.source.to_string(),
            first_quote(observation),
        ]),
        Vintage::Retracted {
            published, who, why, ..
        } => cells.extend([
            "retracted".to_owned(),
            String::new(),
            String::new(),
            published.to_string(),
            who.clone(),
            why.clone(),
        ]),
    }
    cells
}

pub(crate) fn first_quote(observation: &Observation) -> String {
    observation
        .evidence
        .first()
        .map(|evidence| evidence.quote.clone())
        .unwrap_or_default()
}

fn vintage_json(history: &VintageHistory, vintage: &Vintage) -> Value {
    let key = &history.key;
    match vintage {
        Vintage::Observed(observation) => observation_json(observation),
        Vintage::Retracted {
            published,
            known_at,
            who,
            why,
        } => json!({
            "indicator": key.indicator.as_str(), "role": key.role.as_str(), "period": key.period.to_string(),
            "dims": dims(&key.dims), "retracted": { "who": who, "why": why },
            "published": published.to_string(), "known_at": known_at.to_rfc3339(),
        }),
    }
}

/// An observation in the text forms of the product.
pub(crate) fn observation_json(observation: &Observation) -> Value {
    let provenance = &observation.provenance;
    let evidence: Vec<Value> = observation
        .evidence
        .iter()
        .map(|evidence| {
            json!({
                "role": evidence.role.as_str(), "document": evidence.document, "node": evidence.node,
                "quote": evidence.quote,
            })
        })
        .collect();
    json!({
        "indicator": observation.indicator.as_str(),
        "role": observation.role.as_str(),
        "period": observation.period.to_string(),
        "basis": observation.basis().as_str(),
        "value": plain_decimal(observation.value),
        "unit": observation.unit.as_str(),
        "comparison": observation.comparison.as_str(),
        "step": plain_decimal(observation.step),
        "printed": observation.printed,
        "scope": observation.scope,
        "dims": dims(&observation.dims),
        "published": observation.published.to_string(),
        "known_at": observation.known_at.to_rfc3339(),
        "source": provenance.source.as_str(),
        "tier": provenance.tier.get(),
        "url": provenance.url,
        "title": provenance.title,
        "snapshot": provenance.snapshot.map(|hash| hash.to_string()),
        "insecure": provenance.insecure,
        "origin": match &provenance.origin {
            Origin::Extracted(extractor) => json!({
                "plugin": extractor.plugin.as_str(), "version": extractor.version,
                "component": extractor.component.to_string(),
            }),
            Origin::Manual { who, why } => json!({ "who": who, "why": why }),
        },
        "evidence": evidence,
    })
}

/// Every figure with its evidence, as CSV or JSON Lines.
pub(crate) fn export(service: &Service, format: &str) -> Result<Reply, Refusal> {
    let content = match format {
        "csv" => csv(service)?,
        "jsonl" => {
            let mut lines = Vec::new();
            service
                .store()
                .export(&mut lines)
                .map_err(|error| store_refusal(&error))?;
            lines
        }
        _ => {
            return Err(Refusal::usage(format!("no form `{format}`"))
                .at("--format")
                .hint("csv or jsonl"));
        }
    };
    let bytes = content.len();
    Ok(Reply::new(json!({ "format": format, "bytes": bytes }), "").with_content(content))
}

/// The columns of the export: the first seven are those that an import takes.
const COLUMNS: [&str; 24] = [
    "indicator",
    "period",
    "value",
    "unit",
    "published",
    "source",
    "quote",
    "role",
    "comparison",
    "step",
    "printed",
    "scope",
    "dims",
    "known_at",
    "tier",
    "url",
    "title",
    "snapshot",
    "plugin",
    "version",
    "who",
    "why",
    "insecure",
    "retracted",
];

fn csv(service: &Service) -> Result<Vec<u8>, Refusal> {
    let failed = |error: csv::Error| Refusal::failed(format!("cannot write CSV: {error}"));
    let histories = service
        .store()
        .all_histories()
        .map_err(|error| store_refusal(&error))?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(failed)?;
    for history in &histories {
        for vintage in &history.vintages {
            writer.write_record(csv_row(history, vintage)).map_err(failed)?;
        }
    }
    writer
        .into_inner()
        .map_err(|error| Refusal::failed(format!("cannot write CSV: {error}")))
}

fn csv_row(history: &VintageHistory, vintage: &Vintage) -> Vec<String> {
    let key = &history.key;
    let dims = key
        .dims
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join(";");
    match vintage {
        Vintage::Observed(observation) => {
            let provenance = &observation.provenance;
            let [plugin, version, who, why] = match &provenance.origin {
                Origin::Extracted(extractor) => [
                    extractor.plugin.to_string(),
                    extractor.version.clone(),
                    String::new(),
                    String::new(),
                ],
                Origin::Manual { who, why } => [String::new(), String::new(), who.clone(), why.clone()],
            };
            vec![
                key.indicator.to_string(),
                key.period.to_string(),
                plain_decimal(observation.value),
                observation.unit.to_string(),
                observation.published.to_string(),
                provenance.source.to_string(),
                first_quote(observation),
                key.role.to_string(),
                observation.comparison.to_string(),
                plain_decimal(observation.step),
                observation.printed.clone(),
                observation.scope.clone(),
                dims,
                observation.known_at.to_rfc3339(),
                provenance.tier.get().to_string(),
                provenance.url.clone(),
                provenance.title.clone(),
                provenance
                    .snapshot
                    .map(|hash| hash.to_string())
                    .unwrap_or_default(),
                plugin,
                version,
                who,
                why,
                provenance.insecure.to_string(),
                false.to_string(),
            ]
        }
        Vintage::Retracted {
            published,
            known_at,
            who,
            why,
        } => {
            let mut row = vec![String::new(); COLUMNS.len()];
            let told = [
                (0, key.indicator.to_string()),
                (1, key.period.to_string()),
                (4, published.to_string()),
                (7, key.role.to_string()),
                (12, dims),
                (13, known_at.to_rfc3339()),
                (20, who.clone()),
                (21, why.clone()),
                (23, true.to_string()),
            ];
            for (place, text) in told {
                if let Some(cell) = row.get_mut(place) {
                    *cell = text;
                }
            }
            row
        }
    }
}
