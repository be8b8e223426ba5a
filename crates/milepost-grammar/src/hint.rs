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
}
