//! Compares what was read with what the corpus says: right, wrong, forbidden, missed.

use std::collections::{BTreeMap, BTreeSet};

use milepost_model::{Decimal, Role};

use crate::corpus::{Forbidden, Label, Part};
use crate::corpus_extract::{Answer, Found};

/// What became of one accepted figure or one label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A label, read with its value and unit.
    Right,
    /// A label that was not read.
    Missed,
    /// An accepted figure that is neither labelled nor allowed.
    Wrong,
    /// An accepted figure that the corpus forbids.
    Forbidden,
    /// A label read right, but with another comparison; counted as right as well.
    OtherComparison,
    /// A target that was read as a target.
    TargetRead,
    /// A target that was not read; no fault, as targets come from the plan.
    TargetUnread,
}

/// One line of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What became of it.
    pub verdict: Verdict,
    /// The document.
    pub file: String,
    /// The indicator.
    pub indicator: String,
    /// For a reader: role, period, value, quote, and the reason.
    pub told: String,
}

/// Counts of one group of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Documents.
    pub documents: usize,
    /// Labels read right.
    pub right: usize,
    /// Labels not read.
    pub missed: usize,
    /// Wrong figures accepted, forbidden ones among them.
    pub wrong: usize,
    /// Forbidden figures accepted.
    pub forbidden: usize,
    /// Right ones with another comparison.
    pub comparisons: usize,
    /// Targets read as targets.
    pub targets_read: usize,
    /// Targets in all.
    pub targets: usize,
}

impl Tally {
    /// Counts one more case.
    pub fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Right => self.right += 1,
            Verdict::Missed => self.missed += 1,
            Verdict::Wrong => self.wrong += 1,
            Verdict::Forbidden => {
                self.wrong += 1;
                self.forbidden += 1;
            }
            Verdict::OtherComparison => self.comparisons += 1,
            Verdict::TargetRead => {
                self.targets += 1;
                self.targets_read += 1;
            }
            Verdict::TargetUnread => self.targets += 1,
        }
    }

    /// Returns the share of accepted figures that are right, in percent; none where nothing was accepted.
    pub fn precision(&self) -> Option<Decimal> {
        percent(self.right, self.right + self.wrong)
    }

    /// Returns the share of labels that were read, in percent; none without labels.
    pub fn recall(&self) -> Option<Decimal> {
        percent(self.right, self.right + self.missed)
    }
}

fn percent(part: usize, whole: usize) -> Option<Decimal> {
    (whole > 0).then(|| Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole))
}

/// Compares the answers with the labels of a part.
pub fn compare(part: &Part, answers: &BTreeMap<String, Answer>) -> Vec<Case> {
    let none = Answer::default();
    let mut cases = Vec::new();
    for source in &part.sources {
        let of_file = |labels: &[Label]| -> Vec<Label> {
            let own = labels.iter().filter(|label| label.file == source.file);
            own.cloned().collect()
        };
        let page = Page {
            file: &source.file,
            labels: of_file(&part.labels),
            optional: of_file(&part.optional),
            forbidden: part
                .forbidden
                .iter()
                .filter(|row| row.file == source.file)
                .collect(),
        };
        page.compare(answers.get(&source.file).unwrap_or(&none), &mut cases);
    }
    cases
}

struct Page<'a> {
    file: &'a str,
    labels: Vec<Label>,
    optional: Vec<Label>,
    forbidden: Vec<&'a Forbidden>,
}

