//! One quantity that the host read, with what governs it; and the observation made of it in one call.

use crate::{EvidenceRole, Node, Observation, Page, StatementId};

/// What a number is of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The quantity itself.
    Level,
    /// Its rate of growth, in percent.
    Growth,
    /// A difference.
    Change,
    /// Its part of a whole, in percent.
    Share,
    /// A place in a ranking.
    Rank,
    /// Where it should be, not where it is.
    Target,
    /// What it adds to the growth of something else.
    Contribution,
}

impl Role {
    const ALL: [Self; 7] = [
        Self::Level,
        Self::Growth,
        Self::Change,
        Self::Share,
        Self::Rank,
        Self::Target,
        Self::Contribution,
    ];

    /// Returns the text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Growth => "growth",
            Self::Change => "change",
            Self::Share => "share",
            Self::Rank => "rank",
            Self::Target => "target",
            Self::Contribution => "contribution",
        }
    }

    /// Reads the text form; none for another word, which a newer host may say.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// A statement of the host's grammar. Each question is one call to the host.
#[derive(Clone, Copy)]
pub struct Statement<'p> {
    page: &'p dyn Page,
    id: StatementId,
}

impl<'p> Statement<'p> {
    /// Looks at one statement of a page.
    pub fn new(page: &'p dyn Page, id: StatementId) -> Self {
        Self { page, id }
    }

    /// Returns the statements whose subject or labels mention every word of one of the phrases, best first.
    pub fn about(page: &'p dyn Page, phrases: &[&[&str]]) -> Vec<Self> {
        let phrases: Vec<Vec<String>> = phrases
            .iter()
            .map(|words| words.iter().map(|word| (*word).to_owned()).collect())
            .collect();
        let found = page.statements_about(&phrases);
        found.into_iter().map(|id| Self::new(page, id)).collect()
    }

    /// Returns its number.
    pub fn id(&self) -> StatementId {
        self.id
    }

    /// Returns a field of any key; new hosts know more keys.
    pub fn field(&self, key: &str) -> Option<String> {
        self.page.field(self.id, key)
    }

    fn text(&self, key: &str) -> String {
        self.field(key).unwrap_or_default()
    }

    /// Returns the words it is a number of: `货物进出口总额`.
    pub fn subject(&self) -> String {
        self.text("subject")
    }

    /// Returns the labels that govern it from outside, innermost first: headings, list lead-ins, rows, columns.
    pub fn labels(&self) -> Vec<String> {
        self.text("labels").lines().map(str::to_owned).collect()
    }

    /// Returns the number as printed.
    pub fn printed(&self) -> String {
        self.text("printed")
    }

    /// Returns the exact value in base units.
    pub fn value(&self) -> String {
        self.text("value")
    }

    /// Returns the base unit, where there is one.
    pub fn unit(&self) -> Option<String> {
        self.field("unit")
    }

    /// Returns the unit as printed, without scale.
    pub fn unit_word(&self) -> String {
        self.text("unit-word")
    }

    /// Returns what the number is of its subject.
    pub fn role(&self) -> Option<Role> {
        Role::parse(&self.field("role")?)
    }

    /// Returns how exactly it is claimed: `eq approx over nearly`.
    pub fn comparison(&self) -> String {
        self.text("comparison")
    }

    /// Returns the period in its text form, where there is one.
    pub fn period(&self) -> Option<String> {
        self.field("period")
    }

    /// Returns the words of the text that say what area or part it is for; empty where it says nothing.
    pub fn scope(&self) -> String {
        self.text("scope")
    }

    /// Returns what its scope is to the plan's area: `area nation other-place part programme unstated`.
    pub fn scope_class(&self) -> String {
        self.text("scope-class")
    }

    /// Returns the level that a growth, a share or a change is told of.
    pub fn of(&self) -> Option<Self> {
        let id = self.field("of")?.parse().ok()?;
        Some(Self { page: self.page, id })
    }

    /// Returns the dimensions that the host read with it: `base` of a growth over the month before.
    pub fn dims(&self) -> Vec<(String, String)> {
        let keys = self.text("dims");
        keys.split_whitespace()
            .map(|key| (key.to_owned(), self.text(&format!("dims.{key}"))))
            .collect()
    }

    /// Returns the node that holds the quote.
    pub fn node(&self) -> Option<Node> {
        self.field("node")?.parse().ok()
    }

    /// Returns the clause or sentence that holds the number.
    pub fn quote(&self) -> String {
        self.text("quote")
    }

    /// Makes an observation of it, with the dimensions that the host read and the evidence for its value, period and
    /// unit. None where the host read no period, no unit, or nothing that proves them.
    pub fn observe(&self, indicator: &str) -> Option<Observation> {
        let document = self.page.index();
        let observation = Observation {
            indicator: indicator.to_owned(),
            period: self.period()?,
            value: self.field("value")?,
            unit: self.unit()?,
            printed: self.field("printed")?,
            dims: self.dims(),
            evidence: Vec::new(),
        };
        let mut observation = observation
            .with_dim("role", &self.field("role")?)
            .with_dim("comparison", &self.field("comparison")?)
            .with_evidence(EvidenceRole::Value, document, self.node()?, &self.quote());
        let (node, quote) = match self.place("period") {
            Some(place) => place,
            // A stock without a date in a dated bulletin: the clause itself is as of the publication.
            None if self.text("period-source") == "published" => (self.node()?, self.quote()),
            None => return None,
        };
        observation = observation.with_evidence(EvidenceRole::Period, document, node, &quote);
        if let Some((node, quote)) = self.place("unit") {
            observation = observation.with_evidence(EvidenceRole::Unit, document, node, &quote);
        }
        let scope = self.scope();
        if !scope.is_empty() {
            observation = observation.with_dim("scope", &scope);
        }
        Some(observation)
    }

    /// Where the host read the statement's period or unit, if elsewhere than in the quote.
    fn place(&self, what: &str) -> Option<(Node, String)> {
        let node = self.field(&format!("{what}-node"))?.parse().ok()?;
        Some((node, self.field(&format!("{what}-quote"))?))
    }
}

impl std::fmt::Debug for Statement<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Statement")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
