//! Shows an extractor what the host read, and checks what it claims against the page.
//!
//! The claim comes from code that is not trusted; the document and its statements are the host's own. Nothing here runs
//! a plugin, stores a figure or knows a history: [`plausible()`] is given the part of it that it needs.

mod about;
mod catalogue;
mod claim;
mod evidence;
mod field;
mod locale;
mod plausible;
mod printed;
mod proof;
mod reading;
mod rejection;
mod run_keys;
mod verified;
mod verify;

pub use crate::about::statements_about;
pub use crate::catalogue::{Catalogue, Declared, IndicatorRule, ScopeGrant};
pub use crate::claim::Claim;
pub use crate::evidence::MAX_QUOTE_CHARS;
pub use crate::field::{FIELD_SEPARATOR, FIELDS, Statements, field};
pub use crate::locale::{read_number, read_period};
pub use crate::plausible::{SetAside, SetAsideCode, plausible};
pub use crate::rejection::{Rejection, RejectionCode};
pub use crate::run_keys::RunKeys;
pub use crate::verified::Verified;
pub use crate::verify::verify;
