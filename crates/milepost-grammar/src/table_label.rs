//! Reads what the label of a row or column says of the figures under it.

use milepost_model::{Decimal, NaiveDate, Role, Unit};

use crate::caption::last_bracket;
use crate::chinese_clause::cleaned;
use crate::english_count::is_stock_noun;
use crate::english_token;
use crate::fold::{Folded, fold, is_cjk};
use crate::hint::Hint;
use crate::label_unit::label_unit;
use crate::table_period::{Relative, Time, is_relative_time};
use crate::words::Word;

/// The label of a row or column, read once for all the figures under it.
#[derive(Debug, Clone)]
pub struct TableLabel {
    pub(crate) text: String,
    pub(crate) words: Words,
    pub(crate) time: Result<Option<Time>, &'static str>,
    /// It heads units, numbers of rows or notes.
    pub(crate) is_meta: bool,
    /// Its noun says more than what kind of column it is.
    pub(crate) is_named: bool,
    /// It has words for a rise, or for both.
    pub(crate) is_either_sign: bool,
    pub(crate) currency: Option<Unit>,
}

impl TableLabel {
    /// Reads a label. A relative time needs the day of publication.
    pub fn read(text: &str, published: Option<NaiveDate>) -> Self {
        let words = Words::read(text);
        let folded = fold(text);
        let noun = words.noun.to_ascii_lowercase();
        let holds = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        let currency = if holds(&["美元", "美金", "USD", "US$", "dollar"]) {
            Some(Unit::Usd)
        } else if holds(&["人民币", "CNY", "RMB", "yuan"]) {
            Some(Unit::Cny)
        } else {
            None
        };
        Self {
            text: text.to_owned(),
            time: Time::of(text, published),
            is_meta: META.contains(&folded.to_ascii_lowercase().as_str()),
            is_named: !noun.is_empty() && !GENERIC.contains(&noun.as_str()),
            is_either_sign: holds(&["升降", "增减", "增长", "涨跌", "上升", "增加", "±"]),
            currency,
            words,
        }
    }

    /// Says whether it names only what its figures are of another's: 同比（%）, 增速, 比重, ±%.
    pub fn names_rate(&self) -> bool {
        self.words.role.is_some() && !self.is_named
    }

    /// Says whether it names a thing: neither only a time, nor a unit, nor a kind of column.
    pub fn names_thing(&self) -> bool {
        self.is_named && !META.contains(&self.words.noun.to_ascii_lowercase().as_str())
    }

    /// Returns what it names, without times, units, places and words of roles.
    pub fn noun(&self) -> &str {
        &self.words.noun
    }

    /// Says whether it names a place: 全国, 四川省.
    pub fn names_place(&self) -> bool {
        !self.words.scope.is_empty()
    }

    /// Returns the currency that it names, where it names one.
    pub const fn currency(&self) -> Option<Unit> {
        self.currency
    }

    /// Says whether it speaks of a time, be it one that cannot be told.
    pub const fn says_time(&self) -> bool {
        !matches!(self.time, Ok(None))
    }

    /// Says whether it names a time that needs no other label: «2024年1-9月», «2024年», «2022年12月31日».
    pub const fn says_period(&self) -> bool {
        matches!(
            self.time,
            Ok(Some(Time::Stated(_) | Time::Year(_) | Time::YearToDate(_)))
        )
    }

    /// Says whether it names a time only beside another: «累计», «当月», «上年同期».
    pub const fn says_relative_time(&self) -> bool {
        matches!(self.time, Ok(Some(Time::Relative(..))))
    }

    /// Says whether it is told of the same time a year before: «上年同期».
    pub const fn says_year_before(&self) -> bool {
        matches!(self.time, Ok(Some(Time::Relative(Relative::YearBefore, _))))
    }
}

/// What a label says of the figures it governs.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that was said or not"
)]
pub(crate) struct Words {
    /// What is left when periods, units and words of roles are taken away.
    pub(crate) noun: String,
    pub(crate) unit: Option<(Hint, String)>,
    /// A scale whose unit is what the label counts: «travellers (million)», 人数（万）.
    pub(crate) scale: Option<(Decimal, String)>,
    pub(crate) role: Option<Role>,
    pub(crate) is_fall: bool,
    pub(crate) is_previous: bool,
    pub(crate) is_new: bool,
    pub(crate) is_stock: bool,
    pub(crate) is_cumulative: bool,
    pub(crate) is_target: bool,
    pub(crate) is_other_time: bool,
    pub(crate) is_each: bool,
    pub(crate) scope: Vec<String>,
    pub(crate) is_among: bool,
}

