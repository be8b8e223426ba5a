//! What was stated about a figure: an observation with its proof and place, or a retraction.

use chrono::NaiveDate;
use milepost_model::{
    Comparison, ContentHash, Decimal, Evidence, EvidenceRole, Extractor, FigureKey, IndicatorId, Observation,
    Origin, Period, PluginId, Provenance, Role, SourceId, SourceTier, Timestamp, Unit, Vintage,
};
use serde::{Deserialize, Serialize};

use super::as_text;

/// One statement about a figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Statement {
    Observed(Box<Observed>),
    Retracted(Box<Retracted>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Observed {
    #[serde(with = "as_text")]
    pub(crate) indicator: IndicatorId,
    #[serde(with = "as_text")]
    pub(crate) role: Role,
    #[serde(with = "as_text")]
    pub(crate) period: Period,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) dims: Vec<(String, String)>,
    #[serde(with = "as_text::decimal")]
    pub(crate) value: Decimal,
    #[serde(with = "as_text")]
    pub(crate) unit: Unit,
    #[serde(with = "as_text")]
    pub(crate) comparison: Comparison,
    #[serde(with = "as_text::decimal")]
    pub(crate) step: Decimal,
    pub(crate) printed: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) scope: String,
    pub(crate) evidence: Vec<Quote>,
    pub(crate) published: NaiveDate,
    pub(crate) known_at: Timestamp,
    #[serde(with = "as_text")]
    pub(crate) source: SourceId,
    pub(crate) tier: u8,
    pub(crate) url: String,
    pub(crate) title: String,
    #[serde(default, with = "as_text::option_hash")]
    pub(crate) snapshot: Option<ContentHash>,
    pub(crate) origin: From,
    #[serde(default)]
    pub(crate) insecure: bool,
    /// The article it stands in; none for figures entered by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) article: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Quote {
    #[serde(with = "as_text")]
    role: EvidenceRole,
    document: u32,
    node: u32,
    #[serde(rename = "quote")]
    words: String,
}

/// How an observation came to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum From {
    Extracted {
        #[serde(with = "as_text")]
        plugin: PluginId,
        version: String,
        #[serde(with = "as_text::hash")]
        component: ContentHash,
    },
    Manual {
        who: String,
        why: String,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Retracted {
    #[serde(with = "as_text")]
    pub(crate) indicator: IndicatorId,
    #[serde(with = "as_text")]
    pub(crate) role: Role,
    #[serde(with = "as_text")]
    pub(crate) period: Period,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) dims: Vec<(String, String)>,
    pub(crate) published: NaiveDate,
    pub(crate) known_at: Timestamp,
    pub(crate) who: String,
    pub(crate) why: String,
}

impl Statement {
    /// Returns what it is a statement about.
    pub(crate) fn figure(&self) -> FigureKey {
        match self {
            Self::Observed(observed) => observed.figure(),
            Self::Retracted(retracted) => FigureKey {
                indicator: retracted.indicator.clone(),
                role: retracted.role,
                period: retracted.period,
                dims: retracted.dims.clone(),
            },
        }
    }

    /// Translates it to the domain's words. `None` where the tier is none: the record was not written by us.
    pub(crate) fn into_vintage(self) -> Option<Vintage> {
        match self {
            Self::Observed(observed) => Some(Vintage::Observed(Box::new(observed.into_observation()?))),
            Self::Retracted(retracted) => Some(Vintage::Retracted {
                published: retracted.published,
                known_at: retracted.known_at,
                who: retracted.who,
                why: retracted.why,
            }),
        }
    }
}

impl Observed {
    pub(crate) fn figure(&self) -> FigureKey {
        FigureKey {
            indicator: self.indicator.clone(),
            role: self.role,
            period: self.period,
            dims: self.dims.clone(),
        }
    }

    /// Tells whether a person entered it.
    pub(crate) const fn is_manual(&self) -> bool {
        matches!(self.origin, From::Manual { .. })
    }

