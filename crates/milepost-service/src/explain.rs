//! Why each figure was read or refused, for an extractor's author: the evidence with the words marked, what the host read
//! there, and what nobody claimed.

use std::fmt::Write as _;

use milepost_document::Located;
use milepost_model::{Evidence, plain_decimal};
use milepost_pipeline::{Found, Refused};

use crate::extract::{ReadBulletin, unclaimed};
use crate::table::cut;

/// What nobody claimed is shown up to here; `extract --json` holds all.
const MOST_UNCLAIMED: usize = 20;

/// A clause; longer quotes are cut around nothing.
const MOST_CHARS: usize = 160;

/// Explains a run.
pub(crate) fn explained(bulletin: &ReadBulletin) -> String {
    let mut text = String::new();
    for found in &bulletin.extraction.found {
        accepted(&mut text, bulletin, found);
    }
    for refused in &bulletin.extraction.refused {
        turned_down(&mut text, bulletin, refused);
    }
    let open = unclaimed(bulletin);
    if !open.is_empty() {
        let _ = writeln!(text, "claimed by nobody:");
    }
    for located in open.iter().take(MOST_UNCLAIMED) {
        let _ = writeln!(text, "  {}", marked(&located.quote, &located.printed));
        let _ = writeln!(text, "      {}", read(located));
    }
    if open.len() > MOST_UNCLAIMED {
        let _ = writeln!(text, "  … and {} more", open.len() - MOST_UNCLAIMED);
    }
    text
}

fn accepted(text: &mut String, bulletin: &ReadBulletin, found: &Found) {
    let candidate = &found.verified.candidate;
    let _ = writeln!(
        text,
        "read: {} {} {} = {} {}",
        candidate.indicator,
        candidate.role,
        candidate.period,
        plain_decimal(candidate.value),
        candidate.unit
    );
    shown(text, bulletin, &candidate.evidence, &candidate.printed);
}

fn turned_down(text: &mut String, bulletin: &ReadBulletin, refused: &Refused) {
    let claim = &refused.claim.claim;
    let _ = writeln!(
        text,
        "refused: {} {} = {} {}: {}",
        claim.metric, claim.period, claim.value, claim.unit, refused.claim.rejection
    );
    shown(text, bulletin, &claim.evidence, &claim.printed);
}

/// The evidence, and what the host's grammar read at the number.
fn shown(text: &mut String, bulletin: &ReadBulletin, evidence: &[Evidence], printed: &str) {
    for piece in evidence {
        let place = match piece.document {
            0 => format!("node {}", piece.node),
            other => format!("attachment {other}, node {}", piece.node),
        };
        let _ = writeln!(
            text,
            "  {:7} {place}: {}",
            piece.role.as_str(),
            marked(&piece.quote, printed)
        );
    }
    let here = bulletin.document.statements().iter().filter(|located| {
        located.printed == printed
            && evidence
                .iter()
                .any(|piece| piece.document == 0 && piece.node == located.node)
    });
    for located in here {
        let _ = writeln!(text, "  the host read: {}", read(located));
    }
}

/// A quote with the printed number marked, as far as it is shown.
fn marked(quote: &str, printed: &str) -> String {
    let line = cut(quote, MOST_CHARS);
    if printed.is_empty() {
        return line;
    }
    // `20` is not meant where `2026` stands.
    let whole = line.match_indices(printed).find(|(at, _)| {
        let (before, after) = line.split_at(*at);
        let after = after.get(printed.len()..).unwrap_or_default();
        !goes_on(before.chars().rev()) && !goes_on(after.chars())
    });
    match whole {
        Some((at, _)) => {
            let (before, after) = line.split_at(at);
            let after = after.get(printed.len()..).unwrap_or_default();
            format!("{before}⟦{printed}⟧{after}")
        }
        None => line,
    }
}

/// Tells whether a number goes on with these characters.
fn goes_on(mut next: impl Iterator<Item = char>) -> bool {
    match next.next() {
        Some('.' | ',') => next.next().is_some_and(|c| c.is_ascii_digit()),
        first => first.is_some_and(|c| c.is_ascii_digit()),
    }
}

/// What the host's grammar read at a number: the words to put into a rule or a phrase.
fn read(located: &Located) -> String {
    let statement = &located.statement;
    let or = |text: Option<String>, nothing: &str| text.unwrap_or_else(|| nothing.to_owned());
    let mut line = format!(
        "`{}` {} {} {}, {}",
        cut(&statement.subject, 60),
        statement.role,
        plain_decimal(statement.value),
        or(statement.unit.map(|unit| unit.to_string()), "without unit"),
        or(
            statement.period.map(|period| period.to_string()),
            "without period"
        ),
    );
    if !statement.labels.is_empty() {
        let _ = write!(line, ", under `{}`", cut(&statement.labels.join("` `"), 80));
    }
    if !statement.scope.is_empty() {
        let _ = write!(line, ", of `{}`", statement.scope);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_marked_once_where_it_stands() {
        assert_eq!(
            marked("had 42 sites, 42 of them", "42"),
            "had ⟦42⟧ sites, 42 of them"
        );
        assert_eq!(marked("2025年", "42"), "2025年");
        assert_eq!(
            marked("2026-01-20, 1.20 and 20.", "20"),
            "2026-01-⟦20⟧, 1.20 and 20."
        );
        assert_eq!(marked("by 1,420 to 420.", "420"), "by 1,420 to ⟦420⟧.");
        assert_eq!(marked("a\n b", ""), "a b");
    }
}
