//! The English words and phrases that govern figures, by what they do to them.

use std::collections::HashMap;
use std::sync::OnceLock;

use milepost_model::Comparison;

use crate::english_token::Class;
use crate::fold::Folded;

/// A word that is not only a noun: what it does, and what it may open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) class: Class,
    pub(crate) opens: Opens,
}

/// What a word may open, so that nothing else is tried on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opens(u8);

impl Opens {
    const NOTHING: Self = Self(0);
    pub(crate) const PERIOD: Self = Self(1);
    pub(crate) const PHRASE: Self = Self(2);
    pub(crate) const COMPARISON: Self = Self(4);
    pub(crate) const NUMBER: Self = Self(8);
    pub(crate) const DATE: Self = Self(16);
    pub(crate) const NAME: Self = Self(32);
    pub(crate) const CURRENCY: Self = Self(64);

    pub(crate) const fn may_open(self, what: Self) -> bool {
        self.0 & what.0 != 0
    }
}

const CLASSES: &[(Class, &str)] = &[
    (
        Class::Up,
        "increased increase increases increasing rose rise rises rising risen grew grow grows \
         growing grown growth up climbed climbing jumped jumping surged surging surge soared \
         soaring expanded expanding gained gain gains gaining advanced advance advances edged jump jumps climb climbs soar soars surges \
         expand expands spiked leapt leaped swelled rebounded",
    ),
    (
        Class::Down,
        "decreased decrease decreasing declined decline declining fell fall falling fallen \
         dropped drop drops dropping down shrank shrink shrinks shrinking contracted slid slide slides dipped dip dips plunged plunge \
         slumped slump slipped tumbled contraction declines decreases",
    ),
    (
        Class::Level,
        "reached reach reaching reaches totaled totalled totaling totalling totals hit hitting \
         was were is are be recorded recording registered registering achieved achieve achieving \
         posted registers records exceeded exceed exceeding exceeds being equaled at",
    ),
    (
        Class::Aux,
        "has have had having been saw see sees seeing marking marks showing showed posting posts went go goes going",
    ),
    (Class::To, "to"),
    (Class::By, "by"),
    (Class::Of, "of"),
    (Class::From, "from"),
    (
        Class::Preposition,
        "in for through under via along on into among across within between during over as around \
         including per out above below about throughout towards after before",
    ),
    (Class::With, "with"),
    (Class::And, "and or plus"),
    (Class::While, "while whereas but when"),
    (
        Class::Article,
        "the a an its their this these that those it they there some any all another other",
    ),
    (Class::Which, "which whom whose who"),
    (
        Class::Share,
        "accounting accounted accounts account share proportion representing represented",
    ),
    (
        Class::Contribution,
        "contributed contributing contribution contributes",
    ),
    (
        Class::Target,
        "strive strives striving aim aims aiming target targets targeted goal goals plan plans \
         planned will shall would expected expects expect forecast projected should likely",
    ),
    (
        Class::Threshold,
        "surpassed surpass surpassing surpasses topped topping tops crossed broke passed mark \
         threshold milestone",
    ),
    (Class::Worth, "worth valued"),
    (Class::Since, "since"),
    (Class::More, "more higher larger"),
    (Class::Less, "less lower fewer smaller"),
    (Class::Than, "than"),
    (Class::Compared, "compared against versus times fold"),
    (Class::Respectively, "respectively"),
    (Class::Rank, "ranked ranks ranking rank"),
    (Class::Yearly, "annually yearly"),
    (
        Class::Adverb,
        "also now respective further already only just both not then again still slightly sharply \
         steadily rapidly significantly meanwhile however year alone itself can could may \
         worldwide nationwide altogether continued robust sharp slight marked solid notable substantial",
    ),
];

const OPENERS: &[(Opens, &str)] = &[
    (
        Opens::PERIOD,
        "by until as since now currently presently past recent coming next to at so than over compared against from between the same this last current previous \
         first second third fourth q h end late in during for throughout of year full january february march april may june july \
         august september october november december jan feb mar apr jun jul aug sept sep oct nov dec",
    ),
    (
        Opens::COMPARISON,
        "more less greater at close about approximately around roughly some nearly almost over above exceeding exceeded exceed exceeds surpassing",
    ),
    (
        Opens::NUMBER,
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen \
         nineteen twenty thirty forty fifty sixty seventy eighty ninety",
    ),
    (
        Opens::DATE,
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep \
         oct nov dec",
    ),
    (
        Opens::NAME,
        "fortune no top number article chapter phase page global line route version",
    ),
    (Opens::CURRENCY, "usd us rmb cny"),
];

