//! One field of a cron line: values, ranges, steps, lists and names, read into the set of values they mean.

use crate::CronProblem;

/// What a field counts, and its legal values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldKind {
    name: &'static str,
    least: u8,
    most: u8,
    /// Names of the values from `least` on, in lower case.
    names: &'static [&'static str],
}

/// The five fields, in order.
pub(crate) const FIELDS: [FieldKind; 5] = [
    FieldKind {
        name: "minute",
        least: 0,
        most: 59,
        names: &[],
    },
    FieldKind {
        name: "hour",
        least: 0,
        most: 23,
        names: &[],
    },
    FieldKind {
        name: "day of the month",
        least: 1,
        most: 31,
        names: &[],
    },
    FieldKind {
        name: "month",
        least: 1,
        most: 12,
        names: &[
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ],
    },
    // 7 is Sunday as well as 0.
    FieldKind {
        name: "day of the week",
        least: 0,
        most: 7,
        names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    },
];

/// The values a field means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// In order, each once.
    pub(crate) values: Vec<u8>,
    /// True where the field begins with `*`: it restricts no day, as in every cron since Vixie's.
    pub(crate) is_star: bool,
    /// True where every legal value is meant.
    pub(crate) is_all: bool,
}

/// Reads a field that begins at character `position` of the line.
pub(crate) fn read(text: &str, position: usize, kind: FieldKind) -> Result<Field, CronProblem> {
    let mut wanted = [false; 60];
    let mut at = position;
    for element in text.split(',') {
        let (first, last, step) = read_element(element, at, kind)?;
        for value in (first..=last).step_by(usize::from(step)) {
            // Sunday is 0 from here on.
            let value = if kind.most == 7 { value % 7 } else { value };
            if let Some(slot) = wanted.get_mut(usize::from(value)) {
                *slot = true;
            }
        }
        at += element.chars().count() + 1;
    }
    let values: Vec<u8> = (0_u8..)
        .zip(wanted)
        .filter_map(|(value, is_wanted)| is_wanted.then_some(value))
        .collect();
    let legal = if kind.most == 7 {
        7
    } else {
        usize::from(kind.most - kind.least) + 1
    };
    Ok(Field {
        is_star: text.starts_with('*'),
        is_all: values.len() == legal,
        values,
    })
}

/// Reads `*`, `a`, `a-b`, `*/n` or `a-b/n` as first value, last value and step.
fn read_element(element: &str, at: usize, kind: FieldKind) -> Result<(u8, u8, u8), CronProblem> {
    let (range, step) = match element.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (element, None),
    };
    let (first, last) = match range.split_once('-') {
        _ if range == "*" => (kind.least, if kind.most == 7 { 6 } else { kind.most }),
        Some((first, last)) => {
            let last_at = at + first.chars().count() + 1;
            let first = read_value(first, at, kind)?;
            let last = read_value(last, last_at, kind)?;
            // `fri-sun`: as the end of a range, Sunday is the last day of the week.
            let last = if kind.most == 7 && last == 0 && first > 0 {
                7
            } else {
                last
            };
            (first, last)
        }
        None => {
            let value = read_value(range, at, kind)?;
            (value, value)
        }
    };
    if first > last {
        let hint = format!(
            "write it as a list: `{first}-{},{}-{last}`",
            kind.most, kind.least
        );
        return Err(problem(kind, format!("`{range}` runs backwards"), at, Some(hint)));
    }
    let Some(step) = step else {
        return Ok((first, last, 1));
    };
    let step_at = at + range.chars().count() + 1;
    if range != "*" && !range.contains('-') {
        let hint = format!("write `{range}-{}/{step}`", kind.most);
        return Err(problem(
            kind,
            format!("a step needs a range or `*` before it, not `{range}`"),
            at,
            Some(hint),
        ));
    }
    let number = read_number(step).filter(|step| (1..=kind.most).contains(step));
    let number = number.ok_or_else(|| {
        problem(
            kind,
            format!("`{}` is no step; 1 to {} was expected", cut(step), kind.most),
            step_at,
            None,
        )
    })?;
    Ok((first, last, number))
}

fn read_value(text: &str, at: usize, kind: FieldKind) -> Result<u8, CronProblem> {
    let folded = text.to_lowercase();
    let named = (kind.least..)
        .zip(kind.names)
        .find(|(_value, name)| **name == folded);
    let found = named.map(|(value, _name)| value).or_else(|| read_number(text));
    found
        .filter(|value| (kind.least..=kind.most).contains(value))
        .ok_or_else(|| {
            let message = format!(
                "`{}` is no {}; {} was expected",
                cut(text),
                kind.name,
                expected(kind)
            );
            problem(kind, message, at, hint_for(text))
        })
}

fn read_number(text: &str) -> Option<u8> {
    let is_number = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn expected(kind: FieldKind) -> String {
    let numbers = format!("{} to {}", kind.least, kind.most);
    match (kind.names.first(), kind.names.last()) {
        (Some(first), Some(last)) => format!("{numbers} or {first} to {last}"),
        _ => numbers,
    }
}

fn hint_for(text: &str) -> Option<String> {
    let is_extension = text.chars().any(|c| matches!(c, 'L' | 'W' | '#' | '?'));
    is_extension
        .then(|| "`L`, `W`, `#` and `?` are not POSIX cron; `*` means any, a list names days".to_owned())
}

fn problem(kind: FieldKind, message: String, position: usize, hint: Option<String>) -> CronProblem {
    let message = if message.contains(kind.name) {
        message
    } else {
        format!("{}: {message}", kind.name)
    };
    CronProblem {
        message,
        position,
        hint,
    }
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
