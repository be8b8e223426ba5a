//! Says whose a figure is where the text says it once: the exports of private companies, the amount of the projects.

use crate::chinese_reader::ChineseReader;

impl ChineseReader<'_, '_, '_> {
    /// «民营企业进出口3841.9亿元，其中出口…»: the exports of whom is said by the level before.
    pub(crate) fn qualified(&self, subject: &str) -> String {
        if !is_trade(subject) || self.names_a_place() {
            return subject.to_owned();
        }
        let before = self
            .topic
            .as_ref()
            .map(|topic| topic.subject.clone())
            .or_else(|| self.whole_label())
            .unwrap_or_default();
        // «出口5587.3亿元，机电产品出口4962.4亿元；进口2419.5亿元»: the imports go with the exports, not with a part of them.
        let completes = subject.starts_with("进口") && self.plain_exports && !self.plain_imports
            || subject.starts_with("出口") && self.plain_imports && !self.plain_exports;
        if completes {
            return subject.to_owned();
        }
        if let Some(owner) = trade_owner(&before) {
            return format!("{owner}{subject}");
        }
        // «民营企业4500家，进出口3841.9亿元»: theirs.
        if self.topic.is_some() && counts_owners(&before) && !before.contains("进出口") {
            return format!("{before}{subject}");
        }
        let lead = self
            .leads
            .iter()
            .rev()
            .find(|lead| QUALIFIERS.iter().any(|word| lead.contains(word)));
        if let Some(lead) = lead
            && self.topic.is_none()
        {
            return format!("{lead}{subject}");
        }
        // «对东盟进出口1326.5亿元。出口800亿元»: still the trade with them, until a place or the whole trade is named.
        let is_whole = subject.starts_with("进出口") && self.has_date;
        let goes_on = self.topic.is_none() && !self.is_placed && !is_whole;
        match &self.owner_before {
            Some(owner) if goes_on => format!("{owner}{subject}"),
            _ => subject.to_owned(),
        }
    }

    /// Keeps whose trade the sentence told: the whole wherever it is told.
    pub(crate) fn hear_owner(&mut self, subject: &str) {
        let names_trade = ["进出口", "出口", "进口"]
            .iter()
            .any(|word| subject.contains(word));
        let owner = trade_owner(subject).or_else(|| names_trade.then_some(""));
        let is_whole_told = self.owner_here.as_deref() == Some("");
        if let Some(owner) = owner.filter(|_| !is_whole_told) {
            self.owner_here = Some(owner.to_owned());
        }
    }
}

/// Words of clauses without figures that say whose trade the next clause tells.
const QUALIFIERS: &[&str] = &[
    "企业",
    "产品",
    "东盟",
    "欧盟",
    "美国",
    "一带一路",
    "RCEP",
    "伙伴",
    "综保区",
    "保税",
    "一般贸易",
    "加工贸易",
    "机电",
    "电脑",
    "汽车",
    "关区",
    "国家",
    "商品",
    "品牌",
];

/// The whole trade, under its usual names.
const PLAIN_OWNERS: &[&str] = &[
    "",
    "外贸",
    "货物",
    "对外",
    "货物贸易",
    "外贸货物",
    "对外贸易",
    "商品",
    "全部",
];

pub(crate) fn is_trade(subject: &str) -> bool {
    let rest = ["进出口", "出口", "进口"]
        .iter()
        .find_map(|word| subject.strip_prefix(word));
    rest.is_some_and(|rest| {
        matches!(
            rest,
            "" | "总值" | "总额" | "额" | "值" | "总量" | "货值" | "金额"
        )
    })
}

/// Returns whose trade a subject speaks of: 民营企业 of 民营企业进出口; none for the whole trade.
pub(crate) fn trade_owner(subject: &str) -> Option<&str> {
    let at = ["进出口", "出口", "进口"]
        .iter()
        .filter_map(|word| subject.find(word))
        .min()?;
    let owner = subject.get(..at)?;
    (!PLAIN_OWNERS.contains(&owner)).then_some(owner)
}

/// Tells whether a sentence is about a part of the trade.
pub(crate) fn names_owner(sentence: &str) -> bool {
    QUALIFIERS.iter().any(|word| sentence.contains(word))
}

/// Tells whether what was counted has figures of its own: the exports of 5000 companies.
pub(crate) fn counts_owners(subject: &str) -> bool {
    ["主体", "公司", "园区"]
        .iter()
        .chain(QUALIFIERS)
        .any(|word| subject.contains(word))
}

/// Amounts that need an owner: 总金额, 货值.
pub(crate) fn is_dependent(subject: &str) -> bool {
    matches!(
        subject,
        "总金额"
            | "金额"
            | "货值"
            | "总额"
            | "总价值"
            | "价值"
            | "总值"
            | "货物价值"
            | "合同额"
            | "合同金额"
            | "协议金额"
            | "投资额"
            | "总投资"
            | "投资总额"
            | "总投资额"
            | "融资额"
            | "融资金额"
            | "总货值"
            | "融资总额"
            | "签约金额"
            | "签约额"
    )
}
