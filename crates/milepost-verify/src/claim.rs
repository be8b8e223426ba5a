//! Reads the texts of an emitted observation into a candidate.

use milepost_model::{
    Candidate, Comparison, Evidence, IndicatorId, Period, Role, Unit, parse_plain_decimal, plain_decimal,
};

use crate::rejection::{Rejection, RejectionCode, shown};

/// An observation as a plugin emits it: texts, of which nothing is known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// An indicator id.
    pub metric: String,
    /// A period in one of the text forms.
    pub period: String,
    /// Exact decimal text in base units.
    pub value: String,
    /// A base unit.
    pub unit: String,
    /// The number as printed.
    pub printed: String,
    /// Dimensions; `role`, `comparison` and `scope` have a meaning of their own.
    pub dims: Vec<(String, String)>,
    /// The proof.
    pub evidence: Vec<Evidence>,
}

/// A figure with more dimensions than this is a mistake.
const MAX_DIMS: usize = 16;

/// Keys and values of dimensions are words, not texts.
const MAX_DIM_BYTES: usize = 200;

/// A printed number; the longest seen, «人民币一千一百亿元», has 27 bytes.
const MAX_PRINTED_BYTES: usize = 200;

/// What is kept of each text of a refused claim.
const MAX_SHOWN_CHARS: usize = 300;

/// What is kept of the evidence and of the dimensions of a refused claim.
const MAX_SHOWN_PARTS: usize = 8;

