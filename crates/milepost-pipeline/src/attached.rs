//! Reads what is attached to a bulletin: a file, or the members of an archive. Blocks; stores nothing.

use milepost_document::{Document, DocumentError};
use milepost_model::{NaiveDate, Timestamp};

use crate::reader::Bytes;
use crate::setup::Reader;

/// Bytes attached to a bulletin.
#[derive(Debug, Clone, Copy)]
pub struct Attachment<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// Where they come from.
    pub url: &'a str,
    /// The media type as sent.
    pub content_type: Option<&'a str>,
    /// When the bulletin was published: its attachments were, too.
    pub published: Option<NaiveDate>,
    /// When they were fetched.
    pub fetched_at: Option<Timestamp>,
}

/// What one attachment holds.
#[derive(Debug)]
pub enum Attached {
    /// A document of its own.
    Document(Box<Result<Document, DocumentError>>),
    /// An archive.
    Members(Vec<AttachedMember>),
}

/// A member of an attached archive.
#[derive(Debug)]
pub struct AttachedMember {
    /// The archive's address, `!`, and its name there.
    pub url: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it says. Archives within archives are not opened.
    pub read: Result<Document, DocumentError>,
}

impl Reader {
    /// Reads an attachment.
    pub fn read_attachment(&self, attachment: Attachment<'_>) -> Attached {
        let read = |bytes: &[u8], url: &str, content_type: Option<&str>| {
            self.read(Bytes {
                content_type,
                published: attachment.published,
                fetched_at: attachment.fetched_at,
                ..Bytes::new(bytes, url)
            })
        };
        match read(attachment.bytes, attachment.url, attachment.content_type) {
            Err(DocumentError::Archive { .. }) => match self.members(attachment.bytes) {
                Ok(members) => Attached::Members(
                    members
                        .into_iter()
                        .map(|member| {
                            let url = format!("{}!{}", attachment.url, member.name);
                            let read = read(&member.bytes, &url, None);
                            AttachedMember {
                                url,
                                bytes: member.bytes,
                                read,
                            }
                        })
                        .collect(),
                ),
                Err(why) => Attached::Document(Box::new(Err(why))),
            },
            read => Attached::Document(Box::new(read)),
        }
    }
}
