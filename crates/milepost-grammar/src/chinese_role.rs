//! Decides what a Chinese figure is of its subject, from the words before it.

use milepost_model::Role;

use crate::chinese_clause::{Base, Clause};
use crate::token::Printed;
use crate::unit::UnitKind;
use crate::words::Word;

/// What a figure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) role: Role,
    pub(crate) is_negative: bool,
    /// The subject is the rate itself: 增速回落0.5个百分点.
    pub(crate) of_rate: bool,
}

/// Returns what the figure is, or why it is nothing that can be said.
pub(crate) fn judge(
    clause: &Clause,
    printed: &Printed,
    subject: &str,
    is_target: bool,
) -> Result<Told, &'static str> {
    let told = |role, is_negative| {
        Ok(Told {
            role,
            is_negative,
            of_rate: false,
        })
    };
    if printed.is_ordinal {
        return told(Role::Rank, false);
    }
    let cues = &clause.cues;
    let said = |word: Word| cues.contains(&word);
    if said(Word::Met) {
        return Err("compared with a target");
    }
    if said(Word::Equivalent) {
        return Err("the same amount in another unit");
    }
    if said(Word::Above) || said(Word::Below) {
        return Err("compared with another figure");
    }
    if said(Word::Threshold) && !is_target {
        return Err("a threshold that was passed");
    }
    let kind = printed.read.unit.map(|unit| unit.kind);
    let falls = said(Word::FallRate);
    let last_turn = cues.iter().rev().copied().find(|word| {
        matches!(
            word,
            Word::Up | Word::Down | Word::Level | Word::Slows | Word::Quickens | Word::From
        )
    });
    match kind {
        Some(UnitKind::Percent) => percent(clause, subject, last_turn),
        Some(UnitKind::Points) => points(clause, last_turn),
        Some(UnitKind::Times) => match last_turn {
            Some(Word::Up) if !clause.holds_base || clause.base != Base::Unsaid => told(Role::Growth, false),
            _ => Err("a ratio"),
        },
        Some(UnitKind::Duration) => Err("a length of time"),
        Some(UnitKind::Amount | UnitKind::Counter) | None => {
            if said(Word::Contribution) {
                return told(Role::Contribution, false);
            }
            if said(Word::Share) || said(Word::Rate) || falls {
                return Err("an amount where a rate was expected");
            }
            match last_turn {
                Some(Word::Up) => told(Role::Change, false),
                Some(Word::Down) => told(Role::Change, true),
                Some(Word::From) => Err("where a change began"),
                Some(Word::Slows | Word::Quickens) => Err("it may be a level or a change"),
                Some(Word::Level) => {
                    if said(Word::Up) || said(Word::Down) {
                        return Err("it may be a level or a change");
                    }
                    told(Role::Level, false)
                }
                _ if clause.holds_base => Err("what a change is counted from"),
                _ => told(Role::Level, false),
            }
        }
    }
}

fn percent(clause: &Clause, subject: &str, last_turn: Option<Word>) -> Result<Told, &'static str> {
    let told = |role, is_negative| {
        Ok(Told {
            role,
            is_negative,
            of_rate: false,
        })
    };
    let said = |word: Word| clause.cues.contains(&word);
    if said(Word::Contribution) {
        return told(Role::Contribution, false);
    }
    if said(Word::Share) {
        // 占比提高到65% is a share, 占比提高5% is nothing that can be said.
        return match last_turn {
            None | Some(Word::Level) => told(Role::Share, false),
            _ => Err("a share, or its growth"),
        };
    }
    if said(Word::Rate) || said(Word::FallRate) {
        let is_level = matches!(last_turn, None | Some(Word::Level));
        let is_sole = said(Word::Rate) != said(Word::FallRate);
        return if is_level && is_sole {
            told(Role::Growth, said(Word::FallRate))
        } else {
            Err("a rate, or its change")
        };
    }
    match last_turn {
        Some(Word::Up) => told(Role::Growth, false),
        Some(Word::Down) => told(Role::Growth, true),
        Some(Word::Slows | Word::Quickens) => Err("a rate, or its change"),
        Some(Word::From) => Err("where a change began"),
        Some(Word::Level) if said(Word::Up) && !said(Word::Down) && !is_rate(subject) => {
            told(Role::Growth, false)
        }
        Some(Word::Level) if said(Word::Down) && !said(Word::Up) && !is_rate(subject) => {
            told(Role::Growth, true)
        }
        _ if clause.holds_base => Err("what a change is counted from"),
        _ if is_rate(subject) => told(Role::Level, false),
        _ => Err("a percentage of something unsaid"),
    }
}

fn points(clause: &Clause, last_turn: Option<Word>) -> Result<Told, &'static str> {
    let said = |word: Word| clause.cues.contains(&word);
    if said(Word::Contribution) {
        return Ok(Told {
            role: Role::Contribution,
            is_negative: said(Word::Down),
            of_rate: false,
        });
    }
    let of_rate = said(Word::Rate) || said(Word::FallRate);
    let falls = said(Word::FallRate);
    let (rises, known) = match last_turn {
        Some(Word::Up | Word::Quickens) => (true, true),
        Some(Word::Down | Word::Slows) => (false, true),
        _ => (false, false),
    };
    if !known {
        return Err("percentage points of something unsaid");
    }
    let is_slowing = matches!(last_turn, Some(Word::Slows | Word::Quickens));
    Ok(Told {
        role: Role::Change,
        is_negative: rises == falls,
        of_rate: of_rate || is_slowing,
    })
}

/// A subject that is itself measured in percent: 城镇化率, 失业率, 自然增长率.
fn is_rate(subject: &str) -> bool {
    [
        "率",
        "比重",
        "占比",
        "比例",
        "系数",
        "指数",
        "覆盖面",
        "成数",
        "度",
        "利润率",
        "收益",
    ]
    .iter()
    .any(|end| subject.ends_with(end) || subject.trim_end_matches(')').ends_with(end))
}
