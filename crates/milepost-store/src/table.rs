//! The tables of the store, and how keys are put together so that their order in bytes is the order that is read.

use chrono::{Datelike as _, NaiveDate};
use milepost_model::Timestamp;
use sha2::{Digest as _, Sha256};

/// A table of records. The numbers are in the journal: never reuse or renumber one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Table {
    /// indicator, figure, publication, statement → what was stated.
    Figures,
    /// source, article, snapshot → the last reading of a document.
    Documents,
    /// hash, instant, address → one fetch of a snapshot.
    Snapshots,
    /// number → run.
    Runs,
    /// source → its state.
    Sources,
    /// source, address → what the site said for conditional requests.
    Validators,
    /// source, article → what is known of it.
    Articles,
    /// id → candidate set aside.
    Reviews,
    /// plan, instant → report.
    Reports,
    /// id → delivery.
    Deliveries,
    /// instant, number → manual act.
    Acts,
    /// space, name → a note of a caller.
    Notes,
}

impl Table {
    /// Every table, in the order of their numbers.
    pub(crate) const ALL: [Self; 12] = [
        Self::Figures,
        Self::Documents,
        Self::Snapshots,
        Self::Runs,
        Self::Sources,
        Self::Validators,
        Self::Articles,
        Self::Reviews,
        Self::Reports,
        Self::Deliveries,
        Self::Acts,
        Self::Notes,
    ];

    /// Returns the table's number in the journal.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Figures => 1,
            Self::Documents => 2,
            Self::Snapshots => 3,
            Self::Runs => 4,
            Self::Sources => 5,
            Self::Validators => 6,
            Self::Articles => 7,
            Self::Reviews => 8,
            Self::Reports => 9,
            Self::Deliveries => 10,
            Self::Acts => 11,
            Self::Notes => 12,
        }
    }

    /// Returns the table of that number.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.number() == number)
    }

    /// Returns the table's name, in the database, in backups and in messages.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Documents => "documents",
            Self::Snapshots => "snapshots",
            Self::Runs => "runs",
            Self::Sources => "sources",
            Self::Validators => "validators",
            Self::Articles => "articles",
            Self::Reviews => "reviews",
            Self::Reports => "reports",
            Self::Deliveries => "deliveries",
            Self::Acts => "acts",
            Self::Notes => "notes",
        }
    }

    /// Returns the table of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }
}

/// 120 bytes: a longer text in a key is replaced by its beginning and its hash, so that keys stay small.
const MAX_TEXT_BYTES: usize = 120;

/// Puts a key together. Texts end in a zero byte, numbers are big-endian: bytes sort as the parts do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Key(Vec<u8>);

impl Key {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a text. Zero bytes in it (they end a text in a key) and texts over 120 bytes are hashed.
    pub(crate) fn text(mut self, text: &str) -> Self {
        let is_plain = text.len() <= MAX_TEXT_BYTES && !text.bytes().any(|byte| byte == 0);
        if is_plain {
            self.0.extend_from_slice(text.as_bytes());
        } else {
            let readable = text.bytes().filter(|byte| *byte != 0).take(40);
            self.0.extend(readable);
            self.0.push(b'#');
            self.0
                .extend_from_slice(hex::encode(Sha256::digest(text)).as_bytes());
        }
        self.0.push(0);
        self
    }

    /// Adds bytes of a fixed length.
    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// Adds a number.
    pub(crate) fn number(self, number: u64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    /// Adds a day, earlier days first.
    pub(crate) fn day(self, day: NaiveDate) -> Self {
        self.bytes(&sortable(day.num_days_from_ce()))
    }

    /// Adds an instant to the microsecond, earlier instants first.
    pub(crate) fn instant(self, instant: Timestamp) -> Self {
        // Flipping the sign bit makes the order of the bytes that of the numbers.
        let micros = instant.timestamp_micros() ^ i64::MIN;
        self.bytes(&micros.to_be_bytes())
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0
    }
}

fn sortable(number: i32) -> [u8; 4] {
    (number ^ i32::MIN).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_of_tables_are_their_own() {
        for table in Table::ALL {
            assert_eq!(Table::from_number(table.number()), Some(table));
            assert_eq!(Table::from_name(table.name()), Some(table));
        }
        assert_eq!(Table::from_number(0), None);
    }

    #[test]
    fn keys_sort_as_their_parts_do() {
        let day = |text: &str| Key::new().day(text.parse().unwrap()).finish();
        assert!(day("-0001-01-01") < day("1969-12-31"));
        assert!(day("2024-09-30") < day("2024-10-01"));
        let instant = |text: &str| Key::new().instant(text.parse().unwrap()).finish();
        assert!(instant("1969-12-31T23:59:59Z") < instant("1970-01-01T00:00:00Z"));
        assert!(instant("2026-01-01T00:00:00Z") < instant("2026-01-01T00:00:00.000001Z"));
        let text = |text: &str| Key::new().text(text).finish();
        assert!(text("trade") < text("trade.hightech"));
    }

    #[test]
    fn a_text_is_never_taken_for_the_beginning_of_another() {
        let key = |a: &str, b: &str| Key::new().text(a).text(b).finish();
        assert_ne!(key("ab", "c"), key("a", "bc"));
        assert_ne!(key("a\0b", "c"), key("a", "b\0c"));
        assert_ne!(key(&"x".repeat(500), "c"), key(&"x".repeat(501), "c"));
        assert!(key(&"x".repeat(5000), "c").len() < 200);
    }
}
