//! What reading without a store needs: fetcher, parser, installed extractors, the plans' catalogues.

use std::sync::Arc;

use milepost_config::Config;
use milepost_document::{Document, DocumentError, Member};
use milepost_fetch::{Fetcher, Validators};
use milepost_model::{NaiveDate, PluginId};
use milepost_pipeline::{
    Attached, Attachment, Bytes, Extractors, Page, Reader, SourceSetup, wanted_attachments,
};
use milepost_verify::Catalogue;

use crate::extract::blocking;
use crate::{GivenInput, Refusal, ServiceOptions, plugins, translate};

/// Everything that reads a bulletin and stores nothing.
#[derive(Debug, Clone)]
pub(crate) struct Workshop {
    pub(crate) fetcher: Arc<Fetcher>,
    pub(crate) reader: Reader,
    pub(crate) extractors: Arc<Extractors>,
    pub(crate) catalogues: Vec<Catalogue>,
    pub(crate) by_hand: SourceSetup,
}

/// A bulletin's bytes and where they come from.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) content_type: Option<String>,
    /// What is attached to it.
    pub(crate) attachments: Vec<LoadedAttachment>,
}

/// Something attached to a bulletin: its bytes, or why they cannot be had.
#[derive(Debug, Clone)]
pub(crate) struct LoadedAttachment {
    pub(crate) url: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Result<Vec<u8>, String>,
}

/// Documents in the order in which extractors get them, and what is to be said of attachments.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) bulletin: Arc<Document>,
    /// The bulletin and what is attached to it.
    pub(crate) documents: Vec<Arc<Document>>,
    /// Each attachment's address, and what it is or why it cannot be read.
    pub(crate) attachments: Vec<(String, Result<&'static str, String>)>,
}

impl Loaded {
    /// A member of the archive that this is.
    pub(crate) fn member(&self, member: Member) -> Self {
        Self {
            name: format!("{}!{}", self.name, member.name),
            url: format!("{}!{}", self.url, member.name),
            bytes: member.bytes,
            content_type: None,
            attachments: Vec::new(),
        }
    }
}

impl Workshop {
    /// Opens it. Blocks.
    pub(crate) fn open(config: &Config, options: &ServiceOptions) -> Result<Self, Refusal> {
        let fetcher = Fetcher::new(translate::fetcher(&config.main.fetch, options)?)
            .map_err(|error| Refusal::usage(error.to_string()).at("fetch.contact"))?;
        let (extractors, _registry) = plugins::open(config, options)?;
        Ok(Self {
            fetcher: Arc::new(fetcher),
            reader: translate::reader(&config.main.fetch, options),
            extractors: Arc::new(extractors),
            catalogues: config
                .plans
                .iter()
                .map(|plan| Catalogue::of_plan(&plan.plan))
                .collect(),
            by_hand: translate::by_hand(&config.main.fetch)?,
        })
    }

    /// Brings a bulletin in with what is attached to it: at its site, or in the folder of a file.
    pub(crate) async fn load_whole(&self, input: &GivenInput, only: &[PluginId]) -> Result<Loaded, Refusal> {
        let mut loaded = self.load(input).await?;
        let (workshop, page, only) = (self.clone(), loaded.clone(), only.to_vec());
        let wanted = blocking(move || Ok(workshop.wanted(&page, &only))).await?;
        for url in wanted {
            let bytes = match url.strip_prefix("file://") {
                Some(path) => self.load_file(percent_decoded(path)).await,
                None => self.load_url(&url).await,
            };
            loaded.attachments.push(match bytes {
                Ok(attachment) => LoadedAttachment {
                    url,
                    content_type: attachment.content_type,
                    bytes: Ok(attachment.bytes),
                },
                Err(refusal) => LoadedAttachment {
                    url,
                    content_type: None,
                    bytes: Err(refusal.message),
                },
            });
        }
        Ok(loaded)
    }

    fn wanted(&self, loaded: &Loaded, only: &[PluginId]) -> Vec<String> {
        let page = Page {
            url: &loaded.url,
            bytes: &loaded.bytes,
            content_type: loaded.content_type.as_deref(),
            title: "",
        };
        wanted_attachments(&self.reader, &self.extractors, only, None, &page)
    }

