//! Finds the statements that speak of a subject.

use milepost_document::{Document, Located};
use milepost_grammar::fold;

/// Phrases of one call beyond this are left out: no metric has so many names.
const MAX_PHRASES: usize = 200;

/// How well a statement answers: smaller is better.
type Fit = (usize, usize);

/// Returns the statements whose subject or labels mention every word of one of the phrases, as indices of
/// [`Document::statements`], best first.
///
/// A statement whose subject says all the words stands before one whose labels say some; among those, the one whose
/// subject says little else; then the order of the document. Width, script and case do not count; an English word is
/// matched whole, its plural too.
pub fn statements_about(document: &Document, phrases: &[Vec<String>]) -> Vec<usize> {
    let phrases: Vec<Vec<String>> = phrases
        .iter()
        .take(MAX_PHRASES)
        .map(|phrase| phrase.iter().map(|word| fold(word)).collect::<Vec<_>>())
        .filter(|phrase: &Vec<String>| !phrase.is_empty() && phrase.iter().all(|word| !word.is_empty()))
        .collect();
    let mut fits: Vec<(Fit, usize)> = document
        .statements()
        .iter()
        .enumerate()
        .filter_map(|(index, located)| {
            let fit = phrases.iter().filter_map(|phrase| fit(located, phrase)).min()?;
            Some((fit, index))
        })
        .collect();
    fits.sort_unstable();
    fits.into_iter().map(|(_, index)| index).collect()
}

fn fit(located: &Located, phrase: &[String]) -> Option<Fit> {
    let subject = located.statement.subject.as_str();
    let mut outside = 0_usize;
    let mut said = 0_usize;
    for word in phrase {
        if mentions(subject, word) {
            said = said.saturating_add(word.len());
        } else if located.statement.labels.iter().any(|label| mentions(label, word)) {
            outside = outside.saturating_add(1);
        } else {
            return None;
        }
    }
    Some((outside, subject.len().saturating_sub(said)))
}

/// Tells whether a folded text mentions a folded word.
fn mentions(text: &str, word: &str) -> bool {
    if !word.contains(|c: char| c.is_ascii_alphabetic()) {
        return text.contains(word);
    }
    let Some(last_start) = text.len().checked_sub(word.len()) else {
        return false;
    };
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    (0..=last_start).any(|start| {
        let end = start.saturating_add(word.len());
        let is_there = text
            .get(start..end)
            .is_some_and(|piece| piece.eq_ignore_ascii_case(word));
        is_there && {
            let before = text.get(..start).unwrap_or_default();
            let after = text.get(end..).unwrap_or_default();
            let opens = !before.ends_with(is_letter) || !word.starts_with(is_letter);
            opens && (closes(after) || !word.ends_with(is_letter))
        }
    })
}

/// The word ends here, or its plural does.
fn closes(after: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    is_end(after)
        || ["s", "es"]
            .iter()
            .any(|plural| after.strip_prefix(plural).is_some_and(is_end))
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn english_words_are_matched_whole_and_in_the_plural() {
        assert!(mentions("Overseas NGO offices", "office"));
        assert!(mentions("total exports", "Exports"));
        assert!(mentions("high-tech products", "high-tech"));
        assert!(!mentions("total exports", "port"));
        assert!(!mentions("portal", "port"));
        assert!(!mentions("a", "ab"));
    }

    #[test]
    fn chinese_words_are_matched_anywhere() {
        assert!(mentions("货物进出口总额", "进出口"));
        assert!(!mentions("货物进出口总额", "出口额"));
    }
}
