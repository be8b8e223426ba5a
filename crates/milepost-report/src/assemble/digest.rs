//! Digests of what a report was made of: SHA-256 over a canonical text, whatever order things arrived in.
//!
//! Every field is written as its length, a colon and its bytes, so that no two inputs share a text.

use milepost_model::{Bilingual, Indicator, Plan, Target, Tolerance, Vintage, VintageHistory, plain_decimal};
use milepost_trajectory::View;
use sha2::{Digest as _, Sha256};

/// The digest of the figures and how many there were.
pub(crate) struct Seen {
    /// SHA-256 in hexadecimal.
    pub(crate) sha256: String,
    /// How many states of figures it covers.
    pub(crate) count: usize,
}

/// A canonical text on its way into a digest.
struct Canon(Sha256);

impl Canon {
    fn new(kind: &str) -> Self {
        let mut canon = Self(Sha256::new());
        canon.field(kind);
        canon
    }

    fn field(&mut self, text: &str) {
        self.0.update(text.len().to_string());
        self.0.update(b":");
        self.0.update(text);
    }

    fn optional(&mut self, text: Option<String>) {
        match text {
            Some(text) => self.field(&text),
            // A text cannot have this length, so none differs from every text.
            None => self.0.update(b"-:"),
        }
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.field(&items.len().to_string());
        for item in items {
            write(self, item);
        }
    }

    fn bilingual(&mut self, words: &Bilingual) {
        self.field(&words.en);
        self.field(&words.zh);
    }

    fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

/// Returns the digest of the plan.
pub(crate) fn plan(plan: &Plan) -> String {
    let mut canon = Canon::new("milepost-plan/1");
    canon.field(plan.id.as_str());
    canon.bilingual(&plan.title);
    canon.field(&plan.area);
    canon.list(&plan.area_names, |canon, name| canon.field(name));
    canon.field(&plan.zone);
    canon.field(&plan.horizon.to_string());
    canon.list(&plan.indicators, indicator);
    canon.list(&plan.identities, |canon, identity| {
        canon.field(identity.whole.as_str());
        canon.list(&identity.parts, |canon, part| canon.field(part.as_str()));
    });
    canon.finish()
}

fn indicator(canon: &mut Canon, indicator: &Indicator) {
    canon.field(indicator.id.as_str());
    canon.bilingual(&indicator.title);
    canon.field(&indicator.theme);
    for word in [
        indicator.unit.as_str(),
        indicator.measure.as_str(),
        indicator.direction.as_str(),
    ] {
        canon.field(word);
    }
    let baseline = indicator.baseline.as_ref();
    canon.optional(baseline.map(|baseline| baseline.period.to_string()));
    canon.optional(baseline.map(|baseline| plain_decimal(baseline.value)));
    canon.optional(baseline.map(|baseline| baseline.source.clone()));
    canon.list(&indicator.targets, target);
    canon.optional(indicator.natural_limit.map(plain_decimal));
    let sdsn = indicator.sdsn.as_ref();
    canon.optional(sdsn.map(|bounds| plain_decimal(bounds.optimum)));
    canon.optional(sdsn.map(|bounds| plain_decimal(bounds.lower)));
    canon.optional(sdsn.and_then(|bounds| bounds.threshold).map(plain_decimal));
    canon.list(&indicator.breaks, |canon, broken| {
        canon.field(&broken.from.to_string());
        canon.bilingual(&broken.why);
        canon.optional(broken.splice.map(plain_decimal));
    });
    canon.optional(indicator.lag_days.map(|days| days.to_string()));
    canon.optional(indicator.every_months.map(|months| months.to_string()));
    canon.field(if indicator.has_season {
        "season"
    } else {
        "no season"
    });
    canon.optional(indicator.tolerance.map(|tolerance| match tolerance {
        Tolerance::Absolute(value) => format!("absolute {}", plain_decimal(value)),
        Tolerance::Percent(value) => format!("percent {}", plain_decimal(value)),
    }));
    canon.optional(indicator.note.as_ref().map(|note| note.en.clone()));
    canon.optional(indicator.note.as_ref().map(|note| note.zh.clone()));
}

fn target(canon: &mut Canon, target: &Target) {
    for word in [
        target.kind.as_str(),
        target.operator.as_str(),
        target.path.as_str(),
    ] {
        canon.field(word);
    }
    canon.optional(target.value.map(plain_decimal));
    canon.optional(target.upper.map(plain_decimal));
    canon.field(&target.by.to_string());
    canon.optional(target.from_year.map(|year| year.to_string()));
    canon.list(&target.milestones, |canon, (period, value)| {
        canon.field(&period.to_string());
        canon.field(&plain_decimal(*value));
    });
    canon.optional(target.valid_from.map(|day| day.to_string()));
    canon.field(&target.source);
    canon.optional(target.quote.clone());
    canon.field(&plain_decimal(target.thresholds.on_track));
    canon.field(&plain_decimal(target.thresholds.lagging));
}

/// Returns the digest of the figures that were published and known by the view.
///
/// It covers what a figure says and the bytes it was read from; the quotes follow from the bytes.
pub(crate) fn figures(histories: &[VintageHistory], view: View) -> Seen {
    // Histories mostly come indicator by indicator: sorting the runs, then each run, spares most comparisons.
    let indicator = |run: &&[VintageHistory]| run.first().map(|history| history.key.indicator.clone());
    let mut runs: Vec<&[VintageHistory]> = histories
        .chunk_by(|a, b| a.key.indicator == b.key.indicator)
        .collect();
    runs.sort_by_cached_key(indicator);
    let mut canon = Canon::new("milepost-figures/1");
    let mut count = 0;
    let mut states: Vec<String> = Vec::new();
    let mut own: Vec<&VintageHistory> = Vec::new();
    for runs in runs.chunk_by(|a, b| indicator(a) == indicator(b)) {
        own.clear();
        own.extend(runs.iter().copied().flatten());
        own.sort_by(|a, b| a.key.cmp(&b.key));
        for history in &own {
            count += write_history(&mut canon, history, view, &mut states);
        }
    }
    Seen {
        sha256: canon.finish(),
        count,
    }
}

/// Writes the states of one figure and returns how many there were. `states` is room to work in.
fn write_history(canon: &mut Canon, history: &VintageHistory, view: View, states: &mut Vec<String>) -> usize {
    states.clear();
    states.extend(history.seen(view.as_of, view.known_at).into_iter().map(state));
    if states.is_empty() {
        return 0;
    }
    // Ties in publication and knowledge are put into the order of their text.
    states.sort_unstable();
    let key = &history.key;
    canon.field(key.indicator.as_str());
    canon.field(key.role.as_str());
    canon.field(&key.period.to_string());
    canon.list(&key.dims, |canon, (name, value)| {
        canon.field(name);
        canon.field(value);
    });
    canon.list(states, |canon, state| canon.field(state));
    states.len()
}

fn state(vintage: &Vintage) -> String {
    let (published, known_at) = (vintage.published(), vintage.known_at().to_rfc3339());
    match vintage {
        Vintage::Observed(observation) => {
            let from = &observation.provenance;
            let snapshot = from
                .snapshot
                .as_ref()
                .map(|snapshot| hex::encode(snapshot.as_bytes()))
                .unwrap_or_default();
            format!(
                "{published} {known_at} {} {} {} {} {} {} {snapshot} {}",
                observation.value.normalize(),
                observation.unit,
                observation.comparison,
                observation.step.normalize(),
                from.source,
                from.tier.get(),
                from.url,
            )
        }
        Vintage::Retracted { who, why, .. } => {
            format!("{published} {known_at} retracted {}:{who} {why}", who.len())
        }
    }
}
