//! Checks that every quote of a claim stands where it is said to stand.

use milepost_document::Document;
use milepost_model::{Candidate, Evidence, EvidenceRole};

use crate::rejection::{Rejection, RejectionCode, shown};

/// A longer quote shows nothing: 3-extraction.md §4.
pub const MAX_QUOTE_CHARS: usize = 2_000;

/// No figure needs more places to be proved.
const MAX_EVIDENCE: usize = 32;

/// Checks documents, nodes and quotes, and that value and period are proved by one at least.
pub(crate) fn check(candidate: &Candidate, documents: &[&Document]) -> Result<(), Rejection> {
    if candidate.evidence.len() > MAX_EVIDENCE {
        let message = format!(
            "{} pieces of evidence; at most {MAX_EVIDENCE} expected",
            candidate.evidence.len()
        );
        return Err(Rejection::new(RejectionCode::TooMuchEvidence, message));
    }
    for evidence in &candidate.evidence {
        check_one(evidence, documents)?;
    }
    let has = |role| candidate.evidence.iter().any(|evidence| evidence.role == role);
    if !has(EvidenceRole::Value) {
        let message = "no evidence of role `value`: quote the words that hold the number";
        return Err(Rejection::new(RejectionCode::NoValueEvidence, message));
    }
    if !has(EvidenceRole::Period) {
        let message = "no evidence of role `period`: quote the words that say for when it is";
        return Err(Rejection::new(RejectionCode::NoPeriodEvidence, message));
    }
    Ok(())
}

fn check_one(evidence: &Evidence, documents: &[&Document]) -> Result<(), Rejection> {
    let Some(document) = document_of(evidence, documents) else {
        let message = format!(
            "there is no document {}; {} given",
            evidence.document,
            documents.len()
        );
        return Err(Rejection::new(RejectionCode::NoSuchDocument, message));
    };
    if evidence.node >= document.node_count() {
        let message = format!(
            "document {} has no node {}; its nodes are 0 to {}",
            evidence.document,
            evidence.node,
            document.node_count().saturating_sub(1)
        );
        return Err(Rejection::new(RejectionCode::NoSuchNode, message));
    }
    let quote = evidence.quote.as_str();
    if !quote.contains(char::is_alphanumeric) {
        let message = format!(
            "the quote `{}` for the {} has no words",
            shown(quote),
            evidence.role
        );
        return Err(Rejection::new(RejectionCode::EmptyQuote, message));
    }
    if quote.len() > MAX_QUOTE_CHARS && quote.chars().nth(MAX_QUOTE_CHARS).is_some() {
        let message = format!(
            "the quote `{}` is longer than {MAX_QUOTE_CHARS} characters",
            shown(quote)
        );
        return Err(Rejection::new(RejectionCode::QuoteTooLong, message));
    }
    let text = document.text_of(evidence.node);
    if !holds(text, quote) {
        let message = format!(
            "`{}` does not stand in node {}, whose text is `{}`",
            shown(quote),
            evidence.node,
            shown(text)
        );
        return Err(Rejection::new(RejectionCode::QuoteNotFound, message));
    }
    Ok(())
}

/// Returns the document that the evidence speaks of.
pub(crate) fn document_of<'d>(evidence: &Evidence, documents: &[&'d Document]) -> Option<&'d Document> {
    usize::try_from(evidence.document)
        .ok()
        .and_then(|number| documents.get(number))
        .copied()
}

/// Tells whether a text holds a quote; any white space equals one blank.
pub(crate) fn holds(text: &str, quote: &str) -> bool {
    if text == quote || text.contains(quote.trim()) {
        return true;
    }
    let needs_blanks = |text: &str| text.contains(|c: char| c.is_whitespace());
    needs_blanks(quote) && blanks(text).contains(&blanks(quote))
}

/// Returns the text with one blank for each run of white space.
pub(crate) fn blanks(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// Tells whether one of two nodes holds the other, or both are one.
pub(crate) fn are_nested(document: &Document, first: u32, second: u32) -> bool {
    let (outer, inner) = (first.min(second), first.max(second));
    let mut node = Some(inner);
    while let Some(at) = node.filter(|at| *at >= outer) {
        if at == outer {
            return true;
        }
        node = document.parent(at);
    }
    false
}
