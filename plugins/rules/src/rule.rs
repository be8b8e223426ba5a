//! One rule: the tables of a rule file, read into the row of a matcher's table, or refused by name.

use std::fmt;

use milepost_plugin_sdk::{Growth, Measure, Metric};
use serde_json::{Map, Value};

/// A rule that is none: which one, which key, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// The rule's place among all rules, from 1; none where the whole text is no JSON of rules.
    pub rule: Option<usize>,
    /// The indicator of the rule, where it has one.
    pub indicator: String,
    /// The key.
    pub key: String,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rule {
            Some(rule) => write!(
                f,
                "rule {rule} (`{}`): `{}`: {}",
                self.indicator, self.key, self.message
            ),
            None => write!(f, "{}", self.message),
        }
    }
}

impl std::error::Error for RuleError {}

/// One rule, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    indicator: String,
    unit: String,
    measure: Measure,
    phrases: Vec<String>,
    context: Vec<String>,
    page_says: Vec<String>,
    exclude: Vec<String>,
    not_called: Vec<String>,
    area: Vec<String>,
    elsewhere: Vec<String>,
    exclude_near: Vec<String>,
    beside: Option<Vec<String>>,
    unit_words: Vec<String>,
    row: Vec<String>,
    column: Vec<String>,
    scope: Vec<String>,
    scope_says: Vec<String>,
    names_area: bool,
    growth: Option<String>,
}

const KEYS: &[&str] = &[
    "indicator",
    "unit",
    "role",
    "basis",
    "phrases",
    "context",
    "page_says",
    "exclude",
    "not_called",
    "area",
    "elsewhere",
    "exclude_near",
    "beside",
    "unit_words",
    "row",
    "column",
    "scope",
    "scope_says",
    "names_area",
    "growth",
];

const UNITS: &[&str] = &[
    "CNY", "USD", "count", "percent", "t", "persons", "TEU", "trains", "index",
];

/// More rules than this on one page are a mistake; the shipped plan has 41 indicators.
const MAX_RULES: usize = 1_000;

impl Rule {
    /// Reads the setting's text: an object with the list `rule`, as one rule file gives it, or a list of them.
    ///
    /// # Errors
    /// The first rule that is none.
    pub fn read_all(text: &str) -> Result<Vec<Self>, RuleError> {
        let whole = |message: String| RuleError {
            rule: None,
            indicator: String::new(),
            key: String::new(),
            message,
        };
        let json: Value =
            serde_json::from_str(text).map_err(|error| whole(format!("the rules are no JSON: {error}")))?;
        let files = match json.as_array() {
            Some(files) => files.clone(),
            None => vec![json],
        };
        let mut tables = Vec::new();
        for file in files {
            let Value::Object(mut file) = file else {
                return Err(whole("a rule file as an object with `rule` expected".to_owned()));
            };
            match file.remove("rule") {
                Some(Value::Array(rules)) => tables.extend(rules),
                Some(_) => return Err(whole("`rule` is no list of tables: [[rule]] expected".to_owned())),
                None => tables.push(Value::Object(file)),
            }
        }
        if tables.len() > MAX_RULES {
            return Err(whole(format!(
                "{} rules; at most {MAX_RULES} expected",
                tables.len()
            )));
        }
        let rules = tables.into_iter().enumerate();
        rules
            .map(|(index, table)| Table::new(index, table)?.rule())
            .collect()
    }

