//! Checks the labelled corpus itself: its form, its units, and that every quote stands in its document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use milepost_document::{Input, Limits, parse, unpack};
use milepost_model::{NaiveDate, Period, PeriodShape, Role};

use crate::corpus::{Label, Part, Source};

const MEDIA: [&str; 8] = ["html", "pdf", "xlsx", "xls", "docx", "csv", "text", "zip"];
const LANGUAGES: [&str; 3] = ["zh", "zh-Hant", "en"];
const TIERS: [&str; 4] = ["1", "2", "3", "synthetic"];

/// Returns everything that is wrong with a part; `units` are the base units of the plan's indicators.
pub fn problems(part: &Part, units: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    check_sources(part, &mut found);
    check_labels(part, units, &mut found);
    check_forbidden(part, units, &mut found);
    check_quotes(part, &mut found);
    found
}

fn check_sources(part: &Part, found: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for source in &part.sources {
        let file = &source.file;
        let known = [
            (MEDIA.contains(&source.media.as_str()), "media"),
            (LANGUAGES.contains(&source.language.as_str()), "language"),
            (TIERS.contains(&source.tier.as_str()), "tier"),
            (
                source.published.is_empty() || source.published.parse::<NaiveDate>().is_ok(),
                "published",
            ),
            (part.folder.join(file).is_file(), "file"),
            (seen.insert(file.as_str()), "file (listed twice)"),
        ];
        for (_, what) in known.iter().filter(|(is_right, _)| !is_right) {
            found.push(format!("sources.csv: {file}: wrong {what}"));
        }
    }
    let entries = std::fs::read_dir(part.folder.join("documents"))
        .into_iter()
        .flatten();
    for entry in entries.flatten() {
        let file = format!("documents/{}", entry.file_name().to_string_lossy());
        if !seen.contains(file.as_str()) {
            found.push(format!("sources.csv: {file}: not listed"));
        }
    }
}

fn check_labels(part: &Part, units: &BTreeMap<String, String>, found: &mut Vec<String>) {
    let files = part.by_file();
    let mut keys = BTreeSet::new();
    for label in &part.labels {
        let name = format!(
            "labels.csv: {} {} {} {}",
            label.file, label.indicator, label.role, label.period
        );
        let key = (
            &label.file,
            &label.indicator,
            label.role,
            label.period.to_string(),
        );
        if !keys.insert(key) {
            found.push(format!("{name}: labelled twice"));
        }
        if label.comparison.is_none() || label.quote.is_empty() {
            found.push(format!("{name}: without comparison or quote"));
        }
    }
    for label in part.labels.iter().chain(&part.optional) {
        let name = format!(
            "{} {} {} {}",
            label.file, label.indicator, label.role, label.period
        );
        let Some(source) = files.get(label.file.as_str()) else {
            found.push(format!("{name}: no such document in sources.csv"));
            continue;
        };
        let Some(unit) = units.get(&label.indicator) else {
            found.push(format!("{name}: no such indicator"));
            continue;
        };
        let fits = match label.role {
            Role::Growth | Role::Share | Role::Change | Role::Contribution => label.unit == "percent",
            Role::Level | Role::Target => label.unit == *unit,
            Role::Rank => false,
        };
        if !fits {
            found.push(format!("{name}: unit {} does not fit", label.unit));
        }
        if label.role != Role::Target
            && let Ok(published) = source.published.parse::<NaiveDate>()
            && is_after(label.period, published)
        {
            found.push(format!("{name}: ends after the publication on {published}"));
        }
    }
}

/// A date of which only the month is known counts from its first day.
fn is_after(period: Period, published: NaiveDate) -> bool {
    match period.shape() {
        PeriodShape::AsOfMonth(_) => period.first_day() > published,
        PeriodShape::AsOfDay(_) | PeriodShape::Months { .. } => period.last_day() > published,
    }
}