impl Words {
    pub(crate) fn read(raw: &str) -> Self {
        let mut label = Self::default();
        if raw.len() > 600 {
            label.noun = fold(raw);
            return label;
        }
        let folded = Folded::new(raw);
        let mut end = folded.len();
        if let Some((start, hint, words)) = label_unit(&folded) {
            label.unit = Some((hint, words));
            end = start;
        } else if let Some(bracket) = last_bracket(&folded) {
            let words = folded.string(bracket.clone());
            if let Some(scale) = Hint::scale_alone(&words) {
                label.scale = Some((scale, words));
                end = bracket.start - 1;
            }
        }
        if !(0..end).any(|at| is_cjk(folded.get(at))) {
            label.read_english(&folded, end);
            return label;
        }
        let tokens = crate::token::tokenize(&folded, 0..end);
        let mut noun = String::new();
        for token in &tokens.tokens {
            let words = || folded.string(token.start..token.end);
            match token.kind {
                crate::token::Kind::Word(word) => label.word(word, &words(), &mut noun),
                crate::token::Kind::Place(_) => {
                    label.scope.push(words());
                }
                crate::token::Kind::Text | crate::token::Kind::Quantity(_) => noun.push_str(&words()),
                crate::token::Kind::List => noun.push('、'),
                crate::token::Kind::Open => noun.push('('),
                crate::token::Kind::Close => noun.push(')'),
                crate::token::Kind::Space | crate::token::Kind::Comma => noun.push(' '),
                crate::token::Kind::Mention(_)
                | crate::token::Kind::Unread
                | crate::token::Kind::Semi
                | crate::token::Kind::Stop
                | crate::token::Kind::Colon
                | crate::token::Kind::Quote => {}
            }
        }
        label.noun = cleaned_label(&noun);
        label.change_of_either_sign(raw);
        // 当月, 本月: a time that the caption gives.
        label.is_other_time &= !is_relative_time(raw);
        label
    }

    /// What is counted, where the label says so: persons, trains, or things that are a stock.
    pub(crate) fn counted(&self) -> Option<Unit> {
        let lower = self.noun.to_ascii_lowercase();
        if ["人数", "旅客", "人员", "游客"]
            .iter()
            .any(|word| lower.ends_with(word))
        {
            return Some(Unit::Persons);
        }
        if !lower.is_ascii() {
            return self.is_stock.then_some(Unit::Count);
        }
        let counted = crate::english_count::counted(&lower);
        let is_certain = counted != Unit::Count || self.is_stock;
        is_certain.then_some(counted)
    }

    /// 增减, 升降 and ± head a column of changes, whatever their sign.
    fn change_of_either_sign(&mut self, raw: &str) {
        let folded = fold(raw);
        let bare: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        // 比上年同期±%, 比上年（%）: the comparison alone makes it a change.
        let is_sign = bare.contains('±')
            || bare.starts_with("+-")
            || ["比上年", "比去年", "较上年", "较去年"]
                .iter()
                .any(|word| bare.starts_with(word) && !bare.contains("年末") && !bare.contains("年初"));
        let names_change = [
            "增减",
            "升降",
            "涨跌",
            "增减幅",
            "增减率",
            "升降幅度",
            "增减幅度",
            "增减额",
            "增减量",
            "增减变动",
        ]
        .contains(&self.noun.trim_end_matches(['±', '%']));
        if names_change || is_sign && self.noun.trim_matches(['±', '%', '+', '-']).is_empty() {
            self.role = self.role.or(Some(Role::Growth));
            self.noun.clear();
        }
    }

    fn read_english(&mut self, folded: &Folded, end: usize) {
        let tokens = english_token::tokenize(folded);
        let mut noun = String::new();
        for token in tokens.tokens.iter().filter(|token| token.end <= end) {
            let words = folded.string(token.start..token.end);
            match token.kind {
                english_token::Kind::Mention(_) | english_token::Kind::Unread => {}
                english_token::Kind::Place(_) if noun.contains('(') && !noun.contains(')') => {
                    if !noun.ends_with('(') {
                        noun.push(' ');
                    }
                    noun.push_str(&words);
                }
                english_token::Kind::Place(_) => self.scope.push(words),
                english_token::Kind::Open => noun.push_str(" ("),
                english_token::Kind::Close => noun.push(')'),
                english_token::Kind::Comma
                | english_token::Kind::Semi
                | english_token::Kind::Stop
                | english_token::Kind::Colon => noun.push(' '),
                english_token::Kind::Word(_) | english_token::Kind::Quantity(_) => {
                    if !noun.is_empty() && !noun.ends_with(['(', ' ']) {
                        noun.push(' ');
                    }
                    noun.push_str(&words);
                }
            }
        }
        self.noun = cleaned_label(&noun.replace("()", ""));
        self.english();
        let lower = self.noun.to_ascii_lowercase();
        self.is_stock = is_stock_noun(&lower);
        self.is_new = lower.starts_with("new");
    }

