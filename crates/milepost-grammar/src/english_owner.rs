//! Says whose trade an English figure is where the text says it once: the exports to ASEAN, of private firms.

use milepost_model::Unit;

use crate::english_reader::EnglishReader;
use crate::english_token::{Class, Kind};

impl EnglishReader<'_, '_, '_> {
    /// What was told of a trade governs the next sentence.
    pub(crate) fn end_sentence(&mut self) {
        if let Some(owner) = self.owner_here.take() {
            self.owner_before = owner;
        }
    }

    /// «Trade with ASEAN reached 132.65 billion yuan. Exports stood at 80 billion»: still the trade with them, until a
    /// place or the whole trade is named.
    pub(crate) fn owned(&self, subject: &str) -> String {
        if !is_one_way(subject) {
            return subject.to_owned();
        }
        let owner = match &self.owner_here {
            Some(owner) => owner,
            None if self.is_placed => return subject.to_owned(),
            None => &self.owner_before,
        };
        if owner.is_empty() {
            subject.to_owned()
        } else {
            format!("{subject} of {owner}")
        }
    }

    /// «Private firms led the way. Exports rose …»: a sentence without figures may say whose trade the next one tells.
    pub(crate) fn hear_lead(&mut self) {
        let words = self.out.text.string(self.sentence.clone()).to_ascii_lowercase();
        if PARTNERS.iter().any(|word| words.contains(word)) {
            self.owner_before = words;
        }
    }

    /// «4,500 private companies had foreign trade worth 384.19 billion yuan»: the trade of those just counted.
    pub(crate) fn of_counted(&self, subject: String) -> String {
        if !self.follows_figure || !names_trade(&subject.to_ascii_lowercase()) {
            return subject;
        }
        let counted = self
            .recent
            .last()
            .and_then(|index| self.out.reading.statements.get(*index))
            .filter(|statement| statement.unit == Some(Unit::Count) && !statement.subject.is_empty());
        match counted {
            Some(counted) => format!("{subject} of {}", counted.subject),
            None => subject,
        }
    }

    /// Nouns and no verb before «with»: it tells which of them are meant.
    pub(crate) fn tells_which(&self, at: usize) -> bool {
        let mut has_noun = false;
        for index in self.from..at {
            match self.kind(index) {
                Some(Kind::Word(Class::Noun)) => has_noun = true,
                Some(
                    Kind::Word(
                        Class::Level
                        | Class::Aux
                        | Class::Up
                        | Class::Down
                        | Class::Worth
                        | Class::Target
                        | Class::Share
                        | Class::Threshold,
                    )
                    | Kind::Quantity(_),
                ) => return false,
                _ => {}
            }
        }
        has_noun && !self.follows_figure
    }

    /// Keeps a level for the growths behind it, and whose trade it was.
    pub(crate) fn hear_level(&mut self, index: usize) {
        if self.recent.len() < MAX_RECENT {
            self.recent.push(index);
        }
        let Some(statement) = self.out.reading.statements.get(index) else {
            return;
        };
        let lower = statement.subject.to_ascii_lowercase();
        if !names_trade(&lower) {
            return;
        }
        let known = self.owner_here.as_ref().unwrap_or(&self.owner_before);
        let owner = if is_whole(&lower) {
            String::new()
        } else if !known.is_empty() && lower.ends_with(known.as_str()) {
            known.clone()
        } else {
            lower
        };
        let is_whole_told = self.owner_here.as_deref() == Some("");
        if !is_whole_told {
            self.owner_here = Some(owner);
        }
    }

    /// «eight of which», «eight of them»: where the words go on behind it.
    pub(crate) fn of_some(&self, start: usize) -> Option<usize> {
        let is_of = self.kind(start) == Some(Kind::Word(Class::Of));
        let token = self.token(start + 1).filter(|_| is_of)?;
        let words = self.words(&token).to_ascii_lowercase();
        matches!(words.as_str(), "which" | "whom" | "them" | "these" | "those").then_some(start + 2)
    }

    /// «15,800 enterprises were newly registered»: what was added, not what there is.
    pub(crate) fn is_newly(&self, start: usize, limit: usize) -> bool {
        let mut at = start;
        while at < limit && matches!(self.kind(at), Some(Kind::Word(Class::Level | Class::Aux))) {
            at += 1;
        }
        let Some(token) = self.token(at).filter(|_| at > start && at < limit) else {
            return false;
        };
        let words = self.words(&token).to_ascii_lowercase();
        matches!(
            words.as_str(),
            "newly" | "registered" | "established" | "founded" | "added" | "opened" | "launched"
        )
    }
}

/// The exports or the imports, and nothing else said of them.
fn is_one_way(subject: &str) -> bool {
    let lower = subject.to_ascii_lowercase();
    let ways = lower
        .split_whitespace()
        .filter(|word| matches!(*word, "export" | "exports" | "import" | "imports"))
        .count();
    ways == 1 && is_whole(&lower)
}

fn names_trade(lower: &str) -> bool {
    ["trade", "export", "import"]
        .iter()
        .any(|word| lower.contains(word))
}

/// Nothing but the words that name the trade of a place.
fn is_whole(lower: &str) -> bool {
    lower.split_whitespace().all(|word| {
        matches!(
            word,
            "export"
                | "exports"
                | "import"
                | "imports"
                | "import-export"
                | "trade"
                | "foreign"
                | "total"
                | "overall"
                | "value"
                | "volume"
                | "amount"
                | "goods"
                | "merchandise"
                | "commodity"
                | "of"
                | "in"
                | "and"
                | "the"
                | "its"
                | "city"
                | "city's"
                | "s"
        )
    })
}

/// More levels than these are no list of a sentence.
const MAX_RECENT: usize = 40;

/// Who trades, what, and with whom: parts of the trade of a place.
const PARTNERS: &[&str] = &[
    "private",
    "state-owned",
    "foreign-invested",
    "foreign-funded",
    "enterprises",
    "firms",
    "companies",
    "businesses",
    "asean",
    "european union",
    "united states",
    "belt and road",
    "partners",
    "products",
    "laptop",
    "processing trade",
    "general trade",
    "bonded",
    "e-commerce",
];
