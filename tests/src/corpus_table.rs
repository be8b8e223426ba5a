//! Writes the result of a measurement as Markdown tables.

use std::collections::BTreeMap;

use milepost_model::Decimal;

use crate::corpus::Part;
use crate::corpus_score::{Case, Tally};

/// The bars that a part must pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bars {
    /// The least precision, in percent.
    pub precision: Decimal,
    /// The least recall, in percent.
    pub recall: Decimal,
}

impl Bars {
    /// Precision 99.5 %, recall 95 %.
    pub fn standard() -> Self {
        Self {
            precision: Decimal::new(995, 1),
            recall: Decimal::from(95),
        }
    }

    /// Returns what a part fails at. A part from which nothing was read fails.
    pub fn failures(&self, part: &str, tally: &Tally) -> Vec<String> {
        let mut failures = Vec::new();
        if tally.forbidden > 0 {
            failures.push(format!(
                "{part}: {} forbidden values accepted, 0 allowed",
                tally.forbidden
            ));
        }
        if tally
            .precision()
            .is_none_or(|precision| precision < self.precision)
        {
            failures.push(format!(
                "{part}: precision {}, at least {} % needed",
                shown(tally.precision()),
                self.precision
            ));
        }
        if tally.recall().is_none_or(|recall| recall < self.recall) {
            failures.push(format!(
                "{part}: recall {}, at least {} % needed",
                shown(tally.recall()),
                self.recall
            ));
        }
        failures
    }
}

/// Counts the cases of a part.
pub fn total(part: &Part, cases: &[Case]) -> Tally {
    let mut tally = Tally {
        documents: part.sources.len(),
        ..Tally::default()
    };
    for case in cases {
        tally.add(case.verdict);
    }
    tally
}

/// Writes the tables of one part: in all, by language, by medium, by indicator.
pub fn tables(part: &Part, cases: &[Case]) -> String {
    let files = part.by_file();
    let language = |case: &Case| {
        files
            .get(case.file.as_str())
            .map_or("", |source| source.language.as_str())
    };
    let medium = |case: &Case| {
        files
            .get(case.file.as_str())
            .map_or("", |source| source.media.as_str())
    };
    let mut out = ["## ", &part.name, "\n\n"].concat();
    let all = total(part, cases);
    out += &table("", [("all".to_owned(), all)]);
    let (comparisons, read, targets) = (all.comparisons, all.targets_read, all.targets);
    out += "\n";
    out += &told(comparisons, read, targets);
    out += "\n\n";
    let mut by_language = group(cases, |case| language(case).to_owned());
    let mut by_medium = group(cases, |case| medium(case).to_owned());
    for source in &part.sources {
        by_language.entry(source.language.clone()).or_default().documents += 1;
        by_medium.entry(source.media.clone()).or_default().documents += 1;
    }
    out += &table("language", by_language);
    out += "\n";
    out += &table("medium", by_medium);
    out += "\n";
    let mut by_indicator = group(cases, |case| case.indicator.clone());
    for (indicator, tally) in &mut by_indicator {
        let mut own: Vec<&str> = part
            .labels
            .iter()
            .filter(|label| label.indicator == *indicator)
            .map(|label| label.file.as_str())
            .collect();
        own.sort_unstable();
        own.dedup();
        tally.documents = own.len();
    }
    out += &table("indicator", by_indicator);
    out
}

fn told(comparisons: usize, read: usize, targets: usize) -> String {
    format!("Right but for the comparison: {comparisons}. Targets read as targets: {read} of {targets}.")
}

fn group(cases: &[Case], key: impl Fn(&Case) -> String) -> BTreeMap<String, Tally> {
    let mut groups: BTreeMap<String, Tally> = BTreeMap::new();
    for case in cases {
        groups.entry(key(case)).or_default().add(case.verdict);
    }
    groups
}

fn table(first: &str, rows: impl IntoIterator<Item = (String, Tally)>) -> String {
    let head = [
        first,
        "documents",
        "labels",
        "right",
        "missed",
        "wrong",
        "forbidden",
        "precision",
        "recall",
    ];
    let mut lines = vec![
        line(&head.map(str::to_owned)),
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|\n".to_owned(),
    ];
    lines.extend(rows.into_iter().map(|(name, tally)| {
        line(&[
            name,
            tally.documents.to_string(),
            (tally.right + tally.missed).to_string(),
            tally.right.to_string(),
            tally.missed.to_string(),
            tally.wrong.to_string(),
            tally.forbidden.to_string(),
            shown(tally.precision()),
            shown(tally.recall()),
        ])
    }));
    lines.concat()
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Cut, not rounded, so that nothing is shown as reached that is not.
fn shown(percent: Option<Decimal>) -> String {
    percent.map_or_else(
        || "–".to_owned(),
        |percent| format!("{:.2} %", percent.trunc_with_scale(2)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(right: usize, missed: usize, wrong: usize, forbidden: usize, failures: usize) {
        let tally = Tally {
            right,
            missed,
            wrong,
            forbidden,
            ..Tally::default()
        };
        assert_eq!(Bars::standard().failures("held-out", &tally).len(), failures);
    }

    #[test]
    fn each_bar_fails_for_itself() {
        check(995, 5, 5, 0, 0);
        check(994, 5, 6, 0, 1);
        check(949, 51, 0, 0, 1);
        check(1000, 0, 1, 1, 1);
        check(0, 0, 0, 0, 2);
    }

    #[test]
    fn percentages_are_cut() {
        assert_eq!(shown(Some(Decimal::new(99_499, 3))), "99.49 %");
        assert_eq!(shown(None), "–");
    }
}
