//! Finds what the host itself read at the quoted place.

use milepost_document::{Document, Located};
use milepost_grammar::fold;
use milepost_model::{Candidate, Evidence, EvidenceRole};

use crate::evidence::{are_nested, blanks, document_of, holds};
use crate::printed::{Standing, standing};
use crate::rejection::{Rejection, RejectionCode, shown};

/// A statement of the host that stands where a claim quotes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'d> {
    pub(crate) located: &'d Located,
    pub(crate) document: u32,
}

/// Returns every statement that the claim's value quotes and printed number can mean; never none.
pub(crate) fn find<'d>(
    candidate: &Candidate,
    documents: &[&'d Document],
) -> Result<Vec<Found<'d>>, Rejection> {
    let values = || {
        candidate
            .evidence
            .iter()
            .filter(|evidence| evidence.role == EvidenceRole::Value)
    };
    let mut found = Vec::new();
    let mut is_whole = false;
    let mut is_there = false;
    for evidence in values() {
        match standing(&evidence.quote, &candidate.printed) {
            Standing::Missing => continue,
            Standing::Cut => is_there = true,
            Standing::Whole => (is_there, is_whole) = (true, true),
        }
        let Some(document) = document_of(evidence, documents) else {
            continue;
        };
        let number = evidence.document;
        let here = statements_at(document, evidence, &candidate.printed);
        found.extend(here.into_iter().map(|located| Found {
            located,
            document: number,
        }));
    }
    let printed = shown(&candidate.printed);
    if !is_there {
        let message = format!("`{printed}` stands in no quote of role `value`");
        return Err(Rejection::new(RejectionCode::PrintedNotFound, message));
    }
    if !is_whole {
        let message = format!(
            "`{printed}` is a piece of a longer number; give it with its sign, digits, scale and unit as printed"
        );
        return Err(Rejection::new(RejectionCode::PrintedCut, message));
    }
    if found.is_empty() {
        let reason = values().find_map(|evidence| unread(evidence, &candidate.printed, documents));
        return Err(reason.unwrap_or_else(|| nothing_read(candidate, documents)));
    }
    Ok(found)
}

fn statements_at<'d>(document: &'d Document, evidence: &Evidence, printed: &str) -> Vec<&'d Located> {
    // Nearly every claim is told as the host told it, and a document has thousands of statements: the cheapest
    // comparisons come first.
    let same = |located: &&Located| {
        located.node == evidence.node && located.printed == printed && overlaps(&evidence.quote, located)
    };
    let same: Vec<&Located> = document.statements().iter().filter(same).collect();
    if !same.is_empty() {
        return same;
    }
    let exact: Vec<&Located> = document
        .statements()
        .iter()
        .filter(|located| located.printed.contains(printed) && is_quoted(document, evidence, located))
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    // The plugin may print the number in another width or script, or with the word that says how exactly it is meant.
    let own = bare(printed);
    document
        .statements()
        .iter()
        .filter(|located| {
            let host = bare(&located.printed);
            (host.contains(&own) || own.contains(&host)) && is_quoted(document, evidence, located)
        })
        .collect()
}

fn bare(text: &str) -> String {
    fold(text).replace(' ', "")
}

/// Tells whether the statement's number stands in the quoted words.
fn is_quoted(document: &Document, evidence: &Evidence, located: &Located) -> bool {
    are_nested(document, evidence.node, located.node) && overlaps(&evidence.quote, located)
}

fn overlaps(quote: &str, located: &Located) -> bool {
    let quote = quote.trim();
    if quote == located.quote || quote == &*located.text {
        return true;
    }
    // The quote is a part of the line or cell: the number must stand in that part.
    let inside = located.text.match_indices(quote).any(|(start, found)| {
        let end = start.saturating_add(found.len());
        start <= located.statement.printed.start && located.statement.printed.end <= end
    });
    if inside {
        return true;
    }
    let quote = blanks(quote);
    if blanks(&located.text).contains(&quote) {
        return standing(&quote, &located.printed) == Standing::Whole
            && !located.text.contains(quote.as_str());
    }
    // Or the quote reaches over several lines or cells: the whole clause must stand in it.
    let clause = blanks(&located.quote);
    quote.match_indices(&clause).any(|(start, found)| {
        let before = quote.get(..start).and_then(|before| before.chars().next_back());
        let end = start.saturating_add(found.len());
        let after = quote.get(end..).and_then(|after| after.chars().next());
        let parts = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ','));
        let starts_with_words = !clause.starts_with(|c: char| c.is_ascii_digit());
        starts_with_words || (parts(before) && parts(after))
    })
}

/// The host saw the number and did not read it.
fn unread(evidence: &Evidence, printed: &str, documents: &[&Document]) -> Option<Rejection> {
    let document = document_of(evidence, documents)?;
    let own = bare(printed);
    let unread = document.unread().iter().find(|unread| {
        let host = bare(&unread.printed);
        are_nested(document, evidence.node, unread.node)
            && !host.is_empty()
            && (host.contains(&own) || own.contains(&host))
            && (holds(&evidence.quote, &unread.printed) || holds(&unread.quote, &evidence.quote))
    })?;
    let message = format!("`{}` is no figure: {}", shown(&unread.printed), unread.reason);
    Some(Rejection::new(RejectionCode::NotAFigure, message))
}

fn nothing_read(candidate: &Candidate, documents: &[&Document]) -> Rejection {
    let printed = shown(&candidate.printed);
    let is_readable = milepost_grammar::quantity(&candidate.printed, None);
    if let Err(error) = is_readable {
        return Rejection::new(RejectionCode::PrintedUnreadable, error);
    }
    let quoted = candidate
        .evidence
        .iter()
        .filter(|evidence| evidence.role == EvidenceRole::Value);
    let is_in_body = quoted
        .filter_map(|evidence| Some((document_of(evidence, documents)?, evidence.node)))
        .any(|(document, node)| document.is_body(node));
    if is_in_body {
        let message = format!("the host reads no figure in `{printed}` at the quoted place");
        Rejection::new(RejectionCode::NotAFigure, message)
    } else {
        let message =
            format!("`{printed}` stands in a menu, a footer or a list of other articles, not in the body");
        Rejection::new(RejectionCode::OutsideBody, message)
    }
}
