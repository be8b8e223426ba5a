//! milepost-grammar reads quantities, periods, scopes and statements out of text, in Chinese and English. Pure.
//!
//! Everything here is a function of its arguments: no clock, no files, no network. Nothing panics on any text, and
//! every function takes time linear in its input. Where a text leaves something open, the answer leaves it open too:
//! a missing statement, period or unit is a smaller harm than a wrong one.

mod anchor;
mod caption;
mod chinese_bracket;
mod chinese_clause;
mod chinese_count;
mod chinese_figure;
mod chinese_list;
mod chinese_owner;
mod chinese_period;
mod chinese_place;
mod chinese_reader;
mod chinese_role;
mod chinese_time;
mod chinese_topic;
mod clock;
mod digits;
mod english_base;
mod english_count;
mod english_figure;
mod english_list;
mod english_name;
mod english_owner;
mod english_period;
mod english_phrase;
mod english_reader;
mod english_role;
mod english_token;
mod english_vocabulary;
mod english_word;
mod fold;
mod hint;
mod label_unit;
mod lexicon;
mod mention;
mod numeral;
mod output;
mod period;
mod places;
mod quantity;
mod read;
mod scope;
mod sentence;
mod statement;
mod table_cell;
mod table_label;
mod table_period;
mod token;
mod traditional;
mod unit;
mod words;

pub use crate::caption::caption_unit;
pub use crate::fold::fold;
pub use crate::period::{PeriodMention, PeriodTextError, heading_period, period, periods};
pub use crate::quantity::{Quantity, QuantityError, quantity};
pub use crate::read::read;
pub use crate::scope::{ScopeClass, scope_class};
pub use crate::statement::{
    Context, Ending, InheritedPeriod, PeriodSource, Reading, Spoken, Statement, Unread,
};
pub use crate::table_cell::{headings_scope, read_labelled_cell, read_table_cell};
pub use crate::table_label::TableLabel;
pub use crate::table_period::{heading_period_within, labelled_period};