const PHRASES: &[(&str, Class)] = &[
    ("year on year", Class::YearOnYear),
    ("year-on-year", Class::YearOnYear),
    ("year over year", Class::YearOnYear),
    ("year-over-year", Class::YearOnYear),
    ("yoy", Class::YearOnYear),
    ("y-o-y", Class::YearOnYear),
    ("month on month", Class::OnPrevious),
    ("month-on-month", Class::OnPrevious),
    ("quarter on quarter", Class::OnPrevious),
    ("quarter-on-quarter", Class::OnPrevious),
    ("per year", Class::Yearly),
    ("a year", Class::Yearly),
    ("each year", Class::Yearly),
    ("every year", Class::Yearly),
    ("per annum", Class::Yearly),
    ("on average", Class::Yearly),
    ("as well as", Class::And),
    ("along with", Class::With),
    ("together with", Class::With),
    ("in terms of", Class::Preposition),
    ("annual growth", Class::Up),
    ("annual increase", Class::Up),
    ("annual rise", Class::Up),
    ("annual decrease", Class::Down),
    ("annual decline", Class::Down),
    ("trade with", Class::Noun),
    ("trade between", Class::Noun),
    ("made up", Class::Share),
    ("makes up", Class::Share),
    ("making up", Class::Share),
    ("stood at", Class::Level),
    ("stands at", Class::Level),
    ("standing at", Class::Level),
    ("amounted to", Class::Level),
    ("amounting to", Class::Level),
    ("came to", Class::Level),
    ("came in at", Class::Level),
    ("up to", Class::Compare(Comparison::Approx)),
    ("such as", Class::Preposition),
    ("according to", Class::Preposition),
    ("compared with", Class::Compared),
    ("compared to", Class::Compared),
    ("higher than", Class::Compared),
    ("lower than", Class::Compared),
    ("faster than", Class::Compared),
    ("slower than", Class::Compared),
    ("the same as", Class::Compared),
    ("as of", Class::Adverb),
    ("no less than", Class::Compare(Comparison::Over)),
    ("in excess of", Class::Compare(Comparison::Over)),
    ("in addition", Class::Adverb),
    ("in total", Class::Adverb),
    ("so far", Class::Adverb),
];

/// Returns what is known of a word in lower case; none for a plain noun.
#[inline]
pub(crate) fn entry(word: &str) -> Option<Entry> {
    static BY_WORD: OnceLock<HashMap<&'static str, Entry>> = OnceLock::new();
    BY_WORD.get_or_init(entries).get(word).copied()
}

fn entries() -> HashMap<&'static str, Entry> {
    let mut by_word: HashMap<&'static str, Entry> = HashMap::new();
    for (class, words) in CLASSES {
        for word in words.split_whitespace() {
            by_word.entry(word).or_insert(Entry {
                class: *class,
                opens: Opens::NOTHING,
            });
        }
    }
    let mut open = |word: &'static str, what: Opens| {
        let entry = by_word.entry(word).or_insert(Entry {
            class: Class::Noun,
            opens: Opens::NOTHING,
        });
        entry.opens.0 |= what.0;
    };
    for (what, words) in OPENERS {
        for word in words.split_whitespace() {
            open(word, *what);
        }
    }
    for (phrase, _) in PHRASES {
        let first = phrase.split([' ', '-']).next().unwrap_or(phrase);
        open(first, Opens::PHRASE);
    }
    by_word
}

/// Reads the fixed phrase at `at`: year on year, as well as, in excess of. Returns its end and what it does.
pub(crate) fn phrase(text: &Folded, at: usize) -> Option<(usize, Class)> {
    let first = text.get(at).to_ascii_lowercase();
    let mut mine = PHRASES.iter().filter(|(words, _)| words.starts_with(first));
    mine.find_map(|(words, class)| Some((phrase_end(text, at, words)?, *class)))
}

fn phrase_end(text: &Folded, at: usize, words: &str) -> Option<usize> {
    let mut end = at;
    for expected in words.chars() {
        let c = text.get(end);
        if expected == ' ' && c.is_whitespace() {
            end = text.skip_space(end);
        } else if c.to_ascii_lowercase() == expected {
            end += 1;
        } else {
            return None;
        }
    }
    (!text.get(end).is_ascii_alphanumeric() && text.get(end) != '-').then_some(end)
}