fn check_forbidden(part: &Part, units: &BTreeMap<String, String>, found: &mut Vec<String>) {
    let files = part.by_file();
    let mut seen = BTreeSet::new();
    for row in &part.forbidden {
        let name = format!(
            "forbidden.csv: {} {} {}",
            row.file,
            row.indicator,
            row.value
                .map_or_else(|| "*".to_owned(), |value| value.to_string())
        );
        if !files.contains_key(row.file.as_str()) || !units.contains_key(&row.indicator) || row.why.is_empty()
        {
            found.push(format!("{name}: unknown document or indicator, or no reason"));
        }
        let period = row.period.map(|period| period.to_string());
        if !seen.insert((&row.file, &row.indicator, row.value, period)) {
            found.push(format!("{name}: listed twice"));
        }
        let forbids = |label: &&Label| {
            label.file == row.file
                && label.indicator == row.indicator
                && label.role != Role::Target
                && row.value.is_none_or(|value| value == label.value)
                && row.period.is_none_or(|period| period == label.period)
        };
        if part
            .labels
            .iter()
            .chain(&part.optional)
            .any(|label| forbids(&label))
        {
            found.push(format!("{name}: labelled as well"));
        }
    }
}

fn check_quotes(part: &Part, found: &mut Vec<String>) {
    let mut by_file: BTreeMap<&str, Vec<&Label>> = BTreeMap::new();
    for label in &part.labels {
        by_file.entry(&label.file).or_default().push(label);
    }
    for source in &part.sources {
        let visible = match visible_text(&part.folder, source) {
            Ok(text) => squeezed(&text),
            Err(error) => {
                found.push(format!("{}: cannot be read: {error}", source.file));
                continue;
            }
        };
        for label in by_file.get(source.file.as_str()).into_iter().flatten() {
            if !visible.contains(&squeezed(&label.quote)) {
                found.push(format!("{}: `{}` does not stand in it", source.file, label.quote));
            }
        }
    }
}

/// The text of a document, of all its members where it is an archive.
fn visible_text(folder: &Path, source: &Source) -> Result<String, String> {
    let bytes = std::fs::read(folder.join(&source.file)).map_err(|error| error.to_string())?;
    let limits = Limits::default();
    if source.media != "zip" {
        return text_of(&bytes, &source.file, &limits);
    }
    let members = unpack(&bytes, &limits).map_err(|error| error.to_string())?;
    members
        .iter()
        .map(|member| text_of(&member.bytes, &member.name, &limits))
        .collect()
}

fn text_of(bytes: &[u8], name: &str, limits: &Limits) -> Result<String, String> {
    let document = parse(&Input::new(bytes, name), limits).map_err(|error| error.to_string())?;
    Ok(format!("{}\n{}", document.title(), document.text()))
}

/// Without white space: a PDF breaks lines within numbers, a page between any two words.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{PARTS, corpus_folder};
    use crate::corpus_extract::plan_units;

    fn part(name: &str) -> Part {
        Part::load(&corpus_folder(), name).unwrap()
    }

    #[track_caller]
    fn check(name: &str) {
        let found = problems(&part(name), &plan_units().unwrap());
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn the_part_to_tune_on_is_well_formed() {
        check("dev");
    }

    #[test]
    fn the_part_kept_apart_is_well_formed() {
        check("held-out");
    }

    #[test]
    fn the_corpus_is_large_enough_to_measure_with() {
        let parts = PARTS.map(part);
        let documents: usize = parts.iter().map(|part| part.sources.len()).sum();
        let labels: usize = parts.iter().map(|part| part.labels.len()).sum();
        assert!(documents >= 120, "{documents} documents");
        assert!(labels >= 800, "{labels} labels");
    }

    #[test]
    fn every_medium_language_and_indicator_is_there() {
        let parts = PARTS.map(part);
        let media: BTreeSet<&str> = parts
            .iter()
            .flat_map(|p| &p.sources)
            .map(|s| s.media.as_str())
            .collect();
        assert_eq!(media, BTreeSet::from(MEDIA));
        let languages: BTreeSet<&str> = parts
            .iter()
            .flat_map(|p| &p.sources)
            .map(|s| s.language.as_str())
            .collect();
        assert_eq!(languages, BTreeSet::from(LANGUAGES));
        for part in &parts {
            let labelled: BTreeSet<&str> = part.labels.iter().map(|label| label.indicator.as_str()).collect();
            for id in plan_units().unwrap().keys() {
                assert!(
                    labelled.contains(id.as_str()),
                    "{id} has no label in {}",
                    part.name
                );
            }
        }
    }

    #[test]
    fn a_quote_that_does_not_stand_in_its_document_is_found() {
        let mut part = part("dev");
        part.labels.truncate(1);
        for label in &mut part.labels {
            label.quote = "this stands nowhere".to_owned();
        }
        let found = problems(&part, &plan_units().unwrap());
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
