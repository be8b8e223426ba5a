//! Reads the figure of a table's cell under the labels of its row and column.

use milepost_model::{Comparison, Period, Role, Unit};

use crate::fold::{Folded, fold};
use crate::hint::Hint;
use crate::numeral::Breaks;
use crate::quantity::{Read, comparison_after, comparison_before, read_at};
use crate::statement::{Context, PeriodSource, Reading, Statement, Unread};
use crate::table_label::{GENERIC, Label, META, says_rate};
use crate::table_period::table_period;
use crate::unit::UnitKind;

/// Reads a cell. `rows` and `cols` are the labels of its row and column, outermost first.
///
/// What a label says (a period, a unit in brackets, 增速) governs before what the context says. A cell that is no
/// single figure, or whose labels leave its role or unit open between two readings, is in [`Reading::unread`].
pub fn read_table_cell(text: &str, rows: &[&str], cols: &[&str], context: &Context) -> Reading {
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
    let labels: Vec<Label> = rows
        .iter()
        .rev()
        .chain(cols.iter().rev())
        .map(|label| Label::read(label))
        .collect();
    match statement(&folded, text, &cell, &labels, rows.len(), (rows, cols), context) {
        Ok(statement) => reading.statements.push(statement),
        Err(reason) => reading.unread.push(refused(reason)),
    }
    reading
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
        return Label::read(heading).scope.into_iter().next();
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
    labels: &[Label],
    row_count: usize,
    (rows, cols): (&[&str], &[&str]),
    context: &Context,
) -> Result<Statement, &'static str> {
    if rows
        .iter()
        .chain(cols)
        .any(|label| META.contains(&fold(label).to_ascii_lowercase().as_str()))
    {
        return Err("in a column that holds no figures");
    }
    if labels.iter().any(|label| label.is_other_time) {
        return Err("under a label of more than one meaning");
    }
    let role = labels.iter().find_map(|label| label.role);
    let is_target = labels.iter().any(|label| label.is_target);
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
    let label_units: Vec<&(Hint, String)> = labels.iter().filter_map(|label| label.unit.as_ref()).collect();
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
    let scaled = labels
        .iter()
        .find_map(|label| Some((label.scale.clone()?, label.counted()?)))
        .filter(|_| kind.is_none() && !read.is_scaled && role.is_none());
    if let Some(((scale, words), counted)) = scaled {
        value = value.checked_mul(scale).ok_or("too many digits")?;
        step = step.checked_mul(scale).ok_or("too many digits")?;
        (unit, kind) = (Some(counted), Some(UnitKind::Counter));
        dims.push(("unit-printed".to_owned(), words));
    } else if kind.is_none() && labels.iter().any(|label| label.scale.is_some()) {
        return Err("under a scale without a unit");
    }
    let counts_stock = kind.is_none()
        && !read.is_scaled
        && value.fract().is_zero()
        && labels.iter().any(|label| label.is_stock);
    if counts_stock && role.is_none() {
        unit = Some(Unit::Count);
    }
    let is_of_other_currency = |other: Unit, words: &[&str]| {
        unit == Some(other)
            && rows
                .iter()
                .chain(cols)
                .any(|label| words.iter().any(|word| label.contains(word)))
    };
    if is_of_other_currency(Unit::Cny, &["美元", "美金", "USD", "US$", "dollar"])
        || is_of_other_currency(Unit::Usd, &["人民币", "人民幣", "CNY", "RMB", "yuan"])
    {
        return Err("under a currency that its unit is not of");
    }
    let is_percent = matches!(kind, Some(UnitKind::Percent));
    let is_points = matches!(kind, Some(UnitKind::Points));
    let role = match role {
        Some(Role::Growth) if is_points => Role::Change,
        Some(Role::Growth) if !is_percent && kind.is_some() => Role::Change,
        Some(role) => role,
        None if is_percent && !labels.iter().any(|label| says_rate(&label.noun)) => {
            return Err("a percentage of something unsaid");
        }
        None if is_points => return Err("percentage points of something unsaid"),
        None => Role::Level,
    };
    if labels.iter().any(|label| label.is_fall) && matches!(role, Role::Growth | Role::Change) {
        // 降幅 3.2 is −3.2; 升降 and 增减 have both words and keep the sign.
        let both = rows.iter().chain(cols).any(|label| {
            let label = fold(label);
            ["升降", "增减", "增长", "涨跌", "上升", "增加", "±"]
                .iter()
                .any(|word| label.contains(word))
        });
        if !both {
            if read.is_signed {
                return Err("a fall with a sign");
            }
            value = -value;
        }
    }
    let (row_labels, col_labels) = labels.split_at(row_count.min(labels.len()));
    let noun_of = |labels: &[Label]| {
        labels
            .iter()
            .map(|label| label.noun.clone())
            .find(|noun| !noun.is_empty() && !GENERIC.contains(&noun.to_ascii_lowercase().as_str()))
    };
    let own = noun_of(row_labels);
    let column = noun_of(col_labels);
    let subject = own
        .clone()
        .or_else(|| column.clone())
        .ok_or("its labels name nothing")?;
    let mut all: Vec<String> = Vec::new();
    for label in rows.iter().rev().chain(cols.iter().rev()).chain(
        context
            .headings
            .iter()
            .rev()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .iter(),
    ) {
        let label = label.trim();
        if !label.is_empty() && !all.iter().any(|known| known == label) {
            all.push(label.to_owned());
        }
    }
    let inherited = table_period(cols, rows, context);
    let (period, period_source) = match inherited {
        Err(reason) => return Err(reason),
        Ok(Some(inherited)) => (Some(inherited.period), Some(PeriodSource::Inherited)),
        // The date may stand in a column that is no label: unlike a sentence, a cell does not speak as of its publication.
        Ok(None) => (None, None),
    };
    if labels.iter().any(|label| label.is_previous) && matches!(role, Role::Growth | Role::Change) {
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
    if let Some(whole) = row_labels
        .iter()
        .position(|label| label.is_among)
        .and_then(|at| row_labels.get(at + 1))
    {
        dims.push(("whole".to_owned(), whole.noun.clone()));
    }
    dims.sort();
    let own_scope = labels
        .iter()
        .find(|label| !label.scope.is_empty())
        .map(|label| label.scope.concat());
    // «两江新区2024年主要指标» above a table governs all of it.
    let scope = own_scope
        .or_else(|| {
            context
                .headings
                .iter()
                .rev()
                .find_map(|heading| heading_scope(heading))
        })
        .unwrap_or_default();
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
