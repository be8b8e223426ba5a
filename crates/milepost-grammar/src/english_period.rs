//! Finds period mentions in English text: January to September 2023, the first three quarters of this year, H1 2024.

use crate::english_base::{base, same_period};
use crate::english_word::{month, number_words, word_at};
use crate::fold::Folded;
use crate::mention::{Mention, Part, Use, Year};
use crate::numeral::run_end;

/// Returns all mentions of a text, in order.
pub(crate) fn mentions(text: &Folded) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let c = text.get(at);
        let starts = !text.before(at).is_ascii_alphanumeric() && c.is_ascii_alphanumeric();
        if starts && let Some(mention) = mention_at(text, at) {
            at = mention.range.end.max(at + 1);
            found.push(mention);
        } else {
            at += 1;
        }
    }
    found
}

/// Reads the mention that starts with the word or number at `start`.
pub(crate) fn mention_at(text: &Folded, start: usize) -> Option<Mention> {
    let (end, key) = word_at(text, start);
    let next = text.skip_space(end);
    let make = |end: usize, year: Year, part: Part, role: Use| Mention {
        range: start..end,
        year,
        part,
        role,
        is_point: matches!(part, Part::EndOf(_) | Part::YearEnd | Part::Now | Part::Day(..)),
    };
    if end == start {
        return year_first(text, start);
    }
    match key.as_str() {
        "by" | "until" => {
            let (point_end, year, part) = point_or_year(text, next)?;
            Some(make(point_end, year, part, Use::By))
        }
        "as" => {
            let (of_end, of) = word_at(text, next);
            if of.as_str() != "of" {
                return None;
            }
            let (point_end, year, part) = point_or_year(text, text.skip_space(of_end))?;
            let mut mention = make(point_end, year, part, Use::Governs);
            mention.is_point = true;
            Some(mention)
        }
        "since" => {
            let (period_end, year, _) = point_or_year(text, next)?;
            Some(make(period_end, year, Part::Open, Use::Governs))
        }
        "now" | "currently" | "presently" => Some(make(end, Year::Relative(0), Part::Now, Use::Governs)),
        "to" if word_at(text, next).1.as_str() == "date" => Some(make(
            word_at(text, next).0,
            Year::Relative(0),
            Part::Now,
            Use::Governs,
        )),
        "at" if word_at(text, next).1.as_str() == "present" => Some(make(
            word_at(text, next).0,
            Year::Relative(0),
            Part::Now,
            Use::Governs,
        )),
        "so" => {
            let phrase = "far this year";
            text.starts_with(next, phrase)
                .then(|| make(next + phrase.len(), Year::Relative(0), Part::Open, Use::Governs))
        }
        "than" | "over" | "compared" | "against" => {
            base(text, end).map(|(end, year)| make(end, year, Part::Whole, Use::Base))
        }
        "from" => base(text, end)
            .map(|(end, year)| make(end, year, Part::Whole, Use::Base))
            .or_else(|| {
                let mut mention = mention_at(text, next).filter(|mention| mention.role == Use::Governs)?;
                mention.range.start = start;
                Some(mention)
            })
            .or_else(|| {
                // from 2020 to 2024
                let (first_end, _) = year_at(text, next)?;
                let (to_end, to) = word_at(text, text.skip_space(first_end));
                let (last_end, year) = year_at(text, text.skip_space(to_end))?;
                (to.as_str() == "to").then(|| make(last_end, year, Part::Open, Use::Governs))
            }),
        "between" => {
            let (first_end, first) = word_at(text, next);
            let (and_end, and) = word_at(text, text.skip_space(first_end));
            let (last_end, last) = word_at(text, text.skip_space(and_end));
            let (first, last) = (month(first.as_str())?, month(last.as_str())?);
            if and.as_str() != "and" || last <= first {
                return None;
            }
            let (year_end, year) = of_year(text, last_end);
            Some(make(year_end, year, Part::Months(first, last), Use::Governs))
        }
        "the" => {
            let (second_end, second) = word_at(text, next);
            if second.as_str() == "same" || second.as_str() == "previous" {
                return same_period(text, start, second_end);
            }
            None
        }
        "same" => same_period(text, start, end),
        "past" | "recent" | "coming" | "next" => {
            span(text, end).map(|end| make(end, Year::Relative(0), Part::Open, Use::Governs))
        }
        "this" | "last" | "current" | "previous" => {
            if let Some(end) = span(text, end).filter(|_| key.as_str() != "this") {
                return Some(make(end, Year::Relative(0), Part::Open, Use::Governs));
            }
            let (year_end, word) = word_at(text, next);
            let offset = if matches!(key.as_str(), "this" | "current") {
                0
            } else {
                -1
            };
            match word.as_str() {
                "year" => Some(make(year_end, Year::Relative(offset), Part::Whole, Use::Governs)),
                _ => None,
            }
        }
        "first" | "second" | "third" | "fourth" => ordinal_part(text, &key, end).map(|(end, part)| {
            let (year_end, year) = of_year(text, end);
            make(year_end, year, part, Use::Governs)
        }),
        "q" | "h" => {
            let number = run_end(text, end);
            let count = text.get(end).to_digit(10)?;
            let first = part_of(key.as_str(), count).filter(|_| number == end + 1)?;
            let (number, part) = quarters_to(text, number, first).unwrap_or((number, first));
            let (year_end, year) = of_year(text, number);
            let is_sure = year != Year::Unstated || text.get(start).is_ascii_uppercase();
            is_sure.then(|| make(year_end, year, part, Use::Governs))
        }
        "end" | "late" => {
            let (point_end, year, part) = end_of(text, start)?;
            Some(make(point_end, year, part, Use::Governs))
        }
        "in" | "during" | "for" | "throughout" | "of" | "year" | "full" => {
            let (year_end, year) = year_at(text, next)?;
            let is_count = text.get(text.skip_space(year_end)).is_ascii_lowercase() && key.as_str() == "of";
            (!is_count).then(|| make(year_end, year, Part::Whole, Use::Governs))
        }
        name => {
            let first = month(name)?;
            month_run(text, start, end, first)
        }
    }
}