    fn word(&mut self, word: Word, words: &str, noun: &mut String) {
        match word {
            Word::Up | Word::Rate | Word::Quickens => self.role = Some(Role::Growth),
            Word::Down | Word::FallRate | Word::Slows => {
                self.role = Some(Role::Growth);
                self.is_fall = true;
            }
            Word::Share => self.role = Some(Role::Share),
            Word::Contribution => self.role = Some(Role::Contribution),
            Word::Target => self.is_target = true,
            Word::OnPrevious => self.is_previous = true,
            Word::YearOnYear => self.role = self.role.or(Some(Role::Growth)),
            Word::Rank => {
                if self.role.is_none() && words.starts_with('排') || words == "位次" {
                    self.role = Some(Role::Rank);
                } else {
                    noun.push_str(words);
                }
            }
            Word::New => {
                self.is_new = true;
                noun.push_str(words);
            }
            Word::StockNoun | Word::Stock => {
                self.is_stock = true;
                noun.push_str(words);
            }
            Word::Cumulative => self.is_cumulative = true,
            Word::Among => self.is_among = true,
            Word::Each => self.is_each = true,
            Word::Met
            | Word::OpenTime
            | Word::Month
            | Word::Above
            | Word::Below
            | Word::TwoYearMean
            | Word::YearlyMean => self.is_other_time = true,
            Word::Noun
            | Word::Dependent
            | Word::And
            | Word::Filler
            | Word::Opener
            | Word::Level
            | Word::Threshold
            | Word::From
            | Word::About
            | Word::Nearly
            | Word::Over
            | Word::Equivalent
            | Word::Doubled
            | Word::Flat
            | Word::Real
            | Word::Nominal => noun.push_str(words),
        }
    }

    /// English labels say their role in a few fixed ways.
    fn english(&mut self) {
        let lower = self.noun.to_ascii_lowercase();
        if lower.is_empty() || !lower.is_ascii() {
            return;
        }
        let spaced = format!(
            " {} ",
            lower.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', " ")
        );
        let says = |words: &[&str]| words.iter().any(|word| spaced.contains(&format!(" {word} ")));
        if says(&[
            "growth",
            "increase",
            "increases",
            "change",
            "changes",
            "yoy",
            "y-o-y",
            "year on year",
            "year-on-year",
        ]) {
            self.role = Some(Role::Growth);
        }
        if says(&["share of", "proportion", "percentage of"]) || lower == "share" {
            self.role = Some(Role::Share);
        }
        if says(&["target", "targets", "goal", "goals"]) {
            self.is_target = true;
        }
    }
}

/// Columns of units, numbers and notes.
pub(crate) const META: &[&str] = &[
    "单位",
    "计量单位",
    "序号",
    "编号",
    "代码",
    "备注",
    "说明",
    "年份",
    "unit",
    "units",
    "no.",
    "no",
    "code",
    "note",
    "notes",
    "remarks",
    "year",
];

/// Words of labels that name a kind of column, not a thing.
pub(crate) const GENERIC: &[&str] = &[
    "项目数",
    "个数",
    "家数",
    "户数",
    "绝对量",
    "绝对值",
    "绝对额",
    "总量",
    "数值",
    "指标值",
    "本期",
    "累计",
    "实绩",
    "指标",
    "项目",
    "金额",
    "数量",
    "值",
    "数",
    "合计数",
    "当期",
    "完成数",
    "实际",
    "实际值",
    "完成",
    "单位",
    "指标名称",
    "名称",
    "绝对数",
    "value",
    "values",
    "amount",
    "total",
    "indicator",
    "number",
    "figure",
    "absolute value",
    "现值",
    "现状值",
    "同比",
    "比",
    "合计",
    "总计",
    "小计",
    "合计值",
    "实绩数",
    "人民币",
    "美元",
    "当年",
];

fn cleaned_label(noun: &str) -> String {
    let mut text = cleaned(noun);
    // 一、 (一) 1. 1、 number the rows.
    for _ in 0..2 {
        let rest =
            text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十(".contains(c));
        let closes = rest.starts_with(['、', '.', ')']);
        if rest.len() < text.len() && closes {
            text = cleaned(rest.trim_start_matches(['、', '.', ')', ' ']));
        }
    }
    text.trim_matches([':', ' ', '(', '#', '+', '±', '%']).to_owned()
}

pub(crate) fn says_rate(noun: &str) -> bool {
    ["率", "比重", "占比", "比例", "系数", "rate", "ratio"]
        .iter()
        .any(|end| noun.ends_with(end))
}
