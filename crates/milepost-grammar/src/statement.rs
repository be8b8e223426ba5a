//! What the grammar says about one printed number: the statement that every other part of Milepost builds on.

use std::ops::Range;

use milepost_model::{Basis, Comparison, Decimal, NaiveDate, Period, Role, Unit};

/// What is known about a text before it is read.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The day the bulletin was published. Without one, a relative period (今年, "this year", 前三季度 without a
    /// year) gives no period.
    pub published: Option<NaiveDate>,
    /// A period that governs the text from outside: a title, a heading, a table caption.
    pub period: Option<InheritedPeriod>,
    /// The period that the lines before spoke of, where it is certain that this one goes on with it. Amounts without a
    /// period have it, and the scope of those lines with it; a stock never.
    pub carried: Option<InheritedPeriod>,
    /// What the line before ended with.
    pub before: Ending,
    /// The year that the lines before last spoke of. A period without a year that would be another one in it than by
    /// the day of publication is left open.
    pub spoken_year: Option<i32>,
    /// A unit that governs numbers printed without one, as printed: `亿元` from «单位：亿元».
    pub unit: Option<String>,
    /// Labels that the text stands under, outermost first: headings, list lead-ins.
    pub headings: Vec<String>,
}

/// A period that a text stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InheritedPeriod {
    /// The period.
    pub period: Period,
    /// The words it was read from.
    pub quote: String,
}

/// What a text ended with, for the line behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// The scope in force, as printed.
    pub scope: String,
    /// The subject of the last level that is no part of another.
    pub subject: String,
    /// Whose trade was told last, where it was not the whole trade.
    pub owner: String,
    /// The subjects of the last list.
    pub list: Vec<String>,
    /// Its last figures were counted since it all began.
    pub is_running: bool,
}

/// The periods that a text put in force, besides those that it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// Each of them once, in the order they were first said; the first 16.
    pub periods: Vec<Period>,
    /// The one that was in force at the end, and the bytes that say it; none where it lies ahead or is no period.
    pub last: Option<(Period, Range<usize>)>,
    /// A time was said that is no single period, or cannot be told.
    pub is_open: bool,
}

/// Where a statement's period was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodSource {
    /// In the text itself, at these bytes.
    Text(Range<usize>),
    /// From the context's inherited period.
    Inherited,
    /// From the day of publication: a stock without a date in a dated bulletin.
    Published,
}

/// One number of a text, and what governs it. All ranges are byte ranges of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The number as printed, with its scale and unit where they stand beside it: `7154.2亿元`, `seven`,
    /// `25.65 billion USD`.
    pub printed: Range<usize>,
    /// The clause or sentence that holds the number and its subject: what a reader is shown as the quote.
    pub quote: Range<usize>,
    /// The words the number is a number of, cleaned of period, scope, comparison and verbs: `货物进出口总额`.
    pub subject: String,
    /// Labels that govern the subject from outside, innermost first: the whole it is a part of (其中), the nouns its
    /// clause stands under, the programme, the list's lead-in, headings, row and column labels. Those from outside the
    /// text are as printed, not folded.
    pub labels: Vec<String>,
    /// The exact value in base units.
    pub value: Decimal,
    /// One unit of the last printed digit, in base units.
    pub step: Decimal,
    /// The base unit, where the text or the context says one.
    pub unit: Option<Unit>,
    /// The unit as printed, without scale: `元`, `列`, `个`, `ports`; empty where there is none.
    pub unit_word: String,
    /// What the number is of its subject.
    pub role: Role,
    /// How exactly it is claimed.
    pub comparison: Comparison,
    /// What it is for; none where the text and the context do not say.
    pub period: Option<Period>,
    /// Where the period was read; none where there is no period.
    pub period_source: Option<PeriodSource>,
    /// What stretch of time the value covers, where known.
    pub basis: Option<Basis>,
    /// The area or part that governs the number, as printed: `全市`, `全国`, `其中`; empty where the text says nothing.
    pub scope: String,
    /// The index, in the same result, of the level that a growth, change, share or contribution is told of.
    pub of: Option<usize>,
    /// Further facts under open keys, sorted: `base` = `previous-period` for growth over another time than the year
    /// before, `mean` for a mean of years; `basis-note` = `两年平均`; `adjustment` = `real` or `nominal`; `measure` =
    /// the role that a target is a target of; `whole` = what a share is a share of; `unit-printed` = the scale and unit
    /// that a number took from its list, label or caption; `note` = the words in brackets behind it.
    pub dims: Vec<(String, String)>,
}

/// A number that was seen and not read, with the reason: an author needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The number as printed.
    pub printed: Range<usize>,
    /// Why it is no statement: a date, an article number, a telephone number, a malformed number.
    pub reason: &'static str,
}

/// Everything read out of one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The statements, in the order of their numbers.
    pub statements: Vec<Statement>,
    /// The numbers that are no statements.
    pub unread: Vec<Unread>,
    /// The periods that it put in force: what a line behind it may go on with.
    pub spoken: Spoken,
    /// What it ended with.
    pub ending: Ending,
}