fn part_of(letter: &str, count: u32) -> Option<Part> {
    match (letter, count) {
        ("q", 1..=4) => Some(Part::Months(count * 3 - 2, count * 3)),
        ("h", 1..=2) => Some(Part::Months(count * 6 - 5, count * 6)),
        _ => None,
    }
}

/// «past five years», «recent years», «last decade»: the end of a time that is no single period.
fn span(text: &Folded, end: usize) -> Option<usize> {
    let mut at = text.skip_space(end);
    let digits = run_end(text, at);
    if digits > at {
        at = text.skip_space(digits);
    } else if let Some((number_end, _)) = number_words(text, at) {
        at = text.skip_space(number_end);
    } else {
        let (word_end, word) = word_at(text, at);
        if matches!(word.as_str(), "few" | "several" | "couple") {
            at = text.skip_space(word_end);
        }
    }
    let (unit_end, unit) = word_at(text, at);
    matches!(
        unit.as_str(),
        "years" | "decade" | "decades" | "months" | "quarters" | "weeks"
    )
    .then_some(unit_end)
}

/// Q1-Q3, Q1 to Q3: the end of the run, and its months.
fn quarters_to(text: &Folded, end: usize, first: Part) -> Option<(usize, Part)> {
    let gap = text.skip_space(end);
    let (to_end, to) = word_at(text, gap);
    let second = match (text.get(gap), to.as_str()) {
        ('-' | '~', _) => text.skip_space(gap + 1),
        (_, "to") => text.skip_space(to_end),
        _ => return None,
    };
    let count = text.get(second + 1).to_digit(10)?;
    let is_quarter = matches!(text.get(second), 'Q' | 'q') && !text.get(second + 2).is_ascii_alphanumeric();
    match (first, part_of("q", count)?) {
        (Part::Months(first, _), Part::Months(_, last)) if is_quarter && last > first => {
            Some((second + 2, Part::Months(first, last)))
        }
        _ => None,
    }
}

/// 2025 Q1, 2024 H1, 2023-2027; a bare year is read by the words before it.
fn year_first(text: &Folded, start: usize) -> Option<Mention> {
    let (end, year) = year_at(text, start)?;
    let next = text.skip_space(end);
    let (letter_end, letter) = word_at(text, next);
    if matches!(letter.as_str(), "q" | "h") && letter_end == next + 1 {
        let count = text.get(letter_end).to_digit(10)?;
        let part = part_of(letter.as_str(), count)?;
        let range = start..letter_end + 1;
        return Some(Mention {
            range,
            year,
            part,
            role: Use::Governs,
            is_point: false,
        });
    }
    if let (Some(first), true) = (month(letter.as_str()), text.get(next).is_ascii_uppercase()) {
        // 2025 Jan-Jul, 2025 January to July.
        let mention = month_run(text, next, letter_end, first)?;
        if mention.year == Year::Unstated {
            return Some(Mention {
                range: start..mention.range.end,
                year,
                ..mention
            });
        }
    }
    if matches!(text.get(end), '-' | '~') {
        let (last_end, _) = year_at(text, end + 1)?;
        return Some(Mention {
            range: start..last_end,
            year,
            part: Part::Open,
            role: Use::Governs,
            is_point: false,
        });
    }
    let is_alone = start == 0 && text.skip_space(end) >= text.len();
    let opens = start == 0 && matches!(text.get(end), ',' | ':');
    (is_alone || opens).then_some(Mention {
        range: start..end,
        year,
        part: Part::Whole,
        role: Use::Governs,
        is_point: false,
    })
}