impl Page<'_> {
    fn compare(&self, answer: &Answer, cases: &mut Vec<Case>) {
        let mut read = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for found in &answer.accepted {
            let key = (
                &found.indicator,
                found.role,
                found.period.to_string(),
                found.value,
            );
            if !seen.insert(key) {
                continue;
            }
            let label = self.labels.iter().position(|label| is_fact(label, found));
            if let Some(index) = label {
                read.insert(index);
            }
            let judged = match label.and_then(|index| self.labels.get(index)) {
                Some(label) => other_comparison(label, found),
                None => self.judge(found),
            };
            if let Some((verdict, why)) = judged {
                cases.push(self.case(verdict, &found.indicator, &tell(found, &why)));
            }
        }
        for (index, label) in self.labels.iter().enumerate() {
            let is_target = label.role == Role::Target;
            let is_read = read.contains(&index)
                || is_target && answer.refused.iter().any(|found| is_fact(label, found));
            let verdict = match (is_target, is_read) {
                (false, true) => Verdict::Right,
                (false, false) => Verdict::Missed,
                (true, true) => Verdict::TargetRead,
                (true, false) => Verdict::TargetUnread,
            };
            cases.push(self.case(verdict, &label.indicator, &tell_label(label, answer)));
        }
    }

    /// Judges a figure that is no label's. None: neither right nor wrong.
    fn judge(&self, found: &Found) -> Option<(Verdict, String)> {
        if found.role == Role::Target {
            return None;
        }
        let forbids = |row: &&&Forbidden| {
            row.indicator == found.indicator
                && row.value.is_none_or(|value| value == found.value)
                && row.period.is_none_or(|period| period == found.period)
        };
        if let Some(row) = self.forbidden.iter().find(forbids) {
            return Some((Verdict::Forbidden, row.why.clone()));
        }
        if self.optional.iter().any(|label| is_fact(label, found)) {
            return None;
        }
        let near = self
            .labels
            .iter()
            .chain(&self.optional)
            .find(|label| is_key(label, found));
        match near {
            Some(label) if is_rounding(label.value, found) => None,
            Some(label) => Some((
                Verdict::Wrong,
                format!("the value is {}", label.value.normalize()),
            )),
            None => Some((Verdict::Wrong, "no such fact".to_owned())),
        }
    }

    fn case(&self, verdict: Verdict, indicator: &str, told: &str) -> Case {
        Case {
            verdict,
            file: self.file.to_owned(),
            indicator: indicator.to_owned(),
            told: told.to_owned(),
        }
    }
}

fn tell_label(label: &Label, answer: &Answer) -> String {
    let line = format!(
        "{} {} {} {} «{}»",
        label.role,
        label.period,
        label.value.normalize(),
        label.unit,
        label.quote
    );
    match &answer.error {
        Some(error) => format!("{line} — the document was not read: {error}"),
        None => line,
    }
}

fn other_comparison(label: &Label, found: &Found) -> Option<(Verdict, String)> {
    let expected = label.comparison?;
    (expected.as_str() != found.comparison)
        .then(|| (Verdict::OtherComparison, format!("the comparison is {expected}")))
}

fn is_key(label: &Label, found: &Found) -> bool {
    label.indicator == found.indicator && label.role == found.role && is_period(label, found)
}

fn is_fact(label: &Label, found: &Found) -> bool {
    is_key(label, found) && label.value == found.value && label.unit == found.unit
}

/// A target is for the end of its period, whether it is written as a year or as that day.
fn is_period(label: &Label, found: &Found) -> bool {
    if label.role == Role::Target {
        return label.period.last_day() == found.period.last_day();
    }
    label.period == found.period
}

/// Says whether a figure is a labelled value, printed with fewer digits: within one unit of its last printed digit.
fn is_rounding(value: Decimal, found: &Found) -> bool {
    let digits: String = found
        .printed
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let Ok(mantissa) = digits.trim_matches('.').parse::<Decimal>() else {
        return false;
    };
    let Some(scale) = found.value.abs().checked_div(mantissa) else {
        return false;
    };
    let last_digit = Decimal::new(1, mantissa.scale());
    let Some(step) = scale.checked_mul(last_digit) else {
        return false;
    };
    (value - found.value).abs() <= step
}

fn tell(found: &Found, why: &str) -> String {
    format!(
        "{} {} {} {} «{}» — {why}",
        found.role,
        found.period,
        found.value.normalize(),
        found.unit,
        found.quote
    )
}

#[cfg(test)]
mod tests {
    use milepost_model::{Comparison, Period};

    use super::*;
    use crate::corpus::Source;

    fn label(indicator: &str, role: Role, value: &str, period: &str) -> Label {
        Label {
            file: "a.html".to_owned(),
            indicator: indicator.to_owned(),
            role,
            value: value.parse().unwrap(),
            unit: "CNY".to_owned(),
            period: Period::parse(period).unwrap(),
            comparison: Some(Comparison::Eq),
            quote: String::new(),
        }
    }

