//! Candidates that were set aside: listed, taken in after all, or turned down for good.

use std::fmt::Write as _;

use milepost_grammar::quantity;
use milepost_model::{Candidate, Decimal, EvidenceRole, Extractor, Observation, Origin, Provenance};
use milepost_store::{PluginUse, ReviewDecision, ReviewItem};
use serde_json::{Value, json};

use crate::ingest::dims;
use crate::service::{Service, store_refusal};
use crate::table::{Table, many};
use crate::{Refusal, Reply, input};

/// What waits for a decision.
pub(crate) fn list(service: &Service) -> Result<Reply, Refusal> {
    let open = service
        .store()
        .open_reviews()
        .map_err(|error| store_refusal(&error))?;
    let mut table = Table::new(&[
        "id",
        "indicator",
        "period",
        ">value",
        "unit",
        "printed",
        "reason",
        "bulletin",
    ]);
    for review in &open {
        let candidate = &review.item.candidate;
        table.row([
            review.item.id.clone(),
            candidate.indicator.clone(),
            candidate.period.clone(),
            candidate.value.clone(),
            candidate.unit.clone(),
            candidate.printed.clone(),
            format!("{}: {}", review.item.code, review.item.message),
            review.url.clone(),
        ]);
    }
    let mut text = table.text("nothing was set aside");
    if !open.is_empty() {
        let _ = writeln!(
            text,
            "{}; `milepost review accept|reject ID --who NAME --why REASON`",
            many(open.len(), "candidate waits", "candidates wait")
        );
    }
    let reviews: Vec<Value> = open.iter().map(item_json).collect();
    Ok(Reply::new(json!({ "reviews": reviews }), text))
}

fn item_json(review: &ReviewItem) -> Value {
    let candidate = &review.item.candidate;
    let evidence: Vec<Value> = candidate
        .evidence
        .iter()
        .map(|evidence| {
            json!({
                "role": evidence.role, "document": evidence.document, "node": evidence.node, "quote": evidence.quote,
            })
        })
        .collect();
    json!({
        "id": review.item.id,
        "plugin": review.item.plugin.as_str(),
        "code": review.item.code,
        "message": review.item.message,
        "indicator": candidate.indicator,
        "role": candidate.role,
        "period": candidate.period,
        "value": candidate.value,
        "unit": candidate.unit,
        "comparison": candidate.comparison,
        "printed": candidate.printed,
        "scope": candidate.scope,
        "dims": dims(&candidate.dims),
        "evidence": evidence,
        "source": review.source.as_str(),
        "url": review.url,
        "title": review.title,
        "snapshot": review.snapshot.to_string(),
        "published": review.published.map(|day| day.to_string()),
        "set_aside_at": review.set_aside_at.to_rfc3339(),
    })
}

/// Decides about a candidate.
pub(crate) fn decide(
    service: &Service,
    id: &str,
    accept: bool,
    who: &str,
    why: &str,
) -> Result<Reply, Refusal> {
    let (who, why) = (input::said(who, "--who")?, input::said(why, "--why")?);
    let decision = ReviewDecision {
        is_accepted: accept,
        who,
        why,
        at: service.now(),
    };
    if !accept {
        service
            .store()
            .reject_review(id, decision)
            .map_err(|error| decided(&error))?;
        return Ok(Reply::new(
            json!({ "id": id, "accepted": false }),
            format!("{id} stays out for good\n"),
        ));
    }
    let review = service.store().review(id).map_err(|error| decided(&error))?;
    let observation = observation(service, &review)?;
    let recorded = service
        .store()
        .accept_review(id, &observation, decision)
        .map_err(|error| decided(&error))?;
    let json = json!({
        "id": id, "accepted": true, "new": recorded.new_observations, "revised": recorded.revised,
        "corroborated": recorded.corroborated, "unchanged": recorded.unchanged,
    });
    let text = format!(
        "{id} is taken in: {} {} = {}\n",
        observation.indicator, observation.period, observation.value
    );
    Ok(Reply::new(json, text))
}

fn decided(error: &milepost_store::StoreError) -> Refusal {
    let refusal = store_refusal(error);
    if matches!(error, milepost_store::StoreError::UnknownReview(_)) {
        return Refusal {
            exit: crate::Exit::Usage,
            ..refusal
        }
        .hint("`milepost review list` shows the ids");
    }
    refusal
}

/// The observation that a candidate comes to.
fn observation(service: &Service, review: &ReviewItem) -> Result<Observation, Refusal> {
    let candidate = review
        .item
        .candidate
        .to_candidate()
        .map_err(|error| store_refusal(&error))?;
    let published = review.published.ok_or_else(|| {
        Refusal::failed("nothing says when the bulletin was published")
            .at(review.url.clone())
            .hint("enter the figure by `milepost observations override`, which takes the day")
    })?;
    let step = step(&candidate);
    Ok(Observation {
        indicator: candidate.indicator,
        role: candidate.role,
        period: candidate.period,
        value: candidate.value,
        unit: candidate.unit,
        comparison: candidate.comparison,
        step,
        printed: candidate.printed,
        scope: candidate.scope,
        dims: candidate.dims,
        evidence: candidate.evidence,
        published,
        known_at: service.now(),
        provenance: provenance(service, review)?,
    })
}

fn provenance(service: &Service, review: &ReviewItem) -> Result<Provenance, Refusal> {
    let source = service.inner.config.source(&review.source);
    let documents = service
        .store()
        .article_documents(&review.source, &review.article_id)
        .map_err(|error| store_refusal(&error))?;
    let by = |plugin_use: &&PluginUse| plugin_use.plugin == review.item.plugin;
    let used = documents
        .iter()
        .filter(|document| document.snapshot == review.snapshot)
        .find_map(|document| document.plugins.iter().find(by))
        .ok_or_else(|| {
            Refusal::failed("the record of the bulletin does not name the extractor").at(review.url.clone())
        })?;
    Ok(Provenance {
        source: review.source.clone(),
        tier: source.map_or(service.inner.by_hand.tier, |source| source.tier),
        url: review.url.clone(),
        title: review.title.clone(),
        snapshot: Some(review.snapshot),
        origin: Origin::Extracted(Extractor {
            plugin: used.plugin.clone(),
            version: used.version.clone(),
            component: used.component,
        }),
        // A site whose certificates are not checked marks every figure, one that a person takes in too.
        insecure: review.url.starts_with("https:")
            && source.is_some_and(|source| source.tls.insecure.is_some()),
    })
}

/// One unit of the last printed digit, read again from the words of the page; where they do not say, of the value.
fn step(candidate: &Candidate) -> Decimal {
    let unit = candidate
        .evidence
        .iter()
        .find(|evidence| evidence.role == EvidenceRole::Unit);
    let hint = unit.map(|unit| {
        unit.quote
            .rsplit(['：', ':'])
            .next()
            .unwrap_or(&unit.quote)
            .trim()
    });
    quantity(&candidate.printed, hint)
        .ok()
        .filter(|read| read.value == candidate.value)
        .map_or_else(|| Decimal::new(1, candidate.value.scale()), |read| read.step)
}
