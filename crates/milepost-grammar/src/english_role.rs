//! Decides what an English figure is of its subject, from the words before and behind it.

use milepost_model::Role;

use crate::english_token::{Class, Printed};
use crate::unit::UnitKind;

/// The figure that a change started from.
pub(crate) const BEGAN: &str = "where a change began";

/// The words around a figure, by what they do.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// Classes of the words before it, since the last figure or boundary.
    pub(crate) before: Vec<Class>,
    /// Classes of the words straight behind it.
    pub(crate) after: Vec<Class>,
    pub(crate) subject: String,
    pub(crate) is_target: bool,
    /// The growth that the sentence last spoke of, for «and the value by 25 percent».
    pub(crate) last_turn: Option<Class>,
}

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) role: Role,
    pub(crate) is_negative: bool,
    /// The subject stands behind: a 5 percent increase in exports.
    pub(crate) is_before_subject: bool,
}

/// Returns what the figure is, or why it is nothing that can be said.
pub(crate) fn judge(around: &Around, printed: &Printed) -> Result<Told, &'static str> {
    let told = |role, is_negative| {
        Ok(Told {
            role,
            is_negative,
            is_before_subject: false,
        })
    };
    let said = |class: Class| around.before.contains(&class);
    let kind = printed.read.unit.map(|unit| unit.kind);
    let last = around
        .before
        .iter()
        .rev()
        .copied()
        .find(|class| !matches!(class, Class::Compare(_) | Class::Adverb | Class::Article));
    if said(Class::Compared) || said(Class::Than) || said(Class::Rank) {
        return Err("compared with another figure");
    }
    let is_threshold = said(Class::Threshold) || around.after.first() == Some(&Class::Threshold);
    if is_threshold && !around.is_target {
        return Err("a threshold that was passed");
    }
    let turn = around
        .before
        .iter()
        .rev()
        .copied()
        .find(|class| matches!(class, Class::Up | Class::Down));
    let turns_both = said(Class::Up) && said(Class::Down);
    if turns_both {
        return Err("a rise and a fall in one clause");
    }
    let falls = turn == Some(Class::Down);
    match kind {
        Some(UnitKind::Percent) => {
            if said(Class::Contribution) {
                return told(Role::Contribution, false);
            }
            if said(Class::Share) {
                return if turn.is_none() {
                    told(Role::Share, false)
                } else {
                    Err("a share, or its growth")
                };
            }
            match around.after.as_slice() {
                [Class::Up, ..] => {
                    return Ok(Told {
                        role: Role::Growth,
                        is_negative: false,
                        is_before_subject: true,
                    });
                }
                [Class::Down, ..] => {
                    return Ok(Told {
                        role: Role::Growth,
                        is_negative: true,
                        is_before_subject: true,
                    });
                }
                [Class::More, ..] if turn.is_none() => return told(Role::Growth, false),
                [Class::Less, ..] if turn.is_none() => return told(Role::Growth, true),
                [Class::Compared, ..] => return Err("compared with another figure"),
                [Class::Of, ..] if turn.is_none() => return told(Role::Share, false),
                _ => {}
            }
            match (turn, last) {
                (Some(_), Some(Class::To)) => Err("a rate, or its growth"),
                (Some(_), Some(Class::From)) => Err(BEGAN),
                (Some(_), _) => told(Role::Growth, falls),
                (None, Some(Class::By)) => match around.last_turn {
                    Some(class) => told(Role::Growth, class == Class::Down),
                    None => Err("a percentage of something unsaid"),
                },
                (None, _) if is_rate(&around.subject) => told(Role::Level, false),
                (None, _) => Err("a percentage of something unsaid"),
            }
        }
        Some(UnitKind::Points) => {
            if said(Class::Contribution) {
                return told(Role::Contribution, falls);
            }
            if turn.is_some() {
                told(Role::Change, falls)
            } else {
                Err("percentage points of something unsaid")
            }
        }
        Some(UnitKind::Times) => Err("a ratio"),
        Some(UnitKind::Duration) => Err("a length of time"),
        Some(UnitKind::Amount | UnitKind::Counter) | None => {
            if said(Class::Contribution) {
                return told(Role::Contribution, false);
            }
            if said(Class::Share) && turn.is_some() {
                return Err("an amount where a rate was expected");
            }
            match (turn, last) {
                (_, Some(Class::From)) => Err(BEGAN),
                (_, Some(Class::To)) | (Some(_), Some(Class::Level | Class::Worth)) => {
                    told(Role::Level, false)
                }
                (Some(_), Some(Class::By | Class::Of | Class::Up | Class::Down)) => told(Role::Change, falls),
                (Some(_), _) | (None, Some(Class::By)) => Err("it may be a level or a change"),
                (None, _) => match around.after.first() {
                    Some(Class::More | Class::Less) => Err("compared with another figure"),
                    Some(Class::Up | Class::Down)
                        if around.after.len() == 1 && printed.read.unit.is_none() =>
                    {
                        Err("it may be a level or a change")
                    }
                    _ => told(Role::Level, false),
                },
            }
        }
    }
}

/// A subject that is itself measured in percent.
fn is_rate(subject: &str) -> bool {
    ["rate", "ratio", "percentage"]
        .iter()
        .any(|end| subject.to_ascii_lowercase().ends_with(end))
}