    fn found(role: Role, value: &str, period: &str, printed: &str) -> Found {
        Found {
            indicator: "trade.total".to_owned(),
            role,
            value: value.parse().unwrap(),
            unit: "CNY".to_owned(),
            period: Period::parse(period).unwrap(),
            comparison: "eq".to_owned(),
            printed: printed.to_owned(),
            quote: String::new(),
        }
    }

    #[track_caller]
    fn check(accepted: Vec<Found>, refused: Vec<Found>, expected: &[Verdict]) {
        let source = Source {
            file: "a.html".to_owned(),
            published: "2022-01-18".to_owned(),
            media: "html".to_owned(),
            charset: "utf-8".to_owned(),
            language: "zh".to_owned(),
            tier: "1".to_owned(),
        };
        let part = Part {
            name: "dev".to_owned(),
            folder: std::path::PathBuf::new(),
            sources: vec![source],
            labels: vec![
                label("trade.total", Role::Level, "800059000000", "2021"),
                label("trade.total", Role::Target, "1100000000000", "2027"),
            ],
            forbidden: vec![Forbidden {
                file: "a.html".to_owned(),
                indicator: "trade.total".to_owned(),
                value: Some("1100000000000".parse().unwrap()),
                period: None,
                why: "a target".to_owned(),
            }],
            optional: vec![label("trade.total", Role::Level, "651340000000", "2020")],
        };
        let answer = Answer {
            accepted,
            refused,
            error: None,
        };
        let answers = BTreeMap::from([("a.html".to_owned(), answer)]);
        let mut verdicts: Vec<Verdict> = compare(&part, &answers).iter().map(|case| case.verdict).collect();
        verdicts.sort();
        assert_eq!(verdicts, expected);
    }

    use Verdict::{Forbidden as Barred, Missed, Right, TargetRead, TargetUnread, Wrong};

    #[test]
    fn a_label_read_with_its_value_is_right() {
        let read = found(Role::Level, "800059000000", "2021", "8000.59亿元");
        check(vec![read.clone(), read], vec![], &[Right, TargetUnread]);
    }

    #[test]
    fn a_rounded_repetition_is_neither_right_nor_wrong() {
        let rounded = found(Role::Level, "800060000000", "2021", "8000.6亿元");
        check(vec![rounded], vec![], &[Missed, TargetUnread]);
    }

    #[test]
    fn another_value_period_or_role_is_wrong() {
        let value = found(Role::Level, "800090000000", "2021", "8000.9亿元");
        let period = found(Role::Level, "800059000000", "2021-01..2021-11", "8000.59亿元");
        let role = found(Role::Growth, "22.8", "2021", "22.8%");
        check(
            vec![value, period, role],
            vec![],
            &[Missed, Wrong, Wrong, Wrong, TargetUnread],
        );
    }

    #[test]
    fn a_target_taken_for_a_figure_is_forbidden_and_taken_for_a_target_is_not() {
        let figure = found(Role::Level, "1100000000000", "2021", "1.1万亿元");
        check(vec![figure], vec![], &[Missed, Barred, TargetUnread]);
        let target = found(Role::Target, "1100000000000", "as-of:2027-12-31", "1.1万亿元");
        check(vec![target.clone()], vec![], &[Missed, TargetRead]);
        check(vec![], vec![target], &[Missed, TargetRead]);
    }

    #[test]
    fn an_optional_fact_counts_for_nothing() {
        let optional = found(Role::Level, "651340000000", "2020", "6513.4亿元");
        check(vec![optional], vec![], &[Missed, TargetUnread]);
    }

    #[test]
    fn precision_counts_what_was_accepted_and_recall_what_was_there() {
        let mut tally = Tally::default();
        for verdict in [Right, Right, Right, Missed, Wrong] {
            tally.add(verdict);
        }
        assert_eq!(tally.precision(), Some(Decimal::from(75)));
        assert_eq!(tally.recall(), Some(Decimal::from(75)));
        assert_eq!(Tally::default().precision(), None);
    }
}
