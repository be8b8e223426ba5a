//! milepost-grammar reads quantities, periods, scopes and statements out of text, in Chinese and English. Pure.

mod statement;

pub use crate::statement::{Context, InheritedPeriod, PeriodSource, Reading, Statement, Unread};
