//! What reading without a store needs: fetcher, parser, installed extractors, the plans' catalogues.

use std::sync::Arc;

use milepost_config::Config;
use milepost_document::{Document, DocumentError, Member};
use milepost_fetch::{Fetcher, Validators};
use milepost_model::NaiveDate;
use milepost_pipeline::{Bytes, Extractors, Reader, SourceSetup};
use milepost_verify::Catalogue;

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
}

impl Loaded {
    /// A member of the archive that this is.
    pub(crate) fn member(&self, member: Member) -> Self {
        Self {
            name: format!("{}!{}", self.name, member.name),
            url: format!("{}!{}", self.url, member.name),
            bytes: member.bytes,
            content_type: None,
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

/// Says why bytes are no document.
pub(crate) fn unreadable(name: &str, error: &DocumentError) -> Refusal {
    Refusal::failed(format!("{}: {error}", error.reason()))
        .at(name)
        .hint(error.hint())
}
