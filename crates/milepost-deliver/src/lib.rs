//! Sends reports and alerts: what has changed enough to tell someone, in which words, in which shape for which channel,
//! when, and what an answer means.
//!
//! Most of it decides and is pure: [`transitions`] finds what is worth telling, [`Templates`] puts it in words,
//! [`compose()`] gives the exact message of a channel, [`Timing`] and [`retry`] say when. [`send()`] alone reaches
//! outside. The record of what was sent, and the clock, belong to the caller.

mod answer;
mod channel;
mod chat;
mod compose;
mod escape;
mod feed;
mod folder;
mod letter;
mod mail;
mod phrases;
pub mod retry;
mod send;
mod signature;
mod source_events;
mod templates;
mod timing;
mod transitions;
mod webhook;

pub use crate::answer::Outcome;
pub use crate::channel::{
    AtomChannel, Channel, ChatChannel, ChatKind, FolderChannel, HttpTarget, MailChannel, MailSecurity,
    WebhookChannel,
};
pub use crate::compose::{Attachment, Composed, Message, Parcel, compose};
pub use crate::folder::write_whole;
pub use crate::letter::{Counts, Event, EventKind, FORMAT, Letter, LetterKind, Line, PlanName, ReportRef};
pub use crate::mail::{Mail, check_address};
pub use crate::send::send;
pub use crate::source_events::{SourceStanding, source_events};
pub use crate::templates::{TemplateProblem, Templates};
pub use crate::timing::Timing;
pub use crate::transitions::{letter_of, transitions};
