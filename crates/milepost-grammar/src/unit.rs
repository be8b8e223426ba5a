//! Units and scales as printed, and the base units they stand for.

use std::sync::OnceLock;

use milepost_model::{Decimal, Unit};

use crate::fold::Folded;
use crate::lexicon::Lexicon;

/// What a printed unit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnitWord {
    pub(crate) kind: UnitKind,
    /// The base unit; none for those Milepost does not store (kilometres, hectares, other currencies).
    pub(crate) unit: Option<Unit>,
    /// One such unit in base units, as mantissa and decimal places.
    factor: (i64, u32),
}

impl UnitWord {
    pub(crate) fn factor(self) -> Decimal {
        Decimal::new(self.factor.0, self.factor.1)
    }
}

/// How a unit takes part in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// Money, weight, length: an amount of what stands before it.
    Amount,
    /// 个, 家, 项: counts the noun that follows or stands before.
    Counter,
    /// %, ‰, 成.
    Percent,
    /// 个百分点.
    Points,
    /// 倍.
    Times,
    /// 个月, 年, 天, 岁: a length of time, no figure.
    Duration,
}

const fn word(kind: UnitKind, unit: Option<Unit>) -> UnitWord {
    UnitWord {
        kind,
        unit,
        factor: (1, 0),
    }
}

const fn scaled(kind: UnitKind, unit: Option<Unit>, mantissa: i64, places: u32) -> UnitWord {
    UnitWord {
        kind,
        unit,
        factor: (mantissa, places),
    }
}

/// Groups of words with one meaning, separated by spaces.
const UNITS: &[(&str, UnitWord)] = &[
    (
        "元人民币 元 块钱 人民币元 人民币",
        word(UnitKind::Amount, Some(Unit::Cny)),
    ),
    ("美元 美金", word(UnitKind::Amount, Some(Unit::Usd))),
    (
        "港元 港币 欧元 日元 英镑 新加坡元 新元 澳元 加元 卢布 韩元 澳门元",
        word(UnitKind::Amount, None),
    ),
    (
        "个 家 项 条 户 座 种 类 处 所 件 辆 台 架 艘 套 只 头 份 批 笔 宗 例 对 场 起 篇 部 本 册 张 块 片 根 门 \
         架次 艘次 班次 票 单 枚 次 席 支 组 间 栋 幢 株 户次 台套 台/套 台(套) 批次 辆次 车次 标段 人家 家次 颗 层 把 束 道 \
         个项目 双 箱 车 趟次 节 省 市 国 地 城 区县",
        word(UnitKind::Counter, Some(Unit::Count)),
    ),
    ("列 趟列车 列次", word(UnitKind::Counter, Some(Unit::Trains))),
    ("班 趟 班列", word(UnitKind::Counter, Some(Unit::Count))),
    (
        "人次 人 名 人/次 位 员",
        word(UnitKind::Counter, Some(Unit::Persons)),
    ),
    (
        "标箱 标准箱 TEU TEUs teu 个标准箱 个标箱 标准集装箱 个标准集装箱 只标箱 箱标箱",
        word(UnitKind::Amount, Some(Unit::Teu)),
    ),
    ("吨 公吨", word(UnitKind::Amount, Some(Unit::Tonnes))),
    ("千克 公斤", scaled(UnitKind::Amount, Some(Unit::Tonnes), 1, 3)),
    (
        "平方公里 平方千米 平方米 公里 千米 米 亩 公顷 立方米 千瓦时 度电 千瓦 吨标准煤 吨公里 吨千米 人公里 人千米 克 升 斤 \
         千卡 瓦 兆瓦 吉瓦 ℃ 摄氏度 分贝 比特 字节 GB TB PB MW GW kW km 海里 公吨公里 毫克 微克 毫米 厘米 克/升 元/人 \
         元/吨 元/平方米 卷 吨/年 标立方米 立方 平米 千伏 千伏安 毫克/升 微克/立方米",
        word(UnitKind::Amount, None),
    ),
    ("% 个百分比", word(UnitKind::Percent, Some(Unit::Percent))),
    ("‰", scaled(UnitKind::Percent, Some(Unit::Percent), 1, 1)),
    ("成", scaled(UnitKind::Percent, Some(Unit::Percent), 10, 0)),
    (
        "个百分点 百分点 个%点",
        word(UnitKind::Points, Some(Unit::Percent)),
    ),
    (
        "个千分点 千分点",
        scaled(UnitKind::Points, Some(Unit::Percent), 1, 1),
    ),
    ("倍", scaled(UnitKind::Times, Some(Unit::Percent), 100, 0)),
    (
        "个月 个多月 年 周年 天 日 周 小时 分钟 秒 岁 周岁 个季度 个工作日 工作日 个交易日 年度 年期 年间 个小时 个年头 余年 多年 个半月 \
         季度 刻钟 世纪 个世纪 个星期 星期 月 昼夜 载",
        word(UnitKind::Duration, None),
    ),
];