    /// Brings a bulletin's bytes in: a file, or an address.
    pub(crate) async fn load(&self, input: &GivenInput) -> Result<Loaded, Refusal> {
        match input {
            GivenInput::File(path) => self.load_file(path.clone()).await,
            GivenInput::Url(url) => self.load_url(url).await,
        }
    }

    async fn load_file(&self, path: String) -> Result<Loaded, Refusal> {
        let most = self.reader.limits.max_attachment_bytes;
        let read = tokio::task::spawn_blocking(move || {
            let failed =
                |error: std::io::Error| Refusal::failed(format!("cannot read: {error}")).at(path.clone());
            let length = std::fs::metadata(&path).map_err(failed)?.len();
            if usize::try_from(length).is_ok_and(|length| length > most) {
                return Err(Refusal::failed(format!("larger than {most} bytes")).at(path.clone()));
            }
            let bytes = std::fs::read(&path).map_err(failed)?;
            Ok(Loaded {
                name: path.clone(),
                url: format!("file://{path}"),
                bytes,
                content_type: None,
                attachments: Vec::new(),
            })
        });
        read.await
            .map_err(|error| Refusal::failed(format!("internal error: {error}")))?
    }

    async fn load_url(&self, url: &str) -> Result<Loaded, Refusal> {
        let mut spec = self.by_hand.spec.clone();
        spec.hosts.extend(translate::host(url));
        let fetched = self
            .fetcher
            .fetch(&spec, url, &Validators::default())
            .await
            .map_err(|error| Refusal::usage(error.to_string()).at(url))?;
        let (class, reason) = (fetched.class(), fetched.outcome.reason.clone());
        let content = fetched
            .content
            .ok_or_else(|| Refusal::failed(format!("{class}: {reason}")).at(url))?;
        Ok(Loaded {
            name: url.to_owned(),
            url: url.to_owned(),
            bytes: content.bytes,
            content_type: content.content_type,
            attachments: Vec::new(),
        })
    }

    /// Parses a bulletin. Blocks.
    pub(crate) fn parse(
        &self,
        loaded: &Loaded,
        published: Option<NaiveDate>,
    ) -> Result<Document, DocumentError> {
        self.reader.read(Bytes {
            content_type: loaded.content_type.as_deref(),
            published,
            ..Bytes::new(&loaded.bytes, &loaded.url)
        })
    }
}

impl Workshop {
    /// Parses a bulletin and what is attached to it. Blocks.
    pub(crate) fn parse_whole(
        &self,
        loaded: &Loaded,
        published: Option<NaiveDate>,
    ) -> Result<Whole, DocumentError> {
        let bulletin = Arc::new(self.parse(loaded, published)?);
        let published = bulletin.published();
        let mut read = Whole {
            documents: vec![Arc::clone(&bulletin)],
            bulletin,
            attachments: Vec::new(),
        };
        let said = |error: &DocumentError| format!("{}: {error}; {}", error.reason(), error.hint());
        for attachment in &loaded.attachments {
            let bytes = match &attachment.bytes {
                Ok(bytes) => bytes,
                Err(why) => {
                    read.attachments.push((attachment.url.clone(), Err(why.clone())));
                    continue;
                }
            };
            let attached = self.reader.read_attachment(Attachment {
                bytes,
                url: &attachment.url,
                content_type: attachment.content_type.as_deref(),
                published,
                fetched_at: None,
            });
            let parts = match attached {
                Attached::Document(parsed) => vec![(attachment.url.clone(), *parsed)],
                Attached::Members(members) => members.into_iter().map(|m| (m.url, m.read)).collect(),
            };
            for (url, parsed) in parts {
                let told = parsed
                    .as_ref()
                    .map(|document| document.media().as_str())
                    .map_err(said);
                read.attachments.push((url, told));
                read.documents.extend(parsed.ok().map(Arc::new));
            }
        }
        Ok(read)
    }
}

/// The path that a `file:` address names.
fn percent_decoded(path: &str) -> String {
    milepost_fetch::path_of_file_address(&format!("file://{path}"))
        .map_or_else(|| path.to_owned(), |path| path.display().to_string())
}

/// Says why bytes are no document.
pub(crate) fn unreadable(name: &str, error: &DocumentError) -> Refusal {
    Refusal::failed(format!("{}: {error}", error.reason()))
        .at(name)
        .hint(error.hint())
}