    /// Translates an observation of the article into its record.
    pub(crate) fn new(observation: &Observation, article: Option<&str>) -> Self {
        let provenance = &observation.provenance;
        let mut dims = observation.dims.clone();
        dims.sort();
        let quotes = observation.evidence.iter().map(|evidence| Quote {
            role: evidence.role,
            document: evidence.document,
            node: evidence.node,
            words: evidence.quote.clone(),
        });
        Self {
            indicator: observation.indicator.clone(),
            role: observation.role,
            period: observation.period,
            dims,
            value: observation.value,
            unit: observation.unit,
            comparison: observation.comparison,
            step: observation.step,
            printed: observation.printed.clone(),
            scope: observation.scope.clone(),
            evidence: quotes.collect(),
            published: observation.published,
            known_at: observation.known_at,
            source: provenance.source.clone(),
            tier: provenance.tier.get(),
            url: provenance.url.clone(),
            title: provenance.title.clone(),
            snapshot: provenance.snapshot,
            origin: match &provenance.origin {
                Origin::Extracted(extractor) => From::Extracted {
                    plugin: extractor.plugin.clone(),
                    version: extractor.version.clone(),
                    component: extractor.component,
                },
                Origin::Manual { who, why } => From::Manual {
                    who: who.clone(),
                    why: why.clone(),
                },
            },
            insecure: provenance.insecure,
            article: article.map(str::to_owned),
        }
    }

    fn into_observation(self) -> Option<Observation> {
        let evidence = self.evidence.into_iter().map(|quote| Evidence {
            role: quote.role,
            document: quote.document,
            node: quote.node,
            quote: quote.words,
        });
        Some(Observation {
            indicator: self.indicator,
            role: self.role,
            period: self.period,
            value: self.value,
            unit: self.unit,
            comparison: self.comparison,
            step: self.step,
            printed: self.printed,
            scope: self.scope,
            dims: self.dims,
            evidence: evidence.collect(),
            published: self.published,
            known_at: self.known_at,
            provenance: Provenance {
                source: self.source,
                tier: SourceTier::new(self.tier)?,
                url: self.url,
                title: self.title,
                snapshot: self.snapshot,
                origin: match self.origin {
                    From::Extracted {
                        plugin,
                        version,
                        component,
                    } => Origin::Extracted(Extractor {
                        plugin,
                        version,
                        component,
                    }),
                    From::Manual { who, why } => Origin::Manual { who, why },
                },
                insecure: self.insecure,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content_hash;

    prop_compose! {
        fn observation()(
            number in any::<i64>(), scale in 0_u32..10, step in 0_i64..1_000_000, texts in any::<[String; 5]>(),
            dims in proptest::collection::vec((".{0,8}", ".{0,8}"), 0..3),
            days in 0_u64..60_000, nanos in any::<i64>(), tier in 1_u8..=9, is_manual: bool, insecure: bool,
            month in 1_u32..=12, node: u32, unit in 0..Unit::ALL.len(), snapshot in any::<Option<u64>>(),
        ) -> Observation {
            let [printed, scope, title, url, words] = texts;
            let mut dims = dims;
            dims.sort();
            let extracted = Origin::Extracted(Extractor {
                plugin: PluginId::parse("trade").unwrap(),
                version: printed.clone(),
                component: content_hash(b"component"),
            });
            let manual = Origin::Manual { who: words.clone(), why: scope.clone() };
            Observation {
                indicator: IndicatorId::parse("trade.total").unwrap(),
                role: Role::ALL[usize::try_from(month).unwrap() % Role::ALL.len()],
                period: Period::months(2024, 1, month).unwrap(),
                value: Decimal::new(number, scale),
                unit: Unit::ALL[unit],
                comparison: Comparison::ALL[usize::from(tier) % Comparison::ALL.len()],
                step: Decimal::new(step, scale),
                printed,
                scope,
                dims,
                evidence: vec![Evidence { role: EvidenceRole::Value, document: 1, node, quote: words }],
                published: NaiveDate::default() + chrono::Days::new(days),
                known_at: Timestamp::from_timestamp_nanos(nanos),
                provenance: Provenance {
                    source: SourceId::parse("cq-statistics").unwrap(),
                    tier: SourceTier::new(tier).unwrap(),
                    url,
                    title,
                    snapshot: snapshot.map(|number| content_hash(&number.to_be_bytes())),
                    origin: if is_manual { manual } else { extracted },
                    insecure,
                },
            }
        }
    }

    proptest! {
        #[test]
        fn an_observation_comes_back_from_its_record(given in observation()) {
            let statement = Statement::Observed(Box::new(Observed::new(&given, Some("article"))));
            let json = serde_json::to_vec(&statement).unwrap();
            let read: Statement = serde_json::from_slice(&json).unwrap();
            prop_assert_eq!(&read, &statement);
            let Some(Vintage::Observed(read)) = read.into_vintage() else { panic!() };
            prop_assert_eq!(read.value.to_string(), given.value.to_string());
            prop_assert_eq!(*read, given);
        }

        #[test]
        fn no_json_panics(text in "\\PC{0,80}") {
            let _ = serde_json::from_str::<Statement>(&text);
        }
    }
}
