//! The HTML text as it grows: what is markup is `raw`, what comes from anywhere else is escaped.

use std::collections::HashMap;

use milepost_model::{Language, NaiveDate, Timestamp};

use crate::date_words;
use crate::html::escape;
use crate::report::v1::{IndicatorReport, Report, StatusWord};
use crate::words::{self, Pair, say};

/// A page under way.
pub(crate) struct Page<'a> {
    out: String,
    /// The report it shows.
    pub(crate) report: &'a Report,
    /// The reader's language.
    pub(crate) language: Language,
    places: HashMap<&'a str, usize>,
}

impl<'a> Page<'a> {
    /// Starts an empty page.
    pub(crate) fn new(report: &'a Report, language: Language) -> Self {
        let places = report
            .indicators
            .iter()
            .enumerate()
            .map(|(index, found)| (found.id.as_str(), index))
            .collect();
        Self {
            out: String::with_capacity(40_000 + report.indicators.len().saturating_mul(14_000).min(1 << 24)),
            report,
            language,
            places,
        }
    }

    /// Appends markup of our own.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Appends foreign text, escaped.
    pub(crate) fn text(&mut self, text: &str) {
        escape::push(&mut self.out, text);
    }

    /// Appends our own words in the reader's language.
    pub(crate) fn say(&mut self, pair: Pair) {
        escape::push(&mut self.out, say(pair, self.language));
    }

    /// Appends an element around foreign text.
    pub(crate) fn element(&mut self, open: &str, text: &str, close: &str) {
        self.raw(open);
        self.text(text);
        self.raw(close);
    }

    /// Appends an element around our own words.
    pub(crate) fn titled(&mut self, open: &str, pair: Pair, close: &str) {
        self.raw(open);
        self.say(pair);
        self.raw(close);
    }

    /// Appends a link on foreign text; the text alone where the address may not become a link.
    pub(crate) fn link(&mut self, url: &str, text: &str) {
        escape::push_link(&mut self.out, url, text);
    }

    /// Appends a day.
    pub(crate) fn day(&mut self, day: NaiveDate) {
        let words = date_words::date(day, self.language);
        self.text(&words);
    }

    /// Appends an instant.
    pub(crate) fn instant(&mut self, at: Timestamp) {
        let words = date_words::instant(at, self.language);
        self.text(&words);
    }

    /// Appends the sign and the word of a status.
    pub(crate) fn badge(&mut self, status: StatusWord) {
        let word = status.as_str();
        self.raw("<span class=\"badge st-");
        self.raw(word);
        self.raw("\"><svg class=\"ic\" aria-hidden=\"true\"><use href=\"#i-");
        self.raw(word);
        self.raw("\"/></svg>");
        self.say(words::status(status));
        self.raw("</span>");
    }

    /// Appends the heads of a table, each open tag with its words.
    pub(crate) fn table_head(&mut self, class: &str, heads: &[(&str, Pair)]) {
        self.raw("<table class=\"");
        self.raw(class);
        self.raw("\"><thead><tr>");
        for (kind, pair) in heads {
            self.raw("<th scope=\"col\" class=\"");
            self.raw(kind);
            self.raw("\">");
            self.say(*pair);
            self.raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
    }

    /// Appends a cell that carries its head with it, for readers on a phone.
    pub(crate) fn cell(&mut self, kind: &str, head: Pair, text: &str) {
        self.raw("<td class=\"");
        self.raw(kind);
        self.raw("\" data-label=\"");
        self.say(head);
        self.raw("\">");
        self.text(text);
        self.raw("</td>");
    }

    /// Appends a link to the indicator's part of the page on its title, or the id where the plan no longer has it.
    pub(crate) fn indicator_link(&mut self, id: &str) {
        match self.indicator(id) {
            Some((number, indicator)) => {
                let title = indicator.title.get(self.language);
                self.raw("<a href=\"#ind-");
                self.raw(&number.to_string());
                self.element("\">", title, "</a>");
            }
            None => self.text(id),
        }
    }

    /// Returns the indicator and its place in the report.
    pub(crate) fn indicator(&self, id: &str) -> Option<(usize, &'a IndicatorReport)> {
        let number = *self.places.get(id)?;
        Some((number, self.report.indicators.get(number)?))
    }

    /// Returns the finished text.
    pub(crate) fn into_text(self) -> String {
        self.out
    }
}
