//! A document to run an extractor on, and the part of a plan it is held against.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use milepost_document::{Document, DocumentError, Input, Limits, parse};
use milepost_model::{IndicatorId, Measure, NaiveDate, Unit};
use milepost_plugin_sdk::Extractor;
use milepost_verify::{Catalogue, Declared, IndicatorRule};

use crate::native_page::{Ledger, NativePage};
use crate::run::Run;

/// A document to run an extractor on. What is given must be well-formed: this is for tests, and panics name the slip.
#[derive(Debug, Clone)]
pub struct Sample {
    bytes: Vec<u8>,
    url: String,
    content_type: Option<String>,
    published: Option<NaiveDate>,
    attachments: Vec<(Vec<u8>, String)>,
    settings: Vec<(String, String)>,
    indicators: Vec<(IndicatorId, IndicatorRule)>,
    area_names: Vec<String>,
    catalogue: Option<Catalogue>,
    declared: Declared,
}

impl Sample {
    /// Takes a document's bytes and its address or file name.
    pub fn new(bytes: impl Into<Vec<u8>>, url: &str) -> Self {
        Self {
            bytes: bytes.into(),
            url: url.to_owned(),
            content_type: None,
            published: None,
            attachments: Vec::new(),
            settings: Vec::new(),
            indicators: Vec::new(),
            area_names: ["重庆", "重庆市", "全市", "我市", "渝", "Chongqing"]
                .map(str::to_owned)
                .to_vec(),
            catalogue: None,
            declared: Declared::default(),
        }
    }

    /// Takes the body of a web page.
    pub fn html(body: &str) -> Self {
        let page =
            format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>{body}</body></html>");
        Self::new(page, "https://example.gov.cn/page.html")
    }

    /// Takes plain text.
    pub fn text(text: &str) -> Self {
        Self::new(text, "text.txt")
    }

    /// Says what `Content-Type` the document came with.
    #[must_use]
    pub fn content_type(self, content_type: &str) -> Self {
        Self {
            content_type: Some(content_type.to_owned()),
            ..self
        }
    }

    /// Says when the document was published: `2024-03-26`.
    ///
    /// # Panics
    /// When `day` is no date.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "a slip of a test's author, told where it was made")]
    pub fn published(self, day: &str) -> Self {
        let Ok(date) = day.parse() else {
            panic!("`{day}` is no date such as 2024-03-26")
        };
        Self {
            published: Some(date),
            ..self
        }
    }

    /// Adds a document that the host fetched along with this one.
    #[must_use]
    pub fn attachment(mut self, bytes: impl Into<Vec<u8>>, url: &str) -> Self {
        self.attachments.push((bytes.into(), url.to_owned()));
        self
    }

    /// Sets what the user would set.
    #[must_use]
    pub fn setting(mut self, key: &str, value: &str) -> Self {
        self.settings.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Adds an indicator of the plan, with the text forms of its unit and measure.
    ///
    /// # Panics
    /// When one of them is in none of its text forms.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "a slip of a test's author, told where it was made")]
    pub fn indicator(mut self, id: &str, unit: &str, measure: &str) -> Self {
        let (Ok(id), Ok(unit), Ok(measure)) =
            (IndicatorId::parse(id), Unit::parse(unit), Measure::parse(measure))
        else {
            panic!("`{id}`, `{unit}`, `{measure}`: an indicator id, a base unit and a measure expected")
        };
        let rule = IndicatorRule {
            unit,
            measure,
            natural_limit: None,
        };
        self.indicators.push((id, rule));
        self
    }

    /// Sets the names that the plan's area goes by; without it, Chongqing's.
    #[must_use]
    pub fn area_names(self, names: &[&str]) -> Self {
        Self {
            area_names: names.iter().map(|name| (*name).to_owned()).collect(),
            ..self
        }
    }

    /// Takes a whole plan's catalogue in place of single indicators and area names.
    #[must_use]
    pub fn catalogue(self, catalogue: Catalogue) -> Self {
        Self {
            catalogue: Some(catalogue),
            ..self
        }
    }

    /// Sets what the plugin's manifest declares; without it, any metric, no dimensions, no scopes.
    #[must_use]
    pub fn declared(self, declared: Declared) -> Self {
        Self { declared, ..self }
    }

    /// Runs an extractor on the document.
    ///
    /// # Panics
    /// When the document cannot be parsed.
    #[track_caller]
    #[expect(clippy::panic, reason = "a test's document must be one")]
    pub fn run(&self, extractor: &dyn Extractor) -> Run {
        match self.try_run(extractor) {
            Ok(run) => run,
            Err(error) => panic!("`{}` is no document: {error}", self.url),
        }
    }

    /// Runs an extractor on the document.
    ///
    /// # Errors
    /// When the document or an attachment cannot be parsed.
    pub fn try_run(&self, extractor: &dyn Extractor) -> Result<Run, DocumentError> {
        let documents = self.documents()?;
        let catalogue = self
            .catalogue
            .clone()
            .unwrap_or_else(|| Catalogue::new(self.indicators.clone(), self.area_names.clone()))
            .declaring(Arc::new(self.declared.clone()));
        let ledger = Rc::new(RefCell::new(Ledger::default()));
        let page = NativePage {
            documents: &documents,
            index: 0,
            catalogue: &catalogue,
            published: self.published.or_else(|| documents.first()?.published()),
            settings: &self.settings,
            ledger: Rc::clone(&ledger),
        };
        let outcome = extractor.extract(&page);
        let ledger = ledger.take();
        Ok(Run::new(
            outcome,
            ledger.accepted,
            ledger.refused,
            ledger.log,
            &ledger.keys,
        ))
    }

    fn documents(&self) -> Result<Vec<Document>, DocumentError> {
        let limits = Limits::default();
        let mut input = Input::new(&self.bytes, &self.url);
        input.content_type = self.content_type.as_deref();
        input.published = self.published;
        let mut documents = vec![parse(&input, &limits)?];
        for (bytes, url) in &self.attachments {
            let mut input = Input::new(bytes, url);
            input.published = self.published;
            documents.push(parse(&input, &limits)?);
        }
        Ok(documents)
    }
}
