//! Reads the figure of a table's cell under the labels of its row and column.

use std::sync::Arc;

use milepost_model::{Comparison, Period, Role, Unit};

use crate::fold::Folded;
use crate::hint::Hint;
use crate::numeral::Breaks;
use crate::quantity::{Read, comparison_after, comparison_before, read_at};
use crate::statement::{Context, PeriodSource, Reading, Statement, Unread};
use crate::table_label::{TableLabel, Words, says_rate};
use crate::table_period::labelled_period;
use crate::unit::UnitKind;

/// Reads a cell. `rows` and `cols` are the labels of its row and column, outermost first.
///
/// What a label says (a period, a unit in brackets, 增速) governs before what the context says. A cell that is no
/// single figure, or whose labels leave its role or unit open between two readings, is in [`Reading::unread`].
pub fn read_table_cell(text: &str, rows: &[&str], cols: &[&str], context: &Context) -> Reading {
    let read = |labels: &[&str]| -> Vec<Arc<TableLabel>> {
        labels
            .iter()
            .map(|label| Arc::new(TableLabel::read(label, context.published)))
            .collect()
    };
    let scope = headings_scope(&context.headings);
    read_labelled_cell(text, &read(rows), &read(cols), context, &scope)
}

/// As [`read_table_cell`], under labels that were read before. `scope` is what [`headings_scope`] says of the headings.
pub fn read_labelled_cell(
    text: &str,
    rows: &[Arc<TableLabel>],
    cols: &[Arc<TableLabel>],
    context: &Context,
    scope: &str,
) -> Reading {
    let mut reading = Reading::default();
    let folded = Folded::new(text);
    let start = folded.skip_space(0);
    if start >= folded.len() || text.len() > MAX_CELL_BYTES {
        return reading;
    }
    let whole = folded.bytes(&(start..folded.len()), text);
    let refused = |reason| Unread {
        printed: whole.clone(),
        reason,
    };
    let cell = match Cell::read(&folded, start) {
        Ok(cell) => cell,
        Err(Some(reason)) => {
            reading.unread.push(refused(reason));
            return reading;
        }
        Err(None) => return reading,
    };
    match statement(&folded, text, &cell, (rows, cols), context, scope) {
        Ok(statement) => reading.statements.push(statement),
        Err(reason) => reading.unread.push(refused(reason)),
    }
    reading
}

/// Returns the place that the innermost heading names which names one; empty where none does.
///
/// «两江新区2024年主要指标» above a table governs all of it.
pub fn headings_scope(headings: &[String]) -> String {
    let named = headings.iter().rev().find_map(|heading| heading_scope(heading));
    named.unwrap_or_default()
}

/// The first place that a heading names: «重庆外贸在全国的位置» speaks of 重庆, «重庆两江新区外贸» of a part of it.
fn heading_scope(heading: &str) -> Option<String> {
    if heading.len() > MAX_CELL_BYTES {
        return None;
    }
    let folded = Folded::new(heading);
    let tokens = crate::token::tokenize(&folded, 0..folded.len()).tokens;
    let is_place = |token: &&crate::token::Token| matches!(token.kind, crate::token::Kind::Place(_));
    let mut places = tokens
        .iter()
        .skip_while(|token| !is_place(token))
        .take_while(is_place);
    let first = places.next();
    let Some(first) = first else {
        return Words::read(heading).scope.into_iter().next();
    };
    let end = places.last().map_or(first.end, |last| last.end);
    Some(folded.string(first.start..end))
}

/// A unit, or what a column of units says is counted.
fn unit_hint(unit: &str) -> Option<Hint> {
    Hint::read(unit).or_else(|| Hint::of_counted(unit))
}

/// A cell's figure is short; a longer text is prose.
const MAX_CELL_BYTES: usize = 400;

struct Cell {
    read: Read,
    comparison: Comparison,
    start: usize,
    end: usize,
}

