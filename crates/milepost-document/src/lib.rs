//! Turns the bytes of a bulletin into a document: one tree for every medium, with tables, dates and statements.
//!
//! HTML, CSV and text are read in the calling process; foreign binary formats are meant to be read by a worker process
//! ([`parse_isolated`], [`run_worker`]). Nothing here fetches, stores, or decides what a figure means.

mod annotate;
mod archive;
mod arena;
mod body;
mod builder;
mod charset;
mod dates;
mod document;
mod docx;
mod error;
mod fold_digits;
mod furniture;
mod header;
mod html;
mod input;
mod isolated;
mod language;
mod links;
mod meta;
mod number_format;
mod parse;
mod pdf;
mod plain;
mod raw;
mod select;
mod separated;
mod sniff;
mod table;
mod title;
mod workbook;

pub use crate::archive::{Member, unpack};
pub use crate::document::{DateVote, Document, Link, Located, LocatedUnread, Media, Table};
pub use crate::error::{DocumentError, SelectError};
pub use crate::input::{Input, Limits};
pub use crate::isolated::{WorkerCommand, parse_isolated, run_worker};
pub use crate::parse::parse;