impl Claim {
    /// Returns a candidate in the words it was claimed in.
    pub fn of(candidate: &Candidate) -> Self {
        let said = [
            ("comparison", candidate.comparison.as_str()),
            ("role", candidate.role.as_str()),
            ("scope", candidate.scope.as_str()),
        ];
        let said = said
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key.to_owned(), value.to_owned()));
        Self {
            metric: candidate.indicator.to_string(),
            period: candidate.period.to_string(),
            value: plain_decimal(candidate.value),
            unit: candidate.unit.to_string(),
            printed: candidate.printed.clone(),
            dims: said.chain(candidate.dims.iter().cloned()).collect(),
            evidence: candidate.evidence.clone(),
        }
    }

    /// Returns as much of it as a person needs to recognise it, for keeping: a plugin chooses how long its texts are.
    #[must_use]
    pub fn shortened(self) -> Self {
        let cut = |mut text: String| {
            if let Some((end, _)) = text.char_indices().nth(MAX_SHOWN_CHARS) {
                text.truncate(end);
                text.push('…');
            }
            text.shrink_to_fit();
            text
        };
        Self {
            metric: cut(self.metric),
            period: cut(self.period),
            value: cut(self.value),
            unit: cut(self.unit),
            printed: cut(self.printed),
            dims: self
                .dims
                .into_iter()
                .take(MAX_SHOWN_PARTS)
                .map(|(key, value)| (cut(key), cut(value)))
                .collect(),
            evidence: self
                .evidence
                .into_iter()
                .take(MAX_SHOWN_PARTS)
                .map(|evidence| Evidence {
                    quote: cut(evidence.quote),
                    ..evidence
                })
                .collect(),
        }
    }

    /// Reads the texts.
    ///
    /// # Errors
    /// When the metric, period, value, unit, printed number or a dimension is in none of its text forms.
    pub fn read(&self) -> Result<Candidate, Rejection> {
        let indicator = IndicatorId::parse(&self.metric)
            .map_err(|error| Rejection::new(RejectionCode::MalformedMetric, error))?;
        let period = Period::parse(&self.period)
            .map_err(|error| Rejection::new(RejectionCode::MalformedPeriod, error))?;
        let value = parse_plain_decimal(&self.value)
            .map_err(|error| Rejection::new(RejectionCode::MalformedValue, error))?;
        let unit =
            Unit::parse(&self.unit).map_err(|error| Rejection::new(RejectionCode::MalformedUnit, error))?;
        if self.printed.trim().is_empty() || self.printed.len() > MAX_PRINTED_BYTES {
            let message = format!(
                "the printed number `{}` is empty or longer than 200 bytes",
                shown(&self.printed)
            );
            return Err(Rejection::new(RejectionCode::PrintedUnreadable, message));
        }
        let mut candidate = Candidate {
            indicator,
            role: Role::Level,
            value,
            unit,
            period,
            comparison: Comparison::Eq,
            printed: self.printed.trim().to_owned(),
            scope: String::new(),
            dims: Vec::new(),
            evidence: self.evidence.clone(),
        };
        self.read_dims(&mut candidate)?;
        Ok(candidate)
    }

    fn read_dims(&self, candidate: &mut Candidate) -> Result<(), Rejection> {
        let wrong = |message: String| Rejection::new(RejectionCode::MalformedDims, message);
        if self.dims.len() > MAX_DIMS {
            return Err(wrong(format!(
                "{} dimensions; at most {MAX_DIMS} expected",
                self.dims.len()
            )));
        }
        let mut sorted: Vec<&(String, String)> = self.dims.iter().collect();
        sorted.sort();
        let doubled = sorted.windows(2).find_map(|pair| match pair {
            [(first, _), (second, _)] if first == second => Some(first),
            _ => None,
        });
        if let Some(key) = doubled {
            return Err(wrong(format!("dimension `{}` is given twice", shown(key))));
        }
        for (key, value) in sorted {
            let is_key = !key.is_empty()
                && key.len() <= MAX_DIM_BYTES
                && key
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte));
            if !is_key || value.len() > MAX_DIM_BYTES {
                return Err(wrong(format!(
                    "dimension `{}` = `{}`: a key of a-z, 0-9, `-`, `_`, `.` and a value of at most 200 bytes expected",
                    shown(key),
                    shown(value)
                )));
            }
            match key.as_str() {
                "role" => candidate.role = Role::parse(value).map_err(|error| wrong(error.to_string()))?,
                "comparison" => {
                    candidate.comparison =
                        Comparison::parse(value).map_err(|error| wrong(error.to_string()))?;
                }
                "scope" => value.trim().clone_into(&mut candidate.scope),
                _ => candidate.dims.push((key.clone(), value.clone())),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim() -> Claim {
        Claim {
            metric: "trade.total".to_owned(),
            period: "2024-01..2024-09".to_owned(),
            value: "715420000000".to_owned(),
            unit: "CNY".to_owned(),
            printed: "7154.2亿元".to_owned(),
            dims: Vec::new(),
            evidence: Vec::new(),
        }
    }

    #[track_caller]
    fn refused(change: impl FnOnce(&mut Claim), code: RejectionCode) {
        let mut claim = claim();
        change(&mut claim);
        assert_eq!(claim.read().unwrap_err().code, code);
    }

    #[test]
    fn texts_that_are_none_of_the_forms_are_refused_by_name() {
        refused(
            |claim| claim.metric = "Trade Total".to_owned(),
            RejectionCode::MalformedMetric,
        );
        refused(
            |claim| claim.period = "the year 2024".to_owned(),
            RejectionCode::MalformedPeriod,
        );
        refused(
            |claim| claim.value = "7.1e11".to_owned(),
            RejectionCode::MalformedValue,
        );
        refused(
            |claim| claim.value = "NaN".to_owned(),
            RejectionCode::MalformedValue,
        );
        refused(
            |claim| claim.unit = "亿元".to_owned(),
            RejectionCode::MalformedUnit,
        );
        refused(
            |claim| claim.printed = " ".to_owned(),
            RejectionCode::PrintedUnreadable,
        );
        refused(
            |claim| claim.printed = "1".repeat(201),
            RejectionCode::PrintedUnreadable,
        );
        let dim = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        refused(
            |claim| claim.dims = vec![dim("role", "guess")],
            RejectionCode::MalformedDims,
        );
        refused(
            |claim| claim.dims = vec![dim("comparison", "<")],
            RejectionCode::MalformedDims,
        );
        refused(
            |claim| claim.dims = vec![dim("base", "a"), dim("base", "b")],
            RejectionCode::MalformedDims,
        );
        refused(
            |claim| claim.dims = vec![dim("Bäse", "a")],
            RejectionCode::MalformedDims,
        );
        refused(
            |claim| claim.dims = (0..17).map(|i| dim(&format!("d{i}"), "")).collect(),
            RejectionCode::MalformedDims,
        );
    }

    #[test]
    fn role_comparison_and_scope_leave_the_dimensions() {
        let mut claim = claim();
        for (key, value) in [
            ("scope", "全市"),
            ("base", "previous-period"),
            ("role", "growth"),
            ("comparison", "over"),
        ] {
            claim.dims.push((key.to_owned(), value.to_owned()));
        }
        let candidate = claim.read().unwrap();
        assert_eq!(candidate.role, Role::Growth);
        assert_eq!(candidate.comparison, Comparison::Over);
        assert_eq!(candidate.scope, "全市");
        assert_eq!(
            candidate.dims,
            [("base".to_owned(), "previous-period".to_owned())]
        );
    }
}
