//! Text in the two languages that plans and reports speak.

use std::fmt;

crate::figure::words! {
    /// A language of reports and documents.
    Language, "language: en or zh" {
        /// English.
        En = "en",
        /// Chinese.
        Zh = "zh",
    }
}

/// The same words in English and Chinese. Either may stand for both where only one was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bilingual {
    /// The English words.
    pub en: String,
    /// The Chinese words.
    pub zh: String,
}

impl Bilingual {
    /// Returns the words in `language`, or in the other one where there are none.
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::En => (&self.en, &self.zh),
            Language::Zh => (&self.zh, &self.en),
        };
        if first.is_empty() { second } else { first }
    }
}

impl fmt::Display for Bilingual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.get(Language::En))
    }
}
