//! The exact message of a channel, before it is signed and sent: what a dry run shows is what is sent.

use std::path::PathBuf;

use milepost_report::Report;

use crate::channel::Channel;
use crate::escape::Markup;
use crate::letter::Letter;
use crate::mail::{self, Mail};
use crate::templates::{TemplateProblem, Templates, Words};
use crate::{chat, feed, folder, webhook};

/// What is to be delivered.
#[derive(Debug)]
pub struct Parcel<'a> {
    /// The letter.
    pub letter: &'a Letter,
    /// The report that goes with it.
    pub report: Option<&'a Report>,
    /// Files that go with it: the report's forms.
    pub attachments: Vec<Attachment>,
    /// Earlier letters to the same delivery, newest first: a feed holds them too.
    pub earlier: Vec<Letter>,
}

/// A file that goes with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A message, ready to be sent.
#[derive(Debug)]
pub struct Composed {
    /// The message.
    pub message: Message,
    /// The user's template could not be used, and the one that comes with Milepost was.
    pub template_problem: Option<TemplateProblem>,
}

/// A message in the shape of its channel.
#[derive(Debug)]
pub enum Message {
    /// JSON to be posted. Signatures are added when it is sent: they hold the time.
    Http {
        /// The body.
        body: String,
    },
    /// A mail.
    Mail(Mail),
    /// Files to be written, each whole.
    Files(Vec<(PathBuf, Vec<u8>)>),
}

/// Composes the message of a channel.
///
/// # Errors
/// When an address of a mail means nothing, or the words do not come out.
pub fn compose(channel: &Channel, templates: &Templates, parcel: &Parcel<'_>) -> Result<Composed, String> {
    let (words, template_problem) = words(channel, templates, parcel.letter)?;
    let message = match channel {
        Channel::Folder(folder) => Message::Files(folder::files(&folder.path, parcel, &words)),
        Channel::Atom(atom) => {
            let mut entries = vec![(parcel.letter, words)];
            for letter in parcel.earlier.iter().take(feed::MOST_ENTRIES) {
                if let Ok((words, _)) = self::words(channel, templates, letter) {
                    entries.push((letter, words));
                }
            }
            let bytes = feed::feed(atom, &entries).map_err(|error| error.to_string())?;
            Message::Files(vec![(atom.path.clone(), bytes)])
        }
        Channel::Webhook(_) => Message::Http {
            body: webhook::body(parcel, &words).map_err(|error| error.to_string())?,
        },
        Channel::Chat(chat) => Message::Http {
            body: chat::body(chat.kind, &words, parcel.letter.tongue()).to_string(),
        },
        Channel::Mail(mail) => Message::Mail(mail::compose(mail, parcel, &words)?),
    };
    Ok(Composed {
        message,
        template_problem,
    })
}

/// A template that fails on a letter holds no letter back: the standard one is used, and the fault told.
fn words(
    channel: &Channel,
    templates: &Templates,
    letter: &Letter,
) -> Result<(Words, Option<TemplateProblem>), String> {
    let markup = match channel {
        Channel::Chat(chat) => chat::markup(chat.kind),
        Channel::Folder(_) | Channel::Atom(_) | Channel::Webhook(_) | Channel::Mail(_) => Markup::Plain,
    };
    match templates.words(letter, markup) {
        Ok(words) => Ok((words, None)),
        Err(problem) => {
            let words = Templates::standard()
                .words(letter, markup)
                .map_err(|error| error.to_string())?;
            Ok((words, Some(problem)))
        }
    }
}

impl Message {
    /// Returns the message as it goes out, and how large each attachment is that is left out of it.
    pub fn shown(&self) -> String {
        match self {
            Self::Http { body } => body.clone(),
            Self::Mail(mail) => mail.shown.clone(),
            Self::Files(files) => files
                .iter()
                .map(|(path, bytes)| format!("{} ({} bytes)\n", path.display(), bytes.len()))
                .collect(),
        }
    }
}
