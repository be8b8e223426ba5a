//! Reads a scale and unit that stand apart from their number: 亿元, 万人次, USD million.

use milepost_model::{Decimal, Unit};

use crate::fold::Folded;
use crate::numeral::{self, Breaks};
use crate::quantity::{any_unit_at, english_scale_at, english_unit_at};
use crate::unit::{UnitKind, scale_at};

/// A scale and unit that stand apart from their number.
#[derive(Debug, Clone)]
pub(crate) struct Hint {
    pub(crate) scale: Decimal,
    pub(crate) factor: Decimal,
    pub(crate) unit: Option<Unit>,
    pub(crate) kind: UnitKind,
    pub(crate) word: String,
}

impl Hint {
    /// Reads `亿元`, `万人次`, `%`, `100 million yuan`, `USD million`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let folded = Folded::new(text);
        let mut at = folded.skip_space(0);
        let mut scale = Decimal::ONE;
        if folded.get(at).is_ascii_digit() {
            let count = numeral::arabic(&folded, at, Breaks::AtPoint).ok()?;
            scale = count.value;
            at = folded.skip_space(count.end);
        }
        // «USD million»: the unit first.
        let mut leading = None;
        if let Some((end, unit)) = english_unit_at(&folded, at) {
            let next = folded.skip_space(end);
            if next < folded.len() {
                leading = Some((at..end, unit));
                at = next;
            }
        }
        let (end, chinese_scale) = scale_at(&folded, at);
        scale = scale.checked_mul(chinese_scale)?;
        at = end;
        let (end, multiplied) = english_scale_at(&folded, at)?;
        scale = scale.checked_mul(multiplied)?;
        at = folded.skip_space(end);
        let (range, unit) = if let Some(leading) = leading {
            leading
        } else {
            let (end, unit) = any_unit_at(&folded, at)?;
            let range = at..end;
            at = end;
            (range, unit)
        };
        if folded.skip_space(at) < folded.len() {
            return None;
        }
        Some(Self {
            scale,
            factor: unit.factor(),
            unit: unit.unit,
            kind: unit.kind,
            word: folded.string(range),
        })
    }

    /// Reads what a column called «unit» says where that is a thing counted: `ports`, `million persons`.
    pub(crate) fn of_counted(text: &str) -> Option<Self> {
        let folded = Folded::new(text);
        let (scale, at) = leading_scale(&folded)?;
        let word = folded.string(at..folded.len());
        let is_noun = !word.is_empty()
            && word.len() <= MAX_COUNTED_BYTES
            && word
                .chars()
                .all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '(' | ')'))
            && word.split(' ').count() <= 4;
        is_noun.then(|| Self {
            scale,
            factor: Decimal::ONE,
            unit: Some(crate::english_count::counted(&word.to_ascii_lowercase())),
            kind: UnitKind::Counter,
            word,
        })
    }

    /// Reads a scale without a unit: `million`, 万.
    pub(crate) fn scale_alone(text: &str) -> Option<Decimal> {
        let folded = Folded::new(text);
        let (scale, at) = leading_scale(&folded)?;
        (at >= folded.len() && scale > Decimal::ONE).then_some(scale)
    }
}

/// «countries and regions» is the longest seen.
const MAX_COUNTED_BYTES: usize = 40;

/// Returns a scale at the start, and where the rest starts.
fn leading_scale(folded: &Folded) -> Option<(Decimal, usize)> {
    let mut at = folded.skip_space(0);
    let mut scale = Decimal::ONE;
    if folded.get(at).is_ascii_digit() {
        let count = numeral::arabic(folded, at, Breaks::AtPoint).ok()?;
        scale = count.value;
        at = folded.skip_space(count.end);
    }
    let (end, chinese) = scale_at(folded, at);
    let (end, english) = english_scale_at(folded, end)?;
    scale = scale.checked_mul(chinese)?.checked_mul(english)?;
    Some((scale, folded.skip_space(end)))
}