    /// Lends the words of the rule.
    pub fn terms(&self) -> Terms<'_> {
        Terms {
            rule: self,
            phrases: self.phrases.iter().map(String::as_str).collect(),
            context: self.context.iter().map(String::as_str).collect(),
            page_says: self.page_says.iter().map(String::as_str).collect(),
            exclude: self.exclude.iter().map(String::as_str).collect(),
            not_called: self.not_called.iter().map(String::as_str).collect(),
            area: self.area.iter().map(String::as_str).collect(),
            elsewhere: self.elsewhere.iter().map(String::as_str).collect(),
            exclude_near: self.exclude_near.iter().map(String::as_str).collect(),
            beside: self
                .beside
                .as_ref()
                .map(|words| words.iter().map(String::as_str).collect()),
            unit_words: self.unit_words.iter().map(String::as_str).collect(),
            row: self.row.iter().map(String::as_str).collect(),
            column: self.column.iter().map(String::as_str).collect(),
            scope: self.scope.iter().map(String::as_str).collect(),
            scope_says: self.scope_says.iter().map(String::as_str).collect(),
        }
    }
}

/// The words of a rule, lent as a metric takes them.
#[derive(Debug)]
pub struct Terms<'r> {
    rule: &'r Rule,
    phrases: Vec<&'r str>,
    context: Vec<&'r str>,
    page_says: Vec<&'r str>,
    exclude: Vec<&'r str>,
    not_called: Vec<&'r str>,
    area: Vec<&'r str>,
    elsewhere: Vec<&'r str>,
    exclude_near: Vec<&'r str>,
    beside: Option<Vec<&'r str>>,
    unit_words: Vec<&'r str>,
    row: Vec<&'r str>,
    column: Vec<&'r str>,
    scope: Vec<&'r str>,
    scope_says: Vec<&'r str>,
}

impl Terms<'_> {
    /// Returns the row of the matcher's table.
    pub fn metric(&self) -> Metric<'_> {
        Metric {
            indicator: &self.rule.indicator,
            unit: &self.rule.unit,
            measure: self.rule.measure,
            phrases: &self.phrases,
            context: &self.context,
            page_says: &self.page_says,
            exclude: &self.exclude,
            not_called: &self.not_called,
            area: &self.area,
            elsewhere: &self.elsewhere,
            exclude_near: &self.exclude_near,
            beside: self.beside.as_deref(),
            unit_words: &self.unit_words,
            row: &self.row,
            column: &self.column,
            scopes: &self.scope,
            scope_says: &self.scope_says,
            names_area: self.rule.names_area,
            growth: self.rule.growth.as_deref().map_or(Growth::Own, Growth::Alone),
        }
    }
}

/// One rule's table while it is read.
struct Table {
    rule: usize,
    indicator: String,
    entries: Map<String, Value>,
}

impl Table {
    fn new(index: usize, table: Value) -> Result<Self, RuleError> {
        let rule = index.saturating_add(1);
        let mut read = Self {
            rule,
            indicator: String::new(),
            entries: Map::new(),
        };
        let Value::Object(entries) = table else {
            return Err(read.wrong("rule", "a table expected"));
        };
        read.entries = entries;
        read.indicator = read.needed("indicator")?;
        let unknown = read.entries.keys().find(|key| !KEYS.contains(&key.as_str()));
        if let Some(key) = unknown {
            return Err(read.wrong(key, &format!("unknown key; known are {}", KEYS.join(", "))));
        }
        Ok(read)
    }

    fn wrong(&self, key: &str, message: &str) -> RuleError {
        RuleError {
            rule: Some(self.rule),
            indicator: self.indicator.clone(),
            key: key.to_owned(),
            message: message.to_owned(),
        }
    }