/// Reads a printed year, this year or last year.
pub(crate) fn year_at(text: &Folded, at: usize) -> Option<(usize, Year)> {
    let end = run_end(text, at);
    if end - at == 4 {
        let value = text.slice(at..end).iter().try_fold(0i32, |sum, c| {
            Some(sum * 10 + i32::try_from(c.to_digit(10)?).ok()?)
        })?;
        let grouped = matches!(text.get(end), ',' | '.') && text.get(end + 1).is_ascii_digit();
        return ((1949..=2100).contains(&value)
            && !grouped
            && !text.get(end).is_ascii_alphabetic()
            && text.get(end) != '%')
            .then_some((end, Year::Printed(value)));
    }
    let (word_end, key) = word_at(text, at);
    let (year_end, year) = word_at(text, text.skip_space(word_end));
    match (key.as_str(), year.as_str()) {
        ("this", "year") => Some((year_end, Year::Relative(0))),
        ("last", "year") => Some((year_end, Year::Relative(-1))),
        _ => None,
    }
}

/// Reads «, 2023», «of 2023», «of this year», «in 2023» behind a part of a year.
fn of_year(text: &Folded, end: usize) -> (usize, Year) {
    let mut at = text.skip_space(end);
    if text.get(at) == ',' {
        at = text.skip_space(at + 1);
    }
    let (word_end, key) = word_at(text, at);
    if matches!(key.as_str(), "of" | "in") {
        at = text.skip_space(word_end);
        let (the_end, the) = word_at(text, at);
        if the.as_str() == "the" && word_at(text, text.skip_space(the_end)).1.as_str() == "year" {
            return (word_at(text, text.skip_space(the_end)).0, Year::Unstated);
        }
    }
    year_at(text, at).unwrap_or((end, Year::Unstated))
}

/// first half, first three quarters, first nine months, first quarter.
fn ordinal_part(text: &Folded, key: &crate::english_word::Key, end: usize) -> Option<(usize, Part)> {
    let at = if text.get(end) == '-' {
        end + 1
    } else {
        text.skip_space(end)
    };
    let (word_end, word) = word_at(text, at);
    let ordinal = match key.as_str() {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        _ => 4,
    };
    match word.as_str() {
        "half" if ordinal <= 2 => return Some((word_end, Part::Months(ordinal * 6 - 5, ordinal * 6))),
        "quarter" => return Some((word_end, Part::Months(ordinal * 3 - 2, ordinal * 3))),
        _ if ordinal != 1 => return None,
        _ => {}
    }
    let digits = run_end(text, at);
    let (count_end, count) = if digits > at {
        let value = text
            .slice(at..digits)
            .iter()
            .try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(c.to_digit(10)?))?;
        (digits, value)
    } else {
        let (end, value) = number_words(text, at)?;
        (end, u32::try_from(value).ok()?)
    };
    let unit_at = if text.get(count_end) == '-' {
        count_end + 1
    } else {
        text.skip_space(count_end)
    };
    let (unit_end, unit) = word_at(text, unit_at);
    match (unit.as_str(), count) {
        ("months" | "month", 1..=12) => Some((unit_end, Part::Months(1, count))),
        ("quarters" | "quarter", 1..=4) => Some((unit_end, Part::Months(1, count * 3))),
        _ => None,
    }
}