impl Cell {
    /// Returns no reason where the cell holds no number at all.
    fn read(text: &Folded, start: usize) -> Result<Self, Option<&'static str>> {
        let mut at = start;
        let mut comparison = Comparison::Eq;
        if let Some((end, said)) = comparison_before(text, at) {
            at = text.skip_space(end);
            comparison = said;
        }
        let holds_digit = (at..text.len()).any(|index| text.get(index).is_ascii_digit());
        let c = text.get(at);
        if !holds_digit && !crate::numeral::is_chinese_numeral(c) {
            return Err(None);
        }
        let mut sign_from_arrow = None;
        if matches!(c, '↑' | '▲' | '↓' | '▼') {
            sign_from_arrow = Some(matches!(c, '↓' | '▼'));
            at = text.skip_space(at + 1);
        }
        let mut read = read_at(text, at, Breaks::Joined).map_err(|malformed| Some(malformed.reason))?;
        if let Some(is_fall) = sign_from_arrow {
            if read.is_signed {
                return Err(Some("an arrow and a sign"));
            }
            if is_fall {
                read.value = -read.value;
            }
        }
        let mut end = read.end;
        if read.more {
            comparison = Comparison::Over;
        }
        if let Some((after, said)) = comparison_after(text, end) {
            (end, comparison) = (after, said);
        }
        let rest = text.skip_space(end);
        let is_footnote = matches!(text.get(rest), '*' | '①'..='⑳')
            && text.skip_space(rest + 1) >= text.len()
            || text.get(rest) == '[' && text.before(text.len()) == ']' && text.len() - rest <= 4;
        if rest < text.len() && !is_footnote {
            return Err(Some("a cell of more than one figure"));
        }
        Ok(Self {
            read,
            comparison,
            start,
            end,
        })
    }
}