    fn rule(self) -> Result<Rule, RuleError> {
        let unit = self.needed("unit")?;
        if !UNITS.contains(&unit.as_str()) {
            return Err(self.wrong(
                "unit",
                &format!("unknown unit `{unit}`; one of {} expected", UNITS.join(", ")),
            ));
        }
        let phrases = self.words("phrases")?;
        if phrases.is_empty() {
            return Err(self.wrong(
                "phrases",
                "the words that the figure is called by expected, zh or en",
            ));
        }
        let scope = self.words("scope")?;
        let unknown = scope
            .iter()
            .find(|scope| !["nation", "other-place", "part"].contains(&scope.as_str()));
        if let Some(unknown) = unknown {
            let message = format!("unknown scope `{unknown}`; nation, other-place or part expected");
            return Err(self.wrong("scope", &message));
        }
        let beside = self.entries.contains_key("beside");
        Ok(Rule {
            unit,
            measure: self.measure()?,
            phrases,
            context: self.words("context")?,
            page_says: self.words("page_says")?,
            exclude: self.words("exclude")?,
            not_called: self.words("not_called")?,
            area: self.words("area")?,
            elsewhere: self.words("elsewhere")?,
            exclude_near: self.words("exclude_near")?,
            beside: beside.then(|| self.words("beside")).transpose()?,
            unit_words: self.words("unit_words")?,
            row: self.words("row")?,
            column: self.words("column")?,
            scope,
            scope_says: self.words("scope_says")?,
            names_area: self.truth("names_area")?,
            growth: self.optional("growth")?,
            indicator: self.indicator,
        })
    }

    fn measure(&self) -> Result<Measure, RuleError> {
        let role = self.optional("role")?;
        let basis = self.optional("basis")?;
        match (role.as_deref().unwrap_or("level"), basis.as_deref()) {
            ("level", Some("as-of")) => Ok(Measure::Stock),
            ("level", Some("period" | "cumulative") | None) => Ok(Measure::Flow),
            ("growth", Some("period" | "cumulative") | None) => Ok(Measure::Growth),
            ("share", Some("period" | "cumulative") | None) => Ok(Measure::Share),
            ("growth" | "share", Some("as-of")) => Err(self.wrong(
                "basis",
                "a growth or a share is within a period: `period` expected",
            )),
            ("level" | "growth" | "share", Some(other)) => Err(self.wrong(
                "basis",
                &format!("unknown basis `{other}`; as-of, period or cumulative expected"),
            )),
            (other, _) => Err(self.wrong(
                "role",
                &format!("unknown role `{other}`; level, growth or share expected"),
            )),
        }
    }

    fn optional(&self, key: &str) -> Result<Option<String>, RuleError> {
        match self.entries.get(key) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
            Some(_) => Err(self.wrong(key, "a text expected")),
        }
    }

    fn needed(&self, key: &str) -> Result<String, RuleError> {
        self.optional(key)?
            .ok_or_else(|| self.wrong(key, "the key is missing; a text expected"))
    }

    fn truth(&self, key: &str) -> Result<bool, RuleError> {
        match self.entries.get(key) {
            None => Ok(false),
            Some(Value::Bool(truth)) => Ok(*truth),
            Some(_) => Err(self.wrong(key, "true or false expected")),
        }
    }

    /// A list of texts, or one for each language: `{ zh = […], en = […] }`.
    fn words(&self, key: &str) -> Result<Vec<String>, RuleError> {
        let Some(value) = self.entries.get(key) else {
            return Ok(Vec::new());
        };
        let Value::Object(languages) = value else {
            return self.list(key, value);
        };
        let unknown = languages
            .keys()
            .find(|language| !["zh", "en"].contains(&language.as_str()));
        if let Some(unknown) = unknown {
            return Err(self.wrong(key, &format!("unknown language `{unknown}`; zh or en expected")));
        }
        let mut words = Vec::new();
        for list in languages.values() {
            words.extend(self.list(key, list)?);
        }
        Ok(words)
    }

    fn list(&self, key: &str, value: &Value) -> Result<Vec<String>, RuleError> {
        let wrong = || {
            self.wrong(
                key,
                "a list of texts expected, or one for each language: { zh = […], en = […] }",
            )
        };
        let Value::Array(items) = value else {
            return Err(wrong());
        };
        items
            .iter()
            .map(|item| {
                let text = item.as_str().map(str::trim).filter(|text| !text.is_empty());
                text.map(str::to_owned).ok_or_else(wrong)
            })
            .collect()
    }
}
