//! Digests of what a report was made of: SHA-256 over a canonical text, whatever order things arrived in.
//!
//! Every field is written as its length, a colon and its bytes, so that no two inputs share a text.

use std::fmt::Write as _;

use chrono::Timelike as _;
use milepost_model::{
    Bilingual, Indicator, Plan, Target, Timestamp, Tolerance, Vintage, VintageHistory, plain_decimal,
};
use milepost_trajectory::View;
use sha2::{Digest as _, Sha256};

/// The digest of the figures and how many there were.
pub(crate) struct Seen {
    /// SHA-256 in hexadecimal.
    pub(crate) sha256: String,
    /// How many states of figures it covers.
    pub(crate) count: usize,
}

/// 64 KiB: the digest takes long stretches faster than many short ones.
const STRETCH: usize = 1 << 16;

/// A canonical text on its way into a digest.
struct Canon {
    digest: Sha256,
    waiting: String,
}

impl Canon {
    fn new(kind: &str) -> Self {
        let mut canon = Self {
            digest: Sha256::new(),
            waiting: String::with_capacity(2 * STRETCH),
        };
        canon.field(kind);
        canon
    }

    fn field(&mut self, text: &str) {
        // Writing to a text cannot fail.
        let _ = write!(self.waiting, "{}:", text.len());
        self.waiting.push_str(text);
        if self.waiting.len() >= STRETCH {
            self.digest.update(&self.waiting);
            self.waiting.clear();
        }
    }

    fn optional(&mut self, text: Option<String>) {
        match text {
            Some(text) => self.field(&text),
            // A text cannot have this length, so none differs from every text.
            None => self.waiting.push_str("-:"),
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

    fn finish(mut self) -> String {
        self.digest.update(&self.waiting);
        hex::encode(self.digest.finalize())
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
    let mut states = States::default();
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

/// Room to work in: the states of a figure as texts, and one text.
#[derive(Default)]
struct States {
    texts: Vec<String>,
    text: String,
}

/// Writes the states of one figure and returns how many there were.
fn write_history(canon: &mut Canon, history: &VintageHistory, view: View, states: &mut States) -> usize {
    let mut seen = history
        .vintages
        .iter()
        .filter(|vintage| vintage.published() <= view.as_of && vintage.known_at() <= view.known_at);
    let Some(first) = seen.next() else { return 0 };
    let key = &history.key;
    canon.field(key.indicator.as_str());
    canon.field(key.role.as_str());
    states.text.clear();
    let _ = write!(states.text, "{}", key.period);
    canon.field(&states.text);
    canon.list(&key.dims, |canon, (name, value)| {
        canon.field(name);
        canon.field(value);
    });
    states.text.clear();
    state(&mut states.text, first);
    let Some(second) = seen.next() else {
        // Most figures were never published anew.
        canon.field("1");
        canon.field(&states.text);
        return 1;
    };
    let mut texts = std::mem::take(&mut states.texts);
    texts.clear();
    texts.push(states.text.clone());
    texts.extend(std::iter::once(second).chain(seen).map(|vintage| {
        let mut text = String::new();
        state(&mut text, vintage);
        text
    }));
    // In the order of their text, so that neither arrival nor ties in publication matter.
    texts.sort_unstable();
    canon.list(&texts, |canon, state| canon.field(state));
    states.texts = texts;
    states.texts.len()
}

/// Appends what a state says.
fn state(out: &mut String, vintage: &Vintage) {
    let _ = write!(out, "{} ", vintage.published());
    instant(out, vintage.known_at());
    match vintage {
        Vintage::Observed(observation) => {
            let from = &observation.provenance;
            let _ = write!(
                out,
                " {} {} {} {} {} {} ",
                observation.value.normalize(),
                observation.unit.as_str(),
                observation.comparison.as_str(),
                observation.step.normalize(),
                from.source.as_str(),
                from.tier.get(),
            );
            if let Some(snapshot) = &from.snapshot {
                for byte in snapshot.as_bytes() {
                    for digit in [byte >> 4, byte & 15] {
                        out.extend(char::from_digit(u32::from(digit), 16));
                    }
                }
            }
            out.push(' ');
            out.push_str(&from.url);
        }
        Vintage::Retracted { who, why, .. } => {
            let _ = write!(out, " retracted {}:{who} {why}", who.len());
        }
    }
}

/// Appends an instant as RFC 3339 with its offset. Whole seconds go without the general formatter.
fn instant(out: &mut String, at: Timestamp) {
    let time = at.time();
    if time.nanosecond() != 0 {
        out.push_str(&at.to_rfc3339());
        return;
    }
    let _ = write!(
        out,
        "{}T{:02}:{:02}:{:02}+00:00",
        at.date_naive(),
        time.hour(),
        time.minute(),
        time.second()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_those_of_rfc_3339() {
        for text in ["2025-10-24T01:30:00+00:00", "2025-10-24T01:30:00.000000120+00:00"] {
            let at: Timestamp = text.parse().unwrap();
            let mut out = String::new();
            instant(&mut out, at);
            assert_eq!(out, at.to_rfc3339());
        }
    }
}