/// Returns the meaning of a unit that the grammar itself names; an amount without base unit for any other.
pub(crate) fn named(word: &str) -> UnitWord {
    match word {
        "%" => self::word(UnitKind::Percent, Some(Unit::Percent)),
        "个百分点" => self::word(UnitKind::Points, Some(Unit::Percent)),
        "元" => self::word(UnitKind::Amount, Some(Unit::Cny)),
        "美元" => self::word(UnitKind::Amount, Some(Unit::Usd)),
        "吨" => self::word(UnitKind::Amount, Some(Unit::Tonnes)),
        "标箱" => self::word(UnitKind::Amount, Some(Unit::Teu)),
        "倍" => scaled(UnitKind::Times, Some(Unit::Percent), 100, 0),
        "列" => self::word(UnitKind::Counter, Some(Unit::Trains)),
        "人" => self::word(UnitKind::Counter, Some(Unit::Persons)),
        "天" => self::word(UnitKind::Duration, None),
        _ => self::word(UnitKind::Amount, None),
    }
}

fn units() -> &'static Lexicon<UnitWord> {
    static UNITS_BY_WORD: OnceLock<Lexicon<UnitWord>> = OnceLock::new();
    UNITS_BY_WORD.get_or_init(|| {
        Lexicon::new(
            UNITS
                .iter()
                .flat_map(|(words, unit)| words.split_whitespace().map(move |word| (word, *unit))),
        )
    })
}

/// Reads the longest unit word at `at`; returns where it ends and what it means.
pub(crate) fn unit_at(text: &Folded, at: usize) -> Option<(usize, UnitWord)> {
    let (end, mut unit) = units().longest(text, at)?;
    let first = text.get(at);
    if first.is_ascii_alphabetic() && text.get(end).is_ascii_alphanumeric() {
        return None;
    }
    // 元/吨, 人/平方公里: a rate has no base unit here.
    if text.get(end) == '/' && crate::fold::is_cjk(text.get(end + 1)) {
        let (rate_end, _) = units().longest(text, end + 1)?;
        unit.unit = None;
        return Some((rate_end, unit));
    }
    Some((end, unit))
}

/// Reads a scale (万, 亿, 万亿, 百万, …) at `at`; returns where it ends and what it multiplies by.
pub(crate) fn scale_at(text: &Folded, at: usize) -> (usize, Decimal) {
    let mut end = at;
    let mut scale: i64 = 1;
    loop {
        let place = match text.get(end) {
            '十' if end == at => 10,
            '百' if text.get(end + 1) != '分' => 100,
            '千' if !matches!(text.get(end + 1), '克' | '瓦' | '米' | '卡' | '伏' | '分') => 1_000,
            '万' if !matches!(text.get(end + 1), '州' | '盛' | '科' | '达' | '事' | '分') => 10_000,
            '亿' => 100_000_000,
            _ => break,
        };
        // 亿万 and 万千 are words, not scales.
        if place < scale {
            break;
        }
        match scale.checked_mul(place) {
            Some(product) if product <= 1_000_000_000_000 => scale = product,
            _ => break,
        }
        end += 1;
    }
    (end, Decimal::from(scale))
}