/// March 2025, January to September 2023, January-September, Jan.-Sept., September 30, 2023.
fn month_run(text: &Folded, start: usize, end: usize, first: u32) -> Option<Mention> {
    let after = if text.get(end) == '.' { end + 1 } else { end };
    let capital = text.get(start).is_ascii_uppercase();
    if !capital {
        return None;
    }
    // A year of its own may stand between: January 2023 to September 2023.
    let (inner_end, inner_year) = match year_at(text, text.skip_space(after)) {
        Some((inner_end, year)) => (inner_end, year),
        None => (after, Year::Unstated),
    };
    let gap = text.skip_space(inner_end);
    let (to_end, to) = word_at(text, gap);
    let joint = if text.get(gap) == '-' {
        Some(text.skip_space(gap + 1 + usize::from(text.get(gap + 1) == '-')))
    } else if matches!(to.as_str(), "to" | "through") {
        Some(text.skip_space(to_end))
    } else {
        None
    };
    if let Some(second) = joint {
        let (last_end, key) = word_at(text, second);
        if let Some(last) = month(key.as_str()) {
            let last_end = if text.get(last_end) == '.' && text.get(last_end + 1) != '\0' {
                last_end + 1
            } else {
                last_end
            };
            let (year_end, year) = of_year(text, last_end);
            let part = if last > first && (inner_year == Year::Unstated || inner_year == year) {
                Part::Months(first, last)
            } else {
                Part::Open
            };
            let year = if year == Year::Unstated { inner_year } else { year };
            return Some(Mention {
                range: start..year_end,
                year,
                part,
                role: Use::Governs,
                is_point: false,
            });
        }
    }
    if inner_year != Year::Unstated {
        return Some(Mention {
            range: start..inner_end,
            year: inner_year,
            part: Part::Months(first, first),
            role: Use::Governs,
            is_point: false,
        });
    }
    let day_at = text.skip_space(after);
    let day_end = run_end(text, day_at);
    if day_end > day_at && day_end - day_at <= 2 {
        // A day is the date of an event, unless «as of» or «by» says otherwise; those ask point_or_year.
        return None;
    }
    let (year_end, year) = of_year(text, after);
    // «may» and «march» are words; with a capital inside a sentence they are months.
    let is_sure =
        year != Year::Unstated || !(first == 5 || first == 3) || text.before(start) == ' ' && start > 0;
    is_sure.then_some(Mention {
        range: start..year_end,
        year,
        part: Part::Months(first, first),
        role: Use::Governs,
        is_point: false,
    })
}

/// Reads what may stand behind «by» or «as of»: 2027, the end of 2025, September 30, 2023, September.
fn point_or_year(text: &Folded, at: usize) -> Option<(usize, Year, Part)> {
    if let Some((end, year)) = year_at(text, at) {
        return Some((end, year, Part::Whole));
    }
    let (the_end, the) = word_at(text, at);
    let at = if the.as_str() == "the" {
        text.skip_space(the_end)
    } else {
        at
    };
    let (end, key) = word_at(text, at);
    if matches!(key.as_str(), "end" | "late") {
        return end_of(text, at);
    }
    if matches!(key.as_str(), "now" | "present") {
        return Some((end, Year::Relative(0), Part::Now));
    }
    let first = month(key.as_str())?;
    let after = if text.get(end) == '.' { end + 1 } else { end };
    let day_at = text.skip_space(after);
    let day_end = run_end(text, day_at);
    if day_end > day_at && day_end - day_at <= 2 {
        let day = text
            .slice(day_at..day_end)
            .iter()
            .try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(c.to_digit(10)?))?;
        let (year_end, year) = of_year(text, day_end);
        return Some((year_end, year, Part::Day(first, day)));
    }
    let (year_end, year) = of_year(text, after);
    Some((year_end, year, Part::Months(first, first)))
}

/// end of September 2023, end of 2025, end of last year, end of June.
fn end_of(text: &Folded, at: usize) -> Option<(usize, Year, Part)> {
    let (end, key) = word_at(text, at);
    let mut next = text.skip_space(end);
    if key.as_str() == "end" {
        let (of_end, of) = word_at(text, next);
        if of.as_str() != "of" && text.get(end) != '-' {
            return None;
        }
        next = if text.get(end) == '-' {
            end + 1
        } else {
            text.skip_space(of_end)
        };
        let (the_end, the) = word_at(text, next);
        if the.as_str() == "the" && word_at(text, text.skip_space(the_end)).1.as_str() == "year" {
            return Some((
                word_at(text, text.skip_space(the_end)).0,
                Year::Unstated,
                Part::YearEnd,
            ));
        }
    }
    if let Some((year_end, year)) = year_at(text, next) {
        return Some((year_end, year, Part::YearEnd));
    }
    let (month_end, name) = word_at(text, next);
    let month = month(name.as_str())?;
    let (year_end, year) = of_year(text, month_end);
    Some((year_end, year, Part::EndOf(month)))
}