fn statement(
    folded: &Folded,
    text: &str,
    cell: &Cell,
    (rows, cols): (&[Arc<TableLabel>], &[Arc<TableLabel>]),
    context: &Context,
    scope: &str,
) -> Result<Statement, &'static str> {
    let labels = || {
        rows.iter()
            .rev()
            .chain(cols.iter().rev())
            .map(|label| &label.words)
    };
    if rows.iter().chain(cols).any(|label| label.is_meta) {
        return Err("in a column that holds no figures");
    }
    if labels().any(|label| label.is_other_time) {
        return Err("under a label of more than one meaning");
    }
    let role = labels().find_map(|label| label.role);
    let is_target = labels().any(|label| label.is_target);
    let read = &cell.read;
    let mut value = read.value;
    let mut step = read.step;
    let mut unit = read.unit.and_then(|unit| unit.unit);
    let mut kind = read.unit.map(|unit| unit.kind);
    let mut unit_word = text
        .get(folded.bytes(&read.unit_range, text))
        .unwrap_or("")
        .to_owned();
    let mut dims: Vec<(String, String)> = Vec::new();
    let label_units: Vec<&(Hint, String)> = labels().filter_map(|label| label.unit.as_ref()).collect();
    if read.unit.is_none() {
        let expects_percent = matches!(role, Some(Role::Growth | Role::Share | Role::Contribution));
        let from_label = label_units.first().copied().cloned();
        let differs = label_units.iter().any(|(hint, _)| {
            from_label
                .as_ref()
                .is_some_and(|(first, _)| first.unit != hint.unit)
        });
        if differs && !expects_percent {
            return Err("under labels of two units");
        }
        let percent = || Hint::read("%").map(|hint| (hint, "%".to_owned()));
        let taken = if expects_percent {
            label_units
                .iter()
                .find(|(hint, _)| matches!(hint.kind, UnitKind::Percent | UnitKind::Points))
                .map(|hint| (*hint).clone())
                .or_else(percent)
        } else {
            from_label.or_else(|| {
                context
                    .unit
                    .as_ref()
                    .and_then(|unit| Some((unit_hint(unit)?, unit.clone())))
            })
        };
        if let Some((hint, words)) = taken {
            let scale = if read.is_scaled {
                hint.factor
            } else {
                hint.scale * hint.factor
            };
            value = value.checked_mul(scale).ok_or("too many digits")?;
            step = step.checked_mul(scale).ok_or("too many digits")?;
            (unit, kind) = (hint.unit, Some(hint.kind));
            unit_word.clone_from(&hint.word);
            dims.push(("unit-printed".to_owned(), words));
        }
    }
    let scaled = labels()
        .find_map(|label| Some((label.scale.clone()?, label.counted()?)))
        .filter(|_| kind.is_none() && !read.is_scaled && role.is_none());
    if let Some(((scale, words), counted)) = scaled {
        value = value.checked_mul(scale).ok_or("too many digits")?;
        step = step.checked_mul(scale).ok_or("too many digits")?;
        (unit, kind) = (Some(counted), Some(UnitKind::Counter));
        dims.push(("unit-printed".to_owned(), words));
    } else if kind.is_none() && labels().any(|label| label.scale.is_some()) {
        return Err("under a scale without a unit");
    }
    let counts_stock =
        kind.is_none() && !read.is_scaled && value.fract().is_zero() && labels().any(|label| label.is_stock);
    if counts_stock && role.is_none() {
        unit = Some(Unit::Count);
    }
    let names = |currency| {
        rows.iter()
            .chain(cols)
            .any(|label| label.currency == Some(currency))
    };
    let is_of_other =
        unit == Some(Unit::Cny) && names(Unit::Usd) || unit == Some(Unit::Usd) && names(Unit::Cny);
    if is_of_other {
        return Err("under a currency that its unit is not of");
    }
    let is_percent = matches!(kind, Some(UnitKind::Percent));
    let is_points = matches!(kind, Some(UnitKind::Points));
    let role = match role {
        Some(Role::Growth) if is_points => Role::Change,
        Some(Role::Growth) if !is_percent && kind.is_some() => Role::Change,
        Some(role) => role,
        None if is_percent && !labels().any(|label| says_rate(&label.noun)) => {
            return Err("a percentage of something unsaid");
        }
        None if is_points => return Err("percentage points of something unsaid"),
        None => Role::Level,
    };
    if labels().any(|label| label.is_fall) && matches!(role, Role::Growth | Role::Change) {
        // 降幅 3.2 is −3.2; 升降 and 增减 have both words and keep the sign.
        let both = rows.iter().chain(cols).any(|label| label.is_either_sign);
        if !both {
            if read.is_signed {
                return Err("a fall with a sign");
            }
            value = -value;
        }
    }
    let noun_of = |labels: &[Arc<TableLabel>]| {
        let mut innermost_first = labels.iter().rev();
        innermost_first
            .find(|label| label.is_named)
            .map(|label| label.words.noun.clone())
    };
    let own = noun_of(rows);
    let column = noun_of(cols);
    let subject = own
        .clone()
        .or_else(|| column.clone())
        .ok_or("its labels name nothing")?;
    let mut all: Vec<String> = Vec::new();
    let own_words = rows
        .iter()
        .rev()
        .chain(cols.iter().rev())
        .map(|label| label.text.as_str());
    for label in own_words.chain(context.headings.iter().rev().map(String::as_str)) {
        let label = label.trim();
        if !label.is_empty() && !all.iter().any(|known| known == label) {
            all.push(label.to_owned());
        }
    }
    let inherited = labelled_period(cols, rows, context);
    let (period, period_source) = match inherited {
        Err(reason) => return Err(reason),
        Ok(Some(inherited)) => (Some(inherited.period), Some(PeriodSource::Inherited)),
        // The date may stand in a column that is no label: unlike a sentence, a cell does not speak as of its publication.
        Ok(None) => (None, None),
    };
    if labels().any(|label| label.is_previous) && matches!(role, Role::Growth | Role::Change) {
        dims.push(("base".to_owned(), "previous-period".to_owned()));
    }
    let is_future =
        matches!((period, context.published), (Some(period), Some(day)) if period.first_day() > day);
    let told = role;
    let role = if is_target || is_future {
        Role::Target
    } else {
        role
    };
    if role == Role::Target && told != Role::Level {
        dims.push(("measure".to_owned(), told.as_str().to_owned()));
    }
    let mut inner_rows = rows.iter().rev().map(|label| &label.words);
    if inner_rows.by_ref().any(|label| label.is_among)
        && let Some(whole) = inner_rows.next()
    {
        dims.push(("whole".to_owned(), whole.noun.clone()));
    }
    dims.sort();
    let own_scope = labels()
        .find(|label| !label.scope.is_empty())
        .map(|label| label.scope.concat());
    let scope = own_scope.unwrap_or_else(|| scope.to_owned());
    Ok(Statement {
        printed: folded.bytes(&(cell.start..cell.end.max(read.end)), text),
        quote: folded.bytes(&(cell.start..cell.end.max(read.end)), text),
        subject,
        labels: all,
        value: value.normalize(),
        step: step.normalize(),
        unit,
        unit_word,
        role,
        comparison: cell.comparison,
        period,
        period_source,
        basis: period.map(Period::basis),
        scope,
        of: None,
        dims,
    })
}
