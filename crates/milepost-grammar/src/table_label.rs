//! Reads what the label of a row or column says of the figures under it.

use milepost_model::{Decimal, Role, Unit};

use crate::caption::last_bracket;
use crate::chinese_clause::cleaned;
use crate::english_count::is_stock_noun;
use crate::english_token;
use crate::fold::{Folded, fold, is_cjk};
use crate::hint::Hint;
use crate::table_period::is_relative_time;
use crate::unit::UnitKind;
use crate::words::Word;

/// What a label says of the figures it governs.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that was said or not"
)]
pub(crate) struct Label {
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

impl Label {
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
        let is_sign = bare.starts_with('±') || bare.ends_with("(±)") || bare.starts_with("+-");
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

/// Returns the unit that a label gives to its figures, its words, and where the label ends without it: the last
/// bracket, «单位：亿元», a label that is a unit, a unit parted by a blank or a comma, a percent sign at the end.
fn label_unit(folded: &Folded) -> Option<(usize, Hint, String)> {
    let read = |range: std::ops::Range<usize>| {
        let words = folded.string(range);
        let words = words
            .trim()
            .trim_start_matches("单位:")
            .trim_start_matches('±')
            .trim()
            .to_owned();
        Hint::read(&words).map(|hint| (hint, words))
    };
    if let Some(bracket) = last_bracket(folded)
        && let Some((hint, words)) = read(bracket.clone())
    {
        return Some((bracket.start - 1, hint, words));
    }
    let start = folded.skip_space(0);
    if folded.len() > MAX_UNIT_LABEL_CHARS {
        return None;
    }
    if let Some((hint, words)) = read(start..folded.len())
        && hint.kind != UnitKind::Duration
        && !is_currency(&words)
    {
        return Some((start, hint, words));
    }
    let mut end = folded.len();
    while end > start && folded.before(end).is_whitespace() {
        end -= 1;
    }
    if end > start && folded.before(end) == '%' {
        return read(end - 1..end).map(|(hint, words)| (end - 1, hint, words));
    }
    let tail = (start + 1..end)
        .rev()
        .take(MAX_TAIL_CHARS)
        .find(|at| matches!(folded.before(*at), ' ' | ',' | '、' | '/' | '\n'))?;
    let (hint, words) = read(tail..end)?;
    // «人 次»: a short count behind a blank may be a part of the name.
    let is_amount = hint.kind == UnitKind::Amount && !is_currency(&words) || words.chars().count() >= 2;
    (is_amount && hint.kind != UnitKind::Duration && hint.kind != UnitKind::Times).then_some((
        tail - 1,
        hint,
        words,
    ))
}

/// A label with a unit behind a blank is at most this long.
const MAX_UNIT_LABEL_CHARS: usize = 60;

/// And the unit: «100 million yuan» needs its bracket.
const MAX_TAIL_CHARS: usize = 5;

/// 人民币 and 美元 alone name a currency: what scale the figures have, the caption says.
fn is_currency(words: &str) -> bool {
    [
        "人民币",
        "美元",
        "美金",
        "USD",
        "CNY",
        "RMB",
        "yuan",
        "US dollars",
    ]
    .contains(&words)
}

/// Says whether a label names only what its figures are of another's: 同比（%）, 增速, 比重, ±%.
pub fn names_rate(label: &str) -> bool {
    let label = Label::read(label);
    let is_plain = label.noun.is_empty() || GENERIC.contains(&label.noun.to_ascii_lowercase().as_str());
    label.role.is_some() && is_plain
}

/// Says whether a label names a thing: neither only a time, nor a unit, nor a kind of column.
pub fn names_thing(label: &str) -> bool {
    let noun = Label::read(label).noun.to_ascii_lowercase();
    !noun.is_empty() && !GENERIC.contains(&noun.as_str()) && !META.contains(&noun.as_str())
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
